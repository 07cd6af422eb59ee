//! Requests to a certificate authority: HTTP/1.1 over TLS, a connection for each.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Response};
use http_body_util::BodyExt;
use instant_acme::{BodyWrapper, BytesResponse, Error, HttpClient};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::model::Address;
use crate::net::WebhookReach;

/// Time limit of a connection attempt, TLS included.
const CONNECTS_WITHIN: Duration = Duration::from_secs(10);
/// Time limit of an answer.
const ANSWERS_WITHIN: Duration = Duration::from_secs(30);
/// Longest answer, in bytes: a certificate's chain has some ten thousand.
const MOST_ANSWER: usize = 1_024 * 1_024;
const MOST_HEADERS: usize = 64;
/// Addresses of a name that are tried.
const MOST_ADDRESSES: usize = 4;

/// Reasons why a certificate authority cannot be asked, worded for the server's owner.
#[derive(Debug, thiserror::Error)]
pub(super) enum AuthorityError {
    #[error("it names an address that is none: {0}")]
    Address(String),
    #[error("it leads to {0}, on this machine or in its own network, which its directory does not")]
    OutOfReach(String),
    #[error("there is no machine of the name {0}")]
    NoSuchName(String),
    #[error("there is no connection to {0}: {1}")]
    Connection(String, io::Error),
    #[error("there is no connection to {0} within {within} s", within = CONNECTS_WITHIN.as_secs())]
    Unreachable(String),
    #[error("the certificate of {0} is not trusted: {1}")]
    Untrusted(String, io::Error),
    #[error("{0} does not answer within {within} s", within = ANSWERS_WITHIN.as_secs())]
    Unanswered(String),
    #[error("the connection to {0} was lost: {1}")]
    Lost(String, io::Error),
    #[error("the answer of {0} is no HTTP/1.1")]
    Malformed(String),
}

/// Asks one certificate authority.
#[derive(Clone)]
pub(super) struct AuthorityClient {
    tls: Arc<ClientConfig>,
    /// Its host may be on this machine or in its own network, since the owner named it; others that it leads to may not.
    directory: Arc<Address>,
}

impl AuthorityClient {
    pub(super) fn new(tls: ClientConfig, directory: Address) -> Self {
        Self { tls: Arc::new(tls), directory: Arc::new(directory) }
    }

    async fn ask(self, request: Request<BodyWrapper<Bytes>>) -> Result<BytesResponse, Error> {
        let (parts, body) = request.into_parts();
        let Ok(body) = body.collect().await;
        let body = body.to_bytes();
        let answered = self.exchange(&parts, &body).await.map_err(|error| Error::Other(error.into()))?;
        let (parts, body) = answered.into_parts();
        Ok(BytesResponse { parts, body: Box::new(body) })
    }

    async fn exchange(
        &self,
        request: &http::request::Parts,
        body: &[u8],
    ) -> Result<Response<Bytes>, AuthorityError> {
        let wrong = |_| AuthorityError::Address(request.uri.to_string());
        let address: Address = request.uri.to_string().parse().map_err(wrong)?;
        if !address.is_encrypted() {
            return Err(AuthorityError::Address(address.to_string()));
        }
        let host = address.host().to_owned();
        let connected = timeout(CONNECTS_WITHIN, self.connect(&address)).await;
        let mut stream = connected.map_err(|_| AuthorityError::Unreachable(host.clone()))??;
        let exchanged = async {
            stream.write_all(&written(request, &address, body)).await?;
            stream.flush().await?;
            read_answer(&mut stream, request.method == Method::HEAD).await
        };
        match timeout(ANSWERS_WITHIN, exchanged).await {
            Err(_) => Err(AuthorityError::Unanswered(host)),
            Ok(Err(error)) if error.kind() == io::ErrorKind::InvalidData => {
                Err(AuthorityError::Malformed(host))
            }
            Ok(Err(error)) => Err(AuthorityError::Lost(host, error)),
            Ok(Ok(answer)) => Ok(answer),
        }
    }

    async fn connect(
        &self,
        address: &Address,
    ) -> Result<tokio_rustls::client::TlsStream<TcpStream>, AuthorityError> {
        let is_named = (address.host(), address.port()) == (self.directory.host(), self.directory.port());
        let reach = if is_named { WebhookReach::Anywhere } else { WebhookReach::Internet };
        let host = address.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let found = lookup_host((&*host, address.port())).await;
        let found: Vec<_> = found.map_err(|_| AuthorityError::NoSuchName(host.clone()))?.collect();
        if found.is_empty() {
            return Err(AuthorityError::NoSuchName(host));
        }
        let name = ServerName::try_from(host.clone());
        let name = name.map_err(|_| AuthorityError::Address(address.to_string()))?;
        let mut failed = AuthorityError::OutOfReach(host.clone());
        let each = CONNECTS_WITHIN / (MOST_ADDRESSES as u32 + 1);
        // The address that is checked is the one that is connected to: a name may resolve differently the next time.
        for at in found.into_iter().filter(|found| reach.covers(found.ip())).take(MOST_ADDRESSES) {
            failed = match timeout(each, TcpStream::connect(at)).await {
                Ok(Ok(stream)) => {
                    let encrypted = TlsConnector::from(Arc::clone(&self.tls)).connect(name, stream).await;
                    return encrypted.map_err(|error| match error.kind() {
                        io::ErrorKind::InvalidData => AuthorityError::Untrusted(host, error),
                        _ => AuthorityError::Connection(host, error),
                    });
                }
                Ok(Err(error)) => AuthorityError::Connection(host.clone(), error),
                Err(_) => AuthorityError::Unreachable(host.clone()),
            };
        }
        Err(failed)
    }
}

