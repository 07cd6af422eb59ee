//! Distribution of durations.

use serde::Serialize;

/// Times below this have a place each; above, each doubling has [`PLACES`].
const EXACT: u64 = 64;
const PLACES: u64 = 32;
/// Doublings above [`EXACT`], 2^6 µs: up to some 19 h.
const DOUBLINGS: u64 = 30;

/// Counts of times in microseconds, to 3 %: millions of them in a few kilobytes.
pub(super) struct Histogram {
    counts: Vec<u64>,
    total: u64,
    max: u64,
}

/// Percentiles in milliseconds: half are below `p50`, 99 % below `p99`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Spread {
    /// Half are below.
    pub p50: f64,
    /// 19 in 20 are below.
    pub p95: f64,
    /// 99 in 100 are below.
    pub p99: f64,
    /// The longest.
    pub max: f64,
}

impl Histogram {
    pub(super) fn new() -> Self {
        Self { counts: vec![0; (EXACT + PLACES * DOUBLINGS) as usize], total: 0, max: 0 }
    }

    pub(super) fn add(&mut self, us: u64) {
        self.max = self.max.max(us);
        self.total += 1;
        let place = place_of(us).min(self.counts.len() - 1);
        self.counts[place] += 1;
    }

    /// `None` if nothing was counted.
    pub(super) fn spread(&self) -> Option<Spread> {
        let ms = |share: f64| self.at(share) as f64 / 1e3;
        let spread = || Spread { p50: ms(0.5), p95: ms(0.95), p99: ms(0.99), max: self.max as f64 / 1e3 };
        (self.total > 0).then(spread)
    }

    /// The time that this share of all do not exceed.
    fn at(&self, share: f64) -> u64 {
        let wanted = (self.total as f64 * share).ceil() as u64;
        let mut below = 0;
        let reaches = |count: &u64| {
            below += count;
            below >= wanted
        };
        self.counts.iter().position(reaches).map_or(self.max, |place| last_of(place).min(self.max))
    }
}

fn place_of(us: u64) -> usize {
    if us < EXACT {
        return us as usize;
    }
    let doubling = u64::from(us.ilog2() - EXACT.ilog2());
    let within = (us >> (doubling + 1)) - PLACES;
    (EXACT + doubling * PLACES + within) as usize
}

/// The longest time that has this place.
fn last_of(place: usize) -> u64 {
    let place = place as u64;
    if place < EXACT {
        return place;
    }
    let (doubling, within) = ((place - EXACT) / PLACES, (place - EXACT) % PLACES);
    ((PLACES + within + 1) << (doubling + 1)) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_has_a_place_that_is_near() {
        for us in (0..2_000).chain([4_095, 4_096, 1_000_000, 3_600_000_000]) {
            let last = last_of(place_of(us));
            assert!(last >= us && last - us <= us / 32, "{us} is told as {last}");
            assert_eq!(place_of(last), place_of(us));
            assert_eq!(place_of(last + 1), place_of(us) + 1);
        }
    }

    #[test]
    fn a_spread_tells_what_most_stay_below() {
        let mut histogram = Histogram::new();
        assert_eq!(histogram.spread(), None);
        for us in 1..=100 {
            histogram.add(us * 10);
        }
        histogram.add(u64::MAX);
        let spread = histogram.spread().unwrap();
        let is_near = |is: f64, should: f64| (is / should - 1.0).abs() < 0.04;
        assert!(
            is_near(spread.p50, 0.51) && is_near(spread.p95, 0.96) && is_near(spread.p99, 1.0),
            "{spread:?}"
        );
        assert_eq!(spread.max, u64::MAX as f64 / 1e3);
    }
}
