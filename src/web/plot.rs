//! Plots: where lines and bars are drawn, for the templates `dashboard/plot.html` and `dashboard/bars.html`.
//!
//! In: named series of numbers. Out: coordinates and labels, and the numbers for the table below the picture.
//! Never: HTML. Classes say what is what; `static/dashboard/plot.css` says how it looks.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::Serialize;

use super::languages::Words;

/// Size of a picture, in its own units.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 220.0;
/// Room for the numbers at the left, the times below, and above.
const LEFT: f64 = 44.0;
const BELOW: f64 = 24.0;
const ABOVE: f64 = 8.0;
/// Times that are written below a picture.
const TIMES: i64 = 6;
/// The most series that can be told apart.
pub(crate) const MOST_SERIES: usize = 6;
/// Height of a bar and its name.
const BAR: f64 = 30.0;
/// Letters of a bar's name that fit.
const BAR_NAME: usize = 26;

/// A line to be drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Series {
    pub(crate) name: String,
    /// Seconds since 1970, and the value; `None` where it is not known.
    pub(crate) points: Vec<(i64, Option<f64>)>,
}

/// Values over time.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Plot {
    caption: String,
    /// Height and value of each horizontal line.
    grid: Vec<(f64, f64)>,
    /// Position and label of each time.
    times: Vec<(f64, String)>,
    lines: Vec<Line>,
    /// The table: a time, and the value of each series then.
    rows: Vec<(String, Vec<Option<f64>>)>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Line {
    name: String,
    /// Unbroken parts, each as coordinates.
    runs: Vec<Vec<(f64, f64)>>,
}

impl Plot {
    /// Draws `series` from `span.0` to `span.1`, in seconds since 1970, with times of `zone`.
    pub(crate) fn new(
        caption: String,
        span: (i64, i64),
        zone: &TimeZone,
        series: &[Series],
        words: &Words,
    ) -> Self {
        let (from, to) = span;
        let values = series.iter().flat_map(|series| &series.points).filter_map(|(_, value)| *value);
        let top = round_up(values.fold(0.0, f64::max));
        let x =
            |at: i64| tenths(LEFT + (at - from) as f64 / (to - from).max(1) as f64 * (WIDTH - LEFT - ABOVE));
        let y = |value: f64| tenths(HEIGHT - BELOW - value / top * (HEIGHT - BELOW - ABOVE));
        let step = ((to - from).max(1) / TIMES).max(1);
        let line = |series: &Series| Line {
            name: series.name.clone(),
            runs: series
                .points
                .split(|(_, value)| value.is_none())
                .map(|run| run.iter().filter_map(|(at, value)| Some((x(*at), y((*value)?)))).collect())
                .filter(|run: &Vec<_>| !run.is_empty())
                .collect(),
        };
        let mut moments: Vec<i64> = series.iter().flat_map(|one| &one.points).map(|(at, _)| *at).collect();
        moments.sort_unstable();
        moments.dedup();
        let value = |series: &Series, at: i64| series.points.iter().find(|point| point.0 == at)?.1;
        let row = |at: i64| {
            let values = series.iter().map(|series| value(series, at)).collect();
            (label(at, zone, "short-day-time", "%H:%M", words), values)
        };
        Self {
            caption,
            grid: (0..=4).map(|part| top * f64::from(part) / 4.0).map(|value| (y(value), value)).collect(),
            times: (0..TIMES)
                .map(|part| from + part * step)
                .map(|at| (x(at), time(at, zone, to - from, words)))
                .collect(),
            lines: series.iter().map(line).collect(),
            rows: moments.into_iter().map(row).collect(),
        }
    }
}

