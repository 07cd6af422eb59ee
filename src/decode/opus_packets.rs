//! Opus packets as a network brings them: some are lost, and those are concealed.
//!
//! RTP tells how much is missing before a packet (RFC 7587). The end of that is decoded from the packet itself where it
//! carries forward error correction, and the rest is made up by libopus.

use std::io::{self, Read};

use super::Error;
use super::error::DecodeStage;
use super::stream::Event;
use crate::audio::{CHANNELS, SAMPLE_RATE};

/// The most a packet may have, in bytes: 120 ms in the six frames of RFC 6716 section 3.2 come to less.
pub const MOST_OPUS_PACKET: usize = 8 * 1_024;
/// The longest gap that is filled, in samples: one second. A longer one is a pause of the sender.
pub const MOST_OPUS_GAP: u32 = SAMPLE_RATE;

/// Samples of the longest packet there can be: 120 ms.
const LONGEST_PACKET: usize = 5_760;
/// Samples that libopus is asked to make up at a time: 20 ms.
const CONCEALED: usize = 960;
/// Lengths that libopus can make up are multiples of this, 2.5 ms.
const CONCEALED_STEP: usize = 120;
/// Bytes before a packet: the gap, 4 bytes, and the packet's length, 2 bytes, both big-endian.
const RECORD_HEAD: usize = 6;
/// Packets in a row that cannot be decoded after which the stream is given up: a second.
const MOST_DAMAGED: u32 = 50;

/// Returns the samples at 48 kHz that `packet` decodes to; `None` if it is no Opus packet.
pub fn opus_samples(packet: &[u8]) -> Option<u32> {
    let samples = opus::packet::get_nb_samples(packet, SAMPLE_RATE).ok()?;
    u32::try_from(samples).ok().filter(|samples| (1..=LONGEST_PACKET as u32).contains(samples))
}

/// Returns a packet as [`OpusPackets`] reads it, with the samples that are missing before it.
pub fn opus_record(gap: u32, packet: &[u8]) -> Vec<u8> {
    let packet = &packet[..packet.len().min(MOST_OPUS_PACKET)];
    let mut record = Vec::with_capacity(RECORD_HEAD + packet.len());
    record.extend_from_slice(&gap.min(MOST_OPUS_GAP).to_be_bytes());
    record.extend_from_slice(&(packet.len() as u16).to_be_bytes());
    record.extend_from_slice(packet);
    record
}

/// Decodes a stream of [`opus_record`]s to stereo at 48 kHz.
pub struct OpusPackets {
    source: Box<dyn Read + Send + Sync>,
    decoder: opus::Decoder,
    packet: Vec<u8>,
    pcm: Vec<f32>,
    damaged: u32,
    /// Samples given out.
    position: u64,
}

impl OpusPackets {
    /// Decodes what `source` sends.
    pub fn new(source: Box<dyn Read + Send + Sync>) -> Result<Self, Error> {
        let decoder = opus::Decoder::new(SAMPLE_RATE, opus::Channels::Stereo).map_err(|_| Error::Header)?;
        let pcm = vec![0.0; LONGEST_PACKET * CHANNELS];
        Ok(Self { source, decoder, packet: Vec::new(), pcm, damaged: 0, position: 0 })
    }

    /// Waits for the next packet and appends its sound to `out`, left and right in turn, after what makes up for the
    /// ones that were lost before it.
    pub fn next(&mut self, out: &mut Vec<f32>) -> Result<Event, Error> {
        let mut head = [0; RECORD_HEAD];
        match self.source.read_exact(&mut head) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(Event::Over),
            read => read?,
        }
        let [a, b, c, d, high, low] = head;
        let gap = u32::from_be_bytes([a, b, c, d]).min(MOST_OPUS_GAP) as usize;
        let length = usize::from(u16::from_be_bytes([high, low])).min(MOST_OPUS_PACKET);
        self.packet.resize(length, 0);
        self.source.read_exact(&mut self.packet)?;
        let Some(samples) = opus_samples(&self.packet) else { return self.is_damaged() };
        self.conceal(gap, samples as usize, out);
        match self.decoder.decode_float(&self.packet, &mut self.pcm, false) {
            Ok(samples) => {
                self.damaged = 0;
                self.give(samples, out);
                Ok(Event::Sound)
            }
            Err(_) => self.is_damaged(),
        }
    }

    /// Makes up for `gap` samples before the current packet, which decodes to `samples`.
    fn conceal(&mut self, gap: usize, samples: usize, out: &mut Vec<f32>) {
        // The packet's correction data for the one before it fills the end of the gap.
        let corrected = if gap >= samples { samples } else { 0 };
        let mut left = gap - corrected;
        while left >= CONCEALED_STEP {
            let count = (left / CONCEALED_STEP * CONCEALED_STEP).min(CONCEALED);
            let made = self.decoder.decode_float(&[], &mut self.pcm[..count * CHANNELS], false);
            let Ok(made @ 1..) = made else { break };
            self.give(made, out);
            left = left.saturating_sub(made);
        }
        if corrected > 0 {
            let into = &mut self.pcm[..corrected * CHANNELS];
            if let Ok(made) = self.decoder.decode_float(&self.packet, into, true) {
                self.give(made, out);
            }
        }
    }

    fn give(&mut self, samples: usize, out: &mut Vec<f32>) {
        self.position += samples as u64;
        out.extend_from_slice(&self.pcm[..(samples * CHANNELS).min(self.pcm.len())]);
    }

    fn is_damaged(&mut self) -> Result<Event, Error> {
        self.damaged += 1;
        if self.damaged < MOST_DAMAGED {
            return Ok(Event::Sound);
        }
        let seconds = self.position as f64 / f64::from(SAMPLE_RATE);
        Err(Error::Damaged(DecodeStage(std::time::Duration::from_secs_f64(seconds))))
    }
}

