//! Facts that a directory is told of a stream.

use crate::broadcast::Broadcast;
use crate::format::Format;
use crate::model::ListenAccess;
use crate::store::StationRecord;

/// The genre of stations that name none: directories want one.
const USUAL_GENRE: &str = "various";

/// A stream as directories list it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StreamFacts {
    pub(super) name: String,
    pub(super) genre: String,
    /// The address of the station's page.
    pub(super) page: String,
    pub(super) listen_url: String,
    pub(super) media_type: &'static str,
    /// Name of the codec in a container that has several; empty in others.
    pub(super) subtype: &'static str,
    pub(super) kbit_s: u32,
    /// Artist and title on air.
    pub(super) song: String,
    pub(super) listeners: u64,
}

impl StreamFacts {
    /// Returns what to tell of the station's stream in `format`; `None` if it must not be listed, is off the air, or is
    /// not heard in that format.
    pub(super) fn of(
        record: &StationRecord,
        station: &Broadcast,
        format: &Format,
        origin: &str,
    ) -> Option<Self> {
        let is_public = record.access.access == ListenAccess::Open;
        if !is_public || !record.listing.is_listed || !station.is_on_air() {
            return None;
        }
        let mount = station.mount_for(format, None)?;
        let now = station.now_playing();
        let song = now.map(|now| match &now.artist {
            Some(artist) => format!("{artist} - {}", now.title),
            None => now.title.clone(),
        });
        let genre = &record.listing.genre;
        Some(Self {
            name: record.name.clone(),
            genre: if genre.is_empty() { USUAL_GENRE.to_owned() } else { genre.clone() },
            page: format!("{origin}/{}", record.slug),
            listen_url: format!("{origin}/{}.{}", record.slug, format.extension()?),
            media_type: format.media_type,
            subtype: if format.media_type == "audio/ogg" { "Opus" } else { "" },
            kbit_s: mount.rendition().bitrate / 1_000,
            song: song.unwrap_or_default(),
            listeners: station.listeners().total(),
        })
    }

    /// Facts for tests.
    #[cfg(test)]
    pub(super) fn of_tests() -> Self {
        Self {
            name: "Longwave".to_owned(),
            genre: "ambient".to_owned(),
            page: "https://radio.example/main".to_owned(),
            listen_url: "https://radio.example/main.mp3".to_owned(),
            media_type: "audio/mpeg",
            subtype: "",
            kbit_s: 128,
            song: String::new(),
            listeners: 3,
        }
    }
}

/// Returns the address of the stream that most players take: MP3, or Ogg Opus in a build without it.
pub fn listen_address(origin: &str, slug: &str) -> String {
    let extension = if cfg!(feature = "mp3") { "mp3" } else { "opus" };
    format!("{origin}/{slug}.{extension}")
}
