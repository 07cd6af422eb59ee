//! A station on its way from one process to another.
//!
//! In the process that has it: an outline while it is on air, then its state while it pauses. In the one that goes on
//! with it: a station that is held from the outline on, takes the state, and goes on air.

use std::collections::BTreeMap;
use std::sync::PoisonError;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::ProductionHandle;
use crate::format::Format;
use crate::mount::{Mount, SavedFormat, SavedMount};
use crate::playout::{HeldStep, PendingPause, ResumePoint, SavedPlayout, SignOn, SuspendedPlayout};
use crate::source::SavedTrack;
use crate::source::autodj::Deck;

/// The parts of a station's state by which another process prepares to go on with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StationOutline {
    /// The station's slug.
    pub slug: String,
    /// Identifies its time on air.
    pub timeline: String,
    sign_on_us: u64,
    /// The number of the first frame of each mount, by the rendition's name.
    first_frames: BTreeMap<String, u64>,
    /// The track that AutoDJ plays.
    pub track: Option<SavedTrack>,
}

/// State of a station, but for bytes, which are attached: its sound before, and those of its mounts.
#[derive(Debug, Serialize, Deserialize)]
pub struct SavedStation {
    /// The station's slug.
    pub slug: String,
    mounts: Vec<SavedMount>,
    /// Bytes of sound at the beginning of what is attached: 16-bit samples, little-endian.
    recent: usize,
    /// Bytes of a DJ's sound after those.
    live: usize,
    /// State of its playout.
    pub playout: SavedPlayout,
    /// The number that its latest listener got.
    latest_listener: u64,
    is_silenced: bool,
}

/// The sound that a station goes on with.
pub struct HandedSound {
    /// Bytes that are attached to the station's state.
    pub attached: Bytes,
    /// The track on air, at its place.
    pub deck: Option<Deck>,
}

/// A playout's state with its sound.
struct ResumedSound {
    state: SavedPlayout,
    recent: Vec<u8>,
    live: Vec<u8>,
    deck: Option<Deck>,
    has_new_mounts: bool,
}

/// A station that pauses. It goes on when this is dropped.
pub struct SuspendedStation {
    /// Its state.
    pub saved: SavedStation,
    /// Bytes that are attached to it.
    pub attached: Vec<u8>,
    playout: SuspendedPlayout,
}

/// State of a station on air, by which another server goes on with it when this one is gone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OnAirState {
    /// The station's slug.
    pub slug: String,
    playout: SavedPlayout,
    is_silenced: bool,
}

impl OnAirState {
    /// Returns the time of its next block, in microseconds of its clock.
    pub fn next_us(&self) -> u64 {
        self.playout.next_us()
    }

    /// Returns the state for a server that goes on at `now_us` by its clock, which is `ahead_us` ahead of the other's: where the
    /// other one stopped, if that is at most `most_us` ago, and otherwise where it would be now.
    #[must_use]
    pub fn resumed_at(&self, now_us: u64, ahead_us: u64, most_us: u64) -> Self {
        let is_recent = |playout: &SavedPlayout| now_us.saturating_sub(playout.next_us()) <= most_us;
        // Clocks that differ little are as good as the same: numbers follow without a gap.
        let playout = if is_recent(&self.playout) {
            self.playout.as_new()
        } else {
            let playout = self.playout.by_clock_ahead(ahead_us);
            if is_recent(&playout) { playout.as_new() } else { playout.after_silence(now_us) }
        };
        Self { playout, ..self.clone() }
    }

    /// Returns the outline of the station that goes on.
    pub fn outline(&self) -> StationOutline {
        let sign_on_us = self.playout.sign_on().time_us;
        StationOutline {
            slug: self.slug.clone(),
            timeline: format!("{sign_on_us:x}"),
            sign_on_us,
            first_frames: BTreeMap::new(),
            track: self.playout.track().cloned(),
        }
    }
}

#[cfg(test)]
impl OnAirState {
    /// Returns the state of a station without sources whose next block is due at `next_us`.
    pub(crate) fn example(slug: &str, next_us: u64) -> Self {
        Self { slug: slug.to_owned(), playout: SavedPlayout::example(next_us), is_silenced: false }
    }
}

/// Returns the states of `stations`, of those that tell theirs `within` that time.
pub fn states_on_air(stations: &[ProductionHandle], within: Duration) -> Vec<OnAirState> {
    // Asked together: each answers after its next block.
    let asked: Vec<_> =
        stations.iter().filter_map(|station| Some((station, station.parts.control.state()?))).collect();
    let state = |(station, state): (&ProductionHandle, Receiver<SavedPlayout>)| {
        let playout = state.recv_timeout(within).ok()?;
        Some(OnAirState { slug: station.slug().to_owned(), playout, is_silenced: station.is_silenced() })
    };
    asked.into_iter().filter_map(state).collect()
}

impl StationOutline {
    pub(super) fn sign_on(&self) -> SignOn {
        SignOn { time_us: self.sign_on_us }
    }

    /// Returns whether `station` is the one that this outline is of, and has no rendition that it does not name.
    pub fn is_of(&self, station: &ProductionHandle) -> bool {
        let mounts = station.broadcast().mount_list().all();
        self.slug == station.slug()
            && mounts.iter().all(|mount| self.first_frames.contains_key(&mount.rendition().name))
    }

    pub(super) fn first_frames(&self) -> BTreeMap<String, u64> {
        self.first_frames.clone()
    }
}

impl SuspendedStation {
    /// Ends it: another process goes on with it.
    pub fn end(self) {
        self.playout.end();
    }
}

