//! The loudness of a whole piece: EBU R 128's integrated loudness, counted as it goes.

/// Absolute gate, in LUFS: softer sound does not count (ITU-R BS.1770).
const SILENT: f64 = -70.0;
/// nor does what is softer by so much, in LU, than the rest (the relative gate).
const BELOW: f64 = -10.0;
/// Loudness is counted in steps of so much, in LU,
const STEP: f64 = 0.1;
/// from the absolute gate to 10 LUFS.
const STEPS: usize = 800;

/// Counts how often it was how loud.
pub(super) struct Gated {
    counts: Box<[u32; STEPS]>,
    /// The power of each step.
    powers: Box<[f64; STEPS]>,
}

impl Gated {
    pub(super) fn new() -> Self {
        let mut powers = Box::new([0.0; STEPS]);
        for (step, power) in powers.iter_mut().enumerate() {
            *power = 10_f64.powf((loudness_of(step) + 0.691) / 10.0);
        }
        Self { counts: Box::new([0; STEPS]), powers }
    }

    /// Counts anew.
    pub(super) fn begin(&mut self) {
        self.counts.fill(0);
    }

    /// Counts a block of 400 ms that was so loud.
    pub(super) fn add(&mut self, momentary_lufs: f64) {
        let step = (momentary_lufs - SILENT) / STEP;
        if step >= 0.0
            && let Some(count) = self.counts.get_mut(step as usize)
        {
            *count = count.saturating_add(1);
        }
    }

    /// Returns the loudness of the whole piece.
    pub(super) fn integrated(&self) -> f64 {
        let all = self.mean(0);
        if !all.is_finite() {
            return all;
        }
        let gate = (all + BELOW - SILENT) / STEP;
        self.mean(gate.max(0.0) as usize)
    }

    /// Returns the loudness without the steps below `from`.
    fn mean(&self, from: usize) -> f64 {
        let counted = self.counts.iter().zip(&*self.powers).skip(from);
        let (count, power) = counted.fold((0.0, 0.0), |(all, sum), (count, power)| {
            let count = f64::from(*count);
            (all + count, sum + count * power)
        });
        if count == 0.0 { f64::NEG_INFINITY } else { 10.0 * (power / count).log10() - 0.691 }
    }
}

/// The middle of a step, in LUFS.
fn loudness_of(step: usize) -> f64 {
    SILENT + (step as f64 + 0.5) * STEP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(blocks: &[(f64, u32)], expected: f64) {
        let mut gated = Gated::new();
        for (lufs, times) in blocks {
            (0..*times).for_each(|_| gated.add(*lufs));
        }
        let integrated = gated.integrated();
        assert!((integrated - expected).abs() < 0.11, "{integrated} LUFS, not {expected}");
    }

    #[test]
    fn loud_parts_count_and_pauses_do_not() {
        check(&[(-16.0, 100)], -16.0);
        check(&[(-16.0, 100), (f64::NEG_INFINITY, 500), (-80.0, 500)], -16.0);
        // More than 10 LU softer than the mean of all.
        check(&[(-16.0, 100), (-40.0, 100)], -16.0);
        // Powers are added, not decibels: half of it with ten times the power.
        check(&[(-20.0, 100), (-10.0, 100)], -10.0 + 10.0 * 0.55_f64.log10());
        let nothing = Gated::new().integrated();
        assert!(nothing.is_infinite() && nothing < 0.0);
    }

    #[test]
    fn a_new_piece_is_counted_anew() {
        let mut gated = Gated::new();
        gated.add(-10.0);
        gated.begin();
        gated.add(-30.0);
        assert!((gated.integrated() + 30.0).abs() < 0.11);
    }
}
