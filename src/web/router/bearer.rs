//! The token that a program brings.

use actix_web::http::header::{AUTHORIZATION, HeaderMap};

use crate::store::ApiToken;

/// Content of `Authorization: Bearer …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Bearer {
    /// There is none.
    None,
    /// Something that is no token of ours.
    Unknown,
    /// A token, which may open something.
    Token(ApiToken),
}

/// Reads the token of a request.
pub(super) fn of(headers: &HeaderMap) -> Bearer {
    let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match given.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
            let token = token.trim().strip_prefix(ApiToken::PREFIX).and_then(ApiToken::parse);
            token.map_or(Bearer::Unknown, Bearer::Token)
        }
        _ => Bearer::None,
    }
}

/// A token as it is told, once.
pub(crate) fn told(token: &ApiToken) -> String {
    format!("{}{}", ApiToken::PREFIX, token.reveal())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_token_is_told_from_passwords_and_nonsense() {
        let token = ApiToken::generate().unwrap();
        let found = |value: &str| {
            of(TestRequest::get().insert_header((AUTHORIZATION, value)).to_http_request().headers())
        };
        assert_eq!(found(&format!("Bearer {}", told(&token))), Bearer::Token(token.clone()));
        assert_eq!(found(&format!("bearer  {}", told(&token))), Bearer::Token(token.clone()));
        assert_eq!(found("Basic YTpi"), Bearer::None);
        assert_eq!(found(&told(&token)), Bearer::None);
        assert_eq!(found(&format!("Bearer {}", token.reveal())), Bearer::Unknown);
        assert_eq!(found("Bearer x"), Bearer::Unknown);
    }
}
