//! DJs' sockets: any program that speaks Icecast or SHOUTcast, and the studio in a browser. And streams that are
//! fetched from elsewhere.
//!
//! In: connections that bring sound, names and passwords. Out: bytes for the thread that decodes them, one for
//! each station that is live; titles; to whoever cannot go live, the reason.
//! Never: decodes, keeps more than 64 KiB of what a source sent besides what another process goes on with, or waits for a disk on an asynchronous thread.
//!
//! | who | how it comes here |
//! |---|---|
//! | `PUT` and `SOURCE` | [`Ingest::serve_icecast`], from the door |
//! | SHOUTcast's programs | [`Ingest::serve_shoutcast`], on a port of their own |
//! | the studio | [`studio`], over a WebSocket of the web server |
//! | callers, and the DJ's desk for them | [`calls`], over WebSockets of the web server |
//! | OBS and browsers, by WebRTC | `whip`, over a UDP socket, where the build has it |
//! | streams from elsewhere | [`relay()`], when a show says so |

mod refusal;

mod barred;
pub mod calls;
mod chunked;
mod client_rules;
mod current_session;
mod handed_source;
mod head;
mod media_type;
mod pending_sources;
mod pipe;
mod sessions;
mod source_request;
mod source_session;
mod stream_replay;
mod wire;

#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzed;
mod icecast;
mod relay;
mod shoutcast;
pub mod studio;
pub mod title;
#[cfg(feature = "whip")]
pub mod whip;

use std::net::IpAddr;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

pub use client_rules::ClientRules;
pub use handed_source::{ArrivingSource, HandedSource, PausedSource, ResumedSource};
pub use head::SourceHead;
pub use refusal::SourceRefusal;
pub use relay::relay;
pub use shoutcast::ShoutcastConnection;
pub use wire::{HandableSocket, SourceSocket};

use crate::auth::{AuthError, AuthenticatedSource, Authenticator, DjHours, MetadataScope};
use crate::clock::Clock;
use crate::model::OverTime;
use crate::net::RequestConnection;
use crate::production::{ProductionHandle, Stations};
use crate::source::live::DjTitle;
use crate::store::{CredentialStamp, Error, Store};

use pending_sources::PendingSources;
use sessions::SourceSessions;
use source_request::SourceRequest;
use source_session::SourceSession;

/// Interval of looking up whether passwords of live DJs were changed by another process.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// A handle to all that DJs come in by; clones share it.
#[derive(Clone)]
pub struct Ingest {
    stations: Stations,
    auth: Authenticator,
    sessions: SourceSessions,
    pending: PendingSources,
    /// Sockets of callers, and apart from them, so that callers keep no DJ out, those of desks.
    call_sockets: PendingSources,
    desk_sockets: PendingSources,
}

impl Ingest {
    /// Takes sources for `stations`, whose passwords `auth` checks.
    pub fn new(stations: Stations, auth: Authenticator, clock: Arc<dyn Clock>) -> Self {
        let sessions = SourceSessions::new(clock);
        let call_sockets = PendingSources::limited(calls::MOST_SOCKETS_OF_ADDRESS, calls::MOST_SOCKETS);
        let desk_sockets = PendingSources::limited(calls::MOST_DESKS_OF_ADDRESS, calls::MOST_SOCKETS);
        let pending = PendingSources::default();
        Self { stations, auth, sessions, pending, call_sockets, desk_sockets }
    }

    /// Returns what checks the passwords of sources.
    pub fn auth(&self) -> &Authenticator {
        &self.auth
    }

    /// Serves a connection from the one port whose first bytes, `read`, are a source's. It is given back if it
    /// goes on with a request for the web.
    pub async fn serve_icecast<W: HandableSocket>(
        &self,
        stream: W,
        rules: &ClientRules,
        read: BytesMut,
    ) -> Option<(W, BytesMut)> {
        icecast::serve(self, stream, rules, read).await
    }

    /// Goes live with the `body` of a source's request that came to the web server by `connection`, until that ends. Returns the
    /// status and the words of its answer.
    pub async fn receive<E>(
        &self,
        from: IpAddr,
        head: &SourceHead,
        body: impl Stream<Item = Result<Bytes, E>> + Unpin,
        connection: &RequestConnection,
    ) -> (u16, String) {
        icecast::receive(self, from, head, body, connection).await
    }

    /// Ends the connections that have waited longest without signing in, at most so many, to make room; false if none
    /// has waited for a second.
    pub fn end_waiting_sources(&self, most: usize) -> bool {
        self.pending.end_oldest(most)
    }

    /// Serves a connection of SHOUTcast's port to its end.
    pub async fn serve_shoutcast(&self, connection: ShoutcastConnection) {
        shoutcast::serve(self, connection).await;
    }

    /// Gives what `teller` may name on `station` a title; false if nobody is live. It is kept for when the
    /// same DJ comes back.
    pub fn retitle(
        &self,
        station: &ProductionHandle,
        teller: &MetadataScope,
        title: DjTitle,
    ) -> Result<bool, SourceRefusal> {
        self.sessions.retitle(station, teller, title)
    }

    /// Takes the DJ who is live off the air, and keeps them off for so long; false if nobody is live.
    pub fn kick(&self, station: &ProductionHandle, barred_for: Duration) -> bool {
        self.sessions.kick(station, barred_for)
    }

    /// Ends what the account `name` sends, on any station.
    pub fn revoke_account(&self, name: &str) {
        let ended = self.sessions.revoke(None, &AuthenticatedSource::Account(name.to_owned()));
        log_revoked(ended);
    }

