//! Plots, drawn here, each with a table behind it.
//!
//! In: named series of numbers. Out: HTML with a picture (SVG) that needs no script and no style of its own: classes
//! say what is what, `static/dashboard/plot.css` says how it looks. Never: a picture without its numbers in words.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The size of a picture, in its own units.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 220.0;
/// Room for the numbers at the left, and for the times below.
const LEFT: f64 = 44.0;
const BELOW: f64 = 24.0;
const ABOVE: f64 = 8.0;
/// About so many times are written below a picture.
const TIMES: u64 = 6;
/// As many series as can be told apart.
pub(in crate::web) const MOST_SERIES: usize = 6;
/// The height of a bar and its name.
const BAR: f64 = 30.0;

/// Numbers over time.
pub(in crate::web) struct Plot<'a> {
    /// What it shows, for the caption.
    pub(in crate::web) caption: &'a str,
    /// From when until when, in seconds since 1970.
    pub(in crate::web) span: (i64, i64),
    /// Whose clock it is told by.
    pub(in crate::web) zone: &'a TimeZone,
    /// The lines, [`MOST_SERIES`] at most.
    pub(in crate::web) series: &'a [Series],
}

/// A line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::web) struct Series {
    /// Its name.
    pub(in crate::web) name: String,
    /// Seconds since 1970, and how many; `None` where nobody knows.
    pub(in crate::web) points: Vec<(i64, Option<f64>)>,
}

impl Plot<'_> {
    /// The picture with its caption, and the table behind it.
    pub(in crate::web) fn html(&self) -> String {
        let mut html = String::new();
        let caption = escaped(self.caption);
        let most = self.series.iter().flat_map(|series| &series.points).filter_map(|(_, value)| *value);
        let top = round_up(most.fold(0.0, f64::max));
        let _ = write!(
            html,
            "<figure class=\"plot\"><figcaption>{caption}</figcaption>\
             <svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{caption}; the table below has the numbers\">"
        );
        self.grid(&mut html, top);
        for (place, series) in self.series.iter().enumerate() {
            for run in series.points.split(|(_, value)| value.is_none()) {
                self.line(&mut html, place, run, top);
            }
        }
        html.push_str("</svg>");
        self.legend(&mut html);
        self.table(&mut html);
        html.push_str("</figure>");
        html
    }

    fn x(&self, at: i64) -> f64 {
        let (from, to) = self.span;
        LEFT + (at - from) as f64 / (to - from).max(1) as f64 * (WIDTH - LEFT - ABOVE)
    }

    fn grid(&self, html: &mut String, top: f64) {
        for step in 0..=4 {
            let (value, y) = (top * f64::from(step) / 4.0, y(f64::from(step), 4.0));
            let _ = write!(
                html,
                "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
                 <text class=\"number\" x=\"{}\" y=\"{:.1}\">{}</text>",
                WIDTH - ABOVE,
                LEFT - 6.0,
                y + 4.0,
                number(value)
            );
        }
        let (from, to) = self.span;
        let step = (to - from).max(1) / TIMES as i64;
        for part in 0..TIMES as i64 {
            let at = from + part * step.max(1);
            let _ = write!(
                html,
                "<text class=\"time\" x=\"{:.1}\" y=\"{}\">{}</text>",
                self.x(at),
                HEIGHT - 6.0,
                self.time(at)
            );
        }
    }

    fn line(&self, html: &mut String, place: usize, run: &[(i64, Option<f64>)], top: f64) {
        let points: Vec<String> = run
            .iter()
            .filter_map(|(at, value)| Some(format!("{:.1},{:.1}", self.x(*at), y((*value)?, top))))
            .collect();
        let _ = match &points[..] {
            [] => Ok(()),
            // A line needs two ends.
            [only] => {
                let (x, y) = only.split_once(',').unwrap_or_default();
                write!(html, "<circle class=\"series s{place}\" cx=\"{x}\" cy=\"{y}\" r=\"2\"/>")
            }
            points => {
                write!(html, "<polyline class=\"series s{place}\" points=\"{}\"/>", points.join(" "))
            }
        };
    }

    fn legend(&self, html: &mut String) {
        if self.series.len() < 2 {
            return;
        }
        html.push_str("<ul class=\"legend\">");
        for (place, series) in self.series.iter().enumerate() {
            let _ = write!(
                html,
                "<li><svg viewBox=\"0 0 24 8\" width=\"24\" height=\"8\" aria-hidden=\"true\">\
                 <polyline class=\"series s{place}\" points=\"0,4 24,4\"/></svg> {}</li>",
                escaped(&series.name)
            );
        }
        html.push_str("</ul>");
    }

    fn table(&self, html: &mut String) {
        let caption = escaped(self.caption);
        let _ = write!(
            html,
            "<details><summary>The numbers</summary>\
             <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}: the numbers\">\
             <table><thead><tr><th scope=\"col\">From</th>"
        );
        for series in self.series {
            let _ = write!(html, "<th scope=\"col\">{}</th>", escaped(&series.name));
        }
        html.push_str("</tr></thead><tbody>");
        let mut times: Vec<i64> = self.series.iter().flat_map(|one| &one.points).map(|(at, _)| *at).collect();
        times.sort_unstable();
        times.dedup();
        for at in times {
            let _ = write!(html, "<tr><th scope=\"row\">{}</th>", self.moment(at));
            for series in self.series {
                let value =
                    series.points.iter().find(|(known, _)| *known == at).and_then(|(_, value)| *value);
                let _ = write!(html, "<td>{}</td>", value.map_or_else(|| "–".to_owned(), number));
            }
            html.push_str("</tr>");
        }
        html.push_str("</tbody></table></div></details>");
    }

    /// A moment, as short as the span lets it be.
    fn time(&self, at: i64) -> String {
        const DAY: i64 = 24 * 3_600;
        let (from, to) = self.span;
        told(
            at,
            self.zone,
            if to - from > 8 * DAY {
                "%-d %b"
            } else if to - from > 2 * DAY {
                "%a %-H:00"
            } else {
                "%H:%M"
            },
        )
    }

    fn moment(&self, at: i64) -> String {
        told(at, self.zone, "%a %-d %b, %H:%M")
    }
}

