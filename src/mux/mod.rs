//! The server's single port.
//!
//! In: a connection, encrypted or not. Out: to a transmitter, if its first request is for a stream; to ingest, if
//! it is a source's; to the web server, with every byte it sent, if it is for anything else. Never: answers a wrong
//! request itself: the web server does, in one place.

mod dispatch;
mod encrypted_socket;
mod idle_timeout;
mod prefixed_stream;
mod proxy_header;
mod raw_target;
mod sniff;

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_http::body::MessageBody;
use actix_http::{HttpService, KeepAlive, Request, Response};
use actix_service::{IntoServiceFactory, Service, ServiceFactory, fn_factory, fn_service};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::broadcast::Broadcasts;
use crate::ingest::{Ingest, ShoutcastConnection};
use crate::model::BasePath;
use crate::net::{RoomNeeded, TrustedProxies, WaitingConnections, WebConnections};
use crate::output::descriptors::Descriptors;
use crate::output::join::ListenerGate;
use crate::output::transmitter::Transmitters;
use crate::sys::AccessLog;
use crate::tls::Certificate;
use crate::web::HttpsRedirect;

use dispatch::HEAD_WITHIN;
use idle_timeout::IdleTimeoutStream;
use prefixed_stream::PrefixedStream;

/// Time for which the web server keeps a connection without requests.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// Bytes of an answer that the web server prepares ahead of the socket: sound among them gets old.
const WEB_AHEAD: usize = 4 * 1_024;

/// Knows where a connection belongs.
#[derive(Clone)]
pub struct Mux {
    /// The path that the site's addresses begin with; a proxy may have removed it.
    pub base_path: BasePath,
    /// Broadcasts whose streams can be requested.
    pub broadcasts: Broadcasts,
    /// Transmitters that take listeners over.
    pub transmitters: Transmitters,
    /// Limit on the number of connections.
    pub descriptors: Arc<Descriptors>,
    /// Accepts sources, where this process makes the sound; otherwise they are left to the web server, which refuses them.
    pub ingest: Option<Ingest>,
    /// The rules by which listeners join.
    pub gate: ListenerGate,
    /// TLS, if enabled.
    pub tls: Option<Tls>,
    /// True while clear connections are refused on a port that has TLS.
    pub tls_only: bool,
    /// A line for each request, if that is wanted.
    pub access_log: AccessLog,
    /// Networks of proxies whose word about clients is believed.
    pub proxies: TrustedProxies,
    /// Connections that have not said yet what they want.
    pub waiting: WaitingConnections,
    /// Connections that the web server has.
    pub idle: WebConnections,
}

/// TLS of the port.
#[derive(Clone)]
pub struct Tls {
    /// Makes the handshakes.
    pub acceptor: TlsAcceptor,
    /// The certificate, which may be yet to come.
    pub certificate: Certificate,
}

impl Mux {
    /// Returns whether people who come in the clear are sent to `https`: not before there is a certificate, unless
    /// nothing is served in the clear.
    fn redirects(&self) -> bool {
        self.tls.as_ref().is_some_and(|tls| self.tls_only || tls.certificate.is_present())
    }

    /// Returns whether a new connection may stay. Where descriptors are short, some that have not said yet what they
    /// want make room, or else some of the web server's. It gets one of those kept for staff: it may be a DJ.
    fn has_room_for(&self, stream: &TcpStream) -> bool {
        // Not one for each newcomer: that one keeps its high number, and the low one that becomes free is not counted.
        let most = self.descriptors.made_free_at_once();
        let is_left = self.descriptors.leave_room_for(stream);
        let room = RoomNeeded { most, share: self.descriptors.share_of_address(), is_urgent: !is_left };
        if is_left {
            if !self.descriptors.leave_room_for_staff(stream) {
                self.idle.make_room(room);
            }
            return true;
        }
        self.waiting.end_oldest(None, most)
            || self.ingest.as_ref().is_some_and(|ingest| ingest.end_waiting_sources(most))
            || self.idle.make_room(room)
    }
}

/// The service for every connection of the port; `app` answers what the door does not.
pub fn service<F, A, S, B>(
    door: Mux,
    app: F,
) -> impl ServiceFactory<TcpStream, Config = (), Response = (), Error = (), InitError = ()>
where
    F: Fn() -> A + Clone + 'static,
    A: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = ()> + 'static,
    S::Error: Into<Response<actix_http::body::BoxBody>> + 'static,
    S::Response: Into<Response<B>> + 'static,
    S::InitError: std::fmt::Debug,
    B: MessageBody + 'static,
{
    fn_factory(move || {
        let (door, app) = (door.clone(), app.clone());
        async move {
            let mux = door.clone();
            let http = HttpService::build()
                .on_connect_ext(move |opened: &PrefixedStream<IdleTimeoutStream>, data| {
                    data.insert(opened.stream.of_requests());
                    if opened.stream.is_encrypted() || mux.redirects() {
                        data.insert(HttpsRedirect::of(opened.stream.is_encrypted()));
                    }
                })
                .keep_alive(KeepAlive::Timeout(KEEP_ALIVE))
                .client_request_timeout(HEAD_WITHIN)
                .h1_write_buffer_size(WEB_AHEAD)
                .h1(app());
            let http = Rc::new(http.new_service(()).await?);
            Ok::<_, ()>(fn_service(move |stream: TcpStream| {
                let (door, http) = (door.clone(), Rc::clone(&http));
                async move {
                    let Some((stream, peer)) = door.dispatch(stream).await else { return Ok(()) };
                    if let Err(error) = http.call((stream, Some(peer))).await {
                        tracing::debug!(%peer, %error, "a web connection ended");
                    }
                    Ok::<(), ()>(())
                }
            }))
        }
    })
}

/// The service for every connection of SHOUTcast's port; with `tls_only`, it takes those of trusted proxies alone.
pub fn shoutcast(
    door: Mux,
) -> impl ServiceFactory<TcpStream, Config = (), Response = (), Error = (), InitError = ()> {
    fn_service(move |mut stream: TcpStream| {
        let door = door.clone();
        async move {
            if let Some(ingest) = &door.ingest
                && door.has_room_for(&stream)
                && let Ok(peer) = stream.peer_addr()
                && let header = timeout(HEAD_WITHIN, proxy_header::read(&mut stream, peer, &door.proxies))
                && let Some(Ok(Ok((client, read)))) = door.waiting.wait_for(peer.ip(), header).await
            {
                // A connection to a trusted proxy may have been encrypted on its way there.
                let must_encrypt = door.tls_only && !door.proxies.contains(peer.ip());
                let connection = ShoutcastConnection { stream, read, peer: client, must_encrypt };
                ingest.serve_shoutcast(connection).await;
            }
            Ok::<(), ()>(())
        }
    })
}
