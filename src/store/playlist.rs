//! A station's playlists, as they are remembered.

use std::collections::HashMap;
use std::time::Duration;

use rusqlite::{Connection, Row, named_params};

use super::station::named;
use super::{Error, Store};
use crate::model::{Contents, Every, Playlist, PlaylistKind, Query, TrackId, TrackKind};

impl Store {
    /// The playlists of `station`, by name.
    pub fn playlists(&self, station: &str) -> Result<Vec<Playlist>, Error> {
        self.ask(|connection| {
            let mut tracks = each(
                connection,
                "SELECT playlist, track FROM playlist_track WHERE station = ?1 ORDER BY place",
                station,
            )?;
            let mut hours = each(
                connection,
                "SELECT playlist, hours FROM playlist_hours WHERE station = ?1 ORDER BY hours",
                station,
            )?;
            let mut all = connection.prepare("SELECT * FROM playlist WHERE station = ?1 ORDER BY name")?;
            let lists = all.query_map([station], |row| {
                let name: String = row.get("name")?;
                let key = name.to_ascii_lowercase();
                let tracks = tracks.remove(&key).unwrap_or_default().into_iter().map(TrackId).collect();
                from_row(row, name, tracks, hours.remove(&key).unwrap_or_default())
            })?;
            lists.collect()
        })
    }

    /// The playlist of `station` that has this name.
    pub fn playlist(&self, station: &str, name: &str) -> Result<Playlist, Error> {
        let mut all = self.playlists(station)?.into_iter();
        let found = all.find(|list| list.name.eq_ignore_ascii_case(name));
        found.ok_or_else(|| Error::NoPlaylist(name.to_owned()))
    }

    /// Writes a playlist of `station`, in place of the one of that name.
    pub fn put_playlist(&self, station: &str, list: &Playlist) -> Result<(), Error> {
        list.check().map_err(Error::Unfit)?;
        self.check_station(station)?;
        self.change(|change| write(change, station, list))
    }

    /// Removes a playlist of `station`, unless a show or an hour plan needs it.
    pub fn remove_playlist(&self, station: &str, name: &str) -> Result<(), Error> {
        let sql = "SELECT 'show ' || name FROM show WHERE station = ?1 AND playlist = ?2
                   UNION SELECT 'clock ' || plan FROM hour_plan_item WHERE station = ?1 AND playlist = ?2
                   ORDER BY 1";
        let users = self.ask(|connection| {
            let mut users = connection.prepare(sql)?;
            users.query_map((station, name), |row| row.get(0))?.collect::<Result<Vec<String>, _>>()
        })?;
        if !users.is_empty() {
            return Err(Error::PlaylistInUse { name: name.to_owned(), users: users.join(", ") });
        }
        let sql = "DELETE FROM playlist WHERE station = ?1 AND name = ?2";
        match self.ask(|connection| connection.execute(sql, (station, name)))? {
            0 => Err(Error::NoPlaylist(name.to_owned())),
            _ => Ok(()),
        }
    }

    /// Fails unless there is a station of that slug.
    pub(super) fn check_station(&self, slug: &str) -> Result<(), Error> {
        let sql = "SELECT 1 FROM station WHERE slug = ?1";
        let is_there = self.ask(|connection| connection.prepare_cached(sql)?.exists([slug]))?;
        if is_there { Ok(()) } else { Err(Error::NoStation(slug.to_owned())) }
    }
}

/// Pairs of a playlist's name and something of it, put together by the name.
fn each<T: rusqlite::types::FromSql>(
    connection: &Connection,
    sql: &str,
    station: &str,
) -> rusqlite::Result<HashMap<String, Vec<T>>> {
    let mut all: HashMap<String, Vec<T>> = HashMap::new();
    let mut pairs = connection.prepare(sql)?;
    for pair in pairs.query_map([station], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))? {
        let (name, one) = pair?;
        all.entry(name.to_ascii_lowercase()).or_default().push(one);
    }
    Ok(all)
}

