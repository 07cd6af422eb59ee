//! The pages of a station's hour plans.

use serde::Serialize;

use crate::model::{HourPlan, Plays, Programme};
use crate::web::languages::Words;
use crate::web::resources::schedule::page::plan_address;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};
use crate::web::{Error, address};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/stations/{station}/schedule/plans", Access::Dj, Scope::Pages, list),
        Route::get("/admin/stations/{station}/schedule/plans/{name}", Access::Dj, Scope::Pages, one),
    ]
}

/// Variables of `dashboard/plans.html`.
#[derive(Serialize)]
struct PlansPage {
    plans: Vec<Plan>,
    playlists: Vec<String>,
}

/// Variables of `dashboard/plan.html`.
#[derive(Serialize)]
struct PlanPage {
    plan: Plan,
    api: String,
    playlists: Vec<String>,
}

#[derive(Serialize)]
struct Plan {
    name: String,
    href: String,
    items: Vec<Item>,
    /// The shows that play by it.
    users: Vec<String>,
}

#[derive(Serialize)]
struct Item {
    /// As it is written down.
    text: String,
    words: String,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    let slug = call.station()?.slug();
    let programme = call.site.store.programme(slug)?;
    let words = call.words()?;
    let plans = programme.hour_plans.iter().map(|plan| Plan::of(slug, plan, &programme, &words)).collect();
    call.page("dashboard/plans.html", &PlansPage { plans, playlists: names(&programme) })
}

fn one(call: &ApiRequest) -> Result<Reply, Error> {
    let (slug, name) = (call.station()?.slug(), call.part("name")?);
    let programme = call.site.store.programme(slug)?;
    let plan = programme.hour_plans.iter().find(|plan| plan.name.eq_ignore_ascii_case(name));
    let plan = plan.ok_or(Error::not_found("There is no such clock."))?;
    let api = format!("/api/v1/stations/{slug}/hour-plans/{}", address::part(&plan.name));
    let (plan, playlists) = (Plan::of(slug, plan, &programme, &call.words()?), names(&programme));
    call.page("dashboard/plan.html", &PlanPage { plan, api, playlists })
}

fn names(programme: &Programme) -> Vec<String> {
    programme.playlists.iter().map(|list| list.name.clone()).collect()
}

impl Plan {
    fn of(slug: &str, plan: &HourPlan, programme: &Programme, words: &Words) -> Self {
        let is_its = |plays: &Plays| match plays {
            Plays::HourPlan(name) => name.eq_ignore_ascii_case(&plan.name),
            _ => false,
        };
        let users = programme.shows.iter().filter(|show| is_its(&show.plays));
        Self {
            name: plan.name.clone(),
            href: plan_address(slug, &plan.name),
            items: plan.items.iter().map(|item| Item::of(item, words)).collect(),
            users: users.map(|show| show.name.clone()).collect(),
        }
    }
}

impl Item {
    fn of(item: &crate::model::Item, words: &Words) -> Self {
        let timed = |key: &str, minute: u8, late: u64| {
            let minute = format!("{minute:02}");
            let playlist = ("playlist", item.playlist.as_str().into());
            words.say(key, &[("minute", minute.into()), playlist, ("late", late.into())])
        };
        let words = match item.at {
            None => item.playlist.clone(),
            Some((minute, start)) => match start.at_most_late().as_secs() / 60 {
                0 => timed("clock-item-exact", minute, 0),
                late => timed("clock-item-late", minute, late),
            },
        };
        Self { text: item.to_string(), words }
    }
}
