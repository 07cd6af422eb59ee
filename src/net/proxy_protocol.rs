//! The header of the PROXY protocol, versions 1 and 2 (`proxy-protocol.txt` of `HAProxy`, sections 2.1 and 2.2):
//! what a proxy sends before anything of the client's, TLS included.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The longest header that is read, in bytes: the addresses and a few hundred bytes of extensions (TLV).
pub const MAX_HEADER: usize = 2_048;

/// First bytes of a line of version 1.
const V1: &[u8] = b"PROXY ";
/// The longest line of version 1, with its end.
const V1_MAX: usize = 107;
/// First bytes of a header of version 2.
const V2: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";
/// The fixed part of a header of version 2.
const V2_FIXED: usize = 16;

/// The beginning of a connection, as far as the PROXY protocol goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyHeader {
    /// More bytes are needed to tell.
    Incomplete,
    /// The connection begins without a header.
    Absent,
    /// The header is complete.
    Complete {
        /// The client; `None` where the proxy speaks for itself (`LOCAL`), or of another kind of network.
        source: Option<SocketAddr>,
        /// The length of the header in bytes.
        length: usize,
    },
    /// The header cannot be read: the connection is to be closed.
    Invalid,
}

impl ProxyHeader {
    /// Reads the first bytes of a connection.
    pub fn parse(bytes: &[u8]) -> Self {
        if begins(bytes, V1) {
            return if bytes.len() < V1.len() { Self::Incomplete } else { parse_v1(bytes) };
        }
        if begins(bytes, V2) {
            return if bytes.len() < V2_FIXED { Self::Incomplete } else { parse_v2(bytes) };
        }
        Self::Absent
    }
}

/// Returns whether `bytes` begin like `beginning`, as far as they go.
fn begins(bytes: &[u8], beginning: &[u8]) -> bool {
    bytes.iter().zip(beginning).all(|(byte, expected)| byte == expected)
}

fn parse_v1(bytes: &[u8]) -> ProxyHeader {
    let head = &bytes[..bytes.len().min(V1_MAX)];
    let Some(end) = head.windows(2).position(|pair| pair == b"\r\n") else {
        return if bytes.len() < V1_MAX { ProxyHeader::Incomplete } else { ProxyHeader::Invalid };
    };
    let length = end + 2;
    let Ok(line) = std::str::from_utf8(&head[..end]) else { return ProxyHeader::Invalid };
    let words: Vec<&str> = line.split(' ').collect();
    match words[..] {
        ["PROXY", "UNKNOWN", ..] => ProxyHeader::Complete { source: None, length },
        ["PROXY", family @ ("TCP4" | "TCP6"), source, target, source_port, target_port] => {
            let addresses = [source, target].map(|text| text.parse::<IpAddr>().ok());
            let ports = [source_port, target_port].map(port);
            let ([Some(source), Some(target)], [Some(port), Some(_)]) = (addresses, ports) else {
                return ProxyHeader::Invalid;
            };
            let is_v4 = family == "TCP4";
            if source.is_ipv4() != is_v4 || target.is_ipv4() != is_v4 {
                return ProxyHeader::Invalid;
            }
            let source = Some(SocketAddr::new(source.to_canonical(), port));
            ProxyHeader::Complete { source, length }
        }
        _ => ProxyHeader::Invalid,
    }
}

