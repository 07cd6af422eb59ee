//! Validates Ogg Opus streams (RFC 3533, RFC 7845).

use super::{Broken, ReceivedSound, Step};
use crate::audio::{BLOCK, SAMPLE_RATE};
use crate::container::ogg_opus::has_its_checksum;

/// Bytes of a page before its table of segments.
const PAGE_HEADER: usize = 27;
const CONTINUED: u8 = 1;
const FIRST: u8 = 2;
const LAST: u8 = 4;
/// Pages that are remembered: listeners are at most so many apart, or a page is looked through again.
const KNOWN: usize = 64;

/// Pages that were found to be right. Most listeners get the same ones: comparing is cheaper than checking.
pub(super) struct Known {
    /// By number, each with the samples in it.
    pages: Vec<(Vec<u8>, u64)>,
}

/// Parser state of one listener.
#[derive(Default)]
pub(super) struct Ogg {
    stream: Option<Stream>,
}

struct Stream {
    serial: u32,
    /// The number of the page that comes next; listeners may join between the headers and the sound.
    next: Option<u32>,
    /// Granule position of the last page of sound, in samples; 0 before the first.
    granule: u64,
    is_over: bool,
}

/// A page, in its place.
struct Page<'a> {
    whole: &'a [u8],
    flags: u8,
    granule: u64,
    serial: u32,
    number: u32,
    body: &'a [u8],
    segments: &'a [u8],
}

impl Known {
    pub(super) fn new() -> Self {
        Self { pages: vec![(Vec::new(), 0); KNOWN] }
    }

    /// The samples in a page whose bytes are what they should be.
    fn samples(&mut self, page: &Page<'_>) -> Result<u64, Broken> {
        let known = &mut self.pages[page.number as usize % KNOWN];
        if known.0 != page.whole {
            if !has_its_checksum(page.whole) {
                return Err(Broken("a page's checksum is wrong"));
            }
            let samples = page.samples()?;
            known.0.clear();
            known.0.extend_from_slice(page.whole);
            known.1 = samples;
        }
        Ok(known.1)
    }
}

impl Ogg {
    /// Takes the next page out of what came.
    pub(super) fn step(&mut self, bytes: &[u8], known: &mut Known) -> Result<Step, Broken> {
        if !bytes.iter().zip(b"OggS\0").all(|(is, should)| is == should) {
            return Err(Broken("a page does not begin where the last one ends"));
        }
        let Some(page) = Page::read(bytes) else { return Ok(Step::More) };
        let samples = known.samples(&page)?;
        Ok(Step::Took(page.whole.len(), self.page(&page, samples)?))
    }

    fn page(&mut self, page: &Page<'_>, samples: u64) -> Result<ReceivedSound, Broken> {
        if page.flags & FIRST != 0 {
            return self.begin(page);
        }
        let stream = self.stream.as_mut().ok_or(Broken("the stream does not begin with a first page"))?;
        if page.serial != stream.serial || stream.is_over {
            return Err(Broken("a page belongs to no stream that has begun"));
        }
        // After the headers, the sound goes on with whatever page there is now.
        let is_missing = match stream.next {
            Some(next) if page.number < next => return Err(Broken("the numbers of pages go back")),
            Some(next) => page.number > next && stream.granule > 0,
            None => false,
        };
        stream.next = page.number.checked_add(1);
        stream.is_over = page.flags & LAST != 0;
        if page.granule == 0 {
            return Ok(ReceivedSound::Aside);
        }
        let begins_at = page.granule.checked_sub(samples);
        let before = std::mem::replace(&mut stream.granule, page.granule);
        let end = if stream.is_over { ReceivedSound::End } else { ReceivedSound::Aside };
        let missing = match (before, begins_at) {
            // The page may be cut short, or there may be samples before time began.
            _ if stream.is_over => return Ok(end),
            (0, _) => 0,
            (before, Some(begins_at)) if begins_at == before || is_missing && begins_at > before => {
                begins_at - before
            }
            _ => return Err(Broken("a page's position does not fit its sound")),
        };
        let us = samples * 1_000_000 / u64::from(SAMPLE_RATE);
        Ok(ReceivedSound::Sound { us, skipped: missing / BLOCK as u64 })
    }

    fn begin(&mut self, page: &Page<'_>) -> Result<ReceivedSound, Broken> {
        if self.stream.as_ref().is_some_and(|stream| !stream.is_over) {
            return Err(Broken("another stream begins in the midst of one"));
        }
        if !page.body.starts_with(b"OpusHead") {
            return Err(Broken("the stream is not one of Opus"));
        }
        let next = page.number.checked_add(1);
        self.stream = Some(Stream { serial: page.serial, next, granule: 0, is_over: false });
        Ok(ReceivedSound::Aside)
    }
}

