//! The order of one playlist.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::model::{Order, Rule, TrackId};

/// Play order of one playlist.
#[derive(Clone)]
pub(super) struct Rotation {
    order: Order,
    members: Vec<TrackId>,
    /// Upcoming tracks for shuffle and sequence. Tracks that were passed over stay at the front.
    queue: VecDeque<TrackId>,
    /// Tracks that were played in this round of a shuffle and are missing now: they may return before the
    /// next round.
    gone: HashSet<TrackId>,
    /// For least recently played: by when they were last played, those at the same time by their lot.
    rested: BTreeSet<(u64, u64, TrackId)>,
    played_at: HashMap<TrackId, u64>,
    /// Seed of the random order.
    salt: u64,
}

/// A track that could be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) track: TrackId,
    /// The last rule that it breaks.
    pub(super) breaks: Option<Rule>,
    /// Position in the queue.
    place: usize,
}

impl Candidate {
    /// A track that no list has to be asked for.
    pub(super) fn alone(track: TrackId, breaks: Option<Rule>) -> Self {
        Self { track, breaks, place: 0 }
    }
}

impl Rotation {
    pub(super) fn new(order: Order) -> Self {
        let (members, queue, gone, rested, played_at) = Default::default();
        Self { order, members, queue, gone, rested, played_at, salt: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Takes over another list of members. Who stays keeps the place; who is new comes before those who
    /// were played.
    pub(super) fn restock(
        &mut self,
        members: Vec<TrackId>,
        played_at: impl Fn(TrackId) -> u64,
        random: &mut fastrand::Rng,
    ) {
        if members == self.members {
            return;
        }
        match self.order {
            Order::Shuffle => {
                let now: HashSet<_> = members.iter().copied().collect();
                let before: HashSet<_> = self.members.iter().copied().collect();
                let queued: HashSet<_> = self.queue.iter().copied().collect();
                self.gone.extend(before.difference(&now).filter(|track| !queued.contains(track)));
                self.queue.retain(|track| now.contains(track));
                let new = now.difference(&before).copied();
                let mut new: Vec<_> = new.filter(|track| !self.gone.remove(track)).collect();
                // A set's order is not the same each time, and what follows from a seed must be.
                new.sort_unstable();
                let mut queue: Vec<_> = self.queue.drain(..).chain(new).collect();
                random.shuffle(&mut queue);
                self.queue = queue.into();
            }
            Order::Sequence => {
                if members.is_empty() {
                    // Its place is kept until its folder is there again.
                    self.members = members;
                    return;
                }
                let next = self.queue.front();
                let at = next.and_then(|next| members.iter().position(|track| track == next));
                self.queue = members.iter().copied().skip(at.unwrap_or_default()).collect();
            }
            Order::LeastRecentlyPlayed => {
                let now: HashSet<_> = members.iter().copied().collect();
                self.rested.retain(|(_, _, track)| now.contains(track));
                self.played_at.retain(|track, _| now.contains(track));
                if self.salt == 0 {
                    self.salt = random.u64(1..);
                }
                for track in now {
                    if !self.played_at.contains_key(&track) {
                        self.rest(track, played_at(track));
                    }
                }
            }
        }
        self.members = members;
    }

    /// The first that breaks no rule; where there is none, the first that breaks the least, in a shuffle of those that
    /// were heard the longest time ago by `heard_at`.
    pub(super) fn best(
        &mut self,
        breaks: impl Fn(TrackId) -> Option<Rule>,
        heard_at: impl Fn(TrackId) -> u64,
        random: &mut fastrand::Rng,
    ) -> Option<Candidate> {
        match self.order {
            Order::Shuffle => {
                let first = first_fitting(self.queue.iter().copied(), &breaks, 0);
                if matches!(first, Some(Candidate { breaks: None, .. })) {
                    return first;
                }
                if self.queue.len() >= self.members.len() {
                    return self.rested_half(first?, &breaks, heard_at);
                }
                // What is left of this round waits where the next round has something that fits.
                let left = self.queue.len();
                self.gone.clear();
                let mut round = self.members.clone();
                random.shuffle(&mut round);
                self.queue.extend(round);
                let next = first_fitting(self.queue.iter().copied().skip(left), &breaks, left);
                let best = [first, next].into_iter().flatten().min_by_key(|candidate| candidate.breaks)?;
                self.rested_half(best, &breaks, heard_at)
            }
            Order::Sequence => {
                if self.queue.is_empty() {
                    self.queue.extend(&self.members);
                }
                if self.members.is_empty() {
                    return None;
                }
                let track = *self.queue.front()?;
                let first = Candidate { track, breaks: breaks(track), place: 0 };
                if first.breaks != Some(Rule::Repeat) {
                    return Some(first);
                }
                // Others played it a moment ago: the one after it comes first.
                if self.queue.iter().all(|next| *next == track) {
                    self.queue.extend(&self.members);
                }
                let place = self.queue.iter().position(|next| *next != track);
                let second = place.and_then(|place| Some((place, *self.queue.get(place)?)));
                second.map_or(Some(first), |(place, track)| {
                    Some(Candidate { track, breaks: breaks(track), place })
                })
            }
            Order::LeastRecentlyPlayed => {
                first_fitting(self.rested.iter().map(|(_, _, track)| *track), &breaks, 0)
            }
        }
    }

    /// Returns a candidate that breaks no more than `best`, from the half of the tracks that was heard the longest time
    /// ago: a small library must not play the same few again at once.
    fn rested_half(
        &self,
        best: Candidate,
        breaks: impl Fn(TrackId) -> Option<Rule>,
        heard_at: impl Fn(TrackId) -> u64,
    ) -> Option<Candidate> {
        if best.breaks.is_none() {
            return Some(best);
        }
        let mut times: Vec<u64> = self.members.iter().map(|track| heard_at(*track)).collect();
        let middle = times.len().saturating_sub(1) / 2;
        let (_, latest, _) = times.select_nth_unstable(middle);
        let latest = *latest;
        let is_it = |track: TrackId| heard_at(track) <= latest && breaks(track) <= best.breaks;
        let place = self.queue.iter().position(|track| is_it(*track));
        let rested = place.and_then(|place| {
            let track = *self.queue.get(place)?;
            Some(Candidate { track, breaks: breaks(track), place })
        });
        rested.or(Some(best))
    }

    /// Takes the candidate that was the best.
    pub(super) fn take(&mut self, candidate: Candidate) {
        if self.order != Order::LeastRecentlyPlayed {
            self.queue.remove(candidate.place);
        }
    }

    /// Undoes the last take of `candidate`.
    pub(super) fn put_back(&mut self, candidate: Candidate) {
        if self.order != Order::LeastRecentlyPlayed && self.members.contains(&candidate.track) {
            self.queue.insert(candidate.place.min(self.queue.len()), candidate.track);
        }
    }

    /// Notes that `track` was last played at `at_us`, by whatever list.
    pub(super) fn played(&mut self, track: TrackId, at_us: u64) {
        if let Some(before_us) = self.played_at.get(&track) {
            self.rested.remove(&(*before_us, self.lot(track), track));
            self.rest(track, at_us);
        }
    }

    fn rest(&mut self, track: TrackId, at_us: u64) {
        self.rested.insert((at_us, self.lot(track), track));
        self.played_at.insert(track, at_us);
    }

    /// A random number that is always the same for a track.
    fn lot(&self, track: TrackId) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.salt, track).hash(&mut hasher);
        hasher.finish()
    }
}

/// The first that breaks no rule, or else the first of those that break the least.
fn first_fitting(
    tracks: impl Iterator<Item = TrackId>,
    breaks: impl Fn(TrackId) -> Option<Rule>,
    from: usize,
) -> Option<Candidate> {
    let mut best: Option<Candidate> = None;
    for (place, track) in (from..).zip(tracks) {
        let candidate = Candidate { track, breaks: breaks(track), place };
        if candidate.breaks.is_none() {
            return Some(candidate);
        }
        if best.is_none_or(|best| candidate.breaks < best.breaks) {
            best = Some(candidate);
        }
    }
    best
}
