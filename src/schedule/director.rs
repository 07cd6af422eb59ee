//! The programme director of a station.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;

use super::history::History;
use super::query;
use super::rotation::{Candidate, Rotation};
use super::stock::{Marks, Stock};
use super::turns::{self, Turns};
use crate::model::{Contents, Listed, Order, Pick, Playlist, Programme, Rule, TrackId, WeekTime, Why};

/// How many picks can be taken back.
const MOST_TAKEN_BACK: usize = 64;
/// How often it is looked what is no longer new in the library.
const ADDED_EVERY_US: u64 = 60 * 60 * 1_000_000;
/// How long a track is taken to play when nobody knows.
const USUAL_US: u64 = 180 * 1_000_000;

/// Decides what plays next. What it decides follows from its seed and from what it is told.
#[derive(Clone)]
pub struct Director {
    stock: Stock,
    programme: Arc<Programme>,
    /// The order of each playlist, as they are in the programme, and last that of the whole library.
    rotations: Vec<Rotation>,
    history: History,
    played_at: HashMap<TrackId, u64>,
    turns: Turns,
    random: fastrand::Rng,
    taken: VecDeque<Taken>,
    /// When it was last looked what is new in the library.
    looked_at_us: u64,
}

/// A pick that can be taken back, and how things were before.
#[derive(Clone)]
struct Taken {
    list: usize,
    candidate: Candidate,
    at_us: u64,
    played_at: Option<u64>,
    turns: Turns,
}

