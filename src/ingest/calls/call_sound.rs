//! Sound of calls: Opus packets into samples, and the return of a seat into packets.

use bytes::Bytes;
use opus::{Channels, Decoder};
use tokio::time::Instant;

use crate::audio::{BLOCK, BLOCK_US, Block, CHANNELS, Limiter, SAMPLE_RATE};
use crate::container::longwave_v1::sound_message;
use crate::encode::{Encoder as _, Error as EncodeError, Opus};
use crate::frame::Frame;
use crate::source::live::calls::CallSeat;

/// Bytes before the packet of a message: when it was sent.
const HEAD: usize = 8;
/// The longest packet of a caller, in bytes: 510 kbit/s in 20 ms.
const MOST_PACKET: usize = 1_275;
/// The longest sound of a packet, 120 ms (RFC 6716 section 2.1.4), in samples.
const MOST_SAMPLES: usize = 6 * BLOCK * CHANNELS;
/// Packets that are decoded within a second: 50 of 20 ms, and what piled up.
const MOST_A_SECOND: u32 = 150;
/// Bit rate of the return, in kbit/s.
const RETURN_KBIT_S: u32 = 64;
/// The highest level of the return.
const CEILING_DBTP: f64 = -1.0;

/// Decodes what a caller or the DJ sends.
pub(super) struct Voice {
    decoder: Decoder,
    sound: Box<[f32]>,
    /// Packets since the second began.
    count: u32,
    second: Instant,
}

impl Voice {
    pub(super) fn new() -> Option<Self> {
        let decoder = Decoder::new(SAMPLE_RATE, Channels::Stereo);
        let decoder = decoder.inspect_err(|error| tracing::error!(%error, "no decoder for a call")).ok()?;
        Some(Self {
            decoder,
            sound: vec![0.0; MOST_SAMPLES].into_boxed_slice(),
            count: 0,
            second: Instant::now(),
        })
    }

    /// Decodes a message into `seat`. Returns false if it is none that may be sent.
    pub(super) fn take(&mut self, message: &[u8], seat: &CallSeat) -> bool {
        let Some(packet) = message.get(HEAD..).filter(|packet| (1..=MOST_PACKET).contains(&packet.len()))
        else {
            return false;
        };
        if self.second.elapsed().as_secs() >= 1 {
            (self.second, self.count) = (Instant::now(), 0);
        }
        self.count += 1;
        if self.count > MOST_A_SECOND {
            // Faster than time passes: there would be no room for it.
            return true;
        }
        if let Ok(samples) = self.decoder.decode_float(packet, &mut self.sound[..], false) {
            seat.push(&self.sound[..samples * CHANNELS]);
        }
        true
    }
}

/// Encodes the return of a seat.
pub(super) struct ReturnSound {
    encoder: Opus,
    limiter: Limiter,
    block: Block,
    scratch: Vec<[f32; CHANNELS]>,
    seq: u64,
}

impl ReturnSound {
    pub(super) fn new() -> Result<Self, EncodeError> {
        Ok(Self {
            encoder: Opus::new(RETURN_KBIT_S)?,
            limiter: Limiter::new(CEILING_DBTP),
            block: Block::silent(),
            scratch: Vec::with_capacity(BLOCK),
            seq: 0,
        })
    }

    /// Returns the next message for the owner of `seat`, if there is sound for one.
    pub(super) fn next(&mut self, seat: &CallSeat) -> Option<Bytes> {
        if !seat.take_return(&mut self.scratch, &mut self.block) {
            return None;
        }
        self.limiter.process(&mut self.block);
        let payload = self.encoder.encode(self.block.samples()).into_iter().next()?;
        let frame = Frame { seq: self.seq, time_us: self.seq * BLOCK_US, payload };
        self.seq += 1;
        Some(sound_message(&[frame]).freeze())
    }
}
