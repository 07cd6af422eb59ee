//! Which files of an archive are deleted: old ones, those over the limit, and the oldest while the disk is nearly full.

use std::sync::Arc;

use super::archive::{ArchiveTouch, StationArchive};
use super::archive_file::ArchiveFile;
use crate::model::ArchiveRules;
use crate::sys::{DiskSpace, room};

const DAY_US: u64 = 24 * 60 * 60 * 1_000_000;
const GB: u64 = 1_000_000_000;
/// Space that is left to everybody else, in bytes; on a small disk, a twentieth of it.
const LEAST_FREE: u64 = 2 * GB;

/// Deletes what is not to be kept any more.
pub(super) fn apply(archive: &StationArchive, rules: &ArchiveRules, now_us: u64) {
    let space = room(archive.folder()).ok();
    let files: Vec<_> = archive.files().into_iter().filter(|file| !file.is_open()).collect();
    let open: u64 = archive.bytes() - files.iter().map(|file| file.bytes()).sum::<u64>();
    let verdict = judge(&facts(&files), open, rules, space, now_us);
    let mut failed = None;
    for file in &files[..verdict.expired] {
        if let Err(error) = archive.delete(file) {
            failed = Some(format!("old sound cannot be deleted: {error}"));
        }
    }
    if verdict.for_room > 0 {
        tracing::warn!(
            station = archive.slug(),
            files = verdict.for_room,
            "the disk is nearly full: the oldest hours of the archive were deleted"
        );
    }
    archive.set_full(verdict.is_full);
    let full = "the disk is nearly full: nothing more is kept until there is room";
    archive.set_trouble(ArchiveTouch::Room, if verdict.is_full { Some(full.to_owned()) } else { failed });
}

/// When a file ends, in microseconds, and its length in bytes.
type FileFact = (u64, u64);

fn facts(files: &[Arc<ArchiveFile>]) -> Vec<FileFact> {
    files.iter().map(|file| (file.ends_us(), file.bytes())).collect()
}

/// Decision about the files of an archive.
#[derive(Debug, Default, PartialEq, Eq)]
struct Verdict {
    /// So many of the oldest files are deleted.
    expired: usize,
    /// So many of them only because the disk is nearly full.
    for_room: usize,
    /// There is no room even then.
    is_full: bool,
}

/// Judges `files`, the oldest first, beside `open` bytes that are being written.
fn judge(
    files: &[FileFact],
    open: u64,
    rules: &ArchiveRules,
    space: Option<DiskSpace>,
    now_us: u64,
) -> Verdict {
    let oldest_us = now_us.saturating_sub(u64::from(rules.keep_days) * DAY_US);
    let most = u64::from(rules.keep_gb) * GB;
    let mut bytes = open + files.iter().map(|(_, bytes)| bytes).sum::<u64>();
    let mut missing = space.map_or(0, |space| LEAST_FREE.min(space.total / 20).saturating_sub(space.free));
    let mut verdict = Verdict::default();
    for (to_us, length) in files {
        let is_due = *to_us <= oldest_us || bytes > most;
        if !is_due && missing == 0 {
            break;
        }
        verdict.expired += 1;
        verdict.for_room += usize::from(!is_due);
        bytes -= length;
        missing = missing.saturating_sub(*length);
    }
    verdict.is_full = missing > 0;
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ArchiveMode;

    const RULES: ArchiveRules =
        ArchiveRules { mode: ArchiveMode::Everything, keep_days: 2, keep_gb: 3, publish: false };

    /// Four files of a gigabyte, which end at days 1, 2, 3 and 4, on a disk with so many free gigabytes of 100.
    fn check(now_days: u64, open: u64, free: u64, expected: (usize, usize, bool)) {
        let files: Vec<FileFact> = (1..=4).map(|day| (day * DAY_US, GB)).collect();
        let space = DiskSpace { free: free * GB, total: 100 * GB };
        let verdict = judge(&files, open, &RULES, Some(space), now_days * DAY_US);
        assert_eq!((verdict.expired, verdict.for_room, verdict.is_full), expected);
    }

    #[test]
    fn old_files_go_and_those_over_the_limit() {
        check(4, 0, 50, (2, 0, false));
        check(3, 0, 50, (1, 0, false));
        check(3, 2 * GB, 50, (3, 0, false));
        check(9, 0, 50, (4, 0, false));
    }

    #[test]
    fn the_oldest_go_while_the_disk_is_nearly_full() {
        check(3, 0, 1, (1, 0, false));
        check(3, 0, 0, (2, 1, false));
        let files = [(9 * DAY_US, GB)];
        let small = DiskSpace { free: 0, total: 100 * GB };
        let verdict = judge(&files, 0, &RULES, Some(small), 9 * DAY_US);
        assert_eq!(verdict, Verdict { expired: 1, for_room: 1, is_full: true });
        let tiny = DiskSpace { free: GB / 10, total: GB };
        assert_eq!(judge(&files, 0, &RULES, Some(tiny), 9 * DAY_US), Verdict::default(), "a small disk");
        assert_eq!(judge(&files, 0, &RULES, None, 9 * DAY_US), Verdict::default());
    }
}