impl Director {
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
            stock: Stock::default(),
            programme: Arc::default(),
            rotations: vec![Rotation::new(Order::Shuffle)],
            history: History::default(),
            played_at: HashMap::new(),
            turns: Turns::default(),
            random,
            taken: VecDeque::new(),
            looked_at_us: 0,
        };
        director.history.keep_apart(&director.programme.separation);
        director
    }

    /// Takes the library as it is now. That takes time by its size: to be told once of each change.
    pub fn stock(&mut self, tracks: &Arc<[Listed]>, now_us: u64) {
        if !Arc::ptr_eq(tracks, self.stock.tracks()) {
            self.stock = Stock::new(Arc::clone(tracks));
            let stock = &self.stock;
            self.played_at.retain(|track, _| stock.marks(*track).is_some());
            self.restock(now_us);
        }
    }

    /// Follows `programme` from the next pick on. Playlists that stay as they are go on where they were.
    pub fn follow(&mut self, programme: Arc<Programme>, now_us: u64) {
        if programme == self.programme {
            return;
        }
        let before = std::mem::replace(&mut self.programme, programme);
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
        // They name playlists by places that are others now.
        self.taken.clear();
        self.restock(now_us);
    }

    /// Notes what somebody else played, or what was played before the start: it must not come again too soon.
    pub fn heard(&mut self, at_us: u64, title: &str, artist: Option<&str>, album: Option<&str>) {
        self.history.note(at_us, None, Marks::new(title, artist, album));
    }

    /// What is to play from `at_us` on; `None` if there is nothing at all. It counts as played.
    pub fn next(&mut self, at_us: u64) -> Option<Pick> {
        if at_us.saturating_sub(self.looked_at_us) >= ADDED_EVERY_US {
            self.restock(at_us);
        }
        let turns = self.turns.clone();
        let (list, candidate, why) = self.choose(at_us)?;
        let played_at = self.played_at.insert(candidate.track, at_us);
        self.rotations[list].take(candidate);
        for rotation in &mut self.rotations {
            rotation.played(candidate.track, at_us);
        }
        let playlist = self.programme.playlists.get(list);
        let is_jingle = playlist.is_some_and(|list| list.kind.is_jingle());
        let marks = if is_jingle { Marks::default() } else { self.stock.marks(candidate.track)? };
        self.history.note(at_us, Some(candidate.track), marks);
        self.turns.taken(list, is_jingle, at_us);
        self.taken.push_back(Taken { list, candidate, at_us, played_at, turns });
        if self.taken.len() > MOST_TAKEN_BACK {
            self.taken.pop_front();
        }
        Some(Pick {
            track: candidate.track,
            why,
            relaxed: candidate.breaks,
            is_jingle,
            crossfade: playlist.and_then(|list| list.crossfade),
        })
    }

    /// Takes the last `count` picks back, the newest first: they will not be heard. Picks from before the
    /// programme changed stay, but for what they keep apart.
    pub fn take_back(&mut self, count: usize) {
        for _ in 0..count {
            let Some(taken) = self.taken.pop_back() else { return };
            let Taken { list, candidate, at_us, played_at, turns } = taken;
            self.turns = turns;
            self.rotations[list].put_back(candidate);
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

    /// What would play from `from_us` on, if nothing came between: the next `count`, and when.
    pub fn plan(&self, from_us: u64, count: usize) -> Vec<(u64, Pick)> {
        let mut director = self.clone();
        let mut at_us = from_us;
        let next = |_| {
            let pick = director.next(at_us)?;
            let begins_us = at_us;
            at_us += director.length_us(pick.track);
            Some((begins_us, pick))
        };
        (0..count).map_while(next).collect()
    }

    /// How long a track plays, or what is usual where nobody knows, in microseconds.
    pub fn length_us(&self, track: TrackId) -> u64 {
        let known = self.stock.get(track).and_then(|track| track.duration);
        known.map_or(USUAL_US, |length| (length.as_micros() as u64).max(1))
    }

    /// Which list has its turn, and what of it.
    fn choose(&mut self, at_us: u64) -> Option<(usize, Candidate, Why)> {
        let programme = Arc::clone(&self.programme);
        let time = week_time(&programme, at_us);
        for list in self.turns.jingles_due(&programme.playlists, time, at_us) {
            if let Some(candidate) = self.best(list, at_us) {
                return Some((list, candidate, Why::Jingle(programme.playlists[list].name.clone())));
            }
        }
        let has_any = |list: &usize| !self.rotations[*list].is_empty();
        let active: Vec<_> = turns::active(&programme.playlists, time).filter(has_any).collect();
        let order = self.turns.by_weight(&programme.playlists, &active);
        if let Some((list, candidate)) = self.best_of(&order, at_us) {
            self.turns.charge(&programme.playlists, &active, list);
            return Some((list, candidate, Why::Playlist(programme.playlists[list].name.clone())));
        }
        let library = programme.playlists.len();
        Some((library, self.best(library, at_us)?, Why::Library))
    }

    /// The first list that has something which breaks no rule; where there is none, what breaks the least.
    fn best_of(&mut self, lists: &[usize], at_us: u64) -> Option<(usize, Candidate)> {
        let mut best: Option<(usize, Candidate)> = None;
        for list in lists {
            let Some(candidate) = self.best(*list, at_us) else { continue };
            if best.is_none_or(|(_, best)| candidate.breaks < best.breaks) {
                best = Some((*list, candidate));
            }
            if candidate.breaks.is_none() {
                break;
            }
        }
        best
    }

    fn best(&mut self, list: usize, at_us: u64) -> Option<Candidate> {
        let Self { stock, history, rotations, random, programme, .. } = self;
        let is_jingle = programme.playlists.get(list).is_some_and(|list| list.kind.is_jingle());
        let just_heard = history.last_track();
        let breaks = |track| {
            if just_heard == Some(track) {
                return Some(Rule::Repeat);
            }
            let marks = stock.marks(track).filter(|_| !is_jingle)?;
            history.broken(marks, at_us)
        };
        rotations.get_mut(list)?.best(breaks, random)
    }

    /// Looks anew which tracks each playlist has.
    fn restock(&mut self, now_us: u64) {
        self.looked_at_us = now_us;
        let Self { stock, rotations, random, programme, played_at, .. } = self;
        let played = |track| played_at.get(&track).copied().unwrap_or_default();
        let lists = programme.playlists.iter().map(|list| match &list.contents {
            Contents::Fixed(tracks) => {
                tracks.iter().copied().filter(|track| stock.marks(*track).is_some()).collect()
            }
            Contents::Smart(asked) => query::fitting(asked, stock.tracks(), now_us / 1_000_000),
        });
        let all = std::iter::once_with(|| stock.tracks().iter().map(|track| track.id).collect());
        for (rotation, members) in rotations.iter_mut().zip(lists.chain(all)) {
            rotation.restock(members, played, random);
        }
    }
}

impl Default for Director {
    fn default() -> Self {
        Self::new()
    }
}

/// The moment of the week by the station's clock.
fn week_time(programme: &Programme, at_us: u64) -> WeekTime {
    let time = Timestamp::from_microsecond(at_us as i64).unwrap_or_default();
    let time = time.to_zoned(programme.time_zone.clone());
    let minute = i16::from(time.hour()) * 60 + i16::from(time.minute());
    WeekTime { day: time.weekday().to_sunday_zero_offset() as u8, minute: minute as u16 }
}
