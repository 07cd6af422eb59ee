//! A file of music being read.

use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;

use symphonia::core::codecs::CodecParameters;
use symphonia::core::errors::Error as Symphonia;
use symphonia::core::formats::well_known::{
    FORMAT_ID_ADTS, FORMAT_ID_MP1, FORMAT_ID_MP2, FORMAT_ID_MP3, FORMAT_ID_OGG,
};
use symphonia::core::formats::{FormatReader, TrackType};

use crate::audio::{BLOCK, Block, CHANNELS, SAMPLE_RATE};

use super::Error;
use super::error::DecodeStage;
use super::link::{Link, LinkOutcome};
use super::probe::{View, probe};

/// Damaged packets in a row after which a file is given up: a second or two.
const MOST_DAMAGED: u32 = 50;
/// Links of a chain in a row that may hold no sound.
const MOST_EMPTY_LINKS: u32 = 100;
/// Tolerated shortfall against the header's duration before a file counts as truncated.
const SHORT_BY: Duration = Duration::from_millis(500);

/// An opened piece of music, decoded to stereo at 48 kHz.
///
/// Opening decodes the first block, so a file that cannot be played mostly says so at once. Reading blocks
/// on the disk and decodes: call it from a thread that may wait.
pub struct Reader {
    format: Box<dyn FormatReader>,
    link: Link,
    duration: Option<Duration>,
    /// The length that the file must have if it is whole, where its header can be believed.
    promised: Option<Duration>,
    /// Decoded and not yet read: left and right in turn, from `read` on.
    ready: Vec<f32>,
    read: usize,
    /// Frames given out.
    position: u64,
    damaged: u32,
    /// Feature that the decoder last reported as unsupported.
    unsupported: Option<&'static str>,
    empty_links: u32,
    state: State,
}

enum State {
    Playing,
    /// Nothing more comes, except this bad news once the rest is read.
    Ending(Option<Error>),
}

impl Reader {
    /// Opens the file at `path` and finds out by its content what it is; its name may say anything.
    pub fn open(path: &Path) -> Result<Self, Error> {
        // Asked for before it is opened: opening a pipe waits for its other end.
        let about = std::fs::metadata(path)?;
        if about.is_dir() {
            return Err(Error::Folder);
        }
        if !about.is_file() {
            return Err(Error::NotAFile);
        }
        if about.len() == 0 {
            return Err(Error::Empty);
        }
        let mut first_error = None;
        for view in View::ALL {
            match Self::open_as(path, view) {
                // Only part of the file may be there, and another view may make something of it.
                Err(error @ (Error::Header | Error::Damaged(_))) => {
                    first_error.get_or_insert(error);
                }
                opened => return opened,
            }
        }
        Err(first_error.unwrap_or(Error::NotSound))
    }

    fn open_as(path: &Path, view: View) -> Result<Self, Error> {
        let mut beside = File::open(path)?;
        let mut reader = guarded(|| {
            let format = probe(path, view)?;
            let link = Link::open(format.as_ref(), |facts| facts.edges(Some(&mut beside)))?;
            Ok(Self::from_parts(format, link))
        })
        .unwrap_or(Err(Error::Header))?;
        reader.fill();
        match std::mem::replace(&mut reader.state, State::Playing) {
            State::Ending(Some(error)) if reader.ready.is_empty() => Err(error),
            state => {
                reader.state = state;
                Ok(reader)
            }
        }
    }

    fn from_parts(format: Box<dyn FormatReader>, link: Link) -> Self {
        let seconds = link.seconds(seconds_held(format.as_ref()));
        let duration = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        let duration = duration.filter(|duration| !duration.is_zero());
        Self {
            duration,
            promised: duration.filter(|_| keeps_promises(format.as_ref())),
            format,
            link,
            ready: Vec::new(),
            read: 0,
            position: 0,
            damaged: 0,
            unsupported: None,
            empty_links: 0,
            state: State::Playing,
        }
    }

    /// Returns the duration, if the container states it.
    pub fn duration(&self) -> Option<Duration> {
        self.duration
    }

    /// Fills `block` from its start and returns how many samples per channel are music; the rest is silence.
    ///
    /// Fewer than [`BLOCK`] come only at the end, and none once it is over. An error comes after all that
    /// could be played was; it is told once, and after it the piece is over.
    pub fn read(&mut self, block: &mut Block) -> Result<usize, Error> {
        self.fill();
        let rest = &self.ready[self.read..];
        let count = (rest.len() / CHANNELS).min(BLOCK);
        let (music, silence) = block.samples_mut().split_at_mut(count * CHANNELS);
        music.copy_from_slice(&rest[..count * CHANNELS]);
        silence.fill(0.0);
        self.read += count * CHANNELS;
        self.position += count as u64;
        match &mut self.state {
            State::Ending(error) if count == 0 => error.take().map_or(Ok(0), Err),
            _ => Ok(count),
        }
    }

