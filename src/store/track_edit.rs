//! Edits of track metadata that override the files' tags.
//!
//! A track's own row holds the effective values: edited ones, else tags or measurements. The file's values
//! are
//! kept beside them and return when an edit is withdrawn.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, Row, named_params};
use serde::{Deserialize, Serialize};

use super::track::{listed, micros, words};
use super::{Error, Store};
use crate::model::{Listed, TrackId, isrc};

/// Points are shown in hundredths of a second, and come back so.
const SAME_US: u64 = 5_000;
/// The longest text, in characters.
const LONGEST: usize = 300;
const TOO_LONG: &str = "a title, an artist or another text has at most 300 characters and no line breaks";
const NO_CODE: &str = "an ISRC has twelve letters and digits, as in USABC2612345";
const NOT_MEASURED: &str =
    "its sound was not measured yet, so there is nothing to lay points on; try again soon";
const OUT_OF_ORDER: &str =
    "the points have to come in this order: cue in, end of the intro, beginning of the ending, cue out";

/// Edits of a track. A missing field is not edited; an empty text, or the year 0, clears the value.
/// Points are microseconds from the beginning of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrackEdit {
    /// The title.
    pub title: Option<String>,
    /// The artist.
    pub artist: Option<String>,
    /// The album.
    pub album: Option<String>,
    /// The genre.
    pub genre: Option<String>,
    /// The year it came out.
    pub year: Option<u16>,
    /// Its International Standard Recording Code.
    pub isrc: Option<String>,
    /// Record label.
    pub label: Option<String>,
    /// Start of the sound.
    pub cue_in_us: Option<u64>,
    /// Until where it is only softly introduced.
    pub intro_us: Option<u64>,
    /// Start of the fade-out.
    pub segue_us: Option<u64>,
    /// End of the sound.
    pub cue_out_us: Option<u64>,
}

/// A track's edits and its file's own values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edited {
    /// Edited values.
    pub said: TrackEdit,
    /// Values from tags and measurements.
    pub own: TrackEdit,
}

/// Parts of a track's metadata that were read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anew {
    /// Tags.
    Texts,
    /// Measured points.
    Points,
}

impl Store {
    /// Returns a track's edits and its file's own values; `None` if there is no such track.
    pub fn track_edit(&self, id: TrackId) -> Result<Option<Edited>, Error> {
        self.ask(|connection| match kept(connection, id)? {
            Some(edited) => Ok(Some(edited)),
            None => Ok(present(connection, id)?.map(|own| Edited { said: TrackEdit::default(), own })),
        })
    }

    /// Has a track be what is said, in place of what was said before. `by` says so, `at`, in seconds since 1970.
    pub fn set_track_edit(&self, id: TrackId, said: &TrackEdit, (by, at): (&str, i64)) -> Result<(), Error> {
        let known = self.track_edit(id)?.ok_or(Error::NoTrack(id))?;
        let said = said.tidied()?.otherwise_than(&known.own);
        said.check(&known.own)?;
        self.change(|change| {
            let edited = Edited { said, own: known.own };
            put_edit(change, id, &edited, by, at)?;
            lay(change, id, &edited.said.over(&edited.own))
        })
    }

    /// The track as people say it is, if they said anything.
    pub fn edited(&self, id: TrackId) -> Result<Option<Listed>, Error> {
        let sql = "SELECT track.*, '' AS paths FROM track WHERE id = ?1 AND EXISTS
            (SELECT 1 FROM track_edit WHERE track = track.id)";
        self.ask(|connection| connection.prepare_cached(sql)?.query_row([id.0], listed).optional())
    }
}

/// Keeps what people said of a track beside its own values.
pub(super) fn put_edit(
    change: &Connection,
    id: TrackId,
    Edited { said, own }: &Edited,
    by: &str,
    at: i64,
) -> rusqlite::Result<()> {
    if *said == TrackEdit::default() {
        return change.execute("DELETE FROM track_edit WHERE track = ?1", [id.0]).map(drop);
    }
    let write = "INSERT INTO track_edit (track, said, own, edited_by, edited_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (track) DO UPDATE SET said = ?2, edited_by = ?4, edited_at = ?5, is_due = 1, unwritten = NULL";
    change.prepare_cached(write)?.execute((id.0, json(said)?, json(own)?, by, at)).map(drop)
}

