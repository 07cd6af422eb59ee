//! Carries out what DJs on air order of listeners' messages, and writes it into the audit log.

use std::time::Duration;

use actix_web::rt::task::spawn_blocking;
use actix_web::rt::time::interval;

use crate::production::ProductionHandle;
use crate::production::text_line::{TextLineOrder, TextLineOrderKind};
use crate::store::{self, AuditEntry};
use crate::web::AppState;
use crate::web::router::Scope;

/// The time between two looks at the stations' lines.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Looks between two readings of the messages without an order, which leave out those that are too old: a minute.
const READ_EVERY: u32 = 60;

impl AppState {
    /// Carries out orders, and has each station's line know its messages, until it is aborted.
    pub(in crate::web) async fn follow_text_lines(self) {
        let (mut often, mut looks) = (interval(LOOK_EVERY), 0_u32);
        loop {
            often.tick().await;
            let is_time = looks.is_multiple_of(READ_EVERY);
            looks = looks.wrapping_add(1);
            for station in self.stations.all() {
                let orders = station.text_line().take_orders();
                let is_new = station.text_line().newer_than(0).is_none();
                if orders.is_empty() && !is_new && !is_time {
                    continue;
                }
                let site = self.clone();
                // What failed is read again with the next look at the time.
                drop(spawn_blocking(move || site.carry_out(&station, &orders)).await);
            }
        }
    }

    fn carry_out(&self, station: &ProductionHandle, orders: &[TextLineOrder]) {
        for order in orders {
            if let Err(error) = self.carry_out_one(station, order) {
                tracing::error!(station = station.slug(), %error, "a message of a listener cannot be taken away");
            }
        }
        let known = station.text_line().newer_than(0).map(|(_, messages)| messages);
        let is_same = |found: &[store::StudioMessage]| known.as_deref() == Some(found);
        let found = self.store.listener_messages(station.slug());
        if found.is_ok_and(|found| !is_same(&found)) {
            drop(station.refresh_text_line(&self.store));
        }
    }

    fn carry_out_one(&self, station: &ProductionHandle, order: &TextLineOrder) -> Result<(), store::Error> {
        let (slug, number, now_us) = (station.slug(), order.number, self.clock.now_us());
        let path = format!("/api/v1/stations/{slug}/listener-messages/{number}");
        let (is_there, what) = match order.kind {
            TextLineOrderKind::Hide => {
                (self.store.hide_listener_message(slug, number)?, format!("DELETE {path}"))
            }
            TextLineOrderKind::Block => {
                (self.store.block_sender(slug, number, now_us)?, format!("POST {path}/block"))
            }
        };
        if !is_there {
            return Ok(());
        }
        self.store.note_change(&AuditEntry {
            at: (self.clock.wall_us() / 1_000_000) as i64,
            who: order.by.clone(),
            address: self.kept_addresses.of_log(order.address),
            area: Scope::Live.name().to_owned(),
            station: Some(slug.to_owned()),
            what,
            ..AuditEntry::default()
        })
    }
}
