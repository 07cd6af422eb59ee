//! Passwords of one's own account for programs.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::totp::{Proof, check};
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Blocking, Handler, Reply, Route, Scope, Verb, aside};

const ALL: &str = "/api/v1/me/app-passwords";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Person, Scope::Me);
    vec![
        Route::get(ALL, may.0, may.1, list)
            .about("The passwords of one's account for programs")
            .gives::<All>(),
        Route::new(Verb::Post, ALL, may, Handler::Wait(add))
            .about("Make a password for a program, such as a DJ's; it is told once")
            .takes::<New>()
            .gives::<Made>(),
        Route::new(Verb::Delete, "/api/v1/me/app-passwords/{name}", may, Handler::Ask(remove))
            .about("Remove the password of a program, and end what it sends"),
    ]
}

/// Passwords for programs, by name.
#[derive(Serialize, ToSchema)]
#[schema(as = AppPasswords)]
struct All {
    passwords: Vec<Known>,
}

/// A password for a program, without the password itself.
#[derive(Serialize, ToSchema)]
#[schema(as = AppPassword)]
pub(crate) struct Known {
    pub(crate) name: String,
    /// Seconds since 1970.
    pub(crate) created_at: i64,
}

/// A password for a program, to be made in place of the one of the same name.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AppPasswordNew)]
struct New {
    /// Up to 40 characters, such as the program's name.
    name: String,
    /// The account's own password.
    password: String,
}

/// A password that was made.
#[derive(Serialize, ToSchema)]
#[schema(as = AppPasswordMade)]
struct Made {
    name: String,
    /// The password that the program gives beside the name of the account. It is not told again.
    password: String,
}

impl Known {
    /// Those of whoever asks.
    pub(crate) fn of(call: &ApiRequest) -> Result<Vec<Self>, Error> {
        let known = call.site.store.app_passwords(&call.person()?.name)?.into_iter();
        Ok(known.map(|one| Self { name: one.name, created_at: one.created_at }).collect())
    }
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&All { passwords: Known::of(call)? })?.tagged())
}

fn add(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let New { name, password } = call.json()?;
        check(&call, &Proof { password }).await?;
        aside(move || {
            let made = call.site.store.add_app_password(&call.person()?.name, &name, call.now())?;
            Reply::json(&Made { name, password: made.reveal().to_owned() })
        })
        .await
    })
}

fn remove(call: &ApiRequest) -> Result<Reply, Error> {
    let account = &call.person()?.name;
    if !call.site.store.remove_app_password(account, call.part("name")?)? {
        return Err(Error::not_found("There is no app password of this name."));
    }
    call.site.ingest.revoke_account(account);
    Ok(Reply::done())
}
