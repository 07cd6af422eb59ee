//! The hours of DJs who are live: when they end, and who stays after that.

use std::collections::BTreeMap;

use super::SourceSessions;
use crate::auth::AuthenticatedSource;
use crate::ingest::source_session::Stop;

/// Ends that are nearer to each other than this are one, in microseconds.
const SAME_WITHIN_US: u64 = 500_000;

impl SourceSessions {
    /// Notes for every DJ with an account when their hours end, as `end_after` tells for a station, an account and a time
    /// of day in microseconds; an error leaves what was noted. Ends those whose hours are over on a station that
    /// `lets_go` of them; answers how many.
    pub(in crate::ingest) fn keep_hours<E>(
        &self,
        end_after: impl Fn(&str, &str, u64) -> Result<Option<u64>, E>,
        lets_go: impl Fn(&str) -> bool,
    ) -> usize {
        let (now_us, wall_us) = (self.clock.now_us(), self.clock.wall_us());
        // Asked without holding the table, which the sound's threads need.
        let accounts: Vec<(String, u64, String)> = {
            let table = self.table();
            let all = table.by_slug.iter().flat_map(|(slug, sessions)| {
                sessions.iter().filter_map(|one| match &one.admitted {
                    AuthenticatedSource::Account(name) => Some((slug.clone(), one.number, name.clone())),
                    AuthenticatedSource::Source
                    | AuthenticatedSource::Token(_)
                    | AuthenticatedSource::External(_) => None,
                })
            });
            all.collect()
        };
        let mut ends = BTreeMap::new();
        for (slug, number, account) in accounts {
            if let Ok(end_us) = end_after(&slug, &account, wall_us) {
                ends.insert(number, end_us.map(|end_us| now_us + end_us.saturating_sub(wall_us)));
            }
        }
        self.end_if(Stop::TimeOver, |slug, session| {
            let Some(end_us) = ends.get(&session.number) else { return false };
            let end_us = match (*end_us, session.watch.until_us()) {
                // Over since then, not since this look.
                (Some(end_us), Some(before)) if end_us <= now_us => Some(before.min(end_us)),
                // The two clocks are read one after the other, and the same moment stays the same.
                (Some(end_us), Some(before)) if end_us.abs_diff(before) < SAME_WITHIN_US => Some(before),
                (end_us, _) => end_us,
            };
            session.watch.set_until(end_us);
            end_us.is_some_and(|end_us| end_us <= now_us) && lets_go(slug)
        })
    }
}
