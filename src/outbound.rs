//! Requests to other servers: those of webhooks, of station directories, of edges, and of the archive's bucket.
//!
//! In: a request to an address that somebody chose. Out: the reply, or why there is none.
//! Never: follows a redirect, reads more of a reply than its bound, or connects to an address beyond the reach: the
//! address that is checked is the one that is connected to.

mod transfer;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, lookup_host};
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::model::Address;
use crate::net::WebhookReach;
use crate::tls;

pub use transfer::{FilePart, get_file, post_for_late_body, put_file};

/// Time limit of a connection attempt, and again of the reply.
const WITHIN: Duration = Duration::from_secs(10);
/// Longest part of a reply that is read, in bytes.
const MOST_ANSWER: usize = 16 * 1_024;
const MOST_HEADERS: usize = 64;
/// Addresses of a name that are tried.
const MOST_ADDRESSES: usize = 4;

/// A POST request.
#[derive(Clone, Copy, Debug)]
pub struct PostRequest<'a> {
    /// The address.
    pub url: &'a Address,
    /// The media type of the body.
    pub content_type: &'a str,
    /// Names with their values.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub body: &'a [u8],
}

/// The reply to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostReply {
    /// The status, from 200 to 299.
    pub status: u16,
    headers: Vec<(String, String)>,
    /// The body, as far as it is within the bound; empty if it was not asked for.
    pub body: Vec<u8>,
}

impl PostReply {
    /// Makes a reply without headers.
    #[cfg(test)]
    pub(crate) fn new(status: u16, body: Vec<u8>) -> Self {
        Self { status, headers: Vec::new(), body }
    }

    /// Returns the value of the header `name`, in any letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// Reasons why a request failed, worded for the person who chose its address.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// It is not within the reach.
    #[error(
        "it is on this machine or in its own network, where messages go only if the server is started with \
         --webhooks anywhere"
    )]
    OutOfReach,
    /// The host's name does not resolve.
    #[error("there is no machine of this name")]
    NoSuchName,
    /// It cannot be connected to.
    #[error("there is no connection: {0}")]
    Connection(io::Error),
    /// It does not accept a connection in time.
    #[error("there is no connection within {} s", WITHIN.as_secs())]
    Unreachable,
    /// It does not reply in time.
    #[error("there is no answer within {} s", WITHIN.as_secs())]
    Unanswered,
    /// The reply comes too slowly.
    #[error("the answer comes too slowly")]
    TooSlow,
    /// The connection ended before the reply.
    #[error("the connection was lost: {0}")]
    Lost(io::Error),
    /// The reply breaks the protocol.
    #[error("the answer is no HTTP")]
    Malformed,
    /// The body is not what its head says, or too long.
    #[error("the answer is cut off, or too long")]
    Incomplete,
    /// The reply is a redirect.
    #[error("it leads on to another address (status {0}), which is not followed")]
    Redirect(u16),
    /// The reply has a status that means failure; its body, as far as it was asked for.
    #[error("it answers with the status {0}{said}", said = said(.1))]
    Status(u16, Vec<u8>),
    /// The file that is sent or received cannot be read or written here.
    #[error("the file cannot be used: {0}")]
    File(io::Error),
    /// Something is missing on this machine.
    #[error("this machine has no means for it")]
    Failed,
}

impl PostError {
    /// Returns the status of the reply, if there was one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Status(status, _) | Self::Redirect(status) => Some(*status),
            _ => None,
        }
    }
}

/// A connection, encrypted or not.
pub trait OutboundStream: AsyncRead + AsyncWrite + Unpin {}
impl<S: AsyncRead + AsyncWrite + Unpin> OutboundStream for S {}

/// A request for something at an address, with a bound for the reply's body.
#[derive(Clone, Copy, Debug)]
pub struct GetRequest<'a> {
    /// The address.
    pub url: &'a Address,
    /// Names with their values.
    pub headers: &'a [(&'a str, &'a str)],
    /// The longest body that is taken, in bytes.
    pub most_body: usize,
}

