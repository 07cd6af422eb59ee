//! The archive's copy in a bucket: a real storage of S3's protocol, which goes away while the station is on air.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::archive::{at, files, listen, packets, set, wait_for_frame};
use crate::bounded::Limit;
use crate::client::Client;
use crate::edge::body;
use crate::live::{ADMIN, SOURCE, as_admin, read_head};
use crate::running::{Running, shelf, wait_until};

const SECRET: &str = "very-s3cret";

/// A storage with the bucket `archive`.
struct Storage {
    child: Child,
    address: String,
    _limit: Limit,
}

impl Storage {
    /// Starts one at this port; 0 takes a free one.
    fn start(port: &str) -> Self {
        let mut child = Command::new("moto_server")
            .args(["-H", "127.0.0.1", "-p", port])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("moto_server starts; `make test-tools` installs it (pip3 install 'moto[server]')");
        let limit = Limit::of_station(&child);
        let mut log = BufReader::new(child.stderr.take().expect("its log"));
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert!(log.read_line(&mut line).expect("text") > 0, "moto_server ended");
            if let Some((_, address)) = line.trim().split_once("Running on http://") {
                break address.to_owned();
            }
        };
        std::thread::spawn(move || drop(log.read_to_end(&mut Vec::new())));
        let storage = Self { child, address, _limit: limit };
        assert!(storage.ask("PUT", "/archive").starts_with(b"HTTP/1.1 200"));
        storage
    }

    fn ask(&self, method: &str, path: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.address).expect("it accepts connections");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nContent-Length: 0\r\nAuthorization: AWS key:x\r\n",
            self.address
        );
        stream.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes()).expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        answer
    }

    /// The content of an object, if it is there.
    fn object(&self, name: &str) -> Option<Vec<u8>> {
        let answer = self.ask("GET", &format!("/archive/{name}"));
        let head = answer.windows(4).position(|end| end == b"\r\n\r\n").expect("a head") + 4;
        answer.starts_with(b"HTTP/1.1 200").then(|| answer[head..].to_vec())
    }

    fn environment(&self) -> [(&'static str, String); 7] {
        [
            ("LONGWAVE_SOURCE_PASSWORD", SOURCE.to_owned()),
            ("LONGWAVE_ADMIN_PASSWORD", ADMIN.to_owned()),
            ("LONGWAVE_S3_ENDPOINT", format!("http://{}", self.address)),
            ("LONGWAVE_S3_BUCKET", "archive".to_owned()),
            ("LONGWAVE_S3_PREFIX", "t".to_owned()),
            ("LONGWAVE_S3_ACCESS_KEY", "key".to_owned()),
            ("LONGWAVE_S3_SECRET_KEY", SECRET.to_owned()),
        ]
    }
}

