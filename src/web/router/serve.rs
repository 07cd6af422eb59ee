//! Dispatch of requests to routes: authentication, access rules, rate limits, bodies, audit log.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, SET_COOKIE};
use actix_web::rt::time::timeout;
use actix_web::web::{self, Data, Path, Payload};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Resource, guard};
use bytes::Bytes;

use super::bearer::Bearer;
use super::call::{Head, connection_of};
use super::form::{Form, HOME};
use super::rate_limit::keep_pace;
use super::{
    Access, ApiRequest, Handler, Reply, Route, Scope, SignedInUser, Verb, bearer, csrf, event_stream,
};
use crate::broadcast::events::Change;
use crate::production::ProductionHandle;
use crate::store::AuditEntry;
use crate::web::languages::Words;
use crate::web::{AppState, Error, middleware, private};

/// Time within which a request's body has to arrive.
const BODY_WITHIN: Duration = Duration::from_secs(30);
/// From this size on a body is a large one, in bytes.
const LARGE: usize = 1 << 20;
const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
/// The longest form that stands for a call, in bytes.
const MOST_FORM: usize = 256 << 10;
/// The longest body of a client that is not signed in, in bytes.
const MOST_OF_STRANGER: usize = 8 << 10;

/// Access rule of a route, with its method.
#[derive(Clone, Copy)]
pub(super) struct RouteRule {
    pub(super) verb: Verb,
    pub(super) may: Access,
    pub(super) area: Scope,
}

/// Body of a request.
enum ReceivedForm {
    /// A body that is on its way.
    Coming(Payload),
    /// A form that was read already.
    Form(Form),
}

/// The resources of the web server for `routes`, in their order.
pub(crate) fn resources(routes: Vec<Route>) -> Vec<Resource> {
    let mut order = Vec::new();
    let mut by_path: BTreeMap<&str, Vec<Route>> = BTreeMap::new();
    for route in routes {
        if !by_path.contains_key(route.path) {
            order.push(route.path);
        }
        by_path.entry(route.path).or_default().push(route);
    }
    order.into_iter().map(|path| resource(path, by_path.remove(path).unwrap_or_default())).collect()
}

fn resource(path: &'static str, routes: Vec<Route>) -> Resource {
    let routes: Rc<[Rc<Route>]> = routes.into_iter().map(Rc::new).collect();
    let mut resource = web::resource(path);
    if routes.iter().any(|route| route.is_api() && route.verb != Verb::Get) {
        let routes = Rc::clone(&routes);
        let spelled = web::post().guard(guard::fn_guard(|asked| media_type(asked.head().headers()) == FORM));
        resource =
            resource.route(spelled.to(move |request: HttpRequest, site: Data<AppState>, body: Payload| {
                serve_form(Rc::clone(&routes), request, site.into_inner(), body)
            }));
    }
    for route in &*routes {
        if route.is_api() && route.may == Access::Everybody && route.verb == Verb::Get {
            resource = resource.route(web::route().guard(guard::Options()).to(middleware::may_read));
        }
        let asked = match route.verb {
            Verb::Get => web::route().guard(guard::Any(guard::Get()).or(guard::Head())),
            Verb::Post => web::post(),
            Verb::Put => web::put(),
            Verb::Patch => web::patch(),
            Verb::Delete => web::delete(),
        };
        let route = Rc::clone(route);
        resource =
            resource.route(asked.to(move |request: HttpRequest, site: Data<AppState>, body: Payload| {
                serve(Rc::clone(&route), request, site.into_inner(), body)
            }));
    }
    resource.default_service(web::to(move || {
        let allowed = allowed(&routes);
        async move { Err::<HttpResponse, _>(Error::WrongMethod(allowed)) }
    }))
}

/// The methods that an address answers.
fn allowed(routes: &[Rc<Route>]) -> String {
    let mut names: Vec<_> = routes.iter().map(|route| route.verb.name()).collect();
    if names.contains(&"GET") {
        names.push("HEAD");
    }
    names.join(", ")
}

