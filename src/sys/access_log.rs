//! The access log: a line a request, in the combined format of Apache and nginx.
//!
//! Lines are written by a thread of its own. A disk that is too slow for them costs lines, which are counted, and never
//! holds up a request.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::clock::Clock;

/// Lines that wait to be written; further ones are left out.
const MOST_WAITING: usize = 8_192;
/// The longest text of a client in a line, in bytes.
const LONGEST: usize = 2_048;
/// Keys of a query whose values are secrets.
const SECRET_KEYS: [&str; 4] = ["pass", "password", "token", "code"];
/// The part of an address that the id of a WHIP session follows.
const SESSIONS: &str = "/whip/";
/// The beginning of a token in addresses of HLS.
const TOKENS: &str = "/hls/~";

/// An access log, or none; clones write to the same file.
#[derive(Clone, Default)]
pub struct AccessLog(Option<Arc<Shared>>);

struct Shared {
    clock: Arc<dyn Clock>,
    /// Shortens the clients' addresses, or leaves them.
    kept: fn(IpAddr) -> IpAddr,
    orders: SyncSender<LogOrder>,
    left_out: AtomicU64,
}

#[derive(Debug)]
enum LogOrder {
    Line(String),
    /// Opens the file by its name again: another program has renamed it.
    Reopen,
}

/// A request and its answer.
#[derive(Clone, Debug, Default)]
pub struct AccessEntry<'a> {
    /// The client's address.
    pub address: Option<IpAddr>,
    /// The name that was given with a password.
    pub user: Option<Cow<'a, str>>,
    /// The first line of the request, such as `GET / HTTP/1.1`.
    pub request: Cow<'a, str>,
    /// The answer's status.
    pub status: u16,
    /// Bytes of the answer's body, if that has an end.
    pub bytes: Option<u64>,
    /// The request's `Referer`.
    pub referer: Option<Cow<'a, str>>,
    /// The request's `User-Agent`.
    pub agent: Option<Cow<'a, str>>,
}

impl AccessLog {
    /// Opens the file `path` to add lines with the time of `clock`, making it for its owner and group where it is
    /// missing. `kept` says what of an address is written.
    pub fn open(path: &Path, clock: Arc<dyn Clock>, kept: fn(IpAddr) -> IpAddr) -> io::Result<Self> {
        let (orders, waiting) = sync_channel(MOST_WAITING);
        let shared = Arc::new(Shared { clock, kept, orders, left_out: AtomicU64::new(0) });
        let writer = Writer { path: path.to_owned(), file: Some(append(path)?), has_failed: false };
        let counted = Arc::downgrade(&shared);
        let left_out =
            move || counted.upgrade().map_or(0, |shared| shared.left_out.swap(0, Ordering::Relaxed));
        thread::Builder::new().name("access log".to_owned()).spawn(move || writer.run(&waiting, left_out))?;
        Ok(Self(Some(shared)))
    }

