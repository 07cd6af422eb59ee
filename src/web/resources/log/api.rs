//! The as-run log's API.

use std::ops::Range;

use actix_web::http::header::CONTENT_DISPOSITION;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{self, SourceKind};
use crate::production::report;
use crate::store::AiredQuery;
use crate::web::Error;
use crate::web::resources::limit;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// The most lines that are written into one file.
const MOST_LINES: usize = 50_000;
/// The longest time that a report of use is about, in microseconds: a quarter of a year, for which it is due.
const MOST_REPORTED_US: u64 = 93 * 86_400_000_000;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/stations/{station}/log", Access::Dj, Scope::Log, list)
            .about("What went out, the newest first")
            .query(&["from", "to", "source", "q", "cursor", "limit"])
            .gives::<Lines>(),
        Route::get("/api/v1/stations/{station}/log.csv", Access::Dj, Scope::Log, file)
            .about("What went out as a table (RFC 4180), the oldest first; at most 50000 lines")
            .query(&["from", "to", "source", "q"])
            .gives_file("text/csv"),
        Route::get("/api/v1/stations/{station}/log/soundexchange", Access::Dj, Scope::Log, report)
            .about(
                "SoundExchange's Report of Use (37 CFR 370.4), a line for each recording; `category` is the letter of the \
                 transmission category",
            )
            .query(&["from", "to", "service", "category"])
            .gives_file("text/plain"),
    ]
}

/// Query of the as-run log.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    from: Option<String>,
    to: Option<String>,
    source: Option<String>,
    #[serde(default)]
    q: String,
    cursor: Option<u64>,
    limit: Option<usize>,
}

/// Entries of the as-run log.
#[derive(Serialize, ToSchema)]
#[schema(as = LogLines)]
struct Lines {
    lines: Vec<Line>,
    /// Cursor of the next page, if there is one: to be passed as `cursor`.
    next: Option<String>,
}

/// Something that truly went out, and who heard it.
#[derive(Serialize, ToSchema)]
#[schema(as = LogLine)]
pub(crate) struct Line {
    /// Microseconds since 1970.
    from_us: u64,
    to_us: u64,
    /// `autodj`, `live` or `silence`, among others.
    source: &'static str,
    /// The type of the track, where AutoDJ played one: `music`, `jingle`, `id`, `ad` or `talk`.
    #[serde(rename = "type")]
    kind: Option<&'static str>,
    title: String,
    artist: Option<String>,
    album: Option<String>,
    isrc: Option<String>,
    label: Option<String>,
    dj: Option<String>,
    /// The show that was on when it began.
    show: Option<String>,
    /// The most that listened at once.
    most_listeners: u64,
    /// Number of listeners that heard any part of it.
    performances: u64,
    /// Total listening time of all listeners, in seconds.
    listener_seconds: f64,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    let wanted: Wanted = call.query()?;
    let limit = limit(wanted.limit)?;
    let mut span = wanted.span()?;
    if let Some(cursor) = wanted.cursor {
        span.end = span.end.min(cursor);
    }
    let query = wanted.query(&span, limit + 1)?;
    let mut found = call.site.store.aired_lately(call.station()?.slug(), &query)?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| has_more).map(|last| last.from_us.to_string());
    Reply::json(&Lines { lines: found.into_iter().map(Line::of).collect(), next })
}

fn file(call: &ApiRequest) -> Result<Reply, Error> {
    let wanted: Wanted = call.query()?;
    let slug = call.station()?.slug();
    let span = wanted.span()?;
    let mut found = call.site.store.aired_lately(slug, &wanted.query(&span, MOST_LINES + 1)?)?;
    if found.len() > MOST_LINES {
        let text =
            format!("These are more than {MOST_LINES} lines; ask for a shorter time with from and to.");
        return Err(Error::bad_input(text));
    }
    found.reverse();
    let mut table = Vec::new();
    report::write_csv(&found, &mut table).map_err(|error| Error::Broken(error.to_string()))?;
    let name = format!("attachment; filename=\"{slug}-log.csv\"");
    Ok(Reply::file("text/csv; charset=utf-8; header=present", table).with(CONTENT_DISPOSITION, name))
}

/// Query of a report of use.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reported {
    from: Option<String>,
    to: Option<String>,
    service: Option<String>,
    category: Option<char>,
}

fn report(call: &ApiRequest) -> Result<Reply, Error> {
    let Reported { from, to, service, category } = call.query()?;
    let span = Wanted { from, to, source: None, q: String::new(), cursor: None, limit: None }.span()?;
    if span.end.saturating_sub(span.start) > MOST_REPORTED_US {
        let text =
            "A report is about at most 93 days: say from and to, such as from=2026-10-01&to=2027-01-01.";
        return Err(Error::bad_input(text));
    }
    let category = category.unwrap_or('A');
    if !category.is_ascii_uppercase() {
        return Err(Error::bad_input("category has to be a letter from A to Z."));
    }
    let station = call.station()?;
    let service = service.unwrap_or_else(|| station.broadcast().name());
    // A mark of the form would begin another field.
    let service = service.replace(|mark: char| mark.is_control() || "^|".contains(mark), " ");
    let found = call.site.store.aired(Some(station.slug()), &span)?;
    let mut table = Vec::new();
    report::write_report(&found, (&service, category), &mut table)
        .map_err(|error| Error::Broken(error.to_string()))?;
    let name = format!("attachment; filename=\"{}-report-of-use.txt\"", station.slug());
    Ok(Reply::file("text/plain; charset=utf-8", table).with(CONTENT_DISPOSITION, name))
}

impl Wanted {
    fn span(&self) -> Result<Range<u64>, Error> {
        let moment = |text: &Option<String>, otherwise| match text {
            Some(text) => report::moment(text).map_err(Error::bad_input),
            None => Ok(otherwise),
        };
        Ok(moment(&self.from, 0)?..moment(&self.to, u64::MAX)?)
    }

    fn query<'a>(&'a self, span: &'a Range<u64>, limit: usize) -> Result<AiredQuery<'a>, Error> {
        let named = |name: &String| {
            let kind = SourceKind::ALL.into_iter().find(|kind| kind.name() == name);
            let known = || SourceKind::ALL.map(SourceKind::name).join(", ");
            kind.ok_or_else(|| Error::bad_input(format!("source has to be one of: {}.", known())))
        };
        let source = self.source.as_ref().map(named).transpose()?;
        Ok(AiredQuery { span, source, words: &self.q, limit })
    }
}

impl Line {
    pub(crate) fn of(line: model::Aired) -> Self {
        Self {
            from_us: line.from_us,
            to_us: line.to_us,
            kind: report::kind(&line).map(model::TrackKind::name),
            source: line.source.name(),
            title: line.title,
            artist: line.artist,
            album: line.album,
            isrc: line.isrc,
            label: line.label,
            dj: line.dj,
            show: line.show,
            most_listeners: line.audience.most,
            performances: line.audience.performances,
            listener_seconds: line.audience.seconds,
        }
    }
}
