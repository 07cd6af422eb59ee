//! Signing in and out.

use actix_web::http::StatusCode;
use actix_web::http::header::{RETRY_AFTER, SET_COOKIE};
use serde::Serialize;

use crate::auth::oidc::Oidc;
use crate::auth::{AuthError, Credentials};
use crate::store::{ApiToken, AuditEntry, Password, Store};
use crate::web::Error;
use crate::web::resources::me::reset::link_origin;
use crate::web::router::{Access, ApiRequest, Blocking, HOME, Handler, Reply, Route, Scope, Verb, aside};

/// Entry in the audit log for a new session.
const SIGN_IN: &str = "sign in";

pub(crate) fn routes() -> Vec<Route> {
    let out = (Access::Newcomer, Scope::Pages);
    vec![
        Route::get("/login", Access::Everybody, Scope::Pages, form),
        Route::new(Verb::Post, "/login", (Access::Everybody, Scope::Pages), Handler::Wait(sign_in)),
        Route::new(Verb::Post, "/login/code", (Access::Everybody, Scope::Pages), Handler::Wait(say_code)),
        Route::new(Verb::Post, "/logout", out, Handler::Ask(sign_out)),
        Route::new(Verb::Post, "/logout/everywhere", out, Handler::Ask(sign_out_everywhere)),
    ]
}

/// Variables of `sign-in.html`.
#[derive(Serialize)]
struct SignInPage<'a> {
    name: &'a str,
    to: &'a str,
    problem: Option<String>,
    /// True after a new password was chosen by e-mail.
    is_reset: bool,
    /// True if the server sends links for new passwords.
    sends_links: bool,
    /// The provider that people may sign in with instead.
    provider: Option<&'a str>,
    /// The query of the address at which that begins.
    provider_query: String,
}

/// Fields of the form that are filled in.
#[derive(Clone, Copy)]
struct SignInFields<'a> {
    name: &'a str,
    to: &'a str,
    /// True after a new password was chosen by e-mail.
    is_reset: bool,
}

impl<'a> SignInFields<'a> {
    /// The page to go on with, and no name.
    fn unnamed(to: &'a str) -> Self {
        Self { name: "", to, is_reset: false }
    }
}

/// Variables of `sign-in-code.html`.
#[derive(Serialize)]
struct CodePage<'a> {
    /// Token that proves that the password was right.
    half: &'a str,
    to: &'a str,
    problem: Option<String>,
}

fn form(call: &ApiRequest) -> Result<Reply, Error> {
    let query: std::collections::HashMap<String, String> = call.query()?;
    let to = query.get("to").map_or(HOME, |to| call.inside(to));
    if call.person().is_ok() {
        return Ok(Reply::go_to(to));
    }
    let fields = SignInFields { name: "", to, is_reset: query.contains_key("reset") };
    sign_in_page(call, fields, None)
}

/// The page that asks for a name and a password.
fn sign_in_page(
    call: &ApiRequest,
    fields: SignInFields<'_>,
    problem: Option<&Error>,
) -> Result<Reply, Error> {
    let SignInFields { name, to, is_reset } = fields;
    let provider = call.site.instance.oidc.as_ref().map(Oidc::host);
    let provider_query = form_urlencoded::Serializer::new(String::new()).append_pair("to", to).finish();
    let problem = problem.map(|problem| Ok::<_, Error>(call.words()?.problem(problem))).transpose()?;
    let sends_links = link_origin(call).is_some();
    call.page(
        "sign-in.html",
        &SignInPage { name, to, problem, is_reset, sends_links, provider, provider_query },
    )
}

fn sign_in(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let form = call.form();
        let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        let (name, to) = (field("name"), call.inside(field("to")));
        let given = Credentials::new(name, field("password"));
        let admitted = call.site.auth.authenticate_account(call.address(), &given).await;
        call.site.figures.signs_in(admitted.is_ok());
        let account = match admitted {
            Ok(account) => account,
            Err(refusal) => return again(&call, SignInFields { name, to, is_reset: false }, &refusal),
        };
        let to = to.to_owned();
        aside(move || go_on(&call, &account.name, &to, SIGN_IN)).await
    })
}

/// Begins a session, or asks for a code where the account is asked for one; `what` is the entry in the audit log.
pub(super) fn go_on(call: &ApiRequest, account: &str, to: &str, what: &str) -> Result<Reply, Error> {
    if !call.site.store.has_totp(account)? {
        return begin(call, account, what, Reply::go_to(to));
    }
    let half = call.site.store.sign_in_halfway(account, call.now())?.reveal();
    call.page("sign-in-code.html", &CodePage { half: &half, to, problem: None })
}

