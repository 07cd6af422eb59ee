//! The headers by which proxies name the client: `Forwarded` (RFC 7239) and `X-Forwarded-For`, `-Proto`, `-Host`.
//!
//! Each proxy appends the address of its own peer, so the list is read from its right end: the first address
//! that is no trusted proxy is the client's, and whatever stands left of it was written by that client.

use std::net::{IpAddr, SocketAddr};

use super::TrustedProxies;

/// The name of the header of RFC 7239.
pub const FORWARDED: &str = "forwarded";
/// The name of the header with the addresses.
pub const X_FORWARDED_FOR: &str = "x-forwarded-for";
/// The name of the header with the client's scheme.
pub const X_FORWARDED_PROTO: &str = "x-forwarded-proto";
/// The name of the header with the host that the client asked for.
pub const X_FORWARDED_HOST: &str = "x-forwarded-host";

/// The most hops that are read; what stands left of them is ignored.
const MAX_HOPS: usize = 32;

/// The client of a request, as far as trusted proxies tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForwardedClient {
    /// The client's address; that of the peer if it is no trusted proxy.
    pub address: IpAddr,
    /// True while the client's connection is encrypted; `None` unless a trusted proxy reports it.
    pub is_encrypted: Option<bool>,
    /// The host that the client asked for, if a trusted proxy names it.
    pub host: Option<String>,
    /// True while the peer is a trusted proxy.
    pub is_proxied: bool,
}

/// Statement of one proxy about its peer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Hop {
    /// The address; `None` if it is hidden (RFC 7239 section 6.3) or cannot be read.
    address: Option<IpAddr>,
    proto: Option<String>,
    host: Option<String>,
}

impl ForwardedClient {
    /// Returns the client of a request that came from `peer`. `header` returns the values of a header, joined by
    /// commas, or an empty text; its name is given in lower case.
    ///
    /// A proxy that adds one kind of header passes the other on as the client sent it. Nearly all add `X-Forwarded-For`,
    /// so where both are there, that one is believed; a proxy that adds `Forwarded` has to remove the other.
    pub fn resolve(proxies: &TrustedProxies, peer: IpAddr, header: &dyn Fn(&str) -> String) -> Self {
        let peer = peer.to_canonical();
        let direct = Self { address: peer, is_encrypted: None, host: None, is_proxied: false };
        if !proxies.contains(peer) {
            return direct;
        }
        let direct = Self { is_proxied: true, ..direct };
        let (forwarded, x_forwarded) = (header(FORWARDED), header(X_FORWARDED_FOR));
        let standard =
            (!forwarded.trim().is_empty()).then(|| client(proxies, peer, &standard_hops(&forwarded)));
        let common =
            (!x_forwarded.trim().is_empty()).then(|| client(proxies, peer, &common_hops(&x_forwarded)));
        let (scheme, host) = (header(X_FORWARDED_PROTO), header(X_FORWARDED_HOST));
        let proto = last_of(&scheme);
        let host = last_of(&host);
        match (standard, common) {
            (_, Some((address, _))) => direct.with(address, proto, host),
            (Some((address, hop)), None) => {
                let (own_proto, own_host) = (hop.proto.as_deref(), hop.host.as_deref());
                direct.with(address, own_proto.or(proto), own_host.or(host))
            }
            (None, None) => direct.with(peer, proto, host),
        }
    }

    /// Returns the client of a request whose head is `head`, as it came over the connection.
    pub fn of_head(proxies: &TrustedProxies, peer: IpAddr, head: &[u8]) -> Self {
        Self::resolve(proxies, peer, &|name| {
            let text = String::from_utf8_lossy(head);
            let fields = text.lines().skip(1).filter_map(|line| line.split_once(':'));
            let values = fields.filter(|(known, _)| known.eq_ignore_ascii_case(name));
            values.map(|(_, value)| value.trim()).collect::<Vec<_>>().join(", ")
        })
    }

    fn with(self, address: IpAddr, proto: Option<&str>, host: Option<&str>) -> Self {
        let is_encrypted = proto.and_then(|proto| match proto.to_ascii_lowercase().as_str() {
            "https" | "wss" => Some(true),
            "http" | "ws" => Some(false),
            _ => None,
        });
        let host = host.filter(|host| is_host(host)).map(str::to_owned);
        Self { address, is_encrypted, host, ..self }
    }
}

