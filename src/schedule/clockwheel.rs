//! Position of an hour plan within its hour.

use jiff::tz::TimeZone;

use super::calendar::{self, Slot};
use crate::model::HourPlan;

const MINUTE_US: u64 = 60 * 1_000_000;
/// Tolerance of latest start times: start times are forecasts, and tracks end when they do.
pub const GRACE_US: u64 = MINUTE_US;

/// The items of the current hour that were played.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Clockwheel {
    /// Start of the hour.
    hour_us: u64,
    /// The next item without a time.
    next: usize,
    /// The items with a time that were heard.
    heard: Vec<usize>,
}

impl Clockwheel {
    /// Begins anew if `at_us` is in another hour than before.
    pub(super) fn turn_to(&mut self, at_us: u64, zone: &TimeZone) {
        let hour_us = hour_of(at_us, zone);
        if self.hour_us != hour_us {
            *self = Self { hour_us, ..Self::default() };
        }
    }

    /// Items with a time that are due at `at_us` while `slot` is on, earliest first.
    pub(super) fn due(&self, plan: &HourPlan, slot: &Slot, at_us: u64) -> Vec<usize> {
        let due = |(place, item): (usize, &crate::model::Item)| {
            let (minute, start) = item.at?;
            let due_us = self.hour_us + u64::from(minute) * MINUTE_US;
            let latest_us = due_us + (start.at_most_late().as_micros() as u64).max(GRACE_US);
            let is_due = slot.from_us <= due_us && due_us <= at_us && at_us <= latest_us;
            (is_due && !self.heard.contains(&place)).then_some((due_us, place))
        };
        let mut due: Vec<_> = plan.items.iter().enumerate().filter_map(due).collect();
        due.sort_unstable();
        due.into_iter().map(|(_, place)| place).collect()
    }

    /// The items without a time, the next one first.
    pub(super) fn following(&self, plan: &HourPlan) -> Vec<usize> {
        let count = plan.items.len();
        let all = (0..count).map(|n| (self.next + n) % count);
        all.filter(|place| plan.items[*place].at.is_none()).collect()
    }

    /// Notes that an item is heard.
    pub(super) fn heard(&mut self, plan: &HourPlan, place: usize) {
        match plan.items.get(place) {
            Some(item) if item.at.is_some() => self.heard.push(place),
            _ => self.next = place + 1,
        }
    }
}

/// Returns due and latest start times of the timed items after `after_us` and before `until_us`.
pub(super) fn times(
    plan: &HourPlan,
    after_us: u64,
    until_us: u64,
    zone: &TimeZone,
) -> Vec<(usize, u64, u64)> {
    let mut times = Vec::new();
    let mut hour_us = hour_of(after_us, zone);
    while hour_us < until_us {
        for (place, item) in plan.items.iter().enumerate() {
            let Some((minute, start)) = item.at else { continue };
            let due_us = hour_us + u64::from(minute) * MINUTE_US;
            if after_us < due_us && due_us < until_us {
                times.push((place, due_us, due_us + start.at_most_late().as_micros() as u64));
            }
        }
        hour_us += 60 * MINUTE_US;
    }
    times
}

/// Returns the start of the hour of `at_us` in the station's time zone.
fn hour_of(at_us: u64, zone: &TimeZone) -> u64 {
    let time = calendar::moment(at_us).to_zoned(zone.clone()).time();
    let into_us = (time.minute() as u64 * 60 + time.second() as u64) * 1_000_000
        + time.subsec_nanosecond() as u64 / 1_000;
    at_us.saturating_sub(into_us)
}
