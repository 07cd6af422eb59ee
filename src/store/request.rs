//! Song requests by listeners.

use std::collections::HashSet;
use std::time::Duration;

use rusqlite::Connection;

use super::{Error, Place, RequestHistory, Store};
use crate::model::{Aired, Listed, Origin, Queued, Requests, Separation, TrackId, TrackKind};

/// Requests are counted by the hour.
const HOUR_US: u64 = 60 * 60 * 1_000_000;
/// Number of as-run lines that are searched for recent plays.
const MOST_HEARD: usize = 200;

/// A library of more tracks than this keeps every rule.
const MOST_COUNTED: usize = 500;
/// Length of a track that says none.
const USUAL: Duration = Duration::from_mins(3);

/// Reasons why a request is refused, worded for the listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestRefusal {
    /// The station takes none.
    #[error("this station takes no requests")]
    Off,
    /// The library has no such track now.
    #[error("this track is not there")]
    NotThere,
    /// It is to be played anyway, or something of the same artist is.
    #[error("this, or something of the same artist, is to be played soon anyway")]
    Queued,
    /// It was heard, or something of the same artist or album was.
    #[error("this, or something like it, was heard a short while ago")]
    HeardLately,
    /// This person asked often.
    #[error("you have asked for as much as one may within an hour; ask again later")]
    TooManyOfYours,
    /// All together asked often.
    #[error("many have asked for something within the last hour; ask again later")]
    TooMany,
}

impl RequestRefusal {
    pub(super) const ALL: [Self; 6] =
        [Self::Off, Self::NotThere, Self::Queued, Self::HeardLately, Self::TooManyOfYours, Self::TooMany];

    /// Its name, as it is remembered.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::NotThere => "not-there",
            Self::Queued => "queued",
            Self::HeardLately => "heard-lately",
            Self::TooManyOfYours => "too-many-of-a-person",
            Self::TooMany => "too-many",
        }
    }
}

/// A listener's request.
#[derive(Clone, Copy, Debug)]
pub struct SongRequest<'a> {
    /// Requested track.
    pub track: TrackId,
    /// Identifies the listener by an address or a digest of it. Deleted after an hour.
    pub person: &'a str,
    /// Time of the request, in microseconds since 1970.
    pub at_us: u64,
}

impl Store {
    /// Puts what somebody asks for into the queue of `station`, unless `apart` or the limits are against it;
    /// answers with its number there.
    pub fn request(
        &self,
        station: &str,
        request: &SongRequest<'_>,
        apart: &Separation,
    ) -> Result<Result<u64, RequestRefusal>, Error> {
        let known = self.station(station)?;
        if known.settings.requests == Requests::Off {
            return Ok(Err(RequestRefusal::Off));
        }
        let is_its_own = |track: &Listed| {
            let is_in = |folder| track.path.starts_with(folder);
            track.kind == TrackKind::Music && known.folder.as_ref().is_none_or(is_in)
        };
        let Some(track) = self.track(request.track)?.filter(|track| is_its_own(track)) else {
            return Ok(Err(RequestRefusal::NotThere));
        };
        let apart = self.keepable(apart, is_its_own)?;
        let answer = self.request_track(station, (request, &track), &apart)?;
        let (title, refusal) = (Queued::of(&track, Origin::Request).title, answer.err());
        self.note_asked(station, &RequestHistory { at_us: request.at_us, title, refusal })?;
        Ok(answer)
    }

    /// Returns the separation `apart` as far as the music of a small station keeps it: half the time after which all of its
    /// titles, artists or albums were heard.
    fn keepable(
        &self,
        apart: &Separation,
        is_its_own: impl Fn(&Listed) -> bool,
    ) -> Result<Separation, Error> {
        let mut music = self.first_listed(MOST_COUNTED + 1)?;
        if music.len() > MOST_COUNTED {
            return Ok(*apart);
        }
        music.retain(is_its_own);
        let each = |by: fn(&Listed) -> Option<&str>, apart: Duration| {
            let names: HashSet<String> = music.iter().filter_map(by).map(str::to_lowercase).collect();
            let all: Duration = music.iter().map(|track| track.duration.unwrap_or(USUAL)).sum();
            let mean = all / u32::try_from(music.len()).unwrap_or(u32::MAX).max(1);
            apart.min(mean * u32::try_from(names.len().saturating_sub(1)).unwrap_or(u32::MAX) / 2)
        };
        Ok(Separation {
            title: each(|track| Some(&track.title), apart.title),
            artist: each(|track| track.artist.as_deref(), apart.artist),
            album: each(|track| track.album.as_deref(), apart.album),
        })
    }

