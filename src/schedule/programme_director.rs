//! The programme director of a station.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::calendar::Calendar;
use super::choosing;
use super::history::{self, History};
use super::query;
use super::rotation::{Candidate, Rotation};
use super::track_pool::{Marks, TrackPool};
use super::turns::WeightedTurns;
use crate::model::{Contents, Listed, Order, Pick, Playlist, Programme, TrackId, TrackKind};

/// Number of picks that can be taken back.
const MOST_TAKEN_BACK: usize = 64;
/// Of so many tracks that are gone it is known when they were played.
const MOST_GONE: usize = 100_000;
/// Interval of checks for tracks that are no longer new in the library.
const ADDED_EVERY_US: u64 = 60 * 60 * 1_000_000;
/// Assumed duration of a track that states none.
const USUAL_US: u64 = 180 * 1_000_000;

/// Decides what plays next. What it decides follows from its seed and from what it is told.
#[derive(Clone)]
pub struct ProgrammeDirector {
    /// The whole library,
    library: Arc<[Listed]>,
    /// Tracks of the library that are this station's.
    pub(super) stock: TrackPool,
    pub(super) programme: Arc<Programme>,
    pub(super) calendar: Calendar,
    /// The order of each playlist, as they are in the programme, and last that of the whole library.
    pub(super) rotations: Vec<Rotation>,
    pub(super) history: History,
    pub(super) played_at: HashMap<TrackId, u64>,
    pub(super) turns: WeightedTurns,
    pub(super) random: fastrand::Rng,
    taken: VecDeque<Taken>,
    /// Time of the last check for new tracks.
    looked_at_us: u64,
    /// Current time, if it was given.
    pub(super) now_us: u64,
}

/// A pick that can be taken back, and how things were before.
#[derive(Clone)]
struct Taken {
    list: Option<usize>,
    candidate: Candidate,
    at_us: u64,
    played_at: Option<u64>,
    turns: WeightedTurns,
}

impl ProgrammeDirector {
    /// The most that it remembers of what was heard.
    pub const REMEMBERS: usize = history::MOST;

    /// A director of its own mind.
    pub fn new() -> Self {
        Self::with_random(fastrand::Rng::new())
    }

    /// A director whose choices follow from `seed`.
    pub fn seeded(seed: u64) -> Self {
        Self::with_random(fastrand::Rng::with_seed(seed))
    }

    fn with_random(random: fastrand::Rng) -> Self {
        let mut director = Self {
            library: Arc::default(),
            stock: TrackPool::default(),
            programme: Arc::default(),
            calendar: Calendar::default(),
            rotations: vec![Rotation::new(Order::Shuffle)],
            history: History::default(),
            played_at: HashMap::new(),
            turns: WeightedTurns::default(),
            random,
            taken: VecDeque::new(),
            looked_at_us: 0,
            now_us: 0,
        };
        director.history.keep_apart(&director.programme.separation);
        director
    }

    /// Takes the library as it is now. That takes time by its size: to be told once of each change.
    pub fn stock(&mut self, tracks: &Arc<[Listed]>, now_us: u64) {
        if !Arc::ptr_eq(tracks, &self.library) {
            self.library = Arc::clone(tracks);
            self.take_own();
            // What is gone may come back, with its folder, but not all that ever was.
            if self.played_at.len() > MOST_GONE + tracks.len() {
                let stock = &self.stock;
                self.played_at.retain(|track, _| stock.marks(*track).is_some());
            }
            self.restock(now_us);
        }
    }

    /// Follows `programme` from the next pick on. Playlists that stay as they are go on where they were.
    pub fn follow(&mut self, programme: Arc<Programme>, now_us: u64) {
        if programme == self.programme {
            return;
        }
        let before = std::mem::replace(&mut self.programme, programme);
        if before.folder != self.programme.folder {
            self.take_own();
        }
        let mut rotations: Vec<_> = std::mem::take(&mut self.rotations).into_iter().map(Some).collect();
        let library = rotations.pop().flatten();
        let mut kept = |list: &Playlist| {
            let place = before.playlists.iter().position(|old| old.name == list.name)?;
            (before.playlists[place].order == list.order).then(|| rotations.get_mut(place)?.take()).flatten()
        };
        let lists = self.programme.playlists.iter();
        self.rotations = lists.map(|list| kept(list).unwrap_or_else(|| Rotation::new(list.order))).collect();
        self.rotations.push(library.unwrap_or_else(|| Rotation::new(Order::Shuffle)));
        self.turns.follow(&before, &self.programme);
        self.history.keep_apart(&self.programme.separation);
        self.calendar.clear();
        // They name playlists by places that are others now.
        self.taken.clear();
        self.restock(now_us);
    }

    /// Takes what of the library is in the station's folder.
    fn take_own(&mut self) {
        let own = match &self.programme.folder {
            None => Arc::clone(&self.library),
            Some(folder) => self.library.iter().filter(|track| track.is_below(folder)).cloned().collect(),
        };
        self.stock = TrackPool::new(own);
    }

    /// Notes what somebody else played, or what was played before the start: it must not come again too soon.
    pub fn heard(&mut self, at_us: u64, title: &str, artist: Option<&str>, album: Option<&str>) {
        self.history.note(at_us, None, Some(Marks::new(title, artist, album)));
    }

    /// Notes what was on air before the start: the newest of it last.
    pub fn was_on_air(&mut self, at_us: u64, title: &str, artist: Option<&str>, album: Option<&str>) {
        self.heard(at_us, title, artist, album);
        self.turns.go_on_from(at_us);
    }

    /// Notes that `track` will be heard from about `at_us` on, because somebody else wants it.
    pub fn foresee(&mut self, track: TrackId, at_us: u64) {
        if let Some(marks) = self.stock.marks(track) {
            self.history.note(at_us, Some(track), Some(marks));
        }
    }

