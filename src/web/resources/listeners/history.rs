//! Numbers of listeners over hours and weeks.

use std::collections::BTreeMap;

use actix_web::http::header::CONTENT_DISPOSITION;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{Attendance, Player};
use crate::output::formats;
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/stations/{station}/listeners/history", Access::Dj, Scope::Listeners, told)
            .about("How many listened: range is hour, day, week or month, by is output, family or programme")
            .query(&["range", "by"])
            .gives::<History>(),
        Route::get("/api/v1/stations/{station}/listeners/history.csv", Access::Dj, Scope::Listeners, file)
            .about("The same as a table (RFC 4180): a line a minute, or an hour once it is three weeks old")
            .query(&["range"])
            .gives_file("text/csv"),
    ]
}

/// The period that the history covers, back from now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = HistoryRange)]
pub(crate) enum Range {
    Hour,
    #[default]
    Day,
    Week,
    Month,
}

/// By what listeners are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = HistoryBy)]
pub(crate) enum By {
    /// The output: `ws` stands for browsers, `opus` for a stream over HTTP.
    #[default]
    Output,
    /// The player family.
    Family,
    /// The programme on air: a show, or a DJ.
    Programme,
}

/// Query of the history.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    #[serde(default)]
    range: Range,
    #[serde(default)]
    by: By,
}

/// Query of the history as a table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WantedFile {
    #[serde(default)]
    range: Range,
}

/// Numbers of listeners over a period.
#[derive(Serialize, ToSchema)]
pub(crate) struct History {
    pub(crate) range: Range,
    pub(crate) by: By,
    /// Start of the period, in seconds since 1970.
    pub(crate) from: i64,
    /// End of the period, in seconds since 1970.
    pub(crate) to: i64,
    /// Length of the interval that each point covers, in seconds.
    pub(crate) step: i64,
    /// Total numbers of listeners; intervals without data are omitted.
    pub(crate) points: Vec<Point>,
    /// The numbers broken down by `by`, the largest part first.
    pub(crate) series: Vec<Series>,
}

/// Number of listeners in an interval.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = HistoryPoint)]
pub(crate) struct Point {
    /// Start of the interval, in seconds since 1970.
    pub(crate) at: i64,
    /// Average number of listeners.
    pub(crate) average: f64,
    /// Peak number of listeners; unknown for a part.
    pub(crate) most: Option<u64>,
}

/// A part of those who listened.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = HistorySeries)]
pub(crate) struct Series {
    /// The output, the player family or what was on.
    pub(crate) name: String,
    /// Average number of listeners over the intervals that have points.
    pub(crate) average: f64,
    pub(crate) points: Vec<Point>,
}

impl Range {
    /// Returns its length, and that of each of its points, in seconds.
    const fn seconds(self) -> (i64, i64) {
        const HOUR: i64 = 3_600;
        const DAY: i64 = 24 * HOUR;
        match self {
            Self::Hour => (HOUR, 60),
            Self::Day => (DAY, 600),
            Self::Week => (7 * DAY, HOUR),
            Self::Month => (30 * DAY, 4 * HOUR),
        }
    }
}

fn told(call: &ApiRequest) -> Result<Reply, Error> {
    let wanted: Wanted = call.query()?;
    Reply::json(&history(call, wanted.range, wanted.by)?)
}

/// Returns the listeners of the station in the address.
fn history(call: &ApiRequest, range: Range, by: By) -> Result<History, Error> {
    Ok(Lines::of(call, range)?.parted(by))
}

/// Recorded numbers of listeners within a range.
pub(crate) struct Lines {
    range: Range,
    /// Beginning and end, in seconds since 1970.
    span: (i64, i64),
    each: Vec<Attendance>,
}

impl Lines {
    /// Of the station in the address.
    pub(crate) fn of(call: &ApiRequest, range: Range) -> Result<Self, Error> {
        let (length, step) = range.seconds();
        // The last point is the one that is not over yet.
        let to = (call.now().div_euclid(step) + 1) * step;
        let each = call.site.store.attendance(call.station()?.slug(), &(to - length..to))?;
        Ok(Self { range, span: (to - length, to), each })
    }

    /// Returns the listeners by output, player or programme.
    pub(crate) fn parted(&self, by: By) -> History {
        parted(&self.each, (self.range, by), self.span)
    }
}

