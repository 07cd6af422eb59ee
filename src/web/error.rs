//! Errors of HTTP requests.

use std::borrow::Cow;
use std::fmt;

use actix_http::ws::HandshakeError;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, ContentType, HeaderValue, RETRY_AFTER, UPGRADE, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};

use crate::auth::AuthError;
use crate::library::IntakeError;
use crate::output::join::{AccessRefused, BadQuery, JoinError};
use crate::output::listener_limits::LimitReached;
use crate::output::listener_registry::Busy;
use crate::recording::RewindRefused;
use crate::store::{self, MessageRefusal, RequestRefusal};

/// `Retry-After` of a listener who was refused because a limit is reached, in seconds.
const COME_AGAIN: u16 = 30;

/// Errors of requests. The text of a 4xx error is shown to the client; that of a 5xx error only goes into the log.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The client's request cannot be fulfilled, for a reason that has no variant of its own.
    #[error("{detail}")]
    Client {
        /// A 4xx status.
        status: StatusCode,
        /// Says to a person what is wrong.
        detail: Cow<'static, str>,
    },
    /// No station has this slug.
    #[error("There is no station at this address.")]
    UnknownStation,
    /// Nothing has this address.
    #[error("There is nothing at this address.")]
    UnknownPage,
    /// A WebSocket's address was asked for without a valid handshake.
    #[error("This is the address of a WebSocket: {0}.")]
    NotAWebSocket(HandshakeError),
    /// The query of a listener's request is invalid.
    #[error("{0}")]
    BadQuery(BadQuery),
    /// The address is used by other methods; holds those.
    #[error("This address answers {0} only.")]
    WrongMethod(String),
    /// Nobody is signed in.
    #[error("Sign in first.")]
    NotSignedIn,
    /// The password was made by the program and has to be changed first.
    #[error("Choose a password of your own first: /admin/password, or PUT /api/v1/me/password.")]
    NewPasswordNeeded,
    /// The body is longer than so many bytes.
    #[error("The body has to be no longer than {0} bytes.")]
    TooLarge(usize),
    /// The body took too long.
    #[error("The request took too long; try again.")]
    TooSlow,
    /// A name or a password was refused.
    #[error("{0}.")]
    Refused(#[from] AuthError),
    /// The store fails, or refuses.
    #[error("{0}")]
    Store(#[from] store::Error),
    /// The client's rate limit is exceeded; holds the seconds to wait.
    #[error("You ask too often; wait for a moment, and then more slowly.")]
    TooFast(u64),
    /// The threads that hold the listeners' sockets do not answer in time.
    #[error("The listeners cannot be asked just now; try again in a moment.")]
    Busy,
    /// A limit of listeners is reached.
    #[error("{0}")]
    Full(LimitReached),
    /// The archive cannot be played from there.
    #[error("{0}")]
    Rewind(#[from] RewindRefused),
    /// A request for a song is refused.
    #[error("{0}")]
    RequestRefused(RequestRefusal),
    /// A message to the studio is refused.
    #[error("{0}")]
    MessageRefused(MessageRefusal),
    /// The station is private.
    #[error("{0}")]
    Private(#[from] AccessRefused),
    /// The request came in the clear, and the server takes encrypted connections only.
    #[error("This server takes encrypted connections only: use https, or turn on TLS in your program.")]
    TlsNeeded,
    /// A template is wrong, or names a variable that its page does not have.
    #[error("a page cannot be made: {0}")]
    Page(#[from] tera::Error),
    /// Something failed that never should.
    #[error("{0}")]
    Broken(String),
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

/// Describes why the database fails, without paths: strangers may read it too.
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
        | E::NotBetweenTracks(_)
        | E::TotpIsOn(_)
        | E::StationExists(_)
        | E::TooManyStations(_)
        | E::LastStation(_)
        | E::StationNeeded { .. }
        | E::LastAdmin(_) => StatusCode::CONFLICT,
        E::NoTimeZone(_)
        | E::NoTrack(_)
        | E::NoDjHere(_)
        | E::BadName(_)
        | E::BadPassword
        | E::ShortPassword
        | E::NoStationToManage
        | E::UnfitStation(_)
        | E::UnfitAppPassword(_)
        | E::Unfit(_) => StatusCode::UNPROCESSABLE_ENTITY,
        E::DiskFull(_) => StatusCode::INSUFFICIENT_STORAGE,
        outage if outage.is_outage() => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl Error {
    /// The request may come from another site's page.
    pub(crate) const FORGED: Self = Self::fixed(
        StatusCode::FORBIDDEN,
        "The request does not prove that it comes from a page of this server: load the page again.",
    );
    /// The version that was to be replaced is not the current one.
    pub(crate) const CHANGED: Self = Self::fixed(
        StatusCode::PRECONDITION_FAILED,
        "Somebody changed this in the meantime: look at it again before you change it.",
    );
    /// The token is not valid.
    pub(crate) const UNKNOWN_TOKEN: Self = Self::fixed(
        StatusCode::UNAUTHORIZED,
        "This token is not known, or it has expired: an administrator makes another.",
    );
    /// A route that tokens cannot use was called with one.
    pub(crate) const PEOPLE_ONLY: Self =
        Self::fixed(StatusCode::FORBIDDEN, "Tokens are not for this: it needs a person who is signed in.");
    /// The client has too many streams of events open.
    pub(crate) const TOO_MANY_STREAMS: Self = Self::fixed(
        StatusCode::TOO_MANY_REQUESTS,
        "Too many streams of events are open: close a page of the dashboard first.",
    );
    /// The request came unencrypted, and has no `Host` to redirect it to.
    pub(crate) const IN_THE_CLEAR: Self =
        Self::fixed(StatusCode::BAD_REQUEST, "This address is reached by https only.");

    const fn fixed(status: StatusCode, detail: &'static str) -> Self {
        Self::Client { status, detail: Cow::Borrowed(detail) }
    }

    /// 404: what the address names does not exist.
    pub(crate) const fn not_found(detail: &'static str) -> Self {
        Self::fixed(StatusCode::NOT_FOUND, detail)
    }

    /// 403: the account may not do this.
    pub(crate) const fn forbidden(detail: &'static str) -> Self {
        Self::fixed(StatusCode::FORBIDDEN, detail)
    }

    /// 422: what was sent cannot be used.
    pub(crate) fn bad_input(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::Client { status: StatusCode::UNPROCESSABLE_ENTITY, detail: detail.into() }
    }

    /// 409: it cannot be done in the current state.
    pub(crate) fn conflict(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::Client { status: StatusCode::CONFLICT, detail: detail.into() }
    }

    /// Returns whether the client is at fault.
    pub(super) fn is_the_visitors(&self) -> bool {
        self.status_code().is_client_error()
    }

    /// Returns whether the client is told its text: of a 4xx error, and of a database that fails.
    pub(super) fn is_told(&self) -> bool {
        self.is_the_visitors() || self.outage().is_some()
    }

    /// Says why the database fails, if it does.
    fn outage(&self) -> Option<&'static str> {
        if let Self::Store(error) = self { outage_in_words(error) } else { None }
    }

    /// The text for the client, as a sentence.
    pub(super) fn in_words(&self) -> String {
        self.outage().map_or_else(|| sentence(&self.to_string()), str::to_owned)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken(format!("an answer cannot be written: {error}"))
    }
}

impl From<fmt::Error> for Error {
    fn from(error: fmt::Error) -> Self {
        Self::Broken(format!("the metrics cannot be written: {error}"))
    }
}

impl From<JoinError> for Error {
    fn from(error: JoinError) -> Self {
        match error {
            JoinError::UnknownStation => Self::UnknownStation,
            JoinError::UnknownStream => Self::UnknownPage,
            JoinError::BadQuery(query) => Self::BadQuery(query),
            JoinError::Private(refused) => Self::Private(refused),
            JoinError::Full(limit) => Self::Full(limit),
        }
    }
}

impl From<IntakeError> for Error {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Unknown => {
                Self::not_found("There is no such upload: it was forgotten, or it is more than a day old.")
            }
            IntakeError::Unfit(text) => Self::bad_input(text),
            IntakeError::Conflict(text) => Self::conflict(text),
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
            Self::Client { status, .. } => *status,
            Self::UnknownStation | Self::UnknownPage => StatusCode::NOT_FOUND,
            Self::NotAWebSocket(_) | Self::BadQuery(_) | Self::Rewind(RewindRefused::BadStart(_)) => {
                StatusCode::BAD_REQUEST
            }
            Self::WrongMethod(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::NewPasswordNeeded | Self::Private(AccessRefused::Link(_)) => StatusCode::FORBIDDEN,
            Self::NotSignedIn | Self::Private(_) => StatusCode::UNAUTHORIZED,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TlsNeeded => StatusCode::UPGRADE_REQUIRED,
            Self::Refused(refusal) => {
                StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
            Self::Store(error) => status_of(error),
            Self::RequestRefused(_) | Self::MessageRefused(MessageRefusal::Off) => StatusCode::CONFLICT,
            Self::MessageRefused(MessageRefusal::Blocked) => StatusCode::FORBIDDEN,
            Self::TooFast(_) | Self::MessageRefused(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Rewind(RewindRefused::NotKept(_)) => StatusCode::RANGE_NOT_SATISFIABLE,
            Self::Full(_) | Self::Busy | Self::Rewind(RewindRefused::Busy | RewindRefused::Elsewhere(_)) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Page(_) | Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Returns the response without its text, which `middleware` adds in the form the client reads.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header(ContentType::plaintext());
        match self {
            Self::WrongMethod(allowed) => {
                response.insert_header((ALLOW, allowed.as_str()));
            }
            Self::NotSignedIn | Self::Client { status: StatusCode::UNAUTHORIZED, .. } => {
                response.insert_header((WWW_AUTHENTICATE, "Bearer"));
            }
            Self::Private(AccessRefused::PasswordNeeded | AccessRefused::AccountNeeded) => {
                response.insert_header((WWW_AUTHENTICATE, "Basic realm=\"Longwave\", charset=\"UTF-8\""));
            }
            Self::TooFast(seconds) | Self::Refused(AuthError::TooManyTries(seconds)) => {
                response.insert_header((RETRY_AFTER, HeaderValue::from(*seconds)));
            }
            Self::TlsNeeded => {
                response.insert_header((UPGRADE, "TLS/1.2, HTTP/1.1")).force_close();
            }
            Self::TooLarge(_) | Self::TooSlow => {
                // The rest of the body is still on its way.
                response.force_close();
            }
            Self::Full(_) | Self::Rewind(RewindRefused::Elsewhere(_)) => {
                response.insert_header((RETRY_AFTER, HeaderValue::from(COME_AGAIN))).force_close();
            }
            _ => {}
        }
        response.finish()
    }
}

/// Answers every address that has no route.
pub(super) async fn unknown_page() -> Result<HttpResponse, Error> {
    Err(Error::UnknownPage)
}

/// Answers methods other than GET and HEAD of a read-only address.
pub(super) async fn only_read() -> Result<HttpResponse, Error> {
    Err(Error::WrongMethod("GET, HEAD".to_owned()))
}

/// Answers methods other than GET and POST of an address that takes orders of source programs.
pub(super) async fn only_get_or_post() -> Result<HttpResponse, Error> {
    Err(Error::WrongMethod("GET, POST".to_owned()))
}
