//! Decides what plays next, and why.
//!
//! In: the files there are. Out: the one to play. Never: opens a file.

mod rotation;

pub use rotation::Rotation;
