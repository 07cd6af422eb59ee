//! Names, folders and renditions of stations.

use std::fmt;
use std::path::{Component, Path};
use std::str::FromStr;

/// Words that stand for something else in addresses: `/admin` is the dashboard, and so no station's page.
pub const RESERVED: [&str; 24] = [
    "admin",
    "api",
    "app",
    "assets",
    "cover",
    "docs",
    "favicon",
    "healthz",
    "help",
    "hls",
    "ingest",
    "login",
    "logout",
    "manual",
    "metrics",
    "readyz",
    "robots",
    "sendspin",
    "sitemap",
    "source",
    "static",
    "status-json",
    "studio",
    "ws",
];
/// The longest name of a station in addresses, in characters,
const LONGEST_SLUG: usize = 40;
/// Longest display name, in characters.
const LONGEST_NAME: usize = 80;
/// The longest name of a folder, in bytes.
const LONGEST_FOLDER: usize = 400;

/// Reasons why a station's properties are invalid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnfitStation {
    /// It cannot stand in an address.
    #[error("{0:?} cannot be a station's address: use 1 to {LONGEST_SLUG} small letters, digits and hyphens")]
    Slug(String),
    /// It stands for something else.
    #[error("/{0} is an address of the program itself; give the station another one")]
    Reserved(String),
    /// It cannot be shown.
    #[error("a station's name has 1 to {LONGEST_NAME} characters, in one line")]
    Name,
    /// It may lead elsewhere.
    #[error("{0:?} is no folder below the music folder: give a path such as jazz/live, without .. in it")]
    Folder(String),
    /// It is no quality.
    #[error("{0:?} is no rendition; there are {names}", names = Quality::NAMES)]
    Rendition(String),
    /// This program was built without its encoder.
    #[error("this program was built without an encoder for {0}")]
    NotBuilt(String),
    /// There are none, too many, or the same twice, or the first is not Opus.
    #[error(
        "a station has 1 to {} renditions, each once, and the first, which players get, is Opus",
        Renditions::MOST
    )]
    Renditions,
}

/// Fails unless `slug` can be a station's name in addresses.
pub fn check_slug(slug: &str) -> Result<(), UnfitStation> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if slug.is_empty() || slug.len() > LONGEST_SLUG || !slug.bytes().all(fits) {
        return Err(UnfitStation::Slug(slug.to_owned()));
    }
    if RESERVED.contains(&slug) { Err(UnfitStation::Reserved(slug.to_owned())) } else { Ok(()) }
}

/// A station's name for people, without what is around it.
pub fn station_name(given: &str) -> Result<&str, UnfitStation> {
    let name = given.trim();
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count()) && !name.contains(char::is_control);
    if fits { Ok(name) } else { Err(UnfitStation::Name) }
}

/// A folder below the music folder, without what does not matter; `None` is all of it.
pub fn station_folder(given: &str) -> Result<Option<String>, UnfitStation> {
    let wrong = || UnfitStation::Folder(given.to_owned());
    let given_path = Path::new(given.trim());
    let parts: Option<Vec<&str>> = given_path
        .components()
        .filter(|part| *part != Component::CurDir)
        .map(|part| if let Component::Normal(name) = part { name.to_str() } else { None })
        .collect();
    let folder = parts.ok_or_else(wrong)?.join("/");
    if folder.len() > LONGEST_FOLDER || folder.contains(char::is_control) {
        return Err(wrong());
    }
    Ok((!folder.is_empty()).then_some(folder))
}

/// One quality in which a station is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quality {
    /// Opus, at so many kilobits a second.
    Opus(u32),
    /// MP3, at one of [`Quality::MP3`] kilobits a second.
    Mp3(u32),
    /// AAC-LC, at one of [`Quality::AAC`] kilobits a second.
    Aac(u32),
    /// HE-AAC v2, at one of [`Quality::HE_AAC`] kilobits a second.
    HeAac(u32),
    /// Plain samples.
    Pcm,
}

