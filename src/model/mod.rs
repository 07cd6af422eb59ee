//! Plain data that rooms hand to each other.
//!
//! In: nothing. Out: nothing. Never: does anything.

mod now_playing;
mod track;

pub use now_playing::{NowPlaying, SourceKind, Title};
pub use track::{Cover, CoverId, Loudness, Track};
