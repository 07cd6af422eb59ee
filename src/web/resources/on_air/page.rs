//! The page "On air": what is heard, who is live, what comes next, and who listens.

use serde::{Deserialize, Serialize};

use crate::broadcast::Minute;
use crate::broadcast::events::CHAIN_MS;
use crate::model::OnAirDj;
use crate::model::{NowPlaying, Origin, PlaylistKind, Queued, SourceKind};
use crate::production::{ProductionHandle, messages};
use crate::source::autodj::track_provider::LEVEL_LUFS;
use crate::web::Error;
use crate::web::resources::stations::public_pages::Now;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// Entries of the queue that are shown.
const MOST_ENTRIES: usize = 12;
/// Tracks that are shown of those that were found.
const MOST_FOUND: usize = 12;
/// Places in the queue to choose from.
const MOST_PLACES: usize = 5;
/// Where the meter begins, in decibels, and how wide it is drawn.
const METER: (f64, f64) = (-60.0, 600.0);
/// How high the plot's bars are at most, and where they stand.
const PLOT: (u64, u64) = (100, 125);
const MINUTE_US: u64 = 60_000_000;

pub(in crate::web) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/stations/{station}", Access::Dj, Scope::Pages, page)]
}

/// What is asked of the page.
#[derive(Deserialize)]
struct Asked {
    /// Words of tracks to be put into the queue.
    q: Option<String>,
}

/// What `dashboard/on-air.html` is told.
#[derive(Serialize)]
struct OnAirPage<'a> {
    now: Option<Now<'a>>,
    source: String,
    left: Option<String>,
    server_us: u64,
    is_silenced: bool,
    /// The name of the emergency playlist, whether it is played, and those to choose from.
    emergency: Option<String>,
    is_emergency: bool,
    playlists: Vec<String>,
    scale: Vec<Mark>,
    /// The station's loudness, in LUFS.
    target: String,
    live: Option<Live>,
    relay: Option<String>,
    waiting: Vec<String>,
    messages: Vec<Message>,
    listeners: u64,
    plot: Option<Plot>,
    queue: Vec<Entry>,
    more: usize,
    q: String,
    searched: bool,
    found: Vec<Found>,
    places: Vec<Place>,
}

#[derive(Serialize)]
struct Mark {
    x: f64,
    label: String,
}

#[derive(Serialize)]
struct Live {
    dj: String,
    program: Option<String>,
    since: String,
    buffer_ms: u64,
    delay_ms: u64,
    heard: bool,
}

#[derive(Serialize)]
struct Message {
    number: u64,
    from: String,
    text: String,
    ago: String,
    read_by: Option<String>,
}

#[derive(Serialize)]
struct Entry {
    number: u64,
    title: String,
    origin: &'static str,
    why: Option<String>,
}

#[derive(Serialize)]
struct Found {
    id: String,
    title: String,
    length: Option<String>,
}

#[derive(Serialize)]
struct Place {
    number: usize,
    name: String,
}

