//! Sockets that the service manager listens on for this process (`sd_listen_fds(3)`).

use std::env;
use std::io;
use std::net::TcpListener;
use std::process;

use socket2::Socket;

use super::syscalls::inherited_descriptors;

/// The first descriptor that is passed (`SD_LISTEN_FDS_START`).
const FIRST: i32 = 3;
/// Sockets that are taken, at most.
const MOST: i32 = 64;

/// A socket that the service manager listens on.
#[derive(Debug)]
pub struct PassedSocket {
    /// The name that its unit gives it (`FileDescriptorName=`).
    pub name: String,
    /// The socket.
    pub listener: TcpListener,
}

/// Returns the sockets that were passed to this process, and keeps its children from inheriting them. An error names a
/// socket that takes no TCP connections.
pub fn passed_sockets() -> io::Result<Vec<PassedSocket>> {
    let variable = |name| env::var(name).unwrap_or_default();
    let count = count(&variable("LISTEN_PID"), &variable("LISTEN_FDS"), process::id());
    let names = variable("LISTEN_FDNAMES");
    let mut names = names.split(':').map(str::to_owned);
    let descriptors = inherited_descriptors(FIRST..FIRST + count)?;
    let sockets = descriptors.into_iter().map(|descriptor| {
        let name = names.next().unwrap_or_default();
        let socket = Socket::from(descriptor);
        let takes_tcp =
            socket.r#type()? == socket2::Type::STREAM && socket.local_addr()?.as_socket().is_some();
        if !takes_tcp {
            let wrong = format!("the socket {name:?} of the service manager is not for TCP");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, wrong));
        }
        socket.set_nonblocking(true)?;
        Ok(PassedSocket { name, listener: socket.into() })
    });
    sockets.collect()
}

/// Returns how many descriptors are meant for the process `own`.
fn count(pid: &str, count: &str, own: u32) -> i32 {
    if pid.parse() != Ok(own) {
        return 0;
    }
    count.parse().unwrap_or(0).clamp(0, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sockets_of_another_process_are_left_alone() {
        assert_eq!(count("17", "2", 17), 2);
        for (pid, fds) in [("", ""), ("18", "2"), ("17", ""), ("17", "-1"), ("17", "many")] {
            assert_eq!(count(pid, fds, 17), 0, "{pid:?} {fds:?}");
        }
        assert_eq!(count("17", "100000", 17), MOST);
    }
}
