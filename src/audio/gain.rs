//! Decibels.

/// The factor for a gain of `db` decibels.
pub fn from_db(db: f64) -> f32 {
    10f64.powf(db / 20.0) as f32
}

/// The level of an amplitude in decibels of full scale; −∞ for silence.
pub fn to_db(amplitude: f32) -> f64 {
    20.0 * f64::from(amplitude).log10()
}
