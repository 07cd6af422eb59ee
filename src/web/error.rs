//! What went wrong, as HTTP says it.

use std::fmt;

use actix_http::ws::HandshakeError;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, ContentType, HeaderValue, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use crate::output::places::Full;
use crate::output::ws::BadQuery;

/// When a listener for whom there was no place may come again, in seconds.
const COME_AGAIN: u16 = 30;

/// Why a request has no other answer. What is the visitor's doing says so; what is ours says only that.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No station has this slug.
    #[error("There is no station at this address.")]
    UnknownStation,
    /// The station has, or has no longer, such a cover.
    #[error("There is no such cover.")]
    UnknownCover,
    /// Nothing has this address.
    #[error("There is nothing at this address.")]
    UnknownPage,
    /// The address of a WebSocket was asked for in another way.
    #[error("This is the address of a WebSocket: {0}.")]
    NotAWebSocket(HandshakeError),
    /// What a listener asks for cannot be had.
    #[error("{0}")]
    BadQuery(BadQuery),
    /// The address can be read only.
    #[error("This address can only be read, with GET or HEAD.")]
    OnlyRead,
    /// There is no place for a listener.
    #[error("{0}")]
    Full(Full),
    /// The request came in the clear, and does not say which host it should go to instead.
    #[error("This address is reached by https only.")]
    InTheClear,
    /// A template is wrong, or is asked for what its page does not have.
    #[error("a page cannot be made: {0}")]
    Page(#[from] tera::Error),
    /// The figures cannot be written down.
    #[error("the figures cannot be written: {0}")]
    Figures(#[from] fmt::Error),
}

/// A problem as it is shown, in the words of the template `problem.html`.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Problem {
    pub(super) status: u16,
    pub(super) title: &'static str,
    pub(super) detail: String,
}

impl Problem {
    /// What is shown of an error, whoever made it: nothing of ours goes out.
    pub(super) fn of(error: &actix_web::Error) -> Self {
        let status = error.as_response_error().status_code();
        let detail = match error.as_error::<Error>() {
            Some(ours @ Error::Full(_)) => ours.to_string(),
            Some(ours) if status.is_client_error() => ours.to_string(),
            _ if status.is_client_error() => "The request cannot be understood.".to_owned(),
            _ => "Something went wrong on our side. Try again in a moment.".to_owned(),
        };
        Self { status: status.as_u16(), title: status.canonical_reason().unwrap_or("Problem"), detail }
    }
}

impl From<Full> for Error {
    fn from(full: Full) -> Self {
        Self::Full(full)
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::UnknownStation | Self::UnknownCover | Self::UnknownPage => StatusCode::NOT_FOUND,
            Self::NotAWebSocket(_) | Self::BadQuery(_) | Self::InTheClear => StatusCode::BAD_REQUEST,
            Self::OnlyRead => StatusCode::METHOD_NOT_ALLOWED,
            Self::Full(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Page(_) | Self::Figures(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The bare answer; its text comes from `manners`, which knows what the visitor reads.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header(ContentType::plaintext());
        if matches!(self, Self::OnlyRead) {
            response.insert_header((ALLOW, "GET, HEAD"));
        }
        if matches!(self, Self::Full(_)) {
            response.insert_header((RETRY_AFTER, HeaderValue::from(COME_AGAIN))).force_close();
        }
        response.finish()
    }
}

/// Answers for every address that nothing has.
pub(super) async fn unknown_page() -> Result<HttpResponse, Error> {
    Err(Error::UnknownPage)
}

/// Answers requests to change what can only be read.
pub(super) async fn only_read() -> Result<HttpResponse, Error> {
    Err(Error::OnlyRead)
}
