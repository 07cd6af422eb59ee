//! Takeovers as pictures: one letter a block. A capital is the source on air alone, `x` two at once, `.` none.

mod broadcast_delay;
mod live;

use std::time::Duration;

use super::*;
use crate::model::Settings;

/// A source that is ready where its picture has a letter.
struct Picture {
    kind: SourceKind,
    blocks: Vec<char>,
    level: f32,
    /// Reported time: counts every query by the station, so it stands still when nobody reads.
    at: Arc<std::sync::atomic::AtomicUsize>,
}

impl Source for Picture {
    fn kind(&self) -> SourceKind {
        self.kind
    }
    fn is_ready(&mut self) -> bool {
        let at = self.at.load(std::sync::atomic::Ordering::Relaxed);
        self.blocks.get(at).is_some_and(|letter| *letter != '.')
    }
    fn left(&self) -> Option<u64> {
        let at = self.at.load(std::sync::atomic::Ordering::Relaxed);
        let left = self.blocks.iter().skip(at).take_while(|letter| **letter == 'l').count();
        (left > 0).then_some((left * BLOCK) as u64)
    }
    fn read(&mut self, block: &mut Block) {
        block.samples_mut().fill(self.level);
    }
    fn title(&self) -> Option<Arc<Title>> {
        None
    }
}

fn check(picture: &str) {
    check_over(1, picture);
}

/// Each line is a name and its picture; `air` is what is expected, with takeovers of so many blocks.
fn check_over(takeover: u64, picture: &str) {
    let at = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let line = |name: &str| {
        let found = picture.lines().find_map(|line| line.trim().strip_prefix(name));
        found.expect("a line for each").trim().to_owned()
    };
    let source = |name: &str, kind, level| -> Box<dyn Source> {
        let blocks = line(name).chars().collect();
        Box::new(Picture { kind, blocks, level, at: Arc::clone(&at) })
    };
    let sources = vec![source("live", SourceKind::Live, 0.8), source("autodj", SourceKind::Autodj, 0.2)];
    let takeover = Duration::from_micros(takeover * BLOCK_US);
    let mut mix = Fallback::new(sources, LiveSettings::new(&Settings { takeover, ..Settings::default() }));
    let mut block = Block::silent();
    let mut heard = String::new();
    let mut last = 0.0;
    for _ in 0..line("air").len() {
        mix.read(&mut block);
        at.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let samples = block.samples();
        let middle = samples[BLOCK];
        heard.push(match () {
            () if (middle - 0.8).abs() < 1e-3 => 'L',
            () if (middle - 0.2).abs() < 1e-3 => 'd',
            () if samples.iter().all(|sample| sample.abs() < 1e-6) => '.',
            () => 'x',
        });
        let step =
            samples.iter().step_by(2).fold((last, 0f32), |(last, most), s| (*s, most.max((s - last).abs())));
        assert!(step.1 < 0.03, "a step of {} in block {}", step.1, heard.len());
        last = step.0;
    }
    assert_eq!(heard, line("air"));
}

#[test]
fn live_takes_over_with_a_fade_and_gives_back() {
    check(
        "autodj dddddddddddd
         live   ....LLLLL...
         air    xdddxLLLLxdd",
    );
}

#[test]
fn the_emergency_loop_is_heard_after_two_seconds_of_nothing_and_gives_way() {
    let at = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let picture = |kind, blocks: &str, level| -> Box<dyn Source> {
        Box::new(Picture { kind, blocks: blocks.chars().collect(), level, at: Arc::clone(&at) })
    };
    let music = ["d".repeat(50), ".".repeat(200), "d".repeat(50)].concat();
    let autodj = picture(SourceKind::Autodj, &music, 0.2);
    let emergency = picture(SourceKind::EmergencyLoop, &"e".repeat(1_000), 0.5);
    let live_settings = LiveSettings::default();
    let mut mix = Fallback::new(vec![autodj], live_settings.clone()).with_emergency(Some(emergency));
    let mut block = Block::silent();
    let mut heard = Vec::new();
    for number in 0..400 {
        live_settings.silence(number >= 380);
        mix.read(&mut block);
        at.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        heard.push((mix.on_air(), block.samples()[BLOCK]));
    }
    let spans: Vec<_> = heard.chunk_by(|a, b| a.0 == b.0).map(|span| (span[0].0, span.len())).collect();
    let expected = [
        (SourceKind::Autodj, 50),
        (SourceKind::Silence, 100),
        (SourceKind::EmergencyLoop, 100),
        (SourceKind::Autodj, 50),
        (SourceKind::Silence, 100),
    ];
    assert_eq!(
        spans, expected,
        "without music for less than 2 s it is silent, and while somebody wants that"
    );
    assert!((heard[200].1 - 0.5).abs() < 1e-3 && (heard[290].1 - 0.2).abs() < 1e-3);
    let giving_way = heard[250..275].iter().filter(|(_, level)| (level - 0.2).abs() > 1e-3).count();
    assert!((20..=25).contains(&giving_way), "it fades for half a second: {giving_way} blocks");
}

#[test]
fn a_station_fades_to_silence_and_comes_back() {
    let at = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let autodj =
        Picture { kind: SourceKind::Autodj, blocks: vec!['d'; 500], level: 0.5, at: Arc::clone(&at) };
    let live_settings = LiveSettings::default();
    let mut mix = Fallback::new(vec![Box::new(autodj)], live_settings.clone());
    let mut block = Block::silent();
    let mut hear = |blocks: usize| {
        let mut last = 0.0;
        for _ in 0..blocks {
            mix.read(&mut block);
            last = block.samples()[BLOCK].abs();
        }
        (last, mix.on_air())
    };
    assert_eq!(hear(10), (0.5, SourceKind::Autodj));
    assert!(live_settings.silence(true) && !live_settings.silence(true));
    let (level, kind) = hear(50);
    assert!((0.25..0.45).contains(&level), "half way: {level}");
    assert_eq!(kind, SourceKind::Silence, "listeners are told so at once");
    assert_eq!(hear(60), (0.0, SourceKind::Silence));
    assert!(live_settings.silence(false));
    assert_eq!(hear(3), (0.5, SourceKind::Autodj));
}

#[test]
fn a_source_that_breaks_off_dies_away_and_silence_is_the_last_resort() {
    check(
        "autodj ddd...ddd
         live   .........
         air    xddx..xdd",
    );
}

#[test]
fn a_takeover_that_fails_halfway_turns_round_at_once() {
    check_over(
        4,
        "autodj dddddddddddd
         live   ....LL......
         air    xdddxxdddddd",
    );
}

#[test]
fn who_is_about_to_end_fades_out_over_what_is_left() {
    // The live source knows its end for as long as a lower-case letter stands.
    check_over(
        2,
        "autodj dddddddddddddd
         live   ...LLLLLlll...
         air    xddxxLLLLxxddd",
    );
    check_over(
        4,
        "autodj dddddddddddddd
         live   ...LLLLLLl....
         air    xddxxxxLLxdddd",
    );
}
