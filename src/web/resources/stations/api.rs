//! The stations there are, and those that come and go.

use std::time::Duration;

use actix_web::rt::time::timeout;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{BasePath, Colour, Renditions};
use crate::store::{NewStation, StationRecord};
use crate::web::Error;
use crate::web::resources::stations::branding::logo_address;
use crate::web::resources::{choose, parsed};
use crate::web::router::{Access, ApiRequest, Blocking, Handler, Reply, Route, Scope, Verb, aside};

const ALL: &str = "/api/v1/stations";
const ONE: &str = "/api/v1/stations/{station}";
const PASSWORD: &str = "/api/v1/stations/{station}/source-password";
/// Time that a response waits for a change of the stations; the change happens without that, too.
const WITHIN: Duration = Duration::from_secs(8);

pub(crate) fn routes() -> Vec<Route> {
    let (manager, admin) = ((Access::Manager, Scope::Stations), (Access::Admin, Scope::Stations));
    vec![
        Route::get(ALL, Access::Everybody, Scope::Stations, list)
            .about("The stations there are")
            .gives::<Stations>(),
        Route::new(Verb::Post, ALL, admin, Handler::Wait(add))
            .about("Add a station, which goes on air; without a source password, one is made and told once")
            .takes::<New>()
            .gives::<Made>(),
        Route::get(ONE, manager.0, manager.1, one).about("What a station is").gives::<Details>(),
        Route::new(Verb::Patch, ONE, manager, Handler::Ask(change))
            .about("Give a station another name or colour; administrators, also another folder or renditions")
            .takes::<Changes>()
            .gives::<Details>(),
        Route::new(Verb::Delete, ONE, admin, Handler::Wait(remove)).about(
            "Remove a station: listeners hear its end; its log is kept, its programme and queue are not",
        ),
        Route::new(Verb::Put, PASSWORD, manager, Handler::Wait(set_password))
            .about("Give a station another source password; without one, one is made and told once")
            .takes::<Choice>()
            .gives::<Secret>(),
    ]
}

/// The stations there are.
#[derive(Serialize, ToSchema)]
struct Stations {
    stations: Vec<Station>,
}

/// A station.
#[derive(Serialize, ToSchema)]
struct Station {
    /// Its name in addresses.
    slug: String,
    /// Its name for people.
    name: String,
    /// True while it sends sound.
    is_on_air: bool,
    listeners: u64,
    /// The names of its renditions, the usual one first.
    renditions: Vec<String>,
}

/// Details of a station.
#[derive(Serialize, ToSchema)]
#[schema(as = StationDetails)]
pub(crate) struct Details {
    slug: String,
    name: String,
    /// Path of its music, relative to the music directory; none means all of it.
    folder: Option<String>,
    /// Names of its renditions, the usual one first.
    renditions: Vec<String>,
    /// The colour of its pages, such as `#0c5a66`; none is the usual one.
    colour: Option<String>,
    /// Address of its logo, if it has one.
    logo: Option<String>,
    /// Seconds since 1970.
    created_at: i64,
}

/// A new station.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StationNew)]
struct New {
    /// Its name in addresses: small letters, digits and hyphens. It stays.
    slug: String,
    /// Its name for people.
    name: String,
    /// Path of its music, relative to the music directory, such as `jazz/live`; none means all of it.
    folder: Option<String>,
    /// The first is Opus, such as `opus-96`, `opus-32`, `pcm-s16`.
    renditions: Option<Vec<String>>,
    /// At least 10 characters.
    source_password: Option<String>,
}

/// A station that was added.
#[derive(Serialize, ToSchema)]
#[schema(as = StationMade)]
struct Made {
    slug: String,
    /// True if it sends sound; if false, it soon will.
    is_on_air: bool,
    /// The source password, if it was made here: nobody can be told it again.
    source_password: Option<String>,
}

/// Changes to a station; omitted fields stay the same.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StationChanges)]
struct Changes {
    name: Option<String>,
    /// An empty text is all music.
    folder: Option<String>,
    /// They hold within seconds. Who listens to one that is not among them goes on doing so.
    renditions: Option<Vec<String>>,
    /// `#rrggbb`, of which readable shades are shown; an empty text is the usual one.
    colour: Option<String>,
}

/// A source password, if one was chosen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SourcePasswordChoice)]
struct Choice {
    /// At least 10 characters.
    password: Option<String>,
}

