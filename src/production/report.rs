//! The as-run log as files for others.
//!
//! In: its lines. Out: a table for any program, or the report of use that is owed to `SoundExchange`.
//! Never: reads the log itself.

use std::collections::BTreeMap;
use std::io;

use csv::{QuoteStyle, Writer, WriterBuilder};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::model::{Aired, SourceKind, TrackKind};

/// A line for everything, RFC 4180; times by RFC 3339 in universal time.
pub fn write_csv(lines: &[Aired], into: impl io::Write) -> csv::Result<()> {
    let mut csv = Writer::from_writer(into);
    csv.write_record([
        "station",
        "from",
        "to",
        "seconds",
        "source",
        "title",
        "artist",
        "album",
        "isrc",
        "label",
        "dj",
        "most_listeners",
        "performances",
        "listener_seconds",
        "type",
        "show",
    ])?;
    for line in lines {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        csv.write_record([
            line.station.clone(),
            rfc3339(line.from_us),
            rfc3339(line.to_us),
            format!("{:.3}", (line.to_us - line.from_us) as f64 / 1e6),
            line.source.name().to_owned(),
            line.title.clone(),
            text(&line.artist),
            text(&line.album),
            text(&line.isrc),
            text(&line.label),
            text(&line.dj),
            line.audience.most.to_string(),
            line.audience.performances.to_string(),
            format!("{:.0}", line.audience.seconds),
            kind(line).map(|kind| kind.to_string()).unwrap_or_default(),
            text(&line.show),
        ])?;
    }
    csv.flush().map_err(Into::into)
}

/// The Report of Use of 37 CFR 370.4: a line for each recording, parted by `|`, texts between `^`.
pub fn write_report(
    lines: &[Aired],
    (service, category): (&str, char),
    into: impl io::Write,
) -> csv::Result<()> {
    let mut recordings: BTreeMap<[&str; 5], u64> = BTreeMap::new();
    for line in lines.iter().filter(|line| is_recording(line)) {
        let [artist, isrc, album, label] = [&line.artist, &line.isrc, &line.album, &line.label]
            .map(|text| text.as_deref().unwrap_or_default());
        let recording = [artist, &line.title, isrc, album, label];
        *recordings.entry(recording).or_default() += line.audience.performances;
    }
    let mut report = WriterBuilder::new()
        .delimiter(b'|')
        .quote(b'^')
        .quote_style(QuoteStyle::NonNumeric)
        .from_writer(into);
    report.write_record([
        "NAME_OF_SERVICE",
        "TRANSMISSION_CATEGORY",
        "FEATURED_ARTIST",
        "SOUND_RECORDING_TITLE",
        "ISRC",
        "ALBUM_TITLE",
        "MARKETING_LABEL",
        "ACTUAL_TOTAL_PERFORMANCES",
    ])?;
    let category = category.to_string();
    for ([artist, title, isrc, album, label], performances) in recordings {
        let performances = performances.to_string();
        report.write_record([service, &category, artist, title, isrc, album, label, &performances])?;
    }
    report.flush().map_err(Into::into)
}

/// Returns the type of the track of a line, where a track was played.
pub fn kind(line: &Aired) -> Option<TrackKind> {
    (line.source == SourceKind::Autodj).then_some(line.kind)
}

/// Returns whether a line is of a recording of music: neither silence nor the emergency loop that ships, which nobody
/// performs, nor jingles, ads or talk.
fn is_recording(line: &Aired) -> bool {
    match line.source {
        SourceKind::Autodj => line.kind == TrackKind::Music,
        SourceKind::Silence => false,
        SourceKind::EmergencyLoop => line.artist.is_some(),
        _ => true,
    }
}

/// A moment as RFC 3339 writes it, in universal time.
fn rfc3339(us: u64) -> String {
    let moment = i64::try_from(us).ok().and_then(|us| Timestamp::from_microsecond(us).ok());
    moment.map(|moment| format!("{moment:.3}")).unwrap_or_default()
}

/// The moment that a text such as `2026-11-01` or `2026-11-01 18:00` says, in microseconds since 1970.
pub fn moment(text: &str) -> Result<u64, String> {
    let said = text.parse::<DateTime>().ok().and_then(|moment| moment.to_zoned(TimeZone::UTC).ok());
    let us = said.and_then(|moment| u64::try_from(moment.timestamp().as_microsecond()).ok());
    us.ok_or_else(|| "it must be a day or moment such as 2026-11-01 or \"2026-11-01 18:00\"".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Audience;

    fn line(title: &str, from_s: u64, performances: u64) -> Aired {
        Aired {
            station: "main".to_owned(),
            from_us: from_s * 1_000_000,
            to_us: from_s * 1_000_000 + 90_500_000,
            source: SourceKind::Autodj,
            title: title.to_owned(),
            artist: Some("Ada, with friends".to_owned()),
            album: None,
            isrc: Some("USAB12345678".to_owned()),
            label: Some("Low Tide".to_owned()),
            dj: None,
            show: None,
            kind: TrackKind::Music,
            audience: Audience { most: 3, performances, seconds: 120.4 },
        }
    }

    fn written(write: impl FnOnce(&mut Vec<u8>) -> csv::Result<()>) -> String {
        let mut bytes = Vec::new();
        write(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_log_is_a_table_for_any_program() {
        let csv = written(|into| write_csv(&[line("\"Tides\"", 1_795_332_034, 4)], into));
        let expected = "main,2026-11-22T07:20:34.000Z,2026-11-22T07:22:04.500Z,90.500,autodj,\"\"\"Tides\"\"\",\
                        \"Ada, with friends\",,USAB12345678,Low Tide,,3,4,120,music,";
        assert_eq!(csv.lines().nth(1), Some(expected));
        assert_eq!(csv.lines().count(), 2);
    }

    #[test]
    fn a_report_of_use_has_a_line_for_each_recording() {
        let lines = [line("Tides", 0, 4), line("Waves", 100, 1), line("Tides", 200, 5)];
        let other = Aired { isrc: None, album: Some("Live".to_owned()), ..line("Tides", 250, 7) };
        let silence = Aired { source: SourceKind::Silence, ..line("Silence", 300, 9) };
        let ad = Aired { kind: TrackKind::Ad, ..line("Buy two", 400, 9) };
        let talk = Aired { kind: TrackKind::Talk, ..line("An interview", 500, 9) };
        let report = written(|into| {
            write_report(&[&lines[..], &[other, silence, ad, talk]].concat(), ("Harbour FM", 'B'), into)
        });
        let begins = "^Harbour FM^|^B^|^Ada, with friends^|";
        let expected = [
            "^Tides^|^^|^Live^|^Low Tide^|7",
            "^Tides^|^USAB12345678^|^^|^Low Tide^|9",
            "^Waves^|^USAB12345678^|^^|^Low Tide^|1",
        ];
        let expected = expected.map(|recording| format!("{begins}{recording}"));
        assert_eq!(report.lines().skip(1).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn days_and_moments_are_understood() {
        assert_eq!(moment("1970-01-02"), Ok(86_400_000_000));
        assert_eq!(moment("1970-01-01 01:00"), Ok(3_600_000_000));
        assert_eq!(moment("1970-01-01T00:00:01"), Ok(1_000_000));
        assert!(["", "today", "2026-13-01", "1969-01-01"].iter().all(|wrong| moment(wrong).is_err()));
    }
}