/// Pauses stations, all in the same block as far as they keep time; `None` if one does not `within` that time, and then
/// all go on.
pub fn pause_together(stations: &[ProductionHandle], within: Duration) -> Option<Vec<SuspendedStation>> {
    // One that was asked before and has not answered yet is as good as one that does not answer: without its state, its
    // listeners would be lost.
    let pending: Option<Vec<(&ProductionHandle, PendingPause)>> =
        stations.iter().map(|station| Some((station, station.parts.control.pause()?))).collect();
    let pending = pending?;
    let paused: Vec<_> =
        pending.into_iter().map(|(station, pending)| Some((station, pending.wait(within)?))).collect();
    paused.into_iter().map(|paused| paused.map(|(station, playout)| station.suspended(playout))).collect()
}

impl ProductionHandle {
    /// Returns the station's outline; `None` if it does not keep time.
    pub fn outline(&self, within: Duration) -> Option<StationOutline> {
        // It goes on at once.
        let state = self.parts.control.pause()?.wait(within)?.state.clone();
        let mounts = self.broadcast().mount_list().all();
        let first_frame = |mount: &Mount| (mount.rendition().name.clone(), mount.first_seq());
        Some(StationOutline {
            slug: self.slug().to_owned(),
            timeline: self.broadcast().timeline().to_owned(),
            sign_on_us: state.sign_on().time_us,
            first_frames: mounts.iter().map(first_frame).collect(),
            track: state.track().cloned(),
        })
    }

    /// Returns whether two sources or tracks are heard at once.
    pub fn is_blending(&self) -> bool {
        self.parts.control.is_blending()
    }

    fn suspended(&self, mut playout: SuspendedPlayout) -> SuspendedStation {
        let mut attached = std::mem::take(&mut playout.recent);
        let (recent, live) = (attached.len(), playout.live.len());
        attached.append(&mut playout.live);
        let mounts = self.broadcast().mount_list().all();
        let saved = SavedStation {
            slug: self.slug().to_owned(),
            mounts: mounts.iter().map(|mount| mount.save(&mut attached)).collect(),
            recent,
            live,
            playout: playout.state.clone(),
            latest_listener: self.broadcast().listeners().latest_number(),
            is_silenced: self.is_silenced(),
        };
        SuspendedStation { saved, attached, playout }
    }

    /// Takes the state of another process's station, with the sound before and the track on air at its place; `format`
    /// finds formats. Returns whether it is ready to [`go`](Self::go), which may take it up to `within`.
    pub fn resume(
        &self,
        saved: SavedStation,
        sound: HandedSound,
        format: impl Fn(&SavedFormat) -> Option<&'static Format>,
        within: Duration,
    ) -> bool {
        let HandedSound { attached, deck } = sound;
        let mounts = self.broadcast().mount_list().all();
        for saved in saved.mounts {
            let name = saved.rendition.clone();
            let mount = mounts.iter().find(|mount| mount.rendition().name == name);
            if !mount.is_some_and(|mount| mount.restore(saved, &attached, &format)) {
                tracing::warn!(station = self.slug(), rendition = name, "a rendition cannot be gone on with");
            }
        }
        self.broadcast().listeners().number_after(saved.latest_listener);
        if saved.is_silenced {
            self.silence(true);
        }
        // The track that stands by may have begun in the other process.
        self.parts.queue.reread();
        self.parts.next_deck.doubt();
        let recent = attached.get(..saved.recent).unwrap_or_default().to_vec();
        let live = attached.get(saved.recent..saved.recent + saved.live).unwrap_or_default().to_vec();
        self.take(ResumedSound { state: saved.playout, recent, live, deck, has_new_mounts: false }, within)
    }

    /// Goes on with the station of another server that is gone, with the track on air at its place; like
    /// [`resume`](Self::resume), but nothing of its mounts is known.
    pub fn resume_after(&self, state: OnAirState, deck: Option<Deck>, within: Duration) -> bool {
        if state.is_silenced {
            self.silence(true);
        }
        let (state, recent, live) = (state.playout, Vec::new(), Vec::new());
        self.take(ResumedSound { state, recent, live, deck, has_new_mounts: true }, within)
    }

    fn take(&self, sound: ResumedSound, within: Duration) -> bool {
        let ResumedSound { state, recent, live, deck, has_new_mounts } = sound;
        let (done, is_done) = sync_channel(1);
        let point = Box::new(ResumePoint { state, recent, live, deck, has_new_mounts, done });
        let steps = self.parts.steps.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = steps.as_ref().is_some_and(|steps| steps.send(HeldStep::Resume(point)).is_ok());
        sent && is_done.recv_timeout(within).is_ok()
    }

    /// Has a station that was held go on air.
    pub fn go(&self) {
        let steps = self.parts.steps.lock().unwrap_or_else(PoisonError::into_inner).take();
        // It has ended if there is nobody to tell.
        let _ = steps.map(|steps| steps.send(HeldStep::Go));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_that_differ_do_not_lose_the_place_at_which_another_server_goes_on() {
        const HOUR_US: u64 = 3_600_000_000;
        let state = OnAirState::example("main", 10_000_000);
        let next_us = |now_us, ahead_us| state.resumed_at(now_us, ahead_us, 8_000_000).next_us();
        assert_eq!(next_us(12_000_000, 0), 10_000_000, "it goes on where the other stopped");
        assert_eq!(next_us(12_000_000, 1_000_000), 10_000_000, "so it does by clocks that differ little");
        assert_eq!(next_us(12_000_000 + HOUR_US, HOUR_US), 10_000_000 + HOUR_US);
        assert_eq!(next_us(30_000_000, 0), 30_000_000, "after a long silence it goes on now");
        assert_eq!(next_us(30_000_000 + HOUR_US, HOUR_US), 30_000_000 + HOUR_US);
    }
}
