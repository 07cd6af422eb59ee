//! One listener of a crowd.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};

use mio::event::Event;
use mio::net::TcpStream;
use socket2::{Domain, Protocol, Socket, Type};

use super::answer::{self, Answer, Sound};
use super::connection::{Encryption, LoadConnection};
use super::ogg::{Known, Ogg};
use super::tally::Tally;
use super::target::TargetKind;
use super::websocket::WsReader;
use super::{Broken, Plan, ReceivedSound, SILENCE_US, Step};
use crate::clock::Clock;

/// Bytes read at a time, and what may be left over from the last time: more than any message has.
const READ: usize = 256 * 1_024;
const MOST_LEFT: usize = 160 * 1_024;

/// State that all listeners share.
pub(super) struct Shared<'a> {
    pub(super) clock: &'a dyn Clock,
    pub(super) kind: TargetKind,
    /// The requests of the listeners, in turn.
    requests: Vec<String>,
    pub(super) tally: Tally,
    encryption: Option<Encryption>,
    known: Known,
    buffer: Vec<u8>,
}

/// A connection, and how far its stream was understood.
pub(super) struct TestListener {
    line: LoadConnection,
    /// The number of the listener, by which it has its request.
    number: usize,
    state: State,
    /// The beginning of a message that came in several pieces. Most come in one.
    left: Vec<u8>,
    asked_us: u64,
    /// Time of the latest sound; 0 before the first.
    last_us: u64,
    /// Duration of the latest sound; 0 if unknown.
    lasts_us: u64,
    fell_silent: bool,
}

enum State {
    Connecting,
    Asked,
    LongwaveV1(WsReader),
    Ogg(Ogg),
    Unknown,
}

/// Outcome of an event for a listener.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Stays,
    /// It never was let in.
    Refused(String),
    /// It was sent away, or the line broke.
    Lost(String),
    /// It received invalid data.
    Broken(&'static str),
}

impl<'a> Shared<'a> {
    pub(super) fn new(plan: &Plan, clock: &'a dyn Clock) -> Result<Self, rustls::Error> {
        let target = &plan.target;
        Ok(Self {
            encryption: target.tls_host.as_deref().map(Encryption::new).transpose()?,
            clock,
            kind: target.kind,
            requests: target.requests(plan.listeners, plan.back),
            tally: Tally::new(),
            known: Known::new(),
            buffer: vec![0; MOST_LEFT + READ],
        })
    }
}

impl TestListener {
    /// Begins to connect as the listener `number`, from the address `from` if there is one.
    pub(super) fn connect(
        number: usize,
        to: SocketAddr,
        from: Option<IpAddr>,
        shared: &Shared<'_>,
    ) -> io::Result<Self> {
        let asked_us = shared.clock.now_us();
        let socket = Socket::new(Domain::for_address(to), Type::STREAM, Some(Protocol::TCP))?;
        socket.set_nonblocking(true)?;
        if let Some(from) = from {
            socket.bind(&SocketAddr::new(from, 0).into())?;
        }
        match socket.connect(&to.into()) {
            Err(error) if !is_under_way(&error) => return Err(error),
            _ => {}
        }
        let line = LoadConnection::new(TcpStream::from_std(socket.into()), shared.encryption.as_ref())?;
        Ok(Self {
            line,
            number,
            state: State::Connecting,
            left: Vec::new(),
            asked_us,
            last_us: 0,
            lasts_us: 0,
            fell_silent: false,
        })
    }

    pub(super) fn socket(&mut self) -> &mut TcpStream {
        self.line.socket()
    }

    /// Returns whether it has received sound.
    pub(super) fn hears(&self) -> bool {
        self.last_us > 0
    }

    /// Returns whether it has waited too long for its first sound.
    pub(super) fn is_overdue(&self, now_us: u64) -> bool {
        !self.hears() && now_us.saturating_sub(self.asked_us) > SILENCE_US
    }

    /// Counts how late the next sound is by now: it may never come, and then nothing else would tell.
    pub(super) fn close(&mut self, now_us: u64, tally: &mut Tally) {
        let late_us = now_us.saturating_sub(self.last_us).saturating_sub(self.lasts_us);
        if self.hears() && late_us > 0 {
            self.late(late_us, self.lasts_us > 0, tally);
        }
    }

    /// Looks after what the system tells of its socket.
    pub(super) fn react(&mut self, event: &Event, shared: &mut Shared<'_>) -> Fate {
        if matches!(self.state, State::Connecting) {
            match self.ask(&shared.requests[self.number % shared.requests.len()]) {
                Ok(true) => self.state = State::Asked,
                Ok(false) => return Fate::Stays,
                Err(error) => return Fate::Refused(in_words(&error)),
            }
        }
        if event.is_readable() || event.is_read_closed() || event.is_error() {
            return self.receive(event.is_read_closed() || event.is_error(), shared);
        }
        Fate::Stays
    }

    /// Asks for the stream, if the connection is there.
    fn ask(&mut self, request: &str) -> io::Result<bool> {
        if let Some(error) = self.socket().take_error()? {
            return Err(error);
        }
        match self.socket().peer_addr() {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotConnected || is_under_way(&error) => {
                return Ok(false);
            }
            Err(error) => return Err(error),
        }
        self.line.say(request.as_bytes())?;
        Ok(true)
    }

