//! Audience statistics.

use std::collections::BTreeMap;

/// Audience of one interval: a minute, or an hour for older records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attendance {
    /// Start of the interval, in seconds since 1970.
    pub at: i64,
    /// Length of the interval, in seconds: 60 or 3600.
    pub span: i64,
    /// Average number of listeners.
    pub average: f64,
    /// Peak number of listeners.
    pub most: u64,
    /// The average, by the name of the output.
    pub outputs: BTreeMap<String, f64>,
    /// The average, by the name of the player.
    pub players: BTreeMap<String, f64>,
    /// The show that was on, or who was live.
    pub programme: Option<String>,
}

impl Attendance {
    /// The length of a line that is new, in seconds.
    pub const MINUTE: i64 = 60;
    /// The length of one that is old.
    pub const HOUR: i64 = 3_600;

    /// Lines as one that begins at `at` and lasts `span` seconds; `None` if there are none. Averages are those of the
    /// times that there are lines for, and the programme is what was on for longest.
    pub fn joined(lines: &[&Self], (at, span): (i64, i64)) -> Option<Self> {
        let seconds: i64 = lines.iter().map(|line| line.span).sum();
        if seconds == 0 {
            return None;
        }
        let share = |line: &&Self| line.span as f64 / seconds as f64;
        let mut joined = Self { at, span, ..Self::default() };
        let mut programmes: BTreeMap<&Option<String>, i64> = BTreeMap::new();
        for line in lines {
            joined.average += line.average * share(line);
            joined.most = joined.most.max(line.most);
            for (into, from) in [(&mut joined.outputs, &line.outputs), (&mut joined.players, &line.players)] {
                for (name, average) in from {
                    *into.entry(name.clone()).or_default() += average * share(line);
                }
            }
            *programmes.entry(&line.programme).or_default() += line.span;
        }
        let longest = programmes.into_iter().max_by_key(|(_, seconds)| *seconds);
        joined.programme = longest.and_then(|(programme, _)| programme.clone());
        Some(joined)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_by_how_long_they_are() {
        let line = |at, span, average, most, programme: Option<&str>| Attendance {
            at,
            span,
            average,
            most,
            outputs: [("ws".to_owned(), average)].into(),
            players: [("vlc".to_owned(), average)].into(),
            programme: programme.map(str::to_owned),
        };
        let lines = [
            line(0, 60, 2.0, 5, Some("Drive")),
            line(60, 60, 4.0, 4, None),
            line(120, 120, 10.0, 12, Some("Drive")),
        ];
        let lines: Vec<_> = lines.iter().collect();
        let joined = Attendance::joined(&lines, (0, 3_600)).unwrap();
        assert_eq!((joined.at, joined.span, joined.average, joined.most), (0, 3_600, 6.5, 12));
        assert_eq!((joined.outputs["ws"], joined.players["vlc"]), (6.5, 6.5));
        assert_eq!(joined.programme.as_deref(), Some("Drive"));
        assert_eq!(Attendance::joined(&[], (0, 60)), None);
    }
}
