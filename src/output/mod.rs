//! Listeners' sockets.
//!
//! In: a connection whose request was read, and a listener at a mount. Out: the mount's bytes, and answers to
//! what a listener says. Never: a copy, a queue or a task for a listener that only listens.
//!
//! A connection's first request is taken by the door and its socket given to a [`transmitter`]. Requests on
//! connections that the web server holds (used again, or of TLS 1.2) are answered by a [`body`](body_listener) there.

pub mod archive_audience;
pub mod body_listener;
pub mod descriptors;
pub mod formats;
pub mod hls;
pub mod http;
mod icy_clients;
pub mod join;
pub mod listen_links;
pub mod listener_limits;
pub mod listener_registry;
pub mod log_throttle;
pub mod open_listeners;
pub mod resumption;
pub mod sendspin;
pub mod tcp;
pub mod transmitter;
pub mod ws;
pub mod ws_session;
