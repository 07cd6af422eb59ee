//! The formats that stations are heard in, one a file.
//!
//! Adding one takes its file, its line in [`ALL`], and an encoder if no rendition fits into it yet.

mod ogg_opus;
mod wav;
mod websocket;

pub use ogg_opus::OGG_OPUS;
pub use websocket::WEBSOCKET;

use crate::format::{Format, StreamAddress};

/// Every format, in the order in which they are shown.
pub static ALL: &[&Format] = &[
    &WEBSOCKET, //
    &OGG_OPUS,
    &wav::WAV,
];

/// Returns the labels of all formats.
pub fn labels() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|format| format.label)
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
        };
        Some((slug.filter(|slug| !slug.is_empty() && !slug.contains('/'))?, *format))
    };
    ALL.iter().find_map(in_path)
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
        assert_eq!(labels().collect::<HashSet<_>>().len(), ALL.len());
        let paths: HashSet<_> = ALL.iter().map(|format| format.path("main")).collect();
        assert_eq!(paths.len(), ALL.len());
        assert!(paths.contains("/main.opus") && paths.contains("/main/ws"));
        assert!(extensions().all(|extension| !extension.contains(['.', '/'])));
        for format in ALL {
            assert_eq!(of_path(&format.path("main")), Some(("main", *format)));
        }
    }
}
