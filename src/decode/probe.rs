//! Finding out what a file is, by its content.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use symphonia::core::errors::Error as Symphonia;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader};
use symphonia::core::io::{MediaSource, MediaSourceStream, MediaSourceStreamOptions, ReadOnlySource};
use symphonia::core::meta::MetadataOptions;

use super::Error;

/// What symphonia says when it knows no format for a file.
const NO_FORMAT: &str = "core (probe): no suitable format reader found";

/// How much a format is told of the file it reads.
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

fn probe_source(source: Box<dyn MediaSource>, path: &Path) -> Result<Box<dyn FormatReader>, Error> {
    let mut hint = Hint::new();
    if let Some(extension) = path.extension().and_then(|extension| extension.to_str()) {
        hint.with_extension(extension);
    }
    let stream = MediaSourceStream::new(source, MediaSourceStreamOptions::default());
    symphonia::default::get_probe()
        .probe(&hint, stream, FormatOptions::default(), MetadataOptions::default())
        .map_err(|error| match error {
            Symphonia::IoError(error) if error.kind() != io::ErrorKind::UnexpectedEof => Error::Io(error),
            Symphonia::Unsupported(NO_FORMAT) => Error::NotSound,
            _ => Error::Header,
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
