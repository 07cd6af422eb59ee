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

/// How long sound may stay away, beyond what the last message lasts, in microseconds.
const SILENCE_US: u64 = 2_000_000;

/// What a crowd does.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What is listened to.
    pub target: Target,
    /// How many listen.
    pub listeners: usize,
    /// How many join each second; 0 for all at once.
    pub rate: u32,
    /// How long they listen once all have joined.
    pub time: Duration,
    /// How many leave each second meanwhile, another joining for each.
    pub churn: u32,
    /// The addresses of this machine they come from, in turn; any if there is none.
    pub sources: Vec<IpAddr>,
    /// The process whose costs are told.
    pub pid: Option<u32>,
    /// How long that process is looked at before anybody joins, to learn what it costs without them.
    pub alone: Duration,
}

/// Why a crowd cannot be.
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
        /// What the system says.
        reason: io::Error,
    },
    /// There is nothing to measure.
    #[error("there is no process {0}")]
    NoProcess(u32),
    /// Every listener is a file descriptor here, too.
    #[error("{listeners} listeners are more than this process may have connections: {limit} (see ulimit -n)")]
    Descriptors {
        /// How many were asked for.
        listeners: usize,
        /// How many there may be.
        limit: u64,
    },
    /// Sockets cannot be waited for.
    #[error("the system does not tell of sockets: {0}")]
    Sockets(#[from] io::Error),
}

/// Why a stream is not what it should be. Texts are fixed, so that they can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Broken(&'static str);

/// What the next bytes of a stream are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Not all there yet.
    More,
    /// So many bytes are a whole.
    Took(usize, ReceivedSound),
}

/// What a whole message or page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ReceivedSound {
    /// Something besides sound.
    Aside,
    /// Sound that lasts so many microseconds, after so many frames that are missing.
    Sound { us: u64, skipped: u64 },
    /// What may be sound, for all that is known of it.
    Unknown,
    /// The server's farewell.
    End,
}

/// Listens as planned, on this thread, and tells what was heard.
pub fn run(plan: &Plan, clock: &dyn Clock) -> Result<Report, LoadtestError> {
    crowd::run(plan, clock)
}

/// What `step` makes of `stream`, which comes in pieces of so many bytes, in words.
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