/// Makes the request and reads the whole reply.
pub async fn get(request: &GetRequest<'_>, reach: WebhookReach) -> Result<PostReply, PostError> {
    let GetRequest { url, headers, most_body } = *request;
    let exchanged = Exchange { method: "GET", url, headers, body: None, most_body: Some(most_body) };
    let reply = exchange(&exchanged, reach).await?;
    let is_whole = |length: &str| length.parse() == Ok(reply.body.len());
    if reply.header("content-length").is_some_and(|length| !is_whole(length)) {
        return Err(PostError::Incomplete);
    }
    Ok(reply)
}

/// Makes the same request as [`post`] with the method PUT.
pub async fn put(request: &PostRequest<'_>, reach: WebhookReach) -> Result<PostReply, PostError> {
    exchange(&Exchange { method: "PUT", ..Exchange::post(request, false) }, reach).await
}

/// Makes a request with the method DELETE.
pub async fn delete(url: &Address, reach: WebhookReach) -> Result<PostReply, PostError> {
    let request = Exchange { method: "DELETE", url, headers: &[], body: None, most_body: Some(MOST_ANSWER) };
    exchange(&request, reach).await
}

/// Makes the same request as [`post_for_body`] with the method PUT.
pub async fn put_for_body(request: &PostRequest<'_>, reach: WebhookReach) -> Result<PostReply, PostError> {
    exchange(&Exchange { method: "PUT", ..Exchange::post(request, true) }, reach).await
}

/// Returns the reason that the JSON of a reply gives, with a colon before it; empty if there is none. Services call it
/// `description`, `error`, `message` or `detail`.
fn said(body: &[u8]) -> String {
    let Ok(serde_json::Value::Object(reply)) = serde_json::from_slice(body) else { return String::new() };
    let named = ["description", "error_description", "detail", "message", "error"];
    let reason = named.iter().find_map(|name| reply.get(*name)?.as_str());
    let reason = reason.map(|reason| reason.chars().filter(|letter| !letter.is_control()).take(200));
    reason.map(|reason| format!(": {}", reason.collect::<String>())).unwrap_or_default()
}

/// A request of any method.
struct Exchange<'a> {
    method: &'a str,
    url: &'a Address,
    headers: &'a [(&'a str, &'a str)],
    /// The media type and the bytes of the body.
    body: Option<(&'a str, &'a [u8])>,
    /// Bytes of the reply's body that are read at most; `None` reads its head alone.
    most_body: Option<usize>,
}

impl<'a> Exchange<'a> {
    fn post(request: &PostRequest<'a>, wants_body: bool) -> Self {
        Self {
            method: "POST",
            url: request.url,
            headers: request.headers,
            body: Some((request.content_type, request.body)),
            most_body: wants_body.then_some(MOST_ANSWER),
        }
    }
}

/// Makes the request and reads the reply's head.
pub async fn post(request: &PostRequest<'_>, reach: WebhookReach) -> Result<PostReply, PostError> {
    exchange(&Exchange::post(request, false), reach).await
}

/// Makes the request and reads the reply with its body.
pub async fn post_for_body(request: &PostRequest<'_>, reach: WebhookReach) -> Result<PostReply, PostError> {
    exchange(&Exchange::post(request, true), reach).await
}

/// Makes the same request as [`post_for_body`], and reads a body of up to `most_body` bytes.
pub async fn post_for_long_body(
    request: &PostRequest<'_>,
    most_body: usize,
    reach: WebhookReach,
) -> Result<PostReply, PostError> {
    exchange(&Exchange { most_body: Some(most_body), ..Exchange::post(request, true) }, reach).await
}

async fn exchange(request: &Exchange<'_>, reach: WebhookReach) -> Result<PostReply, PostError> {
    let mut stream = open(request.url, reach).await?;
    let reply = timeout(WITHIN, ask(&mut stream, request)).await;
    of_success(reply.map_err(|_| PostError::Unanswered)??)
}

/// Returns the reply if its status means success.
fn of_success(reply: PostReply) -> Result<PostReply, PostError> {
    match reply.status {
        200..=299 => Ok(reply),
        300..=399 => Err(PostError::Redirect(reply.status)),
        status => Err(PostError::Status(status, reply.body)),
    }
}

