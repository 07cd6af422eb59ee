//! Protection against cross-site request forgery.
//!
//! A browser sends its cookies with requests that other sites' pages make, too. It says where they come from
//! (`Sec-Fetch-Site`, or else `Origin`), and no other page can know the token that ours send.

use actix_web::http::header::{HeaderMap, ORIGIN, REFERER};

use crate::web::Error;

const FETCH_SITE: &str = "sec-fetch-site";
const TOKEN: &str = "x-csrf-token";

/// Fails if the browser says that the request comes from another site's page. Programs say nothing.
///
/// `host` is the one that the client asked for; `None` if a proxy hides it. Then an `Origin` proves nothing, and the
/// session's token decides.
pub(crate) fn check_origin(headers: &HeaderMap, host: Option<&str>) -> Result<(), Error> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let is_ours = match (text(FETCH_SITE), text(ORIGIN.as_str())) {
        // Kept behind proxies that change the host's name, and so asked first.
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => {
            let is_host =
                |host: &str| origin.split_once("://").is_some_and(|(_, of)| of.eq_ignore_ascii_case(host));
            host.is_none_or(is_host)
        }
        (None, None) => true,
    };
    if is_ours { Ok(()) } else { Err(Error::FORGED) }
}

/// Returns whether the page that a browser names as its `Referer` is one of ours, if it names any and `host` is known.
pub(crate) fn check_referer(headers: &HeaderMap, host: Option<&str>) -> bool {
    let (Some(referer), Some(host)) = (headers.get(REFERER), host) else { return true };
    let authority = referer.to_str().ok().and_then(|referer| referer.split_once("://"));
    let authority = authority.and_then(|(_, rest)| rest.split(['/', '?', '#']).next());
    authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host))
}

/// Fails unless the header, or else the form's field, is the session's token.
pub(super) fn check_token(expected: &str, headers: &HeaderMap, in_form: Option<&str>) -> Result<(), Error> {
    let header = headers.get(TOKEN).and_then(|value| value.to_str().ok());
    let given = header.or(in_form).ok_or(Error::FORGED)?;
    if is_same(given.as_bytes(), expected.as_bytes()) { Ok(()) } else { Err(Error::FORGED) }
}

/// The token in a form.
pub(super) fn in_form(form: &[u8]) -> Option<String> {
    let mut fields = form_urlencoded::parse(form);
    fields.find(|(name, _)| name == "csrf").map(|(_, value)| value.into_owned())
}

/// Takes as long wherever the first difference is.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[track_caller]
    fn origin(headers: &[(&str, &str)], expected: bool) {
        let mut request = TestRequest::post().insert_header(("host", "radio.example:8000"));
        for header in headers {
            request = request.insert_header(*header);
        }
        let is_ours = check_origin(request.to_http_request().headers(), Some("radio.example:8000")).is_ok();
        assert_eq!(is_ours, expected, "{headers:?}");
    }

    #[test]
    fn other_sites_pages_are_told_from_ours() {
        origin(&[], true);
        origin(&[(FETCH_SITE, "same-origin")], true);
        origin(&[(FETCH_SITE, "none")], true);
        origin(&[(FETCH_SITE, "same-site")], false);
        origin(&[(FETCH_SITE, "cross-site")], false);
        origin(&[(FETCH_SITE, "cross-site"), ("origin", "http://radio.example:8000")], false);
        origin(&[("origin", "http://radio.example:8000")], true);
        origin(&[("origin", "https://RADIO.example:8000")], true);
        origin(&[("origin", "http://radio.example")], false);
        origin(&[("origin", "http://evil.example")], false);
        origin(&[("origin", "null")], false);
        origin(&[("origin", "")], false);
    }

    #[test]
    fn where_a_proxy_hides_the_host_only_what_browsers_say_themselves_counts() {
        let check = |header: (&'static str, &'static str)| {
            let request = TestRequest::post().insert_header(header).to_http_request();
            check_origin(request.headers(), None).is_ok()
        };
        assert!(check(("origin", "http://radio.example")));
        assert!(!check((FETCH_SITE, "cross-site")));
    }

    #[test]
    fn the_token_is_in_the_header_or_in_the_form() {
        let headers = |value: Option<&str>| {
            let mut request = TestRequest::post();
            if let Some(value) = value {
                request = request.insert_header((TOKEN, value));
            }
            request.to_http_request().headers().clone()
        };
        let right = |header, form: Option<&str>| {
            let form = form.and_then(|form| in_form(form.as_bytes()));
            check_token("secret", &headers(header), form.as_deref()).is_ok()
        };
        assert!(right(Some("secret"), None));
        assert!(right(None, Some("a=b&csrf=secret")));
        for (header, form) in [
            (None, None),
            (Some("secre"), None),
            (Some(""), None),
            (None, Some("csrf=")),
            (Some("x"), Some("csrf=secret")),
        ] {
            assert!(!right(header, form), "{header:?} {form:?}");
        }
    }
}
