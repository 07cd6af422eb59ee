//! Titles as programs send them: `song`, or `artist` and `title`, in whatever letters they have.

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::source::live::DjTitle;

/// The longest text that is shown, in characters.
const LONGEST: usize = 500;

/// Fields of a query or a form, before their characters are decoded.
pub struct Query {
    pairs: Vec<(String, Vec<u8>)>,
}

impl Query {
    /// Reads `text`, which is encoded as a form is.
    pub fn parse(text: &[u8]) -> Self {
        let pairs = text.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
            let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let (name, value) = (&pair[..at], pair.get(at + 1..).unwrap_or_default());
            (String::from_utf8_lossy(&decode(name)).into_owned(), decode(value))
        });
        Self { pairs: pairs.collect() }
    }

    /// These pairs, followed by those of `other`.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.pairs.extend(other.pairs);
        self
    }

    /// The value of `name`, if it is said.
    pub fn get(&self, name: &str) -> Option<String> {
        self.bytes(name).map(|bytes| text(bytes, None))
    }

    /// The title it tells; `None` if it tells none. `song` wins, as with Icecast.
    pub fn title(&self) -> Option<DjTitle> {
        let charset = self.bytes("charset").and_then(Encoding::for_label);
        let said = |name| self.bytes(name).map(|bytes| text(bytes, charset));
        let present = |name| said(name).filter(|text| !text.is_empty());
        let album = present("album");
        if let Some(song) = self.bytes("song") {
            return Some(DjTitle { album, ..of_song(song, charset) });
        }
        let (title, artist) = (said("title"), present("artist"));
        match (title, artist) {
            (None, None) => None,
            (title, artist) => Some(DjTitle { title: title.unwrap_or_default(), artist, album }),
        }
    }

    fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_slice())
    }
}

/// Splits a line such as "Artist - Title" into the two fields that programs joined.
pub(super) fn of_song(song: &[u8], charset: Option<&'static Encoding>) -> DjTitle {
    DjTitle::of_song(text(song, charset))
}

/// Understands letters: as `charset` says, else as UTF-8 if they are that, else as Windows' Latin letters.
fn text(bytes: &[u8], charset: Option<&'static Encoding>) -> String {
    let text = match (charset, std::str::from_utf8(bytes)) {
        (Some(charset), _) => charset.decode(bytes).0,
        (None, Ok(text)) => text.into(),
        (None, Err(_)) => WINDOWS_1252.decode(bytes).0,
    };
    clean(&text)
}

/// `text` as it can be shown: one line of a reasonable length.
pub(super) fn clean(text: &str) -> String {
    // Overrides of the direction would turn what stands around a title.
    let is_shown = |c: &char| !c.is_control() && !('\u{202A}'..='\u{202E}').contains(c);
    let shown: String = text.chars().filter(is_shown).take(LONGEST).collect();
    shown.trim().to_owned()
}

/// Returns a name as it can be shown, or `None` if nothing is left of it.
pub(super) fn shown_name(name: &str) -> Option<String> {
    Some(clean(name)).filter(|name| !name.is_empty())
}

/// Takes the form's escapes out; what only looks like one stays.
fn decode(value: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(value.len());
    let mut rest = value;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        decoded.push(match (byte, tail) {
            (b'+', _) => b' ',
            (b'%', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    rest = after;
                    high << 4 | low
                }
                _ => b'%',
            },
            _ => *byte,
        });
    }
    decoded
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, expected: &str) {
        let said = match Query::parse(query.as_bytes()).title() {
            Some(DjTitle { title, artist, album }) => {
                let parts = [artist, Some(title), album];
                parts.into_iter().map(|part| part.unwrap_or("-".to_owned())).collect::<Vec<_>>().join(" | ")
            }
            None => "none".to_owned(),
        };
        assert_eq!(said, expected, "{query}");
    }

    #[test]
    fn titles_come_as_a_song_or_as_fields() {
        check("mode=updinfo&song=Ada%20-%20Tides", "Ada | Tides | -");
        check("song=Tides", "- | Tides | -");
        check("song=Ada+-+Tides+-+Live&title=x", "Ada | Tides - Live | -");
        check("artist=Ada&title=Tides&album=Sea", "Ada | Tides | Sea");
        check("title=Tides", "- | Tides | -");
        check("artist=Ada", "Ada |  | -");
        check("song=", "-  |  | -".replace("-  ", "- ").as_str());
        check("mode=updinfo", "none");
    }

    #[test]
    fn letters_are_understood_as_they_were_meant() {
        check("song=S%C3%B8lv", "- | Sølv | -");
        check("song=S%F8lv", "- | Sølv | -");
        check("song=%93Hi%94", "- | “Hi” | -");
        check("song=%CF%EE&charset=windows-1251", "- | По | -");
        check("song=S%F8lv&charset=ISO-8859-1", "- | Sølv | -");
        check("song=S%C3%B8lv&charset=no-such", "- | Sølv | -");
        check("song=100%&x", "- | 100% | -");
        check("song=a%0Ab%zz", "- | ab%zz | -");
    }

    #[test]
    fn what_is_too_long_is_cut() {
        let long = format!("song={}", "x".repeat(100_000));
        assert_eq!(Query::parse(long.as_bytes()).title().unwrap().title.len(), LONGEST);
    }

    #[test]
    fn names_are_one_line_without_control_characters() {
        assert_eq!(shown_name(" Ada\u{1b}[31m \r\n"), Some("Ada[31m".to_owned()));
        assert_eq!(shown_name("\u{0}\t "), None);
        assert!(shown_name(&"a".repeat(16_384)).is_some_and(|name| name.len() == LONGEST));
    }
}
