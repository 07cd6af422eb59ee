//! Single entry point for joining a stream, on connections of every kind, for first and later requests alike.
//!
//! In: a request for a stream, and the address it comes from. Out: a listener that is counted and limited, and its
//! greeting; or the reason for a refusal. Never: touches a socket.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use bytes::Bytes;

use super::archive_audience::{ArchiveAudience, PastEntry, PastListener};
use super::listen_links::{self, LinkRefused, LinkScope, ListenLinks};
use super::listener_limits::{LimitReached, ListenerLimits, ListenerPermit};
use super::open_listeners::OpenListeners;
use super::{formats, http, icy_clients};
use crate::broadcast::{Broadcast, Broadcasts};
use crate::clock::Clock;
use crate::container::longwave_v1::{self, Hello};
use crate::format::{Cadence, Format, StreamAddress};
use crate::frame::Rendition;
use crate::model::{ClientInfo, ListenAccess};
use crate::mount::{Listener, Mount, Start};

/// Milliseconds of sound per message that a listener to a WebSocket may choose.
const DELIVERIES: [u32; 6] = [20, 40, 60, 100, 200, 500];
/// The longest burst that may be asked for, in milliseconds.
const MOST_BURST: u32 = 10_000;
/// Captions that ended so long ago, in microseconds, are sent to a listener who comes: those that are still shown.
const RECENT_CAPTIONS_US: u64 = 10_000_000;
/// Sound already on air that a WebSocket is sent at once, in microseconds.
const WEBSOCKET_BURST: Start = Start::burst(1_000_000);
/// Sound already on air that a player over HTTP is sent at once: browsers read 32 KiB at a time, and stall with
/// less than two such pieces ahead; other players want a second or two before they play.
const HTTP_BURST: Start = Start::Burst { us: 2_000_000, bytes: 64 * 1_024 };

/// A request for a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamRequest {
    /// The station's slug.
    pub slug: String,
    /// The format of the address and the query.
    pub format: &'static Format,
    /// The query of the address, without the question mark.
    pub query: String,
    /// The client's `User-Agent`.
    pub user_agent: Vec<u8>,
    /// Set once the client asks for ICY metadata in the stream.
    pub wants_metadata: bool,
    /// Whether the client has shown a password or an account that opens a private station.
    pub is_granted: bool,
}

impl StreamRequest {
    /// Returns a request for `path`, such as `/main.opus?burst=0`; `None` if that is not the address of a stream.
    pub fn to(path: &str) -> Option<Self> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let (slug, format) = formats::of_path(path)?;
        let format = formats::variant(format, query);
        let (slug, query) = (slug.to_owned(), query.to_owned());
        Some(Self { slug, format, query, user_agent: Vec::new(), wants_metadata: false, is_granted: false })
    }

    /// Takes note of a header of the request.
    pub fn header(&mut self, name: &str, value: &[u8]) {
        if name.eq_ignore_ascii_case("user-agent") {
            value.clone_into(&mut self.user_agent);
        } else if name.eq_ignore_ascii_case("icy-metadata") {
            self.wants_metadata = value.trim_ascii() == b"1";
        }
    }

    /// Returns the moment from which on it is to be played from the archive, as it stands in the query.
    pub fn rewinds_to(&self) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.query.as_bytes());
        pairs.find(|(key, _)| key == "at").map(|(_, at)| at.into_owned())
    }

    /// Returns about how many bytes a second the stream takes, if it can be had.
    pub fn bytes_per_second(&self, stations: &Broadcasts) -> Option<usize> {
        let station = stations.get(&self.slug)?;
        let options = JoinOptions::parse(self).ok()?;
        Some(options.mount(&station, self.format).ok()?.rendition().bytes_per_second())
    }
}

/// Options from the query of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
struct JoinOptions {
    rendition: Option<String>,
    cadence: Cadence,
    start: Start,
}

/// Reason for which a stream cannot be joined.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    /// No station has this slug.
    #[error("there is no such station")]
    UnknownStation,
    /// None of the station's renditions fits into the format.
    #[error("the station is not heard in this format")]
    UnknownStream,
    /// An option in the query makes no sense.
    #[error("{0}")]
    BadQuery(BadQuery),
    /// The station is private.
    #[error(transparent)]
    Private(#[from] AccessRefused),
    /// There are as many listeners as there may be.
    #[error("{0}")]
    Full(LimitReached),
}

