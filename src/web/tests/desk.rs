//! Two stations and the people who run them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::Method;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, web::Data};
use prometheus_client::registry::Registry;
use serde_json::Value;

use super::TestServer;
use crate::auth::Authenticator;
use crate::clock::ManualClock;
use crate::ingest::Ingest;
use crate::library::{Intake, MusicLibrary, UploadChecker};
use crate::model::{Aired, BasePath, SourceKind};
use crate::store::{ApiToken, Password, Role, StationPermissions, Store};
use crate::web::{AppState, InstanceInfo, Templates, routes};

/// The password of everybody here.
pub(super) const PASSWORD: &str = "a long password";

/// The stations `main` and `jazz`, and accounts of every role.
pub(super) struct Desk {
    pub(super) server: TestServer,
    pub(super) site: AppState,
    /// Looks at what is sent when it is told to.
    pub(super) examiner: UploadChecker,
    /// The folder of music, and where what is sent waits.
    pub(super) media: PathBuf,
    pub(super) quarantine: PathBuf,
}

/// The response to a request.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Desk {
    pub(super) fn new() -> Self {
        let server = TestServer::of(&["main", "jazz"]);
        server.store.add_silent_station("jazz");
        server.store.set_password("admin", &password()).unwrap();
        for (name, role, station) in [
            ("mia", Role::Manager, "main"),
            ("joe", Role::Manager, "jazz"),
            ("dan", Role::Dj, "main"),
            ("eve", Role::Dj, "jazz"),
        ] {
            let reach = StationPermissions { stations: vec![station.to_owned()], hours: Vec::new() };
            server.store.add_account_within(name, role, &password(), &reach).unwrap();
        }
        let stations: crate::production::Stations = server.stations.iter().cloned().collect();
        let clock = Arc::<ManualClock>::clone(&server.clock);
        let auth = Authenticator::new(server.store.clone(), Arc::<ManualClock>::clone(&clock));
        let ingest = Ingest::new(stations.clone(), auth, Arc::<ManualClock>::clone(&clock));
        let inside = (stations, ingest, server.store.clone(), clock as Arc<dyn crate::clock::Clock>);
        let site = AppState::new(
            inside,
            Templates::load(BasePath::default()).unwrap(),
            Registry::default(),
            Default::default(),
        );
        let root = server.data.path();
        let (media, quarantine) = (root.join("media"), root.join("kept/uploads"));
        let (intake, examiner) = intake(&server, &media);
        Self { server, site: site.with_intake(intake), examiner, media, quarantine }
    }

    /// Puts the server behind proxies in these networks.
    pub(super) fn behind(mut self, proxies: &str) -> Self {
        self.site = self.site.clone().trusting(proxies.parse().unwrap(), false);
        self
    }

    /// Puts the server below a path of `https://example.org`.
    pub(super) fn below(mut self, path: &str) -> Self {
        let (base_path, url) = (BasePath::new(path), format!("https://example.org{path}"));
        let templates = Templates::load(base_path.clone()).unwrap();
        let instance = InstanceInfo { public_url: Some(url), base_path, ..InstanceInfo::default() };
        self.site = AppState { templates, ..self.site.clone().on(instance) };
        self
    }

    /// Goes on as another process that knows what is on the disk, and nothing else.
    pub(super) fn restart(&mut self) {
        let (intake, examiner) = intake(&self.server, &self.media);
        self.site = self.site.clone().with_intake(intake);
        self.examiner = examiner;
    }

    pub(super) fn store(&self) -> &Store {
        &self.server.store
    }

    /// A new session of this account.
    pub(super) fn session(&self, name: &str) -> ApiToken {
        let now = (self.site.clock.now_us() / 1_000_000) as i64;
        self.store().sign_in(name, "a test", now).unwrap()
    }

    /// The answer to a request.
    pub(super) async fn ask(&self, request: TestRequest) -> Answer {
        let app = init_service(
            App::new()
                .app_data(Data::new(self.site.clone()))
                .configure(routes(&self.site.instance.base_path)),
        )
        .await;
        Answer::of(call_service(&app, request.to_request()).await).await
    }

    /// The answer to a request, of which only the head matters.
    pub(super) async fn ask_for_bytes(&self, request: TestRequest) -> Answer {
        let app = init_service(
            App::new()
                .app_data(Data::new(self.site.clone()))
                .configure(routes(&self.site.instance.base_path)),
        )
        .await;
        let response = call_service(&app, request.to_request()).await;
        let (status, headers) = (response.status().as_u16(), told(&response));
        Answer { status, headers, body: String::new() }
    }

    /// The answer to what `name` does from a page of ours, with this body of JSON.
    pub(super) async fn does(&self, name: &str, verb: &str, path: &str, body: Value) -> Answer {
        let token = self.session(name);
        let mut request = signed(request(verb, path), &token).insert_header(("x-csrf-token", token.csrf()));
        if !body.is_null() {
            request = request.set_json(body);
        }
        self.ask(request).await
    }

    /// Returns the JSON document at an address of the API, as the account `name` receives it.
    pub(super) async fn reads(&self, name: &str, path: &str) -> Value {
        let answer = self.does(name, "GET", path, Value::Null).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.json()
    }
}

fn intake(server: &TestServer, media: &Path) -> (Intake, UploadChecker) {
    let covers = Some(media.with_file_name("covers"));
    let library = MusicLibrary::keeping_covers(media.to_owned(), covers);
    library.scan();
    let clock = Arc::<ManualClock>::clone(&server.clock);
    Intake::new(library, server.store.clone(), clock, media.with_file_name("kept"))
}

/// The headers of an answer.
fn told<B>(response: &ServiceResponse<B>) -> Vec<(String, String)> {
    let headers = response.headers().iter();
    headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect()
}

impl Answer {
    async fn of<B: MessageBody>(response: ServiceResponse<B>) -> Self {
        let status = response.status().as_u16();
        let headers = told(&response);
        // What goes on telling never ends.
        let goes_on = response.headers().get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let body = if goes_on { Vec::new() } else { read_body(response).await.to_vec() };
        let body = String::from_utf8(body).unwrap();
        Self { status, headers, body }
    }

    /// A header; nothing where it is not there.
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

pub(super) fn password() -> Password {
    Password::new(PASSWORD).unwrap()
}

pub(super) fn request(verb: &str, path: &str) -> TestRequest {
    TestRequest::default()
        .method(Method::from_bytes(verb.as_bytes()).unwrap())
        .uri(path)
        .peer_addr("192.0.2.1:1000".parse().unwrap())
}

/// Adds the session cookie of a browser to a request.
pub(super) fn signed(request: TestRequest, token: &ApiToken) -> TestRequest {
    request.insert_header(("cookie", format!("longwave_session={}", token.reveal())))
}

/// Something by Ada that went out on `main` between these moments, in seconds.
pub(super) fn aired(from_s: u64, to_s: u64, title: &str, source: SourceKind) -> Aired {
    Aired { source, ..Aired::music(from_s * 1_000_000, to_s * 1_000_000, title, Some("Ada")) }
}
