//! Recording codes (ISO 3901).

/// The International Standard Recording Code in `text`: twelve letters and digits, which some write with hyphens.
pub fn isrc(text: &str) -> Option<String> {
    let code: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).take(13).collect();
    let is_code = code.len() == 12 && code.bytes().all(|letter| letter.is_ascii_alphanumeric());
    is_code.then(|| code.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_nonsense() {
        assert_eq!(isrc("us-ab1-23-45678").as_deref(), Some("USAB12345678"));
        for nonsense in ["", "US-AB1-23-4567", "USAB123456789", "ÜSAB1234567"] {
            assert_eq!(isrc(nonsense), None, "{nonsense:?}");
        }
    }
}