/// Why a private station takes no listener; its text is for the listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccessRefused {
    /// It wants its listening password.
    #[error("this station is private: it needs its listening password, or a link from its people")]
    PasswordNeeded,
    /// It wants an account.
    #[error("this station is private: it needs an account, or a link from its people")]
    AccountNeeded,
    /// The link's token opens nothing.
    #[error("{0}: ask the people of the station for another one")]
    Link(LinkRefused),
}

/// Error in a query, in words for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadQuery(String);

impl fmt::Display for BadQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JoinOptions {
    /// Reads the options of a request. Keys that are not known are left alone.
    fn parse(request: &StreamRequest) -> Result<Self, BadQuery> {
        let format = request.format;
        let is_websocket = format.address == StreamAddress::WebSocket;
        let mut options = Self {
            rendition: None,
            cadence: icy_clients::cadence(format, request.wants_metadata, &request.user_agent),
            start: if is_websocket { WEBSOCKET_BURST } else { HTTP_BURST },
        };
        let mut from = None;
        for (key, value) in form_urlencoded::parse(request.query.as_bytes()) {
            match &*key {
                "rendition" => options.rendition = Some(value.into_owned()),
                "burst" => {
                    let ms: u32 = number(&key, &value, |ms| *ms <= MOST_BURST, "0 to 10000")?;
                    options.start = Start::burst(u64::from(ms) * 1_000);
                }
                "delivery" if is_websocket => {
                    let range = "20, 40, 60, 100, 200 or 500";
                    let ms: u32 = number(&key, &value, |ms| DELIVERIES.contains(ms), range)?;
                    options.cadence = Cadence::Us(u64::from(ms) * 1_000);
                }
                "from" if is_websocket => {
                    from = Some(number(&key, &value, |_: &u64| true, "a sequence number")?);
                }
                _ => {}
            }
        }
        options.start = from.map_or(options.start, Start::From);
        Ok(options)
    }

    /// Returns the mount that is asked for.
    fn mount(&self, station: &Broadcast, format: &Format) -> Result<Mount, JoinError> {
        let rendition = self.rendition.as_deref();
        station.mount_for(format, rendition).ok_or_else(|| {
            let names = station.renditions_for(format);
            match rendition {
                Some(name) if !names.is_empty() => JoinError::BadQuery(BadQuery(format!(
                    "there is no rendition {name:?}; this station has {}",
                    names.join(", ")
                ))),
                _ => JoinError::UnknownStream,
            }
        })
    }
}

/// The rules by which listeners join; clones share them.
#[derive(Clone, Debug, Default)]
pub struct ListenerGate {
    /// How many may listen.
    pub limits: ListenerLimits,
    /// Those who do.
    pub open: OpenListeners,
    /// The signed links to private stations.
    pub links: ListenLinks,
    /// True on an edge, which passes nothing on to other edges: their listeners would be counted nowhere.
    pub is_edge: bool,
}

impl ListenerGate {
    /// Fails if `station` is private and the query has no token that opens it.
    pub fn check_access(&self, station: &Broadcast, query: &str) -> Result<(), AccessRefused> {
        let token = || listen_links::token_in(query);
        self.check_token(station, token)
    }

    /// Fails if `station` is private and there is no `token` that opens it.
    pub fn check_token(
        &self,
        station: &Broadcast,
        token: impl FnOnce() -> Option<String>,
    ) -> Result<(), AccessRefused> {
        let rule = station.access();
        let needed = match rule.access {
            ListenAccess::Open => return Ok(()),
            ListenAccess::Password => AccessRefused::PasswordNeeded,
            ListenAccess::Account => AccessRefused::AccountNeeded,
        };
        let token = token().ok_or(needed)?;
        let now = (station.clock().wall_us() / 1_000_000) as i64;
        let scope = LinkScope { slug: station.slug(), epoch: rule.link_epoch };
        self.links.check(scope, &token, now).map_err(AccessRefused::Link)
    }
}

/// A listener that may come in: it has its place, and does not listen yet.
pub struct Admission {
    station: Broadcast,
    format: &'static Format,
    mount: Mount,
    options: JoinOptions,
    permit: Option<ListenerPermit>,
    client: ClientInfo,
    open: OpenListeners,
    pub(crate) address: Option<IpAddr>,
    user_agent: Vec<u8>,
}

