//! Names for files, made of what people call them: none of them leads anywhere, or is more than a name anywhere.

/// The longest name, in characters and in bytes, its ending left out.
const MOST_CHARS: usize = 80;
const MOST_BYTES: usize = 180;
/// The longest name that is shown, in characters.
const MOST_SHOWN: usize = 255;
/// Characters permitted between letters and digits.
const BETWEEN: &str = " -_.,'()&+!";
/// Names that mean a machine's parts on some systems, whatever comes behind their first dot.
const RESERVED: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

/// A name for a file, without an ending, of what somebody calls it.
pub(super) fn safe(given: &str) -> String {
    let stem = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let letters = stem.chars().map(|c| if c.is_alphanumeric() || BETWEEN.contains(c) { c } else { ' ' });
    let spaced: String = letters.collect();
    let mut name = String::new();
    for letter in spaced.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MOST_CHARS) {
        if name.len() + letter.len_utf8() > MOST_BYTES {
            break;
        }
        name.push(letter);
    }
    let name = name.trim_matches([' ', '.', '-', ',']).replace("..", ".");
    let first = name.split('.').next().unwrap_or_default().trim().to_ascii_uppercase();
    let is_port = first.len() == 4
        && (first.starts_with("COM") || first.starts_with("LPT"))
        && first.ends_with(|c: char| c.is_ascii_digit());
    match name.as_str() {
        "" => "untitled".to_owned(),
        _ if RESERVED.contains(&&*first) || is_port => format!("file {name}"),
        _ => name,
    }
}

/// Returns an uploaded file's name for display: one line of bounded length.
pub(super) fn shown(given: &str) -> String {
    let line =
        given.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST_SHOWN).collect::<String>();
    if line.trim().is_empty() { "untitled".to_owned() } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_anywhere() {
        for (given, expected) in [
            ("Ann - Tides.mp3", "Ann - Tides"),
            ("../../etc/passwd", "passwd"),
            ("..\\..\\boot.ini", "boot"),
            ("..", "untitled"),
            (".", "untitled"),
            ("", "untitled"),
            ("/", "untitled"),
            (".htaccess", "untitled"),
            ("a\0b.mp3", "a b"),
            ("CON.mp3", "file CON"),
            ("con", "file con"),
            ("nul.tar.flac", "file nul.tar"),
            ("com1.ogg", "file com1"),
            ("combo.ogg", "combo"),
            ("-rf.mp3", "rf"),
            ("a:b|c?d*e<f>\"g\".mp3", "a b c d e f g"),
            ("Кино – Группа крови.mp3", "Кино Группа крови"),
            ("exe\u{202E}3pm.mp3", "exe 3pm"),
            ("$(reboot); `x`.mp3", "(reboot) x"),
        ] {
            assert_eq!(safe(given), expected, "{given:?}");
        }
        let long = safe(&"é".repeat(5_000));
        assert!(long.len() <= MOST_BYTES && long.chars().count() <= MOST_CHARS);
        assert!(safe(&"東".repeat(5_000)).len() <= MOST_BYTES);
    }

    #[test]
    fn what_is_shown_is_one_line() {
        assert_eq!(shown("a\nb\0c"), "a b c");
        assert_eq!(shown(" \n"), "untitled");
        assert_eq!(shown(&"x".repeat(999)).len(), MOST_SHOWN);
    }
}
