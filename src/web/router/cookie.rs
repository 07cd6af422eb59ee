//! Cookies: the one that a session's token is in, and the one that tells the next page what went wrong.

use actix_web::HttpRequest;
use actix_web::http::header::{COOKIE, HeaderMap};

use super::is_encrypted;
use crate::store::{ApiToken, SESSION_LASTS};

/// The name of the session's cookie on clear connections.
pub(crate) const NAME: &str = "longwave_session";
/// Its name on encrypted ones. By the prefix, browsers take it from this host alone, and never in the clear.
const HOST_NAME: &str = "__Host-longwave_session";

const NOTE: &str = "longwave_note";
/// Lifetime of a note that no page has shown yet, in seconds.
const NOTE_WAITS: u32 = 60;
const MOST_OF_NOTE: usize = 1_000;

/// The token that a request brings.
pub(crate) fn of(request: &HttpRequest) -> Option<ApiToken> {
    ApiToken::parse(find(request.headers(), name(is_encrypted(request)))?)
}

fn name(is_encrypted: bool) -> &'static str {
    if is_encrypted { HOST_NAME } else { NAME }
}

/// Reads the note of the previous page.
pub(super) fn noted(headers: &HeaderMap) -> Option<String> {
    let note = find(headers, NOTE).filter(|note| !note.is_empty())?;
    form_urlencoded::parse(format!("note={note}").as_bytes()).next().map(|(_, note)| note.into_owned())
}

/// Has the next page show `text`. It is in a cookie, and not in the address, so that no link can make a page say
/// things.
pub(super) fn note(text: &str, is_encrypted: bool) -> String {
    let text: String = text.chars().take(MOST_OF_NOTE).collect();
    let text: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
    format!(
        "{NOTE}={text}; Path=/admin; Max-Age={NOTE_WAITS}; HttpOnly; SameSite=Strict{}",
        secure(is_encrypted)
    )
}

/// Has it shown no more.
pub(super) fn note_shown(is_encrypted: bool) -> String {
    format!("{NOTE}=; Path=/admin; Max-Age=0; HttpOnly; SameSite=Strict{}", secure(is_encrypted))
}

fn find<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let headers = headers.get_all(COOKIE).filter_map(|header| header.to_str().ok());
    let mut cookies =
        headers.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
    cookies.find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

/// Returns the cookie that stores `token`, out of reach of scripts and of other sites' forms.
pub(crate) fn begun(token: &ApiToken, is_encrypted: bool) -> String {
    let (name, token) = (name(is_encrypted), token.reveal());
    format!("{name}={token}; Path=/; Max-Age={SESSION_LASTS}; HttpOnly; SameSite=Lax{}", secure(is_encrypted))
}

/// Returns the cookie that removes the session.
pub(crate) fn ended(is_encrypted: bool) -> String {
    let name = name(is_encrypted);
    format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{}", secure(is_encrypted))
}

/// Never in the clear, once it was encrypted.
fn secure(is_encrypted: bool) -> &'static str {
    if is_encrypted { "; Secure" } else { "" }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

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
        let set = note(text, false);
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
        assert_eq!(begun(&token, false), expected);
        assert_eq!(begun(&token, true), format!("__Host-{expected}; Secure"));
        assert_eq!(
            ended(true),
            "__Host-longwave_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure"
        );
    }
}
