//! Messages to the service manager that started the process (`sd_notify(3)`).

use std::env;
use std::ffi::OsStr;
use std::io;
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::process;

/// Tells the service manager, if there is one, that this process serves and is the service's main process from now on.
pub fn notify_serving() {
    let Some(address) = env::var_os("NOTIFY_SOCKET") else { return };
    if let Err(error) = send(&address, &format!("READY=1\nMAINPID={}\n", process::id())) {
        tracing::warn!(%error, "the service manager cannot be told that this process serves");
    }
}

/// Sends a datagram to a path, or to an abstract name behind an `@`.
fn send(address: &OsStr, message: &str) -> io::Result<()> {
    let address = match address.as_bytes().strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name)?,
        None => SocketAddr::from_pathname(address)?,
    };
    UnixDatagram::unbound()?.send_to_addr(message.as_bytes(), &address).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_go_to_paths_and_to_abstract_names() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("notify");
        let name = format!("longwave-test-{}", process::id());
        let by_name = SocketAddr::from_abstract_name(&name).unwrap();
        let check = |receiver: UnixDatagram, address: &OsStr| {
            send(address, "READY=1\n").unwrap();
            let mut received = [0; 64];
            let count = receiver.recv(&mut received).unwrap();
            assert_eq!(&received[..count], b"READY=1\n");
        };
        check(UnixDatagram::bind(&path).unwrap(), path.as_os_str());
        check(UnixDatagram::bind_addr(&by_name).unwrap(), OsStr::new(&format!("@{name}")));
        assert!(send(dir.path().join("nobody").as_os_str(), "").is_err());
    }
}
