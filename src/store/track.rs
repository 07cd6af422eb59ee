//! The tracks there are, and where their files lie.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension as _, Row, named_params};

use super::station::named;
use super::text_fold::folded;
use super::track_edit::{self, Anew};
use super::{Error, Store};
use crate::model::{Analysis, Listed, Loudness, TrackId};

/// Selects a track's own columns, and the paths of those of its files that can be played.
const PLAYABLE: &str =
    "SELECT track.*, group_concat(file.arrival || ':' || CAST(file.path AS TEXT), char(0)) AS paths
     FROM track JOIN track_file AS file
     ON file.track = track.id AND file.missing_since IS NULL AND file.trouble IS NULL";

/// A file as it was when it was looked at. A file that was replaced has another stamp.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileStamp {
    /// Path relative to the music directory.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// Time of the last modification, in microseconds since 1970.
    pub modified_us: i64,
}

/// The stored record of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFile {
    /// The file as it was when it was read.
    pub stamp: FileStamp,
    /// The track that the file contains.
    pub track: TrackId,
    /// True if the file was missing at the latest scan of the directory.
    pub is_missing: bool,
    /// Reason that it cannot be played, if that was tried, and the version of the analysis that found it.
    pub trouble: Option<(String, u32)>,
}

/// Sizes of the library.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tracks that can be played.
    pub tracks: u64,
    /// Of those, how many were measured.
    pub measured: u64,
}

impl Store {
    /// Tells `each` what is remembered of every file, also of those that are gone.
    pub fn each_file(&self, mut each: impl FnMut(KnownFile)) -> Result<(), Error> {
        self.ask(|connection| {
            let mut files = connection.prepare_cached("SELECT * FROM track_file")?;
            let mut rows = files.query([])?;
            while let Some(row) = rows.next()? {
                each(known_file(row)?);
            }
            Ok(())
        })
    }

