//! Messages of listeners, as those who read them on air see them, and what they order of them.
//!
//! The database keeps them; this is a copy in memory, so that the studio never waits for it.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::store::StudioMessage;

/// Orders that may wait; more are left out.
const MOST_ORDERS: usize = 64;

/// A station's line for messages of listeners; clones share it.
#[derive(Clone, Default)]
pub struct TextLine {
    inner: Arc<Mutex<Inner>>,
    /// Held while the copy is made anew, so that an older one never follows a newer one.
    refreshing: Arc<Mutex<()>>,
}

#[derive(Default)]
struct Inner {
    /// Counts the copies; 0 before the first.
    version: u64,
    messages: Arc<[StudioMessage]>,
    orders: Vec<TextLineOrder>,
}

/// Something that a DJ on air orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextLineOrder {
    /// The kind of order.
    pub kind: TextLineOrderKind,
    /// The message that it is about.
    pub number: u64,
    /// The DJ.
    pub by: String,
    /// The DJ's address.
    pub address: IpAddr,
}

/// Kinds of orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextLineOrderKind {
    /// Takes the message away.
    Hide,
    /// Takes all messages of its sender away, and no others from them for a day.
    Block,
}

impl TextLine {
    /// The messages, the oldest first, and the version of this copy, if it is another one than `seen`.
    pub fn newer_than(&self, seen: u64) -> Option<(u64, Arc<[StudioMessage]>)> {
        let inner = self.lock();
        (inner.version != seen).then(|| (inner.version, Arc::clone(&inner.messages)))
    }

    /// Makes the copy anew by what `read` returns.
    pub fn refresh<E>(&self, read: impl FnOnce() -> Result<Vec<StudioMessage>, E>) -> Result<(), E> {
        let _turn = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        let messages = read()?.into();
        let mut inner = self.lock();
        inner.version += 1;
        inner.messages = messages;
        Ok(())
    }

    /// Adds an order, which is carried out in a moment.
    pub fn order(&self, order: TextLineOrder) {
        let mut inner = self.lock();
        if inner.orders.len() < MOST_ORDERS {
            inner.orders.push(order);
        }
    }

    /// Takes the orders that are to be carried out.
    pub fn take_orders(&self) -> Vec<TextLineOrder> {
        std::mem::take(&mut self.lock().orders)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_sees_each_copy_once() {
        let line = TextLine::default();
        assert_eq!(line.newer_than(0), None);
        let hello = StudioMessage { number: 1, at_us: 2, name: "Ada".to_owned(), text: "hello".to_owned() };
        line.refresh(|| Ok::<_, ()>(vec![hello.clone()])).unwrap();
        let (seen, messages) = line.clone().newer_than(0).unwrap();
        assert_eq!((seen, &*messages), (1, &[hello][..]));
        assert_eq!(line.newer_than(seen), None);
        assert_eq!(line.refresh(|| Err("out of order")), Err("out of order"));
        assert_eq!(line.newer_than(seen), None, "a copy that failed changes nothing");
    }

    #[test]
    fn orders_are_bounded_and_taken_once() {
        let line = TextLine::default();
        for number in 0..100 {
            let kind = TextLineOrderKind::Hide;
            line.order(TextLineOrder { kind, number, by: "ada".to_owned(), address: [192, 0, 2, 1].into() });
        }
        assert_eq!(line.take_orders().len(), MOST_ORDERS);
        assert!(line.take_orders().is_empty());
    }
}