impl HttpClient for AuthorityClient {
    fn request(
        &self,
        request: Request<BodyWrapper<Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, Error>> + Send>> {
        Box::pin(self.clone().ask(request))
    }
}

/// Returns a request as it is sent.
fn written(request: &http::request::Parts, address: &Address, body: &[u8]) -> Vec<u8> {
    let mut written = format!(
        "{} {} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {}\r\n",
        request.method,
        address.target(),
        address.authority(),
        body.len()
    )
    .into_bytes();
    for (name, value) in &request.headers {
        written.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    written.extend_from_slice(b"\r\n");
    written.extend_from_slice(body);
    written
}

/// Reads an answer, up to the end that it states or the connection's. Fails with `InvalidData` if it makes no sense.
async fn read_answer(
    stream: &mut (impl AsyncRead + Unpin),
    has_no_body: bool,
) -> io::Result<Response<Bytes>> {
    let malformed = || io::Error::from(io::ErrorKind::InvalidData);
    let mut read = Vec::with_capacity(4 * 1_024);
    let mut is_over = false;
    loop {
        if let Some((mut answer, head)) = parse_head(&read)? {
            let status = answer.status();
            let is_empty = has_no_body || status.as_u16() == 204;
            let body = if is_empty { Some(Vec::new()) } else { body(&answer, &read[head..], is_over)? };
            if let Some(body) = body {
                *answer.body_mut() = body.into();
                return Ok(answer);
            }
        }
        if is_over {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if read.len() > MOST_ANSWER {
            return Err(malformed());
        }
        is_over = match stream.read_buf(&mut read).await {
            Ok(count) => count == 0,
            // Some servers close without the end that TLS has for it; what is cut off is found by its length.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => true,
            Err(error) => return Err(error),
        };
    }
}

/// Returns an answer without its body, and the length of its head; `None` if more is to come.
fn parse_head(read: &[u8]) -> io::Result<Option<(Response<Bytes>, usize)>> {
    let malformed = || io::Error::from(io::ErrorKind::InvalidData);
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Response::new(&mut headers);
    let Ok(status) = parsed.parse(read) else { return Err(malformed()) };
    let httparse::Status::Complete(length) = status else { return Ok(None) };
    let mut answer = Response::new(Bytes::new());
    *answer.status_mut() =
        parsed.code.and_then(|code| http::StatusCode::from_u16(code).ok()).ok_or_else(malformed)?;
    for header in parsed.headers.iter() {
        let name = HeaderName::from_bytes(header.name.as_bytes()).map_err(|_| malformed())?;
        answer.headers_mut().append(name, HeaderValue::from_bytes(header.value).map_err(|_| malformed())?);
    }
    Ok(Some((answer, length)))
}

/// Returns the body in `read`, if it is whole; without a stated length it is once the connection `is_over`.
fn body(answer: &Response<Bytes>, read: &[u8], is_over: bool) -> io::Result<Option<Vec<u8>>> {
    let header = |name| answer.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
        return unchunked(read);
    }
    match header("content-length") {
        Some(length) => {
            let length: usize = length.parse().map_err(|_| io::ErrorKind::InvalidData)?;
            Ok(read.get(..length).map(<[u8]>::to_vec))
        }
        None => Ok(is_over.then(|| read.to_vec())),
    }
}

/// Decodes a chunked body (RFC 9112 section 7.1); `None` if more is to come.
fn unchunked(mut rest: &[u8]) -> io::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    loop {
        let size = httparse::parse_chunk_size(rest).map_err(|_| io::ErrorKind::InvalidData)?;
        let httparse::Status::Complete((line, size)) = size else { return Ok(None) };
        if size == 0 {
            return Ok(Some(body));
        }
        let size = usize::try_from(size).map_err(|_| io::ErrorKind::InvalidData)?;
        let chunk = line.checked_add(size).and_then(|end| rest.get(line..end));
        let Some(chunk) = chunk else { return Ok(None) };
        body.extend_from_slice(chunk);
        rest = rest.get(line + size + 2..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sent: &str, expected: &str) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let answer = runtime.block_on(read_answer(&mut sent.as_bytes(), false));
        let found = answer.map_or_else(
            |error| error.kind().to_string(),
            |answer| format!("{} {}", answer.status().as_u16(), String::from_utf8_lossy(answer.body())),
        );
        assert_eq!(found, expected, "{sent:?}");
    }

    #[test]
    fn answers_end_where_they_say() {
        check("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}more", "200 {}");
        check("HTTP/1.1 400 Bad\r\n\r\nto the end", "400 to the end");
        check("HTTP/1.1 204 No Content\r\n\r\n", "204 ");
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        check(&format!("{chunked}2\r\nab\r\n3;x\r\ncde\r\n0\r\n\r\n"), "200 abcde");
        check(&format!("{chunked}2\r\nab\r\n3\r\nc"), "unexpected end of file");
        check(&format!("{chunked}FFFFFFFFFFFFFFFF\r\nab"), "unexpected end of file");
        check(&format!("{chunked}x\r\n"), "invalid data");
        check("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", "unexpected end of file");
        check("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "invalid data");
        check("SSH-2.0-x\r\n", "invalid data");
        check(&format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(2 * MOST_ANSWER)), "invalid data");
    }
}
