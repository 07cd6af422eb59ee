//! Files of music and streams that are being sent, decoded to the mixer's PCM.
//!
//! In: a path, bytes as they come, or packets with losses. Out: stereo at 48 kHz; of a file a block at a time, from the first sample
//! to the last of the music, of a stream as soon as it is there.
//! Never: panics or loops on what is in them, trusts a name, or believes a header about sizes.

mod error;

mod reader;
mod stream;

mod found_tags;
mod id3;
mod mkv_tags;

mod link;
mod probe;

mod edges;
mod mkv;
mod mp4;

mod layout;
mod opus;
mod opus_packets;

#[cfg(test)]
mod tests;

pub use error::Error;
pub use opus_packets::{MOST_OPUS_GAP, MOST_OPUS_PACKET, OpusPackets, opus_record, opus_samples};
pub use reader::Reader;
pub use stream::{Event, Stream, StreamTags};

/// Endings of the names of files that can hold music this room reads, in lower case.
///
/// A hint for who walks folders; what a file really is, its content says.
pub const EXTENSIONS: &[&str] = &[
    "aac", "adts", "aif", "aifc", "aiff", "alac", "caf", "flac", "m4a", "m4b", "m4r", "mka", "mkv", "mov",
    "mp1", "mp2", "mp3", "mp4", "oga", "ogg", "ogx", "opus", "w64", "wav", "wave", "weba", "webm",
];
