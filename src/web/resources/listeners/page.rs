//! The page of listeners, now and over time.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::format::StreamAddress;
use crate::model::Player;
use crate::output::formats;
use crate::web::Error;
use crate::web::languages::Words;
use crate::web::plot::{self, Bars, MOST_SERIES, Plot, Series};
use crate::web::resources::listeners::api::{Kind, Listeners, listeners};
use crate::web::resources::listeners::history::{By, History, Lines, Point, Range};
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// Listeners on a page.
const A_PAGE: usize = 50;
/// Programmes that are shown.
const MOST_PROGRAMMES: usize = 12;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/stations/{station}/listeners", Access::Dj, Scope::Pages, page)]
}

/// Query of the page.
#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    range: Range,
    #[serde(default)]
    cursor: u64,
}

/// Variables of `dashboard/listeners.html`.
#[derive(Serialize)]
struct ListenersPage {
    range: Range,
    cursor: u64,
    total: u64,
    outputs: Vec<(String, u64)>,
    renditions: Vec<(String, u64)>,
    players: Vec<(String, u64)>,
    /// Current listeners; none if the threads that hold the sockets are busy.
    found: Option<Listeners>,
    /// Labels of the outputs that are `WebSockets`; others are streams.
    sockets: Vec<&'static str>,
    player_names: BTreeMap<&'static str, String>,
    plots: Vec<Plot>,
    by_programme: Option<Bars>,
    most: u64,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let wanted: Wanted = call.query()?;
    let station = call.station()?;
    let is_run = call.person()?.runs(station.slug());
    // Addresses are for those who run the station; numbers are for its DJs, too.
    let limit = if is_run { A_PAGE } else { 0 };
    let mut found = match listeners(call, wanted.cursor, limit) {
        Ok(found) => Some(found),
        Err(Error::Busy) => None,
        Err(error) => return Err(error),
    };
    if let Some(found) = found.as_mut().filter(|_| !is_run) {
        found.next = None;
    }
    let kinds = found.as_ref().map(|found| &*found.kinds).unwrap_or_default();
    let known = Lines::of(call, wanted.range)?;
    let by_output = known.parted(By::Output);
    let (zone, _) = call.site.store.calendar(station.slug())?;
    let (words, mut plots) = (call.words()?, Vec::new());
    if !by_output.points.is_empty() {
        plots.push(total(&by_output, &zone, &words));
        plots.push(parts(&by_output, &zone, &words));
        plots.push(parts(&known.parted(By::Family), &zone, &words));
    }
    let page = ListenersPage {
        range: wanted.range,
        cursor: wanted.cursor,
        total: station.broadcast().listeners().total(),
        outputs: counted(kinds, |kind| output_told(kind.output, &words)),
        renditions: counted(kinds, |kind| kind.rendition.clone()),
        players: counted(kinds, |kind| player_told(kind.player, &words)),
        sockets: formats::labels().filter(|label| is_websocket(label)).collect(),
        player_names: Player::ALL.map(|player| (player.name(), player_told(player.name(), &words))).into(),
        plots,
        by_programme: programmes(&known.parted(By::Programme), &words),
        most: by_output.points.iter().filter_map(|point| point.most).max().unwrap_or_default(),
        found,
    };
    call.page("dashboard/listeners.html", &page)
}

/// Adds up the listeners of each name, the most first.
fn counted<'a>(kinds: &'a [Kind], name: impl Fn(&'a Kind) -> String) -> Vec<(String, u64)> {
    let mut counts = BTreeMap::<String, u64>::new();
    for kind in kinds {
        *counts.entry(name(kind)).or_default() += kind.listeners;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// Plots the listeners, on average and at most.
fn total(history: &History, zone: &TimeZone, words: &Words) -> Plot {
    let points = |value: fn(&Point) -> f64| {
        plot::slots((history.from, history.to), history.step, |at| {
            history.points.iter().find(|point| point.at == at).map(value)
        })
    };
    let series = [
        Series { name: words.word("plot-average"), points: points(|point| point.average) },
        Series {
            name: words.word("plot-most"),
            points: points(|point| point.most.unwrap_or_default() as f64),
        },
    ];
    Plot::new(words.word("plot-listeners"), (history.from, history.to), zone, &series, words)
}

/// Plots the listeners over each output, or with each kind of player.
fn parts(history: &History, zone: &TimeZone, words: &Words) -> Plot {
    let is_by_output = history.by == By::Output;
    let caption = words.word(if is_by_output { "plot-by-output" } else { "plot-by-player" });
    let told = |name: &str| if is_by_output { output_told(name, words) } else { player_told(name, words) };
    let (span, known) = ((history.from, history.to), |at| history.points.iter().any(|point| point.at == at));
    let series = history.series.iter().take(MOST_SERIES).map(|part| Series {
        name: told(&part.name),
        points: plot::slots(span, history.step, |at| {
            let point = part.points.iter().find(|point| point.at == at);
            point.map(|point| point.average).or_else(|| known(at).then_some(0.0))
        }),
    });
    Plot::new(caption, span, zone, &series.collect::<Vec<_>>(), words)
}

/// Draws the listeners of each show; nothing if no show was on.
fn programmes(history: &History, words: &Words) -> Option<Bars> {
    let named = history.series.iter().filter(|part| !part.name.is_empty());
    let mut bars: Vec<_> = named.map(|part| (part.name.clone(), part.average)).collect();
    bars.sort_by(|one, other| other.1.total_cmp(&one.1));
    bars.truncate(MOST_PROGRAMMES);
    let (caption, unit) = (words.word("plot-by-programme"), words.word("plot-listeners-average"));
    (!bars.is_empty()).then(|| Bars::new(caption, unit, bars))
}

fn is_websocket(name: &str) -> bool {
    formats::labelled(name).is_some_and(|format| format.address == StreamAddress::WebSocket)
}

fn output_told(name: &str, words: &Words) -> String {
    words.say("output-name", &[("format", name.into())])
}

/// Names a kind of player.
fn player_told(name: &str, words: &Words) -> String {
    if name == "vlc" { "VLC".to_owned() } else { words.say("player-kind", &[("player", name.into())]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_added_up_by_name() {
        let kind =
            |output, player, listeners| Kind { output, rendition: "opus-96".to_owned(), player, listeners };
        let kinds = [kind("ws", "browser", 2), kind("opus", "vlc", 4), kind("ws", "phone", 3)];
        let counts = counted(&kinds, |kind| kind.output.to_owned());
        assert_eq!(counts, [("ws".to_owned(), 5), ("opus".to_owned(), 4)]);
    }
}
