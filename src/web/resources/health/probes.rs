//! Is it alive, and is it on air? For those who watch over the program.

use actix_web::HttpResponse;
use actix_web::http::header::ContentType;
use actix_web::web::Data;

use crate::model::SourceKind;
use crate::production::ProductionHandle;
use crate::web::AppState;

/// Dead air for so long, in seconds, means that a station is not ready.
const DEAD_AFTER: f64 = 5.0;

/// `/healthz`: the program answers.
pub(crate) async fn alive() -> &'static str {
    "ok"
}

/// `/readyz`: every station sends sound, or which ones do not.
pub(crate) async fn on_air(site: Data<AppState>) -> HttpResponse {
    let silent: Vec<_> = site.stations.all().filter(|station| !station.broadcast().is_on_air()).collect();
    let slugs = |stations: &[ProductionHandle]| {
        stations.iter().map(ProductionHandle::slug).collect::<Vec<_>>().join(", ")
    };
    let refusal = if silent.is_empty() {
        let dead: Vec<_> = site.stations.all().filter(is_dead).collect();
        (!dead.is_empty()).then(|| format!("nothing is heard: {}", slugs(&dead)))
    } else {
        Some(format!("not on air: {}", slugs(&silent)))
    };
    if let Some(refusal) = refusal {
        return HttpResponse::ServiceUnavailable().insert_header(ContentType::plaintext()).body(refusal);
    }
    let looping: Vec<_> = site.stations.all().filter(plays_emergency_loop).collect();
    let text = match &looping[..] {
        [] => "on air".to_owned(),
        looping => format!("on air; only the emergency loop is heard: {}", slugs(looping)),
    };
    HttpResponse::Ok().insert_header(ContentType::plaintext()).body(text)
}

/// Returns whether a station has had dead air for a while that nobody asked for.
fn is_dead(station: &ProductionHandle) -> bool {
    let silent_for = station.figures().dead_air_now();
    !station.is_silenced() && silent_for.is_some_and(|seconds| seconds >= DEAD_AFTER)
}

fn plays_emergency_loop(station: &ProductionHandle) -> bool {
    station.broadcast().now_playing().is_some_and(|now| now.source == SourceKind::EmergencyLoop)
}