    /// Decodes until a block is ready or nothing more comes.
    fn fill(&mut self) {
        self.ready.drain(..self.read);
        self.read = 0;
        while self.ready.len() < BLOCK * CHANNELS && matches!(self.state, State::Playing) {
            let step = guarded(|| self.step()).unwrap_or_else(|| Err(Error::Damaged(self.at())));
            match step {
                Ok(true) => {}
                Ok(false) => self.end(None),
                Err(error) => self.end(Some(error)),
            }
        }
    }

    /// Decodes a packet; false at the end of the file.
    fn step(&mut self) -> Result<bool, Error> {
        let packet = match self.format.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => return Ok(false),
            Err(Symphonia::ResetRequired) => return self.next_link().map(|()| true),
            Err(Symphonia::IoError(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Ok(false);
            }
            Err(Symphonia::IoError(error)) => return Err(error.into()),
            Err(_) => return Err(Error::Damaged(self.at())),
        };
        match self.link.decode(&packet, &mut self.ready)? {
            LinkOutcome::NotOurs => {}
            LinkOutcome::Decoded => {
                self.damaged = 0;
                self.empty_links = 0;
            }
            LinkOutcome::Damaged => self.damaged += 1,
            LinkOutcome::Unsupported(what) => {
                self.damaged += 1;
                self.unsupported = Some(what);
            }
        }
        if self.damaged < MOST_DAMAGED { Ok(true) } else { Err(self.unusable()) }
    }

    /// Returns the reason why the packets cannot be decoded.
    fn unusable(&self) -> Error {
        match self.unsupported {
            Some(what) if self.at().0.is_zero() => Error::Codec(what.to_owned()),
            _ => Error::Damaged(self.at()),
        }
    }

    /// Goes on with the next link of a chained file.
    fn next_link(&mut self) -> Result<(), Error> {
        self.link.finish(&mut self.ready);
        self.empty_links += 1;
        if self.empty_links > MOST_EMPTY_LINKS {
            return Err(Error::Damaged(self.at()));
        }
        // The header told of the first link only.
        self.duration = None;
        self.promised = None;
        self.link = Link::open(self.format.as_ref(), |facts| facts.edges(None))?;
        Ok(())
    }

    fn end(&mut self, error: Option<Error>) {
        self.link.finish(&mut self.ready);
        let played = self.at();
        let short = self.promised.is_some_and(|promised| played.0 + SHORT_BY < promised);
        let error = error.or_else(|| {
            if !played.0.is_zero() {
                short.then_some(Error::BrokenOff(played))
            } else if self.damaged > 0 {
                Some(self.unusable())
            } else {
                Some(Error::NoSound)
            }
        });
        self.state = State::Ending(error);
    }

    /// Returns the position up to which the music was decoded.
    fn at(&self) -> DecodeStage {
        let frames = self.position + ((self.ready.len() - self.read) / CHANNELS) as u64;
        DecodeStage(Duration::from_secs_f64(frames as f64 / f64::from(SAMPLE_RATE)))
    }
}

/// Runs what reads a stranger's bytes; none should it panic, which is then a fault of the bytes.
///
/// Runs `work` and returns `None` if it panics; its state is not used again after that.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// The length of the sound track, as the container tells it.
fn seconds_held(format: &dyn FormatReader) -> Option<f64> {
    let track = format.default_track(TrackType::Audio)?;
    let Some(CodecParameters::Audio(params)) = &track.codec_params else {
        return None;
    };
    let by_frames =
        track.num_frames.zip(params.sample_rate).map(|(frames, rate)| frames as f64 / f64::from(rate));
    let by_time = || {
        let (length, base) = track.duration.zip(track.time_base).or_else(|| {
            let media = format.media_info();
            media.duration.zip(media.time_base)
        })?;
        base.calc_duration(length).map(|time| time.as_secs_f64())
    };
    by_frames.or_else(by_time)
}

/// Returns whether the container's duration is exact, rather than estimated from the file's size.
fn keeps_promises(format: &dyn FormatReader) -> bool {
    let estimated = [FORMAT_ID_ADTS, FORMAT_ID_MP1, FORMAT_ID_MP2, FORMAT_ID_MP3, FORMAT_ID_OGG];
    let has_delay = format.default_track(TrackType::Audio).is_some_and(|track| track.delay.is_some());
    let id = format.format_info().format;
    !estimated.contains(&id) || (id == FORMAT_ID_MP3 && has_delay)
}
