//! Finding out what a file is, by its content.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use symphonia::core::errors::Error as Symphonia;
use symphonia::core::formats::probe::{Hint, Probe, ProbeOptions};
use symphonia::core::formats::{FormatOptions, FormatReader};
use symphonia::core::io::{MediaSource, MediaSourceStream, MediaSourceStreamOptions, ReadOnlySource};
use symphonia::core::meta::MetadataOptions;

use super::Error;

/// symphonia's error text for an unknown format.
const NO_FORMAT: &str = "core (probe): no suitable format reader found";

/// Bytes of a stream in which the beginning of a format is looked for; a program begins with it.
const DEPTH_LIVE: u32 = 64 * 1_024;

/// Amount of the file's properties that a format reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    /// Everything, as is right for a file that is whole.
    Whole,
    /// All but where it ends: MP4 passes over the sound if that is cut off.
    Endless,
    /// Only what comes next: AIFF gives up if it looks for what follows the sound and meets the end.
    Forward,
}

impl View {
    /// Every view, in the order to try them in.
    pub(super) const ALL: [Self; 3] = [Self::Whole, Self::Endless, Self::Forward];
}

/// Opens the container at `path`.
pub(super) fn probe(path: &Path, view: View) -> Result<Box<dyn FormatReader>, Error> {
    let file = File::open(path)?;
    let source: Box<dyn MediaSource> = match view {
        View::Whole => Box::new(file),
        View::Endless => Box::new(Endless(file)),
        View::Forward => Box::new(ReadOnlySource::new(file)),
    };
    probe_source(source, path)
}

/// Opens what `source` sends; `media_type` may say what it is, and may be wrong.
pub(super) fn probe_live(
    source: impl Read + Send + Sync + 'static,
    media_type: &str,
) -> Result<Box<dyn FormatReader>, Error> {
    let mut hint = Hint::new();
    hint.mime_type(media_type.split(';').next().unwrap_or_default().trim());
    let source = Box::new(ReadOnlySource::new(source));
    let mut probe =
        Probe::new_with_options(&ProbeOptions { max_probe_depth: DEPTH_LIVE, ..ProbeOptions::default() });
    symphonia::default::register_enabled_formats(&mut probe);
    probe_by(&probe, &hint, source)
}

fn probe_source(source: Box<dyn MediaSource>, path: &Path) -> Result<Box<dyn FormatReader>, Error> {
    let mut hint = Hint::new();
    if let Some(extension) = path.extension().and_then(|extension| extension.to_str()) {
        hint.with_extension(extension);
    }
    probe_by(symphonia::default::get_probe(), &hint, source)
}

fn probe_by(
    probe: &Probe,
    hint: &Hint,
    source: Box<dyn MediaSource>,
) -> Result<Box<dyn FormatReader>, Error> {
    let stream = MediaSourceStream::new(source, MediaSourceStreamOptions::default());
    probe.probe(hint, stream, FormatOptions::default(), MetadataOptions::default()).map_err(|error| {
        match error {
            Symphonia::IoError(error) if error.kind() != io::ErrorKind::UnexpectedEof => Error::Io(error),
            Symphonia::Unsupported(NO_FORMAT) => Error::NotSound,
            _ => Error::Header,
        }
    })
}

/// A file that does not admit where it ends.
struct Endless(File);

/// A length beyond that of any file of music.
const FAR: u64 = 1 << 40;

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match to {
            SeekFrom::End(back) => self.0.seek(SeekFrom::Start(FAR.saturating_add_signed(back))),
            other => self.0.seek(other),
        }
    }
}

impl MediaSource for Endless {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        None
    }
}
