//! Recordings, as they are remembered.

use rusqlite::{OptionalExtension as _, Row, named_params};

use super::{Error, Store};
use crate::model::{NewRecording, Recording, RecordingKind, RecordingState};

/// A set of the same DJ that goes on within so many microseconds is the same recording.
const GOES_ON_WITHIN_US: u64 = 600_000_000;
/// The longest title and description, in characters.
const MOST_TITLE: usize = 200;
const MOST_DESCRIPTION: usize = 4_000;

/// Files of a recording that is ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutRecording {
    /// End, in microseconds of the server's clock.
    pub to_us: u64,
    /// Duration in microseconds.
    pub duration_us: u64,
    /// Length of the Ogg Opus file in bytes.
    pub opus_bytes: u64,
    /// When it is published, in seconds since 1970, unless it was before; `None` leaves that to people.
    pub published_at: Option<i64>,
}

impl Store {
    /// Begins a recording; returns its number. A show that goes on after an interruption, and a set whose DJ comes back
    /// soon with nobody else in between, go on with the one there is, unless somebody trimmed or published it.
    pub fn begin_recording(&self, new: &NewRecording) -> Result<i64, Error> {
        let known = "SELECT id FROM kept_recording WHERE station = :station AND kind = :kind AND dj IS :dj
            AND part_of = :part AND NOT is_edited AND (kind = 'show' OR to_us > :soon
                AND id = (SELECT max(id) FROM kept_recording WHERE station = :station AND kind <> 'upload'))
            ORDER BY id DESC LIMIT 1";
        let insert = "INSERT INTO kept_recording (station, kind, title, show, dj, part_of, from_us, to_us)
            SELECT slug, :kind, :title, :show, :dj, :part, :from, :from FROM station WHERE slug = :station";
        let title: String = new.title.chars().take(MOST_TITLE).collect();
        self.change(|change| {
            let soon = new.from_us.saturating_sub(GOES_ON_WITHIN_US) as i64;
            let found: Option<i64> = change
                .query_row(
                    known,
                    named_params! { ":station": new.station, ":kind": new.kind.name(), ":dj": new.dj,
                    ":part": new.part_of as i64, ":soon": soon },
                    |row| row.get(0),
                )
                .optional()?;
            if let Some(id) = found {
                change.execute(
                    "UPDATE kept_recording SET state = 'open', to_us = from_us WHERE id = ?1",
                    [id],
                )?;
                return Ok(id);
            }
            change.execute(
                insert,
                named_params! { ":station": new.station, ":kind": new.kind.name(), ":dj": new.dj,
                ":part": new.part_of as i64, ":title": title, ":show": new.show, ":from": new.from_us as i64 },
            )?;
            Ok(change.last_insert_rowid())
        })
    }

    /// Notes the end of the recording `id`, which is to be cut.
    pub fn recording_ends(&self, id: i64, to_us: u64) -> Result<(), Error> {
        let sql = "UPDATE kept_recording SET to_us = ?2 WHERE id = ?1 AND state = 'open'";
        self.ask(|connection| connection.execute(sql, (id, to_us as i64))).map(drop)
    }

    /// Notes that the recording `id` is cut. One that was cut before stays published or hidden, as people have it.
    pub fn recording_is_cut(&self, id: i64, cut: &CutRecording) -> Result<(), Error> {
        let sql = "UPDATE kept_recording SET state = 'ready', to_us = ?2, duration_us = ?3, opus_bytes = ?4,
            mp3_bytes = 0, trimmed_us = 0, published_at = CASE WHEN duration_us > 0 THEN published_at ELSE coalesce(published_at, ?5) END
            WHERE id = ?1";
        let values = (id, cut.to_us as i64, cut.duration_us as i64, cut.opus_bytes as i64, cut.published_at);
        self.ask(|connection| connection.execute(sql, values)).map(drop)
    }

