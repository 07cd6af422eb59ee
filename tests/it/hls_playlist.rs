//! A media playlist of HLS, read and checked line by line.

use std::collections::HashMap;

/// Seconds that a segment lasts.
pub(crate) const TARGET: f64 = 4.0;

/// A media playlist, taken apart by what the RFC says of its lines.
#[derive(Debug, Default)]
pub(crate) struct Playlist {
    pub(crate) tags: HashMap<String, String>,
    pub(crate) segments: Vec<Segment>,
    /// Those behind the last segment that is whole.
    pub(crate) parts: Vec<Part>,
    pub(crate) hint: String,
    pub(crate) reports: Vec<HashMap<String, String>>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Segment {
    pub(crate) number: u64,
    pub(crate) uri: String,
    pub(crate) seconds: f64,
    pub(crate) date_us: i64,
    pub(crate) parts: Vec<Part>,
    pub(crate) is_discontinuity: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) uri: String,
    pub(crate) seconds: f64,
}

/// The attributes of a tag (RFC 8216 section 4.2).
pub(crate) fn attributes(list: &str) -> HashMap<String, String> {
    let (mut found, mut rest) = (HashMap::new(), list);
    while let Some((name, value)) = rest.split_once('=') {
        let (value, left) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').expect("a closing quote"),
            None => value.find(',').map_or((value, ""), |end| value.split_at(end)),
        };
        assert!(found.insert(name.to_owned(), value.to_owned()).is_none(), "{name} is there twice: {list}");
        rest = left.strip_prefix(',').unwrap_or(left);
    }
    assert!(rest.is_empty(), "{rest:?} is no attribute of {list}");
    found
}

impl Playlist {
    pub(crate) fn parse(text: &str) -> Self {
        let (mut list, mut next) = (Self::default(), Segment::default());
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("#EXTM3U"));
        for line in lines {
            let (tag, value) = line.split_once(':').unwrap_or((line, ""));
            match tag {
                "#EXTINF" => next.seconds = value.trim_end_matches(',').parse().expect("a duration"),
                "#EXT-X-PROGRAM-DATE-TIME" => {
                    next.date_us = value.parse::<jiff::Timestamp>().expect("a date").as_microsecond();
                }
                "#EXT-X-DISCONTINUITY" => next.is_discontinuity = true,
                "#EXT-X-PART" => {
                    let about = attributes(value);
                    assert_eq!(about.get("INDEPENDENT").map(String::as_str), Some("YES"), "{line}");
                    let seconds = about["DURATION"].parse().expect("a duration");
                    next.parts.push(Part { uri: about["URI"].clone(), seconds });
                }
                "#EXT-X-PRELOAD-HINT" => {
                    let about = attributes(value);
                    assert_eq!(about["TYPE"], "PART");
                    list.hint.clone_from(&about["URI"]);
                }
                "#EXT-X-RENDITION-REPORT" => list.reports.push(attributes(value)),
                "#EXT-X-DATERANGE" => {
                    let about = attributes(value);
                    assert!(about.contains_key("ID") && about.contains_key("START-DATE"), "{line}");
                    // END-ON-NEXT needs a class, and takes no duration.
                    assert!(about["END-ON-NEXT"] == "YES" && about.contains_key("CLASS"), "{line}");
                    assert!(!about.contains_key("DURATION") && !about.contains_key("END-DATE"), "{line}");
                }
                _ if line.starts_with('#') => {
                    list.tags.insert(tag.to_owned(), value.to_owned());
                }
                _ => {
                    line.clone_into(&mut next.uri);
                    next.number =
                        line.split('.').next().and_then(|name| name.parse().ok()).expect("a number");
                    list.segments.push(std::mem::take(&mut next));
                }
            }
        }
        list.parts = next.parts;
        list
    }

    pub(crate) fn number(&self, tag: &str) -> u64 {
        self.tags[tag].parse().unwrap_or_else(|_| panic!("{tag}: {}", self.tags[tag]))
    }

    pub(crate) fn first(&self) -> u64 {
        self.number("#EXT-X-MEDIA-SEQUENCE")
    }

    /// Checks the rules that hold for one playlist.
    pub(crate) fn check(&self) {
        assert_eq!(self.number("#EXT-X-TARGETDURATION"), 4);
        assert!(self.number("#EXT-X-VERSION") >= 6);
        let control = attributes(&self.tags["#EXT-X-SERVER-CONTROL"]);
        let part_target: f64 =
            attributes(&self.tags["#EXT-X-PART-INF"])["PART-TARGET"].parse().expect("a number");
        let seconds = |name: &str| control[name].parse::<f64>().expect("a number");
        assert_eq!(control["CAN-BLOCK-RELOAD"], "YES");
        assert!(seconds("HOLD-BACK") >= 3.0 * TARGET);
        assert!(seconds("PART-HOLD-BACK") >= 3.0 * part_target - 1e-9);
        assert!(seconds("CAN-SKIP-UNTIL") >= 6.0 * TARGET);
        for (place, segment) in self.segments.iter().enumerate() {
            assert_eq!(segment.number, self.first() + place as u64, "segments are named by their number");
            assert!(segment.seconds.round() <= TARGET, "{segment:?}");
            assert!(segment.date_us > 0, "each has its date: {segment:?}");
            let parts: f64 = segment.parts.iter().map(|part| part.seconds).sum();
            assert!(segment.parts.is_empty() || (parts - segment.seconds).abs() < 0.001, "{segment:?}");
            for part in &segment.parts {
                assert!(part.seconds <= part_target && part.seconds >= 0.85 * part_target, "{part:?}");
            }
        }
        for pair in self.segments.windows(2) {
            let apart = (pair[1].date_us - pair[0].date_us) as f64 / 1e6;
            assert!((apart - pair[0].seconds).abs() < 0.0021, "dates go on: {pair:?}");
        }
        // The newest segments are there in parts, up to three target durations.
        let with_parts: f64 =
            self.segments.iter().filter(|one| !one.parts.is_empty()).map(|one| one.seconds).sum();
        let all: f64 = self.segments.iter().map(|one| one.seconds).sum();
        let loose: f64 = self.parts.iter().map(|part| part.seconds).sum();
        assert!(with_parts >= all.min(2.0 * TARGET) - 0.1, "{with_parts} s in parts");
        assert!(with_parts + loose <= 3.0 * TARGET + 0.1, "{with_parts} s and {loose} s in parts");
        let last = self.segments.last().expect("a segment").number;
        let extension = self.hint.rsplit('.').next().expect("an ending");
        let is_next = |number: u64, part: usize| self.hint == format!("{number}.{part}.{extension}");
        assert!(is_next(last + 1, self.parts.len()), "the hint is the next part: {}", self.hint);
    }

    /// Checks the rules that hold for a playlist and the one that was there before.
    pub(crate) fn check_after(&self, before: &Self) {
        assert!(self.first() >= before.first(), "the first number never goes back");
        let discontinuities = |list: &Self| list.number("#EXT-X-DISCONTINUITY-SEQUENCE");
        assert!(discontinuities(self) >= discontinuities(before));
        for segment in &before.segments {
            let Some(same) = self.segments.iter().find(|one| one.number == segment.number) else {
                assert!(segment.number < self.first(), "{} is gone", segment.number);
                continue;
            };
            assert_eq!(
                (&same.uri, same.date_us),
                (&segment.uri, segment.date_us),
                "a name is a piece of time"
            );
            assert!((same.seconds - segment.seconds).abs() < 1e-9);
        }
    }
}
