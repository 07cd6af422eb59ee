//! The cookie that a session's token is in.

use actix_web::HttpRequest;
use actix_web::http::header::COOKIE;

use crate::store::{SESSION_LASTS, Token};

/// Its name.
pub(in crate::web) const NAME: &str = "longwave_session";

/// The token that a request brings.
pub(in crate::web) fn of(request: &HttpRequest) -> Option<Token> {
    let headers = request.headers().get_all(COOKIE).filter_map(|header| header.to_str().ok());
    let mut cookies =
        headers.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
    cookies.find(|(name, _)| *name == NAME).and_then(|(_, value)| Token::parse(value))
}

/// What has a browser keep `token`: out of reach of scripts, and of other sites' forms.
pub(in crate::web) fn begun(token: &Token, is_encrypted: bool) -> String {
    let token = token.reveal();
    format!("{NAME}={token}; Path=/; Max-Age={SESSION_LASTS}; HttpOnly; SameSite=Lax{}", secure(is_encrypted))
}

/// What has a browser forget it.
pub(in crate::web) fn ended(is_encrypted: bool) -> String {
    format!("{NAME}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{}", secure(is_encrypted))
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
        let token = Token::generate().unwrap();
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
    fn scripts_and_other_sites_have_no_part_in_it() {
        let token = Token::generate().unwrap();
        let expected =
            format!("longwave_session={}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax", token.reveal());
        assert_eq!(begun(&token, false), expected);
        assert_eq!(begun(&token, true), format!("{expected}; Secure"));
        assert_eq!(ended(true), "longwave_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
    }
}
