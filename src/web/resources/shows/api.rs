//! Shows.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{self, On, Plays, Start, clock_time, time_of_day};
use crate::web::Error;
use crate::web::resources::{NewName, named, parsed, put, track};
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const ALL: &str = "/api/v1/stations/{station}/shows";
const ONE: &str = "/api/v1/stations/{station}/shows/{name}";
const NAME: &str = "/api/v1/stations/{station}/shows/{name}/rename";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Manager, Scope::Schedule);
    vec![
        Route::get(ALL, Access::Dj, Scope::Schedule, list).about("The shows of a station").gives::<Shows>(),
        Route::get(ONE, Access::Dj, Scope::Schedule, one).about("A show").gives::<Show>(),
        Route::new(Verb::Put, ONE, may, Handler::Ask(replace))
            .about("Make a show, or put another in its place; one that relays needs an administrator")
            .takes::<Show>()
            .gives::<Show>(),
        Route::new(Verb::Delete, ONE, may, Handler::Ask(remove)).about("Remove a show"),
        Route::new(Verb::Post, NAME, may, Handler::Ask(rename))
            .about("Give a show another name")
            .takes::<NewName>(),
    ]
}

/// The shows of a station, by name.
#[derive(Serialize, ToSchema)]
struct Shows {
    shows: Vec<Show>,
}

/// Something that has its place in the week, or on a date: either `days` or a `date`.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Show {
    /// As in the address, or left out.
    #[serde(default)]
    pub(crate) name: String,
    /// Days of every week, such as `fri`, `mon-thu`, `sat,sun` or `daily`.
    pub(crate) days: Option<String>,
    /// A single day, such as `2026-12-24`; it comes before what is on every week.
    pub(crate) date: Option<String>,
    /// Start time by the station's clock, such as `20:00`.
    pub(crate) at: String,
    /// Duration in minutes, 1 to 1440.
    pub(crate) length_minutes: u16,
    /// It begins with the next track, but so many minutes late at most, 1 to 240; without it, what plays is faded out.
    pub(crate) late_minutes: Option<u64>,
    pub(crate) plays: What,
    /// Accounts of its DJs, who may go live in its hours and ten minutes before; for a show that a DJ plays.
    #[serde(default)]
    pub(crate) djs: Vec<String>,
    /// Its colour in calendars: `red`, `orange`, `yellow`, `green`, `blue`, `purple`, `pink` or `grey`; without it, the
    /// usual one.
    pub(crate) colour: Option<String>,
}

/// The content of a show.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[schema(as = ShowPlays)]
pub(crate) enum What {
    /// A playlist.
    Playlist { name: String },
    /// An hour plan, begun anew with every hour.
    HourPlan { name: String },
    /// A track, once.
    Track { track: String },
    /// A DJ, and until one is live, a playlist if one is named.
    Dj { playlist: Option<String> },
    /// A stream from elsewhere.
    Relay { address: String },
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    let shows = call.site.store.shows(call.station()?.slug())?;
    Ok(Reply::json(&Shows { shows: shows.into_iter().map(Show::of).collect() })?.tagged())
}

fn one(call: &ApiRequest) -> Result<Reply, Error> {
    let show = known(call)?.ok_or(Error::not_found("There is no such show."))?;
    Ok(Reply::json(&show)?.tagged())
}

fn replace(call: &ApiRequest) -> Result<Reply, Error> {
    let show: Show = call.json()?;
    let name = named(call, &show.name)?;
    let show = show.into_model(name)?;
    // The server itself fetches what is relayed, also from machines that only it can reach.
    if matches!(show.plays, Plays::Relay(_)) {
        Access::Admin.check(Some(call.person()?), None)?;
    }
    let slug = call.station()?.slug();
    put(call, known, |store| store.put_show(slug, &show))
}

fn rename(call: &ApiRequest) -> Result<Reply, Error> {
    let NewName { name } = call.json()?;
    call.site.store.rename_show(call.station()?.slug(), call.part("name")?, name.trim())?;
    Ok(Reply::done())
}

fn remove(call: &ApiRequest) -> Result<Reply, Error> {
    call.site.store.remove_show(call.station()?.slug(), call.part("name")?)?;
    Ok(Reply::done())
}

fn known(call: &ApiRequest) -> Result<Option<Show>, Error> {
    let name = call.part("name")?;
    let shows = call.site.store.shows(call.station()?.slug())?;
    Ok(shows.into_iter().find(|show| show.name.eq_ignore_ascii_case(name)).map(Show::of))
}

impl Show {
    pub(crate) fn of(show: model::Show) -> Self {
        let (days, date) = match show.on {
            On::Weekly(days) => (Some(days.to_string()), None),
            On::Date(date) => (None, Some(date.to_string())),
        };
        let late_minutes = match show.start {
            Start::Hard => None,
            Start::Soft(late) => Some(late.as_secs() / 60),
        };
        let plays = match show.plays {
            Plays::Playlist(name) => What::Playlist { name },
            Plays::HourPlan(name) => What::HourPlan { name },
            Plays::Track(track) => What::Track { track: track.0.to_string() },
            Plays::Dj(playlist) => What::Dj { playlist },
            Plays::Relay(address) => What::Relay { address: address.as_str().to_owned() },
        };
        let at = clock_time(show.at);
        let (length_minutes, djs) = (show.length, show.djs);
        let colour = show.colour.map(|colour| colour.to_string());
        Self { name: show.name, days, date, at, length_minutes, late_minutes, plays, djs, colour }
    }

    /// The show, which says its name itself.
    pub(crate) fn proposed(mut self) -> Result<model::Show, Error> {
        let name = std::mem::take(&mut self.name);
        self.into_model(name)
    }

    fn into_model(self, name: String) -> Result<model::Show, Error> {
        let wrong = |text: &'static str| Error::bad_input(text);
        let on = match (self.days, self.date) {
            (Some(days), None) => On::Weekly(parsed(&days)?),
            (None, Some(date)) => On::Date(date.parse().map_err(|_| wrong("A date is such as 2026-12-24."))?),
            _ => return Err(wrong("A show has either days or a date.")),
        };
        let start = match self.late_minutes {
            Some(0) => return Err(wrong("late_minutes has to be at least 1.")),
            late => Start::within(late.unwrap_or_default()).map_err(Error::bad_input)?,
        };
        let plays = match self.plays {
            What::Playlist { name } => Plays::Playlist(name),
            What::HourPlan { name } => Plays::HourPlan(name),
            What::Track { track: number } => Plays::Track(track(&number)?),
            What::Dj { playlist } => Plays::Dj(playlist),
            What::Relay { address } => Plays::Relay(parsed(&address)?),
        };
        let at = time_of_day(&self.at).map_err(Error::bad_input)?;
        Ok(model::Show {
            name,
            on,
            at,
            length: self.length_minutes,
            plays,
            start,
            djs: self.djs,
            colour: self.colour.map(|colour| parsed(&colour)).transpose()?,
            exceptions: Vec::new(),
        })
    }
}
