//! A request whose rule is kept.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header::{HOST, HeaderMap, IF_MATCH, IF_NONE_MATCH, SET_COOKIE, USER_AGENT};
use actix_web::web::Data;
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::cookie::CookieScope;
use super::form::inside;
use super::person::Me;
use super::rate_limit::keep_pace;
use super::reply::{names, tag_of};
use super::{Reply, SignedInUser, cookie};
use crate::library::Intake;
use crate::model::BasePath;
use crate::net::{ForwardedClient, RequestConnection};
use crate::production::ProductionHandle;
use crate::store::ApiToken;
use crate::web::languages::{ENGLISH, PageLanguage, Words, query_without_language};
use crate::web::{AppState, Error, HttpsRedirect, https_redirect};

/// Request that a route is called with.
#[derive(Clone)]
pub(crate) struct ApiRequest {
    /// All there is.
    pub(crate) site: Arc<AppState>,
    /// Signed-in user or program, if any.
    pub(super) person: Option<SignedInUser>,
    /// The station in the address, if there is one in it.
    pub(super) station: Option<ProductionHandle>,
    pub(super) head: Head,
    pub(super) body: Bytes,
}

/// Parts of a request's head.
#[derive(Clone)]
pub(super) struct Head {
    pub(super) path: String,
    pub(super) parts: HashMap<String, String>,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    pub(super) address: IpAddr,
    pub(super) is_encrypted: bool,
    /// The host that the client asked for.
    pub(super) host: Option<String>,
    /// The host of our pages; `None` if a trusted proxy hides it.
    pub(super) known_host: Option<String>,
    pub(super) token: Option<ApiToken>,
}

/// Variables of all dashboard templates, beside those of the page.
#[derive(Serialize)]
struct Framed<'a, P> {
    me: Option<Me<'a>>,
    station: Option<Named>,
    stations: Vec<Named>,
    path: &'a str,
    note: Option<String>,
    /// Beginning of the query of links that choose a language.
    language_query: String,
    #[serde(flatten)]
    page: &'a P,
}

/// A station in the frame of a page.
#[derive(Serialize)]
struct Named {
    slug: String,
    name: String,
    /// Set if the user runs it.
    is_run: bool,
}

impl Named {
    fn of(station: &ProductionHandle, person: Option<&SignedInUser>) -> Self {
        let is_run = person.is_some_and(|person| person.runs(station.slug()));
        Self { slug: station.slug().to_owned(), name: station.broadcast().name(), is_run }
    }
}

impl ApiRequest {
    /// Returns the signed-in user. Fails if there is none, which only happens in routes for everybody.
    pub(crate) fn person(&self) -> Result<&SignedInUser, Error> {
        self.person.as_ref().ok_or(Error::NotSignedIn)
    }

    /// The station in the address.
    pub(crate) fn station(&self) -> Result<&ProductionHandle, Error> {
        self.station.as_ref().ok_or(Error::UnknownStation)
    }

    /// Returns the part of the address that stands for `{name}`.
    pub(crate) fn part(&self, name: &str) -> Result<&str, Error> {
        self.head.parts.get(name).map(String::as_str).ok_or(Error::UnknownPage)
    }

