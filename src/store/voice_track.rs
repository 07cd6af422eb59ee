//! Talk that DJs recorded to be heard between two tracks of the queue.

use rusqlite::{OptionalExtension as _, Row, named_params};

use super::{Error, Store, queue};
use crate::model::{Queued, TrackId, VoiceTrack};

/// Talk that is to be put into the queue. Places are in samples per channel at 48 kHz, as in [`VoiceTrack`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVoiceTrack {
    /// The number that was reserved for it.
    pub id: i64,
    /// It begins so long before the end of the track that it follows.
    pub overlap: u64,
    /// The track that it leads to begins so long after its own beginning.
    pub next: u64,
    /// Its length.
    pub length: u64,
}

/// A voice track and the number that it got in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedVoice {
    /// Its number in the queue.
    pub number: u64,
    /// The voice track.
    pub voice: VoiceTrack,
}

impl Store {
    /// Reserves a number for talk that `account` recorded, whose sound is to be kept before it is queued. `name` is the DJ's
    /// name for listeners, and `now` the time in seconds since 1970.
    pub fn reserve_voice_track(
        &self,
        station: &str,
        account: &str,
        name: &str,
        now: i64,
    ) -> Result<i64, Error> {
        self.check_station(station)?;
        let sql = "INSERT INTO voice_track (station, account, name, after_track, before_track, overlap, next, length, made_at)
                   VALUES (?1, ?2, ?3, 0, 0, 0, 0, 0, ?4)";
        self.change(|change| {
            change.execute(sql, (station, account, name, now))?;
            Ok(change.last_insert_rowid())
        })
    }

    /// Puts talk into the queue of `station`, before the entry `before`. From then on neither that nor the track before it
    /// is exchanged when the station plans anew.
    pub fn queue_voice_track(
        &self,
        station: &str,
        new: &NewVoiceTrack,
        before: u64,
    ) -> Result<QueuedVoice, Error> {
        let queued = self.change(|change| {
            let entries = queue::read(change, station)?.entries;
            let at = entries.iter().position(|entry| entry.number == before).filter(|at| *at > 0);
            let Some((at, [first, second])) = at.and_then(|at| Some((at, pair_before(&entries, at)?))) else {
                return Ok(None);
            };
            let sql =
                "UPDATE voice_track SET after_track = :after, before_track = :before, overlap = :overlap,
                       next = :next, length = :length WHERE id = :id AND station = :station RETURNING *";
            let values = named_params! {
                ":after": first.track.0, ":before": second.track.0, ":overlap": new.overlap as i64,
                ":next": new.next as i64, ":length": new.length as i64, ":id": new.id, ":station": station,
            };
            let voice = change.query_row(sql, values, from_row)?;
            let number = queue::number(change, station)?;
            queue::insert(change, station, &Queued { number, ..Queued::of_voice(voice.clone()) })?;
            let mut order: Vec<u64> = entries.iter().map(|entry| entry.number).collect();
            order.insert(at, number);
            queue::put_in_order(change, station, &order)?;
            let sql = "UPDATE queue SET origin = 'person'
                       WHERE station = ?1 AND number IN (?2, ?3) AND origin = 'plan'";
            change.execute(sql, (station, first.number as i64, second.number as i64))?;
            Ok(Some(QueuedVoice { number, voice }))
        })?;
        queued.ok_or(Error::NotBetweenTracks(before))
    }

    /// The voice track `id` of `station`.
    pub fn voice_track(&self, station: &str, id: i64) -> Result<Option<VoiceTrack>, Error> {
        let sql = "SELECT * FROM voice_track WHERE station = ?1 AND id = ?2";
        self.ask(|connection| connection.prepare_cached(sql)?.query_row((station, id), from_row).optional())
    }

    /// Forgets a voice track, and takes it out of the queue.
    pub fn forget_voice_track(&self, id: i64) -> Result<(), Error> {
        self.change(|change| {
            change.execute("DELETE FROM queue WHERE voice = ?1", [id])?;
            change.execute("DELETE FROM voice_track WHERE id = ?1", [id]).map(drop)
        })
    }

    /// Forgets the voice tracks that are in no queue and were made before `made_before`, in seconds since 1970. Returns
    /// their numbers.
    pub fn forget_played_voice_tracks(&self, made_before: i64) -> Result<Vec<i64>, Error> {
        let sql = "DELETE FROM voice_track WHERE made_at < ?1
                   AND NOT EXISTS (SELECT 1 FROM queue WHERE voice = voice_track.id) RETURNING id";
        self.change(|change| change.prepare(sql)?.query_map([made_before], |row| row.get(0))?.collect())
    }
}

