//! Listeners over TLS, whose records are sealed by a transmitter.

use std::io::{Read, Write};
use std::process::Command;
use std::sync::Arc;

use rustls::StreamOwned;
use tungstenite::Message;

use crate::bounded;
use crate::tls::{Listener, Secured, client_of_versions};

#[test]
fn listeners_over_tls_go_on_through_updates_of_keys_and_a_take_over() {
    let mut secured = Secured::start();
    let mut listener = secured.listen("?burst=0&delivery=20");
    for _ in 0..3 {
        listener.socket.get_mut().conn.refresh_traffic_keys().expect("it is connected");
        listener.socket.send(Message::Text(r#"{"type":"ping","t0":1}"#.into())).expect("it reads");
        listener.hear(20);
    }
    // One whose side ends with its request, and one that knows TLS 1.2 alone.
    let mut stream = secured.connect(&secured.pem);
    stream.write_all(b"GET /main.mp3 HTTP/1.1\r\nHost: x\r\n\r\n").expect("it reads");
    stream.conn.send_close_notify();
    stream.flush().and_then(|()| stream.sock.shutdown(std::net::Shutdown::Write)).expect("it is open");
    stream.read_exact(&mut vec![0; 60_000]).expect("it goes on");
    let time = Arc::new(rustls::time_provider::DefaultTimeProvider);
    let old = client_of_versions(&secured.pem, "localhost", time, &[&rustls::version::TLS12]);
    let address = format!("wss://localhost:{}/main/ws?burst=0", secured.running.address.port());
    Listener::join(&address, StreamOwned::new(old, secured.running.connect())).hear(3);
    let mut broken = secured.listen("");
    broken.socket.get_mut().sock.write_all(b"\x17\x03\x03\x00\x11sixteen bytes and one").expect("it reads");
    let told = (0..1_000).find_map(|_| broken.socket.read().err()).expect("an end").to_string();
    assert!(told.contains("BadRecordMac"), "{told}");

    for _ in 0..2 {
        secured.take_over();
        listener.hear(20);
        listener.socket.get_mut().conn.refresh_traffic_keys().expect("it is connected");
        listener.socket.send(Message::Text(r#"{"type":"ping","t0":2}"#.into())).expect("it reads");
        listener.hear(20);
        stream.read_exact(&mut vec![0; 30_000]).expect("it goes on");
    }
}

#[test]
fn a_crowd_listens_over_tls() {
    let secured = Secured::start();
    for path in ["main/ws?delivery=20", "main.opus"] {
        let address = format!("https://{}/{path}", secured.running.address);
        let mut crowd = Command::new(env!("CARGO_BIN_EXE_longwave"));
        crowd.args(["load", &address, "--listeners", "20", "--rate", "0", "--time", "2", "--json"]);
        let told = bounded::output(&mut crowd);
        let report: serde_json::Value = serde_json::from_slice(&told.stdout).expect("a report");
        assert!(told.status.success(), "{report:#}");
        assert_eq!(report["joined"], 20, "{report:#}");
        for nothing in ["refused", "lost", "waiting", "skipped_frames"] {
            assert_eq!(report[nothing], 0, "{report:#}");
        }
    }
}
