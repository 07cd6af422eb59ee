//! One line being played: filled, paced, listened to for silence.
//!
//! A gap in what arrives is first concealed, then heard as a dip to silence; only after that do others play, and then
//! for a while. Each gap that was heard raises the level that is waited for, so that the next one is not.

mod saved;

use std::sync::Arc;
use std::sync::mpsc::SyncSender;

use super::dj_input::{DjInput, State};
use super::gap::Gap;
use super::pace::{BufferControl, Fill, Filling, Shed, Sight};
use super::ring::Frame;
use super::{Buffer, InputEvent, InputFigures};
use crate::audio::{BLOCK, BLOCK_US, Block, COMPARED, Conceal, Drift, Fade, MOST_FRAMES, most_alike};
use crate::model::{LiveSettings, SourceKind, Title};

/// A block whose mean power is below this, −60 dBFS, is silent.
const SILENT_POWER: f32 = 1e-6;
/// Frames still heard of a DJ who was taken off the air, to fade from: half a second.
const AFTER_KICK: usize = 25 * BLOCK;
/// A line that has ended and was not on air for so many blocks, a second, will not be again.
const MOST_UNREAD: u32 = 50;
/// With less than this, 60 ms, nothing is heard of a line.
const LEAST_START: usize = 3 * BLOCK;
/// Frames before a place that are needed to go on from there.
const BEFORE: usize = 32;

/// A place further on to continue from, so many frames and a block away.
#[derive(Clone, Copy)]
enum Cut {
    /// Place with any sound.
    Elsewhere(usize),
    /// It sounds like here.
    Alike(usize),
}

/// Plays a line. Made by who opens it, lives on the audio thread.
pub(super) struct JitterBuffer {
    pub(super) line: Arc<DjInput>,
    pace: BufferControl,
    drift: Drift,
    /// Filling of the buffer in progress; `None` while it plays.
    filling: Option<Filling>,
    title: Option<Arc<Title>>,
    input: Vec<Frame>,
    silent_blocks: u64,
    /// Say how long silence is borne.
    live_settings: LiveSettings,
    /// Passed over because of long silence, until it sounds.
    quiet: bool,
    /// True while the last block was passed over because of long silence.
    was_quiet: bool,
    /// The block that broke a long silence, or the one to be listened to.
    onset: Block,
    has_onset: bool,
    /// Blocks that passed since it was on air.
    unread: u32,
    /// Lent out for a cut.
    scratch: Option<Block>,
    cut: Option<Cut>,
    conceal: Conceal,
    pub(super) gap: Gap,
    happenings: SyncSender<InputEvent>,
}

impl JitterBuffer {
    pub(super) fn new(
        line: Arc<DjInput>,
        buffer: Buffer,
        live_settings: LiveSettings,
        happenings: SyncSender<InputEvent>,
    ) -> Self {
        Self {
            line,
            pace: BufferControl::new(buffer),
            drift: Drift::new(),
            filling: Some(Filling::new()),
            title: None,
            input: Vec::with_capacity(2 * MOST_FRAMES),
            silent_blocks: 0,
            live_settings,
            quiet: false,
            was_quiet: false,
            onset: Block::silent(),
            has_onset: false,
            unread: 1,
            scratch: Some(Block::silent()),
            cut: None,
            conceal: Conceal::new(),
            gap: Gap::none(),
            happenings,
        }
    }

    /// A block's time passes.
    pub(super) fn tick(&mut self, figures: &InputFigures) {
        let fill = self.line.ring.fill();
        let sight = Sight { fill, held_back: self.line.was_held_back() };
        if self.gap.see(sight, self.line.ring.written()) {
            self.line.ring.widen();
        }
        if let Some(pause) = self.gap.lesson(self.filling.is_some()) {
            self.pace.learn_gap(pause);
            self.line.ring.widen();
        }
        if let Some(filling) = &mut self.filling {
            let known = (self.line.ring.written(), self.line.state() != State::Open);
            let fill = filling.see(sight, self.pace.start(), known);
            if !self.gap.is_away() || known.1 || !matches!(fill, Fill::Start(_)) {
                self.fill_up(fill, figures);
            }
        } else if self.gap.is_there() || !self.has_block() {
            self.bridge(figures);
        } else {
            match self.pace.see(sight) {
                Some(Shed::Cut(frames)) => {
                    self.cut = Some(Cut::Elsewhere(frames));
                    figures.cut(frames);
                    self.tell(InputEvent::Cut(frames));
                }
                Some(Shed::Period) => self.shed_period(figures),
                None => {}
            }
        }
        let is_past = self.line.kind == SourceKind::Relay || self.live_settings.is_silenced();
        if is_past && self.unread > 0 && !self.quiet {
            self.pass_unheard();
        }
        if self.quiet && self.filling.is_none() && !self.has_onset && self.has_block() {
            self.listen_for_sound();
        }
        if self.quiet && !self.was_quiet {
            figures.fell_silent();
        }
        self.was_quiet = self.quiet;
        self.line.set_heard(self.unread == 0);
        self.unread += 1;
    }

