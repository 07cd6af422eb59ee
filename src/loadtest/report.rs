//! Results of a load test.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::Plan;
use super::histogram::Spread;
use super::tally::Tally;
use super::target::TargetKind;
use crate::sys::Process;

/// Processor time is told in steps of 10 ms: a process that was left alone for less, in seconds, tells nothing.
const LEAST_ALONE: f64 = 0.5;

/// Number of busiest threads that are listed.
const MOST_THREADS: usize = 4;

/// Results of a load test and its cost.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Address of the stream.
    pub url: String,
    /// `websocket` or `http`.
    pub kind: &'static str,
    /// Number of listeners planned.
    pub listeners: usize,
    /// Time until all had joined, in seconds.
    pub joining_seconds: f64,
    /// Listening time after that, in seconds.
    pub listening_seconds: f64,
    /// Average number of listeners.
    pub listening: f64,
    /// Joins that led to sound.
    pub joined: u64,
    /// Listeners that were refused.
    pub refused: u64,
    /// Listeners whose connection ended unexpectedly.
    pub lost: u64,
    /// Listeners that received invalid data: each is counted once, and leaves.
    pub broken: u64,
    /// Listeners that received nothing for more than 2 s beyond their buffered sound: each is counted once.
    pub silent: u64,
    /// Listeners still waiting for their first sound at the end.
    pub waiting: usize,
    /// Listeners of `waiting` that joined longer ago than a first sound may take.
    pub overdue: usize,
    /// Listeners that left on purpose and were replaced.
    pub left: u64,
    /// Reasons of refusals, losses and invalid data, with counts.
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
    /// The process whose costs were asked for, while all listened; `None` if it ended meanwhile, too.
    pub process: Option<OfProcess>,
    /// The observed process, if it ended.
    pub process_ended: Option<u32>,
    /// Cost of the load test itself.
    pub own: Own,
}

/// Cost of the observed process.
#[derive(Clone, Debug, Serialize)]
pub struct OfProcess {
    /// Its number.
    pub pid: u32,
    /// Hundredths of a core it took before anybody joined; 0 if it was not looked at then.
    pub alone_percent: f64,
    /// Processor time while all listened, in seconds.
    pub cpu_seconds: f64,
    /// Processor time beyond that without listeners, in seconds.
    pub cpu_seconds_of_listeners: f64,
    /// Processor time beyond that without listeners, per listener and second, in microseconds.
    pub cpu_us_per_listener_second: f64,
    /// Processor time of its threads while all listened, by their names, in seconds.
    pub cpu_seconds_of_threads: BTreeMap<String, f64>,
    /// Resident memory before anybody joined.
    pub resident_bytes_before: i64,
    /// Resident memory when all had joined.
    pub resident_bytes_joined: i64,
    /// Resident memory at the end.
    pub resident_bytes_after: i64,
    /// Memory added per listener that joined, in bytes.
    pub resident_bytes_per_listener: f64,
    /// Open files and sockets when all had joined.
    pub descriptors_joined: i64,
    /// Open files and sockets at the end.
    pub descriptors_after: i64,
}

/// Cost of the load test itself.
#[derive(Clone, Debug, Serialize)]
pub struct Own {
    /// Processor time while all listened, in seconds.
    pub cpu_seconds: f64,
    /// Processor time per listener and second, in microseconds.
    pub cpu_us_per_listener_second: f64,
}

/// A measurement at one time.
#[derive(Clone, Default)]
pub(super) struct Sample {
    pub(super) at_us: u64,
    /// `None` if it is not asked for, or not there.
    pub(super) process: Option<Process>,
    /// Processor time of its threads up to now.
    pub(super) threads: BTreeMap<String, f64>,
    pub(super) own: Process,
    pub(super) hearing: usize,
    pub(super) waiting: usize,
    pub(super) overdue: usize,
}

/// Measurements at the phases of a test.
pub(super) struct Samples {
    /// At the beginning.
    pub(super) first: Sample,
    /// At the end of the phase without listeners.
    pub(super) alone: Sample,
    /// At the time when all had joined.
    pub(super) begin: Sample,
    pub(super) end: Sample,
}

impl Sample {
    /// Measures the processes' cost so far, without listener counts.
    pub(super) fn take(pid: Option<u32>, at_us: u64) -> Self {
        // One that has ended has no memory, but a number until its parent looks after it.
        let runs = |process: &Process| process.cpu_seconds.and(process.resident_memory_bytes).is_some();
        let process = pid.map(Process::of).filter(runs);
        let threads = pid.map(Process::threads_of).unwrap_or_default();
        Self { at_us, process, threads, own: Process::this(), ..Self::default() }
    }

    fn seconds_since(&self, before: &Self) -> f64 {
        self.at_us.saturating_sub(before.at_us) as f64 / 1e6
    }
}

