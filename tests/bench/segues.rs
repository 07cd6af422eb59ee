//! Real music through its segues, as fast as the machine can: is anything cut, is there a gap, is it even?
//!
//! The music is the folder that `LONGWAVE_BENCH_MUSIC` names, or what comes with the project. Every block that
//! AutoDJ plays is compared with what the files themselves give from cue in to cue out, laid over each other where
//! the next title begins: whatever was cut, faded or left out would be a difference.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ebur128::{EbuR128, Mode};
use longwave::audio::{BLOCK, BLOCK_US, Block, CHANNELS, Limiter, SAMPLE_RATE};
use longwave::clock::{Clock, ManualClock};
use longwave::decode::Reader;
use longwave::library::{Analyzer, MusicLibrary};
use longwave::model::{Listed, LiveSettings, Title};
use longwave::playout::CEILING_DBTP;
use longwave::schedule::ProgrammeDirector;
use longwave::source::Source;
use longwave::source::autodj::{
    self, Autodj, DeckPools, NextDeck, Planner, PlayQueue, loader, track_provider,
};
use longwave::store::Store;
use serde_json::{Value, json};

use crate::{Extent, process};

/// Segues that are played, and for a try-out.
const SEGUES: [usize; 2] = [60, 12];
/// Loudness is told for every ten minutes, in blocks.
const TEN_MINUTES: usize = 30_000;
/// What is softer, −60 dBFS of power, is silence.
const SILENT_POWER: f32 = 1e-6;
/// Pictures show so many blocks before and after two tracks are heard together, 6 s.
const AROUND: usize = 300;

/// A track read by itself.
struct Part {
    reader: Reader,
    gain: f32,
    /// Samples that were read and not yet compared.
    ready: Vec<f32>,
    /// Samples that are left until cue out.
    left: usize,
}

/// How loud it was in a block: what was heard, and the tracks by themselves, by their numbers.
type Peaks = (f32, Vec<(usize, f32)>);

/// What was found.
#[derive(Default)]
struct Found {
    peaks: Vec<Peaks>,
    /// Where tracks began, how long two were heard together, in samples, and their titles.
    segues: Vec<(usize, usize, String)>,
    largest_difference: f32,
    silent: usize,
    longest_silence: usize,
    loudness: Vec<f64>,
}

pub(crate) fn run(extent: &Extent) -> Value {
    let media = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("media");
    let music = std::env::var_os("LONGWAVE_BENCH_MUSIC").map_or(media, PathBuf::from);
    let data = tempfile::tempdir().expect("a directory");
    let store = Store::open(data.path()).expect("a database");
    let library = MusicLibrary::new(music);
    library.scan();
    library.index(&store, 0, &mut |_| ()).expect("an index");
    let mut analyst = Analyzer::default();
    while let Some(track) = analyst.next(&library, &store).expect("a database") {
        library.measure(&store, &track).expect("a database");
    }
    let tracks = store.listed().expect("a list");
    println!("segues of {} tracks:", tracks.len());
    let started = Instant::now();
    let segues = SEGUES[usize::from(extent.rounds == 1)];
    let found = play(&library, &store, tracks, segues);
    let hours = found.peaks.len() as f64 * BLOCK_US as f64 / 3.6e9;
    let seconds = |samples: usize| samples as f64 / f64::from(SAMPLE_RATE);
    let overlaps: Vec<f64> = found.segues.iter().map(|(_, overlap, _)| seconds(*overlap)).collect();
    let longest_silence = found.longest_silence as f64 * BLOCK_US as f64 / 1e6;
    for (at, overlap, titles) in &found.segues {
        println!("  {:8.2} s  {:5.2} s  {titles}", *at as f64 * BLOCK_US as f64 / 1e6, seconds(*overlap));
    }
    println!("{hours:.2} h in {:.0} s; {} segues", started.elapsed().as_secs_f64(), found.segues.len());
    println!("largest difference from the files themselves: {:.6}", found.largest_difference);
    println!("longest silence: {longest_silence:.2} s");
    println!("loudness of each ten minutes, in LUFS: {:.1?}", found.loudness);
    pictures(&found);
    json!({
        "hours": hours,
        "overlaps_s": overlaps,
        "largest_difference": found.largest_difference,
        "longest_silence_s": longest_silence,
        "ten_minutes_lufs": found.loudness,
    })
}

