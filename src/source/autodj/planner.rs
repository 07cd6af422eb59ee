//! Keeps a queue filled with what the programme director picks.

mod lengths;
mod repeats;
mod resumption;
mod titles;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::album::Gapless;
use super::queue::PlayQueue;
use super::settings_follower::Follower;
use crate::clock::Clock;
use crate::library::{File, MusicLibrary};
use crate::model::{Listed, Origin, Pick, Queued, Title, TrackId};
use crate::schedule::{GRACE_US, ProgrammeDirector};
use crate::store::Store;

pub use titles::unread;

/// Number of tracks planned ahead: the loaded one, and three more. As many again follow the last talk, so that there are
/// places for the next one.
const KNOWN_AHEAD: usize = 4;

/// While files are being read for the first time, the director is told of them only so often, in microseconds.
const RESTOCK_EVERY_US: u64 = 5_000_000;

/// Largest deviation from the planned time, in microseconds, before the queue is planned anew;
/// applies when a track begins.
const DRIFT_US: u64 = 15_000_000;
/// Largest deviation from the planned time while a track or a DJ plays, in microseconds, before the queue is
/// planned anew.
const LONG_DRIFT_US: u64 = 300_000_000;

/// Time before its start at which a timed track is loaded, in microseconds.
const LOADED_AHEAD_US: u64 = 5_000_000;

/// Plans ahead what a station plays.
pub struct Planner {
    library: MusicLibrary,
    director: ProgrammeDirector,
    clock: Arc<dyn Clock>,
    queue: PlayQueue,
    store: Store,
    /// The tracks that the director knows, by their numbers,
    tracks: Arc<[Listed]>,
    /// File of each track.
    files: HashMap<TrackId, Arc<File>>,
    /// Version of the library that the scheduler was told of, and the time of that.
    seen: Option<(Seen, u64)>,
    store_failed: bool,
    /// The scheduler's picks by entry number. There are no more of them than entries.
    picked: HashMap<u64, Picked>,
    /// Tracks that people queued, by entry number, with the time at which the scheduler expects them.
    wanted: HashMap<u64, (TrackId, u64)>,
    follower: Follower,
    /// True if the programme has timed items.
    has_times: bool,
    /// True from the start of an emergency until a track of its playlist is heard.
    hurries: bool,
    /// Expected end of the track on air.
    ends_us: u64,
    /// The music that began last, if people wanted it.
    on_air: Option<TrackId>,
    /// The track because of which the queue was planned anew since then, so that it is done once.
    replanned_for: Option<TrackId>,
}

/// By what it is seen that the library is another one: its list, and how many files of it are known by their sound.
#[derive(Clone)]
struct Seen {
    files: Arc<[Arc<File>]>,
    known: usize,
}

/// A pick that is in the queue.
struct Picked {
    track: TrackId,
    /// Time it was planned for.
    at_us: u64,
    /// Time at which it is expected by now.
    begins_us: u64,
    /// Time at which the track before it is faded out.
    fade_out_at_us: Option<u64>,
}

impl Planner {
    /// Creates a planner that keeps `queue` filled from `library` as `director` picks. The station's programme and the
    /// tracks' metadata are read from `store`.
    pub fn new(
        (library, store, station): (MusicLibrary, Store, &str),
        director: ProgrammeDirector,
        clock: Arc<dyn Clock>,
        queue: PlayQueue,
    ) -> Self {
        let follower = Follower::new(station, store.clone());
        Self {
            library,
            director,
            clock,
            queue,
            store,
            tracks: Arc::default(),
            files: HashMap::new(),
            seen: None,
            store_failed: false,
            picked: HashMap::new(),
            wanted: HashMap::new(),
            follower,
            has_times: false,
            hurries: false,
            ends_us: 0,
            on_air: None,
            replanned_for: None,
        }
    }

