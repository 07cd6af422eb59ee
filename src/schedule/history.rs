//! Recently played and planned tracks, for the separation rules.

use std::collections::{HashMap, VecDeque};

use super::track_pool::Marks;
use crate::model::{Rule, Separation, TrackId};

/// The most that is remembered; at three minutes a track, two days.
pub(super) const MOST: usize = 1_000;

/// The rules, in the order of [`Marks`].
const RULES: [Rule; 3] = [Rule::Title, Rule::Artist, Rule::Album];

/// Play times of titles, artists and albums.
#[derive(Clone, Default)]
pub(super) struct History {
    separation_us: [u64; 3],
    entries: VecDeque<Entry>,
    /// Latest play time of each mark.
    last: [HashMap<u64, u64>; 3],
}

/// Something that was heard, or will be.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    at_us: u64,
    track: Option<TrackId>,
    /// `None` for a jingle, which keeps nothing apart.
    marks: Option<Marks>,
}

impl Entry {
    /// Returns whether it was this track, which has these marks. Of what others played, and of what was on air before
    /// the start, there is the title and no number.
    pub(super) fn is(&self, track: TrackId, marks: Option<Marks>) -> bool {
        let same_words = || {
            let (Some(heard), Some(marks)) = (self.marks, marks) else { return false };
            marks.0[0].is_some() && heard.0[..2] == marks.0[..2]
        };
        self.track.map_or_else(same_words, |heard| heard == track)
    }
}

impl History {
    /// Goes by these rules from now on.
    pub(super) fn keep_apart(&mut self, by: &Separation) {
        let us = |time: std::time::Duration| time.as_micros() as u64;
        self.separation_us = [us(by.title), us(by.artist), us(by.album)];
    }

    /// Notes that something is heard from `at_us` on.
    pub(super) fn note(&mut self, at_us: u64, track: Option<TrackId>, marks: Option<Marks>) {
        self.entries.push_back(Entry { at_us, track, marks });
        for (last, mark) in self.last.iter_mut().zip(marks.unwrap_or_default().0) {
            if let Some(mark) = mark {
                let when = last.entry(mark).or_default();
                *when = at_us.max(*when);
            }
        }
        if self.entries.len() > MOST
            && let Some(oldest) = self.entries.pop_front()
        {
            self.look_again(oldest.marks.unwrap_or_default());
        }
    }

    /// Notes that `track` is not heard at `at_us` after all.
    pub(super) fn forget(&mut self, track: TrackId, at_us: u64) {
        if let Some(place) = self.place(track, at_us)
            && let Some(entry) = self.entries.remove(place)
        {
            self.look_again(entry.marks.unwrap_or_default());
        }
    }

    /// Notes that `track` is not heard at `from_us` but at `to_us`.
    pub(super) fn move_to(&mut self, track: TrackId, from_us: u64, to_us: u64) {
        if let Some(place) = self.place(track, from_us)
            && let Some(entry) = self.entries.get_mut(place)
        {
            entry.at_us = to_us;
            let marks = entry.marks.unwrap_or_default();
            self.look_again(marks);
        }
    }

    fn place(&self, track: TrackId, at_us: u64) -> Option<usize> {
        self.entries.iter().rposition(|entry| entry.at_us == at_us && entry.track == Some(track))
    }

    /// The last piece of music that was heard, whatever jingle was after it; or the last jingle.
    pub(super) fn last(&self, is_jingle: bool) -> Option<Entry> {
        let heard = self.entries.iter().filter(|entry| entry.marks.is_none() == is_jingle);
        heard.max_by_key(|entry| entry.at_us).copied()
    }

    /// Returns the latest play time of the same title by the same artist.
    pub(super) fn heard_at(&self, marks: Marks) -> Option<u64> {
        self.last[0].get(&marks.0[0]?)?;
        let is_it = |entry: &&Entry| entry.marks.is_some_and(|heard| heard.0[..2] == marks.0[..2]);
        self.entries.iter().filter(is_it).map(|entry| entry.at_us).max()
    }

    /// The last rule that a track breaks at `at_us`, in the order in which they are relaxed; `None` if it fits.
    pub(super) fn broken(&self, marks: Marks, at_us: u64) -> Option<Rule> {
        let kinds = RULES.iter().zip(marks.0).zip(self.last.iter().zip(self.separation_us));
        let broken = kinds.filter_map(|((rule, mark), (last, apart))| {
            let heard = *last.get(&mark?)?;
            (heard.abs_diff(at_us) < apart).then_some(*rule)
        });
        broken.max()
    }

    /// Finds anew when `marks` were last heard.
    fn look_again(&mut self, marks: Marks) {
        for (kind, mark) in marks.0.iter().enumerate() {
            let Some(mark) = mark else { continue };
            let heard = self
                .entries
                .iter()
                .filter(|entry| entry.marks.is_some_and(|marks| marks.0[kind] == Some(*mark)));
            match heard.map(|entry| entry.at_us).max() {
                Some(at_us) => self.last[kind].insert(*mark, at_us),
                None => self.last[kind].remove(mark),
            };
        }
    }
}
