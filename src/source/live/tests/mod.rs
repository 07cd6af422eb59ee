//! Lines as simulations: what arrives in each block's time, and what is heard of it.

mod arrivals;
mod handed;
mod hour;
mod place;
mod sent;
mod titles;

use std::f64::consts::TAU;

use super::*;
use crate::audio::CHANNELS;
use crate::clock::ManualClock;

/// The largest step from sample to sample of the tone that is sent, and a little for its resampling.
const STEEPEST: f32 = 0.034;

/// A live place, one DJ, and a listener.
struct Rig {
    live: Live,
    lines: DjInputs,
    feed: InputWriter,
    sent: u64,
    block: Block,
    last: Option<f32>,
    steepest: f32,
}

fn dj(name: &str) -> Dj {
    Dj { key: name.to_owned(), name: name.to_owned(), program: None }
}

fn place() -> (Live, DjInputs) {
    open(Arc::new(ManualClock::at(7)), LiveSettings::default())
}

impl Rig {
    fn new(buffer: Buffer) -> Self {
        let (live, lines) = place();
        Self::at(live, lines, buffer)
    }

    fn at(live: Live, lines: DjInputs, buffer: Buffer) -> Self {
        let feed = lines.take(dj("Ada"), buffer).unwrap();
        Self { live, lines, feed, sent: 0, block: Block::silent(), last: None, steepest: 0.0 }
    }

    /// Sends `frames` of a tone, or as many as there is room for.
    fn send(&mut self, frames: usize) {
        let tone = |n: u64| (TAU * 500.0 * n as f64 / 48_000.0).sin() as f32 * 0.5;
        let frames: Vec<_> = (self.sent..self.sent + frames as u64).map(|n| [tone(n); CHANNELS]).collect();
        self.sent += self.offer(&frames);
    }

    fn send_silence(&mut self, frames: usize) {
        self.offer(&vec![[0.0; CHANNELS]; frames]);
        self.sent = 0;
    }

    /// As a feed does, but without waiting for room.
    fn offer(&self, frames: &[[f32; CHANNELS]]) -> u64 {
        self.feed.line.offer(frames) as u64
    }

    /// A block's time: what is heard, if anything.
    fn hear(&mut self) -> bool {
        self.live.tick();
        let is_ready = self.live.is_ready();
        if is_ready {
            self.live.read(&mut self.block);
            let first = self.last.unwrap_or(self.block.samples()[0]);
            let (last, steepest) = self
                .block
                .samples()
                .iter()
                .step_by(CHANNELS)
                .fold((first, self.steepest), |(last, most), s| (*s, most.max((s - last).abs())));
            self.steepest = steepest;
            self.last = Some(last);
        } else {
            self.last = None;
        }
        is_ready
    }

    /// Plays `blocks`, in each of which `arriving` says how many frames come; `L` where it is heard.
    fn play(&mut self, blocks: usize, mut arriving: impl FnMut(usize) -> usize) -> String {
        let mut picture = String::new();
        for n in 0..blocks {
            self.send(arriving(n));
            picture.push(if self.hear() { 'L' } else { '.' });
        }
        picture
    }

    fn waiting_ms(&self) -> usize {
        self.feed.line.ring.fill() / 48
    }
}

#[test]
fn even_sound_is_heard_after_the_least_wait() {
    let mut rig = Rig::new(Buffer::Studio);
    assert_eq!(rig.play(10, |_| BLOCK), "...LLLLLLL");
    assert!((40..=80).contains(&rig.waiting_ms()), "{} ms", rig.waiting_ms());
    let mut rig = Rig::new(Buffer::Program);
    let picture = rig.play(3_000, |_| BLOCK);
    assert_eq!(picture, [".".repeat(49), "L".repeat(2_951)].concat());
    assert!(rig.steepest < STEEPEST, "a step of {}", rig.steepest);
    // A minute at 500 ppm makes 29 ms less of it.
    assert!((940..=1_000).contains(&rig.waiting_ms()), "{} ms", rig.waiting_ms());
}

