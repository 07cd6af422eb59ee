//! A station's programme, as the scheduler takes it, and its choices.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::{HourPlan, Playlist, PlaylistKind, Show, TrackId, TrackKind};

/// Everything a station's programme director goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// Time zone of all hours.
    pub time_zone: TimeZone,
    /// Minimum intervals between repetitions.
    pub separation: Separation,
    /// Folder of the station's music below the media folder; `None` uses all music.
    pub folder: Option<PathBuf>,
    /// Playlists. Without any, the whole library is shuffled.
    pub playlists: Vec<Playlist>,
    /// Hour plans (clockwheels) that shows refer to.
    pub hour_plans: Vec<HourPlan>,
    /// Shows. Where two overlap, a show of a date takes precedence over weekly ones, and the later start
    /// over the earlier.
    pub shows: Vec<Show>,
}

impl Programme {
    /// Returns this programme reduced to one playlist at all times.
    #[must_use]
    pub fn only(self, playlist: &str) -> Self {
        let named = |list: &Playlist| list.name.eq_ignore_ascii_case(playlist);
        let lists = self.playlists.into_iter().filter(named);
        let always = |list| Playlist {
            kind: PlaylistKind::Music,
            weight: 1,
            hours: Vec::new(),
            over_intro: false,
            ..list
        };
        let playlists = lists.map(always).collect();
        Self { playlists, hour_plans: Vec::new(), shows: Vec::new(), ..self }
    }
}

impl Default for Programme {
    fn default() -> Self {
        Self {
            time_zone: TimeZone::UTC,
            separation: Separation::default(),
            folder: None,
            playlists: Vec::new(),
            hour_plans: Vec::new(),
            shows: Vec::new(),
        }
    }
}

/// Minimum intervals between repetitions, from start to start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separation {
    /// Interval for the same title by any artist.
    pub title: Duration,
    /// Interval for the same artist.
    pub artist: Duration,
    /// Interval for the same album.
    pub album: Duration,
}

impl Default for Separation {
    fn default() -> Self {
        Self {
            title: Duration::from_hours(1),
            artist: Duration::from_mins(30),
            album: Duration::from_mins(30),
        }
    }
}

/// Separation rules. Where no track satisfies all, they are relaxed in this order, as few as possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Album separation.
    Album,
    /// Artist separation.
    Artist,
    /// Title separation.
    Title,
    /// No track plays twice in a row while there is another.
    Repeat,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Album => "album",
            Self::Artist => "artist",
            Self::Title => "title",
            Self::Repeat => "repeat",
        })
    }
}

/// The scheduler's choice of the next track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// The track.
    pub track: TrackId,
    /// Planned start, in microseconds since 1970.
    pub at_us: u64,
    /// Time at which the track before is faded out if it still plays.
    pub fade_out_at_us: Option<u64>,
    /// Reason for the choice.
    pub why: Why,
    /// The last rule that had to be relaxed for it, and with it all before it in their order.
    pub relaxed: Option<Rule>,
    /// The type as which it plays.
    pub kind: TrackKind,
    /// True for a jingle that plays over the intro of the music after it.
    pub over_intro: bool,
    /// Crossfade duration; `None` uses the station's.
    pub crossfade: Option<Duration>,
}

/// Reasons why a track plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is in the library, and no playlist has anything for this hour.
    Library,
    /// This playlist had its turn.
    Playlist(String),
    /// A jingle of this playlist was due.
    Jingle(String),
    /// This show is on.
    Show {
        /// Its name.
        show: String,
        /// The playlist it plays; none if it is a track of its own.
        playlist: Option<String>,
    },
    /// This show is on, and plays by an hour plan.
    HourPlan {
        /// Its name.
        show: String,
        /// The hour plan.
        plan: String,
        /// The playlist whose turn it is.
        playlist: String,
    },
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Library => f.write_str("the library"),
            Self::Playlist(name) => write!(f, "playlist {name}"),
            Self::Jingle(name) => write!(f, "jingle {name}"),
            Self::Show { show, playlist: None } => write!(f, "show {show}"),
            Self::Show { show, playlist: Some(name) } => write!(f, "show {show}, playlist {name}"),
            Self::HourPlan { show, plan, playlist } => {
                write!(f, "show {show}, clock {plan}, playlist {playlist}")
            }
        }
    }
}
