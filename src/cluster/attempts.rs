//! Attempts at origins, several at once: whichever answers first is heard.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use super::connection::{PullConnection, PullError};
use crate::model::Address;

/// An origin is tried beside the one before it once that has not answered for so long, in microseconds.
const HEDGE_US: u64 = 250_000;
/// The first pause after a failure, and the longest, in milliseconds.
const PAUSE_MS: std::ops::RangeInclusive<u64> = 100..=2_000;
/// A server that stands by may be on air within moments: so many of its refusals have the shortest pause, and so many more
/// the next one.
const PATIENCE: u32 = 24;

/// An attempt on its way.
pub(super) type PullOpening = Pin<Box<dyn Future<Output = Result<Greeting, PullError>>>>;

/// The greeting of an origin.
pub(super) struct Greeting {
    pub(super) connection: PullConnection,
    /// Start of the attempt, by the local clock, in microseconds.
    pub(super) opened_us: u64,
    /// The origin's time, in microseconds.
    pub(super) server_us: u64,
    /// The number of changes of the server on air that it tells.
    pub(super) epoch: u64,
}

/// Attempts at origins.
#[derive(Default)]
pub(super) struct Attempts {
    all: Vec<Attempt>,
    /// Time at which the first of them began, by the local clock, in microseconds.
    began_us: Option<u64>,
}

struct Attempt {
    origin: Address,
    failures: u32,
    /// Times that it stood by for another server.
    refusals: u32,
    state: AttemptState,
}

impl Attempt {
    fn new(origin: &Address, state: AttemptState) -> Self {
        Self { origin: origin.clone(), failures: 0, refusals: 0, state }
    }
}

enum AttemptState {
    /// It is tried again then, by the local clock, in microseconds.
    Waits(u64),
    Opens(PullOpening),
}

impl Attempts {
    /// Waits for the end of one of them; for ever if there are none. Nothing is lost if it is cancelled.
    pub(super) async fn next(&mut self) -> (Address, Result<Greeting, PullError>) {
        poll_fn(|cx| {
            for attempt in &mut self.all {
                if let AttemptState::Opens(opening) = &mut attempt.state
                    && let Poll::Ready(ended) = opening.as_mut().poll(cx)
                {
                    attempt.state = AttemptState::Waits(u64::MAX);
                    return Poll::Ready((attempt.origin.clone(), ended));
                }
            }
            Poll::Pending
        })
        .await
    }

    /// Tries `origins`, the preferred one first, at `now_us`: those whose turn it is.
    pub(super) fn go_on(&mut self, origins: &[Address], now_us: u64, open: impl Fn(&Address) -> PullOpening) {
        self.all.retain(|attempt| origins.contains(&attempt.origin));
        let tried_us = now_us.saturating_sub(*self.began_us.get_or_insert(now_us));
        let mut have_failed = true;
        for (place, origin) in (0..).zip(origins) {
            let attempt = self.all.iter_mut().find(|attempt| attempt.origin == *origin);
            let is_due = have_failed || tried_us >= place * HEDGE_US;
            have_failed &= attempt.as_ref().is_some_and(|attempt| attempt.failures + attempt.refusals > 0);
            match attempt {
                Some(Attempt { state, .. }) => {
                    if matches!(state, AttemptState::Waits(until_us) if *until_us <= now_us) {
                        *state = AttemptState::Opens(open(origin));
                    }
                }
                None if is_due => {
                    self.all.push(Attempt::new(origin, AttemptState::Opens(open(origin))));
                }
                None => {}
            }
        }
    }

    /// Takes note at `now_us` that an origin failed: it is tried again after a pause.
    pub(super) fn note_failed(&mut self, origin: &Address, error: &PullError, now_us: u64) {
        self.note_silent(origin, error, 0, now_us);
    }

    /// Takes note at `now_us` that an origin which had greeted failed; there were `greetings` since the last sound.
    pub(super) fn note_silent(&mut self, origin: &Address, error: &PullError, greetings: u32, now_us: u64) {
        let place = self.all.iter().position(|attempt| attempt.origin == *origin).unwrap_or_else(|| {
            self.all.push(Attempt::new(origin, AttemptState::Waits(now_us)));
            self.all.len() - 1
        });
        let attempt = &mut self.all[place];
        let pause = if matches!(error, PullError::StandsBy) {
            attempt.refusals = attempt.refusals.saturating_add(1);
            pause_after((attempt.refusals - 1) / PATIENCE)
        } else {
            attempt.failures = attempt.failures.saturating_add(1).max(greetings);
            pause_after(attempt.failures - 1)
        };
        attempt.state = AttemptState::Waits(now_us + pause.as_micros() as u64);
    }

