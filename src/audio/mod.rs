//! The words of sound: blocks of samples and what is done to them.
//!
//! In: samples. Out: samples, and figures about them.
//! Never: opens a file, waits, allocates once set up, or fails.

mod block;
mod conceal;
mod downmix;
mod drift;
mod fade;
pub mod gain;
mod level;
mod likeness;
mod limiter;
mod resample;

pub use block::{BLOCK, BLOCK_US, Block, CHANNELS, SAMPLE_RATE};
pub use conceal::{Conceal, MOST_CONCEALED};
pub use downmix::{Downmix, Speaker};
pub use drift::{Drift, MOST_FRAMES};
pub use fade::Fade;
pub use level::{from_16_bits, highest, in_16_bits, power};
pub use likeness::{COMPARED, most_alike};
pub use limiter::Limiter;
pub use resample::{RATES, Resampler};
