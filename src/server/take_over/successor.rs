//! The side of the new server.

use std::collections::HashMap;
use std::fs::File;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use bytes::Bytes;

use super::SOCKET_NAME;
use super::protocol::{
    FromPredecessor, FromSuccessor, Incoming, OfferedSocket, PROTOCOL, PortUse, STEP_WITHIN, SharedPort,
    VERSION, receive, send,
};
use crate::clock::{ClockOrigin, SystemClock};
use crate::ingest::{ArrivingSource, HandedSource, Ingest, ResumedSource};
use crate::output::formats;
use crate::output::join::ListenerGate;
use crate::output::resumption::HandedListener;
use crate::output::transmitter::{ResumedConnection, Transmitters};
use crate::production::{HandedSound, SavedStation, StationOutline, Stations};
use crate::source::SavedTrack;
use crate::source::autodj::Deck;
use crate::store::DataLock;
use crate::sys::{MessageSocket, is_managed, notify_serving, raise_descriptors, wait_until};

/// Time for the running server to answer before it pauses: crossfades may have to end.
const ANSWERS_WITHIN: Duration = Duration::from_secs(30);
/// Time for a deck to be at its place before the running server pauses, and while it does.
const DECK_WITHIN: Duration = Duration::from_secs(20);
const DECK_CATCHES_UP_WITHIN: Duration = Duration::from_secs(1);
/// Time for a station to take its state.
const STATION_WITHIN: Duration = Duration::from_secs(2);
/// Time for the sound that DJs sent during the pause to be decoded.
const ARRIVES_WITHIN: Duration = Duration::from_millis(160);
/// Time for the other server to end, once it has handed over.
const ENDS_WITHIN: Duration = Duration::from_secs(10);

/// The tracks on air, by the station's slug, each with the deck that plays it here.
pub(super) type LoadedDecks = HashMap<String, (SavedTrack, Deck)>;

/// A server that runs on the same data directory, and lets this one take over.
#[derive(Debug)]
pub struct TakeOver {
    socket: MessageSocket,
    clock: ClockOrigin,
    lock: Option<File>,
    ports: Vec<SharedPort>,
}

/// Stations that were taken over, with everything else.
pub(super) struct TakenStations {
    socket: MessageSocket,
    everything: Taken,
}

/// DJs and listeners that were taken over.
#[derive(Default)]
struct Taken {
    sources: Vec<ResumedSource>,
    listeners: Vec<ResumedConnection>,
}

