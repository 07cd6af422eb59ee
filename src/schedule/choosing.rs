//! Selection of the next track: show, jingles, playlists, then the library.

use std::sync::Arc;

use super::calendar::Slot;
use super::clockwheel;
use super::programme_director::ProgrammeDirector;
use super::rotation::Candidate;
use super::turns;
use crate::model::{HourPlan, Playlist, Plays, Programme, Rule, Show, TrackId, WeekTime, Why};

const DAY_US: u64 = 24 * 60 * 60 * 1_000_000;

/// A selected track.
pub(super) struct Choice {
    /// The playlist it is from; one more than there are is the library, and `None` is a show's own track.
    pub(super) list: Option<usize>,
    pub(super) candidate: Candidate,
    pub(super) why: Why,
}

impl ProgrammeDirector {
    /// Returns the time at which the pick that ends at `at_us` is faded out for a timed item.
    pub(super) fn fade_out_at(&mut self, at_us: u64) -> Option<u64> {
        let programme = Arc::clone(&self.programme);
        // Nothing that is a day old is made up for.
        let before_us = self.turns.last_us()?.max(at_us.saturating_sub(DAY_US));
        // Nor what should have begun while others were on air.
        let in_time_us = self.now_us.saturating_sub(clockwheel::GRACE_US);
        self.calendar.look_up(&programme.shows, &programme.time_zone, before_us.min(at_us), at_us);
        let mut latest = self
            .calendar
            .beginning(before_us, at_us)
            .filter(|slot| self.has_for(&programme, slot))
            .map(|slot| slot.latest_us)
            .filter(|latest_us| *latest_us >= in_time_us)
            .min();
        for (place, name) in plans(&programme) {
            let Some(plan) = programme.hour_plans.iter().find(|plan| plan.name.eq_ignore_ascii_case(name))
            else {
                continue;
            };
            for (item, due_us, latest_us) in clockwheel::times(plan, before_us, at_us, &programme.time_zone) {
                let is_on = self.calendar.on_at(due_us).is_some_and(|slot| slot.show == place);
                let list = list_of(&programme, &plan.items[item].playlist);
                if is_on
                    && latest_us >= in_time_us
                    && list.is_some_and(|list| self.can_follow(&programme, list))
                {
                    latest = Some(latest.map_or(latest_us, |earlier| earlier.min(latest_us)));
                }
            }
        }
        latest.filter(|latest| *latest < at_us)
    }

    /// Selects the track for `at_us`.
    pub(super) fn choose(&mut self, at_us: u64) -> Option<Choice> {
        let programme = Arc::clone(&self.programme);
        self.calendar.look_up(&programme.shows, &programme.time_zone, at_us, at_us);
        let slot = self.calendar.on_at(at_us);
        let of_show = slot.and_then(|slot| self.choose_for(&programme, &slot, at_us));
        of_show.or_else(|| self.choose_freely(&programme, at_us))
    }

    /// Selects a track of the show that is on.
    fn choose_for(&mut self, programme: &Programme, slot: &Slot, at_us: u64) -> Option<Choice> {
        let show = &programme.shows[slot.show];
        match &show.plays {
            Plays::Playlist(name) | Plays::Dj(Some(name)) => {
                let list = list_of(programme, name).filter(|list| !is_jingle(programme, *list))?;
                if self.rotations[list].is_empty() {
                    return None;
                }
                let jingle = self.choose_jingle(programme, at_us);
                let choice = |candidate| Choice {
                    list: Some(list),
                    candidate,
                    why: Why::Show { show: show.name.clone(), playlist: Some(name.clone()) },
                };
                jingle.or_else(|| self.best(list, at_us).map(choice))
            }
            Plays::HourPlan(name) => {
                let plan = programme.hour_plans.iter().find(|plan| plan.name.eq_ignore_ascii_case(name))?;
                self.choose_by_plan(programme, (show, plan), slot, at_us)
            }
            Plays::Track(track) => {
                let is_late = at_us > slot.latest_us + clockwheel::GRACE_US;
                if is_late || self.turns.has_begun(&show.name, slot.from_us) {
                    return None;
                }
                self.stock.marks(*track)?;
                self.turns.begin(&show.name, slot.from_us);
                Some(Choice {
                    list: None,
                    candidate: Candidate::alone(*track, self.breaks(*track, at_us)),
                    why: Why::Show { show: show.name.clone(), playlist: None },
                })
            }
            Plays::Dj(None) | Plays::Relay(_) => None,
        }
    }

    /// The item of the hour plan that has its turn.
    fn choose_by_plan(
        &mut self,
        programme: &Programme,
        (show, plan): (&Show, &HourPlan),
        slot: &Slot,
        at_us: u64,
    ) -> Option<Choice> {
        self.turns.wheel.turn_to(at_us, &programme.time_zone);
        let due = self.turns.wheel.due(plan, slot, at_us);
        let items = due.into_iter().chain(self.turns.wheel.following(plan));
        for place in items {
            let item = &plan.items[place];
            let Some(list) = list_of(programme, &item.playlist) else { continue };
            if !self.can_follow(programme, list) {
                continue;
            }
            let Some(candidate) = self.best(list, at_us) else { continue };
            self.turns.wheel.heard(plan, place);
            let why = Why::HourPlan {
                show: show.name.clone(),
                plan: plan.name.clone(),
                playlist: item.playlist.clone(),
            };
            return Some(Choice { list: Some(list), candidate, why });
        }
        None
    }

