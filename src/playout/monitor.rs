//! Hears what listeners hear: decodes the encoder's output and measures it.

use ebur128::{EbuR128, Mode};
use opus::{Channels, Decoder};

use super::figures::Figures;
use crate::audio::{BLOCK, BLOCK_US, CHANNELS, SAMPLE_RATE};

/// A block whose mean power is below this, −60 dBFS, is silent.
const SILENT_POWER: f32 = 1e-6;
/// A pause in the music is not dead air until it has lasted so many blocks, half a second.
const PAUSE_BLOCKS: u64 = 25;
/// Loudness is read once in so many blocks, a second.
const READ_EVERY: u64 = 50;

/// The meter at the end of the chain.
pub(super) struct Monitor {
    decoder: Option<Decoder>,
    loudness: Option<EbuR128>,
    heard: Box<[f32; BLOCK * CHANNELS]>,
    blocks: u64,
    silent_blocks: u64,
}

impl Monitor {
    pub(super) fn new() -> Self {
        Self {
            decoder: Decoder::new(SAMPLE_RATE, Channels::Stereo).ok(),
            loudness: EbuR128::new(CHANNELS as u32, SAMPLE_RATE, Mode::S).ok(),
            heard: Box::new([0.0; BLOCK * CHANNELS]),
            blocks: 0,
            silent_blocks: 0,
        }
    }

    /// Measures one Opus packet.
    pub(super) fn hear(&mut self, packet: &[u8], figures: &Figures) {
        let decoded =
            self.decoder.as_mut().map(|decoder| decoder.decode_float(packet, &mut self.heard[..], false));
        if !matches!(decoded, Some(Ok(BLOCK))) {
            self.heard.fill(0.0);
        }
        self.count_silence(figures);
        let Some(loudness) = &mut self.loudness else {
            return;
        };
        self.blocks += 1;
        let measured = loudness.add_frames_f32(&self.heard[..]).is_ok();
        if measured && self.blocks.is_multiple_of(READ_EVERY) {
            figures.loudness(loudness.loudness_shortterm().unwrap_or(f64::NEG_INFINITY));
        }
    }

    fn count_silence(&mut self, figures: &Figures) {
        let power: f32 =
            self.heard.iter().map(|sample| sample * sample).sum::<f32>() / self.heard.len() as f32;
        if power >= SILENT_POWER {
            self.silent_blocks = 0;
            return;
        }
        self.silent_blocks += 1;
        let seconds = |blocks: u64| (blocks * BLOCK_US) as f64 / 1e6;
        match self.silent_blocks {
            PAUSE_BLOCKS => figures.dead_air(seconds(PAUSE_BLOCKS)),
            silent if silent > PAUSE_BLOCKS => figures.dead_air(seconds(1)),
            _ => {}
        }
    }
}