fn port(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn parse_v2(bytes: &[u8]) -> ProxyHeader {
    let (command, family) = (bytes[12], bytes[13]);
    let payload = usize::from(u16::from_be_bytes([bytes[14], bytes[15]]));
    let length = V2_FIXED + payload;
    if command >> 4 != 2 || length > MAX_HEADER {
        return ProxyHeader::Invalid;
    }
    let Some(addresses) = bytes.get(V2_FIXED..length) else { return ProxyHeader::Incomplete };
    match (command & 0x0F, family) {
        // TCP over IPv4: source, target, source port, target port.
        (1, 0x11) => source(addresses, 4, 12).map_or(ProxyHeader::Invalid, |found| found.header(length)),
        // TCP over IPv6.
        (1, 0x21) => source(addresses, 16, 36).map_or(ProxyHeader::Invalid, |found| found.header(length)),
        // LOCAL is the proxy's own connection, such as a health check. Unspecified networks, datagrams and Unix sockets
        // name no client.
        (0 | 1, _) => ProxyHeader::Complete { source: None, length },
        _ => ProxyHeader::Invalid,
    }
}

/// A client that was named.
struct ProxiedPeer(SocketAddr);

impl ProxiedPeer {
    fn header(self, length: usize) -> ProxyHeader {
        ProxyHeader::Complete { source: Some(self.0), length }
    }
}

/// Reads the source of a block of addresses of `width` bytes each, which takes `least` bytes.
fn source(addresses: &[u8], width: usize, least: usize) -> Option<ProxiedPeer> {
    if addresses.len() < least {
        return None;
    }
    let source = &addresses[..width];
    let address = match (<[u8; 4]>::try_from(source), <[u8; 16]>::try_from(source)) {
        (Ok(v4), _) => IpAddr::V4(Ipv4Addr::from(v4)),
        (_, Ok(v6)) => IpAddr::V6(Ipv6Addr::from(v6)).to_canonical(),
        _ => return None,
    };
    let port = u16::from_be_bytes([addresses[2 * width], addresses[2 * width + 1]]);
    Some(ProxiedPeer(SocketAddr::new(address, port)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete(source: Option<&str>, length: usize) -> ProxyHeader {
        ProxyHeader::Complete { source: source.map(|source| source.parse().unwrap()), length }
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: ProxyHeader) {
        assert_eq!(ProxyHeader::parse(bytes), expected, "{}", bytes.escape_ascii());
        if let ProxyHeader::Complete { length, .. } = expected {
            for end in 0..length {
                let part = ProxyHeader::parse(&bytes[..end]);
                assert_eq!(part, ProxyHeader::Incomplete, "{}", bytes[..end].escape_ascii());
            }
            let more = [&bytes[..length], b"GET / HTTP/1.1\r\n"].concat();
            assert_eq!(ProxyHeader::parse(&more), expected, "with the client's bytes behind it");
        }
    }

    fn v2(command: u8, family: u8, payload: &[u8]) -> Vec<u8> {
        let length = u16::try_from(payload.len()).unwrap().to_be_bytes();
        [V2, &[0x20 | command, family], &length, payload].concat()
    }

    #[test]
    fn lines_of_version_1_are_read() {
        check(b"PROXY TCP4 203.0.113.7 192.0.2.1 56324 443\r\n", complete(Some("203.0.113.7:56324"), 44));
        check(b"PROXY TCP6 2001:db8::7 2001:db8::1 4000 80\r\n", complete(Some("[2001:db8::7]:4000"), 44));
        check(b"PROXY UNKNOWN\r\n", complete(None, 15));
        check(b"PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n", complete(None, 35));
    }

    #[test]
    fn wrong_lines_of_version_1_are_refused() {
        for line in [
            "PROXY \r\n",
            "PROXY TCP4\r\n",
            "PROXY TCP4 203.0.113.7 192.0.2.1 56324\r\n",
            "PROXY TCP4 203.0.113.7 192.0.2.1 56324 443 x\r\n",
            "PROXY TCP4 203.0.113.7 192.0.2.1 65536 443\r\n",
            "PROXY TCP4 203.0.113.7 192.0.2.1 +1 443\r\n",
            "PROXY TCP4 203.0.113.07 192.0.2.1 1 443\r\n",
            "PROXY TCP4 2001:db8::7 2001:db8::1 1 2\r\n",
            "PROXY TCP6 203.0.113.7 192.0.2.1 1 2\r\n",
            "PROXY UDP4 203.0.113.7 192.0.2.1 1 2\r\n",
            "PROXY  TCP4 203.0.113.7 192.0.2.1 1 2\r\n",
        ] {
            check(line.as_bytes(), ProxyHeader::Invalid);
        }
        check(&[b"PROXY TCP4 ".as_slice(), &[b'1'; 200]].concat(), ProxyHeader::Invalid);
    }

    #[test]
    fn headers_of_version_2_are_read() {
        let v4 = [203, 0, 113, 7, 192, 0, 2, 1, 0xDC, 0x04, 0x01, 0xBB];
        check(&v2(1, 0x11, &v4), complete(Some("203.0.113.7:56324"), 28));
        let extended = [&v4[..], &[0x03, 0, 4, 1, 2, 3, 4]].concat();
        check(&v2(1, 0x11, &extended), complete(Some("203.0.113.7:56324"), 35));
        let (source, target): (Ipv6Addr, Ipv6Addr) = ("2001:db8::7".parse().unwrap(), Ipv6Addr::LOCALHOST);
        let v6 = [&source.octets()[..], &target.octets(), &[0x0F, 0xA0, 0, 80]].concat();
        check(&v2(1, 0x21, &v6), complete(Some("[2001:db8::7]:4000"), 52));
        check(&v2(0, 0x00, &[]), complete(None, 16));
        check(&v2(0, 0x11, &v4), complete(None, 28));
        check(&v2(1, 0x31, &[0; 216]), complete(None, 232));
    }

    #[test]
    fn wrong_headers_of_version_2_are_refused() {
        check(&v2(1, 0x11, &[0; 11]), ProxyHeader::Invalid);
        check(&v2(1, 0x21, &[0; 35]), ProxyHeader::Invalid);
        check(&v2(2, 0x11, &[0; 12]), ProxyHeader::Invalid);
        check(&v2(1, 0x11, &[0; MAX_HEADER]), ProxyHeader::Invalid);
        check(&[V2, &[0x11, 0x11, 0, 12], &[0; 12]].concat(), ProxyHeader::Invalid);
    }

    #[test]
    fn other_beginnings_are_left_alone() {
        for bytes in
            [&b"GET / HTTP/1.1\r\n"[..], b"PUT /main", b"\x16\x03\x01", b"\r\nGET", b"PROXX", b"password\r\n"]
        {
            check(bytes, ProxyHeader::Absent);
        }
        check(b"", ProxyHeader::Incomplete);
        check(b"P", ProxyHeader::Incomplete);
    }
}
