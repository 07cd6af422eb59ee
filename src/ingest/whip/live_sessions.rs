//! The ids of the sessions that there are.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The ids of all sessions; clones share them.
#[derive(Clone, Default)]
pub(super) struct LiveSessions(Arc<Mutex<HashSet<String>>>);

/// The place of a session among them, until it is dropped.
pub(super) struct LiveSession {
    all: LiveSessions,
    id: String,
}

impl LiveSessions {
    /// Adds a session.
    pub(super) fn enter(&self, id: &str) -> LiveSession {
        self.lock().insert(id.to_owned());
        LiveSession { all: self.clone(), id: id.to_owned() }
    }

    /// Returns whether there is a session `id`.
    pub(super) fn has(&self, id: &str) -> bool {
        self.lock().contains(id)
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for LiveSession {
    fn drop(&mut self) {
        self.all.lock().remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_known_while_it_lasts() {
        let all = LiveSessions::default();
        let (one, _other) = (all.enter("one"), all.enter("other"));
        assert!(all.has("one") && all.has("other") && !all.has("guessed"));
        drop(one);
        assert!(!all.has("one") && all.has("other"));
    }
}