fn play(library: &MusicLibrary, store: &Store, tracks: Vec<Listed>, segues: usize) -> Found {
    let by_name: HashMap<_, _> =
        tracks.into_iter().map(|track| ((track.artist.clone(), track.title.clone()), track)).collect();
    let clock = Arc::new(ManualClock::at(1_700_000_000_000_000));
    let own_clock: Arc<dyn Clock> = Arc::<ManualClock>::clone(&clock);
    let config = autodj::AutodjConfig { patience: Duration::from_mins(1), ..autodj::AutodjConfig::default() };
    let standby = NextDeck::default();
    let mut autodj = Autodj::new(config, LiveSettings::default(), standby.clone());
    let known = (library.clone(), store.clone(), "main");
    let planner = Planner::new(known, ProgrammeDirector::seeded(7), own_clock, PlayQueue::default());
    let records = track_provider::LibraryTrackProvider::new(library.clone(), planner, store.clone());
    loader::start(records, &standby, &DeckPools::new().expect("threads"), config.patience);

    let mut found = Found::default();
    let mut parts: Vec<(usize, Part)> = Vec::new();
    let mut title: Option<Arc<Title>> = None;
    let mut meter = meter();
    let mut limiter = Limiter::new(CEILING_DBTP);
    let (mut block, mut count) = (Block::silent(), 0);
    while found.segues.len() < segues {
        clock.advance(Duration::from_micros(BLOCK_US));
        autodj.tick();
        assert!(autodj.is_ready(), "there is always music");
        autodj.read(&mut block);
        let mut expected = vec![0.0; BLOCK * CHANNELS];
        let mut peaks = Vec::new();
        let ends_at = parts.last().map_or(0, |(_, part)| if part.left < BLOCK { part.left } else { 0 });
        let left = parts.last().map_or(0, |(_, part)| part.left);
        for (number, part) in &mut parts {
            peaks.push((*number, part.add_to(&mut expected, 0)));
        }
        let now = autodj.title().expect("a title");
        if title.as_ref().is_none_or(|title| !Arc::ptr_eq(title, &now)) {
            let track = &by_name[&(now.artist.clone(), now.title.clone())];
            let mut part = Part::open(library, track);
            peaks.push((count, part.add_to(&mut expected, ends_at)));
            if let Some(before) = &title {
                let titles = format!("{} / {}", before.title, now.title);
                found.segues.push((found.peaks.len(), left - ends_at, titles));
            }
            parts.push((count, part));
            count += 1;
            title = Some(now);
        }
        parts.retain(|(_, part)| part.left > 0);
        found.compare(&block, &expected, peaks);
        limiter.process(&mut block);
        meter.add_frames_f32(block.samples()).expect("whole frames");
        if found.peaks.len().is_multiple_of(TEN_MINUTES) {
            found.loudness.push(meter.loudness_global().expect("a figure"));
            meter = self::meter();
        }
    }
    found
}

fn meter() -> EbuR128 {
    EbuR128::new(CHANNELS as u32, SAMPLE_RATE, Mode::I).expect("a meter")
}

impl Part {
    fn open(library: &MusicLibrary, track: &Listed) -> Self {
        let analysis = track.analysis.expect("everything was measured");
        let file = library.file(&track.path).expect("the file");
        let samples = |at: Duration| (at.as_micros() * u128::from(SAMPLE_RATE) / 1_000_000) as usize;
        let (begin, end) = (samples(analysis.cue_in), samples(analysis.cue_out));
        let gain = (track_provider::LEVEL_LUFS - analysis.loudness.integrated_lufs).clamp(-24.0, 12.0);
        let mut part = Self {
            reader: Reader::open(&file.path()).expect("a file that can be played"),
            gain: 10f64.powf(gain / 20.0) as f32,
            ready: Vec::new(),
            left: end - begin,
        };
        part.fill(begin);
        part.ready.drain(..begin * CHANNELS);
        part
    }

