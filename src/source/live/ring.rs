//! Sound on its way from a connection's thread to the audio thread, which never waits for it.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use crate::audio::{CHANNELS, SAMPLE_RATE};

/// The most frames that are kept: eight seconds, for a sender of pieces of three on a line with gaps of four.
pub(super) const MOST: usize = 8 * SAMPLE_RATE as usize;
/// The most that are kept until [`SampleRing::widen`] is called: two seconds.
pub(super) const MOST_AT_FIRST: usize = 2 * SAMPLE_RATE as usize;

/// One frame of stereo sound.
pub(super) type Frame = [f32; CHANNELS];

/// A ring of frames for one writer and one reader, without a lock: a frame is one number of 64 bits.
///
/// Places count frames since the line was opened.
pub(super) struct SampleRing {
    slots: Box<[AtomicU64]>,
    /// The most frames that may be buffered.
    limit: AtomicUsize,
    written: AtomicU64,
    read: AtomicU64,
}

impl SampleRing {
    /// A ring for a DJ.
    pub(super) fn new() -> Self {
        Self { limit: AtomicUsize::new(MOST_AT_FIRST), ..Self::of(MOST) }
    }

    /// A ring for `most` frames.
    pub(super) fn of(most: usize) -> Self {
        Self {
            slots: (0..most.max(1)).map(|_| AtomicU64::new(0)).collect(),
            limit: AtomicUsize::new(most),
            written: AtomicU64::new(0),
            read: AtomicU64::new(0),
        }
    }

    /// Lets as many frames wait as there is memory for.
    pub(super) fn widen(&self) {
        self.limit.store(self.slots.len(), Ordering::Release);
    }

    /// Returns the number of buffered frames.
    pub(super) fn fill(&self) -> usize {
        let read = self.read.load(Ordering::Acquire);
        self.written().saturating_sub(read) as usize
    }

    /// The place where the next frame is written.
    pub(super) fn written(&self) -> u64 {
        self.written.load(Ordering::Acquire)
    }

    /// The place of the frame that is read next.
    pub(super) fn read(&self) -> u64 {
        self.read.load(Ordering::Acquire)
    }

    /// Writes as many frames as there is room for and returns their number. For the writer only.
    pub(super) fn push(&self, frames: &[Frame]) -> usize {
        let written = self.written();
        let count = frames.len().min(self.limit.load(Ordering::Acquire).saturating_sub(self.fill()));
        for (place, frame) in (written..).zip(&frames[..count]) {
            let bits = u64::from(frame[0].to_bits()) << 32 | u64::from(frame[1].to_bits());
            self.slots[place as usize % self.slots.len()].store(bits, Ordering::Relaxed);
        }
        self.written.store(written + count as u64, Ordering::Release);
        count
    }

    /// Appends the next `count` frames to `frames`, or as many as there are. For the reader only.
    pub(super) fn take(&self, count: usize, frames: &mut Vec<Frame>) {
        let (read, count) = (self.read(), count.min(self.fill()));
        frames.extend((read..read + count as u64).map(|place| self.slot(place)));
        self.read.store(read + count as u64, Ordering::Release);
    }

    /// Appends `count` frames from the one that comes `ahead` of the next, or as many as there are, and leaves
    /// them where they are. For the reader only.
    pub(super) fn look(&self, ahead: usize, count: usize, frames: &mut Vec<Frame>) {
        let from = self.read() + ahead as u64;
        let until = from.saturating_add(count as u64).min(self.written());
        frames.extend((from..until).map(|place| self.slot(place)));
    }

    /// Appends the last `count` frames that were read, or as many as there still are; returns their number. For the
    /// reader only, while nothing is written.
    pub(super) fn look_back(&self, count: usize, frames: &mut Vec<Frame>) -> usize {
        let kept = self.slots.len().saturating_sub(self.fill());
        let count = (count.min(kept) as u64).min(self.read());
        frames.extend((self.read() - count..self.read()).map(|place| self.slot(place)));
        count as usize
    }

    fn slot(&self, place: u64) -> Frame {
        let bits = self.slots[place as usize % self.slots.len()].load(Ordering::Relaxed);
        [f32::from_bits((bits >> 32) as u32), f32::from_bits(bits as u32)]
    }

    /// Passes over `count` frames, or as many as there are. For the reader only.
    pub(super) fn skip(&self, count: usize) {
        self.read.store(self.read() + count.min(self.fill()) as u64, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_out_in_order_and_no_more_than_fit_go_in() {
        let ring = SampleRing::new();
        let frame = |n: usize| [n as f32, -(n as f32)];
        let (mut put, mut got) = (0, 0);
        let mut taken = Vec::new();
        for round in 0..50 {
            let frames: Vec<_> = (put..put + 15_838).map(frame).collect();
            put += ring.push(&frames);
            assert!(ring.fill() <= if round < 25 { MOST_AT_FIRST } else { MOST });
            if round == 24 {
                ring.widen();
            }
            taken.clear();
            ring.take(1_000 * (round % 13), &mut taken);
            for heard in &taken {
                assert_eq!(*heard, frame(got));
                got += 1;
            }
        }
        assert!(put < 50 * 15_838, "some were refused");
        ring.skip(usize::MAX);
        assert_eq!((ring.fill(), ring.read()), (0, put as u64));
    }
}