fn from_row(
    row: &Row<'_>,
    name: String,
    tracks: Vec<TrackId>,
    hours: Vec<crate::model::Hours>,
) -> rusqlite::Result<Playlist> {
    let ms = |column| -> rusqlite::Result<Option<Duration>> {
        Ok(row.get::<_, Option<u32>>(column)?.map(|ms| Duration::from_millis(ms.into())))
    };
    let contents = if row.get("smart")? {
        Contents::Smart(Query {
            genre: row.get("genre")?,
            artist: row.get("artist")?,
            from_year: row.get("from_year")?,
            to_year: row.get("to_year")?,
            text: row.get("words")?,
            added_within_days: row.get("added_within_days")?,
            shortest: ms("shortest_ms")?,
            longest: ms("longest_ms")?,
            folder: row.get::<_, Option<String>>("folder")?.map(Into::into),
            kind: row.get::<_, Option<String>>("track_type")?.and_then(|name| name.parse().ok()),
        })
    } else {
        Contents::Fixed(tracks)
    };
    let kind = match &*row.get::<_, String>("kind")? {
        "jingle" => PlaylistKind::Jingle(Every {
            tracks: row.get("every_tracks")?,
            minutes: row.get("every_minutes")?,
        }),
        _ => PlaylistKind::Music,
    };
    Ok(Playlist {
        name,
        contents,
        kind,
        order: named(row, "play_order")?,
        weight: row.get("weight")?,
        hours,
        crossfade: ms("crossfade_ms")?,
        over_intro: row.get("over_intro")?,
    })
}

fn write(change: &Connection, station: &str, list: &Playlist) -> rusqlite::Result<()> {
    let sql = "INSERT INTO playlist VALUES (:station, :name, :kind, :order, :weight, :crossfade, :tracks,
               :minutes, :smart, :genre, :artist, :from_year, :to_year, :words, :added, :shortest, :longest,
               :folder, :over_intro, :track_type)
               ON CONFLICT DO UPDATE SET name = :name, kind = :kind, play_order = :order, weight = :weight,
               crossfade_ms = :crossfade, every_tracks = :tracks, every_minutes = :minutes, smart = :smart,
               genre = :genre, artist = :artist, from_year = :from_year, to_year = :to_year, words = :words,
               added_within_days = :added, shortest_ms = :shortest, longest_ms = :longest, folder = :folder,
               over_intro = :over_intro, track_type = :track_type";
    let ms = |time: Option<Duration>| {
        time.map(|time| i64::from(u32::try_from(time.as_millis()).unwrap_or(u32::MAX)))
    };
    let (kind, every) = match list.kind {
        PlaylistKind::Music => ("music", Every::default()),
        PlaylistKind::Jingle(every) => ("jingle", every),
    };
    let none = Query::default();
    let (query, tracks): (&Query, &[TrackId]) = match &list.contents {
        Contents::Fixed(tracks) => (&none, tracks),
        Contents::Smart(query) => (query, &[]),
    };
    change.execute(
        sql,
        named_params! {
            ":station": station,
            ":name": list.name,
            ":kind": kind,
            ":order": list.order.name(),
            ":weight": list.weight,
            ":crossfade": ms(list.crossfade),
            ":tracks": every.tracks,
            ":minutes": every.minutes,
            ":smart": matches!(list.contents, Contents::Smart(_)),
            ":genre": query.genre,
            ":artist": query.artist,
            ":from_year": query.from_year,
            ":to_year": query.to_year,
            ":words": query.text,
            ":added": query.added_within_days,
            ":shortest": ms(query.shortest),
            ":longest": ms(query.longest),
            ":folder": query.folder.as_ref().map(|folder| folder.to_string_lossy().into_owned()),
            ":over_intro": list.over_intro,
            ":track_type": query.kind.map(TrackKind::name),
        },
    )?;
    change
        .execute("DELETE FROM playlist_track WHERE station = ?1 AND playlist = ?2", (station, &list.name))?;
    change
        .execute("DELETE FROM playlist_hours WHERE station = ?1 AND playlist = ?2", (station, &list.name))?;
    let mut put = change.prepare_cached("INSERT INTO playlist_track VALUES (?1, ?2, ?3, ?4)")?;
    for (place, track) in tracks.iter().enumerate() {
        put.execute((station, &list.name, place as i64, track.0))?;
    }
    let mut put = change.prepare_cached("INSERT OR IGNORE INTO playlist_hours VALUES (?1, ?2, ?3)")?;
    for hours in &list.hours {
        put.execute((station, &list.name, hours.to_string()))?;
    }
    Ok(())
}
