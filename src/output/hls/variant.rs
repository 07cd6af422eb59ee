//! One rendition as HLS: its packager, and the answers to requests.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use tokio::sync::watch;
use tokio::time::timeout;

use super::packing::SegmentMedia;
use super::playlist::{self, Listing};
use super::window::{Readiness, Window};
use crate::clock::Clock;
use crate::container::fmp4;
use crate::frame::Rendition;
use crate::mount::{Mount, Received, Start, Subscriber};

/// The packager begins with what the mount has kept.
pub(super) const START: Start = Start::burst(17_000_000);
/// Time after the last request at which a packager stops, in microseconds.
const IDLE_US: u64 = 60_000_000;
/// Longest wait of a request for a segment or part that is still to come: three target durations.
const PATIENCE: Duration = Duration::from_secs(3 * playlist::TARGET);
/// Distance from the live edge at which a packager that begins has caught up, in microseconds.
const CURRENT_US: u64 = 1_000_000;
/// Longest time that a packager has for catching up until playlists are served all the same, in microseconds.
const CATCHES_UP_US: u64 = 6_000_000;
/// Interval at which the packager checks for requests.
const LOOK: Duration = Duration::from_secs(1);
/// The length of a segment in microseconds.
const SEGMENT_US: u64 = playlist::TARGET * 1_000_000;
/// The most requests that wait at a time.
const MOST_WAITING: usize = 20_000;

/// Parameters of a request for a media playlist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlaylistQuery {
    /// The segment that the playlist must have (`_HLS_msn`),
    segment: Option<u64>,
    /// Part of that segment that the playlist must have (`_HLS_part`).
    part: Option<u64>,
    /// Set once `_HLS_skip` allows leaving out what the client already has.
    delta: bool,
    /// Set once `dvr=1` asks for everything that is kept to be listed.
    everything: bool,
}

/// Reason for which a request cannot be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// The request makes no sense.
    #[error("_HLS_msn and _HLS_part are numbers of segments and parts that are there or come next")]
    BadRequest,
    /// It is not there, or not any more.
    #[error("there is no such segment")]
    Unknown,
    /// It is too far in the future to be waited for.
    #[error("there is no such segment yet")]
    Future,
    /// It did not come in time, or too many wait already.
    #[error("there is no sound yet; try again in a moment")]
    NotYet,
}

impl PlaylistQuery {
    /// Reads a query. Keys that are not known are left alone.
    pub fn parse(query: &str) -> Result<Self, Unavailable> {
        let mut asked = Self::default();
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            let number = || value.parse::<u64>().map(Some).map_err(|_| Unavailable::BadRequest);
            match &*key {
                "_HLS_msn" => asked.segment = number()?,
                "_HLS_part" => asked.part = number()?,
                "_HLS_skip" => asked.delta = matches!(&*value, "YES" | "v2"),
                "dvr" => asked.everything = value == "1",
                _ => {}
            }
        }
        // A part without its segment means nothing.
        if asked.part.is_some() && asked.segment.is_none() { Err(Unavailable::BadRequest) } else { Ok(asked) }
    }

    /// Returns whether the response waits for a segment or part that is still to come.
    pub fn is_blocking(&self) -> bool {
        self.segment.is_some()
    }

    fn listing(self) -> Listing {
        match self {
            Self { everything: true, .. } => Listing::Everything,
            Self { delta: true, .. } => Listing::Delta,
            _ => Listing::Live,
        }
    }
}

/// A rendition as HLS.
pub struct HlsVariant {
    window: Mutex<Window>,
    /// Counts parts, and wakes requests that wait.
    version: watch::Sender<u64>,
    /// Playlists of the newest version.
    playlists: Mutex<Vec<Rendered>>,
    clock: Arc<dyn Clock>,
    asked_us: AtomicU64,
    /// The second in which it last looked after its sessions.
    second: AtomicU64,
    is_running: AtomicBool,
    /// Time at which the packager began, in microseconds.
    begun_us: AtomicU64,
    /// It has packed what is on air already.
    is_current: AtomicBool,
    waiting: AtomicUsize,
}

/// A playlist that many ask for.
struct Rendered {
    version: u64,
    listing: Listing,
    others: Vec<Rendition>,
    text: Bytes,
}

