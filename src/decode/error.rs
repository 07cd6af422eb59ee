//! Decoding errors, worded for the owner of a station.

use std::fmt;
use std::io;
use std::time::Duration;

/// Reasons why a file is not played, or not to its end. The text follows the file's name.
///
/// Trying again helps with [`Error::Io`] only.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// It is a folder.
    #[error("is a folder, not a sound file")]
    Folder,
    /// It is a pipe, a socket or a device.
    #[error("is not an ordinary file")]
    NotAFile,
    /// Nothing in it looks like any format of sound.
    #[error("this is not a sound file we can read")]
    NotSound,
    /// A known format whose header cannot be read.
    #[error("the part that describes its sound is damaged or missing")]
    Header,
    /// A container without sound, such as a film without a sound track.
    #[error("it holds no sound track")]
    NoTrack,
    /// There is a sound track, and nothing in it.
    #[error("its sound track is empty")]
    NoSound,
    /// The sound is in a codec that is unknown or not supported.
    #[error("uses a codec we cannot decode ({0})")]
    Codec(String),
    /// Too many channels, or none.
    #[error("has {0} channels; we can play 1 to 8")]
    Channels(usize),
    /// A sample rate, in Hz, beyond what is sensible.
    #[error("has a sample rate of {0} Hz; we can play 4,000 to 768,000 Hz")]
    Rate(u32),
    /// Too much of it cannot be decoded.
    #[error("damaged beyond use after {0}")]
    Damaged(DecodeStage),
    /// The file ends before its music does.
    #[error("breaks off after {0}: the end of the file is missing")]
    BrokenOff(DecodeStage),
    /// The machine could not read it.
    #[error("{}", plainly(.0))]
    Io(#[from] io::Error),
}

/// A place in a piece of music, shown as minutes and seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeStage(pub Duration);

impl fmt::Display for DecodeStage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        write!(f, "{}:{:02}", seconds / 60, seconds % 60)
    }
}

/// The usual failures of a disk without the machine's numbers.
fn plainly(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "the file is gone".to_owned(),
        io::ErrorKind::PermissionDenied => "we are not allowed to read it (permission denied)".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_for_people() {
        let at = DecodeStage(Duration::from_millis(42_900));
        assert_eq!(Error::Damaged(at).to_string(), "damaged beyond use after 0:42");
        let long = DecodeStage(Duration::from_secs(3_700));
        assert_eq!(
            Error::BrokenOff(long).to_string(),
            "breaks off after 61:40: the end of the file is missing"
        );
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        assert_eq!(Error::from(denied).to_string(), "we are not allowed to read it (permission denied)");
    }
}
