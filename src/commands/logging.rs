//! The log: on stderr, with times in UTC.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use crate::config::LogFormat;

/// Starts the log in the given format. `RUST_LOG` says how much is logged, and `usual` where it says nothing.
pub(super) fn start(format: LogFormat, usual: LevelFilter) {
    let filter = EnvFilter::builder().with_default_directive(usual.into()).from_env_lossy();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    match format {
        LogFormat::Text => log.with_ansi(io::stderr().is_terminal()).init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}
