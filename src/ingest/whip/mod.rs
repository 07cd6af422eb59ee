//! WHIP (RFC 9725): OBS and browsers go live by WebRTC.
//!
//! In: an SDP offer that the web server read, and the packets of its sender on one UDP socket. Out: an answer, and Opus
//! packets for the thread that decodes a station's DJ. The server is an ICE-lite agent: it sends nothing to an address
//! that did not prove who it is before.
//! Never: keeps anything for somebody without a password, takes video, or waits on an asynchronous thread.
//!
//! `endpoint` is the thread with the socket, `session` one client on it, `reorder` puts its packets in order; `offer` and
//! `candidates` are about the SDP, `token` about the password.

mod candidates;
mod endpoint;
mod live_sessions;
mod offer;
mod reorder;
mod session;
mod token;

use std::io;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use str0m::change::SdpOffer;
use str0m::config::{CryptoProvider, DtlsCert};
use str0m::format::{Codec, FormatParams};
use str0m::media::{Frequency, Pt};
use str0m::{Candidate, Rtc, RtcConfig};
use tokio::sync::{Semaphore, oneshot};

pub use offer::OfferError;

use super::source_request::SourceRequest;
use super::{Ingest, SourceRefusal};
use crate::auth::{AuthError, AuthenticatedSource, SourceProtocol, SourceSignIn};
use crate::production::ProductionHandle;
use crate::source::live::Buffer;
use crate::store::ApiToken;
use candidates::ReachedBy;
use endpoint::{Endpoint, WhipOrder};
use live_sessions::LiveSessions;
use offer::AudioOffer;
use session::{SessionNames, SessionPermits, WhipSession};
use token::WhipToken;

/// Sessions at a time; the stations' own limits are reached before.
const MOST_SESSIONS: usize = 64;
/// Clients at a time that were answered and are not connected yet.
const MOST_CONNECTING: usize = 16;
/// Orders to end a session that wait for the thread.
const MOST_ENDING: usize = 64;
/// Orders that wait for the thread. There is a place for each session that may begin, whatever others wait, and one for
/// the order to close.
const MOST_ORDERS: usize = MOST_SESSIONS + MOST_ENDING + 1;
/// Time limit for telling clients that the server stops.
const CLOSES_WITHIN: Duration = Duration::from_millis(800);
/// The payload type of Opus, where an offer does not say another one.
const OPUS: u8 = 111;

/// A handle to the thread of WHIP; clones share it.
#[derive(Clone)]
pub struct Whip {
    orders: SyncSender<WhipOrder>,
    bound: SocketAddr,
    addresses: Arc<[IpAddr]>,
    crypto: Arc<CryptoProvider>,
    certificate: DtlsCert,
    places: Arc<Semaphore>,
    connecting: Arc<Semaphore>,
    ending: Arc<Semaphore>,
    live: LiveSessions,
}

/// A client that is to be let in.
#[derive(Clone, Copy, Debug)]
pub struct WhipClient<'a> {
    /// Its address.
    pub from: IpAddr,
    /// The program, as it names itself.
    pub agent: Option<&'a str>,
    /// The value of its `Authorization` header.
    pub authorization: Option<&'a str>,
}

/// A client that was let in, and asks for a session.
#[derive(Clone, Debug)]
pub struct WhipRequest {
    /// The identity that its token gave.
    pub admitted: AuthenticatedSource,
    /// Its address.
    pub from: IpAddr,
    /// The address that it asked for, if that was one in numbers.
    pub host: Option<IpAddr>,
    /// The program, as it names itself.
    pub program: Option<String>,
}

/// Answer to an offer.
#[derive(Clone, Debug)]
pub struct WhipAnswer {
    /// The part of the session's address that nobody can guess.
    pub id: String,
    /// The SDP.
    pub sdp: String,
}

