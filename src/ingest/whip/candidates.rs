//! Addresses at which a client reaches the UDP socket.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

/// Addresses that are told at most.
const MOST: usize = 8;

/// Address in the internet that is never asked for: the way to it is the way to everybody (RFC 5737).
const ANYBODY: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

/// A client, as far as its addresses matter.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReachedBy {
    /// Its address.
    pub(super) from: IpAddr,
    /// The address that it asked for, if that was one in numbers.
    pub(super) host: Option<IpAddr>,
}

/// Returns the addresses to tell a client: those that are configured, the one from which it is reached, and the one that
/// it asked for: a container knows only its own.
pub(super) fn local_candidates(
    bound: SocketAddr,
    configured: &[IpAddr],
    client: ReachedBy,
) -> Vec<SocketAddr> {
    candidates_by(address_towards, bound, configured, client)
}

/// Returns them by the routes that `towards` knows.
fn candidates_by(
    towards: impl Fn(IpAddr) -> Option<IpAddr>,
    bound: SocketAddr,
    configured: &[IpAddr],
    ReachedBy { from, host }: ReachedBy,
) -> Vec<SocketAddr> {
    let is_any = bound.ip().is_unspecified();
    let own = if is_any { towards(from) } else { Some(bound.ip()) };
    // Behind a proxy on this machine a client may be anywhere, and it may be of the other kind of addresses.
    let is_unsure = from.to_canonical().is_loopback() || (from.to_canonical().is_ipv6() && bound.is_ipv4());
    let default = if is_any && is_unsure { towards(ANYBODY) } else { None };
    let mut found: Vec<SocketAddr> = Vec::new();
    for address in configured.iter().copied().chain(own).chain(host).chain(default) {
        let address = SocketAddr::new(address.to_canonical(), bound.port());
        let is_usable = !address.ip().is_unspecified() && !address.ip().is_multicast();
        if is_usable
            && (address.is_ipv4() || bound.is_ipv6())
            && !found.contains(&address)
            && found.len() < MOST
        {
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
        let check = |bound: &str, from: &str, host: Option<&str>, expected: &str| {
            let configured: Vec<IpAddr> =
                vec!["203.0.113.7".parse().unwrap(), "2001:db8::1".parse().unwrap()];
            let asked =
                ReachedBy { from: from.parse().unwrap(), host: host.map(|host| host.parse().unwrap()) };
            let own = |to: IpAddr| if to.is_loopback() { Some(to) } else { "10.0.0.5".parse().ok() };
            let found = candidates_by(own, bound.parse().unwrap(), &configured, asked);
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            assert_eq!(found.join(" "), expected, "{bound}");
        };
        check("127.0.0.1:9", "127.0.0.1", None, "203.0.113.7:9 127.0.0.1:9");
        check("0.0.0.0:9", "192.0.2.9", None, "203.0.113.7:9 10.0.0.5:9");
        check("0.0.0.0:9", "192.0.2.9", Some("192.0.2.5"), "203.0.113.7:9 10.0.0.5:9 192.0.2.5:9");
        check("0.0.0.0:9", "127.0.0.1", Some("127.0.0.1"), "203.0.113.7:9 127.0.0.1:9 10.0.0.5:9");
        check("0.0.0.0:9", "2001:db8::7", None, "203.0.113.7:9 10.0.0.5:9");
        check("[::]:9", "::ffff:192.0.2.9", None, "203.0.113.7:9 [2001:db8::1]:9 10.0.0.5:9");
        assert_eq!(address_towards(Ipv4Addr::LOCALHOST.into()), Some(Ipv4Addr::LOCALHOST.into()));
    }
}
