//! Reads the period of validity from a certificate.

const INTEGER: u8 = 0x02;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xA0;

/// A certificate's period of validity (RFC 5280 section 4.1.2.5), in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// Its beginning.
    pub begins: u64,
    /// Its end.
    pub ends: u64,
}

impl Validity {
    /// Reads it from a certificate in DER.
    pub(super) fn of(certificate: &[u8]) -> Option<Self> {
        let (certificate, _) = take(certificate, SEQUENCE)?;
        let (signed, _) = take(certificate, SEQUENCE)?;
        // The version is left out where it is the first.
        let signed = take(signed, VERSION).map_or(signed, |(_, rest)| rest);
        let (_serial, rest) = take(signed, INTEGER)?;
        let (_algorithm, rest) = take(rest, SEQUENCE)?;
        let (_issuer, rest) = take(rest, SEQUENCE)?;
        let (validity, _) = take(rest, SEQUENCE)?;
        let (begins, after) = time(validity)?;
        let (ends, _) = time(after)?;
        Some(Self { begins, ends })
    }
}

/// The content of the DER value that `bytes` begin with, which must have this tag, and what follows it.
fn take(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7F => (usize::from(first), rest),
        // No certificate is longer than two bytes can say.
        0x81 | 0x82 => {
            let (length, rest) = rest.split_at_checked(usize::from(first & 0x0F))?;
            (length.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
        }
        _ => return None,
    };
    if found != tag {
        return None;
    }
    rest.split_at_checked(length)
}

/// A time in seconds since 1970, and what follows it.
fn time(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (year, text, rest) = if let Some((text, rest)) = take(bytes, UTC_TIME) {
        // RFC 5280 section 4.1.2.5.1.
        let year = number(text.get(..2)?)?;
        (if year < 50 { 2_000 + year } else { 1_900 + year }, text.get(2..)?, rest)
    } else {
        let (text, rest) = take(bytes, GENERALIZED_TIME)?;
        (number(text.get(..4)?)?, text.get(4..)?, rest)
    };
    let field = |at: usize| number(text.get(at..at + 2)?);
    let days = days_before(year, field(0)?)? + field(2)?.checked_sub(1)?;
    Some((days * 86_400 + field(4)? * 3_600 + field(6)? * 60 + field(8)?, rest))
}

fn number(digits: &[u8]) -> Option<u64> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// The days from 1970 to a month's first; `None` before that and for months that are none.
fn days_before(year: u64, month: u64) -> Option<u64> {
    const BEFORE: [u64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let leaps = |year: u64| year / 4 - year / 100 + year / 400;
    let is_leap = leaps(year) > leaps(year.checked_sub(1)?);
    let years = year.checked_sub(1_970)? * 365 + leaps(year - 1) - leaps(1_969);
    let in_year = *BEFORE.get(usize::try_from(month.checked_sub(1)?).ok()?)?;
    Some(years + in_year + u64::from(is_leap && month > 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_both_writings() {
        fn check(tag: u8, text: &str, expected: Option<u64>) {
            let der = [&[tag, text.len() as u8], text.as_bytes()].concat();
            assert_eq!(time(&der).map(|(time, _)| time), expected, "{text}");
        }
        check(UTC_TIME, "700101000000Z", Some(0));
        check(UTC_TIME, "000229120000Z", Some(951_825_600));
        check(UTC_TIME, "261122103000Z", Some(1_795_343_400));
        check(GENERALIZED_TIME, "21000301000000Z", Some(4_107_542_400));
        check(GENERALIZED_TIME, "19690101000000Z", None);
        check(UTC_TIME, "261322103000Z", None);
        check(UTC_TIME, "26", None);
        check(SEQUENCE, "261122103000Z", None);
    }

    #[test]
    fn what_is_no_certificate_ends_never() {
        for bytes in
            [&b""[..], b"\x30", b"\x30\x84\xFF\xFF\xFF\xFF", b"\x30\x82\x10", b"\x30\x03\x30\x01\x02"]
        {
            assert_eq!(Validity::of(bytes), None);
        }
    }
}