    /// Returns whether it can be heard now.
    pub(super) fn is_ready(&self) -> bool {
        let sounds = if self.quiet { self.has_onset } else { self.gap.is_there() || self.has_block() };
        self.filling.is_none() && sounds
    }

    /// Returns whether nothing will be heard of it any more.
    pub(super) fn is_over(&self) -> bool {
        if matches!(self.line.state(), State::Waiting | State::Open) {
            return false;
        }
        let has_block = self.gap.is_there() || self.has_block();
        let too_little = if self.filling.is_some() { self.fill() < self.pace.start() } else { !has_block };
        too_little || self.unread > MOST_UNREAD
    }

    /// Returns whether its remaining sound is not to be waited for.
    pub(super) fn gives_way(&self) -> bool {
        !self.is_ready() || matches!(self.line.state(), State::Kicked | State::Replaced)
    }

    /// Returns whether its DJ was taken off the air.
    pub(super) fn is_kicked(&self) -> bool {
        self.line.state() == State::Kicked
    }

    /// Returns whether the same DJ has a newer input.
    pub(super) fn is_replaced(&self) -> bool {
        self.line.state() == State::Replaced
    }

    /// Returns whether it has ended and others were heard since: the remaining sound is not wanted any more.
    pub(super) fn was_left(&self) -> bool {
        !matches!(self.line.state(), State::Waiting | State::Open) && self.unread > 1
    }

    /// Returns the number of samples that are left, once the input has ended.
    pub(super) fn left(&self) -> Option<u64> {
        let fill = self.line.ring.fill();
        match self.line.state() {
            State::Waiting | State::Open => None,
            State::Kicked => Some(fill.min(AFTER_KICK) as u64),
            State::HungUp | State::Replaced => Some(fill as u64),
        }
    }

    /// Frames that wait.
    pub(super) fn fill(&self) -> usize {
        self.line.ring.fill()
    }

    /// Fills `block` with what comes next; only when it is ready.
    pub(super) fn read(&mut self, block: &mut Block) {
        self.unread = 0;
        if std::mem::take(&mut self.has_onset) {
            std::mem::swap(block, &mut self.onset);
            self.quiet = false;
            self.silent_blocks = 0;
            return;
        }
        if self.gap.is_there() || !self.has_block() {
            self.conceal.make_up(block);
            return;
        }
        self.next(block);
        self.conceal.hear(block);
        self.count_silence(block);
    }

    fn count_silence(&mut self, block: &Block) {
        if is_silent(block) && !self.live_settings.has_callers() {
            self.silent_blocks += 1;
        } else {
            self.silent_blocks = 0;
        }
        if self.silent_blocks >= (self.live_settings.silence_after_us() / BLOCK_US).max(1) {
            self.quiet = true;
            self.tell(InputEvent::Silent);
        }
    }

    /// Returns the title that the block just read, or the next one, belongs to.
    pub(super) fn title(&self) -> Option<Arc<Title>> {
        self.title.clone()
    }

    fn fill_up(&mut self, fill: Fill, figures: &InputFigures) {
        let (Fill::Skip(frames) | Fill::Start(frames)) = fill else {
            return;
        };
        if frames > 0 {
            self.line.ring.skip(frames);
            figures.passed_over(frames);
        }
        if matches!(fill, Fill::Start(_)) {
            self.start();
        }
    }

    /// Returns whether there is enough of it to be heard, if need be.
    pub(super) fn may_start(&self) -> bool {
        self.filling.is_none() || self.fill() >= LEAST_START
    }

    /// Is heard from now on, if there is enough of it, though it would better wait.
    pub(super) fn start_early(&mut self) {
        if self.filling.is_some() && self.may_start() {
            self.start();
        }
    }

    fn start(&mut self) {
        let piece = self.filling.take().map_or(0, |filling| filling.piece());
        self.pace.begin(piece);
        // Tags often come a moment after the sound: what is known by now holds from the start.
        self.find_title(self.line.ring.written() + 1);
        self.tell(InputEvent::Ready { waiting: self.line.ring.fill() });
    }

