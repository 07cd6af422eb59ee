//! Public directories: a station is listed where somebody wants it, and nowhere else.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::bounded;
use crate::running::{Running, longwave, shelf, wait_until};

/// A form as it was sent.
type Sent = BTreeMap<String, String>;

/// A directory that takes every station, and keeps what it was sent.
struct FakeDirectory {
    address: SocketAddr,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl FakeDirectory {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let sent = Arc::<Mutex<Vec<Sent>>>::default();
        let kept = Arc::clone(&sent);
        // It ends with the test's process.
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                drop(answer(stream, &kept));
            }
        });
        Self { address, sent }
    }

    fn sent(&self) -> Vec<Sent> {
        self.sent.lock().expect("nobody panicked").clone()
    }

    /// The requests with this `action`.
    fn with(&self, action: &str) -> Vec<Sent> {
        self.sent().into_iter().filter(|form| form.get("action").is_some_and(|name| name == action)).collect()
    }

    /// Variables with which a server announces here.
    fn environment(&self) -> [(String, String); 4] {
        let url = format!("http://{}", self.address);
        [
            ("LONGWAVE_YP_DIRECTORIES".to_owned(), format!("{url}/cgi-bin/yp-cgi")),
            ("LONGWAVE_RADIO_BROWSER".to_owned(), url),
            ("LONGWAVE_PUBLIC_URL".to_owned(), "https://radio.example/live".to_owned()),
            ("LONGWAVE_WEBHOOKS".to_owned(), "anywhere".to_owned()),
        ]
    }
}

/// Reads a request and answers it, as a directory of Icecast's or as radio-browser.info does.
fn answer(mut stream: TcpStream, kept: &Mutex<Vec<Sent>>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or_default();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut form: Sent = form_urlencoded::parse(&body).into_owned().collect();
    form.insert("path".to_owned(), first.split(' ').nth(1).unwrap_or_default().to_owned());
    let mut kept = kept.lock().expect("nobody panicked");
    kept.push(form.clone());
    let json = format!("{{\"ok\":true,\"message\":\"added\",\"uuid\":\"uuid-{}\"}}", kept.len());
    if first.starts_with("POST /json/add ") {
        // As its proxies send it: in chunks.
        let chunk = format!("{:x}\r\n{json}\r\n0\r\n\r\n", json.len());
        write!(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}")
    } else {
        let sid = kept.len();
        write!(
            stream,
            "HTTP/1.0 200 OK\r\nYPResponse: 1\r\nYPMessage: fine\r\nSID: {sid}\r\nTouchFreq: 600\r\n\r\n"
        )
    }
}

fn start(directory: &FakeDirectory) -> Running {
    let environment = directory.environment();
    let environment: Vec<_> =
        environment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let running = Running::start_with(&shelf(), &environment);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    running
}

fn set(running: &Running, changes: &[&str]) {
    let output = bounded::output(longwave(running.data()).args(["station", "set", "main"]).args(changes));
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn a_station_is_listed_touched_and_removed_as_its_people_say() {
    let directory = FakeDirectory::open();
    let mut running = start(&directory);
    set(&running, &["--genre", "Ambient & Jazz"]);
    assert!(directory.sent().is_empty(), "nobody asked for it");

    set(&running, &["--directory", "on"]);
    let streams = if cfg!(feature = "mp3") { 2 } else { 1 };
    wait_until("the listings", || directory.with("add").len() == streams);
    for add in directory.with("add") {
        let value = |name: &str| add.get(name).map(String::as_str).unwrap_or_default();
        let name = (value("sn"), value("genre"), value("url"));
        assert_eq!(name, ("Longwave", "Ambient & Jazz", "https://radio.example/live/main"));
        let stream = (value("listenurl"), value("type"), value("b"));
        let expected = [
            ("https://radio.example/live/main.mp3", "audio/mpeg", "128"),
            ("https://radio.example/live/main.opus", "audio/ogg", "96"),
        ];
        assert!(expected.contains(&stream), "{stream:?}");
    }
    wait_until("the first touch", || directory.with("touch").len() >= streams);
    let touch = directory.with("touch").remove(0);
    assert!(touch.get("st").is_some_and(|song| song.contains(" - ")), "artist and title: {touch:?}");
    running.wait_for_log("a directory lists a stream");

    // A private station is announced nowhere, whatever was chosen.
    set(&running, &["--access", "account"]);
    wait_until("the removal", || directory.with("remove").len() == streams);
    set(&running, &["--access", "open"]);
    wait_until("the listings, again", || directory.with("add").len() == 2 * streams);
    set(&running, &["--directory", "off"]);
    wait_until("the removal", || directory.with("remove").len() == 2 * streams);

    // The end of the server is the end of the listings.
    set(&running, &["--directory", "on"]);
    wait_until("the listings, once more", || directory.with("add").len() == 3 * streams);
    let touched = directory.with("touch").len();
    wait_until("a touch of each", || directory.with("touch").len() >= touched + streams);
    let status = running.stop().0;
    assert!(status.success());
    assert_eq!(directory.with("remove").len(), 3 * streams);
    assert!(directory.sent().iter().all(|form| form["path"] == "/cgi-bin/yp-cgi"));
}

#[test]
fn a_directory_in_the_own_network_is_out_of_reach_unless_the_owner_says_so() {
    let directory = FakeDirectory::open();
    let environment = directory.environment();
    let inside = environment.iter().take(3).map(|(name, value)| (name.as_str(), value.as_str()));
    let mut running = Running::start_with(&shelf(), &inside.collect::<Vec<_>>());
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    set(&running, &["--directory", "on"]);
    let line = running.wait_for_log("a directory does not list a stream");
    assert!(line.contains("--webhooks anywhere"), "{line}");
    assert!(directory.sent().is_empty());
}

#[test]
fn a_station_is_sent_to_radio_browser_once() {
    let directory = FakeDirectory::open();
    let running = start(&directory);
    let submit = || {
        let mut command = longwave(running.data());
        command.envs(directory.environment()).args(["station", "submit", "main"]);
        bounded::output(&mut command)
    };
    let first = submit();
    assert!(first.status.success(), "{first:?}");
    assert_eq!(String::from_utf8_lossy(&first.stdout).trim(), "main is at radio-browser.info: uuid-1");
    let second = submit();
    assert!(
        !second.status.success() && String::from_utf8_lossy(&second.stderr).contains("before"),
        "{second:?}"
    );
    let sent = directory.sent();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0]["path"], "/json/add");
    assert_eq!(sent[0]["name"], "Longwave");
    assert_eq!(sent[0]["homepage"], "https://radio.example/live/main");
    assert!(sent[0]["url"].starts_with("https://radio.example/live/main."));
}
