//! Callers with a tone each, and what everybody hears of them.

use std::f64::consts::TAU;

use super::*;
use crate::audio::{BLOCK, Block, CHANNELS};
use crate::source::live::ring::Frame;

/// The tone of the programme, and those of the callers, in whole periods of a second.
const PROGRAMME: f64 = 300.0;
const TONES: [f64; 3] = [500.0, 700.0, 1_100.0];
/// Level of a tone.
const LEVEL: f64 = 0.2;
/// Blocks of a second.
const SECOND: usize = 50;

/// A station with callers, and what is heard on air and by each.
struct Room {
    mixer: CallMixer,
    seats: CallSeats,
    settings: LiveSettings,
    blocks: u64,
    is_live: bool,
    air: Vec<f32>,
}

struct Caller {
    seat: Option<CallSeat>,
    tone: f64,
    heard: Vec<f32>,
}

fn sample(tone: f64, n: u64) -> f32 {
    ((TAU * tone * n as f64 / 48_000.0).sin() * LEVEL) as f32
}

impl Room {
    fn new() -> Self {
        let settings = LiveSettings::default();
        let (mixer, seats) = open(settings.clone());
        Self { mixer, seats, settings, blocks: 0, is_live: true, air: Vec::new() }
    }

    fn caller(&self, tone: f64, role: SeatRole) -> Caller {
        Caller { seat: self.seats.take(role), tone, heard: Vec::new() }
    }

    /// Plays `blocks`, in which those of `callers` who have a seat send their tone.
    fn play(&mut self, callers: &mut [Caller], blocks: usize) {
        for _ in 0..blocks {
            let from = self.blocks * BLOCK as u64;
            let tone = |tone: f64| -> Vec<f32> {
                (from..from + BLOCK as u64).flat_map(|n| [sample(tone, n); CHANNELS]).collect()
            };
            for caller in callers.iter() {
                caller.seat.iter().for_each(|seat| seat.push(&tone(caller.tone)));
            }
            let mut block = Block::silent();
            block.samples_mut().copy_from_slice(&tone(PROGRAMME));
            self.mixer.mix(&mut block, self.is_live);
            self.air.extend(block.samples().iter().step_by(CHANNELS));
            let (mut scratch, mut back): (Vec<Frame>, _) = (Vec::new(), Block::silent());
            for caller in callers.iter_mut() {
                while caller.seat.as_ref().is_some_and(|seat| seat.take_return(&mut scratch, &mut back)) {
                    caller.heard.extend(back.samples().iter().step_by(CHANNELS));
                }
            }
            self.blocks += 1;
        }
    }
}

/// The level of `tone` in the last second of `sound`, in decibels below the level it is sent with.
fn db(sound: &[f32], tone: f64) -> f64 {
    let last = &sound[sound.len() - SECOND * BLOCK..];
    let turn = |n: usize| TAU * tone * n as f64 / 48_000.0;
    let parts =
        last.iter().enumerate().map(|(n, s)| (f64::from(*s) * turn(n).cos(), f64::from(*s) * turn(n).sin()));
    let (re, im) = parts.fold((0.0, 0.0), |(re, im), (c, s)| (re + c, im + s));
    20.0 * (2.0 * (re * re + im * im).sqrt() / last.len() as f64 / LEVEL).max(1e-9).log10()
}

/// The largest step from sample to sample.
fn steepest(sound: &[f32]) -> f32 {
    sound.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max)
}

/// The largest step of these tones together, and a little for a ramp.
fn steep(tones: &[f64]) -> f32 {
    tones.iter().map(|tone| (TAU * tone / 48_000.0 * LEVEL) as f32 * 1.02 + 0.0005).sum()
}

#[test]
fn a_caller_hears_the_programme_and_the_others_but_not_themselves() {
    let mut room = Room::new();
    let mut callers = TONES.map(|tone| room.caller(tone, SeatRole::OnAir));
    room.play(&mut callers, 3 * SECOND);
    for (own, Caller { heard, .. }) in callers.iter().enumerate() {
        assert!(db(heard, PROGRAMME) > -1.0, "the programme");
        for (other, tone) in TONES.into_iter().enumerate() {
            let level = db(heard, tone);
            assert!(
                if own == other { level <= -60.0 } else { level > -1.0 },
                "{tone} Hz by {own}: {level} dB"
            );
        }
    }
    assert!([PROGRAMME].iter().chain(&TONES).all(|tone| db(&room.air, *tone) > -1.0), "all on air");
    assert!(room.settings.has_callers(), "the DJ may be silent meanwhile");
    let most = steep(&[PROGRAMME, TONES[0], TONES[1], TONES[2]]);
    assert!(steepest(&room.air) < most, "a step of {} on air, {most} at most", steepest(&room.air));
}

