//! The program as a service: messages to the service manager, and the ports that it passes.

use std::net::TcpListener;
use std::os::unix::net::UnixDatagram;

use crate::running::{PATIENCE, Running};

const ALIVE: &str = "WATCHDOG=1\n";
const STOPPING: &str = "STOPPING=1\n";

/// Receives messages until `wanted`, and returns those before it.
fn until(messages: &UnixDatagram, wanted: &str) -> Vec<String> {
    let mut before = Vec::new();
    // At the interval below, those of many minutes.
    for _ in 0..3_000 {
        let mut message = [0; 256];
        let count = messages.recv(&mut message).expect("a message");
        let message = String::from_utf8_lossy(&message[..count]).into_owned();
        if message == wanted {
            return before;
        }
        before.push(message);
    }
    panic!("{wanted} does not come: {before:?}");
}

#[test]
fn a_service_uses_the_passed_port_and_tells_when_it_serves_lives_and_ends() {
    // Another address than that of the configuration, whose place it takes.
    let port = TcpListener::bind("127.0.0.2:0").expect("a port");
    let address = port.local_addr().expect("an address");
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("notify");
    let messages = UnixDatagram::bind(&path).expect("a socket");
    messages.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    let environment = [("NOTIFY_SOCKET", path.to_str().expect("text")), ("WATCHDOG_USEC", "300000")];
    // Without music, so that nothing is measured meanwhile.
    let mut running = Running::start_as_service(port, directory.path(), &environment);
    assert_eq!(running.address, address);
    assert!(running.get("/readyz").starts_with("HTTP/1.1 200 "));
    let ready = |running: &Running| format!("READY=1\nMAINPID={}\n", running.pid());
    assert_eq!(until(&messages, &ready(&running)), [""; 0]);
    until(&messages, ALIVE);
    until(&messages, ALIVE);

    running.take_over_with(directory.path(), &environment);
    assert!(!until(&messages, &ready(&running)).contains(&STOPPING.to_owned()), "the service goes on");
    assert!(!until(&messages, ALIVE).contains(&STOPPING.to_owned()), "the service goes on");
    assert!(running.get("/readyz").starts_with("HTTP/1.1 200 "));
    assert!(running.stop().0.success());
    until(&messages, STOPPING);
}
