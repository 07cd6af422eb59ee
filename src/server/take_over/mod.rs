//! One server process takes over from another without its listeners noticing.
//!
//! In: a running server, and a new one on the same data directory. Out: the new one goes on with the ports, the stations
//! the DJs and the listeners of the other, which ends. Never: leaves a listener with nobody. The running server keeps everything
//! until the new one has acknowledged all of it, and goes on as if nothing had been when the new one fails or ends.
//!
//! They talk over `upgrade.sock` in the data directory, as one user only:
//!
//! ```text
//! new      running
//! Hello      -->           who it is; another version of the protocol is refused
//!            <--  Offer    ports, the lock of the data directory, the clock
//!                          the new one opens the database and the library
//! Outlines   -->
//!            <--  Outlines the stations' first frames, the tracks on their decks
//!                          the new one holds its stations, loads the same decks
//! Ready      -->           the running server waits for the end of crossfades, stops accepting connections and pauses
//!            <--  Source   the connection of a DJ who is live, with its socket; once for each
//! Taken      -->
//!            <--  Station  a station's state; once for each
//! Taken      -->
//!            <--  Listeners  up to 253 of them, with their sockets; until there are no more
//! Taken      -->
//!            <--  Go
//! Serving    -->           from here on the new one plays and sends, and the other one ends
//! ```
//!
//! `Serving` is sent before the first block and the first byte: if it does not come, nothing has happened yet. A running
//! server that has waited for it long enough shuts the connection, so that it cannot be sent any more.

mod predecessor;
mod protocol;
mod successor;

pub(super) use predecessor::{Handover, UpgradeSocket};
pub(super) use protocol::{PortUse, SharedPort};
pub(super) use successor::Predecessor;
pub use successor::TakeOver;
use successor::load_decks;

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use anyhow::bail;

use crate::output::join::ListenerGate;
use crate::output::transmitter::Transmitters;
use crate::source::autodj::resumed_deck;
use crate::store::Store;
use crate::supervisor::StationSupervisor;
use successor::LoadedDecks;

/// The socket's name in the data directory.
const SOCKET_NAME: &str = "upgrade.sock";

/// A take-over for which everything is prepared, and in which nothing has been taken yet.
pub(super) struct PreparedTakeOver {
    taking: TakeOver,
    decks: LoadedDecks,
    supervisor: StationSupervisor,
    transmitters: Transmitters,
    gate: ListenerGate,
    store: Store,
    /// Told once the other server has handed over.
    taken: Option<SyncSender<Predecessor>>,
}

/// Signs the stations on. With a server to take over from, they are held where its stations are, until the take-over is
/// [committed](PreparedTakeOver::commit).
pub(super) fn prepare(
    taking: Option<TakeOver>,
    supervisor: &StationSupervisor,
    transmitters: &Transmitters,
    gate: &ListenerGate,
    store: &Store,
) -> anyhow::Result<Option<PreparedTakeOver>> {
    let Some(taking) = taking else { return supervisor.open(&[]).map(|()| None) };
    let outlines = taking.outlines()?;
    supervisor.open(&outlines)?;
    let load = |track: &_| resumed_deck(supervisor.library(), store, supervisor.decks(), track);
    let decks = load_decks(&outlines, load)?;
    Ok(Some(PreparedTakeOver {
        taking,
        decks,
        supervisor: supervisor.clone(),
        transmitters: transmitters.clone(),
        gate: gate.clone(),
        store: store.background()?,
        taken: None,
    }))
}

impl PreparedTakeOver {
    /// Returns where the other server is told of, once it has handed over.
    pub(super) fn predecessor(&mut self) -> Receiver<Predecessor> {
        let (taken, predecessor) = sync_channel(1);
        self.taken = Some(taken);
        predecessor
    }

    /// Takes everything from the other server and goes on air with it, unless this one was told to stop. Everything that
    /// can fail is to be done before: from here on there is no way back.
    pub(super) fn commit(self, is_told: bool) -> anyhow::Result<()> {
        if is_told {
            bail!("it was told to stop, and the running server goes on");
        }
        let Self { taking, decks, supervisor, transmitters, gate, store, taken } = self;
        let load = |track: &_| resumed_deck(supervisor.library(), &store, supervisor.decks(), track);
        let stations = supervisor.stations();
        let predecessor =
            taking.take(decks, supervisor.ingest(), stations, &gate, load)?.serve(stations, &transmitters)?;
        // Without recorders nobody waits for it.
        let _ = taken.map(|taken| taken.send(predecessor));
        Ok(())
    }
}