/// Returns the entry before the one at `at`, and that, if both are tracks that talk can be about.
fn pair_before(entries: &[Queued], at: usize) -> Option<[&Queued; 2]> {
    let pair = [entries.get(at.checked_sub(1)?)?, entries.get(at)?];
    pair.iter().all(|entry| !entry.is_break()).then_some(pair)
}

/// Reads the voice track of a row of the queue that it is joined to, if there is one.
pub(super) fn from_joined_row(row: &Row<'_>) -> rusqlite::Result<Option<VoiceTrack>> {
    if row.get::<_, Option<i64>>("id")?.is_some() { from_row(row).map(Some) } else { Ok(None) }
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<VoiceTrack> {
    let samples = |column| row.get::<_, i64>(column).map(|count| u64::try_from(count).unwrap_or_default());
    Ok(VoiceTrack {
        id: row.get("id")?,
        account: row.get("account")?,
        name: row.get("name")?,
        after: TrackId(row.get("after_track")?),
        before: TrackId(row.get("before_track")?),
        overlap: samples("overlap")?,
        next: samples("next")?,
        length: samples("length")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Origin, TrackKind};
    use crate::store::Place;

    fn entry(number: u64, kind: TrackKind) -> Queued {
        Queued {
            number,
            track: TrackId(number as i64 * 10),
            path: "a".into(),
            title: format!("{number}"),
            origin: Origin::Plan,
            why: None,
            kind,
            over_intro: false,
            crossfade: None,
            voice: None,
        }
    }

    fn new_store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let entries =
            [(2, TrackKind::Music), (4, TrackKind::Music), (6, TrackKind::Jingle), (8, TrackKind::Music)]
                .map(|(number, kind)| entry(number, kind));
        store.update_queue("main", &[], &entries).unwrap();
        (dir, store)
    }

    fn reserved(store: &Store) -> NewVoiceTrack {
        let id = store.reserve_voice_track("main", "ann", "Ann", 1_000).unwrap();
        NewVoiceTrack { id, overlap: 5, next: 7, length: 9 }
    }

    fn numbers(store: &Store) -> Vec<(u64, Origin)> {
        let entries = store.queue("main").unwrap().entries;
        entries.iter().map(|entry| (entry.number, entry.origin)).collect()
    }

    #[test]
    fn talk_stands_between_its_two_tracks_which_stay() {
        let (_dir, store) = new_store();
        let new = reserved(&store);
        let queued = store.queue_voice_track("main", &new, 4).unwrap();
        assert_eq!((queued.voice.after, queued.voice.before), (TrackId(20), TrackId(40)));
        let (person, plan) = (Origin::Person, Origin::Plan);
        assert_eq!(
            numbers(&store),
            [(2, person), (queued.number, person), (4, person), (6, plan), (8, plan)]
        );
        let read = store.queue("main").unwrap().entries.remove(1);
        assert_eq!((read.voice.as_ref(), read.is_break()), (Some(&queued.voice), true));
        // The program that plays takes its own entries out and puts others at the end; the talk stays what it is.
        store.update_queue("main", &[2], &[entry(10, TrackKind::Music)]).unwrap();
        assert_eq!(store.queue("main").unwrap().entries[0].voice.as_ref(), Some(&queued.voice));
        store.move_queued("main", queued.number, Place::At(3)).unwrap();
        assert_eq!(store.queue("main").unwrap().entries[2].voice.as_ref(), Some(&queued.voice));
    }

    #[test]
    fn talk_is_put_between_two_tracks_only() {
        let (_dir, store) = new_store();
        let new = reserved(&store);
        for before in [2, 6, 8, 99] {
            let refused = store.queue_voice_track("main", &new, before);
            assert!(matches!(refused, Err(Error::NotBetweenTracks(_))), "{before}: {refused:?}");
        }
        let queued = store.queue_voice_track("main", &new, 4).unwrap();
        for before in [4, queued.number] {
            assert!(store.queue_voice_track("main", &reserved(&store), before).is_err(), "beside other talk");
        }
    }

    #[test]
    fn talk_that_was_played_is_forgotten_after_a_while_and_what_is_removed_at_once() {
        let (_dir, store) = new_store();
        let (first, unused) = (reserved(&store), reserved(&store));
        let queued = store.queue_voice_track("main", &first, 4).unwrap();
        assert_eq!(store.forget_played_voice_tracks(1_000).unwrap(), [] as [i64; 0]);
        assert_eq!(store.forget_played_voice_tracks(1_001).unwrap(), [unused.id]);
        store.forget_voice_track(first.id).unwrap();
        assert!(store.voice_track("main", first.id).unwrap().is_none());
        assert!(numbers(&store).iter().all(|(number, _)| *number != queued.number));
        assert!(store.voice_track("jazz", unused.id).unwrap().is_none());
    }
}
