//! A listener served by the web server: on a connection that it holds already.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use actix_web::error::PayloadError;
use actix_web::web::Payload;
use bytes::Bytes;
use futures_core::Stream;
use slab::Slab;

use super::listener_registry::{ListenerQuery, ListenerStatus, QueryKind};
use super::ws_session::{WsReply, WsSession};
use crate::clock::Clock;
use crate::mount::{Delivery, Listener, Notifier};

/// Amount of audio that may wait for a listener, in microseconds, before it goes on at the live edge. The web
/// server asks for more when it has room again, and does not report for how long it had none.
const MOST_WAITING_US: u64 = 2_000_000;

/// Wakes the bodies that wait for sound, and knows who listens by them.
#[derive(Default)]
pub struct BodyNotifier {
    waiting: Mutex<Vec<Waker>>,
    seats: Mutex<Slab<Arc<BodyListener>>>,
}

/// A listener that a body has, for whoever asks about it meanwhile.
struct BodyListener {
    listener: Mutex<Listener>,
    /// Number of bytes sent to it.
    sent: AtomicU64,
    /// It is to leave.
    leaves: AtomicBool,
}

impl BodyListener {
    fn lock(&self) -> MutexGuard<'_, Listener> {
        self.listener.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl BodyNotifier {
    fn wait(&self, waker: &Waker) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(waker.clone());
    }

    fn seats(&self) -> MutexGuard<'_, Slab<Arc<BodyListener>>> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers a question about the listeners that bodies have.
    pub(super) fn answer(&self, question: &ListenerQuery) -> Vec<ListenerStatus> {
        // They are few enough that all may be looked at, and nobody comes in or leaves meanwhile.
        let seats = self.seats();
        let mut asked_about: Vec<_> = seats
            .iter()
            .filter_map(|(_, listener_state)| {
                let listener = listener_state.lock();
                question.concerns(&listener).then(|| (listener.number(), listener_state))
            })
            .collect();
        match &question.what {
            QueryKind::Tell { after, limit } => {
                asked_about.retain(|(number, _)| number > after);
                asked_about.sort_unstable_by_key(|(number, _)| *number);
                asked_about.truncate(*limit);
            }
            QueryKind::Leave(numbers) => {
                asked_about.retain(|(number, _)| numbers.binary_search(number).is_ok());
                for (_, listener_state) in &asked_about {
                    listener_state.leaves.store(true, Ordering::Relaxed);
                }
            }
        }
        let seen = |(_, listener_state): (u64, &Arc<BodyListener>)| {
            ListenerStatus::new(&listener_state.lock(), Some(listener_state.sent.load(Ordering::Relaxed)), 0)
        };
        asked_about.into_iter().map(seen).collect()
    }
}

impl Notifier for BodyNotifier {
    fn notify(&self) {
        let waiting = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        for waker in waiting {
            waker.wake();
        }
    }
}

/// The body of an endless answer: a greeting, then what the listener hears.
pub struct StreamBody {
    listener_state: Arc<BodyListener>,
    /// Index of its entry in the notifier.
    place: usize,
    bell: Arc<BodyNotifier>,
    greeting: Option<Bytes>,
    /// For a WebSocket, what the listener says.
    talk: Option<WebSocketInput>,
    over: bool,
}

struct WebSocketInput {
    said: Payload,
    conversation: WsSession,
    clock: Arc<dyn Clock>,
}

impl StreamBody {
    /// A stream that nobody answers.
    pub fn stream(listener: Listener, bell: Arc<BodyNotifier>) -> Self {
        Self::new(listener, bell, None, None)
    }

    /// A WebSocket that begins with `greeting`.
    pub fn websocket(
        (listener, greeting): (Listener, Bytes),
        bell: Arc<BodyNotifier>,
        said: Payload,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let talk = WebSocketInput { said, conversation: WsSession::default(), clock };
        Self::new(listener, bell, Some(greeting), Some(talk))
    }