impl Drop for Storage {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Keeps some frames in a file that is ended, and returns them as a live listener heard them.
fn kept(running: &Running) -> BTreeMap<u64, Vec<u8>> {
    let before = files(running.data()).len();
    set(running, &["--archive", "everything"]);
    wait_until("a file", || files(running.data()).len() > before);
    let heard = listen(&mut Client::join(running, "?burst=0&delivery=20"), 150);
    wait_for_frame(running, *heard.keys().next_back().expect("frames"));
    set(running, &["--archive", "off"]);
    heard
}

/// The answer to HEAD.
fn head(running: &Running, path: &str) -> String {
    let mut stream = running.connect();
    let request = format!("HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("text");
    answer
}

/// A connection on which a stream was asked for.
fn asked(running: &Running, path: &str) -> TcpStream {
    let mut stream = running.connect();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("it reads");
    stream
}

/// The first so many bytes of the body that is answered.
fn first_bytes(mut stream: TcpStream, count: usize) -> Vec<u8> {
    let head = read_head(&mut stream);
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let mut body = vec![0; count];
    stream.read_exact(&mut body).expect("it sends");
    body
}

fn object_of(file: &Path) -> String {
    format!("t/main/{}", file.file_name().expect("a name").to_str().expect("text"))
}

/// The troubles of now, in the words of the health page.
fn troubles(running: &Running) -> String {
    let health: Value = serde_json::from_str(body(&as_admin(running, "/api/v1/health"))).expect("JSON");
    health["troubles"].to_string()
}

#[test]
fn hours_are_copied_to_the_bucket_and_heard_again_from_there_and_a_lost_storage_harms_nothing() {
    let storage = Storage::start("0");
    let environment = storage.environment();
    let environment: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (*name, &**value)).collect();
    let mut running = Running::start_with(&shelf(), &environment);
    let heard = kept(&running);
    let file = files(running.data()).pop().expect("a file");
    wait_until("the copy", || {
        storage.object(&object_of(&file)) == Some(std::fs::read(&file).expect("it is there"))
    });
    let beside = ["index", "titles"].map(|extension| file.with_extension(extension));
    for path in &beside {
        assert_eq!(storage.object(&object_of(path)), Some(std::fs::read(path).expect("it is there")));
    }
    wait_until("the end of the copying", || running.metric("longwave_bucket_waiting_files", "") == 0.0);
    running
        .log()
        .iter()
        .for_each(|line| assert!(!line.contains(SECRET) && !line.contains("Signature"), "{line}"));

    // It goes from the disk, as by --keep-gb, and comes back for those who want it.
    let expected = packets(&file);
    let (_, _, data) = running.stop();
    beside.iter().chain([&file]).for_each(|path| std::fs::remove_file(path).expect("it is there"));
    let running = Running::start_at_with("127.0.0.1:0", &shelf(), data, &environment);
    let first = *heard.keys().next().expect("frames");
    let address = format!("/main.opus?at={}", at(first));
    wait_until("the archive, as it is known", || head(&running, &address).starts_with("HTTP/1.1 200"));
    assert!(running.metric("longwave_bucket_fetches_total", "done") == 0.0, "HEAD fetches nothing");
    let sockets = [0; 4].map(|_| asked(&running, &address));
    let came = sockets.map(|socket| std::thread::spawn(move || first_bytes(socket, 15_000)));
    let came = came.map(|listener| listener.join().expect("a listener"));
    for body in came {
        let mut reader = ogg::PacketReader::new(std::io::Cursor::new(body));
        let came: Vec<Vec<u8>> =
            std::iter::from_fn(|| reader.read_packet().ok().flatten()).map(|packet| packet.data).collect();
        assert!(came.len() > 40, "{}", came.len());
        for (seq, packet) in (first..).zip(&came[2..]) {
            assert_eq!(expected.get(&seq), Some(packet), "frame {seq}");
        }
    }
    assert!(running.metric("longwave_bucket_fetches_total", "done") == 1.0, "once for all of them");
    assert!(running.metric("longwave_archive_kept_seconds", "main") >= 2.0);

    // The storage goes: the station plays on, keeps what it has, and says why.
    let address = storage.address.clone();
    drop(storage);
    let later = kept(&running);
    wait_until("the failure", || troubles(&running).contains("wait to be copied to the bucket"));
    assert!(running.metric("longwave_bucket_failures_total", "") > 0.0);
    let frames = listen(&mut Client::join(&running, "?burst=0&delivery=20"), 100);
    assert_eq!(frames.keys().next_back().expect("frames") - frames.keys().next().expect("frames"), 99);
    let again = first_bytes(asked(&running, &format!("/main.opus?at={}", at(first))), 5_000);
    assert!(again.starts_with(b"OggS"), "what was fetched is here");
    let (_, _, data) = running.stop();

    // After a restart it is fetched again, which cannot be done now.
    let running = Running::start_at_with("127.0.0.1:0", &shelf(), data, &environment);
    let refused = || running.get(&format!("/main.opus?at={}", at(first)));
    wait_until("words", || refused().starts_with("HTTP/1.1 503"));
    let words = refused();
    assert!(words.contains("kept elsewhere") && words.to_lowercase().contains("retry-after"), "{words}");

    // It comes back, empty. The hour that waited goes up.
    let storage = Storage::start(address.rsplit_once(':').expect("a port").1);
    let file = files(running.data()).pop().expect("a file");
    wait_until("the copy of what waited", || storage.object(&object_of(&file)).is_some());
    assert!(packets(&file).contains_key(later.keys().next().expect("frames")));
    wait_until("no words any more", || !troubles(&running).contains("wait to be copied"));
}
