//! Connections of the web server, and which of them end where there is no room for others.
//!
//! Anybody can ask and keep the connection, ask for events that never come, or send a body byte by byte. Where descriptors
//! are short, such connections end, unless somebody has signed in by them, and nobody else keeps one after an answer.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Waker};
use std::time::Duration;

use tokio::time::Instant;

use crate::model::client_prefix;

/// Time for which a request may go on, a connection may wait for the next one, and an answer may pause: a listener who
/// goes back gets a second of sound at a time.
const SPARED: Duration = Duration::from_secs(2);
/// The same for a request or a pause between two where there is no room at all.
const SPARED_URGENTLY: Duration = Duration::from_secs(1);
/// Time for an answer whose client does not take what is written: that may be a listener on a bad line.
const SPARED_BLOCKED: Duration = Duration::from_secs(15);
/// Time that a whole answer has on one of the last descriptors where there is no room at all.
const SPARED_RESERVED: Duration = Duration::from_secs(5);
/// Time for which descriptors count as short after a connection has got one of the last.
const SHORT_FOR: Duration = Duration::from_secs(10);
/// Time after which it is looked for connections to end again when there were none.
const LOOK_AGAIN: Duration = Duration::from_millis(100);
/// Connections that are kept for an account.
const MOST_KEPT: usize = 16;
/// Accounts' names have no space, so what is kept for somebody who is live is counted apart.
const LIVE: &str = "live ";

/// All of them. Clones share them.
#[derive(Clone, Debug)]
pub struct WebConnections {
    connections: Arc<Mutex<Connections>>,
    /// Until when descriptors are short, in milliseconds since the epoch.
    short_until_ms: Arc<AtomicU64>,
    epoch: Instant,
}

/// Room that is needed for other connections.
#[derive(Clone, Copy, Debug)]
pub struct RoomNeeded {
    /// The most that end.
    pub most: usize,
    /// Connections that one address may have beside those by which somebody has signed in.
    pub share: usize,
    /// Set if there is no descriptor left for a newcomer, not even one of those kept for staff.
    pub is_urgent: bool,
}

#[derive(Debug, Default)]
struct Connections {
    by_number: BTreeMap<u64, Arc<Activity>>,
    /// Numbers of those that are kept, by account; the one kept first is the first.
    kept: HashMap<String, VecDeque<u64>>,
    next: u64,
    /// Time of the last look that found nothing to end.
    in_vain_ms: Option<u64>,
}

#[derive(Debug)]
struct Activity {
    number: u64,
    /// Address of the client; `None` behind a proxy, where many share one.
    address: Option<IpAddr>,
    /// Whether it has one of the last descriptors.
    is_reserved: bool,
    /// When something passed last, in milliseconds since the epoch of all.
    last_ms: AtomicU64,
    /// When the present request began, or the last answer ended.
    since_ms: AtomicU64,
    /// Whether an answer is on its way.
    is_answered: AtomicBool,
    is_blocked: AtomicBool,
    is_ended: AtomicBool,
    /// The account that it is kept for.
    keeper: Mutex<Option<String>>,
    reader: Mutex<Option<Waker>>,
}

/// One of them, until it is dropped.
#[derive(Debug)]
pub struct WebConnection {
    all: WebConnections,
    activity: Arc<Activity>,
}

/// The connection that a request came by, for those who answer it; by default none that is known.
#[derive(Clone, Debug, Default)]
pub struct RequestConnection(Option<(WebConnections, Arc<Activity>)>);

/// An answer on its way, until it is dropped.
#[derive(Debug)]
pub struct AnswerInProgress(RequestConnection);

impl Default for WebConnections {
    fn default() -> Self {
        Self { connections: Arc::default(), short_until_ms: Arc::default(), epoch: Instant::now() }
    }
}

impl WebConnections {
    /// Counts a connection from `address`, `None` for one of a proxy, which may have one of the last descriptors.
    pub fn add(&self, address: Option<IpAddr>, is_reserved: bool) -> WebConnection {
        let now_ms = self.now_ms();
        let mut connections = self.connections();
        let number = connections.next;
        connections.next += 1;
        let activity = Arc::new(Activity {
            number,
            address: address.map(client_prefix),
            is_reserved,
            last_ms: AtomicU64::new(now_ms),
            since_ms: AtomicU64::new(now_ms),
            is_answered: AtomicBool::new(false),
            is_blocked: AtomicBool::new(false),
            is_ended: AtomicBool::new(false),
            keeper: Mutex::default(),
            reader: Mutex::default(),
        });
        connections.by_number.insert(number, Arc::clone(&activity));
        WebConnection { all: self.clone(), activity }
    }

