//! Listeners that another process hands over: each has its place again, and is counted and listed as before.

use std::net::IpAddr;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::join::ListenerGate;
use super::open_listeners::OpenListeners;
use super::transmitter::SavedConnection;
use crate::broadcast::Broadcasts;
use crate::model::{ClientInfo, base64_bytes};
use crate::mount::Listener;

/// A listener on its way to another process, but for its socket.
#[derive(Debug, Serialize, Deserialize)]
pub struct HandedListener {
    /// The address of its client.
    address: IpAddr,
    /// Its client's `User-Agent`.
    #[serde(with = "base64_bytes")]
    agent: Bytes,
    /// Its connection.
    pub connection: SavedConnection,
}

impl HandedListener {
    /// Describes the listeners of these `connections`, with what is known of their clients.
    pub fn describe<S>(
        connections: impl Iterator<Item = (SavedConnection, S)>,
        open: &OpenListeners,
    ) -> Vec<(Self, S)> {
        let mut clients = std::collections::HashMap::new();
        let described = connections.map(|(connection, socket)| {
            let place = &connection.listener;
            let of_station =
                clients.entry(place.station.clone()).or_insert_with(|| open.clients_of(&place.station));
            let unknown = || (std::net::Ipv4Addr::UNSPECIFIED.into(), [].into());
            let (address, agent) = of_station.remove(&place.number).unwrap_or_else(unknown);
            (Self { address, agent: Bytes::copy_from_slice(&agent), connection }, socket)
        });
        described.collect()
    }

    /// Returns the listener at its place here; `None` if its stream is not gone on with.
    pub fn resume(&self, stations: &Broadcasts, gate: &ListenerGate) -> Option<Listener> {
        let place = &self.connection.listener;
        let mounts = stations.get(&place.station)?.mount_list().all();
        let mount = mounts.iter().find(|mount| mount.rendition().name == place.rendition)?;
        let listener = mount.resume(place)?;
        // A listener goes on even if there are more than may come now.
        let permit = gate.limits.take(&place.station, Some(self.address)).ok().flatten();
        let guard = gate.open.enter(&place.station, place.number, self.address, &self.agent);
        let client = ClientInfo::new(Some(self.address), &self.agent, place.since_us);
        Some(listener.with_guard(Some((permit, guard))).identified_as(client))
    }
}
