//! Who listens, now and over time.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::format::StreamAddress;
use crate::model::Player;
use crate::output::formats;
use crate::web::Error;
use crate::web::plot::{self, MOST_SERIES, Plot, Series};
use crate::web::resources::listeners::api::{Kind, Listener, listeners};
use crate::web::resources::listeners::history::{By, History, Lines, Point, Range};
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// Listeners on a page.
const A_PAGE: usize = 50;
/// Programmes that are shown.
const MOST_PROGRAMMES: usize = 12;

pub(in crate::web) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/stations/{station}/listeners", Access::Dj, Scope::Pages, page)]
}

/// What the address may ask for.
#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    range: Range,
    #[serde(default)]
    cursor: u64,
}

/// What `dashboard/listeners.html` is told.
#[derive(Serialize)]
struct ListenersPage {
    range: Range,
    cursor: u64,
    total: u64,
    outputs: Vec<Part>,
    renditions: Vec<Part>,
    players: Vec<Part>,
    listeners: Vec<Line>,
    next: Option<String>,
    busy: bool,
    /// Pictures, as HTML that is ours.
    plots: Vec<String>,
    by_programme: Option<String>,
    most: u64,
}

/// How many are of a kind.
#[derive(Debug, PartialEq, Serialize)]
struct Part {
    name: String,
    listeners: u64,
}

/// A listener, in words.
#[derive(Serialize)]
struct Line {
    id: u64,
    address: String,
    player: String,
    output: &'static str,
    rendition: String,
    since: String,
    behind: String,
    skipped: u64,
    bytes: Option<String>,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let wanted: Wanted = call.query()?;
    let station = call.station()?;
    let is_run = call.person()?.runs(station.slug());
    // Whose addresses are seen is for those who run the station; numbers are for its DJs, too.
    let limit = if is_run { A_PAGE } else { 0 };
    let (found, busy) = match listeners(call, wanted.cursor, limit) {
        Ok(found) => (Some(found), false),
        Err(Error::Busy) => (None, true),
        Err(error) => return Err(error),
    };
    let kinds = found.as_ref().map(|found| found.kinds.clone()).unwrap_or_default();
    let known = Lines::of(call, wanted.range)?;
    let by_output = known.parted(By::Output);
    let (zone, _) = call.site.store.calendar(station.slug())?;
    let by_family = known.parted(By::Family);
    let (next, lines) = found.map(|found| (found.next, found.each)).unwrap_or_default();
    let plots = if by_output.points.is_empty() {
        Vec::new()
    } else {
        vec![total(&by_output, &zone), parts(&by_output, &zone), parts(&by_family, &zone)]
    };
    let page = ListenersPage {
        range: wanted.range,
        cursor: wanted.cursor,
        total: station.broadcast().listeners().total(),
        outputs: counted(&kinds, |kind| output_told(kind.output).to_owned()),
        renditions: counted(&kinds, |kind| kind.rendition.clone()),
        players: counted(&kinds, |kind| Player::told(kind.player).to_owned()),
        listeners: lines.into_iter().map(Line::of).collect(),
        next: next.filter(|_| is_run),
        busy,
        plots,
        by_programme: programmes(&known.parted(By::Programme)),
        most: by_output.points.iter().filter_map(|point| point.most).max().unwrap_or_default(),
    };
    call.page("dashboard/listeners.html", &page)
}

/// How many there are of each name, the most first.
fn counted(kinds: &[Kind], name: impl Fn(&Kind) -> String) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for kind in kinds {
        let name = name(kind);
        match parts.iter_mut().find(|part| part.name == name) {
            Some(part) => part.listeners += kind.listeners,
            None => parts.push(Part { name, listeners: kind.listeners }),
        }
    }
    parts.sort_by_key(|part| std::cmp::Reverse(part.listeners));
    parts
}

/// How many listened, on average and at most.
fn total(history: &History, zone: &TimeZone) -> String {
    let points = |value: fn(&Point) -> f64| {
        slots(history, |at| history.points.iter().find(|point| point.at == at).map(value))
    };
    let series = [
        Series { name: "On average".to_owned(), points: points(|point| point.average) },
        Series { name: "At most".to_owned(), points: points(|point| point.most.unwrap_or_default() as f64) },
    ];
    let span = (history.from, history.to);
    Plot { caption: "Listeners", span, zone, series: &series }.html()
}

