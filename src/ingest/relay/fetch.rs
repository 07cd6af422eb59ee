//! The way from an address to a stream: a connection, an answer, and where that names another address, on to it.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use rustls::pki_types::ServerName;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpStream, lookup_host};
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::super::media_type;
use super::super::wire::SourceSocket;
use super::answer::Answer;
use super::icy::IcyReader;
use super::remote::{Remote, Sent};
use crate::model::{Address, WrongAddress};
use crate::net::WebhookReach;
use crate::schedule::exchange::PlaylistFormat;
use crate::source::live::Ending;
use crate::tls;

/// Time limit for a connection, and again for its response.
const WITHIN: Duration = Duration::from_secs(10);
/// Largest number of addresses that a response may lead on to.
const MOST_STEPS: usize = 5;
/// The longest playlist, in bytes, that a stream is looked for in.
const MOST_PLAYLIST: usize = 64 * 1_024;

/// Reasons for which nothing is received, or no more.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    #[error("there is no connection within {} s", WITHIN.as_secs())]
    Unreachable,
    #[error("there is no connection: {0}")]
    Connection(io::Error),
    #[error("there is no answer within {} s", WITHIN.as_secs())]
    Unanswered,
    #[error("the answer makes no sense")]
    Malformed,
    #[error("it is answered with the status {0}")]
    Status(u16),
    #[error("it leads on to more than {MOST_STEPS} other addresses")]
    Astray,
    #[error("it leads on to an address that is not followed: {0}")]
    Address(#[from] WrongAddress),
    #[error(
        "it leads on to {0}, on this machine or in its own network, which is followed only if that address itself \
         is entered"
    )]
    OutOfReach(String),
    #[error("the playlist there names no stream")]
    EmptyPlaylist,
    #[error("the playlist there is longer than {} KiB", MOST_PLAYLIST / 1_024)]
    LongPlaylist,
    #[error("it is HLS, which cannot be relayed; most stations have an address for players, too")]
    Hls,
    #[error("it is no sound that can be played, but {0:?}")]
    MediaType(String),
    #[error("what is sent there gives no sound for {0} s")]
    Soundless(u64),
    #[error("the connection was lost: {0}")]
    Lost(io::Error),
    #[error("the server hung up")]
    HungUp,
    #[error("it came to its end")]
    Complete,
    #[error("nothing came for {0} s")]
    Silent(u64),
    #[error(transparent)]
    Ended(Ending),
    #[error("this machine has no means for it")]
    Failed,
}

/// Content of an address.
enum FetchedStream {
    Stream(Remote),
    /// These, of which one is enough.
    Others(Vec<Address>),
}

/// Follows `address` to a stream; where it has a choice, `attempt` says which way.
pub(super) async fn open(address: &Address, attempt: usize) -> Result<Remote, FetchError> {
    let entered = address;
    let mut address = entered.clone();
    for _ in 0..=MOST_STEPS {
        // A remote server must not choose what this machine asks in its own network.
        let is_entered = address.host() == entered.host() && address.port() == entered.port();
        let reach = if is_entered { WebhookReach::Anywhere } else { WebhookReach::Internet };
        match look(&address, reach).await? {
            FetchedStream::Stream(remote) => return Ok(remote),
            FetchedStream::Others(mut others) => {
                let place = attempt.checked_rem(others.len()).ok_or(FetchError::EmptyPlaylist)?;
                address = others.swap_remove(place);
            }
        }
    }
    Err(FetchError::Astray)
}

async fn look(address: &Address, reach: WebhookReach) -> Result<FetchedStream, FetchError> {
    let mut stream =
        timeout(WITHIN, connect(address, reach)).await.map_err(|_| FetchError::Unreachable)??;
    let mut read = BytesMut::new();
    let answer = timeout(WITHIN, ask(&mut stream, address, &mut read)).await;
    let answer = answer.map_err(|_| FetchError::Unanswered)??;
    match (answer.status, answer.get("location")) {
        (200, _) => {}
        (301 | 302 | 303 | 307 | 308, Some(location)) => {
            return Ok(FetchedStream::Others(vec![address.join(location)?]));
        }
        (status, _) => return Err(FetchError::Status(status)),
    }
    let mut sent = Sent { stream, read, body: answer.body() };
    let said = answer.media_type();
    if let Some(format) = playlist_format(&said, address) {
        let all = timeout(WITHIN, sent.all(MOST_PLAYLIST)).await;
        return streams(&all.map_err(|_| FetchError::Unanswered)??, format, address)
            .map(FetchedStream::Others);
    }
    let every = answer.get("icy-metaint").and_then(|every| every.parse().ok());
    let server = answer.get("server").map(|server| server.chars().take(100).collect());
    Ok(FetchedStream::Stream(Remote {
        media_type: sound(&said, address)?,
        server,
        sent,
        icy: IcyReader::new(every),
    }))
}