impl Quality {
    /// The bitrates of MP3, in kilobits a second. Whole frames of them fill the space between two ICY titles, which
    /// those of 112 and 224 kbit/s do not.
    pub const MP3: [u32; 8] = [64, 80, 96, 128, 160, 192, 256, 320];
    /// The bitrates of AAC-LC, in kilobits a second.
    pub const AAC: [u32; 8] = [64, 80, 96, 128, 160, 192, 256, 320];
    /// The bitrates of HE-AAC v2, in kilobits a second.
    pub const HE_AAC: [u32; 5] = [32, 40, 48, 56, 64];
    /// The names of those that this program has encoders for, in words.
    pub const NAMES: &str = match (cfg!(feature = "mp3"), cfg!(feature = "aac")) {
        (false, false) => "opus-16 to opus-256, and pcm-s16",
        (true, false) => {
            "opus-16 to opus-256, mp3-64 to mp3-320 (at 64, 80, 96, 128, 160, 192, 256 or 320), and pcm-s16"
        }
        (false, true) => {
            "opus-16 to opus-256, aac-64 to aac-320 (at 64, 80, 96, 128, 160, 192, 256 or 320), he-aac-32, -40, -48, -56 \
             and -64, and pcm-s16"
        }
        (true, true) => {
            "opus-16 to opus-256, mp3-64 to mp3-320 and aac-64 to aac-320 (at 64, 80, 96, 128, 160, 192, 256 or 320), \
             he-aac-32, -40, -48, -56 and -64, and pcm-s16"
        }
    };

    /// Returns whether this program was built with its encoder.
    pub const fn is_built(self) -> bool {
        match self {
            Self::Opus(_) | Self::Pcm => true,
            Self::Mp3(_) => cfg!(feature = "mp3"),
            Self::Aac(_) | Self::HeAac(_) => cfg!(feature = "aac"),
        }
    }
}

/// The qualities in which a station is heard, the usual one first. That is Opus, and each is there once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renditions(Vec<Quality>);

impl Renditions {
    /// The most there can be: each is encoded all the time.
    pub const MOST: usize = 6;

    /// All of them.
    pub fn all(&self) -> &[Quality] {
        &self.0
    }

    /// Fails if this program was built without the encoder of one of them.
    pub fn check_built(&self) -> Result<(), UnfitStation> {
        let missing = self.0.iter().find(|quality| !quality.is_built());
        missing.map_or(Ok(()), |missing| Err(UnfitStation::NotBuilt(missing.to_string())))
    }

    /// Returns the renditions with these names, in the given order.
    pub fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, UnfitStation> {
        let all: Vec<Quality> = names.into_iter().map(str::parse).collect::<Result<_, _>>()?;
        let is_twice = all.iter().enumerate().any(|(place, one)| all[..place].contains(one));
        let begins_well = matches!(all.first(), Some(Quality::Opus(_)));
        if is_twice || !begins_well || all.len() > Self::MOST {
            return Err(UnfitStation::Renditions);
        }
        Ok(Self(all))
    }
}

impl Default for Renditions {
    fn default() -> Self {
        Self(vec![Quality::Opus(96)])
    }
}

impl FromStr for Quality {
    type Err = UnfitStation;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        if name == "pcm-s16" {
            return Ok(Self::Pcm);
        }
        let quality = name.rsplit_once('-').and_then(|(codec, rate)| {
            let rate: u32 = rate.parse().ok()?;
            match codec {
                "opus" if (16..=256).contains(&rate) => Some(Self::Opus(rate)),
                "mp3" if Self::MP3.contains(&rate) => Some(Self::Mp3(rate)),
                "aac" if Self::AAC.contains(&rate) => Some(Self::Aac(rate)),
                "he-aac" if Self::HE_AAC.contains(&rate) => Some(Self::HeAac(rate)),
                _ => None,
            }
        });
        // "opus-096" would be another name for the same.
        let quality = quality.filter(|quality| quality.to_string() == name);
        quality.ok_or_else(|| UnfitStation::Rendition(name.to_owned()))
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opus(kbit_s) => write!(f, "opus-{kbit_s}"),
            Self::Mp3(kbit_s) => write!(f, "mp3-{kbit_s}"),
            Self::Aac(kbit_s) => write!(f, "aac-{kbit_s}"),
            Self::HeAac(kbit_s) => write!(f, "he-aac-{kbit_s}"),
            Self::Pcm => f.write_str("pcm-s16"),
        }
    }
}

