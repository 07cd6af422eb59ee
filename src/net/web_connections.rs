//! Connections of the web server through which nothing passes at present.
//!
//! Anybody can ask once and keep the connection, ask for events that never come, or begin a body and not go on. Where there
//! is no room for another connection, some that are idle end, unless somebody has signed in by them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Waker};
use std::time::Duration;

use tokio::time::Instant;

use crate::model::client_prefix;

/// Time for which a connection may be idle in any case: a listener who goes back gets a second of sound at a time.
const SPARED: Duration = Duration::from_secs(2);
/// The same for one whose client does not take what is written to it: that may be a listener on a bad line.
const SPARED_BLOCKED: Duration = Duration::from_secs(15);

/// All of them. Clones share them.
#[derive(Clone, Debug)]
pub struct WebConnections {
    connections: Arc<Mutex<Connections>>,
    epoch: Instant,
}

#[derive(Debug, Default)]
struct Connections {
    by_number: BTreeMap<u64, Arc<Activity>>,
    next: u64,
}

#[derive(Debug)]
struct Activity {
    /// Address of the client; `None` behind a proxy, where many share one.
    address: Option<IpAddr>,
    /// When something passed last, in milliseconds since the epoch of all.
    last_ms: AtomicU64,
    is_blocked: AtomicBool,
    is_kept: AtomicBool,
    is_ended: AtomicBool,
    reader: Mutex<Option<Waker>>,
}

/// One of them, until it is dropped.
#[derive(Debug)]
pub struct WebConnection {
    all: WebConnections,
    number: u64,
    activity: Arc<Activity>,
}

/// Says of a connection that it must not end for others.
#[derive(Clone, Debug)]
pub struct ConnectionExemption(Arc<Activity>);

impl Default for WebConnections {
    fn default() -> Self {
        Self { connections: Arc::default(), epoch: Instant::now() }
    }
}

impl WebConnections {
    /// Counts a connection from `address`; `None` for one of a proxy.
    pub fn add(&self, address: Option<IpAddr>) -> WebConnection {
        let activity = Arc::new(Activity {
            address: address.map(client_prefix),
            last_ms: AtomicU64::new(self.now_ms()),
            is_blocked: AtomicBool::new(false),
            is_kept: AtomicBool::new(false),
            is_ended: AtomicBool::new(false),
            reader: Mutex::default(),
        });
        let mut connections = self.connections();
        let number = connections.next;
        connections.next += 1;
        connections.by_number.insert(number, Arc::clone(&activity));
        WebConnection { all: self.clone(), number, activity }
    }

    /// Ends connections that are idle, at most so many: first those of the address that has most of them, and of each those
    /// that are idle longest. Returns whether there was one.
    pub fn end_some(&self, most: usize) -> bool {
        let now_ms = self.now_ms();
        let mut connections = self.connections();
        let mut idle: Vec<(u64, Option<IpAddr>, u64)> = connections
            .by_number
            .iter()
            .filter(|(_, activity)| activity.is_idle(now_ms))
            .map(|(number, activity)| (*number, activity.address, activity.last_ms.load(Ordering::Relaxed)))
            .collect();
        let mut of_address: HashMap<IpAddr, usize> = HashMap::new();
        for address in idle.iter().filter_map(|(_, address, _)| *address) {
            *of_address.entry(address).or_default() += 1;
        }
        let crowd = |address: &Option<IpAddr>| address.and_then(|address| of_address.get(&address).copied());
        idle.sort_by_key(|(_, address, last_ms)| (Reverse(crowd(address).unwrap_or(1)), *last_ms));
        idle.truncate(most);
        for (number, ..) in &idle {
            if let Some(activity) = connections.by_number.remove(number) {
                activity.end();
            }
        }
        !idle.is_empty()
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.epoch.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn connections(&self) -> MutexGuard<'_, Connections> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Activity {
    fn is_idle(&self, now_ms: u64) -> bool {
        let spared = if self.is_blocked.load(Ordering::Relaxed) { SPARED_BLOCKED } else { SPARED };
        let idle_ms = now_ms.saturating_sub(self.last_ms.load(Ordering::Relaxed));
        !self.is_kept.load(Ordering::Relaxed) && u128::from(idle_ms) >= spared.as_millis()
    }

    fn end(&self) {
        self.is_ended.store(true, Ordering::Release);
        if let Some(reader) = self.reader().take() {
            reader.wake();
        }
    }

    fn reader(&self) -> MutexGuard<'_, Option<Waker>> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl WebConnection {
    /// Takes note that bytes were read or written.
    pub fn passed(&self) {
        self.activity.last_ms.store(self.all.now_ms(), Ordering::Relaxed);
        self.activity.is_blocked.store(false, Ordering::Relaxed);
    }

    /// Takes note that the client takes no more of what is written.
    pub fn blocked(&self) {
        self.activity.is_blocked.store(true, Ordering::Relaxed);
    }

    /// Fails once the connection has to end; whoever asks is woken then.
    pub fn check(&self, cx: &Context<'_>) -> io::Result<()> {
        let mut reader = self.activity.reader();
        if self.activity.is_ended.load(Ordering::Acquire) {
            return Err(io::Error::new(io::ErrorKind::TimedOut, "an idle connection made room for others"));
        }
        if !reader.as_ref().is_some_and(|reader| reader.will_wake(cx.waker())) {
            *reader = Some(cx.waker().clone());
        }
        Ok(())
    }

    /// Returns what can keep it.
    pub fn exemption(&self) -> ConnectionExemption {
        ConnectionExemption(Arc::clone(&self.activity))
    }
}

impl ConnectionExemption {
    /// Somebody has signed in by this connection.
    pub fn exempt(&self) {
        self.0.is_kept.store(true, Ordering::Relaxed);
    }
}

impl Drop for WebConnection {
    fn drop(&mut self) {
        self.all.connections().by_number.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::task::Wake;

    use tokio::time::advance;

    use super::*;

    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn ended(connection: &WebConnection) -> bool {
        connection.check(&Context::from_waker(Waker::noop())).is_err()
    }

    #[tokio::test(start_paused = true)]
    async fn idle_ones_make_room_first_those_of_a_crowd() {
        let all = WebConnections::default();
        let address = |n: u8| IpAddr::from([192, 0, 2, n]);
        let alone = all.add(Some(address(1)));
        let signed_in = all.add(Some(address(2)));
        signed_in.exemption().exempt();
        advance(SPARED / 2).await;
        let crowd = [2, 2, 2].map(|n| all.add(Some(address(n))));
        let woken = Arc::new(Woken::default());
        crowd[0].check(&Context::from_waker(&Waker::from(Arc::clone(&woken)))).unwrap();
        assert!(!all.end_some(9), "nobody is idle for long");
        advance(SPARED).await;
        crowd[1].passed();
        assert!(all.end_some(1) && ended(&crowd[0]) && woken.0.load(Ordering::Relaxed) == 1);
        assert!(all.end_some(9) && ended(&crowd[2]) && ended(&alone));
        assert!(!all.end_some(9) && !ended(&crowd[1]) && !ended(&signed_in));
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_no_more_is_waited_for() {
        let all = WebConnections::default();
        let slow = all.add(Some([192, 0, 2, 1].into()));
        slow.blocked();
        advance(SPARED * 2).await;
        assert!(!all.end_some(1));
        advance(SPARED_BLOCKED).await;
        assert!(all.end_some(1) && ended(&slow));
        drop(slow);
        assert!(all.connections().by_number.is_empty());
    }
}