/// Returns the client by `hops`, the nearest proxy's last, and the hop that names it. A hop that hides its address
/// leaves that of the proxy that wrote it.
fn client(proxies: &TrustedProxies, peer: IpAddr, hops: &[Hop]) -> (IpAddr, Hop) {
    let mut found = (peer, Hop::default());
    for hop in hops.iter().rev().take(MAX_HOPS) {
        let Some(address) = hop.address else { return (found.0, hop.clone()) };
        found = (address, hop.clone());
        if !proxies.contains(address) {
            break;
        }
    }
    found
}

fn common_hops(value: &str) -> Vec<Hop> {
    value.split(',').map(|part| Hop { address: node(part.trim()), ..Hop::default() }).collect()
}

fn standard_hops(value: &str) -> Vec<Hop> {
    split_quoted(value, ',').into_iter().map(|element| standard_hop(&element)).collect()
}

fn standard_hop(element: &str) -> Hop {
    let mut hop = Hop::default();
    for pair in split_quoted(element, ';') {
        let Some((name, value)) = pair.split_once('=') else { continue };
        let value = unquoted(value.trim());
        match name.trim().to_ascii_lowercase().as_str() {
            "for" => hop.address = node(&value),
            "proto" => hop.proto = Some(value),
            "host" => hop.host = Some(value),
            _ => {}
        }
    }
    hop
}

/// Splits at `separator` outside of quoted strings (RFC 9110 section 5.6.4).
fn split_quoted(text: &str, separator: char) -> Vec<String> {
    let (mut parts, mut part, mut is_quoted, mut is_escaped) = (Vec::new(), String::new(), false, false);
    for letter in text.chars() {
        if letter == separator && !is_quoted {
            parts.push(std::mem::take(&mut part));
            continue;
        }
        if letter == '"' && !is_escaped {
            is_quoted = !is_quoted;
        }
        is_escaped = is_quoted && letter == '\\' && !is_escaped;
        part.push(letter);
    }
    parts.push(part);
    parts
}

fn unquoted(text: &str) -> String {
    let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return text.to_owned();
    };
    let (mut plain, mut is_escaped) = (String::new(), false);
    for letter in inner.chars() {
        is_escaped = letter == '\\' && !is_escaped;
        if !is_escaped {
            plain.push(letter);
        }
    }
    plain
}

/// Reads a node (RFC 7239 section 6): an address, with a port or not, an IPv6 address in brackets or bare.
fn node(text: &str) -> Option<IpAddr> {
    let address = text.parse::<IpAddr>().ok();
    let address = address.or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    let bracketed = || text.strip_prefix('[')?.split_once(']')?.0.parse::<IpAddr>().ok();
    // Ports may be obfuscated, such as `192.0.2.1:_abc`.
    let with_port = || text.split_once(':')?.0.parse::<IpAddr>().ok().filter(IpAddr::is_ipv4);
    address.or_else(bracketed).or_else(with_port).map(|address| address.to_canonical())
}

/// Returns the value that the nearest proxy wrote.
fn last_of(values: &str) -> Option<&str> {
    values.rsplit(',').next().map(str::trim).filter(|value| !value.is_empty())
}

