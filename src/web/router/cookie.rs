//! Cookies: the one that a session's token is in, and the one that tells the next page what went wrong.

use actix_web::HttpRequest;
use actix_web::http::header::{COOKIE, HeaderMap};

use super::is_encrypted;
use crate::auth::oidc::SIGN_IN_LASTS;
use crate::model::BasePath;
use crate::store::{ApiToken, SESSION_LASTS};
use crate::web::sub_path;

/// The name of the session's cookie on clear connections.
pub(crate) const NAME: &str = "longwave_session";
/// Its name on encrypted ones. By the prefix, browsers take it from this host alone, and never in the clear.
const HOST_NAME: &str = "__Host-longwave_session";
/// Its name on encrypted connections below a path, which the prefix `__Host-` does not allow.
const SECURE_NAME: &str = "__Secure-longwave_session";

/// The name of the cookie of a sign-in at a provider that has begun, without the prefixes of encrypted connections.
const SIGN_IN: &str = "longwave_oidc";

const NOTE: &str = "longwave_note";
/// Lifetime of a note that no page has shown yet, in seconds.
const NOTE_WAITS: i64 = 60;
const MOST_OF_NOTE: usize = 1_000;

/// Pages that a browser sends a cookie to.
#[derive(Clone, Debug)]
pub(crate) struct CookieScope {
    /// The path that the site's addresses begin with.
    pub(crate) base_path: BasePath,
    /// Set if the cookie is never sent in the clear.
    pub(crate) is_encrypted: bool,
}

/// A cookie that scripts cannot read.
pub(crate) struct Cookie<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: &'a str,
    /// Lifetime in seconds; 0 removes it.
    pub(crate) max_age: i64,
}

impl CookieScope {
    /// Returns the scope of the cookies that a response to `request` sets.
    pub(crate) fn of(request: &HttpRequest) -> Self {
        Self { base_path: sub_path::base_path(request), is_encrypted: is_encrypted(request) }
    }

    /// Returns the cookie that stores `token`, out of reach of scripts and of other sites' forms.
    pub(crate) fn begun(&self, token: &ApiToken) -> String {
        self.set(&Cookie { name: self.session_name(), value: &token.reveal(), max_age: SESSION_LASTS })
    }

    /// Returns the cookie that removes the session.
    pub(crate) fn ended(&self) -> String {
        self.set(&Cookie { name: self.session_name(), value: "", max_age: 0 })
    }

    /// Returns the cookie of a sign-in at a provider, which the browser needs when it comes back; an empty one removes it.
    pub(crate) fn sign_in(&self, value: &str) -> String {
        let max_age = if value.is_empty() { 0 } else { SIGN_IN_LASTS as i64 };
        self.set(&Cookie { name: &self.sign_in_name(), value, max_age })
    }

    /// Returns the name of that cookie.
    pub(crate) fn sign_in_name(&self) -> String {
        format!("{}{SIGN_IN}", self.prefix())
    }

    /// Returns a cookie for all pages, which other sites' links send as well.
    pub(crate) fn set(&self, cookie: &Cookie<'_>) -> String {
        self.written(cookie, (self.base_path.scope(), "Lax"))
    }

    /// Returns the token that a request brings.
    pub(super) fn token(&self, headers: &HeaderMap) -> Option<ApiToken> {
        ApiToken::parse(find(headers, self.session_name())?)
    }

    /// Has the next page show `text`. It is in a cookie, and not in the address, so that no link can make a page say
    /// things.
    pub(super) fn note(&self, text: &str) -> String {
        let text: String = text.chars().take(MOST_OF_NOTE).collect();
        let text: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
        self.for_dashboard(&Cookie { name: NOTE, value: &text, max_age: NOTE_WAITS })
    }

    /// Has it shown no more.
    pub(super) fn note_shown(&self) -> String {
        self.for_dashboard(&Cookie { name: NOTE, value: "", max_age: 0 })
    }

    fn for_dashboard(&self, cookie: &Cookie<'_>) -> String {
        self.written(cookie, (&self.base_path.join("/admin"), "Strict"))
    }

