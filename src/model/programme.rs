//! What a station's programme director goes by, and what it answers.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::{HourPlan, Playlist, PlaylistKind, Show, TrackId};

/// Everything a station's programme director goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// Whose clock the hours are by.
    pub time_zone: TimeZone,
    /// What must not come again too soon.
    pub separation: Separation,
    /// Where the station's music is, below the folder of music; none is all of it.
    pub folder: Option<PathBuf>,
    /// What may be played. Without any, it is the whole library, shuffled.
    pub playlists: Vec<Playlist>,
    /// What is heard in an hour, for shows that ask for it.
    pub hour_plans: Vec<HourPlan>,
    /// What is on when. Where two overlap, a show of a date comes before those of every week, and what begins later
    /// before what has been on.
    pub shows: Vec<Show>,
}

impl Programme {
    /// The same with nothing to play but this playlist, at all times.
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

/// How long the same must not come again, from beginning to beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separation {
    /// The same title, by whomever.
    pub title: Duration,
    /// The same artist.
    pub artist: Duration,
    /// The same album.
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

/// What keeps tracks apart. Where nothing fits, rules are relaxed in this order, as few as can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The same album must not come again too soon.
    Album,
    /// The same artist must not come again too soon.
    Artist,
    /// The same title must not come again too soon.
    Title,
    /// The same track must not come twice in a row, while there is another.
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

/// What plays next, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// The track.
    pub track: TrackId,
    /// When it is to begin, in microseconds since 1970.
    pub at_us: u64,
    /// When what plays before it has to be faded out, if it still plays then.
    pub fade_out_at_us: Option<u64>,
    /// What asked for it.
    pub why: Why,
    /// The last rule that had to be relaxed for it, and with it all before it in their order.
    pub relaxed: Option<Rule>,
    /// Whether it is a jingle.
    pub is_jingle: bool,
    /// Whether it is a jingle that is heard over the intro of the music after it.
    pub over_intro: bool,
    /// How long it is crossfaded, where that is not the station's usual way.
    pub crossfade: Option<Duration>,
}

/// Why a track plays.
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
                write!(f, "show {show}, plan {plan}, playlist {playlist}")
            }
        }
    }
}
