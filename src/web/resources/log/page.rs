//! The pages of what went out: the as-run log, and the recordings there will be.

use std::ops::Range;

use jiff::Span;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::model::{Aired, SourceKind};
use crate::store::AiredQuery;
use crate::web::Error;
use crate::web::resources::playlists::list_page::length;
use crate::web::resources::schedule::forecast::{clock, midnight, zone_name};
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// The most lines of a page.
const MOST_LINES: usize = 1_000;

pub(in crate::web) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/stations/{station}/log", Access::Dj, Scope::Pages, log),
        Route::get("/admin/stations/{station}/recordings", Access::Dj, Scope::Pages, recordings),
    ]
}

/// What is looked for: on a day, or, without one, at any time.
#[derive(Default, Deserialize)]
struct Wanted {
    day: Option<String>,
    #[serde(default)]
    q: String,
    #[serde(default)]
    source: String,
}

/// What `dashboard/log.html` is told.
#[derive(Serialize)]
struct LogPage {
    /// The day that is looked at, and those before and after.
    day: Option<Named>,
    before: Option<String>,
    after: Option<String>,
    q: String,
    sources: Vec<Source>,
    lines: Vec<Line>,
    has_more: bool,
    totals: Totals,
    /// The addresses of the same as files, but for what they are called.
    file: String,
    /// The month of the day, for the report.
    month: [String; 2],
    zone: String,
}

#[derive(Serialize)]
struct Named {
    date: String,
    name: String,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
    label: &'static str,
    is_chosen: bool,
}

#[derive(Serialize)]
struct Line {
    date: String,
    from: String,
    length: String,
    title: String,
    album: Option<String>,
    source: &'static str,
    is_silence: bool,
    dj: Option<String>,
    most: u64,
    performances: u64,
}

/// What the lines come to.
#[derive(Serialize)]
struct Totals {
    titles: usize,
    music: String,
    live: String,
    silence: String,
    performances: u64,
    listened: String,
}

fn log(call: &ApiRequest) -> Result<Reply, Error> {
    let wanted: Wanted = call.query()?;
    let (slug, store) = (call.station()?.slug(), &call.site.store);
    let (zone, _) = store.calendar(slug)?;
    let today = clock(call.now_us(), &zone).date();
    let day = match wanted.day.as_deref().map(str::trim) {
        Some("") => None,
        Some(text) => {
            let wrong = |_| Error::BadInput("A day is such as 2026-12-24.".to_owned());
            Some(text.parse::<Date>().map_err(wrong)?)
        }
        None if wanted.q.trim().is_empty() => Some(today),
        None => None,
    };
    let span = day.map_or(0..u64::MAX, |day| midnight(day, &zone)..midnight(later(day, 1), &zone));
    let source = SourceKind::ALL.into_iter().find(|kind| kind.name() == wanted.source);
    let query = AiredQuery { span: &span, source, words: &wanted.q, limit: MOST_LINES + 1 };
    let mut found = store.aired_lately(slug, &query)?;
    let has_more = found.len() > MOST_LINES;
    found.truncate(MOST_LINES);
    let month = day.unwrap_or(today).first_of_month();
    let page = LogPage {
        before: day.map(|day| later(day, -1).to_string()),
        after: day.filter(|day| *day < today).map(|day| later(day, 1).to_string()),
        day: day.map(|day| Named { date: day.to_string(), name: day.strftime("%A, %-d %B %Y").to_string() }),
        file: file_query(&span, &wanted),
        sources: SourceKind::ALL.map(|kind| Source::of(kind, source)).into(),
        totals: Totals::of(&found),
        lines: found.iter().map(|line| Line::of(line, &zone)).collect(),
        has_more,
        month: [
            month.to_string(),
            month.last_of_month().checked_add(Span::new().days(1)).unwrap_or(month).to_string(),
        ],
        q: wanted.q,
        zone: zone_name(&zone),
    };
    call.page("dashboard/log.html", &page)
}

/// What asks the API for the same lines as a file.
fn file_query(span: &Range<u64>, wanted: &Wanted) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if span.end < u64::MAX {
        let moment = |us| clock(us, &TimeZone::UTC).strftime("%FT%T").to_string();
        query.append_pair("from", &moment(span.start)).append_pair("to", &moment(span.end));
    }
    for (key, value) in [("q", &wanted.q), ("source", &wanted.source)] {
        if !value.is_empty() {
            query.append_pair(key, value);
        }
    }
    query.finish()
}

fn later(day: Date, days: i64) -> Date {
    day.checked_add(Span::new().days(days)).unwrap_or(day)
}

/// Whether a source is heard only because there is nothing else.
fn is_filler(source: SourceKind) -> bool {
    matches!(source, SourceKind::EmergencyLoop | SourceKind::Silence)
}

/// A source in words.
fn label(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Autodj => "AutoDJ",
        SourceKind::Live => "Live",
        SourceKind::Relay => "Relayed",
        SourceKind::EmergencyLoop => "Emergency loop",
        SourceKind::Silence => "Silence",
    }
}

impl Source {
    fn of(kind: SourceKind, chosen: Option<SourceKind>) -> Self {
        Self { name: kind.name(), label: label(kind), is_chosen: chosen == Some(kind) }
    }
}

impl Line {
    fn of(line: &Aired, zone: &TimeZone) -> Self {
        let from = clock(line.from_us, zone);
        let time = std::time::Duration::from_micros(line.to_us.saturating_sub(line.from_us));
        Self {
            date: from.strftime("%a %-d %b").to_string(),
            from: from.strftime("%H:%M:%S").to_string(),
            length: length(time),
            title: match &line.artist {
                Some(artist) => format!("{artist} – {}", line.title),
                None => line.title.clone(),
            },
            album: line.album.clone(),
            source: label(line.source),
            is_silence: line.source == SourceKind::Silence,
            dj: line.dj.clone(),
            most: line.audience.most,
            performances: line.audience.performances,
        }
    }
}

impl Totals {
    fn of(lines: &[Aired]) -> Self {
        let time = |is_it: &dyn Fn(SourceKind) -> bool| {
            let its = lines.iter().filter(|line| is_it(line.source));
            let us: u64 = its.map(|line| line.to_us.saturating_sub(line.from_us)).sum();
            length(std::time::Duration::from_micros(us))
        };
        let seconds: f64 = lines.iter().map(|line| line.audience.seconds).sum();
        Self {
            titles: lines.iter().filter(|line| !is_filler(line.source)).count(),
            music: time(&|source| source != SourceKind::Live && !is_filler(source)),
            live: time(&|source| source == SourceKind::Live),
            silence: time(&|source| source == SourceKind::Silence),
            performances: lines.iter().map(|line| line.audience.performances).sum(),
            listened: format!("{:.1} h", seconds / 3_600.0),
        }
    }
}

/// What `dashboard/recordings.html` is told: nothing but what every page is.
#[derive(Serialize)]
struct RecordingsPage {}

fn recordings(call: &ApiRequest) -> Result<Reply, Error> {
    call.page("dashboard/recordings.html", &RecordingsPage {})
}
