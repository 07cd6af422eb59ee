//! Accounts of people.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::LiveHours;
use crate::store::{Account, Contact, Error as StoreError, Role, StationPermissions, Store};
use crate::web::Error;
use crate::web::resources::{choose, parsed};
use crate::web::router::{Access, ApiRequest, Blocking, Handler, Reply, Route, Scope, Verb};

const ALL: &str = "/api/v1/accounts";
const ONE: &str = "/api/v1/accounts/{name}";
const PASSWORD: &str = "/api/v1/accounts/{name}/password";
const TOTP: &str = "/api/v1/accounts/{name}/totp";
const SESSIONS: &str = "/api/v1/accounts/{name}/sessions";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Admin, Scope::Accounts);
    vec![
        Route::get(ALL, may.0, may.1, list).about("The accounts there are").gives::<Accounts>(),
        Route::new(Verb::Post, ALL, may, Handler::Wait(add))
            .about("Add an account; without a password, one is made and told once")
            .takes::<New>()
            .gives::<Made>(),
        Route::get(ONE, may.0, may.1, one).about("An account").gives::<Person>(),
        Route::new(Verb::Patch, ONE, may, Handler::Ask(change))
            .about("Give an account another role, other stations, hours or names")
            .takes::<Changes>()
            .gives::<Person>(),
        Route::new(Verb::Delete, ONE, may, Handler::Ask(remove))
            .about("Remove an account; the last administrator stays"),
        Route::new(Verb::Put, PASSWORD, may, Handler::Wait(set_password))
            .about("Give an account another password and end its sessions; without one, one is made and told once")
            .takes::<Choice>()
            .gives::<Made>(),
        Route::new(Verb::Delete, TOTP, may, Handler::Ask(end_totp))
            .about("Ask an account for no codes any more, whose owner has lost phone and recovery codes"),
        Route::new(Verb::Delete, SESSIONS, may, Handler::Ask(sign_out)).about("Sign an account out everywhere"),
    ]
}

/// The accounts there are, by name.
#[derive(Serialize, ToSchema)]
struct Accounts {
    accounts: Vec<Person>,
}

/// Someone who may enter.
#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
pub(crate) struct Person {
    pub(crate) name: String,
    /// Name that others see, if it is another one.
    display_name: Option<String>,
    /// Address of e-mail, for a new password.
    email: Option<String>,
    /// `admin`, `manager` or `dj`.
    role: &'static str,
    /// The stations it is limited to; none are every station for an administrator or a DJ.
    stations: Vec<String>,
    /// Hours at which it may go live, such as `fri 20:00-23:00`, or `shows` for those of the shows
    /// that name it, which are its hours anyway; none means always.
    hours: Vec<String>,
    /// Seconds since 1970.
    created_at: i64,
    /// True while the password has to be changed at the next sign-in.
    must_change: bool,
    /// True while signing in requires a TOTP code. Going live requires the password only.
    has_totp: bool,
    /// The verified mail address at the OpenID provider by which the first sign-in is recognised.
    oidc_email: Option<String>,
    /// True once somebody has signed in by OpenID Connect: the account is theirs from then on.
    has_oidc: bool,
}

/// A new account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccountNew)]
struct New {
    name: String,
    /// `admin`, `manager`, which needs a station at least, or `dj`.
    role: String,
    #[serde(default)]
    stations: Vec<String>,
    #[serde(default)]
    hours: Vec<String>,
    /// At least 10 characters.
    password: Option<String>,
}

/// Changes to an account; omitted fields stay the same.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccountChanges)]
struct Changes {
    role: Option<String>,
    stations: Option<Vec<String>>,
    hours: Option<Vec<String>>,
    /// Name that others see; empty for none.
    display_name: Option<String>,
    /// Address of e-mail; empty for none.
    email: Option<String>,
    /// The verified mail address at the OpenID provider of whoever may sign in to the account; an empty one is nobody's.
    /// Another one, an empty one too, unties the account from the person who signed in before and ends its sessions.
    oidc_email: Option<String>,
}

/// A password, if one was chosen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordChoice)]
struct Choice {
    /// At least 10 characters.
    password: Option<String>,
}