    /// Takes in what the socket has. It is told of once, so all of it; `to_the_end` if an end is known of.
    fn receive(&mut self, to_the_end: bool, shared: &mut Shared<'_>) -> Fate {
        loop {
            let held = self.left.len();
            let mut buffer = std::mem::take(&mut shared.buffer);
            buffer[..held].copy_from_slice(&self.left);
            let came = self.line.read(&mut buffer[held..held + READ]);
            let fate = match &came {
                Ok(0) => self.over("the server ended the connection"),
                Ok(count) => self.take(&buffer[..held + count], *count, shared),
                Err(error) if error.kind() == ErrorKind::Interrupted => Fate::Stays,
                Err(error) if error.kind() == ErrorKind::WouldBlock => Fate::Stays,
                Err(error) => self.over(&in_words(error)),
            };
            shared.buffer = buffer;
            let is_all = match came {
                // What comes after a read that found less than it could take is told of again.
                Ok(count) => count < READ && !to_the_end && !self.line.is_encrypted(),
                Err(error) => error.kind() != ErrorKind::Interrupted,
            };
            if fate != Fate::Stays || is_all {
                return fate;
            }
        }
    }

    fn over(&self, why: &str) -> Fate {
        match self.state {
            State::Connecting | State::Asked => Fate::Refused(why.to_owned()),
            _ => Fate::Lost(why.to_owned()),
        }
    }

    /// Understands `bytes`, of which the last `came` are new, as far as they go, and keeps the rest.
    fn take(&mut self, bytes: &[u8], came: usize, shared: &mut Shared<'_>) -> Fate {
        let now_us = shared.clock.now_us();
        shared.tally.bytes += came as u64;
        let mut rest = bytes;
        while !rest.is_empty() {
            match self.step(rest, shared) {
                Ok(Step::More) => break,
                Ok(Step::Took(length, heard)) => {
                    rest = &rest[length..];
                    match heard {
                        ReceivedSound::Sound { us, skipped } => {
                            shared.tally.skipped += skipped;
                            self.sound(Some(us), now_us, &mut shared.tally);
                        }
                        ReceivedSound::Unknown => self.sound(None, now_us, &mut shared.tally),
                        ReceivedSound::End => return Fate::Lost("the station signed off".to_owned()),
                        ReceivedSound::Aside => {}
                    }
                }
                Err(fate) => return fate,
            }
        }
        if rest.len() > MOST_LEFT {
            return Fate::Broken("a message is longer than any should be");
        }
        if rest.is_empty() {
            // Gives its memory back, too.
            self.left = Vec::new();
        } else {
            self.left.clear();
            self.left.extend_from_slice(rest);
        }
        Fate::Stays
    }

    fn step(&mut self, bytes: &[u8], shared: &mut Shared<'_>) -> Result<Step, Fate> {
        let step = match &mut self.state {
            State::Connecting | State::Asked => return self.answer(bytes, shared.kind),
            State::LongwaveV1(socket) => socket.step(bytes),
            State::Ogg(ogg) => ogg.step(bytes, &mut shared.known),
            State::Unknown => Ok(Step::Took(bytes.len(), ReceivedSound::Unknown)),
        };
        step.map_err(|Broken(why)| Fate::Broken(why))
    }

    fn answer(&mut self, bytes: &[u8], kind: TargetKind) -> Result<Step, Fate> {
        match answer::read(bytes, kind) {
            Answer::More => Ok(Step::More),
            Answer::Refused(why) => Err(Fate::Refused(why)),
            Answer::Begins { length, sound } => {
                self.state = match sound {
                    Sound::LongwaveV1 => State::LongwaveV1(WsReader::default()),
                    Sound::Ogg => State::Ogg(Ogg::default()),
                    Sound::Unknown => State::Unknown,
                };
                Ok(Step::Took(length, ReceivedSound::Aside))
            }
        }
    }

    /// There was sound that lasts so long, if that is known.
    fn sound(&mut self, us: Option<u64>, now_us: u64, tally: &mut Tally) {
        tally.messages += 1;
        if self.last_us == 0 {
            tally.joined += 1;
            tally.first_sound.add(now_us - self.asked_us);
        } else {
            let late_us = (now_us - self.last_us).saturating_sub(us.unwrap_or(0));
            self.late(late_us, us.is_some(), tally);
        }
        (self.last_us, self.lasts_us) = (now_us, us.unwrap_or(0));
    }

    /// A gap of sound was so much too long, as far as it is known how long it should be.
    fn late(&mut self, late_us: u64, is_known: bool, tally: &mut Tally) {
        if is_known {
            tally.gaps.add(late_us);
        }
        if late_us > SILENCE_US && !self.fell_silent {
            self.fell_silent = true;
            tally.silent += 1;
        }
    }
}

/// Returns whether the error says only that the connection is in progress (connect(2)).
fn is_under_way(error: &io::Error) -> bool {
    error.kind() == ErrorKind::WouldBlock
        || error.raw_os_error() == Some(rustix::io::Errno::INPROGRESS.raw_os_error())
}

/// Describes an error for people.
pub(super) fn in_words(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::ConnectionRefused => "nobody serves that port (connection refused)".to_owned(),
        ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => "the server broke the connection".to_owned(),
        ErrorKind::TimedOut => "the server does not answer (timed out)".to_owned(),
        ErrorKind::AddrNotAvailable => {
            "no port or no such address is left to come from (--sources gives more)".to_owned()
        }
        _ => error.to_string(),
    }
}