    /// Remembers what was read of files that are there, and answers how many of the tracks are new.
    ///
    /// A track that is known keeps its number, when it was added, and what was measured of it.
    pub fn put_files(&self, files: &[(FileStamp, Listed)]) -> Result<u64, Error> {
        let put_track = "INSERT INTO track (id, title, artist, album, genre, year, isrc, label, disc, number,
                is_gapless, duration_us, words, added_at)
            VALUES (:id, :title, :artist, :album, :genre, :year, :isrc, :label, :disc, :number,
                :gapless, :duration, :words, :added)
            ON CONFLICT (id) DO UPDATE SET title = :title, artist = :artist, album = :album, genre = :genre,
                year = :year, isrc = :isrc, label = :label, disc = :disc, number = :number,
                is_gapless = :gapless, words = :words,
                duration_us = iif(measured_by IS NULL, :duration, duration_us)";
        let put_file = "INSERT INTO track_file (path, size, modified_us, track, arrival)
            VALUES (?1, ?2, ?3, ?4, (SELECT coalesce(max(arrival), 0) + 1 FROM track_file WHERE track = ?4))
            ON CONFLICT (path) DO UPDATE SET size = ?2, modified_us = ?3, track = ?4, missing_since = NULL,
                trouble = NULL, troubled_by = NULL, arrival = iif(track = ?4, arrival, excluded.arrival)";
        self.change(|change| {
            let mut new = 0;
            for (stamp, track) in files {
                let is_known = "SELECT 1 FROM track WHERE id = ?1";
                new += u64::from(!change.prepare_cached(is_known)?.exists([track.id.0])?);
                change.prepare_cached(put_track)?.execute(named_params! {
                    ":id": track.id.0,
                    ":title": track.title,
                    ":artist": track.artist,
                    ":album": track.album,
                    ":genre": track.genre,
                    ":year": track.year,
                    ":isrc": track.isrc,
                    ":label": track.label,
                    ":disc": track.disc,
                    ":number": track.number,
                    ":gapless": track.is_gapless,
                    ":duration": track.duration.map(micros),
                    ":words": words(track),
                    ":added": track.added_at as i64,
                })?;
                let file = (bytes(&stamp.path), stamp.size as i64, stamp.modified_us, track.id.0);
                change.prepare_cached(put_file)?.execute(file)?;
                track_edit::renew(change, track.id, Anew::Texts)?;
            }
            Ok(new)
        })
    }

    /// Notes that files are gone since `now`, in seconds since 1970. They keep their lines, so that they come
    /// back as what they were.
    pub fn put_missing(&self, paths: &[PathBuf], now: u64) -> Result<(), Error> {
        let sql = "UPDATE track_file SET missing_since = ?2 WHERE path = ?1 AND missing_since IS NULL";
        self.change(|change| {
            for path in paths {
                change.prepare_cached(sql)?.execute((bytes(path), now as i64))?;
            }
            Ok(())
        })
    }

    /// Notes that files that were gone are there again, as they were.
    pub fn put_back(&self, paths: &[PathBuf]) -> Result<(), Error> {
        let sql = "UPDATE track_file SET missing_since = NULL WHERE path = ?1";
        self.change(|change| {
            for path in paths {
                change.prepare_cached(sql)?.execute([bytes(path)])?;
            }
            Ok(())
        })
    }

    /// Forgets files that are gone and whose tracks have another one: they were moved.
    pub fn forget_moved(&self) -> Result<(), Error> {
        let sql = "DELETE FROM track_file WHERE missing_since IS NOT NULL AND EXISTS
            (SELECT 1 FROM track_file AS other WHERE other.track = track_file.track AND other.missing_since IS NULL)";
        self.ask(|connection| connection.execute(sql, []).map(drop))
    }

    /// Remembers why a file cannot be played, until it changes or there is another way of measuring than `by`.
    pub fn put_trouble(&self, path: &Path, reason: &str, by: u32) -> Result<(), Error> {
        let sql = "UPDATE track_file SET trouble = ?2, troubled_by = ?3 WHERE path = ?1";
        self.ask(|connection| connection.execute(sql, (bytes(path), reason, by)).map(drop))
    }

    /// Forgets what other ways of measuring than `by` could not play.
    pub fn forget_troubles(&self, by: u32) -> Result<(), Error> {
        let sql = "UPDATE track_file SET trouble = NULL, troubled_by = NULL WHERE troubled_by <> ?1";
        self.ask(|connection| connection.execute(sql, [by]).map(drop))
    }

    /// The files of tracks that were not measured by `by`, at most `limit` of those that come after `after`, by
    /// their tracks' numbers.
    pub fn unmeasured(
        &self,
        by: u32,
        (after, file): (TrackId, &Path),
        limit: usize,
    ) -> Result<Vec<(TrackId, PathBuf)>, Error> {
        let sql = "SELECT file.track, file.path FROM track_file AS file JOIN track ON track.id = file.track
            WHERE (file.track, file.path) > (?1, ?2) AND file.missing_since IS NULL AND file.trouble IS NULL
                AND track.measured_by IS NOT ?3 ORDER BY file.track, file.path LIMIT ?4";
        self.ask(|connection| {
            let mut found = connection.prepare_cached(sql)?;
            let track = |row: &Row<'_>| Ok((TrackId(row.get(0)?), path(row, 1)?));
            found.query_map((after.0, bytes(file), by, limit as i64), track)?.collect()
        })
    }

    /// Remembers what was measured of a track, by `by`, and how long it plays; answers whether that is news.
    pub fn put_analysis(
        &self,
        id: TrackId,
        measured: &Analysis,
        length: Duration,
        by: u32,
    ) -> Result<bool, Error> {
        let sql = "UPDATE track SET measured_by = :by, integrated_lufs = :lufs, true_peak_dbtp = :peak,
            cue_in_us = :cue_in, intro_us = :intro, cue_out_us = :cue_out, segue_us = :segue, duration_us = :length
            WHERE id = :id AND measured_by IS NOT :by";
        self.change(|change| {
            let changed = change.prepare_cached(sql)?.execute(named_params! {
                ":id": id.0,
                ":by": by,
                ":lufs": measured.loudness.integrated_lufs,
                ":peak": measured.loudness.true_peak_dbtp,
                ":cue_in": micros(measured.cue_in),
                ":intro": micros(measured.intro),
                ":cue_out": micros(measured.cue_out),
                ":segue": micros(measured.segue),
                ":length": micros(length),
            })?;
            if changed > 0 {
                track_edit::renew(change, id, Anew::Points)?;
            }
            Ok(changed > 0)
        })
    }

    /// Returns whether a track was measured by version `by` of the analysis.
    pub fn is_measured(&self, id: TrackId, by: u32) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM track WHERE id = ?1 AND measured_by = ?2";
        self.ask(|connection| connection.prepare_cached(sql)?.exists((id.0, by)))
    }

    /// Returns a track's measurements, if it was measured.
    pub fn analysis(&self, id: TrackId) -> Result<Option<Analysis>, Error> {
        let sql = "SELECT * FROM track WHERE id = ?1";
        self.ask(|connection| {
            let found = connection.prepare_cached(sql)?.query_row([id.0], analysis).optional()?;
            Ok(found.flatten())
        })
    }

    /// Every track that can be played, by its number. Tens of thousands take a fraction of a second.
    pub fn listed(&self) -> Result<Vec<Listed>, Error> {
        let sql = format!("{PLAYABLE} GROUP BY track.id ORDER BY track.id");
        self.ask(|connection| connection.prepare_cached(&sql)?.query_map([], listed)?.collect())
    }

    /// The first so many tracks that can be played, in no order that means anything.
    pub(super) fn first_listed(&self, most: usize) -> Result<Vec<Listed>, Error> {
        let sql = format!("{PLAYABLE} GROUP BY track.id ORDER BY track.id LIMIT ?1");
        self.ask(|connection| connection.prepare_cached(&sql)?.query_map([most as i64], listed)?.collect())
    }

    /// The track of this number, if it can be played.
    pub fn track(&self, id: TrackId) -> Result<Option<Listed>, Error> {
        let sql = format!("{PLAYABLE} WHERE track.id = ?1 GROUP BY track.id");
        self.ask(|connection| connection.prepare_cached(&sql)?.query_row([id.0], listed).optional())
    }
}

