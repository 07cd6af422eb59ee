//! Icecast, where it is installed, fed with the sound of a station of ours, in pages of any length.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::MetadataExt;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use std::{fs, io};

use longwave::container::ogg_opus::OggOpus;
use longwave::format::{Cadence, Framing, StreamInfo};
use longwave::frame::{Codec, Frame, Rendition};
use tempfile::TempDir;
use tungstenite::Message;

use crate::process::{Cores, Process, pause, pinned};

const PROGRAM: &str = "icecast2";
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes of one frame's header in a message of sound, and of the message's own.
const SOUND_HEADER: usize = 24;

/// A running Icecast, with what feeds it.
pub(crate) struct Icecast {
    pub(crate) process: Process,
    is_over: Arc<AtomicBool>,
    feeding: Option<JoinHandle<()>>,
    /// What it plays comes from here; it has the crowd's core, and little to do.
    _station: Process,
    _folder: TempDir,
}

/// Its version, if it is installed.
pub(crate) fn version() -> Option<String> {
    let output = Command::new(PROGRAM).arg("-v").stderr(Stdio::null()).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

impl Icecast {
    /// Starts one that sends pages of so many milliseconds.
    pub(crate) fn start(page_ms: u64) -> Self {
        let station = Process::longwave(Cores::Crowd);
        let folder = tempfile::tempdir().expect("a directory");
        let port = free_port();
        let file = folder.path().join("icecast.xml");
        fs::write(&file, configuration(port, folder.path().metadata().expect("a folder").uid() == 0))
            .expect("a file");
        let mut command = pinned(PROGRAM, Cores::Server);
        command.arg("-c").arg(&file).current_dir(folder.path());
        let process = Process::start_at(command, port);
        let is_over = Arc::new(AtomicBool::new(false));
        let (over, from) = (Arc::clone(&is_over), station.port);
        let to = connect(port);
        let feeding = thread::spawn(move || feed(from, to, page_ms / 20, &over).expect("it is fed"));
        Self { process, is_over, feeding: Some(feeding), _station: station, _folder: folder }
    }
}

impl Drop for Icecast {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(feeding) = self.feeding.take() {
            drop(feeding.join());
        }
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

fn connect(port: u16) -> TcpStream {
    let until = Instant::now() + PATIENCE;
    loop {
        match TcpStream::connect(("127.0.0.1", port)) {
            Ok(stream) => return stream,
            Err(error) => assert!(Instant::now() < until, "Icecast does not start: {error}"),
        }
        pause(Duration::from_millis(50));
    }
}

/// Takes frames from the station at `from` and sends them on as pages of `frames_per_page`.
fn feed(from: u16, mut to: TcpStream, frames_per_page: u64, is_over: &AtomicBool) -> io::Result<()> {
    to.set_nodelay(true)?;
    to.write_all(
        b"SOURCE /main.opus HTTP/1.0\r\nAuthorization: Basic c291cmNlOmJlbmNo\r\n\
                   Content-Type: audio/ogg\r\nice-name: bench\r\n\r\n",
    )?;
    let mut answer = [0; 1_024];
    let length = to.read(&mut answer)?;
    assert!(answer.starts_with(b"HTTP/1.0 200"), "{}", String::from_utf8_lossy(&answer[..length]));
    let url = format!("ws://127.0.0.1:{from}/main/ws?delivery=20&burst=0");
    let (mut station, _) = tungstenite::connect(url).map_err(io::Error::other)?;
    let (mut framing, mut frames): (Option<OggOpus>, Vec<Frame>) = (None, Vec::new());
    while !is_over.load(Ordering::Relaxed) {
        let Message::Binary(message) = station.read().map_err(io::Error::other)? else { continue };
        let number = |at: usize| message[at..at + 8].iter().fold(0, |n, byte| n << 8 | u64::from(*byte));
        let seq = number(8);
        if framing.is_none() {
            if seq % frames_per_page != 0 {
                continue;
            }
            let rendition = &Rendition { pre_skip: 312, ..Rendition::new("bench", Codec::Opus, 96_000) };
            let stream = StreamInfo {
                station: "bench",
                base_path: "",
                rendition,
                first_seq: seq,
                cadence: Cadence::Us(frames_per_page * 20_000),
                frames_per_message: frames_per_page,
            };
            let begun = OggOpus::new(&stream);
            to.write_all(&begun.header())?;
            framing = Some(begun);
        }
        let payload = message.slice(SOUND_HEADER + 2..);
        frames.push(Frame { seq, time_us: 0, payload });
        if frames.len() as u64 == frames_per_page {
            to.write_all(
                &framing.as_ref().map_or_else(Default::default, |framing| framing.pack(&frames, None)),
            )?;
            frames.clear();
        }
    }
    Ok(())
}

/// As installed, but for more listeners, two seconds of sound at once, and no log.
fn configuration(port: u16, is_root: bool) -> String {
    let owner = "<changeowner><user>nobody</user><group>nogroup</group></changeowner>";
    let owner = if is_root { owner } else { "" };
    format!(
        "<icecast>
  <limits><clients>20000</clients><sources>2</sources><queue-size>524288</queue-size>
    <client-timeout>30</client-timeout><header-timeout>15</header-timeout><source-timeout>10</source-timeout>
    <burst-on-connect>1</burst-on-connect><burst-size>24000</burst-size></limits>
  <authentication><source-password>bench</source-password><relay-password>bench</relay-password>
    <admin-user>admin</admin-user><admin-password>bench</admin-password></authentication>
  <hostname>localhost</hostname>
  <listen-socket><port>{port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
  <fileserve>0</fileserve>
  <paths><basedir>/usr/share/icecast2</basedir><logdir>/tmp</logdir><webroot>/usr/share/icecast2/web</webroot>
    <adminroot>/usr/share/icecast2/admin</adminroot></paths>
  <logging><accesslog>-</accesslog><errorlog>-</errorlog><loglevel>1</loglevel></logging>
  <security><chroot>0</chroot>{owner}</security>
</icecast>"
    )
}
