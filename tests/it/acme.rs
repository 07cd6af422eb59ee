//! Certificates from a certificate authority of the test's own: Debian's pebble, which validates names for real.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Instant;

use rustls::StreamOwned;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::time_provider::{DefaultTimeProvider, TimeProvider};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::bounded;
use crate::live::ADMIN;
use crate::running::{PATIENCE, Running, longwave, shelf, wait_until};
use crate::tls::{Encrypted, Listener, client_of, make_certificate};

const NAME: &str = "radio.example";

/// A port of 127.0.0.1 that nobody listens at, for TCP and UDP. It is below those that the kernel hands out, so that no
/// connection of another test takes it before it is used.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let begin = u16::try_from(std::process::id() % 10_000).expect("less than 10,000");
    for _ in 0..1_000 {
        let port = 20_000 + (begin + NEXT.fetch_add(1, Ordering::Relaxed)) % 10_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() && UdpSocket::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("no port is free for TCP and UDP");
}

/// A program that ends with the test.
struct Ended(Child);

impl Ended {
    fn start(command: &mut Command) -> Self {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Self(child.unwrap_or_else(|error| {
            panic!("{} does not start; `make test` installs it: {error}", command.get_program().display())
        }))
    }
}

impl Drop for Ended {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// A certificate authority for which every name leads to 127.0.0.1.
struct Authority {
    pebble: Ended,
    _names: Ended,
    files: TempDir,
    port: u16,
    /// PEM: what the certificates it issues are trusted by.
    root: String,
}

impl Authority {
    /// Validates at these ports, and issues for so many seconds.
    fn start(tls_port: u16, http_port: u16, period: u64) -> Self {
        let files = tempfile::tempdir().expect("a directory");
        let pem = make_certificate(files.path());
        let (port, management, names) = (free_port(), free_port(), free_port());
        let settings = json!({ "pebble": {
            "listenAddress": format!("127.0.0.1:{port}"),
            "managementListenAddress": format!("127.0.0.1:{management}"),
            "certificate": files.path().join("cert.pem"),
            "privateKey": files.path().join("key.pem"),
            "httpPort": http_port,
            "tlsPort": tls_port,
            "certificateValidityPeriod": period,
        }});
        let file = files.path().join("pebble.json");
        fs::write(&file, settings.to_string()).expect("room for it");
        let resolver = format!("127.0.0.1:{names}");
        let names = Ended::start(
            Command::new("pebble-challtestsrv")
                .args(["-dns01", &resolver, "-defaultIPv4", "127.0.0.1", "-defaultIPv6", ""])
                .args(["-http01", "", "-https01", "", "-tlsalpn01", "", "-management", ""]),
        );
        let pebble = Ended::start(
            Command::new("pebble")
                .arg("-config")
                .arg(&file)
                .args(["-dnsserver", &resolver])
                .env("PEBBLE_VA_NOSLEEP", "1")
                .env("PEBBLE_AUTHZREUSE", "0"),
        );
        let mut root = None;
        wait_until("a certificate authority", || {
            root = root_of(&pem, management);
            root.is_some() && TcpStream::connect(("127.0.0.1", port)).is_ok()
        });
        Self { pebble, _names: names, files, port, root: root.expect("a root") }
    }

    fn directory(&self) -> String {
        format!("https://127.0.0.1:{}/dir", self.port)
    }

    /// The certificate that its own server is trusted by.
    fn ca(&self) -> String {
        self.files.path().join("cert.pem").display().to_string()
    }

