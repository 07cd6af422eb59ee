//! One link of a chain: a track from its header to its last packet, as stereo at 48 kHz.

use symphonia::core::audio::Channels;
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::well_known::CODEC_ID_AAC;
use symphonia::core::codecs::audio::well_known::profiles::{
    CODEC_PROFILE_AAC_HE, CODEC_PROFILE_AAC_HE_V2, CODEC_PROFILE_AAC_USAC,
};
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::codecs::registry::CodecRegistry;
use symphonia::core::errors::Error as Symphonia;
use symphonia::core::formats::{FormatReader, TrackType};
use symphonia::core::packet::Packet;

use crate::audio::{CHANNELS, Downmix, Resampler};

use super::edges::{Edges, Facts};
use super::layout::{MOST_CHANNELS, speakers};
use super::{Error, opus};

/// A sample beyond this is a mistake of the file, not music.
const LOUDEST: f32 = 16.0;

/// More frames in a packet than this are not believed: decoders set aside memory by it.
const MOST_FRAMES_PER_PACKET: u64 = 1 << 18;

/// A track being decoded.
pub(super) struct Link {
    id: u32,
    decoder: Box<dyn AudioDecoder>,
    edges: Edges,
    /// Shape of the decoder's output; rebuilt when it changes.
    shape: Option<Shape>,
    /// Frames that were taken of the music so far, at the track's own rate.
    taken: u64,
    /// Stereo at the track's own rate: what may yet turn out to be padding, then what is new.
    held: Vec<f32>,
    decoded: Vec<f32>,
}

/// The path from one rate and layout to stereo at 48 kHz.
struct Shape {
    rate: u32,
    channels: usize,
    downmix: Downmix,
    resampler: Resampler,
}