#[test]
fn who_is_screened_talks_with_the_dj_and_is_not_on_air() {
    let mut room = Room::new();
    let mut all = [
        room.caller(TONES[0], SeatRole::Screened),
        room.caller(TONES[1], SeatRole::Held),
        room.caller(TONES[2], SeatRole::Desk),
    ];
    room.play(&mut all, 2 * SECOND);
    assert!(TONES.iter().all(|tone| db(&room.air, *tone) <= -60.0), "nothing of it on air");
    assert!(!room.settings.has_callers());
    let [screened, held, desk] = &all;
    assert!(db(&screened.heard, TONES[2]) > -1.0 && db(&screened.heard, PROGRAMME) > -1.0);
    assert!(db(&held.heard, TONES[2]) <= -60.0 && db(&held.heard, PROGRAMME) > -1.0);
    assert!(db(&desk.heard, TONES[0]) > -1.0, "the DJ hears who is screened");
    assert!(db(&desk.heard, TONES[1]) <= -60.0 && db(&desk.heard, PROGRAMME) <= -60.0);
    assert!(screened.seat.as_ref().unwrap().take_peak() > 0.19);
}

#[test]
fn gains_move_without_a_click() {
    let mut room = Room::new();
    let mut all = [room.caller(TONES[0], SeatRole::Held), room.caller(TONES[1], SeatRole::Desk)];
    for role in [SeatRole::Screened, SeatRole::OnAir, SeatRole::Held, SeatRole::OnAir] {
        all[0].seat.as_ref().unwrap().set_role(role);
        room.play(&mut all, 10);
    }
    assert!(all[1].heard.iter().skip(10 * BLOCK).any(|s| s.abs() > 0.19), "the DJ hears the caller");
    room.is_live = false;
    room.play(&mut all, 2 * SECOND);
    assert!(db(&room.air, TONES[0]) <= -60.0, "nobody is on air without a DJ");
    room.is_live = true;
    room.play(&mut all, 2 * SECOND);
    assert!(db(&room.air, TONES[0]) > -1.0);
    all[0].seat.take().unwrap().leave();
    room.play(&mut all, 2 * SECOND);
    assert!(db(&room.air, TONES[0]) <= -60.0 && !room.settings.has_callers());
    assert!(steepest(&room.air) < steep(&[PROGRAMME, TONES[0]]), "a step of {}", steepest(&room.air));
    assert!(steepest(&all[1].heard) < steep(&[TONES[0]]), "a step of {}", steepest(&all[1].heard));
    assert_eq!(room.mixer.players.len(), 1, "the seat is free");
}

#[test]
fn a_caller_whose_sound_stops_is_faded_and_comes_back() {
    let mut room = Room::new();
    let mut all = [room.caller(TONES[0], SeatRole::OnAir), room.caller(TONES[1], SeatRole::OnAir)];
    room.play(&mut all, SECOND);
    // The cable is cut: the seat stays, and nothing comes for 5 s.
    room.play(&mut all[1..], 5 * SECOND);
    assert!(db(&room.air, TONES[0]) <= -60.0);
    assert!(db(&room.air, TONES[1]) > -1.0, "the other is heard all the time");
    room.play(&mut all, 2 * SECOND);
    assert!(db(&room.air, TONES[0]) > -1.0, "within a second: {} dB", db(&room.air, TONES[0]));
    let most = steep(&[PROGRAMME, TONES[0], TONES[1]]);
    assert!(steepest(&room.air) < most, "a step of {}, {most} at most", steepest(&room.air));
}

#[test]
fn the_sound_of_a_caller_waits_no_longer_after_a_gap() {
    let mut room = Room::new();
    let mut all = [room.caller(TONES[0], SeatRole::OnAir)];
    room.play(&mut all, SECOND);
    // Nothing for 0.4 s, and then all of it at once.
    room.play(&mut [], 20);
    for _ in 0..20 {
        all[0].seat.as_ref().unwrap().push(&[0.0; BLOCK * CHANNELS]);
    }
    room.play(&mut all, SECOND);
    let waiting = room.mixer.players[0].waiting();
    assert!(waiting <= 8 * BLOCK, "{} ms", waiting / 48);
}
