//! Sound that is being sent: endless, without a way back, and chained.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use symphonia::core::errors::Error as Symphonia;
use symphonia::core::formats::FormatReader;
use symphonia::core::meta::{MetadataRevision, StandardTag, Tag};
use symphonia::core::units;

use super::Error;
use super::error::DecodeStage;
use super::found_tags::FoundTags;
use super::id3::WithoutTags;
use super::link::{Link, LinkOutcome};
use super::mkv_tags::MatroskaHead;
use super::probe::probe_live;
use super::reader::guarded;
use crate::audio::{CHANNELS, SAMPLE_RATE};

/// Damaged packets in a row after which a stream is given up: a second or two.
const MOST_DAMAGED: u32 = 50;
/// Links of a chain in a row that may hold no sound.
const MOST_EMPTY_LINKS: u32 = 100;
/// Bytes in a row that may hold no sound: covers in tags are large, garbage is endless.
const MOST_WITHOUT_SOUND: u64 = 4 << 20;
/// The most characters of a title, an artist or an album.
const LONGEST_TEXT: usize = 300;

/// Metadata that a sender puts into its stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreamTags {
    /// The title.
    pub title: Option<String>,
    /// Performing artist.
    pub artist: Option<String>,
    /// The album it is from.
    pub album: Option<String>,
}

/// Next item of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Sound, appended to what was given; it may be none.
    Sound,
    /// The sound from here on has other tags.
    Title(StreamTags),
    /// The sender came to the end, with its last sound appended. Nothing follows.
    Over,
}

/// Sound that is being sent, decoded as it comes to stereo at 48 kHz.
///
/// Its length is not known and its end not waited for, so nothing is trimmed there; a file that is sent ends
/// with what its encoder added. Reads no further than it must to give the next packet.
pub struct Stream {
    format: Box<dyn FormatReader>,
    link: Link,
    /// Bytes that may yet be read before there must be sound.
    allowed: Arc<AtomicU64>,
    /// Frames given out.
    position: u64,
    damaged: u32,
    empty_links: u32,
    /// Tags that the format has no place for, or that symphonia passes over.
    found: FoundTags,
    /// True once the tags of the current link were reported.
    is_told: bool,
    is_over: bool,
}

impl Stream {
    /// Waits for the beginning of what `source` sends, as long as it takes; `media_type` says what it should be.
    pub fn open(source: Box<dyn Read + Send + Sync>, media_type: &str) -> Result<Self, Error> {
        let allowed = Arc::new(AtomicU64::new(MOST_WITHOUT_SOUND));
        let source = Limited { source, allowed: Arc::clone(&allowed) };
        guarded(move || {
            let (source, found): (Box<dyn Read + Send + Sync>, _) = if is_mpeg(media_type) {
                let source = WithoutTags::new(source);
                let found = source.found();
                (Box::new(source), found)
            } else if is_matroska(media_type) {
                let source = MatroskaHead::new(source);
                let found = source.found();
                (Box::new(source), found)
            } else {
                (Box::new(source), FoundTags::default())
            };
            let format = probe_live(source, media_type)?;
            let link = Link::open(format.as_ref(), |facts| facts.edges(None))?;
            Ok(Self {
                format,
                link,
                allowed,
                position: 0,
                damaged: 0,
                empty_links: 0,
                found,
                is_told: false,
                is_over: false,
            })
        })
        .unwrap_or(Err(Error::Header))
    }

    /// Waits for the next packet and appends its sound to `out`, left and right in turn at 48 kHz.
    ///
    /// After an error there is nothing more.
    pub fn next(&mut self, out: &mut Vec<f32>) -> Result<Event, Error> {
        if self.is_over {
            return Ok(Event::Over);
        }
        if let Some(tags) = self.new_tags() {
            return Ok(Event::Title(tags));
        }
        let before = out.len();
        let event = guarded(|| self.step(out)).unwrap_or_else(|| Err(Error::Damaged(self.at())));
        self.position += ((out.len() - before) / CHANNELS) as u64;
        self.is_over = !matches!(event, Ok(Event::Sound | Event::Title(_)));
        event
    }

