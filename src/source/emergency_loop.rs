//! The emergency loop: the sound of a station that has nothing else.
//!
//! In: encoded sound in memory, made or read before it is needed. Out: the same sound again and again.
//! Never: reads a file, waits for anyone, or comes to an end.

mod tune;

use std::mem;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use opus::{Channels, Decoder};

use super::Source;
use crate::audio::{BLOCK, Block, Fade, SAMPLE_RATE};
use crate::encode::{self, Encoder as _, Opus};
use crate::model::{SourceKind, Title};

/// Bitrate of the sound in memory, in kbit/s: a minute takes 720 kB.
const KBIT_S: u32 = 96;
/// Longest sound that is kept of a track, in blocks: a minute. What is longer fades out there.
const MOST_BLOCKS: usize = 3_000;
/// Length of the fade at the end of a track that is longer, in blocks: 2 s.
const FADE_BLOCKS: usize = 100;
/// The loop fades in over so many samples per channel, half a second.
const RISE: u64 = SAMPLE_RATE as u64 / 2;

/// Sound in memory that is played again and again.
pub struct LoopSound {
    title: Arc<Title>,
    /// Opus packets of a block each.
    packets: Vec<Bytes>,
}

impl LoopSound {
    /// Makes the loop that ships with the program. Takes some tenths of a second.
    pub fn shipped() -> Result<Self, encode::Error> {
        let blocks = tune::blocks();
        let mut encoder = Opus::new(KBIT_S)?;
        // The second time around the encoder comes from the end of the loop, as the decoder will.
        for block in &blocks {
            drop(encoder.encode(block.samples()));
        }
        let packets = blocks.iter().flat_map(|block| encoder.encode(block.samples())).collect();
        let title = Title::plain(SourceKind::EmergencyLoop, "We will be right back");
        Ok(Self { title: Arc::new(title), packets })
    }

    /// Encodes the first minute of what `read` gives, block by block until there is none; `None` if that is nothing.
    pub fn of(
        title: Title,
        mut read: impl FnMut(&mut Block) -> Option<usize>,
    ) -> Result<Option<Self>, encode::Error> {
        let mut encoder = Opus::new(KBIT_S)?;
        let (mut packets, mut block) = (Vec::new(), Block::silent());
        let mut fade = Fade::new((FADE_BLOCKS * BLOCK) as u64);
        while packets.len() < MOST_BLOCKS {
            let Some(frames @ 1..) = read(&mut block) else { break };
            block.pairs_mut().skip(frames).for_each(|pair| *pair = [0.0; 2]);
            if packets.len() + FADE_BLOCKS >= MOST_BLOCKS {
                fade.out(&mut block);
            }
            packets.extend(encoder.encode(block.samples()));
        }
        let title = Title { source: SourceKind::EmergencyLoop, duration_us: None, ..title };
        Ok((!packets.is_empty()).then(|| Self { title: Arc::new(title), packets }))
    }

    /// Returns its length.
    pub fn length(&self) -> Duration {
        Duration::from_millis(20) * u32::try_from(self.packets.len()).unwrap_or(u32::MAX)
    }

    /// Returns how much memory its sound takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.packets.iter().map(Bytes::len).sum()
    }
}

/// The loop that ships with the program, shared by all stations; empty until it is made.
pub type ShippedLoop = Arc<OnceLock<Arc<LoopSound>>>;

/// Slot that holds a station's emergency loop; clones share it.
#[derive(Clone, Default)]
pub struct LoopSlot {
    shipped: ShippedLoop,
    chosen: Arc<Mutex<ChosenLoop>>,
}

#[derive(Default)]
struct ChosenLoop {
    sound: Option<Arc<LoopSound>>,
    /// Kept until there is another one, so that the audio thread never frees the last handle of one.
    before: Option<Arc<LoopSound>>,
}

impl LoopSlot {
    /// Returns a slot with the loop that ships.
    pub fn new(shipped: ShippedLoop) -> Self {
        Self { shipped, chosen: Arc::default() }
    }

    /// Sets the station's own loop, or goes back to the one that ships.
    pub fn set(&self, sound: Option<Arc<LoopSound>>) {
        let mut chosen = self.chosen.lock().unwrap_or_else(PoisonError::into_inner);
        let before = mem::replace(&mut chosen.sound, sound);
        // Whatever is freed here is freed by who sets it.
        chosen.before = before;
    }

    /// Returns the loop to play; `known` while another thread is setting it.
    fn get(&self, known: Option<&Arc<LoopSound>>) -> Option<Arc<LoopSound>> {
        let Ok(chosen) = self.chosen.try_lock() else { return known.cloned() };
        chosen.sound.as_ref().or_else(|| self.shipped.get()).cloned()
    }
}

/// The source that plays it.
pub struct EmergencyLoop {
    slot: LoopSlot,
    sound: Option<Arc<LoopSound>>,
    decoder: Option<Decoder>,
    /// The place of the next packet.
    at: usize,
    rise: Fade,
    /// True while the block before was read: it is on air.
    was_read: bool,
}