/// Admits a listener, if what it asks for can be had and there is a place.
pub fn admit(
    stations: &Broadcasts,
    gate: &ListenerGate,
    request: &StreamRequest,
    address: Option<IpAddr>,
) -> Result<Admission, JoinError> {
    let station = stations.get(&request.slug).ok_or(JoinError::UnknownStation)?;
    if !request.is_granted {
        gate.check_access(&station, &request.query)?;
    }
    if gate.is_edge && request.format == &formats::WEBSOCKET_EDGE {
        return Err(JoinError::BadQuery(BadQuery("edge=1 is for origins: this is an edge".to_owned())));
    }
    let options = JoinOptions::parse(request).map_err(JoinError::BadQuery)?;
    let mount = options.mount(&station, request.format)?;
    let permit = gate.limits.take(&request.slug, address).map_err(JoinError::Full)?;
    Ok(Admission {
        client: ClientInfo::new(address, &request.user_agent, station.clock().now_us()),
        station,
        format: request.format,
        mount,
        options,
        permit,
        open: gate.open.clone(),
        address,
        user_agent: request.user_agent.clone(),
    })
}

impl Admission {
    /// Returns the headers of the answer to a request over plain HTTP, its type among them.
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let metadata_every = match self.options.cadence {
            Cadence::Bytes(bytes) => Some(bytes),
            Cadence::Us(_) => None,
        };
        http::headers(&self.station.name(), self.format, self.mount.rendition(), metadata_every)
    }

    /// Returns the listener, and the messages that a WebSocket is greeted with.
    pub fn listener(self) -> Result<(Listener, Bytes), JoinError> {
        let joined = self.mount.join(self.format, self.options.cadence, self.options.start);
        let listener = joined.ok_or(JoinError::UnknownStream)?.heard_after(self.station.playout_delay_us());
        let greeting = match (self.format.address, self.options.cadence) {
            (StreamAddress::WebSocket, Cadence::Us(us)) => self.greeting((us / 1_000) as u32),
            _ => Bytes::new(),
        };
        let address = self.address.unwrap_or(Ipv4Addr::UNSPECIFIED.into());
        let guard = self.open.enter(self.station.slug(), listener.number(), address, &self.user_agent);
        Ok((listener.with_guard(Some((self.permit, guard))).identified_as(self.client), greeting))
    }

    /// Returns what it listens to: the station, the format and the mount.
    pub fn wanted(&self) -> (&Broadcast, &'static Format, &Mount) {
        (&self.station, self.format, &self.mount)
    }

    /// Returns the division into messages, and how much sound is sent at once, in microseconds.
    pub fn pacing(&self) -> (Cadence, u64) {
        let burst_us = if let Start::Burst { us, .. } = self.options.start { us } else { 0 };
        (self.options.cadence, burst_us)
    }

    /// Counts the listener in `audience` as one who is sent `rendition` from the archive, so far behind.
    pub fn from_archive(
        self,
        audience: &ArchiveAudience,
        rendition: &Rendition,
        behind_us: u64,
    ) -> ArchiveListener {
        let output = self.format.label;
        let counted = self.station.listeners().count(output, &rendition.name, self.client.player);
        let address = self.address.unwrap_or(Ipv4Addr::UNSPECIFIED.into());
        let guard = self.open.enter(self.station.slug(), counted.number(), address, &self.user_agent);
        let greeting = match (self.format.address, self.options.cadence) {
            (StreamAddress::WebSocket, Cadence::Us(us)) => self.hello((us / 1_000) as u32, rendition),
            _ => Bytes::new(),
        };
        let entry = audience.enter(PastListener {
            client: self.client,
            mount: self.mount.clone(),
            counted,
            output,
            rendition: rendition.name.clone(),
            behind_us,
            sent: AtomicU64::new(0),
            leaves: AtomicBool::new(false),
        });
        ArchiveListener {
            headers: self.headers(),
            greeting,
            clock: Arc::clone(self.station.clock()),
            entry,
            _held: Box::new((self.permit, guard)),
        }
    }

    /// Returns the messages that come first: a `hello`, and the captions of a moment ago.
    fn greeting(&self, delivery: u32) -> Bytes {
        let hello = self.hello(delivery, self.mount.rendition());
        if !self.format.has_captions {
            return hello;
        }
        let now_us = self.station.clock().now_us();
        let recent = self.station.captions().between(now_us.saturating_sub(RECENT_CAPTIONS_US), u64::MAX);
        let captions = recent.iter().map(longwave_v1::caption_message);
        std::iter::once(hello).chain(captions).collect::<Vec<_>>().concat().into()
    }

    fn hello(&self, delivery: u32, rendition: &Rendition) -> Bytes {
        longwave_v1::hello(&Hello {
            station: self.station.slug(),
            name: &self.station.name(),
            timeline: self.station.timeline(),
            rendition,
            delivery,
            renditions: &self.station.renditions_for(self.format),
            playout_delay_us: self.station.playout_delay_us(),
            server_us: self.station.clock().now_us(),
            epoch: self.station.epoch(),
        })
    }
}