    /// The query of the address, without the choice of a language, which every page takes.
    pub(crate) fn query<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let query = actix_web::web::Query::<T>::from_query(&query_without_language(&self.head.query));
        query.map(actix_web::web::Query::into_inner).map_err(|error| Error::bad_input(error.to_string()))
    }

    /// The body, which is JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(&self.body)
            .map_err(|error| Error::bad_input(format!("The body does not fit: {error}.")))
    }

    /// The body, which is a form.
    pub(crate) fn form(&self) -> HashMap<String, String> {
        form_urlencoded::parse(&self.body).into_owned().collect()
    }

    /// The body as it came.
    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    /// A header of the request, if it is there and is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.headers.get(name)?.to_str().ok()
    }

    /// Returns the value of a cookie.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        cookie::find(&self.head.headers, name)
    }

    /// Fails if whoever asks does so too often; routes of the API check it by themselves.
    pub(crate) fn keep_pace(&self) -> Result<(), Error> {
        keep_pace(self, self.person.as_ref())
    }

    /// Returns the intake of uploads.
    pub(crate) fn intake(&self) -> Result<&Intake, Error> {
        self.site.intake.as_ref().ok_or(Error::not_found("This server has no library."))
    }

    /// Now, in seconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        (self.now_us() / 1_000_000) as i64
    }

    /// Now, in microseconds since 1970.
    pub(crate) fn now_us(&self) -> u64 {
        self.site.clock.now_us()
    }

    /// Returns the client's address.
    pub(crate) fn address(&self) -> IpAddr {
        self.head.address
    }

    /// The token of the session it came with, whether or not that lasts.
    pub(crate) fn token(&self) -> Option<&ApiToken> {
        self.head.token.as_ref()
    }

    /// Returns the `User-Agent`.
    pub(crate) fn user_agent(&self) -> &str {
        self.head.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default()
    }

    /// Returns the scheme and host that addresses of this server begin with: the configured public address, or those
    /// that the request was sent to. `None` if the request names no host.
    pub(crate) fn origin(&self) -> Option<String> {
        origin(&self.site, self.head.host.as_deref(), self.head.is_encrypted)
    }

    /// Returns the path that addresses of this server begin with.
    pub(crate) fn base_path(&self) -> &BasePath {
        &self.site.instance.base_path
    }

    /// Returns the path of the dashboard that the address `to` means, or else that of its first page.
    pub(crate) fn inside<'a>(&self, to: &'a str) -> &'a str {
        inside(self.base_path().strip(to))
    }

    /// Returns whether the connection is encrypted, as far as is known.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.head.is_encrypted
    }

    /// Returns the scope of the cookies that the reply sets.
    pub(crate) fn cookies(&self) -> CookieScope {
        CookieScope { base_path: self.base_path().clone(), is_encrypted: self.is_encrypted() }
    }

    /// Returns the host that the client asked for.
    pub(crate) fn host(&self) -> Option<&str> {
        self.head.host.as_deref()
    }

    /// The language of a page for this request.
    fn language(&self) -> Result<PageLanguage, Error> {
        Ok(PageLanguage::of_head(&self.head.query, &self.head.headers, &self.site.templates.languages()?))
    }

    /// The words of the language that a page for this request is in.
    pub(in crate::web) fn words(&self) -> Result<Words, Error> {
        Ok(Words::of(&self.site.templates.languages()?, self.language()?.code()))
    }

    /// A page from a template in the language of the request, which is told `page` and what its frame needs.
    pub(crate) fn page(&self, template: &str, page: &impl Serialize) -> Result<Reply, Error> {
        let language = self.language()?;
        let reply = self.page_in(language.code(), template, page)?;
        let headers = language.headers(&self.cookies()).into_iter();
        Ok(headers.fold(reply, |reply, (name, value)| reply.with(name, value)))
    }

    /// A page as [`Self::page`] makes it, in English for everybody.
    pub(crate) fn english_page(&self, template: &str, page: &impl Serialize) -> Result<Reply, Error> {
        self.page_in(ENGLISH, template, page)
    }

    fn page_in(&self, language: &str, template: &str, page: &impl Serialize) -> Result<Reply, Error> {
        let person = self.person.as_ref();
        let seen = self.site.stations.all();
        let seen = seen.filter(|station| person.is_some_and(|person| person.goes_live_on(station.slug())));
        let note = cookie::noted(&self.head.headers);
        let is_told = note.is_some();
        let framed = Framed {
            me: person.map(SignedInUser::me),
            station: self.station.as_ref().map(|station| Named::of(station, person)),
            stations: seen.map(|station| Named::of(&station, person)).collect(),
            path: &self.head.path,
            note,
            language_query: query_without_language(&self.head.query),
            page,
        };
        let reply = Reply::page(self.site.templates.fill(language, template, &framed)?);
        Ok(if is_told { reply.with(SET_COOKIE, self.cookies().note_shown()) } else { reply })
    }

    /// Runs `work` in one transaction of the database, with a request whose store is in it: a version that `work` has
    /// compared is still the current one when it writes, whichever process writes, too. `work` must not write by other
    /// means than that request's store.
    pub(crate) fn in_transaction<T>(&self, work: impl FnOnce(&Self) -> Result<T, Error>) -> Result<T, Error> {
        self.site.store.exclusively(|store| {
            let site = AppState { store: store.clone(), ..(*self.site).clone() };
            work(&Self { site: Arc::new(site), ..self.clone() })
        })
    }

    /// Fails if the request is to replace another version than `current` (`If-Match`), or only to make what is not
    /// there (`If-None-Match: *`).
    pub(crate) fn check_version<T: Serialize>(&self, current: Option<&T>) -> Result<(), Error> {
        let tag = current.map(|current| serde_json::to_vec(current).map(|body| tag_of(&body))).transpose()?;
        let header = |name| {
            self.head
                .headers
                .get(name)
                .map(|value: &actix_web::http::header::HeaderValue| value.to_str().unwrap_or_default())
        };
        if let Some(wanted) = header(IF_MATCH)
            && !tag.as_ref().is_some_and(|tag| names(wanted, tag))
        {
            return Err(Error::CHANGED);
        }
        if let Some(unwanted) = header(IF_NONE_MATCH)
            && tag.as_ref().is_some_and(|tag| names(unwanted, tag))
        {
            return Err(Error::CHANGED);
        }
        Ok(())
    }
}

