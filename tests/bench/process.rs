//! Processes that are measured from outside, each on the core it is given.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};
use std::{fs, thread};

use longwave::sys;
use tempfile::TempDir;

/// Where a process may run. The server has a core to itself and the crowd another, where there are two.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cores {
    Server,
    Crowd,
    Both,
}

pub(crate) struct Process {
    child: Child,
    pub(crate) port: u16,
    pub(crate) scheme: &'static str,
    pub(crate) started: Instant,
    /// Held until the process is gone.
    data: Option<TempDir>,
}

impl Process {
    /// The server, on the shelf, which was looked through before.
    pub(crate) fn longwave(cores: Cores) -> Self {
        Self::longwave_with(cores, |_, _| ())
    }

    /// The same, with so many stations more, which all play the same music.
    pub(crate) fn longwave_with_stations(cores: Cores, further: usize) -> Self {
        Self::longwave_with(cores, |_, data| {
            for number in 1..=further {
                let mut add = Command::new(env!("CARGO_BIN_EXE_longwave"));
                add.args([
                    "station",
                    "add",
                    &format!("s{number}"),
                    "--name",
                    "Further",
                    "--generate",
                    "--data",
                ]);
                add.arg(data).stdout(Stdio::null());
                assert!(add.status().expect("it starts").success(), "a station could not be added");
            }
        })
    }

    /// The same, with this password for `admin`.
    pub(crate) fn longwave_signed(cores: Cores, password: &str) -> Self {
        Self::longwave_with(cores, |command, _| {
            command.env("LONGWAVE_ADMIN_PASSWORD", password);
        })
    }

    /// The same, with a line in this file for each request.
    pub(crate) fn longwave_logging(cores: Cores, log: &Path) -> Self {
        Self::longwave_with(cores, |command, _| {
            command.env("LONGWAVE_ACCESS_LOG", log);
        })
    }

    /// The same, with a certificate of its own.
    pub(crate) fn longwave_over_tls(cores: Cores) -> Self {
        let mut server = Self::longwave_with(cores, |command, data| {
            let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("a certificate");
            let (certificate, key) = (data.join("certificate.pem"), data.join("key.pem"));
            fs::write(&certificate, made.cert.pem()).expect("room for it");
            fs::write(&key, made.signing_key.serialize_pem()).expect("room for it");
            command.arg("--tls-cert").arg(certificate).arg("--tls-key").arg(key);
        });
        server.scheme = "https";
        server
    }

    /// The same, with what `options` does to the command and the data directory.
    pub(crate) fn longwave_with(cores: Cores, options: impl FnOnce(&mut Command, &Path)) -> Self {
        let data = tempfile::tempdir().expect("a directory");
        for file in fs::read_dir(looked_through()).expect("its files").map_while(Result::ok) {
            fs::copy(file.path(), data.path().join(file.file_name())).expect("a copy");
        }
        let mut command = pinned(env!("CARGO_BIN_EXE_longwave"), cores);
        command.args(["--listen", "127.0.0.1:0", "--media"]).arg(shelf());
        command.current_dir(data.path()).env("LONGWAVE_DATA", data.path());
        options(&mut command, data.path());
        let mut process = Self::start(command);
        process.data = Some(data);
        process
    }

    /// A program that says where it serves.
    pub(crate) fn start(command: Command) -> Self {
        let mut process = Self::start_at(command, 0);
        let output = BufReader::new(process.child.stdout.take().expect("its output"));
        let port = output.lines().map_while(Result::ok).find_map(|line| {
            let address = line.split("://127.0.0.1:").nth(1)?;
            address.trim_end_matches('/').parse().ok()
        });
        process.port = port.expect("it says its port");
        process
    }

    /// A program that serves this port.
    pub(crate) fn start_at(mut command: Command, port: u16) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let started = Instant::now();
        Self { child: command.spawn().expect("it starts"), port, scheme: "http", started, data: None }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Seconds of processor time up to now.
    pub(crate) fn cpu(&self) -> f64 {
        sys::Process::of(self.pid()).cpu_seconds.expect("it runs")
    }

    /// Processor time of one second, measured for so long.
    pub(crate) fn cpu_for(&self, time: Duration) -> f64 {
        let before = self.cpu();
        pause(time);
        (self.cpu() - before) / time.as_secs_f64()
    }

    /// Threads now.
    pub(crate) fn threads(&self) -> i64 {
        sys::Process::of(self.pid()).threads.expect("it runs")
    }

    /// Resident bytes now.
    pub(crate) fn memory(&self) -> i64 {
        sys::Process::of(self.pid()).resident_memory_bytes.expect("it runs")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A program on these cores.
pub(crate) fn pinned(program: &str, cores: Cores) -> Command {
    let list = match cores {
        Cores::Server => "0",
        Cores::Crowd => "1",
        Cores::Both => "0,1",
    };
    if !can_pin() {
        return Command::new(program);
    }
    let mut command = Command::new("taskset");
    command.args(["-c", list, program]);
    command
}

/// Whether server and crowd can have a core each.
pub(crate) fn can_pin() -> bool {
    let has_two = thread::available_parallelism().is_ok_and(|cores| cores.get() > 1);
    has_two && Command::new("taskset").arg("--version").stdout(Stdio::null()).status().is_ok()
}

/// The music that comes with the project.
pub(crate) fn shelf() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("media")
}

/// Where results go, and what servers start from.
pub(crate) fn results() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench");
    fs::create_dir_all(&folder).expect("a folder for results");
    folder
}

/// A data directory of a station that has looked through its music, so that it is not measured doing that.
fn looked_through() -> &'static Path {
    static DATA: OnceLock<PathBuf> = OnceLock::new();
    DATA.get_or_init(|| {
        let folder = results().join("data");
        // What another version of the program measured, this one may measure anew.
        drop(fs::remove_dir_all(&folder));
        let mut scan = Command::new(env!("CARGO_BIN_EXE_longwave"));
        scan.arg("scan").arg("--media").arg(shelf()).arg("--data").arg(&folder).stdout(Stdio::null());
        assert!(scan.status().expect("it starts").success(), "the music could not be looked through");
        folder
    })
}

pub(crate) fn pause(time: Duration) {
    let (_never, pause) = sync_channel::<()>(0);
    let _: Result<(), RecvTimeoutError> = pause.recv_timeout(time);
}

pub(crate) fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What this is measured on.
pub(crate) fn machine() -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown processor");
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let pinned = if can_pin() { "server and crowd on a core each" } else { "server and crowd not pinned" };
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default();
    format!(
        "{cores} cores, {}, Linux {}; {pinned}; load average {load} at the beginning",
        model.trim_start_matches(['\t', ' ', ':']),
        kernel.trim()
    )
}
