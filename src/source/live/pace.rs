//! Amount of sound that waits, and the pace at which it is played so that it stays that much.
//!
//! The headroom is held to the target: it is the least that waited, before a block was taken, within the last
//! seconds. A sender of large pieces has the same headroom as one of small ones, and on top of it half a piece on
//! average that its own encoder held back anyway.

use serde::{Deserialize, Serialize};

use super::Buffer;
use crate::audio::{BLOCK, SAMPLE_RATE};

/// Frames of a millisecond.
const MS: f64 = SAMPLE_RATE as f64 / 1_000.0;
/// More above the target than this is cut out, once.
const EXCESS: f64 = 1_000.0 * MS;
/// A pace differs from 1 by at most this: under one cent.
const MOST_OFF: f64 = 500e-6;
/// Change of the pace for a frame of headroom too much or too little: all for 25 ms.
const PER_FRAME: f64 = MOST_OFF / (25.0 * MS);
/// The pace changes in steps of at most this, one a look.
const STEP: f64 = 50e-6;
/// Blocks between two looks: half a second.
const LOOK: u32 = 25;
/// Looks that headroom is the least of: half a minute for the studio, two for all others, whose delay nobody minds.
/// A line that was late once will be late again.
const MEMORY_STUDIO: u32 = 60;
const MEMORY: usize = 240;
/// Looks after which it is steered, and of which all must show an excess, 4 s: longer than the pieces any
/// program sends.
const RECENT: u32 = 8;
/// After a gap so much more than the gap waits, 300 ms.
const MARGIN: f64 = 300.0 * MS;
/// At least so much waits after a gap, 1 s: for the studio only after the second one within [`UNSTEADY_FOR`].
const AFTER_GAP: f64 = 1_000.0 * MS;
/// Looks in which a second gap shows that a line is unsteady: a minute.
const UNSTEADY_FOR: u32 = 120;
/// The most that is ever waited for, 4 s.
const MOST_LEVEL: f64 = 4_000.0 * MS;
/// Fall in one look of a level that gaps have raised: 60 ms a minute.
const LEVEL_FALL: f64 = 0.5 * MS;
/// Rise of the target headroom when it ran dry, and its maximum above the least.
const RAISE: f64 = 40.0 * MS;
const MOST_RAISED: f64 = 200.0 * MS;
/// Longest piece of a sender that aims for a short delay. A sender of longer ones often sends one late: Liquidsoap,
/// by 150 ms in pages of 340. Half a piece more is waited for then, and at most so much.
const PIECE: usize = 5 * BLOCK;
const MOST_FOR_PIECES: usize = 5 * BLOCK;
/// Fall in one look of the target headroom that was raised: 6 ms a minute.
const FALL: f64 = 0.05 * MS;

/// Sound beyond the target that may wait for long: for the studio, for programs, whose DJs do not hear the delay,
/// and for servers far away. Anything that a hiccup left behind beyond that is taken out period by period, for at
/// most 500 ppm would need minutes.
const SPARE_STUDIO: f64 = 50.0 * MS;
const SPARE_PROGRAM: f64 = 150.0 * MS;
const SPARE_REMOTE: f64 = 900.0 * MS;
/// Looks of which all must show that, 8 s. Whenever a line runs dry it is waited twice as long, up to 5 minutes:
/// what waits is needed then. After 10 minutes without that, it is half as long again.
const SPARE_FOR: u32 = 16;
const SPARE_FOR_AT_MOST: u32 = 600;
const CALM_FOR: u32 = 1_200;

/// The part of the audible input to drop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shed {
    /// This number of frames.
    Cut(usize),
    /// A period or some of the sound, wherever it resembles itself.
    Period,
}

/// The state of an input buffer, sampled once a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sight {
    /// Frames that wait.
    pub(super) fill: usize,
    /// True if the sender had to wait for buffer space, so it sends faster than real time.
    pub(super) held_back: bool,
}

