//! The record shelf: what music there is in the media folder.
//!
//! In: a folder, looked at again and again. Out: files that can be played, their titles, covers and loudness,
//! and what is wrong with the others.
//! Never: changes or deletes a file, holds a lock while it reads one, or calls an empty folder an error.

mod shelf;

mod folder;

mod catalogue;

mod news;

mod cover;
mod loudness;
mod tags;

#[cfg(test)]
mod tests;

pub use crate::decode::Error;
pub use catalogue::{Changes, File, Trouble};
pub use loudness::measure;
pub use shelf::Library;