    /// Returns the next entry: a timed one that is due, wherever it is in the queue, or else the first. In an emergency
    /// that is the first of its playlist, and entries of people wait.
    pub(super) fn first(&self) -> Option<Queued> {
        let soon_us = self.clock.wall_us() + LOADED_AHEAD_US;
        let due = self.picked.iter().filter_map(|(number, picked)| Some((self.due_us(picked)?, *number)));
        let due = due.filter(|(due_us, _)| *due_us <= soon_us).min();
        let entries = self.queue.entries();
        let is_due = |entry: &&Queued| due.is_some_and(|(_, number)| entry.number == number);
        let is_urgent =
            |entry: &&Queued| self.follower.is_emergency() && self.picked.contains_key(&entry.number);
        let due = entries.iter().find(is_due).or_else(|| entries.iter().find(is_urgent));
        due.or(entries.first()).cloned()
    }

    /// Plans until enough is known ahead.
    pub(super) fn fill(&mut self) {
        let now_us = self.clock.wall_us();
        self.director.passes(now_us);
        self.take_stock(now_us);
        self.follow(now_us);
        self.take_back();
        let from_us = self.ends_us.max(now_us);
        if self.has_times && self.drift_us(from_us) > LONG_DRIFT_US {
            self.plan_anew();
        }
        let (mut entries, mut at_us) = self.foresee_all(from_us);
        let is_planned = |entry: &Queued| self.picked.contains_key(&entry.number);
        let repeated = repeats::repeated(self.on_air, &entries, is_planned);
        if let Some(track) = repeated.filter(|_| self.tracks.len() > 1)
            && self.replanned_for.replace(track) != Some(track)
        {
            self.plan_anew();
            (entries, at_us) = self.foresee_all(from_us);
        }
        // However much people want to hear: what has its time comes between.
        let must_pick = self.has_times || self.follower.is_emergency();
        let least = usize::from(must_pick && self.picked.is_empty());
        for _ in 0..KNOWN_AHEAD.saturating_sub(lengths::after_last_talk(&entries)).max(least) {
            let Some(pick) = self.director.next(at_us) else { return };
            let Some(track) = self.track(pick.track) else { return };
            let entry = self.titled(planned(track, &pick));
            let number = self.queue.append(entry);
            let Pick { track, at_us: begins_us, fade_out_at_us, .. } = pick;
            self.picked.insert(number, Picked { track, at_us: begins_us, begins_us, fade_out_at_us });
            at_us = begins_us + self.director.length_us(track);
        }
    }

    /// Has the director expect every entry, if the first begins at `at_us`. Returns the entries, and the end of the last.
    fn foresee_all(&mut self, mut at_us: u64) -> (Vec<Queued>, u64) {
        let entries = self.queue.entries();
        for entry in &entries {
            let begins_us = self.begins_at(entry, at_us);
            self.foresee(entry, begins_us);
            at_us = begins_us + self.length_us(entry);
        }
        (entries, at_us)
    }

    /// Returns whether the current track must fade out now for this entry.
    pub(super) fn is_due(&self, entry: &Queued) -> bool {
        let Some(picked) = self.picked.get(&entry.number) else { return false };
        self.hurries || self.due_us(picked).is_some_and(|due_us| due_us <= self.clock.wall_us())
    }

    /// Returns the time at which the current track is faded out for a pick; missed times are not made up for.
    fn due_us(&self, picked: &Picked) -> Option<u64> {
        picked.fade_out_at_us.filter(|due_us| self.clock.wall_us() <= due_us + GRACE_US)
    }

    /// Returns the start of an entry if the one before it ends at `at_us`.
    fn begins_at(&self, entry: &Queued, at_us: u64) -> u64 {
        let fade_us = self.picked.get(&entry.number).and_then(|picked| self.due_us(picked));
        fade_us.map_or(at_us, |fade_us| fade_us.min(at_us))
    }

    /// Returns the deviation of the first planned entry from its time if the current track ends at `at_us`.
    fn drift_us(&self, mut at_us: u64) -> u64 {
        for entry in self.queue.entries() {
            if let Some(picked) = self.picked.get(&entry.number) {
                return picked.at_us.abs_diff(self.begins_at(&entry, at_us));
            }
            at_us += self.length_us(&entry);
        }
        0
    }

