//! Properties of a listener that are kept.

use std::net::{IpAddr, Ipv4Addr};

use super::{Player, client_prefix};

/// Properties of a listener. The address is kept as a network prefix only, so that it identifies no person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientInfo {
    /// The address, shortened to its network: an IPv6 client has a whole /64.
    pub address: IpAddr,
    /// Player family, derived from the `User-Agent` header.
    pub player: Player,
    /// Time of joining, in microseconds of the server's clock.
    pub since_us: u64,
}

impl ClientInfo {
    /// Describes a listener that joined at `since_us` from `address` with the `User-Agent` header `agent`.
    pub fn new(address: Option<IpAddr>, agent: &[u8], since_us: u64) -> Self {
        let address = address.map_or(Ipv4Addr::UNSPECIFIED.into(), client_prefix);
        Self { address, player: Player::of(agent), since_us }
    }
}

impl Default for ClientInfo {
    fn default() -> Self {
        Self::new(None, &[], 0)
    }
}
