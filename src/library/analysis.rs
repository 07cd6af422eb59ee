//! Measures a track's sound in one pass.

use std::collections::VecDeque;
use std::path::Path;
use std::time::Duration;

use ebur128::{EbuR128, Mode};

use super::loudness::{SOFTEST_LUFS, decibels};
use crate::audio::{BLOCK, Block, CHANNELS, SAMPLE_RATE};
use crate::decode::{Error, Reader};
use crate::model::{Analysis, Loudness};

/// The way tracks are measured. Another number has all of them measured anew.
pub const MEASURED_BY: u32 = 3;

/// Threshold of silence before and after the music: −50 dBFS.
const SILENCE: f32 = 0.003_162_277_7;
/// Loudness below the whole track, in LU, that marks the fade-out.
const ENDING_LU: f64 = 10.0;
/// The longest that an ending is.
const LONGEST_ENDING: Duration = Duration::from_secs(12);
/// Loudness below the whole track, in LU, that marks the intro.
const INTRO_LU: f64 = 6.0;
/// The longest that an intro is, in steps with sound: 12 s.
const LONGEST_INTRO: usize = 120;
/// Blocks from one look at the level to the next, 100 ms,
const STEP: u64 = 5;
/// Steps of a measuring window: 400 ms (EBU Tech 3341, momentary loudness).
const SIGHT: u64 = 4;
/// Levels that are kept: those of the longest ending, and of what was before it.
const MOST_LEVELS: usize = 130;

/// Measures all of a file: its loudness by EBU R 128, where its sound begins and ends, and where its ending
/// begins; and how long it plays. Of a file that breaks off, what there is is measured.
pub fn analyse(path: &Path) -> Result<(Analysis, Duration), Error> {
    let mut reader = Reader::open(path)?;
    let mut meter = Meter::new();
    let mut block = Block::silent();
    while let Ok(frames @ 1..) = reader.read(&mut block) {
        meter.take(&block, frames);
    }
    Ok(meter.result())
}

/// Reasons why a file cannot be measured completely.
#[derive(Debug)]
pub(super) enum Flaw {
    /// It cannot be played to its end.
    Broken(Error),
    /// It has no end in reasonable time.
    TooLong,
}

/// Measures all of a file as [`analyse`] does, and fails for one that breaks off, is damaged, or plays for longer than
/// `longest`.
pub(super) fn play_through(path: &Path, longest: Duration) -> Result<(Analysis, Duration), Flaw> {
    let mut reader = Reader::open(path).map_err(Flaw::Broken)?;
    let mut meter = Meter::new();
    let mut block = Block::silent();
    loop {
        match reader.read(&mut block).map_err(Flaw::Broken)? {
            0 => return Ok(meter.result()),
            frames => meter.take(&block, frames),
        }
        if meter.length() > longest {
            return Err(Flaw::TooLong);
        }
    }
}

/// Measures the loudness of a file's beginning, for who cannot wait until all of it is measured.
///
/// Silence has −70 LUFS and no peak.
pub fn measure(path: &Path, beginning: Duration) -> Result<Loudness, Error> {
    let mut reader = Reader::open(path)?;
    let mut meter = Meter::new();
    let mut block = Block::silent();
    while meter.length() < beginning {
        let Ok(frames @ 1..) = reader.read(&mut block) else {
            break;
        };
        meter.take(&block, frames);
    }
    Ok(meter.loudness())
}

/// Measures blocks one after the other, in bounded memory.
struct Meter {
    /// None if it could not be had, which leaves everything silent.
    loudness: Option<EbuR128>,
    frames: u64,
    blocks: u64,
    /// The first block with sound, and the one after the last.
    sound: Option<(u64, u64)>,
    /// The first steps with sound, and the momentary loudness after each.
    first_levels: Vec<(u64, f64)>,
    /// The momentary loudness after each of the last steps, up to the last one with sound.
    levels: VecDeque<f64>,
    /// Number of steps up to then.
    steps: u64,
    /// Steps without sound since then.
    silent_steps: u64,
    /// True if there was sound since the last step.
    is_sounding: bool,
}

