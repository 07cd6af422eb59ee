//! Requests to origins.

use super::edge_settings::OriginToken;
use crate::model::Address;
use crate::net::WebhookReach;
use crate::outbound::{self, GetRequest, PostError, PostReply};

/// Fetches `path` of `origin`, up to `most_body` bytes; with the token where nobody else can read it on its way. An
/// origin that does not know the token is asked without.
pub(super) async fn get(
    origin: &Address,
    path: &str,
    token: Option<&OriginToken>,
    most_body: usize,
) -> Result<PostReply, PostError> {
    let path = format!("{}{path}", origin.path().trim_end_matches('/'));
    let url = origin.join(&path).map_err(|_| PostError::Malformed)?;
    if let Some(token) = token.filter(|_| origin.keeps_secrets()) {
        let authorization = format!("Bearer {}", token.reveal());
        let headers = [("Authorization", authorization.as_str())];
        let request = GetRequest { url: &url, headers: &headers, most_body };
        match outbound::get(&request, WebhookReach::Anywhere).await {
            Err(PostError::Status(401 | 403, _)) => {}
            answer => return answer,
        }
    }
    outbound::get(&GetRequest { url: &url, headers: &[], most_body }, WebhookReach::Anywhere).await
}
