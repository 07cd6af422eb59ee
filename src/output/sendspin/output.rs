//! Output of a session.

use actix_http::ws::CloseCode;
use bytes::Bytes;
use serde_json::Number;

use super::message;
use crate::mount::Start;

/// Next step for a client.
#[derive(Debug, PartialEq)]
pub enum SessionOutput {
    /// This text is to be sent.
    Text(String),
    /// So is the answer to a question for the time, which is written when it is sent.
    Time {
        /// The client's time, as it was given.
        client_transmitted: Number,
        /// When it came, in microseconds.
        received_us: u64,
    },
    /// This sound is to be sent.
    Sound(Bytes),
    /// Frames and titles of this rendition are wanted from now on, and of no other.
    Follow {
        /// The rendition's name.
        rendition: String,
        /// Its first frame.
        start: Start,
        /// Whether they are played; else only titles are shown.
        is_player: bool,
    },
    /// Nothing is wanted any more.
    Unfollow,
    /// The connection is to be closed; nothing follows.
    Close(CloseCode, &'static str),
}

impl SessionOutput {
    /// Returns the text of a message that is sent at `now_us`, if it is one.
    pub fn text(&self, now_us: u64) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Time { client_transmitted, received_us } => {
                Some(message::time(client_transmitted, *received_us, now_us))
            }
            _ => None,
        }
    }
}
