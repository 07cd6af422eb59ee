//! A station on air for a test: the real program on a free port, ended when the test ends.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::bounded::{self, Limit};
use socket2::{Domain, Socket, Type};
use tempfile::TempDir;

/// How long anything may take before a test gives up.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// The music that comes with the project.
pub(crate) fn shelf() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("media")
}

/// The server as a process.
pub(crate) struct Running {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Everything it printed on stdout before it was ready, and that line.
    pub(crate) said: Vec<String>,
    log: Receiver<String>,
    seen: Vec<String>,
    data: TempDir,
    _limit: Limit,
}

/// The program, with a data directory of its own.
pub(crate) fn longwave(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_longwave"));
    command
        .current_dir(data)
        .stdin(Stdio::null())
        .env("LONGWAVE_DATA", data)
        .env_remove("LONGWAVE_LISTEN")
        .env_remove("LONGWAVE_MEDIA");
    command
}

impl Running {
    /// A station that plays what is in `media`.
    pub(crate) fn start(media: &Path) -> Self {
        Self::start_at("127.0.0.1:0", media, tempfile::tempdir().expect("a directory"))
    }

    /// The same, with these variables in its environment.
    pub(crate) fn start_with(media: &Path, environment: &[(&str, &str)]) -> Self {
        let data = tempfile::tempdir().expect("a directory");
        let mut command = longwave(data.path());
        command.envs(environment.iter().copied());
        Self::start_command(command, "127.0.0.1:0", media, data)
    }

    /// An edge of these servers, or of those that it finds, with these variables in its environment.
    pub(crate) fn start_edge(origins: &[&Self], environment: &[(&str, &str)]) -> Self {
        let data = tempfile::tempdir().expect("a directory");
        let mut command = longwave(data.path());
        let origins: Vec<_> = origins.iter().map(|origin| format!("http://{}", origin.address)).collect();
        command.arg("edge").envs(environment.iter().copied());
        if !origins.is_empty() {
            command.args(["--origin", &origins.join(",")]);
        }
        Self::start_command(command, "127.0.0.1:0", &shelf(), data)
    }