impl Samples {
    /// Returns the average number of listeners: some may have been lost.
    fn listening(&self) -> f64 {
        (self.begin.hearing + self.end.hearing) as f64 / 2.0
    }

    /// Converts processor time to microseconds per listener and second.
    fn for_each(&self, cpu_seconds: f64) -> f64 {
        let seconds = self.end.seconds_since(&self.begin).max(1e-6);
        cpu_seconds * 1e6 / self.listening().max(1.0) / seconds
    }

    fn cpu_of_threads(&self) -> BTreeMap<String, f64> {
        let Self { begin, end, .. } = self;
        let since = |name: &String, seconds: &f64| seconds - begin.threads.get(name).unwrap_or(&0.0);
        end.threads.iter().map(|(name, seconds)| (name.clone(), since(name, seconds).max(0.0))).collect()
    }

    fn of_process(&self, pid: u32) -> Option<OfProcess> {
        let Self { first, alone, begin, end } = self;
        let [at_first, before, joined, after] =
            [first, alone, begin, end].map(|sample| sample.process.as_ref());
        let (at_first, before, joined, after) = (at_first?, before?, joined?, after?);
        let alone_seconds = alone.seconds_since(first);
        let alone_share =
            if alone_seconds >= LEAST_ALONE { cpu(at_first, before) / alone_seconds } else { 0.0 };
        let cpu_seconds = cpu(joined, after);
        let cpu_seconds_of_listeners = cpu_seconds - alone_share * end.seconds_since(begin);
        let resident = |process: &Process| process.resident_memory_bytes.unwrap_or(0);
        Some(OfProcess {
            pid,
            alone_percent: alone_share * 100.0,
            cpu_seconds,
            cpu_seconds_of_listeners,
            cpu_us_per_listener_second: self.for_each(cpu_seconds_of_listeners),
            cpu_seconds_of_threads: self.cpu_of_threads(),
            resident_bytes_before: resident(before),
            resident_bytes_joined: resident(joined),
            resident_bytes_after: resident(after),
            resident_bytes_per_listener: (resident(joined) - resident(before)) as f64
                / begin.hearing.max(1) as f64,
            descriptors_joined: joined.open_fds.unwrap_or(0),
            descriptors_after: after.open_fds.unwrap_or(0),
        })
    }
}

/// Processor time from one time to another.
fn cpu(from: &Process, to: &Process) -> f64 {
    to.cpu_seconds.zip(from.cpu_seconds).map_or(0.0, |(to, from)| to - from)
}

impl Report {
    pub(super) fn new(plan: &Plan, tally: &Tally, samples: &Samples) -> Self {
        let Samples { alone, begin, end, .. } = samples;
        let process = plan.pid.and_then(|pid| samples.of_process(pid));
        let cpu_seconds = cpu(&begin.own, &end.own);
        Self {
            url: plan.target.to_string(),
            kind: if plan.target.kind == TargetKind::WebSocket { "websocket" } else { "http" },
            listeners: plan.listeners,
            joining_seconds: begin.seconds_since(alone),
            listening_seconds: end.seconds_since(begin),
            listening: samples.listening(),
            joined: tally.joined,
            refused: tally.refused,
            lost: tally.lost,
            broken: tally.broken,
            silent: tally.silent,
            waiting: end.waiting,
            overdue: end.overdue,
            left: tally.left,
            reasons: tally.reasons.clone(),
            first_sound_ms: tally.first_sound.spread(),
            gap_over_nominal_ms: tally.gaps.spread(),
            skipped_frames: tally.skipped,
            messages: tally.messages,
            bytes: tally.bytes,
            process_ended: plan.pid.filter(|_| process.is_none()),
            process,
            own: Own { cpu_seconds, cpu_us_per_listener_second: samples.for_each(cpu_seconds) },
        }
    }

    /// Describes the threads that used most processor time.
    fn busiest(&self, process: &OfProcess) -> String {
        let mut threads: Vec<_> = process.cpu_seconds_of_threads.iter().collect();
        threads.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        let percent = |seconds: &f64| seconds / self.listening_seconds.max(1e-6) * 100.0;
        let told =
            threads.iter().take(MOST_THREADS).map(|(name, cpu)| format!("{name} {:.1} %", percent(cpu)));
        format!("of a core while they listened: {}", told.collect::<Vec<_>>().join(", "))
    }