    fn step(&mut self, out: &mut Vec<f32>) -> Result<Event, Error> {
        let mut packet = match self.format.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => return Ok(self.finish(out)),
            Err(Symphonia::ResetRequired) => return self.next_link(out),
            Err(Symphonia::IoError(error)) => return self.broken_off(error, out),
            Err(_) => return Err(Error::Damaged(self.at())),
        };
        // A header may tell a length that was not known when it was written.
        packet.trim_end = units::Duration::ZERO;
        match self.link.decode(&packet, out)? {
            LinkOutcome::NotOurs => {}
            LinkOutcome::Decoded => {
                self.allowed.store(MOST_WITHOUT_SOUND, Ordering::Relaxed);
                self.damaged = 0;
                self.empty_links = 0;
            }
            LinkOutcome::Damaged => self.damaged += 1,
            LinkOutcome::Unsupported(what) => {
                self.damaged += 1;
                if self.damaged == MOST_DAMAGED && self.position == 0 {
                    return Err(Error::Codec(what.to_owned()));
                }
            }
        }
        if self.damaged < MOST_DAMAGED { Ok(Event::Sound) } else { Err(Error::Damaged(self.at())) }
    }

    /// Goes on with the next link of a chain.
    fn next_link(&mut self, out: &mut Vec<f32>) -> Result<Event, Error> {
        self.link.finish(out);
        self.empty_links += 1;
        if self.empty_links > MOST_EMPTY_LINKS {
            return Err(Error::Damaged(self.at()));
        }
        self.link = Link::open(self.format.as_ref(), |facts| facts.edges(None))?;
        self.is_told = false;
        Ok(Event::Sound)
    }

    fn broken_off(&mut self, error: io::Error, out: &mut Vec<f32>) -> Result<Event, Error> {
        if self.allowed.load(Ordering::Relaxed) == 0 {
            return Err(Error::Damaged(self.at()));
        }
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Ok(self.finish(out)),
            _ => Err(error.into()),
        }
    }

    fn finish(&mut self, out: &mut Vec<f32>) -> Event {
        self.link.finish(out);
        Event::Over
    }

    /// The newest tags, if they say anything that was not told.
    fn new_tags(&mut self) -> Option<StreamTags> {
        if let Some(found) = self.found.next() {
            self.format.metadata().skip_to_latest();
            self.is_told = true;
            return Some(found);
        }
        let mut metadata = self.format.metadata();
        if metadata.is_latest() && self.is_told {
            return None;
        }
        self.is_told = true;
        let tags = metadata.skip_to_latest().map(StreamTags::of)?;
        (tags != StreamTags::default()).then_some(tags)
    }

    /// Returns the position up to which the sound was decoded.
    fn at(&self) -> DecodeStage {
        DecodeStage(Duration::from_secs_f64(self.position as f64 / f64::from(SAMPLE_RATE)))
    }
}

/// Returns whether this media type is bare MPEG frames with tags between them.
fn is_mpeg(media_type: &str) -> bool {
    let media_type = media_type.to_ascii_lowercase();
    ["mpeg", "mp3", "aac"].iter().any(|name| media_type.contains(name))
}

fn is_matroska(media_type: &str) -> bool {
    let media_type = media_type.to_ascii_lowercase();
    ["webm", "matroska"].iter().any(|name| media_type.contains(name))
}

impl StreamTags {
    pub(super) fn of(metadata: &MetadataRevision) -> Self {
        let tracks = metadata.per_track.iter().flat_map(|track| &track.metadata.tags);
        let tags: Vec<&Tag> = metadata.media.tags.iter().chain(tracks).collect();
        let find = |wanted: fn(&StandardTag) -> Option<&str>| {
            tags.iter().filter_map(|tag| tag.std.as_ref()).filter_map(wanted).find_map(tidy)
        };
        Self {
            title: find(|tag| if let StandardTag::TrackTitle(text) = tag { Some(text) } else { None }),
            artist: find(|tag| if let StandardTag::Artist(text) = tag { Some(text) } else { None }),
            album: find(|tag| if let StandardTag::Album(text) = tag { Some(text) } else { None }),
        }
    }
}

/// A text on one line and of sensible length, if there is any.
pub(super) fn tidy(text: &str) -> Option<String> {
    let visible = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let text: String = visible.take(LONGEST_TEXT).collect();
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A source that breaks off when it sends too much without any sound in it.
struct Limited {
    source: Box<dyn Read + Send + Sync>,
    allowed: Arc<AtomicU64>,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let allowed = self.allowed.load(Ordering::Relaxed);
        if allowed == 0 {
            return Err(io::Error::other("too many bytes without sound"));
        }
        loop {
            match self.source.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => {
                    let count = *read.as_ref().unwrap_or(&0) as u64;
                    self.allowed.store(allowed.saturating_sub(count), Ordering::Relaxed);
                    return read;
                }
            }
        }
    }
}