/// Named numbers, drawn as bars below one another.
#[derive(Debug, PartialEq, Serialize)]
#[expect(clippy::struct_field_names, reason = "`bars` is the name in the template")]
pub(crate) struct Bars {
    caption: String,
    unit: String,
    height: f64,
    bars: Vec<Bar>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Bar {
    name: String,
    /// As much of the name as fits beside the bar.
    short: String,
    value: f64,
    y: f64,
    width: f64,
}

impl Bars {
    /// Draws `bars`, in their order.
    pub(crate) fn new(caption: String, unit: String, bars: Vec<(String, f64)>) -> Self {
        let most = bars.iter().map(|(_, value)| *value).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        let bar = |(place, (name, value)): (usize, (String, f64))| Bar {
            short: name.chars().take(BAR_NAME).collect(),
            name,
            value,
            y: place as f64 * BAR,
            width: tenths(value / most * (WIDTH / 2.0 - 60.0)),
        };
        let height = bars.len() as f64 * BAR;
        Self { caption, unit, height, bars: bars.into_iter().enumerate().map(bar).collect() }
    }
}

/// Returns a value for each step of a span; a gap is one `None`, whatever its length.
pub(crate) fn slots(
    (from, to): (i64, i64),
    step: i64,
    value: impl Fn(i64) -> Option<f64>,
) -> Vec<(i64, Option<f64>)> {
    let mut slots: Vec<(i64, Option<f64>)> = Vec::new();
    for at in (from..to).step_by(step.max(1) as usize) {
        match value(at) {
            None if slots.last().is_none_or(|(_, before)| before.is_none()) => {}
            value => slots.push((at, value)),
        }
    }
    slots
}

/// Returns the time `at` as short as the axis allows, which is `span` seconds long.
fn time(at: i64, zone: &TimeZone, span: i64, words: &Words) -> String {
    const DAY: i64 = 24 * 3_600;
    match span {
        length if length > 8 * DAY => label(at, zone, "short-date", "", words),
        length if length > 2 * DAY => label(at, zone, "weekday-clock", "%-H:00", words),
        _ => clock(at, zone).map(|moment| moment.strftime("%H:%M").to_string()).unwrap_or_default(),
    }
}

/// Returns the message `key` about a moment.
fn label(at: i64, zone: &TimeZone, key: &str, time_format: &str, words: &Words) -> String {
    clock(at, zone).map(|moment| words.dated(key, moment.datetime(), time_format)).unwrap_or_default()
}

fn clock(at: i64, zone: &TimeZone) -> Option<Zoned> {
    Some(Timestamp::from_second(at).ok()?.to_zoned(zone.clone()))
}

/// The next number that is easily parted in four.
fn round_up(most: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 < most {
        power *= 10.0;
    }
    let steps = [0.4, 0.8, 1.0, 2.0, 4.0, 6.0, 8.0, 10.0].map(|step| step * power);
    steps.into_iter().find(|step| *step >= most && *step >= 4.0).unwrap_or(4.0_f64.max(power * 10.0))
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Templates;

    fn plot(points: Vec<(i64, Option<f64>)>, span: (i64, i64)) -> Plot {
        let words = Templates::of(&[]).unwrap().english().unwrap();
        let series = [Series { name: "a".to_owned(), points }];
        Plot::new("Listeners".to_owned(), span, &TimeZone::UTC, &series, &words)
    }

    #[test]
    fn lines_end_where_nothing_is_known_and_the_table_has_every_number() {
        let points = vec![(0, Some(0.0)), (900, Some(4.0)), (1_800, None), (2_700, Some(2.5))];
        let plot = plot(points, (0, 3_600));
        assert_eq!(plot.lines[0].runs, [vec![(44.0, 196.0), (191.0, 8.0)], vec![(485.0, 78.5)]]);
        let rows: Vec<_> = plot.rows.iter().map(|(at, values)| (&at[at.len() - 5..], values[0])).collect();
        assert_eq!(rows, [("00:00", Some(0.0)), ("00:15", Some(4.0)), ("00:30", None), ("00:45", Some(2.5))]);
        assert_eq!((plot.grid[0], plot.grid[4]), ((196.0, 0.0), (8.0, 4.0)));
    }

    #[test]
    fn times_fit_the_span() {
        let day = 24 * 3_600;
        let times = |span| plot(Vec::new(), span).times.into_iter().nth(1).unwrap().1;
        assert_eq!([times((0, 30 * day)), times((0, 7 * day))], ["6 Jan", "Fri 4:00"]);
        assert_eq!(times((0, 0)), "00:00", "an empty span is drawn, too");
    }

    #[test]
    fn bars_are_as_long_as_their_numbers() {
        let bars = Bars::new(
            "By programme".to_owned(),
            "Listeners".to_owned(),
            vec![("Drive".to_owned(), 10.0), ("N".to_owned(), 5.0)],
        );
        let widths: Vec<_> = bars.bars.iter().map(|bar| bar.width).collect();
        assert_eq!((widths, bars.height), (vec![260.0, 130.0], 60.0));
        assert_eq!(Bars::new("None".to_owned(), "Listeners".to_owned(), Vec::new()).height, 0.0);
    }

    #[test]
    fn a_gap_is_one_empty_slot() {
        let slots = slots((0, 60), 10, |at| [20, 50].contains(&at).then_some(1.0));
        assert_eq!(slots, [(20, Some(1.0)), (30, None), (50, Some(1.0))]);
    }

    #[test]
    fn the_scale_is_in_round_numbers() {
        let check = |most: f64, expected: f64| assert_eq!(round_up(most), expected, "{most}");
        check(0.0, 4.0);
        check(3.2, 4.0);
        check(4.5, 6.0);
        check(11.0, 20.0);
        check(99.0, 100.0);
        check(101.0, 200.0);
        check(3_000.0, 4_000.0);
    }
}
