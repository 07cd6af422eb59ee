//! Clients of every kind, well-behaved or not.

use std::io::Write;

use rustls::{AlertDescription, ClientConnection};

use super::*;
use crate::tls::hand_over::tests::{Pair, SUITES, heard_by, open, seal, sent_by};

fn pair() -> (ClientConnection, RecordLayer) {
    Pair::new(SUITES[0]).take()
}

/// Seals a record as the client would.
fn as_client(layer: &RecordLayer, ahead: u64, kind: u8, content: &[u8]) -> Vec<u8> {
    let mut record = Vec::new();
    let key = derive(&layer.receiving.secret).unwrap();
    key.seal(layer.receiving.number + ahead, kind, content, &mut record).unwrap();
    record
}

#[test]
fn a_client_that_updates_its_keys_every_hundred_records_is_served() {
    for suite in SUITES {
        let (mut client, mut layer) = Pair::new(suite).take();
        for number in 0..1_000_u32 {
            let data = number.to_be_bytes();
            if number % 100 == 99 {
                client.refresh_traffic_keys().unwrap();
            }
            client.writer().write_all(&data).unwrap();
            assert_eq!(open(&mut layer, &sent_by(&mut client)), data);
            assert_eq!(heard_by(&mut client, &seal(&mut layer, &data)), data);
        }
    }
}

#[test]
fn keys_are_updated_before_they_have_sealed_too_much() {
    for suite in SUITES {
        let (mut client, mut layer) = Pair::new(suite).take();
        let first = layer.sending.secret.bytes().to_vec();
        layer.limit_records(10);
        for number in 0..100_u8 {
            assert_eq!(heard_by(&mut client, &seal(&mut layer, &[number])), [number]);
            assert!(layer.sending.number < 10, "the update itself is one of them");
        }
        assert_ne!(layer.sending.secret.bytes(), first);
        client.writer().write_all(b"ping").unwrap();
        assert_eq!(open(&mut layer, &sent_by(&mut client)), b"ping", "the client's stay as they are");
    }
    assert_eq!(RecordSuite::Aes128Gcm.most_records(), 1 << 24);
}

#[test]
fn records_may_come_in_pieces_and_go_out_in_pieces() {
    let (mut client, mut layer) = pair();
    for text in ["one", "two"] {
        client.writer().write_all(text.as_bytes()).unwrap();
    }
    client.refresh_traffic_keys().unwrap();
    client.writer().write_all(b"three").unwrap();
    let heard: Vec<u8> =
        sent_by(&mut client).iter().flat_map(|byte| open(&mut layer, std::slice::from_ref(byte))).collect();
    assert_eq!(heard, b"onetwothree");
    assert_eq!(layer.received.capacity(), 0, "nothing is kept of what was opened");

    assert!(layer.prepare().unwrap(), "an answer is due");
    while layer.prepare().unwrap() {
        let byte = [layer.unsent()[0]];
        layer.advance(1);
        assert_eq!(heard_by(&mut client, &byte), b"");
    }
    let mut record = Vec::new();
    layer.seal(b"passed over", &mut record).unwrap();
    // Nothing of it was sent, so another one takes its number.
    record.clear();
    layer.seal(b"sound", &mut record).unwrap();
    layer.sent(&record, 3);
    assert_eq!(heard_by(&mut client, &record[..3]), b"");
    assert!(layer.prepare().unwrap());
    layer.end(Alert::CloseNotify);
    assert_eq!(heard_by(&mut client, layer.unsent()), b"sound");
    layer.advance(layer.unsent().len());
    assert!(layer.prepare().unwrap(), "the end comes after what was half sent");
    assert_eq!(heard_by(&mut client, layer.unsent()), b"");
    layer.advance(layer.unsent().len());
    layer.end(Alert::InternalError);
    assert!(!layer.prepare().unwrap(), "nothing follows the end");
}

#[test]
fn what_is_no_record_of_the_client_ends_the_connection() {
    let check = |make: &dyn Fn(&RecordLayer) -> Vec<u8>, expected: Alert| {
        let (mut client, mut layer) = pair();
        layer.receive(&make(&layer));
        let found = std::iter::from_fn(|| layer.next_record())
            .find(|incoming| *incoming != Ok(IncomingRecord::Control));
        assert_eq!(found, Some(Err(expected)));
        layer.end(expected);
        assert!(layer.prepare().unwrap());
        client.read_tls(&mut layer.unsent()).unwrap();
        let told = client.process_new_packets().unwrap_err();
        let expected = AlertDescription::from(expected as u8);
        assert_eq!(told, rustls::Error::AlertReceived(expected));
    };
    check(&|_| b"GET / HTTP/1.1\r\n\r\n".to_vec(), Alert::UnexpectedMessage);
    check(&|_| vec![ALERT, 3, 3, 0, 2, FATAL, 40], Alert::UnexpectedMessage);
    check(&|_| vec![20, 3, 3, 0, 1, 1], Alert::UnexpectedMessage);
    check(&|_| vec![APPLICATION_DATA, 3, 3, 0x41, 0x01], Alert::RecordOverflow);
    check(&|_| vec![APPLICATION_DATA, 3, 3, 0, 0], Alert::BadRecordMac);
    check(&|_| [&[APPLICATION_DATA, 3, 3, 0, 99], &[7; 99][..]].concat(), Alert::BadRecordMac);
    let data = |layer: &RecordLayer| as_client(layer, 0, APPLICATION_DATA, b"ping");
    for place in [4, 5, 25] {
        let one_bit = |layer: &RecordLayer| {
            let mut record = data(layer);
            record[place] ^= 1;
            record.push(0);
            record
        };
        check(&one_bit, Alert::BadRecordMac);
    }
    check(&|layer| as_client(layer, 1, APPLICATION_DATA, b"ping"), Alert::BadRecordMac);
    check(
        &|layer| as_client(layer, 0, APPLICATION_DATA, &vec![0; MOST_PLAINTEXT + 1]),
        Alert::RecordOverflow,
    );
    check(&|layer| as_client(layer, 0, 0, &[0; 9]), Alert::UnexpectedMessage);
    check(&|layer| as_client(layer, 0, 20, &[1]), Alert::UnexpectedMessage);
    check(&|layer| as_client(layer, 0, ALERT, &[FATAL]), Alert::DecodeError);
    let message = |layer: &RecordLayer, content: &[u8]| as_client(layer, 0, HANDSHAKE, content);
    check(&|layer| message(layer, &[]), Alert::UnexpectedMessage);
    check(&|layer| message(layer, &[1, 0, 0, 1, 0]), Alert::UnexpectedMessage);
    check(&|layer| message(layer, &[24, 0, 0, 2, 0, 0]), Alert::UnexpectedMessage);
    check(&|layer| message(layer, &[24, 0, 0, 1, 2]), Alert::IllegalParameter);
    check(&|layer| message(layer, &[24, 0, 0, 1, 1, 24]), Alert::UnexpectedMessage);
    let interrupted =
        |layer: &RecordLayer| [message(layer, &[24]), as_client(layer, 1, APPLICATION_DATA, b"x")].concat();
    check(&interrupted, Alert::UnexpectedMessage);
    // A record under the keys before an update.
    let late = |layer: &RecordLayer| {
        [message(layer, &[24, 0, 0, 1, 0]), as_client(layer, 1, APPLICATION_DATA, b"x")].concat()
    };
    check(&late, Alert::BadRecordMac);
}