impl TakeOver {
    /// Asks the server that runs on the data directory `data`; `None` if there is none.
    pub fn begin(data: &Path) -> anyhow::Result<Option<Self>> {
        let path = data.join(SOCKET_NAME);
        let stream = match UnixStream::connect(&path) {
            Ok(stream) => stream,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => {
                return Ok(None);
            }
            // Nobody can listen at a path that long either.
            Err(error) if error.kind() == ErrorKind::InvalidInput => return Ok(None),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot reach the server at {}", path.display()));
            }
        };
        // Before thousands of them come.
        raise_descriptors(0);
        let socket = MessageSocket::new(stream);
        socket.set_patience(STEP_WITHIN)?;
        if !socket.is_own_user()? {
            bail!("the server that runs there belongs to another user");
        }
        let version = VERSION.to_owned();
        send(&socket, &FromSuccessor::Hello { protocol: PROTOCOL, version, is_service: is_managed() })?;
        let Incoming { message, descriptors, .. } = receive(&socket)?;
        let (sockets, clock) = match message {
            FromPredecessor::Offer { sockets, clock, version } => {
                tracing::info!(version, "takes over from the running server");
                (sockets, clock)
            }
            FromPredecessor::Refusal { reason } => bail!("{reason}"),
            other => bail!("{other:?} was not expected"),
        };
        if descriptors.len() != sockets.len() + 1 {
            bail!("not all ports came");
        }
        let mut descriptors = descriptors.into_iter();
        let lock = descriptors.next().context("the data directory's lock did not come")?;
        let offered = sockets.into_iter().zip(descriptors);
        let ports = offered
            .map(|(OfferedSocket { port, address, is_passed }, descriptor)| SharedPort {
                port,
                address,
                descriptor,
                is_passed,
            })
            .collect();
        Ok(Some(Self { socket, clock, lock: Some(lock.into()), ports }))
    }

    /// Returns the lock of the data directory `data`, which both servers share.
    pub fn lock(&mut self, data: &Path) -> anyhow::Result<DataLock> {
        let lock = self.lock.take().context("the data directory's lock was taken already")?;
        Ok(DataLock::shared_by(data, lock))
    }

    /// Returns a clock that goes on by the other server's.
    pub(in crate::server) fn clock(&self) -> SystemClock {
        SystemClock::continuing(self.clock)
    }

    /// Takes the sockets that the service manager listens at for the other server, and now for this one.
    pub(in crate::server) fn passed(&mut self) -> Vec<(PortUse, OwnedFd)> {
        let passed = self.ports.extract_if(.., |offered| offered.is_passed);
        passed.map(|offered| (offered.port, offered.descriptor)).collect()
    }

    /// Takes the sockets of the main ports.
    pub(in crate::server) fn main_ports(&mut self) -> Vec<TcpListener> {
        let main = self.ports.extract_if(.., |offered| matches!(offered.port, PortUse::Main));
        main.map(|offered| offered.descriptor.into()).collect()
    }

    /// Takes the socket for `address`, where port 0 is any, if the other server has one.
    pub(in crate::server) fn port(&mut self, port: PortUse, address: SocketAddr) -> Option<OwnedFd> {
        let is_it = |offered: &SharedPort| {
            let is_place =
                offered.address == address || (address.port() == 0 && offered.address.ip() == address.ip());
            offered.port == port && is_place
        };
        let place = self.ports.iter().position(is_it)?;
        Some(self.ports.remove(place).descriptor)
    }

    /// Asks for the outlines of the stations on air.
    pub(super) fn outlines(&self) -> anyhow::Result<Vec<StationOutline>> {
        self.socket.set_patience(ANSWERS_WITHIN)?;
        send(&self.socket, &FromSuccessor::Outlines)?;
        match receive(&self.socket)?.message {
            FromPredecessor::Outlines { stations } => Ok(stations),
            other => bail!("{other:?} was not expected"),
        }
    }

    /// Takes everything, with these decks or others that `load` loads; nothing sounds and nothing is sent before
    /// [`serve`](TakenStations::serve). The other server is told if that fails.
    pub(super) fn take(
        self,
        decks: LoadedDecks,
        ingest: &Ingest,
        stations: &Stations,
        gate: &ListenerGate,
        load: impl Fn(&SavedTrack) -> Option<Deck>,
    ) -> anyhow::Result<TakenStations> {
        match self.receive_all(decks, ingest, stations, gate, load) {
            Ok(everything) => Ok(TakenStations { socket: self.socket, everything }),
            Err(error) => {
                // It may not listen any more.
                drop(send(&self.socket, &FromSuccessor::Failed { reason: format!("{error:#}") }));
                Err(error)
            }
        }
    }

    fn receive_all(
        &self,
        mut decks: LoadedDecks,
        ingest: &Ingest,
        stations: &Stations,
        gate: &ListenerGate,
        load: impl Fn(&SavedTrack) -> Option<Deck>,
    ) -> anyhow::Result<Taken> {
        send(&self.socket, &FromSuccessor::Ready)?;
        let mut everything = Taken::default();
        loop {
            let Incoming { message, attached, descriptors } = receive(&self.socket)?;
            match message {
                FromPredecessor::Source(source) => {
                    everything.sources.extend(resume_source(*source, &attached.into(), descriptors, ingest)?);
                }
                FromPredecessor::Station(station) => {
                    let deck = station.playout.track().and_then(|track| {
                        let loaded = decks.remove(&station.slug);
                        deck_at(track, loaded, &load)
                    });
                    resume_station(stations, *station, HandedSound { attached: attached.into(), deck })?;
                }
                FromPredecessor::Listeners(handed) => {
                    everything.listeners.extend(resume_listeners(handed, descriptors, stations, gate)?);
                }
                FromPredecessor::Go => return Ok(everything),
                other => bail!("{other:?} was not expected"),
            }
            send(&self.socket, &FromSuccessor::Taken)?;
        }
    }
}

