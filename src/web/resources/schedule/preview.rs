//! The API's forecast, also with shows that are not saved yet.

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::Deserialize;

use crate::web::Error;
use crate::web::resources::schedule::forecast::{Forecast, ForecastRequest, MOST_HOURS, MOST_PLAYS, outlook};
use crate::web::resources::shows::api::Show;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

const HOUR_US: u64 = 60 * 60 * 1_000_000;
/// Default length of a forecast, in hours.
const USUAL_HOURS: u64 = 3;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/stations/{station}/preview", Access::Dj, Scope::Schedule, preview)
            .about(
                "What would play if nothing came between, and which shows are not heard for others; `from` is such as \
                 2026-12-24T18:00 by the station's clock, `hours` 1 to 48, `shows` a JSON list of shows as if they were \
                 kept, `without` the name of one as if it were removed",
            )
            .query(&["from", "hours", "shows", "without"])
            .gives::<Forecast>(),
    ]
}

/// Body of a request for a forecast.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    from: Option<String>,
    hours: Option<u64>,
    shows: Option<String>,
    without: Option<String>,
}

fn preview(call: &ApiRequest) -> Result<Reply, Error> {
    let wanted: Wanted = call.query()?;
    let hours = wanted.hours.unwrap_or(USUAL_HOURS);
    if !(1..=MOST_HOURS).contains(&hours) {
        return Err(Error::bad_input(format!("hours has to be from 1 to {MOST_HOURS}.")));
    }
    let from_us = match &wanted.from {
        Some(text) => moment(call, text)?,
        None => call.now_us(),
    };
    let shows: Vec<Show> = match &wanted.shows {
        Some(text) => serde_json::from_str(text)
            .map_err(|error| Error::bad_input(format!("shows has to be a JSON list of shows: {error}.")))?,
        None => Vec::new(),
    };
    let proposed: Result<_, Error> = shows.into_iter().map(Show::proposed).collect();
    let (span, proposed) = (from_us..from_us + hours * HOUR_US, proposed?);
    let question = ForecastRequest { span, proposed, without: wanted.without, most: MOST_PLAYS };
    Reply::json(&outlook(call, &question, &call.site.templates.english()?)?)
}

/// A moment, with its offset or by the station's clock.
fn moment(call: &ApiRequest, text: &str) -> Result<u64, Error> {
    let (zone, _) = call.site.store.calendar(call.station()?.slug())?;
    let said = text.parse::<Timestamp>().ok().or_else(|| {
        let moment = text.parse::<DateTime>().ok()?.to_zoned(zone).ok()?;
        Some(moment.timestamp())
    });
    let us = said.and_then(|moment| u64::try_from(moment.as_microsecond()).ok());
    us.ok_or_else(|| Error::bad_input("from has to be a moment such as 2026-12-24T18:00."))
}
