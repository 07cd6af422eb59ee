//! Families of player programs.

/// A kind of player, as far as it says what it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Player {
    /// A browser, with a page of ours or of another site.
    Browser,
    /// VLC, on whatever it runs.
    Vlc,
    /// mpv and what is built on it.
    Mpv,
    /// ffmpeg, and programs that fetch by its library.
    Ffmpeg,
    /// Another player on a computer.
    Desktop,
    /// An app on a phone or a tablet.
    Phone,
    /// A car's radio.
    Car,
    /// A loudspeaker, a television or an internet radio.
    Speaker,
    /// Another server, or a program that records or measures.
    Program,
    /// It does not say, or nobody here knows it.
    #[default]
    Other,
}

/// Words in what players say they are (`User-Agent`, RFC 9110 section 10.1.5), in lower case. The first that is in it
/// decides: what is particular stands before what many say, and browsers last, for whose name so many borrow.
const WORDS: [(&str, Player); 47] = [
    ("carplay", Player::Car),
    ("android automotive", Player::Car),
    ("android auto", Player::Car),
    ("gm-infotainment", Player::Car),
    ("harman", Player::Car),
    ("sonos", Player::Speaker),
    ("alexa", Player::Speaker),
    ("crkey", Player::Speaker),
    ("bose", Player::Speaker),
    ("frontier", Player::Speaker),
    ("reciva", Player::Speaker),
    ("smarttv", Player::Speaker),
    ("smart-tv", Player::Speaker),
    ("squeeze", Player::Speaker),
    ("denon", Player::Speaker),
    ("roku", Player::Speaker),
    ("vlc", Player::Vlc),
    ("mpv", Player::Mpv),
    ("exoplayer", Player::Phone),
    ("androidxmedia3", Player::Phone),
    ("stagefright", Player::Phone),
    ("dalvik", Player::Phone),
    ("okhttp", Player::Phone),
    ("cfnetwork", Player::Phone),
    ("applecoremedia", Player::Phone),
    ("tunein", Player::Phone),
    ("radiodroid", Player::Phone),
    ("icecast", Player::Program),
    ("liquidsoap", Player::Program),
    ("streamripper", Player::Program),
    ("longwave", Player::Program),
    ("curl", Player::Program),
    ("wget", Player::Program),
    ("python", Player::Program),
    ("go-http-client", Player::Program),
    ("lavf", Player::Ffmpeg),
    ("ffmpeg", Player::Ffmpeg),
    ("winamp", Player::Desktop),
    ("foobar2000", Player::Desktop),
    ("itunes", Player::Desktop),
    ("nsplayer", Player::Desktop),
    ("music player daemon", Player::Desktop),
    ("gstreamer", Player::Desktop),
    ("clementine", Player::Desktop),
    ("strawberry", Player::Desktop),
    ("bass/", Player::Desktop),
    ("mozilla/", Player::Browser),
];
/// Longest part of a `User-Agent` header that is looked at, in bytes.
const MOST_SAID: usize = 512;

impl Player {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Browser,
        Self::Vlc,
        Self::Mpv,
        Self::Ffmpeg,
        Self::Desktop,
        Self::Phone,
        Self::Car,
        Self::Speaker,
        Self::Program,
        Self::Other,
    ];

    /// Derives the player family from a `User-Agent` header.
    pub fn of(agent: &[u8]) -> Self {
        let said = agent[..agent.len().min(MOST_SAID)].to_ascii_lowercase();
        let says = |word: &str| said.windows(word.len()).any(|part| part == word.as_bytes());
        WORDS.iter().find(|(word, _)| says(word)).map_or(Self::Other, |(_, player)| *player)
    }

    /// Returns the kind with this name for programs.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|player| player.name() == name)
    }

    /// Its name for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Vlc => "vlc",
            Self::Mpv => "mpv",
            Self::Ffmpeg => "ffmpeg",
            Self::Desktop => "desktop",
            Self::Phone => "phone",
            Self::Car => "car",
            Self::Speaker => "speaker",
            Self::Program => "program",
            Self::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn players_are_known_by_what_they_say() {
        let check = |agent: &str, expected| assert_eq!(Player::of(agent.as_bytes()), expected, "{agent}");
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36";
        check(chrome, Player::Browser);
        check("Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0", Player::Browser);
        check("VLC/3.0.21 LibVLC/3.0.21", Player::Vlc);
        check("libmpv", Player::Mpv);
        check("mpv 0.38.0", Player::Mpv);
        check("Lavf/61.1.100", Player::Ffmpeg);
        check("MyRadio/2.1 (Linux;Android 14) ExoPlayerLib/2.19.1", Player::Phone);
        check("AppleCoreMedia/1.0.0.21A329 (iPhone; U; CPU OS 17_0 like Mac OS X; en_us)", Player::Phone);
        check("Mozilla/5.0 (X11; Linux armv7l) AppleWebKit/537.36 CrKey/1.56", Player::Speaker);
        check("Linux UPnP/1.0 Sonos/57.3-77280 (ZPS12)", Player::Speaker);
        check("Dalvik/2.1.0 (Linux; Android Automotive 12)", Player::Car);
        check("WinampMPEG/5.66", Player::Desktop);
        check("curl/8.5.0", Player::Program);
        check("", Player::Other);
        check("Something/1", Player::Other);
        // What stands far behind is not looked at.
        check(&format!("{}vlc", "x".repeat(600)), Player::Other);
    }

    #[test]
    fn each_has_a_name_of_its_own() {
        let names = Player::ALL.map(Player::name);
        for (place, name) in names.iter().enumerate() {
            assert!(!names[..place].contains(name), "{name}");
        }
        assert!(WORDS.iter().all(|(word, _)| *word == word.to_ascii_lowercase()));
    }
}
