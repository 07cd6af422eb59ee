//! Types of tracks, and of the folders that they are in.
//!
//! Triggers of the database keep a track's effective type: that which people said, else that of the innermost folder
//! that has one, else music.

use std::collections::BTreeMap;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use rusqlite::{OptionalExtension as _, Row};

use super::station::named;
use super::track::path;
use super::{Error, Store};
use crate::model::{TrackId, TrackKind};

/// The most folders that are listed.
const MOST_FOLDERS: usize = 2_000;

/// A folder of music.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MusicFolder {
    /// Path below the folder of music.
    pub path: PathBuf,
    /// Number of playable files in it and below it.
    pub files: usize,
    /// Its own default type of track.
    pub own: Option<TrackKind>,
    /// The default type that counts there: its own, else that of a folder above it, else music.
    pub kind: TrackKind,
}

impl Store {
    /// Sets the type of tracks; `None` gives them the type of their folder.
    pub fn set_track_types(&self, tracks: &[TrackId], kind: Option<TrackKind>) -> Result<(), Error> {
        let sql = "UPDATE track SET said_type = ?2 WHERE id = ?1";
        self.change(|change| {
            let mut set = change.prepare_cached(sql)?;
            tracks.iter().try_for_each(|track| set.execute((track.0, kind.map(TrackKind::name))).map(drop))
        })
    }

    /// Returns the type that people gave a track; `None` if it has that of its folder.
    pub fn said_track_type(&self, track: TrackId) -> Result<Option<TrackKind>, Error> {
        let sql = "SELECT said_type AS type FROM track WHERE id = ?1 AND said_type IS NOT NULL";
        self.ask(|connection| {
            connection.prepare_cached(sql)?.query_row([track.0], |row| named(row, "type")).optional()
        })
    }

    /// Sets the default type of the tracks in a folder; `None` removes it.
    pub fn set_folder_type(&self, folder: &Path, kind: Option<TrackKind>) -> Result<(), Error> {
        let prefix = prefix(folder);
        self.ask(|connection| match kind {
            Some(kind) => {
                let sql = "INSERT INTO folder_type (prefix, type) VALUES (?1, ?2)
                    ON CONFLICT (prefix) DO UPDATE SET type = ?2";
                connection.execute(sql, (prefix, kind.name())).map(drop)
            }
            None => connection.execute("DELETE FROM folder_type WHERE prefix = ?1", [prefix]).map(drop),
        })
    }

    /// The folders that have music or a type, by their paths; at most 2000.
    pub fn music_folders(&self) -> Result<Vec<MusicFolder>, Error> {
        let (files, types) = self.ask(|connection| {
            let one = |row: &Row<'_>| path(row, 0);
            let sql = "SELECT path FROM track_file WHERE missing_since IS NULL AND trouble IS NULL";
            let mut counts: BTreeMap<PathBuf, usize> = BTreeMap::new();
            for file in connection.prepare(sql)?.query_map([], one)? {
                for folder in file?.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
                    if let Some(count) = counts.get_mut(folder) {
                        *count += 1;
                    } else {
                        counts.insert(folder.to_path_buf(), 1);
                    }
                }
            }
            // The path as it is without a slash behind it.
            let one = |row: &Row<'_>| Ok((path(row, 0)?.components().collect(), named(row, "type")?));
            let mut types = connection.prepare("SELECT prefix, type FROM folder_type")?;
            let types: BTreeMap<PathBuf, TrackKind> = types.query_map([], one)?.collect::<Result<_, _>>()?;
            Ok((counts, types))
        })?;
        let mut folders: BTreeMap<PathBuf, usize> = types.keys().map(|folder| (folder.clone(), 0)).collect();
        folders.extend(files);
        let folder = |(path, files): (PathBuf, usize)| {
            let kind = path.ancestors().find_map(|above| types.get(above)).copied().unwrap_or_default();
            MusicFolder { files, own: types.get(&path).copied(), kind, path }
        };
        Ok(folders.into_iter().take(MOST_FOLDERS).map(folder).collect())
    }
}

/// The path with a slash behind it.
fn prefix(folder: &Path) -> Vec<u8> {
    [folder.as_os_str().as_bytes(), b"/"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Listed;
    use crate::store::FileStamp;

    fn put(store: &Store, id: i64, path: &str) {
        let stamp = FileStamp { path: path.into(), size: 1, modified_us: 1 };
        store.put_files(&[(stamp, Listed::new(TrackId(id), path, "a"))]).unwrap();
    }

    fn kind(store: &Store, id: i64) -> TrackKind {
        store.track(TrackId(id)).unwrap().unwrap().kind
    }

    #[test]
    fn tracks_have_the_type_of_the_innermost_folder_unless_people_say_otherwise() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        put(&store, 1, "jingles/a.mp3");
        put(&store, 2, "jinglesong.mp3");
        store.set_folder_type("jingles".as_ref(), Some(TrackKind::Jingle)).unwrap();
        put(&store, 3, "jingles/ads/c.mp3");
        assert_eq!(
            [1, 2, 3].map(|id| kind(&store, id)),
            [TrackKind::Jingle, TrackKind::Music, TrackKind::Jingle]
        );

        store.set_folder_type("jingles/ads".as_ref(), Some(TrackKind::Ad)).unwrap();
        assert_eq!([1, 3].map(|id| kind(&store, id)), [TrackKind::Jingle, TrackKind::Ad]);
        store.set_track_types(&[TrackId(3)], Some(TrackKind::Talk)).unwrap();
        store.set_folder_type("jingles/ads".as_ref(), Some(TrackKind::Id)).unwrap();
        assert_eq!(
            (kind(&store, 3), store.said_track_type(TrackId(3)).unwrap()),
            (TrackKind::Talk, Some(TrackKind::Talk))
        );
        store.set_track_types(&[TrackId(3)], None).unwrap();
        assert_eq!(kind(&store, 3), TrackKind::Id);

        let folders = store.music_folders().unwrap();
        let told: Vec<_> =
            folders.iter().map(|folder| (folder.path.to_str().unwrap(), folder.files, folder.kind)).collect();
        assert_eq!(told, [("jingles", 2, TrackKind::Jingle), ("jingles/ads", 1, TrackKind::Id)]);

        // A file that is moved has the type of its new folder.
        put(&store, 1, "songs/a.mp3");
        store.put_missing(&["jingles/a.mp3".into()], 5).unwrap();
        store.forget_moved().unwrap();
        assert_eq!(kind(&store, 1), TrackKind::Music);
        store.set_folder_type("jingles".as_ref(), None).unwrap();
        store.set_folder_type("jingles/ads".as_ref(), None).unwrap();
        assert_eq!(kind(&store, 3), TrackKind::Music);
    }
}
