//! A new password by e-mail, for those who have forgotten theirs.
//!
//! Whether there is an account, and whether it has an address, is told to nobody: the answer is the same, and what has to be
//! looked up and sent is done after it.

use std::net::IpAddr;

use actix_web::http::StatusCode;
use serde::Serialize;

use super::sign_in::{self, turned_away};
use crate::store::{ApiToken, Password};
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Blocking, Handler, Reply, Route, Scope, Verb, aside};

const ASK: &str = "/login/forgotten";
const RESET: &str = "/login/reset";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Everybody, Scope::Pages);
    vec![
        Route::get(ASK, may.0, may.1, |call| ask_page(call, false, None)),
        Route::new(Verb::Post, ASK, may, Handler::Wait(ask)),
        Route::get(RESET, may.0, may.1, form),
        Route::new(Verb::Post, RESET, may, Handler::Wait(reset)),
    ]
}

/// Variables of `forgotten.html`.
#[derive(Serialize)]
struct AskPage {
    is_sent: bool,
    problem: Option<String>,
}

/// Variables of `reset.html`.
#[derive(Serialize)]
struct ResetPage<'a> {
    /// Token of the link; none if that opens nothing.
    token: Option<&'a str>,
    problem: Option<String>,
}

/// Returns the address that links begin with, if the server sends any: by the configuration, or, as a `Host` header may be
/// anybody's invention, on this machine alone.
pub(crate) fn link_origin(call: &ApiRequest) -> Option<String> {
    call.site.hooks().mailer()?;
    let origin = call.origin()?;
    let is_configured = call.site.instance.public_url.is_some();
    (is_configured || is_local(&origin)).then_some(origin)
}

fn is_local(origin: &str) -> bool {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let host = match host.strip_prefix('[') {
        Some(host) => host.split(']').next(),
        None => host.split(':').next(),
    };
    let host = host.unwrap_or_default();
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn ask_page(call: &ApiRequest, is_sent: bool, problem: Option<String>) -> Result<Reply, Error> {
    if link_origin(call).is_none() {
        return Err(Error::not_found("This server sends no links for new passwords."));
    }
    call.page("forgotten.html", &AskPage { is_sent, problem })
}

fn ask(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let reply = ask_page(&call, true, None)?;
        let Some(origin) = link_origin(&call) else { return Ok(reply) };
        if let Err(refusal) = call.site.auth.count_attempt(call.address(), "link for a new password") {
            let problem = call.words()?.problem(&Error::Refused(refusal.clone()));
            return Ok(turned_away(ask_page(&call, false, Some(problem))?, &refusal));
        }
        let name = call.form().remove("name").unwrap_or_default().trim().to_owned();
        // Not waited for: the time of the answer says nothing either.
        actix_web::rt::spawn(async move {
            if let Err(error) = send(&call, name, origin).await {
                tracing::error!(error = error.in_words(), "a link for a new password could not be sent");
            }
        });
        Ok(reply)
    })
}

/// Sends a link, if the account gets one.
async fn send(call: &ApiRequest, name: String, origin: String) -> Result<(), Error> {
    let Some(mailer) = call.site.hooks().mailer() else { return Ok(()) };
    let (store, now) = (call.site.store.clone(), call.now());
    let Some(link) = aside(move || Ok(store.begin_password_reset(&name, now)?)).await? else { return Ok(()) };
    note(call, &link.account, "ask for a link by e-mail").await?;
    let words = call.words()?;
    let to = link.email.parse().map_err(|_| Error::bad_input("The e-mail address is none."))?;
    let text = format!(
        "{}\n\n{origin}{RESET}?token={}\n\n{}\n",
        words.say("mail-reset-hint", &[("account", (&*link.account).into())]),
        link.token.reveal(),
        words.word("mail-reset-ignore")
    );
    let sent = mailer.send(&to, &words.word("mail-reset-subject"), &text).await;
    sent.map_err(|error| Error::Broken(error.to_string()))?;
    tracing::info!(account = link.account, "a link for a new password was sent");
    Ok(())
}

fn form(call: &ApiRequest) -> Result<Reply, Error> {
    let query: std::collections::HashMap<String, String> = call.query()?;
    let told = query.get("token").map(String::as_str).unwrap_or_default();
    let is_open = match ApiToken::parse(told) {
        Some(token) => call.site.store.is_password_reset(&token, call.now())?,
        None => false,
    };
    reset_page(call, is_open.then_some(told), None)
}

fn reset_page(call: &ApiRequest, token: Option<&str>, problem: Option<String>) -> Result<Reply, Error> {
    let status = if token.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    Ok(call.page("reset.html", &ResetPage { token, problem })?.status(status))
}

fn reset(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let form = call.form();
        let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        let told = field("token");
        let wrong = |problem: String| -> Result<Reply, Error> {
            Ok(reset_page(&call, Some(told), Some(problem))?.status(StatusCode::UNPROCESSABLE_ENTITY))
        };
        if field("new") != field("again") {
            return wrong(call.words()?.word("problem-passwords-differ"));
        }
        let chosen = match Password::chosen(field("new")) {
            Ok(chosen) => chosen,
            Err(error) => return wrong(call.words()?.problem(&error.into())),
        };
        let Some(token) = ApiToken::parse(told) else { return reset_page(&call, None, None) };
        let (store, now) = (call.site.store.clone(), call.now());
        let owner =
            call.site.auth.run_hashing(move || store.end_password_reset(&token, &chosen, now)).await??;
        let Some(account) = owner else {
            // Counted like a wrong password, which it stands for.
            return match call.site.auth.count_attempt(call.address(), "link for a new password") {
                Ok(()) => reset_page(&call, None, None),
                Err(refusal) => Ok(turned_away(reset_page(&call, None, None)?, &refusal)),
            };
        };
        call.site.ingest.revoke_account(&account);
        note(&call, &account, "choose a password by e-mail").await?;
        Ok(Reply::go_to("/login?reset=1"))
    })
}

/// Writes into the audit log what was done to an account by e-mail.
async fn note(call: &ApiRequest, account: &str, what: &str) -> Result<(), Error> {
    let (store, entry) = (call.site.store.clone(), sign_in::sign_in_entry(call, account, what));
    // It is done, whether that can be written or not.
    aside(move || {
        sign_in::note(&store, &entry);
        Ok(())
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn only_this_machine_is_believed_about_its_name() {
        for local in
            ["http://localhost:8000", "http://127.0.0.1:8000", "https://[::1]:8000", "http://localhost"]
        {
            assert!(is_local(local), "{local}");
        }
        for other in [
            "http://radio.example",
            "http://192.0.2.1:80",
            "http://localhost.example",
            "http://[2001:db8::1]",
        ] {
            assert!(!is_local(other), "{other}");
        }
    }
}
