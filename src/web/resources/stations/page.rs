//! The stations there are, one more of them, and how one is run.

use actix_web::http::header::HOST;
use serde::Serialize;

use crate::model::{self, Colour, Palette, Renditions, Scheme, Settings};
use crate::store::StationRecord;
use crate::web::Error;
use crate::web::format;
use crate::web::resources::stations::branding::{MOST_LOGO, ShownLogo};
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(in crate::web) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/stations", Access::Admin, Scope::Pages, list),
        Route::get("/admin/stations/{station}/settings", Access::Manager, Scope::Pages, settings),
    ]
}

/// What `dashboard/stations.html` is told.
#[derive(Serialize)]
struct ListPage {
    all: Vec<Line>,
    media: String,
    usual: String,
}

#[derive(Serialize)]
struct Line {
    slug: String,
    name: String,
    is_on_air: bool,
    now: Option<String>,
    listeners: u64,
    renditions: String,
    folder: Option<String>,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    let lines = call.site.store.stations()?.into_iter().map(|record| Line::of(call, record));
    let page = ListPage {
        all: lines.collect(),
        media: call.site.premises.media.display().to_string(),
        usual: Renditions::default().to_string().replace(' ', "\n"),
    };
    call.page("dashboard/stations.html", &page)
}

impl Line {
    fn of(call: &ApiRequest, record: StationRecord) -> Self {
        let station = call.site.stations.get(&record.slug);
        Self {
            is_on_air: station.as_ref().is_some_and(|station| station.broadcast().is_on_air()),
            now: station
                .as_ref()
                .and_then(|station| station.broadcast().now_playing())
                .map(|now| now.title.clone()),
            listeners: station.as_ref().map_or(0, |station| station.broadcast().listeners().total()),
            slug: record.slug,
            name: record.name,
            renditions: record.renditions.to_string(),
            folder: record.folder,
        }
    }
}

/// What `dashboard/station-settings.html` is told.
#[derive(Serialize)]
struct SettingsPage {
    slug: String,
    title: String,
    folder: Option<String>,
    created: String,
    /// In which qualities it is heard, each in a line.
    renditions: String,
    run: Run,
    look: Look,
    rules: Rules,
    connect: Connect,
    is_the_houses: bool,
}

/// How it is run.
#[derive(Serialize)]
struct Run {
    takeover: f64,
    silence_after: f64,
    autodj: &'static str,
    second_dj: &'static str,
    requests: &'static str,
}

/// What its pages look like.
#[derive(Serialize)]
struct Look {
    colour: String,
    /// Whether that is not the usual one.
    is_own: bool,
    light: Shades,
    dark: Shades,
    logo: Option<ShownLogo>,
    most_mb: usize,
}

/// What is made of its colour, and what that is shown on.
#[derive(Serialize)]
struct Shades {
    paper: String,
    accent: String,
    on_accent: String,
}

#[derive(Serialize)]
struct Rules {
    time_zone: Option<String>,
    title_minutes: u64,
    artist_minutes: u64,
    album_minutes: u64,
}

/// What a DJ's program is told.
#[derive(Serialize)]
struct Connect {
    host: String,
    port: String,
    is_encrypted: bool,
}

fn settings(call: &ApiRequest) -> Result<Reply, Error> {
    let station = call.station()?;
    let record = call.site.store.station(station.slug())?;
    let (time_zone, apart) = call.site.store.rules(station.slug())?;
    let minutes = |time: std::time::Duration| time.as_secs() / 60;
    let page = SettingsPage {
        slug: record.slug,
        title: record.name,
        folder: record.folder,
        created: format::time(record.created_at),
        renditions: record.renditions.to_string().replace(' ', "\n"),
        look: Look::of(&record.look, station.slug()),
        run: Run::of(&record.settings),
        rules: Rules {
            time_zone,
            title_minutes: minutes(apart.title),
            artist_minutes: minutes(apart.artist),
            album_minutes: minutes(apart.album),
        },
        connect: Connect::of(call),
        is_the_houses: call.person()?.is_admin(),
    };
    call.page("dashboard/station-settings.html", &page)
}

impl Run {
    fn of(settings: &Settings) -> Self {
        Self {
            takeover: settings.takeover.as_secs_f64(),
            silence_after: settings.silence_after.as_secs_f64(),
            autodj: settings.autodj.name(),
            second_dj: settings.second_dj.name(),
            requests: settings.requests.name(),
        }
    }
}

impl Look {
    fn of(look: &model::Branding, slug: &str) -> Self {
        let colour = look.colour.unwrap_or(Colour::USUAL);
        Self {
            colour: colour.to_string(),
            is_own: look.colour.is_some(),
            light: Shades::of(colour, Scheme::Light),
            dark: Shades::of(colour, Scheme::Dark),
            logo: look.logo.as_ref().map(|logo| ShownLogo::of(logo, slug)),
            most_mb: MOST_LOGO >> 20,
        }
    }
}

impl Shades {
    fn of(colour: Colour, scheme: Scheme) -> Self {
        let [paper, ..] = scheme.grounds();
        let Palette { accent, on_accent, .. } = Palette::of(colour, scheme);
        let [paper, accent, on_accent] = [paper, accent, on_accent].map(|colour| colour.to_string());
        Self { paper, accent, on_accent }
    }
}

impl Connect {
    /// The address by which this page was reached: from there, a DJ's program reaches it, too.
    fn of(call: &ApiRequest) -> Self {
        let is_encrypted = call.is_encrypted();
        let usual = if is_encrypted { "443" } else { "80" };
        let given = call.header(HOST.as_str()).unwrap_or_default();
        let (host, port) = match given.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (host, port),
            _ => (given, usual),
        };
        Self { host: host.to_owned(), port: port.to_owned(), is_encrypted }
    }
}