    /// Has the director expect an entry when it begins as things are now, whoever picked it, so that it keeps the
    /// same apart from it.
    fn foresee(&mut self, entry: &Queued, begins_us: u64) {
        let picked = self.picked.get_mut(&entry.number).map(|picked| &mut picked.begins_us);
        let wanted = self.wanted.get_mut(&entry.number).map(|(_, expected_us)| expected_us);
        if let Some(expected_us) = picked.or(wanted) {
            let before_us = std::mem::replace(expected_us, begins_us);
            if before_us != begins_us {
                self.director.moved(entry.track, before_us, begins_us);
            }
        } else if !entry.is_break() {
            self.director.foresee(entry.track, begins_us);
            self.wanted.insert(entry.number, (entry.track, begins_us));
        }
    }

    /// Follows the programme, as it is said by now.
    fn follow(&mut self, now_us: u64) {
        let Some((programme, was_known)) = self.follower.look(self.clock.now_us()) else { return };
        self.has_times = !programme.shows.is_empty();
        // Before it was known, there can be what was planned before a restart.
        if was_known || self.has_times {
            self.plan_anew();
        }
        self.hurries = was_known && self.follower.is_emergency();
        self.director.follow(programme, now_us);
    }

    /// Takes out of the queue what was planned, for something else may have its turn.
    fn plan_anew(&mut self) {
        if let Some(first_us) = self.picked.values().map(|picked| picked.begins_us).min() {
            self.director.take_back(first_us);
        }
        // People may have put some behind others that were picked later.
        for (_, picked) in self.picked.drain() {
            self.director.not_played(picked.track, picked.begins_us);
        }
        for entry in self.queue.entries().iter().filter(|entry| entry.origin == Origin::Plan) {
            self.queue.remove(entry.number);
        }
    }

    /// Notes that an entry begins, and what it is; and plans on.
    pub(super) fn begins(&mut self, entry: &Queued, title: &Title) {
        let now_us = self.clock.wall_us();
        self.foresee(entry, now_us);
        if let Some((track, at_us)) = self.wanted.remove(&entry.number) {
            self.director.not_played(track, at_us);
        }
        let was_picked = self.picked.remove(&entry.number).is_some();
        self.hurries &= !was_picked;
        if !was_picked && !entry.is_break() {
            // The director did not pick it, and must not pick it too soon.
            self.director.heard(now_us, &title.title, title.artist.as_deref(), title.album.as_deref());
        }
        if !entry.is_break() {
            (self.on_air, self.replanned_for) = ((!was_picked).then_some(entry.track), None);
        }
        let length_us = title.duration_us.unwrap_or_else(|| self.length_us(entry));
        self.ends_us = now_us + length_us;
        self.queue.remove(entry.number);
        if self.has_times && self.drift_us(self.ends_us) > DRIFT_US {
            self.plan_anew();
        }
        self.fill();
    }

    /// Takes an entry out that cannot be played.
    pub(super) fn give_up(&mut self, entry: &Queued) {
        tracing::info!(title = entry.title, "cannot be played now, and was taken out of the queue");
        self.queue.remove(entry.number);
    }

    /// The time by the station's clock, in microseconds since 1970.
    pub(super) fn now_us(&self) -> u64 {
        self.clock.now_us()
    }

    /// Returns the file of a track.
    pub(super) fn file_of(&self, track: TrackId) -> Option<Arc<File>> {
        self.files.get(&track).cloned()
    }

    /// The file of what is queued, wherever it is by now.
    pub(super) fn file(&self, entry: &Queued) -> Option<Arc<File>> {
        let by_number = self.files.get(&entry.track).cloned();
        by_number.or_else(|| self.library.file(&entry.path))
    }

    /// Returns the entry that currently follows another.
    pub(super) fn after(&self, entry: &Queued) -> Option<Queued> {
        self.queue.entries().into_iter().find(|other| other.number != entry.number)
    }

