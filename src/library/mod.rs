//! The record shelf: what music there is in the media folder.
//!
//! In: a folder, looked at again and again. Out: files that can be played, their titles, covers and what is
//! measured of their sound, in the store too; and what is wrong with the others.
//! Never: changes more of a file than the tags that a person wants in it, removes one unless a person says so,
//! takes one in that was not played to its end, holds a lock while it reads one, calls an empty folder an error, or
//! forgets a track because its file is gone.

mod shelf;

mod folder;

mod catalogue;

mod news;

mod album;
mod cover;
mod gallery;
mod logo;
mod picture;

mod gapless;
mod loudness;
mod tagger;
mod tags;

mod analysis;
mod index;
mod sound;

mod analyst;
mod librarian;

mod intake;
mod watch;
mod waveform;

#[cfg(test)]
mod tests;

pub use crate::decode::Error;
pub use analysis::{MEASURED_BY, analyse, measure};
pub use analyst::{Analyst, Outcome};
pub use catalogue::{Changes, File, Trouble};
pub use gallery::Sought;
pub use index::{Indexed, Progress};
pub use intake::{Error as IntakeError, Examiner, Intake, MOST_BYTES, MOST_PART, Offer};
pub use librarian::Librarian;
pub use logo::{UnfitLogo, logo};
pub use shelf::Library;
pub use waveform::{POINTS, Waveform};