    /// Reads until so many samples per channel are there.
    fn fill(&mut self, samples: usize) {
        let mut block = Block::silent();
        while self.ready.len() < samples * CHANNELS {
            let count = self.reader.read(&mut block).expect("a file that is whole");
            if count == 0 {
                self.left = self.left.min(self.ready.len() / CHANNELS);
                return;
            }
            self.ready.extend_from_slice(&block.samples()[..count * CHANNELS]);
        }
    }

    /// Adds what comes next to a block from a sample on, and tells its peak.
    fn add_to(&mut self, block: &mut [f32], from: usize) -> f32 {
        let wanted = self.left.min(BLOCK - from);
        self.fill(wanted);
        let count = self.left.min(wanted);
        let mut peak = 0f32;
        for (sum, sample) in block[from * CHANNELS..].iter_mut().zip(self.ready.drain(..count * CHANNELS)) {
            *sum += sample * self.gain;
            peak = peak.max((sample * self.gain).abs());
        }
        self.left -= count;
        peak
    }
}

impl Found {
    fn compare(&mut self, block: &Block, expected: &[f32], peaks: Vec<(usize, f32)>) {
        let samples = block.samples();
        let difference = samples.iter().zip(expected).map(|(heard, file)| (heard - file).abs());
        self.largest_difference = difference.fold(self.largest_difference, f32::max);
        let power = samples.iter().map(|sample| sample * sample).sum::<f32>() / samples.len() as f32;
        self.silent = if power < SILENT_POWER { self.silent + 1 } else { 0 };
        self.longest_silence = self.longest_silence.max(self.silent);
        self.peaks.push((samples.iter().fold(0f32, |most, sample| most.max(sample.abs())), peaks));
    }
}

/// Draws the segues with the longest, a middling and the shortest overlap.
fn pictures(found: &Found) {
    let mut by_length: Vec<_> = found.segues.iter().filter(|(at, ..)| *at > AROUND).collect();
    by_length.sort_by_key(|(_, overlap, _)| *overlap);
    let chosen = [by_length.last(), by_length.get(by_length.len() / 2), by_length.first()];
    for (number, (at, overlap, titles)) in chosen.into_iter().flatten().enumerate() {
        let to = (at + overlap / BLOCK + AROUND).min(found.peaks.len());
        let blocks = &found.peaks[at - AROUND..to];
        let mut numbers: Vec<usize> =
            blocks.iter().flat_map(|(_, parts)| parts.iter().map(|part| part.0)).collect();
        numbers.dedup();
        numbers.sort_unstable();
        numbers.dedup();
        let mut svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{0}' height='620' font-family='sans-serif'>\
             <rect width='{0}' height='620' fill='white'/><text x='8' y='18'>{1}: {2:.2} s together</text>",
            blocks.len() + 20,
            titles.replace('&', "&amp;").replace('<', "&lt;"),
            *overlap as f64 / f64::from(SAMPLE_RATE)
        );
        let mut row = |middle: f32, colour: &str, level: &dyn Fn(&Peaks) -> f32| {
            for (x, peaks) in blocks.iter().enumerate() {
                let height = level(peaks).min(1.0) * 90.0;
                let _ = write!(
                    svg,
                    "<path d='M{0} {1:.1}V{2:.1}' stroke='{colour}'/>",
                    x + 10,
                    middle - height,
                    middle + height + 0.5
                );
            }
        };
        for (place, number) in numbers.iter().take(2).enumerate() {
            let of =
                |(_, parts): &Peaks| parts.iter().find(|part| part.0 == *number).map_or(0.0, |part| part.1);
            row(120.0 + 195.0 * place as f32, ["#2a6", "#26a"][place], &of);
        }
        row(510.0, "#444", &|(heard, _)| *heard);
        svg.push_str("</svg>");
        let path = process::results().join(format!("segue-{}.svg", number + 1));
        fs::write(&path, svg).expect("a file");
        println!("  drawn in {}", path.display());
    }
}
