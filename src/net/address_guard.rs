//! Restricts the addresses that webhooks may reach.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket};

use clap::ValueEnum;

/// Networks that webhooks may reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum WebhookReach {
    /// To addresses of the internet. An account that was stolen must not become a way into the network behind.
    #[default]
    Internet,
    /// Anywhere, because the owner says so.
    Anywhere,
}

impl WebhookReach {
    /// Returns whether webhooks may connect to `address`. Must be checked on the address that is connected
    /// to: a name can resolve differently each time.
    pub fn covers(self, address: IpAddr) -> bool {
        match (self, address.to_canonical()) {
            (Self::Anywhere, _) => true,
            (Self::Internet, IpAddr::V4(address)) => {
                is_of_the_internet_v4(address) && !is_own(address.into())
            }
            (Self::Internet, IpAddr::V6(address)) => {
                is_of_the_internet_v6(address) && !is_own(address.into())
            }
        }
    }
}

/// Returns whether `address` belongs to this machine, which is the case if it can be bound. If that cannot
/// be determined, assumes that it does.
fn is_own(address: IpAddr) -> bool {
    !UdpSocket::bind((address, 0)).is_err_and(|error| error.kind() == ErrorKind::AddrNotAvailable)
}

/// By the registry of special addresses (RFC 6890).
fn is_of_the_internet_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 88, 99)
        || (a == 198 && (18..20).contains(&b)))
}

/// Global unicast addresses (RFC 4291 section 2.4), less those that are for documents or lead to IPv4.
fn is_of_the_internet_v6(address: Ipv6Addr) -> bool {
    let [first, second, third, ..] = address.segments();
    let [.., seventh, eighth] = address.segments();
    let inner = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match (first, second) {
        // NAT64 (RFC 6052) and 6to4 (RFC 3056) have an IPv4 address inside.
        (0x64, 0xff9b) => third == 0 && is_of_the_internet_v4(inner(seventh, eighth)),
        (0x2002, high) => is_of_the_internet_v4(inner(high, third)),
        // Protocol assignments, Teredo among them, and documents.
        (0x2001, 0..0x200 | 0xdb8) | (0x3fff, 0..0x1000) => false,
        (first, _) => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_is_out_of_reach_however_it_is_written() {
        let near = "127.0.0.1 127.9.9.9 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 0.0.0.0 0.1.2.3 \
                    100.64.0.1 192.0.0.8 198.18.0.1 224.0.0.1 255.255.255.255 240.0.0.1 192.0.2.1 203.0.113.9 \
                    :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 fc00::1 fd12::1 fe80::1 fec0::1 ff02::1 \
                    64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 2002:7f00:1:: 2002:a00:1::1 2001:db8::1 2001::1 \
                    3fff::1";
        for address in near.split_whitespace() {
            let address: IpAddr = address.parse().unwrap();
            assert!(!WebhookReach::Internet.covers(address), "{address}");
            assert!(WebhookReach::Anywhere.covers(address));
        }
    }

    #[test]
    fn an_address_of_this_machine_is_known_as_one() {
        assert!(is_own(Ipv4Addr::LOCALHOST.into()));
        assert!(!is_own(Ipv4Addr::new(192, 0, 2, 1).into()));
    }

    #[test]
    fn the_internet_is_in_reach() {
        let far = "1.1.1.1 8.8.8.8 172.32.0.1 192.167.255.255 100.128.0.1 ::ffff:8.8.8.8 2606:4700::1111 \
                   2a00:1450:4001::1 64:ff9b::808:808 2002:808:808::1";
        for address in far.split_whitespace() {
            assert!(WebhookReach::Internet.covers(address.parse().unwrap()), "{address}");
        }
    }
}
