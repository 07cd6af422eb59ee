//! Full addresses of a station's streams.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

use super::qualities::megabytes_per_hour;
use crate::broadcast::Broadcast;
use crate::format::Format;
use crate::output::formats;

/// The address of one of a station's streams, as pages show it.
#[derive(Debug, Serialize)]
pub(in crate::web) struct StreamLink {
    /// The format's label, by which the message `stream-suits` says what it is good for.
    pub(in crate::web) label: &'static str,
    /// The format's name.
    pub(in crate::web) name: &'static str,
    /// The full address, or the path where the server's name is not known.
    pub(in crate::web) url: String,
    /// The path alone.
    pub(in crate::web) path: String,
    pub(in crate::web) media_type: &'static str,
    /// Bits per second of the rendition that the address gives.
    #[serde(skip)]
    pub(in crate::web) bitrate: u32,
    /// Megabytes per hour, to two significant digits; `None` where players choose the rendition.
    megabytes: Option<u64>,
    /// Modules in a row of the QR code of the address.
    qr_width: usize,
    /// The dark modules, as the path of an SVG picture.
    qr_path: String,
}

/// Returns the address of every HTTP stream of `station` below `origin`, what most players open first.
pub(in crate::web) fn stream_links(station: &Broadcast, origin: &str) -> Vec<StreamLink> {
    let there = formats::ALL.iter().filter_map(|format| {
        format.extension()?;
        let mount = station.mount_for(format, None)?;
        Some((format, mount.rendition().bitrate))
    });
    let mut links: Vec<StreamLink> =
        there.map(|(format, bitrate)| StreamLink::new(format, bitrate, station.slug(), origin)).collect();
    links.sort_by_key(|link| place_of(link.label));
    links
}

/// Returns [`stream_links`] and the address of HLS, for pages. Playlists leave it out: it is a playlist itself.
pub(in crate::web) fn page_links(station: &Broadcast, origin: &str) -> Vec<StreamLink> {
    let mut links = stream_links(station, origin);
    let path = format!("/{}/hls/live.m3u8", station.slug());
    links.push(StreamLink::of("hls", "HLS", "application/vnd.apple.mpegurl", (path, origin)));
    links
}

/// The address of a station's own page, as pages show it.
#[derive(Debug, Serialize)]
pub(in crate::web) struct PlayerPageLink {
    /// The full address, or the path where the server's name is not known.
    url: String,
    /// Modules in a row of the QR code of the address.
    qr_width: usize,
    /// The dark modules, as the path of an SVG picture.
    qr_path: String,
}

impl PlayerPageLink {
    /// Returns the address of the player page of the station `slug` below `origin`.
    pub(in crate::web) fn of(slug: &str, origin: &str) -> Self {
        let url = format!("{origin}/{slug}");
        let (qr_width, qr_path) = qr_code(&url).unwrap_or_default();
        Self { url, qr_width, qr_path }
    }
}

impl StreamLink {
    fn new(format: &'static Format, bitrate: u32, slug: &str, origin: &str) -> Self {
        let path = format.path(slug);
        let megabytes = Some(megabytes_per_hour(bitrate));
        Self { bitrate, megabytes, ..Self::of(format.label, format.name, format.media_type, (path, origin)) }
    }

    fn of(
        label: &'static str,
        name: &'static str,
        media_type: &'static str,
        (path, origin): (String, &str),
    ) -> Self {
        let url = format!("{origin}{path}");
        let (qr_width, qr_path) = qr_code(&url).unwrap_or_default();
        Self { label, name, url, path, media_type, bitrate: 0, megabytes: None, qr_width, qr_path }
    }
}

/// Returns the place in lists: MP3 first, since every player takes it, and uncompressed sound last.
fn place_of(label: &str) -> u8 {
    match label {
        "mp3" => 0,
        "flac" => 2,
        "wav" => 3,
        _ => 1,
    }
}

/// Returns the width of the QR code of `text` and its dark modules as the path of an SVG picture.
fn qr_code(text: &str) -> Option<(usize, String)> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let (width, mut path) = (code.width(), String::new());
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            // Writing to a string does not fail.
            let _ = write!(path, "M{} {}h1v1h-1z", place % width, place / width);
        }
    }
    Some((width, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_qr_code_is_a_square_of_modules() {
        let (width, path) = qr_code("https://radio.example/main.opus").unwrap();
        assert!((21..=45).contains(&width) && path.starts_with("M0 0h1v1h-1z"), "{width}");
    }

    #[test]
    fn what_every_player_takes_comes_first() {
        let mut labels = ["wav", "flac", "opus", "aac", "mp3"];
        labels.sort_by_key(|label| place_of(label));
        assert_eq!(labels, ["mp3", "opus", "aac", "flac", "wav"]);
    }
}
