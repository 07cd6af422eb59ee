//! The one port with a certificate: everything over TLS, and in the clear what knows no TLS.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned, SupportedProtocolVersion};
use tempfile::TempDir;
use tungstenite::client::IntoClientRequest;
use tungstenite::{Message, WebSocket};

use crate::bounded;
use crate::client::{Client, Sound};
use crate::live::{ADMIN, BASIC, SOURCE, head_of, tone_mp3};
use crate::running::{PATIENCE, Running, shelf, wait_until};

pub(crate) type Encrypted = StreamOwned<ClientConnection, TcpStream>;

/// A station with a certificate of its own, which can be made anew.
pub(crate) struct Secured {
    pub(crate) running: Running,
    files: TempDir,
    /// What its clients trust.
    pub(crate) pem: String,
}

impl Secured {
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// The same, with these variables in its environment as well.
    fn start_with(more: &[(&str, &str)]) -> Self {
        let files = tempfile::tempdir().expect("a directory");
        let pem = make_certificate(files.path());
        let path = |name: &str| files.path().join(name).display().to_string();
        let (cert, key) = (path("cert.pem"), path("key.pem"));
        let environment = environment_of(&cert, &key);
        let environment = [&environment[..], more].concat();
        Self { running: Running::start_with(&shelf(), &environment), files, pem }
    }

    /// Has a new process take over with the same certificate.
    pub(crate) fn take_over(&mut self) {
        let path = |name: &str| self.files.path().join(name).display().to_string();
        let (cert, key) = (path("cert.pem"), path("key.pem"));
        self.running.take_over_with(&shelf(), &environment_of(&cert, &key));
    }

    /// A connection that trusts this certificate only; nothing was said over it yet.
    pub(crate) fn connect(&self, pem: &str) -> Encrypted {
        StreamOwned::new(client(pem), self.running.connect())
    }

    /// What it answers to GET over TLS.
    fn get(&self, path: &str) -> String {
        let mut stream = self.connect(&self.pem);
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = Vec::new();
        // Ended without TLS's own goodbye, this would be an error.
        stream.read_to_end(&mut answer).expect("it answers, and says that this was all");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Whether a client that trusts this certificate only would stay.
    fn is_trusted(&self, pem: &str) -> bool {
        let (mut connection, mut stream) = (client(pem), self.running.connect());
        while connection.is_handshaking() {
            if connection.complete_io(&mut stream).is_err() {
                return false;
            }
        }
        true
    }

    /// A listener over `wss`, who has heard the first sound.
    pub(crate) fn listen(&self, query: &str) -> Listener {
        let address = format!("wss://localhost:{}/main/ws{query}", self.running.address.port());
        Listener::join(&address, self.connect(&self.pem))
    }
}

/// The variables of a station with this certificate.
fn environment_of<'a>(cert: &'a str, key: &'a str) -> [(&'static str, &'a str); 4] {
    [
        ("LONGWAVE_TLS_CERT", cert),
        ("LONGWAVE_TLS_KEY", key),
        ("LONGWAVE_SOURCE_PASSWORD", SOURCE),
        ("LONGWAVE_ADMIN_PASSWORD", ADMIN),
    ]
}

/// A listener who minds every frame that is missing.
pub(crate) struct Listener {
    pub(crate) socket: WebSocket<Encrypted>,
    end: Option<u64>,
}

impl Listener {
    /// Joins at a `wss` address over a connection, and hears the first sound.
    pub(crate) fn join(address: &str, connection: Encrypted) -> Self {
        let request = address.into_client_request().expect("an address");
        let (socket, _) = tungstenite::client(request, connection).expect("a WebSocket");
        let mut listener = Self { socket, end: None };
        listener.hear(1);
        listener
    }

    /// Hears so many messages of sound.
    pub(crate) fn hear(&mut self, mut messages: usize) {
        while messages > 0 {
            let Message::Binary(bytes) = self.socket.read().expect("it goes on") else { continue };
            let sound = Sound::parse(&bytes);
            if let Some(end) = self.end.replace(sound.end()) {
                assert_eq!(sound.first, end, "no frame is missing");
            }
            messages -= 1;
        }
    }
}