/// All of its texts, as they are searched; in the order of a person's shelf.
pub(super) fn words(track: &Listed) -> String {
    let texts = [&track.artist, &Some(track.title.clone()), &track.album, &track.genre, &track.label]
        .map(|text| text.as_deref().map(folded).unwrap_or_default());
    // What is searched has no line breaks in it, so no word is found across two texts.
    texts.join("\n")
}

fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_bytes()
}

pub(super) fn path(row: &Row<'_>, column: usize) -> rusqlite::Result<PathBuf> {
    match row.get_ref(column)? {
        ValueRef::Blob(bytes) => Ok(PathBuf::from(OsStr::from_bytes(bytes))),
        other => Err(rusqlite::Error::InvalidColumnType(column, "path".to_owned(), other.data_type())),
    }
}

fn arrived_path(text: &[u8]) -> Option<(u32, PathBuf)> {
    let colon = text.iter().position(|byte| *byte == b':')?;
    let arrival = str::from_utf8(&text[..colon]).ok()?.parse().ok()?;
    Some((arrival, OsStr::from_bytes(&text[colon + 1..]).into()))
}

pub(super) fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

fn duration(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Duration>> {
    let micros: Option<i64> = row.get(column)?;
    Ok(micros.map(|us| Duration::from_micros(us.try_into().unwrap_or_default())))
}

fn known_file(row: &Row<'_>) -> rusqlite::Result<KnownFile> {
    let stamp = FileStamp {
        path: path(row, 0)?,
        size: row.get::<_, i64>("size")? as u64,
        modified_us: row.get("modified_us")?,
    };
    Ok(KnownFile {
        stamp,
        track: TrackId(row.get("track")?),
        is_missing: row.get::<_, Option<i64>>("missing_since")?.is_some(),
        trouble: row.get::<_, Option<String>>("trouble")?.zip(row.get::<_, Option<u32>>("troubled_by")?),
    })
}

fn analysis(row: &Row<'_>) -> rusqlite::Result<Option<Analysis>> {
    if row.get::<_, Option<i64>>("measured_by")?.is_none() {
        return Ok(None);
    }
    let place = |column| duration(row, column).map(Option::unwrap_or_default);
    let loudness =
        Loudness { integrated_lufs: row.get("integrated_lufs")?, true_peak_dbtp: row.get("true_peak_dbtp")? };
    Ok(Some(Analysis {
        loudness,
        cue_in: place("cue_in_us")?,
        intro: place("intro_us")?.max(place("cue_in_us")?),
        cue_out: place("cue_out_us")?,
        segue: place("segue_us")?,
    }))
}

/// Reads a track whose column `paths` has the paths of its files, each behind the number of its arrival and a colon, with
/// NUL between them.
pub(super) fn listed(row: &Row<'_>) -> rusqlite::Result<Listed> {
    let mut paths: Vec<(u32, PathBuf)> =
        row.get_ref("paths")?.as_bytes()?.split(|byte| *byte == 0).filter_map(arrived_path).collect();
    paths.sort_unstable();
    let mut paths = paths.into_iter().map(|(_, path)| path);
    let path = paths.next().unwrap_or_default().into();
    Ok(Listed {
        id: TrackId(row.get("id")?),
        path,
        other_paths: paths.collect(),
        title: row.get("title")?,
        artist: row.get("artist")?,
        album: row.get("album")?,
        genre: row.get("genre")?,
        year: row.get("year")?,
        isrc: row.get("isrc")?,
        label: row.get("label")?,
        disc: row.get("disc")?,
        number: row.get("number")?,
        is_gapless: row.get("is_gapless")?,
        duration: duration(row, "duration_us")?,
        added_at: row.get::<_, i64>("added_at")? as u64,
        analysis: analysis(row)?,
        kind: named(row, "type")?,
    })
}
