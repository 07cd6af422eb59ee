//! The language of a response: the one that was chosen on a page, or else the best of those that the browser reads.

use actix_web::http::header::{
    ACCEPT_LANGUAGE, CONTENT_LANGUAGE, HeaderMap, HeaderName, HeaderValue, SET_COOKIE, VARY,
};
use actix_web::{HttpMessage as _, HttpRequest};

use super::{ENGLISH, Languages};
use crate::web::router::CookieScope;
use crate::web::router::cookie::{self, Cookie};

/// The parameter of an address that chooses a language.
const PARAMETER: &str = "lang";
const COOKIE_NAME: &str = "longwave_language";
/// A choice is kept for a year, in seconds.
const KEPT: i64 = 365 * 24 * 3_600;
/// Ranges of an `Accept-Language` that are read.
const MOST_RANGES: usize = 32;

/// The language of the response to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web) struct PageLanguage {
    code: String,
    /// Set if the browser is to remember the language: the address chooses it.
    is_kept: bool,
    /// Set if a cookie may choose the language.
    reads_cookies: bool,
}

impl PageLanguage {
    /// Returns the language for a page of this site: that of the address, of the cookie, or of `Accept-Language`.
    pub(in crate::web) fn of(request: &HttpRequest, languages: &Languages) -> Self {
        Self::of_head(request.query_string(), request.headers(), languages).noted(request)
    }

    /// Returns the language as [`Self::of`] does, for a request with this query and these headers.
    pub(in crate::web) fn of_head(query: &str, headers: &HeaderMap, languages: &Languages) -> Self {
        let in_address = chosen(query, languages);
        let is_kept = in_address.is_some();
        let code = in_address
            .or_else(|| best(languages, cookie::find(headers, COOKIE_NAME)?))
            .or_else(|| accepted(headers, languages));
        Self { code: code.unwrap_or(ENGLISH).to_owned(), is_kept, reads_cookies: true }
    }

    /// Returns the language for a page of another site that shows this response: as [`Self::of`], without cookies.
    pub(in crate::web) fn of_elsewhere(request: &HttpRequest, languages: &Languages) -> Self {
        let code = chosen(request.query_string(), languages);
        let code = code.or_else(|| accepted(request.headers(), languages));
        Self { code: code.unwrap_or(ENGLISH).to_owned(), is_kept: false, reads_cookies: false }.noted(request)
    }

    /// The code of the language.
    pub(in crate::web) fn code(&self) -> &str {
        &self.code
    }

    /// Returns the headers of a response in this language, whose cookies are for `scope`.
    pub(in crate::web) fn headers(&self, scope: &CookieScope) -> Vec<(HeaderName, String)> {
        let vary = if self.reads_cookies { "Accept-Language, Cookie" } else { "Accept-Language" };
        let mut headers = vec![(CONTENT_LANGUAGE, self.code.clone()), (VARY, vary.to_owned())];
        if self.is_kept {
            let kept = Cookie { name: COOKIE_NAME, value: &self.code, max_age: KEPT };
            headers.push((SET_COOKIE, scope.set(&kept)));
        }
        headers
    }

    /// Notes the language at the request, for [`name_language`].
    fn noted(self, request: &HttpRequest) -> Self {
        request.extensions_mut().insert(self.clone());
        self
    }
}

/// Adds the headers of the language that the response to `request` is in, if a language was asked for.
pub(in crate::web) fn name_language(request: &HttpRequest, headers: &mut HeaderMap) {
    let Some(language) = request.extensions().get::<PageLanguage>().cloned() else { return };
    for (name, value) in language.headers(&CookieScope::of(request)) {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.append(name, value);
        }
    }
}

/// Returns the query of an address without its choice of a language, with a `&` at its end where there is more.
pub(in crate::web) fn query_without_language(query: &str) -> String {
    let fields = query.split('&').filter(|field| !field.is_empty());
    let kept = fields.filter(|field| field.split('=').next() != Some(PARAMETER));
    kept.flat_map(|field| [field, "&"]).collect()
}