impl Meter {
    fn new() -> Self {
        let mode = Mode::I | Mode::TRUE_PEAK | Mode::HISTOGRAM;
        Self {
            loudness: EbuR128::new(CHANNELS as u32, SAMPLE_RATE, mode).ok(),
            frames: 0,
            blocks: 0,
            sound: None,
            first_levels: Vec::with_capacity(LONGEST_INTRO),
            levels: VecDeque::with_capacity(MOST_LEVELS),
            steps: 0,
            silent_steps: 0,
            is_sounding: false,
        }
    }

    /// Takes the first `frames` of a block.
    fn take(&mut self, block: &Block, frames: usize) {
        let samples = &block.samples()[..frames * CHANNELS];
        if let Some(meter) = &mut self.loudness {
            // It fails only for samples that are not whole frames, and these are.
            let _ = meter.add_frames_f32(samples);
        }
        if samples.iter().any(|sample| sample.abs() > SILENCE) {
            let first = self.sound.map_or(self.blocks, |(first, _)| first);
            self.sound = Some((first, self.blocks + 1));
            self.is_sounding = true;
        }
        self.frames += frames as u64;
        self.blocks += 1;
        if self.blocks.is_multiple_of(STEP) {
            self.step();
        }
    }

    /// Notes the level.
    fn step(&mut self) {
        if !std::mem::take(&mut self.is_sounding) {
            self.silent_steps += 1;
            return;
        }
        let level = self.loudness.as_ref().and_then(|meter| meter.loudness_momentary().ok());
        self.steps += self.silent_steps + 1;
        for _ in 0..self.silent_steps.min(MOST_LEVELS as u64) {
            self.keep(f64::NEG_INFINITY);
        }
        self.silent_steps = 0;
        let level = level.unwrap_or(f64::NEG_INFINITY);
        if self.first_levels.len() < LONGEST_INTRO {
            self.first_levels.push((self.steps, level));
        }
        self.keep(level);
    }

    fn keep(&mut self, level: f64) {
        if self.levels.len() == MOST_LEVELS {
            self.levels.pop_front();
        }
        self.levels.push_back(level);
    }

    fn length(&self) -> Duration {
        Duration::from_micros(self.frames * 1_000_000 / u64::from(SAMPLE_RATE))
    }

    fn loudness(&self) -> Loudness {
        let Some(meter) = &self.loudness else {
            return Loudness { integrated_lufs: SOFTEST_LUFS, true_peak_dbtp: None };
        };
        let peak =
            (0..CHANNELS as u32).filter_map(|channel| meter.true_peak(channel).ok()).fold(0.0, f64::max);
        Loudness {
            integrated_lufs: meter.loudness_global().map_or(SOFTEST_LUFS, |lufs| lufs.max(SOFTEST_LUFS)),
            true_peak_dbtp: decibels(peak),
        }
    }

    fn result(mut self) -> (Analysis, Duration) {
        if self.is_sounding {
            self.step();
        }
        let (loudness, length) = (self.loudness(), self.length());
        let (first, end) = self.sound.unwrap_or((0, self.blocks));
        let (cue_in, cue_out) = (at_block(first), at_block(end).min(length));
        let segue = self.ending(loudness.integrated_lufs).filter(|_| self.sound.is_some());
        let earliest = cue_out.saturating_sub(LONGEST_ENDING).max(cue_in);
        let segue = segue.map_or(cue_out, |segue| segue.clamp(earliest, cue_out));
        let intro = self.intro(loudness.integrated_lufs).clamp(cue_in, segue);
        (Analysis { loudness, cue_in, intro, cue_out, segue }, length)
    }

    /// The moment up to which the level is well below that of the whole: never too late, and early by no more than
    /// a step looks back.
    fn intro(&self, whole_lufs: f64) -> Duration {
        let is_loud = |(_, level): &&(u64, f64)| *level >= whole_lufs - INTRO_LU;
        let end = self.first_levels.iter().find(is_loud).or(self.first_levels.last());
        end.map_or(Duration::ZERO, |(step, _)| at_block(step.saturating_sub(SIGHT) * STEP))
    }

    /// The moment from which the level stays well below that of the whole; none if it never does.
    fn ending(&self, whole_lufs: f64) -> Option<Duration> {
        let soft =
            self.levels.iter().rev().take_while(|level| **level < whole_lufs - ENDING_LU).count() as u64;
        // What the first of them looked back on was soft from its beginning.
        let first = (self.steps + 1).saturating_sub(soft + SIGHT);
        (soft > 0).then(|| at_block(first * STEP))
    }
}