    fn written(&self, cookie: &Cookie<'_>, (path, same_site): (&str, &str)) -> String {
        let Cookie { name, value, max_age } = cookie;
        // Never in the clear, once it was encrypted.
        let secure = if self.is_encrypted { "; Secure" } else { "" };
        format!("{name}={value}; Path={path}; Max-Age={max_age}; HttpOnly; SameSite={same_site}{secure}")
    }

    fn prefix(&self) -> &'static str {
        match (self.is_encrypted, self.base_path.is_empty()) {
            (false, _) => "",
            (true, true) => "__Host-",
            (true, false) => "__Secure-",
        }
    }

    fn session_name(&self) -> &'static str {
        match (self.is_encrypted, self.base_path.is_empty()) {
            (false, _) => NAME,
            (true, true) => HOST_NAME,
            (true, false) => SECURE_NAME,
        }
    }
}

/// The token that a request brings.
pub(crate) fn of(request: &HttpRequest) -> Option<ApiToken> {
    CookieScope::of(request).token(request.headers())
}

/// Reads the note of the previous page.
pub(super) fn noted(headers: &HeaderMap) -> Option<String> {
    let note = find(headers, NOTE).filter(|note| !note.is_empty())?;
    form_urlencoded::parse(format!("note={note}").as_bytes()).next().map(|(_, note)| note.into_owned())
}

/// Returns the value of a cookie.
pub(crate) fn find<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let headers = headers.get_all(COOKIE).filter_map(|header| header.to_str().ok());
    let mut cookies =
        headers.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
    cookies.find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn scope(base_path: &str, is_encrypted: bool) -> CookieScope {
        CookieScope { base_path: BasePath::new(base_path), is_encrypted }
    }

    #[test]
    fn the_session_is_found_among_cookies() {
        let token = ApiToken::generate().unwrap();
        let told = token.reveal();
        let found = |cookies: &str| {
            let request = TestRequest::get().insert_header((COOKIE, cookies)).to_http_request();
            of(&request)
        };
        assert_eq!(found(&format!("a=b; longwave_session={told};c=d")), Some(token));
        for none in ["", "a", "longwave_session", "longwave_session=x", &format!("xlongwave_session={told}")]
        {
            assert_eq!(found(none), None, "{none}");
        }
    }

    #[test]
    fn a_note_comes_back_as_it_was() {
        let text = "Nobody is live; \u{201c}Tides\u{201d} = 100 % & more.";
        let set = scope("", false).note(text);
        let pair = set.split(';').next().unwrap();
        let request = TestRequest::get().insert_header((COOKIE, format!("a=b; {pair}"))).to_http_request();
        assert_eq!(noted(request.headers()).as_deref(), Some(text));
        let request = TestRequest::get().insert_header((COOKIE, "longwave_note=")).to_http_request();
        assert_eq!(noted(request.headers()), None);
    }

    #[test]
    fn scripts_and_other_sites_have_no_part_in_it() {
        let token = ApiToken::generate().unwrap();
        let expected =
            format!("longwave_session={}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax", token.reveal());
        assert_eq!(scope("", false).begun(&token), expected);
        assert_eq!(scope("", true).begun(&token), format!("__Host-{expected}; Secure"));
        assert_eq!(
            scope("", true).ended(),
            "__Host-longwave_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure"
        );
    }

    #[test]
    fn below_a_path_other_pages_of_the_host_are_sent_no_cookie() {
        let token = ApiToken::generate().unwrap();
        let expected = format!(
            "longwave_session={}; Path=/radio; Max-Age=2592000; HttpOnly; SameSite=Lax",
            token.reveal()
        );
        assert_eq!(scope("/radio", false).begun(&token), expected);
        assert_eq!(scope("/radio", true).begun(&token), format!("__Secure-{expected}; Secure"));
        assert_eq!(
            scope("/radio", false).note("x"),
            "longwave_note=x; Path=/radio/admin; Max-Age=60; HttpOnly; SameSite=Strict"
        );
    }
}
