//! Persistent play queues, which survive a restart and which other processes can change.
//!
//! The server gives its entries even numbers, and other processes use odd ones, so neither
//! has to ask the other.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;
use std::time::Duration;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use super::station::named;
use super::{Error, Store, voice_track};
use crate::model::{Origin, Queued, TrackId};

/// A queue that is longer takes nothing more: a week of music would be shorter.
const MOST_QUEUED: usize = 500;

/// A station's queue as it is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// Entries in play order.
    pub entries: Vec<Queued>,
    /// Number of skips requested so far.
    pub skips: u64,
}

/// Positions at which an entry is inserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Behind what others asked for, and before what the station planned itself.
    Asked,
    /// This place, from 1 on; behind the last where there are fewer.
    At(usize),
}

impl Store {
    /// The queue of `station`.
    pub fn queue(&self, station: &str) -> Result<Queue, Error> {
        self.ask(|connection| read(connection, station))
    }

    /// Takes the entries `gone` out of the queue of `station`, puts `new` ones at its end, and answers with the
    /// queue as it is then.
    pub fn update_queue(&self, station: &str, gone: &[u64], new: &[Queued]) -> Result<Queue, Error> {
        self.change(|change| {
            for number in gone {
                let sql = "DELETE FROM queue WHERE station = ?1 AND number = ?2";
                change.prepare_cached(sql)?.execute((station, *number as i64))?;
            }
            for entry in new {
                insert(change, station, entry)?;
            }
            read(change, station)
        })
    }

    /// Puts a track into the queue of `station`, from outside the program that plays; answers with the number it
    /// got, whatever the one in `entry` is.
    pub fn enqueue(&self, station: &str, entry: &Queued, place: Place) -> Result<u64, Error> {
        self.check_station(station)?;
        let number = self.change(|change| {
            let before = read(change, station)?.entries;
            if before.len() >= MOST_QUEUED {
                return Ok(None);
            }
            let number = number(change, station)?;
            insert(change, station, &Queued { number, ..entry.clone() })?;
            let mut order: Vec<u64> = before.iter().map(|entry| entry.number).collect();
            order.insert(place.among(&before), number);
            put_in_order(change, station, &order)?;
            Ok(Some(number))
        })?;
        number.ok_or_else(|| Error::QueueFull(station.to_owned()))
    }

    /// Puts the track of this number into the queue of `station`, for somebody who runs it; answers with its number
    /// there.
    pub fn enqueue_track(&self, station: &str, track: TrackId, place: Place) -> Result<u64, Error> {
        let track = self.track(track)?.ok_or(Error::NoTrack(track))?;
        self.enqueue(station, &Queued::of(&track, Origin::Person), place)
    }

    /// Takes an entry out of the queue of `station`.
    pub fn dequeue(&self, station: &str, number: u64) -> Result<(), Error> {
        self.check_station(station)?;
        let sql = "DELETE FROM queue WHERE station = ?1 AND number = ?2";
        match self.ask(|connection| connection.execute(sql, (station, number as i64)))? {
            0 => Err(Error::NotQueued(number)),
            _ => Ok(()),
        }
    }

    /// Moves an entry in the queue of `station` to another place.
    pub fn move_queued(&self, station: &str, number: u64, place: Place) -> Result<(), Error> {
        self.check_station(station)?;
        let moved = self.change(|change| {
            let mut others = read(change, station)?.entries;
            let Some(from) = others.iter().position(|entry| entry.number == number) else {
                return Ok(false);
            };
            others.remove(from);
            let mut order: Vec<u64> = others.iter().map(|entry| entry.number).collect();
            order.insert(place.among(&others), number);
            put_in_order(change, station, &order)?;
            // What somebody put into its place stays there when the station plans anew.
            let sql =
                "UPDATE queue SET origin = 'person' WHERE station = ?1 AND number = ?2 AND origin = 'plan'";
            change.execute(sql, (station, number as i64))?;
            Ok(true)
        })?;
        if moved { Ok(()) } else { Err(Error::NotQueued(number)) }
    }

