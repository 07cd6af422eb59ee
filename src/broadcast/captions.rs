//! The newest captions of a broadcast, and the state of what makes them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use prometheus_client::metrics::counter::Counter;
use prometheus_client::registry::Registry;

use crate::model::{Caption, RecogniserState};

/// Captions that are kept: more than are spoken in a quarter of an hour.
const MOST_RECENT: usize = 512;

/// The captions of a broadcast; clones share them.
#[derive(Clone, Default)]
pub struct CaptionLog {
    shared: Arc<Mutex<CaptionState>>,
    /// Captions that became final.
    spoken: Counter,
    /// Milliseconds of speech that the recogniser was too slow for.
    dropped_ms: Counter,
    /// Starts of the recogniser after it had ended or was ended.
    restarts: Counter,
    /// Lines of the transcript that could not be stored.
    lost: Counter,
}

#[derive(Default)]
struct CaptionState {
    /// Oldest first, each number once.
    recent: VecDeque<Caption>,
    state: RecogniserState,
    problem: Option<String>,
}

/// State of a station's recogniser, with its figures since the station signed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecogniserStatus {
    /// State.
    pub state: RecogniserState,
    /// The last problem; kept until the next caption.
    pub problem: Option<String>,
    /// Number of captions that became final.
    pub captions: u64,
    /// Number of starts after the first.
    pub restarts: u64,
    /// Speech that it was too slow for, in milliseconds.
    pub dropped_ms: u64,
}

impl CaptionLog {
    /// Keeps a caption, in place of the one with the same number.
    pub(super) fn put(&self, caption: &Caption) {
        let mut shared = self.lock();
        if let Some(known) = shared.recent.iter_mut().rev().find(|known| known.id == caption.id) {
            known.clone_from(caption);
        } else {
            if shared.recent.len() == MOST_RECENT {
                shared.recent.pop_front();
            }
            shared.recent.push_back(caption.clone());
        }
        if caption.is_final && !caption.text.is_empty() {
            self.spoken.inc();
            shared.problem = None;
        }
    }

    /// Returns the captions that are heard within a time, in microseconds of the server's clock, oldest first.
    pub fn between(&self, from_us: u64, to_us: u64) -> Vec<Caption> {
        let is_heard = |one: &&Caption| one.end_us > from_us && one.start_us < to_us && !one.text.is_empty();
        self.lock().recent.iter().filter(is_heard).cloned().collect()
    }

    /// Sets the recogniser's state.
    pub fn set_state(&self, state: RecogniserState) {
        self.lock().state = state;
    }

    /// Sets the state to failing, because of `problem`.
    pub fn fails(&self, problem: &str) {
        let mut shared = self.lock();
        shared.state = RecogniserState::Failing;
        shared.problem = Some(problem.to_owned());
    }

    /// Counts a start of the recogniser after the first one.
    pub fn restarted(&self) {
        self.restarts.inc();
    }

    /// Counts speech that the recogniser was too slow for, in milliseconds.
    pub fn dropped(&self, ms: u64) {
        self.dropped_ms.inc_by(ms);
    }

    /// Counts a line of the transcript that could not be stored.
    pub fn lost_line(&self) {
        self.lost.inc();
    }

    /// Returns the recogniser's state and figures.
    pub fn status(&self) -> RecogniserStatus {
        let shared = self.lock();
        RecogniserStatus {
            state: shared.state,
            problem: shared.problem.clone(),
            captions: self.spoken.get(),
            restarts: self.restarts.get(),
            dropped_ms: self.dropped_ms.get(),
        }
    }

    /// Registers the figures.
    pub fn register(&self, registry: &mut Registry) {
        let registry = registry.sub_registry_with_prefix("captions");
        registry.register("spoken", "Captions that became final", self.spoken.clone());
        let dropped = "Milliseconds of speech that the recogniser was too slow for";
        registry.register("dropped_milliseconds", dropped, self.dropped_ms.clone());
        let restarts = "Starts of the recogniser after it had ended or was ended";
        registry.register("recogniser_restarts", restarts, self.restarts.clone());
        let lost = "Lines of the transcript that could not be stored";
        registry.register("transcript_lost", lost, self.lost.clone());
    }

    fn lock(&self) -> MutexGuard<'_, CaptionState> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caption(id: u64, text: &str, is_final: bool) -> Caption {
        Caption { id, start_us: id * 1_000, end_us: id * 1_000 + 900, text: text.to_owned(), is_final }
    }

    #[test]
    fn a_caption_replaces_the_one_with_its_number_and_the_newest_are_kept() {
        let log = CaptionLog::default();
        for (id, text, is_final) in [(1, "good", false), (1, "good evening", true), (2, "and", false)] {
            log.put(&caption(id, text, is_final));
        }
        let texts = |log: &CaptionLog, from_us, to_us| -> Vec<String> {
            log.between(from_us, to_us).into_iter().map(|caption| caption.text).collect()
        };
        assert_eq!(texts(&log, 0, 9_000), ["good evening", "and"]);
        assert_eq!(texts(&log, 1_900, 2_000), Vec::<String>::new());
        assert_eq!(texts(&log, 1_899, 2_001), ["good evening", "and"]);
        log.put(&caption(2, "", true));
        assert_eq!(texts(&log, 0, 9_000), ["good evening"], "one was withdrawn");
        assert_eq!(log.status().captions, 1);
        for id in 3..3 + MOST_RECENT as u64 {
            log.put(&caption(id, "more", true));
        }
        assert_eq!(log.between(0, u64::MAX).len(), MOST_RECENT);
    }

    #[test]
    fn a_problem_is_told_until_the_next_caption() {
        let log = CaptionLog::default();
        log.fails("it ended");
        log.set_state(RecogniserState::Waiting);
        assert_eq!(log.status().problem.as_deref(), Some("it ended"));
        log.put(&caption(1, "again", true));
        assert_eq!((log.status().problem, log.status().state), (None, RecogniserState::Waiting));
    }
}
