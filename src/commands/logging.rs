//! The log: on stderr, with times in UTC, written by a thread of its own. A reader of stderr that stalls costs
//! lines of the log, never sound: the audio thread logs too.

use std::io::{self, IsTerminal};

use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;

/// What is logged of a station on air. The web server would tell of each of its threads, and, as an error, of
/// each request that is none: those are answered, and the internet is full of them.
pub(super) const OF_A_STATION: &str = "info,actix_server=warn,actix_http=off";
/// What is logged of a command that tells its result itself.
pub(super) const OF_A_COMMAND: &str = "error";

/// Lines that may wait to be written.
const MOST_LINES: usize = 8_192;

/// Starts the log in the given format. What it returns writes the last lines when it is dropped.
/// `RUST_LOG` says how much is logged, and `usual` where it says nothing.
pub(super) fn start(format: LogFormat, usual: &str) -> WorkerGuard {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
    let (stderr, guard) = NonBlockingBuilder::default().buffered_lines_limit(MOST_LINES).finish(io::stderr());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    match format {
        LogFormat::Text => log.with_ansi(io::stderr().is_terminal()).init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
    guard
}