    /// Ends what is sent to the station `slug` with its source password.
    pub fn revoke_source_password(&self, slug: &str) {
        log_revoked(self.sessions.revoke(Some(slug), &AuthenticatedSource::Source));
    }

    /// Ends what comes from addresses and programs that are banned.
    pub fn end_banned(&self) {
        let ended = self.sessions.end_banned(|from, program| self.auth.check_ban(from, program).is_err());
        if ended > 0 {
            tracing::info!(ended, "sources are off the air: their address or program is banned");
        }
    }

    /// Ends what is live by a password that another process changed, by an account that one removed, or, where the
    /// station is set so, by an account whose hours are over, until it is aborted.
    pub async fn follow(self, store: Store) {
        let mut often = tokio::time::interval(LOOK_EVERY);
        loop {
            often.tick().await;
            let (sessions, store) = (self.sessions.clone(), store.clone());
            let (auth, stations) = (self.auth.clone(), self.stations.clone());
            let look = move || {
                if let Err(error) = auth.load_bans() {
                    tracing::debug!(%error, "the bans cannot be read");
                }
                let revoked = sessions.revoke_changed(|slug, admitted| match admitted {
                    AuthenticatedSource::Account(name) => store.account_stamp(name),
                    AuthenticatedSource::Token(name) => store.token_stamp(name),
                    AuthenticatedSource::Source => store.source_stamp(slug),
                    // It was let in once, which is not looked up again.
                    AuthenticatedSource::External(_) => Ok(Some(CredentialStamp::constant())),
                });
                log_revoked(revoked);
                keep_hours(&sessions, &stations, &store);
            };
            // One that failed is made again in a moment.
            drop(spawn_blocking(look).await);
        }
    }

    /// Pauses the connections of the DJs who are live, as far as another process can go on with them: those of programs that
    /// speak Icecast's protocol in the clear. Waits a moment for their decoders.
    pub fn pause_sources(&self) -> Vec<PausedSource> {
        self.sessions.pause()
    }

    /// Takes a DJ's connection from another process, with the bytes that were `attached` to it. It is not read, and its
    /// station goes on after this with the sound that waits.
    pub fn resume_source(
        &self,
        handed: HandedSource,
        attached: &Bytes,
        socket: OwnedFd,
    ) -> Result<ResumedSource, SourceRefusal> {
        let station = self.stations.get(handed.station()).ok_or(SourceRefusal::UnknownStation)?;
        let replay = ResumedSource::replay(&handed, attached);
        let session = self.sessions.resume(&station, &handed, replay)?;
        Ok(ResumedSource::new(handed, attached, socket, session))
    }

    /// Ends what is live and takes nobody any more. Waits a moment for the threads.
    pub fn close(&self) {
        for station in self.stations.all() {
            station.calls().close(station.broadcast().clock().now_us());
        }
        self.sessions.close(self.stations.all());
    }

    /// Ends what is live on a station that signs off, and on no other.
    pub fn leave(&self, station: &ProductionHandle) {
        station.calls().close(station.broadcast().clock().now_us());
        self.sessions.leave(station);
        station.relay_inputs().clear();
    }

    /// The station that a mount of Icecast means: `/main`, with an extension or not.
    pub fn station_of_mount(&self, mount: &str) -> Option<ProductionHandle> {
        self.stations.get(slug_of_mount(mount)?)
    }

    /// Writes to the log that a source at `from` was refused, unless the authenticator did.
    fn log_refusal(&self, from: IpAddr, name: Option<&str>, refusal: &SourceRefusal) {
        match refusal {
            // Programs that use libshout first ask without a password.
            SourceRefusal::Auth(AuthError::NoPassword) => {
                tracing::debug!(%from, %refusal, "a source was refused");
            }
            SourceRefusal::Auth(
                AuthError::WrongPassword
                | AuthError::RefusedByProgram { .. }
                | AuthError::ProgramFailed
                | AuthError::TooManyTries(_)
                | AuthError::Banned,
            ) => {}
            _ => self.auth.log_refusal((from, name), "source", refusal),
        }
    }

    fn stations(&self) -> &Stations {
        &self.stations
    }

    /// Puts `visitor` on the line of `station`; waits a moment for it if the one who has it may be the same.
    async fn open(
        &self,
        station: &ProductionHandle,
        visitor: SourceRequest,
    ) -> Result<SourceSession, SourceRefusal> {
        if let Some(wait) = self.sessions.may_come_free(station, &visitor) {
            sleep(wait).await;
        }
        self.sessions.open(station, visitor)
    }
}

/// Notes when the hours of those who are live end, and ends those of a station that lets nobody stay after them.
fn keep_hours(sessions: &SourceSessions, stations: &Stations, store: &Store) {
    let lets_go =
        |slug: &str| stations.get(slug).is_some_and(|station| station.settings().over_time == OverTime::End);
    let ended = sessions.keep_hours(
        |slug, account, at_us| Ok::<_, Error>(DjHours::read(store, account, slug)?.end_after(at_us)),
        lets_go,
    );
    if ended > 0 {
        tracing::info!(ended, "sources are off the air: the hours of their accounts are over");
    }
}

fn log_revoked(ended: usize) {
    if ended > 0 {
        tracing::info!(
            ended,
            "sources are off the air: their password was changed, or their account removed"
        );
    }
}

/// The slug in a mount such as `/main.ogg`: what follows it does not matter.
fn slug_of_mount(mount: &str) -> Option<&str> {
    let path = mount.split('?').next()?.strip_prefix('/')?;
    path.split(['.', '/']).next().filter(|slug| !slug.is_empty())
}
