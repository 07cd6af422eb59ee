//! Connections that have not said yet what they want.
//!
//! Anybody can open hundreds and say nothing. When there is no room for another one, the one that has waited longest
//! ends: whoever means it says what they want as soon as they are connected.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::select;
use tokio::sync::oneshot;
use tokio::time::Instant;

/// Time that everybody has, also on a slow line.
const SPARED: Duration = Duration::from_secs(1);

/// The connections that wait. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct WaitingConnections {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// By the order in which they began to wait.
    waiting: BTreeMap<u64, WaitingConnection>,
    next: u64,
}

#[derive(Debug)]
struct WaitingConnection {
    address: IpAddr,
    since: Instant,
    /// Its connection ends when this is dropped.
    _end: oneshot::Sender<()>,
}

/// Place of a connection among them, until it is dropped.
struct WaitingPlace<'a> {
    all: &'a WaitingConnections,
    number: u64,
}

impl WaitingConnections {
    /// Waits for the `data` that a connection from `address` sends first; `None` if it has to end, to make room for others.
    pub async fn wait_for<T>(&self, address: IpAddr, data: impl Future<Output = T>) -> Option<T> {
        let (end, ended) = oneshot::channel();
        let place = {
            let mut state = self.state();
            let number = state.next;
            state.next += 1;
            let since = Instant::now();
            state.waiting.insert(number, WaitingConnection { address, since, _end: end });
            WaitingPlace { all: self, number }
        };
        let received = select! {
            biased;
            data = data => Some(data),
            _ = ended => None,
        };
        drop(place);
        received
    }

    /// Ends the connections that have waited longest, of all or of those from an address, at most so many and none that
    /// has waited for less than a second; returns whether there was one.
    pub fn end_oldest(&self, of: Option<IpAddr>, most: usize) -> bool {
        let mut state = self.state();
        let is_meant = |waits: &WaitingConnection| of.is_none_or(|address| waits.address == address);
        let meant = state.waiting.iter().filter(|(_, waits)| is_meant(waits));
        let old = meant.take_while(|(_, waits)| waits.since.elapsed() >= SPARED).take(most);
        let old: Vec<u64> = old.map(|(number, _)| *number).collect();
        for number in &old {
            state.waiting.remove(number);
        }
        !old.is_empty()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for WaitingPlace<'_> {
    fn drop(&mut self) {
        self.all.state().waiting.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use tokio::task::JoinSet;
    use tokio::time::{advance, timeout};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_has_waited_longest_makes_room() {
        let all = WaitingConnections::default();
        let address = |n: u8| IpAddr::from([192, 0, 2, n]);
        let wait = |n: u8| {
            let all = all.clone();
            let mut waiting = JoinSet::new();
            waiting.spawn(async move { all.wait_for(address(n), pending::<()>()).await });
            waiting
        };
        let ends = async |waiting: &mut JoinSet<Option<()>>| {
            let ended = timeout(Duration::from_millis(1), waiting.join_next()).await;
            ended.is_ok_and(|end| end.unwrap().unwrap().is_none())
        };
        assert!(!all.end_oldest(None, 1));
        let mut first = wait(1);
        tokio::task::yield_now().await;
        assert!(!all.end_oldest(None, 1), "everybody has a second");
        advance(SPARED).await;
        let mut second = wait(2);
        tokio::task::yield_now().await;
        assert!(!all.end_oldest(Some(address(2)), 5) && !all.end_oldest(Some(address(3)), 5));
        assert!(all.end_oldest(None, 1) && !all.end_oldest(None, 1));
        assert!(ends(&mut first).await && !ends(&mut second).await);
        advance(SPARED).await;
        assert!(all.end_oldest(Some(address(2)), 5) && ends(&mut second).await);
        assert_eq!(all.wait_for(address(1), ready(7)).await, Some(7));
        assert!(all.state().waiting.is_empty());
    }
}
