//! A process that is measured from outside.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Clock ticks a second in `/proc/PID/stat`: fixed at 100 for programs by Linux.
const TICKS: f64 = 100.0;

pub(crate) struct Process {
    child: Child,
    pub(crate) port: u16,
    pub(crate) started: Instant,
    _data: TempDir,
}

impl Process {
    /// The server, on the shelf.
    pub(crate) fn longwave(media: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_longwave"));
        command.args(["--listen", "127.0.0.1:0", "--media"]).arg(media);
        Self::start(command)
    }

    /// The floor.
    pub(crate) fn floor(listeners: usize, bytes: usize) -> Self {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.args(["floor", &listeners.to_string(), &bytes.to_string()]);
        Self::start(command)
    }

    fn start(mut command: Command) -> Self {
        let data = tempfile::tempdir().expect("a directory");
        command.current_dir(data.path()).env("LONGWAVE_DATA", data.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let started = Instant::now();
        let mut child = command.spawn().expect("it starts");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let port = output.lines().map_while(Result::ok).find_map(|line| {
            let address = line.split("http://127.0.0.1:").nth(1)?;
            address.trim_end_matches('/').parse().ok()
        });
        Self { child, port: port.expect("it says its port"), started, _data: data }
    }

    /// Seconds of processor time up to now.
    pub(crate) fn cpu(&self) -> f64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).expect("it runs");
        let fields: Vec<&str> = stat.rsplit(')').next().expect("fields").split_whitespace().collect();
        let ticks = |field: usize| fields[field].parse::<f64>().expect("a number");
        (ticks(11) + ticks(12)) / TICKS
    }

    /// Resident bytes now.
    pub(crate) fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a figure");
        line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") * 1_024
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

pub(crate) fn pause(time: Duration) {
    let (_never, pause) = sync_channel::<()>(0);
    let _: Result<(), RecvTimeoutError> = pause.recv_timeout(time);
}

pub(crate) fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// What this is measured on.
pub(crate) fn machine() -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown processor");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!("{cores} cores, {}, Linux {}", model.trim_start_matches(['\t', ' ', ':']), kernel.trim())
}