/// A listener who is sent sound from the archive: counted for as long as this lives.
pub struct ArchiveListener {
    /// Headers of the answer over plain HTTP.
    pub headers: Vec<(&'static str, String)>,
    /// The messages that a WebSocket is greeted with.
    pub greeting: Bytes,
    /// The station's clock.
    pub clock: Arc<dyn Clock>,
    entry: PastEntry,
    /// The permit, and the entry in the list of listeners.
    _held: Box<dyn Send>,
}

impl ArchiveListener {
    /// Notes bytes that it was sent.
    pub fn sent(&self, bytes: usize) {
        self.entry.listener.sent.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Returns whether it is to leave.
    pub fn must_leave(&self) -> bool {
        self.entry.listener.leaves.load(Ordering::Relaxed)
    }
}

fn number<N: std::str::FromStr>(
    key: &str,
    value: &str,
    allowed: impl Fn(&N) -> bool,
    range: &str,
) -> Result<N, BadQuery> {
    let number = value.parse().ok().filter(|number| allowed(number));
    number.ok_or_else(|| BadQuery(format!("{key} must be {range}, not {value:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: Result<(Option<&str>, Cadence, Start), &str>) {
        let expected = expected
            .map(|(rendition, cadence, start)| JoinOptions {
                rendition: rendition.map(Into::into),
                cadence,
                start,
            })
            .map_err(|reason| BadQuery(reason.into()));
        let request = StreamRequest::to(path).expect("the address of a stream");
        assert_eq!(JoinOptions::parse(&request), expected, "{path}");
    }

    #[test]
    fn options_of_a_websocket_are_read_or_refused_with_words() {
        let ms = |ms: u64| Cadence::Us(ms * 1_000);
        check("/main/ws", Ok((None, ms(100), Start::burst(1_000_000))));
        check(
            "/main/ws?delivery=20&burst=0&rendition=pcm-s16&x=y",
            Ok((Some("pcm-s16"), ms(20), Start::LIVE)),
        );
        check("/main/ws?from=17&burst=10000", Ok((None, ms(100), Start::From(17))));
        check("/main/ws?delivery=30", Err("delivery must be 20, 40, 60, 100, 200 or 500, not \"30\""));
        check("/main/ws?burst=10001", Err("burst must be 0 to 10000, not \"10001\""));
        check("/main/ws?from=-1", Err("from must be a sequence number, not \"-1\""));
    }

    #[test]
    fn options_of_a_stream_are_rendition_and_burst() {
        let page = Cadence::Us(200_000);
        check("/main.opus", Ok((None, page, Start::Burst { us: 2_000_000, bytes: 65_536 })));
        check("/main.opus?burst=500", Ok((None, page, Start::burst(500_000))));
        check("/main.opus?rendition=opus-48&delivery=7&from=x", {
            Ok((Some("opus-48"), page, Start::Burst { us: 2_000_000, bytes: 65_536 }))
        });
        let mut radio = StreamRequest::to("/main.mp3").expect("a stream");
        radio.header("Icy-MetaData", b"1");
        assert_eq!(JoinOptions::parse(&radio).map(|options| options.cadence), Ok(Cadence::Bytes(11_520)));
        for (user_agent, cadence) in [("mpv", Cadence::Bytes(4_096)), ("MPlayer 1.5", page)] {
            let mut player = StreamRequest::to("/main.opus").expect("a stream");
            player.header("Icy-MetaData", b"1");
            player.header("User-Agent", user_agent.as_bytes());
            assert_eq!(
                JoinOptions::parse(&player).map(|options| options.cadence),
                Ok(cadence),
                "{user_agent}"
            );
        }
        let chained = StreamRequest::to("/main.opus?titles=chained").expect("a stream");
        assert_eq!(chained.format.label, "opus-chained");
        check("/main.opus?burst=-1", Err("burst must be 0 to 10000, not \"-1\""));
    }

    #[test]
    fn only_addresses_of_streams_are_requests_for_one() {
        for path in ["/", "/main", "/main.xyz", "/a/b.opus", "/a/b/ws", "/api/ws/x", "main.opus"] {
            assert_eq!(StreamRequest::to(path), None, "{path}");
        }
        let mut request = StreamRequest::to("/main.opus?burst=0").expect("a stream");
        assert_eq!((&*request.slug, &*request.query), ("main", "burst=0"));
        request.header("User-Agent", b"mpv");
        request.header("ICY-Metadata", b" 1");
        assert!(request.wants_metadata && request.user_agent == b"mpv");
        request.header("icy-metadata", b"0");
        assert!(!request.wants_metadata);
    }
}
