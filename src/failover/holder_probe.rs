//! Questions to the server on air at its own address: a server that dies is known to be gone at once.

use std::pin::Pin;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::STANDBY_AGENT;
use super::lease::Holder;
use crate::clock::boot_us;
use crate::model::Address;
use crate::net::WebhookReach;
use crate::outbound::{self, OutboundStream};

/// Pause between two questions.
const EVERY: Duration = Duration::from_millis(150);
/// A server that has not answered for so long is gone, in microseconds.
const SILENT_US: u64 = 500_000;
/// Time limit of a question to a server that is gone.
const WITHIN: Duration = Duration::from_millis(500);
/// The longest answer, in bytes.
const MOST_ANSWER: usize = 4_096;

/// Asks the holder of the lease whether it is there.
#[derive(Default)]
pub(super) struct HolderProbe {
    probing: Option<Probing>,
}

/// The questions to one process.
struct Probing {
    instance: u64,
    is_gone: watch::Receiver<bool>,
    asking: Pin<Box<dyn Future<Output = ()>>>,
}

/// Reasons why a server does not answer.
#[derive(Debug, thiserror::Error)]
enum ProbeFailure {
    #[error(transparent)]
    Connection(#[from] outbound::PostError),
    #[error(transparent)]
    Lost(#[from] std::io::Error),
    #[error("its answer says that it is not there")]
    Refused,
}

impl HolderProbe {
    /// Asks this process from now on.
    pub(super) fn follow(&mut self, holder: &Holder) {
        if self.probing.as_ref().is_some_and(|probing| probing.instance == holder.instance) {
            return;
        }
        self.probing = holder.url.parse().ok().map(|address| {
            let (told, is_gone) = watch::channel(false);
            let asking = Box::pin(ask_always(address, told));
            Probing { instance: holder.instance, is_gone, asking }
        });
    }

    /// Asks nobody.
    pub(super) fn end(&mut self) {
        self.probing = None;
    }

    /// Returns whether it is known that the process is gone.
    pub(super) fn is_gone(&self) -> bool {
        self.probing.as_ref().is_some_and(|probing| *probing.is_gone.borrow())
    }

    /// Asks until there is news of whether it is there. Nothing is lost if it is cancelled.
    pub(super) async fn news(&mut self) {
        let Some(Probing { is_gone, asking, .. }) = &mut self.probing else {
            return std::future::pending().await;
        };
        tokio::select! {
            () = asking => {}
            _ = is_gone.changed() => {}
        }
    }
}

/// Asks the server at `address` again and again, and tells whether it is gone. One that has never answered is not known to be
/// there: its address may be one for edges alone.
async fn ask_always(address: Address, is_gone: watch::Sender<bool>) {
    let mut connection = None;
    let mut answered_us: Option<u64> = None;
    loop {
        let left_us = answered_us.map(|at_us| SILENT_US.saturating_sub(boot_us().saturating_sub(at_us)));
        let within = left_us.filter(|left_us| *left_us > 0).map_or(WITHIN, Duration::from_micros);
        let was_open = connection.is_some();
        match timeout(within, ask(&mut connection, &address)).await {
            Ok(Ok(())) => {
                answered_us = Some(boot_us());
                is_gone.send_if_modified(|is_gone| std::mem::replace(is_gone, false));
            }
            // A connection may be closed though the server is there.
            Ok(Err(_)) if was_open => {
                connection = None;
                continue;
            }
            Ok(Err(_)) | Err(_) => {
                connection = None;
                if answered_us.is_some() {
                    is_gone.send_if_modified(|is_gone| !std::mem::replace(is_gone, true));
                }
            }
        }
        sleep(EVERY).await;
    }
}

/// Asks once, over `connection` if there is one.
async fn ask(
    connection: &mut Option<Box<dyn OutboundStream>>,
    address: &Address,
) -> Result<(), ProbeFailure> {
    let stream = match connection {
        Some(stream) => stream,
        None => connection.insert(outbound::open(address, WebhookReach::Anywhere).await?),
    };
    let request = format!(
        "GET {}/healthz HTTP/1.1\r\nHost: {}\r\nUser-Agent: {STANDBY_AGENT}/{}\r\n\r\n",
        address.path().trim_end_matches('/'),
        address.authority(),
        env!("CARGO_PKG_VERSION"),
    );
    stream.write_all(request.as_bytes()).await?;
    stream.flush().await?;
    let mut answer = Vec::new();
    while !is_whole(&answer) {
        if answer.len() > MOST_ANSWER || stream.read_buf(&mut answer).await? == 0 {
            return Err(ProbeFailure::Refused);
        }
    }
    // A proxy answers for a server that is gone.
    if answer.get(9..12).is_some_and(|status| status < &b"500"[..]) {
        Ok(())
    } else {
        Err(ProbeFailure::Refused)
    }
}

/// Returns whether an answer of HTTP has ended.
fn is_whole(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length = length.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
    answer.len() - end - 4 >= length
}

#[cfg(test)]
mod tests {
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    #[test]
    fn an_answer_ends_with_its_body() {
        let check = |answer: &str, expected| assert_eq!(is_whole(answer.as_bytes()), expected, "{answer:?}");
        check("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", true);
        check("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no", false);
        check("HTTP/1.1 200 OK\r\nContent-Le", false);
        check("HTTP/1.1 204 No Content\r\n\r\n", true);
    }

    /// Answers one question.
    async fn answer(stream: &mut TcpStream) {
        let mut asked = [0; 1_024];
        assert!(stream.read(&mut asked).await.unwrap() > 0);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await.unwrap();
    }

    #[actix_web::test]
    async fn a_server_that_answered_is_gone_once_it_is_silent_or_refuses_and_no_other() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let holder = |instance| Holder { node: "a".parse().unwrap(), instance, url: url.clone() };
        let mut probe = HolderProbe::default();
        probe.follow(&holder(1));
        let (mut stream, _) = tokio::select! {
            () = probe.news() => panic!("it was never there"),
            accepted = listener.accept() => accepted.unwrap(),
        };
        tokio::select! {
            () = probe.news() => panic!("it has not answered"),
            () = async { answer(&mut stream).await; answer(&mut stream).await } => {}
        }
        // It is frozen.
        probe.news().await;
        assert!(probe.is_gone());
        drop(stream);
        let mut stream = tokio::select! {
            () = probe.news() => panic!("nothing is new"),
            stream = async {
                let (refused, _) = listener.accept().await.unwrap();
                drop(refused);
                let (mut stream, _) = listener.accept().await.unwrap();
                answer(&mut stream).await;
                stream
            } => stream
        };
        probe.news().await;
        assert!(!probe.is_gone(), "it is there again");
        drop(listener);
        tokio::select! {
            () = probe.news() => panic!("it is there"),
            () = answer(&mut stream) => {}
        }
        drop(stream);
        probe.news().await;
        assert!(probe.is_gone());
        // The address of another process that was never there.
        probe.follow(&holder(2));
        assert!(!probe.is_gone());
        let patience = Duration::from_millis(700);
        assert!(timeout(patience, probe.news()).await.is_err() && !probe.is_gone());
    }
}
