//! The ways to hear a station elsewhere, and what Icecast's and SHOUTcast's programs ask.

use actix_web::test::TestRequest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::desk::{Answer, Desk, PASSWORD, request};
use crate::broadcast::Broadcast;
use crate::model::ClientInfo;
use crate::mount::{Listener, Start};
use crate::output::formats;
use crate::web::InstanceInfo;

const HOST: &str = "radio.example:8000";

fn from_host(method: &str, path: &str) -> TestRequest {
    request(method, path).insert_header(("host", HOST))
}

fn signed(path: &str, user: &str) -> TestRequest {
    let basic = STANDARD.encode(format!("{user}:{PASSWORD}"));
    from_host("GET", path).insert_header(("authorization", format!("Basic {basic}")))
}

fn main(desk: &Desk) -> Broadcast {
    desk.site.broadcasts.get("main").unwrap()
}

fn listener(desk: &Desk) -> Listener {
    let format = formats::labelled("opus").unwrap();
    let mount = main(desk).mount_for(format, None).unwrap();
    mount.join(format, format.cadence, Start::LIVE).unwrap().identified_as(ClientInfo::default())
}

/// The addresses of the streams of `main` below `origin`.
fn streams(origin: &str) -> Vec<String> {
    let here = |format: &&crate::format::Format| format.codecs.contains(&crate::frame::Codec::Opus);
    let all = formats::ALL.iter().copied().filter(|format| format.extension().is_some()).filter(here);
    all.map(|format| format!("{origin}{}", format.path("main"))).collect()
}

#[actix_web::test]
async fn playlists_name_every_stream_by_its_full_address() {
    let desk = Desk::new();
    for (kind, media_type) in
        [("m3u", "audio/x-mpegurl"), ("pls", "audio/x-scpls"), ("xspf", "application/xspf+xml")]
    {
        let answer = desk.ask(from_host("GET", &format!("/main.{kind}"))).await;
        assert_eq!(answer.status, 200);
        assert!(answer.header("content-type").starts_with(media_type), "{answer:?}");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        for stream in streams("http://radio.example:8000") {
            assert!(answer.body.contains(&stream), "{stream} in {}", answer.body);
        }
        assert_eq!(desk.ask(request("GET", &format!("/other.{kind}"))).await.status, 404);
        assert_eq!(desk.ask(request("HEAD", &format!("/main.{kind}"))).await.status, 200);
    }
    let text = desk.ask(from_host("GET", "/main.pls")).await.body;
    let count = text.lines().filter(|line| line.starts_with("File")).count();
    assert!(text.starts_with(&format!("[playlist]\nNumberOfEntries={count}\nFile1=http://")), "{text}");
}

#[actix_web::test]
async fn the_configured_address_counts_more_than_the_requests() {
    let mut desk = Desk::new();
    let public_url = Some("https://other.example/radio".to_owned());
    desk.site = desk.site.clone().on(InstanceInfo { public_url, ..InstanceInfo::default() });
    let text = desk.ask(from_host("GET", "/main.m3u")).await.body;
    assert!(text.contains("\nhttps://other.example/radio/main.opus\n") && !text.contains(HOST), "{text}");
    let page = desk.does("mia", "GET", "/admin/stations/main", Value::Null).await.body;
    assert!(
        page.contains("<code>https:&#x2F;&#x2F;other.example")
            || page.contains("<code>https://other.example")
    );
}

#[actix_web::test]
async fn a_player_that_is_given_the_page_gets_the_playlist() {
    let desk = Desk::new();
    let answer = |accept: &'static str| desk.ask(from_host("GET", "/main").insert_header(("accept", accept)));
    let playlist = answer("audio/*").await;
    assert!(playlist.body.starts_with("#EXTM3U\n") && playlist.header("vary") == "Accept", "{playlist:?}");
    for browser in ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*"] {
        assert!(answer(browser).await.header("content-type").starts_with("text/html"), "{browser}");
    }
}

#[actix_web::test]
async fn the_small_page_is_small_and_has_every_stream() {
    let desk = Desk::new();
    let page = desk.ask(request("GET", "/main/listen")).await;
    assert_eq!(page.status, 200);
    assert!(page.body.len() < 1_500 && page.body.contains("<audio controls"), "{}", page.body);
    assert!(streams("").iter().all(|path| page.body.contains(&format!("\"{path}\""))), "{}", page.body);
}

#[actix_web::test]
async fn the_player_page_and_the_dashboard_show_full_addresses_with_qr_codes() {
    let desk = Desk::new();
    let player = desk.ask(from_host("GET", "/main").insert_header(("accept", "text/html"))).await.body;
    let on_air = desk.does("mia", "GET", "/admin/stations/main", Value::Null).await.body;
    assert!(player.contains("Listen elsewhere") && on_air.contains("Listen links"));
    for page in [player, on_air] {
        assert!(page.contains("data-copy=\"") && page.contains("QR code"), "{page}");
    }
}