/// Returns whether `host` is a name or an address, perhaps with a port: other text is not repeated to clients.
fn is_host(host: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".:-_[]".contains(&byte);
    !host.is_empty() && host.len() <= 255 && host.bytes().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(peer: &str, headers: &[(&str, &str)]) -> ForwardedClient {
        let proxies: TrustedProxies = "127.0.0.1,::1,10.0.0.0/8".parse().unwrap();
        let header = |name: &str| {
            let found = headers.iter().filter(|(known, _)| *known == name).map(|(_, value)| *value);
            found.collect::<Vec<_>>().join(", ")
        };
        ForwardedClient::resolve(&proxies, peer.parse().unwrap(), &header)
    }

    #[track_caller]
    fn check(peer: &str, headers: &[(&str, &str)], expected: &str) {
        assert_eq!(resolve(peer, headers).address.to_string(), expected, "{peer} {headers:?}");
    }

    #[test]
    fn the_right_most_untrusted_address_is_the_client() {
        check("127.0.0.1", &[(X_FORWARDED_FOR, "203.0.113.7")], "203.0.113.7");
        check("127.0.0.1", &[(X_FORWARDED_FOR, "198.51.100.1, 203.0.113.7")], "203.0.113.7");
        check("127.0.0.1", &[(X_FORWARDED_FOR, "198.51.100.1, 203.0.113.7, 10.0.0.5")], "203.0.113.7");
        check(
            "127.0.0.1",
            &[(X_FORWARDED_FOR, "198.51.100.1"), (X_FORWARDED_FOR, "203.0.113.7")],
            "203.0.113.7",
        );
        check("127.0.0.1", &[(X_FORWARDED_FOR, "10.0.0.4,10.0.0.5")], "10.0.0.4");
        check("::ffff:127.0.0.1", &[(X_FORWARDED_FOR, "2001:db8::7")], "2001:db8::7");
        check("::1", &[(X_FORWARDED_FOR, "[2001:db8::7]:4711")], "2001:db8::7");
        check("::1", &[(X_FORWARDED_FOR, "203.0.113.7:4711")], "203.0.113.7");
        check("127.0.0.1", &[], "127.0.0.1");
    }

    #[test]
    fn a_peer_that_is_not_trusted_is_not_believed() {
        let forged = [
            (X_FORWARDED_FOR, "203.0.113.7"),
            (X_FORWARDED_PROTO, "https"),
            (X_FORWARDED_HOST, "evil.example"),
            (FORWARDED, "for=203.0.113.7;proto=https;host=evil.example"),
        ];
        let client = resolve("192.0.2.1", &forged);
        let expected = ForwardedClient {
            address: "192.0.2.1".parse().unwrap(),
            is_encrypted: None,
            host: None,
            is_proxied: false,
        };
        assert_eq!(client, expected);
    }

    #[test]
    fn a_head_is_read_as_it_came() {
        let proxies: TrustedProxies = "127.0.0.1".parse().unwrap();
        let head = b"GET /main.opus HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 198.51.100.1\r\n\
                     x-forwarded-for: 203.0.113.7\r\n\r\n";
        let client = ForwardedClient::of_head(&proxies, "127.0.0.1".parse().unwrap(), head);
        assert_eq!(client.address.to_string(), "203.0.113.7");
    }

    #[test]
    fn hidden_and_broken_addresses_leave_the_proxy_that_wrote_them() {
        check("127.0.0.1", &[(FORWARDED, "for=unknown")], "127.0.0.1");
        check("127.0.0.1", &[(FORWARDED, "for=_hidden, for=10.0.0.9")], "10.0.0.9");
        check("127.0.0.1", &[(X_FORWARDED_FOR, "203.0.113.7, garbage")], "127.0.0.1");
        check("127.0.0.1", &[(X_FORWARDED_FOR, ",,,")], "127.0.0.1");
    }

    #[test]
    fn the_standard_header_is_read_with_its_quotes() {
        check("127.0.0.1", &[(FORWARDED, "For=\"[2001:db8:cafe::17]:4711\"")], "2001:db8:cafe::17");
        check("127.0.0.1", &[(FORWARDED, "for=192.0.2.60;proto=http;by=203.0.113.43")], "192.0.2.60");
        check("127.0.0.1", &[(FORWARDED, "for=192.0.2.43, for=198.51.100.17")], "198.51.100.17");
        check(
            "127.0.0.1",
            &[(FORWARDED, "for=\"192.0.2.1,x\", for=198.51.100.17;by=\"a;b\"")],
            "198.51.100.17",
        );
        let client =
            resolve("10.1.1.1", &[(FORWARDED, "for=192.0.2.60;proto=https;host=\"radio.example:8443\"")]);
        assert_eq!((client.is_encrypted, client.host.as_deref()), (Some(true), Some("radio.example:8443")));
    }

    #[test]
    fn a_header_that_the_proxy_passed_on_unread_wins_nothing() {
        let headers = [(FORWARDED, "for=198.51.100.9"), (X_FORWARDED_FOR, "203.0.113.7")];
        check("127.0.0.1", &headers, "203.0.113.7");
        let headers = [(FORWARDED, "for=unknown;proto=http"), (X_FORWARDED_FOR, "203.0.113.7")];
        check("127.0.0.1", &headers, "203.0.113.7");
    }

    #[test]
    fn scheme_and_host_are_the_nearest_proxys() {
        let headers = [
            (X_FORWARDED_FOR, "203.0.113.7"),
            (X_FORWARDED_PROTO, "http, https"),
            (X_FORWARDED_HOST, "evil.example, radio.example"),
        ];
        let client = resolve("127.0.0.1", &headers);
        assert_eq!((client.is_encrypted, client.host.as_deref()), (Some(true), Some("radio.example")));
        let client = resolve("127.0.0.1", &[(X_FORWARDED_PROTO, "ftp"), (X_FORWARDED_HOST, "a b<script>")]);
        assert_eq!((client.is_encrypted, client.host), (None, None));
        assert!(client.is_proxied);
    }
}