/// Lessons of a pace that hold in another process, too.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SavedPace {
    level: f64,
    for_pieces: f64,
    target: f64,
    ratio: f64,
    spare_for: u32,
    may_cut: bool,
}

/// Steers one line while it is heard.
pub(super) struct BufferControl {
    /// Frames to wait for before it is heard: at least, and by now, as gaps have raised it.
    first: f64,
    level: f64,
    /// Looks since the last gap.
    since_gap: u32,
    is_studio: bool,
    /// True for a conversation, whose delay must not grow with every gap.
    is_call: bool,
    /// The headroom that is aimed for: at least, and by now.
    least: f64,
    for_pieces: f64,
    target: f64,
    ratio: f64,
    blocks: u32,
    looks: u32,
    /// The least that waited since the last look.
    dip: f64,
    /// The least that waited in each of the last looks.
    dips: [f64; MEMORY],
    held_back: u32,
    may_cut: bool,
    spare: f64,
    spare_for: u32,
    /// Looks since it ran dry.
    calm: u32,
}

impl BufferControl {
    pub(super) fn new(buffer: Buffer) -> Self {
        let (first, least, spare) = match buffer {
            Buffer::Studio | Buffer::Caller => (60.0 * MS, 60.0 * MS, SPARE_STUDIO),
            Buffer::Rtp => (300.0 * MS, 100.0 * MS, SPARE_PROGRAM),
            Buffer::Program => (1_000.0 * MS, 200.0 * MS, SPARE_PROGRAM),
            Buffer::Remote => (800.0 * MS, 600.0 * MS, SPARE_REMOTE),
        };
        Self {
            first,
            level: first,
            since_gap: UNSTEADY_FOR,
            is_studio: matches!(buffer, Buffer::Studio | Buffer::Caller),
            is_call: buffer == Buffer::Caller,
            least,
            for_pieces: 0.0,
            target: least,
            ratio: 1.0,
            blocks: 0,
            looks: 0,
            dip: f64::INFINITY,
            dips: [f64::INFINITY; MEMORY],
            held_back: 0,
            may_cut: true,
            spare,
            spare_for: SPARE_FOR,
            calm: 0,
        }
    }

    /// Frames to wait for before it is heard.
    pub(super) fn start(&self) -> usize {
        self.level.max(self.first + self.target - self.least()) as usize
    }

    /// Frames of the sender for one sample heard.
    pub(super) fn ratio(&self) -> f64 {
        self.ratio
    }

    /// The line begins to be heard, anew, after pieces of so many frames.
    pub(super) fn begin(&mut self, piece: usize) {
        self.target += for_pieces(piece) as f64 - self.for_pieces;
        self.for_pieces = for_pieces(piece) as f64;
        self.restart();
    }

    /// Returns what it has learned.
    pub(super) fn save(&self) -> SavedPace {
        let Self { level, for_pieces, target, ratio, spare_for, may_cut, .. } = *self;
        SavedPace { level, for_pieces, target, ratio, spare_for, may_cut }
    }

    /// Goes on with what another process learned.
    pub(super) fn restore(&mut self, saved: &SavedPace) {
        let SavedPace { level, for_pieces, target, ratio, spare_for, may_cut } = *saved;
        (self.level, self.for_pieces, self.target) = (level, for_pieces, target);
        (self.ratio, self.spare_for, self.may_cut) = (ratio, spare_for, may_cut);
        self.restart();
    }

    fn restart(&mut self) {
        self.dip = f64::INFINITY;
        (self.blocks, self.looks, self.held_back) = (0, 0, 0);
    }

    /// Returns whether it is a call's, whose delay must not grow.
    pub(super) fn is_call(&self) -> bool {
        self.is_call
    }

