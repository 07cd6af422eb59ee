//! Answers that go on: what happens is told as it happens.
//!
//! In: a route that tells. Out: server-sent events, and a comment now and then so that proxies keep the connection.
//! Never: goes on when the rule of its route is no longer kept (it is looked at again with each comment, and at once
//! when anybody signs out or an account changes), waits for who takes nothing, or keeps more than a few messages.

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::rt::time::timeout;
use bytes::Bytes;
use futures_core::Stream;
use tokio::sync::{mpsc, watch};

use super::serve::{RouteRule, look_again};
use super::{ApiRequest, Description};
use crate::web::Error;

/// Interval of comments, with which the access rule is checked again.
const COMMENT_EVERY: Duration = Duration::from_secs(15);
/// A line that is no event.
const COMMENT: Bytes = Bytes::from_static(b":\n\n");
/// A client that takes nothing for so long is disconnected.
const TAKES_WITHIN: Duration = Duration::from_secs(30);
/// Messages that may wait for the connection. What comes beyond them waits where it is told, and is lost there.
const MOST_WAITING: usize = 8;
/// Streams that a person or a program has at once,
const MOST_OF_ONE: usize = 128;
/// Streams that those who are not signed in have at once, all together: the rest is for those who are.
const MOST_OF_STRANGERS: usize = 512;
/// that come from one address,
const MOST_FROM_ONE: usize = 256;
/// Streams in all.
const MOST: usize = 1_024;

/// The streams there are, counted; clones share them.
#[derive(Clone)]
pub(crate) struct EventStreams {
    counts: Arc<Mutex<Counts>>,
    doubts: Arc<watch::Sender<()>>,
}

#[derive(Default)]
struct Counts {
    all: usize,
    of: HashMap<String, usize>,
    from: HashMap<IpAddr, usize>,
}

/// A place among the streams, given back when it is dropped.
struct StreamPermit {
    counts: Arc<Mutex<Counts>>,
    name: String,
    address: IpAddr,
}

impl Default for EventStreams {
    fn default() -> Self {
        Self { counts: Arc::default(), doubts: Arc::new(watch::channel(()).0) }
    }
}

impl EventStreams {
    /// Has every stream check its access rule again, because permissions have changed.
    pub(super) fn doubt(&self) {
        self.doubts.send_replace(());
    }

    /// Returns the number of open streams.
    #[cfg(test)]
    pub(crate) fn count(&self) -> usize {
        lock(&self.counts).all
    }

    fn enter(&self, name: &str, address: IpAddr) -> Result<StreamPermit, Error> {
        let mut counts = lock(&self.counts);
        let of = counts.of.get(name).copied().unwrap_or_default();
        let from = counts.from.get(&address).copied().unwrap_or_default();
        let most = if name.is_empty() { MOST_OF_STRANGERS } else { MOST_OF_ONE };
        if of >= most || from >= MOST_FROM_ONE || counts.all >= MOST {
            return Err(Error::TOO_MANY_STREAMS);
        }
        counts.all += 1;
        counts.of.insert(name.to_owned(), of + 1);
        counts.from.insert(address, from + 1);
        Ok(StreamPermit { counts: Arc::clone(&self.counts), name: name.to_owned(), address })
    }
}

impl Drop for StreamPermit {
    fn drop(&mut self) {
        let mut counts = lock(&self.counts);
        counts.all = counts.all.saturating_sub(1);
        if let Some(of) = counts.of.get_mut(&self.name) {
            *of -= 1;
        }
        if let Some(from) = counts.from.get_mut(&self.address) {
            *from -= 1;
        }
        // Those who have none are not remembered.
        counts.of.retain(|_, count| *count > 0);
        counts.from.retain(|_, count| *count > 0);
    }
}

/// Sending end of a streamed body.
#[derive(Clone)]
pub(crate) struct EventSender(mpsc::Sender<Bytes>);