/// How many of each part.
fn parts(history: &History, zone: &TimeZone) -> String {
    let caption = if history.by == By::Output { "By output" } else { "By player" };
    let told = |name: &str| {
        if history.by == By::Output { output_told(name).to_owned() } else { Player::told(name).to_owned() }
    };
    let known = |at| history.points.iter().any(|point| point.at == at);
    let series = history.series.iter().take(MOST_SERIES).map(|part| Series {
        name: told(&part.name),
        points: slots(history, |at| {
            let point = part.points.iter().find(|point| point.at == at);
            point.map(|point| point.average).or_else(|| known(at).then_some(0.0))
        }),
    });
    let (series, span): (Vec<_>, _) = (series.collect(), (history.from, history.to));
    Plot { caption, span, zone, series: &series }.html()
}

/// A value for each time that there is a point for; a time without is a gap, told once.
fn slots(history: &History, value: impl Fn(i64) -> Option<f64>) -> Vec<(i64, Option<f64>)> {
    let mut slots: Vec<(i64, Option<f64>)> = Vec::new();
    for at in (history.from..history.to).step_by(history.step.max(1) as usize) {
        match value(at) {
            None if slots.last().is_none_or(|(_, before)| before.is_none()) => {}
            value => slots.push((at, value)),
        }
    }
    slots
}

/// How many listened to what, as bars; nothing where no show was on.
fn programmes(history: &History) -> Option<String> {
    let named = history.series.iter().filter(|part| !part.name.is_empty());
    let mut bars: Vec<(String, f64)> = named.map(|part| (part.name.clone(), part.average)).collect();
    bars.sort_by(|one, other| other.1.total_cmp(&one.1));
    bars.truncate(MOST_PROGRAMMES);
    (!bars.is_empty()).then(|| plot::bars("By programme", "Listeners on average", &bars))
}

fn is_websocket(name: &str) -> bool {
    formats::labelled(name).is_some_and(|format| format.address == StreamAddress::WebSocket)
}

fn output_told(name: &str) -> &str {
    formats::labelled(name).map_or(name, |format| format.name)
}

impl Line {
    fn of(listener: Listener) -> Self {
        Self {
            id: listener.id,
            address: listener.address,
            player: Player::told(listener.player).to_owned(),
            output: if is_websocket(listener.output) { "WebSocket" } else { "Stream" },
            rendition: listener.rendition,
            since: duration(listener.seconds),
            behind: format!("{:.1} s", listener.behind_ms as f64 / 1e3),
            skipped: listener.skipped,
            bytes: listener.bytes.map(amount),
        }
    }
}

/// A time in the words of people.
fn duration(seconds: u64) -> String {
    let (minutes, hours) = (seconds / 60, seconds / 3_600);
    match hours {
        0 if minutes == 0 => format!("{seconds} s"),
        0 => format!("{minutes} min"),
        1..48 => format!("{hours} h {} min", minutes % 60),
        _ => format!("{} days", hours / 24),
    }
}

/// So many bytes in the words of people.
fn amount(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_amounts_are_short() {
        let times = [59, 61, 3_599, 3_660, 200_000].map(duration);
        assert_eq!(times, ["59 s", "1 min", "59 min", "1 h 1 min", "2 days"]);
        assert_eq!([12_345, 1_250_000, 3_000_000_000].map(amount), ["12 kB", "1.2 MB", "3.0 GB"]);
    }

    #[test]
    fn kinds_are_added_up_by_name() {
        let kind =
            |output, player, listeners| Kind { output, rendition: "opus-96".to_owned(), player, listeners };
        let kinds = [kind("ws", "browser", 2), kind("opus", "vlc", 4), kind("ws", "phone", 3)];
        let parts = counted(&kinds, |kind| kind.output.to_owned());
        let part = |name: &str, listeners| Part { name: name.to_owned(), listeners };
        assert_eq!(parts, [part("ws", 5), part("opus", 4)]);
    }
}