impl HlsVariant {
    pub(super) fn new(mount: &Mount, clock: Arc<dyn Clock>) -> Self {
        Self {
            window: Mutex::new(Window::new(mount.rendition().clone())),
            version: watch::Sender::new(0),
            playlists: Mutex::default(),
            clock,
            asked_us: AtomicU64::new(0),
            second: AtomicU64::new(0),
            is_running: AtomicBool::new(false),
            begun_us: AtomicU64::new(0),
            is_current: AtomicBool::new(false),
            waiting: AtomicUsize::new(0),
        }
    }

    pub(super) fn note_request(&self) {
        self.asked_us.store(self.now_us(), Ordering::Relaxed);
    }

    pub(super) fn now_us(&self) -> u64 {
        self.clock.now_us()
    }

    pub(super) fn is_idle(&self) -> bool {
        self.now_us().saturating_sub(self.asked_us.load(Ordering::Relaxed)) > IDLE_US
    }

    /// Returns whether this is the first call within a second.
    pub(super) fn is_next_second(&self) -> bool {
        let second = self.now_us() / 1_000_000;
        self.second.swap(second, Ordering::Relaxed) != second
    }

    /// Returns whether a packager is to be started, with what `mount` has.
    pub(super) fn begin(&self, mount: &Mount) -> bool {
        if self.is_running.swap(true, Ordering::AcqRel) {
            return false;
        }
        self.begun_us.store(self.now_us(), Ordering::Relaxed);
        self.is_current.store(false, Ordering::Relaxed);
        self.window().restart(mount.rendition().clone());
        true
    }

    pub(super) fn end(&self) {
        self.is_running.store(false, Ordering::Release);
    }

    /// Takes in what comes next. Returns false at the end of the stream.
    pub(super) fn take(&self, subscriber: &mut Subscriber) -> bool {
        match subscriber.next_within(LOOK) {
            Received::Title(title) => self.window().title(title),
            Received::Frame(frame) => {
                if frame.time_us + CURRENT_US >= self.now_us() {
                    self.is_current.store(true, Ordering::Relaxed);
                }
                let mut window = self.window();
                if window.push(&frame) {
                    // Within the lock, so that nobody takes a playlist of the version before for the newest one.
                    self.version.send_modify(|version| *version += 1);
                }
            }
            // All that is kept is taken in, though it is old: nobody waits for more. An encoder that has yet to begin is waited
            // for.
            Received::NotYet if !self.is_current.load(Ordering::Relaxed) => {
                let window = self.window();
                if window.is_playable() {
                    self.is_current.store(true, Ordering::Relaxed);
                    self.version.send_modify(|version| *version += 1);
                }
            }
            // The frames' numbers tell of it.
            Received::Missed(_) | Received::NotYet => {}
            Received::EndOfStream => return false,
        }
        true
    }

    /// Returns the media playlist, when it has what is asked for. `others` are the other renditions.
    pub async fn playlist(&self, query: PlaylistQuery, others: &[Rendition]) -> Result<Bytes, Unavailable> {
        self.wait_until(|window| match query.segment {
            Some(segment) if self.readiness(window, segment, query.part) == Readiness::TooFar => {
                Readiness::TooFar
            }
            // A playlist is never empty, and never ends before those of other renditions do: GStreamer gives up where it
            // does not find the next segment in the one that it changes to.
            _ if !window.is_playable() || !self.has_caught_up() => Readiness::Wait,
            Some(segment) => self.readiness(window, segment, query.part),
            None => Readiness::Ready,
        })
        .await?;
        Ok(self.rendered(query.listing(), others))
    }

    /// Returns the initialization section; `None` for packed audio, which has none.
    pub fn init(&self) -> Option<Bytes> {
        let window = self.window();
        let has_one = SegmentMedia::of(window.rendition().codec) == SegmentMedia::Fragments;
        has_one.then(|| fmp4::init(window.rendition()))
    }