impl Head {
    pub(super) fn of(request: &HttpRequest, parts: HashMap<String, String>) -> Self {
        let client = client_of(request);
        Self {
            path: request.path().to_owned(),
            parts,
            query: request.query_string().to_owned(),
            headers: request.headers().clone(),
            address: client.address,
            is_encrypted: is_encrypted(request),
            host: host_of(request),
            known_host: known_host(request),
            token: cookie::of(request),
        }
    }
}

/// Returns the client's address; the unspecified one if there is none.
pub(crate) fn address_of(request: &HttpRequest) -> IpAddr {
    client_of(request).address
}

/// Returns the connection that a request came by.
pub(crate) fn connection_of(request: &HttpRequest) -> RequestConnection {
    request.conn_data::<RequestConnection>().cloned().unwrap_or_default()
}

/// Returns the client of a request, as far as trusted proxies tell.
fn client_of(request: &HttpRequest) -> ForwardedClient {
    let peer = request.peer_addr().map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.ip());
    let proxies = request.app_data::<Data<AppState>>().map(|site| site.proxies.clone()).unwrap_or_default();
    ForwardedClient::resolve(&proxies, peer, &|name| {
        let values = request.headers().get_all(name).filter_map(|value| value.to_str().ok());
        values.collect::<Vec<_>>().join(", ")
    })
}

/// Returns the host that the client asked for: the one a trusted proxy names, or else that of the request.
pub(crate) fn host_of(request: &HttpRequest) -> Option<String> {
    let own = || request.headers().get(HOST)?.to_str().ok().map(str::to_owned);
    client_of(request).host.or_else(own)
}

/// Returns the scheme and host that addresses of this server begin with, as [`ApiRequest::origin`] does.
pub(crate) fn public_origin(request: &HttpRequest) -> Option<String> {
    origin(request.app_data::<Data<AppState>>()?, host_of(request).as_deref(), is_encrypted(request))
}

fn origin(site: &AppState, host: Option<&str>, is_encrypted: bool) -> Option<String> {
    if let Some(configured) = &site.instance.public_url {
        return Some(configured.trim_end_matches('/').to_owned());
    }
    // An invalid host is not repeated.
    let host = host.filter(|host| https_redirect::is_host(host))?;
    Some(format!("{}://{host}", if is_encrypted { "https" } else { "http" }))
}

/// Returns the host that pages of this server have in their address; `None` if a trusted proxy hides it.
pub(crate) fn known_host(request: &HttpRequest) -> Option<String> {
    let client = client_of(request);
    if client.is_proxied && client.host.is_none() { None } else { Some(host_of(request).unwrap_or_default()) }
}

/// Returns whether the connection is encrypted, here or, as the request says, before a proxy. A client that forges
/// this harms only itself.
pub(crate) fn is_encrypted(request: &HttpRequest) -> bool {
    let told = client_of(request).is_encrypted;
    told.unwrap_or_else(|| request.conn_data::<HttpsRedirect>() == Some(&HttpsRedirect::Encrypted))
}
