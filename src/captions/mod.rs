//! Captions of what is spoken on air, by a program that recognises speech.
//!
//! In: the samples of a station, and a command. Out: captions for the station's
//! [`Broadcast`], and final ones for the store. Never: slows the sound, whatever the
//! program does: its queue is bounded, its lines are limited, and it is ended when it is stuck.
//!
//! Each station with captions has a recogniser of its own. It hears only the speech of live sources, framed as
//! `protocol` describes, and writes a JSON object a line:
//!
//! ```text
//! {"start_us": 1780000000000000, "end_us": 1780000001500000, "text": "Good evening", "final": true}
//! ```

mod caption_writer;
mod child;
mod command;
mod gate;
mod listener;
mod protocol;
mod recogniser;
mod sound_queue;
mod speech;
mod transcript_writer;

pub use command::{InvalidCommand, RecogniserCommand};

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::broadcast::Broadcast;
use crate::model::RecogniserState;
use crate::store::Store;
use crate::sys;
use recogniser::Recogniser;
use transcript_writer::TranscriptSender;

/// The longest wait for the end of all threads.
const ENDS_WITHIN: Duration = Duration::from_secs(2);

/// The recognisers of all stations; clones share them.
#[derive(Clone)]
pub struct Captioning(Arc<Shared>);

struct Shared {
    command: Option<RecogniserCommand>,
    running: Mutex<RunningCaptions>,
}

struct RunningCaptions {
    stations: BTreeMap<String, StationCaptions>,
    /// None once everything has ended.
    transcript: Option<(TranscriptSender, JoinHandle<()>)>,
}

/// The threads of one station.
struct StationCaptions {
    timeline: String,
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Captioning {
    /// Recognisers that are started by `command`, and whose captions are written into `store`.
    pub fn new(command: Option<RecogniserCommand>, store: Store) -> io::Result<Self> {
        let transcript = Some(TranscriptSender::start(store)?);
        let running = RunningCaptions { stations: BTreeMap::new(), transcript };
        Ok(Self(Arc::new(Shared { command, running: Mutex::new(running) })))
    }

    /// Has a station captioned from now on, or not. To be called again whenever that may have changed.
    pub fn keep(&self, broadcast: &Broadcast, is_on: bool) {
        let mut running = self.running();
        let Some((transcript, _)) = &running.transcript else { return };
        let transcript = transcript.clone();
        let known = running.stations.get(broadcast.slug());
        let is_running = known.is_some_and(|known| {
            known.timeline == broadcast.timeline() && !known.stop.load(Ordering::Acquire)
        });
        let log = broadcast.captions();
        match (&self.0.command, is_on) {
            (Some(_), true) if is_running => {}
            (Some(command), true) => {
                // At any time, there is one recogniser of a station: this one waits for the end of the last one.
                let before = running.stations.remove(broadcast.slug());
                if let Some(before) = &before {
                    before.stop.store(true, Ordering::Release);
                }
                let stop = Arc::<AtomicBool>::default();
                let recogniser =
                    Recogniser::new(command.clone(), broadcast.clone(), transcript, Arc::clone(&stop));
                let work = move || {
                    before.map(|before| before.thread.join());
                    recogniser.run();
                };
                match thread::Builder::new().name("captions".to_owned()).spawn(work) {
                    Ok(thread) => {
                        let timeline = broadcast.timeline().to_owned();
                        let captions = StationCaptions { timeline, stop, thread };
                        running.stations.insert(broadcast.slug().to_owned(), captions);
                    }
                    Err(error) => log.fails(&format!("it cannot be started: {error}")),
                }
            }
            (None, true) => log.set_state(RecogniserState::Missing),
            (_, false) => {
                if let Some(known) = known {
                    known.stop.store(true, Ordering::Release);
                }
                log.set_state(RecogniserState::Off);
            }
        }
    }

    /// Ends every recogniser, and waits until they have, but not for long.
    pub fn close(&self) {
        let mut running = self.running();
        let stations = std::mem::take(&mut running.stations);
        let transcript = running.transcript.take();
        drop(running);
        for station in stations.values() {
            station.stop.store(true, Ordering::Release);
        }
        let mut threads: Vec<JoinHandle<()>> = stations.into_values().map(|station| station.thread).collect();
        if let Some((sender, writer)) = transcript {
            drop(sender);
            threads.push(writer);
        }
        // A child of a recogniser may hold its pipe for ever, and a locked database each line for seconds.
        sys::wait_until(ENDS_WITHIN, || threads.iter().all(JoinHandle::is_finished));
        for thread in threads {
            if !thread.is_finished() {
                tracing::warn!("captions do not end, and are left behind");
            } else if thread.join().is_err() {
                tracing::error!("a thread of captions panicked");
            }
        }
    }

    fn running(&self) -> MutexGuard<'_, RunningCaptions> {
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
