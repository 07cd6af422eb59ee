//! Framing of packets for the wire.
//!
//! In: frames and titles. Out: bytes that every listener of a kind shares. Never: keeps any state of a listener;
//! whatever changes from page to page is derived from the frames' numbers.

pub mod aac;
pub mod fmp4;
pub mod icy;
pub mod id3;
pub mod longwave_v1;
pub mod mpeg_audio;
pub mod ogg_flac;
pub mod ogg_opus;
pub mod ogg_opus_chained;
pub mod ogg_opus_file;
