//! Turn-taking: playlists by weight, jingles by the time since the last, items of the hour.

use super::clockwheel::Clockwheel;
use crate::model::{Playlist, PlaylistKind, Programme, WeekTime};

const MINUTE_US: u64 = 60 * 1_000_000;

/// Turns owed to each playlist.
#[derive(Clone, Default)]
pub(super) struct WeightedTurns {
    /// One for each playlist, in the programme's order.
    owed: Vec<Owed>,
    last_was_jingle: bool,
    /// Time of the first pick.
    began_us: Option<u64>,
    /// Time of the last pick.
    last_us: Option<u64>,
    /// Position of the hour plan.
    pub(super) wheel: Clockwheel,
    /// The last show that plays a track once, and when it was on.
    begun: Option<(String, u64)>,
}

#[derive(Clone, Copy, Default)]
struct Owed {
    /// Grows by its weight with each turn, and shrinks by all weights when it has one itself.
    credit: i64,
    /// Tracks since its last jingle.
    tracks: u32,
    /// Time of its last jingle.
    last_us: Option<u64>,
}

impl WeightedTurns {
    /// Goes on with other playlists. Those with the same name keep what they are owed.
    pub(super) fn follow(&mut self, before: &Programme, now: &Programme) {
        let owed = |list: &Playlist| {
            let place = before.playlists.iter().position(|old| old.name == list.name)?;
            self.owed.get(place).copied()
        };
        self.owed = now.playlists.iter().map(|list| owed(list).unwrap_or_default()).collect();
    }

    /// These playlists, the one that is owed the most first.
    pub(super) fn by_weight(&self, playlists: &[Playlist], active: &[usize]) -> Vec<usize> {
        let mut order = active.to_vec();
        order.sort_by_key(|list| -(self.owed[*list].credit + i64::from(playlists[*list].weight)));
        order
    }

    /// Gives `chosen` its turn among the active playlists. So a weight of 3 beside one of 1 is `A A B A`.
    pub(super) fn charge(&mut self, playlists: &[Playlist], active: &[usize], chosen: usize) {
        for (list, owed) in self.owed.iter_mut().enumerate() {
            // Nobody saves up while closed.
            let is_active = active.contains(&list);
            owed.credit = if is_active { owed.credit + i64::from(playlists[list].weight) } else { 0 };
        }
        let all: i64 = active.iter().map(|list| i64::from(playlists[*list].weight)).sum();
        self.owed[chosen].credit -= all;
    }

    /// The playlists of jingles that are due, the one that had to wait the longest first.
    pub(super) fn jingles_due(&self, playlists: &[Playlist], time: WeekTime, at_us: u64) -> Vec<usize> {
        if self.last_was_jingle {
            return Vec::new();
        }
        let began_us = self.began_us.unwrap_or(at_us);
        let is_due = |(list, owed): &(&Playlist, &Owed)| {
            let PlaylistKind::Jingle(every) = list.kind else { return false };
            let waited_us = at_us.saturating_sub(owed.last_us.unwrap_or(began_us));
            let by_tracks = every.tracks.is_some_and(|tracks| owed.tracks >= tracks);
            let by_time = every.minutes.is_some_and(|minutes| waited_us >= u64::from(minutes) * MINUTE_US);
            is_open(list, time) && (by_tracks || by_time)
        };
        let all = playlists.iter().zip(&self.owed).enumerate();
        let mut due: Vec<_> = all.filter(|(_, both)| is_due(both)).map(|(place, _)| place).collect();
        due.sort_by_key(|place| self.owed[*place].last_us);
        due
    }

    /// Notes that a track of `list` was taken.
    pub(super) fn taken(&mut self, list: Option<usize>, is_jingle: bool, at_us: u64) {
        self.last_us = Some(at_us);
        self.began_us.get_or_insert(at_us);
        self.last_was_jingle = is_jingle;
        if is_jingle {
            if let Some(owed) = list.and_then(|list| self.owed.get_mut(list)) {
                (owed.tracks, owed.last_us) = (0, Some(at_us));
            }
        } else {
            self.owed.iter_mut().for_each(|owed| owed.tracks = owed.tracks.saturating_add(1));
        }
    }

    /// Goes on from what was heard at `at_us`, before the first pick.
    pub(super) fn go_on_from(&mut self, at_us: u64) {
        (self.began_us, self.last_us) = (Some(at_us), Some(at_us));
    }

    /// Returns the time of the last pick.
    pub(super) fn last_us(&self) -> Option<u64> {
        self.last_us
    }

    /// Returns whether the last pick was a jingle.
    pub(super) fn last_was_jingle(&self) -> bool {
        self.last_was_jingle
    }

    /// Notes that the show that is on from `from_us` has played its track.
    pub(super) fn begin(&mut self, show: &str, from_us: u64) {
        self.begun = Some((show.to_owned(), from_us));
    }

    /// Returns whether the show that is on from `from_us` has played its track.
    pub(super) fn has_begun(&self, show: &str, from_us: u64) -> bool {
        self.begun.as_ref().is_some_and(|(name, at_us)| name == show && *at_us == from_us)
    }
}

/// The playlists of music that may be chosen at `time`.
pub(super) fn active(playlists: &[Playlist], time: WeekTime) -> impl Iterator<Item = usize> {
    let may = move |list: &Playlist| !list.kind.is_jingle() && list.weight > 0 && is_open(list, time);
    playlists.iter().enumerate().filter(move |(_, list)| may(list)).map(|(place, _)| place)
}

fn is_open(list: &Playlist, time: WeekTime) -> bool {
    list.hours.is_empty() || list.hours.iter().any(|hours| hours.contain(time))
}