    /// A jingle, if one is due.
    fn choose_jingle(&mut self, programme: &Programme, at_us: u64) -> Option<Choice> {
        let time = week_time(programme, at_us);
        let due = self.turns.jingles_due(&programme.playlists, time, at_us);
        due.into_iter().find_map(|list| {
            let candidate = self.best(list, at_us)?;
            let why = Why::Jingle(programme.playlists[list].name.clone());
            Some(Choice { list: Some(list), candidate, why })
        })
    }

    /// Selects a track while no show is on, or the current show has none.
    fn choose_freely(&mut self, programme: &Programme, at_us: u64) -> Option<Choice> {
        let jingle = self.choose_jingle(programme, at_us);
        if jingle.is_some() {
            return jingle;
        }
        let time = week_time(programme, at_us);
        let has_any = |list: &usize| !self.rotations[*list].is_empty();
        let active: Vec<_> = turns::active(&programme.playlists, time).filter(has_any).collect();
        let order = self.turns.by_weight(&programme.playlists, &active);
        if let Some((list, candidate)) = self.best_of(&order, at_us) {
            self.turns.charge(&programme.playlists, &active, list);
            let why = Why::Playlist(programme.playlists[list].name.clone());
            return Some(Choice { list: Some(list), candidate, why });
        }
        let library = programme.playlists.len();
        let candidate = self.best(library, at_us)?;
        Some(Choice { list: Some(library), candidate, why: Why::Library })
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

    /// The best of one list. Jingles need not be apart.
    fn best(&mut self, list: usize, at_us: u64) -> Option<Candidate> {
        let Self { stock, history, rotations, random, programme, played_at, .. } = self;
        let is_among_jingles = is_jingle(programme, list);
        let just_heard = [history.last(false), history.last(true)];
        let breaks = |track| {
            let is_jingle = is_among_jingles || stock.kind(track).is_break();
            if just_heard[usize::from(is_jingle)].is_some_and(|entry| entry.is(track, stock.marks(track))) {
                return Some(Rule::Repeat);
            }
            let marks = stock.marks(track).filter(|_| !is_jingle)?;
            history.broken(marks, at_us)
        };
        // Before the start there were titles, and no numbers.
        let by_title = |track| history.heard_at(stock.marks(track)?);
        let last_time =
            |track: TrackId| played_at.get(&track).copied().or_else(|| by_title(track)).unwrap_or_default();
        rotations.get_mut(list)?.best(breaks, last_time, random)
    }

    /// Returns whether a show has a track that could only begin by fading out the current one.
    fn has_for(&self, programme: &Programme, slot: &Slot) -> bool {
        let has =
            |name: &String| list_of(programme, name).is_some_and(|list| !self.rotations[list].is_empty());
        match &programme.shows[slot.show].plays {
            Plays::Playlist(name) => has(name),
            Plays::HourPlan(name) => {
                let plan = programme.hour_plans.iter().find(|plan| plan.name.eq_ignore_ascii_case(name));
                plan.is_some_and(|plan| plan.items.iter().any(|item| has(&item.playlist)))
            }
            Plays::Track(track) => self.stock.marks(*track).is_some(),
            // They come in by themselves.
            Plays::Dj(_) | Plays::Relay(_) => false,
        }
    }

    /// Returns whether a playlist has a track that may follow the last pick: no jingle follows a jingle.
    fn can_follow(&self, programme: &Programme, list: usize) -> bool {
        let is_second_jingle = is_jingle(programme, list) && self.turns.last_was_jingle();
        !is_second_jingle && !self.rotations[list].is_empty()
    }

    fn breaks(&self, track: TrackId, at_us: u64) -> Option<Rule> {
        if self.history.last(false).is_some_and(|last| last.is(track, self.stock.marks(track))) {
            return Some(Rule::Repeat);
        }
        self.history.broken(self.stock.marks(track)?, at_us)
    }
}

/// The shows that are hour plans, by their places, with the names of the plans.
fn plans(programme: &Programme) -> impl Iterator<Item = (usize, &String)> {
    programme.shows.iter().enumerate().filter_map(|(place, show)| match &show.plays {
        Plays::HourPlan(name) => Some((place, name)),
        _ => None,
    })
}

fn list_of(programme: &Programme, name: &str) -> Option<usize> {
    programme.playlists.iter().position(|list| list.name.eq_ignore_ascii_case(name))
}

pub(super) fn is_jingle(programme: &Programme, list: usize) -> bool {
    programme.playlists.get(list).is_some_and(|list: &Playlist| list.kind.is_jingle())
}

/// The moment of the week by the station's clock.
fn week_time(programme: &Programme, at_us: u64) -> WeekTime {
    WeekTime::at(at_us, &programme.time_zone)
}
