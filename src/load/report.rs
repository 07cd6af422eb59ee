//! What came of it.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::histogram::Spread;
use super::tally::Tally;
use super::target::Kind;
use super::{Error, Plan};
use crate::machine::Process;

/// What a crowd heard and what it cost.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// What was listened to.
    pub url: String,
    /// `websocket` or `http`.
    pub kind: &'static str,
    /// How many were to listen.
    pub listeners: usize,
    /// How long it took until all had joined, in seconds.
    pub joining_seconds: f64,
    /// How long they listened then, in seconds.
    pub listening_seconds: f64,
    /// Those who heard something, each time they joined.
    pub joined: u64,
    /// Those who were not let in.
    pub refused: u64,
    /// Those whose connection ended though they did not leave.
    pub lost: u64,
    /// Those who were sent something wrong: each is counted once, and leaves.
    pub broken: u64,
    /// Those who were still waiting for the first sound at the end.
    pub waiting: usize,
    /// Those who left on purpose, for whom others joined.
    pub left: u64,
    /// Why some were refused, lost or sent what is wrong.
    pub reasons: BTreeMap<String, u64>,
    /// From connecting to the first sound, in milliseconds.
    pub first_sound_ms: Option<Spread>,
    /// From a message to the next while all listened, less the time its sound lasts, in milliseconds.
    pub gap_over_nominal_ms: Option<Spread>,
    /// Frames of 20 ms that were missing, from joining on.
    pub skipped_frames: u64,
    /// Messages of sound while all listened.
    pub messages: u64,
    /// Bytes while all listened.
    pub bytes: u64,
    /// The process whose costs were asked for, while all listened.
    pub process: Option<OfProcess>,
    /// What listening cost itself.
    pub own: Own,
}

/// What a process cost.
#[derive(Clone, Debug, Serialize)]
pub struct OfProcess {
    /// Its number.
    pub pid: u32,
    /// Processor time while all listened, in seconds.
    pub cpu_seconds: f64,
    /// The same for each listener and second, in microseconds, with what the process does besides.
    pub cpu_us_per_listener_second: f64,
    /// Resident memory before anybody joined.
    pub resident_bytes_before: i64,
    /// Resident memory when all had joined.
    pub resident_bytes_joined: i64,
    /// Resident memory at the end.
    pub resident_bytes_after: i64,
    /// What was added by each who joined.
    pub resident_bytes_per_listener: f64,
    /// Open files and sockets when all had joined.
    pub descriptors_joined: i64,
    /// Open files and sockets at the end.
    pub descriptors_after: i64,
}

/// What the crowd cost.
#[derive(Clone, Debug, Serialize)]
pub struct Own {
    /// Processor time while all listened, in seconds.
    pub cpu_seconds: f64,
    /// The same for each listener and second, in microseconds.
    pub cpu_us_per_listener_second: f64,
}

/// How things are at one time.
pub(super) struct Sample {
    at_us: u64,
    process: Option<(u32, Process)>,
    own: Process,
    hearing: usize,
    waiting: usize,
}

impl Sample {
    pub(super) fn take(
        pid: Option<u32>,
        at_us: u64,
        (hearing, waiting): (usize, usize),
    ) -> Result<Self, Error> {
        let process = pid.map(|pid| (pid, Process::of(pid)));
        if let Some((pid, Process { cpu_seconds: None, .. })) = process {
            return Err(Error::NoProcess(pid));
        }
        Ok(Self { at_us, process, own: Process::this(), hearing, waiting })
    }
}

