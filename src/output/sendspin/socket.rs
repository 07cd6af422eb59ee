//! Moves a session's messages over a WebSocket.

use std::future;
use std::io::ErrorKind;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use actix_http::ws::{CloseCode, CloseReason, ProtocolError};
use actix_ws::{AggregatedMessage, AggregatedMessageStream};
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

use super::audience::{AudienceEntry, SendspinAudience};
use super::choice::Offer;
use super::mounts;
use super::output::SessionOutput;
use super::session::PlayerSession;
use crate::broadcast::Broadcast;
use crate::frame::Frame;
use crate::model::ClientInfo;
use crate::mount::{Received, Start, Subscriber};
use crate::output::listener_limits::ListenerPermit;
use crate::output::open_listeners::{OpenGuard, OpenListeners};

/// The longest message a client may send, in bytes.
pub const MOST_MESSAGE: usize = 16 * 1_024;
/// A client that takes nothing for so long is gone.
const TAKES_WITHIN: Duration = Duration::from_secs(20);

/// A client that has just connected.
pub struct PlayerConnection {
    /// The station.
    pub station: Broadcast,
    /// Renditions and settings that the client is offered.
    pub offer: Offer,
    /// Identity of the client.
    pub client: ClientInfo,
    /// Its whole address, which bans are held against,
    pub address: IpAddr,
    /// and its `User-Agent`.
    pub agent: Vec<u8>,
    /// The listeners that are connected.
    pub open: OpenListeners,
    /// Its place among the listeners.
    pub permit: Option<ListenerPermit>,
    /// Audience in which the client is counted.
    pub audience: SendspinAudience,
}

/// Serves a client until it or the station leaves.
pub async fn serve(
    connection: PlayerConnection,
    (socket, messages): (actix_ws::Session, AggregatedMessageStream),
) {
    let session = PlayerSession::new(connection.offer.clone(), connection.station.clock().now_us());
    let client = ConnectedClient { connection, socket, session, feed: None, disconnected: Arc::default() };
    client.run(messages).await;
}

/// One client's socket and session.
struct ConnectedClient {
    connection: PlayerConnection,
    socket: actix_ws::Session,
    session: PlayerSession,
    feed: Option<Feed>,
    disconnected: Arc<Notify>,
}

/// Frames and titles of a rendition.
struct Feed {
    subscriber: Subscriber,
    /// Set if they are played.
    entry: Option<AudienceEntry>,
    /// A frame that the player has no room for yet.
    held: Option<Frame>,
    /// Its entry among the connected listeners.
    _open: Option<OpenGuard>,
}

/// Event that the session handles next.
enum Event {
    Message(Option<Result<AggregatedMessage, ProtocolError>>),
    Received(Received),
    Disconnected,
    /// A time that was waited for has come.
    Time,
}

/// The connection is over.
struct ConnectionOver;

impl ConnectedClient {
    async fn run(mut self, mut messages: AggregatedMessageStream) {
        while self.send_outputs().await.is_ok() {
            let event = self.next_event(&mut messages).await;
            let now_us = self.now_us();
            let handled = match event {
                Event::Message(Some(Ok(message))) => self.message(message, now_us).await,
                Event::Message(Some(Err(error))) => {
                    self.close(close_code(&error), "not a message of the protocol").await;
                    return;
                }
                Event::Message(None) => Err(ConnectionOver),
                Event::Received(received) => {
                    self.received(received, now_us);
                    Ok(())
                }
                Event::Disconnected => {
                    self.session.disconnect();
                    Ok(())
                }
                Event::Time => {
                    self.session.wake(now_us);
                    Ok(())
                }
            };
            if handled.is_err() {
                return;
            }
        }
    }

    /// Waits for whatever comes first.
    async fn next_event(&mut self, messages: &mut AggregatedMessageStream) -> Event {
        let now_us = self.now_us();
        let room_at = match &self.feed {
            Some(Feed { held: Some(frame), .. }) => Some(self.session.room_at(frame, now_us)),
            _ => None,
        };
        if let Some(None) = room_at
            && let Some(frame) = self.feed.as_mut().and_then(|feed| feed.held.take())
        {
            return Event::Received(Received::Frame(frame));
        }
        let wake_at = room_at.flatten().into_iter().chain(self.session.wake_at()).min();
        let time = async {
            match wake_at {
                Some(wake_us) => sleep(Duration::from_micros(wake_us.saturating_sub(now_us))).await,
                None => future::pending().await,
            }
        };
        let received = async {
            match &mut self.feed {
                Some(feed) if feed.held.is_none() => feed.subscriber.next().await,
                _ => future::pending().await,
            }
        };
        tokio::select! {
            biased;
            message = messages.recv() => Event::Message(message),
            () = self.disconnected.notified() => Event::Disconnected,
            received = received => Event::Received(received),
            () = time => Event::Time,
        }
    }

