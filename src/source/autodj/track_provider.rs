//! The station's music as records to be loaded.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::album::{self, Gapless};
use super::cues::{Cues, Kind};
use super::deck::{PcmReader, PreparedTrack};
use super::emergency_track::EmergencyTrack;
use super::loader::TrackProvider;
use super::planner::Planner;
use crate::audio::{Block, gain};
use crate::decode::Reader;
use crate::library::{self, File, MusicLibrary, VoiceFiles};
use crate::model::{Analysis, Listed, Loudness, Queued, SourceKind, Title, Track, TrackId};
use crate::source::emergency_loop::{EmergencyLoop, LoopSlot};
use crate::store::Store;

/// Every track is brought to this loudness, in LUFS.
pub const LEVEL_LUFS: f64 = -16.0;
/// A track is made louder or softer by at most so much, in dB.
const MOST_BOOST_DB: f64 = 12.0;
const MOST_CUT_DB: f64 = 24.0;
/// The first track after start, if nobody measured it yet, is measured over its beginning only, so that a
/// station sounds at once.
const FIRST_LOOK: Duration = Duration::from_secs(90);
/// Any other that was not measured yet, over at most so much of it, about a second's work: the next track must be
/// loaded while a jingle plays, even if it is a mix of two hours.
pub(super) const LOOK: Duration = Duration::from_mins(3);

/// While the music cannot be read at all, it is tried again so often, in microseconds: one file each time.
const RETRY_EVERY_US: u64 = 1_000_000;
/// Number of files left out one after the other for reasons that may pass; beyond it, they are waited for instead.
const MOST_LEFT_OUT: u32 = 3;

/// Takes records from the library, in the order of a queue that is planned ahead.
pub struct LibraryTrackProvider {
    library: MusicLibrary,
    pub(super) planner: Planner,
    /// Track that was supplied last and is not on a deck yet.
    given: Option<ProvidedTrack>,
    /// what stands by, until it begins;
    standing_by: Option<ProvidedTrack>,
    /// Track that began last.
    pub(super) begun: Option<ProvidedTrack>,
    store: Store,
    is_first: bool,
    store_failed: bool,
    /// Time at which the music is tried again, while it cannot be read at all, in microseconds.
    retry_at_us: Option<u64>,
    emergency: Option<EmergencyTrack>,
    /// The sound of voice tracks.
    pub(super) voices: Option<VoiceFiles>,
    /// Files that were left out for reasons that may pass, since a track was loaded or the music was tried again.
    left_out: u32,
}

/// Reason for which there is no record of a file.
pub(super) enum LoadFailure {
    /// It is the file's own: there may be others.
    File,
    /// Nothing can be read at present.
    Disk(library::Error),
}

/// A record that was given away.
pub(super) struct ProvidedTrack {
    pub(super) entry: Queued,
    /// The track after it, by which talk is heard in another way.
    next: Option<TrackId>,
    title: Arc<Title>,
    /// Its place in an album without gaps.
    place: Option<Gapless>,
    gain: f32,
}

impl LibraryTrackProvider {
    /// The records of `library` as `planner` says; what was measured of them is in `store`.
    pub fn new(library: MusicLibrary, planner: Planner, store: Store) -> Self {
        Self {
            library,
            planner,
            given: None,
            standing_by: None,
            begun: None,
            store,
            is_first: true,
            store_failed: false,
            retry_at_us: None,
            emergency: None,
            voices: None,
            left_out: 0,
        }
    }

    /// Has it keep the emergency loop of `station` in `slot`.
    #[must_use]
    pub fn with_emergency_loop(self, station: &str, slot: LoopSlot) -> Self {
        Self { emergency: Some(EmergencyTrack::new(station, slot)), ..self }
    }

    /// Has it play the voice tracks whose sound is in `voices`.
    #[must_use]
    pub fn with_voices(self, voices: VoiceFiles) -> Self {
        Self { voices: Some(voices), ..self }
    }

    /// Has the emergency loop follow what is chosen for it.
    fn follow_emergency(&mut self) {
        let Some(mut emergency) = self.emergency.take() else { return };
        emergency.follow(&self.store, &self.planner, |track| {
            let file = self.planner.file_of(track)?;
            let loaded = catch_unwind(AssertUnwindSafe(|| self.library.load(&file)));
            let (track, reader) = loaded.ok()?.ok()?;
            let analysis = file.track().and_then(|track| self.store.analysis(track).ok().flatten());
            let loudness = analysis.map(|analysis| analysis.loudness).or(track.loudness);
            let loudness = loudness.or_else(|| self.beginning(&track.path));
            Some((title(track), reader, level_gain(loudness)))
        });
        self.emergency = Some(emergency);
    }

