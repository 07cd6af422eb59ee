//! How a conversation with a studio ends: the code to close with, and the last words.

use actix_ws::CloseCode;

use super::message::ToStudio;
use super::{Protocol, end_code};
use crate::ingest::SourceRefusal;
use crate::ingest::source_session::{Over, Stop};

/// End of a conversation: the code to close with, and the reason.
pub(super) struct Farewell {
    pub(super) code: CloseCode,
    pub(super) reason: String,
    /// Message that a studio of ours receives before the close.
    pub(super) said: Option<LastWords>,
}

impl Farewell {
    pub(super) fn new(code: CloseCode, reason: &str) -> Self {
        Self { code, reason: reason.to_owned(), said: None }
    }

    pub(super) fn lost() -> Self {
        Self::new(CloseCode::Away, "nothing came any more")
    }

    pub(super) fn nonsense() -> Self {
        Self::new(CloseCode::Protocol, "the message is not understood")
    }

    pub(super) fn refused(protocol: Protocol, refusal: &SourceRefusal) -> Self {
        let code = match protocol {
            Protocol::Studio => CloseCode::Policy,
            Protocol::Webcast => CloseCode::Error,
        };
        let said = LastWords::Error(end_code::of_refusal(refusal));
        Self { code, reason: refusal.to_string(), said: Some(said) }
    }

    pub(super) fn off_air(over: &Over) -> Self {
        let code = match over {
            Over::Stopped(Stop::SigningOff) => CloseCode::Away,
            Over::Stopped(_) => CloseCode::Normal,
            Over::Ended(_) | Over::Failed => CloseCode::Unsupported,
        };
        let said = LastWords::OffAir(end_code::of_session(over));
        Self { code, reason: over.to_string(), said: Some(said) }
    }
}

/// Kind of the last message to a studio of ours, with the code of its reason.
pub(super) enum LastWords {
    /// Its account may go live.
    Allowed,
    /// It is not let on air.
    Error(&'static str),
    /// Its show is ended.
    OffAir(&'static str),
}

impl LastWords {
    pub(super) fn text(&self, reason: &str) -> String {
        match self {
            Self::Allowed => ToStudio::Allowed.text(),
            Self::Error(code) => ToStudio::Error { reason, code }.text(),
            Self::OffAir(code) => ToStudio::OffAir { reason, code }.text(),
        }
    }
}
