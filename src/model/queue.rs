//! Entries of the play queue.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use super::settings::{UnknownName, one_of};
use super::{Listed, TrackId, TrackKind, VoiceTrack};

/// A track that is to be played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    /// Its number in the queue, by which it is moved and removed.
    pub number: u64,
    /// The track.
    pub track: TrackId,
    /// Path of the file below the media folder at the time of queueing.
    pub path: PathBuf,
    /// Title for display.
    pub title: String,
    /// Origin of the entry.
    pub origin: Origin,
    /// Reason for the entry, or the name of the listener who asked for it.
    pub why: Option<String>,
    /// The type as which it plays.
    pub kind: TrackKind,
    /// True for a jingle that plays over the intro of the music after it.
    pub over_intro: bool,
    /// Duration of the crossfade after it; `None` uses the station's.
    pub crossfade: Option<Duration>,
    /// The talk that it is, in place of a track of the library.
    pub voice: Option<VoiceTrack>,
}

/// Origins of a queue entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The station itself planned it.
    Plan,
    /// Somebody who runs the station.
    Person,
    /// A listener.
    Request,
}

impl Queued {
    /// Makes a queue entry of a track; the queue assigns its number.
    pub fn of(track: &Listed, origin: Origin) -> Self {
        let artist = track.artist.as_ref().map(|artist| format!("{artist} – ")).unwrap_or_default();
        Self {
            number: 0,
            track: track.id,
            path: track.path.to_path_buf(),
            title: format!("{artist}{}", track.title),
            origin,
            why: None,
            kind: track.kind,
            over_intro: false,
            crossfade: None,
            voice: None,
        }
    }

    /// Makes a queue entry of a voice track; the queue assigns its number.
    pub fn of_voice(voice: VoiceTrack) -> Self {
        Self {
            number: 0,
            track: TrackId(0),
            path: PathBuf::new(),
            title: voice.name.clone(),
            origin: Origin::Person,
            why: None,
            kind: TrackKind::Talk,
            over_intro: false,
            crossfade: None,
            voice: Some(voice),
        }
    }

    /// Returns whether it plays between tracks and is none that anybody looks for: a jingle, a station ID, an ad, or a
    /// voice track.
    pub fn is_break(&self) -> bool {
        self.kind.is_break() || self.voice.is_some()
    }
}

impl Origin {
    const ALL: [Self; 3] = [Self::Plan, Self::Person, Self::Request];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Person => "person",
            Self::Request => "request",
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Origin {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        one_of(text, &Self::ALL, Self::name)
    }
}
