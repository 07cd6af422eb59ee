//! Ranges of bytes in requests (RFC 9110 section 14).

/// One range of bytes that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AskedRange {
    /// From this byte on, to that one or to the end.
    From(u64, Option<u64>),
    /// This number of bytes at the end.
    Last(u64),
}

impl AskedRange {
    /// The first byte and the last one of so many; `None` if there is none of them.
    pub(super) fn within(self, length: u64) -> Option<(u64, u64)> {
        let end = length.checked_sub(1)?;
        let (first, last) = match self {
            Self::From(first, last) => (first, last.unwrap_or(end).min(end)),
            Self::Last(0) => return None,
            Self::Last(count) => ((end + 1).saturating_sub(count), end),
        };
        (first <= last).then_some((first, last))
    }
}

/// Reads the header `Range`; anything but one well-formed range of bytes is left alone, as if it were not there.
pub(super) fn single_range(header: &str) -> Option<AskedRange> {
    let (first, last) = header.strip_prefix("bytes=")?.split_once('-')?;
    match (first.trim(), last.trim()) {
        ("", count) => Some(AskedRange::Last(count.parse().ok()?)),
        (first, "") => Some(AskedRange::From(first.parse().ok()?, None)),
        (first, last) => {
            let (first, last) = (first.parse().ok()?, last.parse().ok()?);
            (first <= last).then_some(AskedRange::From(first, Some(last)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_cut_to_what_there_is() {
        let check = |header: &str, expected: Option<Option<(u64, u64)>>| {
            assert_eq!(single_range(header).map(|asked| asked.within(100)), expected, "{header}");
        };
        check("bytes=0-9", Some(Some((0, 9))));
        check("bytes=90-", Some(Some((90, 99))));
        check("bytes=90-200", Some(Some((90, 99))));
        check("bytes=-10", Some(Some((90, 99))));
        check("bytes=-1000", Some(Some((0, 99))));
        check("bytes=100-", Some(None));
        check("bytes=-0", Some(None));
        check("bytes=9-0", None);
        check("bytes=0-1,5-6", None);
        check("lines=0-1", None);
        check("bytes=18446744073709551616-", None);
    }
}