    /// Has `station` fade out what it plays, and go on with the next.
    pub fn skip(&self, station: &str) -> Result<(), Error> {
        self.check_station(station)?;
        let sql = "INSERT INTO queue_state (station, skips) VALUES (?1, 1)
                   ON CONFLICT (station) DO UPDATE SET skips = skips + 1";
        self.ask(|connection| connection.execute(sql, [station]).map(drop))
    }
}

impl Place {
    /// The index at which it is among `entries`.
    fn among(self, entries: &[Queued]) -> usize {
        match self {
            Self::At(place) => place.saturating_sub(1).min(entries.len()),
            Self::Asked => {
                entries.iter().rposition(|entry| entry.origin != Origin::Plan).map_or(0, |last| last + 1)
            }
        }
    }
}

/// Puts an entry at the end.
pub(super) fn insert(change: &Connection, station: &str, entry: &Queued) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO queue (station, number, place, track, path, title, origin, why, type,
                   over_intro, crossfade_ms, voice)
               VALUES (:station, :number, (SELECT coalesce(max(place), 0) + 1 FROM queue WHERE station = :station),
                   :track, :path, :title, :origin, :why, :type, :over_intro, :crossfade_ms, :voice)";
    let ms = |time: Duration| i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    change.prepare_cached(sql)?.execute(named_params! {
        ":station": station,
        ":number": entry.number as i64,
        ":track": entry.track.0,
        ":path": entry.path.as_os_str().as_bytes(),
        ":title": entry.title,
        ":origin": entry.origin.name(),
        ":why": entry.why,
        ":type": entry.kind.name(),
        ":over_intro": entry.over_intro,
        ":crossfade_ms": entry.crossfade.map(ms),
        ":voice": entry.voice.as_ref().map(|voice| voice.id),
    })?;
    Ok(())
}

/// The next odd number.
pub(super) fn number(change: &Connection, station: &str) -> rusqlite::Result<u64> {
    let sql = "INSERT INTO queue_state (station, numbered) VALUES (?1, 1)
               ON CONFLICT (station) DO UPDATE SET numbered = numbered + 2 RETURNING numbered";
    change.query_row(sql, [station], |row| row.get::<_, i64>(0)).map(|number| number as u64)
}

pub(super) fn put_in_order(change: &Connection, station: &str, order: &[u64]) -> rusqlite::Result<()> {
    let mut put = change.prepare_cached("UPDATE queue SET place = ?3 WHERE station = ?1 AND number = ?2")?;
    for (place, number) in (1_i64..).zip(order) {
        put.execute((station, *number as i64, place))?;
    }
    Ok(())
}

