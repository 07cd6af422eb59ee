//! Several servers on one NATS server: one is on air, and another one takes its place when it dies or is frozen.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::bounded::{self, Limit};
use crate::client::Client;
use crate::edge::{ask, body, cookie, first_track, frames, wait_until_same};
use crate::recording::tone;
use crate::running::{Running, wait_until};

/// A NATS server of a test.
struct Nats {
    child: Child,
    url: String,
    _data: TempDir,
    _limit: Limit,
}

impl Nats {
    fn start() -> Self {
        let data = tempfile::tempdir().expect("a directory");
        let child = Command::new("nats-server")
            .args(["-js", "-a", "127.0.0.1", "-p", "-1", "-sd"])
            .arg(data.path().join("jetstream"))
            .arg("--ports_file_dir")
            .arg(data.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("nats-server starts; `make test` installs it");
        let limit = Limit::of_station(&child);
        let mut url = None;
        wait_until("NATS", || {
            url = url_in(data.path());
            url.is_some()
        });
        Self { child, url: url.expect("an address"), _data: data, _limit: limit }
    }

    /// The variables of a server that is one of several.
    fn environment<'a>(&'a self, node: &'a str) -> [(&'a str, &'a str); 2] {
        [("LONGWAVE_NATS", &self.url), ("LONGWAVE_NODE", node)]
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The address that a NATS server has written below `folder`, once it has.
fn url_in(folder: &Path) -> Option<String> {
    let mut files = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let file = files.find(|file| file.path().extension().is_some_and(|ending| ending == "ports"))?;
    let ports: Value = serde_json::from_slice(&fs::read(file.path()).ok()?).ok()?;
    ports["nats"][0].as_str().map(str::to_owned)
}

/// Sends a process a signal.
fn signal(running: &Running, name: &str) {
    let pid = running.pid().to_string();
    assert!(bounded::status(Command::new("kill").args([name, &pid])).success());
}

/// Waits until a server says which other one is on air.
fn wait_for_holder(running: &Running, holder: &str) {
    wait_until("the server on air", || running.get("/main").contains(&format!("{holder} is on air")));
}

/// Does something after which another server has to go on air, and waits until that serves.
fn hand_over(to: &mut Running, act: impl FnOnce()) {
    to.log();
    to.forget_log();
    act();
    to.wait_for_log("has the lease");
    to.wait_for_log("this port serves everything");
}

/// The epoch that a server tells those who join.
fn epoch(running: &Running) -> u64 {
    Client::join(running, "").text("hello")["epoch"].as_u64().expect("an epoch")
}

/// A folder with a tone that is longer than the test.
fn long_tone() -> TempDir {
    let music = tempfile::tempdir().expect("a directory");
    let file = music.path().join("tone.flac");
    tone(440, 400, &[file.to_str().expect("text")]);
    music
}

#[test]
fn another_server_takes_the_place_of_one_that_dies_or_is_frozen_and_listeners_of_an_edge_stay() {
    let nats = Nats::start();
    let music = long_tone();
    let music = music.path();
    let first = Running::start_with(music, &nats.environment("first"));
    let mut second = Running::start_with(music, &nats.environment("second"));
    assert!(second.said.iter().any(|line| line.contains("stands by at")), "{:?}", second.said);
    wait_for_holder(&second, "first");
    for path in ["/main", "/main.opus", "/readyz", "/api/v1/stations"] {
        let answer = second.get(path);
        assert!(answer.contains("503 Service") && answer.contains("first is on air"), "{path}: {answer}");
    }
    assert!(second.get("/healthz").ends_with("ok"));
    assert_eq!(first.metric("longwave_lease_held", ""), 1.0);
    assert_eq!(second.metric("longwave_lease_held", ""), 0.0);

    // It finds both by NATS.
    let edge = Running::start_edge(&[], &[("LONGWAVE_NATS", &nats.url)]);
    wait_until("a station", || edge.get("/main").contains("200 OK"));
    let (mut client, mut newest) = (Client::join(&edge, "?delivery=20"), None);
    frames(&mut client, &mut newest, 50);
    let (before, track) = (epoch(&first), first_track(&mut Client::join(&first, "?burst=10000")));
    wait_until("the place of the track", || second.log().iter().any(|line| line.contains("is told where")));

    hand_over(&mut second, || first.kill());
    wait_until_same(&mut client, &mut newest, &mut Client::join(&second, "?delivery=20"));
    let then = epoch(&second);
    assert!(then > before, "{then} after {before}");
    // It began when it did at the other one.
    assert_eq!(first_track(&mut Client::join(&second, "")), track);

    let address = first.address.to_string();
    let (_, _, data) = first.stop();
    let mut first = Running::start_at_with(&address, music, data, &nats.environment("first"));
    wait_for_holder(&first, "second");
    first.wait_for_log("is told where");
    hand_over(&mut first, || signal(&second, "-STOP"));
    wait_until_same(&mut client, &mut newest, &mut Client::join(&first, "?delivery=20"));
    assert_eq!(first_track(&mut Client::join(&first, "")), track);
    signal(&second, "-CONT");
    second.wait_for_log("steps down");
    assert_eq!(second.wait_for_end().code(), Some(1));
    // It goes on from where it is.
    frames(&mut client, &mut newest, 25);
    let last = epoch(&first);
    assert!(last > then, "{last} after {then}");
    wait_until("the edge's epoch", || epoch(&edge) == last);
}

#[test]
fn the_server_on_air_shows_those_that_stand_by_and_the_edges() {
    let nats = Nats::start();
    let music = long_tone();
    let admin = ("LONGWAVE_ADMIN_PASSWORD", "many small words");
    let first = Running::start_with(music.path(), &[&nats.environment("first")[..], &[admin]].concat());
    let second = Running::start_with(music.path(), &nats.environment("second"));
    let edge = [("LONGWAVE_NATS", &*nats.url), ("LONGWAVE_EDGE_NAME", "oslo")];
    let edge = Running::start_edge(&[], &edge);
    wait_until("a station", || edge.get("/main").contains("200 OK"));
    let _listener = Client::join(&edge, "");
    let cookie = cookie(&first);
    let get = |path| ask(&first, "GET", path, (&cookie, ""));
    wait_until("the whole cluster", || {
        let cluster: Value = serde_json::from_str(body(&get("/api/v1/cluster"))).expect("JSON");
        let server = |place: usize| {
            let server = &cluster["servers"][place];
            (server["name"].as_str(), server["is_on_air"].as_bool(), server["lag_ms"].is_u64())
        };
        let (oslo, first_url) = (&cluster["edges"][0], format!("http://{}/", first.address));
        let station = &oslo["stations"][0];
        server(0) == (Some("first"), Some(true), false)
            && server(1) == (Some("second"), Some(false), true)
            && oslo["name"] == "oslo"
            && (&station["slug"], &station["listeners"]) == (&"main".into(), &1.into())
            && station["origin"] == *first_url
            && station["delay_ms"].as_u64().is_some_and(|delay_ms| delay_ms < 5_000)
    });
    let page = get("/admin/health");
    assert!(page.contains("oslo") && page.contains(&second.address.to_string()), "{page}");
}

#[test]
fn groups_of_servers_with_other_names_do_not_stand_by_for_each_other() {
    let nats = Nats::start();
    let music = long_tone();
    let environment = |node, cluster| {
        [("LONGWAVE_NATS", nats.url.as_str()), ("LONGWAVE_NODE", node), ("LONGWAVE_CLUSTER", cluster)]
    };
    let one = Running::start_with(music.path(), &environment("a", "rock"));
    let other = Running::start_with(music.path(), &environment("a", "jazz"));
    wait_until("both on air", || [&one, &other].iter().all(|one| one.get("/main").contains("200 OK")));
}
