//! What went wrong, as HTTP says it.

use std::fmt;

use actix_http::ws::HandshakeError;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, ContentType, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use crate::ingest::SourceRefusal;
use crate::library::IntakeError;
use crate::output::join::{BadQuery, JoinError};
use crate::output::listener_limits::LimitReached;
use crate::output::listener_registry::Busy;
use crate::store;

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
    /// What the address names is not there; says what.
    #[error("{0}")]
    Unknown(&'static str),
    /// The address is used by other methods; holds those.
    #[error("This address answers {0} only.")]
    WrongMethod(String),
    /// Nobody is signed in.
    #[error("Sign in first.")]
    NotSignedIn,
    /// The token opens nothing.
    #[error("This token is not known, or it has expired: an administrator makes another.")]
    UnknownToken,
    /// The token is for other things; says which scope this needs.
    #[error("This token may not do that: it needs the scope {0}.")]
    OutOfScope(String),
    /// Only people may.
    #[error("Tokens are not for this: it needs a person who is signed in.")]
    PeopleOnly,
    /// A password that the program made is to be changed first.
    #[error("Choose a password of your own first: /admin/password, or PUT /api/v1/me/password.")]
    NewPasswordNeeded,
    /// The account may not; says what it takes.
    #[error("{0}")]
    NotAllowed(&'static str),
    /// The request may come from another site's page.
    #[error("The request does not prove that it comes from a page of this server: load the page again.")]
    Forged,
    /// What was sent cannot be used; says why.
    #[error("{0}")]
    BadInput(String),
    /// What was sent is of another media type than this one.
    #[error("The body has to be of the type {0}.")]
    WrongType(&'static str),
    /// What was sent is longer than so many bytes.
    #[error("The body has to be no longer than {0} bytes.")]
    TooLarge(usize),
    /// What was sent took too long.
    #[error("The request took too long; try again.")]
    TooSlow,
    /// Somebody follows too much at once.
    #[error("Too many streams of events are open: close a page of the dashboard first.")]
    TooManyStreams,
    /// It cannot be done as things are; says why.
    #[error("{0}")]
    Conflict(String),
    /// What is to be replaced is another version.
    #[error("Somebody changed this in the meantime: look at it again before you change it.")]
    Changed,
    /// A name or a password does not open.
    #[error("{0}.")]
    Refused(#[from] SourceRefusal),
    /// The store cannot.
    #[error("{0}")]
    Store(#[from] store::Error),
    /// Something that never should has failed.
    #[error("something broke: {0}")]
    Broken(String),
    /// An answer cannot be written as JSON.
    #[error("an answer cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    /// Whoever asks does so too often; holds the seconds to wait.
    #[error("You ask too often; wait for a moment, and then more slowly.")]
    TooFast(u64),
    /// Those who hold listeners' sockets have no time.
    #[error("The listeners cannot be asked just now; try again in a moment.")]
    Busy,
    /// There is no place for a listener.
    #[error("{0}")]
    Full(LimitReached),
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
            Some(ours @ (Error::Full(_) | Error::Busy)) => ours.to_string(),
            Some(ours) if ours.is_told() => ours.in_words(),
            _ if status.is_client_error() => "The request cannot be understood.".to_owned(),
            _ => "Something went wrong on our side. Try again in a moment.".to_owned(),
        };
        Self { status: status.as_u16(), title: status.canonical_reason().unwrap_or("Problem"), detail }
    }
}

/// A text as a sentence: with a capital letter at its beginning, and a full stop at its end.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    let mut sentence: String = first.chain(letters).collect();
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

/// What is told of a database that fails: no path, for strangers may read it too.
fn outage_in_words(error: &store::Error) -> Option<&'static str> {
    use store::Error as E;
    Some(match error {
        E::DiskFull(_) => "The disk of the database is full: nothing can be saved until there is room.",
        E::Busy(_) => "The database is locked by another program: try again when that is done.",
        E::Damaged { .. } | E::NotADatabase(_) => {
            "The database is damaged: bring back a backup with `longwave restore`."
        }
        E::ReadOnly(_) | E::CannotOpen(_) => {
            "The database cannot be written: nothing can be saved until the server may write it."
        }
        E::DiskFails { .. } => "The disk of the database fails: nothing can be saved.",
        _ => return None,
    })
}

/// The status for what the store says.
fn status_of(error: &store::Error) -> StatusCode {
    use store::Error as E;
    match error {
        E::NoAccount(_)
        | E::NoStation(_)
        | E::NoPlaylist(_)
        | E::NoShow(_)
        | E::NoPlan(_)
        | E::NotQueued(_) => StatusCode::NOT_FOUND,
        E::ProgramExists(_)
        | E::TooManyPrograms
        | E::TooManyHooks
        | E::AccountExists(_)
        | E::PlaylistInUse { .. }
        | E::PlanInUse { .. }
        | E::QueueFull(_)
        | E::TotpIsOn(_)
        | E::StationExists(_)
        | E::TooManyStations(_)
        | E::LastStation(_)
        | E::StationNeeded { .. }
        | E::LastAdmin(_) => StatusCode::CONFLICT,
        E::NoTimeZone(_)
        | E::NoTrack(_)
        | E::BadName(_)
        | E::BadPassword
        | E::ShortPassword
        | E::NoStationToManage
        | E::UnfitStation(_)
        | E::Unfit(_) => StatusCode::UNPROCESSABLE_ENTITY,
        E::DiskFull(_) => StatusCode::INSUFFICIENT_STORAGE,
        outage if outage.is_outage() => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl Error {
    /// Whether it is the visitor's doing, and not a fault of ours.
    pub(super) fn is_the_visitors(&self) -> bool {
        self.status_code().is_client_error()
    }

    /// Whether its words are told: what is the visitor's doing, and why nothing can be saved.
    pub(super) fn is_told(&self) -> bool {
        self.is_the_visitors() || self.outage().is_some()
    }

    /// Why the database fails, if that is what went wrong.
    fn outage(&self) -> Option<&'static str> {
        if let Self::Store(error) = self { outage_in_words(error) } else { None }
    }

    /// What the visitor is told.
    pub(super) fn in_words(&self) -> String {
        self.outage().map_or_else(|| sentence(&self.to_string()), str::to_owned)
    }
}

impl From<JoinError> for Error {
    fn from(error: JoinError) -> Self {
        match error {
            JoinError::UnknownStation => Self::UnknownStation,
            JoinError::UnknownStream => Self::UnknownPage,
            JoinError::BadQuery(query) => Self::BadQuery(query),
            JoinError::Full(limit) => Self::Full(limit),
        }
    }
}

impl From<IntakeError> for Error {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Unknown => {
                Self::Unknown("There is no such upload: it was forgotten, or it is more than a day old.")
            }
            IntakeError::Unfit(text) => Self::BadInput(text),
            IntakeError::Conflict(text) => Self::Conflict(text),
            IntakeError::Store(error) => Self::Store(error),
            IntakeError::Disk(error) => Self::Broken(error.to_string()),
        }
    }
}