    /// Ends connections by which nobody has signed in and returns whether there was one: first those of addresses that have
    /// more than their share, then those that ask or wait for long, and of each the oldest.
    pub fn make_room(&self, needed: RoomNeeded) -> bool {
        let now_ms = self.now_ms();
        self.short_until_ms.store(now_ms.saturating_add(millis(SHORT_FOR)), Ordering::Relaxed);
        let mut connections = self.connections();
        let is_early = |vain_ms: u64| now_ms < vain_ms.saturating_add(millis(LOOK_AGAIN));
        if connections.in_vain_ms.is_some_and(is_early) {
            return false;
        }
        let strangers = || connections.by_number.values().filter(|activity| activity.keeper().is_none());
        let mut of_address: HashMap<IpAddr, usize> = HashMap::new();
        for address in strangers().filter_map(|activity| activity.address) {
            *of_address.entry(address).or_default() += 1;
        }
        let count = |address| of_address.get(&address).copied().unwrap_or_default();
        let mut ends: Vec<(u8, u64, u64)> = strangers()
            .filter_map(|activity| {
                let is_crowd = activity.address.is_some_and(|address| count(address) > needed.share);
                let rank = activity.rank(now_ms, is_crowd, needed.is_urgent)?;
                Some((rank, activity.since_ms.load(Ordering::Relaxed), activity.number))
            })
            .collect();
        if needed.most > 0 && ends.len() > needed.most {
            ends.select_nth_unstable(needed.most - 1);
        }
        ends.truncate(needed.most);
        for (.., number) in &ends {
            if let Some(activity) = connections.by_number.remove(number) {
                activity.end();
            }
        }
        connections.in_vain_ms = ends.is_empty().then_some(now_ms);
        !ends.is_empty()
    }

    fn now_ms(&self) -> u64 {
        millis(self.epoch.elapsed())
    }

    fn connections(&self) -> MutexGuard<'_, Connections> {
        lock(&self.connections)
    }
}

impl Connections {
    /// Keeps a connection for an account, which may lose its oldest.
    fn keep(&mut self, activity: &Activity, account: String) {
        self.release(activity);
        if !self.by_number.contains_key(&activity.number) {
            return;
        }
        let kept = self.kept.entry(account.clone()).or_default();
        kept.push_back(activity.number);
        let lost = if kept.len() > MOST_KEPT { kept.pop_front() } else { None };
        *activity.keeper() = Some(account);
        if let Some(lost) = lost.and_then(|number| self.by_number.get(&number)) {
            lost.keeper().take();
        }
    }

    fn release(&mut self, activity: &Activity) {
        let Some(account) = activity.keeper().take() else { return };
        let Some(kept) = self.kept.get_mut(&account) else { return };
        kept.retain(|number| *number != activity.number);
        if kept.is_empty() {
            self.kept.remove(&account);
        }
    }
}

impl Activity {
    /// Returns how soon it ends for others, 0 being first; `None` if it does not.
    fn rank(&self, now_ms: u64, is_crowd: bool, is_urgent: bool) -> Option<u8> {
        let has_passed =
            |since: &AtomicU64, time| now_ms.saturating_sub(since.load(Ordering::Relaxed)) >= millis(time);
        let rank = u8::from(!is_crowd);
        if !self.is_answered.load(Ordering::Relaxed) {
            let spared = if is_urgent { SPARED_URGENTLY } else { SPARED };
            return (is_crowd || has_passed(&self.since_ms, spared)).then_some(rank);
        }
        let spared = if self.is_blocked.load(Ordering::Relaxed) { SPARED_BLOCKED } else { SPARED };
        if has_passed(&self.last_ms, spared) {
            return Some(rank);
        }
        (is_urgent && self.is_reserved && has_passed(&self.since_ms, SPARED_RESERVED)).then_some(2)
    }

    fn end(&self) {
        self.is_ended.store(true, Ordering::Release);
        if let Some(reader) = lock(&self.reader).take() {
            reader.wake();
        }
    }

