//! The loop of the thread that decodes what a DJ sends.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{DjTitle, Ended, InputWriter};
use crate::decode::{self, Event, OpusPackets, Stream, StreamTags};

/// Reason for which a DJ's sound came to its end; its text is for the log and the DJ.
#[derive(Debug, thiserror::Error)]
pub enum Ending {
    /// The sender came to the end and hung up.
    #[error("the sender hung up")]
    Over,
    /// The station ended it.
    #[error(transparent)]
    Ended(#[from] Ended),
    /// The connection broke, or nothing came over it for too long.
    #[error("the connection was lost: {0}")]
    Lost(io::Error),
    /// The connection came to its end before it had brought anything.
    #[error("nothing was sent")]
    Nothing,
    /// Data was sent that cannot be played.
    #[error("what was sent cannot be played: {0}")]
    Sound(decode::Error),
}

/// Decodes what `source` sends into `feed` until either ends. Waits for both; never panics on what was sent.
///
/// `source` gives what is there as soon as anything is there, and an error or its end, 0 bytes, when the
/// connection is over. A kick is noticed when the next sound comes: who owns the connection may end it sooner
/// by [`Watch`](super::Watch).
pub fn play(mut feed: InputWriter, source: Box<dyn Read + Send + Sync>, media_type: &str) -> Ending {
    let decoded = decode_into(&mut feed, source, media_type, || true);
    ended(&feed, decoded)
}

/// Goes on with a sender whom another process has heard up to now: what is decoded before `is_new` was heard there.
pub fn play_on(
    mut feed: InputWriter,
    source: Box<dyn Read + Send + Sync>,
    media_type: &str,
    is_new: impl Fn() -> bool,
) -> Ending {
    let decoded = decode_into(&mut feed, source, media_type, is_new);
    ended(&feed, decoded)
}

/// Decodes Opus packets as [`play`] does a container: `source` gives a record of [`decode::opus_record`] for each that
/// arrived.
pub fn play_packets(mut feed: InputWriter, source: Box<dyn Read + Send + Sync>) -> Ending {
    let decoded = decode_packets_into(&mut feed, source);
    ended(&feed, decoded)
}

fn ended(feed: &InputWriter, decoded: Result<(), Ending>) -> Ending {
    let ending = decoded.err().unwrap_or(Ending::Over);
    tracing::info!(station = feed.station(), name = feed.dj(), reason = %ending, "the sound of {} has ended", feed.who());
    ending
}

fn decode_packets_into(feed: &mut InputWriter, source: Box<dyn Read + Send + Sync>) -> Result<(), Ending> {
    let mut packets = OpusPackets::new(source)?;
    let mut sound = Vec::new();
    loop {
        let event = packets.next(&mut sound)?;
        feed.push(&sound)?;
        sound.clear();
        if event == Event::Over {
            return Ok(());
        }
    }
}

fn decode_into(
    feed: &mut InputWriter,
    source: Box<dyn Read + Send + Sync>,
    media_type: &str,
    is_new: impl Fn() -> bool,
) -> Result<(), Ending> {
    let is_anything = Arc::new(AtomicBool::new(false));
    let source = Box::new(Noticed { source, is_anything: Arc::clone(&is_anything) });
    let mut stream = Stream::open(source, media_type)
        .map_err(|error| if is_anything.load(Ordering::Relaxed) { error.into() } else { Ending::Nothing })?;
    let mut sound = Vec::new();
    loop {
        let event = stream.next(&mut sound)?;
        let is_new = is_new();
        if is_new {
            feed.push(&sound)?;
        }
        sound.clear();
        match event {
            Event::Title(tags) if is_new => feed.retitle(tags.into()),
            Event::Sound | Event::Title(_) => {}
            Event::Over => return Ok(()),
        }
    }
}

/// Notices whether anything was sent at all.
struct Noticed {
    source: Box<dyn Read + Send + Sync>,
    is_anything: Arc<AtomicBool>,
}

impl Read for Noticed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(into)?;
        if count > 0 {
            self.is_anything.store(true, Ordering::Relaxed);
        }
        Ok(count)
    }
}

impl From<decode::Error> for Ending {
    fn from(error: decode::Error) -> Self {
        match error {
            decode::Error::Io(error) => Self::Lost(error),
            error => Self::Sound(error),
        }
    }
}

impl From<StreamTags> for DjTitle {
    fn from(tags: StreamTags) -> Self {
        let title = tags.title.unwrap_or_default();
        match tags.artist {
            Some(artist) => Self { title, artist: Some(artist), album: tags.album },
            // BUTT writes both into the one tag.
            None => Self { album: tags.album, ..Self::of_song(title) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_in_the_sound_that_holds_the_artist_too_is_split() {
        let check = |artist: Option<&str>, title: &str, expected: (Option<&str>, &str)| {
            let tags =
                StreamTags { title: Some(title.to_owned()), artist: artist.map(str::to_owned), album: None };
            let title = DjTitle::from(tags);
            assert_eq!((title.artist.as_deref(), title.title.as_str()), expected);
        };
        check(None, "Ada - Tides", (Some("Ada"), "Tides"));
        check(Some("Ada"), "Tides - Live", (Some("Ada"), "Tides - Live"));
        check(None, "Tides", (None, "Tides"));
        check(None, " - Tides", (None, " - Tides"));
    }
}