/// The result of the change.
#[derive(Serialize, ToSchema)]
#[schema(as = AccountMade)]
pub(crate) struct Made {
    pub(crate) name: String,
    /// The password, if it was made here: nobody can be told it again.
    pub(crate) password: Option<String>,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    let store = &call.site.store;
    let accounts: Result<Vec<_>, Error> =
        store.accounts()?.into_iter().map(|account| Person::of(store, account)).collect();
    Ok(Reply::json(&Accounts { accounts: accounts? })?.tagged())
}

fn one(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&known(call)?)?.tagged())
}

fn add(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let new: New = call.json()?;
        let reach = StationPermissions { stations: new.stations, hours: hours(&new.hours)? };
        let (role, (password, told)) = (parsed::<Role>(&new.role)?, choose(new.password.as_deref())?);
        let auth = call.site.auth.clone();
        let added = auth.run_hashing(move || {
            call.site.store.add_account_within(&new.name, role, &password, &reach)?;
            let at = format!("/api/v1/accounts/{}", new.name);
            Reply::created(&at, &Made { name: new.name, password: told })
        });
        added.await?
    })
}

fn change(call: &ApiRequest) -> Result<Reply, Error> {
    let changes: Changes = call.json()?;
    call.in_transaction(|call| {
        let known = known(call)?;
        call.check_version(Some(&known))?;
        let role: Option<Role> = changes.role.map(|role| parsed(&role)).transpose()?;
        let role = role.map_or_else(|| parsed(known.role), Ok)?;
        let hours = hours(&changes.hours.unwrap_or(known.hours))?;
        let reach = StationPermissions { stations: changes.stations.unwrap_or(known.stations), hours };
        call.site.store.set_role(&known.name, role, &reach)?;
        let contact = Contact {
            display_name: changes.display_name.or(known.display_name),
            email: changes.email.or(known.email),
        };
        call.site.store.set_contact(&known.name, &contact)?;
        if let Some(email) = changes.oidc_email {
            let email = Some(email.as_str()).filter(|email| !email.trim().is_empty());
            call.site.store.set_oidc_email(&known.name, email)?;
        }
        one(call)
    })
}

fn remove(call: &ApiRequest) -> Result<Reply, Error> {
    call.site.store.remove_account(call.part("name")?)?;
    call.site.ingest.revoke_account(call.part("name")?);
    Ok(Reply::done())
}

fn set_password(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let choice: Choice = call.json()?;
        let (password, told) = choose(choice.password.as_deref())?;
        let name = call.part("name")?.to_owned();
        let auth = call.site.auth.clone();
        let set = auth.run_hashing(move || {
            call.site.store.set_password(&name, &password)?;
            call.site.ingest.revoke_account(&name);
            Reply::json(&Made { name, password: told })
        });
        set.await?
    })
}

fn sign_out(call: &ApiRequest) -> Result<Reply, Error> {
    let name = known(call)?.name;
    call.site.store.end_sessions(&name)?;
    Ok(Reply::done())
}

fn end_totp(call: &ApiRequest) -> Result<Reply, Error> {
    let name = known(call)?.name;
    if call.site.store.end_totp(&name)? {
        return Ok(Reply::done());
    }
    Err(Error::not_found("This account is not asked for codes."))
}

fn known(call: &ApiRequest) -> Result<Person, Error> {
    let (store, name) = (&call.site.store, call.part("name")?);
    let account = store.accounts()?.into_iter().find(|account| account.name.eq_ignore_ascii_case(name));
    Person::of(store, account.ok_or_else(|| StoreError::NoAccount(name.to_owned()))?)
}

fn hours(texts: &[String]) -> Result<Vec<LiveHours>, Error> {
    texts.iter().map(|text| parsed(text)).collect()
}

impl Person {
    pub(crate) fn of(store: &Store, account: Account) -> Result<Self, Error> {
        let (reach, has_totp) = (store.reach(&account.name)?, store.has_totp(&account.name)?);
        let Contact { display_name, email } = store.contact(&account.name)?;
        let oidc = store.oidc_identity(&account.name)?.unwrap_or_default();
        Ok(Self {
            name: account.name,
            display_name,
            email,
            role: account.role.name(),
            stations: reach.stations,
            hours: reach.hours.iter().map(ToString::to_string).collect(),
            created_at: account.created_at,
            must_change: account.must_change,
            has_totp,
            oidc_email: oidc.email,
            has_oidc: oidc.is_linked,
        })
    }
}
