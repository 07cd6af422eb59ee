//! A crowd of listeners, to learn what a server carries.
//!
//! In: the address of a stream, and how many are to listen to it. Out: a [`Report`] of what they heard: that
//! every byte was right, how soon, how evenly, and what it cost. Never: a thread, a task or a buffer for one
//! listener; what came is looked at in the one place it was read into.
//!
//! Everybody's connections are on one thread, and hearing a message must cost less than sending it: else the
//! figures would be the crowd's and not the server's.

mod answer;
mod connection;
mod crowd;
mod histogram;
mod listener;
mod ogg;
mod pace;
mod report;
mod tally;
mod target;
mod websocket;

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use crate::clock::Clock;

pub use histogram::Spread;
pub use report::{OfProcess, Own, Report};
pub use target::Target;

/// Longest tolerated silence beyond the duration of the last message, in microseconds.
const SILENCE_US: u64 = 2_000_000;

/// Parameters of a load test.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Stream to listen to.
    pub target: Target,
    /// Number of listeners.
    pub listeners: usize,
    /// Joins per second; 0 for all at once.
    pub rate: u32,
    /// How far the listeners go back in the archive, if they do: to as many times between half of it and all of it.
    pub back: Option<Duration>,
    /// Listening time once all have joined.
    pub time: Duration,
    /// Listeners replaced per second.
    pub churn: u32,
    /// The addresses of this machine they come from, in turn; any if there is none.
    pub sources: Vec<IpAddr>,
    /// The process whose costs are told.
    pub pid: Option<u32>,
    /// Time for which that process is observed before anybody joins, to measure its cost without listeners.
    pub alone: Duration,
}

/// Reasons why a load test cannot run.
#[derive(Debug, thiserror::Error)]
pub enum LoadtestError {
    /// The text is not the address of a stream.
    #[error(
        "{0:?} is not the address of a stream, such as http://localhost:8000/main/ws \
         or https://localhost:8000/main.opus"
    )]
    NotAStream(String),
    /// The host cannot be spoken to over TLS.
    #[error("the host cannot be spoken to over TLS: {0}")]
    Encryption(#[from] rustls::Error),
    /// The host has no address.
    #[error("the host {host} is not found: {reason}")]
    UnknownHost {
        /// Its name.
        host: String,
        /// The system's error.
        reason: io::Error,
    },
    /// There is nothing to measure.
    #[error("there is no process {0}")]
    NoProcess(u32),
    /// Every listener is a file descriptor here, too.
    #[error("{listeners} listeners are more than this process may have connections: {limit} (see ulimit -n)")]
    Descriptors {
        /// Number of listeners that were asked for.
        listeners: usize,
        /// Number of listeners that are possible.
        limit: u64,
    },
    /// Sockets cannot be waited for.
    #[error("the system does not tell of sockets: {0}")]
    Sockets(#[from] io::Error),
}

/// A violation of the stream's format. Texts are fixed, so that they can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Broken(&'static str);

/// Result of parsing the next bytes of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Not all there yet.
    More,
    /// A complete unit of this many bytes.
    Took(usize, ReceivedSound),
}

/// Content of a complete message or page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ReceivedSound {
    /// Something besides sound.
    Aside,
    /// Sound that lasts so many microseconds, after so many frames that are missing.
    Sound { us: u64, skipped: u64 },
    /// Content of unknown format that may be sound.
    Unknown,
    /// The server's farewell.
    End,
}

/// Listens as planned, on this thread, and tells what was heard.
pub fn run(plan: &Plan, clock: &dyn Clock) -> Result<Report, LoadtestError> {
    crowd::run(plan, clock)
}

/// Describes the result of `step` on `stream`, fed in pieces of this many bytes.
#[cfg(test)]
fn told(stream: &[u8], piece: usize, mut step: impl FnMut(&[u8]) -> Result<Step, Broken>) -> String {
    let (mut held, mut told) = (Vec::new(), Vec::new());
    'heard: for bytes in stream.chunks(piece) {
        held.extend_from_slice(bytes);
        loop {
            match step(&held) {
                Ok(Step::More) => break,
                Ok(Step::Took(length, heard)) => {
                    held.drain(..length);
                    told.push(match heard {
                        ReceivedSound::Aside => "aside".to_owned(),
                        ReceivedSound::Sound { us, skipped: 0 } => format!("{} ms", us / 1_000),
                        ReceivedSound::Sound { us, skipped } => format!("{skipped} lost, {} ms", us / 1_000),
                        ReceivedSound::End | ReceivedSound::Unknown => "end".to_owned(),
                    });
                }
                Err(Broken(why)) => {
                    told.push(why.to_owned());
                    break 'heard;
                }
            }
        }
    }
    told.join("; ")
}
