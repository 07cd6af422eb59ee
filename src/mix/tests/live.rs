//! A DJ over AutoDJ, with a real line between them: what listeners hear when it opens, breaks and closes.

use std::f64::consts::TAU;

use super::*;
use crate::audio::{BLOCK, CHANNELS};
use crate::clock::ManualClock;
use crate::source::live::{self, Buffer, Dj, DjInputs, InputWriter};

/// A tone that never ends.
pub(super) struct Music {
    at: u64,
    title: Arc<Title>,
}

impl Music {
    pub(super) fn new() -> Self {
        Self { at: 0, title: Arc::new(Title::plain(SourceKind::Autodj, "a track")) }
    }
}

/// A tone of `hertz` at half of full scale.
pub(super) fn tone(hertz: f64, at: &mut u64) -> Vec<f32> {
    let sample = |n: u64| (TAU * hertz * n as f64 / 48_000.0).sin() as f32 * 0.5;
    let samples = (*at..*at + BLOCK as u64).flat_map(|n| [sample(n); CHANNELS]).collect();
    *at += BLOCK as u64;
    samples
}

impl Source for Music {
    fn kind(&self) -> SourceKind {
        SourceKind::Autodj
    }
    fn is_ready(&mut self) -> bool {
        true
    }
    fn read(&mut self, block: &mut Block) {
        block.samples_mut().copy_from_slice(&tone(400.0, &mut self.at));
    }
    fn title(&self) -> Option<Arc<Title>> {
        Some(Arc::clone(&self.title))
    }
}

struct Station {
    mix: Fallback,
    lines: DjInputs,
    feed: Option<InputWriter>,
    sent: u64,
    block: Block,
    last: f32,
    steepest: f32,
    quietest: f32,
}

impl Station {
    fn new() -> Self {
        let (live, lines) = live::open(Arc::new(ManualClock::at(0)), LiveSettings::default());
        let mix = Fallback::new(vec![Box::new(live), Box::new(Music::new())], LiveSettings::default());
        let block = Block::silent();
        Self { mix, lines, feed: None, sent: 0, block, last: 0.0, steepest: 0.0, quietest: f32::MAX }
    }

    fn connect(&mut self, name: &str) {
        let dj = Dj { key: name.to_owned(), name: name.to_owned(), program: None };
        self.feed = self.lines.take(dj, Buffer::Studio).ok();
        assert!(self.feed.is_some());
    }

    /// Plays `blocks`, while the DJ sends; one letter for each that says what is on air.
    fn play(&mut self, blocks: usize, is_sending: bool) -> String {
        let mut picture = String::new();
        for _ in 0..blocks {
            if let Some(feed) = self.feed.as_mut().filter(|_| is_sending) {
                let sound = tone(500.0, &mut self.sent);
                feed.push(&sound).unwrap();
            }
            self.mix.read(&mut self.block);
            self.listen();
            picture.push(if self.mix.on_air() == SourceKind::Live { 'L' } else { 'd' });
        }
        picture
    }

    fn listen(&mut self) {
        let left: Vec<f32> = self.block.samples().iter().step_by(CHANNELS).copied().collect();
        for sample in &left {
            self.steepest = self.steepest.max((sample - self.last).abs());
            self.last = *sample;
        }
        let power = left.iter().map(|sample| sample * sample).sum::<f32>() / BLOCK as f32;
        self.quietest = self.quietest.min(power.sqrt());
    }

    fn title(&self) -> String {
        self.mix.title().unwrap().title.clone()
    }
}

#[test]
fn twenty_takeovers_and_hand_backs_leave_the_sound_unbroken() {
    let mut station = Station::new();
    station.play(10, false);
    (station.steepest, station.quietest) = (0.0, f32::MAX);
    for round in 0..20 {
        station.connect(if round % 2 == 0 { "Ada" } else { "Bob" });
        assert_eq!(station.play(150, true), ["d".repeat(3), "L".repeat(147)].concat());
        assert_eq!(station.title(), if round % 2 == 0 { "Ada" } else { "Bob" });
        station.feed = None;
        let back = station.play(100, false);
        assert!(back.find('d').unwrap() <= 1, "the hand-back begins while there is sound to fade: {back}");
        assert_eq!(station.title(), "a track");
    }
    // Two tones of half of full scale, each as steep as it is alone, never silent.
    assert!(station.steepest < 0.055, "a step of {}", station.steepest);
    assert!(station.quietest > 0.05, "a block at {}", station.quietest);
    assert_eq!(station.lines.figures().underruns(), 0);
}

#[test]
fn a_pulled_cable_is_autodj_after_a_dip_of_a_second() {
    let mut station = Station::new();
    station.play(10, false);
    station.connect("Ada");
    station.play(150, true);
    let pulled = station.play(90, false);
    let back = pulled.find('d').unwrap();
    // Three blocks wait, the next ones are concealed, and the rest of a second is silent.
    assert!((50..=56).contains(&back) && !pulled[back..].contains('L'), "{pulled}");
    assert!(station.steepest < 0.055, "a step of {}", station.steepest);
    let level = station.block.samples().iter().fold(0.0_f32, |most, sample| most.max(*sample));
    assert!(level > 0.49, "AutoDJ is at its full level");
    // The cable is put back: the same line goes on.
    let again = station.play(400, true);
    let live = again.find('L').unwrap();
    assert!((200..=300).contains(&live) && again.ends_with('L'), "AutoDJ stays for five seconds: {again}");
}

#[test]
fn a_cable_pulled_during_the_takeover_is_bridged_as_any_other() {
    let mut station = Station::new();
    station.play(10, false);
    station.connect("Ada");
    station.play(30, true);
    let pulled = station.play(90, false);
    assert!(pulled.find('d').is_some_and(|back| back <= 56), "{pulled}");
    assert!(pulled.ends_with('d'), "{pulled}");
    assert!(station.steepest < 0.055, "a step of {}", station.steepest);
}

#[test]
fn a_dj_who_connects_anew_is_not_interrupted_by_the_station() {
    let mut station = Station::new();
    station.play(10, false);
    station.connect("Ada");
    station.play(150, true);
    station.connect("Ada");
    let picture = [station.play(4, false), station.play(100, true)].concat();
    assert_eq!(picture, "L".repeat(104));
    assert!(station.steepest < 0.055, "a step of {}", station.steepest);
}

#[test]
fn what_a_dj_left_unheard_is_not_heard_when_the_next_one_comes() {
    let mut station = Station::new();
    station.play(10, false);
    station.connect("Ada");
    assert!(station.play(12, true).ends_with('L'));
    // She dies while she is being faded in, and more of her sound waits than the way back takes.
    station.feed = None;
    let back = station.play(20, false);
    assert!(back.ends_with('d'), "{back}");
    station.connect("Bob");
    assert_eq!(station.play(60, false), "d".repeat(60), "Bob has sent nothing yet");
}

#[test]
fn who_is_taken_off_the_air_is_faded_out() {
    let mut station = Station::new();
    station.play(10, false);
    station.connect("Ada");
    station.play(150, true);
    assert!(station.lines.kick());
    let back = station.play(100, false);
    assert!(back.find('d').unwrap() <= 1, "{back}");
    assert!(station.steepest < 0.055, "a step of {}", station.steepest);
}
