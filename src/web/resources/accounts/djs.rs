//! The DJs of a station, for whoever runs it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::LiveHours;
use crate::store::{Account, Error as StoreError, Role, StationPermissions};
use crate::web::Error;
use crate::web::resources::stations::connect::Connect;
use crate::web::resources::{choose, parsed};
use crate::web::router::{Access, ApiRequest, Blocking, Handler, Reply, Route, Scope, Verb};

const ALL: &str = "/api/v1/stations/{station}/djs";
const ONE: &str = "/api/v1/stations/{station}/djs/{name}";
const PASSWORD: &str = "/api/v1/stations/{station}/djs/{name}/password";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Manager, Scope::Accounts);
    vec![
        Route::get(ALL, may.0, may.1, list).about("Who may go live on a station").gives::<Djs>(),
        Route::new(Verb::Post, ALL, may, Handler::Wait(add))
            .about("Add a DJ of this station; without a password, one is made and told once")
            .takes::<New>()
            .gives::<SignInSheet>(),
        Route::new(Verb::Patch, ONE, may, Handler::Ask(change))
            .about("Give a DJ who is of this station alone other hours")
            .takes::<Changes>()
            .gives::<Dj>(),
        Route::new(Verb::Delete, ONE, may, Handler::Ask(remove)).about("Remove a DJ who is of this station alone"),
        Route::new(Verb::Put, PASSWORD, may, Handler::Wait(set_password))
            .about("Give a DJ who is of this station alone another password; without one, one is made and told once")
            .takes::<Choice>()
            .gives::<SignInSheet>(),
    ]
}

/// Accounts that may go live on a station, by name.
#[derive(Serialize, ToSchema)]
pub(crate) struct Djs {
    pub(crate) djs: Vec<Dj>,
}

/// Someone who may go live on a station.
#[derive(Serialize, ToSchema)]
pub(crate) struct Dj {
    pub(crate) name: String,
    /// Name that others see, if it is another one.
    pub(crate) display_name: Option<String>,
    /// `dj`, or `manager` or `admin`, who may as well.
    pub(crate) role: &'static str,
    /// Hours at which they may go live, such as `fri 20:00-23:00`, or `shows` for those of the shows
    /// that name it, which are its hours anyway; none means always.
    pub(crate) hours: Vec<String>,
    /// True for DJs of this station only, whom its managers administer; others are administered by an
    /// administrator.
    pub(crate) is_own: bool,
}

/// A new DJ of a station.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DjNew)]
struct New {
    name: String,
    #[serde(default)]
    hours: Vec<String>,
    /// At least 10 characters.
    password: Option<String>,
}

/// Changes to a DJ.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DjChanges)]
struct Changes {
    hours: Vec<String>,
}

/// A password, if one was chosen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DjPasswordChoice)]
struct Choice {
    /// At least 10 characters.
    password: Option<String>,
}

/// All that a DJ needs to go live.
#[derive(Serialize, ToSchema)]
#[schema(as = DjMade)]
struct SignInSheet {
    /// Address of the studio.
    studio: String,
    /// Server, port and mount for DJ software that speaks as to Icecast.
    server: String,
    port: String,
    mount: String,
    name: String,
    /// The password, if it was made here: nobody can be told it again.
    password: Option<String>,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&Djs::of(call)?)?.tagged())
}

fn add(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let new: New = call.json()?;
        let slug = call.station()?.slug().to_owned();
        let reach = StationPermissions { stations: vec![slug.clone()], hours: hours(&new.hours)? };
        let (password, told) = choose(new.password.as_deref())?;
        let auth = call.site.auth.clone();
        let added = auth.run_hashing(move || {
            call.site.store.add_account_within(&new.name, Role::Dj, &password, &reach)?;
            let at = format!("/api/v1/stations/{slug}/djs/{}", new.name);
            Reply::created(&at, &SignInSheet::of(&call, new.name, told)?)
        });
        added.await?
    })
}

fn change(call: &ApiRequest) -> Result<Reply, Error> {
    let changes: Changes = call.json()?;
    let reach = StationPermissions {
        stations: vec![call.station()?.slug().to_owned()],
        hours: hours(&changes.hours)?,
    };
    call.in_transaction(|call| {
        let name = own(call)?;
        call.site.store.set_role(&name, Role::Dj, &reach)?;
        let dj = Djs::of(call)?.djs.into_iter().find(|dj| dj.name == name);
        Reply::json(&dj.ok_or(StoreError::NoAccount(name))?)
    })
}

fn remove(call: &ApiRequest) -> Result<Reply, Error> {
    let name = call.in_transaction(|call| {
        let name = own(call)?;
        call.site.store.remove_account(&name)?;
        Ok(name)
    })?;
    call.site.ingest.revoke_account(&name);
    Ok(Reply::done())
}

fn set_password(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let choice: Choice = call.json()?;
        let (password, told) = choose(choice.password.as_deref())?;
        let auth = call.site.auth.clone();
        let set = auth.run_hashing(move || {
            // An administrator cannot give the account another role in between.
            let name = call.in_transaction(|call| {
                let name = own(call)?;
                call.site.store.set_password(&name, &password)?;
                Ok(name)
            })?;
            call.site.ingest.revoke_account(&name);
            Reply::json(&SignInSheet::of(&call, name, told)?)
        });
        set.await?
    })
}

/// The name of the DJ in the address, if they are of this station alone.
fn own(call: &ApiRequest) -> Result<String, Error> {
    let wanted = call.part("name")?;
    let found = Djs::of(call)?.djs.into_iter().find(|dj| dj.name.eq_ignore_ascii_case(wanted));
    let dj = found.ok_or(Error::not_found("This station has no such DJ."))?;
    if dj.is_own {
        return Ok(dj.name);
    }
    Err(Error::forbidden("This account is not of a DJ of this station alone: an administrator changes it."))
}

fn hours(texts: &[String]) -> Result<Vec<LiveHours>, Error> {
    texts.iter().map(|text| parsed(text)).collect()
}

impl SignInSheet {
    fn of(call: &ApiRequest, name: String, password: Option<String>) -> Result<Self, Error> {
        let slug = call.station()?.slug();
        let Connect { host, port, .. } = Connect::of(call);
        let studio = format!("{}/{slug}/studio", call.origin().unwrap_or_default());
        let mount = call.base_path().join(&format!("/{slug}"));
        Ok(Self { studio, server: host, port, mount, name, password })
    }
}

impl Djs {
    /// Returns the DJs of the station in the address.
    pub(crate) fn of(call: &ApiRequest) -> Result<Self, Error> {
        let (slug, store) = (call.station()?.slug(), &call.site.store);
        let (mut djs, names) = (Vec::new(), store.display_names()?);
        for account in store.accounts()? {
            let reach = store.reach(&account.name)?;
            let display_name = names.get(&account.name).cloned();
            djs.extend(Dj::of(account, &reach, slug).map(|dj| Dj { display_name, ..dj }));
        }
        Ok(Self { djs })
    }
}

impl Dj {
    /// Describes an account, if it may go live on the station `slug`.
    fn of(account: Account, reach: &StationPermissions, slug: &str) -> Option<Self> {
        let is_limited_to = reach.stations.iter().any(|station| station == slug);
        let may = is_limited_to || (reach.stations.is_empty() && account.role != Role::Manager);
        may.then(|| Self {
            is_own: account.role == Role::Dj && reach.stations == [slug],
            name: account.name,
            display_name: None,
            role: account.role.name(),
            hours: reach.hours.iter().map(ToString::to_string).collect(),
        })
    }
}
