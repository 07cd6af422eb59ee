//! The addresses that the server listens at.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_a_list_without_repetitions() {
        let parsed = |text: &str| text.parse::<ListenAddresses>().map(|addresses| addresses.to_string());
        assert_eq!(parsed("0.0.0.0:443").unwrap(), "0.0.0.0:443");
        assert_eq!(parsed("0.0.0.0:443, [::]:443,0.0.0.0:443").unwrap(), "0.0.0.0:443, [::]:443");
        assert_eq!(parsed("127.0.0.1:0,127.0.0.1:0").unwrap(), "127.0.0.1:0, 127.0.0.1:0");
        for wrong in ["", "8000", "radio:8000", "0.0.0.0:8000,", "::1:8000"] {
            assert_eq!(parsed(wrong), Err(InvalidListenAddresses), "{wrong:?}");
        }
    }
}