#[test]
fn a_replayed_record_is_refused() {
    let (_, mut layer) = pair();
    let record = as_client(&layer, 0, APPLICATION_DATA, b"ping");
    assert_eq!(open(&mut layer, &record), b"ping");
    layer.receive(&record);
    assert_eq!(layer.next_record(), Some(Err(Alert::BadRecordMac)));
}

#[test]
fn an_update_of_keys_may_come_in_pieces_and_is_answered_once() {
    let (mut client, mut layer) = pair();
    let pieces: [&[u8]; 3] = [&[24, 0], &[0, 1], &[1]];
    for (number, piece) in (0..).zip(pieces) {
        let record = as_client(&layer, 0, HANDSHAKE, piece);
        layer.receive(&record);
        assert_eq!((layer.next_record(), layer.next_record()), (Some(Ok(IncomingRecord::Control)), None));
        assert_eq!(layer.owes_update, number == 2);
    }
    let again = as_client(&layer, 0, HANDSHAKE, &[24, 0, 0, 1, 1]);
    assert_eq!(open(&mut layer, &again), b"");
    let sent = seal(&mut layer, b"sound");
    assert_eq!(heard_by(&mut client, &sent), b"sound");
    let headers = sent.windows(3).filter(|three| *three == [APPLICATION_DATA, 3, 3]).count();
    assert_eq!(headers, 2, "one update and the sound");
}

#[test]
fn the_peer_s_end_is_told_apart_from_its_giving_up() {
    let (mut client, mut layer) = pair();
    let warning = as_client(&layer, 0, ALERT, &[WARNING, USER_CANCELED]);
    assert_eq!(open(&mut layer, &warning), b"");
    let end = as_client(&layer, 0, ALERT, &[WARNING, 0]);
    layer.receive(&end);
    assert_eq!(layer.next_record(), Some(Ok(IncomingRecord::Closed)));
    assert_eq!(heard_by(&mut client, &seal(&mut layer, b"sound")), b"sound", "this side may go on");

    let (mut client, mut layer) = pair();
    client
        .read_tls(
            &mut &[APPLICATION_DATA, 3, 3, 0, 17].iter().chain(&[7; 17]).copied().collect::<Vec<_>>()[..],
        )
        .unwrap();
    client.process_new_packets().unwrap_err();
    layer.receive(&sent_by(&mut client));
    assert_eq!(layer.next_record(), Some(Ok(IncomingRecord::Aborted(20))));
}

#[test]
fn another_process_goes_on_in_the_middle_of_records() {
    for suite in SUITES {
        let (mut client, mut layer) = Pair::new(suite).take();
        let handed = |layer: RecordLayer| {
            let text = serde_json::to_string(&layer.save()).unwrap();
            assert!(!format!("{:?}", layer.save()).contains("secret"));
            RecordLayer::restore(serde_json::from_str(&text).unwrap()).unwrap()
        };
        client.refresh_traffic_keys().unwrap();
        client.writer().write_all(b"ping").unwrap();
        let sent = sent_by(&mut client);
        let (first, second) = sent.split_at(sent.len() - 9);
        assert_eq!(open(&mut layer, first), b"");
        layer = handed(layer);
        assert_eq!(open(&mut layer, second), b"ping");
        layer = handed(layer);
        assert_eq!(heard_by(&mut client, &seal(&mut layer, b"so")), b"so", "with the answer that was due");
        let mut record = Vec::new();
        layer.seal(b"und", &mut record).unwrap();
        layer.sent(&record, 7);
        layer = handed(layer);
        assert_eq!(heard_by(&mut client, &[&record[..7], layer.unsent()].concat()), b"und");
        let mut saved = layer.save();
        saved.sending.secret.truncate(31);
        assert!(RecordLayer::restore(saved).is_none());
    }
}

#[test]
fn a_connection_s_state_is_small() {
    assert!(size_of::<RecordLayer>() <= 1_024, "{} bytes", size_of::<RecordLayer>());
}
