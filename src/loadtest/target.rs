//! The stream under test.

use std::fmt;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::time::Duration;

use super::LoadtestError;

/// The key and its answer that RFC 6455 section 1.3 has as an example: it protects nothing here.
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
pub(super) const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// Transports of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TargetKind {
    WebSocket,
    Http,
}

/// The address of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    url: String,
    pub(super) address: SocketAddr,
    pub(super) kind: TargetKind,
    /// The host without its port, if it is spoken to over TLS.
    pub(super) tls_host: Option<String>,
    /// The host and port as they were written.
    authority: String,
    /// The path and the query.
    path: String,
}

impl Target {
    /// Reads an address and looks its host up. A path that ends in `/ws` is a WebSocket.
    pub fn parse(url: &str) -> Result<Self, LoadtestError> {
        let not_a_stream = || LoadtestError::NotAStream(url.to_owned());
        let (scheme, rest) = url.split_once("://").ok_or_else(not_a_stream)?;
        let port = match scheme {
            "http" | "ws" => 80,
            "https" | "wss" => 443,
            _ => return Err(not_a_stream()),
        };
        let (authority, path) = rest.split_once('/').ok_or_else(not_a_stream)?;
        if authority.is_empty()
            || path.is_empty()
            || url.contains(|c: char| c.is_whitespace() || c.is_control())
        {
            return Err(not_a_stream());
        }
        let named = authority.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok());
        let with_port = if named.is_some() { authority.to_owned() } else { format!("{authority}:{port}") };
        let unknown = |reason| LoadtestError::UnknownHost { host: authority.to_owned(), reason };
        let address = with_port.to_socket_addrs().map_err(unknown)?.next().ok_or_else(not_a_stream)?;
        let is_websocket =
            scheme.starts_with("ws") || path.split('?').next().is_some_and(|path| path.ends_with("/ws"));
        Ok(Self {
            url: url.to_owned(),
            address,
            kind: if is_websocket { TargetKind::WebSocket } else { TargetKind::Http },
            tls_host: (port == 443).then(|| named.map_or(authority, |(host, _)| host).to_owned()),
            authority: authority.to_owned(),
            path: format!("/{path}"),
        })
    }

    /// Returns whether `source` belongs to the same address family.
    pub fn is_reached_from(&self, source: IpAddr) -> bool {
        self.address.is_ipv4() == source.is_ipv4()
    }

    /// Returns whether the stream is MP3 or AAC, by its extension.
    fn has_icy_titles(&self) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        [".mp3", ".aac"].iter().any(|extension| path.ends_with(extension))
    }

    /// Returns the requests that listeners send in turn: the same one all, or so many that go back to as many times.
    pub(super) fn requests(&self, listeners: usize, back: Option<Duration>) -> Vec<String> {
        let Some(back) = back else { return vec![self.request(&self.path)] };
        let sign = if self.path.contains('?') { '&' } else { '?' };
        let at = |number: usize| {
            let ago = back.as_secs_f64() * (0.5 + 0.5 * number as f64 / listeners as f64);
            self.request(&format!("{}{sign}at=-{ago:.3}", self.path))
        };
        (1..=listeners).map(at).collect()
    }

    fn request(&self, path: &str) -> String {
        let authority = &self.authority;
        let upgrade = match self.kind {
            TargetKind::WebSocket => format!(
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                 Sec-WebSocket-Key: {KEY}\r\nSec-WebSocket-Protocol: longwave.v1\r\n"
            ),
            // As a radio asks; titles inside an Ogg stream would be no Ogg.
            TargetKind::Http if self.has_icy_titles() => "Icy-MetaData: 1\r\n".to_owned(),
            TargetKind::Http => String::new(),
        };
        let agent = concat!("longwave-load/", env!("CARGO_PKG_VERSION"));
        format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: {agent}\r\n{upgrade}\r\n")
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_browsers_read_them() {
        fn check(url: &str, kind: TargetKind, address: &str, line: &str) {
            let target = Target::parse(url).expect(url);
            assert_eq!((target.kind, target.address.to_string().as_str()), (kind, address), "{url}");
            let request = &target.requests(9, None)[0];
            assert!(request.starts_with(line), "{request}");
            assert_eq!(request.contains("Upgrade: websocket"), kind == TargetKind::WebSocket);
        }
        let ws = "http://127.0.0.1:8000/main/ws?delivery=20";
        check(
            ws,
            TargetKind::WebSocket,
            "127.0.0.1:8000",
            "GET /main/ws?delivery=20 HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n",
        );
        check("ws://127.0.0.1/listen", TargetKind::WebSocket, "127.0.0.1:80", "GET /listen HTTP/1.1\r\n");
        check("http://[::1]:8000/main.opus", TargetKind::Http, "[::1]:8000", "GET /main.opus HTTP/1.1\r\n");
        check(
            "http://[::1]/main.opus",
            TargetKind::Http,
            "[::1]:80",
            "GET /main.opus HTTP/1.1\r\nHost: [::1]\r\n",
        );
    }

    #[test]
    fn titles_are_asked_for_where_a_radio_would() {
        let asks = |path: &str| {
            let target = Target::parse(&format!("http://127.0.0.1{path}")).expect(path);
            target.requests(1, None)[0].contains("\r\nIcy-MetaData: 1\r\n")
        };
        assert!(asks("/main.mp3") && asks("/main.aac?rendition=he-aac-32"));
        assert!(!asks("/main.opus") && !asks("/main/ws?x=.mp3") && !asks("/main.opus?x=.mp3"));
    }

    #[test]
    fn listeners_go_back_to_times_of_their_own() {
        let check = |path: &str, expected: [&str; 2]| {
            let target = Target::parse(&format!("http://127.0.0.1{path}")).expect(path);
            let requests = target.requests(2, Some(Duration::from_mins(10)));
            let paths = requests.iter().map(|request| request.split(' ').nth(1).expect("a path"));
            assert_eq!(paths.collect::<Vec<_>>(), expected);
        };
        check("/main.opus", ["/main.opus?at=-450.000", "/main.opus?at=-600.000"]);
        check(
            "/main/ws?delivery=20",
            ["/main/ws?delivery=20&at=-450.000", "/main/ws?delivery=20&at=-600.000"],
        );
    }

    #[test]
    fn encrypted_addresses_name_the_host_for_its_certificate() {
        fn check(url: &str, host: Option<&str>, port: u16) {
            let target = Target::parse(url).expect(url);
            assert_eq!((target.tls_host.as_deref(), target.address.port()), (host, port), "{url}");
        }
        check("https://127.0.0.1:8443/main/ws", Some("127.0.0.1"), 8_443);
        check("wss://127.0.0.1/main/ws", Some("127.0.0.1"), 443);
        check("https://[::1]/main.opus", Some("[::1]"), 443);
        check("http://127.0.0.1/main.opus", None, 80);
    }

    #[test]
    fn what_cannot_be_listened_to_is_told() {
        for url in
            ["main", "http://", "http://host", "http://host/", "http:///main", "ftp://h/main", "http://h/a b"]
        {
            assert!(matches!(Target::parse(url), Err(LoadtestError::NotAStream(_))), "{url}");
        }
        let unknown = Target::parse("http://nobody.invalid/main.opus");
        assert!(matches!(unknown, Err(LoadtestError::UnknownHost { .. })), "{unknown:?}");
    }
}
