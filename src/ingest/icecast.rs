//! A connection of a program that speaks Icecast's source protocol, over `PUT` or the older `SOURCE`.
//!
//! A program may first ask without a password what it can do (libshout does), be told with 401, and go live
//! over the same connection. A `PUT` that expects `100 Continue` gets that and its 200 at once, as from Icecast:
//! Liquidsoap and BUTT send nothing before. Any other is answered with 200 when it is over; a program that waits
//! for the 200 before it sends anything gets it after a second.
//!
//! A connection carries another request only where the one before certainly had no body: a proxy that pools
//! connections must never see the body of one visitor's request answered as another visitor's.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use super::chunked::{Body, Chunk};
use super::client_rules::ClientRules;
use super::handed_source::HandOver;
use super::head::{InvalidHead, SourceHead, Version};
use super::pending_sources::PendingSource;
use super::refusal::SourceRefusal;
use super::source_request::SourceRequest;
use super::source_session::SourceSession;
use super::stream_replay::StreamReplay;
use super::title::shown_name;
use super::wire::{self, End, HandableSocket, Reception, SourceSocket};
use super::{Ingest, media_type, slug_of_mount};
use crate::auth::{AuthError, Credentials, SourceProtocol, SourceSignIn};
use crate::net::RequestConnection;
use crate::production::ProductionHandle;
use crate::source::live::Buffer;

/// Time limit for a source to send the head of a request.
const HEAD_WITHIN: Duration = Duration::from_secs(15);
/// Requests on one connection: a program asks once or twice before it goes live.
const MOST_REQUESTS: u32 = 8;

/// Methods allowed in the requests of a source, as Icecast lists them.
const ALLOW: &str = "GET, PUT, OPTIONS, SOURCE";
/// The interim answer; an HTTP/1.0 program that expects one reads it as well.
const CONTINUE: &str = "HTTP/1.1 100 Continue\r\n\r\n";
const SERVER: &str = concat!("Longwave/", env!("CARGO_PKG_VERSION"));

/// Next state of a connection after a request.
enum Next {
    /// It may carry another one.
    Another,
    /// It ends.
    Close,
}

/// Serves a connection whose first bytes are `read`. A connection whose next request is for the web is given
/// back, with all that was read of it.
pub(super) async fn serve<W: HandableSocket>(
    ingest: &Ingest,
    mut stream: W,
    rules: &ClientRules,
    mut read: BytesMut,
) -> Option<(W, BytesMut)> {
    let mut pending = ingest.pending.begin(rules.peer, || ingest.auth.is_known_address(rules.peer));
    if pending.is_none() {
        tracing::debug!(peer = %rules.peer, "source refused: too many of its address have not signed in");
        drop(refuse(&mut stream, Version::Http11, &SourceRefusal::TooManySources, Next::Close).await);
        return None;
    }
    for _ in 0..MOST_REQUESTS {
        let heads = timeout(HEAD_WITHIN, next_head(&mut stream, &mut read));
        let head = match pending.as_ref()?.wait_for(heads).await? {
            Ok(Ok(head)) => head?,
            Ok(Err(wrong)) => {
                let refusal = match wrong {
                    InvalidHead::TooLong => SourceRefusal::HeadTooLong,
                    InvalidHead::Malformed => SourceRefusal::Malformed,
                };
                drop(refuse(&mut stream, Version::Http11, &refusal, Next::Close).await);
                return None;
            }
            Err(_) => return None,
        };
        let (head, length) = head;
        if !matches!(head.method.as_str(), "PUT" | "SOURCE" | "OPTIONS") {
            return Some((stream, read));
        }
        read.advance(length);
        match answer(ingest, (&mut stream, &mut pending), rules, &head, &mut read).await {
            Ok(Next::Another) => {}
            Ok(Next::Close) | Err(_) => return None,
        }
    }
    None
}

/// Reads until a head is complete; `None` if the connection ends before.
async fn next_head(
    stream: &mut impl SourceSocket,
    read: &mut BytesMut,
) -> Result<Option<(SourceHead, usize)>, InvalidHead> {
    loop {
        // Some programs end a request with a line too many.
        while read.first().is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
            read.advance(1);
        }
        if let Some(head) = SourceHead::parse(read)? {
            return Ok(Some(head));
        }
        if !matches!(stream.read_buf(read).await, Ok(1..)) {
            return Ok(None);
        }
    }
}