#[test]
fn the_burst_in_the_beginning_is_no_delay_for_ever() {
    let mut rig = Rig::new(Buffer::Program);
    let picture = rig.play(500, |n| if n == 0 { 48_000 } else { BLOCK });
    let first = picture.find('L').unwrap();
    assert!(first <= 50 && !picture[first..].contains('.'), "{picture}");
    assert!((980..=1_040).contains(&rig.waiting_ms()), "{} ms", rig.waiting_ms());
    assert!((0.9..1.1).contains(&rig.live.figures.backlog_seconds()));
}

#[test]
fn large_pieces_are_no_burst() {
    let mut rig = Rig::new(Buffer::Program);
    let picture = rig.play(5_000, |n| if n.is_multiple_of(50) { 48_000 } else { 0 });
    let first = picture.find('L').unwrap();
    assert!((50..=75).contains(&first), "heard after {first} blocks");
    assert!(!picture[first..].contains('.'), "pieces of a second are heard without a gap");
    assert_eq!(rig.live.figures.underruns(), 0);
    assert!(rig.steepest < STEEPEST, "a step of {}", rig.steepest);
}

#[test]
fn one_page_of_a_second_is_heard_without_the_next() {
    let mut rig = Rig::new(Buffer::Program);
    // Encoders of Opus begin with 6.5 ms that are left out.
    let picture = rig.play(70, |n| if n == 0 { 48_000 - 312 } else { 0 });
    let first = picture.find('L').unwrap();
    assert!((50..=60).contains(&first), "heard after {first} blocks");
}

#[test]
fn who_sends_faster_than_real_time_is_held_back_and_loses_nothing() {
    let mut rig = Rig::new(Buffer::Program);
    let picture = rig.play(1_000, |_| 480_000);
    let first = picture.find('L').unwrap();
    assert!(first <= 75, "heard after {first} blocks");
    assert!(!picture[first..].contains('.'));
    assert!(rig.waiting_ms() <= 2_000);
    assert!(rig.steepest < STEEPEST, "a step of {}", rig.steepest);
    assert_eq!((rig.live.figures.cut_seconds(), rig.live.figures.backlog_seconds()), (0.0, 0.0));
}

#[test]
fn a_stall_is_bridged_by_the_station_and_what_piled_up_is_not_kept() {
    let mut rig = Rig::new(Buffer::Program);
    rig.play(100, |_| BLOCK);
    // Nothing comes for three seconds, then all of it at once.
    let picture = rig.play(150, |_| 0);
    // What waited, the dip to silence, and then others.
    assert!((90..=105).contains(&picture.trim_end_matches('.').len()), "{picture}");
    let mut owed = 150 * BLOCK;
    let mut picture = String::new();
    for _ in 0..500 {
        owed += BLOCK;
        let before = rig.sent;
        rig.send(owed);
        owed -= (rig.sent - before) as usize;
        picture.push(if rig.hear() { 'L' } else { '.' });
    }
    let back = picture.find('L').unwrap();
    assert!((190..=280).contains(&back) && !picture[back..].contains('.'), "{picture}");
    // It has learned to wait for as long as the line stood still.
    assert!((3_000..=4_000).contains(&rig.waiting_ms()), "{} ms", rig.waiting_ms());
    assert_eq!(rig.live.figures.underruns(), 1);
}

#[test]
fn silence_gives_way_and_sound_comes_back_with_its_first_block() {
    let mut rig = Rig::new(Buffer::Studio);
    rig.play(100, |_| BLOCK);
    let mut picture = String::new();
    for _ in 0..1_000 {
        rig.send_silence(BLOCK);
        picture.push(if rig.hear() { 'L' } else { '.' });
    }
    assert!((748..=760).contains(&picture.find('.').unwrap()), "15 s of silence are 750 blocks");
    assert!(!rig.lines.on_air().unwrap().is_heard);
    let picture = rig.play(100, |_| BLOCK);
    let back = picture.find('L').unwrap();
    assert!(back < 10 && !picture[back..].contains('.'), "{picture}");
    assert!(rig.lines.on_air().unwrap().is_heard);
}

