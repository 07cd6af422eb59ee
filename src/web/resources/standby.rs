//! Answers of a server that stands by for another one.

use actix_web::HttpResponse;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ContentType, RETRY_AFTER};
use actix_web::web::Data;

use crate::cluster::STANDBY_HEADER;
use crate::failover::{Failover, LeaseStatus};

/// Any address, `/readyz` too: which server is on air.
pub(crate) async fn refuse(failover: Data<Failover>) -> HttpResponse {
    let node = failover.node().as_str();
    let reason = match failover.status() {
        LeaseStatus::StandsBy { holder: Some(holder) } => {
            format!("This server ({node}) stands by: {} is on air.\n", holder.as_str())
        }
        LeaseStatus::StandsBy { holder: None } => {
            format!("This server ({node}) stands by. Which one is on air is not known.\n")
        }
        LeaseStatus::Holds { .. } => format!("This server ({node}) is about to go on air.\n"),
        LeaseStatus::LetGo => format!("This server ({node}) steps down: it made no sound.\n"),
        LeaseStatus::Lost { holder, .. } => {
            format!("This server ({node}) steps down: {} is on air.\n", holder.as_str())
        }
    };
    HttpResponse::ServiceUnavailable()
        .insert_header((STANDBY_HEADER, node))
        .insert_header((RETRY_AFTER, 1))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header(ContentType::plaintext())
        .body(reason)
}