fn chosen<'a>(query: &str, languages: &'a Languages) -> Option<&'a str> {
    let mut fields = form_urlencoded::parse(query.as_bytes());
    let (_, tag) = fields.find(|(name, _)| name == PARAMETER)?;
    fitting(languages, tag.trim())
}

fn accepted<'a>(headers: &HeaderMap, languages: &'a Languages) -> Option<&'a str> {
    best(languages, headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?)
}

/// Returns the language that an `Accept-Language` prefers (RFC 9110 section 12.5.4); `None` if none of it is there.
fn best<'a>(languages: &'a Languages, accepted: &str) -> Option<&'a str> {
    let mut ranges: Vec<(u16, &str)> = accepted.split(',').take(MOST_RANGES).filter_map(range).collect();
    // Stable: of two that are as good, the first is preferred.
    ranges.sort_by_key(|(quality, _)| std::cmp::Reverse(*quality));
    let refused: Vec<&str> =
        ranges.iter().filter(|(quality, _)| *quality == 0).map(|(_, tag)| *tag).collect();
    let wanted = ranges.iter().filter(|(quality, _)| *quality > 0);
    wanted
        .filter_map(|(_, tag)| fitting(languages, tag))
        .find(|code| !refused.iter().any(|refused| refused.eq_ignore_ascii_case(code)))
}

/// Reads a range with its quality in thousandths; `None` if it is malformed.
fn range(text: &str) -> Option<(u16, &str)> {
    let mut parts = text.split(';').map(str::trim);
    let tag = parts.next().filter(|tag| !tag.is_empty())?;
    let quality = match parts.next() {
        None => 1.0,
        Some(weight) => {
            weight.strip_prefix(['q', 'Q'])?.trim_start().strip_prefix('=')?.trim().parse::<f32>().ok()?
        }
    };
    (0.0..=1.0).contains(&quality).then_some(((quality * 1_000.0).round() as u16, tag))
}

/// Returns the language of a tag (BCP 47), whatever its script and region; the same tag comes first.
fn fitting<'a>(languages: &'a Languages, tag: &str) -> Option<&'a str> {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let same = languages.codes().find(|code| code.eq_ignore_ascii_case(tag));
    same.or_else(|| languages.codes().find(|code| primary(code) == primary(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages() -> Languages {
        let text = "language-name = x\nlanguage-direction = ltr\n";
        let codes = ["en", "de", "pt", "zh-Hans"];
        Languages::read(codes.into_iter().map(|code| (code.to_owned(), text.to_owned()))).unwrap()
    }

    #[track_caller]
    fn check(accepted: &str, expected: &str) {
        assert_eq!(best(&languages(), accepted).unwrap_or("none"), expected, "{accepted}");
    }

    #[test]
    fn the_language_with_the_greatest_quality_is_chosen() {
        check("de", "de");
        check("en-US,en;q=0.9,de;q=0.8", "en");
        check("en;q=0.8, de;q=0.9", "de");
        check("de;q=0.5,pt;q=0.5", "de");
        check("it,pt-BR;q=0.9,en;q=0.1", "pt");
        check("ZH-tw", "zh-Hans");
        check("zh_CN", "zh-Hans");
        check("de; q = 0.7 , en;q=0.2", "de");
    }

    #[test]
    fn languages_that_are_refused_or_unknown_are_left_out() {
        check("de;q=0,pt;q=0.1", "pt");
        check("de-AT,de;q=0", "none");
        check("it, ja;q=0.5, *;q=0.1", "none");
        check("", "none");
    }

    #[test]
    fn ranges_that_are_malformed_are_left_out() {
        check(";q=1,de;q=2,de;q=x,de;level=1,pt;q=0.001", "pt");
        check(&"xx,".repeat(10_000), "none");
    }
}
