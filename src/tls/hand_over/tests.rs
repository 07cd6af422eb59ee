//! Hand-shakes with rustls as the client, and records compared with those of rustls as the server.

use std::io::{Read, Write};

use rustls::crypto::ring::{cipher_suite, default_provider};
use rustls::pki_types::{PrivateKeyDer, ServerName};
use rustls::version::{TLS12, TLS13};
use rustls::{
    ClientConfig, ClientConnection, ConnectionCommon, RootCertStore, SideData, SupportedCipherSuite,
};

use super::*;
use crate::tls::IncomingRecord;

pub(crate) const SUITES: [SupportedCipherSuite; 3] = [
    cipher_suite::TLS13_AES_128_GCM_SHA256,
    cipher_suite::TLS13_AES_256_GCM_SHA384,
    cipher_suite::TLS13_CHACHA20_POLY1305_SHA256,
];

/// Both ends of a connection whose handshake is done, and whatever belongs to it.
pub(crate) struct Pair {
    pub(crate) client: ClientConnection,
    pub(crate) server: ServerConnection,
    pub(crate) secrets: Arc<HandshakeSecrets>,
}

impl Pair {
    pub(crate) fn new(suite: SupportedCipherSuite) -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let provider =
            Arc::new(rustls::crypto::CryptoProvider { cipher_suites: vec![suite], ..default_provider() });
        let version = if suite.tls13().is_some() { &TLS13 } else { &TLS12 };
        let mut roots = RootCertStore::empty();
        roots.add(made.cert.der().clone()).unwrap();
        let client = ClientConfig::builder_with_provider(Arc::clone(&provider));
        let client = client.with_protocol_versions(&[version]).unwrap();
        let client = client.with_root_certificates(roots).with_no_client_auth();
        let name = ServerName::try_from("localhost").unwrap();
        let mut client = ClientConnection::new(Arc::new(client), name).unwrap();

        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let server = ServerConfig::builder_with_provider(provider);
        let server = server.with_protocol_versions(&[version]).unwrap().with_no_client_auth();
        let mut server = server.with_single_cert(vec![made.cert.der().clone()], key).unwrap();
        // Without tickets, the first record is that of the first data.
        server.send_tls13_tickets = 0;
        let (server, secrets) = HandshakeSecrets::listen(&server);
        let mut server = ServerConnection::new(server).unwrap();
        while client.is_handshaking() || server.is_handshaking() || client.wants_write() {
            carry(&mut client, &mut server);
            carry(&mut server, &mut client);
        }
        Self { client, server, secrets }
    }

    /// Takes the server's end.
    pub(crate) fn take(self) -> (ClientConnection, RecordLayer) {
        let Self { client, server, secrets } = self;
        assert!(secrets.can_take(&server));
        (client, secrets.take(server, &[]).unwrap())
    }
}

/// Returns what the end has to send.
pub(crate) fn sent_by<S: SideData>(end: &mut ConnectionCommon<S>) -> Vec<u8> {
    let mut bytes = Vec::new();
    while end.wants_write() {
        end.write_tls(&mut bytes).unwrap();
    }
    bytes
}

/// Returns the data in what an end was sent.
pub(crate) fn heard_by<S: SideData>(end: &mut ConnectionCommon<S>, mut sent: &[u8]) -> Vec<u8> {
    let mut heard = Vec::new();
    while !sent.is_empty() {
        end.read_tls(&mut sent).unwrap();
        end.process_new_packets().unwrap();
        // It is an error that there is nothing more yet.
        let _ = end.reader().read_to_end(&mut heard);
    }
    heard
}

fn carry<A: SideData, B: SideData>(from: &mut ConnectionCommon<A>, to: &mut ConnectionCommon<B>) {
    assert_eq!(heard_by(to, &sent_by(from)), b"");
}

