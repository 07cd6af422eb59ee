//! Sources connected to go live, from the side of a connection: one session a station, on a thread of its own.

mod air_time;
mod handing;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::oneshot;

use super::barred::BarredSources;
use super::current_session::{Current, STALE_US};
use super::handed_source::HandOverSlot;
use super::pipe::pipe_after;
use super::refusal::SourceRefusal;
use super::source_request::SourceRequest;
use super::source_session::{SourceSession, Stop};
use crate::auth::{AuthError, AuthenticatedSource, MetadataScope};
use crate::clock::Clock;
use crate::net::RequestConnection;
use crate::production::ProductionHandle;
use crate::source::live::{DjTitle, Ended, Ending, InputWriter, play, play_on, play_packets};
use crate::store::CredentialStamp;

/// Sources that are connected at once.
const MOST_SOURCES: usize = 64;
/// A DJ who comes back within this time, in microseconds, goes on with the title they left with.
const RECALLED_US: u64 = 60_000_000;
/// Time limit for threads to end when the station signs off.
const ENDS_WITHIN: Duration = Duration::from_millis(1_500);

/// Everyone who is connected to go live; clones share it.
#[derive(Clone)]
pub(super) struct SourceSessions {
    clock: Arc<dyn Clock>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    table: Mutex<Table>,
    ended: Condvar,
}

#[derive(Default)]
struct Table {
    closed: bool,
    next: u64,
    /// Threads that have not ended yet.
    threads: usize,
    /// Sessions by station: the live ones, and behind them those that wait.
    by_slug: BTreeMap<String, Vec<Current>>,
    /// The last title of the last DJ of a station, for when they come back.
    titles: BTreeMap<String, Left>,
    /// The DJs who were taken off the air and may not come back yet, the oldest first.
    barred: BarredSources,
}

/// A session that is to be opened.
struct Opening<'a> {
    slug: &'a str,
    number: u64,
    key: String,
    visitor: SourceRequest,
    feed: InputWriter,
    /// Bytes that its decoder has to hear again.
    replay: Option<Bytes>,
}

/// Last title of a DJ who left.
struct Left {
    key: String,
    title: DjTitle,
    at_us: u64,
}

