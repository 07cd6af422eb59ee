//! The packets that a block completes.

use std::iter::Take;

use bytes::Bytes;

/// The most packets that one block of 20 ms completes.
const MOST: usize = 2;

/// None, one or two packets, in order; nothing is allocated for the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packets {
    packets: [Bytes; MOST],
    count: usize,
}

impl Packets {
    /// Adds a packet at the end. Returns false, and leaves it out, if there are two already.
    pub fn push(&mut self, packet: Bytes) -> bool {
        let Some(place) = self.packets.get_mut(self.count) else { return false };
        *place = packet;
        self.count += 1;
        true
    }
}

impl From<Bytes> for Packets {
    fn from(packet: Bytes) -> Self {
        Self { packets: [packet, Bytes::new()], count: 1 }
    }
}

impl IntoIterator for Packets {
    type Item = Bytes;
    type IntoIter = Take<std::array::IntoIter<Bytes, MOST>>;

    fn into_iter(self) -> Self::IntoIter {
        self.packets.into_iter().take(self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_come_out_in_order_and_two_at_most() {
        let mut packets = Packets::default();
        assert_eq!(packets.clone().into_iter().count(), 0);
        let pushed: Vec<bool> =
            [&b"a"[..], b"b", b"c"].map(|packet| packets.push(Bytes::from_static(packet))).into();
        assert_eq!(pushed, [true, true, false]);
        assert_eq!(packets.into_iter().collect::<Vec<_>>(), [&b"a"[..], b"b"]);
        assert_eq!(Packets::from(Bytes::from_static(b"x")).into_iter().count(), 1);
    }
}