    fn record(&mut self, file: &File) -> Result<PreparedTrack, LoadFailure> {
        // A reader that panics on a malformed file costs that file, not the station.
        let loaded = catch_unwind(AssertUnwindSafe(|| self.library.load(file)));
        let (track, reader) = match loaded {
            Ok(Ok(loaded)) => loaded,
            Ok(Err(error)) => {
                if matches!(error, library::Error::Io(_)) {
                    self.library.ask_for_scan();
                    self.left_out += 1;
                    if self.left_out > MOST_LEFT_OUT || !self.library.can_read_another(file) {
                        return Err(LoadFailure::Disk(error));
                    }
                }
                self.library.reject_for(file, &error);
                return Err(LoadFailure::File);
            }
            Err(_) => {
                self.library.reject(file, "it is damaged in a way that our reader does not survive");
                return Err(LoadFailure::File);
            }
        };
        let analysis = file.track().and_then(|track| self.analysis(track));
        let track = self.as_people_say(file, track);
        let known = analysis.map(|analysis| analysis.loudness).or(track.loudness);
        let loudness = known.or_else(|| self.beginning(&track.path));
        let (library, played) = (self.library.clone(), file.clone());
        let tape = FileReader { reader, disk_failed: Arc::default() };
        let disk_failed = Arc::clone(&tape.disk_failed);
        let on_trouble = move |reason: &str| {
            if !disk_failed.load(Ordering::Relaxed) {
                library.reject(&played, reason);
                return;
            }
            library.ask_for_scan();
            if library.can_read_another(&played) {
                library.leave_out_for_now(&played, reason);
            } else {
                tracing::warn!("{} broke off: {reason}", played.name().display());
            }
        };
        Ok(PreparedTrack {
            title: Arc::new(title(track)),
            file: Some(file.name().to_path_buf()),
            gain: level_gain(loudness),
            cues: analysis.as_ref().map(Cues::of_music).unwrap_or_default(),
            tape: Box::new(tape),
            on_trouble: Box::new(on_trouble),
        })
    }

    /// Has a track of an album without gaps be played as it is there: at the album's level, and with nothing left
    /// out between it and those beside it.
    fn keep_whole(&mut self, record: &mut PreparedTrack, entry: &Queued) {
        let Some(place) = self.planner.place(entry) else { return };
        let before = self.begun.as_ref();
        let before = before.filter(|before| before.place.as_ref().is_some_and(|last| last.leads_to(&place)));
        if let Some(before) = before {
            record.gain = before.gain;
            record.cues.begin = 0;
        } else if let Some(loudness) = self.album_loudness(&place) {
            record.gain = level_gain(Some(loudness));
        }
        let next = self.planner.after(entry).and_then(|next| self.planner.place(&next));
        if next.is_some_and(|next| place.leads_to(&next)) {
            record.cues.end = None;
        }
        record.cues.gapless = Some(place);
    }

    /// Returns the loudness of an album from its tracks' measurements.
    fn album_loudness(&mut self, place: &Gapless) -> Option<Loudness> {
        let tracks = self.planner.album(place);
        let measured = tracks.into_iter().filter_map(|(track, length)| {
            let analysis = self.analysis(track)?;
            Some((analysis.loudness.integrated_lufs, length))
        });
        let integrated_lufs = album::loudness(measured)?;
        Some(Loudness { integrated_lufs, true_peak_dbtp: None })
    }

    /// Returns a track's measurements, if there are any.
    fn analysis(&mut self, track: TrackId) -> Option<Analysis> {
        let known = self.store.analysis(track);
        known.unwrap_or_else(|error| {
            self.remember_failure(&error);
            None
        })
    }

    /// The track with what people say of it over what its file does.
    fn as_people_say(&mut self, file: &File, track: Track) -> Track {
        let said = file.track().map(|id| self.store.edited(id)).transpose();
        match said.map(Option::flatten) {
            Ok(Some(Listed { title, artist, album, isrc, label, .. })) => {
                Track { title, artist, album, isrc, label, ..track }
            }
            Ok(None) => track,
            Err(error) => {
                self.remember_failure(&error);
                track
            }
        }
    }

    /// Measures the loudness of a file's beginning.
    fn beginning(&self, path: &Path) -> Option<Loudness> {
        let look = if self.is_first { FIRST_LOOK } else { LOOK };
        catch_unwind(|| library::measure(path, look)).ok()?.ok()
    }