/// Sends data by the record layer.
pub(crate) fn seal(layer: &mut RecordLayer, mut data: &[u8]) -> Vec<u8> {
    let mut sent = Vec::new();
    loop {
        if layer.prepare().unwrap() {
            sent.extend_from_slice(layer.unsent());
            layer.advance(layer.unsent().len());
            continue;
        }
        if data.is_empty() {
            return sent;
        }
        let mut record = Vec::new();
        layer.seal(data, &mut record).unwrap();
        layer.sent(&record, record.len());
        data = &data[data.len().min(crate::tls::MOST_PLAINTEXT)..];
        sent.extend(record);
    }
}

/// Returns the data in what the record layer was sent.
pub(crate) fn open(layer: &mut RecordLayer, sent: &[u8]) -> Vec<u8> {
    layer.receive(sent);
    let mut heard = Vec::new();
    while let Some(incoming) = layer.next_record() {
        match incoming.unwrap() {
            IncomingRecord::Data(data) => heard.extend_from_slice(&data),
            other => assert_eq!(other, IncomingRecord::Control),
        }
    }
    heard
}

fn sound(length: usize) -> Vec<u8> {
    (0..length).map(|place| (place * 7 + length) as u8).collect()
}

#[test]
fn records_are_those_of_rustls_byte_by_byte_in_every_suite() {
    for suite in SUITES {
        let Pair { mut client, mut server, secrets } = Pair::new(suite);
        let told = secrets.told();
        let ours = RecordSuite::of(suite.suite()).unwrap();
        let traffic = |secret| Traffic { secret: TrafficSecret::new(ours, secret).unwrap(), number: 0 };
        let mut layer = RecordLayer::new(traffic(&told.server), traffic(&told.client), &[]).unwrap();
        for round in 0..3 {
            for length in [1, 100, 1_240, 16_384, 16_385, 40_000] {
                let data = sound(length);
                server.writer().write_all(&data).unwrap();
                let sent = sent_by(&mut server);
                assert!(seal(&mut layer, &data) == sent, "{suite:?}: {length} bytes in round {round}");
                assert!(heard_by(&mut client, &sent) == data);

                client.writer().write_all(&data).unwrap();
                let sent = sent_by(&mut client);
                assert!(open(&mut layer, &sent) == data && heard_by(&mut server, &sent) == data);
            }
            // Both answer an update of keys with theirs, before the next data.
            client.refresh_traffic_keys().unwrap();
            let sent = sent_by(&mut client);
            assert!(open(&mut layer, &sent).is_empty() && heard_by(&mut server, &sent).is_empty());
        }
    }
}

#[test]
fn a_connection_is_gone_on_with_even_if_its_keys_were_updated_before() {
    for suite in SUITES {
        for updates in [0, 1, 3] {
            let mut pair = Pair::new(suite);
            for _ in 0..updates {
                pair.client.refresh_traffic_keys().unwrap();
                pair.client.writer().write_all(b"GET").unwrap();
                assert_eq!(heard_by(&mut pair.server, &sent_by(&mut pair.client)), b"GET");
                // Nothing at all, which brings the answer.
                assert_eq!(pair.server.writer().write(&[]).unwrap(), 0);
                carry(&mut pair.server, &mut pair.client);
            }
            let (mut client, mut layer) = pair.take();
            for _ in 0..2 {
                assert_eq!(heard_by(&mut client, &seal(&mut layer, b"sound")), b"sound");
                client.writer().write_all(b"ping").unwrap();
                assert_eq!(open(&mut layer, &sent_by(&mut client)), b"ping");
                client.refresh_traffic_keys().unwrap();
            }
        }
    }
}

#[test]
fn what_has_something_to_send_or_older_keys_is_not_taken() {
    let old = Pair::new(cipher_suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
    assert!(!old.secrets.can_take(&old.server));
    assert!(old.secrets.take(old.server, &[]).is_none());

    let mut busy = Pair::new(SUITES[0]);
    busy.server.writer().write_all(b"sound").unwrap();
    assert!(!busy.secrets.can_take(&busy.server));

    let kept = Pair::new(SUITES[0]);
    kept.secrets.forget();
    assert!(!kept.secrets.can_take(&kept.server));
    assert_eq!(format!("{:?}", kept.secrets), "HandshakeSecrets { .. }");
}