#[actix_web::test]
async fn pages_of_other_sites_may_read_why_there_is_no_stream() {
    let desk = Desk::new();
    for (path, open) in
        [("/other.opus", "*"), ("/main/cover/none", "*"), ("/main/ws?burst=x", "*"), ("/admin/x", "")]
    {
        let answer = desk.ask(request("GET", path)).await;
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
        assert_eq!(answer.header("access-control-allow-origin"), open, "{path}");
    }
    let socket = desk.ask(request("GET", "/main/ingest")).await;
    assert!(socket.body.starts_with("This is the address of a WebSocket"), "{}", socket.body);
}

#[actix_web::test]
async fn icecasts_public_status_is_an_object_for_one_stream_and_an_array_for_several() {
    let desk = Desk::new();
    let _listener = listener(&desk);
    let status = |path: &'static str| async { desk.ask(from_host("GET", path)).await };
    let answer = status("/status-json.xsl?mount=/main.opus").await;
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let stats = answer.json();
    let source = &stats["icestats"]["source"];
    assert_eq!(source["listenurl"], "http://radio.example:8000/main.opus");
    assert_eq!((&source["listeners"], &source["server_type"]), (&json!(1), &json!("audio/ogg")));
    assert!(
        source["bitrate"].as_u64().is_some_and(|rate| rate > 0) && source["title"].is_string(),
        "{stats}"
    );
    let all = status("/status-json.xsl").await.json();
    let all = all["icestats"]["source"].as_array().expect("two stations").clone();
    assert!(all.iter().any(|one| one["listenurl"] == "http://radio.example:8000/jazz.opus"), "{all:?}");
    // A DJ's program asks for the mount it sends to.
    let own = status("/status-json.xsl?mount=/main").await.json();
    assert_eq!(own["icestats"]["source"]["listeners"], 1);
    let line = status("/7.xsl?mount=/main").await.body;
    assert!(line.starts_with("<html><body>1,1,1,0,1,") && line.ends_with("</body></html>"), "{line}");
    assert_eq!(status("/7.html").await.status, 200);
}

#[actix_web::test]
async fn icecasts_admin_addresses_are_for_those_who_run_the_station() {
    let desk = Desk::new();
    let listener = listener(&desk);
    let addresses = [
        "/admin/stats",
        "/admin/listmounts",
        "/admin/listclients?mount=/main.opus",
        "/admin/killclient?mount=/main&id=999",
        "/admin/moveclients?mount=/main&destination=/jazz",
    ];
    for address in addresses {
        let nobody = desk.ask(from_host("GET", address)).await;
        assert_eq!((nobody.status, nobody.header("www-authenticate")), (401, "Basic realm=\"Longwave\""));
        assert_eq!(desk.ask(signed(address, "dan")).await.status, 403, "{address}");
    }
    let desk = &desk;
    let ask = |path: String| async move { desk.ask(signed(&path, "admin")).await };
    let text = |answer: &Answer| answer.body.clone();
    let mounts = ask("/admin/listmounts".to_owned()).await;
    assert!(text(&mounts).contains("<source mount=\"/main.opus\"><listeners>1</listeners>"), "{mounts:?}");
    let stats = ask("/admin/stats".to_owned()).await;
    assert!(text(&stats).contains("<listenurl>http://radio.example:8000/main.opus</listenurl>"), "{stats:?}");
    let moved = ask("/admin/moveclients?mount=/main&destination=/jazz".to_owned()).await;
    assert!(moved.status == 400 && text(&moved).contains("never moved"), "{moved:?}");
    let gone = ask("/admin/killclient?mount=/main&id=999".to_owned()).await;
    assert!(text(&gone).contains("<message>Client 999 not found</message><return>0</return>"), "{gone:?}");
    let nothing = ask("/admin/killclient?mount=/main".to_owned()).await;
    assert_eq!(nothing.status, 400);
    // A browser that has the password sends it with whatever a page of another site asks for.
    let forged =
        signed("/admin/killclient?mount=/main&id=1", "admin").insert_header(("sec-fetch-site", "cross-site"));
    assert_eq!(desk.ask(forged).await.status, 403);
    drop(listener);
}

#[actix_web::test]
async fn what_is_on_air_has_a_tag_that_stays_while_nothing_changes() {
    let desk = Desk::new();
    let path = "/api/v1/stations/main/now";
    let first = desk.ask(request("GET", path)).await;
    assert_eq!(first.header("access-control-allow-origin"), "*");
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{first:?}");
    desk.server.play();
    let again = desk.ask(request("GET", path).insert_header(("if-none-match", tag.clone()))).await;
    assert_eq!((again.status, &*again.body), (304, ""));
    let _listener = listener(&desk);
    let other = desk.ask(request("GET", path).insert_header(("if-none-match", tag))).await;
    assert_eq!(other.status, 200);
}