/// Makes a certificate and its key in `folder`; returns the certificate.
pub(crate) fn make_certificate(folder: &Path) -> String {
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).expect("a certificate");
    fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).expect("room for it");
    fs::write(folder.join("cert.pem"), made.cert.pem()).expect("room for it");
    made.cert.pem()
}

fn client(pem: &str) -> ClientConnection {
    client_of(pem, "localhost", Arc::new(rustls::time_provider::DefaultTimeProvider))
}

/// A client that trusts what `pem` vouches for, and wants `name`, at the time that `time` tells.
pub(crate) fn client_of(pem: &str, name: &str, time: Arc<dyn TimeProvider>) -> ClientConnection {
    client_of_versions(pem, name, time, rustls::DEFAULT_VERSIONS)
}

pub(crate) fn client_of_versions(
    pem: &str,
    name: &str,
    time: Arc<dyn TimeProvider>,
    versions: &[&'static SupportedProtocolVersion],
) -> ClientConnection {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(pem.as_bytes()).expect("PEM")).expect("a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_details(provider, time)
        .with_protocol_versions(versions)
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).expect("a name");
    ClientConnection::new(Arc::new(config), name).expect("a client")
}

/// A source over TLS, killed when the test ends.
struct Ffmpeg(Child);

impl Ffmpeg {
    fn go_live(running: &Running) -> Self {
        let child = Command::new("ffmpeg")
            .args(["-v", "error", "-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"])
            .args(["-c:a", "libopus", "-content_type", "audio/ogg", "-f", "ogg", "-tls", "1"])
            .arg(format!("icecast://source:{SOURCE}@{}/main", running.address))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn();
        Self(child.expect("ffmpeg, of Debian's package ffmpeg"))
    }
}