    /// Forgets who requested something more than an hour before `now_us`, in microseconds since 1970.
    pub fn forget_requests(&self, now_us: u64) -> Result<usize, Error> {
        let since = now_us.saturating_sub(HOUR_US) as i64;
        self.ask(|connection| connection.execute("DELETE FROM request WHERE at_us <= ?1", [since]))
    }

    /// Requests an existing track at a station that takes requests.
    fn request_track(
        &self,
        station: &str,
        (request, track): (&SongRequest<'_>, &Listed),
        apart: &Separation,
    ) -> Result<Result<u64, RequestRefusal>, Error> {
        for queued in self.queue(station)?.entries {
            let artist = self.track(queued.track)?.and_then(|queued| queued.artist);
            if queued.track == track.id || is_same(artist.as_deref(), track.artist.as_deref()) {
                return Ok(Err(RequestRefusal::Queued));
            }
        }
        let heard = self.last_aired(station, MOST_HEARD)?;
        if heard.iter().any(|heard| comes_too_soon(track, heard, (apart, request.at_us))) {
            return Ok(Err(RequestRefusal::HeardLately));
        }
        if let Some(refusal) = self.count_request(station, request)? {
            return Ok(Err(refusal));
        }
        let entry = Queued::of(track, Origin::Request);
        self.enqueue(station, &entry, Place::Asked).map(Ok)
    }

    /// Counts a request, unless there were too many.
    fn count_request(
        &self,
        station: &str,
        request: &SongRequest<'_>,
    ) -> Result<Option<RequestRefusal>, Error> {
        let limits = self.request_limits(station)?;
        let insert = "INSERT INTO request (station, person, at_us) VALUES (?1, ?2, ?3)";
        self.change(|change| {
            let since = request.at_us.saturating_sub(HOUR_US) as i64;
            change.execute("DELETE FROM request WHERE at_us <= ?1", [since])?;
            let of_person = count(change, "station = ?1 AND person = ?2", &[station, request.person])?;
            if of_person >= limits.of_a_person {
                return Ok(Some(RequestRefusal::TooManyOfYours));
            }
            if count(change, "station = ?1", &[station])? >= limits.of_all {
                return Ok(Some(RequestRefusal::TooMany));
            }
            change.execute(insert, (station, request.person, request.at_us as i64))?;
            Ok(None)
        })
    }
}

fn count(change: &Connection, of: &str, values: &[&str]) -> rusqlite::Result<u32> {
    let sql = format!("SELECT count(*) FROM request WHERE {of}");
    change.query_row(&sql, rusqlite::params_from_iter(values), |row| row.get(0))
}

/// Returns whether `track` would repeat too soon after recent plays.
fn comes_too_soon(track: &Listed, heard: &Aired, (apart, now_us): (&Separation, u64)) -> bool {
    let ago = Duration::from_micros(now_us.saturating_sub(heard.from_us));
    let artist = is_same(track.artist.as_deref(), heard.artist.as_deref());
    let title = is_same(Some(&track.title), Some(&heard.title)) && (artist || heard.artist == track.artist);
    let album = is_same(track.album.as_deref(), heard.album.as_deref());
    (title && ago < apart.title) || (artist && ago < apart.artist) || (album && ago < apart.album)
}

fn is_same(one: Option<&str>, other: Option<&str>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one.to_lowercase() == other.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Settings;
    use crate::store::FileStamp;

    fn track(id: i64, artist: &str, title: &str) -> (FileStamp, Listed) {
        let path: std::path::PathBuf = format!("{id}.mp3").into();
        let listed =
            Listed { artist: Some(artist.to_owned()), ..Listed::new(TrackId(id), path.clone(), title) };
        (FileStamp { path, size: 1, modified_us: 1 }, listed)
    }

    /// A station with twenty tracks of twenty artists, and two more of the first.
    fn new_store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let mut tracks: Vec<_> =
            (1..=20).map(|id| track(id, &format!("artist {id}"), &format!("title {id}"))).collect();
        tracks.push(track(21, "Artist 1", "another"));
        store.put_files(&tracks).unwrap();
        (dir, store)
    }