    /// A station that orders a certificate for `names` from it.
    fn station(&self, port: u16, data: TempDir, names: &str) -> Running {
        let (directory, ca) = (self.directory(), self.ca());
        let environment = [
            ("LONGWAVE_ACME", names),
            ("LONGWAVE_ACME_DIRECTORY", &*directory),
            ("LONGWAVE_ACME_CONTACT", "ada@radio.example"),
            ("LONGWAVE_ACME_CA", &*ca),
            ("LONGWAVE_ADMIN_PASSWORD", ADMIN),
        ];
        Running::start_at_with(&format!("127.0.0.1:{port}"), &shelf(), data, &environment)
    }
}

/// The root of what an authority issues; none while it starts.
fn root_of(pem: &str, management: u16) -> Option<String> {
    let stream = TcpStream::connect(("127.0.0.1", management)).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let mut stream = StreamOwned::new(client_of(pem, "localhost", Arc::new(DefaultTimeProvider)), stream);
    stream.write_all(b"GET /roots/0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = Vec::new();
    // It may end without TLS's own goodbye.
    drop(stream.read_to_end(&mut answer));
    let answer = String::from_utf8(answer).ok()?;
    answer
        .split_once("\r\n\r\n")
        .map(|(_, body)| body.to_owned())
        .filter(|body| body.contains("END CERTIFICATE"))
}

/// A clock that stands.
#[derive(Debug)]
struct Standing(UnixTime);

impl TimeProvider for Standing {
    fn current_time(&self) -> Option<UnixTime> {
        Some(self.0)
    }
}

/// The certificate that a station shows for `name`, if one is trusted by `root` at the time that `time` tells.
fn shown(
    running: &Running,
    root: &str,
    name: &str,
    time: Arc<dyn TimeProvider>,
) -> Option<CertificateDer<'static>> {
    let (mut connection, mut stream) = (client_of(root, name, time), running.connect());
    while connection.is_handshaking() {
        connection.complete_io(&mut stream).ok()?;
    }
    connection.peer_certificates().and_then(|chain| chain.first()).map(|first| first.clone().into_owned())
}

fn shown_now(running: &Running, root: &str) -> Option<CertificateDer<'static>> {
    shown(running, root, NAME, Arc::new(DefaultTimeProvider))
}

/// Waits for a certificate that is not `known`.
fn wait_for_certificate(
    running: &Running,
    root: &str,
    known: Option<&CertificateDer<'static>>,
) -> CertificateDer<'static> {
    let mut found = None;
    wait_until("a certificate", || {
        found = shown_now(running, root).filter(|found| Some(found) != known);
        found.is_some()
    });
    found.expect("a certificate")
}

fn listen(running: &Running, root: &str) -> Listener {
    let connection = encrypted(running, root, Arc::new(DefaultTimeProvider));
    Listener::join(&format!("wss://{NAME}:{}/main/ws?burst=0", running.address.port()), connection)
}

/// A connection to a station by TLS, which trusts `root` at the time that `time` tells.
fn encrypted(running: &Running, root: &str, time: Arc<dyn TimeProvider>) -> Encrypted {
    StreamOwned::new(client_of(root, NAME, time), running.connect())
}

