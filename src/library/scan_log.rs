//! Logs a scan's findings: each once, and of many only a few.

use std::io;
use std::path::Path;

use super::catalogue::{Changes, FileProblem};

/// The most lines of one kind before they are summed up in one.
const MOST_LINES: usize = 20;
/// Troubles have as many lines anew after this many scans, which is a minute or more.
const SCANS_TO_FORGET: u32 = 20;

/// Findings that were logged already.
#[derive(Debug, Default)]
pub(super) struct ScanLog {
    count: bool,
    emptiness: bool,
    blindness: bool,
}

impl ScanLog {
    /// Tells that the folder cannot be read, once until it can.
    pub(super) fn unreadable(&mut self, folder: &Path, error: &io::Error) {
        if !std::mem::replace(&mut self.blindness, true) {
            let folder = folder.display();
            tracing::warn!(
                "the music folder {folder} cannot be read, so what was known of it stays: {error}"
            );
        }
    }

    /// Tells that the folder can be read, if it could not be.
    pub(super) fn readable(&mut self, folder: &Path) {
        if std::mem::take(&mut self.blindness) {
            tracing::info!("the music folder {} can be read again", folder.display());
        }
    }

    /// Tells what a scan found.
    pub(super) fn scanned(&mut self, folder: &Path, changes: &Changes) {
        let folder = folder.display();
        if std::mem::replace(&mut self.count, true) {
            for line in lines(changes) {
                tracing::info!("{line}");
            }
        } else if !changes.added.is_empty() {
            tracing::info!("{} files of music in {folder}", changes.added.len());
        }
    }

    /// Tells whether there is any music, when that is no longer as it was.
    pub(super) fn stock(&mut self, folder: &Path, is_empty: bool) {
        if is_empty && !self.emptiness {
            tracing::warn!("there is no music to play: put some into {}", folder.display());
        }
        self.emptiness = is_empty;
    }
}

/// The changes one by one if they are few, else how many there are of each kind.
fn lines(changes: &Changes) -> Vec<String> {
    let kinds = [("new", &changes.added), ("changed", &changes.changed), ("removed", &changes.removed)];
    let count: usize = kinds.iter().map(|(_, names)| names.len()).sum();
    if count > MOST_LINES {
        let counts = kinds.map(|(kind, names)| format!("{} {kind}", names.len()));
        return vec![format!("files of music: {}", counts.join(", "))];
    }
    let line = |kind: &str, name: &Path| format!("{} is {kind}", name.display());
    kinds.into_iter().flat_map(|(kind, names)| names.iter().map(move |name| line(kind, name))).collect()
}

/// Troubles on their way to the log, of which many are summed up.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    told: usize,
    untold: usize,
    scans: u32,
}

impl Complaints {
    /// Tells of a trouble, or counts it.
    pub(super) fn tell(&mut self, trouble: &FileProblem) {
        if self.has_room() {
            tracing::warn!("{} is not played: {}", trouble.path.display(), trouble.reason);
        }
    }

    /// Sums up what was only counted since the scan before.
    pub(super) fn sum_up(&mut self) {
        self.settle();
        self.tell_untold();
    }

    /// Sums up what was only counted since this was last done.
    pub(super) fn tell_untold(&mut self) {
        if let Some(untold) = self.take_untold() {
            tracing::warn!("and {untold} more are not played; `longwave check` lists them");
        }
    }

    /// Takes the number of findings that were not logged since the last call, if any.
    fn take_untold(&mut self) -> Option<usize> {
        Some(std::mem::take(&mut self.untold)).filter(|untold| *untold > 0)
    }

    /// Returns whether another finding may be logged on its own.
    fn has_room(&mut self) -> bool {
        let has_room = self.told < MOST_LINES;
        *(if has_room { &mut self.told } else { &mut self.untold }) += 1;
        has_room
    }

    /// Counts a scan; after some scans, findings are logged on their own again.
    fn settle(&mut self) {
        self.scans += 1;
        if self.scans >= SCANS_TO_FORGET {
            (self.scans, self.told) = (0, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_changes_are_one_line() {
        let names = |count| (0..count).map(|n| format!("{n}.mp3").into()).collect();
        let mut changes = Changes { added: names(1), removed: names(19), ..Changes::default() };
        assert_eq!(lines(&changes).len(), 20);
        assert_eq!(lines(&changes)[0], "0.mp3 is new");
        changes.changed = names(1);
        assert_eq!(lines(&changes), ["files of music: 1 new, 1 changed, 19 removed"]);
        assert!(lines(&Changes::default()).is_empty());
    }

    #[test]
    fn many_troubles_are_summed_up_and_after_a_while_told_again() {
        let mut complaints = Complaints::default();
        let told = |complaints: &mut Complaints| (0..5_000).filter(|_| complaints.has_room()).count();
        assert_eq!(told(&mut complaints), 20);
        complaints.settle();
        assert_eq!(complaints.take_untold(), Some(4_980));
        assert_eq!(complaints.take_untold(), None);
        assert_eq!(told(&mut complaints), 0);
        assert_eq!(complaints.take_untold(), Some(5_000));
        (0..SCANS_TO_FORGET).for_each(|_| complaints.settle());
        assert_eq!(told(&mut complaints), 20);
    }
}
