//! An hour with a sender whose clock is off, at the pace it is steered by.

use super::super::pace::{Pace, Sight};
use super::*;

/// What became of an hour.
#[derive(Debug)]
struct Hour {
    /// The delay of a sample through the buffer that 95 of 100 stay below, in milliseconds, and the most.
    p95: f64,
    most: f64,
    dry: u32,
    cut: bool,
}

/// A sender `ppm` faster than the station, whose packets of 20 ms come up to `jitter_ms` late, for an hour.
fn hour(buffer: Buffer, ppm: f64, jitter_ms: f64) -> Hour {
    let mut pace = Pace::new(buffer);
    let mut random = fastrand::Rng::with_seed(7);
    let (mut sent, mut taken, mut fraction) = (0.0, -(pace.target() as f64), 0.0);
    let (mut delays, mut dry, mut cut) = (Vec::new(), 0, false);
    let mut late_until = 0.0_f64;
    pace.start();
    for block in 0..180_000_u32 {
        let now = f64::from(block) * 20.0;
        // TCP keeps packets in order: after a late one the others come with it.
        if random.f64() < 0.02 {
            late_until = now + random.f64() * jitter_ms;
        }
        if now >= late_until {
            sent = (now * 48.0 * (1.0 + ppm * 1e-6) / 960.0).floor() * 960.0;
        }
        let fill: f64 = sent - taken;
        cut |= pace.see(Sight { fill: fill.max(0.0) as usize, held_back: false }).is_some();
        let place = fraction + pace.ratio() * 960.0;
        if fill < place {
            dry += 1;
            pace.ran_dry();
            taken -= pace.target() as f64 - fill;
            continue;
        }
        taken += place.floor();
        fraction = place.fract();
        // From when its packet was due until it is heard.
        delays.push(fill / 48.0);
    }
    delays.sort_by(f64::total_cmp);
    let at = |part: f64| delays[((delays.len() - 1) as f64 * part) as usize];
    Hour { p95: at(0.95), most: at(1.0), dry, cut }
}

#[test]
fn an_hour_with_a_clock_that_is_off_stays_within_bounds() {
    for ppm in [-200.0, 0.0, 200.0, 450.0] {
        for (buffer, p95) in [(Buffer::Studio, 110.0), (Buffer::Program, 200.0)] {
            let heard = hour(buffer, ppm, 0.0);
            assert!(heard.dry == 0 && !heard.cut, "{buffer:?} {ppm} ppm: {heard:?}");
            assert!(heard.p95 <= p95 && heard.most <= 230.0, "{buffer:?} {ppm} ppm: {heard:?}");
        }
    }
}

#[test]
fn late_packets_make_the_buffer_longer_only_as_much_as_they_need() {
    let steady = hour(Buffer::Program, 200.0, 60.0);
    assert!(steady.dry == 0 && steady.p95 <= 250.0 && !steady.cut, "{steady:?}");
    let rough = hour(Buffer::Studio, -200.0, 150.0);
    assert!(rough.dry <= 10 && rough.p95 <= 400.0 && !rough.cut, "{rough:?}");
}

#[test]
fn ten_minutes_of_a_drifting_tone_are_one_tone() {
    let mut rig = Rig::new(Buffer::Studio);
    let mut due = 0.0;
    let picture = rig.play(30_000, |_| {
        let before = (due / 960.0_f64).floor();
        due += 960.0 * 1.000_2;
        ((due / 960.0).floor() - before) as usize * 960
    });
    assert!(!picture[10..].contains('.'), "no gap");
    assert!(rig.steepest < STEEPEST, "a step of {}", rig.steepest);
    assert!(rig.waiting_ms() < 110, "{} ms", rig.waiting_ms());
    assert_eq!(rig.live.figures.backlog_seconds() + rig.live.figures.cut_seconds(), 0.0);
}
