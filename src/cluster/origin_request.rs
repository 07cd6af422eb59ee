//! Requests to origins.

use std::net::IpAddr;

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
    if let Some(token) = token.filter(|_| keeps_secrets(origin)) {
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

/// Returns whether nobody reads along on the way to `origin`: it is encrypted, or on this machine.
pub(super) fn keeps_secrets(origin: &Address) -> bool {
    let host = origin.host().trim_start_matches('[').trim_end_matches(']');
    let is_here =
        host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.to_canonical().is_loopback());
    origin.is_encrypted() || is_here
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_shown_over_tls_and_on_this_machine() {
        for (origin, expected) in [
            ("https://radio.example", true),
            ("http://127.0.0.1:8000", true),
            ("http://[::1]:8000/fm", true),
            ("http://localhost", true),
            ("http://radio.example", false),
            ("http://10.0.0.1", false),
            ("http://127.0.0.1.example", false),
        ] {
            assert_eq!(keeps_secrets(&origin.parse().unwrap()), expected, "{origin}");
        }
    }
}