pub(super) fn read(connection: &Connection, station: &str) -> rusqlite::Result<Queue> {
    // One whose voice track is forgotten plays nothing any more.
    let sql = "SELECT queue.*, id, account, name, after_track, before_track, overlap, next, length
               FROM queue LEFT JOIN voice_track ON voice_track.id = queue.voice
               WHERE queue.station = ?1 AND (voice IS NULL OR id IS NOT NULL) ORDER BY place, queue.number";
    let entries =
        connection.prepare_cached(sql)?.query_map([station], from_row)?.collect::<Result<_, _>>()?;
    let sql = "SELECT skips FROM queue_state WHERE station = ?1";
    let skips: Option<i64> =
        connection.prepare_cached(sql)?.query_row([station], |row| row.get(0)).optional()?;
    Ok(Queue { entries, skips: skips.unwrap_or_default() as u64 })
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Queued> {
    let origin: String = row.get("origin")?;
    let unknown = || rusqlite::Error::InvalidColumnType(6, "origin".to_owned(), Type::Text);
    let crossfade: Option<i64> = row.get("crossfade_ms")?;
    Ok(Queued {
        number: row.get::<_, i64>("number")? as u64,
        track: TrackId(row.get("track")?),
        path: PathBuf::from(OsStr::from_bytes(&row.get::<_, Vec<u8>>("path")?)),
        title: row.get("title")?,
        origin: origin.parse().map_err(|_| unknown())?,
        why: row.get("why")?,
        kind: named(row, "type")?,
        over_intro: row.get("over_intro")?,
        crossfade: crossfade.map(|ms| Duration::from_millis(ms.try_into().unwrap_or_default())),
        voice: voice_track::from_joined_row(row)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TrackKind;

    fn entry(title: &str, number: u64, origin: Origin) -> Queued {
        Queued {
            number,
            track: TrackId(-7),
            path: PathBuf::from(OsStr::from_bytes(b"a/\xffb.mp3")),
            title: title.to_owned(),
            origin,
            why: None,
            kind: TrackKind::Jingle,
            over_intro: true,
            crossfade: Some(Duration::from_millis(1_500)),
            voice: None,
        }
    }

    fn planned(numbers: &[u64]) -> Vec<Queued> {
        numbers.iter().map(|number| entry(&format!("p{number}"), *number, Origin::Plan)).collect()
    }

    fn titles(store: &Store) -> String {
        let titles: Vec<_> =
            store.queue("main").unwrap().entries.into_iter().map(|entry| entry.title).collect();
        titles.join(" ")
    }

    #[test]
    fn a_queue_is_remembered_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        assert_eq!(store.queue("main").unwrap(), Queue::default());
        let kept = store.update_queue("main", &[], &planned(&[2, 4, 6])).unwrap();
        assert_eq!(kept.entries, planned(&[2, 4, 6]));
        let kept = store.another().unwrap().update_queue("main", &[2], &planned(&[8])).unwrap();
        assert_eq!(kept.entries, planned(&[4, 6, 8]));
    }

    #[test]
    fn others_add_before_what_is_planned_and_move_and_remove() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        store.update_queue("main", &[], &planned(&[2, 4])).unwrap();
        let add = |title, place| store.enqueue("main", &entry(title, 0, Origin::Person), place).unwrap();
        let first = add("a", Place::Asked);
        let second = add("b", Place::Asked);
        let third = add("c", Place::At(4));
        assert_eq!([first, second, third], [1, 3, 5], "odd numbers");
        assert_eq!(titles(&store), "a b p2 c p4");
        store.move_queued("main", 4, Place::At(1)).unwrap();
        store.move_queued("main", first, Place::At(99)).unwrap();
        assert_eq!(titles(&store), "p4 b p2 c a");
        store.dequeue("main", third).unwrap();
        assert_eq!(titles(&store), "p4 b p2 a");
        assert!(matches!(store.dequeue("main", third), Err(Error::NotQueued(5))));
        assert!(matches!(store.move_queued("main", 99, Place::Asked), Err(Error::NotQueued(99))));
        assert!(matches!(store.dequeue("other", 1), Err(Error::NoStation(_))));
        assert_eq!(add("d", Place::At(1)), 7, "no number is given twice");
    }

    #[test]
    fn many_may_change_it_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let add = |store: &Store| {
            for _ in 0..100 {
                let number = store.enqueue("main", &entry("a", 0, Origin::Person), Place::At(1)).unwrap();
                store.move_queued("main", number, Place::At(9)).unwrap();
            }
        };
        let (one, other) = (store.another().unwrap(), store.another().unwrap());
        std::thread::scope(|scope| {
            scope.spawn(|| add(&one));
            scope.spawn(|| add(&other));
        });
        assert_eq!(store.queue("main").unwrap().entries.len(), 200);
    }

    #[test]
    fn skips_are_counted_and_a_queue_has_an_end() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        store.skip("main").unwrap();
        store.skip("main").unwrap();
        assert_eq!(store.queue("main").unwrap().skips, 2);
        let many: Vec<u64> = (1..=MOST_QUEUED as u64).map(|number| number * 2).collect();
        store.update_queue("main", &[], &planned(&many)).unwrap();
        let refused = store.enqueue("main", &entry("a", 0, Origin::Request), Place::Asked);
        assert!(matches!(refused, Err(Error::QueueFull(_))));
    }
}