/// Answers a request by its route, if its rule is kept.
async fn serve(
    route: Rc<Route>,
    request: HttpRequest,
    site: Arc<AppState>,
    body: Payload,
) -> Result<HttpResponse, Error> {
    let answer = match answer(&route, &request, site, body).await {
        // A person is shown the way.
        Err(Error::NotSignedIn) if !route.is_api() => Ok(Reply::go_to(&way_back(&request))),
        Err(Error::NewPasswordNeeded) if !route.is_api() => Ok(Reply::go_to("/admin/password")),
        answer => answer,
    };
    let mut response = answer?.into_response(request.headers());
    if route.is_api() && route.may == Access::Everybody {
        middleware::open(&mut response);
    }
    Ok(response)
}

/// Answers a form that stands for a call: to a script as the API does, and else by going on with a page.
async fn serve_form(
    routes: Rc<[Rc<Route>]>,
    request: HttpRequest,
    site: Arc<AppState>,
    body: Payload,
) -> Result<HttpResponse, Error> {
    // Nothing is read for other sites' pages, for clients that are too fast, or much for those not signed in.
    let (call, bearer, known) = admit(&request, site).await?;
    keep_pace(&call, known.as_ref().ok().and_then(Option::as_ref))?;
    let person = known?;
    let body = match &person {
        Some(_) => read(body, MOST_FORM).await?,
        None => read_of_stranger(&call.site, body).await?,
    };
    let mut form = Form::read(&body, call.base_path())?;
    let route = routes.iter().find(|route| route.verb == form.verb);
    let Some(route) = route else { return Err(Error::WrongMethod(allowed(&routes))) };
    let accepted = request.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok());
    let wants_page = accepted.is_some_and(|accept| accept.contains("text/html"));
    if !wants_page {
        form.shows = None;
    }
    let (then, shows) = (form.then.clone(), form.shows.is_some());
    let (cookies, site) = (call.cookies(), Arc::clone(&call.site));
    let answer =
        answer_to(route, &request, ApiRequest { person, ..call }, &bearer, ReceivedForm::Form(form)).await;
    let reply = match answer {
        answer if !wants_page => answer?,
        Ok(reply) if shows => reply,
        Ok(_) => Reply::go_to(&then),
        Err(Error::NotSignedIn) => Reply::go_to(&sign_in_first(&then)),
        Err(error) if error.is_told() => {
            let words = Words::of_request(&request, &site.templates.languages()?);
            Reply::go_to(&then).with(SET_COOKIE, cookies.note(&words.problem(&error)))
        }
        Err(error) => return Err(error),
    };
    Ok(reply.into_response(request.headers()))
}

/// Reads who sends a request. Fails if it changes something and comes from another site's page.
async fn admit(
    request: &HttpRequest,
    site: Arc<AppState>,
) -> Result<(ApiRequest, Bearer, Result<Option<SignedInUser>, Error>), Error> {
    let parts = parts(request).await?;
    let call =
        ApiRequest { site, person: None, station: None, head: Head::of(request, parts), body: Bytes::new() };
    let bearer = bearer::of(&call.head.headers);
    // A browser sends no token of a program by itself.
    if bearer == Bearer::None && !request.method().is_safe() {
        csrf::check_origin(&call.head.headers, call.head.known_host.as_deref())?;
    }
    let known = who(&call, bearer.clone()).await;
    if let Ok(Some(person)) = &known {
        connection_of(request).keep(&person.name);
    }
    Ok((call, bearer, known))
}

async fn answer(
    route: &Route,
    request: &HttpRequest,
    site: Arc<AppState>,
    body: Payload,
) -> Result<Reply, Error> {
    let (mut call, bearer, known) = admit(request, site).await?;
    if route.is_api() {
        keep_pace(&call, known.as_ref().ok().and_then(Option::as_ref))?;
    }
    call.person = known?;
    answer_to(route, request, call, &bearer, ReceivedForm::Coming(body)).await
}

