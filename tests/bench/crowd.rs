//! Listeners by the thousand, on one thread.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream as Blocking;
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

/// What a crowd heard.
#[derive(Default)]
pub(crate) struct Heard {
    pub(crate) messages: usize,
    pub(crate) bytes: usize,
    /// Messages whose first frame was not the one after the last.
    pub(crate) gaps: usize,
}

pub(crate) struct Crowd {
    poll: Poll,
    members: Vec<Member>,
}

struct Member {
    stream: TcpStream,
    /// Bytes of a message that is not complete yet; empty for a member that only counts bytes.
    partial: Vec<u8>,
    understands: bool,
    next: Option<u64>,
}

impl Crowd {
    /// Listeners of a station's WebSocket.
    pub(crate) fn join(port: u16, count: usize, query: &str) -> Self {
        let request = format!(
            "GET /main/ws{query} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        Self::open(port, count, Some(&request))
    }

    /// Sockets that are only read.
    pub(crate) fn connect(port: u16, count: usize) -> Self {
        Self::open(port, count, None)
    }

    fn open(port: u16, count: usize, request: Option<&str>) -> Self {
        let poll = Poll::new().expect("a poll");
        let members = (0..count).map(|number| {
            let mut stream = Blocking::connect(("127.0.0.1", port)).expect("a connection");
            if let Some(request) = request {
                stream.write_all(request.as_bytes()).expect("it reads");
                read_head(&mut stream);
            }
            stream.set_nonblocking(true).expect("a socket");
            let mut stream = TcpStream::from_std(stream);
            poll.registry().register(&mut stream, Token(number), Interest::READABLE).expect("a socket");
            Member { stream, partial: Vec::new(), understands: request.is_some(), next: None }
        });
        let members = members.collect();
        Self { poll, members }
    }

    /// Listens for so long.
    pub(crate) fn listen(&mut self, time: Duration) -> Heard {
        let until = Instant::now() + time;
        let mut heard = Heard::default();
        while Instant::now() < until {
            self.turn(until, &mut heard);
        }
        heard
    }

    /// Listens until there was sound.
    pub(crate) fn listen_until_sound(&mut self) {
        let until = Instant::now() + Duration::from_secs(20);
        let mut heard = Heard::default();
        while heard.messages == 0 {
            assert!(Instant::now() < until, "no sound in 20 s");
            self.turn(until, &mut heard);
        }
    }

    fn turn(&mut self, until: Instant, heard: &mut Heard) {
        let mut events = Events::with_capacity(1_024);
        self.poll.poll(&mut events, Some(until.saturating_duration_since(Instant::now()))).expect("events");
        for event in &events {
            self.members[event.token().0].read(heard);
        }
    }
}

impl Member {
    fn read(&mut self, heard: &mut Heard) {
        let mut bytes = [0; 16_384];
        loop {
            match self.stream.read(&mut bytes) {
                Ok(0) => return,
                Ok(count) => {
                    heard.bytes += count;
                    if self.understands {
                        self.partial.extend_from_slice(&bytes[..count]);
                        while self.message(heard) {}
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) => panic!("a connection broke: {error}"),
            }
        }
    }

    /// Takes one message out of what came; false if there is none whole.
    fn message(&mut self, heard: &mut Heard) -> bool {
        let bytes = &self.partial;
        let (header, length) = match bytes.get(1) {
            Some(126) if bytes.len() >= 4 => (4, usize::from(u16::from_be_bytes([bytes[2], bytes[3]]))),
            Some(length) if *length < 126 => (2, usize::from(*length)),
            _ => return false,
        };
        if bytes.len() < header + length {
            return false;
        }
        if bytes[0] == 0x82 {
            let number = |at: usize, count: usize| {
                bytes[header + at..header + at + count].iter().fold(0u64, |n, byte| n << 8 | u64::from(*byte))
            };
            let first = number(8, 8);
            heard.messages += 1;
            heard.gaps += usize::from(self.next.is_some_and(|next| next != first));
            self.next = Some(first + number(2, 2));
        }
        self.partial.drain(..header + length);
        true
    }
}

fn read_head(stream: &mut Blocking) {
    let (mut head, mut byte) = (Vec::new(), [0; 1]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).expect("an answer");
        head.push(byte[0]);
    }
    assert!(head.starts_with(b"HTTP/1.1 101 "), "{}", String::from_utf8_lossy(&head));
}
