//! FLAC (RFC 9639), lossless 16 bit: fixed predictors, stereo decorrelation, partitioned Rice codes.

mod bits;

use bytes::Bytes;

use super::{Encoder, Packets};
use crate::audio::{BLOCK, CHANNELS, SAMPLE_RATE, in_16_bits};
use crate::frame::{Codec, Rendition};
use bits::{Bits, crc8, crc16};

/// The highest order of a fixed predictor (RFC 9639 section 9.2.5).
const MOST_ORDER: usize = 4;
/// The most times a subframe's residual is halved into partitions: 15 samples remain in each.
const MOST_PARTITIONS: u32 = 6;
/// The largest Rice parameter of the four-bit coding method; 15 is the escape code.
const MOST_RICE: u32 = 14;
/// Frame numbers have 31 bits (RFC 9639 section 9.1.5).
const FRAME_NUMBERS: u64 = 1 << 31;

/// A FLAC encoder, frames of 20 ms.
pub struct Flac {
    rendition: Rendition,
    /// The next frame's number.
    number: u64,
}

/// One channel, predicted: how its samples are written with the fewest bits.
struct Subframe {
    samples: Vec<i32>,
    /// Bits per sample: 16, or 17 for a difference of two channels.
    depth: u32,
    coding: Coding,
    /// About how many bits it takes.
    cost: u64,
}

enum Coding {
    Constant,
    Verbatim,
    Fixed { order: usize, residual: Vec<i32>, rice: Rice },
}

/// The Rice parameter of each partition.
struct Rice {
    partition_order: u32,
    parameters: Vec<u32>,
    cost: u64,
}

impl Flac {
    /// Returns an encoder for the rendition `flac`.
    pub fn new() -> Self {
        // Music takes about two thirds of what plain samples take.
        let bitrate = SAMPLE_RATE * CHANNELS as u32 * 16 / 3 * 2;
        Self { rendition: Rendition::new("flac", Codec::Flac, bitrate), number: 0 }
    }
}

impl Default for Flac {
    fn default() -> Self {
        Self::new()
    }
}

impl Encoder for Flac {
    fn rendition(&self) -> &Rendition {
        &self.rendition
    }

    fn encode(&mut self, samples: &[f32]) -> Packets {
        let number = self.number % FRAME_NUMBERS;
        self.number += 1;
        frame(samples, number).into()
    }

    fn numbered(&self) -> u64 {
        self.number
    }

    fn number_after(&mut self, frames: u64) {
        self.number = frames;
    }
}

/// Encodes a block as the frame `number`, with the channel assignment that takes the fewest bits.
fn frame(samples: &[f32], number: u64) -> Bytes {
    let [left, right] = channels(samples);
    let mid = left.iter().zip(&right).map(|(l, r)| (l + r) >> 1).collect();
    let side = left.iter().zip(&right).map(|(l, r)| l - r).collect();
    let [left, right, mid] = [left, right, mid].map(|samples| Subframe::best(samples, 16));
    let side = Subframe::best(side, 17);
    // Channel assignments of RFC 9639 section 9.1.3.
    let ways = [(1, &left, &right), (8, &left, &side), (9, &side, &right), (10, &mid, &side)];
    let [first, others @ ..] = ways;
    let cost = |way: &(u64, &Subframe, &Subframe)| way.1.cost + way.2.cost;
    let (assignment, one, other) =
        others.into_iter().fold(first, |best, way| if cost(&way) < cost(&best) { way } else { best });

    let mut bits = Bits::with_capacity(BLOCK * 4 + 32);
    frame_header(&mut bits, assignment, number);
    one.write(&mut bits);
    other.write(&mut bits);
    bits.align();
    let crc = crc16(bits.bytes());
    bits.put(u64::from(crc), 16);
    bits.finish()
}

/// The 16-bit samples of both channels: the same numbers as `pcm-s16` sends.
fn channels(samples: &[f32]) -> [Vec<i32>; 2] {
    let whole = |sample: &f32| i32::from(in_16_bits(*sample));
    [0, 1].map(|channel| samples.iter().skip(channel).step_by(CHANNELS).map(whole).collect())
}

/// The header of RFC 9639 section 9.1: fixed block size, 48 kHz, 16 bit.
fn frame_header(bits: &mut Bits, assignment: u64, number: u64) {
    bits.put(0xFFF8, 16);
    bits.put(0b0111_1010, 8);
    bits.put(assignment << 4 | 0b100 << 1, 8);
    bits.put_coded_number(number);
    bits.put(BLOCK as u64 - 1, 16);
    let crc = crc8(bits.bytes());
    bits.put(u64::from(crc), 8);
}

