//! Ends what is open of those who are banned.

use std::time::Duration;

use actix_web::rt::task::spawn_blocking;
use actix_web::rt::time::interval;

use super::{AppState, Error};

/// The time between two looks at the bans, which another process may change.
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
            let Some(station) = self.broadcasts.get(&slug) else { continue };
            match self.roll.disconnect_all(&station.mounts(), numbers) {
                Ok(count) => {
                    tracing::info!(station = &*slug, count, "listeners were banned and are disconnected");
                }
                Err(error) => tracing::warn!(station = &*slug, %error, "banned listeners stay connected"),
            }
        }
    }

    /// Ends what is open of those whom any process bans, until it is aborted.
    pub async fn follow_bans(self) {
        let (mut often, mut seen, mut again) = (interval(LOOK_EVERY), self.auth.ban_version(), false);
        loop {
            often.tick().await;
            let version = self.auth.ban_version();
            let is_new = std::mem::replace(&mut seen, version) != version;
            // Twice, for those who were let in just before the ban and were in no list yet.
            if is_new || again {
                let site = self.clone();
                drop(spawn_blocking(move || site.end_banned()).await);
            }
            again = is_new;
        }
    }
}