/// A source password that was set.
#[derive(Serialize, ToSchema)]
#[schema(as = SourcePassword)]
struct Secret {
    /// The password, if it was made here: nobody can be told it again.
    password: Option<String>,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    let stations = call.site.stations.all().map(|station| Station {
        slug: station.slug().to_owned(),
        name: station.broadcast().name(),
        is_on_air: station.broadcast().is_on_air(),
        listeners: station.broadcast().listeners().total(),
        renditions: station.broadcast().renditions(),
    });
    Reply::json(&Stations { stations: stations.collect() })
}

fn add(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let new: New = call.json()?;
        let (password, source_password) = choose(new.source_password.as_deref())?;
        let renditions = new.renditions.map(|names| renditions(&names)).transpose()?.unwrap_or_default();
        let folder = new.folder.unwrap_or_default();
        let station = NewStation { slug: new.slug.clone(), name: new.name, folder, renditions };
        let (store, stations) = (call.site.store.clone(), call.site.stations.clone());
        let added = call.site.auth.run_hashing(move || store.add_station(&station, &password));
        added.await??;
        stations.ask_to_look();
        let is_on_air = timeout(WITHIN, stations.comes(&new.slug)).await.is_ok();
        let at = format!("{ALL}/{}", new.slug);
        Reply::created(&at, &Made { slug: new.slug, is_on_air, source_password })
    })
}

fn one(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&known(call)?)?.tagged())
}

fn change(call: &ApiRequest) -> Result<Reply, Error> {
    let changes: Changes = call.json()?;
    let is_for_admins = changes.folder.is_some() || changes.renditions.is_some();
    if is_for_admins && !call.person()?.is_admin() {
        return Err(Error::forbidden(
            "An administrator says where the music is and which renditions there are.",
        ));
    }
    let renditions = changes.renditions.map(|names| renditions(&names)).transpose()?;
    let colour = changes.colour.map(|colour| chosen(&colour)).transpose()?;
    let (station, has_renditions) = (call.station()?, renditions.is_some());
    let record = call.in_transaction(|call| {
        call.check_version(Some(&known(call)?))?;
        let (store, slug) = (&call.site.store, station.slug());
        if let Some(folder) = &changes.folder {
            store.set_folder(slug, folder)?;
        }
        if let Some(name) = &changes.name {
            store.rename_station(slug, name)?;
        }
        if let Some(renditions) = &renditions {
            store.set_renditions(slug, renditions)?;
        }
        if let Some(colour) = colour {
            store.set_colour(slug, colour)?;
        }
        Ok(store.station(slug)?)
    })?;
    if has_renditions {
        call.site.stations.ask_to_look();
    }
    station.broadcast().rename(&record.name);
    station.set_folder(record.folder.as_deref());
    station.broadcast().set_branding(&record.look);
    one(call)
}

fn remove(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let (slug, stations) = (call.station()?.slug().to_owned(), call.site.stations.clone());
        let removed = slug.clone();
        aside(move || Ok(call.site.store.remove_station(&removed)?)).await?;
        stations.ask_to_look();
        // It goes on signing off if that takes longer.
        drop(timeout(WITHIN, stations.goes(&slug)).await);
        Ok(Reply::done())
    })
}

fn set_password(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let choice: Choice = call.json()?;
        let (password, told) = choose(choice.password.as_deref())?;
        let (slug, store) = (call.station()?.slug().to_owned(), call.site.store.clone());
        let set = call.site.auth.run_hashing({
            let ingest = call.site.ingest.clone();
            move || {
                store.set_source_password(&slug, &password)?;
                ingest.revoke_source_password(&slug);
                Ok::<_, crate::store::Error>(())
            }
        });
        set.await??;
        Reply::json(&Secret { password: told })
    })
}

fn known(call: &ApiRequest) -> Result<Details, Error> {
    Ok(Details::of(call.site.store.station(call.station()?.slug())?, call.base_path()))
}

/// The colour that a text names; the empty one names the usual one.
fn chosen(text: &str) -> Result<Option<Colour>, Error> {
    if text.trim().is_empty() { Ok(None) } else { parsed(text).map(Some) }
}

fn renditions(names: &[String]) -> Result<Renditions, Error> {
    let list = Renditions::named(names.iter().map(String::as_str));
    let list = list.and_then(|list| list.check_built().map(|()| list));
    list.map_err(|unfit| Error::bad_input(unfit.to_string()))
}

impl Details {
    pub(crate) fn of(record: StationRecord, base_path: &BasePath) -> Self {
        let StationRecord { slug, name, folder, renditions, created_at, look, .. } = record;
        let renditions = renditions.all().iter().map(ToString::to_string).collect();
        let colour = look.colour.map(|colour| colour.to_string());
        let logo = look.logo.map(|logo| base_path.join(&logo_address(&slug, &logo.id)));
        Self { slug, name, folder, renditions, colour, logo, created_at }
    }
}
