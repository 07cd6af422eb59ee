//! Recordings: shows and DJs' sets that were cut from the archive.

/// The subject of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordingKind {
    /// A show of the schedule.
    Show,
    /// A DJ's set.
    Live,
    /// A file that was made elsewhere.
    Upload,
}

/// How far a recording is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordingState {
    /// It goes on, or is to be cut.
    Open,
    /// Its file is being sent.
    Receiving,
    /// Its file is here, and is made into those that listeners get.
    Transcoding,
    /// Its file is not taken, for this reason.
    Refused(String),
    /// It can be heard.
    Ready,
}

impl RecordingState {
    /// Returns its name in the database and the API.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Receiving => "receiving",
            Self::Transcoding => "transcoding",
            Self::Refused(_) => "refused",
            Self::Ready => "ready",
        }
    }
}

impl RecordingKind {
    /// Returns its name in the database and the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Show => "show",
            Self::Live => "live",
            Self::Upload => "upload",
        }
    }
}

/// A recording that can be heard from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadyRecording {
    /// The station's slug.
    pub station: String,
    /// Its number at the station.
    pub id: i64,
    /// Its title.
    pub title: String,
}

/// A recording that begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecording {
    /// The station's slug.
    pub station: String,
    /// Its subject.
    pub kind: RecordingKind,
    /// Its title.
    pub title: String,
    /// The show of the schedule, if it is one.
    pub show: Option<String>,
    /// The DJ, if it is a set of one; the account that sent a file.
    pub dj: Option<String>,
    /// Beginning of the show by the calendar, in microseconds since 1970; 0 for a set.
    pub part_of: u64,
    /// Start, in microseconds of the server's clock.
    pub from_us: u64,
}

/// A recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// Its number; no other one ever has it.
    pub id: i64,
    /// Its first title, or the one that people gave it.
    pub what: NewRecording,
    /// Text for listeners.
    pub description: String,
    /// End, in microseconds of the server's clock; of one that is not ready, as far as is known.
    pub to_us: u64,
    /// How far it is.
    pub state: RecordingState,
    /// Microseconds that were trimmed off its beginning.
    pub trimmed_us: u64,
    /// The media type of its picture.
    pub picture: Option<String>,
    /// Length of the file that is sent, in bytes.
    pub sent_bytes: u64,
    /// Duration of what was kept, in microseconds.
    pub duration_us: u64,
    /// Length of the Ogg Opus file in bytes.
    pub opus_bytes: u64,
    /// Length of the MP3 file in bytes; 0 before it is made.
    pub mp3_bytes: u64,
    /// When it was published, in seconds since 1970, if it is.
    pub published_at: Option<i64>,
}

impl Recording {
    /// Returns whether it is cut, and can be heard.
    pub fn is_ready(&self) -> bool {
        self.state == RecordingState::Ready
    }
}
