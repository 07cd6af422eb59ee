//! A WebSocket of a call: reading, writing with a limit, and the close.

use std::time::Duration;

use actix_ws::{AggregatedMessage, AggregatedMessageStream, CloseCode, CloseReason, ProtocolError};
use bytes::Bytes;
use serde::Serialize;
use tokio::time::{Instant, sleep_until, timeout};

use super::message::written;
use crate::production::calls::CallRoom;

/// Time within which a page says its first word.
const BEGINS_WITHIN: Duration = Duration::from_secs(15);
/// A peer that does not take what it is told for so long is lost.
const TAKES_WITHIN: Duration = Duration::from_secs(1);

/// End of a conversation.
pub(super) enum CallOver {
    /// The peer is told this message, and the reason in the close.
    Told { code: CloseCode, reason: String, message: String },
    /// The connection is lost, or was closed by the peer.
    Lost,
    /// The peer sent what is not understood.
    Nonsense,
    /// The peer sent a message that is too long.
    TooLong,
}

impl CallOver {
    /// Ends with a message that says the reason.
    pub(super) fn told(code: CloseCode, reason: &str, message: &impl Serialize) -> Self {
        Self::Told { code, reason: reason.to_owned(), message: written(message) }
    }
}

/// Message of a peer.
pub(super) enum CallInput {
    Text(String),
    Sound(Bytes),
    /// A sign of life.
    Nothing,
}

/// One end of a call's WebSocket.
pub(super) struct CallSocket {
    socket: actix_ws::Session,
    messages: AggregatedMessageStream,
}

impl CallSocket {
    pub(super) fn new(socket: actix_ws::Session, messages: AggregatedMessageStream) -> Self {
        Self { socket, messages }
    }

    /// Waits for the next message.
    pub(super) async fn receive(&mut self) -> Result<CallInput, CallOver> {
        match self.messages.recv().await {
            Some(Ok(AggregatedMessage::Text(text))) => Ok(CallInput::Text(text.to_string())),
            Some(Ok(AggregatedMessage::Binary(bytes))) => Ok(CallInput::Sound(bytes)),
            Some(Ok(AggregatedMessage::Ping(bytes))) => {
                let answered = timeout(TAKES_WITHIN, self.socket.pong(&bytes)).await;
                if matches!(answered, Ok(Ok(()))) { Ok(CallInput::Nothing) } else { Err(CallOver::Lost) }
            }
            Some(Ok(AggregatedMessage::Pong(_))) => Ok(CallInput::Nothing),
            Some(Ok(AggregatedMessage::Close(_))) | None => Err(CallOver::Lost),
            Some(Err(ProtocolError::Overflow)) => Err(CallOver::TooLong),
            Some(Err(_)) => Err(CallOver::Nonsense),
        }
    }

    /// Waits for the first text; fails if there is none in time, or the line of `calls` is closed down.
    pub(super) async fn first_text(&mut self, calls: &CallRoom) -> Result<String, CallOver> {
        let deadline = Instant::now() + BEGINS_WITHIN;
        let mut changes = calls.changes();
        loop {
            if calls.is_closed() {
                return Err(CallOver::Lost);
            }
            tokio::select! {
                received = self.receive() => match received? {
                    CallInput::Text(text) => return Ok(text),
                    CallInput::Sound(_) => return Err(CallOver::Nonsense),
                    CallInput::Nothing => {}
                },
                _ = changes.changed() => {}
                () = sleep_until(deadline) => return Err(CallOver::Lost),
            }
        }
    }

    pub(super) async fn tell(&mut self, message: &impl Serialize) -> Result<(), CallOver> {
        let told = timeout(TAKES_WITHIN, self.socket.text(written(message))).await;
        if matches!(told, Ok(Ok(()))) { Ok(()) } else { Err(CallOver::Lost) }
    }

    pub(super) async fn send(&mut self, sound: Bytes) -> Result<(), CallOver> {
        let sent = timeout(TAKES_WITHIN, self.socket.binary(sound)).await;
        if matches!(sent, Ok(Ok(()))) { Ok(()) } else { Err(CallOver::Lost) }
    }

    pub(super) async fn close(mut self, over: CallOver) {
        let (code, reason) = match over {
            CallOver::Told { code, reason, message } => {
                // A peer that is gone does not hear it.
                drop(timeout(TAKES_WITHIN, self.socket.text(message)).await);
                (code, reason)
            }
            CallOver::Lost => (CloseCode::Away, "the connection was lost".to_owned()),
            CallOver::Nonsense => (CloseCode::Protocol, "the message is not understood".to_owned()),
            CallOver::TooLong => (CloseCode::Size, "the message is too long".to_owned()),
        };
        // A close frame carries 123 bytes (RFC 6455 section 5.5); reasons are shorter, names are not in them.
        let description = Some(reason.chars().take(60).collect());
        drop(timeout(TAKES_WITHIN, self.socket.close(Some(CloseReason { code, description }))).await);
    }
}
