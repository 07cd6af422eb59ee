//! Hears what listeners hear: decodes the encoder's output and measures it.

use ebur128::{EbuR128, Mode};
use opus::{Channels, Decoder};

use super::figures::PlayoutFigures;
use super::gated::Gated;
use crate::audio::{BLOCK, BLOCK_US, CHANNELS, SAMPLE_RATE};

/// A block whose mean power is below this, −60 dBFS, is silent.
const SILENT_POWER: f32 = 1e-6;
/// A pause in the music is not dead air until it has lasted so many blocks, half a second.
const PAUSE_BLOCKS: u64 = 25;
/// Loudness is read once in so many blocks, 100 ms, as the gate of EBU R 128 wants it;
const MOMENTARY_EVERY: u64 = 5;
/// Blocks between two readings of the loudness over 3 s, 200 ms.
const SHORT_TERM_EVERY: u64 = 10;

/// The meter at the end of the chain.
pub(super) struct Monitor {
    decoder: Option<Decoder>,
    loudness: Option<EbuR128>,
    gated: Gated,
    heard: Box<[f32; BLOCK * CHANNELS]>,
    blocks: u64,
    silent_blocks: u64,
}

impl Monitor {
    pub(super) fn new() -> Self {
        Self {
            decoder: Decoder::new(SAMPLE_RATE, Channels::Stereo).ok(),
            loudness: EbuR128::new(CHANNELS as u32, SAMPLE_RATE, Mode::S).ok(),
            gated: Gated::new(),
            heard: Box::new([0.0; BLOCK * CHANNELS]),
            blocks: 0,
            silent_blocks: 0,
        }
    }

    /// Something else plays from the next packet on: its loudness is counted anew.
    pub(super) fn begin(&mut self) {
        self.gated.begin();
    }

    /// Measures one Opus packet.
    pub(super) fn hear(&mut self, packet: &[u8], figures: &PlayoutFigures) {
        let decoded =
            self.decoder.as_mut().map(|decoder| decoder.decode_float(packet, &mut self.heard[..], false));
        if !matches!(decoded, Some(Ok(BLOCK))) {
            self.heard.fill(0.0);
        }
        self.count_silence(figures);
        let peaks = self.heard.chunks_exact(CHANNELS).fold([0.0_f32; CHANNELS], |peaks, frame| {
            [peaks[0].max(frame[0].abs()), peaks[1].max(frame[1].abs())]
        });
        figures.peaks(peaks);
        let Some(loudness) = &mut self.loudness else {
            return;
        };
        self.blocks += 1;
        if loudness.add_frames_f32(&self.heard[..]).is_err() {
            return;
        }
        if self.blocks.is_multiple_of(MOMENTARY_EVERY) {
            let momentary = loudness.loudness_momentary().unwrap_or(f64::NEG_INFINITY);
            self.gated.add(momentary);
            figures.momentary(momentary);
        }
        if self.blocks.is_multiple_of(SHORT_TERM_EVERY) {
            figures.short_term(loudness.loudness_shortterm().unwrap_or(f64::NEG_INFINITY));
            figures.integrated(self.gated.integrated());
        }
    }

    fn count_silence(&mut self, figures: &PlayoutFigures) {
        let power: f32 =
            self.heard.iter().map(|sample| sample * sample).sum::<f32>() / self.heard.len() as f32;
        if power >= SILENT_POWER {
            self.silent_blocks = 0;
            figures.dead_air_now_is(0);
            return;
        }
        self.silent_blocks += 1;
        let seconds = |blocks: u64| (blocks * BLOCK_US) as f64 / 1e6;
        match self.silent_blocks {
            PAUSE_BLOCKS => figures.dead_air(seconds(PAUSE_BLOCKS)),
            silent if silent > PAUSE_BLOCKS => figures.dead_air(seconds(1)),
            _ => {}
        }
        if self.silent_blocks >= PAUSE_BLOCKS {
            figures.dead_air_now_is(self.silent_blocks);
        }
    }
}