#[cfg(test)]
mod tests {
    use std::f32::consts::TAU;

    use super::*;

    /// Packets of 20 ms of a tone of 440 Hz on the left and of 660 Hz on the right, with error correction.
    fn packets(count: usize) -> Vec<Vec<u8>> {
        let mut encoder =
            opus::Encoder::new(SAMPLE_RATE, opus::Channels::Stereo, opus::Application::Audio).unwrap();
        encoder.set_bitrate(opus::Bitrate::Bits(96_000)).unwrap();
        let tone = |frame: usize, hertz: f32| {
            0.4 * (TAU * hertz * (frame % SAMPLE_RATE as usize) as f32 / SAMPLE_RATE as f32).sin()
        };
        let pack = |number: usize| {
            let frames = (number * CONCEALED..(number + 1) * CONCEALED)
                .flat_map(|frame| [tone(frame, 440.0), tone(frame, 660.0)]);
            encoder.encode_vec_float(&frames.collect::<Vec<_>>(), 1_000).unwrap()
        };
        (0..count).map(pack).collect()
    }

    fn decode(records: Vec<u8>) -> Vec<f32> {
        let mut stream = OpusPackets::new(Box::new(io::Cursor::new(records))).unwrap();
        let mut sound = Vec::new();
        while stream.next(&mut sound).unwrap() == Event::Sound {}
        sound
    }

    /// Returns the mean power of each block of 10 ms.
    fn powers(sound: &[f32]) -> Vec<f32> {
        let power =
            |block: &[f32]| block.iter().map(|sample| sample * sample).sum::<f32>() / block.len() as f32;
        sound.chunks_exact(480 * CHANNELS).map(power).collect()
    }

    #[test]
    fn lost_packets_are_made_up_for_and_keep_their_time() {
        let all = packets(100);
        let whole = decode(all.iter().flat_map(|packet| opus_record(0, packet)).collect());
        assert_eq!(whole.len(), 100 * CONCEALED * CHANNELS);
        // One packet in ten is lost, and once two in a row.
        let is_lost = |number: usize| number % 10 == 5 || number == 56;
        let (mut records, mut gap) = (Vec::new(), 0);
        for (number, packet) in all.iter().enumerate() {
            if is_lost(number) {
                gap += CONCEALED as u32;
                continue;
            }
            records.extend(opus_record(std::mem::take(&mut gap), packet));
        }
        let sound = decode(records);
        assert_eq!(sound.len(), whole.len(), "every lost packet has its time");
        let quiet =
            powers(&sound[4 * CONCEALED * CHANNELS..]).into_iter().filter(|power| *power < 0.01).count();
        assert_eq!(quiet, 0, "no hole in a steady tone");
    }

    #[test]
    fn channels_stay_apart_and_mono_is_heard_on_both() {
        let sound = decode(packets(20).iter().flat_map(|packet| opus_record(0, packet)).collect());
        let apart: f32 =
            sound.as_chunks::<CHANNELS>().0.iter().map(|[left, right]| (left - right).abs()).sum();
        assert!(apart > 1_000.0, "{apart}");
        let mut encoder =
            opus::Encoder::new(SAMPLE_RATE, opus::Channels::Mono, opus::Application::Voip).unwrap();
        let tone: Vec<f32> = (0..CONCEALED).map(|frame| (frame as f32 / 20.0).sin() / 2.0).collect();
        let packet = encoder.encode_vec_float(&tone, 1_000).unwrap();
        let sound = decode([opus_record(0, &packet), opus_record(0, &packet)].concat());
        assert!(sound.as_chunks::<CHANNELS>().0.iter().all(|[left, right]| left == right));
        assert!(sound.iter().any(|sample| sample.abs() > 0.1));
    }

    #[test]
    fn a_stream_of_nonsense_is_given_up_and_a_little_of_it_is_not() {
        let good = packets(1).remove(0);
        let nonsense = opus_record(0, &[]);
        let little: Vec<u8> = [nonsense.repeat(10), opus_record(0, &good)].concat();
        assert_eq!(decode(little).len(), CONCEALED * CHANNELS);
        let mut stream = OpusPackets::new(Box::new(io::Cursor::new(nonsense.repeat(60)))).unwrap();
        let ended = (0..60).find_map(|_| stream.next(&mut Vec::new()).err());
        assert!(matches!(ended, Some(Error::Damaged(_))));
    }
}
