//! The addresses that the server listens at, and those that it is told to have.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

/// Addresses and ports that all serve the same, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListenAddresses {
    /// The one that is told to people.
    first: SocketAddr,
    others: Vec<SocketAddr>,
}

/// It is no list of addresses and ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be an address and a port such as 0.0.0.0:8000, or several with commas")]
pub struct InvalidListenAddresses;

impl ListenAddresses {
    /// Returns `addresses` without repetitions; `None` if there is none.
    pub fn of(addresses: impl IntoIterator<Item = SocketAddr>) -> Option<Self> {
        let mut addresses = addresses.into_iter();
        let mut all = Self { first: addresses.next()?, others: Vec::new() };
        for address in addresses {
            // Port 0 takes another one each time.
            if address.port() == 0 || !all.iter().any(|known| known == address) {
                all.others.push(address);
            }
        }
        Some(all)
    }

    /// Returns the addresses in the order given.
    pub fn iter(&self) -> impl Iterator<Item = SocketAddr> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }
}

impl Default for ListenAddresses {
    fn default() -> Self {
        Self { first: (Ipv4Addr::UNSPECIFIED, 8000).into(), others: Vec::new() }
    }
}

impl FromStr for ListenAddresses {
    type Err = InvalidListenAddresses;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let addresses: Result<Vec<SocketAddr>, _> = text.split(',').map(|one| one.trim().parse()).collect();
        addresses.ok().and_then(Self::of).ok_or(InvalidListenAddresses)
    }
}

impl fmt::Display for ListenAddresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first)?;
        self.others.iter().try_for_each(|other| write!(f, ", {other}"))
    }
}

/// Addresses without ports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IpAddresses(Vec<IpAddr>);

/// It is no list of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be an address such as 203.0.113.7, or several with commas")]
pub struct InvalidIpAddresses;

impl IpAddresses {
    /// Returns the addresses in the order given.
    pub fn to_vec(&self) -> Vec<IpAddr> {
        self.0.clone()
    }
}

impl FromStr for IpAddresses {
    type Err = InvalidIpAddresses;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_one = |address: &IpAddr| !address.is_unspecified() && !address.is_multicast();
        let parsed = text.split(',').map(|one| one.trim().parse().ok().filter(is_one));
        parsed.collect::<Option<_>>().map(Self).ok_or(InvalidIpAddresses)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_a_list_without_repetitions() {
        let parsed = |text: &str| text.parse::<ListenAddresses>().map(|addresses| addresses.to_string());
        assert_eq!(parsed("0.0.0.0:443").unwrap(), "0.0.0.0:443");
        assert_eq!(parsed("0.0.0.0:443, [::]:443,0.0.0.0:443").unwrap(), "0.0.0.0:443, [::]:443");
        assert_eq!(parsed("127.0.0.1:0,127.0.0.1:0").unwrap(), "127.0.0.1:0, 127.0.0.1:0");
        let parsed = |text: &str| text.parse::<IpAddresses>().map(|addresses| addresses.to_vec().len());
        assert_eq!(parsed("203.0.113.7, 2001:db8::1"), Ok(2));
        for wrong in ["", "radio.example", "203.0.113.7:8000", "0.0.0.0", "224.0.0.1"] {
            assert_eq!(parsed(wrong), Err(InvalidIpAddresses), "{wrong:?}");
        }
        let parsed = |text: &str| text.parse::<ListenAddresses>().map(|addresses| addresses.to_string());
        for wrong in ["", "8000", "radio:8000", "0.0.0.0:8000,", "::1:8000"] {
            assert_eq!(parsed(wrong), Err(InvalidListenAddresses), "{wrong:?}");
        }
    }
}
