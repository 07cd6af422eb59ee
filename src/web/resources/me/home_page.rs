//! The dashboard's first page: one's stations, and where one is signed in.

use jiff::Timestamp;
use serde::Serialize;

use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(in crate::web) fn routes() -> Vec<Route> {
    vec![Route::get("/admin", Access::Person, Scope::Pages, home)]
}

/// What `dashboard/home.html` is told.
#[derive(Serialize)]
struct HomePage {
    cards: Vec<StationLine>,
    sessions: Vec<SessionLine>,
    version: &'static str,
}

#[derive(Serialize)]
struct StationLine {
    slug: String,
    name: String,
    now: Option<String>,
    listeners: u64,
    is_run: bool,
}

#[derive(Serialize)]
struct SessionLine {
    browser: String,
    used: String,
    is_this: bool,
}

fn home(call: &ApiRequest) -> Result<Reply, Error> {
    let person = call.person()?;
    let stations = call.site.stations.all().filter(|station| person.goes_live_on(station.slug()));
    let stations = stations.map(|station| StationLine {
        slug: station.slug().to_owned(),
        name: station.broadcast().name(),
        now: station.broadcast().now_playing().map(|now| match &now.artist {
            Some(artist) => format!("{artist} – {}", now.title),
            None => now.title.clone(),
        }),
        listeners: station.broadcast().listeners().total(),
        is_run: person.runs(station.slug()),
    });
    let sessions = call.site.store.sessions(&person.name, call.now())?.into_iter();
    let sessions = sessions.map(|session| SessionLine {
        is_this: session.id == person.session,
        browser: session.user_agent,
        used: Timestamp::from_second(session.used_at)
            .map(|used| used.strftime("%F %H:%M UTC").to_string())
            .unwrap_or_default(),
    });
    let page = HomePage {
        cards: stations.collect(),
        sessions: sessions.collect(),
        version: env!("CARGO_PKG_VERSION"),
    };
    call.page("dashboard/home.html", &page)
}
