//! Ends what is open of those who are banned, and of listeners whose station becomes private.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use actix_web::rt::task::spawn_blocking;
use actix_web::rt::time::interval;

use super::{AppState, Error};
use crate::model::{AccessRule, ListenAccess};

/// The time between two looks at the bans and the rules, which another process may change.
const LOOK_EVERY: Duration = Duration::from_secs(1);

impl AppState {
    /// Takes over the bans of the store, and ends listeners and sources that are banned. Waits for the disk and for
    /// those who hold the listeners' sockets.
    pub(super) fn enforce_bans(&self) -> Result<(), Error> {
        self.auth.load_bans()?;
        self.end_banned();
        Ok(())
    }

    /// Ends the listeners and sources that are banned.
    fn end_banned(&self) {
        self.ingest.end_banned();
        let banned = self.gate.open.matching(|address, agent| self.auth.check_ban(address, agent).is_err());
        for (slug, numbers) in banned {
            self.disconnect(&slug, numbers, "they are banned");
        }
    }

    /// Ends all listeners and calls of stations whose rule has changed: those who may still listen come back.
    fn end_listeners_of(&self, stations: &BTreeSet<Arc<str>>) {
        for slug in stations {
            let made = self.stations.get(slug);
            if made.is_some_and(|made| made.calls().end_all(self.clock.now_us())) {
                tracing::info!(station = &**slug, "calls are ended: the rule of who may listen has changed");
            }
            self.disconnect(slug, self.gate.open.of_station(slug), "the rule of who may listen has changed");
        }
    }

    fn disconnect(&self, slug: &str, numbers: Vec<u64>, reason: &str) {
        let Some(station) = self.broadcasts.get(slug).filter(|_| !numbers.is_empty()) else { return };
        match self.roll.disconnect_all(&station.mounts(), numbers) {
            Ok(count) => tracing::info!(station = slug, count, reason, "listeners are disconnected"),
            Err(error) => {
                tracing::warn!(station = slug, %error, reason, "listeners should be disconnected and stay connected");
            }
        }
    }

    /// The rules of the private stations.
    fn private_rules(&self) -> BTreeMap<Arc<str>, AccessRule> {
        let rules = self.broadcasts.all().map(|station| (station.slug().into(), station.access()));
        rules.filter(|(_, rule)| rule.access != ListenAccess::Open).collect()
    }

    /// Follows what other processes change and what time ends, until it is aborted: refusals, calls and
    /// messages of listeners.
    pub async fn follow(self) {
        tokio::join!(self.clone().follow_refusals(), self.clone().follow_text_lines(), self.follow_calls());
    }

    /// Ends what is open of those whom any process bans, and of listeners of stations that become private, want another
    /// password or end their links, until it is aborted.
    async fn follow_refusals(self) {
        let (mut often, mut seen, mut again) = (interval(LOOK_EVERY), self.auth.ban_version(), false);
        let (mut rules, mut changed_before) = (self.private_rules(), BTreeSet::new());
        loop {
            often.tick().await;
            let version = self.auth.ban_version();
            let is_new = std::mem::replace(&mut seen, version) != version;
            let rules_before = std::mem::replace(&mut rules, self.private_rules());
            let changed: BTreeSet<Arc<str>> = rules
                .iter()
                .filter(|(slug, rule)| rules_before.get(*slug) != Some(rule))
                .map(|(slug, _)| Arc::clone(slug))
                .collect();
            // Twice, for those who were let in just before the change and were in no list yet.
            if is_new || again {
                let site = self.clone();
                drop(spawn_blocking(move || site.end_banned()).await);
            }
            let stations: BTreeSet<_> = changed.union(&changed_before).cloned().collect();
            if !stations.is_empty() {
                let site = self.clone();
                drop(spawn_blocking(move || site.end_listeners_of(&stations)).await);
            }
            (again, changed_before) = (is_new, changed);
        }
    }
}
