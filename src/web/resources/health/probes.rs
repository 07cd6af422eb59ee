//! Is it alive, and is it on air? For those who watch over the program.

use actix_web::HttpResponse;
use actix_web::http::header::ContentType;
use actix_web::web::Data;

use crate::broadcast::Broadcast;
use crate::web::AppState;

/// `/healthz`: the program answers.
pub(in crate::web) async fn alive() -> &'static str {
    "ok"
}

/// `/readyz`: every station sends sound, or which ones do not.
pub(in crate::web) async fn on_air(site: Data<AppState>) -> HttpResponse {
    let silent: Vec<_> = site.broadcasts.all().filter(|station| !station.is_on_air()).collect();
    if silent.is_empty() {
        return HttpResponse::Ok().insert_header(ContentType::plaintext()).body("on air");
    }
    let slugs: Vec<_> = silent.iter().map(Broadcast::slug).collect();
    HttpResponse::ServiceUnavailable()
        .insert_header(ContentType::plaintext())
        .body(format!("not on air: {}", slugs.join(", ")))
}