    /// Bridges a gap: what comes a little late is made up, after that there is a dip to silence, and if that gets long,
    /// or nothing more comes, others are heard.
    fn bridge(&mut self, figures: &InputFigures) {
        let is_open = self.line.state() == State::Open;
        if !self.gap.is_there() {
            self.gap.begin();
            if is_open {
                self.pace.ran_dry();
            }
        } else if self.has_block() && (!is_open || self.gap.is_over(self.fill(), self.pace.start())) {
            if self.gap.is_heard() {
                self.tell(InputEvent::Bridged { gap: self.gap.frames(), waiting: self.fill() });
                self.pace.go_on();
                if self.pace.is_call() {
                    // Nothing is heard now, so what piled up can be left out.
                    self.line.ring.skip(self.fill().saturating_sub(self.pace.start()));
                }
            }
            self.gap.end(false);
            return;
        }
        let goes_on = is_open || self.is_replaced();
        if goes_on && self.unread == 0 && !self.quiet && self.gap.bridge() {
            if !self.gap.is_heard() {
                figures.concealed();
            } else if self.gap.begins_to_be_heard() && is_open {
                figures.ran_dry();
            }
            return;
        }
        if is_open {
            if !self.gap.is_heard() {
                figures.ran_dry();
            }
            self.tell(InputEvent::Dry { start: self.pace.start() });
        }
        self.gap.end(is_open && !self.pace.is_call());
        self.filling = Some(Filling::again(self.line.ring.written()));
    }

    /// While others are heard: goes along, for where it comes from nobody waits.
    fn pass_unheard(&mut self) {
        if self.filling.is_some() || !self.has_block() {
            return;
        }
        let mut block = std::mem::take(&mut self.scratch).unwrap_or_default();
        self.next(&mut block);
        self.count_silence(&block);
        self.scratch = Some(block);
    }

    /// While the station plays something else: goes along, and notices when the DJ is to be heard again.
    fn listen_for_sound(&mut self) {
        let mut block = std::mem::take(&mut self.scratch).unwrap_or_default();
        self.next(&mut block);
        if !is_silent(&block) {
            std::mem::swap(&mut block, &mut self.onset);
            self.has_onset = true;
            self.tell(InputEvent::Sounds);
        }
        self.scratch = Some(block);
    }

    fn has_block(&self) -> bool {
        self.line.ring.fill() >= self.drift.wants(self.pace.ratio())
    }

    fn next(&mut self, block: &mut Block) {
        self.next_of_ring(block);
        if let Some(cut) = self.cut.take() {
            let (Cut::Elsewhere(frames) | Cut::Alike(frames)) = cut;
            // Where the cut leads: its beginning is heard as the end of the old place fades.
            self.input.clear();
            self.line.ring.skip(frames.saturating_sub(BEFORE));
            self.line.ring.take(BEFORE, &mut self.input);
            self.drift.jump(&self.input);
            let mut new = self.scratch.take().unwrap_or_default();
            self.next_of_ring(&mut new);
            let mut fade = Fade::new(BLOCK as u64);
            match cut {
                Cut::Elsewhere(_) => fade.cross(block, &new),
                Cut::Alike(_) => fade.cross_alike(block, &new),
            }
            self.scratch = Some(new);
        }
        self.find_title(self.line.ring.read());
    }

    fn next_of_ring(&mut self, block: &mut Block) {
        let ratio = self.pace.ratio();
        self.input.clear();
        self.line.ring.take(self.drift.wants(ratio), &mut self.input);
        self.drift.play(ratio, &self.input, block);
    }

    /// Leaves out as much as the sound takes to resemble itself again: a block, and a lag beyond it.
    fn shed_period(&mut self, figures: &InputFigures) {
        self.input.clear();
        self.line.ring.look(0, COMPARED, &mut self.input);
        let heard = self.input.len();
        self.line.ring.look(BLOCK + BEFORE, COMPARED + BLOCK, &mut self.input);
        let (now, later) = self.input.split_at(heard);
        let Some(lag) = most_alike(now, later) else { return };
        self.cut = Some(Cut::Alike(BEFORE + lag));
        self.pace.shed(BLOCK + BEFORE + lag);
        figures.shed(BLOCK + BEFORE + lag);
    }

    fn find_title(&mut self, before: u64) {
        if let Some(title) = self.line.title_before(before) {
            self.title = Some(title);
        }
    }

    /// Tells the connection's thread, which writes it down. Never waits: what does not fit is left out.
    fn tell(&self, happening: InputEvent) {
        let _ = self.happenings.try_send(happening);
    }
}

pub(super) fn is_silent(block: &Block) -> bool {
    let samples = block.samples();
    samples.iter().map(|sample| sample * sample).sum::<f32>() < SILENT_POWER * samples.len() as f32
}
