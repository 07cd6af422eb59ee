//! A station behind nginx and behind Caddy, configured as the manual says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;

use serde_json::Value;

use crate::browser::{finish, script};
use crate::client::Client;
use crate::live::{ADMIN, SOURCE, Sender, head_of, wait_for_source};
use crate::reverse_proxy::{Response, ReverseProxy, free_address, manual, nginx_with};
use crate::running::{Running, connect_from, shelf, wait_until};

/// Players that fetch HLS at once.
const PLAYERS: usize = 50;

/// A station that trusts proxies of this machine, is reached at `public_url`, and has these variables, too.
fn station(public_url: &str, more: &[(&str, &str)]) -> Running {
    let usual = [
        ("LONGWAVE_SOURCE_PASSWORD", SOURCE),
        ("LONGWAVE_ADMIN_PASSWORD", ADMIN),
        ("LONGWAVE_TRUSTED_PROXIES", "127.0.0.1"),
        ("LONGWAVE_PUBLIC_URL", public_url),
    ];
    let running = Running::start_with(&shelf(), &[&usual[..], more].concat());
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    running
}

/// Sends a tone as ffmpeg's chunked PUT, which gets through proxies, to an address.
fn ffmpeg(address: &str) -> Sender {
    let mut command = Command::new("ffmpeg");
    command.args(["-v", "error", "-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"]);
    command.args(["-c:a", "libopus", "-f", "ogg", "-method", "PUT", "-content_type", "application/ogg"]);
    command.args(["-auth_type", "basic", address]).stderr(Stdio::inherit());
    Sender::spawn(&mut command, "ffmpeg, of Debian's package ffmpeg")
}

