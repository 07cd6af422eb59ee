//! Sound that is being sent: endless, without a way back, and chained.

use std::io::Read;

use super::Error;

/// What a sender says is playing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreamTags {
    /// The title.
    pub title: Option<String>,
    /// Who plays it.
    pub artist: Option<String>,
    /// The album it is from.
    pub album: Option<String>,
}

/// What came next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Sound, appended to what was given; it may be none.
    Sound,
    /// The sound from here on has other tags.
    Title(StreamTags),
    /// The sender came to the end. Nothing follows.
    Over,
}

/// Sound that is being sent, decoded as it comes to stereo at 48 kHz.
pub struct Stream {}

impl Stream {
    /// Waits for the beginning of what `source` sends, as long as it takes; `media_type` says what it should be.
    pub fn open(_source: Box<dyn Read + Send + Sync>, _media_type: &str) -> Result<Self, Error> {
        Ok(Self {})
    }

    /// Waits for the next packet and appends its sound to `out`, left and right in turn at 48 kHz.
    pub fn next(&mut self, _out: &mut Vec<f32>) -> Result<Event, Error> {
        Ok(Event::Over)
    }
}
