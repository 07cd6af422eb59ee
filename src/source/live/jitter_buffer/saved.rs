//! An input whose audio goes on in another process.

use super::super::dj_input::State;
use super::super::ring::MOST_AT_FIRST;
use super::super::saved_input::{SavedInput, SharedTitles, append_samples, frames_of};
use super::{BEFORE, JitterBuffer};

impl JitterBuffer {
    /// Returns the state while the playout pauses, and appends the sound that waits to `sound`; `None` for an input that has
    /// ended.
    pub(in super::super) fn save(&self, sound: &mut Vec<u8>) -> Option<SavedInput> {
        if self.line.state() != State::Open {
            return None;
        }
        let mut frames = Vec::new();
        let before = self.line.ring.look_back(BEFORE, &mut frames);
        self.line.ring.look(0, usize::MAX, &mut frames);
        let count = frames.len();
        append_samples(frames.into_iter().flatten(), sound);
        Some(SavedInput {
            key: self.line.dj.key.clone(),
            title: self.title.as_deref().cloned(),
            titles: self.line.coming_titles(),
            is_filling: self.filling.is_some(),
            is_quiet: self.quiet,
            silent_blocks: self.silent_blocks,
            pace: self.pace.save(),
            fraction: self.drift.fraction(),
            frames: count,
            before,
            delay: None,
        })
    }

    /// Goes on with the input of another process and the sound that waited there, before anything else is written.
    pub(in super::super) fn restore(&mut self, saved: &SavedInput, sound: &[u8], titles: &mut SharedTitles) {
        let frames = frames_of(sound);
        if frames.len() > MOST_AT_FIRST {
            self.line.ring.widen();
        }
        self.line.ring.push(&frames);
        self.input.clear();
        self.line.ring.take(saved.before, &mut self.input);
        self.drift.go_on(&self.input, saved.fraction);
        self.line.restore_titles(
            saved.titles.iter().map(|coming| (coming.ahead, titles.share(coming.title.clone()))),
        );
        self.title = saved.title.clone().map(|title| titles.share(title));
        self.pace.restore(&saved.pace);
        if !saved.is_filling {
            self.filling = None;
            self.unread = 0;
        }
        (self.quiet, self.was_quiet) = (saved.is_quiet, saved.is_quiet);
        self.silent_blocks = saved.silent_blocks;
        self.line.set_heard(!saved.is_filling && !saved.is_quiet);
    }
}