impl EventSender {
    /// Tells this; waits for room. False if nobody is there any more, or nothing is taken.
    pub(crate) async fn tell(&self, what: Bytes) -> bool {
        matches!(timeout(TAKES_WITHIN, self.0.send(what)).await, Ok(Ok(())))
    }
}

/// Receiving end of a streamed body.
#[derive(Clone, Debug)]
pub(crate) struct EventStream(Arc<Mutex<Option<mpsc::Receiver<Bytes>>>>);

/// Makes a stream for a body that is sent piece by piece. At most `capacity` pieces wait for the connection.
pub(crate) fn channel(capacity: usize) -> (EventSender, EventStream) {
    let (sender, receiver) = mpsc::channel(capacity);
    (EventSender(sender), EventStream(Arc::new(Mutex::new(Some(receiver)))))
}

/// The body of an answer that goes on.
pub(super) struct EventBody(mpsc::Receiver<Bytes>);

impl EventStream {
    /// The body, once.
    pub(super) fn body(&self) -> Option<EventBody> {
        lock(&self.0).take().map(EventBody)
    }
}

impl Stream for EventBody {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(cx).map(|told| told.map(Ok))
    }
}

impl fmt::Debug for EventBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body")
    }
}

/// Begins to tell what `tells` has, for as long as `rule` is kept and somebody listens.
pub(super) fn begin(
    call: ApiRequest,
    rule: RouteRule,
    tells: fn(ApiRequest, EventSender) -> Description,
) -> Result<EventStream, Error> {
    let name = call.person().map(|person| person.name.clone()).unwrap_or_default();
    let place = call.site.streams.enter(&name, call.address())?;
    let (sender, stream) = channel(MOST_WAITING);
    let again = call.clone();
    let mut doubts = call.site.streams.doubts.subscribe();
    actix_web::rt::spawn(async move {
        let _place = place;
        let left = sender.0.clone();
        tokio::select! {
            () = tells(call, sender.clone()) => {}
            () = guard(&again, rule, &sender, &mut doubts) => {}
            () = left.closed() => {}
        }
    });
    Ok(stream)
}

/// Returns when the rule is no longer kept, or nobody listens.
async fn guard(call: &ApiRequest, rule: RouteRule, sender: &EventSender, doubts: &mut watch::Receiver<()>) {
    loop {
        // The sender lives as long as the site.
        let in_doubt = matches!(timeout(COMMENT_EVERY, doubts.changed()).await, Ok(Ok(())));
        if look_again(call, rule).await.is_err() {
            return;
        }
        if !in_doubt && !sender.tell(COMMENT).await {
            return;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn there_are_so_many_streams_and_no_more() {
        let streams = EventStreams::default();
        let address = |n: u32| IpAddr::from(Ipv4Addr::from_bits(n));
        let of_one: Vec<_> =
            (0..MOST_OF_ONE).map(|n| streams.enter("ada", address(n as u32 % 7)).unwrap()).collect();
        assert!(streams.enter("ada", address(99)).is_err());
        assert!(streams.enter("ben", address(99)).is_ok());
        drop(of_one);
        assert_eq!(streams.count(), 0);
        let from_one = |n: usize| streams.enter(&format!("person {n}"), address(1));
        let from_one: Vec<_> = (0..MOST_FROM_ONE).map(|n| from_one(n).unwrap()).collect();
        assert!(streams.enter("ada", address(1)).is_err());
        assert!(streams.enter("ada", address(2)).is_ok());
        drop(from_one);
        let strangers: Vec<_> =
            (0..MOST_OF_STRANGERS).map(|n| streams.enter("", address(n as u32)).unwrap()).collect();
        assert!(streams.enter("", address(9_999)).is_err() && streams.enter("ada", address(9_999)).is_ok());
        drop(strangers);
        let counts = lock(&streams.counts);
        assert!(counts.of.is_empty() && counts.from.is_empty(), "nobody is remembered");
    }
}
