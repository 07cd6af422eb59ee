//! Matches a playlist file's entries with the library's tracks.

use std::collections::HashMap;

use super::Entry;
use crate::model::{Listed, TrackId};

/// Finds tracks by where a file says they are, or else by what it calls them.
pub struct Finder<'a> {
    /// The folder of music, as others may name it in front of a path.
    folder: String,
    by_path: HashMap<String, TrackId>,
    /// Tracks whose files have this name.
    by_file: HashMap<String, Vec<&'a Listed>>,
    /// Tracks by artist and title; `None` where there are several.
    by_name: HashMap<(String, String), Option<TrackId>>,
}

/// Result of matching a playlist file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The tracks, in the file's order.
    pub tracks: Vec<TrackId>,
    /// Locations of entries that are not in the library, as the file states them.
    pub missing: Vec<String>,
}

impl<'a> Finder<'a> {
    /// Finds all that a file lists.
    pub fn find_all(&self, entries: &[Entry]) -> Found {
        let mut found = Found::default();
        for entry in entries {
            match self.find(entry) {
                Some(track) => found.tracks.push(track),
                None => found.missing.push(entry.location.clone()),
            }
        }
        found
    }

    /// Finds among `tracks`, which are in `folder`.
    pub fn new(tracks: &'a [Listed], folder: &str) -> Self {
        let mut finder = Self {
            folder: folder.trim_end_matches('/').to_owned(),
            by_path: HashMap::new(),
            by_file: HashMap::new(),
            by_name: HashMap::new(),
        };
        for track in tracks {
            let path = track.path.to_string_lossy().into_owned();
            finder.by_file.entry(file_name(&path).to_lowercase()).or_default().push(track);
            finder.by_path.insert(path, track.id);
            if let Some(artist) = &track.artist {
                let same = finder.by_name.entry(name(artist, &track.title)).or_insert(Some(track.id));
                if *same != Some(track.id) {
                    *same = None;
                }
            }
        }
        finder
    }

    /// The track that an entry means; `None` if there is none, or it could be several.
    pub fn find(&self, entry: &Entry) -> Option<TrackId> {
        let path = path(&entry.location);
        let below = path.strip_prefix(&self.folder).unwrap_or(&path).trim_start_matches(['/', '.']);
        let by_path = self.by_path.get(below).or_else(|| self.by_path.get(&path)).copied();
        by_path.or_else(|| self.by_end(&path)).or_else(|| {
            let (artist, title) = (entry.artist.as_deref()?, entry.title.as_deref()?);
            self.by_name.get(&name(artist, title)).copied().flatten()
        })
    }

    /// Returns the only track whose path shares the most trailing folders with this one.
    fn by_end(&self, path: &str) -> Option<TrackId> {
        let alike = |track: &Listed| {
            let known = track.path.to_string_lossy().to_lowercase();
            let path = path.to_lowercase();
            known.rsplit('/').zip(path.rsplit('/')).take_while(|(a, b)| a == b).count()
        };
        let tracks = self.by_file.get(&file_name(path).to_lowercase())?;
        let most = tracks.iter().map(|track| alike(track)).max()?;
        let mut best = tracks.iter().filter(|track| alike(track) == most);
        let first = best.next()?;
        best.next().is_none().then_some(first.id)
    }
}

/// The path that an address or a path of another system means.
fn path(location: &str) -> String {
    let Some(rest) = location.strip_prefix("file:") else {
        return location.replace('\\', "/");
    };
    let rest = rest.strip_prefix("//localhost").or_else(|| rest.strip_prefix("//")).unwrap_or(rest);
    decoded(rest)
}

/// Decodes percent-encoded characters (RFC 3986 section 2.1).
fn decoded(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        if byte == b'%'
            && let (Some(high), Some(low)) = (digit(ahead.next()), digit(ahead.next()))
        {
            bytes.push((high * 16 + low) as u8);
            rest = ahead;
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn name(artist: &str, title: &str) -> (String, String) {
    (artist.trim().to_lowercase(), title.trim().to_lowercase())
}
