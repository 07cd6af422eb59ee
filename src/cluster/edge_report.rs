//! The report of an edge's listeners to its origins.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::{sleep, timeout};
use utoipa::ToSchema;

use super::edge::Edge;
use super::edge_settings::OriginToken;
use crate::model::Address;
use crate::net::WebhookReach;
use crate::outbound::{self, PostError, PostRequest};

/// Interval between two reports.
const EVERY: Duration = Duration::from_secs(3);
/// Time limit for a report.
const WITHIN: Duration = Duration::from_secs(3);

/// The listeners of an edge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EdgeReport {
    /// The stations that it serves.
    pub stations: Vec<EdgeReportStation>,
}

/// The listeners of a station at an edge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EdgeReportStation {
    /// The station's name in addresses.
    pub slug: String,
    /// Its listeners there.
    pub listeners: Vec<EdgeListeners>,
}

/// Listeners that are counted together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EdgeListeners {
    /// The output, such as `ws`.
    pub output: String,
    /// The rendition's name.
    pub rendition: String,
    /// The player, such as `browser`.
    pub player: String,
    /// How many there are.
    pub listeners: u64,
}

/// Reports the listeners of `edge` to `origin`, which gets `token`, until it is cancelled. Each origin has a task of its own:
/// one that does not answer holds up no other.
pub(super) async fn report(edge: Edge, origin: Address, token: OriginToken) {
    // A trouble is in the log once, until it is over.
    let mut known: Option<String> = None;
    loop {
        let told = timeout(WITHIN, send(&edge, &origin, &token)).await.unwrap_or(Err(PostError::Unanswered));
        let why = told.err().map(|error| error.to_string());
        match &why {
            None if known.is_some() => {
                tracing::info!(%origin, "the origin takes the report of listeners");
            }
            Some(why) if known.as_ref() != Some(why) => {
                tracing::warn!(%origin, "the origin does not take the report of listeners: {why}");
            }
            _ => {}
        }
        known = why;
        sleep(EVERY).await;
    }
}

/// Reports to `origin` who listens to the stations for which it is the first that answers, so that nobody is counted
/// twice.
async fn send(edge: &Edge, origin: &Address, token: &OriginToken) -> Result<(), PostError> {
    let is_first = |slug: &str| edge.status().leading_origin_of(slug).as_ref() == Some(origin);
    let stations = edge.broadcasts().all().filter(|station| is_first(station.slug()));
    let stations = stations.map(|station| {
        let crowd = station.listeners().crowd().into_iter().filter(|(_, listeners)| *listeners > 0);
        let listeners = crowd.map(|(labels, listeners)| EdgeListeners {
            output: labels.output.to_owned(),
            rendition: labels.rendition,
            player: labels.player.to_owned(),
            listeners,
        });
        EdgeReportStation { slug: station.slug().to_owned(), listeners: listeners.collect() }
    });
    let report = EdgeReport { stations: stations.collect() };
    let body = serde_json::to_vec(&report).map_err(|_| PostError::Failed)?;
    let path =
        format!("{}/api/v1/edges/{}", origin.path().trim_end_matches('/'), edge.config().name.as_str());
    let url = origin.join(&path).map_err(|_| PostError::Malformed)?;
    let authorization = format!("Bearer {}", token.reveal());
    let headers = [("Authorization", authorization.as_str())];
    let request = PostRequest { url: &url, content_type: "application/json", headers: &headers, body: &body };
    outbound::put(&request, WebhookReach::Anywhere).await.map(drop)
}