#[test]
fn far_too_much_is_cut_out_once_and_without_a_click() {
    let mut rig = Rig::new(Buffer::Studio);
    rig.play(100, |_| BLOCK);
    // More comes at once than a hiccup of the net would bring.
    rig.play(1, |_| 84_000);
    let picture = rig.play(600, |_| BLOCK);
    assert!(!picture.contains('.'));
    let cut = rig.live.figures.cut_seconds();
    assert!((1.6..1.9).contains(&cut), "{cut} s");
    assert!(rig.waiting_ms() < 150, "{} ms", rig.waiting_ms());
    // In the crossfade two tones of whatever phase add up.
    assert!(rig.steepest < 1.5 * STEEPEST, "a step of {}", rig.steepest);
}

#[test]
fn pieces_that_come_late_as_liquidsoaps_do_leave_no_gap() {
    // Milliseconds between its pages of 340 ms, the first of which holds 240, as they were seen.
    const SEEN: [usize; 12] = [360, 320, 360, 340, 340, 340, 350, 443, 240, 340, 340, 340];
    let mut rig = Rig::new(Buffer::Program);
    let mut due: Vec<usize> = vec![0];
    due.extend(SEEN.iter().scan(0, |at, gap| {
        Some({
            *at += gap;
            *at / 20
        })
    }));
    let picture = rig.play(200, |n| match due.iter().position(|block| *block == n) {
        Some(0) => 240 * 48,
        Some(_) => 340 * 48,
        None => 0,
    });
    let first = picture.find('L').unwrap();
    assert!(first <= 60 && !picture[first..].contains('.'), "{picture}");
    assert_eq!(rig.live.figures.concealed_seconds(), 0.0);
}

#[test]
fn what_comes_a_little_late_is_bridged_and_after_that_the_station_plays() {
    let mut rig = Rig::new(Buffer::Studio);
    rig.play(100, |_| BLOCK);
    let waiting = rig.waiting_ms() / 20;
    // A block more than what waits is missing, then all comes at once.
    let picture = rig.play(waiting + 2, |_| 0);
    let picture = [picture, rig.play(100, |n| if n == 0 { (waiting + 3) * BLOCK } else { BLOCK })].concat();
    assert!(!picture.contains('.'), "{picture}");
    assert!((0.02..=0.06).contains(&rig.live.figures.concealed_seconds()));
    assert_eq!(rig.live.figures.underruns(), 0);
    // The tone is met at another phase after the gap; the fade over a block keeps it from clicking.
    assert!(rig.steepest < 2.0 * STEEPEST, "a step of {}", rig.steepest);
    let picture = rig.play(100, |_| 0);
    assert!((50..65).contains(&picture.trim_end_matches('.').len()), "{picture}");
    assert_eq!(rig.live.figures.underruns(), 1);
}

#[test]
fn what_a_hiccup_left_behind_is_shed_within_seconds_and_not_heard() {
    let mut rig = Rig::new(Buffer::Studio);
    rig.play(100, |_| BLOCK);
    rig.play(1, |_| 10 * BLOCK);
    assert!(rig.waiting_ms() > 200, "{} ms", rig.waiting_ms());
    let picture = rig.play(1_000, |_| BLOCK);
    assert!(!picture.contains('.'));
    assert!(rig.waiting_ms() < 140, "{} ms", rig.waiting_ms());
    let shed = rig.live.figures.shed_seconds();
    assert!((0.08..0.2).contains(&shed), "{shed} s");
    assert!(rig.steepest < 1.1 * STEEPEST, "a step of {}", rig.steepest);
    assert_eq!(rig.live.figures.cut_seconds(), 0.0);
}