/// The last hour as it is drawn.
#[derive(Debug, PartialEq, Serialize)]
struct Plot {
    most: u64,
    bars: Vec<Bar>,
    lines: Vec<Line>,
    minutes: Vec<PlotMinute>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Bar {
    x: u64,
    y: u64,
    height: u64,
}

#[derive(Debug, PartialEq, Serialize)]
struct Line {
    y: u64,
    label: u64,
}

#[derive(Debug, PartialEq, Serialize)]
struct PlotMinute {
    ago: u64,
    most: u64,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let (station, now_us) = (call.station()?, call.now_us());
    let asked: Asked = call.query()?;
    let q = asked.q.unwrap_or_default();
    let is_run = call.person()?.runs(station.slug());
    let searched = is_run && !q.trim().is_empty();
    let found = if searched { find(call, &q)? } else { Vec::new() };
    let entries = call.site.store.queue(station.slug())?.entries;
    let (count, now) = (entries.len(), station.broadcast().now_playing());
    let emergency = call.site.store.emergency(station.slug())?;
    let playlists = call.site.store.playlists(station.slug())?.into_iter();
    let playlists = playlists.filter(|list| list.kind == PlaylistKind::Music).map(|list| list.name).collect();
    call.page(
        "dashboard/on-air.html",
        &OnAirPage {
            source: now.as_ref().map(|now| source(now, station.is_silenced())).unwrap_or_default(),
            left: now.as_ref().and_then(|now| left(now, now_us)),
            now: now.as_ref().map(|now| Now::of(now, station.slug())),
            server_us: now_us,
            is_silenced: station.is_silenced(),
            is_emergency: emergency.as_ref().is_some_and(|emergency| emergency.is_on),
            emergency: emergency.map(|emergency| emergency.playlist),
            playlists,
            scale: [-48, -36, -24, -12, 0].into_iter().map(Mark::at).collect(),
            target: LEVEL_LUFS.to_string().replace('-', "−"),
            live: station.dj_inputs().on_air().map(|dj| Live::of(dj, now_us)),
            relay: station.relay_inputs().on_air().map(|relay| relay.name),
            waiting: station.dj_inputs().waiting(),
            messages: messages(station, now_us),
            listeners: station.broadcast().listeners().total(),
            plot: Plot::of(&station.broadcast().minutes(), now_us),
            queue: entries.into_iter().take(MOST_ENTRIES).map(Entry::of).collect(),
            more: count.saturating_sub(MOST_ENTRIES),
            q,
            searched,
            found,
            places: (1..=MOST_PLACES.min(count + 1)).map(Place::of).collect(),
        },
    )
}

fn find(call: &ApiRequest, q: &str) -> Result<Vec<Found>, Error> {
    let found = call.site.store.search(q, MOST_FOUND)?;
    let told = |track: crate::model::Listed| Found {
        id: track.id.0.to_string(),
        length: track.duration.map(|length| clock(length.as_secs())),
        title: Queued::of(&track, Origin::Person).title,
    };
    Ok(found.into_iter().map(told).collect())
}

fn messages(station: &ProductionHandle, now_us: u64) -> Vec<Message> {
    let told = |message: messages::Message| Message {
        number: message.number,
        ago: ago(now_us.saturating_sub(message.at_us)),
        from: message.from,
        text: message.text,
        read_by: message.read_by,
    };
    // The newest stands at the top.
    station.messages().into_iter().rev().map(told).collect()
}

/// Where what is heard comes from, in words.
fn source(now: &NowPlaying, is_silenced: bool) -> String {
    if is_silenced {
        return "Faded to silence".to_owned();
    }
    match (now.source, &now.dj) {
        (SourceKind::Autodj, _) => "Played by the station".to_owned(),
        (SourceKind::Live, Some(dj)) => format!("Live: {dj}"),
        (SourceKind::Live, None) => "Live".to_owned(),
        (SourceKind::Relay, _) => "Relayed from elsewhere".to_owned(),
        (SourceKind::EmergencyLoop, _) => "Emergency loop: there is nothing else to play".to_owned(),
        (SourceKind::Silence, _) => "There is nothing to play".to_owned(),
    }
}

/// How much of what is heard is left.
fn left(now: &NowPlaying, now_us: u64) -> Option<String> {
    let passed_us = now_us.saturating_sub(now.time_us);
    Some(clock(now.duration_us?.saturating_sub(passed_us) / 1_000_000))
}

/// Seconds as a clock shows them.
fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// How long something is ago, roughly.
fn ago(us: u64) -> String {
    match us / MINUTE_US {
        0 => "just now".to_owned(),
        minutes @ 1..=119 => format!("{minutes} min ago"),
        minutes => format!("{} h ago", minutes / 60),
    }
}

impl Mark {
    fn at(db: i32) -> Self {
        let (floor, width) = METER;
        // The last is not cut off at the edge.
        let x = ((1.0 - f64::from(db) / floor) * width).min(width - 8.0);
        Self { x, label: db.to_string().replace('-', "−") }
    }
}

impl Live {
    fn of(dj: OnAirDj, now_us: u64) -> Self {
        let buffer_ms = (dj.buffer_seconds * 1e3) as u64;
        Self {
            since: ago(now_us.saturating_sub(dj.since_us)),
            dj: dj.name,
            program: dj.program,
            buffer_ms,
            delay_ms: buffer_ms + CHAIN_MS,
            heard: dj.is_heard,
        }
    }
}

impl Entry {
    fn of(entry: Queued) -> Self {
        let origin = match entry.origin {
            Origin::Plan if entry.is_jingle => "Jingle",
            Origin::Plan => "Planned",
            Origin::Person => "Put here by hand",
            Origin::Request => "Requested",
        };
        Self { number: entry.number, title: entry.title, origin, why: entry.why }
    }
}

impl Place {
    fn of(number: usize) -> Self {
        let name = if number == 1 { "next".to_owned() } else { format!("place {number}") };
        Self { number, name }
    }
}

impl Plot {
    /// What is drawn of `minutes`, the oldest first; nothing where there is no full one.
    fn of(minutes: &[Minute], now_us: u64) -> Option<Self> {
        let this_us = now_us / MINUTE_US * MINUTE_US;
        let ago = |minute: &Minute| this_us.saturating_sub(minute.from_us) / MINUTE_US;
        let shown: Vec<_> = minutes.iter().filter(|minute| ago(minute) <= 60).collect();
        if shown.len() < 2 {
            return None;
        }
        let most = shown.iter().map(|minute| minute.most).max().unwrap_or_default();
        let (full, floor) = PLOT;
        let height = |count: u64| count * full / most.max(1);
        let bars = shown.iter().map(|minute| {
            let height = height(minute.most);
            Bar { x: (60 - ago(minute)) * 10, y: floor - height, height }
        });
        // With a few, a line in the middle would stand for no whole number.
        let marks = if most >= 4 { vec![most, most / 2, 0] } else { vec![most.max(1), 0] };
        let lines = marks.into_iter().map(|label| Line { y: floor - height(label).min(full), label });
        let told = shown.iter().rev().map(|minute| PlotMinute { ago: ago(minute), most: minute.most });
        Some(Self { most, bars: bars.collect(), lines: lines.collect(), minutes: told.collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_drawn_with_its_gaps() {
        let at = |minute: u64, most| Minute { from_us: minute * MINUTE_US, most };
        let minutes = [at(10, 9), at(50, 4), at(100, 8), at(110, 2)];
        let plot = Plot::of(&minutes, 110 * MINUTE_US + 7).unwrap();
        assert_eq!(plot.most, 8, "what is longer ago does not count");
        let bar = |x, y, height| Bar { x, y, height };
        assert_eq!(plot.bars, [bar(0, 75, 50), bar(500, 25, 100), bar(600, 100, 25)]);
        let lines: Vec<_> = plot.lines.iter().map(|line| (line.y, line.label)).collect();
        assert_eq!(lines, [(25, 8), (75, 4), (125, 0)]);
        assert_eq!(plot.minutes[0], PlotMinute { ago: 0, most: 2 });
        assert_eq!(Plot::of(&minutes[..1], 10 * MINUTE_US), None);
        let nobody = Plot::of(&[at(1, 0), at(2, 0)], 2 * MINUTE_US).unwrap();
        assert!(nobody.bars.iter().all(|bar| bar.height == 0));
        assert_eq!(nobody.lines.len(), 2);
    }

    #[test]
    fn times_are_told_as_people_do() {
        assert_eq!([clock(0), clock(61), clock(3_661)], ["0:00", "1:01", "1:01:01"]);
        let told = [0, 59, 60, 119 * 60, 120 * 60].map(|seconds| ago(seconds * 1_000_000));
        assert_eq!(told, ["just now", "just now", "1 min ago", "119 min ago", "2 h ago"]);
    }
}