    /// Nothing came for so many frames' time, and that was heard: the next gap of this length shall not be.
    pub(super) fn learn_gap(&mut self, gap: usize) {
        if self.is_call {
            return;
        }
        let is_unsteady = !self.is_studio || self.since_gap < UNSTEADY_FOR;
        self.since_gap = 0;
        let least = if is_unsteady { AFTER_GAP } else { 0.0 };
        // For what is longer than can be bridged nothing is kept waiting.
        let needed = Some(gap as f64 + MARGIN).filter(|needed| *needed <= MOST_LEVEL).unwrap_or_default();
        self.level = self.level.max(needed).max(least);
    }

    /// It is heard again after a gap.
    pub(super) fn go_on(&mut self) {
        self.restart();
    }

    /// It ran dry: more shall wait from now on.
    pub(super) fn ran_dry(&mut self) {
        self.spare_for = (self.spare_for * 2).min(SPARE_FOR_AT_MOST);
        self.calm = 0;
        self.target = (self.target + RAISE).min(self.least() + MOST_RAISED);
    }

    /// Sees the line before a block is taken. Returns what is to be left out, if anything.
    pub(super) fn see(&mut self, sight: Sight) -> Option<Shed> {
        self.dip = self.dip.min(sight.fill as f64);
        self.held_back = if sight.held_back { LOOK * RECENT } else { self.held_back.saturating_sub(1) };
        self.blocks += 1;
        if !self.blocks.is_multiple_of(LOOK) {
            return None;
        }
        self.looks += 1;
        self.calm += 1;
        self.since_gap = self.since_gap.saturating_add(1);
        self.level = (self.level - LEVEL_FALL).max(self.first);
        if self.calm.is_multiple_of(CALM_FOR) {
            self.spare_for = (self.spare_for / 2).max(SPARE_FOR);
        }
        self.dips[self.looks as usize % MEMORY] = self.dip;
        self.dip = f64::INFINITY;
        self.target = (self.target - FALL).max(self.least());
        // Who sends faster than real time is held back, and needs no pace.
        if self.held_back > 0 || self.looks < RECENT {
            self.steer(0.0);
            return None;
        }
        self.steer(self.headroom(self.memory()) - self.target);
        // What a line began with, or has needed since, is no excess: the pace alone makes that less, slowly.
        let keep = self.level.max(self.target);
        let excess = self.headroom(RECENT) - keep;
        if excess > EXCESS && std::mem::take(&mut self.may_cut) {
            self.restart();
            return Some(Shed::Cut(excess as usize));
        }
        let is_calm = self.calm >= self.spare_for && self.looks >= SPARE_FOR;
        let seen = if self.is_studio { SPARE_FOR } else { self.memory() };
        let spare = is_calm && self.headroom(seen) - keep > self.spare;
        spare.then_some(Shed::Period)
    }

    /// Records that `frames` frames were dropped.
    pub(super) fn shed(&mut self, frames: usize) {
        for dip in &mut self.dips {
            *dip -= frames as f64;
        }
    }

    fn least(&self) -> f64 {
        self.least + self.for_pieces
    }

    /// Looks that headroom is the least of.
    fn memory(&self) -> u32 {
        if self.is_studio { MEMORY_STUDIO } else { MEMORY as u32 }
    }

    /// The least that waited in the last `looks`.
    fn headroom(&self, looks: u32) -> f64 {
        let last = (0..looks.min(self.looks)).map(|ago| self.dips[(self.looks - ago) as usize % MEMORY]);
        last.fold(f64::INFINITY, f64::min)
    }

    fn steer(&mut self, off: f64) {
        let wanted = 1.0 + (off * PER_FRAME).clamp(-MOST_OFF, MOST_OFF);
        self.ratio += (wanted - self.ratio).clamp(-STEP, STEP);
    }
}

