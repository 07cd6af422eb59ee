//! Keeps a queue filled with what the programme director picks.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::follow::Follower;
use super::queue::Queue;
use crate::clock::Clock;
use crate::library::{File, Library};
use crate::model::{Listed, Origin, Pick, Queued, Title, TrackId};
use crate::schedule::Director;
use crate::store::Store;

/// So many tracks are known ahead: the one that stands by, and three more.
const KNOWN_AHEAD: usize = 4;

/// While files are being read for the first time, the director is told of them only so often, in microseconds.
const RESTOCK_EVERY_US: u64 = 5_000_000;

/// What is planned may come so much earlier or later than it was planned for; then it is planned anew. In
/// microseconds, when a track begins,
const DRIFT_US: u64 = 15_000_000;
/// and while one plays, or a DJ does.
const LONG_DRIFT_US: u64 = 300_000_000;

/// Plans ahead what a station plays.
pub struct Planner {
    library: Library,
    director: Director,
    clock: Arc<dyn Clock>,
    queue: Queue,
    store: Store,
    /// The tracks that the director knows, by their numbers,
    tracks: Arc<[Listed]>,
    /// and their files.
    files: HashMap<TrackId, Arc<File>>,
    /// What there was of the library when the director was told of it, and when that was.
    seen: Option<(Seen, u64)>,
    store_failed: bool,
    /// What was picked for when, by the numbers of the entries. They are no more than there are entries.
    picked: HashMap<u64, Picked>,
    follower: Follower,
    /// Whether anything in the programme has its time.
    has_times: bool,
    /// When what is on air is expected to end.
    ends_us: u64,
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
    at_us: u64,
    /// When what plays before it has to be faded out.
    fade_out_at_us: Option<u64>,
}

impl Planner {
    /// One that keeps `queue` filled from `library` as `director` picks by the programme of a station; that, and
    /// what tags say of tracks, is in `store`.
    pub fn new(
        (library, store, station): (Library, Store, &str),
        director: Director,
        clock: Arc<dyn Clock>,
        queue: Queue,
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
            follower,
            has_times: false,
            ends_us: 0,
        }
    }

    /// What is to be played next.
    pub(super) fn first(&self) -> Option<Queued> {
        self.queue.first()
    }

    /// Plans until enough is known ahead.
    pub(super) fn fill(&mut self) {
        let now_us = self.clock.now_us();
        self.take_stock(now_us);
        self.follow(now_us);
        self.take_back();
        let mut at_us = self.ends_us.max(now_us);
        let drift_us = self.drift_us(at_us);
        if self.has_times && drift_us > LONG_DRIFT_US {
            self.plan_anew();
        }
        let entries = self.queue.entries();
        for entry in &entries {
            at_us = self.begins_at(entry, at_us) + self.director.length_us(entry.track);
        }
        for _ in entries.len()..KNOWN_AHEAD {
            let Some(pick) = self.director.next(at_us) else { return };
            let Some(track) = self.track(pick.track) else { return };
            let number = self.queue.append(planned(track, &pick));
            let Pick { track, at_us: begins_us, fade_out_at_us, .. } = pick;
            self.picked.insert(number, Picked { track, at_us: begins_us, fade_out_at_us });
            at_us = begins_us + self.director.length_us(track);
        }
    }

    /// Whether what plays is to be faded out now for this entry.
    pub(super) fn is_due(&self, entry: &Queued) -> bool {
        let due_us = self.picked.get(&entry.number).and_then(|picked| picked.fade_out_at_us);
        due_us.is_some_and(|due_us| due_us <= self.clock.now_us())
    }

    /// When an entry begins, if what is before it ends at `at_us`.
    fn begins_at(&self, entry: &Queued, at_us: u64) -> u64 {
        let fade_us = self.picked.get(&entry.number).and_then(|picked| picked.fade_out_at_us);
        fade_us.map_or(at_us, |fade_us| fade_us.min(at_us))
    }

    /// How far the first of what is planned is from its time, if what is on air ends at `at_us`.
    fn drift_us(&self, at_us: u64) -> u64 {
        let first = self.queue.first();
        let picked = first.as_ref().and_then(|first| self.picked.get(&first.number));
        let begins_us = first.as_ref().map_or(at_us, |first| self.begins_at(first, at_us));
        picked.map_or(0, |picked| picked.at_us.abs_diff(begins_us))
    }

    /// Follows the programme, as it is said by now.
    fn follow(&mut self, now_us: u64) {
        let Some((programme, was_known)) = self.follower.look(now_us) else { return };
        self.has_times = !programme.shows.is_empty();
        if was_known {
            self.plan_anew();
        }
        self.director.follow(programme, now_us);
    }

    /// Takes out of the queue what was planned, for something else may have its turn.
    fn plan_anew(&mut self) {
        if let Some(first_us) = self.picked.drain().map(|(_, picked)| picked.at_us).min() {
            self.director.take_back(first_us);
        }
        for entry in self.queue.entries().iter().filter(|entry| entry.origin == Origin::Plan) {
            self.queue.remove(entry.number);
        }
    }

    /// Notes that an entry begins, and what it is; and plans on.
    pub(super) fn begins(&mut self, entry: &Queued, title: &Title) {
        let now_us = self.clock.now_us();
        if self.picked.remove(&entry.number).is_none() && !entry.is_jingle {
            // The director did not pick it, and must not pick it too soon.
            self.director.heard(now_us, &title.title, title.artist.as_deref(), title.album.as_deref());
        }
        let length_us = title.duration_us.unwrap_or_else(|| self.director.length_us(entry.track));
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

    /// The file of what is queued, wherever it is by now.
    pub(super) fn file(&self, entry: &Queued) -> Option<Arc<File>> {
        let by_number = self.files.get(&entry.track).cloned();
        by_number.or_else(|| self.library.file(&entry.path))
    }

    fn track(&self, id: TrackId) -> Option<&Listed> {
        let place = self.tracks.binary_search_by_key(&id, |track| track.id).ok()?;
        self.tracks.get(place)
    }

    /// Tells the director what there is to be played, if that is something else now.
    fn take_stock(&mut self, now_us: u64) {
        let files = self.library.files();
        let known = files.iter().filter(|file| file.track().is_some()).count();
        if let Some((seen, at_us)) = &self.seen {
            let is_same = Arc::ptr_eq(&seen.files, &files);
            let is_soon = now_us.saturating_sub(*at_us) < RESTOCK_EVERY_US;
            if is_same && (seen.known == known || is_soon) {
                return;
            }
        }
        let listed = self.listed();
        let mut stock: BTreeMap<TrackId, (Listed, Arc<File>)> = BTreeMap::new();
        for file in files.iter() {
            let by_sound = file.track().and_then(|id| {
                let place = listed.binary_search_by_key(&id, |track| track.id).ok()?;
                listed.get(place).cloned()
            });
            let track = by_sound.unwrap_or_else(|| unread(file));
            stock.entry(track.id).or_insert_with(|| (track, Arc::clone(file)));
        }
        self.files = stock.values().map(|(track, file)| (track.id, Arc::clone(file))).collect();
        self.tracks = stock.into_values().map(|(track, _)| track).collect();
        self.director.stock(&self.tracks, now_us);
        self.seen = Some((Seen { files, known }, now_us));
    }

    /// The tracks that the store knows, by their numbers; those that are known already, if it cannot be read.
    fn listed(&mut self) -> Arc<[Listed]> {
        match self.store.listed() {
            Ok(listed) => {
                self.store_failed = false;
                listed.into()
            }
            Err(error) => {
                if !std::mem::replace(&mut self.store_failed, true) {
                    tracing::error!(%error, "the library cannot be read; it is planned by what is known of it");
                }
                Arc::clone(&self.tracks)
            }
        }
    }

    /// Tells the director which of its picks were taken out of the queue and will not be heard.
    fn take_back(&mut self) {
        if self.picked.is_empty() {
            return;
        }
        let entries = self.queue.entries();
        let Self { picked, director, .. } = self;
        picked.retain(|number, pick| {
            let is_queued = entries.iter().any(|entry| entry.number == *number);
            if !is_queued {
                director.not_played(pick.track, pick.at_us);
            }
            is_queued
        });
    }
}

