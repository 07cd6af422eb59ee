//! Fragmented MP4 (ISO/IEC 14496-12) with Opus ("Encapsulation of Opus in ISO Base Media File Format") or AAC
//! (ISO/IEC 14496-14), for HLS.

use bytes::{BufMut, Bytes, BytesMut};

use super::{aac, id3};
use crate::audio::{CHANNELS, SAMPLE_RATE};
use crate::frame::{Codec, Rendition};
use crate::model::NowPlaying;

/// The only track's number.
const TRACK: u32 = 1;
/// Opus decoders need this many packets of 20 ms before the first one that is heard: 80 ms, counted backwards.
const OPUS_ROLL_DISTANCE: i16 = -4;
/// Each frame of AAC overlaps with the one before.
const AAC_ROLL_DISTANCE: i16 = -1;
/// Tags of descriptors, and the object and stream types of AAC (ISO/IEC 14496-1 section 7.2.6).
const ES_DESCRIPTOR: u8 = 3;
const DECODER_CONFIG: u8 = 4;
const DECODER_SPECIFIC_INFO: u8 = 5;
const SL_CONFIG: u8 = 6;
const MPEG4_AUDIO: u8 = 0x40;
const AUDIO_STREAM: u8 = 0x15;
/// `default-base-is-moof`, and in runs `data-offset-present` and `sample-size-present` (sections 8.8.7, 8.8.8).
const DEFAULT_BASE_IS_MOOF: u32 = 0x02_0000;
const DEFAULT_DURATION: u32 = 0x08;
const DATA_OFFSET: u32 = 0x01;
const SAMPLE_SIZE: u32 = 0x200;
/// The scheme of events that hold an ID3 tag ("Carriage of ID3 Timed Metadata in CMAF").
const ID3_SCHEME: &[u8] = b"https://aomedia.org/emsg/ID3\0\0";

/// A title with its place on the station's sample clock.
#[derive(Clone, Debug)]
pub struct TimedTitle {
    /// The sample from which on it holds.
    pub sample: u64,
    /// The title.
    pub now_playing: NowPlaying,
}

/// The initialization section of a rendition of Opus or AAC: everything a decoder needs before the first fragment.
pub fn init(rendition: &Rendition) -> Bytes {
    let mut out = BytesMut::with_capacity(1_024);
    write_box(&mut out, *b"ftyp", |out| {
        out.put_slice(b"iso6\0\0\0\0iso6cmfcmp41");
    });
    write_box(&mut out, *b"moov", |out| {
        write_box(out, *b"mvhd", movie_header);
        write_box(out, *b"trak", |out| track(out, rendition));
        write_box(out, *b"mvex", |out| {
            write_box(out, *b"trex", |out| {
                full(out, 0, 0);
                for value in [TRACK, 1, 0, 0, 0] {
                    out.put_u32(value);
                }
            });
        });
    });
    out.freeze()
}

/// A fragment whose `packets`, each `packet_samples` long, begin at the sample `begin`; `number` counts
/// fragments. Titles stand before the sound they describe.
pub fn fragment(
    number: u32,
    begin: u64,
    packet_samples: u32,
    packets: &[Bytes],
    titles: &[TimedTitle],
) -> Bytes {
    let sound: usize = packets.iter().map(Bytes::len).sum();
    let mut out = BytesMut::with_capacity(256 + packets.len() * 4 + sound);
    for title in titles {
        write_box(&mut out, *b"emsg", |out| event(out, title));
    }
    let moof = out.len();
    let mut data_offset = 0;
    write_box(&mut out, *b"moof", |out| {
        write_box(out, *b"mfhd", |out| {
            full(out, 0, 0);
            out.put_u32(number);
        });
        write_box(out, *b"traf", |out| {
            write_box(out, *b"tfhd", |out| {
                full(out, 0, DEFAULT_BASE_IS_MOOF | DEFAULT_DURATION);
                out.put_u32(TRACK);
                out.put_u32(packet_samples);
            });
            write_box(out, *b"tfdt", |out| {
                full(out, 1, 0);
                out.put_u64(begin);
            });
            write_box(out, *b"trun", |out| {
                full(out, 0, DATA_OFFSET | SAMPLE_SIZE);
                out.put_u32(packets.len() as u32);
                data_offset = out.len();
                out.put_u32(0);
                for packet in packets {
                    out.put_u32(packet.len() as u32);
                }
            });
            write_box(out, *b"sbgp", |out| {
                full(out, 0, 0);
                out.put_slice(b"roll");
                for value in [1, packets.len() as u32, 1] {
                    out.put_u32(value);
                }
            });
        });
    });
    // The sound begins after the header of `mdat`.
    let offset = (out.len() - moof + 8) as u32;
    out[data_offset..data_offset + 4].copy_from_slice(&offset.to_be_bytes());
    write_box(&mut out, *b"mdat", |out| packets.iter().for_each(|packet| out.put_slice(packet)));
    out.freeze()
}

