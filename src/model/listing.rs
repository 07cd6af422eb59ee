//! Announcement of a station in public directories.

use std::fmt;
use std::str::FromStr;

use super::UnknownName;
use super::settings::one_of;

/// The longest genre, in characters.
const LONGEST_GENRE: usize = 60;

/// How a station is announced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListingRule {
    /// Whether directories list it.
    pub is_listed: bool,
    /// Its genre there; empty if it names none.
    pub genre: String,
    /// Its identifier at radio-browser.info, once it was sent there; empty while it is being sent.
    pub radio_browser: Option<String>,
}

/// The choice whether directories list a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectoryChoice {
    /// They list it.
    On,
    /// They do not.
    Off,
}

/// A genre that is too long or has letters that cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a genre has at most {LONGEST_GENRE} letters, and no control characters")]
pub struct UnfitGenre;

impl DirectoryChoice {
    const ALL: [Self; 2] = [Self::On, Self::Off];

    /// Returns the choice for a station that `is_listed`, or is not.
    pub const fn of(is_listed: bool) -> Self {
        if is_listed { Self::On } else { Self::Off }
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
        }
    }
}

impl fmt::Display for DirectoryChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for DirectoryChoice {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        one_of(text, &Self::ALL, Self::name)
    }
}

/// Returns a genre without space around it.
pub fn checked_genre(text: &str) -> Result<String, UnfitGenre> {
    let text = text.trim();
    let is_fit = text.chars().count() <= LONGEST_GENRE && !text.chars().any(char::is_control);
    if is_fit { Ok(text.to_owned()) } else { Err(UnfitGenre) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_genre_is_one_short_line() {
        assert_eq!(checked_genre(" Ambient, Jazz ").as_deref(), Ok("Ambient, Jazz"));
        assert_eq!(checked_genre(""), Ok(String::new()));
        assert_eq!(checked_genre(&"ä".repeat(60)).map(|genre| genre.chars().count()), Ok(60));
        assert_eq!(checked_genre(&"ä".repeat(61)), Err(UnfitGenre));
        assert_eq!(checked_genre("a\nb"), Err(UnfitGenre));
    }
}
