//! Figures, for Prometheus.

use actix_web::HttpResponse;
use actix_web::web::Data;
use prometheus_client::encoding::text::encode;

use super::{Error, Site};

/// `/metrics`: every figure, as `OpenMetrics` text.
pub(super) async fn show(site: Data<Site>) -> Result<HttpResponse, Error> {
    let mut text = String::new();
    encode(&mut text, &site.registry)?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(HttpResponse::Ok().content_type(kind).body(text))
}
