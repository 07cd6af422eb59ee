//! Whom an address stands for.

use std::net::{IpAddr, Ipv6Addr};

/// Returns the network of a client: a /64 of IPv6, a single address of IPv4.
pub fn client_prefix(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let network = u128::from(address) >> 64 << 64;
            Ipv6Addr::from(network).into()
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}