/// Names with a number each, as bars beside one another, and the table behind them.
pub(in crate::web) fn bars(caption: &str, unit: &str, bars: &[(String, f64)]) -> String {
    let most = bars.iter().map(|(_, value)| *value).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let height = bars.len() as f64 * BAR;
    let (caption, unit) = (escaped(caption), escaped(unit));
    let mut html = format!(
        "<figure class=\"plot\"><figcaption>{caption}</figcaption>\
         <svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{caption}; the table below has the numbers\">"
    );
    let half = WIDTH / 2.0;
    for (place, (name, value)) in bars.iter().enumerate() {
        let y = place as f64 * BAR;
        let short: String = name.chars().take(26).collect();
        let _ = write!(
            html,
            "<text class=\"name\" x=\"0\" y=\"{:.1}\">{}</text>\
             <rect class=\"bar\" x=\"{half}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>\
             <text class=\"value\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            y + 19.0,
            escaped(&short),
            y + 5.0,
            value / most * (half - 60.0),
            BAR - 10.0,
            half + value / most * (half - 60.0) + 6.0,
            y + 19.0,
            number(*value)
        );
    }
    let _ = write!(
        html,
        "</svg><details><summary>The numbers</summary>\
         <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}: the numbers\">\
         <table><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">{unit}</th></tr></thead><tbody>"
    );
    for (name, value) in bars {
        let _ = write!(html, "<tr><th scope=\"row\">{}</th><td>{}</td></tr>", escaped(name), number(*value));
    }
    html.push_str("</tbody></table></div></details></figure>");
    html
}

/// How far down `value` is drawn where the highest is `top`.
fn y(value: f64, top: f64) -> f64 {
    HEIGHT - BELOW - value / top.max(f64::MIN_POSITIVE) * (HEIGHT - BELOW - ABOVE)
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

/// A number without digits that say nothing.
fn number(value: f64) -> String {
    if (value - value.round()).abs() < 0.05 || value >= 100.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}

fn told(at: i64, zone: &TimeZone, format: &str) -> String {
    let moment = Timestamp::from_second(at).map(|moment| moment.to_zoned(zone.clone()));
    moment.map(|moment| moment.strftime(format).to_string()).unwrap_or_default()
}

/// `text` as HTML has it, in elements and in attributes.
pub(in crate::web) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            letter => html.push(letter),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plot(series: &[Series], span: (i64, i64)) -> String {
        Plot { caption: "Listeners <now>", span, zone: &TimeZone::UTC, series }.html()
    }

    #[test]
    fn lines_end_where_nothing_is_known_and_the_table_has_every_number() {
        let points = vec![(0, Some(0.0)), (900, Some(4.0)), (1_800, None), (2_700, Some(2.5))];
        let html = plot(&[Series { name: "Browsers & co".to_owned(), points }], (0, 3_600));
        assert_eq!(html.matches("<polyline").count(), 1, "{html}");
        assert!(html.contains("points=\"44.0,196.0 191.0,8.0\""), "{html}");
        assert!(html.contains("<circle class=\"series s0\""), "one point alone is seen: {html}");
        assert!(html.contains("<figcaption>Listeners &lt;now&gt;</figcaption>"));
        for row in ["00:00</th><td>0<", "00:15</th><td>4<", "00:30</th><td>–<", "00:45</th><td>2.5<"] {
            assert!(html.contains(row), "no {row} in {html}");
        }
        assert!(!html.contains("style=") && !html.contains("class=\"legend\""));
    }

    #[test]
    fn several_lines_have_a_legend_and_times_fit_the_span() {
        let day = 24 * 3_600;
        let one = |name: &str| Series { name: name.to_owned(), points: vec![(day, Some(1.0))] };
        let html = plot(&[one("a"), one("b")], (0, 30 * day));
        assert!(html.contains("class=\"legend\"") && html.contains(">6 Jan<"), "{html}");
        assert!(plot(&[one("a")], (0, 7 * day)).contains(">Thu 0:00<"));
        assert!(plot(&[], (0, 0)).contains("<svg"), "nothing is no fault");
    }

    #[test]
    fn bars_are_as_long_as_their_numbers() {
        let html =
            bars("By programme", "Listeners", &[("Drive".to_owned(), 10.0), ("\"N\"".to_owned(), 5.0)]);
        assert!(html.contains("width=\"260.0\"") && html.contains("width=\"130.0\""), "{html}");
        assert!(html.contains("<th scope=\"row\">&quot;N&quot;</th><td>5</td>"));
        assert!(bars("None", "Listeners", &[]).contains("<svg"));
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