/// What is queued of a track that was picked.
fn planned(track: &Listed, pick: &Pick) -> Queued {
    Queued {
        why: Some(pick.why.to_string()),
        is_jingle: pick.is_jingle,
        crossfade: pick.crossfade,
        ..Queued::of(track, Origin::Plan)
    }
}

/// What is known of a file that was not read yet. Its number is made of its path, until its sound is known.
pub fn unread(file: &File) -> Listed {
    let mut hasher = DefaultHasher::new();
    file.name().hash(&mut hasher);
    let title = file.name().file_stem().unwrap_or(file.name().as_os_str());
    Listed {
        id: TrackId(hasher.finish() as i64),
        path: file.name().to_owned(),
        title: title.to_string_lossy().into_owned(),
        artist: None,
        album: None,
        genre: None,
        year: None,
        isrc: None,
        label: None,
        duration: None,
        added_at: 0,
        analysis: None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use super::*;
    use crate::clock::ManualClock;
    use crate::model::{Contents, Order, Playlist, PlaylistKind};

    #[test]
    fn a_plan_follows_the_programme_from_the_next_track_on_but_keeps_what_people_wanted() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let library = Library::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("media"));
        library.scan();
        library.index(&store, 0, &mut |_| ()).unwrap();
        let clock = Arc::new(ManualClock::at(1_700_000_000_000_000));
        let queue = Queue::default();
        let own_clock: Arc<dyn Clock> = Arc::<ManualClock>::clone(&clock);
        let known = (library, store.clone(), "main");
        let mut planner = Planner::new(known, Director::seeded(1), own_clock, queue.clone());
        planner.fill();
        let first = queue.entries();
        assert_eq!(first.len(), KNOWN_AHEAD);
        assert!(first.iter().all(|entry| entry.why.as_deref() == Some("the library")));

        // Somebody wants one; and then all the station may play is another one.
        let wanted = Queued { origin: Origin::Person, ..first[0].clone() };
        queue.append(wanted);
        let only = store.listed().unwrap().into_iter().find(|track| track.id != first[0].track).unwrap();
        let list = Playlist {
            name: "Only".to_owned(),
            contents: Contents::Fixed(vec![only.id]),
            kind: PlaylistKind::Music,
            order: Order::Shuffle,
            weight: 1,
            hours: Vec::new(),
            crossfade: Some(Duration::from_secs(2)),
        };
        store.put_playlist("main", &list).unwrap();
        clock.advance(Duration::from_secs(3));
        planner.fill();
        let entries = queue.entries();
        assert_eq!((entries.len(), entries[0].origin), (KNOWN_AHEAD, Origin::Person));
        for entry in &entries[1..] {
            let what = (entry.track, entry.why.as_deref(), entry.crossfade);
            assert_eq!(what, (only.id, Some("playlist Only"), Some(Duration::from_secs(2))));
        }
    }
}
