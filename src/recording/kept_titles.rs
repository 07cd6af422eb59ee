//! The titles of an archive file, one JSON object a line.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::{CoverId, NowPlaying, SourceKind, Title, TrackKind};

/// A title as a line has it.
#[derive(Serialize, Deserialize)]
struct TitleLine {
    time_us: u64,
    title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    artist: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    album: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    duration_us: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cover: Option<String>,
    source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dj: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_jingle: bool,
}

/// Returns the line of a title, with its line feed.
pub(super) fn to_line(title: &NowPlaying) -> Vec<u8> {
    let line = TitleLine {
        time_us: title.time_us,
        title: title.title.clone(),
        artist: title.artist.clone(),
        album: title.album.clone(),
        duration_us: title.duration_us,
        cover: title.cover.as_ref().map(|id| id.0.clone()),
        source: title.source.name().to_owned(),
        dj: title.dj.clone(),
        is_jingle: title.is_break(),
    };
    // Plain data, so this cannot fail.
    let mut bytes = serde_json::to_vec(&line).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Reads titles in the order of their time. Lines that are torn or unknown are left out.
pub(super) fn read(text: &[u8]) -> Vec<NowPlaying> {
    let lines = text.split(|byte| *byte == b'\n');
    let mut titles: Vec<NowPlaying> = lines.filter_map(of_line).collect();
    titles.sort_by_key(|title| title.time_us);
    titles
}

fn of_line(line: &[u8]) -> Option<NowPlaying> {
    let line: TitleLine = serde_json::from_slice(line).ok()?;
    let source = SourceKind::ALL.into_iter().find(|kind| kind.name() == line.source)?;
    let what = Title {
        title: line.title,
        artist: line.artist,
        album: line.album,
        isrc: None,
        label: None,
        duration_us: line.duration_us,
        cover: line.cover.map(CoverId),
        source,
        dj: line.dj,
        kind: if line.is_jingle { TrackKind::Jingle } else { TrackKind::Music },
    };
    Some(NowPlaying { time_us: line.time_us, what: Arc::new(what) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_read_as_they_were_written_and_torn_lines_left_out() {
        let title = |time_us, title: Title| NowPlaying { time_us, what: Arc::new(title) };
        let plain = title(7, Title::plain(SourceKind::Silence, "Pause\n\"2\""));
        let full = title(
            9,
            Title {
                artist: Some("Äda".to_owned()),
                album: Some("B".to_owned()),
                duration_us: Some(5),
                cover: Some(CoverId("c0".to_owned())),
                dj: Some("ann".to_owned()),
                kind: TrackKind::Jingle,
                ..Title::plain(SourceKind::Live, "T")
            },
        );
        let text =
            [to_line(&full), b"{\"time_us\":3}\n".to_vec(), to_line(&plain), to_line(&full)[..20].to_vec()];
        assert_eq!(read(&text.concat()), [plain, full]);
    }
}
