//! Addresses at which a client reaches the UDP socket.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

/// Addresses that are told at most.
const MOST: usize = 8;

/// Returns the addresses to tell a client at `from`: those that are configured, and the one that it is reached from. Where
/// it asked for an address in numbers, `host`, that is one as well: a container knows only its own.
pub(super) fn local_candidates(
    bound: SocketAddr,
    configured: &[IpAddr],
    from: IpAddr,
    host: Option<IpAddr>,
) -> Vec<SocketAddr> {
    let own = if bound.ip().is_unspecified() { address_towards(from) } else { Some(bound.ip()) };
    let has_v6 = bound.is_ipv6();
    let mut found: Vec<SocketAddr> = Vec::new();
    for address in configured.iter().copied().chain(own).chain(host) {
        let address = SocketAddr::new(address.to_canonical(), bound.port());
        let is_usable = !address.ip().is_unspecified() && !address.ip().is_multicast();
        if is_usable && (address.is_ipv4() || has_v6) && !found.contains(&address) && found.len() < MOST {
            found.push(address);
        }
    }
    found
}

/// Returns the address of this machine from which packets to `client` go out. Sends nothing.
fn address_towards(client: IpAddr) -> Option<IpAddr> {
    let client = client.to_canonical();
    let any: IpAddr =
        if client.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind((any, 0)).ok()?;
    // A connected UDP socket has the address that the routes choose; the port does not matter.
    socket.connect((client, 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_the_configured_ones_the_own_one_and_the_one_that_was_asked_for() {
        let check = |bound: &str, configured: &[&str], host: Option<&str>, expected: &str| {
            let configured: Vec<IpAddr> = configured.iter().map(|address| address.parse().unwrap()).collect();
            let host = host.map(|host| host.parse().unwrap());
            let from = Ipv4Addr::LOCALHOST.into();
            let found = local_candidates(bound.parse().unwrap(), &configured, from, host);
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            assert_eq!(found.join(" "), expected, "{bound}");
        };
        check("127.0.0.1:9", &[], None, "127.0.0.1:9");
        check("0.0.0.0:9", &[], None, "127.0.0.1:9");
        check("0.0.0.0:9", &["203.0.113.7"], Some("192.0.2.5"), "203.0.113.7:9 127.0.0.1:9 192.0.2.5:9");
        check("0.0.0.0:9", &["203.0.113.7", "2001:db8::1"], Some("127.0.0.1"), "203.0.113.7:9 127.0.0.1:9");
        check("[::]:9", &["2001:db8::1"], Some("::ffff:127.0.0.1"), "[2001:db8::1]:9 127.0.0.1:9");
    }
}