/// Keeps what is known anew of a track, and lays over it what people said.
pub(super) fn renew(connection: &Connection, id: TrackId, what: Anew) -> rusqlite::Result<()> {
    let Some(Edited { said, own }) = kept(connection, id)? else { return Ok(()) };
    let Some(new) = present(connection, id)? else { return Ok(()) };
    let own = match what {
        Anew::Texts => TrackEdit {
            cue_in_us: own.cue_in_us,
            intro_us: own.intro_us,
            segue_us: own.segue_us,
            cue_out_us: own.cue_out_us,
            ..new
        },
        Anew::Points => TrackEdit {
            cue_in_us: new.cue_in_us,
            intro_us: new.intro_us,
            segue_us: new.segue_us,
            cue_out_us: new.cue_out_us,
            ..own
        },
    };
    connection
        .prepare_cached("UPDATE track_edit SET own = ?2 WHERE track = ?1")?
        .execute((id.0, json(&own)?))?;
    lay(connection, id, &said.over(&own))
}

/// Returns a track's edits and its file's own values, if it was edited.
pub(super) fn kept(connection: &Connection, id: TrackId) -> rusqlite::Result<Option<Edited>> {
    let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    let sql = "SELECT said, own FROM track_edit WHERE track = ?1";
    let found = connection.prepare_cached(sql)?.query_row([id.0], read).optional()?;
    found.map(|(said, own)| Ok(Edited { said: said_of(&said)?, own: said_of(&own)? })).transpose()
}