/// An event message of version 1, with an ID3 tag.
fn event(out: &mut BytesMut, title: &TimedTitle) {
    full(out, 1, 0);
    out.put_u32(SAMPLE_RATE);
    out.put_u64(title.sample);
    // It lasts until the next one.
    out.put_u32(u32::MAX);
    out.put_u32(title.sample as u32);
    out.put_slice(ID3_SCHEME);
    out.put_slice(&id3::title(&title.now_playing));
}

fn movie_header(out: &mut BytesMut) {
    full(out, 0, 0);
    out.put_bytes(0, 8);
    out.put_u32(SAMPLE_RATE);
    out.put_u32(0);
    out.put_u32(0x0001_0000);
    out.put_u16(0x0100);
    out.put_bytes(0, 10);
    matrix(out);
    out.put_bytes(0, 24);
    out.put_u32(TRACK + 1);
}

fn track(out: &mut BytesMut, rendition: &Rendition) {
    write_box(out, *b"tkhd", |out| {
        // Enabled and in the movie.
        full(out, 0, 3);
        out.put_bytes(0, 8);
        out.put_u32(TRACK);
        out.put_bytes(0, 16);
        // Layer 0, alternate group 0, full volume.
        out.put_u32(0);
        out.put_u16(0x0100);
        out.put_u16(0);
        matrix(out);
        out.put_bytes(0, 8);
    });
    // Opus states what decoders leave out in its own box.
    if rendition.codec != Codec::Opus {
        write_box(out, *b"edts", |out| write_box(out, *b"elst", |out| edit_list(out, rendition.pre_skip)));
    }
    write_box(out, *b"mdia", |out| {
        write_box(out, *b"mdhd", |out| {
            full(out, 0, 0);
            out.put_bytes(0, 8);
            out.put_u32(SAMPLE_RATE);
            out.put_u32(0);
            // The language `und`, five bits a letter.
            out.put_u16(0x55C4);
            out.put_u16(0);
        });
        write_box(out, *b"hdlr", |out| {
            full(out, 0, 0);
            out.put_slice(b"\0\0\0\0soun");
            out.put_bytes(0, 12);
            out.put_slice(b"Longwave\0");
        });
        write_box(out, *b"minf", |out| {
            write_box(out, *b"smhd", |out| {
                full(out, 0, 0);
                out.put_u32(0);
            });
            write_box(out, *b"dinf", |out| {
                write_box(out, *b"dref", |out| {
                    full(out, 0, 0);
                    out.put_u32(1);
                    write_box(out, *b"url ", |out| full(out, 0, 1));
                });
            });
            write_box(out, *b"stbl", |out| sample_table(out, rendition));
        });
    });
}

/// An edit list with one entry: what is heard begins `delay` samples after what is decoded, so that every sample is heard
/// at its time on the station's clock. It lasts as long as the fragments do, which is written as 0.
fn edit_list(out: &mut BytesMut, delay: u16) {
    full(out, 0, 0);
    out.put_u32(1);
    out.put_u32(0);
    out.put_u32(u32::from(delay));
    // At the speed of time.
    out.put_u32(0x0001_0000);
}

/// The description of the samples' codec.
fn sample_entry(out: &mut BytesMut, rendition: &Rendition) {
    let kind = if rendition.codec == Codec::Opus { *b"Opus" } else { *b"mp4a" };
    write_box(out, kind, |out| {
        out.put_bytes(0, 6);
        out.put_u16(1);
        out.put_bytes(0, 8);
        out.put_u16(CHANNELS as u16);
        out.put_u16(16);
        out.put_u32(0);
        out.put_u32(SAMPLE_RATE << 16);
        if rendition.codec == Codec::Opus {
            write_box(out, *b"dOps", |out| {
                out.put_u8(0);
                out.put_u8(CHANNELS as u8);
                out.put_u16(rendition.pre_skip);
                out.put_u32(SAMPLE_RATE);
                out.put_i16(0);
                out.put_u8(0);
            });
        } else {
            write_box(out, *b"esds", |out| elementary_stream(out, rendition));
        }
    });
}

