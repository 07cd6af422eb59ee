//! The log: on stderr, with times in UTC, written by a thread of its own. A reader of stderr that stalls costs
//! lines of the log, never sound: the audio thread logs too.

use std::io::{self, IsTerminal};

use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::LogFormat;
use crate::sys::LogBuffer;

/// Log filter of a station on air. The web server would log each of its threads and, as an error, each request that
/// is not one: those are answered, and the internet is full of them. The client of NATS would log each attempt to connect;
/// that NATS is away is said once.
pub(super) const OF_A_STATION: &str = "info,actix_server=warn,actix_http=off,async_nats=off";
/// Filter of the log of commands that print their result.
pub(super) const OF_A_COMMAND: &str = "error";

/// Lines that may wait to be written.
const MOST_LINES: usize = 8_192;

/// Starts the log in the given format, of which `recent` keeps the last lines, if it is given. What it returns writes the
/// last lines when it is dropped. `RUST_LOG` says how much is logged, and `usual` where it says nothing.
pub(super) fn start(format: LogFormat, usual: &str, recent: Option<LogBuffer>) -> WorkerGuard {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
    let (stderr, guard) = NonBlockingBuilder::default().buffered_lines_limit(MOST_LINES).finish(io::stderr());
    let lines = tracing_subscriber::fmt::layer().with_writer(stderr);
    let lines = match format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    // However much is logged, so much is kept.
    let recent = recent.map(|recent| recent.with_filter(EnvFilter::new(OF_A_STATION)));
    tracing_subscriber::registry().with(lines.with_filter(filter)).with(recent).init();
    guard
}