    /// Tells what time it is: nothing is faded out for what had its time before.
    pub fn passes(&mut self, now_us: u64) {
        self.now_us = now_us;
    }

    /// Picks the track that follows at `at_us`, or earlier for a timed item; `None` if there is nothing to
    /// play. The pick counts as played.
    pub fn next(&mut self, at_us: u64) -> Option<Pick> {
        if at_us.saturating_sub(self.looked_at_us) >= ADDED_EVERY_US {
            self.restock(at_us);
        }
        let turns = self.turns.clone();
        let fade_out_at_us = self.fade_out_at(at_us);
        let at_us = fade_out_at_us.unwrap_or(at_us);
        let choice = self.choose(at_us)?;
        let (list, candidate) = (choice.list, choice.candidate);
        let played_at = self.played_at.insert(candidate.track, at_us);
        if let Some(list) = list {
            self.rotations[list].take(candidate);
        }
        for rotation in &mut self.rotations {
            rotation.played(candidate.track, at_us);
        }
        let kind = self.stock.kind(candidate.track);
        let is_among_jingles = list.is_some_and(|list| choosing::is_jingle(&self.programme, list));
        let kind = if is_among_jingles { kind.among_jingles() } else { kind };
        let is_jingle = kind.is_break();
        let marks = self.stock.marks(candidate.track).filter(|_| !is_jingle);
        self.history.note(at_us, Some(candidate.track), marks);
        self.turns.taken(list, is_jingle, at_us);
        self.taken.push_back(Taken { list, candidate, at_us, played_at, turns });
        if self.taken.len() > MOST_TAKEN_BACK {
            self.taken.pop_front();
        }
        let playlist = list.and_then(|list| self.programme.playlists.get(list));
        Some(Pick {
            track: candidate.track,
            at_us,
            fade_out_at_us,
            why: choice.why,
            relaxed: candidate.breaks,
            kind,
            over_intro: is_among_jingles && playlist.is_some_and(|list| list.over_intro),
            crossfade: playlist.and_then(|list| list.crossfade),
        })
    }

    /// Takes back what was picked for `from_us` and later: it will not be heard. Picks from before the programme
    /// changed stay, but for what they keep apart.
    pub fn take_back(&mut self, from_us: u64) {
        while let Some(taken) = self.taken.pop_back_if(|taken| taken.at_us >= from_us) {
            let Taken { list, candidate, at_us, played_at, turns } = taken;
            self.turns = turns;
            if let Some(list) = list {
                self.rotations[list].put_back(candidate);
            }
            self.not_played(candidate.track, at_us);
            if let Some(before) = played_at {
                self.played_at.insert(candidate.track, before);
            }
            for rotation in &mut self.rotations {
                rotation.played(candidate.track, played_at.unwrap_or_default());
            }
        }
    }

    /// Notes that the pick for `at_us` was not heard: it keeps nothing apart.
    pub fn not_played(&mut self, track: TrackId, at_us: u64) {
        self.history.forget(track, at_us);
        if self.played_at.get(&track) == Some(&at_us) {
            self.played_at.remove(&track);
        }
    }

    /// Notes that the pick for `from_us`, or what was foreseen then, is heard from `to_us` on.
    pub fn moved(&mut self, track: TrackId, from_us: u64, to_us: u64) {
        self.history.move_to(track, from_us, to_us);
        if let Some(played_at) = self.played_at.get_mut(&track).filter(|played_at| **played_at == from_us) {
            *played_at = to_us;
        }
        let is_it = |taken: &&mut Taken| taken.at_us == from_us && taken.candidate.track == track;
        if let Some(taken) = self.taken.iter_mut().rev().find(is_it) {
            taken.at_us = to_us;
        }
    }

    /// Forecasts up to `count` picks from `from_us` on, without consuming them.
    pub fn plan(&self, from_us: u64, count: usize) -> Vec<Pick> {
        let mut director = self.clone();
        let mut at_us = from_us;
        let next = |_| {
            let pick = director.next(at_us)?;
            at_us = pick.at_us + director.length_us(pick.track);
            Some(pick)
        };
        (0..count).map_while(next).collect()
    }

    /// Returns a track's duration, or the usual one if unknown, in microseconds.
    pub fn length_us(&self, track: TrackId) -> u64 {
        let known = self.stock.get(track).and_then(|track| track.duration);
        known.map_or(USUAL_US, |length| (length.as_micros() as u64).max(1))
    }

    /// Looks anew which tracks each playlist has.
    fn restock(&mut self, now_us: u64) {
        self.looked_at_us = now_us;
        let Self { stock, rotations, random, programme, played_at, history, .. } = self;
        // Before the start there were titles, and no numbers.
        let before = |track| history.heard_at(stock.marks(track)?);
        let played = |track| played_at.get(&track).copied().or_else(|| before(track)).unwrap_or_default();
        let lists = programme.playlists.iter().map(|list| match &list.contents {
            Contents::Fixed(tracks) => {
                tracks.iter().copied().filter(|track| stock.marks(*track).is_some()).collect()
            }
            Contents::Smart(asked) => query::fitting(list, asked, stock.tracks(), now_us / 1_000_000),
        });
        let all = std::iter::once_with(|| {
            let music = stock.tracks().iter().filter(|track| track.kind == TrackKind::Music);
            music.map(|track| track.id).collect()
        });
        for (rotation, members) in rotations.iter_mut().zip(lists.chain(all)) {
            rotation.restock(members, played, random);
        }
    }
}

impl Default for ProgrammeDirector {
    fn default() -> Self {
        Self::new()
    }
}
