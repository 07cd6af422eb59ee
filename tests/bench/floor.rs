//! The least that can be done: the same bytes to every socket, one `send` each.

use std::io::Write;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use crate::process::pause;

const PERIOD: Duration = Duration::from_millis(100);
/// Ends by itself should nobody end it.
const AT_MOST: Duration = Duration::from_mins(2);

/// Waits for so many listeners, then sends them so many bytes each period.
pub(crate) fn run(arguments: &[String]) {
    let number = |place: usize| arguments[place].parse::<usize>().expect("a number");
    let (listeners, message) = (number(0), vec![0u8; number(1)]);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    println!("floor at http://127.0.0.1:{}/", listener.local_addr().expect("an address").port());
    let mut sockets: Vec<_> = listener
        .incoming()
        .take(listeners)
        .map(|stream| {
            let stream = stream.expect("a connection");
            stream.set_nonblocking(true).expect("a socket");
            stream.set_nodelay(true).expect("a socket");
            stream
        })
        .collect();
    let begin = Instant::now();
    let mut due = PERIOD;
    while due < AT_MOST {
        pause(due.saturating_sub(begin.elapsed()));
        sockets.retain_mut(|socket| socket.write(&message).is_ok());
        if sockets.is_empty() {
            return;
        }
        due += PERIOD;
    }
}
