//! Sound for tests of encoders whose frames are not a block long, and their decoded frames.

use bytes::Bytes;
use symphonia::core::codecs::audio::AudioDecoderOptions;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;

use super::Encoder;
use crate::audio::{BLOCK, Block, CHANNELS, SAMPLE_RATE};

/// Samples of a tone that is heard from the sample `from` on.
pub(super) fn tone(blocks: usize, from: usize) -> Vec<f32> {
    let sample = |at: usize| {
        let phase = at.saturating_sub(from) as f64 * 440.0 / f64::from(SAMPLE_RATE);
        (phase * std::f64::consts::TAU).sin() as f32 * 0.5
    };
    (0..blocks * BLOCK).flat_map(|at| [sample(at); CHANNELS]).collect()
}

pub(super) fn frames(encoder: &mut dyn Encoder, samples: &[f32]) -> Vec<Bytes> {
    let block = Block::silent().samples().len();
    samples.chunks(block).flat_map(|block| encoder.encode(block)).collect()
}

/// Decodes a stream of the format whose files end in `extension`; the left channel.
pub(super) fn decode(stream: Vec<u8>, extension: &str) -> Vec<f32> {
    let source = Box::new(std::io::Cursor::new(stream));
    let stream = MediaSourceStream::new(source, MediaSourceStreamOptions::default());
    let mut hint = Hint::new();
    hint.with_extension(extension);
    let mut format = symphonia::default::get_probe()
        .probe(&hint, stream, FormatOptions::default(), MetadataOptions::default())
        .unwrap();
    let track = format.default_track(TrackType::Audio).unwrap();
    let parameters = track.codec_params.as_ref().unwrap().audio().unwrap().clone();
    let mut decoder = symphonia::default::get_codecs()
        .make_audio_decoder(&parameters, &AudioDecoderOptions::default())
        .unwrap();
    let (mut left, mut samples) = (Vec::new(), Vec::<f32>::new());
    while let Ok(Some(packet)) = format.next_packet() {
        samples.clear();
        decoder.decode(&packet).unwrap().copy_to_vec_interleaved(&mut samples);
        left.extend(samples.iter().step_by(CHANNELS));
    }
    left
}
