//! The formats that stations are heard in, one a file.
//!
//! Adding one takes its file, its line in [`ALL`], and an encoder if no rendition fits into it yet.

mod aac;
mod mp3;
mod ogg_flac;
mod ogg_opus;
mod wav;
mod websocket;

pub use aac::AAC;
pub use mp3::MP3;
pub use ogg_flac::OGG_FLAC;
pub use ogg_opus::{OGG_OPUS, OGG_OPUS_CHAINED};
pub use websocket::{WEBSOCKET, WEBSOCKET_CAPTIONED, WEBSOCKET_EDGE};

use super::{hls, sendspin};
use crate::format::{Format, StreamAddress};
use crate::mount::SavedFormat;

/// Every format, in the order in which they are shown.
pub static ALL: &[&Format] = &[
    &WEBSOCKET, //
    &OGG_OPUS,
    &OGG_OPUS_CHAINED,
    &MP3,
    &AAC,
    &OGG_FLAC,
    &wav::WAV,
];

/// Returns the labels of all formats, of HLS and of Sendspin.
pub fn labels() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|format| format.label).chain([hls::LABEL, sendspin::LABEL])
}

/// Returns the extensions of all streams over plain HTTP, as in `/main.opus`.
pub fn extensions() -> impl Iterator<Item = &'static str> {
    ALL.iter().filter_map(|format| format.extension())
}

/// Returns the station's slug and the format in the path of a stream, such as `/main.opus`.
pub fn of_path(path: &str) -> Option<(&str, &'static Format)> {
    let path = path.strip_prefix('/')?;
    let in_path = |format: &&'static Format| {
        let slug = match format.address {
            StreamAddress::Extension(extension) => path.strip_suffix(extension)?.strip_suffix('.'),
            StreamAddress::WebSocket => path.strip_suffix("/ws"),
            StreamAddress::Variant { .. } => None,
        };
        Some((slug.filter(|slug| !slug.is_empty() && !slug.contains('/'))?, *format))
    };
    ALL.iter().find_map(in_path)
}

/// Returns what `format` is packed as for `query`, such as `titles=chained`: itself unless there is such a variant.
pub fn variant(format: &'static Format, query: &str) -> &'static Format {
    let has = |asked: &str| query.split('&').any(|pair| pair == asked);
    if format == &WEBSOCKET && has("edge=1") {
        return &WEBSOCKET_EDGE;
    }
    if format == &WEBSOCKET && has("captions=1") {
        return &WEBSOCKET_CAPTIONED;
    }
    let asks_for = |variant: &&&'static Format| match variant.address {
        StreamAddress::Variant { extension, query: asked } => {
            Some(extension) == format.extension() && has(asked)
        }
        StreamAddress::Extension(_) | StreamAddress::WebSocket => false,
    };
    ALL.iter().find(asks_for).copied().unwrap_or(format)
}

/// Returns the format of a stream of another process.
pub fn saved(format: &SavedFormat) -> Option<&'static Format> {
    let captioned: &Format = &WEBSOCKET_CAPTIONED;
    let mut all = ALL.iter().copied().chain([captioned]);
    all.find(|one| one.label == format.label && one.has_captions == format.has_captions)
}

/// Returns the format with this label.
pub fn labelled(label: &str) -> Option<&'static Format> {
    ALL.iter().find(|format| format.label == label).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn labels_and_addresses_are_unique() {
        assert_eq!(labels().collect::<HashSet<_>>().len(), ALL.len() + 2);
        let paths: HashSet<_> = ALL.iter().map(|format| format.path("main")).collect();
        assert_eq!(paths.len(), ALL.len());
        assert!(paths.contains("/main.opus") && paths.contains("/main/ws"));
        assert!(extensions().all(|extension| !extension.contains(['.', '/'])));
        for format in ALL {
            let path = format.path("main");
            let (path, query) = path.split_once('?').unwrap_or((&path, ""));
            let (slug, found) = of_path(path).expect("a stream");
            assert_eq!((slug, variant(found, query)), ("main", *format));
        }
        assert_eq!(variant(&OGG_OPUS, "a=b&titles=chained"), &OGG_OPUS_CHAINED);
        assert_eq!(variant(&OGG_OPUS, "titles=none"), &OGG_OPUS);
        assert_eq!(variant(&MP3, "titles=chained"), &MP3);
        assert_eq!(variant(&WEBSOCKET, "burst=0&captions=1"), &WEBSOCKET_CAPTIONED);
        assert_eq!(variant(&WEBSOCKET, "captions=0"), &WEBSOCKET);
        assert_eq!(variant(&WEBSOCKET, "captions=1&edge=1"), &WEBSOCKET_EDGE);
        assert_eq!(variant(&OGG_OPUS, "edge=1"), &OGG_OPUS);
        assert!(variant(&MP3, "captions=1") == &MP3 && WEBSOCKET != WEBSOCKET_CAPTIONED);
    }
}
