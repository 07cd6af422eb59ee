//! The studio's WebSocket at `/main/ingest`.
//!
//! Two subprotocols are spoken. A message has at most 64 KiB, the first one 4 KiB; what is longer closes with 1009, what is not
//! understood with 1002. Times are microseconds; those named `t1`, `t2`, `received_us` and `since_us` are by
//! the server's clock, which is that of the listener's WebSocket.
//!
//! # `longwave.studio.v1`
//!
//! Texts are JSON objects with a `type`. From the studio:
//!
//! | type | with | means |
//! |---|---|---|
//! | `hello` | `user`, `password`, `codec`, `program` (optional) | first: go live. `codec` is `opus` for bare packets, or the media type of a container such as `audio/webm;codecs=opus` |
//! | `check` | `user`, `password` | instead of `hello`: may this account go live now? The answer is `allowed` or `error`, and the server closes |
//! | `title` | `title`, `artist` and `album` (optional) | what is heard from now on |
//! | `read` | `number` | the DJ has read this message |
//! | `hide` | `number` | takes a message of a listener away |
//! | `block` | `number` | takes all messages of its sender away, and no others from them for a day |
//! | `ping` | `t0`, any number | asks for the time |
//!
//! A binary message is sound: 8 bytes, big-endian, with the time it was sent by the studio's clock, then one
//! Opus packet of 48 kHz, or the next bytes of the container. It is sent once `on_air` came.
//!
//! From the server:
//!
//! | type | with | means |
//! |---|---|---|
//! | `on_air` | `station`, `dj`, `since_us` | sound is taken from now on |
//! | `waiting` | `station`, `live` (a DJ's name), `since_us` | in line behind that DJ: `on_air` comes when they have left. Nothing needs to be sent until then but a word every 15 s |
//! | `status` | `buffer_ms`, `listeners`, `delay_us`, `sent_us`, `received_us` | twice a second. `delay_us` is how long sound is held here; with `sent_us`, from the newest sound, and `received_us`, when that came, the studio tells the rest from its own clock. Both are null before any sound |
//! | `message` | `number`, `from`, `text`, `at_us` | somebody at the station says this. It is sent again on the next connection until it is `read` |
//! | `listener_messages` | `messages`, each with `number`, `at_us`, `name` and `text` | all messages of listeners, the oldest first, when they have changed |
//! | `pong` | `t0` as it was sent, `t1` received, `t2` answered | the time |
//! | `allowed` | | the account may go live now |
//! | `off_air` | `reason`, `code` | taken off the air; the server closes |
//! | `error` | `reason`, `code` | not let on the air; the server closes with 1008 |
//!
//! A studio from which nothing came for a second (two for a container, which comes in bigger pieces) is lost:
//! the station goes on by itself and the server closes with 1001 and without a word, so that the page comes
//! back.
//!
//! # `webcast`
//!
//! The protocol of Liquidsoap's and `AzuraCast`'s pages: a text `hello` with `data` of `mime`, `user` and
//! `password`; binary messages with the container's bytes; texts `metadata` with `data` of `title` and
//! `artist`. A bad hello closes with 1002, who may not go live with 1011.

mod end_code;
mod farewell;
mod message;
mod session;
mod sound;

#[cfg(any(test, fuzzing))]
pub(in crate::ingest) use message::fuzz_text;
pub use session::converse;

/// Protocol of a studio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Our own.
    Studio,
    /// The protocol of other web pages for DJs.
    Webcast,
}

/// The names of the subprotocols, ours first.
pub const PROTOCOLS: [&str; 2] = ["longwave.studio.v1", "webcast"];
/// The most a message may have, in bytes.
pub const MOST_MESSAGE: usize = 64 * 1_024;

impl Protocol {
    /// The protocol of this name; ours if none was chosen.
    pub fn named(name: Option<&str>) -> Self {
        if name == Some(PROTOCOLS[1]) { Self::Webcast } else { Self::Studio }
    }
}
