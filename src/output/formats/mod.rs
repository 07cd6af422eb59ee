//! The formats that stations are heard in, one a file.
//!
//! Adding one takes its file, its line in [`ALL`], and an encoder if no rendition fits into it yet.

mod ogg_opus;
mod websocket;

pub use ogg_opus::OGG_OPUS;
pub use websocket::WEBSOCKET;

use crate::format::Format;

/// Every format, in the order in which they are shown.
pub static ALL: &[&Format] = &[
    &WEBSOCKET, //
    &OGG_OPUS,
];

/// Returns the labels of all formats.
pub fn labels() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|format| format.label)
}

/// Returns the formats that are served as `/STATION.EXTENSION`, each with its extension.
pub fn by_extension() -> impl Iterator<Item = (&'static str, &'static Format)> {
    ALL.iter().filter_map(|format| Some((format.extension()?, *format)))
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
        assert!(by_extension().all(|(extension, _)| !extension.contains(['.', '/'])));
    }
}
