//! The page of a show, and of one that is to be made: what it would change is seen before it is kept.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::api::Show as ApiShow;
use super::occurrences::Occurrences;
use super::words;
use crate::model::Show;
use crate::schedule::Week;
use crate::web::resources::schedule::forecast::{Forecast, ForecastRequest, MOST_HOURS, MOST_PLAYS, outlook};
use crate::web::resources::shows::form::{Form, Wanted, proposed};
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};
use crate::web::{Error, address};

const MINUTE_US: u64 = 60_000_000;
/// Time within which the next airing of a show is searched: a year, for shows on a date.
const AHEAD_US: u64 = 366 * 24 * 60 * MINUTE_US;
/// Time before and after a show that its forecast covers.
const AROUND_US: u64 = 10 * MINUTE_US;
/// The most that is told of a show.
const MOST_TOLD_US: u64 = 3 * 60 * MINUTE_US;
const MOST_TOLD: usize = 40;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/stations/{station}/schedule/new", Access::Manager, Scope::Pages, new),
        Route::get("/admin/stations/{station}/schedule/shows/{name}", Access::Dj, Scope::Pages, page),
        Route::get("/admin/stations/{station}/schedule/outlook", Access::Dj, Scope::Pages, ahead),
    ]
}

/// Variables of `dashboard/show.html`.
#[derive(Serialize)]
struct ShowPage {
    here: String,
    /// Its address in the API, once it has a name.
    api: String,
    is_new: bool,
    form: Form,
    /// Description of the show.
    words: Option<String>,
    /// Forecast around its next airing.
    outlook: Option<Forecast>,
    /// Reason why there is no forecast.
    problem: Option<String>,
    /// The document that keeps it, if it is other than what is kept.
    save: Option<ApiShow>,
    /// Set if saving would replace another show.
    replaces: bool,
    /// Its coming days, if it is on every week.
    occurrences: Option<Occurrences>,
    /// Set if a calendar moves one occurrence: the day on which it puts it.
    put_on: Option<String>,
}

fn new(call: &ApiRequest) -> Result<Reply, Error> {
    show_page(call, None)
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let name = call.part("name")?;
    let shows = call.site.store.shows(call.station()?.slug())?;
    let kept = shows.into_iter().find(|show| show.name.eq_ignore_ascii_case(name));
    show_page(call, Some(kept.ok_or(Error::not_found("There is no such show."))?))
}

fn show_page(call: &ApiRequest, kept: Option<Show>) -> Result<Reply, Error> {
    let wanted: Wanted = call.query()?;
    let slug = call.station()?.slug();
    let programme = call.site.store.programme(slug)?;
    let form = Form::of(call, &programme, &wanted, kept.as_ref())?;
    let mut page = ShowPage {
        here: match &kept {
            Some(show) => address_of(slug, &show.name),
            None => format!("/admin/stations/{slug}/schedule/new"),
        },
        api: String::new(),
        is_new: kept.is_none(),
        form,
        words: None,
        outlook: None,
        problem: None,
        save: None,
        replaces: false,
        occurrences: match &kept {
            Some(show) => Occurrences::of(call, show, wanted.only.as_deref())?,
            None => None,
        },
        put_on: wanted.put_on.as_deref().filter(|day| day.parse::<Date>().is_ok()).map(str::to_owned),
    };
    if kept.is_none() && wanted.name.is_none() {
        return call.page("dashboard/show.html", &page);
    }
    let told = proposed(&wanted, kept.as_ref()).and_then(|show| Ok((around(call, &show)?, show)));
    match told {
        Ok((outlook, show)) => {
            let is_named = |known: &Show| known.name.eq_ignore_ascii_case(&show.name);
            page.replaces = kept.is_none() && programme.shows.iter().any(is_named);
            page.words = Some(words::sentence(&show, &call.words()?));
            page.api = format!("/api/v1/stations/{slug}/shows/{}", address::part(&show.name));
            page.outlook = Some(outlook);
            page.save = (kept.as_ref() != Some(&show)).then(|| ApiShow::of(show));
        }
        Err(error) if error.is_the_visitors() => page.problem = Some(call.words()?.problem(&error)),
        Err(error) => return Err(error),
    }
    if let Some(kept) = kept.filter(|_| page.api.is_empty()) {
        page.api = format!("/api/v1/stations/{slug}/shows/{}", address::part(&kept.name));
    }
    call.page("dashboard/show.html", &page)
}

/// Makes a forecast around the next airing of a show.
fn around(call: &ApiRequest, show: &Show) -> Result<Forecast, Error> {
    let (zone, _) = call.site.store.calendar(call.station()?.slug())?;
    let now_us = call.now_us();
    let week = Week::of(std::slice::from_ref(show), &zone, &(now_us..now_us + AHEAD_US));
    let next = week.airings().into_iter().find(|airing| airing.to_us > now_us);
    let (from_us, to_us) = next.map_or((now_us, now_us), |airing| (airing.from_us, airing.to_us));
    let from_us = from_us.saturating_sub(AROUND_US).max(now_us);
    let to_us = (to_us + AROUND_US).clamp(from_us + MINUTE_US, from_us + MOST_TOLD_US);
    let proposed = vec![show.clone()];
    let question = ForecastRequest { span: from_us..to_us, proposed, without: None, most: MOST_TOLD };
    outlook(call, &question, &call.words()?)
}

/// Query of the page of the forecast.
#[derive(Deserialize)]
struct Ahead {
    hours: Option<u64>,
}

/// Variables of `dashboard/outlook.html`.
#[derive(Serialize)]
struct AheadPage {
    hours: u64,
    outlook: Forecast,
}

/// The page of the forecast from now on.
fn ahead(call: &ApiRequest) -> Result<Reply, Error> {
    let wanted: Ahead = call.query()?;
    let hours = wanted.hours.unwrap_or(6).clamp(1, MOST_HOURS);
    let now_us = call.now_us();
    let span = now_us..now_us + hours * 60 * MINUTE_US;
    let question = ForecastRequest { span, proposed: Vec::new(), without: None, most: MOST_PLAYS };
    call.page(
        "dashboard/outlook.html",
        &AheadPage { hours, outlook: outlook(call, &question, &call.words()?)? },
    )
}

/// The page of a show.
pub(crate) fn address_of(slug: &str, name: &str) -> String {
    format!("/admin/stations/{slug}/schedule/shows/{}", address::part(name))
}
