//! Hears what listeners hear: decodes the encoder's output and measures it. While nobody wants that, it measures what
//! the encoder would get.

use opus::{Channels, Decoder};

use super::figures::PlayoutFigures;
use super::integrated_loudness::Gated;
use super::loudness::LoudnessMeter;
use crate::audio::{BLOCK, BLOCK_US, Block, CHANNELS, SAMPLE_RATE, highest, power};

/// A block whose mean power is below this, −60 dBFS, is silent.
const SILENT_POWER: f32 = 1e-6;
/// A pause in the music is not dead air until it has lasted so many blocks, half a second.
const PAUSE_BLOCKS: u64 = 25;
/// Readings of the loudness, one in 100 ms, from one of the whole piece to the next.
const INTEGRATED_EVERY: u64 = 2;

/// The meter at the end of the chain.
pub(super) struct Monitor {
    decoder: Option<Decoder>,
    loudness: Option<LoudnessMeter>,
    gated: Gated,
    heard: Box<[f32; BLOCK * CHANNELS]>,
    readings: u64,
    silent_blocks: u64,
}

impl Monitor {
    pub(super) fn new() -> Self {
        Self {
            decoder: Decoder::new(SAMPLE_RATE, Channels::Stereo).ok(),
            loudness: LoudnessMeter::new(),
            gated: Gated::new(),
            heard: Box::new([0.0; BLOCK * CHANNELS]),
            readings: 0,
            silent_blocks: 0,
        }
    }

    /// Something else plays from the next packet on: its loudness is counted anew.
    pub(super) fn begin(&mut self) {
        self.gated.begin();
    }

    /// Measures a block that is not encoded.
    pub(super) fn hear_block(&mut self, block: &Block, figures: &PlayoutFigures) {
        self.heard.copy_from_slice(block.samples());
        self.measure(figures);
    }

    /// Measures one Opus packet.
    pub(super) fn hear_packet(&mut self, packet: &[u8], figures: &PlayoutFigures) {
        let decoded =
            self.decoder.as_mut().map(|decoder| decoder.decode_float(packet, &mut self.heard[..], false));
        if !matches!(decoded, Some(Ok(BLOCK))) {
            self.heard.fill(0.0);
        }
        self.measure(figures);
    }

    fn measure(&mut self, figures: &PlayoutFigures) {
        self.count_silence(figures);
        figures.peaks(highest(&self.heard[..]));
        let reading = self.loudness.as_mut().and_then(|loudness| loudness.hear(&self.heard[..]));
        let Some(reading) = reading else { return };
        self.gated.add(reading.momentary);
        figures.momentary(reading.momentary);
        self.readings += 1;
        if self.readings.is_multiple_of(INTEGRATED_EVERY) {
            figures.short_term(reading.short_term);
            figures.integrated(self.gated.integrated());
        }
    }

    fn count_silence(&mut self, figures: &PlayoutFigures) {
        if power(&self.heard[..]) >= SILENT_POWER {
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