/// Answers a request of somebody who is known, if the route's rule allows it.
async fn answer_to(
    route: &Route,
    request: &HttpRequest,
    mut call: ApiRequest,
    bearer: &Bearer,
    sent: ReceivedForm,
) -> Result<Reply, Error> {
    let changes = route.verb != Verb::Get;
    let may_be_forged = changes && *bearer == Bearer::None;
    let rule = RouteRule { verb: route.verb, may: route.may, area: route.area };
    rule.check(&call, call.person.as_ref())?;
    if let Some(slug) = call.head.parts.get("station") {
        let station = call.site.stations.get(slug).ok_or(Error::UnknownStation)?;
        call.station = Some(station);
    }
    let (large_bodies, mut shown) = (Arc::clone(&call.site.large_bodies), None);
    // Bodies are in memory until they are written, so few of the large ones are.
    let is_large = changes && route.most_bytes > LARGE;
    let _turn = if is_large { large_bodies.acquire().await.ok() } else { None };
    if changes {
        let (given, token) = match sent {
            ReceivedForm::Coming(body) => {
                call.body = match &call.person {
                    Some(_) => read(body, route.most_bytes).await?,
                    None => read_of_stranger(&call.site, body).await?,
                };
                let given = media_type(request.headers());
                let token = (given == FORM).then(|| csrf::in_form(&call.body)).flatten();
                (given, token)
            }
            ReceivedForm::Form(form) => {
                shown = form.shows.clone().map(|heading| (call.clone(), heading, form.then.clone()));
                if let Some(document) = form.document()?
                    && route.takes.is_some()
                {
                    call.body = serde_json::to_vec(&document)?.into();
                }
                (JSON.to_owned(), Some(form.csrf))
            }
        };
        if may_be_forged && route.may != Access::Everybody {
            csrf::check_token(&call.person()?.csrf, &call.head.headers, token.as_deref())?;
        }
        let expected = route.takes_file.unwrap_or(if route.is_api() { JSON } else { FORM });
        if !call.body.is_empty() && !is_of(&given, expected) {
            return Err(Error::Client {
                status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
                detail: format!("The body has to be of the type {expected}.").into(),
            });
        }
    }
    let note = call.person.as_ref().filter(|_| changes && route.is_noted).map(|person| AuditEntry {
        at: call.now(),
        who: person.name.clone(),
        address: call.site.kept_addresses.of_log(call.address()),
        area: route.area.name().to_owned(),
        station: call.head.parts.get("station").cloned(),
        what: format!("{} {}", route.verb.name(), request.path()),
        ..AuditEntry::default()
    });
    let (site, station) = (Arc::clone(&call.site), call.station.clone());
    let signed_out = route.area.signed_out(&call);
    let reply = match route.does {
        Handler::Wait(does) => does(call).await,
        Handler::Ask(does) => aside(move || does(&call)).await,
        Handler::Tell(tells) => {
            if let (Access::Everybody, Some(station)) = (route.may, &station) {
                private::check(request, &site, station.broadcast(), None).await?;
            }
            event_stream::begin(call, rule, tells).map(Reply::telling)
        }
    }?;
    if changes && !reply.is_problem() {
        has_changed(route.area, &site, station.as_ref());
        if let Some(account) = &signed_out {
            connection_of(request).forget(account);
        }
    }
    if let Some(note) = note.filter(|_| !reply.is_problem()) {
        aside(move || Ok(site.store.note_change(&note)?)).await.unwrap_or_else(|error| {
            // What was changed stays so, and whoever changed it is told that.
            tracing::error!(%error, "who changed something cannot be written down");
        });
    }
    match shown {
        Some((call, heading, then)) if !reply.is_problem() => reply.shown(&call, &heading, &then),
        _ => Ok(reply),
    }
}

impl RouteRule {
    /// Fails unless whoever asks may.
    fn check(self, call: &ApiRequest, person: Option<&SignedInUser>) -> Result<(), Error> {
        self.may.check(person, call.head.parts.get("station").map(String::as_str))?;
        match person.and_then(|person| person.scopes.as_ref()) {
            Some(scopes) if self.may != Access::Everybody => self.area.check_scopes(self.verb, scopes),
            _ => Ok(()),
        }
    }
}