    fn ask(store: &Store, track: i64, person: &str, minute: u64) -> Result<u64, RequestRefusal> {
        let request =
            SongRequest { track: TrackId(track), person, at_us: (100_000 + minute * 60) * 1_000_000 };
        store.request("main", &request, &Separation::default()).unwrap()
    }

    #[test]
    fn one_person_and_all_together_have_limits() {
        let (_dir, store) = new_store();
        for track in 1..=3 {
            assert!(ask(&store, track, "ann", 0).is_ok());
        }
        assert_eq!(ask(&store, 4, "ann", 59), Err(RequestRefusal::TooManyOfYours));
        for track in 4..=12 {
            assert!(ask(&store, track, &format!("somebody {track}"), 1).is_ok());
        }
        assert_eq!(ask(&store, 13, "ben", 59), Err(RequestRefusal::TooMany));
        assert!(ask(&store, 13, "ann", 60).is_ok(), "an hour later");
        let queue = store.queue("main").unwrap().entries;
        assert_eq!((queue.len(), queue[0].track, queue[0].origin), (13, TrackId(1), Origin::Request));
        let asked = store.asked("main", 3).unwrap();
        let told: Vec<_> = asked.iter().map(|asked| (&*asked.title, asked.refusal)).collect();
        let refused = ("artist 13 – title 13", Some(RequestRefusal::TooMany));
        assert_eq!(told[..2], [("artist 13 – title 13", None), refused]);
    }

    #[test]
    fn what_is_near_is_not_played_again() {
        let (_dir, store) = new_store();
        assert_eq!(ask(&store, 99, "ann", 0), Err(RequestRefusal::NotThere));
        assert!(ask(&store, 1, "ann", 0).is_ok());
        assert_eq!(ask(&store, 1, "ben", 0), Err(RequestRefusal::Queued));
        assert_eq!(ask(&store, 21, "ben", 0), Err(RequestRefusal::Queued), "of the same artist");
        let aired = Aired::music(100_000_000_000, 100_100_000_000, "Title 2", Some("ARTIST 2"));
        store.put_aired([aired].iter()).unwrap();
        // Half of what 21 tracks last.
        assert_eq!(ask(&store, 2, "ben", 29), Err(RequestRefusal::HeardLately));
        assert!(ask(&store, 2, "ben", 31).is_ok());
    }

    #[test]
    fn a_small_library_of_one_album_can_be_asked_for() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let tracks: Vec<_> = (1..=6)
            .map(|id| {
                let (stamp, listed) = track(id, &format!("artist {id}"), &format!("title {id}"));
                (stamp, Listed { album: Some("The only one".to_owned()), ..listed })
            })
            .collect();
        store.put_files(&tracks).unwrap();
        let now_us = 100_000_000_000;
        let aired = |id: u64, us: u64| Aired {
            album: Some("The only one".to_owned()),
            ..Aired::music(us, us + 1, &format!("title {id}"), Some(&format!("artist {id}")))
        };
        store.put_aired([aired(1, now_us - 9 * 60_000_000), aired(2, now_us - 60_000_000)].iter()).unwrap();
        assert_eq!(ask(&store, 2, "ann", 0), Err(RequestRefusal::HeardLately));
        assert!(ask(&store, 1, "ann", 0).is_ok(), "heard longer ago than half of the library lasts");
        assert!(ask(&store, 3, "ann", 0).is_ok());
    }

    #[test]
    fn a_station_can_take_none() {
        let (_dir, store) = new_store();
        store.set_settings("main", &Settings { requests: Requests::Off, ..Settings::default() }).unwrap();
        assert_eq!(ask(&store, 1, "ann", 0), Err(RequestRefusal::Off));
        assert!(store.queue("main").unwrap().entries.is_empty());
    }

    #[test]
    fn who_asked_is_forgotten_after_an_hour_without_another_request() {
        let (_dir, store) = new_store();
        assert!(ask(&store, 1, "203.0.113.7", 0).is_ok());
        let second = |minute: u64| (100_000 + minute * 60) * 1_000_000;
        assert_eq!(store.forget_requests(second(59)).unwrap(), 0);
        assert_eq!(store.forget_requests(second(60)).unwrap(), 1);
    }
}
