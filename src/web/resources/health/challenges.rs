//! Answers to HTTP-01 challenges of a certificate authority (RFC 8555 section 8.3).

use actix_web::HttpResponse;
use actix_web::http::header::ContentType;
use actix_web::web::{Data, Path};

use crate::web::{AppState, Error};

/// `/.well-known/acme-challenge/TOKEN`: the key authorization of a pending challenge.
pub(crate) async fn answer(site: Data<AppState>, token: Path<String>) -> Result<HttpResponse, Error> {
    let answer = site.instance.acme.as_ref().and_then(|acme| acme.http_answer(&token));
    let answer = answer.ok_or(Error::UnknownPage)?;
    Ok(HttpResponse::Ok().insert_header(ContentType::octet_stream()).body(answer))
}
