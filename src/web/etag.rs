//! Answers that a browser may have already.

use std::fmt::Write;
use std::time::{Duration, SystemTime};

use actix_web::body::None as NoBody;
use actix_web::http::header::{
    ETag, EntityTag, Header, HeaderName, HttpDate, IF_NONE_MATCH, IfModifiedSince, IfNoneMatch, LAST_MODIFIED,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};

/// A tag of the first 128 bits of a hash of the content.
pub(super) fn from_hash(hash: &[u8]) -> EntityTag {
    let mut tag = String::new();
    for byte in hash.iter().take(16) {
        // Writing to a string does not fail.
        let _ = write!(tag, "{byte:02x}");
    }
    EntityTag::new_strong(tag)
}

/// Sends `content`, or only that it is still the same as the one the browser has.
pub(super) fn answer(
    request: &HttpRequest,
    tag: EntityTag,
    headers: &[(HeaderName, &'static str)],
    content: Bytes,
) -> HttpResponse {
    let is_same = has(request, &tag);
    answer_if(is_same, tag, headers, content)
}

fn answer_if(
    is_same: bool,
    tag: EntityTag,
    headers: &[(HeaderName, &'static str)],
    content: Bytes,
) -> HttpResponse {
    let mut response = if is_same { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    for (name, value) in headers {
        response.insert_header((name.clone(), *value));
    }
    response.insert_header(ETag(tag));
    if is_same { response.body(NoBody::new()) } else { response.body(content) }
}

/// The same for what was changed at `changed_at`, in seconds since 1970: clients that keep no tags ask by that
/// (RFC 9110 section 13.1.3).
pub(super) fn answer_since(
    request: &HttpRequest,
    tag: EntityTag,
    changed_at: i64,
    headers: &[(HeaderName, &'static str)],
    content: Bytes,
) -> HttpResponse {
    let is_same = is_known(request, &tag, changed_at);
    let mut response = answer_if(is_same, tag, headers, content);
    if let Ok(value) = time_of(changed_at).to_string().parse() {
        response.headers_mut().insert(LAST_MODIFIED, value);
    }
    response
}

/// Returns whether the client has what has this tag and was changed at `changed_at`: by the tags that it says, or else by the
/// date (RFC 9110 section 13.2.2).
pub(super) fn is_known(request: &HttpRequest, tag: &EntityTag, changed_at: i64) -> bool {
    if request.headers().contains_key(IF_NONE_MATCH) {
        return has(request, tag);
    }
    let changed = SystemTime::from(time_of(changed_at));
    IfModifiedSince::parse(request).is_ok_and(|known| SystemTime::from(*known) >= changed)
}

/// Returns a time in seconds since 1970 as HTTP has it.
pub(super) fn time_of(seconds: i64) -> HttpDate {
    let since = Duration::from_secs(u64::try_from(seconds).unwrap_or_default());
    HttpDate::from(SystemTime::UNIX_EPOCH + since)
}

fn has(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(known)) => known.iter().any(|known| known.weak_eq(tag)),
        Err(_) => false,
    }
}
