//! The answer to a request for the listener's WebSocket.

use bytes::{Bytes, BytesMut};

use crate::container::longwave_v1;

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

/// Returns whether a client's list of subprotocols contains ours.
pub fn offers_ours(offered: Option<&str>) -> bool {
    offered.is_some_and(|list| list.split(',').any(|name| name.trim() == longwave_v1::PROTOCOL))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_subprotocol_is_chosen_where_it_is_offered() {
        let plain = switching_protocols(b"KEY", Some("webcast"));
        assert!(plain.ends_with(b"Sec-WebSocket-Accept: KEY\r\n\r\n"));
        let ours = switching_protocols(b"KEY", Some("webcast, longwave.v1"));
        assert!(ours.ends_with(b"KEY\r\nSec-WebSocket-Protocol: longwave.v1\r\n\r\n"));
    }
}