    fn new(
        listener: Listener,
        bell: Arc<BodyNotifier>,
        greeting: Option<Bytes>,
        talk: Option<WebSocketInput>,
    ) -> Self {
        let listener = Mutex::new(listener);
        let listener_state =
            Arc::new(BodyListener { listener, sent: AtomicU64::new(0), leaves: AtomicBool::new(false) });
        let place = bell.seats().insert(Arc::clone(&listener_state));
        Self { listener_state, place, bell, greeting, talk, over: false }
    }

    fn answer(&mut self, cx: &mut Context<'_>) -> Option<Bytes> {
        let talk = self.talk.as_mut()?;
        loop {
            match talk.conversation.answer(&*talk.clock) {
                Some(WsReply::Reply(bytes)) => return Some(bytes),
                Some(WsReply::Close(bytes)) => {
                    self.over = true;
                    return Some(bytes);
                }
                None => {}
            }
            match Pin::new(&mut talk.said).poll_next(cx) {
                Poll::Pending => return None,
                Poll::Ready(Some(Ok(bytes))) => talk.conversation.hear(&bytes, &*talk.clock),
                Poll::Ready(Some(Err(_)) | None) => {
                    self.over = true;
                    return None;
                }
            }
        }
    }
}

impl Stream for StreamBody {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.poll_bytes(cx);
        if let Poll::Ready(Some(bytes)) = &next {
            self.listener_state.sent.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        }
        next.map(|next| next.map(Ok))
    }
}

impl Drop for StreamBody {
    fn drop(&mut self) {
        drop(self.bell.seats().try_remove(self.place));
    }
}