async fn connect(address: &Address, reach: WebhookReach) -> Result<Box<dyn SourceSocket + Send>, FetchError> {
    let host = address.host().trim_start_matches('[').trim_end_matches(']').to_owned();
    let stream = connect_to_any(&host, address.port(), reach).await?;
    if !address.is_encrypted() {
        return Ok(Box::new(stream));
    }
    // The system's files are read each time: it is seldom, and they may have been renewed.
    let config = spawn_blocking(tls::trusting).await.map_err(|_| FetchError::Failed)?;
    let config = config.map_err(|error| FetchError::Connection(io::Error::other(error)))?;
    let name = ServerName::try_from(host).map_err(|error| FetchError::Connection(io::Error::other(error)))?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    Ok(Box::new(stream.map_err(FetchError::Connection)?))
}

/// A connection to one of the addresses that a host has, each being given its part of the time: one that swallows
/// everything must not keep us from the next. Those out of `reach` are not tried: what is checked is the address that
/// is connected to, not the name, which may resolve differently the next time.
async fn connect_to_any(host: &str, port: u16, reach: WebhookReach) -> Result<TcpStream, FetchError> {
    let found = lookup_host((host, port)).await.map_err(FetchError::Connection)?;
    let mut addresses: Vec<_> = found.collect();
    let is_found = !addresses.is_empty();
    addresses.retain(|address| reach.covers(address.ip()));
    if is_found && addresses.is_empty() {
        return Err(FetchError::OutOfReach(host.to_owned()));
    }
    let each = WITHIN / (addresses.len() as u32 + 1);
    let mut failed = io::Error::from(io::ErrorKind::NotFound);
    for address in addresses {
        match timeout(each, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => failed = error,
            Err(_) => failed = io::ErrorKind::TimedOut.into(),
        }
    }
    Err(FetchError::Connection(failed))
}

async fn ask(
    stream: &mut impl SourceSocket,
    address: &Address,
    read: &mut BytesMut,
) -> Result<Answer, FetchError> {
    let request = format!(
        "GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: Longwave/{}\r\nAccept: */*\r\nIcy-MetaData: 1\r\n\
         Connection: close\r\n\r\n",
        address.target(),
        address.authority(),
        env!("CARGO_PKG_VERSION")
    );
    stream.write_all(request.as_bytes()).await.map_err(FetchError::Lost)?;
    stream.flush().await.map_err(FetchError::Lost)?;
    Answer::read(stream, read).await
}

/// The playlist that an answer is, if it is one.
fn playlist_format(said: &str, address: &Address) -> Option<PlaylistFormat> {
    match said {
        "audio/x-scpls" | "application/pls+xml" => Some(PlaylistFormat::Pls),
        "application/xspf+xml" => Some(PlaylistFormat::Xspf),
        said if said.ends_with("mpegurl") => Some(PlaylistFormat::M3u),
        said if media_type::is_known(said) => None,
        // Some servers know no type for such files.
        _ => PlaylistFormat::of(Path::new(address.path())).ok(),
    }
}

/// The streams that a playlist names.
fn streams(text: &[u8], format: PlaylistFormat, address: &Address) -> Result<Vec<Address>, FetchError> {
    let hls = b"#EXT-X-";
    if text.windows(hls.len()).any(|part| part == hls) {
        return Err(FetchError::Hls);
    }
    let entries = format.read(text).map_err(|_| FetchError::EmptyPlaylist)?;
    let streams: Vec<_> = entries.iter().filter_map(|entry| address.join(&entry.location).ok()).collect();
    if streams.is_empty() { Err(FetchError::EmptyPlaylist) } else { Ok(streams) }
}