/// Loads the tracks on air by `load`, each to its place; fails if one is not there in time.
pub(super) fn load_decks(
    outlines: &[StationOutline],
    load: impl Fn(&SavedTrack) -> Option<Deck>,
) -> anyhow::Result<LoadedDecks> {
    let mut decks = LoadedDecks::new();
    for StationOutline { slug, track, .. } in outlines {
        let Some(track) = track else { continue };
        let Some(mut deck) = load(track) else { continue };
        if !deck.pass_to(track.played, DECK_WITHIN) {
            bail!("the track on air at {slug} could not be read to its place in {} s", DECK_WITHIN.as_secs());
        }
        decks.insert(slug.clone(), (track.clone(), deck));
    }
    Ok(decks)
}

/// Returns a deck that plays `track` from its place on: the one that was loaded, if it is still the one on air.
fn deck_at(
    track: &SavedTrack,
    loaded: Option<(SavedTrack, Deck)>,
    load: impl Fn(&SavedTrack) -> Option<Deck>,
) -> Option<Deck> {
    let is_same = |known: &SavedTrack| {
        known.file == track.file && known.begin == track.begin && known.played <= track.played
    };
    let known = loaded.filter(|(known, _)| is_same(known)).map(|(_, deck)| deck);
    let mut deck = known.or_else(|| load(track))?;
    // One that is not there in time begins as soon as it is.
    deck.pass_to(track.played, DECK_CATCHES_UP_WITHIN);
    Some(deck)
}

/// Takes a DJ's connection; `None` if it cannot be gone on with, which nothing else depends on.
fn resume_source(
    handed: HandedSource,
    attached: &Bytes,
    descriptors: Vec<OwnedFd>,
    ingest: &Ingest,
) -> anyhow::Result<Option<ResumedSource>> {
    let station = handed.station().to_owned();
    let socket = descriptors.into_iter().next().context("a DJ's connection did not come")?;
    let resumed = ingest.resume_source(handed, attached, socket);
    Ok(resumed.inspect_err(|error| tracing::warn!(station, %error, "a DJ cannot be taken over")).ok())
}

fn resume_station(stations: &Stations, saved: SavedStation, sound: HandedSound) -> anyhow::Result<()> {
    let slug = saved.slug.clone();
    let station = stations.get(&slug).with_context(|| format!("there is no station {slug} here"))?;
    if !station.resume(saved, sound, formats::saved, STATION_WITHIN) {
        bail!("the station {slug} cannot be gone on with");
    }
    Ok(())
}

fn resume_listeners(
    handed: Vec<HandedListener>,
    descriptors: Vec<OwnedFd>,
    stations: &Stations,
    gate: &ListenerGate,
) -> anyhow::Result<Vec<ResumedConnection>> {
    if handed.len() != descriptors.len() {
        bail!("not all listeners came");
    }
    let resumed = handed.into_iter().zip(descriptors).map(|(handed, descriptor)| {
        let listener = handed.resume(stations.broadcasts(), gate).with_context(|| {
            let place = &handed.connection.listener;
            format!("the stream {} of {} cannot be gone on with", place.rendition, place.station)
        })?;
        Ok(ResumedConnection { stream: TcpStream::from(descriptor), listener, saved: handed.connection })
    });
    resumed.collect()
}

impl TakenStations {
    /// Goes on air with everything. From here on the other server ends.
    pub(super) fn serve(
        self,
        stations: &Stations,
        transmitters: &Transmitters,
    ) -> anyhow::Result<Predecessor> {
        send(&self.socket, &FromSuccessor::Serving)?;
        // Before the other process ends, so that it is not taken for the end of the service.
        notify_serving();
        let Taken { sources, listeners } = self.everything;
        let djs: Vec<ArrivingSource> = sources.into_iter().map(ResumedSource::go).collect();
        // The sound that they sent meanwhile is due as soon as the stations make up for the pause.
        wait_until(ARRIVES_WITHIN, || djs.iter().all(ArrivingSource::is_there));
        stations.all().for_each(|station| station.go());
        let count = listeners.len();
        for listener in listeners {
            transmitters.resume(listener);
        }
        tracing::info!(listeners = count, djs = djs.len(), "has taken over");
        Ok(Predecessor { socket: self.socket })
    }
}

/// The server that has handed over, until it ends.
pub(in crate::server) struct Predecessor {
    socket: MessageSocket,
}

impl Predecessor {
    /// Blocks until it has ended, for 10 s at the longest.
    pub(in crate::server) fn wait(&self) {
        drop(self.socket.set_patience(ENDS_WITHIN));
        // It sends nothing more.
        drop(self.socket.receive());
    }
}