    fn keeper(&self) -> MutexGuard<'_, Option<String>> {
        lock(&self.keeper)
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
        let mut reader = lock(&self.activity.reader);
        if self.activity.is_ended.load(Ordering::Acquire) {
            return Err(io::Error::new(io::ErrorKind::TimedOut, "the connection made room for others"));
        }
        if !reader.as_ref().is_some_and(|reader| reader.will_wake(cx.waker())) {
            *reader = Some(cx.waker().clone());
        }
        Ok(())
    }

    /// Returns what its requests know of it.
    pub fn of_requests(&self) -> RequestConnection {
        RequestConnection(Some((self.all.clone(), Arc::clone(&self.activity))))
    }
}

impl RequestConnection {
    /// Takes note that a request has come. Its sender has to sign in again: a proxy sends many people's by one connection.
    pub fn asked(&self) {
        let Some((all, activity)) = &self.0 else { return };
        activity.since_ms.store(all.now_ms(), Ordering::Relaxed);
        self.release();
    }

    /// Takes note that the answer begins.
    pub fn answers(&self) -> AnswerInProgress {
        if let Some((_, activity)) = &self.0 {
            activity.is_answered.store(true, Ordering::Relaxed);
        }
        AnswerInProgress(self.clone())
    }

    /// Keeps it: somebody has signed in to this account.
    pub fn keep(&self, account: &str) {
        if let Some((all, activity)) = &self.0 {
            all.connections().keep(activity, account.to_owned());
        }
    }

    /// Keeps it for somebody with this account who goes live, until the answer is over.
    pub fn keep_live(&self, account: &str) {
        self.keep(&format!("{LIVE}{account}"));
    }

    /// Keeps no connection of this account any longer, unless it is live.
    pub fn forget(&self, account: &str) {
        let Some((all, _)) = &self.0 else { return };
        let mut connections = all.connections();
        for number in connections.kept.remove(account).unwrap_or_default() {
            if let Some(activity) = connections.by_number.get(&number) {
                activity.keeper().take();
            }
        }
    }

    /// Returns whether it should not stay after the answer: descriptors are short, and nobody has signed in by it.
    pub fn ends_after_answer(&self) -> bool {
        self.0.as_ref().is_some_and(|(all, activity)| {
            all.now_ms() < all.short_until_ms.load(Ordering::Relaxed) && activity.keeper().is_none()
        })
    }

    /// Returns whether the server has ended it to make room for others.
    pub fn is_ended(&self) -> bool {
        self.0.as_ref().is_some_and(|(_, activity)| activity.is_ended.load(Ordering::Acquire))
    }

    fn release(&self) {
        let Some((all, activity)) = &self.0 else { return };
        let is_kept = activity.keeper().is_some();
        if is_kept {
            all.connections().release(activity);
        }
    }
}

impl Drop for AnswerInProgress {
    fn drop(&mut self) {
        let Some((all, activity)) = &self.0.0 else { return };
        activity.is_answered.store(false, Ordering::Relaxed);
        activity.since_ms.store(all.now_ms(), Ordering::Relaxed);
        let was_live = activity.keeper().as_ref().is_some_and(|account| account.starts_with(LIVE));
        if was_live {
            self.0.release();
        }
    }
}

