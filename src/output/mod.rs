//! Listeners' sockets.
//!
//! In: a connection whose request was read, and a listener at a mount. Out: the mount's bytes, and answers to
//! what a listener says. Never: a copy, a queue or a task for a listener that only listens.
//!
//! A connection's first request is taken by the door and its socket given to a [`transmitter`]. Requests on
//! connections that the web server holds (used again, or encrypted) are answered by a [`body`] there.

pub mod body;
pub mod conversation;
pub mod descriptors;
pub mod episode;
pub mod http;
pub mod places;
pub mod roll;
pub mod tcp;
pub mod transmitter;
pub mod ws;