/// Connects to the server of `url`, which has to be within `reach`.
pub async fn open(url: &Address, reach: WebhookReach) -> Result<Box<dyn OutboundStream>, PostError> {
    timeout(WITHIN, connect(url, reach)).await.map_err(|_| PostError::Unreachable)?
}

async fn connect(url: &Address, reach: WebhookReach) -> Result<Box<dyn OutboundStream>, PostError> {
    let host = url.host().trim_start_matches('[').trim_end_matches(']').to_owned();
    let stream = connect_within(&host, url.port(), reach).await?;
    if !url.is_encrypted() {
        return Ok(Box::new(stream));
    }
    // The system's files are read each time: it is seldom, and they may have been renewed.
    let config = spawn_blocking(tls::trusting).await.map_err(|_| PostError::Failed)?;
    let config = config.map_err(|error| PostError::Connection(io::Error::other(error)))?;
    let name = ServerName::try_from(host).map_err(|error| PostError::Connection(io::Error::other(error)))?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    Ok(Box::new(stream.map_err(PostError::Connection)?))
}

/// A connection to one of the addresses of `host` that are within `reach`. The address that was looked at is the one
/// that is connected to, so a name that leads elsewhere the next time gains nothing.
async fn connect_within(host: &str, port: u16, reach: WebhookReach) -> Result<TcpStream, PostError> {
    let found: Vec<SocketAddr> = match host.parse::<IpAddr>() {
        Ok(address) => vec![(address, port).into()],
        Err(_) => lookup_host((host, port)).await.map_err(|_| PostError::NoSuchName)?.collect(),
    };
    if found.is_empty() {
        return Err(PostError::NoSuchName);
    }
    let mut failed = PostError::OutOfReach;
    let each = WITHIN / (MOST_ADDRESSES as u32 + 1);
    for address in found.into_iter().filter(|found| reach.covers(found.ip())).take(MOST_ADDRESSES) {
        failed = match timeout(each, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => PostError::Connection(error),
            Err(_) => PostError::Unreachable,
        };
    }
    Err(failed)
}

async fn ask(stream: &mut Box<dyn OutboundStream>, request: &Exchange<'_>) -> Result<PostReply, PostError> {
    let Exchange { method, url, headers, body, most_body } = request;
    let (content_type, body) = body.unwrap_or_default();
    let content = (!content_type.is_empty()).then_some((content_type, body.len() as u64));
    let head = request_head(method, url, content, headers);
    let whole = [head.as_bytes(), body].concat();
    stream.write_all(&whole).await.map_err(PostError::Lost)?;
    stream.flush().await.map_err(PostError::Lost)?;
    read_reply(stream, *most_body).await
}

/// Returns the head of a request; `content` is the media type and the length of its body.
fn request_head(
    method: &str,
    url: &Address,
    content: Option<(&str, u64)>,
    headers: &[(&str, &str)],
) -> String {
    let mut head = format!(
        "{method} {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: Longwave/{}\r\nConnection: close\r\n",
        url.target(),
        url.authority(),
        env!("CARGO_PKG_VERSION"),
    );
    if let Some((content_type, length)) = content {
        let length = length.to_string();
        for part in ["Content-Type: ", content_type, "\r\nContent-Length: ", &length, "\r\n"] {
            head.push_str(part);
        }
    }
    for (name, value) in headers {
        for part in [*name, ": ", value, "\r\n"] {
            head.push_str(part);
        }
    }
    head.push_str("\r\n");
    head
}

/// Reads a reply, and up to `most_body` bytes of its body if that is wanted.
async fn read_reply(
    stream: &mut Box<dyn OutboundStream>,
    most_body: Option<usize>,
) -> Result<PostReply, PostError> {
    let (mut reply, mut body) = read_head(stream).await?;
    // 204 has no body (RFC 9110 section 15.3.5), and its connection may stay open.
    if let Some(most) = most_body.filter(|_| reply.status != 204) {
        let is_chunked = reply.header("transfer-encoding").is_some_and(|coding| coding.contains("chunked"));
        let expected = reply.header("content-length").and_then(|length| length.parse().ok());
        let expected = expected.unwrap_or(most).min(most);
        // A connection that is lost now ends the body, as one that is closed does.
        while body.len() < expected
            && !(is_chunked && body.ends_with(b"0\r\n\r\n"))
            && read_more(stream, &mut body).await.unwrap_or(false)
        {}
        reply.body = if is_chunked { without_chunks(&body) } else { body };
    }
    Ok(reply)
}

