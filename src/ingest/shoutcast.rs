//! A connection of a program that speaks SHOUTcast's first source protocol: a password, a few headers, sound.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::BytesMut;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::chunked::Body;
use super::head;
use super::refusal::SourceRefusal;
use super::source_request::SourceRequest;
use super::title::shown_name;
use super::wire::Reception;
use super::{Ingest, media_type, wire};
use crate::auth::{AuthError, Credentials, SourceProtocol, SourceSignIn};
use crate::production::ProductionHandle;
use crate::source::live::Buffer;

/// Time limit for a program to send its password, and again for its headers.
const WITHIN: Duration = Duration::from_secs(15);
/// The longest line with a password, in bytes.
const MOST_LINE: usize = 1_024;
/// The station that is meant, for the protocol has no name for it: this one, or the first.
const USUAL: &str = "main";
/// Request by which libshout asks what is listening.
const POKE: &str = "!POKE";

const WELCOME: &[u8] = b"OK2\r\nicy-caps:11\r\n\r\n";
const WRONG: &str = "invalid password";

/// A connection of SHOUTcast's port.
pub struct ShoutcastConnection {
    /// The socket.
    pub stream: TcpStream,
    /// Bytes that were read from it already.
    pub read: BytesMut,
    /// Address of the program.
    pub peer: SocketAddr,
    /// True if it would have to be encrypted, which this protocol is not: it is refused before its password is read.
    pub must_encrypt: bool,
}

/// Serves a connection to its end.
pub(super) async fn serve(ingest: &Ingest, mut connection: ShoutcastConnection) {
    if let Err(refusal) = converse(ingest, &mut connection).await {
        let ShoutcastConnection { mut stream, peer, .. } = connection;
        ingest.log_refusal(peer.ip(), None, &refusal);
        let words = match refusal {
            SourceRefusal::Auth(AuthError::WrongPassword | AuthError::NoPassword) => WRONG.to_owned(),
            other => other.to_string(),
        };
        // Who is gone already does not read it.
        drop(stream.write_all(format!("{words}\r\n").as_bytes()).await);
        drop(wire::linger(&mut stream).await);
    }
}

async fn converse(ingest: &Ingest, connection: &mut ShoutcastConnection) -> Result<(), SourceRefusal> {
    let ShoutcastConnection { stream, read, peer, must_encrypt } = connection;
    let pending = ingest.pending.begin(peer.ip(), || ingest.auth.is_known_address(peer.ip()));
    let pending = pending.ok_or(SourceRefusal::TooManySources)?;
    let line = timeout(WITHIN, take(stream, read, MOST_LINE, end_of_line));
    let Some(Ok(line)) = pending.wait_for(line).await else { return Ok(()) };
    let Some(line) = line? else { return Ok(()) };
    if *must_encrypt {
        return Err(SourceRefusal::TlsNeeded);
    }
    let password = head::lines(&line).next().unwrap_or_default().into_owned();
    if password == POKE || password.is_empty() {
        return Err(AuthError::NoPassword.into());
    }
    let station = usual_station(ingest).ok_or(SourceRefusal::UnknownStation)?;
    let given = Credentials::from_password(&password);
    let sign_in = SourceSignIn {
        station: station.slug(),
        from: peer.ip(),
        // It is named only after the answer.
        agent: None,
        protocol: SourceProtocol::Shoutcast,
    };
    let admitted = ingest.auth().authenticate_source(sign_in, &given).await?;
    drop(pending);
    // Most programs wait for this before they send their headers.
    stream.write_all(WELCOME).await.map_err(|_| SourceRefusal::Failed)?;

    let lines = timeout(WITHIN, take(stream, read, head::MOST, head::end_of_head)).await;
    let Some(lines) = lines.unwrap_or(Ok(None))? else { return Ok(()) };
    let headers = head::headers(head::lines(&lines)).map_err(|_| SourceRefusal::Malformed)?;
    let header = |name: &str| {
        let found = headers.iter().find(|(known, value)| known == name && !value.is_empty());
        found.map(|(_, value)| value.clone())
    };
    let media_type = header("content-type").unwrap_or_else(|| media_type::MP3.to_owned());
    if !media_type::is_known(&media_type) {
        return Err(SourceRefusal::MediaType);
    }
    let visitor = SourceRequest {
        admitted,
        from: peer.ip(),
        name: header("icy-name").as_deref().and_then(shown_name),
        description: None,
        program: header("user-agent").as_deref().and_then(shown_name),
        media_type: Some(media_type),
        buffer: Buffer::Program,
    };
    let mut session = ingest.open(&station, visitor).await?;
    let mut reception = Reception::new(std::mem::take(read), Body::Endless, None);
    let end = wire::hear(stream, &mut reception, &mut session).await;
    tracing::info!(station = station.slug(), reason = %end, "a source is over");
    Ok(())
}

fn usual_station(ingest: &Ingest) -> Option<ProductionHandle> {
    ingest.stations().get(USUAL).or_else(|| ingest.stations().all().next())
}

/// Takes the bytes up to and with the `end` that is found in them; `None` if the connection ends before.
async fn take(
    stream: &mut TcpStream,
    read: &mut BytesMut,
    most: usize,
    end: fn(&[u8]) -> Option<usize>,
) -> Result<Option<BytesMut>, SourceRefusal> {
    loop {
        if let Some(end) = end(&read[..read.len().min(most)]) {
            return Ok(Some(read.split_to(end)));
        }
        if read.len() >= most {
            return Err(SourceRefusal::HeadTooLong);
        }
        if !matches!(stream.read_buf(read).await, Ok(1..)) {
            return Ok(None);
        }
    }
}

fn end_of_line(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| *byte == b'\n').map(|at| at + 1)
}
