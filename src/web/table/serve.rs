//! How the table is kept: each request is looked at here before a route is called.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::rt::time::timeout;
use actix_web::web::{self, Data, Path, Payload};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Resource, guard};
use bytes::Bytes;

use super::bearer::Bearer;
use super::call::Head;
use super::{Call, Does, May, Person, Reply, Route, Verb, bearer, forgery};
use crate::store::Change;
use crate::web::{Error, Site, manners};

/// How long a request's body may take to come.
const BODY_WITHIN: Duration = Duration::from_secs(30);
const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// The resources of the web server for `routes`, in their order.
pub(in crate::web) fn resources(routes: Vec<Route>) -> Vec<Resource> {
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
    let mut names: Vec<_> = routes.iter().map(|route| route.verb.name()).collect();
    if names.contains(&"GET") {
        names.push("HEAD");
    }
    let allowed = names.join(", ");
    let mut resource = web::resource(path);
    for route in routes {
        if route.is_api() && route.may == May::Everybody && route.verb == Verb::Get {
            resource = resource.route(web::route().guard(guard::Options()).to(manners::may_read));
        }
        let asked = match route.verb {
            Verb::Get => web::route().guard(guard::Any(guard::Get()).or(guard::Head())),
            Verb::Post => web::post(),
            Verb::Put => web::put(),
            Verb::Patch => web::patch(),
            Verb::Delete => web::delete(),
        };
        let route = Rc::new(route);
        resource = resource.route(asked.to(move |request: HttpRequest, site: Data<Site>, body: Payload| {
            serve(Rc::clone(&route), request, site.into_inner(), body)
        }));
    }
    resource.default_service(web::to(move || {
        let allowed = allowed.clone();
        async move { Err::<HttpResponse, _>(Error::WrongMethod(allowed)) }
    }))
}

/// Answers a request by its route, if its rule is kept.
async fn serve(
    route: Rc<Route>,
    request: HttpRequest,
    site: Arc<Site>,
    body: Payload,
) -> Result<HttpResponse, Error> {
    let answer = match answer(&route, &request, site, body).await {
        // A person is shown the way.
        Err(Error::NotSignedIn) if !route.is_api() => Ok(Reply::go_to(&way_back(&request))),
        Err(Error::NewPasswordNeeded) if !route.is_api() => Ok(Reply::go_to("/admin/password")),
        answer => answer,
    };
    let mut response = answer?.into_response(request.headers());
    if route.is_api() && route.may == May::Everybody {
        manners::open(&mut response);
    }
    Ok(response)
}

async fn answer(
    route: &Route,
    request: &HttpRequest,
    site: Arc<Site>,
    body: Payload,
) -> Result<Reply, Error> {
    let parts = parts(request).await?;
    let mut call =
        Call { site, person: None, station: None, head: Head::of(request, parts), body: Bytes::new() };
    let changes = route.verb != Verb::Get;
    let bearer = bearer::of(&call.head.headers);
    // A browser sends no token of a program by itself.
    let may_be_forged = changes && bearer == Bearer::None;
    if may_be_forged {
        forgery::check_origin(&call.head.headers)?;
    }
    call.person = who(&call, bearer).await?;
    let slug = call.head.parts.get("station");
    route.may.check(call.person.as_ref(), slug.map(String::as_str))?;
    if let Some(scopes) = call.person.as_ref().and_then(|person| person.scopes.as_ref())
        && route.may != May::Everybody
    {
        route.area.check_scopes(route.verb, scopes)?;
    }
    if let Some(slug) = slug {
        let station = call.site.stations.get(slug).ok_or(Error::UnknownStation)?;
        call.station = Some(station.clone());
    }
    if changes {
        let type_of_body = media_type(request);
        call.body = read(body, route.most_bytes).await?;
        if may_be_forged && route.may != May::Everybody {
            let form = (type_of_body == FORM).then_some(&call.body[..]);
            forgery::check_token(&call.person()?.csrf, &call.head.headers, form)?;
        }
        let expected = if route.is_api() { JSON } else { FORM };
        if !call.body.is_empty() && type_of_body != expected {
            return Err(Error::WrongType(expected));
        }
    }
    let note = call.person.as_ref().filter(|_| changes).map(|person| Change {
        at: call.now(),
        who: person.name.clone(),
        address: call.address().to_string(),
        area: route.area.name().to_owned(),
        station: call.head.parts.get("station").cloned(),
        what: format!("{} {}", route.verb.name(), request.path()),
        ..Change::default()
    });
    let site = Arc::clone(&call.site);
    let reply = match route.does {
        Does::Wait(does) => does(call).await,
        Does::Ask(does) => aside(move || does(&call)).await,
    }?;
    if let Some(note) = note.filter(|_| !reply.is_problem()) {
        aside(move || Ok(site.store.note_change(&note)?)).await.unwrap_or_else(|error| {
            // What was changed stays so, and whoever changed it is told that.
            tracing::error!(%error, "who changed something cannot be written down");
        });
    }
    Ok(reply)
}

/// What stands in the address for each name in its route, decoded.
async fn parts(request: &HttpRequest) -> Result<HashMap<String, String>, Error> {
    let values = Path::<Vec<String>>::extract(request).await.map_err(|_| Error::UnknownPage)?.into_inner();
    let names = request.match_info().iter().map(|(name, _)| name.to_owned());
    Ok(names.zip(values).collect())
}

/// Whoever asks, if they are signed in or a program that has a token.
async fn who(call: &Call, bearer: Bearer) -> Result<Option<Person>, Error> {
    let (site, now) = (Arc::clone(&call.site), call.now());
    match bearer {
        Bearer::None => {}
        Bearer::Unknown => return Err(Error::UnknownToken),
        Bearer::Token(token) => {
            let program = aside(move || Ok(site.store.program(&token, now)?)).await?;
            return Ok(Some(Person::program(program.ok_or(Error::UnknownToken)?)));
        }
    }
    let Some(token) = call.head.token.clone() else { return Ok(None) };
    aside(move || Ok(site.store.signed_in(&token, now)?.map(|found| Person::new(found, &token)))).await
}

/// Does what may wait for the disk on a thread that may.
pub(in crate::web) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    actix_web::rt::task::spawn_blocking(work).await.map_err(|error| Error::Broken(error.to_string()))?
}

async fn read(body: Payload, most_bytes: usize) -> Result<Bytes, Error> {
    match timeout(BODY_WITHIN, body.to_bytes_limited(most_bytes)).await {
        Ok(Ok(Ok(body))) => Ok(body),
        Ok(Ok(Err(_))) => Err(Error::BadInput("The body of the request broke off.".to_owned())),
        Ok(Err(_)) => Err(Error::TooLarge(most_bytes)),
        Err(_) => Err(Error::TooSlow),
    }
}

fn media_type(request: &HttpRequest) -> String {
    let given = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Where somebody signs in who wanted something else first.
fn way_back(request: &HttpRequest) -> String {
    let path = request.path();
    if request.method() != actix_web::http::Method::GET || path == "/admin" {
        return "/login".to_owned();
    }
    let way = "/login?";
    form_urlencoded::Serializer::for_suffix(way.to_owned(), way.len()).append_pair("to", path).finish()
}