impl From<Busy> for Error {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::UnknownStation | Self::UnknownCover | Self::UnknownPage | Self::Unknown(_) => {
                StatusCode::NOT_FOUND
            }
            Self::NotAWebSocket(_) | Self::BadQuery(_) | Self::InTheClear => StatusCode::BAD_REQUEST,
            Self::OnlyRead | Self::WrongMethod(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotSignedIn | Self::UnknownToken => StatusCode::UNAUTHORIZED,
            Self::NewPasswordNeeded
            | Self::NotAllowed(_)
            | Self::Forged
            | Self::OutOfScope(_)
            | Self::PeopleOnly => StatusCode::FORBIDDEN,
            Self::BadInput(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::WrongType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Changed => StatusCode::PRECONDITION_FAILED,
            Self::Refused(refusal) => {
                StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
            Self::Store(error) => status_of(error),
            Self::TooManyStreams | Self::TooFast(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Full(_) | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Page(_) | Self::Figures(_) | Self::Broken(_) | Self::Json(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    /// The bare answer; its text comes from `manners`, which knows what the visitor reads.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header(ContentType::plaintext());
        if matches!(self, Self::OnlyRead) {
            response.insert_header((ALLOW, "GET, HEAD"));
        }
        match self {
            Self::WrongMethod(allowed) => {
                response.insert_header((ALLOW, allowed.as_str()));
            }
            Self::NotSignedIn | Self::UnknownToken => {
                response.insert_header((WWW_AUTHENTICATE, "Bearer"));
            }
            Self::TooFast(seconds) | Self::Refused(SourceRefusal::TooManyTries(seconds)) => {
                response.insert_header((RETRY_AFTER, HeaderValue::from(*seconds)));
            }
            Self::TooLarge(_) | Self::TooSlow => {
                // The rest of the body is still on its way.
                response.force_close();
            }
            _ => {}
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
