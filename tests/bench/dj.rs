//! DJs that are measured: one that sends by the clock, and ffmpeg through a door that notes when it is let in.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use ogg::{PacketWriteEndInfo, PacketWriter};
use opus::{Application, Channels, Encoder};

use crate::ear::{PACKET, RATE, click};
use crate::process::pause;

/// `source:hackme-hackme`, as basic authentication has it.
const BASIC: &str = "Basic c291cmNlOmhhY2ttZS1oYWNrbWU=";

/// Sends clicks in Opus, a page of 20 ms at a time, when its own clock says so.
pub(crate) struct Dj {
    pages: PacketWriter<'static, TcpStream>,
    encoder: Encoder,
    /// When the station said that it may send.
    pub(crate) accepted: Instant,
    /// How long 20 ms are by its clock.
    period: Duration,
    every: u64,
    packets: u64,
    /// When each click began, as a sample in a page that was just sent.
    pub(crate) clicks: Vec<Instant>,
}

impl Dj {
    /// Goes live with a click every `every` samples, by a clock that is `ppm` fast.
    pub(crate) fn go_live(port: u16, every: u64, ppm: f64) -> Self {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        stream.set_nodelay(true).expect("a socket");
        let head = format!(
            "PUT /main HTTP/1.1\r\nAuthorization: {BASIC}\r\nContent-Type: audio/ogg\r\n\
             Expect: 100-continue\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("it reads");
        let mut answer = [0; 25];
        stream.read_exact(&mut answer).expect("an answer");
        assert_eq!(&answer, b"HTTP/1.1 100 Continue\r\n\r\n");
        let accepted = Instant::now();
        let mut encoder = Encoder::new(RATE as u32, Channels::Mono, Application::Audio).expect("an encoder");
        let skip = encoder.get_lookahead().expect("a figure") as u16;
        let mut pages = PacketWriter::new(stream);
        let mut head = b"OpusHead\x01\x01".to_vec();
        head.extend(skip.to_le_bytes());
        head.extend(48_000_u32.to_le_bytes());
        head.extend([0; 3]);
        pages.write_packet(head, 1, PacketWriteEndInfo::EndPage, 0).expect("it reads");
        let tags = b"OpusTags\x05\0\0\0bench\0\0\0\0".to_vec();
        pages.write_packet(tags, 1, PacketWriteEndInfo::EndPage, 0).expect("it reads");
        let period = Duration::from_secs_f64(0.02 / (1.0 + ppm * 1e-6));
        Self { pages, encoder, accepted, period, every, packets: 0, clicks: Vec::new() }
    }

    /// Sends for so long, by absolute deadlines.
    pub(crate) fn play(&mut self, time: Duration) {
        let begin = Instant::now();
        let count = time.as_nanos().div_ceil(self.period.as_nanos()) as u32;
        for number in 0..count {
            pause((self.period * number).saturating_sub(begin.elapsed()));
            let first = self.packets * PACKET as u64;
            let samples: Vec<f32> = (first..first + PACKET as u64).map(|n| click(n, self.every)).collect();
            let packet = self.encoder.encode_vec_float(&samples, 4_000).expect("a packet");
            self.packets += 1;
            let position = self.packets * PACKET as u64;
            self.pages.write_packet(packet, 1, PacketWriteEndInfo::EndPage, position).expect("it reads");
            let sent = Instant::now();
            let click = first.next_multiple_of(self.every);
            if click < first + PACKET as u64 {
                self.clicks.push(sent + Duration::from_secs_f32((click - first) as f32 / RATE));
            }
        }
    }

    /// Ends its connection, as the system does for a program that dies.
    pub(crate) fn die(mut self) {
        drop(self.pages.inner_mut().shutdown(Shutdown::Both));
    }
}

/// ffmpeg with its own settings, sending a file in real time.
pub(crate) struct Ffmpeg {
    child: Child,
    /// When the station said that it may send.
    accepted: Receiver<Instant>,
}

impl Ffmpeg {
    /// Nothing if there is no ffmpeg.
    pub(crate) fn go_live(port: u16, file: &Path, encoding: &[&str]) -> Option<Self> {
        let (door, accepted) = door(port);
        let child = Command::new("ffmpeg")
            .args(["-nostdin", "-v", "error", "-re", "-i"])
            .arg(file)
            .args(encoding)
            .arg(format!("icecast://source:hackme-hackme@127.0.0.1:{door}/main"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        Some(Self { child: child.ok()?, accepted })
    }

    pub(crate) fn accepted(&self) -> Instant {
        self.accepted.recv_timeout(Duration::from_secs(20)).expect("the station lets it in")
    }
}

impl Drop for Ffmpeg {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A port that leads to the station, once, and when the first word came back through it.
fn door(port: u16) -> (u16, Receiver<Instant>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let door = listener.local_addr().expect("an address").port();
    let (tell, accepted) = sync_channel(1);
    thread::spawn(move || {
        let (outside, _) = listener.accept().expect("a connection");
        let inside = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        for stream in [&outside, &inside] {
            stream.set_nodelay(true).expect("a socket");
        }
        let back = (inside.try_clone().expect("a socket"), outside.try_clone().expect("a socket"));
        thread::spawn(move || pass_on(back, |at| _ = tell.try_send(at)));
        pass_on((outside, inside), |_| {});
    });
    (door, accepted)
}

/// Passes bytes on until either end closes.
fn pass_on((mut from, mut to): (TcpStream, TcpStream), mut came: impl FnMut(Instant)) {
    let mut bytes = [0; 16_384];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        came(Instant::now());
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    drop(to.shutdown(Shutdown::Both));
}
