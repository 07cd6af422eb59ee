//! Media type that a source declares.

/// The media types that can be decoded, as programs write them.
const KNOWN: [&str; 22] = [
    "application/ogg",
    "audio/ogg",
    "video/ogg",
    "audio/opus",
    "audio/vorbis",
    "application/x-ogg",
    "audio/x-ogg",
    "audio/flac",
    "audio/x-flac",
    "application/flac",
    "audio/mpeg",
    "audio/mp3",
    "audio/x-mp3",
    "audio/x-mpeg",
    "audio/mpeg3",
    "audio/aac",
    "audio/aacp",
    "audio/x-aac",
    "audio/x-hx-aac-adts",
    "audio/webm",
    "video/webm",
    "audio/x-matroska",
];

/// The media type of MP3, which is meant where a program of old says nothing.
pub(super) const MP3: &str = "audio/mpeg";

/// Returns whether audio of this type can be decoded. Parameters such as `codecs` are ignored.
pub(super) fn is_known(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    KNOWN.contains(&essence.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_known_whatever_their_parameters() {
        for known in ["audio/ogg", "Audio/MPEG", "audio/webm;codecs=opus", "application/ogg ; x"] {
            assert!(is_known(known), "{known}");
        }
        for unknown in ["", "text/html", "audio/midi", "audio"] {
            assert!(!is_known(unknown), "{unknown}");
        }
    }
}
