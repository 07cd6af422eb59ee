//! A listener's WebSocket as a test sees it.

use std::io::ErrorKind;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::Value;
use socket2::{Domain, Socket, Type};
use tungstenite::client::IntoClientRequest;
use tungstenite::protocol::Message;
use tungstenite::{Error, WebSocket};

use crate::running::{PATIENCE, Running};

/// A listener.
pub(crate) struct Client {
    socket: WebSocket<TcpStream>,
    /// The subprotocol the server chose.
    pub(crate) protocol: Option<String>,
}

/// What came.
#[derive(Debug)]
pub(crate) enum Came {
    /// A JSON object.
    Text(Value),
    /// Sound.
    Sound(Sound),
    /// The close code, if one was given; nothing follows.
    Closed(Option<u16>),
}

/// A binary message, taken apart by what the contract says.
#[derive(Debug)]
pub(crate) struct Sound {
    pub(crate) first: u64,
    pub(crate) time_us: u64,
    pub(crate) frames: Vec<Vec<u8>>,
}

impl Client {
    /// Joins with this query.
    pub(crate) fn join(running: &Running, query: &str) -> Self {
        Self::try_join(running, query, &["longwave.v1"]).expect("a WebSocket")
    }

    /// Joins the station `slug`.
    pub(crate) fn join_at(running: &Running, slug: &str) -> Self {
        Self::over(running.connect(), running, (slug, ""), &[]).expect("a WebSocket")
    }

    /// Joins over a connection that holds little on this side.
    pub(crate) fn join_slowly(running: &Running, query: &str) -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        socket.set_recv_buffer_size(16 * 1_024).expect("a small buffer");
        socket.connect(&running.address.into()).expect("it accepts connections");
        socket.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        Self::over(socket.into(), running, ("main", query), &[]).expect("a WebSocket")
    }

    /// Joins, offering these subprotocols; the error is the status and the body of the answer.
    pub(crate) fn try_join(
        running: &Running,
        query: &str,
        protocols: &[&str],
    ) -> Result<Self, (u16, String)> {
        Self::over(running.connect(), running, ("main", query), protocols)
    }

    /// Joins over a connection to a proxy, at this address.
    pub(crate) fn join_by(stream: TcpStream, address: &str) -> Self {
        let request = address.into_client_request().expect("an address");
        let (socket, _) = tungstenite::client(request, stream).expect("a WebSocket");
        Self { socket, protocol: None }
    }

    fn over(
        stream: TcpStream,
        running: &Running,
        (slug, query): (&str, &str),
        protocols: &[&str],
    ) -> Result<Self, (u16, String)> {
        let mut request =
            format!("ws://{}/{slug}/ws{query}", running.address).into_client_request().expect("an address");
        if !protocols.is_empty() {
            let list = protocols.join(", ").parse().expect("a header");
            request.headers_mut().insert("sec-websocket-protocol", list);
        }
        match tungstenite::client(request, stream) {
            Ok((socket, response)) => {
                let protocol = response.headers().get("sec-websocket-protocol");
                Ok(Self { socket, protocol: protocol.map(|name| name.to_str().expect("text").to_owned()) })
            }
            Err(tungstenite::HandshakeError::Failure(Error::Http(response))) => {
                let body = response.body().clone().unwrap_or_default();
                Err((response.status().as_u16(), String::from_utf8_lossy(&body).into_owned()))
            }
            Err(error) => panic!("no answer: {error}"),
        }
    }

    /// What comes next.
    pub(crate) fn next(&mut self) -> Came {
        loop {
            match self.socket.read() {
                Ok(Message::Text(text)) => return Came::Text(serde_json::from_str(&text).expect("JSON")),
                Ok(Message::Binary(bytes)) => return Came::Sound(Sound::parse(&bytes)),
                Ok(Message::Close(frame)) => return Came::Closed(frame.map(|frame| frame.code.into())),
                Ok(_) => {}
                Err(Error::ConnectionClosed | Error::AlreadyClosed) => return Came::Closed(None),
                Err(error) => panic!("the connection broke: {error}"),
            }
        }
    }

    /// The next message that is a text of this type; what comes before it is passed over.
    pub(crate) fn text(&mut self, kind: &str) -> Value {
        let until = Instant::now() + PATIENCE;
        loop {
            // Sound goes on for ever, whether it comes or not.
            assert!(Instant::now() < until, "waited in vain for {kind}");
            match self.next() {
                Came::Text(text) if text["type"] == kind => return text,
                Came::Closed(code) => panic!("closed with {code:?} before {kind}"),
                Came::Text(_) | Came::Sound(_) => {}
            }
        }
    }

    /// The next message that is sound.
    pub(crate) fn sound(&mut self) -> Sound {
        loop {
            match self.next() {
                Came::Sound(sound) => return sound,
                Came::Closed(code) => panic!("closed with {code:?} before sound"),
                Came::Text(_) => {}
            }
        }
    }

    /// The code the server closes with; what comes before that is passed over.
    pub(crate) fn closed(&mut self) -> Option<u16> {
        let until = Instant::now() + PATIENCE;
        loop {
            assert!(Instant::now() < until, "waited in vain for its end");
            if let Came::Closed(code) = self.next() {
                return code;
            }
        }
    }

    /// Everything that comes within `time`.
    pub(crate) fn sounds_within(&mut self, time: Duration) -> Vec<Sound> {
        let until = Instant::now() + time;
        let mut sounds = Vec::new();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            self.socket.get_ref().set_read_timeout(Some(left)).expect("a timeout");
            match self.socket.read() {
                Ok(Message::Binary(bytes)) => sounds.push(Sound::parse(&bytes)),
                Ok(_) => {}
                Err(Error::Io(error))
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    break;
                }
                Err(error) => panic!("the connection broke: {error}"),
            }
        }
        self.socket.get_ref().set_read_timeout(Some(PATIENCE)).expect("a timeout");
        sounds
    }

    /// Puts a message where [`flush`](Self::flush) sends it from.
    pub(crate) fn write(&mut self, message: Message) {
        self.socket.write(message).expect("room for it");
    }

    /// Sends what was written, at once.
    pub(crate) fn flush(&mut self) {
        self.socket.flush().expect("the server reads");
    }

    /// Sends a message.
    pub(crate) fn say(&mut self, message: Message) {
        self.socket.send(message).expect("the server reads");
    }
}

impl Sound {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let number = |at: usize, length: usize| {
            bytes[at..at + length].iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte))
        };
        assert_eq!((bytes[0], bytes[1], number(4, 4)), (1, 0, 0), "kind, flags and reserved");
        let mut frames = Vec::new();
        let mut at = 24;
        while at < bytes.len() {
            let length = number(at, 2) as usize;
            frames.push(bytes[at + 2..at + 2 + length].to_vec());
            at += 2 + length;
        }
        assert_eq!(frames.len() as u64, number(2, 2), "as many frames as it says");
        Self { first: number(8, 8), time_us: number(16, 8), frames }
    }

    /// The number after its last frame.
    pub(crate) fn end(&self) -> u64 {
        self.first + self.frames.len() as u64
    }
}