impl EmergencyLoop {
    /// Returns a source that plays what is in `slot`.
    pub fn new(slot: LoopSlot) -> Self {
        Self {
            slot,
            sound: None,
            decoder: Decoder::new(SAMPLE_RATE, Channels::Stereo).ok(),
            at: 0,
            rise: Fade::new(RISE),
            was_read: false,
        }
    }
}

impl Source for EmergencyLoop {
    fn kind(&self) -> SourceKind {
        SourceKind::EmergencyLoop
    }

    fn tick(&mut self) {
        if mem::take(&mut self.was_read) {
            return;
        }
        // Off the air it begins anew, with what was chosen by then.
        self.sound = self.slot.get(self.sound.as_ref());
        if self.at > 0 {
            self.at = 0;
            self.rise = Fade::new(RISE);
            // Refused, the first packets sound as if they came after others.
            let _ = self.decoder.as_mut().map(Decoder::reset_state);
        }
    }

    fn is_ready(&mut self) -> bool {
        self.decoder.is_some() && self.sound.as_ref().is_some_and(|sound| !sound.packets.is_empty())
    }

    fn read(&mut self, block: &mut Block) {
        self.was_read = true;
        let packet = self.sound.as_ref().and_then(|sound| sound.packets.get(self.at));
        let decoded = self.decoder.as_mut().zip(packet);
        let decoded =
            decoded.map(|(decoder, packet)| decoder.decode_float(packet, block.samples_mut(), false));
        if !matches!(decoded, Some(Ok(BLOCK))) {
            block.silence();
        }
        if !self.rise.is_over() {
            self.rise.rise(block);
        }
        let packets = self.sound.as_ref().map_or(0, |sound| sound.packets.len());
        self.at = (self.at + 1) % packets.max(1);
        if self.at == 0 {
            // A loop that was chosen meanwhile begins where this one ends.
            self.sound = self.slot.get(self.sound.as_ref());
        }
    }

    fn title(&self) -> Option<Arc<Title>> {
        self.sound.as_ref().map(|sound| Arc::clone(&sound.title))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::CHANNELS;

    fn play(source: &mut EmergencyLoop, blocks: usize) -> Vec<f32> {
        let mut block = Block::silent();
        let mut heard = Vec::new();
        for _ in 0..blocks {
            source.tick();
            assert!(source.is_ready());
            source.read(&mut block);
            heard.extend(block.samples().iter().step_by(CHANNELS));
        }
        heard
    }

    fn power(samples: &[f32]) -> f32 {
        samples.iter().map(|sample| sample * sample).sum::<f32>() / samples.len() as f32
    }

    #[test]
    fn the_shipped_loop_is_small_and_sounds_all_the_time_across_its_end() {
        let sound = LoopSound::shipped().unwrap();
        assert!(sound.bytes() <= 500_000, "{} bytes", sound.bytes());
        assert!((10..=60).contains(&sound.length().as_secs()), "{:?}", sound.length());
        let blocks = sound.packets.len();
        let slot = LoopSlot::default();
        assert!(slot.shipped.set(Arc::new(sound)).is_ok());
        let mut source = EmergencyLoop::new(slot);
        let heard = play(&mut source, 2 * blocks);
        let after_rise = &heard[RISE as usize..];
        let peak = after_rise.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
        assert!((0.1..0.95).contains(&peak), "{peak}");
        // No half second of it is silent, and nothing jumps, at the end of the loop neither.
        for (number, half) in after_rise.chunks_exact(SAMPLE_RATE as usize / 2).enumerate() {
            assert!(power(half) > 1e-4, "{} dB at {number}", 10.0 * power(half).log10());
        }
        let steepest = heard.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
        assert!(steepest < 0.2, "{steepest}");
        assert_eq!(source.title().unwrap().source, SourceKind::EmergencyLoop);
    }

    #[test]
    fn a_track_is_kept_for_a_minute_and_a_new_choice_comes_at_its_end() {
        let tone = |level: f32| {
            move |block: &mut Block| {
                block.samples_mut().fill(level);
                Some(BLOCK)
            }
        };
        let title = |name: &str| Title::plain(SourceKind::Autodj, name);
        let long = LoopSound::of(title("long"), tone(0.5)).unwrap().unwrap();
        assert_eq!((long.length(), long.title.source), (Duration::from_mins(1), SourceKind::EmergencyLoop));
        let mut left = 10;
        let short = LoopSound::of(title("short"), |block| {
            left -= 1;
            (left >= 0).then(|| tone(0.1)(block)).flatten()
        });
        let short = short.unwrap().unwrap();
        assert_eq!(short.packets.len(), 10);
        assert!(LoopSound::of(title("none"), |_| None).unwrap().is_none());

        let slot = LoopSlot::default();
        let mut source = EmergencyLoop::new(slot.clone());
        source.tick();
        assert!(!source.is_ready(), "there is none yet");
        slot.set(Some(Arc::new(short)));
        play(&mut source, 5);
        slot.set(Some(Arc::new(long)));
        play(&mut source, 4);
        assert_eq!(source.title().unwrap().title, "short");
        play(&mut source, 1);
        assert_eq!(source.title().unwrap().title, "long");
    }
}