    /// Returns whether there is a log.
    pub fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// Writes a line. Never waits.
    pub fn write(&self, entry: &AccessEntry<'_>) {
        let Some(shared) = &self.0 else { return };
        if shared.orders.try_send(LogOrder::Line(entry.line(shared.clock.wall_us(), shared.kept))).is_err() {
            shared.left_out.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Opens the file by its name again, which another program has renamed.
    pub fn reopen(&self) {
        if let Some(shared) = &self.0
            && shared.orders.send(LogOrder::Reopen).is_err()
        {
            tracing::warn!("the access log's thread has ended");
        }
    }
}

impl<'a> AccessEntry<'a> {
    /// Returns an entry with what the head of a request says.
    pub fn of_head(head: &'a [u8]) -> Self {
        let mut lines =
            head.split(|byte| *byte == b'\n').map(|line| String::from_utf8_lossy(line.trim_ascii()));
        let mut entry = Self { request: lines.next().unwrap_or_default(), ..Self::default() };
        for line in lines {
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = || Some(Cow::Owned(value.trim().to_owned()));
            if name.eq_ignore_ascii_case("referer") {
                entry.referer = value();
            } else if name.eq_ignore_ascii_case("user-agent") {
                entry.agent = value();
            }
        }
        entry
    }

    /// Returns the line at a time in microseconds since 1970, with its end.
    fn line(&self, at_us: u64, kept: fn(IpAddr) -> IpAddr) -> String {
        let mut line = String::with_capacity(256);
        match self.address {
            Some(address) => {
                let _ = write!(line, "{}", kept(address.to_canonical()));
            }
            None => line.push('-'),
        }
        line.push_str(" - ");
        push_text(&mut line, self.user.as_deref(), true);
        let seconds = i64::try_from(at_us / 1_000_000).unwrap_or_default();
        let time = jiff::Timestamp::from_second(seconds).unwrap_or_default();
        let time = time.to_zoned(jiff::tz::TimeZone::UTC).strftime("%d/%b/%Y:%H:%M:%S +0000");
        let _ = write!(line, " [{time}] \"");
        push_text(&mut line, Some(&without_path_secrets(&without_secrets(&self.request))), false);
        let _ = write!(line, "\" {} ", self.status);
        match self.bytes {
            Some(bytes) => {
                let _ = write!(line, "{bytes}");
            }
            None => line.push('-'),
        }
        for text in [&self.referer, &self.agent] {
            line.push_str(" \"");
            let shown = text.as_deref().map(|text| without_path_secrets(&without_secrets(text)).into_owned());
            push_text(&mut line, shown.as_deref(), false);
            line.push('"');
        }
        line.push('\n');
        line
    }
}

/// Adds a client's text so that it ends no line and no quotation; `-` where there is none. A `word` has no spaces.
fn push_text(line: &mut String, text: Option<&str>, is_word: bool) {
    let text = text.unwrap_or_default();
    if text.is_empty() {
        line.push('-');
        return;
    }
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    for byte in text[..end].bytes() {
        match byte {
            b'"' | b'\\' => {
                line.push('\\');
                line.push(char::from(byte));
            }
            b' ' if is_word => line.push_str("\\x20"),
            b' '..=b'~' => line.push(char::from(byte)),
            _ => {
                let _ = write!(line, "\\x{byte:02x}");
            }
        }
    }
}

/// Returns a request line or an address without the values of secrets in its query.
fn without_secrets(text: &str) -> Cow<'_, str> {
    let Some((before, rest)) = text.split_once('?') else { return Cow::Borrowed(text) };
    let (query, after) = rest.split_once(' ').map_or((rest, None), |(query, after)| (query, Some(after)));
    let is_secret = |pair: &str| {
        let key = form_urlencoded::parse(pair.as_bytes()).next().map(|(key, _)| key.to_ascii_lowercase());
        key.is_some_and(|key| SECRET_KEYS.contains(&&*key))
    };
    if !query.split('&').any(is_secret) {
        return Cow::Borrowed(text);
    }
    let shown: Vec<Cow<'_, str>> = query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((key, _)) if is_secret(pair) => Cow::Owned(format!("{key}=***")),
            _ => Cow::Borrowed(pair),
        })
        .collect();
    let after = after.map(|after| format!(" {after}")).unwrap_or_default();
    Cow::Owned(format!("{before}?{}{after}", shown.join("&")))
}

/// Returns a request without what is secret in its path: the id of a WHIP session, which is what ends it, the token in
/// addresses of HLS, and a name and password before a host (RFC 3986 section 3.2.1).
fn without_path_secrets(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if let Some((scheme, rest)) = text.split_once("://") {
        let end = rest.find(['/', ' ', '?']).unwrap_or(rest.len());
        if let Some(at) = rest[..end].rfind('@') {
            text = Cow::Owned(format!("{scheme}://***{}", &rest[at..]));
        }
    }
    for (begin, ends) in [(SESSIONS, &[' ', '?'][..]), (TOKENS, &['/', ' ', '?'])] {
        if let Some((before, rest)) = text.split_once(begin) {
            let end = rest.find(ends).unwrap_or(rest.len());
            text = Cow::Owned(format!("{before}{begin}***{}", &rest[end..]));
        }
    }
    text
}

/// Writes what is ordered, on a thread of its own.
struct Writer {
    path: PathBuf,
    file: Option<BufWriter<File>>,
    has_failed: bool,
}

impl Writer {
    fn run(mut self, waiting: &Receiver<LogOrder>, left_out: impl Fn() -> u64) {
        while let Ok(first) = waiting.recv() {
            let done = self.obey(first).and_then(|()| {
                while let Ok(order) = waiting.try_recv() {
                    self.obey(order)?;
                }
                self.file.as_mut().map_or(Ok(()), BufWriter::flush)
            });
            let left_out = left_out();
            if left_out > 0 {
                tracing::warn!(
                    left_out,
                    "lines of the access log were left out: the disk is too slow for them"
                );
            }
            match done {
                Ok(()) => self.has_failed = false,
                Err(error) => {
                    if !std::mem::replace(&mut self.has_failed, true) {
                        tracing::warn!(%error, "the access log {} cannot be written", self.path.display());
                    }
                    // Half a line that waits would be written again and again.
                    self.file = append(&self.path).ok();
                }
            }
        }
    }

    fn obey(&mut self, order: LogOrder) -> io::Result<()> {
        match order {
            LogOrder::Line(line) => {
                if let Some(file) = &mut self.file {
                    file.write_all(line.as_bytes())
                } else {
                    self.file = Some(append(&self.path)?);
                    self.file.as_mut().map_or(Ok(()), |file| file.write_all(line.as_bytes()))
                }
            }
            LogOrder::Reopen => {
                if let Some(file) = &mut self.file {
                    file.flush()?;
                }
                self.file = Some(append(&self.path)?);
                Ok(())
            }
        }
    }
}

