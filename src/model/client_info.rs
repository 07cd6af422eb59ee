//! Who listens, as far as that is kept.

use std::net::{IpAddr, Ipv4Addr};

use super::{Player, client_prefix};

/// What is known of a listener: nothing that tells one person in a client_prefix from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientInfo {
    /// The client_prefix's address.
    pub address: IpAddr,
    /// What they listen with.
    pub player: Player,
    /// Since when, in microseconds of the server's clock.
    pub since_us: u64,
}

impl ClientInfo {
    /// One who came at `since_us` from `address`, with something that says of itself what `agent` says.
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
