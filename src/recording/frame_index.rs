//! The index of an archive file: where its pages begin.
//!
//! A record of 24 bytes for each page, big-endian: the number of the page's first frame, the page's offset in the file,
//! and when that frame begins, in microseconds. Pages are as long as each other but for the first and the last, so the
//! record of any frame is found without a search.

use std::fs::File;
use std::os::unix::fs::FileExt as _;

use super::FRAMES_PER_PAGE;

/// Length of a record in bytes.
pub(super) const RECORD: usize = 24;

/// The beginning of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct IndexRecord {
    /// The number of the page's first frame.
    pub(super) seq: u64,
    /// The page's offset in the file, in bytes.
    pub(super) offset: u64,
    /// Start of that frame, in microseconds of the server's clock.
    pub(super) time_us: u64,
}

impl IndexRecord {
    pub(super) fn to_bytes(self) -> [u8; RECORD] {
        let mut bytes = [0; RECORD];
        for (place, number) in bytes.chunks_exact_mut(8).zip([self.seq, self.offset, self.time_us]) {
            place.copy_from_slice(&number.to_be_bytes());
        }
        bytes
    }

    pub(super) fn read(bytes: &[u8; RECORD]) -> Self {
        let number =
            |at: usize| bytes[at..at + 8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        Self { seq: number(0), offset: number(8), time_us: number(16) }
    }

    /// Reads the record of the page that holds the frame `seq`, in the index of a file that begins with `first_seq`.
    pub(super) fn of_frame(index: &File, first_seq: u64, seq: u64) -> std::io::Result<Self> {
        let place = (seq / FRAMES_PER_PAGE).saturating_sub(first_seq / FRAMES_PER_PAGE);
        Self::at(index, place)
    }

    /// Reads the record `place`.
    pub(super) fn at(index: &File, place: u64) -> std::io::Result<Self> {
        let mut bytes = [0; RECORD];
        index.read_exact_at(&mut bytes, place * RECORD as u64)?;
        Ok(Self::read(&bytes))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn records_are_found_by_the_frames_of_their_pages() {
        let mut file = tempfile::tempfile().unwrap();
        let record = |seq| IndexRecord { seq, offset: seq * 3, time_us: seq * 20_000 };
        for seq in [1_017, 1_025, 1_050] {
            file.write_all(&record(seq).to_bytes()).unwrap();
        }
        let found = |seq| IndexRecord::of_frame(&file, 1_017, seq).ok().map(|found| found.seq);
        assert_eq!(
            [1_017, 1_024, 1_025, 1_049, 1_074].map(found),
            [1_017, 1_017, 1_025, 1_025, 1_050].map(Some)
        );
        assert_eq!(found(1_075), None);
        assert_eq!(IndexRecord::at(&file, 1).unwrap(), record(1_025));
    }
}