    /// Notes that a recording has an MP3 file of so many bytes, made from the Ogg Opus file that it has in `recording`; false
    /// if it has another one by now, or is gone.
    pub fn recording_has_mp3(&self, recording: &Recording, bytes: u64) -> Result<bool, Error> {
        let sql = "UPDATE kept_recording SET mp3_bytes = ?4 WHERE id = ?1 AND to_us = ?2 AND opus_bytes = ?3";
        let Recording { id, to_us, opus_bytes, .. } = *recording;
        let values = (id, to_us as i64, opus_bytes as i64, bytes as i64);
        Ok(self.ask(|connection| connection.execute(sql, values))? > 0)
    }

    /// The recordings of `station`, the newest first.
    pub fn recordings(&self, station: &str) -> Result<Vec<Recording>, Error> {
        let sql = "SELECT * FROM kept_recording WHERE station = ?1 ORDER BY from_us DESC, id DESC";
        self.ask(|connection| connection.prepare_cached(sql)?.query_map([station], from_row)?.collect())
    }

    /// The published recordings of `station`, the newest first, at most `most`; only those of a show, if one is named.
    pub fn published_recordings(
        &self,
        station: &str,
        show: Option<&str>,
        most: usize,
    ) -> Result<Vec<Recording>, Error> {
        let sql =
            "SELECT * FROM kept_recording WHERE station = ?1 AND state = 'ready' AND published_at IS NOT NULL
            AND (?2 IS NULL OR show = ?2) ORDER BY from_us DESC, id DESC LIMIT ?3";
        self.ask(|connection| {
            connection.prepare_cached(sql)?.query_map((station, show, most as i64), from_row)?.collect()
        })
    }

    /// The shows of `station` that have published recordings.
    pub fn published_shows(&self, station: &str) -> Result<Vec<String>, Error> {
        let sql = "SELECT DISTINCT show FROM kept_recording WHERE station = ?1 AND state = 'ready'
            AND published_at IS NOT NULL AND show IS NOT NULL ORDER BY show";
        self.ask(|connection| {
            connection.prepare_cached(sql)?.query_map([station], |row| row.get(0))?.collect()
        })
    }