/// The type of sound that is said, or what a server that says none is taken to send.
fn sound(said: &str, address: &Address) -> Result<String, FetchError> {
    if media_type::is_known(said) {
        return Ok(said.to_owned());
    }
    if !matches!(said, "" | "application/octet-stream" | "unknown/unknown") {
        return Err(FetchError::MediaType(said.chars().take(100).collect()));
    }
    let path = address.path().to_ascii_lowercase();
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    Ok(match ending {
        Some("ogg" | "oga" | "opus") => "audio/ogg",
        Some("aac") => "audio/aac",
        Some("flac") => "audio/flac",
        _ => media_type::MP3,
    }
    .to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Address {
        text.parse().unwrap()
    }

    #[actix_web::rt::test]
    async fn a_redirect_into_the_own_network_is_not_followed() {
        use tokio::io::AsyncReadExt;
        use tokio::net::TcpListener;

        let (entered, inner) = (
            TcpListener::bind("127.0.0.1:0").await.unwrap(),
            TcpListener::bind("127.0.0.1:0").await.unwrap(),
        );
        let (at, inner_port) = (entered.local_addr().unwrap(), inner.local_addr().unwrap().port());
        let server = async {
            for location in ["/next".to_owned(), format!("http://127.0.0.1:{inner_port}/latest/meta-data")] {
                let (mut stream, _) = entered.accept().await.unwrap();
                stream.read_buf(&mut BytesMut::new()).await.unwrap();
                let answer =
                    format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        };
        let entered_address = address(&format!("http://{at}/"));
        let (opened, ()) = tokio::join!(open(&entered_address, 0), server);
        let trouble = opened.err().map(|trouble| trouble.to_string()).unwrap_or_default();
        assert!(trouble.starts_with("it leads on to 127.0.0.1, on this machine"), "{trouble}");
        assert!(timeout(Duration::ZERO, inner.accept()).await.is_err(), "nobody has asked there");
    }

    #[test]
    fn playlists_are_told_from_sound() {
        let told = |said: &str, at: &str| playlist_format(said, &address(at));
        assert_eq!(told("audio/x-mpegurl", "http://x/a"), Some(PlaylistFormat::M3u));
        assert_eq!(told("application/vnd.apple.mpegurl", "http://x/a.m3u8"), Some(PlaylistFormat::M3u));
        assert_eq!(told("audio/x-scpls", "http://x/a"), Some(PlaylistFormat::Pls));
        assert_eq!(told("text/plain", "http://x/a.pls?b=c"), Some(PlaylistFormat::Pls));
        assert_eq!(told("audio/mpeg", "http://x/a.m3u"), None);
        assert_eq!(told("audio/mpeg", "http://x/a"), None);
    }

    #[test]
    fn only_streams_are_taken_from_a_playlist() {
        let found = |text: &str| {
            let found = streams(text.as_bytes(), PlaylistFormat::M3u, &address("http://x/list.m3u"));
            found.map(|found| found.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        };
        let text = "#EXTM3U\nfile:///etc/passwd\nhttp://y/1\n/2\n";
        assert_eq!(found(text).unwrap(), "http://y/1 http://x/2");
        assert!(matches!(found("#EXTM3U\n#EXT-X-VERSION:3\nhttp://y/1\n"), Err(FetchError::Hls)));
        assert!(matches!(found("#EXTM3U\nfile:///a\n"), Err(FetchError::EmptyPlaylist)));
    }

    #[test]
    fn what_says_no_type_is_taken_by_its_name() {
        let told =
            |said: &str, at: &str| sound(said, &address(at)).unwrap_or_else(|trouble| trouble.to_string());
        assert_eq!(told("audio/aacp", "http://x/"), "audio/aacp");
        assert_eq!(told("", "http://x/;stream"), "audio/mpeg");
        assert_eq!(told("application/octet-stream", "http://x/A.OGG"), "audio/ogg");
        assert_eq!(told("text/html", "http://x/"), "it is no sound that can be played, but \"text/html\"");
    }
}
