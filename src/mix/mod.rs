//! Chooses and blends what is on air.
//!
//! In: sources, in order of preference. Out: one full [`Block`] every time it is asked.
//! Never: waits, allocates after start, or fails. A source that has nothing is passed over.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::audio::{BLOCK, BLOCK_US, Block, CHANNELS, Fade, SAMPLE_RATE};
use crate::model::{LiveSettings, SourceKind, Title};
use crate::source::live::SavedInput;
use crate::source::{ResumedSources, SavedTrack, Silence, Source};

/// Decay factor of the last sample when a source breaks off: to 1/e in 48 samples, 1 ms.
const DECAY: f32 = 0.979_4;

/// Length of the fade to silence, in samples: 2 s.
const SILENCING: u64 = 2 * SAMPLE_RATE as u64;

/// The emergency source is heard after so many blocks without anything else, 2 s.
const EMERGENCY_AFTER: u64 = 100;
/// It gives way with a crossfade of so many samples per channel, half a second.
const GIVING_WAY: u64 = SAMPLE_RATE as u64 / 2;

/// State of a mix, for another process that goes on with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedMix {
    /// Kind of the source on air.
    pub on_air: SourceKind,
    /// The last sample of the source on air.
    tail: [f32; CHANNELS],
    /// The track that AutoDJ plays.
    pub track: Option<SavedTrack>,
    /// Input of the DJ who is live, while the playout pauses.
    #[serde(default)]
    pub live: Option<SavedInput>,
}

/// An ordered choice of sources that always has an answer.
///
/// The first source that is ready is on air. Another one comes on air with an equal-power crossfade; where
/// one of the two is silence, with a short one of a block. A source whose end is in sight gives way in time to
/// fade out over what is left of it. While a crossfade runs, no other begins; but it turns round if the
/// source that leaves is wanted again. While the station is to be silent, the last resort is on air.
pub struct Fallback {
    preferred: Vec<Box<dyn Source>>,
    /// Source on air when none of the preferred ones had anything for a while.
    emergency: Option<Box<dyn Source>>,
    /// Blocks in a row for which none of the preferred sources was ready.
    unheard: u64,
    /// Not in the list, so a station without a last resort cannot be built.
    last: Silence,
    /// The place of the source on air: after the preferred ones come the emergency source and the last resort.
    on_air: usize,
    leaving: Option<(usize, Fade)>,
    /// Say how long a takeover lasts.
    live_settings: LiveSettings,
    /// The last samples of the source on air and of the one that leaves, to fade from if it breaks off.
    tails: [[f32; CHANNELS]; 2],
    /// Lent out while two sources are heard.
    scratch: Option<Block>,
}

impl Fallback {
    /// Plays the first of `preferred` that is ready; `live_settings` say how long takeovers last.
    pub fn new(preferred: Vec<Box<dyn Source>>, live_settings: LiveSettings) -> Self {
        Self {
            on_air: preferred.len() + 1,
            preferred,
            emergency: None,
            unheard: 0,
            last: Silence::new(),
            leaving: None,
            live_settings,
            tails: [[0.0; CHANNELS]; 2],
            scratch: Some(Block::silent()),
        }
    }

    /// Plays `emergency` when nothing else was ready for 2 s, and until something is again.
    #[must_use]
    pub fn with_emergency(self, emergency: Option<Box<dyn Source>>) -> Self {
        Self { emergency, ..self }
    }

    /// Returns the mix as another process goes on with it.
    pub fn save(&self) -> SavedMix {
        let track = self.preferred.iter().find_map(|source| source.track());
        SavedMix { on_air: self.on_air(), tail: self.tails[0], track, live: None }
    }

    /// Returns the state of the input of the DJ who is live, and appends its sound to `sound`. To be called while nothing
    /// is played.
    pub fn save_live(&self, sound: &mut Vec<u8>) -> Option<SavedInput> {
        self.preferred.iter().find_map(|source| source.save_live(sound))
    }

    /// Goes on with the mix of another process, with what its sources had. A source that did not come along
    /// dies away as if it had broken off.
    pub fn resume(&mut self, saved: &SavedMix, mut sources: ResumedSources) {
        self.preferred.iter_mut().for_each(|source| source.resume(&mut sources));
        let place = self.preferred.iter().position(|source| source.kind() == saved.on_air);
        let is_emergency = saved.on_air == SourceKind::EmergencyLoop && self.emergency.is_some();
        self.on_air = match place {
            Some(place) => place,
            None if is_emergency => self.preferred.len(),
            None => self.nobody(),
        };
        self.tails[0] = saved.tail;
    }

    /// Returns whether two sources, or two tracks, are heard at once.
    pub fn is_blending(&self) -> bool {
        self.leaving.is_some() || self.preferred.iter().any(|source| source.is_blending())
    }

