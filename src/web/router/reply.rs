//! Responses of routes.

use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_NONE_MATCH, LOCATION,
    SET_COOKIE,
};
use actix_web::{HttpResponse, HttpResponseBuilder};
use blake2::digest::consts::U16;
use blake2::{Blake2b, Digest as _};
use bytes::Bytes;
use serde::Serialize;

use super::ApiRequest;
use super::event_stream::EventStream;
use super::shown::ResultPage;
use crate::web::Error;

/// Response of a route, made on any thread.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    status: StatusCode,
    headers: Vec<(HeaderName, String)>,
    body: Bytes,
    /// A body that is sent piece by piece, instead of `body`.
    told: Option<EventStream>,
    /// Length of that in bytes, if it is known.
    length: Option<u64>,
}

impl Reply {
    /// A JSON document.
    pub(crate) fn json(document: &impl Serialize) -> Result<Self, Error> {
        let body = serde_json::to_vec(document)?;
        Ok(Self::of(StatusCode::OK, body).with(CONTENT_TYPE, "application/json"))
    }

    /// A JSON document that was created at an address.
    pub(crate) fn created(at: &str, document: &impl Serialize) -> Result<Self, Error> {
        Ok(Self { status: StatusCode::CREATED, ..Self::json(document)? }.with(LOCATION, at))
    }

    /// Nothing: it is done.
    pub(crate) fn done() -> Self {
        Self::of(StatusCode::NO_CONTENT, Bytes::new())
    }

    /// A page.
    pub(crate) fn page(html: String) -> Self {
        Self::of(StatusCode::OK, html).with(CONTENT_TYPE, "text/html; charset=utf-8")
    }

    /// Has the browser go on at another address.
    pub(crate) fn go_to(address: &str) -> Self {
        Self::of(StatusCode::SEE_OTHER, Bytes::new()).with(LOCATION, address)
    }

    /// Something else, of this media type.
    pub(crate) fn file(media_type: &str, content: impl Into<Bytes>) -> Self {
        Self::of(StatusCode::OK, content).with(CONTENT_TYPE, media_type)
    }

    /// A body of `length` bytes that is sent piece by piece, of this media type.
    pub(crate) fn streamed(media_type: &str, length: u64, body: EventStream) -> Self {
        let reply = Self::of(StatusCode::OK, Bytes::new()).with(CONTENT_TYPE, media_type);
        Self { told: Some(body), length: Some(length), ..reply }
    }

    /// Server-sent events that go on.
    pub(super) fn telling(told: EventStream) -> Self {
        let reply = Self::of(StatusCode::OK, Bytes::new()).with(CONTENT_TYPE, "text/event-stream");
        Self { told: Some(told), ..reply }
    }

    /// Sets the status.
    pub(crate) fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// Adds a header.
    pub(crate) fn with(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Adds an `ETag` of the body.
    pub(crate) fn tagged(self) -> Self {
        let tag = tag_of(&self.body);
        self.with(ETAG, tag)
    }

    /// Adds a weak entity tag that stays the same while `state` does: the rest of the response may differ, such as
    /// the time.
    pub(in crate::web) fn tagged_by(self, state: &impl Serialize) -> Result<Self, Error> {
        let tag = tag_of(&serde_json::to_vec(state)?);
        Ok(self.with(ETAG, format!("W/{tag}")))
    }

    /// A page that shows the JSON document under a heading, and goes on with the page `then`.
    pub(super) fn shown(&self, call: &ApiRequest, heading: &str, then: &str) -> Result<Self, Error> {
        if self.body.is_empty() {
            return Ok(Self::go_to(then));
        }
        let result: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&self.body)?;
        call.page("dashboard/shown.html", &ResultPage::of(&result, heading, then, &call.words()?))
    }

    /// Returns whether it is a 4xx or 5xx response: nothing was changed.
    pub(super) fn is_problem(&self) -> bool {
        self.status.is_client_error() || self.status.is_server_error()
    }

    /// As the web server sends it to who asked with `asked`: nothing of what they have already.
    pub(super) fn into_response(self, asked: &HeaderMap) -> HttpResponse {
        let known = asked.get(IF_NONE_MATCH).and_then(|known| known.to_str().ok()).unwrap_or_default();
        let tag = self.headers.iter().find(|(name, _)| name == ETAG).map(|(_, tag)| tag.as_str());
        let is_known = self.status == StatusCode::OK && tag.is_some_and(|tag| names(known, tag));
        let status = if is_known { StatusCode::NOT_MODIFIED } else { self.status };
        let mut response = HttpResponseBuilder::new(status);
        // Answers differ by who asks, and may have changed by the next time.
        response.insert_header((CACHE_CONTROL, if tag.is_some() { "private, no-cache" } else { "no-store" }));
        for (name, value) in &self.headers {
            if let Ok(value) = HeaderValue::from_str(value) {
                // A page may keep its language beside something else.
                if *name == SET_COOKIE {
                    response.append_header((name.clone(), value));
                } else {
                    response.insert_header((name.clone(), value));
                }
            }
        }
        if let Some(told) = self.told.and_then(|told| told.body()) {
            if let Some(length) = self.length {
                return response.no_chunking(length).streaming(told);
            }
            // Proxies that keep answers until there is more of them let these through.
            return response.insert_header(("x-accel-buffering", "no")).streaming(told);
        }
        if is_known { response.finish() } else { response.body(self.body) }
    }

    fn of(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), told: None, length: None }
    }
}

/// The tag of a content, in quotes.
pub(super) fn tag_of(content: &[u8]) -> String {
    let mut tag = String::with_capacity(34);
    tag.push('"');
    for byte in Blake2b::<U16>::digest(content) {
        use std::fmt::Write as _;
        // Writing to a string does not fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

/// Returns whether a list of tags, as in `If-Match`, names `tag`.
pub(super) fn names(list: &str, tag: &str) -> bool {
    let tag = tag.trim_start_matches("W/");
    list.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == "*" || one == tag)
}