async fn answer(
    ingest: &Ingest,
    (stream, pending): (&mut impl HandableSocket, &mut Option<PendingSource>),
    rules: &ClientRules,
    head: &SourceHead,
    read: &mut BytesMut,
) -> io::Result<Next> {
    let client = rules.client(head);
    let from = client.address;
    if rules.must_encrypt && client.is_encrypted != Some(true) {
        rules.log(head, from, SourceRefusal::TlsNeeded.status());
        return refuse(stream, head.version, &SourceRefusal::TlsNeeded, Next::Close).await;
    }
    if head.method == "OPTIONS" {
        let next = if head.may_be_followed() { Next::Another } else { Next::Close };
        stream.write_all(bare(head, "200 OK", &next).as_bytes()).await?;
        if matches!(next, Next::Close) {
            wire::linger(stream).await?;
        }
        return Ok(next);
    }
    let opened = open(ingest, from, &head.to_target(rules.base_path.strip(&head.target))).await;
    rules.log(head, from, opened.as_ref().map_or_else(SourceRefusal::status, |_| 200));
    match opened {
        Ok((session, body)) => {
            drop(pending.take());
            live(stream, head, session, (body, read)).await?;
            Ok(Next::Close)
        }
        Err(refusal) => {
            let next = if head.may_be_followed() { Next::Another } else { Next::Close };
            refuse(stream, head.version, &refusal, next).await
        }
    }
}

/// Goes live with a body that the web server takes apart, as [`Ingest::receive`] says.
pub(super) async fn receive<E>(
    ingest: &Ingest,
    from: IpAddr,
    head: &SourceHead,
    body: impl Stream<Item = Result<Bytes, E>> + Unpin,
    connection: &RequestConnection,
) -> (u16, String) {
    match open(ingest, from, head).await {
        Ok((mut session, _)) => {
            session.keep(connection);
            let end = wire::hear_body(body, &mut session).await;
            drop(session);
            tracing::info!(station = slug_of_mount(&head.target), reason = %end, "a source is over");
            end.answer()
        }
        Err(refusal) => (refusal.status(), refusal.to_string()),
    }
}

/// Begins a session for a request, and says how its body ends. Refusals are logged.
async fn open(
    ingest: &Ingest,
    from: IpAddr,
    head: &SourceHead,
) -> Result<(SourceSession, Body), SourceRefusal> {
    let opened = async {
        let (station, visitor, body) = admit(ingest, from, head).await?;
        Ok((ingest.open(&station, visitor).await?, body))
    };
    let opened = opened.await;
    if let Err(refusal) = &opened {
        ingest.log_refusal(from, given_name(head).as_deref(), refusal);
    }
    opened
}

/// Returns the user name that a source gives.
fn given_name(head: &SourceHead) -> Option<String> {
    Some(Credentials::from_basic(head.get("authorization")?)?.user)
}

/// Returns the station, the source's request and its body, if all of them are in order.
async fn admit(
    ingest: &Ingest,
    from: IpAddr,
    head: &SourceHead,
) -> Result<(ProductionHandle, SourceRequest, Body), SourceRefusal> {
    let given = head.get("authorization").ok_or(AuthError::NoPassword)?;
    let given = Credentials::from_basic(given).ok_or(AuthError::NoPassword)?;
    let slug = slug_of_mount(&head.target).ok_or(SourceRefusal::Malformed)?;
    let station = ingest.stations().get(slug).ok_or(SourceRefusal::UnknownStation)?;
    let program = head.get("user-agent").and_then(shown_name);
    let sign_in = SourceSignIn {
        station: station.slug(),
        from,
        agent: program.as_deref(),
        protocol: SourceProtocol::Icecast,
    };
    let admitted = ingest.auth().authenticate_source(sign_in, &given).await?;
    let media_type = match head.get("content-type").filter(|media_type| !media_type.is_empty()) {
        Some(media_type) => media_type.to_owned(),
        None if head.method == "SOURCE" => media_type::MP3.to_owned(),
        None => return Err(SourceRefusal::NoMediaType),
    };
    if !media_type::is_known(&media_type) {
        return Err(SourceRefusal::MediaType);
    }
    let visitor = SourceRequest {
        admitted,
        from,
        name: head.ice("name").and_then(shown_name),
        description: head.ice("description").map(str::to_owned),
        program,
        media_type: Some(media_type),
        buffer: Buffer::Program,
    };
    Ok((station, visitor, body(head)?))
}