impl Subframe {
    fn best(samples: Vec<i32>, depth: u32) -> Self {
        if samples.iter().all(|sample| *sample == samples[0]) {
            return Self { samples, depth, coding: Coding::Constant, cost: u64::from(depth) };
        }
        let (order, residual) = fixed(&samples);
        let rice = Rice::best(&residual, order);
        let verbatim = samples.len() as u64 * u64::from(depth);
        let cost = order as u64 * u64::from(depth) + rice.cost;
        if cost >= verbatim {
            return Self { samples, depth, coding: Coding::Verbatim, cost: verbatim };
        }
        Self { samples, depth, coding: Coding::Fixed { order, residual, rice }, cost }
    }

    /// Writes the subframe of RFC 9639 section 9.2.
    fn write(&self, bits: &mut Bits) {
        let sample = |bits: &mut Bits, sample: i32| bits.put_signed(sample, self.depth);
        match &self.coding {
            Coding::Constant => {
                bits.put(0, 8);
                sample(bits, self.samples[0]);
            }
            Coding::Verbatim => {
                bits.put(0b0000_0010, 8);
                self.samples.iter().for_each(|one| sample(bits, *one));
            }
            Coding::Fixed { order, residual, rice } => {
                bits.put((0b00_1000 | *order as u64) << 1, 8);
                self.samples[..*order].iter().for_each(|one| sample(bits, *one));
                rice.write(bits, residual, *order);
            }
        }
    }
}

/// The order whose fixed predictor leaves least, and what it leaves.
fn fixed(samples: &[i32]) -> (usize, Vec<i32>) {
    let size = |residual: &[i32]| residual.iter().map(|one| u64::from(one.unsigned_abs())).sum::<u64>();
    let mut residual = samples.to_vec();
    let mut best = (0, residual.clone(), size(&residual));
    for order in 1..=MOST_ORDER {
        // Each order is the difference of the one before (RFC 9639 section 9.2.5).
        residual = residual.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let left = size(&residual);
        if left < best.2 {
            best = (order, residual.clone(), left);
        }
    }
    (best.0, best.1)
}

/// A signed residual as Rice codes have it: 0, −1, 1, −2, 2 …
fn folded(residual: i32) -> u64 {
    u64::from(((residual << 1) ^ (residual >> 31)).cast_unsigned())
}

impl Rice {
    fn best(residual: &[i32], order: usize) -> Self {
        let mut best: Option<Self> = None;
        for partition_order in 0..=MOST_PARTITIONS {
            let mut cost = 0;
            let parameters = partitions(residual, order, partition_order)
                .map(|partition| {
                    let (parameter, bits) = parameter(partition);
                    cost += bits + 4;
                    parameter
                })
                .collect();
            if best.as_ref().is_none_or(|best| cost < best.cost) {
                best = Some(Self { partition_order, parameters, cost });
            }
        }
        best.unwrap_or(Self { partition_order: 0, parameters: vec![0], cost: u64::MAX })
    }

    /// Writes the coded residual of RFC 9639 section 9.2.7.
    fn write(&self, bits: &mut Bits, residual: &[i32], order: usize) {
        bits.put(0, 2);
        bits.put(u64::from(self.partition_order), 4);
        let partitions = partitions(residual, order, self.partition_order);
        for (parameter, partition) in self.parameters.iter().zip(partitions) {
            bits.put(u64::from(*parameter), 4);
            for one in partition {
                let value = folded(*one);
                bits.put_unary(value >> parameter);
                bits.put(value & ((1 << parameter) - 1), *parameter);
            }
        }
    }
}

/// `residual` in `1 << partition_order` pieces; the first is shorter by the samples that are not predicted.
fn partitions(residual: &[i32], order: usize, partition_order: u32) -> impl Iterator<Item = &[i32]> {
    let (first, rest) = residual.split_at((BLOCK >> partition_order) - order);
    std::iter::once(first).chain(rest.chunks(BLOCK >> partition_order))
}

/// The best Rice parameter of a partition, and the bits it takes.
fn parameter(partition: &[i32]) -> (u32, u64) {
    let sum: u64 = partition.iter().map(|one| folded(*one)).sum();
    let count = partition.len().max(1) as u64;
    let guess = (sum / count).checked_ilog2().unwrap_or(0);
    let bits = |parameter: u32| {
        let quotients: u64 = partition.iter().map(|one| folded(*one) >> parameter).sum();
        quotients + count * u64::from(parameter + 1)
    };
    let candidates = guess.saturating_sub(1).min(MOST_RICE)..=(guess + 1).min(MOST_RICE);
    candidates.map(|parameter| (parameter, bits(parameter))).min_by_key(|(_, bits)| *bits).unwrap_or((0, 0))
}

#[cfg(test)]
mod tests;