impl SourceSessions {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, shared: Arc::default() }
    }

    /// Puts `visitor` on the line of `station`, or into the queue for it.
    pub(super) fn open(
        &self,
        station: &ProductionHandle,
        visitor: SourceRequest,
    ) -> Result<SourceSession, SourceRefusal> {
        let mut table = self.table();
        if table.closed || station.is_being_removed() {
            return Err(SourceRefusal::SigningOff);
        }
        if table.threads >= MOST_SOURCES {
            return Err(SourceRefusal::TooManySources);
        }
        let (slug, now_us) = (station.slug(), self.clock.now_us());
        table.barred.check(slug, (&visitor.admitted, visitor.from), now_us)?;
        table.end_dead(station, &visitor, now_us);
        let number = table.next;
        table.next += 1;
        let sessions = table.by_slug.entry(slug.to_owned()).or_default();
        // Where others wait, a place goes to nobody from elsewhere.
        let in_line = sessions.len() > 1;
        let before = sessions.iter().position(|session| {
            session.gives_way_to(&visitor, now_us) && (!in_line || session.is_same(&visitor))
        });
        let key = before.map_or_else(|| visitor.key(number), |place| sessions[place].key.clone());
        let feed = station.dj_inputs().take(visitor.dj(&key, &station.broadcast().name()), visitor.buffer);
        let mut feed = feed.map_err(|taken| SourceRefusal::InUse(taken.name))?;
        let before = before.map(|place| sessions.remove(place));
        if let Some(title) = table.recall(slug, &key, before.as_ref(), now_us).or_else(|| visitor.show()) {
            feed.retitle(title);
        }
        if let Some(before) = before {
            before.stop(Stop::Replaced);
        }
        let opening = Opening { slug, number, key, visitor, feed, replay: None };
        self.start(&mut table, opening)
    }

    /// Starts the thread that decodes.
    fn start(&self, table: &mut Table, opening: Opening<'_>) -> Result<SourceSession, SourceRefusal> {
        let Opening { slug, number, key, visitor, feed, replay } = opening;
        let watch = feed.watch();
        let is_new = replay.is_none();
        let (inlet, outlet) = pipe_after(replay.unwrap_or_default(), watch.clone());
        let progress = inlet.progress();
        let (stop, stopped) = oneshot::channel();
        let (tell, ended) = oneshot::channel();
        let (sessions, own_slug, media_type) = (self.clone(), slug.to_owned(), visitor.media_type.clone());
        let thread = thread::Builder::new().name(format!("live {slug}"));
        let started = thread.spawn(move || {
            // Made here: where no thread can be had, the table is locked and has nobody to forget.
            let mut leaving = Leaving { sessions, slug: own_slug, number, is_done: false };
            let is_studio = media_type.is_none();
            let ending = match media_type {
                Some(media_type) if is_new => play(feed, Box::new(outlet), &media_type),
                Some(media_type) => play_on(feed, Box::new(outlet), &media_type, || progress.has_asked()),
                None => play_packets(feed, Box::new(outlet)),
            };
            leaving.is_done = is_studio && matches!(ending, Ending::Over);
            // The line is free before the connection knows.
            drop(leaving);
            drop(tell.send(ending));
        });
        if let Err(error) = started {
            tracing::error!(%error, "no thread for a DJ");
            return Err(SourceRefusal::Failed);
        }
        table.threads += 1;
        let heard_us = Arc::new(AtomicU64::new(self.clock.now_us()));
        let (handing, connection) = (HandOverSlot::default(), RequestConnection::default());
        let session = SourceSession {
            inlet,
            stopped,
            ended,
            watch,
            heard_us,
            clock: Arc::clone(&self.clock),
            handing,
            key: key.clone(),
            connection,
        };
        let (watch, heard_us) = (session.watch.clone(), Arc::clone(&session.heard_us));
        let handing = session.handing.clone();
        let SourceRequest { admitted, from, name, program, media_type, .. } = visitor;
        let current = Current {
            number,
            admitted,
            from,
            name,
            program,
            media_type,
            key,
            heard_us,
            watch,
            handing,
            stop,
            stamp: None,
        };
        table.by_slug.entry(slug.to_owned()).or_default().push(current);
        Ok(session)
    }

    /// Returns how long to wait until it is clear whether the source live on `station` is `visitor` itself, whose
    /// cable was pulled: one with the same password from the same address may be.
    pub(super) fn may_come_free(
        &self,
        station: &ProductionHandle,
        visitor: &SourceRequest,
    ) -> Option<Duration> {
        let table = self.table();
        let mut sessions = table.by_slug.get(station.slug())?.iter();
        let live = sessions.find(|one| !one.watch.is_waiting())?;
        // One who comes from elsewhere may be the same on another line, if the old one is silent already.
        let silent_us = live.silent_us(self.clock.now_us());
        let may_be_same = visitor.admitted == AuthenticatedSource::Source
            && (live.is_like(visitor) || (live.admitted == visitor.admitted && silent_us >= STALE_US / 2));
        may_be_same.then(|| Duration::from_micros(STALE_US.saturating_sub(silent_us)))
    }

    /// Gives what `teller` sends to `station`, or what is live there, a title; false if nobody is live.
    pub(super) fn retitle(
        &self,
        station: &ProductionHandle,
        teller: &MetadataScope,
        title: DjTitle,
    ) -> Result<bool, SourceRefusal> {
        let table = self.table();
        let mut sessions = table.by_slug.get(station.slug()).into_iter().flatten();
        let found = match teller {
            MetadataScope::InCharge => sessions.find(|session| !session.watch.is_waiting()),
            MetadataScope::Source(from) => {
                let all: Vec<&Current> = sessions.collect();
                let own = |session: &&&Current| {
                    session.admitted == AuthenticatedSource::Source && session.from == *from
                };
                let is_live = |session: &&&Current| !session.watch.is_waiting();
                let live = all.iter().find(is_live);
                live.filter(own).or_else(|| all.iter().find(own)).or(live).copied()
            }
            MetadataScope::Account(name) => {
                let own = AuthenticatedSource::Account(name.clone());
                Some(sessions.find(|session| session.admitted == own).ok_or(AuthError::NotInCharge)?)
            }
            MetadataScope::External(dj) => {
                let own = AuthenticatedSource::External(dj.clone());
                Some(sessions.find(|session| session.admitted == own).ok_or(AuthError::NotInCharge)?)
            }
        };
        if let Some(session) = found {
            session.watch.retitle(title);
        }
        Ok(found.is_some())
    }

    /// Takes who is live off the air; false if nobody is.
    pub(super) fn kick(&self, station: &ProductionHandle, barred_for: Duration) -> bool {
        let mut table = self.table();
        let kicked = station.dj_inputs().kick();
        let until_us = self.clock.now_us() + barred_for.as_micros() as u64;
        let sessions = table.by_slug.get_mut(station.slug());
        let is_kicked = |session: &mut Current| session.watch.ended() == Some(Ended::Kicked);
        let ended: Vec<Current> =
            sessions.map(|sessions| sessions.extract_if(.., is_kicked).collect()).unwrap_or_default();
        for session in ended {
            if !barred_for.is_zero() {
                table.barred.add(station.slug(), (&session.admitted, session.from), until_us);
            }
            session.stop(Stop::Kicked);
        }
        kicked
    }

    /// Ends every session that went live as `admitted`, on the station `slug` or on all; answers how many.
    pub(super) fn revoke(&self, slug: Option<&str>, admitted: &AuthenticatedSource) -> usize {
        self.end_if(Stop::Revoked, |on, session| {
            slug.is_none_or(|slug| slug == on) && session.is_of(admitted)
        })
    }

    /// Ends every session whose address and program are banned; answers how many.
    pub(super) fn end_banned(&self, is_banned: impl Fn(IpAddr, &[u8]) -> bool) -> usize {
        self.end_if(Stop::Banned, |_, session| {
            is_banned(session.from, session.program.as_deref().unwrap_or_default().as_bytes())
        })
    }

    fn end_if(&self, why: Stop, mut is_over: impl FnMut(&str, &mut Current) -> bool) -> usize {
        let mut table = self.table();
        let mut ended = Vec::new();
        for (slug, sessions) in &mut table.by_slug {
            ended.extend(sessions.extract_if(.., |session| is_over(slug, session)));
        }
        let count = ended.len();
        for session in ended {
            session.stop(why);
        }
        count
    }

    /// Ends every session whose password is another one than when this was asked before. `stamp` answers what changes
    /// with the password, or `None` where there is none any more; an error leaves the session alone.
    pub(super) fn revoke_changed<E>(
        &self,
        stamp: impl Fn(&str, &AuthenticatedSource) -> Result<Option<CredentialStamp>, E>,
    ) -> usize {
        // Asked without holding the table, which the sound's threads need.
        let asked: Vec<(String, u64, AuthenticatedSource)> = {
            let table = self.table();
            let all = table.by_slug.iter().flat_map(|(slug, sessions)| {
                sessions.iter().map(|one| (slug.clone(), one.number, one.admitted.clone()))
            });
            all.collect()
        };
        let mut found = BTreeMap::new();
        for (slug, number, admitted) in asked {
            if let Ok(now) = stamp(&slug, &admitted) {
                found.insert(number, now);
            }
        }
        self.end_if(Stop::Revoked, |_, session| match found.remove(&session.number) {
            Some(None) => true,
            Some(Some(now)) => session.stamp.replace(now.clone()).is_some_and(|before| before != now),
            None => false,
        })
    }

    /// Ends every session of `station`, and takes no more there.
    pub(super) fn leave(&self, station: &ProductionHandle) {
        let mut table = self.table();
        station.begin_removal();
        for current in table.by_slug.remove(station.slug()).unwrap_or_default() {
            current.stop(Stop::SigningOff);
        }
        station.dj_inputs().clear();
    }

    /// Ends every session and takes no more. Returns when all threads have ended, or soon.
    pub(super) fn close(&self, stations: impl Iterator<Item = ProductionHandle>) {
        let mut table = self.table();
        table.closed = true;
        for current in std::mem::take(&mut table.by_slug).into_values().flatten() {
            current.stop(Stop::SigningOff);
        }
        for station in stations {
            station.dj_inputs().clear();
        }
        let waited = self.shared.ended.wait_timeout_while(table, ENDS_WITHIN, |table| table.threads > 0);
        let (table, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if table.threads > 0 {
            tracing::warn!(threads = table.threads, "DJs' threads did not end in time");
        }
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.shared.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    /// Ends the session that has the line of `station` if it is dead, and `visitor` is somebody else.
    fn end_dead(&mut self, station: &ProductionHandle, visitor: &SourceRequest, now_us: u64) {
        let Some(sessions) = self.by_slug.get_mut(station.slug()) else { return };
        let is_dead = |session: &Current| session.admitted != visitor.admitted && session.is_dead(now_us);
        if let Some(place) = sessions.iter().position(is_dead) {
            station.dj_inputs().kick();
            sessions.remove(place).stop(Stop::Dead);
        }
    }

    /// Returns the last title of the DJ `key`, if it is recent.
    fn recall(&mut self, slug: &str, key: &str, before: Option<&Current>, now_us: u64) -> Option<DjTitle> {
        let left = self.titles.remove(slug).filter(|left| left.key == key);
        let recent = left.filter(|left| now_us.saturating_sub(left.at_us) < RECALLED_US);
        before.map(|before| before.watch.last_title()).or_else(|| recent.map(|left| left.title))
    }
}

/// Frees a session's place when its thread ends, however that ends.
struct Leaving {
    sessions: SourceSessions,
    slug: String,
    number: u64,
    /// True if its DJ ended the show in the studio: their next one begins without the last title of this.
    is_done: bool,
}

impl Drop for Leaving {
    fn drop(&mut self) {
        let mut table = self.sessions.table();
        table.threads = table.threads.saturating_sub(1);
        let sessions = table.by_slug.entry(self.slug.clone()).or_default();
        if let Some(place) = sessions.iter().position(|session| session.number == self.number) {
            let session = sessions.remove(place);
            let (title, at_us) = (session.watch.last_title(), self.sessions.clock.now_us());
            if !self.is_done {
                table.titles.insert(self.slug.clone(), Left { key: session.key, title, at_us });
            }
        }
        self.sessions.shared.ended.notify_all();
    }
}