fn body(head: &SourceHead) -> Result<Body, SourceRefusal> {
    match head.get("transfer-encoding").map(str::to_ascii_lowercase).as_deref() {
        Some("chunked") => return Ok(Body::Chunked(Chunk::Size)),
        Some("identity") | None => {}
        Some(_) => return Err(SourceRefusal::TransferCoding),
    }
    // Some programs of old say 0 before an endless stream.
    match head.get("content-length").map(str::parse) {
        None | Some(Ok(0)) => Ok(Body::Endless),
        Some(Ok(length)) => Ok(Body::Length(length)),
        Some(Err(_)) => Err(SourceRefusal::Malformed),
    }
}

/// Says that the source is live, hears it to its end, and says how that was.
async fn live(
    stream: &mut impl HandableSocket,
    head: &SourceHead,
    session: SourceSession,
    (body, read): (Body, &mut BytesMut),
) -> io::Result<()> {
    let ok = bare(head, "200 OK", &Next::Close);
    // A body of a known length is a file's: its sender reads the answer after it, and should hear how that went.
    let answers_late =
        head.method != "SOURCE" && (!head.expects_continue() || matches!(body, Body::Length(_)));
    if head.method != "SOURCE" && head.expects_continue() {
        stream.write_all(CONTINUE.as_bytes()).await?;
    }
    if !answers_late {
        stream.write_all(ok.as_bytes()).await?;
    }
    let mut reception = Reception::new(std::mem::take(read), body, answers_late.then_some(ok));
    if stream.socket().is_some() {
        let requests = session.handing.open();
        let replay = StreamReplay::default();
        reception.handing = Some(HandOver { replay, requests, version: head.version });
    }
    let station = slug_of_mount(&head.target).unwrap_or_default();
    hear_to_the_end(stream, station, reception, session, head.version).await
}

/// Hears a source that is live to its end, and says how that was, unless another process goes on with it.
pub(super) async fn hear_to_the_end(
    stream: &mut impl HandableSocket,
    station: &str,
    mut reception: Reception,
    mut session: SourceSession,
    version: Version,
) -> io::Result<()> {
    let end = wire::hear(stream, &mut reception, &mut session).await;
    drop(session);
    tracing::info!(station, reason = %end, "a source is over");
    match (end.answer(), reception.late) {
        // The connection is the other process's.
        _ if matches!(end, End::HandedOver) => Ok(()),
        (_, None) => stream.shutdown().await,
        ((200, _), Some(ok)) => stream.write_all(ok.as_bytes()).await,
        ((status, reason), Some(_)) => {
            let text = answer_text(version, (status, &reason), &Next::Close);
            stream.write_all(text.as_bytes()).await?;
            wire::linger(stream).await
        }
    }
}

/// Answers a request that cannot be granted.
async fn refuse(
    stream: &mut impl SourceSocket,
    version: Version,
    refusal: &SourceRefusal,
    next: Next,
) -> io::Result<Next> {
    let text = answer_text(version, (refusal.status(), &refusal.to_string()), &next);
    stream.write_all(text.as_bytes()).await?;
    if matches!(next, Next::Close) {
        wire::linger(stream).await?;
    }
    Ok(next)
}

/// An answer that says why. Programs show the words of the first line to the DJ.
fn answer_text(version: Version, (status, reason): (u16, &str), next: &Next) -> String {
    let reason: String = reason.chars().filter(|c| !c.is_control()).collect();
    let realm =
        if status == 401 { "WWW-Authenticate: Basic realm=\"Longwave\", charset=\"UTF-8\"\r\n" } else { "" };
    let upgrade = if status == 426 { "Upgrade: TLS/1.2, HTTP/1.1\r\n" } else { "" };
    let connection = if matches!(next, Next::Another) { "Keep-Alive" } else { "close" };
    format!(
        "{} {status} {reason}\r\nServer: {SERVER}\r\nConnection: {connection}\r\nAllow: {ALLOW}\r\n{realm}{upgrade}\
         Content-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\r\n{reason}\n",
        version.name(),
        reason.len() + 1,
    )
}

/// The head of an answer without words.
fn bare(head: &SourceHead, status: &str, next: &Next) -> String {
    let connection = if matches!(next, Next::Another) { "Keep-Alive" } else { "close" };
    let version = head.version.name();
    format!(
        "{version} {status}\r\nServer: {SERVER}\r\nConnection: {connection}\r\nAllow: {ALLOW}\r\nContent-Length: 0\r\n\r\n"
    )
}
