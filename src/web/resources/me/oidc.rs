//! Signing in by OpenID Connect.

use actix_web::http::StatusCode;
use actix_web::http::header::SET_COOKIE;

use super::sign_in::{again_by_password, go_on, note, sign_in_entry};
use crate::auth::oidc::{Oidc, OidcError, ReturnQuery, VerifiedIdentity};
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Blocking, HOME, Handler, Reply, Route, Scope, Verb, aside};

/// Answer to somebody whom the provider knows and this server does not.
const UNKNOWN: &str = "No account here belongs to this identity: ask an administrator.";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Everybody, Scope::Pages);
    vec![
        Route::new(Verb::Get, "/login/oidc", may, Handler::Wait(begin)),
        Route::new(Verb::Get, "/login/oidc/callback", may, Handler::Wait(finish)),
    ]
}

/// Sends the browser to the provider.
fn begin(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let oidc = provider(&call)?;
        let query: std::collections::HashMap<String, String> = call.query()?;
        let to = query.get("to").map_or(HOME, |to| call.inside(to));
        match oidc.begin(call.address(), to).await {
            Ok(begun) => {
                Ok(Reply::go_to(&begun.address).with(SET_COOKIE, call.cookies().sign_in(&begun.cookie)))
            }
            Err(error) => again(&call, to, &error),
        }
    })
}

/// Signs in whoever comes back from the provider.
fn finish(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let oidc = provider(&call)?;
        let query: ReturnQuery = call.query()?;
        let cookie = call.cookie(&call.cookies().sign_in_name()).unwrap_or_default().to_owned();
        let signing_in = oidc.finish(call.address(), &cookie, &query);
        let finished = call.site.auth.authenticate_by_provider(call.address(), signing_in).await?;
        let ended = call.cookies().sign_in("");
        let reply = match finished {
            Ok(finished) => {
                let account = account(&call, &oidc, &finished.identity).await?;
                call.site.figures.signs_in(account.is_some());
                let to = call.inside(&finished.to).to_owned();
                if let Some(account) = account {
                    aside(move || go_on(&call, &account, &to, "sign in by OpenID Connect")).await?
                } else {
                    let who = (call.address(), finished.identity.person.email.as_deref());
                    call.site.auth.log_refusal(who, "sign-in by OpenID Connect", &UNKNOWN);
                    again_by_password(&call, &to, StatusCode::FORBIDDEN, UNKNOWN)?
                }
            }
            Err(error) => again(&call, HOME, &error)?,
        };
        Ok(reply.with(SET_COOKIE, ended))
    })
}

/// Returns the client of the provider, unless whoever asks is banned or too fast.
fn provider(call: &ApiRequest) -> Result<Oidc, Error> {
    let oidc = call.site.instance.oidc.clone().ok_or(Error::UnknownPage)?;
    call.keep_pace()?;
    call.site.auth.check_ban(call.address(), call.user_agent().as_bytes())?;
    Ok(oidc)
}

/// Returns the account of a person; one is made where that is wanted.
async fn account(
    call: &ApiRequest,
    oidc: &Oidc,
    identity: &VerifiedIdentity,
) -> Result<Option<String>, Error> {
    let (store, person) = (call.site.store.clone(), identity.person.clone());
    let known = aside(move || Ok(store.oidc_account(&person)?)).await?;
    if let Some(known) = known {
        return Ok(Some(known.name));
    }
    let (store, person) = (call.site.store.clone(), identity.person.clone());
    let tied = aside(move || Ok(store.tie_oidc_account(&person)?)).await?;
    let subject = format!("{:?}", identity.person.subject);
    if let Some(tied) = tied {
        return noted(call, tied.name, format!("tied to an identity of OpenID Connect: {subject}")).await;
    }
    if !oidc.creates_djs() {
        return Ok(None);
    }
    let (store, identity) = (call.site.store.clone(), identity.clone());
    let made = call.site.auth.run_hashing(move || {
        let wanted = identity.preferred_username.as_deref().or(identity.person.email.as_deref());
        store.add_oidc_dj(&identity.person, wanted.unwrap_or_default())
    });
    let made = made.await??;
    tracing::info!(account = made.name, "a first sign-in by OpenID Connect made an account");
    noted(call, made.name, format!("made by OpenID Connect for {subject}")).await
}

/// Writes into the audit log what became of an account; returns its name.
async fn noted(call: &ApiRequest, account: String, what: String) -> Result<Option<String>, Error> {
    let entry = sign_in_entry(call, &account, &what);
    let store = call.site.store.clone();
    aside(move || {
        note(&store, &entry);
        Ok(Some(account))
    })
    .await
}

/// The sign-in page, with the reason.
fn again(call: &ApiRequest, to: &str, error: &OidcError) -> Result<Reply, Error> {
    let (status, detail) = match error {
        OidcError::TooLate => (StatusCode::UNAUTHORIZED, "That took too long: sign in again."),
        OidcError::Refused => (StatusCode::UNAUTHORIZED, "The provider did not sign you in."),
        OidcError::ProviderFailed => {
            (StatusCode::SERVICE_UNAVAILABLE, "The provider does not answer: try again in a moment.")
        }
        OidcError::Busy => (StatusCode::SERVICE_UNAVAILABLE, "Busy: try again in a moment."),
    };
    again_by_password(call, to, status, detail)
}
