//! Edits of many tracks at once.

use rusqlite::Connection;

use super::track_edit::{Edited, TrackEdit, kept, lay, present, put_edit};
use super::{Error, Store};
use crate::model::TrackId;

impl Store {
    /// Edits the fields of `edit` of all of `tracks`, over what people said of them before. `by` says so, `at`, in
    /// seconds since 1970. Returns the number of tracks that there are.
    ///
    /// All of them are edited or none.
    pub fn edit_tracks(
        &self,
        tracks: &[TrackId],
        edit: &TrackEdit,
        by: &str,
        at: i64,
    ) -> Result<usize, Error> {
        let edit = edit.tidied()?;
        edit.check(&TrackEdit::default())?;
        self.change(|change| {
            let mut count = 0;
            for track in tracks {
                count += usize::from(edit_one(change, *track, &edit, by, at)?);
            }
            Ok(count)
        })
    }
}

/// Edits a track; false if there is none of this number.
fn edit_one(change: &Connection, id: TrackId, edit: &TrackEdit, by: &str, at: i64) -> rusqlite::Result<bool> {
    let known = match kept(change, id)? {
        Some(known) => known,
        None => match present(change, id)? {
            Some(own) => Edited { said: TrackEdit::default(), own },
            None => return Ok(false),
        },
    };
    let said = edit.clone().or(known.said.clone()).otherwise_than(&known.own);
    if said != known.said {
        put_edit(change, id, &Edited { said: said.clone(), own: known.own.clone() }, by, at)?;
        lay(change, id, &said.over(&known.own))?;
    }
    Ok(true)
}

impl TrackEdit {
    /// Returns this edit, with the fields of `other` where this one has none.
    fn or(self, other: Self) -> Self {
        Self {
            title: self.title.or(other.title),
            artist: self.artist.or(other.artist),
            album: self.album.or(other.album),
            genre: self.genre.or(other.genre),
            year: self.year.or(other.year),
            isrc: self.isrc.or(other.isrc),
            label: self.label.or(other.label),
            cue_in_us: self.cue_in_us.or(other.cue_in_us),
            intro_us: self.intro_us.or(other.intro_us),
            segue_us: self.segue_us.or(other.segue_us),
            cue_out_us: self.cue_out_us.or(other.cue_out_us),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Listed;
    use crate::store::FileStamp;

    #[test]
    fn many_tracks_get_the_same_tags_and_keep_their_other_edits() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        for id in 1..=3 {
            let path = format!("{id}.mp3");
            let stamp = FileStamp { path: path.clone().into(), size: 1, modified_us: 1 };
            let track = Listed { genre: Some("Pop".to_owned()), ..Listed::new(TrackId(id), path, "a") };
            store.put_files(&[(stamp, track)]).unwrap();
        }
        let text = |text: &str| Some(text.to_owned());
        let titled = TrackEdit { title: text("Tides"), ..TrackEdit::default() };
        store.set_track_edit(TrackId(2), &titled, ("mia", 5)).unwrap();

        let edit = TrackEdit { genre: text(" Jazz "), year: Some(1990), ..TrackEdit::default() };
        let tracks = [1, 2, 9].map(TrackId);
        assert_eq!(store.edit_tracks(&tracks, &edit, "mia", 6).unwrap(), 2, "there is no track 9");
        let told = |id| {
            let track = store.track(TrackId(id)).unwrap().unwrap();
            (track.title, track.genre.unwrap_or_default(), track.year)
        };
        let expected = |title: &str, genre: &str, year| (title.to_owned(), genre.to_owned(), year);
        assert_eq!(told(1), expected("a", "Jazz", Some(1990)));
        assert_eq!(told(2), expected("Tides", "Jazz", Some(1990)));
        assert_eq!(told(3), expected("a", "Pop", None));
        assert_eq!(store.search("jazz", 9).unwrap().len(), 2);

        let own = TrackEdit { genre: text("Pop"), ..TrackEdit::default() };
        store.edit_tracks(&tracks, &own, "mia", 7).unwrap();
        let said = store.track_edit(TrackId(1)).unwrap().unwrap().said;
        assert_eq!(said, TrackEdit { year: Some(1990), ..TrackEdit::default() }, "as the file says");

        let long = TrackEdit { genre: Some("x".repeat(301)), ..TrackEdit::default() };
        assert!(matches!(store.edit_tracks(&tracks, &long, "mia", 8), Err(Error::Unfit(_))));
    }
}
