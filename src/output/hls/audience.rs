//! Listeners by HLS: sessions, told by their requests for playlists.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::LABEL;
use crate::broadcast::Broadcast;
use crate::model::ClientInfo;
use crate::mount::{CountedListener, ListenerInfo, Mount};
use crate::output::listener_limits::{LimitReached, ListenerLimits, ListenerPermit};
use crate::output::listener_registry::{ListenerQuery, ListenerStatus, QueryKind};

/// A session that asks for no playlist for so long has ended, in microseconds: players ask at least once a segment.
const GONE_US: u64 = 15_000_000;
/// The most sessions; whoever comes then listens uncounted.
const MOST: usize = 200_000;

/// Listeners by HLS; clones share them.
#[derive(Clone, Default)]
pub struct HlsAudience {
    sessions: Arc<Mutex<HashMap<Key, HlsSession>>>,
}

/// Key of a session: the station, the address, and a digest of the `User-Agent` header.
type Key = (String, IpAddr, u64);

struct HlsSession {
    client: ClientInfo,
    mount: Mount,
    counted: CountedListener,
    _permit: Option<ListenerPermit>,
    /// Time of its last request for a playlist, in microseconds.
    polled_us: u64,
    /// It was disconnected, and is refused as long as it goes on asking.
    is_disconnected: bool,
}

/// One request for a media playlist.
pub struct HlsPoll<'a> {
    /// The station.
    pub station: &'a Broadcast,
    /// The rendition.
    pub mount: &'a Mount,
    /// Address of the client that asks.
    pub address: Option<IpAddr>,
    /// with which player.
    pub agent: &'a [u8],
}

/// Reasons for which a session is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PollRefused {
    /// There is no place.
    #[error("{0}")]
    Full(LimitReached),
    /// The station has disconnected it.
    #[error("the station has disconnected this player")]
    Disconnected,
}

impl HlsAudience {
    /// Notes that somebody asks for a media playlist, and counts who is new.
    pub fn poll(&self, poll: &HlsPoll<'_>, limits: &ListenerLimits) -> Result<(), PollRefused> {
        let now_us = poll.station.clock().now_us();
        let client = ClientInfo::new(poll.address, poll.agent, now_us);
        let mut hasher = DefaultHasher::new();
        poll.agent.hash(&mut hasher);
        let key = (poll.station.slug().to_owned(), client.address, hasher.finish());
        let figures = poll.station.listeners();
        let rendition = &poll.mount.rendition().name;
        let mut sessions = self.lock();
        if let Some(session) = sessions.get_mut(&key) {
            session.polled_us = now_us;
            if session.is_disconnected {
                return Err(PollRefused::Disconnected);
            }
            if session.mount.rendition().name != *rendition {
                session.counted.change_rendition(figures, rendition);
                session.mount = poll.mount.clone();
            }
            return Ok(());
        }
        if sessions.len() >= MOST {
            return Ok(());
        }
        let permit = limits.take(poll.station.slug(), poll.address).map_err(PollRefused::Full)?;
        let counted = figures.count(LABEL, rendition, client.player);
        let mount = poll.mount.clone();
        let session =
            HlsSession { client, mount, counted, _permit: permit, polled_us: now_us, is_disconnected: false };
        sessions.insert(key, session);
        Ok(())
    }

    /// Ends the sessions that ask no longer.
    pub(super) fn forget_gone(&self, now_us: u64) {
        self.lock().retain(|_, session| now_us.saturating_sub(session.polled_us) < GONE_US);
    }

    /// Answers a question about listeners.
    pub(in crate::output) fn answer(&self, query: &ListenerQuery) -> Vec<ListenerStatus> {
        let mut sessions = self.lock();
        let concerned = sessions.values_mut().filter(|session| {
            !session.is_disconnected && query.mounts.iter().any(|mount| mount.is_same(&session.mount))
        });
        let mut found: Vec<&mut HlsSession> = match &query.what {
            QueryKind::Tell { after, .. } => {
                concerned.filter(|session| session.counted.number() > *after).collect()
            }
            QueryKind::Leave(numbers) => {
                let is_one =
                    |session: &&mut HlsSession| numbers.binary_search(&session.counted.number()).is_ok();
                concerned.filter(is_one).collect()
            }
        };
        found.sort_unstable_by_key(|session| session.counted.number());
        match &query.what {
            QueryKind::Tell { limit, .. } => found.truncate(*limit),
            QueryKind::Leave(_) => found.iter_mut().for_each(|session| session.is_disconnected = true),
        }
        found.into_iter().map(|session| session.status()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, HlsSession>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HlsSession {
    fn status(&self) -> ListenerStatus {
        let about = ListenerInfo {
            number: self.counted.number(),
            guest: self.client,
            output: LABEL,
            rendition: self.mount.rendition().name.clone(),
            behind: 0,
            skipped: 0,
        };
        // How far behind it is, and what it has fetched, is between the player and the caches on its way.
        ListenerStatus { about, behind_us: 0, bytes: None }
    }
}