/// The descriptor of an AAC stream.
fn elementary_stream(out: &mut BytesMut, rendition: &Rendition) {
    full(out, 0, 0);
    descriptor(out, ES_DESCRIPTOR, |out| {
        // The track names it; no flags.
        out.put_u16(0);
        out.put_u8(0);
        descriptor(out, DECODER_CONFIG, |out| {
            out.put_u8(MPEG4_AUDIO);
            out.put_u8(AUDIO_STREAM);
            // The size of the decoder's buffer, in 24 bits, is not stated.
            out.put_bytes(0, 3);
            out.put_u32(rendition.bitrate);
            out.put_u32(rendition.bitrate);
            descriptor(out, DECODER_SPECIFIC_INFO, |out| {
                out.put_slice(aac::specific_config(rendition.codec));
            });
        });
        // Predefined for MP4 files.
        descriptor(out, SL_CONFIG, |out| out.put_u8(2));
    });
}

/// Writes a descriptor of less than 128 bytes.
fn descriptor(out: &mut BytesMut, tag: u8, content: impl FnOnce(&mut BytesMut)) {
    out.put_u8(tag);
    let size = out.len();
    out.put_u8(0);
    content(out);
    out[size] = (out.len() - size - 1) as u8;
}

fn sample_table(out: &mut BytesMut, rendition: &Rendition) {
    write_box(out, *b"stsd", |out| {
        full(out, 0, 0);
        out.put_u32(1);
        sample_entry(out, rendition);
    });
    for kind in [*b"stts", *b"stsc"] {
        write_box(out, kind, |out| {
            full(out, 0, 0);
            out.put_u32(0);
        });
    }
    write_box(out, *b"stsz", |out| {
        full(out, 0, 0);
        out.put_u64(0);
    });
    write_box(out, *b"stco", |out| {
        full(out, 0, 0);
        out.put_u32(0);
    });
    write_box(out, *b"sgpd", |out| {
        full(out, 1, 0);
        out.put_slice(b"roll");
        out.put_u32(2);
        out.put_u32(1);
        out.put_i16(if rendition.codec == Codec::Opus { OPUS_ROLL_DISTANCE } else { AAC_ROLL_DISTANCE });
    });
}

/// The matrix that leaves a picture as it is.
fn matrix(out: &mut BytesMut) {
    for value in [0x0001_0000, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000] {
        out.put_u32(value);
    }
}

/// The version and flags of a full box.
fn full(out: &mut BytesMut, version: u8, flags: u32) {
    out.put_u32(u32::from(version) << 24 | flags);
}