    /// Returns the segment `number`, or the part `part` of it. What comes next is waited for.
    pub async fn media(&self, number: u64, part: Option<u64>) -> Result<Bytes, Unavailable> {
        self.wait_until(|window| {
            let is_there = window.segment(number).is_some_and(|segment| {
                let has_part = part.is_some_and(|part| part < segment.parts.len() as u64);
                segment.is_complete || has_part
            });
            if is_there { Readiness::Ready } else { self.readiness(window, number, part) }
        })
        .await
        .map_err(|error| if error == Unavailable::BadRequest { Unavailable::Future } else { error })?;
        let parts = self.window().segment(number).map(|segment| Arc::clone(&segment.parts));
        let parts = parts.filter(|parts| !parts.is_empty()).ok_or(Unavailable::Unknown)?;
        if let Some(part) = part {
            let part = usize::try_from(part).ok().and_then(|part| parts.get(part));
            part.map(|part| part.bytes.clone()).ok_or(Unavailable::Unknown)
        } else {
            let mut bytes = BytesMut::with_capacity(parts.iter().map(|part| part.bytes.len()).sum());
            parts.iter().for_each(|part| bytes.extend_from_slice(&part.bytes));
            Ok(bytes.freeze())
        }
    }

    /// Returns the extension of segments and parts.
    pub fn extension(&self) -> &'static str {
        SegmentMedia::of(self.window().rendition().codec).extension()
    }

    fn readiness(&self, window: &Window, number: u64, part: Option<u64>) -> Readiness {
        // Segments are numbered by the station's clock, so the newest number is known before there is any sound.
        if window.segments.is_empty() && number > self.now_us() / SEGMENT_US + 2 {
            return Readiness::TooFar;
        }
        window.readiness(number, part)
    }

    /// Returns whether the packager has what was on air before it began, or had time enough for it.
    fn has_caught_up(&self) -> bool {
        let begun_us = self.begun_us.load(Ordering::Relaxed);
        self.is_current.load(Ordering::Relaxed) || self.now_us().saturating_sub(begun_us) > CATCHES_UP_US
    }

    async fn wait_until(&self, readiness: impl Fn(&Window) -> Readiness) -> Result<(), Unavailable> {
        let mut version = self.version.subscribe();
        let wait = async {
            loop {
                version.borrow_and_update();
                let now = readiness(&self.window());
                match now {
                    Readiness::Ready => return Ok(()),
                    Readiness::TooFar => return Err(Unavailable::BadRequest),
                    Readiness::Wait => {}
                }
                version.changed().await.map_err(|_| Unavailable::NotYet)?;
            }
        };
        let Some(_waiting) = Waiting::begin(&self.waiting) else { return Err(Unavailable::NotYet) };
        timeout(PATIENCE, wait).await.unwrap_or(Err(Unavailable::NotYet))
    }

    fn rendered(&self, listing: Listing, others: &[Rendition]) -> Bytes {
        let window = self.window();
        let version = *self.version.borrow();
        let mut playlists = self.playlists.lock().unwrap_or_else(PoisonError::into_inner);
        playlists.retain(|known| known.version == version);
        let is_it = |known: &&Rendered| known.listing == listing && known.others == others;
        if let Some(known) = playlists.iter().find(is_it) {
            return known.text.clone();
        }
        let text = Bytes::from(playlist::media(&window, others, listing));
        playlists.push(Rendered { version, listing, others: others.to_vec(), text: text.clone() });
        text
    }

    fn window(&self) -> MutexGuard<'_, Window> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request that waits, counted.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn begin(waiting: &'a AtomicUsize) -> Option<Self> {
        let before = waiting.fetch_add(1, Ordering::Relaxed);
        let counted = Self(waiting);
        (before < MOST_WAITING).then_some(counted)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_read_and_nonsense_refused() {
        let check = |query: &str, expected: Result<(Option<u64>, Option<u64>, Listing), Unavailable>| {
            let asked = PlaylistQuery::parse(query);
            assert_eq!(asked.map(|asked| (asked.segment, asked.part, asked.listing())), expected, "{query}");
        };
        check("", Ok((None, None, Listing::Live)));
        check("_HLS_msn=7&_HLS_part=3&_HLS_skip=YES&x=y", Ok((Some(7), Some(3), Listing::Delta)));
        check("_HLS_skip=no", Ok((None, None, Listing::Live)));
        check("dvr=1&_HLS_skip=v2", Ok((None, None, Listing::Everything)));
        check("_HLS_part=3", Err(Unavailable::BadRequest));
        check("_HLS_msn=-1", Err(Unavailable::BadRequest));
        check("_HLS_msn=99999999999999999999", Err(Unavailable::BadRequest));
    }
}
