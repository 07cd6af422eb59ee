//! Addresses that are kept for long without telling who had them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Returns `address` without what tells one client from its neighbours: the first 24 bits of an IPv4 address, and the
/// first 48 of an IPv6 address.
pub fn shortened(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => Ipv4Addr::from(u32::from(address) & 0xFFFF_FF00).into(),
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) >> 80 << 80).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_have_one_shortened_address() {
        let check = |address: &str, expected: &str| {
            assert_eq!(shortened(address.parse().unwrap()).to_string(), expected, "{address}");
        };
        check("203.0.113.77", "203.0.113.0");
        check("::ffff:203.0.113.77", "203.0.113.0");
        check("2001:db8:1:2:3:4:5:6", "2001:db8:1::");
    }
}