    /// Has the music tried again in a second; says once that it cannot be read.
    fn disk_fails(&mut self, error: &library::Error) {
        let retry_at_us = self.planner.now_us() + RETRY_EVERY_US;
        if self.retry_at_us.replace(retry_at_us).is_none() {
            tracing::warn!("the music cannot be read, and is tried again every second: {error}");
        }
    }

    /// Says once that the music can be read again, and has all of it tried.
    fn disk_works(&mut self) {
        if self.retry_at_us.take().is_some() {
            tracing::info!("the music can be read again");
            self.library.retry_all();
        }
    }

    /// Says once that the database fails; the music goes on without it.
    fn remember_failure(&mut self, error: &crate::store::Error) {
        if !std::mem::replace(&mut self.store_failed, true) {
            tracing::error!(%error, "what was measured of tracks is not known; their beginnings are measured");
        }
    }
}

impl TrackProvider for LibraryTrackProvider {
    fn emergency_loop(&self) -> Option<EmergencyLoop> {
        self.emergency.as_ref().map(EmergencyTrack::source)
    }

    fn next(&mut self) -> Option<PreparedTrack> {
        if self.retry_at_us.is_some_and(|retry_at_us| self.planner.now_us() < retry_at_us) {
            return None;
        }
        self.left_out = 0;
        // Each file that cannot be played is rejected, so there are fewer each time.
        loop {
            self.planner.fill();
            let Some(entry) = self.planner.first() else {
                self.library.ask_for_scan();
                self.follow_emergency();
                return None;
            };
            let loaded = if let Some(voice) = &entry.voice {
                self.voice(&entry, voice)
            } else {
                let file = self.planner.file(&entry);
                file.map_or(Err(LoadFailure::File), |file| self.record(&file))
            };
            if let Err(LoadFailure::Disk(error)) = loaded {
                // The queue stays as it is: nothing is wrong with what is in it.
                self.disk_fails(&error);
                return None;
            }
            if let Ok(mut record) = loaded {
                self.disk_works();
                record.cues.kind = match (entry.kind.is_break(), entry.over_intro) {
                    _ if entry.voice.is_some() => record.cues.kind,
                    (false, _) => Kind::Music,
                    (true, false) => Kind::Jingle,
                    (true, true) => Kind::OverIntro,
                };
                record.cues.crossfade = entry.crossfade;
                Arc::make_mut(&mut record.title).kind = entry.kind;
                self.keep_whole(&mut record, &entry);
                let (title, place) = (Arc::clone(&record.title), record.cues.gapless.clone());
                let next = self.track_after_voice(&entry);
                self.given = Some(ProvidedTrack { entry, next, title, place, gain: record.gain });
                self.is_first = false;
                return Some(record);
            }
            self.planner.give_up(&entry);
        }
    }

    fn stands_by(&mut self) {
        self.standing_by = self.given.take();
    }

    fn begun(&mut self) {
        if let Some(begun) = self.standing_by.take() {
            self.planner.begins(&begun.entry, &begun.title);
            self.begun = Some(begun);
        }
    }

    fn is_still_next(&mut self) -> bool {
        self.planner.fill();
        self.follow_emergency();
        let next = self.planner.first().map(|entry| (entry.number, self.track_after_voice(&entry)));
        next == self.standing_by.as_ref().map(|given| (given.entry.number, given.next))
    }

    fn is_due(&mut self) -> bool {
        self.standing_by.as_ref().is_some_and(|given| self.planner.is_due(&given.entry))
    }
}

/// A file that is played, which tells whether it ended because the machine could not read it.
pub(super) struct FileReader {
    pub(super) reader: Reader,
    pub(super) disk_failed: Arc<AtomicBool>,
}

impl PcmReader for FileReader {
    fn play(&mut self, block: &mut Block) -> Result<usize, String> {
        self.reader.read(block).map_err(|error| {
            self.disk_failed.store(matches!(error, library::Error::Io(_)), Ordering::Relaxed);
            error.to_string()
        })
    }
}

fn title(track: Track) -> Title {
    Title {
        artist: track.artist,
        album: track.album,
        isrc: track.isrc,
        label: track.label,
        duration_us: track.duration.map(|duration| duration.as_micros() as u64),
        cover: track.cover,
        ..Title::plain(SourceKind::Autodj, &track.title)
    }
}

/// The factor that brings a track of this loudness to the station's level.
pub fn level_gain(loudness: Option<Loudness>) -> f32 {
    let db = loudness.map_or(0.0, |loudness| LEVEL_LUFS - loudness.integrated_lufs);
    if db.is_finite() { gain::from_db(db.clamp(-MOST_CUT_DB, MOST_BOOST_DB)) } else { 1.0 }
}

#[cfg(test)]
mod tests;
