//! A listener's WebSocket: what it asks for, and how it is greeted.

use std::fmt;

use bytes::{Bytes, BytesMut};

use super::formats::WEBSOCKET;
use crate::broadcast::Broadcast;
use crate::container::longwave_v1::{self, Hello};
use crate::format::Cadence;
use crate::mount::{Listener, Mount, Start};

/// Milliseconds of sound per message a listener may choose.
const DELIVERIES: [u32; 6] = [20, 40, 60, 100, 200, 500];
const DEFAULT_DELIVERY: u32 = 100;
/// Milliseconds of sound already on air that are sent at once.
const DEFAULT_BURST: u32 = 1_000;
const MOST_BURST: u32 = 10_000;

/// What a listener asks for in its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinRequest {
    rendition: Option<String>,
    delivery: u32,
    start: Start,
}

/// What is wrong with an address, in words for whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadQuery(String);

impl fmt::Display for BadQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JoinRequest {
    /// Reads the query of `/main/ws`. Keys it does not know are left alone.
    pub fn parse(query: &str) -> Result<Self, BadQuery> {
        let (mut rendition, mut delivery, mut burst) = (None, DEFAULT_DELIVERY, DEFAULT_BURST);
        let mut from = None;
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*key {
                "rendition" => rendition = Some(value.into_owned()),
                "delivery" => {
                    let range = "20, 40, 60, 100, 200 or 500";
                    delivery = number(&key, &value, |ms| DELIVERIES.contains(ms), range)?;
                }
                "burst" => burst = number(&key, &value, |ms| *ms <= MOST_BURST, "0 to 10000")?,
                "from" => from = Some(number(&key, &value, |_: &u64| true, "a sequence number")?),
                _ => {}
            }
        }
        let start = from.map_or(Start::burst(u64::from(burst) * 1_000), Start::From);
        Ok(Self { rendition, delivery, start })
    }

    /// What is listened to at `station`, if there is such a rendition.
    pub fn mount(&self, station: &Broadcast) -> Option<Mount> {
        station.mount(self.rendition.as_deref())
    }

    /// A listener at `station` as it was asked for, and the messages it is greeted with.
    pub fn join(&self, station: &Broadcast) -> Result<(Listener, Bytes), BadQuery> {
        let unknown = |name: &str| {
            let names = station.renditions().join(", ");
            BadQuery(format!("there is no rendition {name:?}; this station has {names}"))
        };
        let mount = self.mount(station);
        let mount = mount.ok_or_else(|| unknown(self.rendition.as_deref().unwrap_or_default()))?;
        let listener = mount.join(&WEBSOCKET, Cadence::Us(u64::from(self.delivery) * 1_000), self.start);
        let listener = listener.ok_or_else(|| unknown(&mount.rendition().name))?;
        let hello = longwave_v1::hello(&Hello {
            station: station.slug(),
            name: &station.name(),
            timeline: station.timeline(),
            rendition: mount.rendition(),
            delivery: self.delivery,
            renditions: &station.renditions(),
            playout_delay_us: station.playout_delay_us(),
            server_us: station.clock().now_us(),
        });
        Ok((listener, hello))
    }
}

fn number<N: std::str::FromStr>(
    key: &str,
    value: &str,
    allowed: impl Fn(&N) -> bool,
    range: &str,
) -> Result<N, BadQuery> {
    let number = value.parse().ok().filter(|number| allowed(number));
    number.ok_or_else(|| BadQuery(format!("{key} must be {range}, not {value:?}")))
}

/// The answer that turns a connection into a WebSocket. `accept` is made of the client's key; `offered` is the
/// client's list of subprotocols, of which ours is chosen if it is there.
pub fn switching_protocols(accept: &[u8], offered: Option<&str>) -> Bytes {
    let mut head = BytesMut::from(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ",
    );
    head.extend_from_slice(accept);
    if offers_ours(offered) {
        head.extend_from_slice(b"\r\nSec-WebSocket-Protocol: ");
        head.extend_from_slice(longwave_v1::PROTOCOL.as_bytes());
    }
    head.extend_from_slice(b"\r\n\r\n");
    head.freeze()
}

/// Whether a client's list of subprotocols has ours.
pub fn offers_ours(offered: Option<&str>) -> bool {
    offered.is_some_and(|list| list.split(',').any(|name| name.trim() == longwave_v1::PROTOCOL))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_read_or_refused_with_words() {
        fn check(query: &str, expected: Result<(Option<&str>, u32, Start), &str>) {
            let expected = expected
                .map(|(rendition, delivery, start)| JoinRequest {
                    rendition: rendition.map(Into::into),
                    delivery,
                    start,
                })
                .map_err(|reason| BadQuery(reason.into()));
            assert_eq!(JoinRequest::parse(query), expected, "{query}");
        }
        check("", Ok((None, 100, Start::burst(1_000_000))));
        check("delivery=20&burst=0&rendition=pcm-s16&x=y", Ok((Some("pcm-s16"), 20, Start::LIVE)));
        check("from=17&burst=10000", Ok((None, 100, Start::From(17))));
        check("delivery=30", Err("delivery must be 20, 40, 60, 100, 200 or 500, not \"30\""));
        check("burst=10001", Err("burst must be 0 to 10000, not \"10001\""));
        check("from=-1", Err("from must be a sequence number, not \"-1\""));
    }

    #[test]
    fn our_subprotocol_is_chosen_where_it_is_offered() {
        let plain = switching_protocols(b"KEY", Some("webcast"));
        assert!(plain.ends_with(b"Sec-WebSocket-Accept: KEY\r\n\r\n"));
        let ours = switching_protocols(b"KEY", Some("webcast, longwave.v1"));
        assert!(ours.ends_with(b"KEY\r\nSec-WebSocket-Protocol: longwave.v1\r\n\r\n"));
    }
}