/// Result of decoding a packet.
pub(super) enum LinkOutcome {
    /// It was decoded, though it may have been all silence in front of the music.
    Decoded,
    /// It belongs to something else in the file.
    NotOurs,
    /// It is damaged and gave nothing.
    Damaged,
    /// It makes use of something the decoder does not know, by damage or by intent.
    Unsupported(&'static str),
}

impl Link {
    /// A decoder for the sound track that `format` stands before; `find` tells where its music begins and ends.
    pub(super) fn open(
        format: &dyn FormatReader,
        find: impl FnOnce(&Facts<'_>) -> Edges,
    ) -> Result<Self, Error> {
        let track = format
            .default_track(TrackType::Audio)
            .or_else(|| format.first_track(TrackType::Audio))
            .ok_or(Error::NoTrack)?;
        let Some(CodecParameters::Audio(params)) = &track.codec_params else {
            return Err(Error::NoTrack);
        };
        check_channels(params.channels.as_ref().map_or(1, Channels::count))?;
        let frames = params.max_frames_per_packet.max(params.frames_per_block).unwrap_or(0);
        if frames > MOST_FRAMES_PER_PACKET {
            return Err(Error::Header);
        }
        if let Some(rate) = params.sample_rate {
            Resampler::from_rate(rate).ok_or(Error::Rate(rate))?;
        }
        let facts = Facts { format: format.format_info().format, track, params };
        Ok(Self {
            id: track.id,
            decoder: decoder(params)?,
            edges: find(&facts),
            shape: None,
            taken: 0,
            held: Vec::new(),
            decoded: Vec::new(),
        })
    }

    /// Returns the duration of the music, in seconds, given the track's duration by its container.
    pub(super) fn seconds(&self, held: Option<f64>) -> Option<f64> {
        let rate = f64::from(self.decoder.codec_params().sample_rate?);
        let taken = self.edges.take.map(|take| take as f64 / rate);
        taken.or_else(|| held.map(|held| held - self.edges.skip as f64 / rate))
    }

    /// Decodes a packet and appends what it gives to `out`.
    pub(super) fn decode(&mut self, packet: &Packet, out: &mut Vec<f32>) -> Result<LinkOutcome, Error> {
        if packet.track_id != self.id {
            return Ok(LinkOutcome::NotOurs);
        }
        let buffer = match self.decoder.decode(packet) {
            Ok(buffer) => buffer,
            Err(Symphonia::Unsupported(what)) => return Ok(LinkOutcome::Unsupported(what)),
            Err(_) => return Ok(LinkOutcome::Damaged),
        };
        if buffer.frames() == 0 {
            return Ok(LinkOutcome::Decoded);
        }
        let (rate, layout) = (buffer.spec().rate(), buffer.spec().channels());
        let channels = layout.count();
        let same = |shape: &Shape| shape.rate == rate && shape.channels == channels;
        let changed = !self.shape.as_ref().is_some_and(same);
        let new_shape = if changed { Some(Shape::new(rate, &speakers(layout))?) } else { None };
        buffer.copy_to_vec_interleaved(&mut self.decoded);
        if let Some(shape) = new_shape {
            self.flush(out);
            self.shape = Some(shape);
        }
        self.pass_on(out);
        Ok(LinkOutcome::Decoded)
    }

    /// Appends to `out` what is left at the end of the track.
    pub(super) fn finish(&mut self, out: &mut Vec<f32>) {
        let padding = (self.edges.drop_last as usize).saturating_mul(CHANNELS);
        self.held.truncate(self.held.len().saturating_sub(padding));
        self.edges.drop_last = 0;
        self.flush(out);
    }

    /// Takes the music out of what was just decoded, and sends it on except for what may be padding.
    fn pass_on(&mut self, out: &mut Vec<f32>) {
        let Some(shape) = &mut self.shape else {
            return;
        };
        let frames = (self.decoded.len() / shape.channels) as u64;
        let skipped = self.edges.skip.min(frames);
        self.edges.skip -= skipped;
        let left = self.edges.take.map_or(u64::MAX, |take| take.saturating_sub(self.taken));
        let taken = (frames - skipped).min(left);
        self.taken += taken;
        let range = skipped as usize * shape.channels..(skipped + taken) as usize * shape.channels;
        let begin = self.held.len();
        shape.downmix.mix(&self.decoded[range], &mut self.held);
        self.held[begin..].iter_mut().for_each(make_playable);
        let padding = (self.edges.drop_last as usize).saturating_mul(CHANNELS);
        let sure = self.held.len().saturating_sub(padding);
        shape.resampler.push(&self.held[..sure], out);
        self.held.drain(..sure);
    }

    /// Sends on all that is held, to the end of the resampler's tail.
    fn flush(&mut self, out: &mut Vec<f32>) {
        if let Some(shape) = &mut self.shape {
            shape.resampler.push(&self.held, out);
            shape.resampler.finish(out);
        }
        self.held.clear();
    }
}

impl Shape {
    fn new(rate: u32, layout: &[crate::audio::Speaker]) -> Result<Self, Error> {
        check_channels(layout.len())?;
        Ok(Self {
            rate,
            channels: layout.len(),
            downmix: Downmix::new(layout),
            resampler: Resampler::from_rate(rate).ok_or(Error::Rate(rate))?,
        })
    }
}

fn check_channels(channels: usize) -> Result<(), Error> {
    if (1..=MOST_CHANNELS).contains(&channels) { Ok(()) } else { Err(Error::Channels(channels)) }
}

/// Files of floating point can hold what is no number, or one that would deafen.
fn make_playable(sample: &mut f32) {
    *sample = if sample.is_finite() { sample.clamp(-LOUDEST, LOUDEST) } else { 0.0 };
}

/// Makes a decoder from symphonia's and our own.
fn decoder(params: &AudioCodecParameters) -> Result<Box<dyn AudioDecoder>, Error> {
    let mut codecs = CodecRegistry::new();
    symphonia::default::register_enabled_codecs(&mut codecs);
    codecs.register_audio_decoder::<opus::Decoder>();
    codecs.make_audio_decoder(params, &AudioDecoderOptions::default()).map_err(|error| match error {
        Symphonia::IoError(error) => Error::Io(error),
        _ => Error::Codec(codec_name(&codecs, params)),
    })
}

/// Returns a common name for an unsupported codec.
fn codec_name(codecs: &CodecRegistry, params: &AudioCodecParameters) -> String {
    if params.codec == CODEC_ID_AAC {
        return match params.profile {
            Some(CODEC_PROFILE_AAC_HE) => "HE-AAC",
            Some(CODEC_PROFILE_AAC_HE_V2) => "HE-AAC v2",
            Some(CODEC_PROFILE_AAC_USAC) => "xHE-AAC",
            _ => "AAC other than LC in mono or stereo",
        }
        .to_owned();
    }
    match codecs.get_audio_decoder(params.codec) {
        Some(known) => format!("an unusual kind of {}", known.codec.info.long_name),
        None => name_of_unknown(params),
    }
}

fn name_of_unknown(params: &AudioCodecParameters) -> String {
    use symphonia::core::codecs::audio::well_known as id;
    match params.codec {
        id::CODEC_ID_AC3 => "AC-3".to_owned(),
        id::CODEC_ID_EAC3 => "E-AC-3".to_owned(),
        id::CODEC_ID_DCA => "DTS".to_owned(),
        id::CODEC_ID_WMA => "WMA".to_owned(),
        id::CODEC_ID_SPEEX => "Speex".to_owned(),
        id::CODEC_ID_WAVPACK => "WavPack".to_owned(),
        id::CODEC_ID_TRUEHD => "TrueHD".to_owned(),
        _ => "one without a name we know".to_owned(),
    }
}