    /// Its place in an album without gaps, if it is of one.
    pub(super) fn place(&self, entry: &Queued) -> Option<Gapless> {
        self.track(entry.track).filter(|_| !entry.is_break()).and_then(Gapless::of)
    }

    /// The tracks of an album without gaps, and how long each plays, where that is known.
    pub(super) fn album(&self, place: &Gapless) -> Vec<(TrackId, Duration)> {
        let is_of_it = |track: &&Listed| Gapless::of(track).is_some_and(|other| other.album == place.album);
        let of_it = self.tracks.iter().filter(is_of_it);
        of_it.filter_map(|track| Some((track.id, track.duration?))).collect()
    }

    fn track(&self, id: TrackId) -> Option<&Listed> {
        let place = self.tracks.binary_search_by_key(&id, |track| track.id).ok()?;
        self.tracks.get(place)
    }

    /// Tells the director what there is to be played, if that is something else now.
    fn take_stock(&mut self, now_us: u64) {
        let files = self.library.files();
        let known_files = files.iter().filter(|file| file.track().is_some()).count();
        if let Some((seen, at_us)) = &self.seen {
            let is_same = Arc::ptr_eq(&seen.files, &files);
            let is_soon = self.clock.now_us().saturating_sub(*at_us) < RESTOCK_EVERY_US;
            if is_same && (seen.known == known_files || is_soon) {
                return;
            }
        }
        let listed = self.listed();
        let mut by_number: HashMap<TrackId, Arc<File>> = HashMap::with_capacity(files.len());
        let mut others = Vec::new();
        for file in files.iter() {
            let is_listed = |id: &TrackId| listed.binary_search_by_key(id, |track| track.id).is_ok();
            let id = file.track().filter(is_listed).unwrap_or_else(|| {
                others.push(unread(file));
                others.last().map_or(TrackId(0), |track| track.id)
            });
            by_number.entry(id).or_insert_with(|| Arc::clone(file));
        }
        // There are many: of each only what the director asks for is kept, and its path with its file.
        let known = |track: Listed| {
            let path = Arc::clone(by_number.get(&track.id)?.name());
            Some(Listed { path, isrc: None, label: None, analysis: None, ..track })
        };
        let mut tracks: Vec<_> = listed.into_iter().chain(others).filter_map(known).collect();
        tracks.sort_by_key(|track| track.id);
        tracks.dedup_by_key(|track| track.id);
        self.tracks = tracks.into();
        self.files = by_number;
        self.director.stock(&self.tracks, now_us);
        self.seen = Some((Seen { files, known: known_files }, self.clock.now_us()));
    }

    /// The tracks that the store knows, by their numbers; those that are known already, if it cannot be read.
    fn listed(&mut self) -> Vec<Listed> {
        match self.store.listed() {
            Ok(listed) => {
                self.store_failed = false;
                listed
            }
            Err(error) => {
                if !std::mem::replace(&mut self.store_failed, true) {
                    tracing::error!(%error, "the library cannot be read; it is planned by what is known of it");
                }
                self.tracks.to_vec()
            }
        }
    }

    /// Tells the director which of its picks were taken out of the queue and will not be heard.
    fn take_back(&mut self) {
        if self.picked.is_empty() && self.wanted.is_empty() {
            return;
        }
        let entries = self.queue.entries();
        let is_queued = |number: u64| entries.iter().any(|entry| entry.number == number);
        let Self { picked, wanted, director, .. } = self;
        let gone = picked.extract_if(|number, _| !is_queued(*number));
        gone.for_each(|(_, pick)| director.not_played(pick.track, pick.begins_us));
        let gone = wanted.extract_if(|number, _| !is_queued(*number));
        gone.for_each(|(_, (track, at_us))| director.not_played(track, at_us));
    }
}

/// Makes a queue entry of a pick.
fn planned(track: &Listed, pick: &Pick) -> Queued {
    Queued {
        why: Some(pick.why.to_string()),
        kind: pick.kind,
        over_intro: pick.over_intro,
        crossfade: pick.crossfade,
        ..Queued::of(track, Origin::Plan)
    }
}

#[cfg(test)]
mod tests;
