//! Networks of addresses, and the list of those whose proxies are trusted.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;
use std::sync::Arc;

/// A network in CIDR notation (RFC 4632, RFC 4291 section 2.3), such as `10.0.0.0/8`; without a length, one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network {
    address: IpAddr,
    length: u8,
}

/// A text that is no network; holds the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no address and no network such as 10.0.0.0/8")]
pub struct InvalidNetwork(pub String);

impl Network {
    /// Returns whether every address of its kind is in it.
    pub fn is_everything(&self) -> bool {
        self.length == 0
    }

    /// Returns whether `address` is in it. An IPv4 address that is mapped into IPv6 counts as the IPv4 address.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.length)).unwrap_or(0);
                u32::from(network) & mask == u32::from(address) & mask
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.length)).unwrap_or(0);
                u128::from(network) & mask == u128::from(address) & mask
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = InvalidNetwork;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidNetwork(text.to_owned());
        let (address, length) = text.trim().split_once('/').unwrap_or((text.trim(), ""));
        let address: IpAddr = address.parse().map_err(|_| invalid())?;
        let mapped = matches!(address, IpAddr::V6(v6) if is_mapped(v6));
        let address = address.to_canonical();
        let most = if address.is_ipv4() { 32 } else { 128 };
        if length.is_empty() && !text.contains('/') {
            return Ok(Self { address, length: most });
        }
        if !length.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(invalid());
        }
        let length: u8 = length.parse().map_err(|_| invalid())?;
        // The first 96 bits of a mapped address are those that say that it is one.
        let length = if mapped { length.checked_sub(96).ok_or_else(invalid)? } else { length };
        if length <= most { Ok(Self { address, length }) } else { Err(invalid()) }
    }
}

fn is_mapped(address: Ipv6Addr) -> bool {
    address.to_ipv4_mapped().is_some()
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let most = if self.address.is_ipv4() { 32 } else { 128 };
        if self.length == most {
            return write!(f, "{}", self.address);
        }
        write!(f, "{}/{}", self.address, self.length)
    }
}

/// The networks whose proxies are believed; none by default. Clones share the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Arc<[Network]>);

impl TrustedProxies {
    /// Returns whether the peer `address` is a proxy that is believed.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }

    /// Returns whether no proxy is trusted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for TrustedProxies {
    type Err = InvalidNetwork;

    /// Reads networks that are separated by commas.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        Ok(Self(parts.map(Network::from_str).collect::<Result<Vec<_>, _>>()?.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(network: &str, address: &str, expected: bool) {
        let network: Network = network.parse().unwrap();
        assert_eq!(network.contains(address.parse().unwrap()), expected, "{address} in {network}");
    }

    #[test]
    fn addresses_are_matched_by_the_length_of_the_network() {
        check("10.0.0.0/8", "10.255.0.1", true);
        check("10.0.0.0/8", "11.0.0.1", false);
        check("192.0.2.128/25", "192.0.2.127", false);
        check("192.0.2.128/25", "192.0.2.200", true);
        check("192.0.2.1", "192.0.2.1", true);
        check("192.0.2.1", "192.0.2.2", false);
        check("0.0.0.0/0", "203.0.113.1", true);
        check("0.0.0.0/0", "2001:db8::1", false);
        check("2001:db8::/32", "2001:db8:ffff::1", true);
        check("2001:db8::/32", "2001:db9::1", false);
        check("::/0", "2001:db8::1", true);
        check("::1", "::1", true);
    }

    #[test]
    fn mapped_addresses_are_ipv4() {
        check("127.0.0.1", "::ffff:127.0.0.1", true);
        check("::ffff:10.0.0.0/104", "10.1.2.3", true);
        check("::/0", "::ffff:10.0.0.1", false);
    }

    #[test]
    fn wrong_networks_are_refused() {
        for text in
            ["", "10.0.0.0/", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/+8", "::ffff:1.2.3.4/90", "x"]
        {
            assert_eq!(text.parse::<Network>(), Err(InvalidNetwork(text.to_owned())), "{text}");
        }
        assert!("127.0.0.1, ::1,10.0.0.0/8".parse::<TrustedProxies>().is_ok());
        assert!("127.0.0.1 ::1".parse::<TrustedProxies>().is_err());
        assert!("".parse::<TrustedProxies>().unwrap().is_empty());
    }
}