impl StreamBody {
    fn poll_bytes(&mut self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        let body = self;
        if body.over {
            return Poll::Ready(None);
        }
        if body.listener_state.leaves.load(Ordering::Relaxed) {
            body.over = true;
            let end = body.listener_state.lock().disconnection();
            return Poll::Ready((!end.is_empty()).then_some(end));
        }
        if let Some(bytes) = body.greeting.take().or_else(|| body.answer(cx)) {
            return Poll::Ready(Some(bytes));
        }
        let listener_state = Arc::clone(&body.listener_state);
        let mut listener = listener_state.lock();
        listener.keep_within(MOST_WAITING_US);
        let mut waits = false;
        loop {
            match listener.next() {
                Delivery::Bytes(bytes) => return Poll::Ready(Some(bytes)),
                Delivery::Skipped(_) => {}
                Delivery::NotYet if body.over => return Poll::Ready(None),
                Delivery::NotYet if waits => return Poll::Pending,
                Delivery::NotYet => {
                    // Looked at once more after it, so that nothing that comes in between is missed.
                    body.bell.wait(cx.waker());
                    waits = true;
                }
                Delivery::OffAir => return Poll::Ready(None),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Cadence, Format, Framing, StreamAddress, TitleTransport};
    use crate::frame::{Codec, Frame, Rendition};
    use crate::model::{NowPlaying, SourceKind, Title};
    use crate::mount::{ListenerFigures, Mount, MountConfig, Producer, Start};

    /// A message is the number of its first frame.
    struct Numbers;

    impl Framing for Numbers {
        fn pack(&self, frames: &[Frame], _: Option<&NowPlaying>) -> Bytes {
            frames[0].seq.to_string().into()
        }
        fn title(&self, now_playing: &NowPlaying) -> Option<Bytes> {
            Some(now_playing.title.clone().into())
        }
        fn end_of_stream(&self, _: u64) -> Bytes {
            Bytes::from_static(b"bye")
        }
    }

    static NUMBERS: Format = Format {
        label: "numbers",
        name: "Numbers",
        address: StreamAddress::Extension("txt"),
        media_type: "text/plain",
        codecs: &[Codec::Opus],
        cadence: Cadence::Us(100_000),
        titles: TitleTransport::Messages,
        has_captions: false,
        is_audience: true,
        framing: |_| Box::new(Numbers),
    };

    struct Air {
        producer: Producer,
        mount: Mount,
        bell: Arc<BodyNotifier>,
        figures: ListenerFigures,
        next: u64,
    }

    impl Air {
        fn new() -> Self {
            let (bell, figures) = (Arc::<BodyNotifier>::default(), ListenerFigures::default());
            let (producer, mount) = Mount::new(MountConfig {
                station: "main".to_owned(),
                base_path: crate::model::BasePath::default(),
                rendition: Rendition::new("numbers", Codec::Opus, 0),
                first_seq: 0,
                notifiers: vec![Arc::<BodyNotifier>::clone(&bell)],
                figures: figures.clone(),
            });
            Self { producer, mount, bell, figures, next: 0 }
        }

        fn publish(&mut self, frames: u64) {
            for seq in self.next..self.next + frames {
                self.producer.publish(Frame { seq, time_us: seq, payload: Bytes::new() });
            }
            self.next += frames;
        }

        fn announce(&mut self, title: &str) {
            let what = Arc::new(Title::plain(SourceKind::Autodj, title));
            self.producer.announce(&NowPlaying { time_us: self.next, what });
        }

        fn join(&self, burst: u64) -> StreamBody {
            let listener = self.mount.join(&NUMBERS, NUMBERS.cadence, Start::burst(burst * 20_000)).unwrap();
            StreamBody::stream(listener, Arc::clone(&self.bell))
        }
    }

    /// Reads `most` messages, or as many as there are.
    fn hear(body: &mut StreamBody, most: usize) -> String {
        let mut cx = Context::from_waker(Waker::noop());
        let mut heard = Vec::new();
        while heard.len() < most
            && let Poll::Ready(Some(next)) = Pin::new(&mut *body).poll_next(&mut cx)
        {
            heard.push(String::from_utf8(next.unwrap().to_vec()).unwrap());
        }
        heard.join(" ")
    }

    #[test]
    fn who_could_take_nothing_for_two_seconds_goes_on_at_the_live_edge() {
        let mut air = Air::new();
        air.announce("one");
        air.publish(5);
        let mut body = air.join(5);
        assert_eq!(hear(&mut body, 9), "one 0");
        // Up to two seconds are made up for.
        air.publish(100);
        assert_eq!(hear(&mut body, 1), "5");
        air.publish(10);
        air.announce("two");
        air.publish(5);
        assert_eq!(hear(&mut body, 9), "two 115", "and the title is told again");
        assert_eq!(air.figures.skipped("numbers"), 105);
        air.publish(5);
        assert_eq!(hear(&mut body, 9), "120");
    }

    #[test]
    fn a_burst_that_is_longer_is_whole() {
        let mut air = Air::new();
        air.publish(300);
        let mut body = air.join(200);
        for first in (100..300).step_by(5) {
            assert_eq!(hear(&mut body, 1), first.to_string());
        }
        assert_eq!(hear(&mut body, 1), "");
    }

    #[test]
    fn who_listens_is_told_and_leaves_with_an_end() {
        let mut air = Air::new();
        air.publish(5);
        let (mut one, mut other) = (air.join(0), air.join(0));
        air.publish(5);
        assert_eq!((hear(&mut one, 9), hear(&mut other, 9)), ("5".to_owned(), "5".to_owned()));
        let ask = |what| {
            let seen = air.bell.answer(&ListenerQuery { mounts: vec![air.mount.clone()], what });
            seen.into_iter().map(|seen| (seen.about.number, seen.bytes)).collect::<Vec<_>>()
        };
        let tell = |after, limit| ask(QueryKind::Tell { after, limit });
        assert_eq!(tell(0, 9), [(1, Some(1)), (2, Some(1))]);
        assert_eq!((tell(0, 1), tell(1, 1)), (vec![(1, Some(1))], vec![(2, Some(1))]));
        let leave = |number| QueryKind::Leave([number].into());
        assert_eq!((ask(leave(3)), ask(leave(1))), (vec![], vec![(1, Some(1))]));
        assert_eq!(hear(&mut one, 9), "bye");
        drop(one);
        assert_eq!(tell(0, 9), [(2, Some(1))]);
        let elsewhere = Air::new().mount;
        assert!(air.bell.answer(&ListenerQuery { mounts: vec![elsewhere], what: leave(2) }).is_empty());
        assert_eq!(hear(&mut other, 9), "", "and listens on");
    }
}
