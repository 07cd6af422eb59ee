//! The least that can be done: the same bytes to every socket, one `send` each.
//!
//! It answers each request as a station would and sends what a station would: messages of as many bytes, as
//! often, so that the same crowd listens to both.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use longwave::container::longwave_v1::{LongwaveV1, framed};
use longwave::container::ogg_opus::OggOpus;
use longwave::format::{Cadence, Framing, StreamInfo};
use longwave::frame::{Codec, Frame, Rendition};
use longwave::model::BasePath;

use crate::process::{Cores, Process, pause, pinned};

const FRAME_MS: u64 = 20;
/// Ends by itself should nobody end it.
const AT_MOST: Duration = Duration::from_mins(20);
const FIRST_FRAME: u64 = 1_000;

/// Starts one that sends this much sound at a time, `bytes` for each 20 ms.
pub(crate) fn start(kind: &str, period_ms: u64, bytes: usize) -> Process {
    let program = std::env::current_exe().expect("this program");
    let mut command = pinned(&program.to_string_lossy(), Cores::Server);
    command.args(["floor", kind, &period_ms.to_string(), &bytes.to_string()]);
    Process::start(command)
}

/// The program itself.
pub(crate) fn run(arguments: &[String]) {
    let number = |place: usize| arguments[place].parse::<u64>().expect("a number");
    let (is_websocket, period_ms, bytes) = (arguments[0] == "websocket", number(1), number(2) as usize);
    let frames_per_message = period_ms / FRAME_MS;
    let (framing, greeting) = framing(is_websocket, frames_per_message);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a socket");
    println!("floor at http://127.0.0.1:{}/", listener.local_addr().expect("an address").port());

    let (mut asking, mut listening) = (Vec::new(), Vec::<TcpStream>::new());
    let (begin, mut first) = (Instant::now(), FIRST_FRAME);
    while begin.elapsed() < AT_MOST {
        pause(Duration::from_millis((first - FIRST_FRAME) * FRAME_MS).saturating_sub(begin.elapsed()));
        let frames: Vec<Frame> = (first..first + frames_per_message).map(|seq| frame(seq, bytes)).collect();
        let message = framing.pack(&frames, None);
        listening.retain_mut(|socket| socket.write(&message).is_ok_and(|sent| sent == message.len()));
        first += frames_per_message;

        while let Ok((socket, _)) = listener.accept() {
            socket.set_nonblocking(true).expect("a socket");
            socket.set_nodelay(true).expect("a socket");
            asking.push(socket);
        }
        let asked = asking.extract_if(.., |socket| {
            let came = socket.read(&mut [0; 4_096]);
            !came.is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
        });
        for mut socket in asked {
            if socket.write_all(&greeting).is_ok() {
                listening.push(socket);
            }
        }
    }
}

/// 20 ms of stereo, as far as its first byte goes (RFC 6716 section 3.1).
fn frame(seq: u64, bytes: usize) -> Frame {
    Frame { seq, time_us: seq * FRAME_MS * 1_000, payload: vec![0xFC; bytes].into() }
}

/// How frames are sent, and what each listener gets first.
fn framing(is_websocket: bool, frames_per_message: u64) -> (Box<dyn Framing>, Vec<u8>) {
    if is_websocket {
        let head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                    Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
        let hello = framed(br#"{"type":"hello"}"#, actix_http::ws::OpCode::Text);
        let framing =
            LongwaveV1 { station: "main".to_owned(), base_path: BasePath::default(), has_captions: false };
        return (Box::new(framing), [head.as_bytes(), &hello].concat());
    }
    let rendition = &Rendition { pre_skip: 312, ..Rendition::new("floor", Codec::Opus, 96_000) };
    let cadence = Cadence::Us(frames_per_message * 20_000);
    let stream = StreamInfo {
        station: "main",
        base_path: "",
        rendition,
        first_seq: FIRST_FRAME,
        cadence,
        frames_per_message,
    };
    let framing = OggOpus::new(&stream);
    let head = "HTTP/1.1 200 OK\r\nContent-Type: audio/ogg\r\nConnection: close\r\n\r\n";
    let greeting = [head.as_bytes(), &framing.header()].concat();
    (Box::new(framing), greeting)
}
