//! Runs the recogniser of one station, again and again.

use std::io::{self, Read, Write};
use std::process::{ChildStderr, ChildStdin, ChildStdout};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::caption_writer::CaptionWriter;
use super::child::{Pipes, RecogniserProcess};
use super::command::RecogniserCommand;
use super::listener;
use super::protocol::{LineCutter, message};
use super::sound_queue::SoundQueue;
use super::transcript_writer::TranscriptSender;
use crate::broadcast::Broadcast;
use crate::frame::Codec;
use crate::model::RecogniserState;
use crate::sys;

/// Interval at which a running recogniser is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// A recogniser that takes no sound for so long, in microseconds, is stuck.
const TAKES_WITHIN_US: u64 = 20_000_000;
/// Speech after which a recogniser must have written something, in microseconds.
const WRITES_WITHIN_US: u64 = 90_000_000;
/// The shortest and the longest time before a recogniser is started again, in microseconds.
const BACK_OFF_US: (u64, u64) = (1_000_000, 60_000_000);
/// A recogniser that has run for so long is started again as soon as the first time, in microseconds.
const IS_WELL_AFTER_US: u64 = 60_000_000;
/// Time in which the last line of an ended recogniser is waited for.
const LAST_WORDS_WITHIN: Duration = Duration::from_millis(200);
/// The longest line of stderr that is told, in characters.
const MOST_WORDS: usize = 200;
const READ: usize = 8 * 1_024;

/// The recogniser of one station.
pub(super) struct Recogniser {
    command: RecogniserCommand,
    stop: Arc<AtomicBool>,
    pipes: PipeEnds,
}

/// Data of the threads at the pipes of a recogniser. They are not waited for: a program that the recogniser has
/// started may keep the pipes open for as long as it likes.
#[derive(Clone)]
struct PipeEnds {
    broadcast: Broadcast,
    transcript: TranscriptSender,
    queue: SoundQueue,
    next_id: Arc<AtomicU64>,
}

/// How far a running recogniser is.
#[derive(Default)]
struct RecogniserProgress {
    /// Time at which the write that is not done yet began, in microseconds; 0 while there is none.
    writing_since_us: AtomicU64,
    /// Speech that was sent since the last caption, in microseconds.
    unanswered_us: AtomicU64,
    /// True while the speech that is sent is not over.
    is_speaking: AtomicBool,
    /// The last line of stderr.
    last_words: Mutex<String>,
}

impl Recogniser {
    pub(super) fn new(
        command: RecogniserCommand,
        broadcast: Broadcast,
        transcript: TranscriptSender,
        stop: Arc<AtomicBool>,
    ) -> Self {
        // Numbers go on rising when the server is restarted, and are exact in JavaScript.
        let next_id = Arc::new(AtomicU64::new(broadcast.clock().now_us() / 1_000));
        let pipes = PipeEnds { broadcast, transcript, queue: SoundQueue::default(), next_id };
        Self { command, stop, pipes }
    }

    /// Recognises until the station signs off or it is told to stop.
    pub(super) fn run(self) {
        let PipeEnds { broadcast, queue, .. } = &self.pipes;
        let is_speech = |codec: Codec| codec == Codec::PcmS16leMono16k;
        let mounts = broadcast.mount_list().available(|mount| is_speech(mount.rendition().codec));
        let Some(mount) = mounts.first() else { return };
        let sound = mount.subscribe();
        thread::scope(|scope| {
            let log = broadcast.captions();
            let feeding = thread::Builder::new().name("captions-feed".to_owned());
            let feed = || {
                sys::step_back();
                listener::run(sound, queue, log, &self.stop);
            };
            match feeding.spawn_scoped(scope, feed) {
                Ok(feeding) => self.supervise(|| feeding.is_finished()),
                Err(error) => log.fails(&format!("it cannot be started: {error}")),
            }
        });
    }

    /// Runs recognisers, one after the other, until `is_over`.
    fn supervise(&self, is_over: impl Fn() -> bool) {
        let (clock, log) = (self.pipes.broadcast.clock(), self.pipes.broadcast.captions());
        let mut back_off_us = BACK_OFF_US.0;
        for turn in 0_u64.. {
            if turn > 0 {
                log.restarted();
            }
            let started_us = clock.now_us();
            let problem = self.run_once(&is_over);
            if is_over() || self.stop.load(Ordering::Acquire) {
                return;
            }
            log.fails(&problem);
            if clock.now_us().saturating_sub(started_us) > IS_WELL_AFTER_US {
                back_off_us = BACK_OFF_US.0;
            }
            let seconds = back_off_us / 1_000_000;
            let (station, command) = (self.pipes.broadcast.slug(), &self.command);
            tracing::warn!(station, %command, "the recogniser is started again in {seconds} s: {problem}");
            let until_us = clock.now_us() + back_off_us;
            while clock.now_us() < until_us {
                if is_over() || self.stop.load(Ordering::Acquire) {
                    return;
                }
                clock.wait_until((clock.now_us() + LOOK_EVERY.as_micros() as u64).min(until_us));
            }
            back_off_us = (back_off_us * 2).min(BACK_OFF_US.1);
        }
    }