    /// When the feeds of `station` were changed last, in seconds since 1970: with its recordings, shows, name and settings, or
    /// by the clock, at `since`. Never decreases.
    pub fn feeds_changed_at(&self, station: &str, since: i64) -> Result<i64, Error> {
        let sql = "SELECT changed_at, announced_at FROM recording_change WHERE station = ?1";
        let known = self.ask(|connection| {
            let mut known = connection.prepare_cached(sql)?;
            known.query_row([station], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        })?;
        let (changed, announced): (i64, i64) = known.unwrap_or_default();
        if since <= announced {
            return Ok(changed);
        }
        let sql = "INSERT INTO recording_change (station, changed_at, announced_at)
            SELECT slug, ?2, ?2 FROM station WHERE slug = ?1 ON CONFLICT DO UPDATE
            SET changed_at = max(changed_at + 1, excluded.changed_at), announced_at = excluded.announced_at
            WHERE announced_at < excluded.announced_at";
        self.write_if_possible(|connection| connection.prepare_cached(sql)?.execute((station, since)));
        Ok(since.max(changed + 1))
    }

    /// Notes that the feeds of `station` change at `now`, in seconds since 1970, by something that the database does not have.
    pub fn feeds_change(&self, station: &str, now: i64) -> Result<(), Error> {
        let sql =
            "INSERT INTO recording_change (station, changed_at) SELECT slug, ?2 FROM station WHERE slug = ?1
            ON CONFLICT DO UPDATE SET changed_at = max(changed_at + 1, excluded.changed_at)";
        self.ask(|connection| connection.execute(sql, (station, now))).map(drop)
    }

    /// Those of all stations that are not cut, or have no MP3 file yet.
    pub fn unfinished_recordings(&self) -> Result<Vec<Recording>, Error> {
        let sql = "SELECT * FROM kept_recording WHERE state IN ('open', 'transcoding')
            OR (state = 'ready' AND mp3_bytes = 0) ORDER BY id";
        self.ask(|connection| connection.prepare(sql)?.query_map([], from_row)?.collect())
    }

    /// The recording `id` of `station`.
    pub fn recording(&self, station: &str, id: i64) -> Result<Option<Recording>, Error> {
        let sql = "SELECT * FROM kept_recording WHERE station = ?1 AND id = ?2";
        self.ask(|connection| connection.prepare_cached(sql)?.query_row((station, id), from_row).optional())
    }

    /// Sets the title, the description and the time of publication of a recording.
    pub fn change_recording(&self, recording: &Recording) -> Result<(), Error> {
        let title = recording.what.title.trim();
        let is_fit = |text: &str, most: usize| {
            text.chars().count() <= most && !text.chars().any(|c| c.is_control() && c != '\n')
        };
        if title.is_empty() || !is_fit(title, MOST_TITLE) || title.contains('\n') {
            return Err(Error::Unfit("a recording's title has 1 to 200 characters, in one line"));
        }
        if !is_fit(&recording.description, MOST_DESCRIPTION) {
            return Err(Error::Unfit(
                "a recording's description has up to 4000 characters, and no control characters",
            ));
        }
        if recording
            .what
            .show
            .as_ref()
            .is_some_and(|show| show.is_empty() || !is_fit(show, MOST_TITLE) || show.contains('\n'))
        {
            return Err(Error::Unfit("a show's name has 1 to 200 characters, in one line"));
        }
        let sql = "UPDATE kept_recording SET title = ?2, description = ?3, published_at = ?4, show = ?5, picture = ?6,
            is_edited = is_edited OR (state = 'ready' AND published_at IS NULL AND ?4 IS NOT NULL) WHERE id = ?1";
        let Recording { id, description, published_at, picture, .. } = recording;
        let values = (id, title, description, published_at, &recording.what.show, picture);
        self.ask(|connection| connection.execute(sql, values)).map(drop)
    }

    /// Removes a recording; false if it is not there.
    pub fn remove_recording(&self, station: &str, id: i64) -> Result<bool, Error> {
        let sql = "DELETE FROM kept_recording WHERE station = ?1 AND id = ?2";
        Ok(self.ask(|connection| connection.execute(sql, (station, id)))? > 0)
    }
}

pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Recording> {
    let number = |column| row.get::<_, i64>(column).map(|number| u64::try_from(number).unwrap_or_default());
    let kind = match row.get_ref("kind")?.as_str()? {
        "show" => RecordingKind::Show,
        "upload" => RecordingKind::Upload,
        _ => RecordingKind::Live,
    };
    let state = match row.get_ref("state")?.as_str()? {
        "ready" => RecordingState::Ready,
        "receiving" => RecordingState::Receiving,
        "transcoding" => RecordingState::Transcoding,
        "refused" => RecordingState::Refused(row.get::<_, Option<String>>("refused")?.unwrap_or_default()),
        _ => RecordingState::Open,
    };
    let what = NewRecording {
        station: row.get("station")?,
        kind,
        title: row.get("title")?,
        show: row.get("show")?,
        dj: row.get("dj")?,
        part_of: number("part_of")?,
        from_us: number("from_us")?,
    };
    Ok(Recording {
        id: row.get("id")?,
        what,
        description: row.get("description")?,
        to_us: number("to_us")?,
        state,
        trimmed_us: number("trimmed_us")?,
        picture: row.get("picture")?,
        sent_bytes: number("sent_bytes")?,
        duration_us: number("duration_us")?,
        opus_bytes: number("opus_bytes")?,
        mp3_bytes: number("mp3_bytes")?,
        published_at: row.get("published_at")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Show, ShowException};

    fn set(from_s: u64) -> NewRecording {
        NewRecording {
            station: "main".to_owned(),
            kind: RecordingKind::Live,
            title: "ann".to_owned(),
            show: None,
            dj: Some("ann".to_owned()),
            part_of: 0,
            from_us: from_s * 1_000_000,
        }
    }

    #[test]
    fn a_recording_goes_on_after_an_interruption_and_is_published_once() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let id = store.begin_recording(&set(1_000)).unwrap();
        let cut = |to_s: u64, published_at| CutRecording {
            to_us: to_s * 1_000_000,
            duration_us: 5,
            opus_bytes: 7,
            published_at,
        };
        store.recording_is_cut(id, &cut(1_100, Some(9))).unwrap();
        let first = store.recording("main", id).unwrap().unwrap();
        store.recording_has_mp3(&first, 3).unwrap();
        assert_eq!(store.begin_recording(&set(1_699)).unwrap(), id);
        let open = store.recording("main", id).unwrap().unwrap();
        assert_eq!((open.is_ready(), open.mp3_bytes, open.what.from_us), (false, 3, 1_000_000_000));
        store.recording_is_cut(id, &cut(1_800, Some(10))).unwrap();
        assert!(!store.recording_has_mp3(&first, 3).unwrap());
        let known = store.recording("main", id).unwrap().unwrap();
        assert_eq!(
            (known.is_ready(), known.mp3_bytes, known.published_at),
            (true, 0, Some(9)),
            "of the longer one"
        );
        let other = store.begin_recording(&set(2_400)).unwrap();
        assert_ne!(other, id, "ten minutes are over");
        store.recording_is_cut(other, &cut(2_500, None)).unwrap();
        let hidden = store.recording("main", other).unwrap().unwrap();
        store.change_recording(&Recording { description: "Nets".to_owned(), ..hidden.clone() }).unwrap();
        assert_eq!(store.begin_recording(&set(2_510)).unwrap(), other);
        store.recording_is_cut(other, &cut(2_600, None)).unwrap();
        store.change_recording(&Recording { published_at: Some(11), ..hidden }).unwrap();
        let next = store.begin_recording(&set(2_610)).unwrap();
        assert_ne!(next, other, "it is published as it is");
        store.recording_is_cut(next, &cut(2_700, None)).unwrap();
        let longer = store.recording("main", next).unwrap().unwrap();
        let trimmed = Recording { duration_us: 2, ..longer.clone() };
        assert!(store.recording_is_trimmed(&longer, &trimmed).unwrap());
        assert_ne!(store.begin_recording(&set(2_710)).unwrap(), next, "it is trimmed");
        let show = NewRecording {
            kind: RecordingKind::Show,
            title: "News".to_owned(),
            dj: None,
            part_of: 77,
            ..set(3_000)
        };
        let news = store.begin_recording(&show).unwrap();
        assert_eq!(
            store.begin_recording(&NewRecording { from_us: 9_000_000_000, ..show.clone() }).unwrap(),
            news
        );
        assert_ne!(store.begin_recording(&NewRecording { part_of: 78, ..show }).unwrap(), news);
        assert_eq!(store.recordings("main").unwrap().len(), 6);
        assert_eq!(store.unfinished_recordings().unwrap().len(), 6);
    }

    #[test]
    fn the_time_of_change_of_feeds_never_decreases() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let changed_at = |since| store.feeds_changed_at("main", since).unwrap();
        let beginning = changed_at(0);
        // A show begins, and days later nothing is known of it; the clock is behind that.
        let begins = 4_000_000_000;
        assert!(beginning < begins);
        assert_eq!((changed_at(begins), changed_at(begins - 5), changed_at(0)), (begins, begins, begins));
        store.begin_recording(&set(1_000)).unwrap();
        assert_eq!(changed_at(0), begins + 1);
        store.put_show("main", &Show::daily("Night")).unwrap();
        assert_eq!(changed_at(0), begins + 2);
        let day = "2026-12-04".parse().unwrap();
        for _ in 0..2 {
            let cancelled = ShowException { day, moved_to: None, note: None };
            store.put_show_exception("main", "Night", &cancelled).unwrap();
        }
        assert_eq!(changed_at(0), begins + 4);
        store.remove_show("main", "Night").unwrap();
        let before = changed_at(0);
        assert!(before > begins + 4);
        store.feeds_change("main", begins).unwrap();
        assert_eq!(changed_at(0), before + 1, "also while the time is ahead of the clock");
        assert_eq!((changed_at(begins + 1), changed_at(begins + 1)), (before + 2, before + 2));
        assert_eq!(store.feeds_changed_at("other", 7).unwrap(), 7, "a station that is gone");
    }