/// Blocks in which arrival must be calm: 80 ms.
const CALM: usize = 4;
/// The most frames that can arrive in these blocks from a sender in real time.
const CALM_FRAMES: usize = (CALM + 2) * BLOCK;
/// Blocks after which a sender that never gets calm is heard anyway, once enough waits: half a second more.
const PATIENCE: usize = 25;
/// The most that the first Ogg page of a second may lack of it, 80 ms: an encoder's delay, which is left out.
const MOST_LEFT_OUT: usize = 4 * BLOCK;
/// The most that is thrown away of what piled up while nothing was heard: 30 s.
const MOST_BACKLOG: usize = 30 * SAMPLE_RATE as usize;

/// Returns the additional buffering for a sender of pieces of this size, in frames.
fn for_pieces(piece: usize) -> usize {
    if piece > PIECE { (piece / 2).min(MOST_FOR_PIECES) } else { 0 }
}

/// Watches a line fill up before it is heard.
///
/// Programs begin with a burst, and connections that stood still deliver at once what piled up. None of that
/// was heard yet, so it can be left out without a gap; it would be a delay for ever. What is sent in pieces
/// must not be taken for it: until the next piece is due, the last one is needed.
pub(super) struct Filling {
    /// Frames that had come by the last block.
    written: u64,
    /// Frames that arrived in each of the last blocks.
    arrived: [usize; CALM],
    /// Blocks since the first frame.
    blocks: usize,
    /// The last piece that came, and how many blocks ago.
    piece: (usize, usize),
    held_back: bool,
    /// Frames that may still be discarded at once: none at first, when a file may be being sent.
    backlog: usize,
}

/// The action for an input whose buffer is filling up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fill {
    Wait,
    /// Pass over so many frames and wait on.
    Skip(usize),
    /// Pass over so many frames and be heard.
    Start(usize),
}

impl Filling {
    /// A line that was just opened.
    pub(super) fn new() -> Self {
        Self { written: 0, arrived: [0; CALM], blocks: 0, piece: (0, 0), held_back: false, backlog: 0 }
    }

    /// A line that ran dry when `written` frames had come.
    pub(super) fn again(written: u64) -> Self {
        Self { written, backlog: MOST_BACKLOG, ..Self::new() }
    }

    /// The length of the last piece that came, in frames.
    pub(super) fn piece(&self) -> usize {
        self.piece.0
    }

    /// Sees the line, once a block. `is_over` when nothing more comes.
    pub(super) fn see(&mut self, sight: Sight, start: usize, (written, is_over): (u64, bool)) -> Fill {
        let arrived = (written - self.written) as usize;
        self.written = written;
        self.arrived.rotate_right(1);
        self.arrived[0] = arrived;
        self.held_back |= sight.held_back;
        if arrived > 0 {
            let goes_on = self.piece.1 == 0 && arrived > 2 * BLOCK;
            self.piece = (if goes_on { self.piece.0 + arrived } else { arrived }, 0);
        } else {
            self.piece.1 += 1;
        }
        if sight.fill == 0 && arrived == 0 {
            self.blocks = 0;
            return Fill::Wait;
        }
        self.blocks += 1;
        if sight.held_back && self.backlog > 0 {
            let skipped = (sight.fill / 2).min(self.backlog);
            self.backlog -= skipped;
            self.held_back = false;
            return Fill::Skip(skipped);
        }
        let calm = self.arrived.iter().sum::<usize>() <= CALM_FRAMES;
        let wait = start + for_pieces(self.piece.0);
        let waited = self.blocks * BLOCK >= wait && self.blocks >= CALM && calm;
        // Once that time has passed, a single page that is about as long is enough.
        let nearly = start - MOST_LEFT_OUT.min(start / 8);
        let enough = if waited && self.piece.0 >= nearly { nearly } else { start };
        if sight.fill < enough || !(waited || is_over || self.blocks >= wait / BLOCK + PATIENCE) {
            return Fill::Wait;
        }
        let (piece, ago) = self.piece;
        let keep = wait + BLOCK + piece.saturating_sub((ago + 1) * BLOCK);
        Fill::Start(if self.held_back || is_over { 0 } else { sight.fill.saturating_sub(keep) })
    }
}
