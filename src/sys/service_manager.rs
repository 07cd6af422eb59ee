//! Messages to the service manager that started the process (`sd_notify(3)`).

use std::env;
use std::ffi::OsStr;
use std::io;
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::process;
use std::time::Duration;

/// Interval of signs of life where the service manager names none.
const USUAL_INTERVAL: Duration = Duration::from_secs(10);
/// Signs of life within the time after which the service manager takes a process for hung.
const SIGNS_PER_DEADLINE: u32 = 3;

/// Returns whether a service manager started this process and waits for its messages.
pub fn is_managed() -> bool {
    env::var_os("NOTIFY_SOCKET").is_some()
}

/// Tells the service manager, if there is one, that this process serves and is the service's main process from now on.
pub fn notify_serving() {
    notify(&format!("READY=1\nMAINPID={}\n", process::id()));
}

/// Tells the service manager, if there is one, that this process ends.
pub fn notify_stopping() {
    notify("STOPPING=1\n");
}

/// Tells the service manager, if there is one, that this process is not hung.
pub fn notify_alive() {
    notify("WATCHDOG=1\n");
}

/// Returns the interval of signs of life; none without a service manager.
///
/// A process that another one started is not told the service manager's deadline and uses the usual interval.
pub fn watchdog_interval() -> Option<Duration> {
    is_managed().then(|| interval(env::var("WATCHDOG_USEC").ok().as_deref()))
}

/// Returns the interval for a deadline in microseconds.
fn interval(deadline: Option<&str>) -> Duration {
    let deadline = deadline.and_then(|text| text.parse().ok()).filter(|us| *us > 0);
    deadline.map_or(USUAL_INTERVAL, |us| Duration::from_micros(us) / SIGNS_PER_DEADLINE)
}

fn notify(message: &str) {
    let Some(address) = env::var_os("NOTIFY_SOCKET") else { return };
    if let Err(error) = send(&address, message) {
        tracing::warn!(%error, message = message.trim(), "the service manager cannot be told");
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

    #[test]
    fn signs_of_life_come_three_times_as_often_as_they_must() {
        assert_eq!(interval(Some("30000000")), Duration::from_secs(10));
        for none in [None, Some(""), Some("0"), Some("soon")] {
            assert_eq!(interval(none), USUAL_INTERVAL, "{none:?}");
        }
    }
}