/// The reason why a client gets no session; its text is for the DJ.
#[derive(Debug, thiserror::Error)]
pub enum WhipRefusal {
    /// It may not go live.
    #[error(transparent)]
    Source(#[from] SourceRefusal),
    /// Its offer cannot be taken.
    #[error(transparent)]
    Offer(#[from] OfferError),
}

impl WhipRefusal {
    /// Returns its status in HTTP.
    pub fn status(&self) -> u16 {
        match self {
            Self::Source(refusal) => refusal.status(),
            Self::Offer(error) => error.status(),
        }
    }
}

impl Whip {
    /// Starts the thread that serves `socket`; clients are told `addresses` besides the machine's own.
    pub fn start(socket: UdpSocket, addresses: Vec<IpAddr>) -> io::Result<Self> {
        let bound = socket.local_addr()?;
        let (orders, received) = sync_channel(MOST_ORDERS);
        let endpoint = Endpoint::new(socket, received)?;
        let crypto = str0m::crypto::from_feature_flags();
        let certificate = crypto.dtls_provider.generate_certificate();
        let certificate =
            certificate.ok_or_else(|| io::Error::other("no certificate for DTLS can be made"))?;
        thread::Builder::new().name("whip".to_owned()).spawn(move || endpoint.run())?;
        Ok(Self {
            orders,
            bound,
            addresses: addresses.into(),
            crypto: Arc::new(crypto),
            certificate,
            places: Arc::new(Semaphore::new(MOST_SESSIONS)),
            connecting: Arc::new(Semaphore::new(MOST_CONNECTING)),
            ending: Arc::new(Semaphore::new(MOST_ENDING)),
            live: LiveSessions::default(),
        })
    }

    /// Returns the address of the UDP socket.
    pub fn address(&self) -> SocketAddr {
        self.bound
    }

    /// Checks what a client says of itself. Refusals are logged.
    pub async fn admit(
        &self,
        ingest: &Ingest,
        station: &ProductionHandle,
        client: WhipClient<'_>,
    ) -> Result<AuthenticatedSource, SourceRefusal> {
        let WhipClient { from, agent, authorization } = client;
        let token = authorization.and_then(WhipToken::from_header);
        let sign_in = SourceSignIn { station: station.slug(), from, agent, protocol: SourceProtocol::Whip };
        let admitted = match &token {
            Some(token) => token.authenticate(ingest.auth(), sign_in).await,
            None => Err(AuthError::NoPassword),
        };
        admitted.map_err(|error| {
            let refusal = SourceRefusal::Auth(error);
            ingest.log_refusal(from, token.as_ref().and_then(WhipToken::name), &refusal);
            refusal
        })
    }

    /// Takes a client's offer: puts it on the line of `station`, and waits for its packets. Refusals are logged.
    pub async fn begin(
        &self,
        ingest: &Ingest,
        station: &ProductionHandle,
        request: WhipRequest,
        offer: &str,
    ) -> Result<WhipAnswer, WhipRefusal> {
        let (from, name) = (request.from, name_of(&request.admitted).map(str::to_owned));
        let begun = self.try_begin(ingest, station, request, offer).await;
        match &begun {
            Ok(_) => {}
            Err(WhipRefusal::Source(refusal)) => ingest.log_refusal(from, name.as_deref(), refusal),
            Err(WhipRefusal::Offer(error)) => tracing::info!(%from, name, %error, "a WHIP offer was refused"),
        }
        begun
    }

    async fn try_begin(
        &self,
        ingest: &Ingest,
        station: &ProductionHandle,
        request: WhipRequest,
        offer: &str,
    ) -> Result<WhipAnswer, WhipRefusal> {
        // The offer is read before a place is taken: a bad one does not end the session that the DJ has.
        let offer = AudioOffer::read(offer)?;
        let parsed = SdpOffer::from_sdp_string(&offer.sdp).map_err(|error| {
            tracing::debug!(%error, "an SDP offer cannot be read");
            OfferError::Malformed
        })?;
        let permits = SessionPermits {
            place: Arc::clone(&self.places).try_acquire_owned().map_err(|_| SourceRefusal::TooManySources)?,
            connecting: Arc::clone(&self.connecting)
                .try_acquire_owned()
                .map_err(|_| SourceRefusal::TooManySources)?,
        };
        let candidates = candidates::local_candidates(
            self.bound,
            &self.addresses,
            ReachedBy { from: request.from, host: request.host },
        );
        let (now, mut rtc) = (endpoint::now(), self.rtc(&candidates)?);
        let answer = rtc.sdp_api().accept_offer(parsed).map_err(|error| {
            tracing::debug!(%error, "an SDP offer cannot be taken");
            OfferError::Malformed
        })?;
        let sdp = offer.answer(&answer.to_sdp_string());

        let visitor = SourceRequest {
            admitted: request.admitted,
            from: request.from,
            name: None,
            description: None,
            program: request.program.or_else(|| Some("WHIP".to_owned())),
            media_type: None,
            buffer: Buffer::Rtp,
        };
        let source = ingest.open(station, visitor).await?;
        let id = ApiToken::generate().map_err(|error| {
            tracing::error!(%error, "no address for a WHIP session");
            SourceRefusal::Failed
        })?;
        let id = id.reveal();
        let names = SessionNames { station: station.slug().to_owned(), id: id.clone(), from: request.from };
        let live = self.live.enter(&id);
        let session = WhipSession::new(names, rtc, source, candidates, (permits, live), now);
        self.orders
            .try_send(WhipOrder::Begin(Box::new(session)))
            .map_err(|_| SourceRefusal::TooManySources)?;
        Ok(WhipAnswer { id, sdp })
    }

    /// Ends the session `id` of the station `slug`, as its client asked; false if there is none.
    pub async fn end(&self, slug: &str, id: &str) -> bool {
        // Guesses do not reach the thread.
        if !self.live.has(id) {
            return false;
        }
        let Ok(permit) = Arc::clone(&self.ending).try_acquire_owned() else { return false };
        let (tell, told) = oneshot::channel();
        let order = WhipOrder::End { station: slug.to_owned(), id: id.to_owned(), tell, permit };
        self.orders.try_send(order).is_ok() && told.await.unwrap_or(false)
    }

    /// Ends all sessions and the thread. Waits a moment for the clients to be told.
    pub fn close(&self) {
        let (tell, told) = sync_channel(0);
        if self.orders.try_send(WhipOrder::Close(tell)).is_ok() {
            // Nothing is sent: the other end is dropped when all is over.
            let _ = told.recv_timeout(CLOSES_WITHIN);
        }
    }

    /// Returns a connection that takes Opus alone, at these addresses.
    fn rtc(&self, candidates: &[SocketAddr]) -> Result<Rtc, SourceRefusal> {
        let mut config = RtcConfig::new()
            .set_crypto_provider(Arc::clone(&self.crypto))
            .set_dtls_cert(self.certificate.clone())
            .set_ice_lite(true)
            .set_rtp_mode(true)
            .clear_codecs();
        let parameters = FormatParams {
            min_p_time: Some(10),
            stereo: Some(true),
            use_inband_fec: Some(true),
            ..FormatParams::default()
        };
        config.codec_config().add_config(
            Pt::from(OPUS),
            None,
            Codec::Opus,
            Frequency::FORTY_EIGHT_KHZ,
            Some(2),
            parameters,
        );
        let mut rtc = config.build(endpoint::now());
        let mut has_one = false;
        for address in candidates {
            match Candidate::host(*address, "udp") {
                Ok(candidate) => has_one |= rtc.add_local_candidate(candidate).is_some(),
                Err(error) => tracing::debug!(%error, "an address cannot be told to a WHIP client"),
            }
        }
        if has_one {
            return Ok(rtc);
        }
        tracing::error!("there is no address to tell WHIP clients: set webrtc_address");
        Err(SourceRefusal::Failed)
    }
}

/// Returns the name of a client, for the log.
fn name_of(admitted: &AuthenticatedSource) -> Option<&str> {
    match admitted {
        AuthenticatedSource::Account(name) | AuthenticatedSource::Token(name) => Some(name),
        AuthenticatedSource::External(dj) => Some(&dj.name),
        AuthenticatedSource::Source => None,
    }
}

#[cfg(test)]
mod tests;
