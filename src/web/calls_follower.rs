//! Ends calls whose time is over, and writes into the audit log who was on air, hung up on and barred.

use std::time::Duration;

use actix_web::rt::task::spawn_blocking;
use actix_web::rt::time::interval;
use jiff::Timestamp;

use super::AppState;
use crate::production::calls::{CallEvent, CallRecord};
use crate::store::AuditEntry;

/// The time between two looks at the stations' lines.
const LOOK_EVERY: Duration = Duration::from_secs(1);

impl AppState {
    /// Lets time pass for the lines of all stations, until it is aborted.
    pub(super) async fn follow_calls(self) {
        let mut often = interval(LOOK_EVERY);
        loop {
            often.tick().await;
            let mut entries = Vec::new();
            for station in self.stations.all() {
                let dj = station.dj_inputs().on_air().map(|dj| dj.name);
                let is_banned = |address| self.auth.check_ban(address, b"").is_err();
                let now_us = self.clock.now_us();
                let records = station.calls().pass_time(dj.as_deref(), is_banned, now_us);
                entries.extend(records.iter().map(|record| self.audit_entry(station.slug(), record)));
            }
            if entries.is_empty() {
                continue;
            }
            let store = self.store.clone();
            let written = spawn_blocking(move || {
                for entry in &entries {
                    if let Err(error) = store.note_change(entry) {
                        tracing::error!(%error, "a call cannot be written into the audit log");
                    }
                }
            });
            drop(written.await);
        }
    }

    fn audit_entry(&self, slug: &str, record: &CallRecord) -> AuditEntry {
        AuditEntry {
            at: (record.at_us / 1_000_000) as i64,
            who: record.by.clone(),
            address: self.kept_addresses.of_log(record.address),
            area: "calls".to_owned(),
            station: Some(slug.to_owned()),
            what: words(record),
            ..AuditEntry::default()
        }
    }
}

/// Says what happened, with the caller's name and topic.
fn words(record: &CallRecord) -> String {
    let CallRecord { name, topic, at_us, event, .. } = record;
    let what = match event {
        CallEvent::OffAir { from_us } => format!("on air from {} to {} UTC", time(*from_us), time(*at_us)),
        CallEvent::HungUp => "hang up".to_owned(),
        CallEvent::Barred(seconds) => format!("bar for {seconds} s"),
    };
    let about = if topic.is_empty() { String::new() } else { format!(", about: {topic}") };
    format!("{what}: {name}{about}")
}

/// The time of day of a moment, in universal time.
fn time(us: u64) -> String {
    let moment = i64::try_from(us).ok().and_then(|us| Timestamp::from_microsecond(us).ok());
    moment.map(|moment| moment.strftime("%H:%M:%S").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_told_in_words() {
        let record = |topic: &str, event| CallRecord {
            name: "Ben".to_owned(),
            topic: topic.to_owned(),
            address: [192, 0, 2, 1].into(),
            by: "ada".to_owned(),
            at_us: 61_000_000,
            event,
        };
        let aired = record("tides", CallEvent::OffAir { from_us: 1_000_000 });
        assert_eq!(words(&aired), "on air from 00:00:01 to 00:01:01 UTC: Ben, about: tides");
        assert_eq!(words(&record("", CallEvent::Barred(600))), "bar for 600 s: Ben");
    }
}
