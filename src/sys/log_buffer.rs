//! The last lines of the log, kept in memory for whoever runs the program from elsewhere.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

/// Lines that are kept.
const MOST_LINES: usize = 1_000;
/// Different things that went wrong, of which it is kept how often and when.
const MOST_TROUBLES: usize = 100;
/// A line that is among the last so many already is not kept again.
const MOST_REPEATED: usize = 3;
/// Longest stored line, in characters.
const LONGEST: usize = 600;

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Lines count from 1, with those that are forgotten.
    pub number: u64,
    /// Time, in microseconds since 1970.
    pub at_us: u64,
    /// Severity.
    pub level: Level,
    /// Message with its fields.
    pub text: String,
}

/// Something that went wrong, perhaps often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedProblem {
    /// A warning or an error.
    pub level: Level,
    /// Latest occurrence's text.
    pub text: String,
    /// Number of occurrences.
    pub count: u64,
    /// First occurrence, in microseconds since 1970.
    pub first_us: u64,
    /// Latest occurrence, in microseconds since 1970.
    pub last_us: u64,
    /// Message without its fields; identifies the problem.
    words: String,
}

/// The latest log lines in memory; clones share them. Implements a `tracing` layer, so it holds what the
/// log holds: no secrets.
#[derive(Clone, Default)]
pub struct LogBuffer {
    kept: Arc<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    said: u64,
    lines: VecDeque<Arc<LogLine>>,
    troubles: Vec<LoggedProblem>,
    /// Problems that persist, by their names.
    conditions: BTreeMap<String, LoggedProblem>,
}

impl LogBuffer {
    /// The lines that are kept, the newest first.
    pub fn lines(&self) -> Vec<Arc<LogLine>> {
        // They are handles: whoever logs waits for no more than that.
        self.kept().lines.iter().rev().cloned().collect()
    }

    /// Returns the warnings and errors since the start, most recent first.
    pub fn troubles(&self) -> Vec<LoggedProblem> {
        let kept = self.kept();
        let (lasting, mut past) = (kept.conditions.values().cloned(), kept.troubles.clone());
        past.sort_by_key(|trouble| std::cmp::Reverse(trouble.last_us));
        lasting.chain(past).collect()
    }

    /// Sets what lasts at present, by names: each comes before all other [`troubles`](Self::troubles) until it is no
    /// longer among them.
    pub fn set_conditions(&self, present: BTreeMap<String, (Level, String)>, now_us: u64) {
        let conditions = &mut self.kept().conditions;
        conditions.retain(|name, _| present.contains_key(name));
        for (name, (level, text)) in present {
            let condition = conditions.entry(name).or_insert_with(|| LoggedProblem {
                level,
                text: String::new(),
                count: 1,
                first_us: now_us,
                last_us: now_us,
                words: String::new(),
            });
            (condition.level, condition.text, condition.last_us) = (level, text, now_us);
        }
    }

    fn keep(&self, level: Level, (words, text): (String, String), at_us: u64) {
        let mut kept = self.kept();
        if level <= Level::WARN {
            kept.count(level, (words, &text), at_us);
        }
        kept.said += 1;
        // What repeats itself must not push everything else out.
        if kept.lines.iter().rev().take(MOST_REPEATED).any(|line| line.level == level && line.text == text) {
            return;
        }
        let line = LogLine { number: kept.said, at_us, level, text };
        kept.lines.push_back(Arc::new(line));
        if kept.lines.len() > MOST_LINES {
            kept.lines.pop_front();
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn count(&mut self, level: Level, (words, text): (String, &str), at_us: u64) {
        let same = |trouble: &&mut LoggedProblem| trouble.level == level && trouble.words == words;
        if let Some(known) = self.troubles.iter_mut().find(same) {
            known.count += 1;
            known.last_us = at_us;
            text.clone_into(&mut known.text);
            return;
        }
        if self.troubles.len() >= MOST_TROUBLES
            && let Some(oldest) = (0..self.troubles.len()).min_by_key(|place| self.troubles[*place].last_us)
        {
            self.troubles.swap_remove(oldest);
        }
        let text = text.to_owned();
        self.troubles.push(LoggedProblem { level, text, count: 1, first_us: at_us, last_us: at_us, words });
    }
}

impl<S: Subscriber> Layer<S> for LogBuffer {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut said = Said::default();
        event.record(&mut said);
        let text = format!("{}{}", said.words, said.fields).chars().take(LONGEST).collect();
        self.keep(*event.metadata().level(), (said.words, text), crate::clock::now_us());
    }
}

/// Text of an event: its message and its fields.
#[derive(Default)]
struct Said {
    words: String,
    fields: String,
}

impl Visit for Said {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a string does not fail.
        let _ = if field.name() == "message" {
            write!(self.words, "{value:?}")
        } else {
            write!(self.fields, " {}={value:?}", field.name())
        };
    }
}

#[cfg(test)]
mod tests {
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;

    #[test]
    fn the_last_lines_are_kept_as_they_were_said() {
        let recent = LogBuffer::default();
        let log = tracing_subscriber::registry().with(recent.clone());
        tracing::subscriber::with_default(log, || {
            tracing::info!(station = "main", frames = 3, "on air");
            for number in 0..MOST_LINES {
                tracing::warn!(number, "the disk is slow");
            }
            tracing::error!("{}", "x".repeat(5_000));
        });
        let lines = recent.lines();
        assert_eq!(lines.len(), MOST_LINES);
        assert_eq!((lines[0].number, lines[0].level), (MOST_LINES as u64 + 2, Level::ERROR));
        assert_eq!(lines[0].text.len(), LONGEST);
        assert_eq!(lines[1].text, format!("the disk is slow number={}", MOST_LINES - 1));
        let troubles = recent.troubles();
        assert_eq!(troubles.len(), 2);
        let slow = troubles.iter().find(|trouble| trouble.level == Level::WARN).unwrap();
        assert_eq!((slow.count, &*slow.text), (MOST_LINES as u64, "the disk is slow number=999"));
        assert!(slow.first_us <= slow.last_us);
    }

    #[test]
    fn what_went_wrong_is_bounded_too() {
        let recent = LogBuffer::default();
        for number in 0..300_u64 {
            recent.keep(Level::WARN, (format!("trouble {number}"), String::new()), number);
        }
        let troubles = recent.troubles();
        assert_eq!((troubles.len(), troubles[0].last_us, troubles[99].last_us), (MOST_TROUBLES, 299, 200));
    }
}
