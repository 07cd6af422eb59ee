//! The studio's WebSocket: whose pages may open it.

use super::desk::{Desk, request};

/// The status of an answer to a page that wants to go live.
async fn opens(desk: &Desk, protocol: &str, header: Option<(&str, &str)>) -> u16 {
    let mut asking = request("GET", "/main/ingest")
        .insert_header(("host", "radio.example"))
        .insert_header(("connection", "upgrade"))
        .insert_header(("upgrade", "websocket"))
        .insert_header(("sec-websocket-version", "13"))
        .insert_header(("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="))
        .insert_header(("sec-websocket-protocol", protocol));
    if let Some(header) = header {
        asking = asking.insert_header(header);
    }
    desk.ask_for_bytes(asking).await.status
}

#[actix_web::test]
async fn pages_of_other_sites_go_live_only_if_they_are_listed_and_speak_webcast() {
    let (ours, webcast) = ("longwave.studio.v1", "webcast");
    let (site, mut listed) = (Desk::new(), Desk::new());
    listed.site = listed.site.clone().open_to("https://dj.example".parse().unwrap());
    for protocol in [ours, webcast] {
        assert_eq!(opens(&site, protocol, None).await, 101, "{protocol}: a program");
        assert_eq!(
            opens(&site, protocol, Some(("origin", "https://radio.example"))).await,
            101,
            "{protocol}"
        );
        for foreign in
            [("origin", "https://dj.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")]
        {
            assert_eq!(opens(&site, protocol, Some(foreign)).await, 403, "{protocol} from {foreign:?}");
        }
    }
    assert_eq!(opens(&listed, webcast, Some(("origin", "https://dj.example"))).await, 101);
    assert_eq!(opens(&listed, webcast, Some(("origin", "https://evil.example"))).await, 403);
    assert_eq!(opens(&listed, ours, Some(("origin", "https://dj.example"))).await, 403);
}