impl Drop for Ffmpeg {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn is_live(running: &Running) -> bool {
    running.metric("longwave_source", "source=\"live\"") > 0.0
}

#[test]
fn pages_streams_and_sockets_are_served_over_tls() {
    let secured = Secured::start();
    let ready = secured.running.said.last().expect("a line");
    let port = secured.running.address.port();
    assert_eq!(ready, &format!("longwave: on air at https://127.0.0.1:{port}/"));
    let page = secured.get("/main");
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n") && page.contains("</html>"), "{page}");
    assert!(secured.get("/nobody").starts_with("HTTP/1.1 404 "));
    secured.listen("?burst=0&delivery=20").hear(50);

    let mut stream = secured.connect(&secured.pem);
    stream.write_all(b"GET /main.opus HTTP/1.0\r\n\r\n").expect("it reads");
    let mut heard = vec![0; 30_000];
    stream.read_exact(&mut heard).expect("it goes on");
    let text = String::from_utf8_lossy(&heard[..100]).into_owned();
    assert!(text.starts_with("HTTP/1.0 200 OK\r\n") || text.starts_with("HTTP/1.1 200 OK\r\n"), "{text}");
    let begin = heard.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4;
    let mut pages = ogg::PacketReader::new(std::io::Cursor::new(&heard[begin..]));
    let packet = pages.read_packet().expect("a whole page").expect("a packet");
    assert_eq!(&packet.data[..8], b"OpusHead");

    let played = bounded::output(
        Command::new("ffmpeg")
            .args(["-nostdin", "-v", "error", "-i", &format!("https://127.0.0.1:{port}/main.opus")])
            .args(["-t", "3", "-f", "null", "-"]),
    );
    assert!(played.status.success() && played.stderr.is_empty(), "{played:?}");
}

#[test]
fn in_the_clear_people_are_sent_to_https_and_programs_are_served() {
    let secured = Secured::start();
    let running = &secured.running;
    for path in ["/", "/main?a=b", "/main/studio", "/api/v1/stations/main/now", "/nobody"] {
        let answer = running.get(path).to_ascii_lowercase();
        assert!(answer.starts_with("http/1.1 308 "), "{path}: {answer}");
        assert!(answer.contains(&format!("\r\nlocation: https://localhost{path}\r\n")), "{path}: {answer}");
    }
    let nowhere = head_of(&mut running.connect(), "GET / HTTP/1.0\r\n\r\n");
    assert!(nowhere.starts_with("HTTP/1.0 400 "), "{nowhere}");
    let cut = head_of(&mut running.connect(), "GET / HTTP/1.1\r\nHost: a/b@c\r\n\r\n");
    assert!(!cut.to_ascii_lowercase().contains("location:"), "{cut}");

    for path in ["/healthz", "/metrics"] {
        assert!(running.get(path).starts_with("HTTP/1.1 200 "), "{path}");
    }
    let stream = head_of(&mut running.connect(), "GET /main.opus HTTP/1.0\r\n\r\n");
    assert!(stream.starts_with("HTTP/1.0 200 "), "{stream}");
    Client::join(running, "?burst=0").sound();
}

#[test]
fn with_tls_only_nothing_but_health_is_served_in_the_clear() {
    let environment = [("LONGWAVE_TLS_ONLY", "true"), ("LONGWAVE_SHOUTCAST", "127.0.0.1:0")];
    let mut secured = Secured::start_with(&environment);
    let line = secured.running.wait_for_log("SHOUTcast's programs");
    let shoutcast = line.rsplit_once("address=").expect("an address").1.trim();
    let (_stream, answer) = crate::programs::shoutcast(shoutcast.parse().expect("an address"), SOURCE);
    assert!(answer.starts_with("This server takes encrypted connections only"), "{answer}");
    let running = &secured.running;
    for path in ["/healthz", "/readyz"] {
        assert!(running.get(path).starts_with("HTTP/1.1 200 "), "{path}");
    }
    for path in ["/main", "/main/listen", "/admin"] {
        assert!(running.get(path).starts_with("HTTP/1.1 308 "), "{path}");
    }
    for path in
        ["/main.opus", "/main/ws", "/main/ingest", "/sendspin", "/metrics", "/admin/metadata?mount=/main"]
    {
        let answer = running.get(path);
        assert!(
            answer.starts_with("HTTP/1.1 426 ") && answer.contains("encrypted connections only"),
            "{answer}"
        );
        assert!(answer.to_ascii_lowercase().contains("\r\nupgrade: tls/1.2"), "{answer}");
    }
    for request in ["PUT /main HTTP/1.1", "SOURCE /main ICE/1.0"] {
        let source = format!("{request}\r\nAuthorization: {BASIC}\r\nContent-Type: audio/mpeg\r\n\r\n");
        let head = head_of(&mut running.connect(), &source);
        assert!(head.contains(" 426 This server takes encrypted connections only"), "{head}");
    }
    let page = secured.get("/main").to_ascii_lowercase();
    assert!(page.starts_with("http/1.1 200 "), "{page}");
    assert!(page.contains("\r\nstrict-transport-security: max-age="), "{page}");
    secured.listen("?burst=0").hear(1);
}

#[test]
fn sources_go_live_over_tls_and_in_the_clear() {
    let secured = Secured::start();
    let running = &secured.running;
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let mut listener = secured.listen("?burst=0");
    let ffmpeg = Ffmpeg::go_live(running);
    wait_until("a source over TLS", || is_live(running));
    drop(ffmpeg);
    wait_until("its end", || !is_live(running));

    let put = format!("PUT /main HTTP/1.1\r\nAuthorization: {BASIC}\r\nContent-Type: audio/mpeg\r\n\r\n");
    let mut plain = running.connect();
    plain.write_all(&[put.as_bytes(), &tone_mp3()].concat()).expect("it reads");
    wait_until("a source in the clear", || is_live(running));
    drop(plain);
    wait_until("its end", || !is_live(running));
    // One that is turned away reads the reason before the connection ends.
    let mut wrong = secured.connect(&secured.pem);
    wrong.write_all(put.replace(BASIC, "Basic eDp5").as_bytes()).expect("it reads");
    let mut answer = String::new();
    wrong.read_to_string(&mut answer).expect("the reason, and TLS's own goodbye");
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    // The listener heard it all.
    listener.hear(10);
}

#[test]
fn a_new_certificate_is_taken_while_listeners_stay() {
    let mut secured = Secured::start();
    let mut listener = secured.listen("?burst=0");
    let first = secured.pem.clone();
    assert!(secured.is_trusted(&first));
    let second = make_certificate(secured.files.path());
    secured.running.wait_for_log("is new and in use");
    assert!(secured.is_trusted(&second) && !secured.is_trusted(&first));

    fs::write(secured.files.path().join("cert.pem"), "half a certif").expect("room for it");
    secured.running.wait_for_log("the old certificate stays in use");
    assert!(secured.is_trusted(&second));
    listener.hear(10);
    let third = make_certificate(secured.files.path());
    wait_until("the third certificate", || secured.is_trusted(&third));
    let told = secured.running.log().iter().filter(|line| line.contains("the old certificate stays")).count();
    assert_eq!(told, 1, "a broken certificate is told of once");
    listener.hear(10);
}

#[test]
fn handshakes_that_lead_nowhere_hurt_nobody() {
    let secured = Secured::start();
    let mut listener = secured.listen("?burst=0&delivery=20");
    let mut hello = Vec::new();
    client(&secured.pem).write_tls(&mut hello).expect("a hello");
    let half: Vec<TcpStream> = (0..200)
        .map(|_| {
            let mut stream = secured.running.connect();
            stream.write_all(&hello[..hello.len() / 2]).expect("it accepts bytes");
            stream
        })
        .collect();
    for garbage in [&b"\x16\x03\x01\x00\x05hello"[..], b"\x16\x03\x01\xFF\xFF", b"\x16GET / HTTP/1.1\r\n\r\n"]
    {
        let mut stream = secured.running.connect();
        stream.write_all(garbage).expect("it accepts bytes");
        stream.shutdown(std::net::Shutdown::Write).expect("it is open");
        let mut answer = Vec::new();
        // A reset is as good an answer as an end.
        drop(stream.read_to_end(&mut answer));
        assert!(answer.len() < 100, "{answer:?}");
    }
    listener.hear(100);
    assert!(secured.get("/").starts_with("HTTP/1.1 200 "), "a newcomer is served meanwhile");
    // The other half of a handshake is still welcome.
    let mut stream = &half[0];
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream.write_all(&hello[hello.len() / 2..]).expect("it accepts bytes");
    let mut first = [0];
    stream.read_exact(&mut first).expect("the server's hello");
    assert_eq!(first, [22]);
}

#[test]
fn an_encrypted_listener_gets_a_proper_end() {
    let secured = Secured::start();
    let mut listener = secured.listen("?burst=0");
    let (status, took, _data) = secured.running.stop();
    assert!(status.success() && took < Duration::from_secs(5), "{status:?} after {took:?}");
    let closed = loop {
        if let Message::Close(frame) = listener.socket.read().expect("a proper end") {
            break frame.map(|frame| u16::from(frame.code));
        }
    };
    assert_eq!(closed, Some(1001));
}

#[test]
fn a_certificate_that_is_none_is_a_reason_not_to_start() {
    let data = tempfile::tempdir().expect("a directory");
    let flags = ["--tls-cert", "none.pem", "--tls-key", "none.key", "--listen", "127.0.0.1:0"];
    let refused = bounded::output(crate::running::longwave(data.path()).args(flags));
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("none.pem cannot be read: No such file"), "{said}");
    let check = bounded::output(crate::running::longwave(data.path()).args(flags).arg("check"));
    let said = String::from_utf8_lossy(&check.stdout).into_owned();
    assert!(check.status.code() == Some(1) && said.contains("WRONG  none.pem cannot be read"), "{said}");
}
