//! The program as a service: messages to the service manager, and the ports that it passes.

use std::net::TcpListener;
use std::os::unix::net::UnixDatagram;

use crate::running::{PATIENCE, Running};

/// Returns the next message that says something else than the one before.
fn next(messages: &UnixDatagram, before: &str) -> String {
    // Ten times the seconds that may pass, at the interval below.
    for _ in 0..3_000 {
        let mut message = [0; 256];
        let count = messages.recv(&mut message).expect("a message");
        let message = String::from_utf8_lossy(&message[..count]).into_owned();
        if message != before {
            return message;
        }
    }
    panic!("the same message again and again: {before}");
}

#[test]
fn a_service_uses_the_passed_port_and_tells_when_it_serves_lives_and_ends() {
    let port = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = port.local_addr().expect("an address");
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("notify");
    let messages = UnixDatagram::bind(&path).expect("a socket");
    messages.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    let running = Running::start_as_service(port, &path, &[("WATCHDOG_USEC", "300000")]);
    assert_eq!(running.address, address, "in place of the address in the configuration");
    assert!(running.get("/readyz").starts_with("HTTP/1.1 200 "));
    let ready = format!("READY=1\nMAINPID={}\n", running.pid());
    assert_eq!(next(&messages, ""), ready);
    let alive = "WATCHDOG=1\n";
    assert_eq!(next(&messages, &ready), alive);
    assert_eq!(next(&messages, &ready), alive, "again and again");
    let (status, ..) = running.stop();
    assert!(status.success());
    assert_eq!(next(&messages, alive), "STOPPING=1\n");
}
