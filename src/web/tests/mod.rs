//! The site as it is asked, without a network.

mod backups;
mod desk;
mod embed;
mod events;
mod figures;
mod forms;
mod hooks;
mod languages;
mod library;
mod library_batch;
mod listener_messages;
mod listening;
mod look;
mod manual;
mod on_air;
mod password_reset;
mod planning;
mod private;
mod programme;
mod programme_pages;
mod programs;
mod proxies;
mod public_programme;
mod recordings;
mod rights;
mod server_pages;
mod show_djs;
mod show_exceptions;
mod signing_in;
mod stations;
mod studio;
mod sub_path;
mod tokens;
mod totp;
mod uploads;
mod voice_tracks;

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use actix_web::dev::ServiceResponse;
use actix_web::http::{Method, StatusCode};
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, web::Data};
use prometheus_client::registry::Registry;

use super::*;
use crate::audio::BLOCK_US;
use crate::auth::Authenticator;
use crate::clock::{Clock, ManualClock};
use crate::ingest::Ingest;
use crate::library::MusicLibrary;
use crate::model::{Renditions, Settings};
use crate::mount::Mount;
use crate::playout::AirPermit;
use crate::production::{
    self, ProductionConfig, ProductionDeps, ProductionHandle, RunningProduction, StationPools, Stations,
};
use crate::source::autodj::{self, PlayQueue, PreparedTrack, loader::TrackProvider};
use crate::store::{Password, Store};

const TEMPLATES: [(&str, &str); 4] = [
    ("player.html", "player of {{ station.slug }}, empty: {{ empty }}"),
    ("stations.html", "{% for station in stations %}[{{ station.slug }} {{ station.name }}]{% endfor %}"),
    ("problem.html", "{{ status }} {{ title }}: {{ detail }}"),
    ("studio.html", "studio of {{ station.slug }}, {{ station.name }}"),
];

const BLOCK_TIME: Duration = Duration::from_micros(BLOCK_US);

/// Stations without music, on a clock that stands until it is turned.
struct TestServer {
    clock: Arc<ManualClock>,
    stations: Vec<ProductionHandle>,
    on_air: Vec<RunningProduction>,
    templates: Templates,
    store: Store,
    data: tempfile::TempDir,
}

struct EmptyShelf;

impl TrackProvider for EmptyShelf {
    fn next(&mut self) -> Option<PreparedTrack> {
        None
    }
}

impl TestServer {
    fn of(slugs: &[&str]) -> Self {
        let clock = Arc::new(ManualClock::at(1_000_000));
        let data = tempfile::tempdir().unwrap();
        let store = Store::open(data.path()).unwrap();
        let (stations, on_air) = slugs.iter().map(|slug| sign_on(slug, &clock, &store)).unzip();
        let password = |chosen| Some(Password::new(chosen).unwrap());
        store.first_start(password("in-charge"), password("hackme")).unwrap();
        let templates = Templates::of(&TEMPLATES).unwrap();
        Self { clock, stations, on_air, templates, store, data }
    }

    /// Turns the clock block by block for two seconds; every station that is on air follows.
    fn play(&self) {
        for _ in 0..100 {
            self.clock.advance(BLOCK_TIME);
            for station in &self.stations[..self.on_air.len()] {
                while !self.has_played(station) {
                    thread::yield_now();
                }
            }
        }
    }

    /// Turns the clock until the station that signed on last has signed off.
    fn sign_off(&mut self) {
        let on_air = self.on_air.pop().unwrap();
        let station = &self.stations[self.on_air.len()];
        let signing_off = thread::spawn(|| on_air.sign_off());
        while !signing_off.is_finished() {
            if self.has_played(station) {
                self.clock.advance(BLOCK_TIME);
            }
            thread::yield_now();
        }
    }

    /// Returns whether the station has sent everything that was due.
    fn has_played(&self, station: &ProductionHandle) -> bool {
        let made_us = station.broadcast().mount(None).as_ref().and_then(Mount::made_us);
        made_us.is_some_and(|made_us| made_us + BLOCK_US > self.clock.now_us())
    }

    async fn ask(&self, request: TestRequest) -> ServiceResponse {
        let stations: Stations = self.stations.iter().cloned().collect();
        let clock = Arc::<ManualClock>::clone(&self.clock);
        let auth = Authenticator::new(self.store.clone(), Arc::<ManualClock>::clone(&clock));
        let ingest = Ingest::new(stations.clone(), auth, Arc::<ManualClock>::clone(&clock));
        let (templates, registry) = (self.templates.clone(), Registry::default());
        let site = AppState::new(
            (stations, ingest, self.store.clone(), clock),
            templates,
            registry,
            Default::default(),
        );
        let app =
            init_service(App::new().app_data(Data::new(site)).configure(routes(&BasePath::default()))).await;
        call_service(&app, request.to_request()).await
    }

