//! Redirection of unencrypted requests to `https`.
//!
//! People are sent to `https`. Programs stay: many players, car radios and DJs' programs know no TLS, and what
//! checks the health of the server need not.

use actix_web::http::header::LOCATION;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::router::{host_of, is_encrypted};
use super::{AppState, Error, sub_path};
use crate::output::formats;

/// Addresses that are answered on every connection: whether the server runs, and is on air.
const ALWAYS: [&str; 2] = ["/healthz", "/readyz"];
/// Addresses of answers to a certificate authority's HTTP-01 challenges, which it asks for in the clear.
pub(super) const CHALLENGES: &str = "/.well-known/acme-challenge/";
/// Addresses that programs ask for.
const OF_PROGRAMS: [&str; 14] = [
    "/healthz",
    "/readyz",
    "/metrics",
    "/status-json.xsl",
    "/7.xsl",
    "/7.html",
    "/admin/stats",
    "/admin/listmounts",
    "/admin/listclients",
    "/admin/killclient",
    "/admin/moveclients",
    "/admin/metadata",
    "/admin/killsource",
    "/admin.cgi",
];
/// Endings of the addresses of sockets and of WHIP, whose clients follow no redirect.
const SOCKETS: [&str; 4] = ["/ws", "/ingest", "/whip", "/sendspin"];
/// Part of the addresses of WHIP sessions.
const WHIP_SESSION: &str = "/whip/";
/// Endings of the addresses that old players request, many of which do not support TLS.
const OF_PLAYERS: [&str; 3] = [".m3u", ".pls", ".xspf"];
/// Ending of the address of the page for old devices: in the clear unless nothing is.
const OLD_PAGE: &str = "/listen";

/// Encryption of a connection to a port that has a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpsRedirect {
    /// Encrypted: nothing is redirected.
    Encrypted,
    /// In the clear: requests of people are redirected.
    InTheClear,
}

impl HttpsRedirect {
    /// Returns the state of a connection.
    pub fn of(is_encrypted: bool) -> Self {
        if is_encrypted { Self::Encrypted } else { Self::InTheClear }
    }
}

/// Returns the redirect of a person's request that came in the clear.
pub(super) fn elsewhere(request: &HttpRequest) -> Option<Result<HttpResponse, Error>> {
    let in_the_clear = request.conn_data::<HttpsRedirect>() == Some(&HttpsRedirect::InTheClear);
    let is_always_answered = ALWAYS.contains(&request.path()) || request.path().starts_with(CHALLENGES);
    if !in_the_clear || is_encrypted(request) || is_always_answered {
        return None;
    }
    let tls_only = request.app_data::<Data<AppState>>().is_some_and(|site| site.tls_only);
    if is_for_programs(request.path()) {
        return tls_only.then_some(Err(Error::TlsNeeded));
    }
    if !tls_only && request.path().ends_with(OLD_PAGE) && !request.path().starts_with("/api/") {
        return None;
    }
    let host = host_of(request).filter(|host| is_host(host));
    let Some(host) = host else { return Some(Err(Error::IN_THE_CLEAR)) };
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    Some(Ok(HttpResponse::PermanentRedirect()
        .insert_header((LOCATION, format!("https://{host}{}", sub_path::base_path(request).join(path))))
        .finish()))
}

fn is_for_programs(path: &str) -> bool {
    OF_PROGRAMS.contains(&path)
        || SOCKETS.iter().any(|end| path.ends_with(end))
        || (path.contains(WHIP_SESSION) && !path.starts_with("/api/"))
        || (OF_PLAYERS.iter().any(|end| path.ends_with(end)) && !path.starts_with("/api/"))
        || formats::of_path(path).is_some()
}

/// Returns whether `host` is a host name or address with an optional port, and safe to repeat.
pub(super) fn is_host(host: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".:-_[]".contains(&byte);
    !host.is_empty() && host.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_from_people_by_what_they_ask_for() {
        for path in [
            "/main.opus",
            "/main/ws",
            "/main/ingest",
            "/main/whip",
            "/main/whip/x",
            "/admin/metadata",
            "/admin.cgi",
            "/metrics",
        ] {
            assert!(is_for_programs(path), "{path}");
        }
        for path in ["/", "/main", "/main/studio", "/admin", "/static/player/player.js", "/api/v1/stations"] {
            assert!(!is_for_programs(path), "{path}");
        }
    }

    #[test]
    fn only_a_host_is_repeated() {
        assert!(is_host("radio.example:8000") && is_host("[::1]:8000"));
        assert!(!is_host("") && !is_host("a/b") && !is_host("a@b") && !is_host("a b"));
    }
}