/// Parses an edit stored as JSON.
pub(super) fn said_of(text: &str) -> rusqlite::Result<TrackEdit> {
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

/// Returns the effective values of a track.
pub(super) fn present(connection: &Connection, id: TrackId) -> rusqlite::Result<Option<TrackEdit>> {
    let sql = "SELECT track.*, '' AS paths FROM track WHERE id = ?1";
    let found = connection.prepare_cached(sql)?.query_row([id.0], listed).optional()?;
    let us = |point: Duration| point.as_micros() as u64;
    Ok(found.map(|track| TrackEdit {
        title: Some(track.title),
        artist: track.artist,
        album: track.album,
        genre: track.genre,
        year: track.year,
        isrc: track.isrc,
        label: track.label,
        cue_in_us: track.analysis.map(|measured| us(measured.cue_in)),
        intro_us: track.analysis.map(|measured| us(measured.intro)),
        segue_us: track.analysis.map(|measured| us(measured.segue)),
        cue_out_us: track.analysis.map(|measured| us(measured.cue_out)),
    }))
}

/// Writes what counts into the line of a track.
pub(super) fn lay(connection: &Connection, id: TrackId, what: &TrackEdit) -> rusqlite::Result<()> {
    let sql = "UPDATE track SET title = :title, artist = :artist, album = :album, genre = :genre, year = :year,
        isrc = :isrc, label = :label, words = :words, cue_in_us = :cue_in, intro_us = :intro, segue_us = :segue,
        cue_out_us = :cue_out WHERE id = :id";
    let track = Listed {
        artist: what.artist.clone(),
        album: what.album.clone(),
        genre: what.genre.clone(),
        label: what.label.clone(),
        ..Listed::new(id, "", what.title.clone().unwrap_or_default())
    };
    let at = |point: Option<u64>| point.map(|us| micros(Duration::from_micros(us)));
    let values = named_params! {
        ":id": id.0,
        ":title": track.title,
        ":artist": what.artist,
        ":album": what.album,
        ":genre": what.genre,
        ":year": what.year,
        ":isrc": what.isrc,
        ":label": what.label,
        ":words": words(&track),
        ":cue_in": at(what.cue_in_us),
        ":intro": at(what.intro_us),
        ":segue": at(what.segue_us),
        ":cue_out": at(what.cue_out_us),
    };
    connection.prepare_cached(sql)?.execute(values).map(drop)
}

pub(super) fn json(edit: &TrackEdit) -> rusqlite::Result<String> {
    serde_json::to_string(edit).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

impl TrackEdit {
    /// Returns the edit with texts normalised as tags are.
    pub(super) fn tidied(&self) -> Result<Self, Error> {
        let tidy = |text: &Option<String>| {
            text.as_ref().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        let code = match tidy(&self.isrc) {
            Some(text) if !text.is_empty() => Some(isrc(&text).ok_or(Error::Unfit(NO_CODE))?),
            text => text,
        };
        Ok(Self {
            title: tidy(&self.title),
            artist: tidy(&self.artist),
            album: tidy(&self.album),
            genre: tidy(&self.genre),
            label: tidy(&self.label),
            isrc: code,
            ..self.clone()
        })
    }

    /// Returns the fields that differ from the file's values.
    pub(super) fn otherwise_than(&self, own: &Self) -> Self {
        let text = |said: &Option<String>, own: &Option<String>| {
            said.clone().filter(|said| said != own.as_deref().unwrap_or_default())
        };
        let point = |said: Option<u64>, own: Option<u64>| {
            said.filter(|said| own.is_none_or(|own| said.abs_diff(own) > SAME_US))
        };
        Self {
            // A title there has to be.
            title: text(&self.title, &own.title).filter(|title| !title.is_empty()),
            artist: text(&self.artist, &own.artist),
            album: text(&self.album, &own.album),
            genre: text(&self.genre, &own.genre),
            year: self.year.filter(|year| *year != own.year.unwrap_or(0)),
            isrc: text(&self.isrc, &own.isrc),
            label: text(&self.label, &own.label),
            cue_in_us: point(self.cue_in_us, own.cue_in_us),
            intro_us: point(self.intro_us, own.intro_us),
            segue_us: point(self.segue_us, own.segue_us),
            cue_out_us: point(self.cue_out_us, own.cue_out_us),
        }
    }

    /// Returns whether it edits any field that tags can hold.
    pub fn says_texts(&self) -> bool {
        let Self { title, artist, album, genre, year, isrc, label, .. } = self;
        year.is_some() || [title, artist, album, genre, isrc, label].iter().any(|text| text.is_some())
    }

    /// Returns the effective values of a file whose own values are `own`.
    #[must_use]
    pub fn over(&self, own: &Self) -> Self {
        let text = |said: &Option<String>, own: &Option<String>| {
            said.as_ref().or(own.as_ref()).filter(|text| !text.is_empty()).cloned()
        };
        let cue_in = self.cue_in_us.or(own.cue_in_us);
        let cue_out = self.cue_out_us.or(own.cue_out_us).max(cue_in);
        // What was measured gives way to what people say.
        let between = |said: Option<u64>, own: Option<u64>, least: Option<u64>| {
            said.or(own).map(|at| at.clamp(least.unwrap_or(0), cue_out.max(least).unwrap_or(u64::MAX)))
        };
        let intro = between(self.intro_us, own.intro_us, cue_in);
        let segue = between(self.segue_us, own.segue_us, intro);
        Self {
            title: text(&self.title, &own.title),
            artist: text(&self.artist, &own.artist),
            album: text(&self.album, &own.album),
            genre: text(&self.genre, &own.genre),
            year: self.year.or(own.year).filter(|year| *year > 0),
            isrc: text(&self.isrc, &own.isrc),
            label: text(&self.label, &own.label),
            cue_in_us: cue_in,
            intro_us: intro,
            segue_us: segue,
            cue_out_us: cue_out,
        }
    }

    pub(super) fn check(&self, own: &Self) -> Result<(), Error> {
        let texts = [&self.title, &self.artist, &self.album, &self.genre, &self.isrc, &self.label];
        let is_long = |text: &String| text.chars().count() > LONGEST || text.contains(char::is_control);
        if texts.into_iter().flatten().any(is_long) {
            return Err(Error::Unfit(TOO_LONG));
        }
        let said = [self.cue_in_us, self.intro_us, self.segue_us, self.cue_out_us];
        if said.iter().all(Option::is_none) {
            return Ok(());
        }
        if own.cue_out_us.is_none() {
            return Err(Error::Unfit(NOT_MEASURED));
        }
        let counts = self.over(own);
        let points = [counts.cue_in_us, counts.intro_us, counts.segue_us, counts.cue_out_us];
        // What people say is not moved: where it would have to be, it is out of order.
        let is_kept = said.iter().zip(points).all(|(said, counts)| said.is_none() || *said == counts);
        let is_in_order = is_kept && counts.cue_in_us < counts.cue_out_us && points.is_sorted();
        if is_in_order { Ok(()) } else { Err(Error::Unfit(OUT_OF_ORDER)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Analysis, Loudness};
    use crate::store::FileStamp;

    const ID: TrackId = TrackId(7);

    fn file(title: &str, artist: &str) -> (FileStamp, Listed) {
        let stamp = FileStamp { path: "a.mp3".into(), size: 1, modified_us: 1 };
        let artist = Some(artist.to_owned());
        (stamp, Listed { artist, year: Some(1990), ..Listed::new(ID, "a.mp3", title) })
    }

    fn measured(seconds: [u64; 4]) -> Analysis {
        let [cue_in, intro, segue, cue_out] = seconds.map(Duration::from_secs);
        let loudness = Loudness { integrated_lufs: -14.0, true_peak_dbtp: None };
        Analysis { loudness, cue_in, intro, cue_out, segue }
    }

    fn store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.put_files(&[file("Tides", "Ann")]).unwrap();
        (dir, store)
    }

    fn points(store: &Store) -> [u64; 4] {
        let found = store.analysis(ID).unwrap().unwrap();
        [found.cue_in, found.intro, found.segue, found.cue_out].map(|point| point.as_secs())
    }

    #[test]
    fn what_people_say_stays_when_files_are_read_and_measured_anew() {
        let (_dir, store) = store();
        let text = |text: &str| Some(text.to_owned());
        let said = TrackEdit {
            title: text("High Tides"),
            artist: text("Ann"),
            genre: text(" Jazz "),
            ..TrackEdit::default()
        };
        store.set_track_edit(ID, &said, ("mia", 5)).unwrap();
        store.put_files(&[file("Tides (live)", "Ann B.")]).unwrap();
        let track = store.track(ID).unwrap().unwrap();
        assert_eq!(
            (&*track.title, track.artist.as_deref()),
            ("High Tides", Some("Ann B.")),
            "as the file says by now"
        );
        assert_eq!(store.search("high jazz", 9).unwrap().len(), 1);
        assert_eq!(store.edited(ID).unwrap().unwrap().genre.as_deref(), Some("Jazz"));

        store.put_analysis(ID, &measured([1, 2, 90, 100]), Duration::from_secs(101), 3).unwrap();
        let second = |seconds: u64| Some(seconds * 1_000_000);
        let said =
            TrackEdit { cue_in_us: second(4), artist: text(""), year: Some(0), ..TrackEdit::default() };
        store.set_track_edit(ID, &said, ("mia", 6)).unwrap();
        assert_eq!(points(&store), [4, 4, 90, 100], "what was measured gives way");
        store.put_analysis(ID, &measured([0, 9, 80, 110]), Duration::from_secs(111), 4).unwrap();
        assert_eq!(points(&store), [4, 9, 80, 110]);
        let track = store.track(ID).unwrap().unwrap();
        assert_eq!((&*track.title, track.artist, track.year), ("Tides (live)", None, None));

        store.set_track_edit(ID, &TrackEdit::default(), ("mia", 7)).unwrap();
        assert_eq!(points(&store), [0, 9, 80, 110]);
        let track = store.track(ID).unwrap().unwrap();
        assert_eq!(
            (&*track.title, track.artist.as_deref(), track.year),
            ("Tides (live)", Some("Ann B."), Some(1990))
        );
        assert_eq!(store.edited(ID).unwrap(), None);
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        let (_dir, store) = store();
        let cue_in =
            |seconds: u64| TrackEdit { cue_in_us: Some(seconds * 1_000_000), ..TrackEdit::default() };
        let wrong = |said: &TrackEdit| store.set_track_edit(ID, said, ("mia", 5)).unwrap_err().to_string();
        assert_eq!(wrong(&cue_in(1)), NOT_MEASURED);
        store.put_analysis(ID, &measured([1, 2, 90, 100]), Duration::from_secs(101), 3).unwrap();
        assert_eq!(wrong(&cue_in(100)), OUT_OF_ORDER);
        assert_eq!(
            wrong(&TrackEdit { segue_us: Some(3_000_000), intro_us: Some(4_000_000), ..cue_in(2) }),
            OUT_OF_ORDER
        );
        assert_eq!(wrong(&TrackEdit { title: Some("x".repeat(301)), ..TrackEdit::default() }), TOO_LONG);
        assert!(matches!(store.set_track_edit(TrackId(8), &cue_in(1), ("mia", 5)), Err(Error::NoTrack(_))));
        store.set_track_edit(ID, &cue_in(99), ("mia", 5)).unwrap();
        assert_eq!(points(&store), [99, 99, 99, 100]);
    }
}