/// Checks everything that a proxy could spoil, for a station whose pages begin with `base_path`.
fn check(running: &Running, proxy: &ReverseProxy, base_path: &str) {
    let (at, host) = (|path: &str| format!("{base_path}{path}"), proxy.address);
    let page = proxy.get(&at("/main"), "");
    assert!(
        page.status == 200 && page.text().contains(&format!("=\"{base_path}/static/page.js\"")),
        "{page:?}"
    );

    // Sound comes as it is made, to WebSockets and to players.
    let stream = connect_from(host, "127.0.0.5");
    let mut listener = Client::join_by(stream, &format!("ws://{host}{base_path}/main/ws"));
    listener.text("hello");
    let mut player = connect_from(host, "127.0.0.6");
    let request = format!("GET {} HTTP/1.1\r\nHost: {host}\r\nIcy-MetaData: 1\r\n\r\n", at("/main.mp3"));
    let head = head_of(&mut player, &request);
    assert!(head.starts_with("HTTP/1.1 200 ") && head.to_lowercase().contains("icy-metaint: "), "{head}");
    player.read_exact(&mut vec![0; 100_000]).expect("sound without an end");

    // Listeners are told by their real addresses.
    let signed = proxy.sign_in(base_path, ADMIN);
    assert_eq!((signed.status, signed.header("location")), (303, at("/admin").as_str()), "{signed:?}");
    let cookie = signed.cookie();
    let listeners = proxy.get(&at("/api/v1/stations/main/listeners"), &cookie).text();
    assert!(listeners.contains("127.0.0.5") && listeners.contains("127.0.0.6"), "{listeners}");
    drop(player);

    // A form of the dashboard, as a browser sends it.
    let settings = proxy.get(&at("/admin/stations/main"), &cookie);
    assert_eq!(settings.status, 200, "{settings:?}");
    let csrf = settings.text();
    let csrf =
        csrf.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a token");
    let headers = format!(
        "{cookie}Origin: http://{host}\r\nAccept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    );
    let out = proxy.ask("POST", &at("/logout/everywhere"), &headers, &format!("csrf={csrf}"));
    assert_eq!((out.status, out.header("location")), (303, at("/login").as_str()), "{out:?}");

    // The requests above left connections open that the proxy uses again.
    for _ in 0..2 {
        let dj = ffmpeg(&format!("http://source:{SOURCE}@{host}{}", at("/main")));
        wait_for_source(running, "live");
        dj.stop();
        wait_for_source(running, "autodj");
    }
}

#[test]
fn nginx_as_the_manual_configures_it() {
    let address = free_address();
    let running = station(&format!("http://{address}"), &[]);
    let proxy = ReverseProxy::nginx(&manual("nginx", "nginx")[0], address, running.address);
    check(&running, &proxy, "");
}

#[test]
fn caddy_as_the_manual_configures_it() {
    let address = free_address();
    let running = station(&format!("http://{address}"), &[]);
    let proxy = ReverseProxy::caddy(&manual("Caddy", "caddy")[0], address, running.address);
    check(&running, &proxy, "");
}

/// Returns the addresses in a page's attributes.
fn addresses(page: &str) -> BTreeSet<String> {
    let attributes = ["href", "src", "action"].iter();
    let parts = attributes.flat_map(|name| page.split(&format!(" {name}=\"")).skip(1).collect::<Vec<_>>());
    let values = parts.filter_map(|rest| rest.split('"').next());
    let decoded =
        values.map(|value| value.replace("&amp;", "&").replace("&#x2F;", "/").replace("&#47;", "/"));
    decoded.filter(|value| !value.is_empty() && !value.starts_with(['#', '?'])).collect()
}

/// Follows every link of pages below `/radio`, and fails if one leads out of it or nowhere.
fn crawl(proxy: &ReverseProxy) {
    let site = format!("http://{}", proxy.address);
    let cookie = proxy.sign_in("/radio", ADMIN).cookie();
    let is_inside = |address: &str| {
        let path = address.strip_prefix(&site).unwrap_or(address);
        path == "/radio" || path.starts_with("/radio/")
    };
    let (mut known, mut waiting) = (BTreeSet::new(), vec!["/radio/".to_owned(), "/radio/admin".to_owned()]);
    waiting.extend(
        ["/radio/main/studio", "/radio/main/listen", "/radio/main/embed", "/radio/login"].map(str::to_owned),
    );
    while let Some(found) = waiting.pop() {
        let path =
            found.strip_prefix(&site).unwrap_or(&found).split('#').next().unwrap_or_default().to_owned();
        let is_endless = [".opus", ".mp3", ".flac", ".wav"].iter().any(|end| path.contains(end));
        if is_endless || path.contains("/api/v1/") || known.len() > 150 || !known.insert(path.clone()) {
            continue;
        }
        let answer = proxy.get(&path, &format!("{cookie}Accept: text/html\r\n"));
        let location = answer.header("location");
        assert!([200, 302, 303].contains(&answer.status), "{path}: {}", answer.head);
        assert!(location.is_empty() || is_inside(location), "{path} leads to {location}");
        let cookies = answer.header("set-cookie");
        assert!(cookies.is_empty() || cookies.contains("; Path=/radio"), "{path}: {cookies}");
        if !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        for link in addresses(&answer.text()) {
            let is_of_other_sites = link.contains("://") && !link.starts_with(&site);
            if is_of_other_sites || link.starts_with("data:") {
                continue;
            }
            assert!(is_inside(&link), "{path} leads to {link}");
            // Forms that change something are not sent.
            if !link.contains("/logout") && !link.ends_with("/login/code") {
                waiting.push(link);
            }
        }
    }
    assert!(known.len() > 60, "{known:?}");
}

/// A station below `/radio` of a site, the proxy in front of it, and the site's address.
fn below_a_path(start: impl FnOnce(SocketAddr, SocketAddr) -> ReverseProxy) -> (Running, ReverseProxy) {
    let address = free_address();
    let running = station(&format!("http://{address}/radio"), &[]);
    let proxy = start(address, running.address);
    (running, proxy)
}

/// Checks what is below a path besides what [`check`] does.
fn check_below_a_path(running: &Running, proxy: &ReverseProxy) {
    check(running, proxy, "/radio");
    crawl(proxy);
    let site = format!("http://{}/radio", proxy.address);
    let list = proxy.get("/radio/main.m3u", "").text();
    assert!(list.lines().any(|line| line == format!("{site}/main.mp3")), "{list}");
    let variants = proxy.get("/radio/main/hls/live.m3u8", "").text();
    let variant = variants.lines().find(|line| !line.starts_with('#')).expect("a variant").to_owned();
    assert!(!variant.starts_with('/'), "{variants}");
    wait_until("a segment", || segments(&proxy.get(&format!("/radio/main/hls/{variant}"), "")).len() > 1);
    let now: Value =
        serde_json::from_slice(&proxy.get("/radio/api/v1/stations/main/now", "").body).expect("JSON");
    if let Some(cover) = now["now_playing"]["cover"].as_str() {
        assert!(cover.starts_with("/radio/main/cover/"), "{cover}");
    }
    let update = "/radio/admin/metadata?mode=updinfo&mount=/radio/main&song=Tides";
    let basic = format!("Authorization: {}\r\n", crate::live::BASIC);
    let told = proxy.get(update, &basic);
    assert_eq!(told.status, 200, "{told:?}");
}

#[test]
fn below_a_path_that_nginx_leaves_in_requests() {
    let (running, proxy) = below_a_path(|address, origin| {
        let location = &manual("Under a path of another site", "nginx")[0];
        ReverseProxy::nginx(&nginx_with(location), address, origin)
    });
    check_below_a_path(&running, &proxy);
    finish(script("sub-path.mjs", &[&format!("http://{}/radio", proxy.address), ADMIN]));
}

#[test]
fn below_a_path_that_nginx_removes_from_requests() {
    let (running, proxy) = below_a_path(|address, origin| {
        let location = &manual("Under a path of another site", "nginx")[0];
        let removing = location.replace("proxy_pass http://longwave;", "proxy_pass http://longwave/;");
        assert_ne!(&removing, location);
        ReverseProxy::nginx(&nginx_with(&removing), address, origin)
    });
    check_below_a_path(&running, &proxy);
}

#[test]
fn below_a_path_of_caddy() {
    let (running, proxy) = below_a_path(|address, origin| {
        ReverseProxy::caddy(&manual("Under a path of another site", "caddy")[0], address, origin)
    });
    check_below_a_path(&running, &proxy);
}

/// Returns the names of the segments in a playlist.
fn segments(list: &Response) -> Vec<String> {
    let text = list.text();
    let names = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    names.map(str::to_owned).collect()
}

#[test]
fn nginx_fetches_each_hls_segment_once_for_many_players() {
    let (address, folder) = (free_address(), tempfile::tempdir().expect("a directory"));
    let log = folder.path().join("access.log");
    let logging = [("LONGWAVE_ACCESS_LOG", log.to_str().expect("text"))];
    let running = station(&format!("http://{address}"), &logging);
    let blocks = manual("nginx", "nginx");
    let usual = "  location / {\n    proxy_pass http://longwave;\n  }";
    let config = format!("{}\n{}", blocks[1], nginx_with(&format!("{usual}\n{}", blocks[2])));
    let proxy = Arc::new(ReverseProxy::nginx(&config, address, running.address));

    let playing = (0..PLAYERS).map(|_| {
        let proxy = Arc::clone(&proxy);
        thread::spawn(move || {
            let mut heard: BTreeMap<String, Vec<u8>> = BTreeMap::new();
            wait_until("three segments", || {
                let list = proxy.get("/main/hls/opus-96/live.m3u8", "");
                assert_eq!(list.status, 200, "{}", list.head);
                for name in segments(&list) {
                    heard.entry(name.clone()).or_insert_with(|| {
                        let segment = proxy.get(&format!("/main/hls/opus-96/{name}"), "");
                        assert!(segment.status == 200 && !segment.body.is_empty(), "{}", segment.head);
                        segment.body
                    });
                }
                heard.len() >= 3
            });
            heard
        })
    });
    let heard: Vec<_> =
        playing.collect::<Vec<_>>().into_iter().map(|one| one.join().expect("it played")).collect();
    let names: BTreeSet<&String> = heard.iter().flat_map(BTreeMap::keys).collect();
    for name in &names {
        let bodies: BTreeSet<&Vec<u8>> = heard.iter().filter_map(|one| one.get(*name)).collect();
        assert_eq!(bodies.len(), 1, "{name} is the same for everybody");
    }
    let asked =
        |log: &str, name: &str| log.lines().filter(|line| line.contains(&format!("/{name} "))).count();
    wait_until("the log", || {
        let log = fs::read_to_string(&log).unwrap_or_default();
        names.iter().all(|name| asked(&log, name) > 0)
    });
    let log = fs::read_to_string(&log).expect("the log");
    for name in &names {
        assert_eq!(asked(&log, name), 1, "{name} of {names:?}; nginx said {}", proxy.log());
    }
    let fetched: usize = heard.iter().map(BTreeMap::len).sum();
    println!("{PLAYERS} players fetched {fetched} segments, and the origin sent {}", names.len());
    println!("{} requests for playlists reached the origin", asked(&log, "live.m3u8"));
    assert!(fs::read_dir(proxy.folder().join("radio")).expect("the cache").count() > 0);
}
