//! The page of the as-run log.

use std::ops::Range;

use jiff::Span;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::api::Line;
use crate::model::{Aired, SourceKind};
use crate::store::AiredQuery;
use crate::web::Error;
use crate::web::resources::schedule::forecast::{clock, midnight, zone_name};
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// The most lines of a page.
const MOST_LINES: usize = 1_000;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/stations/{station}/log", Access::Dj, Scope::Pages, log)]
}

/// Query of the page; without a day, all days.
#[derive(Default, Deserialize)]
struct Wanted {
    day: Option<String>,
    #[serde(default)]
    q: String,
    #[serde(default)]
    source: String,
}

/// Variables of `dashboard/log.html`.
#[derive(Serialize)]
struct LogPage {
    /// The day that is shown: its date, and its name.
    day: Option<(String, String)>,
    before: Option<String>,
    after: Option<String>,
    q: String,
    source: String,
    sources: [&'static str; SourceKind::ALL.len()],
    lines: Vec<Line>,
    has_more: bool,
    totals: Totals,
    /// Query of the same lines as a file.
    file: String,
    /// First and last day of the month, for the report.
    month: [String; 2],
    zone: String,
}

/// Sums of the lines.
#[derive(Serialize)]
struct Totals {
    titles: usize,
    /// Seconds that AutoDJ and relays, DJs, and nobody were on air.
    music: f64,
    live: f64,
    silence: f64,
    performances: u64,
    listener_hours: f64,
}

fn log(call: &ApiRequest) -> Result<Reply, Error> {
    let wanted: Wanted = call.query()?;
    let (slug, store) = (call.station()?.slug(), &call.site.store);
    let (zone, _) = store.calendar(slug)?;
    let today = clock(call.now_us(), &zone).date();
    let day = match wanted.day.as_deref().map(str::trim) {
        Some("") => None,
        Some(text) => {
            let wrong = |_| Error::bad_input("A day is such as 2026-12-24.");
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
    let words = call.words()?;
    let page = LogPage {
        before: day.map(|day| later(day, -1).to_string()),
        after: day.filter(|day| *day < today).map(|day| later(day, 1).to_string()),
        day: day.map(|day| (day.to_string(), words.date("full-day", day))),
        file: file_query(&span, &wanted),
        sources: SourceKind::ALL.map(SourceKind::name),
        source: wanted.source,
        totals: Totals::of(&found),
        lines: found.into_iter().map(Line::of).collect(),
        has_more,
        month: [
            month.to_string(),
            month.last_of_month().checked_add(Span::new().days(1)).unwrap_or(month).to_string(),
        ],
        q: wanted.q,
        zone: zone_name(&zone, &words),
    };
    call.page("dashboard/log.html", &page)
}

/// Returns the API's query for the same lines as a file.
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

/// Returns whether a source is heard only because there is nothing else.
fn is_filler(source: SourceKind) -> bool {
    matches!(source, SourceKind::EmergencyLoop | SourceKind::Silence)
}

impl Totals {
    fn of(lines: &[Aired]) -> Self {
        let seconds = |is_it: &dyn Fn(SourceKind) -> bool| {
            let its = lines.iter().filter(|line| is_it(line.source));
            its.map(|line| line.to_us.saturating_sub(line.from_us)).sum::<u64>() as f64 / 1e6
        };
        Self {
            titles: lines.iter().filter(|line| !is_filler(line.source)).count(),
            music: seconds(&|source| source != SourceKind::Live && !is_filler(source)),
            live: seconds(&|source| source == SourceKind::Live),
            silence: seconds(&|source| source == SourceKind::Silence),
            performances: lines.iter().map(|line| line.audience.performances).sum(),
            listener_hours: lines.iter().map(|line| line.audience.seconds).sum::<f64>() / 3_600.0,
        }
    }
}
