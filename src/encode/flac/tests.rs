use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoderOptions};
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;

use super::*;
use crate::audio::Block;

/// Decodes raw FLAC with symphonia.
fn decode(frames: &[Bytes]) -> Vec<i16> {
    // STREAMINFO (RFC 9639 section 8.2): blocks of 960 samples, 48 kHz, two channels, 16 bit, the rest unknown.
    let mut head = b"fLaC\x80\0\0\x22\x03\xC0\x03\xC0\0\0\0\0\0\0\x0B\xB8\x02\xF0".to_vec();
    head.resize(4 + 4 + 34, 0);
    let file = [head, frames.concat()].concat();
    let options = MediaSourceStreamOptions::default();
    let stream = MediaSourceStream::new(Box::new(std::io::Cursor::new(file)), options);
    let mut hint = Hint::new();
    hint.with_extension("flac");
    let mut format = symphonia::default::get_probe()
        .probe(&hint, stream, FormatOptions::default(), MetadataOptions::default())
        .unwrap();
    let parameters: AudioCodecParameters = format
        .default_track(TrackType::Audio)
        .unwrap()
        .codec_params
        .as_ref()
        .unwrap()
        .audio()
        .unwrap()
        .clone();
    let options = AudioDecoderOptions::default();
    let mut decoder = symphonia::default::get_codecs().make_audio_decoder(&parameters, &options).unwrap();
    let (mut sound, mut samples) = (Vec::new(), Vec::<i16>::new());
    while let Ok(Some(packet)) = format.next_packet() {
        samples.clear();
        decoder.decode(&packet).unwrap().copy_to_vec_interleaved(&mut samples);
        sound.extend_from_slice(&samples);
    }
    sound
}

/// Checks that blocks of what `sample` gives for a position and a channel come back as they were; the
/// bytes they took.
fn check(name: &str, mut sample: impl FnMut(usize, usize) -> f32) -> usize {
    let blocks: Vec<Block> = (0..10)
        .map(|number| {
            let mut block = Block::silent();
            for (at, pair) in block.pairs_mut().enumerate() {
                let position = number * BLOCK + at;
                *pair = [sample(position, 0), sample(position, 1)];
            }
            block
        })
        .collect();
    let expected: Vec<i16> = blocks
        .iter()
        .flat_map(|block| block.samples().iter().map(|one| (one.clamp(-1.0, 1.0) * 32_767.0).round() as i16))
        .collect();
    let mut flac = Flac::new();
    let frames: Vec<Bytes> = blocks.iter().flat_map(|block| flac.encode(block.samples())).collect();
    assert!(decode(&frames) == expected, "{name} is not the same");
    frames.iter().map(Bytes::len).sum()
}

#[test]
fn what_is_sound_is_what_was_encoded() {
    let mut random = fastrand::Rng::with_seed(7);
    let raw = 10 * BLOCK * 4;
    let tone = |at: usize, hz: f32| (at as f32 * hz * std::f32::consts::TAU / 48_000.0).sin() * 0.7;
    assert!(check("silence", |_, _| 0.0) < 200);
    assert!(check("a tone", |at, _| tone(at, 440.0)) < raw / 3);
    assert!(
        check("a tone on the left", |at, channel| if channel == 0 { tone(at, 99.0) } else { 0.0 }) < raw / 4
    );
    assert!(
        check("opposite channels", |at, channel| tone(at, 300.0) * (1.0 - 2.0 * channel as f32)) < raw / 2
    );
    assert!(check("noise", |_, _| random.f32() * 2.0 - 1.0) < raw + 10 * 32, "verbatim at worst");
    assert!(check("full scale", |at, _| if at % 97 < 48 { 1.5 } else { -1.5 }) < raw);
    check("an impulse", |at, _| if at == 1_000 { 1.0 } else { 0.0 });
}

#[test]
fn frame_numbers_have_up_to_31_bits() {
    let block = Block::silent();
    assert_eq!(frame(block.samples(), FRAME_NUMBERS - 1)[4..10], [0xFD, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF]);
    let mut flac = Flac { number: FRAME_NUMBERS, ..Flac::new() };
    let frame = flac.encode(block.samples()).into_iter().next().unwrap();
    assert_eq!(frame[4], 0, "they begin anew");
}
