//! The archive's recorders, which wait for a process that hands over: it still ends its files.

use std::io;
use std::sync::mpsc::Receiver;
use std::thread::{self, JoinHandle};

use super::take_over::Predecessor;
use crate::recording::Recorders;

/// Recorders that run, or will.
pub(super) enum LateRecorders {
    Running(Recorders),
    Late(JoinHandle<Option<Recorders>>),
}

impl LateRecorders {
    /// Has `start` start them, once the server that comes by `predecessor` has ended.
    pub(super) fn start(
        predecessor: Option<Receiver<Predecessor>>,
        start: impl FnOnce() -> io::Result<Recorders> + Send + 'static,
    ) -> io::Result<Self> {
        let Some(predecessor) = predecessor else { return start().map(Self::Running) };
        let late = move || {
            // It does not come if it goes on itself.
            predecessor.recv().ok()?.wait();
            let started = start();
            started.inspect_err(|error| tracing::error!(%error, "cannot start the archive")).ok()
        };
        thread::Builder::new().name("archive-start".to_owned()).spawn(late).map(Self::Late)
    }

    /// Ends their files.
    pub(super) fn finish(self) {
        match self {
            Self::Running(recorders) => recorders.finish(),
            // Those that have not started yet have no files.
            Self::Late(late) if late.is_finished() => {
                if let Ok(Some(recorders)) = late.join() {
                    recorders.finish();
                }
            }
            Self::Late(_) => {}
        }
    }
}