/// Fails unless whoever has asked still may.
pub(super) async fn look_again(call: &ApiRequest, rule: RouteRule) -> Result<(), Error> {
    let person = who(call, bearer::of(&call.head.headers)).await?;
    rule.check(call, person.as_ref())
}

/// Tells those who want to know that something of this area was changed.
fn has_changed(area: Scope, site: &AppState, station: Option<&ProductionHandle>) {
    match (area, station) {
        (Scope::Pages | Scope::Me | Scope::Accounts | Scope::Tokens, _) => site.streams.doubt(),
        // The station itself follows within a second.
        (Scope::Queue | Scope::Requests, Some(station)) => station.broadcast().emit(Change::Queue),
        (Scope::Playlists | Scope::Schedule, Some(station)) => station.broadcast().emit(Change::Programme),
        _ => {}
    }
}

/// Returns the parts of the address by their names in the route, decoded.
async fn parts(request: &HttpRequest) -> Result<HashMap<String, String>, Error> {
    let values = Path::<Vec<String>>::extract(request).await.map_err(|_| Error::UnknownPage)?.into_inner();
    let names = request.match_info().iter().map(|(name, _)| name.to_owned());
    Ok(names.zip(values).collect())
}

/// Authenticates a request by its token or its session; none if it has neither.
async fn who(call: &ApiRequest, bearer: Bearer) -> Result<Option<SignedInUser>, Error> {
    let (site, now) = (Arc::clone(&call.site), call.now());
    match bearer {
        Bearer::None => {}
        Bearer::Unknown => return Err(Error::UNKNOWN_TOKEN),
        Bearer::Token(token) => {
            let program = aside(move || Ok(site.store.program(&token, now)?)).await?;
            return Ok(Some(SignedInUser::program(program.ok_or(Error::UNKNOWN_TOKEN)?)));
        }
    }
    let Some(token) = call.head.token.clone() else { return Ok(None) };
    aside(move || Ok(site.store.signed_in(&token, now)?.map(|found| SignedInUser::new(found, &token)))).await
}

/// Does what may wait for the disk on a thread that may.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    actix_web::rt::task::spawn_blocking(work).await.map_err(|error| Error::Broken(error.to_string()))?
}

async fn read(body: Payload, most_bytes: usize) -> Result<Bytes, Error> {
    match timeout(BODY_WITHIN, body.to_bytes_limited(most_bytes)).await {
        Ok(Ok(Ok(body))) => Ok(body),
        Ok(Ok(Err(_))) => Err(Error::bad_input("The body of the request broke off.")),
        Ok(Err(_)) => Err(Error::TooLarge(most_bytes)),
        Err(_) => Err(Error::TooSlow),
    }
}

/// Reads the body of a client that is not signed in: a short one, and few at once.
pub(crate) async fn read_of_stranger(site: &AppState, body: Payload) -> Result<Bytes, Error> {
    let reading = async {
        // The semaphore is never closed.
        let _permit = site.strangers_bodies.acquire().await.ok();
        read(body, MOST_OF_STRANGER).await
    };
    timeout(BODY_WITHIN, reading).await.unwrap_or(Err(Error::TooSlow))
}

fn media_type(headers: &HeaderMap) -> String {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Returns whether a media type matches the expected one, which may be all of a kind, as in `image/*`.
fn is_of(given: &str, expected: &str) -> bool {
    match expected.strip_suffix('*') {
        Some(all) => given.starts_with(all),
        None => given == expected,
    }
}

/// Returns the sign-in page that leads back to the request's address.
fn way_back(request: &HttpRequest) -> String {
    if request.method() != actix_web::http::Method::GET {
        return "/login".to_owned();
    }
    sign_in_first(request.path())
}

fn sign_in_first(to: &str) -> String {
    if to == HOME {
        return "/login".to_owned();
    }
    let way = "/login?";
    form_urlencoded::Serializer::for_suffix(way.to_owned(), way.len()).append_pair("to", to).finish()
}