    /// A station with no more than so many file descriptors.
    pub(crate) fn start_with_descriptors(media: &Path, most: u32, environment: &[(&str, &str)]) -> Self {
        let data = tempfile::tempdir().expect("a directory");
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("ulimit -n {most} && exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_longwave")])
            .current_dir(data.path())
            .stdin(Stdio::null())
            .env("LONGWAVE_DATA", data.path())
            .envs(environment.iter().copied());
        Self::start_command(command, "127.0.0.1:0", media, data)
    }

    /// A station whose archive is on a disk of its own of so many kilobytes, which it alone sees: below
    /// `/proc/PID/root` for others. The variables are in its environment.
    pub(crate) fn start_with_small_disk(kilobytes: u32, environment: &[(&str, &str)]) -> Self {
        let data = tempfile::tempdir().expect("a directory");
        fs::create_dir(data.path().join("archive")).expect("a folder");
        let mut command = Command::new("unshare");
        let mount = format!("mount -t tmpfs -o size={kilobytes}k tmpfs \"$LONGWAVE_DATA/archive\"");
        command
            .args(["--map-root-user", "--mount", "sh", "-c", &format!("{mount} && exec \"$0\" \"$@\"")])
            .arg(env!("CARGO_BIN_EXE_longwave"))
            .current_dir(data.path())
            .stdin(Stdio::null())
            .env("LONGWAVE_DATA", data.path())
            .envs(environment.iter().copied());
        Self::start_command(command, "127.0.0.1:0", &shelf(), data)
    }

    /// A station that a service manager starts, which listens at `port` for it.
    pub(crate) fn start_as_service(port: TcpListener, media: &Path, environment: &[(&str, &str)]) -> Self {
        let data = tempfile::tempdir().expect("a directory");
        let mut command = Command::new("sh");
        // The shell has the process that becomes the program, as the service manager says which one it means.
        command
            .args(["-c", "exec 3<&0 </dev/null; LISTEN_PID=$$ exec \"$0\" \"$@\""])
            .arg(env!("CARGO_BIN_EXE_longwave"))
            .current_dir(data.path())
            .stdin(OwnedFd::from(port))
            .env("LONGWAVE_DATA", data.path())
            .env("LISTEN_FDS", "1")
            .envs(environment.iter().copied());
        Self::start_command(command, "127.0.0.1:0", media, data)
    }

    /// The same, at an address and with a data directory that were used before.
    pub(crate) fn start_at(listen: &str, media: &Path, data: TempDir) -> Self {
        Self::start_command(longwave(data.path()), listen, media, data)
    }

    /// A station at a port and with a data directory that were chosen before, and these variables in its environment.
    pub(crate) fn start_at_with(
        listen: &str,
        media: &Path,
        data: TempDir,
        environment: &[(&str, &str)],
    ) -> Self {
        let mut command = longwave(data.path());
        command.envs(environment.iter().copied());
        Self::start_command(command, listen, media, data)
    }

    /// Has a new process take over with the same data, as a new version does. The one before has to end by itself.
    pub(crate) fn take_over(&mut self, media: &Path) {
        self.take_over_at(&[], media, &[]);
    }

    /// The same, with these variables in the new one's environment.
    pub(crate) fn take_over_with(&mut self, media: &Path, environment: &[(&str, &str)]) {
        self.take_over_at(&["--listen", "127.0.0.1:0"], media, environment);
    }

    fn take_over_at(&mut self, listen: &[&str], media: &Path, environment: &[(&str, &str)]) {
        let mut command = longwave(self.data.path());
        command.args(["serve", "--take-over"]).envs(environment.iter().copied());
        let data = std::mem::replace(&mut self.data, tempfile::tempdir().expect("a directory"));
        let new = Self::start_listening(command, listen, media, data);
        assert_eq!(new.address, self.address, "it has the port");
        let mut before = std::mem::replace(self, new);
        assert!(bounded::end(&mut before.child).success(), "{:#?}", before.log());
    }

    fn start_command(command: Command, listen: &str, media: &Path, data: TempDir) -> Self {
        Self::start_listening(command, &["--listen", listen], media, data)
    }

    #[expect(
        clippy::zombie_processes,
        reason = "it is waited for when it is dropped, and if it is not ready it ended"
    )]
    fn start_listening(mut command: Command, listen: &[&str], media: &Path, data: TempDir) -> Self {
        let mut child = command
            .args(listen)
            .arg("--media")
            .arg(media)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let limit = Limit::of_station(&child);
        let log = lines(child.stderr.take().expect("its log"));
        let mut said = Vec::new();
        for line in BufReader::new(child.stdout.take().expect("its output")).lines() {
            said.push(line.expect("text"));
            let states = ["longwave: on air at http", "longwave: stands by at http"];
            let address =
                said.last().and_then(|line| states.iter().find_map(|state| line.strip_prefix(state)));
            let address = address.map(|rest| rest.trim_start_matches('s').trim_start_matches("://"));
            if let Some(address) = address.map(|address| address.trim_end_matches('/').parse()) {
                let address = address.expect("an address");
                return Self { child, address, said, log, seen: Vec::new(), data, _limit: limit };
            }
        }
        panic!("it ended before it was ready: {said:?} {:?}", log.into_iter().collect::<Vec<_>>());
    }

    /// Its process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// A new connection to it.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("it accepts connections");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
        stream
    }

    /// The same, from another address of this machine.
    pub(crate) fn connect_from(&self, from: &str) -> TcpStream {
        connect_from(self.address, from)
    }

    /// Its data directory.
    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }

    /// What it answers to GET: everything, the connection being closed after it.
    pub(crate) fn get(&self, path: &str) -> String {
        let mut stream = self.connect();
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        std::io::Write::write_all(&mut stream, request.as_bytes()).expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// The sum of a metric over all its labels that contain `label`.
    pub(crate) fn metric(&self, name: &str, label: &str) -> f64 {
        let answer = self.get("/metrics");
        let is_it = |line: &&str| {
            line.strip_prefix(name).is_some_and(|rest| rest.starts_with(['{', ' '])) && line.contains(label)
        };
        let value = |line: &str| line.rsplit(' ').next().and_then(|value| value.parse::<f64>().ok());
        answer.lines().filter(is_it).filter_map(value).sum()
    }

    /// Resident memory in bytes.
    pub(crate) fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid())).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a figure");
        line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") * 1_024
    }

    /// How many threads it has.
    pub(crate) fn threads(&self) -> usize {
        fs::read_dir(format!("/proc/{}/task", self.pid())).expect("it runs").count()
    }

    /// Waits for a log line that contains `text`, and returns it.
    pub(crate) fn wait_for_log(&mut self, text: &str) -> String {
        if let Some(line) = self.seen.iter().find(|line| line.contains(text)) {
            return line.clone();
        }
        let until = Instant::now() + PATIENCE;
        loop {
            match self.log.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    self.seen.push(line.clone());
                    if line.contains(text) {
                        return line;
                    }
                }
                Err(RecvTimeoutError::Timeout) => panic!("no {text:?} in the log: {:#?}", self.seen),
                Err(RecvTimeoutError::Disconnected) => panic!("it ended: {:#?}", self.seen),
            }
        }
    }

    /// Forgets what it has logged up to now.
    pub(crate) fn forget_log(&mut self) {
        self.seen.clear();
    }

    /// Everything it has logged up to now.
    pub(crate) fn log(&mut self) -> &[String] {
        self.seen.extend(self.log.try_iter());
        &self.seen
    }

    /// Tells it to stop, as a service manager does.
    pub(crate) fn terminate(&self) {
        assert!(bounded::status(Command::new("kill").arg(self.pid().to_string())).success());
    }

    /// Ends it at once, wherever it is.
    pub(crate) fn kill(&self) {
        assert!(bounded::status(Command::new("kill").args(["-9", &self.pid().to_string()])).success());
    }

    /// Waits until it ends by itself; returns how.
    #[cfg(feature = "nats")]
    pub(crate) fn wait_for_end(mut self) -> ExitStatus {
        bounded::end(&mut self.child)
    }

    /// Tells it to stop and waits for that; returns how it ended and how long that took.
    pub(crate) fn stop(mut self) -> (ExitStatus, Duration, TempDir) {
        let started = Instant::now();
        // One that was killed already cannot be told.
        bounded::status(Command::new("kill").arg(self.pid().to_string()).stderr(Stdio::null()));
        let status = bounded::end(&mut self.child);
        let data = std::mem::replace(&mut self.data, tempfile::tempdir().expect("a directory"));
        (status, started.elapsed(), data)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A new connection to `address` from another address of this machine.
pub(crate) fn connect_from(address: SocketAddr, from: &str) -> TcpStream {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    let from: SocketAddr = format!("{from}:0").parse().expect("an address");
    socket.bind(&from.into()).expect("an address of this machine");
    socket.connect(&address.into()).expect("it accepts connections");
    let stream = TcpStream::from(socket);
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
    stream
}

/// Asks again until `done`, or fails saying what was waited for. Work that lets others go before takes long on a busy machine.
pub(crate) fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let (_never, pause) = sync_channel::<()>(0);
    let until = Instant::now() + 4 * PATIENCE;
    while !done() {
        assert!(Instant::now() < until, "waited in vain for {what}");
        // Nobody sends: this is a pause between two questions, of which the API lets strangers ask 20 a second.
        let _: Result<(), RecvTimeoutError> = pause.recv_timeout(Duration::from_millis(60));
    }
}

fn lines(from: ChildStderr) -> Receiver<String> {
    let (to, lines) = sync_channel(10_000);
    thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if to.send(line).is_err() {
                return;
            }
        }
    });
    lines
}
