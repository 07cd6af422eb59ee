//! Programs that ask for ICY titles everywhere and lose the sound where they come inside Ogg.
//!
//! In: a client's name and a format. Out: whether it gets titles inside the sound. Never: leaves them out for a client
//! that is not listed.

use crate::format::{Cadence, Format, TitleTransport};

/// The media type of the formats in an Ogg container.
const OGG: &str = "audio/ogg";
/// Beginnings of the `User-Agent` of such programs, in small letters.
///
/// `MPlayer` sends `Icy-MetaData: 1` for every stream, and takes the blocks out of the sound for MPEG audio alone: its Ogg
/// demuxer meets them, and plays nothing.
const WITHOUT_ICY_IN_OGG: [&str; 1] = ["mplayer"];

/// Returns how a stream of `format` is cut for a client that `asks` for titles inside the sound, or does not.
pub(super) fn cadence(format: &Format, asks: bool, user_agent: &[u8]) -> Cadence {
    interval(format, user_agent).filter(|_| asks).map_or(format.cadence, Cadence::Bytes)
}

/// Returns the bytes of sound between two titles for a client that asks for them; `None` if it gets none in this format.
fn interval(format: &Format, user_agent: &[u8]) -> Option<usize> {
    let TitleTransport::Icy(bytes) = format.titles else { return None };
    (format.media_type != OGG || takes_icy_in_ogg(user_agent)).then_some(bytes)
}

fn takes_icy_in_ogg(user_agent: &[u8]) -> bool {
    let begins_with = |name: &str| {
        let begin = user_agent.get(..name.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(name.as_bytes()))
    };
    !WITHOUT_ICY_IN_OGG.iter().any(|name| begins_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::formats;

    #[track_caller]
    fn check(user_agent: &str, in_ogg: bool) {
        let of = |path: &str| {
            let (_, format) = formats::of_path(path).expect("a stream");
            interval(format, user_agent.as_bytes()).is_some()
        };
        assert_eq!(of("/main.opus"), in_ogg, "{user_agent}");
        assert!(of("/main.mp3"), "{user_agent}: titles in MP3");
        assert!(!of("/main.flac"), "a format without titles");
    }

    #[test]
    fn mplayer_gets_no_icy_titles_inside_ogg() {
        check("MPlayer 1.5-12", false);
        check("MPlayer UNKNOWN-12", false);
    }

    #[test]
    fn other_programs_get_icy_titles_inside_ogg() {
        for program in [
            "Streamripper/1.x",
            "Lavf/59.27.100",
            "libmpv",
            "VLC/3.0.21 LibVLC/3.0.21",
            "GStreamer souphttpsrc",
            "",
            "mpl",
        ] {
            check(program, true);
        }
    }
}
