//! Streams of frames that need no container: where a frame begins.

/// Frames in a row by which a beginning is known.
const IN_A_ROW: usize = 3;

/// Bit rates of MPEG-1 layer III and of MPEG-2 and 2.5 layer III, in kbit/s (ISO 11172-3, ISO 13818-3).
const RATES: [[usize; 16]; 2] = [
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0],
];
/// Sample rates of MPEG-1.
const SAMPLE_RATES: [usize; 4] = [44_100, 48_000, 32_000, 0];

/// Returns `bytes` from the first frame on after which others follow; all of them if there is none, as with other kinds of
/// frames.
pub(super) fn aligned(bytes: &[u8]) -> &[u8] {
    if bytes.starts_with(b"ID3") {
        return bytes;
    }
    let begins = |begin: &usize| {
        let mut place = *begin;
        (0..IN_A_ROW).all(|_| {
            let length = bytes.get(place..).and_then(frame_length);
            place += length.unwrap_or_default();
            length.is_some()
        })
    };
    let begin = (0..bytes.len()).find(begins);
    &bytes[begin.unwrap_or_default()..]
}

/// Returns the length of the frame of MP3 or ADTS at the beginning of `bytes`.
fn frame_length(bytes: &[u8]) -> Option<usize> {
    let &[first, second, third, fourth, fifth, sixth] = bytes.first_chunk()?;
    if first != 0xFF || second & 0xE0 != 0xE0 {
        return None;
    }
    // ADTS has layer 0 (ISO 14496-3 section 1.A.3.2).
    if second & 0xF6 == 0xF0 {
        let length = usize::from(fourth & 3) << 11 | usize::from(fifth) << 3 | usize::from(sixth >> 5);
        return (length > 7).then_some(length);
    }
    let (version, layer) = (second >> 3 & 3, second >> 1 & 3);
    if version == 1 || layer != 1 {
        return None;
    }
    let is_first = version == 3;
    let rate = RATES[usize::from(!is_first)][usize::from(third >> 4)];
    let slower = [2, 0, 1, 0][usize::from(version)];
    let sample_rate = SAMPLE_RATES[usize::from(third >> 2 & 3)] >> slower;
    let samples_per_8 = if is_first { 144 } else { 72 };
    let padding = usize::from(third >> 1 & 1);
    (rate > 0 && sample_rate > 0).then(|| samples_per_8 * rate * 1_000 / sample_rate + padding)
}

/// Returns the length of FLAC's metadata (RFC 9639 section 8), once all of it is there.
pub(super) fn flac_head(bytes: &[u8]) -> Option<usize> {
    let mut length = 4;
    loop {
        let &[kind, size @ ..] = bytes.get(length..)?.first_chunk::<4>()?;
        length += 4 + size.iter().fold(0, |size, byte| size << 8 | usize::from(*byte));
        if kind & 0x80 != 0 {
            return (bytes.len() >= length).then_some(length);
        }
    }
}
