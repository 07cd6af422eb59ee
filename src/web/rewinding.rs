//! Listeners who go back: streams with `at` in their query, played from the archive.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use actix_http::ws as rfc6455;
use actix_web::body::{BodyStream, None as NoBody};
use actix_web::error::PayloadError;
use actix_web::http::Method;
use actix_web::http::header::SEC_WEBSOCKET_PROTOCOL;
use actix_web::rt;
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use futures_core::Stream;
use tokio::sync::mpsc;

use super::{AppState, Error};
use crate::clock::Clock;
use crate::container::longwave_v1;
use crate::output::join::{Admission, ArchiveListener};
use crate::output::ws;
use crate::output::ws_session::{WsReply, WsSession};
use crate::recording::{Rewind, RewindListener, RewindStart};

/// Messages that wait for a listener whose connection has no room.
const MOST_WAITING: usize = 2;

/// Answers a request over plain HTTP that says `at`.
pub(super) async fn stream(
    request: &HttpRequest,
    site: &AppState,
    admission: Admission,
    at: &str,
) -> Result<HttpResponse, Error> {
    let start = RewindStart::asked(at, request.query_string(), &**admission.wanted().0.clock())?;
    let (rewind, listener) = open(site, admission, start)?;
    let mut response = HttpResponse::Ok();
    response.force_close();
    for header in &listener.headers {
        response.insert_header(header.clone());
    }
    if request.method() == Method::HEAD {
        return Ok(response.body(NoBody::new()).map_into_boxed_body());
    }
    rewind.prepare().await?;
    let mut response = response.body(BodyStream::new(RewindBody::new(rewind, listener, None)));
    response.head_mut().no_chunking(true);
    Ok(response)
}

/// Answers a WebSocket's request that says `at`.
pub(super) async fn websocket(
    request: &HttpRequest,
    site: &AppState,
    admission: Admission,
    at: &str,
    said: Payload,
) -> Result<HttpResponse, Error> {
    let mut response = rfc6455::handshake(request.head()).map_err(Error::NotAWebSocket)?;
    let (rewind, listener) = open(site, admission, RewindStart::parse(at)?)?;
    rewind.prepare().await?;
    let offered = request.headers().get(SEC_WEBSOCKET_PROTOCOL).and_then(|list| list.to_str().ok());
    if ws::offers_ours(offered) {
        response.insert_header((SEC_WEBSOCKET_PROTOCOL, longwave_v1::PROTOCOL));
    }
    let clock = Arc::clone(&listener.clock);
    let talk = WebSocketTalk { said, session: WsSession::default(), clock };
    let body = RewindBody::new(rewind, listener, Some(talk));
    Ok(response.body(BodyStream::new(body)).map_into_boxed_body().into())
}

fn open(
    site: &AppState,
    admission: Admission,
    start: RewindStart,
) -> Result<(Rewind, ArchiveListener), Error> {
    let (station, format, mount) = admission.wanted();
    let (cadence, burst_us) = admission.pacing();
    let listener = RewindListener {
        station: station.slug().to_owned(),
        base_path: station.base_path().clone(),
        address: admission.address,
        format,
        mount: mount.clone(),
        cadence,
        burst_us,
        clock: Arc::clone(station.clock()),
    };
    let rewind = Rewind::open(&site.archives, listener, start)?;
    let listener = admission.from_archive(&site.archive_audience, rewind.rendition(), rewind.behind_us());
    Ok((rewind, listener))
}

/// The body of a stream from the archive.
struct RewindBody {
    greeting: Option<Bytes>,
    messages: mpsc::Receiver<Bytes>,
    talk: Option<WebSocketTalk>,
    is_over: bool,
    listener: ArchiveListener,
}

struct WebSocketTalk {
    said: Payload,
    session: WsSession,
    clock: Arc<dyn Clock>,
}

impl RewindBody {
    fn new(rewind: Rewind, mut listener: ArchiveListener, talk: Option<WebSocketTalk>) -> Self {
        let (to, messages) = mpsc::channel(MOST_WAITING);
        // It ends when the body is dropped.
        rt::spawn(rewind.play(to));
        let greeting = Some(std::mem::take(&mut listener.greeting)).filter(|greeting| !greeting.is_empty());
        Self { greeting, messages, talk, is_over: false, listener }
    }

    /// Returns the answer to what the listener says.
    fn answer(&mut self, cx: &mut Context<'_>) -> Option<Bytes> {
        let talk = self.talk.as_mut()?;
        loop {
            match talk.session.answer(&*talk.clock) {
                Some(WsReply::Reply(bytes)) => return Some(bytes),
                Some(WsReply::Close(bytes)) => {
                    self.is_over = true;
                    return Some(bytes);
                }
                None => {}
            }
            match Pin::new(&mut talk.said).poll_next(cx) {
                Poll::Pending => return None,
                Poll::Ready(Some(Ok(bytes))) => talk.session.hear(&bytes, &*talk.clock),
                Poll::Ready(Some(Err(_)) | None) => {
                    self.is_over = true;
                    return None;
                }
            }
        }
    }
}

impl Stream for RewindBody {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let body = &mut *self;
        if body.is_over || body.listener.must_leave() {
            return Poll::Ready(None);
        }
        if let Some(bytes) = body.greeting.take().or_else(|| body.answer(cx)) {
            return Poll::Ready(Some(Ok(bytes)));
        }
        if body.is_over {
            return Poll::Ready(None);
        }
        let message = body.messages.poll_recv(cx);
        if let Poll::Ready(Some(bytes)) = &message {
            body.listener.sent(bytes.len());
        }
        message.map(|message| message.map(Ok))
    }
}