/// The answer over a connection, which is closed after it.
fn ask(mut stream: impl Read + Write, what: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    let request =
        format!("{what} HTTP/1.0\r\nhost: localhost\r\n{headers}content-length: {length}\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    String::from_utf8_lossy(&answer).into_owned()
}

/// The body that an administrator gets at `path`, over connections that `connect` makes.
fn administrator<S: Read + Write>(connect: impl Fn() -> S, path: &str) -> String {
    let form = "content-type: application/x-www-form-urlencoded\r\n";
    let signed = ask(connect(), "POST /login", form, &format!("name=admin&password={ADMIN}"));
    let cookie = signed.split("\r\n").find_map(|line| line.strip_prefix("set-cookie: "));
    let cookie =
        cookie.unwrap_or_else(|| panic!("no cookie: {signed}")).split(';').next().expect("its value");
    let answer = ask(connect(), &format!("GET {path}"), &format!("cookie: {cookie}\r\n"), "");
    answer.split_once("\r\n\r\n").expect("a body").1.to_owned()
}

/// The state of the orders in the API.
fn orders<S: Read + Write>(connect: impl Fn() -> S) -> Value {
    let body = administrator(connect, "/api/v1/health");
    let health: Value = serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"));
    health["acme"].clone()
}

fn check(data: &Path, flags: &[&str]) -> String {
    let output = bounded::output(longwave(data).args(flags).arg("check"));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn data() -> TempDir {
    tempfile::tempdir().expect("a directory")
}

#[test]
fn a_certificate_is_had_at_the_first_start_renewed_on_air_and_kept_when_the_authority_is_gone() {
    let port = free_port();
    // No other way in than the port itself, by TLS.
    let authority = Authority::start(port, free_port(), 15);
    let started = Instant::now();
    let mut running = authority.station(port, data(), NAME);
    let first = wait_for_certificate(&running, &authority.root, None);
    println!("the first certificate was there {:?} after the start", started.elapsed());

    let mut listener = listen(&running, &authority.root);
    let second = wait_for_certificate(&running, &authority.root, Some(&first));
    let seen = UnixTime::now();
    let Authority { pebble, root, .. } = authority;
    // Killed.
    drop(pebble);
    listener.hear(10);
    running.wait_for_log("no new certificate; the last one stays in use");
    // It may have ended meanwhile.
    assert_eq!(shown(&running, &root, NAME, Arc::new(Standing(seen))), Some(second));
    let health = orders(|| encrypted(&running, &root, Arc::new(Standing(seen))));
    assert_eq!((&health["state"], &health["failures"]), (&json!("failing"), &json!(1)), "{health}");
    assert!(health["problem"].as_str().is_some_and(|problem| problem.contains("no connection")), "{health}");
    listener.hear(10);
    let log = running.log().join("\n");
    assert!(!log.contains("ERROR") && !log.contains("PRIVATE KEY"), "{log}");
}

#[test]
fn http_01_is_tried_where_tls_does_not_reach_and_the_next_start_needs_no_authority() {
    let port = free_port();
    let authority = Authority::start(free_port(), port, 10 * 86_400);
    let mut running = authority.station(port, data(), NAME);
    running.wait_for_log("another challenge is tried: HTTP-01");
    let first = wait_for_certificate(&running, &authority.root, None);
    let mut health = Value::Null;
    wait_until("a valid certificate in the health", || {
        health = orders(|| encrypted(&running, &authority.root, Arc::new(DefaultTimeProvider)));
        health["state"] == "valid"
    });
    assert_eq!((&health["names"], &health["problem"]), (&json!([NAME]), &Value::Null), "{health}");
    // People are sent on to https only now; the authority's requests are not.
    assert!(running.get("/").starts_with("HTTP/1.1 308 "));
    assert!(running.get("/.well-known/acme-challenge/none").starts_with("HTTP/1.1 404 "));

    let folder =
        fs::read_dir(running.data().join("acme")).expect("a folder").next().expect("one").expect("an entry");
    for name in ["account.json", "certificate.pem"] {
        let file = folder.path().join(name);
        let mode = fs::metadata(&file).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
    let (status, _, kept) = running.stop();
    assert!(status.success());
    let flags = ["--acme", NAME, "--acme-directory", &authority.directory()];
    let said = check(kept.path(), &flags);
    assert!(said.contains("certificate.pem is good for 9 days"), "{said}");

    // Another name has a new certificate ordered at once, in vain; the old one serves on.
    let Authority { pebble, root, port: at, .. } = &authority;
    bounded::status(Command::new("kill").arg(pebble.0.id().to_string()));
    wait_until("the end of the authority", || TcpStream::connect(("127.0.0.1", *at)).is_err());
    let mut running = authority.station(port, kept, "radio.example,www.radio.example");
    assert_eq!(shown_now(&running, root).as_ref(), Some(&first), "from the first connection on");
    running.wait_for_log("no new certificate; the last one stays in use");
    assert_eq!(shown_now(&running, root), Some(first));
}

#[test]
fn without_a_first_certificate_everything_is_served_in_the_clear() {
    let data = data();
    let directory = format!("https://127.0.0.1:{}/dir", free_port());
    let environment = [
        ("LONGWAVE_ACME", NAME),
        ("LONGWAVE_ACME_DIRECTORY", &*directory),
        ("LONGWAVE_ADMIN_PASSWORD", ADMIN),
    ];
    let mut running = Running::start_at_with("127.0.0.1:0", &shelf(), data, &environment);
    running.wait_for_log("no certificate, so nothing is served by TLS");
    assert!(
        running.said.iter().any(|line| line.starts_with("longwave: on air at http://")),
        "{:?}",
        running.said
    );
    assert!(running.get("/").starts_with("HTTP/1.1 200 "));
    assert_eq!(orders(|| running.connect())["state"], "failing");
    let page = administrator(|| running.connect(), "/admin/health");
    for text in ["none yet: HTTPS works once it has been issued", "failed 1 time, next attempt on", NAME] {
        assert!(page.contains(text), "{text:?} is not in {page}");
    }
}