    /// Gets a page as a client without request headers of its own.
    async fn get(&self, path: &str) -> (u16, String) {
        text(self.ask(TestRequest::get().uri(path)).await).await
    }

    /// Gets a page as a browser.
    async fn browse(&self, path: &str) -> (u16, String) {
        text(self.ask(TestRequest::get().uri(path).insert_header(("accept", "text/html,*/*"))).await).await
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        while !self.on_air.is_empty() {
            self.sign_off();
        }
    }
}

fn sign_on(slug: &str, clock: &Arc<ManualClock>, store: &Store) -> (ProductionHandle, RunningProduction) {
    let config = ProductionConfig {
        slug: slug.to_owned(),
        base_path: crate::model::BasePath::default(),
        name: slug.to_uppercase(),
        media: "music".into(),
        folder: None,
        renditions: Renditions::default(),
        autodj: autodj::AutodjConfig::default(),
        settings: Settings::default(),
        continues: None,
    };
    let (clock, library, store) = (Arc::clone(clock), MusicLibrary::new("music".into()), store.clone());
    production::sign_on(
        config,
        ProductionDeps {
            clock,
            library,
            tracks: EmptyShelf,
            queue: PlayQueue::default(),
            store,
            notifiers: Vec::new(),
            permit: AirPermit::default(),
            pools: StationPools::new().unwrap(),
        },
    )
    .unwrap()
}

async fn text(response: ServiceResponse) -> (u16, String) {
    let status = response.status().as_u16();
    (status, String::from_utf8(read_body(response).await.to_vec()).unwrap())
}

fn header(response: &ServiceResponse, name: &str) -> String {
    response.headers().get(name).unwrap().to_str().unwrap().to_owned()
}

fn said(status: u16, text: &str) -> (u16, String) {
    (status, text.to_owned())
}

#[actix_web::test]
async fn the_only_station_is_at_home_at_the_front() {
    let player = said(200, "player of main, empty: true");
    let server = TestServer::of(&["main"]);
    assert_eq!(server.get("/").await, player);
    assert_eq!(server.get("/main").await, player);
}

#[actix_web::test]
async fn several_stations_are_listed() {
    assert_eq!(TestServer::of(&["main", "jazz"]).get("/").await, said(200, "[jazz JAZZ][main MAIN]"));
    assert_eq!(TestServer::of(&[]).get("/").await, said(200, ""));
}

#[actix_web::test]
async fn every_station_has_a_studio() {
    let server = TestServer::of(&["main", "jazz"]);
    assert_eq!(server.get("/jazz/studio").await, said(200, "studio of jazz, JAZZ"));
    assert_eq!(server.get("/rock/studio").await, said(404, "There is no station at this address.\n"));
}

#[actix_web::test]
async fn what_is_not_there_is_said_in_the_form_the_visitor_reads() {
    let server = TestServer::of(&["main"]);
    let station = "There is no station at this address.";
    assert_eq!(server.get("/jazz").await, said(404, &format!("{station}\n")));
    assert_eq!(server.browse("/jazz").await, said(404, &format!("404 Not Found: {station}")));
    let cover = "There is no such cover.\n";
    assert_eq!(server.get("/main/cover/abc").await, said(404, cover));
    let nothing = "There is nothing at this address.\n";
    for path in ["/main/no/such", "/Main", "/main.wma", "/static/no.js", "/static/..%2fCargo.toml", "/%ff"] {
        assert_eq!(server.get(path).await, said(404, nothing), "{path}");
    }
}

#[actix_web::test]
async fn what_is_read_cannot_be_written() {
    let server = TestServer::of(&["main"]);
    for path in ["/", "/main", "/main/studio", "/healthz", "/static/icon.svg"] {
        let refused = server.ask(TestRequest::post().uri(path)).await;
        assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(header(&refused, "allow"), "GET, HEAD", "{path}");
        let head = server.ask(TestRequest::with_uri(path).method(Method::HEAD)).await;
        assert_eq!(head.status(), StatusCode::OK, "{path}");
    }
}

#[actix_web::test]
async fn every_answer_has_its_safety_headers() {
    let server = TestServer::of(&["main"]);
    for path in ["/", "/main", "/jazz", "/static/icon.svg", "/healthz"] {
        let answer = server.ask(TestRequest::get().uri(path)).await;
        let policy = header(&answer, "content-security-policy");
        assert!(policy.starts_with("default-src 'self'; img-src"), "{policy}");
        assert!(policy.contains("connect-src 'self';"), "{path} connects to no other host: {policy}");
        assert!(header(&answer, "permissions-policy").contains("microphone=(self)"), "{path}");
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(&answer, "referrer-policy"), "same-origin", "{path}");
    }
}

