//! The music library: the tracks in the media folder.
//!
//! In: a folder, looked at again and again. Out: files that can be played, their titles, covers and what is
//! measured of their sound, in the store too; and what is wrong with the others.
//! Never: changes more of a file than the tags that a person wants in it, removes one unless a person says so,
//! takes one in that was not played to its end, holds a lock while it reads one, calls an empty folder an error, or
//! forgets a track because its file is gone.

mod handle;

mod folder;

mod catalogue;

mod scan_log;

mod album;
mod cover;
mod cover_cache;
mod logo;
mod picture;

mod gapless;
mod loudness;
mod tagger;
mod tags;

mod analysis;
mod fingerprint;
mod index;

mod analyzer;
mod scanner;

mod intake;
mod watch;
mod waveform;

mod excerpt;
mod voice_files;

#[cfg(test)]
mod tests;

pub use crate::decode::Error;
pub use analysis::{MEASURED_BY, analyse, measure};
pub use analyzer::{Analyzer, Outcome};
pub use catalogue::{Changes, File, FileProblem};
pub use excerpt::{Excerpt, excerpt};
pub use handle::MusicLibrary;
pub use index::{Indexed, Progress};
pub use intake::{Intake, IntakeError, MOST_BYTES, MOST_PART, Offer, UploadChecker};
pub use logo::{UnfitLogo, logo};
pub use scanner::LibraryScanner;
#[cfg(any(test, fuzzing))]
pub(crate) use tags::fuzz_tags;
pub use voice_files::{MOST_VOICE_BYTES, UnfitVoice, VoiceFiles};
pub use waveform::{POINTS, Waveform};