    /// Returns whether every listener was admitted and received valid sound throughout. Skipped and late
    /// frames are not considered: their limit depends on the machine.
    pub fn is_sound(&self) -> bool {
        let Self { refused, lost, broken, silent, overdue, .. } = self;
        self.joined > 0 && refused + lost + broken + silent == 0 && *overdue == 0
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { listeners, url, joining_seconds, listening_seconds, .. } = self;
        writeln!(
            f,
            "{listeners} listeners of {url}: {joining_seconds:.1} s to join, {listening_seconds:.1} s to listen"
        )?;
        let Self { joined, left, refused, lost, broken, silent, waiting, .. } = self;
        write!(f, "listeners    {joined} joined")?;
        if *left > 0 {
            write!(f, " ({left} left for others)")?;
        }
        writeln!(
            f,
            ", {refused} refused, {lost} lost, {broken} sent what is wrong, {silent} fell silent, \
             {waiting} without sound"
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
            writeln!(
                f,
                "             {:.1} % of a core before anybody joined, which is not counted above",
                process.alone_percent
            )?;
            writeln!(f, "             {}", self.busiest(process))?;
            let (megabytes, open) = (process.resident_bytes_after as f64 / 1e6, process.descriptors_after);
            writeln!(f, "             {megabytes:.1} MB and {open} descriptors at the end")?;
        }
        if let Some(pid) = self.process_ended {
            writeln!(f, "process {pid} ended meanwhile, and what it cost is unknown")?;
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::loadtest::Target;

    fn plan() -> Plan {
        Plan {
            target: Target::parse("http://127.0.0.1:8000/main/ws").unwrap(),
            listeners: 500,
            back: None,
            rate: 0,
            time: Duration::from_secs(10),
            churn: 0,
            sources: Vec::new(),
            pid: Some(7),
            alone: Duration::from_secs(2),
        }
    }

    /// 500 listen for 10 s to a process that takes 3 % of a core by itself and 0.5 s for them.
    fn samples() -> Samples {
        let sample = |seconds: f64, cpu_seconds: f64, hearing: usize| Sample {
            at_us: (seconds * 1e6) as u64,
            process: Some(Process {
                cpu_seconds: Some(cpu_seconds),
                resident_memory_bytes: Some(1_000_000 + hearing as i64 * 2_000),
                ..Process::default()
            }),
            threads: [
                ("playout".to_owned(), cpu_seconds / 4.0),
                ("transmitter 0".to_owned(), cpu_seconds / 2.0),
            ]
            .into(),
            hearing,
            ..Sample::default()
        };
        Samples {
            first: sample(1.0, 5.0, 0),
            alone: sample(3.0, 5.06, 0),
            begin: sample(4.0, 5.2, 500),
            end: sample(14.0, 6.0, 500),
        }
    }

    fn tally(joined: u64) -> Tally {
        Tally { joined, ..Tally::new() }
    }

    #[test]
    fn what_a_station_does_without_listeners_is_not_theirs() {
        let report = Report::new(&plan(), &tally(500), &samples());
        let process = report.process.as_ref().unwrap();
        let near = |is: f64, should: f64| assert!((is - should).abs() < 1e-6, "{is}, not {should}");
        near(process.alone_percent, 3.0);
        near(process.cpu_seconds, 0.8);
        near(process.cpu_seconds_of_listeners, 0.5);
        near(process.cpu_us_per_listener_second, 100.0);
        near(process.resident_bytes_per_listener, 2_000.0);
        near(process.cpu_seconds_of_threads["playout"], 0.2);
        let told = report.to_string();
        assert!(told.contains("of a core while they listened: transmitter 0 4.0 %, playout 2.0 %"), "{told}");
        assert!(
            told.contains(" 100.0 µs of processor time for each listener")
                && told.contains(" 3.0 % of a core"),
            "{told}"
        );

        let samples = samples();
        let unknown = Samples { first: samples.alone.clone(), ..samples };
        let report = Report::new(&plan(), &tally(500), &unknown);
        near(report.process.unwrap().cpu_us_per_listener_second, 160.0);
    }

    #[test]
    fn a_process_that_ends_takes_only_its_own_figures_with_it() {
        let mut samples = samples();
        samples.end.process = None;
        let report = Report::new(&plan(), &Tally { lost: 500, ..tally(500) }, &samples);
        assert!(report.process.is_none() && report.lost == 500);
        assert!(report.to_string().contains("500 lost") && report.to_string().contains("process 7 ended"));
        // Numbers of processes end long before this one.
        assert!(Sample::take(Some(u32::MAX), 0).process.is_none());
    }

    #[test]
    fn anything_wrong_is_a_failure() {
        let is_sound = |tally: &Tally, overdue: usize| {
            let mut samples = samples();
            // Some have only just joined.
            (samples.end.waiting, samples.end.overdue) = (3 + overdue, overdue);
            Report::new(&plan(), tally, &samples).is_sound()
        };
        assert!(is_sound(&tally(500), 0));
        assert!(!is_sound(&tally(500), 1) && !is_sound(&tally(0), 0));
        for wrong in [
            Tally { refused: 1, ..tally(500) },
            Tally { lost: 1, ..tally(500) },
            Tally { broken: 1, ..tally(500) },
            Tally { silent: 1, ..tally(500) },
        ] {
            assert!(!is_sound(&wrong, 0));
        }
    }
}
