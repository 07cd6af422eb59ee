//! Addresses that may not call for a while.

use std::net::IpAddr;

use crate::model::client_prefix;

/// Addresses that are barred at once; the oldest makes room.
const MOST_BARRED: usize = 256;

/// The addresses that may not call, each until a moment.
#[derive(Debug, Default)]
pub(super) struct BarredCallers(Vec<BarredCaller>);

#[derive(Debug)]
struct BarredCaller {
    network: IpAddr,
    until_us: u64,
}

impl BarredCallers {
    /// Bars an address until a moment.
    pub(super) fn add(&mut self, address: IpAddr, until_us: u64) {
        let network = client_prefix(address);
        self.0.retain(|barred| barred.network != network);
        if self.0.len() >= MOST_BARRED {
            self.0.remove(0);
        }
        self.0.push(BarredCaller { network, until_us });
    }

    /// Returns the seconds for which an address is still barred, if it is.
    pub(super) fn seconds_left(&mut self, address: IpAddr, now_us: u64) -> Option<u64> {
        self.0.retain(|barred| barred.until_us > now_us);
        let network = client_prefix(address);
        let barred = self.0.iter().find(|barred| barred.network == network)?;
        Some((barred.until_us - now_us).div_ceil(1_000_000))
    }
}