impl<'a> Page<'a> {
    /// The page at the beginning of `bytes`; `None` if it is not all there.
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let header = bytes.get(..PAGE_HEADER)?;
        let segments = bytes.get(PAGE_HEADER..PAGE_HEADER + usize::from(header[26]))?;
        let begin = PAGE_HEADER + segments.len();
        let length: usize = segments.iter().map(|length| usize::from(*length)).sum();
        let body = bytes.get(begin..begin + length)?;
        let number = |at: usize, count: usize| {
            header[at..at + count].iter().rev().fold(0, |n, byte| n << 8 | u64::from(*byte))
        };
        Some(Self {
            whole: &bytes[..begin + length],
            flags: header[5],
            granule: number(6, 8),
            serial: number(14, 4) as u32,
            number: number(18, 4) as u32,
            body,
            segments,
        })
    }

    /// The samples in its packets, each of which must be whole.
    fn samples(&self) -> Result<u64, Broken> {
        if self.granule == 0 {
            return Ok(0);
        }
        if self.flags & CONTINUED != 0 || self.segments.last().is_none_or(|last| *last == 255) {
            return Err(Broken("a packet is not whole on its page"));
        }
        let (mut samples, mut begin, mut end) = (0, 0, 0);
        for segment in self.segments {
            end += usize::from(*segment);
            if *segment < 255 {
                let in_packet = opus::packet::get_nb_samples(&self.body[begin..end], SAMPLE_RATE);
                samples += in_packet.map_err(|_| Broken("a packet is not one of Opus"))? as u64;
                begin = end;
            }
        }
        Ok(samples)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::ogg_opus::OggOpus;
    use crate::format::{Cadence, Framing, StreamInfo};
    use crate::frame::{Codec, Frame, Rendition};
    use crate::loadtest::told;

    /// 20 ms of stereo to a packet (RFC 6716 section 3.1), 300 bytes of it, so that pages have more segments.
    fn frames(numbers: std::ops::Range<u64>) -> Vec<Frame> {
        numbers.map(|seq| Frame { seq, time_us: 0, payload: vec![0xFC; 300].into() }).collect()
    }

    fn framing(first: u64) -> OggOpus {
        let rendition = &Rendition { pre_skip: 312, ..Rendition::new("opus-96", Codec::Opus, 96_000) };
        OggOpus::new(&StreamInfo {
            station: "main",
            base_path: "",
            rendition,
            first_seq: first,
            cadence: Cadence::Us(200_000),
            frames_per_message: 10,
        })
    }

    /// Checks the summary of a stream, fed in pieces of several sizes.
    #[track_caller]
    fn check(pages: &[Vec<u8>], expected: &str) {
        let stream = pages.concat();
        for piece in [1, 100, 100_000] {
            let (mut ogg, mut known) = (Ogg::default(), Known::new());
            let told = told(&stream, piece, |held| ogg.step(held, &mut known));
            assert_eq!(told, expected, "in pieces of {piece}");
        }
    }

    fn pages() -> [Vec<u8>; 4] {
        let framing = framing(1_003);
        let page = |numbers| framing.pack(&frames(numbers), None).to_vec();
        [framing.header().to_vec(), page(1_020..1_030), page(1_030..1_040), page(1_040..1_050)]
    }

    #[test]
    fn a_stream_as_promised_is_heard() {
        let [header, first, second, third] = pages();
        let farewell = framing(1_003).end_of_stream(1_049).to_vec();
        let whole = [header.clone(), first.clone(), second, third.clone(), farewell];
        check(&whole, "aside; aside; 200 ms; 200 ms; 200 ms; end");
        check(&[header, first, third], "aside; aside; 200 ms; 10 lost, 200 ms");
        let at_sign_on = framing(1_003).pack(&frames(1_003..1_010), None).to_vec();
        check(&[framing(1_003).header().to_vec(), at_sign_on], "aside; aside; 140 ms");
    }

    #[test]
    fn a_stream_that_is_wrong_is_found_out() {
        let [header, first, second, _] = pages();
        let wrong = |at: usize| {
            let mut page = second.clone();
            page[at] ^= 1;
            [header.clone(), first.clone(), page]
        };
        let heard = |then: &str| format!("aside; aside; 200 ms; {then}");
        for at in [5, 6, 14, 18, 22, 60, 1_000] {
            check(&wrong(at), &heard("a page's checksum is wrong"));
        }
        for at in [0, 4] {
            check(&wrong(at), &heard("a page does not begin where the last one ends"));
        }
        let twice = [header.clone(), first.clone(), second.clone(), first.clone()];
        check(&twice, &heard("200 ms; the numbers of pages go back"));
        check(std::slice::from_ref(&first), "the stream does not begin with a first page");
        let other = framing(1_004).pack(&frames(1_030..1_040), None).to_vec();
        check(&[header.clone(), first.clone(), other], &heard("a page belongs to no stream that has begun"));
        let again = [header.clone(), first.clone(), header.clone()];
        check(&again, &heard("another stream begins in the midst of one"));
        // Nine frames where there is room for ten.
        let short = framing(1_003).pack(&frames(1_031..1_040), None).to_vec();
        check(&[header.clone(), first, short], &heard("a page's position does not fit its sound"));
    }

    #[test]
    fn a_page_like_the_last_one_but_for_a_byte_is_not_taken_for_it() {
        let [header, first, ..] = pages();
        let mut known = Known::new();
        let mut hears = |page: &[u8]| {
            let mut ogg = Ogg::default();
            let mut rest = &header[..];
            while let Ok(Step::Took(length, _)) = ogg.step(rest, &mut known) {
                rest = &rest[length..];
                if rest.is_empty() {
                    break;
                }
            }
            ogg.step(page, &mut known)
        };
        let length = first.len();
        assert_eq!(hears(&first), Ok(Step::Took(length, ReceivedSound::Sound { us: 200_000, skipped: 0 })));
        let mut wrong = first.clone();
        wrong[length - 1] ^= 1;
        assert_eq!(hears(&wrong), Err(Broken("a page's checksum is wrong")));
        assert_eq!(hears(&first), Ok(Step::Took(length, ReceivedSound::Sound { us: 200_000, skipped: 0 })));
    }
}
