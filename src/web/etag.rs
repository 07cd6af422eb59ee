//! Answers that a browser may have already.

use std::fmt::Write;

use actix_web::body::None as NoBody;
use actix_web::http::header::{ETag, EntityTag, Header, HeaderName, IfNoneMatch};
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
    let same = has(request, &tag);
    let mut response = if same { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    for (name, value) in headers {
        response.insert_header((name.clone(), *value));
    }
    response.insert_header(ETag(tag));
    if same { response.body(NoBody::new()) } else { response.body(content) }
}

fn has(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(known)) => known.iter().any(|known| known.weak_eq(tag)),
        Err(_) => false,
    }
}
