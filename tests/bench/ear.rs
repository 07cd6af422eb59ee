//! Sound that can be told apart sample by sample, and a listener that says when it came.

use std::f32::consts::TAU;
use std::net::TcpStream;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use opus::{Channels, Decoder};
use tungstenite::Message;

pub(crate) const RATE: f32 = 48_000.0;
/// Samples of a packet of 20 ms.
pub(crate) const PACKET: usize = 960;
/// A click is so many samples, 5 ms, of a high tone.
const CLICK: u64 = 240;
const CLICK_HZ: f32 = 6_000.0;
const CLICK_LEVEL: f32 = 0.7;
/// What AutoDJ plays: so low that no corner of it is taken for a click, and whole waves in a packet.
pub(crate) const TONE_HZ: f32 = 250.0;
/// The second difference of a click at its full level.
const CORNER: f32 = CLICK_LEVEL * 0.586;
/// Packets that may wait to be looked at.
const MOST_WAITING: usize = 10_000;

/// The sample `n` of a click every `every` samples.
pub(crate) fn click(n: u64, every: u64) -> f32 {
    let at = n % every;
    if at < CLICK { CLICK_LEVEL * (TAU * CLICK_HZ * at as f32 / RATE).sin() } else { 0.0 }
}

/// A file of samples, as WAV.
pub(crate) fn wav(samples: impl ExactSizeIterator<Item = f32>) -> Vec<u8> {
    let size = samples.len() as u32 * 2;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + size).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend(48_000_u32.to_le_bytes());
    file.extend(96_000_u32.to_le_bytes());
    file.extend(b"\x02\0\x10\0data");
    file.extend(size.to_le_bytes());
    file.extend(samples.flat_map(|sample| ((sample * 32_767.0) as i16).to_le_bytes()));
    file
}

/// A packet that came.
pub(crate) struct Heard {
    pub(crate) at: Instant,
    samples: Vec<f32>,
}

impl Heard {
    /// When a sample is heard by who plays the packet as it comes.
    pub(crate) fn moment(&self, sample: usize) -> Instant {
        self.at + Duration::from_secs_f32(sample as f32 / RATE)
    }

    /// The samples at which something begins or goes on that is as sharp as this share of a click.
    fn corners(&self, share: f32) -> impl DoubleEndedIterator<Item = usize> {
        let corner = |three: &[f32]| (three[0] - 2.0 * three[1] + three[2]).abs();
        let all = self.samples.windows(3).map(corner).enumerate().collect::<Vec<_>>();
        all.into_iter().filter(move |(_, corner)| *corner > share * CORNER).map(|(at, _)| at)
    }

    pub(crate) fn first_click(&self, share: f32) -> Option<Instant> {
        self.corners(share).next().map(|sample| self.moment(sample))
    }

    pub(crate) fn last_click(&self, share: f32) -> Option<Instant> {
        self.corners(share).next_back().map(|sample| self.moment(sample))
    }

    /// How loud AutoDJ's tone is in it.
    pub(crate) fn tone(&self) -> f32 {
        let (mut re, mut im) = (0.0, 0.0);
        for (n, sample) in self.samples.iter().enumerate() {
            let (sin, cos) = (TAU * TONE_HZ * n as f32 / RATE).sin_cos();
            (re, im) = (re + sample * cos, im + sample * sin);
        }
        2.0 * re.hypot(im) / PACKET as f32
    }
}

/// A listener of a station's WebSocket, on a thread of its own.
pub(crate) struct Ear(Receiver<Heard>);

impl Ear {
    pub(crate) fn join(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        stream.set_nodelay(true).expect("a socket");
        let address = format!("ws://127.0.0.1:{port}/main/ws?delivery=20&burst=0");
        let (mut socket, _) = tungstenite::client(address, stream).expect("a WebSocket");
        let (tell, heard) = sync_channel(MOST_WAITING);
        thread::spawn(move || {
            let mut decoder = Decoder::new(RATE as u32, Channels::Stereo).expect("a decoder");
            while let Ok(message) = socket.read() {
                let (Message::Binary(bytes), at) = (message, Instant::now()) else { continue };
                let mut stereo = [0.0; 2 * PACKET];
                // One packet a message: 24 bytes of head, two of length.
                let count = decoder.decode_float(&bytes[26..], &mut stereo, false).expect("a packet");
                let samples = stereo[..2 * count].iter().step_by(2).copied().collect();
                if tell.send(Heard { at, samples }).is_err() {
                    return;
                }
            }
        });
        Self(heard)
    }

    /// What comes next.
    pub(crate) fn next(&self) -> Heard {
        self.0.recv_timeout(Duration::from_secs(20)).expect("the station plays on")
    }

    /// Passes over what has come up to now.
    pub(crate) fn catch_up(&self) {
        while self.0.try_recv().is_ok() {}
    }

    /// The first moment that `found` sees in what comes.
    pub(crate) fn until(&self, mut found: impl FnMut(&Heard) -> Option<Instant>) -> Instant {
        let until = Instant::now() + Duration::from_secs(30);
        loop {
            if let Some(at) = found(&self.next()) {
                return at;
            }
            assert!(Instant::now() < until, "listened in vain");
        }
    }
}
