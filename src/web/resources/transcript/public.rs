//! The transcript for everybody, where the station says so.

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};

use super::api::{Transcript, Wanted};
use crate::model::TranscriptAccess;
use crate::web::router::{aside, keep_strangers_pace};
use crate::web::{AppState, Error, private};

/// `/{slug}/transcript.json`: the same document as the API's, for those who may listen.
pub(in crate::web) async fn transcript(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Error> {
    keep_strangers_pace(&request, &site)?;
    let station = private::enter(&request, &site, &slug, None).await?;
    let wanted = Query::<Wanted>::from_query(request.query_string());
    let wanted = wanted.map_err(|error| Error::bad_input(format!("{error}.")))?.into_inner();
    let slug = station.slug().to_owned();
    let found = aside(move || {
        if site.store.station(&slug)?.settings.transcript != TranscriptAccess::Public {
            let detail = "The transcript of this station is for its DJs and managers.".into();
            return Err(Error::Client { status: StatusCode::FORBIDDEN, detail });
        }
        Transcript::of(&site.store, &slug, &wanted)
    })
    .await?;
    let answer = HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .json(found);
    Ok(private::kept_alone(&station, answer))
}
