//! nginx and Caddy as the manual configures them: its page's code with other ports, as real processes.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::bounded::Limit;
use crate::running::{connect_from, wait_until};

/// The origin in the manual's configurations.
const ORIGIN: &str = "127.0.0.1:8000";

/// A proxy in front of a station, ended when the test ends.
pub(crate) struct ReverseProxy {
    child: Child,
    pub(crate) address: SocketAddr,
    folder: TempDir,
    _limit: Limit,
}

/// A response, with the end of the connection as the end of its body.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

/// Returns an address that nothing listens on.
pub(crate) fn free_address() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    listener.local_addr().expect("an address")
}

/// Returns the blocks of code in `language` of the manual's page about proxies, below a heading.
pub(crate) fn manual(heading: &str, language: &str) -> Vec<String> {
    let page = include_str!("../../templates/manual/proxies.md");
    let section = page.split("\n## ").find(|section| section.starts_with(&format!("{heading}\n")));
    let blocks = section.unwrap_or_else(|| panic!("no {heading}")).split("\n```").collect::<Vec<_>>();
    let code = blocks.iter().skip(1).filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n'));
    code.map(str::to_owned).collect()
}

/// Returns the manual's configuration of nginx with `locations` in the place of its own.
pub(crate) fn nginx_with(locations: &str) -> String {
    let server = manual("nginx", "nginx").remove(0);
    let usual = "  location / {\n    proxy_pass http://longwave;\n  }";
    assert!(server.contains(usual), "{server}");
    server.replace(usual, locations)
}

impl ReverseProxy {
    /// Starts nginx at `address` with this content of `http`, in front of `origin`.
    pub(crate) fn nginx(config: &str, address: SocketAddr, origin: SocketAddr) -> Self {
        let folder = tempfile::tempdir().expect("a directory");
        let own = folder.path().display();
        let is_kept = |line: &&str| !line.trim_start().starts_with("ssl_certificate");
        let config = config.lines().filter(is_kept).collect::<Vec<_>>().join("\n");
        let config = config
            .replace("listen 443 ssl;", &format!("listen {address};"))
            .replace(ORIGIN, &origin.to_string())
            .replace("/var/cache/nginx", &own.to_string());
        assert!(config.contains(&address.to_string()) && config.contains(&origin.to_string()), "{config}");
        let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let paths = paths.map(|name| format!("{name}_temp_path {own}/{name};")).join("\n");
        let whole = format!(
            "daemon off;\nuser root;\nworker_processes 1;\npid {own}/pid;\nerror_log {own}/error.log warn;\n\
             events {{ worker_connections 1024; }}\nhttp {{\naccess_log off;\n{paths}\n{config}\n}}\n"
        );
        let file = folder.path().join("nginx.conf");
        fs::write(&file, whole).expect("it is written");
        let mut command = Command::new("nginx");
        command.arg("-e").arg(folder.path().join("error.log")).arg("-c").arg(&file);
        Self::start(command, address, folder)
    }

    /// Starts Caddy with the manual's configuration of a site, in front of `origin`.
    pub(crate) fn caddy(config: &str, address: SocketAddr, origin: SocketAddr) -> Self {
        let folder = tempfile::tempdir().expect("a directory");
        let (_, site) = config.split_once(" {\n").expect("a site");
        let site = site.replace(ORIGIN, &origin.to_string());
        assert!(site.contains(&origin.to_string()), "{config}");
        let whole = format!("{{\n\tadmin off\n\tauto_https off\n}}\nhttp://{address} {{\n{site}\n");
        let file = folder.path().join("Caddyfile");
        fs::write(&file, whole).expect("it is written");
        let mut command = Command::new("caddy");
        command.args(["run", "--adapter", "caddyfile", "--config"]).arg(&file);
        command.env("XDG_DATA_HOME", folder.path()).env("XDG_CONFIG_HOME", folder.path());
        Self::start(command, address, folder)
    }

    fn start(mut command: Command, address: SocketAddr, folder: TempDir) -> Self {
        let name = command.get_program().display().to_string();
        let log = fs::File::create(folder.path().join("said")).expect("a file");
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn();
        let child = child.unwrap_or_else(|error| panic!("{name}: `make test` installs it: {error}"));
        let mut proxy = Self { _limit: Limit::of(&child), child, address, folder };
        wait_until("the proxy", || {
            let ended = proxy.child.try_wait().expect("it is ours");
            assert!(ended.is_none(), "{name} ended: {}", proxy.log());
            TcpStream::connect(address).is_ok()
        });
        proxy
    }

    /// Returns what it complained about.
    pub(crate) fn log(&self) -> String {
        let read = |name: &str| fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        read("said") + &read("error.log")
    }

    /// Returns its directory.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Sends a request over a connection of its own, from an address of this machine.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Response {
        let mut stream = connect_from(self.address, "127.0.0.1");
        let (address, length) = (self.address, body.len());
        let request = format!(
            "{method} {path} HTTP/1.0\r\nHost: {address}\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        stream.write_all(request.as_bytes()).expect("it reads");
        Response::read(stream)
    }

    /// Gets a page.
    pub(crate) fn get(&self, path: &str, headers: &str) -> Response {
        self.ask("GET", path, headers, "")
    }

    /// Signs in as `admin`, and returns the response.
    pub(crate) fn sign_in(&self, base_path: &str, password: &str) -> Response {
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("name", "admin"), ("password", password)])
            .finish();
        let headers =
            format!("Content-Type: application/x-www-form-urlencoded\r\nOrigin: http://{}\r\n", self.address);
        self.ask("POST", &format!("{base_path}/login"), &headers, &form)
    }
}

impl Drop for ReverseProxy {
    fn drop(&mut self) {
        // nginx's workers end with their master only if that is told to end.
        drop(Command::new("kill").arg(self.child.id().to_string()).status());
        drop(self.child.wait());
    }
}

impl Response {
    fn read(mut stream: TcpStream) -> Self {
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("an end of the head");
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Self { status, head, body: answer.split_off(end + 4) }
    }

    /// Returns a header's value; nothing where it is not there. The name is in lower case.
    pub(crate) fn header(&self, name: &str) -> &str {
        let fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    /// Returns the body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Returns the `Cookie` header that a browser sends after this.
    pub(crate) fn cookie(&self) -> String {
        let cookie = self.header("set-cookie").split(';').next().unwrap_or_default();
        assert!(!cookie.is_empty(), "no cookie: {}", self.head);
        format!("Cookie: {cookie}\r\n")
    }
}