impl Report {
    /// From three samples: before anybody joined, when all had, and at the end.
    pub(super) fn new(plan: &Plan, tally: &Tally, (alone, begin, end): (Sample, Sample, Sample)) -> Self {
        let seconds = |from: &Sample, to: &Sample| to.at_us.saturating_sub(from.at_us) as f64 / 1e6;
        let listening_seconds = seconds(&begin, &end);
        // Some may have been lost meanwhile.
        let listeners = ((begin.hearing + end.hearing) as f64 / 2.0).max(1.0);
        let cpu = |from: &Process, to: &Process| {
            let seconds = to.cpu_seconds.zip(from.cpu_seconds).map_or(0.0, |(to, from)| to - from);
            (seconds, seconds * 1e6 / listeners / listening_seconds.max(1e-6))
        };
        let of_process = || {
            let ((pid, before), (_, joined), (_, after)) =
                (alone.process.as_ref()?, begin.process.as_ref()?, end.process.as_ref()?);
            let (cpu_seconds, cpu_us_per_listener_second) = cpu(joined, after);
            let resident = |process: &Process| process.resident_memory_bytes.unwrap_or(0);
            Some(OfProcess {
                pid: *pid,
                cpu_seconds,
                cpu_us_per_listener_second,
                resident_bytes_before: resident(before),
                resident_bytes_joined: resident(joined),
                resident_bytes_after: resident(after),
                resident_bytes_per_listener: (resident(joined) - resident(before)) as f64
                    / begin.hearing.max(1) as f64,
                descriptors_joined: joined.open_fds.unwrap_or(0),
                descriptors_after: after.open_fds.unwrap_or(0),
            })
        };
        let (cpu_seconds, cpu_us_per_listener_second) = cpu(&begin.own, &end.own);
        Self {
            url: plan.target.to_string(),
            kind: if plan.target.kind == Kind::WebSocket { "websocket" } else { "http" },
            listeners: plan.listeners,
            joining_seconds: seconds(&alone, &begin),
            listening_seconds,
            joined: tally.joined,
            refused: tally.refused,
            lost: tally.lost,
            broken: tally.broken,
            waiting: end.waiting,
            left: tally.left,
            reasons: tally.reasons.clone(),
            first_sound_ms: tally.first_sound.spread(),
            gap_over_nominal_ms: tally.gaps.spread(),
            skipped_frames: tally.skipped,
            messages: tally.messages,
            bytes: tally.bytes,
            process: of_process(),
            own: Own { cpu_seconds, cpu_us_per_listener_second },
        }
    }

    /// Whether anybody listened, and all who did were sent what is right.
    pub fn is_sound(&self) -> bool {
        self.joined > 0 && self.broken == 0
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { listeners, url, joining_seconds, listening_seconds, .. } = self;
        writeln!(
            f,
            "{listeners} listeners of {url}: {joining_seconds:.1} s to join, {listening_seconds:.1} s to listen"
        )?;
        let Self { joined, left, refused, lost, broken, waiting, .. } = self;
        write!(f, "listeners    {joined} joined")?;
        if *left > 0 {
            write!(f, " ({left} left for others)")?;
        }
        writeln!(
            f,
            ", {refused} refused, {lost} lost, {broken} sent what is wrong, {waiting} without sound"
        )?;
        for (reason, count) in &self.reasons {
            writeln!(f, "             {count} × {reason}")?;
        }
        times(f, "first sound ", self.first_sound_ms)?;
        times(f, "late by     ", self.gap_over_nominal_ms)?;
        let each = self.bytes as f64 / self.messages.max(1) as f64;
        writeln!(
            f,
            "messages     {} of {each:.0} bytes, {} frames skipped",
            self.messages, self.skipped_frames
        )?;
        if let Some(process) = &self.process {
            writeln!(
                f,
                "process {:<5}{:.1} µs of processor time for each listener and second, {:.1} kB of memory for each",
                format!("{} ", process.pid),
                process.cpu_us_per_listener_second,
                process.resident_bytes_per_listener / 1e3
            )?;
            let (megabytes, open) = (process.resident_bytes_after as f64 / 1e6, process.descriptors_after);
            writeln!(f, "             {megabytes:.1} MB and {open} descriptors at the end")?;
        }
        write!(f, "this program {:.1} µs for each listener and second", self.own.cpu_us_per_listener_second)
    }
}

fn times(f: &mut fmt::Formatter<'_>, what: &str, spread: Option<Spread>) -> fmt::Result {
    match spread {
        Some(Spread { p50, p95, p99, max }) => {
            writeln!(f, "{what} p50 {p50:.1} ms, p95 {p95:.1} ms, p99 {p99:.1} ms, most {max:.1} ms")
        }
        None => writeln!(f, "{what} unknown"),
    }
}
