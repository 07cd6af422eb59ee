//! A listener served by the web server: on a connection that it holds already.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use actix_web::error::PayloadError;
use actix_web::web::Payload;
use bytes::Bytes;
use futures_core::Stream;

use super::conversation::{Answer, Conversation};
use crate::clock::Clock;
use crate::mount::{Bell, Heard, Listener};

/// Wakes the bodies that wait for sound.
#[derive(Default)]
pub struct BodyBell {
    waiting: Mutex<Vec<Waker>>,
}

impl BodyBell {
    fn wait(&self, waker: &Waker) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(waker.clone());
    }
}

impl Bell for BodyBell {
    fn ring(&self) {
        let waiting = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        for waker in waiting {
            waker.wake();
        }
    }
}

/// The body of an endless answer: a greeting, then what the listener hears.
pub struct Body {
    listener: Listener,
    bell: Arc<BodyBell>,
    greeting: Option<Bytes>,
    /// For a WebSocket, what the listener says.
    talk: Option<Talk>,
    over: bool,
}

struct Talk {
    said: Payload,
    conversation: Conversation,
    clock: Arc<dyn Clock>,
}

impl Body {
    /// A stream that nobody answers.
    pub fn stream(listener: Listener, bell: Arc<BodyBell>) -> Self {
        Self { listener, bell, greeting: None, talk: None, over: false }
    }

    /// A WebSocket that begins with `greeting`.
    pub fn websocket(
        (listener, greeting): (Listener, Bytes),
        bell: Arc<BodyBell>,
        said: Payload,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let talk = Talk { said, conversation: Conversation::default(), clock };
        Self { listener, bell, greeting: Some(greeting), talk: Some(talk), over: false }
    }

    fn answer(&mut self, cx: &mut Context<'_>) -> Option<Bytes> {
        let talk = self.talk.as_mut()?;
        loop {
            match talk.conversation.answer(&*talk.clock) {
                Some(Answer::Reply(bytes)) => return Some(bytes),
                Some(Answer::Close(bytes)) => {
                    self.over = true;
                    return Some(bytes);
                }
                None => {}
            }
            match Pin::new(&mut talk.said).poll_next(cx) {
                Poll::Pending => return None,
                Poll::Ready(Some(Ok(bytes))) => talk.conversation.hear(&bytes),
                Poll::Ready(Some(Err(_)) | None) => {
                    self.over = true;
                    return None;
                }
            }
        }
    }
}

impl Stream for Body {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let body = &mut *self;
        if body.over {
            return Poll::Ready(None);
        }
        if let Some(bytes) = body.greeting.take().or_else(|| body.answer(cx)) {
            return Poll::Ready(Some(Ok(bytes)));
        }
        let mut waits = false;
        loop {
            match body.listener.next() {
                Heard::Bytes(bytes) => return Poll::Ready(Some(Ok(bytes))),
                Heard::Skipped(_) => {}
                Heard::NotYet if body.over => return Poll::Ready(None),
                Heard::NotYet if waits => return Poll::Pending,
                Heard::NotYet => {
                    // Looked at once more after it, so that nothing that comes in between is missed.
                    body.bell.wait(cx.waker());
                    waits = true;
                }
                Heard::OffAir => return Poll::Ready(None),
            }
        }
    }
}