impl FromStr for Renditions {
    type Err = UnfitStation;

    fn from_str(names: &str) -> Result<Self, Self::Err> {
        Self::named(names.split([' ', ',']).filter(|name| !name.is_empty()))
    }
}

impl fmt::Display for Renditions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, quality) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str(" ")?;
            }
            quality.fmt(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stations_address_is_no_other_address() {
        for fits in ["main", "jazz-2", "7", &"x".repeat(40)] {
            assert_eq!(check_slug(fits), Ok(()), "{fits}");
        }
        for wrong in ["", "Jazz", "a b", "a/b", "a.b", "..", "ä", &"x".repeat(41)] {
            assert_eq!(check_slug(wrong), Err(UnfitStation::Slug(wrong.to_owned())));
        }
        for reserved in ["admin", "api", "static", "login", "metrics"] {
            assert_eq!(check_slug(reserved), Err(UnfitStation::Reserved(reserved.to_owned())));
        }
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(station_name("  Radio Süd "), Ok("Radio Süd"));
        for wrong in ["", " ", "a\nb", "a\0", &"x".repeat(81)] {
            assert_eq!(station_name(wrong), Err(UnfitStation::Name), "{wrong:?}");
        }
    }

    #[test]
    fn a_folder_leads_nowhere_else() {
        let folder = |given: &str| station_folder(given).map(Option::unwrap_or_default);
        assert_eq!(folder(" jazz/live/ "), Ok("jazz/live".to_owned()));
        assert_eq!(folder("./jazz"), Ok("jazz".to_owned()));
        assert_eq!(folder(""), Ok(String::new()));
        assert_eq!(folder("."), Ok(String::new()));
        for wrong in ["..", "jazz/../..", "/etc", "a\nb", &"x".repeat(401)] {
            assert!(station_folder(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn renditions_are_named_and_begin_with_opus() {
        let told = |names: &str| names.parse::<Renditions>().map(|list| list.to_string());
        assert_eq!(told("opus-96,opus-32  pcm-s16"), Ok("opus-96 opus-32 pcm-s16".to_owned()));
        assert_eq!(told("opus-96 mp3-192"), Ok("opus-96 mp3-192".to_owned()));
        assert_eq!(told("opus-96 aac-128 he-aac-48"), Ok("opus-96 aac-128 he-aac-48".to_owned()));
        assert_eq!(Renditions::default().to_string(), "opus-96");
        let many: Vec<String> = (16..23).map(|rate| format!("opus-{rate}")).collect();
        for wrong in ["", "pcm-s16", "pcm-s16 opus-96", "mp3-128 opus-96", "opus-96 opus-96", &many.join(" ")]
        {
            assert_eq!(told(wrong), Err(UnfitStation::Renditions), "{wrong}");
        }
        for wrong in
            ["opus", "opus-15", "opus-257", "opus-096", "opus-+96", "mp3-100", "mp3-112", "mp3-0128", "mp3"]
        {
            assert_eq!(told(wrong), Err(UnfitStation::Rendition(wrong.to_owned())));
        }
        for wrong in ["aac-100", "he-aac-128", "he-aac", "he-opus-96", "aac-", "-96"] {
            assert_eq!(told(wrong), Err(UnfitStation::Rendition(wrong.to_owned())));
        }
    }

    #[test]
    fn renditions_without_an_encoder_are_known_and_refused() {
        let checked = |names: &str| names.parse::<Renditions>().unwrap().check_built();
        assert_eq!(checked("opus-96 pcm-s16"), Ok(()));
        let left_out = |name: &str| Err(UnfitStation::NotBuilt(name.to_owned()));
        let expected = if cfg!(feature = "aac") { Ok(()) } else { left_out("he-aac-48") };
        assert_eq!(checked("opus-96 he-aac-48 aac-128"), expected);
        let expected = if cfg!(feature = "mp3") { Ok(()) } else { left_out("mp3-192") };
        assert_eq!(checked("opus-96 mp3-192"), expected);
        assert_eq!(Quality::NAMES.contains("aac-"), cfg!(feature = "aac"));
        assert_eq!(Quality::NAMES.contains("mp3-"), cfg!(feature = "mp3"));
    }
}