    #[test]
    fn two_changes_of_feeds_within_a_second_have_two_times() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let times: Vec<i64> = (1..=9)
            .map(|number| {
                store.begin_recording(&set(number * 10_000)).unwrap();
                store.feeds_changed_at("main", 0).unwrap()
            })
            .collect();
        assert!(times.is_sorted_by(|one, next| one < next), "{times:?}");
    }

    #[test]
    fn titles_are_one_line_and_removed_recordings_gone() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let id = store.begin_recording(&set(1_000)).unwrap();
        let mut known = store.recording("main", id).unwrap().unwrap();
        for wrong in ["", "  ", "a\nb", "\u{7}", &"x".repeat(201)] {
            known.what.title = wrong.to_owned();
            assert!(matches!(store.change_recording(&known), Err(Error::Unfit(_))), "{wrong:?}");
        }
        known.what.title = " Night ".to_owned();
        known.description = "Two\nlines".to_owned();
        known.published_at = Some(4);
        store.change_recording(&known).unwrap();
        let read = store.recording("main", id).unwrap().unwrap();
        assert_eq!(
            (&*read.what.title, &*read.description, read.published_at),
            ("Night", "Two\nlines", Some(4))
        );
        assert!(store.recording("jazz", id).unwrap().is_none());
        assert!(store.remove_recording("main", id).unwrap() && !store.remove_recording("main", id).unwrap());
    }

    #[test]
    fn a_set_after_anothers_is_a_recording_of_its_own_and_what_was_hidden_stays_so() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let cut = |to_s: u64| CutRecording {
            to_us: to_s * 1_000_000,
            duration_us: 5,
            opus_bytes: 7,
            published_at: Some(9),
        };
        let first = store.begin_recording(&set(1_000)).unwrap();
        store.recording_ends(first, 1_100_000_000).unwrap();
        let open = store.recording("main", first).unwrap().unwrap();
        assert_eq!((open.is_ready(), open.to_us), (false, 1_100_000_000), "the end is known before the cut");
        store.recording_is_cut(first, &cut(1_100)).unwrap();
        let hidden = Recording { published_at: None, ..store.recording("main", first).unwrap().unwrap() };
        store.change_recording(&hidden).unwrap();
        assert_eq!(store.begin_recording(&set(1_150)).unwrap(), first);
        store.recording_is_cut(first, &cut(1_200)).unwrap();
        assert_eq!(store.recording("main", first).unwrap().unwrap().published_at, None);

        let other = NewRecording { dj: Some("bob".to_owned()), ..set(1_210) };
        let second = store.begin_recording(&other).unwrap();
        store.recording_is_cut(second, &cut(1_300)).unwrap();
        let third = store.begin_recording(&set(1_310)).unwrap();
        assert!(third != first && third != second);
        let public = store.published_recordings("main", None, 5).unwrap();
        assert_eq!(public.iter().map(|one| one.id).collect::<Vec<_>>(), [second]);
        let second = store.recording("main", second).unwrap().unwrap();
        assert!(store.recording_has_mp3(&second, 3).unwrap());
        store.remove_recording("main", second.id).unwrap();
        assert!(!store.recording_has_mp3(&second, 3).unwrap());
    }
}