    /// Runs a recogniser until it ends or has to be ended; returns why.
    fn run_once(&self, is_over: &impl Fn() -> bool) -> String {
        let (station, command) = (self.pipes.broadcast.slug(), &self.command);
        let (mut process, pipes) = match RecogniserProcess::start(command, station) {
            Ok(started) => started,
            Err(error) => return format!("it cannot be started: {error}"),
        };
        tracing::info!(station, %command, "the recogniser runs");
        self.pipes.broadcast.captions().set_state(RecogniserState::Waiting);
        let (progress, turn) = (Arc::<RecogniserProgress>::default(), self.pipes.queue.next_turn());
        let (ended, ends) = sync_channel(4);
        let (logging, logged) = sync_channel(0);
        let problem = match self.pipes.attach(pipes, turn, &progress, (ended, logging)) {
            Err(error) => format!("its threads cannot be started: {error}"),
            Ok(()) => loop {
                match ends.recv_timeout(LOOK_EVERY) {
                    Ok(problem) => break problem,
                    // Its output is closed: it has ended, or does so in a moment.
                    Err(RecvTimeoutError::Disconnected) => break process.end_of_output(),
                    Err(RecvTimeoutError::Timeout) => {}
                }
                if is_over() || self.stop.load(Ordering::Acquire) {
                    break String::new();
                }
                if let Some(problem) = self.check(&mut process, &progress) {
                    break problem;
                }
            },
        };
        // Nothing that it still writes is a caption.
        self.pipes.queue.next_turn();
        drop(process);
        let _: Result<(), RecvTimeoutError> = logged.recv_timeout(LAST_WORDS_WITHIN);
        let last_words = progress.last_words.lock().unwrap_or_else(PoisonError::into_inner);
        if last_words.is_empty() { problem } else { format!("{problem}; it said {last_words:?}") }
    }

    /// Returns what is wrong with a running recogniser, if anything is.
    fn check(&self, process: &mut RecogniserProcess, progress: &RecogniserProgress) -> Option<String> {
        if let Some(how) = process.ended() {
            return Some(how);
        }
        let since_us = progress.writing_since_us.load(Ordering::Acquire);
        let now_us = self.pipes.broadcast.clock().now_us();
        if since_us > 0 && now_us.saturating_sub(since_us) > TAKES_WITHIN_US {
            return Some(format!("it is stuck: it took no sound for {} s", TAKES_WITHIN_US / 1_000_000));
        }
        if progress.unanswered_us.load(Ordering::Acquire) > WRITES_WITHIN_US {
            let seconds = WRITES_WITHIN_US / 1_000_000;
            return Some(format!("it is stuck: it wrote nothing for {seconds} s of speech"));
        }
        let is_speaking = progress.is_speaking.load(Ordering::Acquire);
        let state = if is_speaking { RecogniserState::Listening } else { RecogniserState::Waiting };
        self.pipes.broadcast.captions().set_state(state);
        None
    }
}

impl PipeEnds {
    /// Starts the threads that write to a recogniser and read from it. `ended` is told what is wrong with what it
    /// writes, and is dropped when it writes no more; so is `logging` when its stderr is closed.
    fn attach(
        &self,
        pipes: Pipes,
        turn: u64,
        progress: &Arc<RecogniserProgress>,
        (ended, logging): (SyncSender<String>, SyncSender<()>),
    ) -> io::Result<()> {
        let Pipes { stdin, stdout, stderr } = pipes;
        let (ends, sent) = (self.clone(), Arc::clone(progress));
        spawn("captions-in", move || ends.write(stdin, turn, &sent))?;
        let said = Arc::clone(progress);
        spawn("captions-log", move || {
            let _logging = logging;
            read_log(stderr, &said);
        })?;
        let (ends, received) = (self.clone(), Arc::clone(progress));
        spawn("captions-out", move || ends.read(stdout, turn, &received, &ended))
    }

    /// Writes speech to the recogniser for as long as it is served.
    fn write(&self, mut stdin: ChildStdin, turn: u64, progress: &RecogniserProgress) {
        while let Some(speech) = self.queue.pop(turn) {
            let us = speech.duration_us();
            progress.is_speaking.store(us > 0, Ordering::Release);
            progress.writing_since_us.store(self.broadcast.clock().now_us().max(1), Ordering::Release);
            let written = stdin.write_all(&message(&speech)).and_then(|()| stdin.flush());
            progress.writing_since_us.store(0, Ordering::Release);
            if written.is_err() {
                // It has closed its input or has ended, which is found by those who read from it.
                return;
            }
            progress.unanswered_us.fetch_add(us, Ordering::AcqRel);
        }
    }

    /// Reads captions until there are no more; tells `ended` what is wrong with them.
    fn read(
        &self,
        mut stdout: ChildStdout,
        turn: u64,
        progress: &RecogniserProgress,
        ended: &SyncSender<String>,
    ) {
        let mut writer = CaptionWriter::new(&self.broadcast, &self.transcript, &self.next_id);
        let mut bytes = [0; READ];
        loop {
            let count = match stdout.read(&mut bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Ok(0) | Err(_) => break,
                Ok(_) if !self.queue.serves(turn) => break,
                Ok(count) => count,
            };
            match writer.take(&bytes[..count]) {
                Ok(0) => {}
                Ok(_) => progress.unanswered_us.store(0, Ordering::Release),
                Err(problem) => {
                    let _ = ended.try_send(problem);
                    break;
                }
            }
        }
        writer.finish();
    }
}

/// Keeps the last line of what a recogniser says on stderr.
fn read_log(mut stderr: ChildStderr, progress: &RecogniserProgress) {
    let (mut lines, mut bytes) = (LineCutter::default(), [0; READ]);
    while let Ok(count @ 1..) = stderr.read(&mut bytes) {
        lines.take(&bytes[..count], |line| {
            let line = String::from_utf8_lossy(line.unwrap_or_default());
            let line: String = line.trim().chars().take(MOST_WORDS).collect();
            *progress.last_words.lock().unwrap_or_else(PoisonError::into_inner) = line;
        });
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let thread = thread::Builder::new().name(name.to_owned()).spawn(move || {
        // Whatever the recogniser sends: the sound goes first.
        sys::step_back();
        work();
    });
    thread.map(drop)
}