    /// Fills `block` with what is heard.
    pub fn read(&mut self, block: &mut Block) {
        for source in self.preferred.iter_mut().chain(&mut self.emergency) {
            source.tick();
        }
        if self.leaving.as_ref().is_some_and(|(_, fade)| fade.is_over()) {
            self.leaving = None;
        }
        let wanted = if self.live_settings.is_silenced() { self.silenced() } else { self.wanted_or_last() };
        self.change_to(wanted);
        let (on_air, [tail, leaving_tail]) = (self.on_air, self.tails);
        let Some((leaving, mut fade)) = self.leaving else {
            self.tails[0] = read_or_decay(self.source(on_air), block, tail);
            return;
        };
        let mut new = self.scratch.take().unwrap_or_default();
        self.tails[0] = read_or_decay(self.source(on_air), &mut new, tail);
        self.tails[1] = read_or_decay(self.source(leaving), block, leaving_tail);
        fade.cross(block, &new);
        self.scratch = Some(new);
        self.leaving = Some((leaving, fade));
    }

    /// Tells the sources what is heard of all of them together. To be called after each [`read`](Self::read).
    pub fn hear(&mut self, programme: &Block) {
        self.preferred.iter_mut().for_each(|source| source.hear(programme));
    }

    /// Returns the kind of source that is on air.
    pub fn on_air(&self) -> SourceKind {
        self.heard().map_or(SourceKind::Silence, Source::kind)
    }

    /// Returns the title of the last block. A different `Arc` means that the title changed.
    pub fn title(&self) -> Option<Arc<Title>> {
        self.heard().map_or_else(|| self.last.title(), Source::title)
    }

    /// Begins a crossfade to `wanted`, or turns the one that runs.
    fn change_to(&mut self, wanted: usize) {
        if wanted == self.on_air {
            return;
        }
        let length = self.length_of_change_to(wanted);
        let fade = match self.leaving {
            None => Fade::new(length),
            Some((leaving, fade)) if leaving == wanted => fade.turned(length),
            Some(_) => return,
        };
        let tail_of_new = self.leaving.map_or([0.0; CHANNELS], |_| self.tails[1]);
        self.leaving = Some((self.on_air, fade));
        self.on_air = wanted;
        self.tails = [tail_of_new, self.tails[0]];
    }

    /// Returns the source on air, unless that is the last resort.
    fn heard(&self) -> Option<&dyn Source> {
        let emergency = self.emergency.as_ref().filter(|_| self.on_air == self.preferred.len());
        self.preferred.get(self.on_air).or(emergency).map(AsRef::as_ref)
    }

    /// Returns the place of the last resort.
    fn nobody(&self) -> usize {
        self.preferred.len() + 1
    }

    /// Returns the place of the last resort, which is on air because somebody wants silence.
    fn silenced(&mut self) -> usize {
        self.unheard = 0;
        self.nobody()
    }

    /// Returns the place of the emergency source once nothing else was heard for long enough, else of the last resort.
    fn emergency_or_nobody(&mut self) -> usize {
        self.unheard += 1;
        let is_due = self.unheard > EMERGENCY_AFTER;
        let is_heard = self.emergency.as_mut().is_some_and(|source| is_due && source.is_ready());
        if is_heard { self.preferred.len() } else { self.nobody() }
    }

    /// The first that is ready and goes on; else the first that is ready at all; else the last resort.
    fn wanted_or_last(&mut self) -> usize {
        let takeover = self.takeover();
        let goes_on = |source: &mut Box<dyn Source>| {
            source.is_ready() && source.left().is_none_or(|left| left > takeover)
        };
        let sources = &mut self.preferred;
        let lasting = sources.iter_mut().position(goes_on);
        let ready = lasting.or_else(|| sources.iter_mut().position(|source| source.is_ready()));
        let Some(ready) = ready else { return self.emergency_or_nobody() };
        self.unheard = 0;
        ready
    }

    fn length_of_change_to(&mut self, wanted: usize) -> u64 {
        let (nobody, is_emergency) = (self.nobody(), self.on_air == self.preferred.len());
        let (on_air, takeover) = (self.on_air, self.takeover());
        let old = self.source(on_air);
        let broke_off = !old.is_ready();
        let left = old.left();
        let block = BLOCK as u64;
        if broke_off || on_air == nobody {
            block
        } else if wanted == nobody {
            // It could be heard, so that it is silenced.
            (left.unwrap_or(SILENCING).min(SILENCING) / block * block).max(block)
        } else if is_emergency {
            GIVING_WAY
        } else {
            (left.unwrap_or(takeover).min(takeover) / block * block).max(block)
        }
    }

    /// Returns the length of a takeover in samples.
    fn takeover(&self) -> u64 {
        self.live_settings.takeover_us() / BLOCK_US * BLOCK as u64
    }

    fn source(&mut self, place: usize) -> &mut dyn Source {
        let is_emergency = place == self.preferred.len();
        match (self.preferred.get_mut(place), &mut self.emergency) {
            (Some(source), _) => source.as_mut(),
            (None, Some(source)) if is_emergency => source.as_mut(),
            _ => &mut self.last,
        }
    }
}

/// Reads a block; if the source has none, lets its last samples die away, so that it does not click.
/// Returns the last samples.
fn read_or_decay(source: &mut dyn Source, block: &mut Block, tail: [f32; CHANNELS]) -> [f32; CHANNELS] {
    if source.is_ready() {
        source.read(block);
    } else {
        let mut decaying = tail;
        for pair in block.pairs_mut() {
            decaying = decaying.map(|sample| sample * DECAY);
            *pair = decaying;
        }
    }
    block.samples().last_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests;