#[actix_web::test]
async fn only_the_worker_that_decodes_opus_may_run_webassembly() {
    let server = TestServer::of(&["main"]);
    let policy = async |path: &str| {
        let answer = server.ask(TestRequest::get().uri(path)).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        header(&answer, "content-security-policy")
    };
    let worker = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";
    assert_eq!(policy("/static/opus-worker.js").await, worker);
    for path in ["/main", "/main/studio", "/static/opus-wasm.js", "/static/vendor/opus-decoder.min.js"] {
        let policy = policy(path).await;
        assert!(policy.contains("script-src 'self';") && !policy.contains("eval"), "{path}: {policy}");
    }
}

#[actix_web::test]
async fn a_fault_of_ours_is_not_told() {
    let mut server = TestServer::of(&["main"]);
    server.templates = Templates::of(&[("player.html", "{{ secret }}"), TEMPLATES[2]]).unwrap();
    let sorry = "Something went wrong on our side. Try again in a moment.";
    assert_eq!(server.get("/main").await, said(500, &format!("{sorry}\n")));
    assert_eq!(server.browse("/main").await, said(500, &format!("500 Internal Server Error: {sorry}")));
    server.templates = Templates::of(&[]).unwrap();
    assert_eq!(server.browse("/main").await, said(500, &format!("{sorry}\n")));
}

#[actix_web::test]
async fn a_file_is_sent_with_its_type_and_only_when_it_changed() {
    let server = TestServer::of(&[]);
    for path in ["/static/icon.svg", "/favicon.ico"] {
        let sent = server.ask(TestRequest::get().uri(path)).await;
        assert_eq!(header(&sent, "content-type"), "image/svg+xml");
        assert_eq!(header(&sent, "cache-control"), "no-cache");
        let tag = header(&sent, "etag");
        assert!(!read_body(sent).await.is_empty());
        let again = server.ask(TestRequest::get().uri(path).insert_header(("if-none-match", tag))).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    }
}

#[actix_web::test]
async fn metrics_with_a_port_of_their_own_are_only_there() {
    let desk = desk::Desk::new();
    let site = desk.site.clone().with_metrics_elsewhere(true);
    let get = async |path: &str, configure: fn(&mut ServiceConfig)| {
        let app = init_service(App::new().app_data(Data::new(site.clone())).configure(configure)).await;
        call_service(&app, TestRequest::get().uri(path).to_request()).await.status().as_u16()
    };
    assert_eq!(get("/metrics", |cfg| routes(&BasePath::default())(cfg)).await, 404);
    assert_eq!(get("/metrics", metrics_routes).await, 200);
    assert_eq!(get("/", metrics_routes).await, 404, "nothing else is there");
}

#[actix_web::test]
async fn ready_is_who_sends_sound() {
    let mut server = TestServer::of(&["main", "jazz"]);
    server.play();
    assert_eq!(server.get("/healthz").await, said(200, "ok"));
    assert_eq!(server.get("/readyz").await, said(200, "on air"));
    server.sign_off();
    server.play();
    assert_eq!(server.get("/readyz").await, said(503, "not on air: jazz"));
}

#[actix_web::test]
async fn figures_are_of_the_stations_and_of_the_process() {
    let server = TestServer::of(&["main"]);
    let answer = server.ask(TestRequest::get().uri("/metrics")).await;
    let kind = header(&answer, "content-type");
    assert_eq!(kind, "application/openmetrics-text; version=1.0.0; charset=utf-8");
    let (_, text) = text(answer).await;
    let mut expected = vec!["longwave_frames_late_total{station=\"main\"} 0", "# EOF"];
    if cfg!(target_os = "linux") {
        expected.extend(["process_cpu_seconds_total ", "process_resident_memory_bytes ", "process_threads "]);
        expected.extend(["process_open_fds ", "process_max_fds ", "process_start_time_seconds "]);
    }
    for line in expected {
        assert!(text.contains(&format!("\n{line}")), "no {line} in {text}");
    }
}

/// A listener to the station's Ogg stream.
fn listener(station: &ProductionHandle) -> crate::mount::Listener {
    let format = &formats::OGG_OPUS;
    let mount = station.broadcast().mount_for(format, None).expect("a rendition of Opus");
    mount.join(format, format.cadence, crate::mount::Start::LIVE).expect("it fits")
}
