//! Tells other programs, and people, what happens at the stations.
//!
//! In: what happens, from the stations' events. Out: signed messages (JSON over HTTP) to the addresses that an
//! administrator chose, texts to chat services, e-mail. Never: holds up a station, follows an answer elsewhere, reaches into this machine or its own
//! network unless the owner lets it, or has a secret in a log.
//!
//! Each hook has a line of its own: messages come in order, and one that does not come through is tried again, later
//! and later, before the next. What a line has no room for is dropped and counted.

mod events;
mod message;
mod sender;
mod service;
mod sign;
pub mod text;

pub use crate::net::WebhookReach;
pub use events::{EventSources, run};
pub use message::{EventStation, WebhookEvent};
pub use sender::{RetrySchedule, WebhookLinks, Webhooks};
pub use sign::{new_secret, signature};
