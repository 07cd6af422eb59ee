//! Playlists: which tracks a station may play, and how often.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use super::settings::{UnknownName, one_of};
use super::{Hours, TrackId, TrackKind};

/// Tracks that belong together, and how they are played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Playlist {
    /// Its name, by which shows and hour plans ask for it.
    pub name: String,
    /// The tracks in it.
    pub contents: Contents,
    /// Music, or jingles and station IDs.
    pub kind: PlaylistKind,
    /// Playback order.
    pub order: Order,
    /// Share of turns beside the other playlists while no show is on; 0 for one that only shows and hour
    /// plans play.
    pub weight: u32,
    /// The hours at which it is chosen; none means always.
    pub hours: Vec<Hours>,
    /// Crossfade duration of its tracks; `None` uses the station's.
    pub crossfade: Option<Duration>,
    /// If set, its jingles play over a soft intro of the music after them.
    pub over_intro: bool,
}

/// The tracks of a playlist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// These, in this order.
    Fixed(Vec<TrackId>),
    /// All tracks of the library that match the query.
    Smart(Query),
}

/// Conditions that a track must meet. An absent condition matches every track, so an empty query matches
/// all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The genre; case and accents do not matter, here and below.
    pub genre: Option<String>,
    /// The artist.
    pub artist: Option<String>,
    /// The first year.
    pub from_year: Option<u16>,
    /// The last year.
    pub to_year: Option<u16>,
    /// Words that are all somewhere in the tags or the file's path.
    pub text: Option<String>,
    /// In the library for at most so many days.
    pub added_within_days: Option<u32>,
    /// Plays for at least so long.
    pub shortest: Option<Duration>,
    /// Plays for at most so long.
    pub longest: Option<Duration>,
    /// Below this folder of the music.
    pub folder: Option<PathBuf>,
    /// Of this type. Without one, a playlist of music has music only, and one of jingles any type.
    pub kind: Option<TrackKind>,
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        parts.extend(self.kind.map(|kind| format!("{} only", kind.noun())));
        parts.extend(self.genre.as_ref().map(|genre| format!("genre {genre}")));
        parts.extend(self.artist.as_ref().map(|artist| format!("artist {artist}")));
        parts.extend(match (self.from_year, self.to_year) {
            (Some(from), Some(to)) => Some(format!("from {from} to {to}")),
            (Some(from), None) => Some(format!("from {from} on")),
            (None, Some(to)) => Some(format!("up to {to}")),
            (None, None) => None,
        });
        parts.extend(self.text.as_ref().map(|text| format!("matching “{text}”")));
        parts.extend(self.added_within_days.map(|days| format!("added in the last {days} days")));
        let time = |time: &Duration| format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60);
        parts.extend(self.shortest.as_ref().map(|least| format!("at least {} long", time(least))));
        parts.extend(self.longest.as_ref().map(|most| format!("at most {} long", time(most))));
        parts.extend(self.folder.as_ref().map(|folder| format!("in the folder {}", folder.display())));
        if parts.is_empty() { f.write_str("everything") } else { f.write_str(&parts.join(", ")) }
    }
}

/// Purpose of a playlist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaylistKind {
    /// Music, which the rules of separation are for.
    Music,
    /// Jingles and station IDs: not crossfaded, never two in a row.
    Jingle(Every),
}

/// Interval of automatic jingles. With neither field set, only shows and hour plans play the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Every {
    /// After so many tracks.
    pub tracks: Option<u32>,
    /// After so many minutes, with the next track.
    pub minutes: Option<u32>,
}

/// Playback orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Everything once in random order, then once more.
    Shuffle,
    /// As it is listed, then once more. The rules of separation do not change that.
    Sequence,
    /// The track that was last played the longest time ago comes first.
    LeastRecentlyPlayed,
}

impl Playlist {
    /// A playlist of these tracks that is like most.
    pub fn of(name: &str, tracks: Vec<TrackId>) -> Self {
        Self {
            name: name.to_owned(),
            contents: Contents::Fixed(tracks),
            kind: PlaylistKind::Music,
            order: Order::Shuffle,
            weight: 1,
            hours: Vec::new(),
            crossfade: None,
            over_intro: false,
        }
    }

    /// Fails with what is wrong if it is none that can be kept.
    pub fn check(&self) -> Result<(), &'static str> {
        let every = match self.kind {
            PlaylistKind::Music => Every::default(),
            PlaylistKind::Jingle(every) => every,
        };
        let years = match &self.contents {
            Contents::Smart(query) => query.from_year.zip(query.to_year),
            Contents::Fixed(_) => None,
        };
        let rules = [
            (is_name(&self.name), WRONG_NAME),
            (self.weight <= 1_000, "a weight is from 0 to 1000"),
            (self.crossfade.is_none_or(|time| time.as_secs_f64() <= 30.0), "a crossfade lasts at most 30 s"),
            (every.tracks.is_none_or(|n| (1..=1_000).contains(&n)), "a jingle comes after 1 to 1000 tracks"),
            (
                every.minutes.is_none_or(|n| (1..=10_080).contains(&n)),
                "a jingle comes after 1 to 10080 minutes",
            ),
            (years.is_none_or(|(from, to)| from <= to), "the first year is after the last one"),
        ];
        rules.iter().find(|(is_kept, _)| !is_kept).map_or(Ok(()), |(_, wrong)| Err(wrong))
    }
}

/// Error text for an invalid name.
pub(super) const WRONG_NAME: &str = "a name has 1 to 60 letters, and no line breaks or slashes";

/// Fails with what is wrong if `name` cannot name a playlist, a show or an hour plan.
pub fn check_name(name: &str) -> Result<(), &'static str> {
    if is_name(name) { Ok(()) } else { Err(WRONG_NAME) }
}

/// Returns whether `name` can name a playlist, a show or an hour plan.
pub(super) fn is_name(name: &str) -> bool {
    let is_fair = |letter: char| !letter.is_control() && letter != '/';
    (1..=60).contains(&name.chars().count()) && name.chars().all(is_fair) && name.trim() == name
}

impl PlaylistKind {
    /// Returns whether it holds jingles.
    pub fn is_jingle(self) -> bool {
        matches!(self, Self::Jingle(_))
    }
}

impl Order {
    const ALL: [Self; 3] = [Self::Shuffle, Self::Sequence, Self::LeastRecentlyPlayed];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shuffle => "shuffle",
            Self::Sequence => "sequence",
            Self::LeastRecentlyPlayed => "least-recently-played",
        }
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Order {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        one_of(text, &Self::ALL, Self::name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_told_in_words() {
        assert_eq!(Query::default().to_string(), "everything");
        let query = Query {
            genre: Some("Folk".to_owned()),
            to_year: Some(1989),
            added_within_days: Some(30),
            longest: Some(Duration::from_secs(305)),
            folder: Some("folk/new".into()),
            ..Query::default()
        };
        let expected =
            "genre Folk, up to 1989, added in the last 30 days, at most 5:05 long, in the folder folk/new";
        assert_eq!(query.to_string(), expected);
        let years = Query { from_year: Some(1970), ..query };
        assert!(years.to_string().starts_with("genre Folk, from 1970 to 1989, "));
    }
}
