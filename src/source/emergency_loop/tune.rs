//! The tune of the loop that ships: four slow chords with single notes over them, made for this program.
//!
//! In: nothing. Out: blocks whose end leads to their beginning. What sounds on at the end is heard at the beginning.

use std::f32::consts::TAU;

use crate::audio::{BLOCK, Block, CHANNELS, SAMPLE_RATE};

/// Length of a chord, in samples per channel: 5 s.
const CHORD: usize = 5 * SAMPLE_RATE as usize;
/// Notes over a chord.
const NOTES: usize = 8;
/// The chords, and the notes over each, as MIDI numbers: F major 7, C major 7, A minor 7 and G 6.
const CHORDS: [([u8; 4], [u8; NOTES]); 4] = [
    ([53, 60, 64, 69], [76, 72, 69, 72, 77, 72, 76, 72]),
    ([48, 55, 64, 71], [74, 71, 67, 71, 76, 71, 74, 71]),
    ([57, 60, 64, 67], [72, 69, 64, 69, 76, 69, 72, 67]),
    ([55, 59, 62, 64], [74, 71, 67, 71, 79, 76, 74, 71]),
];
/// The highest sample.
const PEAK: f32 = 0.4;

/// Renders the tune.
pub(super) fn blocks() -> Vec<Block> {
    let length = CHORDS.len() * CHORD;
    let mut sound = vec![[0.0_f32; CHANNELS]; length];
    for (number, (chord, notes)) in CHORDS.iter().enumerate() {
        let begins = number * CHORD;
        for (voice, note) in chord.iter().enumerate() {
            let side = 0.2 + 0.2 * voice as f32;
            Tone { hertz: hertz(*note), level: 0.16, side }.pad(&mut sound, begins);
        }
        for (place, note) in notes.iter().enumerate() {
            let side = 0.35 + 0.3 * (place % 2) as f32;
            let tone = Tone { hertz: hertz(*note), level: 0.22, side };
            tone.bell(&mut sound, begins + place * CHORD / NOTES);
        }
    }
    let highest = sound.iter().flatten().fold(f32::MIN_POSITIVE, |most, sample| most.max(sample.abs()));
    let blocks = sound.chunks_exact(BLOCK).map(|pairs| {
        let mut block = Block::silent();
        for (pair, made) in block.pairs_mut().zip(pairs) {
            *pair = made.map(|sample| sample * PEAK / highest);
        }
        block
    });
    blocks.collect()
}

/// Returns the frequency of a MIDI note in equal temperament, A4 being 440 Hz.
fn hertz(note: u8) -> f32 {
    440.0 * ((f32::from(note) - 69.0) / 12.0).exp2()
}

/// A note to be played.
struct Tone {
    hertz: f32,
    level: f32,
    /// 0 is left, 1 is right.
    side: f32,
}

impl Tone {
    /// Adds a soft tone that rises, lasts for a chord, and falls while the next one rises.
    fn pad(&self, sound: &mut [[f32; CHANNELS]], begins: usize) {
        let (rise, fall) = (CHORD / 3, CHORD / 2);
        let envelope = |at: usize| {
            let rising = (at as f32 / rise as f32).min(1.0);
            let falling = ((CHORD + fall - at) as f32 / fall as f32).min(1.0);
            rising * rising * falling * falling
        };
        self.add(sound, begins, CHORD + fall, &[(1.0, 1.0), (2.0, 0.25)], envelope);
    }

    /// Adds a struck tone that dies away.
    fn bell(&self, sound: &mut [[f32; CHANNELS]], begins: usize) {
        let attack = SAMPLE_RATE as f32 * 0.008;
        let length = 5 * SAMPLE_RATE as usize / 2;
        let envelope = |at: usize| {
            let dying = (-(at as f32) / (SAMPLE_RATE as f32 * 0.7)).exp();
            // Not cut off at its end, where it is hardly heard.
            let left = ((length - at) as f32 / (SAMPLE_RATE as f32 / 4.0)).min(1.0);
            (at as f32 / attack).min(1.0) * dying * left
        };
        self.add(sound, begins, length, &[(1.0, 1.0), (2.0, 0.2)], envelope);
    }

    /// Adds `length` samples from `begins` on, with partials as multiples of the frequency and their levels. What
    /// goes beyond the end comes at the beginning.
    fn add(
        &self,
        sound: &mut [[f32; CHANNELS]],
        begins: usize,
        length: usize,
        partials: &[(f32, f32)],
        envelope: impl Fn(usize) -> f32,
    ) {
        let total = sound.len();
        // Turning a vector is far quicker than a sine for each sample.
        let mut turning: Vec<_> = partials
            .iter()
            .map(|(multiple, level)| {
                let (sin, cos) = (TAU * self.hertz * multiple / SAMPLE_RATE as f32).sin_cos();
                (*level, (0.0_f32, 1.0_f32), (sin, cos))
            })
            .collect();
        for at in 0..length {
            let mut sample = 0.0;
            for (level, (sin, cos), (step_sin, step_cos)) in &mut turning {
                sample += *level * *sin;
                (*sin, *cos) = (*sin * *step_cos + *cos * *step_sin, *cos * *step_cos - *sin * *step_sin);
            }
            sample *= self.level * envelope(at);
            let pair = &mut sound[(begins + at) % total];
            pair[0] += sample * (1.0 - self.side);
            pair[1] += sample * self.side;
        }
    }
}
