//! Listeners over TLS: their clients are rustls'.

use std::io;

use actix_http::ws::{OpCode, Parser};
use bytes::BytesMut;
use rustls::ClientConnection;

use super::*;
use crate::tls::hand_over::tests::{Pair, SUITES};

/// The other end of an encrypted listener's socket.
pub(super) struct EncryptedClient {
    tls: ClientConnection,
    pub(super) socket: TcpStream,
}

impl EncryptedClient {
    pub(super) fn join(air: &Air, suite: usize) -> (NewConnection, Self) {
        let (arrival, socket) = air.join(Start::LIVE);
        let (tls, records) = Pair::new(SUITES[suite]).take();
        let arrival = NewConnection { records: Some(Box::new(records)), ..arrival };
        (arrival, Self { tls, socket })
    }

    /// Sends a frame of a WebSocket.
    fn say(&mut self, op: OpCode, payload: &[u8]) {
        let mut frame = BytesMut::new();
        Parser::write_message(&mut frame, payload, op, true, true);
        io::Write::write_all(&mut self.tls.writer(), &frame).unwrap();
        self.flush();
    }

    fn flush(&mut self) {
        while self.tls.wants_write() {
            self.tls.write_tls(&mut self.socket).unwrap();
        }
    }
}

impl Read for EncryptedClient {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.tls.reader().read(into) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                read => return read,
            }
            self.tls.read_tls(&mut self.socket)?;
            self.tls.process_new_packets().map_err(io::Error::other)?;
        }
    }
}

/// Tells the lane that there is something to read until the condition holds.
fn tell_until(lane: &mut RingGroup, mut is_so: impl FnMut(Count) -> bool) {
    let clock = SystemClock::start();
    let until_us = clock.now_us() + PATIENCE_US;
    let news = SocketNews { has_room: true, has_words: true };
    while !is_so(lane.hear(0, news, &clock)) {
        assert!(clock.now_us() < until_us);
        thread::yield_now();
    }
}

#[test]
fn who_was_full_gets_its_record_whole_and_is_then_at_the_live_edge() {
    for (suite, batch) in [(0, 0), (0, 1), (1, 0), (2, 1)] {
        let mut batch = EITHER_WAY[batch]();
        let (mut air, clock) = (Air::new(), ManualClock::at(0));
        let (arrival, mut client) = EncryptedClient::join(&air, suite);
        let mut lane = lane_of(arrival, &clock);
        // One in the clear hears the same beside it.
        let (arrival, mut clear) = air.join(Start::LIVE);
        lane.put(Connection::new(arrival, &clock), &clock);
        fill(&mut air, &mut lane, &mut batch, 500);
        let runs = hear(&mut client, &mut lane, 499);
        let [(0, taken), (499, 500)] = runs[..] else { panic!("one gap: {runs:?}") };
        assert!(air.figures.skipped("ws") >= 499 - taken);
        client.tls.refresh_traffic_keys().unwrap();
        client.flush();
        air.publish(1);
        tell_until(&mut lane, |count| count.gone == 0);
        lane.deliver(&mut batch, 0, &clock);
        assert_eq!(hear(&mut client, &mut lane, 500), [(500, 501)], "and goes on from there");
        assert_eq!(clear.read(&mut [0; 8]).unwrap(), 8);
    }
}

#[test]
fn listeners_over_tls_are_heard_and_end_as_others_do() {
    let (mut air, clock) = (Air::new(), ManualClock::at(0));
    let (arrival, mut client) = EncryptedClient::join(&air, 0);
    let mut lane = lane_of(arrival, &clock);
    client.say(OpCode::Ping, b"here?");
    let mut heard = Vec::new();
    tell_until(&mut lane, |_| {
        let mut bytes = [0; 64];
        heard.extend(client.read(&mut bytes).map(|count| bytes[..count].to_vec()).unwrap_or_default());
        heard.len() >= 7
    });
    // RFC 6455 section 5.5.3: the last fragment, a pong, with the same payload.
    assert_eq!(heard, b"\x8A\x05here?");
    air.publish(1);
    lane.deliver(&mut SendBatch::open(), 0, &clock);
    let mut message = vec![0; MESSAGE];
    client.socket.set_nonblocking(false).unwrap();
    client.read_exact(&mut message).unwrap();
    assert_eq!(message[..8], [0; 8]);

    client.say(OpCode::Close, &1000_u16.to_be_bytes());
    let mut is_leaving = false;
    tell_until(&mut lane, |count| {
        is_leaving |= count.leaving > 0;
        is_leaving
    });
    let mut farewell = Vec::new();
    // Without TLS's own end, this would be an error.
    client.read_to_end(&mut farewell).unwrap();
    assert_eq!(farewell, b"\x88\x02\x03\xE8");
    client.tls.send_close_notify();
    client.flush();
    drop(client);
    tell_until(&mut lane, |count| count.gone == 1);
}

#[test]
fn who_sends_no_record_is_told_so_and_leaves() {
    for (said, alert) in [
        (&b"GET / HTTP/1.1\r\n\r\n"[..], "UnexpectedMessage"),
        (&[23, 3, 3, 0xFF, 0xFF], "RecordOverflow"),
        (&[23, 3, 3, 0, 17, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7], "BadRecordMac"),
    ] {
        let (air, clock) = (Air::new(), ManualClock::at(0));
        let (arrival, mut client) = EncryptedClient::join(&air, 0);
        let mut lane = lane_of(arrival, &clock);
        let (arrival, _other) = EncryptedClient::join(&air, 0);
        lane.put(Connection::new(arrival, &clock), &clock);
        io::Write::write_all(&mut client.socket, said).unwrap();
        tell_until(&mut lane, |count| count.leaving == 1);
        client.socket.set_nonblocking(false).unwrap();
        let told = client.read(&mut [0; 9]).unwrap_err().to_string();
        assert!(told.contains(alert), "{told}");
        drop(client);
        tell_until(&mut lane, |count| count.gone == 1);
        assert_eq!(lane.numbers().count(), 1, "nobody else leaves");
    }
}

#[test]
fn records_that_came_with_the_handshake_are_opened() {
    let (air, clock) = (Air::new(), ManualClock::at(0));
    let (arrival, socket) = air.join(Start::LIVE);
    let Pair { client, server, secrets } = Pair::new(SUITES[0]);
    let mut client = EncryptedClient { tls: client, socket };
    let mut frame = BytesMut::new();
    Parser::write_message(&mut frame, "early", OpCode::Ping, true, true);
    io::Write::write_all(&mut client.tls.writer(), &frame).unwrap();
    let mut early = Vec::new();
    client.tls.write_tls(&mut early).unwrap();
    let (early, rest) = early.split_at(early.len() - 3);
    let records = secrets.take(server, early).unwrap();
    let mut lane = lane_of(NewConnection { records: Some(Box::new(records)), ..arrival }, &clock);
    io::Write::write_all(&mut client.socket, rest).unwrap();
    let mut heard = [0; 7];
    tell_until(&mut lane, |_| client.read(&mut heard).is_ok());
    assert_eq!(&heard, b"\x8A\x05early");
}

#[test]
fn an_encrypted_listener_s_memory_is_bounded() {
    // Beside its keys there is what a listener in the clear has.
    let encrypted = size_of::<Connection>() + size_of::<RecordLayer>();
    assert!(encrypted <= 1_536, "{encrypted} bytes");
}
