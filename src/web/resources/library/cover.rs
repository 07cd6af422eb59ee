//! Covers.

use std::time::Duration;

use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, EntityTag};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, rt};

use serde::Deserialize;

use super::tracks;
use crate::model::{Cover, CoverId, CoverLookup};
use crate::web::router::{ApiRequest, Blocking, Reply, aside};
use crate::web::{AppState, Error, etag};

/// Attempts, for 5 s in all, to find a cover that is being made smaller.
const LOOKS: u32 = 50;
const LOOK_AGAIN: Duration = Duration::from_millis(100);
/// A picture without anything in it.
const BLANK: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>"#;

/// `/{slug}/cover/{id}`: a cover. Its name is made from its content, so it never changes, and whoever has
/// the address may show it anywhere.
pub(crate) async fn show(
    request: HttpRequest,
    site: Data<AppState>,
    address: Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let (slug, id) = address.into_inner();
    let station = site.broadcasts.get(&slug).ok_or(Error::UnknownStation)?;
    let id = CoverId(id);
    for _ in 0..LOOKS {
        match station.cover(&id) {
            CoverLookup::Here(cover) => return Ok(answer(&request, &cover)),
            // The first track's cover is asked for as soon as it is known by name.
            CoverLookup::Soon => rt::time::sleep(LOOK_AGAIN).await,
            CoverLookup::Nowhere => break,
        }
    }
    Err(Error::not_found("There is no such cover."))
}

/// Query of a track's cover.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CoverQuery {
    or: Option<Substitute>,
}

/// Answer for a track without a cover.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Substitute {
    Blank,
}

/// The cover of a track, by its number.
pub(super) fn of_track(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let CoverQuery { or } = call.query()?;
        let id = tracks::number(&call)?;
        let intake = call.intake()?.clone();
        for _ in 0..LOOKS {
            let asked = intake.clone();
            let found = aside(move || {
                let Some(id) = asked.cover_of(id)? else { return Ok(CoverLookup::Nowhere) };
                Ok(asked.cover(&id))
            });
            match found.await? {
                CoverLookup::Here(cover) => {
                    return Ok(Reply::file(cover.media_type, cover.image.clone()).tagged());
                }
                CoverLookup::Soon => rt::time::sleep(LOOK_AGAIN).await,
                CoverLookup::Nowhere => break,
            }
        }
        match or {
            Some(Substitute::Blank) => Ok(Reply::file("image/svg+xml", BLANK)),
            None => Err(Error::not_found("There is no such cover.")),
        }
    })
}

fn answer(request: &HttpRequest, cover: &Cover) -> HttpResponse {
    let headers = [
        (CONTENT_TYPE, cover.media_type),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    let tag = EntityTag::new_strong(cover.id.0.clone());
    etag::answer(request, tag, &headers, cover.image.clone())
}

#[cfg(test)]
mod tests {
    use actix_web::body::{BodySize, MessageBody};
    use actix_web::http::StatusCode;
    use actix_web::http::header::IF_NONE_MATCH;
    use actix_web::test::TestRequest;
    use bytes::Bytes;

    use super::*;

    /// Checks how a cover named `abc`, of 3 bytes, is sent to a browser that has `known`.
    #[track_caller]
    fn check(known: &str, status: StatusCode, size: BodySize) {
        let image = Bytes::from_static(b"png");
        let cover = Cover { id: CoverId("abc".to_owned()), media_type: "image/png", image };
        let request = TestRequest::get().insert_header((IF_NONE_MATCH, known)).to_http_request();
        let answer = answer(&request, &cover);
        assert_eq!((answer.status(), answer.body().size()), (status, size), "{known}");
        let header = |name: &str| answer.headers().get(name).unwrap();
        assert_eq!(header("etag"), "\"abc\"");
        assert_eq!(header("content-type"), "image/png");
        assert_eq!(header("access-control-allow-origin"), "*");
        assert_eq!(header("cache-control"), "public, max-age=31536000, immutable");
    }

    #[test]
    fn a_cover_is_sent_once() {
        check("\"other\"", StatusCode::OK, BodySize::Sized(3));
        check("", StatusCode::OK, BodySize::Sized(3));
        check("\"abc\"", StatusCode::NOT_MODIFIED, BodySize::None);
        check("\"other\", W/\"abc\"", StatusCode::NOT_MODIFIED, BodySize::None);
        check("*", StatusCode::NOT_MODIFIED, BodySize::None);
    }
}
