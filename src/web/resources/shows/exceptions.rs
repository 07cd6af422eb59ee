//! Single days on which a weekly show is cancelled or moved.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{MovedShowTime, Show, ShowException, clock_time, time_of_day};
use crate::web::Error;
use crate::web::resources::put;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const ALL: &str = "/api/v1/stations/{station}/shows/{name}/exceptions";
const ONE: &str = "/api/v1/stations/{station}/shows/{name}/exceptions/{day}";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Manager, Scope::Schedule);
    vec![
        Route::get(ALL, Access::Dj, Scope::Schedule, list)
            .about("The days on which a weekly show is cancelled or moved")
            .gives::<ShowExceptions>(),
        Route::get(ONE, Access::Dj, Scope::Schedule, one)
            .about("How a weekly show is cancelled or moved on one of its days")
            .gives::<ShowExceptionView>(),
        Route::new(Verb::Put, ONE, may, Handler::Ask(replace))
            .about("Cancel a weekly show on one of its days, or move it to another time, in place of what was said about that day")
            .takes::<ShowExceptionView>()
            .gives::<ShowExceptionView>(),
        Route::new(Verb::Delete, ONE, may, Handler::Ask(remove))
            .about("Have a weekly show on as usual on one of its days"),
    ]
}

/// The days on which a show is cancelled or moved, in order.
#[derive(Serialize, ToSchema)]
struct ShowExceptions {
    exceptions: Vec<ShowExceptionView>,
}

/// One occurrence of a weekly show that is cancelled, or on at another time.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ShowException)]
struct ShowExceptionView {
    /// The day on which the show would begin by its days, such as `2026-12-04`; as in the address, or left out.
    #[serde(default)]
    day: String,
    /// The time at which it is on instead; without it, the show is cancelled.
    moved_to: Option<MovedShowTimeView>,
    /// The reason, which listeners read too; at most 200 characters.
    note: Option<String>,
}

/// The time of an occurrence that was moved, by the station's clock.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MovedShowTime)]
struct MovedShowTimeView {
    /// The day on which it begins, such as `2026-12-05`.
    date: String,
    /// Start time, such as `18:00`.
    at: String,
    /// Duration in minutes, 1 to 1440; without it, that of the show.
    length_minutes: Option<u16>,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    let exceptions = show(call)?.exceptions.iter().map(ShowExceptionView::of).collect();
    Ok(Reply::json(&ShowExceptions { exceptions })?.tagged())
}

fn one(call: &ApiRequest) -> Result<Reply, Error> {
    let exception = known(call)?.ok_or(NOTHING)?;
    Ok(Reply::json(&exception)?.tagged())
}

fn replace(call: &ApiRequest) -> Result<Reply, Error> {
    let wanted: ShowExceptionView = call.json()?;
    let day = day(call)?;
    if !wanted.day.is_empty() && wanted.day != day.to_string() {
        return Err(Error::bad_input("The day in the body is not the one in the address."));
    }
    let show = show(call)?;
    let exception = wanted.into_model(day, &show)?;
    let slug = call.station()?.slug();
    put(call, known, |store| store.put_show_exception(slug, &show.name, &exception))
}

fn remove(call: &ApiRequest) -> Result<Reply, Error> {
    let (slug, day) = (call.station()?.slug(), day(call)?);
    let was_there = call.site.store.remove_show_exception(slug, call.part("name")?, day)?;
    if was_there { Ok(Reply::done()) } else { Err(NOTHING) }
}

const NOTHING: Error = Error::not_found("The show is on as usual on that day.");

/// The show in the address.
fn show(call: &ApiRequest) -> Result<Show, Error> {
    let name = call.part("name")?;
    let shows = call.site.store.shows(call.station()?.slug())?;
    let found = shows.into_iter().find(|show| show.name.eq_ignore_ascii_case(name));
    found.ok_or(Error::not_found("There is no such show."))
}

/// The day in the address.
fn day(call: &ApiRequest) -> Result<Date, Error> {
    call.part("day")?.parse().map_err(|_| Error::bad_input("A day is such as 2026-12-24."))
}

fn known(call: &ApiRequest) -> Result<Option<ShowExceptionView>, Error> {
    let day = day(call)?;
    let show = show(call)?;
    Ok(show.exceptions.iter().find(|exception| exception.day == day).map(ShowExceptionView::of))
}

impl ShowExceptionView {
    fn of(exception: &ShowException) -> Self {
        let moved_to = exception.moved_to.map(|to| MovedShowTimeView {
            date: to.date.to_string(),
            at: clock_time(to.at),
            length_minutes: Some(to.length),
        });
        Self { day: exception.day.to_string(), moved_to, note: exception.note.clone() }
    }

    fn into_model(self, day: Date, show: &Show) -> Result<ShowException, Error> {
        let moved_to = self.moved_to.map(|to| to.into_model(show)).transpose()?;
        let note = self.note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
        Ok(ShowException { day, moved_to, note })
    }
}

impl MovedShowTimeView {
    fn into_model(self, show: &Show) -> Result<MovedShowTime, Error> {
        Ok(MovedShowTime {
            date: self.date.parse().map_err(|_| Error::bad_input("A date is such as 2026-12-24."))?,
            at: time_of_day(&self.at).map_err(Error::bad_input)?,
            length: self.length_minutes.unwrap_or(show.length),
        })
    }
}
