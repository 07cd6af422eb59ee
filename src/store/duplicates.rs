//! Tracks that are there more than once.

use std::path::PathBuf;

use super::track::path;
use super::{Error, Store};
use crate::model::{Listed, TrackId};

/// Tracks that are there more than once.
#[derive(Clone, Debug, PartialEq)]
pub enum Duplicate {
    /// Files with the same sound.
    Sound(TrackId, Vec<PathBuf>),
    /// Tracks with the same artist and title.
    Name(Vec<Listed>),
}

impl Store {
    /// Tracks that are there more than once: at most `limit` of those whose files have the same sound, and as many of
    /// those with the same artist and title.
    pub fn duplicates(&self, limit: usize) -> Result<Vec<Duplicate>, Error> {
        let mut found = self.same_sounds(limit)?;
        for ids in self.same_names(limit)? {
            let tracks: Result<Vec<_>, _> = ids.into_iter().map(|id| self.track(id)).collect();
            let tracks: Vec<_> = tracks?.into_iter().flatten().collect();
            if tracks.len() > 1 {
                found.push(Duplicate::Name(tracks));
            }
        }
        Ok(found)
    }

    fn same_sounds(&self, limit: usize) -> Result<Vec<Duplicate>, Error> {
        let sql = "SELECT track FROM track_file WHERE missing_since IS NULL AND trouble IS NULL
            GROUP BY track HAVING count(*) > 1 LIMIT ?1";
        let files =
            "SELECT path FROM track_file WHERE track = ?1 AND missing_since IS NULL AND trouble IS NULL
            ORDER BY path";
        self.ask(|connection| {
            let mut tracks = connection.prepare_cached(sql)?;
            let mut files = connection.prepare_cached(files)?;
            let tracks: Vec<i64> =
                tracks.query_map([limit as i64], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let of_track = |id: i64| {
                let paths = files.query_map([id], |row| path(row, 0))?.collect::<Result<_, _>>()?;
                Ok(Duplicate::Sound(TrackId(id), paths))
            };
            tracks.into_iter().map(of_track).collect()
        })
    }

    /// The order of the shelf has them beside each other.
    fn same_names(&self, limit: usize) -> Result<Vec<Vec<TrackId>>, Error> {
        let sql =
            "SELECT words, id FROM track INDEXED BY track_by_words WHERE is_playable = 1 ORDER BY words, id";
        self.ask(|connection| {
            let mut tracks = connection.prepare_cached(sql)?;
            let mut rows = tracks.query([])?;
            let (mut groups, mut group, mut name) = (Vec::new(), Vec::new(), String::new());
            while let Some(row) = rows.next()? {
                let words = row.get_ref(0)?.as_str()?;
                // Tracks without an artist have the same title for other reasons.
                let end = words.match_indices('\n').nth(1).map_or(words.len(), |(at, _)| at);
                let own = &words[..end];
                if own != name || own.starts_with('\n') {
                    end_group(&mut groups, &mut group);
                    own.clone_into(&mut name);
                }
                if groups.len() >= limit {
                    return Ok(groups);
                }
                group.push(TrackId(row.get(1)?));
            }
            end_group(&mut groups, &mut group);
            Ok(groups)
        })
    }
}

fn end_group(groups: &mut Vec<Vec<TrackId>>, group: &mut Vec<TrackId>) {
    let group = std::mem::take(group);
    if group.len() > 1 {
        groups.push(group);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::store::FileStamp;
    use crate::store::search::tests::store;

    #[test]
    fn what_is_there_twice_is_told() {
        let (_dir, store) = store();
        let stamp = FileStamp { path: "copy/2.mp3".into(), size: 1, modified_us: 1 };
        store.put_files(&[(stamp, store.track(TrackId(2)).unwrap().unwrap())]).unwrap();
        let found = store.duplicates(10).unwrap();
        let paths = ["2.mp3", "copy/2.mp3"].map(PathBuf::from).to_vec();
        assert_eq!(found[0], Duplicate::Sound(TrackId(2), paths));
        let Duplicate::Name(tracks) = &found[1] else { panic!("{found:?}") };
        assert_eq!(tracks.iter().map(|track| track.id.0).collect::<Vec<_>>(), [3, 1]);
        assert_eq!(found.len(), 2, "those without an artist are not the same");
        let track = store.track(TrackId(2)).unwrap().unwrap();
        assert!(track.is_below("copy") && !track.is_below("co"), "{track:?}");
        assert_eq!((&*track.path, &*track.other_paths), (Path::new("2.mp3"), &["copy/2.mp3".into()][..]));
        let listed = store.listed().unwrap();
        assert!(listed.contains(&track) && store.search(&track.title, 10).unwrap().contains(&track));
    }
}
