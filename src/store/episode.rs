//! Recordings that were made elsewhere or changed afterwards, as they are remembered.

use rusqlite::named_params;

use super::{Error, Store};
use crate::model::{Recording, RecordingState};

/// An episode whose file is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEpisode {
    /// The station's slug.
    pub station: String,
    /// The account that sends it.
    pub account: String,
    /// Its title, as [`Store::change_recording`] takes it.
    pub title: String,
    /// The show that it is of, if it is of one.
    pub show: Option<String>,
    /// Length of the file in bytes.
    pub bytes: u64,
    /// Its date, in microseconds of the server's clock.
    pub from_us: u64,
}

impl Store {
    /// Adds an episode whose file is to be sent; returns its number.
    pub fn add_episode(&self, new: &NewEpisode) -> Result<i64, Error> {
        self.check_station(&new.station)?;
        let sql = "INSERT INTO kept_recording (station, kind, title, show, dj, part_of, from_us, to_us, state, sent_bytes)
            VALUES (:station, 'upload', :title, :show, :account, 0, :from, :from, 'receiving', :bytes)";
        self.change(|change| {
            change.execute(
                sql,
                named_params! { ":station": new.station, ":title": new.title.trim(), ":show": new.show,
                ":account": new.account, ":from": new.from_us as i64, ":bytes": new.bytes as i64 },
            )?;
            Ok(change.last_insert_rowid())
        })
    }

    /// Notes how far an episode is that cannot be heard yet.
    pub fn episode_is(&self, id: i64, state: &RecordingState) -> Result<(), Error> {
        let reason = match state {
            RecordingState::Refused(reason) => Some(reason),
            _ => None,
        };
        let sql = "UPDATE kept_recording SET state = ?2, refused = ?3 WHERE id = ?1";
        self.ask(|connection| connection.execute(sql, (id, state.name(), reason))).map(drop)
    }

    /// Notes that an episode can be heard, and what its file is; false if it is gone.
    pub fn episode_is_ready(&self, id: i64, duration_us: u64, opus_bytes: u64) -> Result<bool, Error> {
        let sql = "UPDATE kept_recording SET state = 'ready', refused = NULL, to_us = from_us + ?2, duration_us = ?2,
            opus_bytes = ?3, mp3_bytes = 0 WHERE id = ?1";
        let values = (id, duration_us as i64, opus_bytes as i64);
        Ok(self.ask(|connection| connection.execute(sql, values))? > 0)
    }

    /// Notes of which media type the picture of a recording is, if it has one.
    pub fn set_recording_picture(&self, id: i64, picture: Option<&str>) -> Result<(), Error> {
        let sql = "UPDATE kept_recording SET picture = ?2 WHERE id = ?1";
        self.ask(|connection| connection.execute(sql, (id, picture))).map(drop)
    }

    /// Notes that the recording has other files than it has in `before`; false if it is another one by now.
    pub fn recording_is_trimmed(&self, before: &Recording, after: &Recording) -> Result<bool, Error> {
        let sql =
            "UPDATE kept_recording SET duration_us = :duration, opus_bytes = :bytes, trimmed_us = :trimmed,
            mp3_bytes = :mp3, is_edited = 1 WHERE id = :id AND state = 'ready' AND opus_bytes = :before";
        let changed = self.ask(|connection| {
            connection.execute(
                sql,
                named_params! { ":duration": after.duration_us as i64, ":bytes": after.opus_bytes as i64,
                ":mp3": after.mp3_bytes as i64, ":trimmed": after.trimmed_us as i64, ":id": before.id, ":before": before.opus_bytes as i64 },
            )
        })?;
        Ok(changed > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_episode_is_sent_made_and_trimmed() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let new = NewEpisode {
            station: "main".to_owned(),
            account: "ann".to_owned(),
            title: " Talk ".to_owned(),
            show: Some("Talks".to_owned()),
            bytes: 1_000,
            from_us: 5_000_000,
        };
        let id = store.add_episode(&new).unwrap();
        let read = || store.recording("main", id).unwrap().unwrap();
        assert_eq!(
            (read().state, read().sent_bytes, &*read().what.title),
            (RecordingState::Receiving, 1_000, "Talk")
        );
        assert!(store.unfinished_recordings().unwrap().is_empty(), "its file is not here");
        store.episode_is(id, &RecordingState::Transcoding).unwrap();
        assert_eq!(store.unfinished_recordings().unwrap().len(), 1);
        store.episode_is(id, &RecordingState::Refused("no sound".to_owned())).unwrap();
        assert_eq!(read().state, RecordingState::Refused("no sound".to_owned()));
        assert!(store.episode_is_ready(id, 7_000_000, 90).unwrap());
        let ready = Recording { published_at: Some(3), ..read() };
        store.change_recording(&ready).unwrap();
        assert_eq!(store.published_shows("main").unwrap(), ["Talks"]);
        assert_eq!(store.published_recordings("main", Some("Talks"), 9).unwrap().len(), 1);
        assert!(store.published_recordings("main", Some("Other"), 9).unwrap().is_empty());
        assert!(store.feeds_changed_at("main", 0).unwrap() > 0);

        assert!(store.recording_has_mp3(&ready, 100).unwrap());
        let after = Recording {
            duration_us: 5_000_000,
            opus_bytes: 70,
            mp3_bytes: 60,
            trimmed_us: 20_000,
            ..ready.clone()
        };
        assert!(store.recording_is_trimmed(&ready, &after).unwrap());
        assert!(!store.recording_is_trimmed(&ready, &after).unwrap(), "it is another one by now");
        assert!(!store.recording_has_mp3(&ready, 100).unwrap(), "the MP3 file is of the longer one");
        assert_eq!((read().duration_us, read().trimmed_us, read().mp3_bytes), (5_000_000, 20_000, 60));
    }
}