fn parted(lines: &[Attendance], (range, by): (Range, By), (from, to): (i64, i64)) -> History {
    let (_, step) = range.seconds();
    let mut slots: BTreeMap<i64, Vec<&Attendance>> = BTreeMap::new();
    for line in lines {
        slots.entry(line.at.div_euclid(step) * step).or_default().push(line);
    }
    let (mut points, mut parts) = (Vec::new(), BTreeMap::<String, Vec<Point>>::new());
    for (at, lines) in &slots {
        let Some(slot) = Attendance::joined(lines, (*at, step)) else { continue };
        points.push(Point { at: *at, average: slot.average, most: Some(slot.most) });
        let names = match by {
            By::Output => slot.outputs,
            By::Family => slot.players,
            By::Programme => [(slot.programme.unwrap_or_default(), slot.average)].into(),
        };
        for (name, average) in names {
            parts.entry(name).or_default().push(Point { at: *at, average, most: None });
        }
    }
    let series = parts.into_iter().map(|(name, points)| {
        let average = points.iter().map(|point| point.average).sum::<f64>() / points.len().max(1) as f64;
        Series { name, average, points }
    });
    let mut series: Vec<Series> = series.collect();
    series.sort_by(|one, other| {
        let sum = |series: &Series| series.average * series.points.len() as f64;
        sum(other).total_cmp(&sum(one))
    });
    History { range, by, from, to, step, points, series }
}

fn file(call: &ApiRequest) -> Result<Reply, Error> {
    let wanted: WantedFile = call.query()?;
    let slug = call.station()?.slug();
    let to = call.now() + 1;
    let lines = call.site.store.attendance(slug, &(to - wanted.range.seconds().0..to))?;
    let table = table(&lines).map_err(|error| Error::Broken(error.to_string()))?;
    let name = format!("attachment; filename=\"{slug}-listeners.csv\"");
    Ok(Reply::file("text/csv; charset=utf-8", table).with(CONTENT_DISPOSITION, name))
}

fn table(lines: &[Attendance]) -> csv::Result<Vec<u8>> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let outputs: Vec<&str> = formats::labels().collect();
    let players = Player::ALL.map(Player::name);
    let mut head = vec!["from", "seconds", "average", "most", "programme"];
    head.extend(&outputs);
    head.extend(players);
    table.write_record(&head)?;
    for line in lines {
        let from = jiff::Timestamp::from_second(line.at).map(|at| at.to_string()).unwrap_or_default();
        let number = |averages: &BTreeMap<String, f64>, name: &str| {
            averages.get(name).copied().unwrap_or_default().to_string()
        };
        let programme = line.programme.as_deref().unwrap_or_default();
        // A table program must not take a name for a formula.
        let programme = if programme.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            format!("'{programme}")
        } else {
            programme.to_owned()
        };
        let mut row =
            vec![from, line.span.to_string(), line.average.to_string(), line.most.to_string(), programme];
        row.extend(outputs.iter().map(|name| number(&line.outputs, name)));
        row.extend(players.map(|name| number(&line.players, name)));
        table.write_record(&row)?;
    }
    table.into_inner().map_err(|error| error.into_error().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(at: i64, ws: f64, opus: f64, programme: Option<&str>) -> Attendance {
        Attendance {
            at,
            span: 60,
            average: ws + opus,
            most: (ws + opus).ceil() as u64,
            outputs: [("ws".to_owned(), ws), ("opus".to_owned(), opus)].into(),
            players: [("vlc".to_owned(), opus)].into(),
            programme: programme.map(str::to_owned),
        }
    }

    #[test]
    fn listeners_are_parted_by_what_is_asked_for() {
        let lines = [
            minute(600, 1.0, 3.0, Some("Drive")),
            minute(660, 3.0, 4.0, Some("Drive")),
            minute(1_800, 1.0, 0.0, None),
        ];
        let history = parted(&lines, (Range::Day, By::Output), (0, 3_600));
        let point = |at, average, most| Point { at, average, most };
        assert_eq!(history.points, [point(600, 5.5, Some(7)), point(1_800, 1.0, Some(1))]);
        let names: Vec<_> = history.series.iter().map(|series| (&*series.name, series.average)).collect();
        assert_eq!(names, [("opus", 1.75), ("ws", 1.5)]);
        assert_eq!(history.series[1].points, [point(600, 2.0, None), point(1_800, 1.0, None)]);
        let programmes = parted(&lines, (Range::Day, By::Programme), (0, 3_600)).series;
        let names: Vec<_> = programmes.iter().map(|series| (&*series.name, series.average)).collect();
        assert_eq!(names, [("Drive", 5.5), ("", 1.0)]);
    }

    #[test]
    fn the_table_has_a_line_for_each() {
        let lines = [minute(60, 1.5, 2.0, Some("=A1")), minute(120, 0.0, 0.0, None)];
        let table = String::from_utf8(table(&lines).unwrap()).unwrap();
        let lines: Vec<_> = table.lines().collect();
        let outputs: Vec<&str> = formats::labels().collect();
        let players = "browser,vlc,mpv,ffmpeg,desktop,phone,car,speaker,program,other";
        let head = format!("from,seconds,average,most,programme,{},{players}", outputs.join(","));
        assert_eq!(lines[0], head);
        let averages = outputs.iter().map(|output| match *output {
            "ws" => "1.5,",
            "opus" => "2,",
            _ => "0,",
        });
        let averages: String = averages.collect();
        assert_eq!(lines[1], format!("1970-01-01T00:01:00Z,60,3.5,4,'=A1,{averages}0,2,0,0,0,0,0,0,0,0"));
        assert_eq!(lines.len(), 3);
    }
}