impl Drop for WebConnection {
    fn drop(&mut self) {
        let mut connections = self.all.connections();
        connections.release(&self.activity);
        connections.by_number.remove(&self.activity.number);
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::task::Wake;

    use tokio::time::advance;

    use super::*;

    const NEEDED: RoomNeeded = RoomNeeded { most: 9, share: 2, is_urgent: false };

    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn address(n: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, n])
    }

    fn ended(connection: &WebConnection) -> bool {
        connection.check(&Context::from_waker(Waker::noop())).is_err()
    }

    #[tokio::test(start_paused = true)]
    async fn a_crowd_of_an_address_makes_room_first_whatever_it_sends() {
        let all = WebConnections::default();
        let signed_in = all.add(Some(address(2)), false);
        signed_in.of_requests().keep("ada");
        let alone = all.add(Some(address(1)), false);
        let proxied: Vec<_> = (0..5).map(|_| all.add(None, false)).collect();
        advance(SPARED / 4).await;
        let crowd = [2, 2, 2].map(|n| all.add(Some(address(n)), false));
        let _answer = crowd[1].of_requests().answers();
        let woken = Arc::new(Woken::default());
        crowd[0].check(&Context::from_waker(&Waker::from(Arc::clone(&woken)))).unwrap();
        assert!(!alone.of_requests().ends_after_answer(), "there is room");
        assert!(all.make_room(RoomNeeded { most: 1, ..NEEDED }));
        assert!(
            ended(&crowd[0]) && crowd[0].of_requests().is_ended() && woken.0.load(Ordering::Relaxed) == 1
        );
        assert!(!all.make_room(NEEDED), "it has its share");
        assert!(alone.of_requests().ends_after_answer() && !signed_in.of_requests().ends_after_answer());
        let more = [2, 2].map(|n| all.add(Some(address(n)), false));
        advance(LOOK_AGAIN).await;
        assert!(all.make_room(NEEDED) && ended(&crowd[2]) && more.iter().all(ended));
        assert!(!ended(&crowd[1]), "it gets what it asked for");
        assert!(!ended(&alone) && !proxied.iter().any(ended) && !ended(&signed_in));
        advance(SHORT_FOR).await;
        assert!(!alone.of_requests().ends_after_answer(), "there is room again");
    }

    #[tokio::test(start_paused = true)]
    async fn requests_that_go_on_for_long_make_room_and_answers_that_pass_do_not() {
        let all = WebConnections::default();
        let dripping = all.add(Some(address(1)), false);
        let waiting = all.add(None, false);
        drop(waiting.of_requests().answers());
        let listener = all.add(Some(address(2)), false);
        let _sound = listener.of_requests().answers();
        let last = all.add(Some(address(3)), true);
        let _long = last.of_requests().answers();
        let urgently = RoomNeeded { is_urgent: true, ..NEEDED };
        advance(SPARED_URGENTLY).await;
        assert!(!all.make_room(NEEDED));
        advance(SPARED / 2).await;
        for connection in [&dripping, &waiting, &listener, &last] {
            connection.passed();
        }
        let new = all.add(Some(address(4)), false);
        assert!(all.make_room(NEEDED) && ended(&dripping) && ended(&waiting));
        advance(SPARED_RESERVED).await;
        new.of_requests().asked();
        listener.passed();
        last.passed();
        assert!(!all.make_room(NEEDED) && !ended(&last));
        advance(LOOK_AGAIN).await;
        assert!(all.make_room(urgently) && ended(&last), "the last descriptors are not for long answers");
        assert!(!ended(&listener) && !ended(&new));
    }

    #[tokio::test(start_paused = true)]
    async fn an_account_keeps_some_until_it_signs_out() {
        let all = WebConnections::default();
        let is_kept = |connection: &WebConnection| connection.activity.keeper().is_some();
        let of_one: Vec<_> = (0..MOST_KEPT + 3).map(|_| all.add(Some(address(1)), false)).collect();
        for connection in &of_one {
            connection.of_requests().keep("ada");
        }
        assert!(!of_one[..3].iter().any(is_kept) && of_one[3..].iter().all(is_kept));
        of_one[0].of_requests().keep("ada");
        assert!(is_kept(&of_one[0]) && !is_kept(&of_one[3]));
        of_one[0].of_requests().asked();
        assert!(!is_kept(&of_one[0]), "the next request may be somebody else's");
        let live = all.add(None, false);
        live.of_requests().keep_live("ada");
        let other = all.add(None, false);
        other.of_requests().keep("ben");
        other.of_requests().forget("ada");
        assert!(!of_one.iter().any(is_kept) && is_kept(&live) && is_kept(&other));
        drop(live.of_requests().answers());
        assert!(!is_kept(&live), "the show is over");
        drop((of_one, live, other));
        let left = all.connections();
        assert!(left.by_number.is_empty() && left.kept.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_no_more_is_waited_for() {
        let all = WebConnections::default();
        let slow = all.add(Some(address(1)), false);
        let _answer = slow.of_requests().answers();
        slow.blocked();
        advance(SPARED * 2).await;
        assert!(!all.make_room(NEEDED));
        advance(SPARED_BLOCKED).await;
        assert!(all.make_room(NEEDED) && ended(&slow));
        drop(slow);
        assert!(all.connections().by_number.is_empty());
    }
}
