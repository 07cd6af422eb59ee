//! A session as others see it: who it is, whether it gives way, and how it is ended.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::oneshot;

use super::handed_source::{HandOverSlot, SourceIdentity};
use super::source_request::SourceRequest;
use super::source_session::Stop;
use crate::auth::AuthenticatedSource;
use crate::source::live::Watch;
use crate::store::CredentialStamp;

/// A source that is silent for so long, in microseconds, gives way to one with the same password: most likely itself.
pub(super) const STALE_US: u64 = 2_500_000;
/// A source that has sent nothing for so long, in microseconds, and is not on air any more, gives way to anybody.
const DEAD_US: u64 = 4_000_000;

/// A session that has a station's line, or waits for it.
pub(super) struct Current {
    pub(super) number: u64,
    pub(super) admitted: AuthenticatedSource,
    pub(super) from: IpAddr,
    /// Name that the program gives.
    pub(super) name: Option<String>,
    pub(super) program: Option<String>,
    pub(super) media_type: Option<String>,
    pub(super) key: String,
    pub(super) heard_us: Arc<AtomicU64>,
    pub(super) watch: Watch,
    pub(super) handing: HandOverSlot,
    pub(super) stop: oneshot::Sender<Stop>,
    /// Stamp that changes with the password it went live with, once that was looked up.
    pub(super) stamp: Option<CredentialStamp>,
}

impl Current {
    /// Returns whether it went live as `admitted`; names are compared without regard to case.
    pub(super) fn is_of(&self, admitted: &AuthenticatedSource) -> bool {
        match (&self.admitted, admitted) {
            (AuthenticatedSource::Account(own), AuthenticatedSource::Account(other)) => {
                own.to_lowercase() == other.to_lowercase()
            }
            (own, other) => own == other,
        }
    }

    /// Returns whether this session ends for `visitor`: at once for the same account, or once nothing is received
    /// any more for the same password.
    pub(super) fn gives_way_to(&self, visitor: &SourceRequest, now_us: u64) -> bool {
        if self.admitted != visitor.admitted {
            return false;
        }
        // A DJ who waits in line need not send anything.
        let is_silent = !self.watch.is_waiting() && self.silent_us(now_us) >= STALE_US;
        self.admitted.is_one_person() || is_silent
    }

    /// Returns whether `visitor` is the same person, as far as can be told.
    pub(super) fn is_same(&self, visitor: &SourceRequest) -> bool {
        self.admitted.is_one_person() || self.is_like(visitor)
    }

    /// Returns whether `visitor` may be the same program, by password and address.
    pub(super) fn is_like(&self, visitor: &SourceRequest) -> bool {
        self.admitted == visitor.admitted && self.from == visitor.from
    }

    /// Returns whether nothing has been received for so long that others are on air.
    pub(super) fn is_dead(&self, now_us: u64) -> bool {
        !self.watch.is_waiting() && !self.watch.is_heard() && self.silent_us(now_us) >= DEAD_US
    }

    /// Returns the time since anything was received, in microseconds.
    pub(super) fn silent_us(&self, now_us: u64) -> u64 {
        now_us.saturating_sub(self.heard_us.load(Ordering::Relaxed))
    }

    pub(super) fn stop(self, why: Stop) {
        // A session that is over already does not hear it.
        let _: Result<(), Stop> = self.stop.send(why);
    }

    /// Returns everything that is known of it, for another process.
    pub(super) fn identity(&self, slug: &str) -> SourceIdentity {
        SourceIdentity {
            station: slug.to_owned(),
            number: self.number,
            key: self.key.clone(),
            admitted: self.admitted.clone(),
            from: self.from,
            name: self.name.clone(),
            program: self.program.clone(),
            media_type: self.media_type.clone(),
            since_us: self.watch.since_us(),
        }
    }
}