    async fn message(&mut self, message: AggregatedMessage, now_us: u64) -> Result<(), ConnectionOver> {
        match message {
            AggregatedMessage::Text(text) => self.session.receive(&text, now_us),
            AggregatedMessage::Binary(_) => self.session.receive_binary(),
            AggregatedMessage::Ping(bytes) => {
                self.session.receive_ping(now_us);
                let answered = timeout(TAKES_WITHIN, self.socket.pong(&bytes)).await;
                return if matches!(answered, Ok(Ok(()))) { Ok(()) } else { Err(ConnectionOver) };
            }
            AggregatedMessage::Close(_) => {
                self.close(CloseCode::Normal, "").await;
                return Err(ConnectionOver);
            }
            AggregatedMessage::Pong(_) => {}
        }
        Ok(())
    }

    fn received(&mut self, received: Received, now_us: u64) {
        let Some(feed) = &mut self.feed else { return };
        let skipped = match received {
            Received::Title(playing) => {
                self.session.title(&playing, now_us);
                0
            }
            Received::Frame(frame) if self.session.room_at(&frame, now_us).is_some() => {
                feed.held = Some(frame);
                0
            }
            Received::Frame(frame) => u64::from(!self.session.frame(&frame, now_us)),
            Received::Missed(frames) => frames,
            Received::NotYet => 0,
            Received::EndOfStream => {
                self.session.sign_off();
                0
            }
        };
        if let Some(entry) = feed.entry.as_ref().filter(|_| skipped > 0) {
            entry.skipped(skipped);
        }
    }

    /// Sends what the session has to say, and follows what it wants.
    async fn send_outputs(&mut self) -> Result<(), ConnectionOver> {
        while let Some(output) = self.session.next_output() {
            let sent = match output {
                SessionOutput::Sound(sound) => {
                    if let Some(entry) = self.feed.as_ref().and_then(|feed| feed.entry.as_ref()) {
                        entry.sent(sound.len());
                    }
                    timeout(TAKES_WITHIN, self.socket.binary(sound)).await
                }
                SessionOutput::Follow { rendition, start, is_player } => {
                    self.follow(&rendition, start, is_player);
                    continue;
                }
                SessionOutput::Unfollow => {
                    self.feed = None;
                    continue;
                }
                SessionOutput::Close(code, reason) => {
                    self.close(code, reason).await;
                    return Err(ConnectionOver);
                }
                SessionOutput::Text(_) | SessionOutput::Time { .. } => {
                    let text = output.text(self.now_us()).unwrap_or_default();
                    timeout(TAKES_WITHIN, self.socket.text(text)).await
                }
            };
            if !matches!(sent, Ok(Ok(()))) {
                return Err(ConnectionOver);
            }
        }
        Ok(())
    }

    fn follow(&mut self, rendition: &str, start: Start, is_player: bool) {
        let station = &self.connection.station;
        let Some(mount) = mounts(station).into_iter().find(|mount| mount.rendition().name == rendition)
        else {
            // It was taken away since the client came; it may come again, and is offered what there is.
            self.feed = None;
            return self.session.sign_off();
        };
        let subscriber = mount.subscribe_at(start);
        let entry = is_player.then(|| {
            let disconnected = Arc::clone(&self.disconnected);
            self.connection.audience.enter((station, &mount), self.connection.client, disconnected)
        });
        let open = entry.as_ref().map(|entry| {
            let PlayerConnection { open, address, agent, .. } = &self.connection;
            open.enter(station.slug(), entry.number(), *address, agent)
        });
        self.feed = Some(Feed { subscriber, entry, held: None, _open: open });
    }

    async fn close(&mut self, code: CloseCode, reason: &str) {
        let reason = CloseReason::from((code, reason));
        // A client that does not take it is closed all the same.
        drop(timeout(Duration::from_secs(1), self.socket.clone().close(Some(reason))).await);
    }

    fn now_us(&self) -> u64 {
        self.connection.station.clock().now_us()
    }
}

/// Returns the code to close with after a message that cannot be read (RFC 6455 section 7.4.1).
fn close_code(error: &ProtocolError) -> CloseCode {
    match error {
        ProtocolError::Io(error) if error.kind() == ErrorKind::InvalidData => CloseCode::Invalid,
        // A message is too long, or its fragments together are.
        ProtocolError::Overflow | ProtocolError::Io(_) => CloseCode::Size,
        _ => CloseCode::Protocol,
    }
}
