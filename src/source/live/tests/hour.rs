//! An hour with a sender whose clock is off, at the pace it is steered by.

use super::super::pace::{BufferControl, Fill, Filling, Shed, Sight};
use super::*;

/// Results of a simulated hour.
#[derive(Debug)]
struct Hour {
    /// Delay from sending a sample to playing it, in milliseconds: the 95th percentile, and the maximum.
    p95: f64,
    most: f64,
    /// The delay at the end of the hour, in milliseconds.
    last: f64,
    dry: u32,
    cut: bool,
    shed: u32,
}

/// A sender `ppm` faster than the station, whose packets of 20 ms come up to `jitter_ms` late, for an hour.
fn hour(buffer: Buffer, ppm: f64, jitter_ms: f64) -> Hour {
    let (mut pace, mut filling) = (BufferControl::new(buffer), Some(Filling::new()));
    let mut random = fastrand::Rng::with_seed(7);
    let (mut written, mut taken, mut fraction) = (0_u64, 0_u64, 0.0);
    let (mut delays, mut dry, mut cut, mut shed) = (Vec::new(), 0, false, 0);
    let mut late_until = 0.0_f64;
    for block in 0..180_000_u32 {
        let now = f64::from(block) * 20.0;
        // TCP keeps packets in order: after a late one the others come with it.
        if random.f64() < 0.02 {
            late_until = now + random.f64() * jitter_ms;
        }
        if now >= late_until {
            written = (now * 48.0 * (1.0 + ppm * 1e-6) / 960.0) as u64 * 960;
        }
        let sight = Sight { fill: (written - taken) as usize, held_back: false };
        if let Some(line) = &mut filling {
            let Fill::Start(skipped) = line.see(sight, pace.start(), (written, false)) else {
                continue;
            };
            taken += skipped as u64;
            pace.begin(line.piece());
            filling = None;
        } else {
            match pace.see(sight) {
                Some(Shed::Cut(_)) => cut = true,
                Some(Shed::Period) => {
                    taken += 1_440;
                    pace.shed(1_440);
                    shed += 1;
                }
                None => {}
            }
        }
        let wanted = fraction + pace.ratio() * 960.0;
        if ((written - taken) as f64) < wanted {
            dry += 1;
            pace.ran_dry();
            filling = Some(Filling::again(written));
            continue;
        }
        // From when the packet of this sound was due until it is heard.
        delays.push(now - taken as f64 / 48.0 / (1.0 + ppm * 1e-6));
        taken += wanted as u64;
        fraction = wanted.fract();
    }
    let last = delays.last().copied().unwrap_or_default();
    delays.sort_by(f64::total_cmp);
    let at = |part: f64| delays[((delays.len() - 1) as f64 * part) as usize];
    Hour { p95: at(0.95), most: at(1.0), last, dry, cut, shed }
}

#[test]
fn an_hour_with_a_clock_that_is_off_stays_within_bounds() {
    for ppm in [-200.0, 0.0, 200.0, 450.0] {
        for (buffer, p95, most) in [(Buffer::Studio, 110.0, 230.0), (Buffer::Program, 1_050.0, 1_050.0)] {
            let heard = hour(buffer, ppm, 0.0);
            assert!(heard.dry == 0 && !heard.cut && heard.shed == 0, "{buffer:?} {ppm} ppm: {heard:?}");
            assert!(heard.p95 <= p95 && heard.most <= most, "{buffer:?} {ppm} ppm: {heard:?}");
        }
    }
    // What a program began with becomes less where it is not needed.
    let steady = hour(Buffer::Program, 0.0, 0.0);
    assert!(steady.last <= 300.0, "{steady:?}");
}

#[test]
fn late_packets_make_the_buffer_longer_only_as_much_as_they_need() {
    let steady = hour(Buffer::Program, 200.0, 60.0);
    assert!(steady.dry == 0 && steady.last <= 500.0 && !steady.cut, "{steady:?}");
    let rough = hour(Buffer::Studio, -200.0, 150.0);
    assert!(rough.dry <= 15 && rough.most <= 550.0 && !rough.cut, "{rough:?}");
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
