//! Hour plans, and the rules of separation.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{self, HourPlan, Separation};
use crate::web::Error;
use crate::web::resources::{body_names, named, named_address, parsed, put};
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const ALL: &str = "/api/v1/stations/{station}/hour-plans";
const ONE: &str = "/api/v1/stations/{station}/hour-plans/{name}";
const RULES: &str = "/api/v1/stations/{station}/rules";
/// The longest time that the same may be kept from coming again: a week.
const MOST_MINUTES: u64 = 7 * 24 * 60;

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Manager, Scope::Schedule);
    vec![
        Route::get(ALL, Access::Dj, Scope::Schedule, list)
            .about("The clocks (hour plans) of a station")
            .gives::<Plans>(),
        Route::new(Verb::Post, ALL, may, Handler::Ask(make))
            .about("Create a clock (hour plan); fails if there is one of that name")
            .takes::<Plan>()
            .gives::<Plan>(),
        Route::get(ONE, Access::Dj, Scope::Schedule, one).about("A clock (hour plan)").gives::<Plan>(),
        Route::new(Verb::Put, ONE, may, Handler::Ask(replace))
            .about("Create or replace a clock (hour plan)")
            .takes::<Plan>()
            .gives::<Plan>(),
        Route::new(Verb::Delete, ONE, may, Handler::Ask(remove))
            .about("Remove a clock (hour plan), unless a show needs it"),
        Route::get(RULES, Access::Dj, Scope::Schedule, rules)
            .about("Whose clock the programme is by, and what must not come again too soon")
            .gives::<Rules>(),
        Route::new(Verb::Put, RULES, may, Handler::Ask(set_rules))
            .about("Put other rules in place")
            .takes::<Rules>()
            .gives::<Rules>(),
    ]
}

/// The hour plans of a station, by name.
#[derive(Serialize, ToSchema)]
#[schema(as = HourPlans)]
struct Plans {
    hour_plans: Vec<Plan>,
}

/// The programme of an hour.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HourPlan)]
struct Plan {
    /// As in the address, or left out.
    #[serde(default)]
    name: String,
    /// Playlists in order. One with a minute comes once an hour: `:30 NAME` with the next track, at most 5 minutes late,
    /// `:30+2 NAME` at most 2, `:00! NAME` fades out what plays.
    items: Vec<String>,
}

/// The programme's time zone, and the separation times before a repeat.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rules {
    /// Such as `Europe/Berlin`; none is the machine's.
    time_zone: Option<String>,
    title_minutes: u64,
    artist_minutes: u64,
    album_minutes: u64,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    let plans = call.site.store.hour_plans(call.station()?.slug())?;
    Ok(Reply::json(&Plans { hour_plans: plans.into_iter().map(Plan::of).collect() })?.tagged())
}

fn one(call: &ApiRequest) -> Result<Reply, Error> {
    let plan = known(call)?.ok_or(Error::not_found("There is no such clock."))?;
    Ok(Reply::json(&plan)?.tagged())
}

fn make(call: &ApiRequest) -> Result<Reply, Error> {
    let plan: Plan = call.json()?;
    let plan = HourPlan { items: plan.items()?, name: plan.name };
    let slug = call.station()?.slug();
    call.site.store.exclusively(|store| {
        if store.hour_plans(slug)?.iter().any(|known| known.name.eq_ignore_ascii_case(&plan.name)) {
            return Err(Error::conflict(format!(
                "There is a clock {:?} already. Choose another name.",
                plan.name
            )));
        }
        store.put_hour_plan(slug, &plan).map_err(body_names)
    })?;
    let at = named_address(&format!("/api/v1/stations/{slug}/hour-plans"), &plan.name);
    Reply::created(&at, &Plan::of(plan))
}

fn replace(call: &ApiRequest) -> Result<Reply, Error> {
    let plan: Plan = call.json()?;
    let plan = HourPlan { name: named(call, &plan.name)?, items: plan.items()? };
    let slug = call.station()?.slug();
    put(call, known, |store| store.put_hour_plan(slug, &plan))
}

fn remove(call: &ApiRequest) -> Result<Reply, Error> {
    call.site.store.remove_hour_plan(call.station()?.slug(), call.part("name")?)?;
    Ok(Reply::done())
}

fn known(call: &ApiRequest) -> Result<Option<Plan>, Error> {
    let name = call.part("name")?;
    let plans = call.site.store.hour_plans(call.station()?.slug())?;
    Ok(plans.into_iter().find(|plan| plan.name.eq_ignore_ascii_case(name)).map(Plan::of))
}

fn rules(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&Rules::of(call)?)?.tagged())
}

fn set_rules(call: &ApiRequest) -> Result<Reply, Error> {
    let rules: Rules = call.json()?;
    let apart = |minutes: u64| {
        let wrong = || Error::bad_input(format!("Minutes apart have to be from 0 to {MOST_MINUTES}."));
        (minutes <= MOST_MINUTES).then(|| Duration::from_mins(minutes)).ok_or_else(wrong)
    };
    let apart = Separation {
        title: apart(rules.title_minutes)?,
        artist: apart(rules.artist_minutes)?,
        album: apart(rules.album_minutes)?,
    };
    let (slug, zone) = (call.station()?.slug(), rules.time_zone.as_deref());
    put(call, |call| Rules::of(call).map(Some), |store| store.set_rules(slug, zone, &apart))
}

impl Rules {
    /// The rules of the station in the address.
    pub(crate) fn of(call: &ApiRequest) -> Result<Self, Error> {
        let (time_zone, apart) = call.site.store.rules(call.station()?.slug())?;
        let minutes = |time: Duration| time.as_secs() / 60;
        Ok(Self {
            time_zone,
            title_minutes: minutes(apart.title),
            artist_minutes: minutes(apart.artist),
            album_minutes: minutes(apart.album),
        })
    }
}

impl Plan {
    fn of(plan: HourPlan) -> Self {
        let items = plan.items.iter().map(ToString::to_string).collect();
        Self { name: plan.name, items }
    }

    fn items(&self) -> Result<Vec<model::Item>, Error> {
        self.items.iter().map(|item| parsed(item)).collect()
    }
}
