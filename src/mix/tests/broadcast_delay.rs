//! A DJ with callers behind a broadcast delay, over AutoDJ.

use std::time::Duration;

use super::live::{Music, tone};
use super::*;
use crate::audio::{BLOCK, CHANNELS};
use crate::clock::ManualClock;
use crate::source::live::calls::{self, CallSeats, SeatRole};
use crate::source::live::{self, BroadcastDelay, Buffer, Dj, DjInputs, InputWriter, LiveRoom};

/// Blocks of a delay of 8 s.
const DELAY: usize = 400;
/// Louder than the DJ, AutoDJ and a crossfade of both.
const LOUD: f32 = 0.8;

struct Station {
    mix: Fallback,
    lines: DjInputs,
    seats: CallSeats,
    delay: BroadcastDelay,
    feed: Option<InputWriter>,
    sent: u64,
    /// The loudest sample and the quietest block since they were looked at.
    loudest: f32,
    quietest: f32,
}

impl Station {
    fn new() -> Self {
        let (live, lines) = live::open(Arc::new(ManualClock::at(0)), LiveSettings::default());
        let (mixer, seats) = calls::open(LiveSettings::default());
        let delay = BroadcastDelay::default();
        delay.set(Duration::from_secs(8));
        let room = LiveRoom::new(live, mixer, delay.clone());
        let mix = Fallback::new(vec![Box::new(room), Box::new(Music::new())], LiveSettings::default());
        Self { mix, lines, seats, delay, feed: None, sent: 0, loudest: 0.0, quietest: f32::MAX }
    }

    fn connect(&mut self, name: &str) {
        let dj = Dj { key: name.to_owned(), name: name.to_owned(), program: None };
        self.feed = self.lines.take(dj, Buffer::Studio).ok();
        assert!(self.feed.is_some());
    }

    /// Plays `blocks` while the DJ sends a tone at `level` times the usual one; tells what was on air in each.
    fn play(&mut self, blocks: usize, level: f32) -> String {
        (self.loudest, self.quietest) = (0.0, f32::MAX);
        let mut picture = String::new();
        let mut block = Block::silent();
        for _ in 0..blocks {
            if let Some(feed) = &mut self.feed {
                let sound: Vec<f32> =
                    tone(500.0, &mut self.sent).iter().map(|sample| sample * level).collect();
                feed.push(&sound).unwrap();
            }
            self.mix.read(&mut block);
            self.mix.hear(&block);
            let peak = block.samples().iter().fold(0.0_f32, |most, sample| most.max(sample.abs()));
            (self.loudest, self.quietest) = (self.loudest.max(peak), self.quietest.min(peak));
            picture.push(if self.mix.on_air() == SourceKind::Live { 'L' } else { 'd' });
        }
        picture
    }
}

#[test]
fn dumped_sound_is_never_heard_and_leaves_no_silence() {
    let mut station = Station::new();
    station.play(10, 1.0);
    station.connect("Ada");
    let picture = station.play(DELAY + 100, 1.0);
    let begins = picture.find('L').unwrap();
    assert!((DELAY..DELAY + 5).contains(&begins) && !picture[begins..].contains('d'), "{picture}");
    assert_eq!(station.mix.title().unwrap().title, "Ada");
    // Eight seconds that nobody should hear, and the order just in time.
    station.play(DELAY - 1, 1.8);
    assert!(station.loudest < LOUD);
    assert_eq!(station.delay.dump(), Some(Duration::from_secs(8)));
    let picture = station.play(DELAY + 50, 1.0);
    assert!(station.loudest < LOUD && station.quietest > 0.4, "{} {}", station.loudest, station.quietest);
    let again = picture.find('L').unwrap();
    assert!((DELAY - 5..DELAY + 5).contains(&again), "AutoDJ plays until the delay is full again: {picture}");
}

#[test]
fn a_dj_is_heard_to_the_end_of_the_delay_and_not_when_taken_off_the_air() {
    let mut station = Station::new();
    station.play(10, 1.0);
    station.connect("Ada");
    // Shorter than the delay.
    station.play(100, 1.0);
    station.feed = None;
    let picture = station.play(300, 1.0);
    // The last of its two seconds is the crossfade.
    assert!((45..=55).contains(&picture.matches('L').count()), "{picture}");
    assert!(station.quietest > 0.4);
    station.connect("Bob");
    station.play(DELAY + 50, 1.8);
    assert!(station.loudest > LOUD && station.lines.kick());
    station.feed = None;
    let picture = station.play(DELAY + 50, 1.0);
    assert!(!picture.contains('L') && station.loudest < LOUD && station.quietest > 0.4, "{picture}");
    assert_eq!(station.delay.dump(), None, "nothing waits");
}

#[test]
fn callers_talk_without_the_delay_and_are_heard_after_it() {
    let mut station = Station::new();
    station.play(10, 1.0);
    let seat = station.seats.take(SeatRole::OnAir).unwrap();
    let (mut scratch, mut back) = (Vec::new(), Block::silent());
    let mut return_peak = || {
        let mut peak = 0.0_f32;
        while seat.take_return(&mut scratch, &mut back) {
            peak = back.samples().iter().fold(peak, |most, sample| most.max(sample.abs()));
        }
        peak
    };
    // Before a DJ is there, the return is the programme.
    station.play(20, 1.0);
    assert!((0.45..0.55).contains(&return_peak()));
    station.connect("Ada");
    station.play(20, 1.8);
    assert!(return_peak() > LOUD, "the caller hears the DJ, whom nobody else does");
    assert!(station.loudest < LOUD);
    for _ in 0..DELAY {
        seat.push(&[0.3; BLOCK * CHANNELS]);
        station.play(1, 1.0);
    }
    station.play(100, 1.0);
    assert!(station.loudest > 0.75, "the DJ and the caller are heard together: {}", station.loudest);
}

#[test]
fn another_delay_holds_from_the_next_dj_on() {
    let mut station = Station::new();
    station.connect("Ada");
    station.play(DELAY + 50, 1.0);
    station.delay.set(Duration::ZERO);
    assert!(!station.play(100, 1.0).contains('d'));
    assert!(station.delay.waiting() > Duration::from_secs(7));
    station.feed = None;
    station.play(DELAY + 100, 1.0);
    station.connect("Bob");
    let picture = station.play(20, 1.0);
    assert!(picture.find('L').is_some_and(|begins| begins < 5), "{picture}");
    assert_eq!(station.delay.waiting(), Duration::ZERO);
}
