//! The loop of the thread that decodes what a DJ sends.

use std::io::{self, Read};

use super::{DjTitle, Ended, InputWriter};
use crate::decode::{self, Event, Stream, StreamTags};

/// Why a DJ's sound came to its end; its text is for the log and the DJ.
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
    /// What was sent cannot be played.
    #[error("what was sent cannot be played: {0}")]
    Sound(decode::Error),
}

/// Decodes what `source` sends into `feed` until either ends. Waits for both; never panics on what was sent.
///
/// `source` gives what is there as soon as anything is there, and an error or its end, 0 bytes, when the
/// connection is over. A kick is noticed when the next sound comes: who owns the connection may end it sooner
/// by [`Watch`](super::Watch).
pub fn play(mut feed: InputWriter, source: Box<dyn Read + Send + Sync>, media_type: &str) -> Ending {
    let ending = match decode_into(&mut feed, source, media_type) {
        Ok(()) => Ending::Over,
        Err(ending) => ending,
    };
    tracing::info!(name = feed.dj(), reason = %ending, "the sound of {} has ended", feed.who());
    ending
}

fn decode_into(
    feed: &mut InputWriter,
    source: Box<dyn Read + Send + Sync>,
    media_type: &str,
) -> Result<(), Ending> {
    let mut stream = Stream::open(source, media_type)?;
    let mut sound = Vec::new();
    loop {
        let event = stream.next(&mut sound)?;
        feed.push(&sound)?;
        sound.clear();
        match event {
            Event::Sound => {}
            Event::Title(tags) => feed.retitle(tags.into()),
            Event::Over => return Ok(()),
        }
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
        Self { title: tags.title.unwrap_or_default(), artist: tags.artist, album: tags.album }
    }
}