    /// Tries an origin as if it had not failed before: it has just got the lease.
    pub(super) fn hurry(&mut self, origin: &Address, now_us: u64) {
        if let Some(attempt) = self.all.iter_mut().find(|attempt| attempt.origin == *origin) {
            (attempt.failures, attempt.refusals) = (0, 0);
            if matches!(attempt.state, AttemptState::Waits(until_us) if until_us < u64::MAX) {
                attempt.state = AttemptState::Waits(now_us);
            }
        }
    }

    /// Gives all of them up.
    pub(super) fn end(&mut self) {
        *self = Self::default();
    }
}

/// Returns the pause after so many failures: twice as long each time, and somewhere between half of that and all.
fn pause_after(failures: u32) -> Duration {
    let most = PAUSE_MS.start().saturating_mul(1 << failures.min(10)).min(*PAUSE_MS.end());
    Duration::from_millis(fastrand::u64(most / 2..=most))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    fn at(host: &str) -> Address {
        format!("http://{host}").parse().unwrap()
    }

    /// The hosts that are tried at `now_us`.
    fn tried(attempts: &mut Attempts, hosts: &[&str], now_us: u64) -> Vec<String> {
        let origins: Vec<Address> = hosts.iter().map(|host| at(host)).collect();
        let tried = RefCell::new(Vec::new());
        attempts.go_on(&origins, now_us, |origin| {
            tried.borrow_mut().push(origin.host().to_owned());
            Box::pin(std::future::pending())
        });
        tried.into_inner()
    }

    #[test]
    fn the_next_origin_is_tried_when_the_one_before_has_failed_or_takes_long() {
        let mut attempts = Attempts::default();
        assert_eq!(tried(&mut attempts, &["a", "b", "c"], 0), ["a"]);
        assert_eq!(tried(&mut attempts, &["a", "b", "c"], HEDGE_US - 1), [""; 0]);
        assert_eq!(tried(&mut attempts, &["a", "b", "c"], HEDGE_US), ["b"]);
        attempts.note_failed(&at("a"), &PullError::Silent, HEDGE_US);
        attempts.note_failed(&at("b"), &PullError::StandsBy, HEDGE_US);
        assert_eq!(tried(&mut attempts, &["a", "b", "c"], HEDGE_US + 1), ["c"]);
        let all = tried(&mut attempts, &["a", "b", "c"], HEDGE_US + 100_001);
        assert_eq!(all, ["a", "b"], "after a pause they are tried again");
        attempts.end();
        assert_eq!(tried(&mut attempts, &["b"], HEDGE_US + 200_000), ["b"]);
        (0..9).for_each(|_| attempts.note_failed(&at("b"), &PullError::Silent, 1_000_000));
        assert_eq!(tried(&mut attempts, &["b"], 1_500_000), [""; 0]);
        attempts.hurry(&at("b"), 1_500_000);
        assert_eq!(tried(&mut attempts, &["b"], 1_500_000), ["b"]);
        attempts.end();
        attempts.note_silent(&at("b"), &PullError::Silent, 9, 2_000_000);
        assert_eq!(tried(&mut attempts, &["b"], 2_500_000), [""; 0], "it greets and sends no sound");
    }

    #[test]
    fn a_server_that_stands_by_is_asked_often_for_seconds_and_then_more_seldom() {
        let mut attempts = Attempts::default();
        let (mut now_us, mut times) = (0, Vec::new());
        while now_us < 60_000_000 {
            if !tried(&mut attempts, &["b"], now_us).is_empty() {
                times.push(now_us);
                attempts.note_failed(&at("b"), &PullError::StandsBy, now_us);
            }
            now_us += 20_000;
        }
        let within = |from_s: u64, to_s: u64| {
            times.iter().filter(|at| (from_s * 1_000_000..to_s * 1_000_000).contains(*at)).count()
        };
        assert!((8..=20).contains(&within(0, 1)), "{times:?}");
        assert!(within(50, 60) <= 20, "{times:?}");
    }
}
