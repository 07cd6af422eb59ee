//! The state of one stream in one directory. Knows no sockets and no clock: it is given the time and the replies.

use super::facts::StreamFacts;
use super::yp::{self, YpReply};

/// Time from an addition to the first touch, as Icecast has it, in microseconds.
const FIRST_TOUCH_US: u64 = 5_000_000;
/// Times until the next attempt after a failure, in microseconds: twice as long after each, from a minute to two hours.
const RETRY_US: (u64, u64) = (60_000_000, 7_200_000_000);

/// A stream in a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DirectoryListing {
    /// The directory's identifier of it, while it is listed.
    sid: Option<String>,
    /// Time of the next request, in microseconds.
    due_us: u64,
    /// Attempts that failed since the last that did not.
    failures: u32,
    problem: Option<String>,
}

impl DirectoryListing {
    /// A listing that is to be added at once.
    pub(super) fn new(now_us: u64) -> Self {
        Self { sid: None, due_us: now_us, failures: 0, problem: None }
    }

    /// Returns the form to send now; `None` before its time.
    pub(super) fn request(&self, facts: &StreamFacts, now_us: u64) -> Option<String> {
        if now_us < self.due_us {
            return None;
        }
        Some(match &self.sid {
            Some(sid) => yp::touch(sid, facts),
            None => yp::add(facts),
        })
    }

    /// Takes the reply to the last request, or the reason why there is none.
    pub(super) fn answered(&mut self, reply: Result<YpReply, String>, now_us: u64) {
        let failure = match (reply, &self.sid) {
            (Ok(YpReply { touch_every_us, .. }), Some(_)) => {
                (self.due_us, self.failures, self.problem) = (now_us + touch_every_us, 0, None);
                return;
            }
            (Ok(YpReply { sid: Some(sid), .. }), None) => {
                (self.sid, self.problem) = (Some(sid), None);
                self.due_us = now_us + FIRST_TOUCH_US;
                return;
            }
            (Ok(_), None) => "the directory gave no identifier".to_owned(),
            (Err(reason), _) => reason,
        };
        // Whatever it was, the directory may have forgotten the stream: it is added again.
        let (first, longest) = RETRY_US;
        let wait_us = first.saturating_mul(1 << self.failures.min(16)).min(longest);
        self.failures = self.failures.saturating_add(1);
        (self.sid, self.due_us, self.problem) = (None, now_us + wait_us, Some(failure));
    }

    /// Returns the form that removes it, if it is listed. It is no longer, from now on.
    pub(super) fn removal(&mut self) -> Option<String> {
        self.sid.take().map(|sid| yp::remove(&sid))
    }

    pub(super) fn due_us(&self) -> u64 {
        self.due_us
    }

    pub(super) fn is_listed(&self) -> bool {
        self.sid.is_some()
    }

    pub(super) fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: u64 = 1_000_000;

    fn reply(sid: Option<&str>, touch_s: u64) -> YpReply {
        YpReply { sid: sid.map(str::to_owned), touch_every_us: touch_s * S }
    }

    /// The action that is due at `at_s`.
    fn due(listing: &DirectoryListing, at_s: u64) -> String {
        let form = listing.request(&StreamFacts::of_tests(), at_s * S).unwrap_or_default();
        form.split('&').take(2).filter(|pair| !pair.starts_with("sn=")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_stream_is_added_then_touched_as_often_as_the_directory_says() {
        let mut listing = DirectoryListing::new(0);
        assert_eq!(due(&listing, 0), "action=add");
        listing.answered(Ok(reply(Some("7"), 600)), 0);
        assert_eq!((due(&listing, 4), due(&listing, 5)), (String::new(), "action=touch sid=7".to_owned()));
        listing.answered(Ok(reply(None, 300)), 5 * S);
        assert_eq!(
            (due(&listing, 304), due(&listing, 305)),
            (String::new(), "action=touch sid=7".to_owned())
        );
        assert!(listing.is_listed() && listing.problem().is_none());
        assert_eq!(listing.removal().as_deref(), Some("action=remove&sid=7"));
        assert_eq!(listing.removal(), None);
    }

    #[test]
    fn failures_are_tried_again_later_and_later() {
        let mut listing = DirectoryListing::new(0);
        let (mut now, mut waits) = (0, Vec::new());
        for _ in 0..9 {
            listing.answered(Err("full".to_owned()), now);
            waits.push((listing.due_us() - now) / S / 60);
            now = listing.due_us();
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 120, 120]);
        assert_eq!(listing.problem(), Some("full"));
        listing.answered(Ok(reply(Some("8"), 600)), now);
        listing.answered(Ok(reply(None, 600)), now + 5 * S);
        // After a success it begins anew, with an addition: the directory forgot the stream.
        listing.answered(Err("unknown SID".to_owned()), now + 605 * S);
        assert_eq!((listing.due_us() - now) / S, 665);
        assert_eq!(due(&listing, listing.due_us() / S), "action=add");
        assert_eq!(listing.removal(), None, "nothing is listed");
    }

    #[test]
    fn an_addition_without_an_identifier_has_failed() {
        let mut listing = DirectoryListing::new(0);
        listing.answered(Ok(reply(None, 600)), 0);
        assert!(
            !listing.is_listed() && listing.problem().is_some_and(|problem| problem.contains("identifier"))
        );
    }
}
