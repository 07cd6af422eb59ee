//! The stations there are, one more of them, and how one is run.

use serde::Serialize;

use super::access::ListenRule;
use super::api::Details;
use super::connect::Connect;
use super::settings::{Settings, emergency_loop};
use crate::model::{self, Colour, Palette, Quality, Renditions, Scheme};
use crate::store::StationRecord;
use crate::web::Error;
use crate::web::resources::on_air::now::OnAir;
use crate::web::resources::plans::api::Rules;
use crate::web::resources::stations::branding::{MOST_LOGO, ShownLogo};
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/stations", Access::Admin, Scope::Pages, list),
        Route::get("/admin/stations/{station}/settings", Access::Manager, Scope::Pages, settings),
    ]
}

/// Variables of `dashboard/stations.html`.
#[derive(Serialize)]
struct ListPage {
    all: Vec<Line>,
    media: String,
    renditions: Vec<String>,
    rendition_names: &'static str,
}

#[derive(Serialize)]
struct Line {
    #[serde(flatten)]
    about: Details,
    is_on_air: bool,
    on_air: Option<OnAir>,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    let line = |record: StationRecord| {
        let station = call.site.stations.get(&record.slug);
        Line {
            is_on_air: station.as_ref().is_some_and(|station| station.broadcast().is_on_air()),
            on_air: station.as_ref().map(OnAir::of),
            about: Details::of(record, call.base_path()),
        }
    };
    let page = ListPage {
        all: call.site.store.stations()?.into_iter().map(line).collect(),
        media: call.site.instance.media.path().display().to_string(),
        renditions: Renditions::default().all().iter().map(ToString::to_string).collect(),
        rendition_names: Quality::NAMES,
    };
    call.page("dashboard/stations.html", &page)
}

/// Variables of `dashboard/station-settings.html`.
#[derive(Serialize)]
struct SettingsPage {
    #[serde(flatten)]
    about: Details,
    run: Settings,
    look: Look,
    listening: ListenRule,
    rules: Rules,
    connect: Connect,
    is_admin: bool,
    rendition_names: &'static str,
    has_aac: bool,
    has_public_url: bool,
}

/// Branding of its pages.
#[derive(Serialize)]
pub(super) struct Look {
    colour: String,
    /// Set if that is not the default.
    is_own: bool,
    light: Shades,
    dark: Shades,
    logo: Option<ShownLogo>,
    most_mb: usize,
}

/// Shades of its colour, and the background they are shown on.
#[derive(Serialize)]
struct Shades {
    paper: String,
    accent: String,
    on_accent: String,
}

fn settings(call: &ApiRequest) -> Result<Reply, Error> {
    let record = call.site.store.station(call.station()?.slug())?;
    let page = SettingsPage {
        look: Look::of(&record.look, &record.slug),
        run: Settings::of(&record, emergency_loop(call)?),
        listening: ListenRule::of(call)?,
        rules: Rules::of(call)?,
        connect: Connect::of(call),
        is_admin: call.person()?.is_admin(),
        rendition_names: Quality::NAMES,
        has_aac: cfg!(feature = "aac"),
        has_public_url: call.site.instance.public_url.is_some(),
        about: Details::of(record, call.base_path()),
    };
    call.page("dashboard/station-settings.html", &page)
}

impl Look {
    pub(super) fn of(look: &model::Branding, slug: &str) -> Self {
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
