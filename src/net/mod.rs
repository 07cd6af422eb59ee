//! Rules for outbound connections.
//!
//! In: addresses that others chose: webhooks, and where relayed streams lead on to. Out: whether they may be
//! connected to. Never: connects.

mod address_guard;

pub use address_guard::WebhookReach;