fn append(path: &Path) -> io::Result<BufWriter<File>> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o640);
    options.open(path).map(BufWriter::new)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::clock::ManualClock;

    fn entry(request: &str) -> AccessEntry<'_> {
        AccessEntry {
            address: Some([203, 0, 113, 7].into()),
            request: request.into(),
            status: 200,
            bytes: Some(17),
            ..AccessEntry::default()
        }
    }

    fn line(entry: &AccessEntry<'_>) -> String {
        entry.line(1_795_332_034_000_000, |address| address)
    }

    #[test]
    fn lines_have_the_combined_format() {
        let head = b"GET /main.opus HTTP/1.1\r\nHost: x\r\nUser-Agent: VLC/3\r\nREFERER: http://radio.example/\r\n\r\n";
        let of_head = AccessEntry { status: 200, ..AccessEntry::of_head(head) };
        assert_eq!(
            line(&of_head),
            "- - - [22/Nov/2026:07:20:34 +0000] \"GET /main.opus HTTP/1.1\" 200 - \"http://radio.example/\" \"VLC/3\"\n"
        );
        let user = AccessEntry { user: Some("ada b".into()), ..entry("PUT /main HTTP/1.1") };
        assert_eq!(
            line(&user),
            "203.0.113.7 - ada\\x20b [22/Nov/2026:07:20:34 +0000] \"PUT /main HTTP/1.1\" 200 17 \"-\" \"-\"\n"
        );
    }

    #[test]
    fn clients_texts_end_no_line_and_secrets_are_not_written() {
        let mut forged = entry("GET / HTTP/1.1");
        forged.agent = Some("x\"\n1.2.3.4 - - \\ \u{e4}".into());
        let line = line(&forged);
        assert!(line.ends_with(" \"x\\\"\\x0a1.2.3.4 - - \\\\ \\xc3\\xa4\"\n"), "{line}");
        for (request, expected) in [
            ("GET /admin.cgi?pass=hackme&song=a HTTP/1.0", "GET /admin.cgi?pass=***&song=a HTTP/1.0"),
            ("GET /main.mp3?burst=0&To%6ben=abc.def HTTP/1.1", "GET /main.mp3?burst=0&To%6ben=*** HTTP/1.1"),
            ("GET /main?passage=1 HTTP/1.1", "GET /main?passage=1 HTTP/1.1"),
        ] {
            assert_eq!(without_secrets(request), expected);
        }
        for (request, expected) in [
            ("PATCH /main/whip/abc HTTP/1.1", "PATCH /main/whip/*** HTTP/1.1"),
            ("DELETE /fm/main/whip/abc?x=1 HTTP/1.1", "DELETE /fm/main/whip/***?x=1 HTTP/1.1"),
            ("POST /main/whip HTTP/1.1", "POST /main/whip HTTP/1.1"),
            ("GET /main/hls/~abc.def/live.m3u8 HTTP/1.1", "GET /main/hls/~***/live.m3u8 HTTP/1.1"),
            ("PUT http://source:h@ckme@radio.test/main HTTP/1.1", "PUT http://***@radio.test/main HTTP/1.1"),
            ("DELETE http://a:b@c/main/whip/abc", "DELETE http://***@c/main/whip/***"),
            ("GET http://radio.test/main?to=a@b HTTP/1.1", "GET http://radio.test/main?to=a@b HTTP/1.1"),
        ] {
            assert_eq!(without_path_secrets(request), expected);
        }
        let long = "x".repeat(10_000);
        assert!(super::tests::line(&entry(&long)).len() < 3_000);
        let short = entry("GET / HTTP/1.1").line(0, |_| IpAddr::from([203, 0, 113, 0]));
        assert!(short.starts_with("203.0.113.0 - - [01/Jan/1970:"), "{short}");
    }

    #[test]
    fn a_file_that_was_renamed_is_left_for_a_new_one() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("access.log");
        let log = AccessLog::open(&path, Arc::new(ManualClock::at(0)), |address| address).unwrap();
        log.write(&entry("GET /before HTTP/1.1"));
        log.reopen();
        // Orders are done one after the other: the file is there anew once the second line is in it.
        let renamed = dir.path().join("access.log.1");
        while fs::read_to_string(&path).unwrap_or_default().is_empty() {
            thread::yield_now();
        }
        fs::rename(&path, &renamed).unwrap();
        log.reopen();
        log.write(&entry("GET /after HTTP/1.1"));
        while !fs::read_to_string(&path).unwrap_or_default().contains("/after") {
            thread::yield_now();
        }
        assert!(fs::read_to_string(&renamed).unwrap().contains("/before"));
        assert!(!AccessLog::default().is_on());
        AccessLog::default().write(&entry("GET / HTTP/1.1"));
    }
}