/// Writes a box: its size, its type and what `content` writes.
fn write_box(out: &mut BytesMut, kind: [u8; 4], content: impl FnOnce(&mut BytesMut)) {
    let begin = out.len();
    out.put_u32(0);
    out.put_slice(&kind);
    content(out);
    let size = (out.len() - begin) as u32;
    out[begin..begin + 4].copy_from_slice(&size.to_be_bytes());
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{SourceKind, Title};

    /// The paths of all boxes, each with where its content stands.
    fn boxes(bytes: &[u8]) -> Vec<(String, std::ops::Range<usize>)> {
        fn walk(
            bytes: &[u8],
            within: std::ops::Range<usize>,
            path: &str,
            found: &mut Vec<(String, std::ops::Range<usize>)>,
        ) {
            let mut at = within.start;
            while at < within.end {
                let size = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
                let kind = std::str::from_utf8(&bytes[at + 4..at + 8]).unwrap();
                assert!(size >= 8 && at + size <= within.end, "{path}/{kind} has {size} bytes");
                let path = format!("{path}/{kind}");
                found.push((path.clone(), at + 8..at + size));
                let skip = match kind {
                    "moov" | "trak" | "edts" | "mdia" | "minf" | "stbl" | "dinf" | "mvex" | "moof"
                    | "traf" => Some(0),
                    "stsd" | "dref" => Some(8),
                    "Opus" | "mp4a" => Some(28),
                    _ => None,
                };
                if let Some(skip) = skip {
                    walk(bytes, at + 8 + skip..at + size, &path, found);
                }
                at += size;
            }
        }
        let mut found = Vec::new();
        walk(bytes, 0..bytes.len(), "", &mut found);
        found
    }

    fn content<'a>(bytes: &'a [u8], path: &str) -> &'a [u8] {
        let found = boxes(bytes);
        let (_, place) = found.iter().find(|(known, _)| known == path).expect(path);
        &bytes[place.clone()]
    }

    #[test]
    fn the_init_section_describes_one_track_of_opus() {
        let init = init(&Rendition { pre_skip: 312, ..Rendition::new("opus-96", Codec::Opus, 96_000) });
        assert!(boxes(&init).iter().all(|(path, _)| path != "/moov/trak/edts"));
        let opus = content(&init, "/moov/trak/mdia/minf/stbl/stsd/Opus/dOps");
        assert_eq!(opus, [0, 2, 1, 56, 0, 0, 0xBB, 0x80, 0, 0, 0]);
        for path in ["/ftyp", "/moov/mvhd", "/moov/mvex/trex", "/moov/trak/mdia/minf/dinf/dref/url "] {
            content(&init, path);
        }
        assert_eq!(content(&init, "/moov/mvhd").len(), 100);
        assert_eq!(content(&init, "/moov/trak/tkhd").len(), 84);
    }

    #[test]
    fn the_init_section_of_aac_leaves_out_what_the_encoder_put_before_the_sound() {
        let check = |codec, config: &[u8]| {
            let init = init(&Rendition { pre_skip: 2_048, ..Rendition::new("aac", codec, 128_000) });
            let edit = content(&init, "/moov/trak/edts/elst");
            assert_eq!(edit, [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 8, 0, 0, 1, 0, 0]);
            let stream = content(&init, "/moov/trak/mdia/minf/stbl/stsd/mp4a/esds");
            let rest = 13 + 2 + config.len();
            let expected = [
                &[0, 0, 0, 0, 3, (3 + 2 + rest + 3) as u8, 0, 0, 0, 4, rest as u8, 0x40, 0x15, 0, 0, 0][..],
                &[0, 1, 0xF4, 0, 0, 1, 0xF4, 0, 5, config.len() as u8],
                config,
                &[6, 1, 2],
            ];
            assert_eq!(stream, expected.concat());
        };
        check(Codec::Aac, &[0x11, 0x90]);
        check(Codec::HeAac, &[0xEB, 0x09, 0x88, 0x00]);
    }

    #[test]
    fn a_fragments_packets_are_found_by_its_tables() {
        let packets: Vec<Bytes> = (1..=10_u8).map(|n| vec![n; usize::from(n)].into()).collect();
        let title = TimedTitle {
            sample: 5_000,
            now_playing: NowPlaying { time_us: 0, what: Arc::new(Title::plain(SourceKind::Autodj, "One")) },
        };
        for titles in [vec![], vec![title]] {
            let fragment = fragment(7, 86_000_000_000_000, 960, &packets, &titles);
            assert_eq!(content(&fragment, "/moof/traf/tfdt")[4..], 86_000_000_000_000_u64.to_be_bytes());
            let run = content(&fragment, "/moof/traf/trun");
            let number = |at: usize| u32::from_be_bytes(run[at..at + 4].try_into().unwrap()) as usize;
            assert_eq!(number(4), 10);
            let moof = boxes(&fragment).iter().find(|(path, _)| path == "/moof").unwrap().1.start - 8;
            let mut at = moof + number(8);
            for (n, packet) in packets.iter().enumerate() {
                let size = number(12 + n * 4);
                assert_eq!(fragment[at..at + size], packet[..]);
                at += size;
            }
            assert_eq!(at, fragment.len());
            if !titles.is_empty() {
                let event = content(&fragment, "/emsg");
                assert_eq!(event[..8], [1, 0, 0, 0, 0, 0, 0xBB, 0x80]);
                assert_eq!(event[8..16], 5_000_u64.to_be_bytes());
                assert_eq!(&event[24..54], ID3_SCHEME);
                assert_eq!(&event[54..57], b"ID3");
            }
        }
    }
}
