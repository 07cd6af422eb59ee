//! One's own account.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::auth::Credentials;
use crate::store::{Contact, Session};
use crate::web::Error;
use crate::web::resources::me::sign_in::change_password;
use crate::web::router::{Access, ApiRequest, Blocking, Handler, Reply, Route, Scope, Verb, aside};

const PASSWORD: &str = "/api/v1/me/password";
const SESSIONS: &str = "/api/v1/me/sessions";
const SESSION: &str = "/api/v1/me/sessions/{id}";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Person, Scope::Me);
    vec![
        Route::get("/api/v1/me", Access::Newcomer, Scope::Me, me).about("Who is signed in").gives::<Me<'_>>(),
        Route::new(Verb::Patch, "/api/v1/me", may, Handler::Wait(change))
            .about("Name oneself, or say where e-mail goes")
            .takes::<OwnChanges>(),
        Route::new(Verb::Put, PASSWORD, (Access::Newcomer, Scope::Me), Handler::Wait(password))
            .about("Choose another password; every other session ends")
            .takes::<Passwords>(),
        Route::get(SESSIONS, Access::Person, Scope::Me, sessions)
            .about("Where one is signed in")
            .gives::<Sessions>(),
        Route::new(Verb::Delete, SESSIONS, may, Handler::Ask(end_all)).about("Sign out everywhere"),
        Route::new(Verb::Delete, SESSION, may, Handler::Ask(end)).about("Sign out in one browser"),
    ]
}

/// The signed-in account.
#[derive(Serialize, ToSchema)]
struct Me<'a> {
    name: &'a str,
    /// `admin`, `manager` or `dj`.
    role: &'static str,
    /// The stations it is limited to; none are every station for an administrator or a DJ.
    stations: &'a [String],
    /// Name that others see, if it is another one.
    display_name: Option<String>,
    /// Address of e-mail, for a new password.
    email: Option<String>,
    /// True while a new password has to be chosen first.
    must_change: bool,
    /// Required value of the header `X-CSRF-Token` in all requests that change something.
    csrf: &'a str,
}

/// Changes to one's own account; omitted fields stay the same.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OwnChanges {
    /// Name that others see; empty for none.
    display_name: Option<String>,
    /// Address of e-mail; empty for none.
    email: Option<String>,
    /// The password, which another address needs: whoever reads its mail can choose a new one.
    current: Option<String>,
}

/// Another password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Passwords {
    /// The password so far.
    current: String,
    /// The new one, at least 10 characters.
    new: String,
}

/// The account's sessions.
#[derive(Serialize, ToSchema)]
struct Sessions {
    sessions: Vec<SignedIn>,
}

/// A browser in which one is signed in.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignedIn {
    id: String,
    /// Seconds since 1970, as the others.
    created_at: i64,
    used_at: i64,
    expires_at: i64,
    /// The browser's `User-Agent` header.
    user_agent: String,
    /// True for the session that makes the request.
    is_this: bool,
}

fn me(call: &ApiRequest) -> Result<Reply, Error> {
    let person = call.person()?;
    // A program has a name, and no account.
    let Contact { display_name, email } = call.site.store.contact(&person.name).unwrap_or_default();
    Reply::json(&Me {
        display_name,
        email,
        name: &person.name,
        role: person.role.name(),
        stations: &person.stations,
        must_change: person.must_change,
        csrf: &person.csrf,
    })
}

fn change(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let changes: OwnChanges = call.json()?;
        let name = call.person()?.name.clone();
        let (store, account) = (call.site.store.clone(), name.clone());
        let known = aside(move || Ok(store.contact(&account)?)).await?;
        let given = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        if changes.email.as_ref().is_some_and(|email| given(email) != known.email) {
            let given = Credentials::new(&name, changes.current.as_deref().unwrap_or_default());
            call.site.auth.authenticate_account(call.address(), &given).await?;
        }
        let contact = Contact {
            display_name: changes.display_name.or(known.display_name),
            email: changes.email.or(known.email),
        };
        aside(move || Ok(call.site.store.set_contact(&name, &contact)?)).await?;
        Ok(Reply::done())
    })
}

/// Sets another password. The session goes on with a new cookie; all others end.
fn password(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let passwords: Passwords = call.json()?;
        change_password(call, &passwords.current, &passwords.new, Reply::done()).await
    })
}

fn sessions(call: &ApiRequest) -> Result<Reply, Error> {
    Reply::json(&Sessions { sessions: SignedIn::all(call, &call.person()?.name)? })
}

impl SignedIn {
    /// The sessions of the account `name`.
    pub(crate) fn all(call: &ApiRequest, name: &str) -> Result<Vec<Self>, Error> {
        let person = call.person()?;
        let told = |session: Session| Self {
            is_this: session.id == person.session,
            id: session.id,
            created_at: session.created_at,
            used_at: session.used_at,
            expires_at: session.expires_at,
            user_agent: session.user_agent,
        };
        Ok(call.site.store.sessions(name, call.now())?.into_iter().map(told).collect())
    }
}

fn end_all(call: &ApiRequest) -> Result<Reply, Error> {
    call.site.store.end_sessions(&call.person()?.name)?;
    Ok(Reply::done())
}

fn end(call: &ApiRequest) -> Result<Reply, Error> {
    let ended = call.site.store.end_session(&call.person()?.name, call.part("id")?)?;
    if ended {
        Ok(Reply::done())
    } else {
        Err(Error::not_found("There is no such session; it may have ended."))
    }
}
