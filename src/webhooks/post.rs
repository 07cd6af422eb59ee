//! A request to a hook, and its answer.

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

use super::WebhookReach;
use crate::model::Address;
use crate::tls;

/// Time limit of a connection attempt, and again of the reply.
const WITHIN: Duration = Duration::from_secs(10);
/// Longest part of a reply that is read, in bytes: only its head matters.
const MOST_ANSWER: usize = 16 * 1_024;
const MOST_HEADERS: usize = 64;
/// Addresses of a name that are tried.
const MOST_ADDRESSES: usize = 4;

/// A request to a webhook's address.
pub(super) struct PostRequest<'a> {
    pub(super) url: &'a Address,
    /// Names with their values.
    pub(super) headers: &'a [(&'a str, &'a str)],
    pub(super) body: &'a [u8],
}

/// Reasons why a delivery failed, worded for whoever runs the webhook.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error(
        "it is on this machine or in its own network, where messages go only if the server is started with \
         --webhooks anywhere"
    )]
    OutOfReach,
    #[error("there is no machine of this name")]
    NoSuchName,
    #[error("there is no connection: {0}")]
    Connection(io::Error),
    #[error("there is no connection within {} s", WITHIN.as_secs())]
    Unreachable,
    #[error("there is no answer within {} s", WITHIN.as_secs())]
    Unanswered,
    #[error("the connection was lost: {0}")]
    Lost(io::Error),
    #[error("the answer is no HTTP")]
    Malformed,
    #[error("it leads on to another address (status {0}), which is not followed")]
    Redirect(u16),
    #[error("it answers with the status {0}")]
    Status(u16),
    #[error("this machine has no means for it")]
    Failed,
}

impl Failure {
    /// The status that was answered, if one was.
    pub(super) fn status(&self) -> Option<u16> {
        match self {
            Self::Status(status) | Self::Redirect(status) => Some(*status),
            _ => None,
        }
    }
}

/// A connection, encrypted or not.
trait Stream: AsyncRead + AsyncWrite + Unpin {}
impl<S: AsyncRead + AsyncWrite + Unpin> Stream for S {}

/// Makes the request; the status if it is one that says that all is well.
pub(super) async fn post(request: &PostRequest<'_>, reach: WebhookReach) -> Result<u16, Failure> {
    let mut stream =
        timeout(WITHIN, connect(request.url, reach)).await.map_err(|_| Failure::Unreachable)??;
    let status = timeout(WITHIN, ask(&mut stream, request)).await.map_err(|_| Failure::Unanswered)??;
    match status {
        200..=299 => Ok(status),
        300..=399 => Err(Failure::Redirect(status)),
        status => Err(Failure::Status(status)),
    }
}

async fn connect(url: &Address, reach: WebhookReach) -> Result<Box<dyn Stream>, Failure> {
    let host = url.host().trim_start_matches('[').trim_end_matches(']').to_owned();
    let stream = connect_within(&host, url.port(), reach).await?;
    if !url.is_encrypted() {
        return Ok(Box::new(stream));
    }
    // The system's files are read each time: it is seldom, and they may have been renewed.
    let config = spawn_blocking(tls::trusting).await.map_err(|_| Failure::Failed)?;
    let config = config.map_err(|error| Failure::Connection(io::Error::other(error)))?;
    let name = ServerName::try_from(host).map_err(|error| Failure::Connection(io::Error::other(error)))?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    Ok(Box::new(stream.map_err(Failure::Connection)?))
}

/// A connection to one of the addresses of `host` that are within `reach`. The address that was looked at is the one
/// that is connected to, so a name that leads elsewhere the next time gains nothing.
async fn connect_within(host: &str, port: u16, reach: WebhookReach) -> Result<TcpStream, Failure> {
    let found: Vec<SocketAddr> = match host.parse::<IpAddr>() {
        Ok(address) => vec![(address, port).into()],
        Err(_) => lookup_host((host, port)).await.map_err(|_| Failure::NoSuchName)?.collect(),
    };
    if found.is_empty() {
        return Err(Failure::NoSuchName);
    }
    let mut failed = Failure::OutOfReach;
    let each = WITHIN / (MOST_ADDRESSES as u32 + 1);
    for address in found.into_iter().filter(|found| reach.covers(found.ip())).take(MOST_ADDRESSES) {
        failed = match timeout(each, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => Failure::Connection(error),
            Err(_) => Failure::Unreachable,
        };
    }
    Err(failed)
}

async fn ask(stream: &mut Box<dyn Stream>, request: &PostRequest<'_>) -> Result<u16, Failure> {
    let PostRequest { url, headers, body } = request;
    let mut head = format!(
        "POST {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: Longwave/{}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n",
        url.target(),
        url.authority(),
        env!("CARGO_PKG_VERSION"),
        body.len()
    );
    for (name, value) in *headers {
        for part in [*name, ": ", value, "\r\n"] {
            head.push_str(part);
        }
    }
    head.push_str("\r\n");
    let whole = [head.as_bytes(), body].concat();
    stream.write_all(&whole).await.map_err(Failure::Lost)?;
    stream.flush().await.map_err(Failure::Lost)?;
    status(stream).await
}

/// Reads as much as it takes to know the status; what comes after it is never read.
async fn status(stream: &mut Box<dyn Stream>) -> Result<u16, Failure> {
    let mut read = Vec::with_capacity(1_024);
    loop {
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut answer = httparse::Response::new(&mut headers);
        let is_whole = match answer.parse(&read) {
            Ok(parsed) => parsed.is_complete(),
            // It may have more headers than anybody reads; the status stands before them.
            Err(httparse::Error::TooManyHeaders) => true,
            Err(_) => return Err(Failure::Malformed),
        };
        match answer.code {
            // More is to come (RFC 9110 section 15.2).
            Some(100..=199) if is_whole => return Err(Failure::Malformed),
            Some(status) if is_whole => return Ok(status),
            _ if read.len() >= MOST_ANSWER => return Err(Failure::Malformed),
            _ => {}
        }
        match stream.read_buf(&mut read).await {
            Ok(1..) => {}
            Ok(0) => return Err(Failure::Lost(io::ErrorKind::UnexpectedEof.into())),
            Err(error) => return Err(Failure::Lost(error)),
        }
    }
}