fn at_block(block: u64) -> Duration {
    Duration::from_micros(block * BLOCK as u64 * 1_000_000 / u64::from(SAMPLE_RATE))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Measures a tone at these levels in dBFS, each for so many milliseconds; the level goes from one to the
    /// next at once.
    fn measured(parts: &[(f64, u64)]) -> Analysis {
        let mut meter = Meter::new();
        let mut time = 0.0_f64;
        for (db, ms) in parts {
            let level = if db.is_finite() { 10.0_f64.powf(db / 20.0) } else { 0.0 };
            for _ in 0..ms / 20 {
                let mut block = Block::silent();
                for pair in block.pairs_mut() {
                    time += 1.0 / f64::from(SAMPLE_RATE);
                    pair.fill((level * (std::f64::consts::TAU * 997.0 * time).sin()) as f32);
                }
                meter.take(&block, BLOCK);
            }
        }
        let total: u64 = parts.iter().map(|(_, ms)| ms).sum();
        assert_eq!(meter.length(), Duration::from_millis(total));
        meter.result().0
    }

    /// Checks cue in, segue and cue out of such a tone, in milliseconds.
    #[track_caller]
    fn check(parts: &[(f64, u64)], expected: [u128; 3]) {
        let found = measured(parts);
        let places = [found.cue_in, found.segue, found.cue_out].map(|place| place.as_millis());
        assert_eq!(places, expected);
    }

    const NOTHING: f64 = f64::NEG_INFINITY;

    #[test]
    fn silence_before_and_after_is_trimmed() {
        check(&[(NOTHING, 700), (-12.0, 5_000), (NOTHING, 60_000)], [700, 5_700, 5_700]);
        check(&[(-51.0, 700), (-12.0, 5_000), (-51.0, 900)], [700, 5_700, 5_700]);
        check(&[(-49.0, 700), (-12.0, 5_000)], [0, 5_700, 5_700]);
        check(&[(NOTHING, 3_000)], [0, 3_000, 3_000]);
    }

    #[test]
    fn a_soft_ending_is_where_the_next_track_may_come_in() {
        check(&[(-12.0, 10_000), (-30.0, 4_000)], [0, 10_000, 14_000]);
        check(&[(-12.0, 10_000), (-19.0, 4_000)], [0, 14_000, 14_000]);
        check(&[(-12.0, 30_000), (-30.0, 20_000), (NOTHING, 500)], [0, 38_000, 50_000]);
    }

    #[test]
    fn a_soft_intro_ends_before_the_song_is_loud() {
        let check = |parts: &[(f64, u64)], expected: std::ops::RangeInclusive<u128>| {
            let intro = measured(parts).intro.as_millis();
            assert!(expected.contains(&intro), "{intro} ms of {parts:?}");
        };
        check(&[(-12.0, 9_000)], 0..=0);
        check(&[(NOTHING, 700), (-12.0, 9_000)], 700..=700);
        check(&[(-30.0, 4_000), (-12.0, 30_000)], 3_600..=4_000);
        check(&[(-16.0, 4_000), (-12.0, 30_000)], 0..=0);
        check(&[(NOTHING, 60_000), (-30.0, 4_000), (NOTHING, 2_000), (-12.0, 30_000)], 65_600..=66_000);
        check(&[(-30.0, 20_000), (-12.0, 60_000)], 11_600..=12_000);
        check(&[(NOTHING, 3_000)], 0..=0);
    }

    #[test]
    fn what_comes_after_a_pause_belongs_to_the_music() {
        check(&[(-12.0, 10_000), (NOTHING, 5_000), (-12.0, 5_000)], [0, 20_000, 20_000]);
        check(&[(-12.0, 10_000), (NOTHING, 60_000), (-40.0, 500)], [0, 58_500, 70_500]);
    }

    #[test]
    fn loudness_is_that_of_the_whole() {
        let found = measured(&[(-20.0, 10_000)]).loudness;
        assert!((found.integrated_lufs + 20.0).abs() < 0.1, "{found:?}");
        assert!((found.true_peak_dbtp.unwrap() + 20.0).abs() < 0.1, "{found:?}");
        assert_eq!(
            measured(&[(NOTHING, 2_000)]).loudness,
            Loudness { integrated_lufs: -70.0, true_peak_dbtp: None }
        );
    }
}