/// Reads the head of a reply; returns it without its body, and what was read of that.
async fn read_head(stream: &mut Box<dyn OutboundStream>) -> Result<(PostReply, Vec<u8>), PostError> {
    let mut read = Vec::with_capacity(1_024);
    loop {
        if let Some((reply, length)) = reply_head(&read)? {
            let body = read.split_off(length.min(read.len()));
            return Ok((reply, body));
        }
        if read.len() >= MOST_ANSWER {
            return Err(PostError::Malformed);
        }
        if !read_more(stream, &mut read).await.map_err(PostError::Lost)? {
            return Err(PostError::Lost(io::ErrorKind::UnexpectedEof.into()));
        }
    }
}

/// Reads what has come; false at the end.
async fn read_more(stream: &mut Box<dyn OutboundStream>, into: &mut Vec<u8>) -> io::Result<bool> {
    Ok(stream.read_buf(into).await? > 0)
}

/// Returns the reply's head and its length, once all of it was read.
fn reply_head(read: &[u8]) -> Result<Option<(PostReply, usize)>, PostError> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut answer = httparse::Response::new(&mut headers);
    let length = match answer.parse(read) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        // It has more headers than are read; the status stands before them.
        Err(httparse::Error::TooManyHeaders) => read.len(),
        Err(_) => return Err(PostError::Malformed),
    };
    // No reply of 100 to 199 was asked for (RFC 9110 section 15.2).
    let status = answer.code.filter(|code| *code >= 200).ok_or(PostError::Malformed)?;
    let text = |header: &httparse::Header<'_>| {
        (header.name.to_owned(), String::from_utf8_lossy(header.value).into_owned())
    };
    let headers = answer.headers.iter().filter(|header| !header.name.is_empty()).map(text).collect();
    Ok(Some((PostReply { status, headers, body: Vec::new() }, length)))
}

/// Takes the chunked coding (RFC 9112 section 7.1) off a body, as far as it was read.
fn without_chunks(mut coded: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(coded.len());
    while let Some(end) = coded.windows(2).position(|pair| pair == b"\r\n") {
        let size = coded.get(..end).unwrap_or_default();
        let size = size.split(|byte| *byte == b';').next().unwrap_or_default();
        let size =
            std::str::from_utf8(size).ok().and_then(|size| usize::from_str_radix(size.trim(), 16).ok());
        let Some(size) = size.filter(|size| *size > 0) else { break };
        let data = coded.get(end + 2..).unwrap_or_default();
        body.extend_from_slice(data.get(..size.min(data.len())).unwrap_or_default());
        coded = size.checked_add(2).and_then(|next| data.get(next..)).unwrap_or_default();
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunked_body_is_put_together_as_far_as_it_came() {
        let check = |coded: &str, expected: &str| {
            assert_eq!(String::from_utf8_lossy(&without_chunks(coded.as_bytes())), expected, "{coded:?}");
        };
        check("4\r\n{\"ok\r\n8;x=y\r\n\":true}\n\r\n0\r\n\r\n", "{\"ok\":true}\n");
        check("5\r\nab", "ab");
        check("ffffffffffffffff\r\nab", "ab");
        check("zz\r\nab", "");
        check("", "");
    }

    #[test]
    fn headers_of_a_reply_are_found_in_any_letters() {
        let text = b"HTTP/1.0 200 OK\r\nYPResponse: 1\r\nsid: 7.5\r\n\r\nbody";
        let (reply, length) = reply_head(text).unwrap().unwrap();
        assert_eq!(
            (reply.status, reply.header("ypresponse"), reply.header("SID")),
            (200, Some("1"), Some("7.5"))
        );
        assert_eq!(&text[length..], b"body");
        assert!(reply_head(b"HTTP/1.0 200 OK\r\n").unwrap().is_none());
        assert!(reply_head(b"ICY 200 OK\r\n\r\n").is_err());
        assert!(reply_head(b"HTTP/1.1 100 Continue\r\n\r\n").is_err());
    }
}