fn say_code(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let form = call.form();
        let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        let (told, to) = (field("half"), call.inside(field("to")));
        let Some(half) = ApiToken::parse(told) else {
            return again(&call, SignInFields::unnamed(to), &AuthError::TooLate);
        };
        let account = match call.site.auth.verify_code(call.address(), &half, field("code")).await {
            Ok(account) => account,
            Err(AuthError::TooLate) => return again(&call, SignInFields::unnamed(to), &AuthError::TooLate),
            Err(refusal) => {
                let problem = Some(call.words()?.problem(&Error::Refused(refusal.clone())));
                let page = call.page("sign-in-code.html", &CodePage { half: told, to, problem })?;
                return Ok(turned_away(page, &refusal));
            }
        };
        let reply = Reply::go_to(to);
        aside(move || begin(&call, &account, SIGN_IN, reply)).await
    })
}

/// The page once more, with what was wrong.
fn again(call: &ApiRequest, fields: SignInFields<'_>, refusal: &AuthError) -> Result<Reply, Error> {
    let reply = sign_in_page(call, fields, Some(&Error::Refused(refusal.clone())))?;
    Ok(turned_away(reply, refusal))
}

/// The page once more, for somebody whom a provider did not sign in.
pub(super) fn again_by_password(
    call: &ApiRequest,
    to: &str,
    status: StatusCode,
    detail: &'static str,
) -> Result<Reply, Error> {
    let problem = Error::Client { status, detail: detail.into() };
    Ok(sign_in_page(call, SignInFields::unnamed(to), Some(&problem))?.status(status))
}

pub(crate) fn turned_away(page: Reply, refusal: &AuthError) -> Reply {
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let reply = page.status(status);
    match refusal {
        AuthError::TooManyTries(seconds) => reply.with(RETRY_AFTER, seconds.to_string()),
        _ => reply,
    }
}

/// Begins a session, in place of the one that the request came with: nobody can have laid the token out before.
fn begin(call: &ApiRequest, account: &str, what: &str, reply: Reply) -> Result<Reply, Error> {
    if let Some(old) = call.token() {
        call.site.store.sign_out(old)?;
    }
    let token = call.site.store.sign_in(account, call.user_agent(), call.now())?;
    note(&call.site.store, &sign_in_entry(call, account, what));
    Ok(reply.with(SET_COOKIE, call.cookies().begun(&token)))
}

/// Returns an entry for the audit log about an account that is signed in to.
pub(super) fn sign_in_entry(call: &ApiRequest, account: &str, what: &str) -> AuditEntry {
    AuditEntry {
        at: call.now(),
        who: account.to_owned(),
        address: call.site.kept_addresses.of_log(call.address()),
        area: Scope::Pages.name().to_owned(),
        what: what.to_owned(),
        ..AuditEntry::default()
    }
}

/// Writes into the audit log. A session holds, whether that can be written or not.
pub(super) fn note(store: &Store, entry: &AuditEntry) {
    if let Err(error) = store.note_change(entry) {
        tracing::error!(%error, "a sign-in cannot be written into the audit log");
    }
}

fn sign_out(call: &ApiRequest) -> Result<Reply, Error> {
    if let Some(token) = call.token() {
        call.site.store.sign_out(token)?;
    }
    Ok(Reply::go_to("/login").with(SET_COOKIE, call.cookies().ended()))
}

fn sign_out_everywhere(call: &ApiRequest) -> Result<Reply, Error> {
    call.site.store.end_sessions(&call.person()?.name)?;
    Ok(Reply::go_to("/login").with(SET_COOKIE, call.cookies().ended()))
}

/// Gives whoever is signed in another password, if they know the one they have. Every session of theirs ends, and a new
/// one begins with `reply`.
pub(crate) async fn change_password(
    call: ApiRequest,
    current: &str,
    chosen: &str,
    reply: Reply,
) -> Result<Reply, Error> {
    let chosen = Password::chosen(chosen)?;
    if chosen.reveal() == current {
        return Err(Error::bad_input("The new password is the old one; choose another."));
    }
    let name = call.person()?.name.clone();
    let auth = call.site.auth.clone();
    auth.authenticate_account(call.address(), &Credentials::new(&name, current)).await?;
    let changed = auth.run_hashing(move || {
        call.site.store.set_password(&name, &chosen)?;
        call.site.ingest.revoke_account(&name);
        begin(&call, &name, SIGN_IN, reply)
    });
    changed.await?
}
