//! Which files of an archive are deleted: old ones, those over the limit, and the oldest while the disk is nearly full.

use std::path::Path;
use std::sync::Arc;

use super::archive::{ArchiveTouch, StationArchive};
use super::archive_file::ArchiveFile;
use crate::model::ArchiveRules;
use crate::sys::{DiskSpace, room};

const DAY_US: u64 = 24 * 60 * 60 * 1_000_000;
const GB: u64 = 1_000_000_000;
/// Space that is left to everybody else, in bytes; on a small disk, a twentieth of it.
const LEAST_FREE: u64 = 2 * GB;

/// So much of what is newest stays while the disk is nearly full: shows that are not cut yet are in it.
const RECENT_US: u64 = 6 * 60 * 60 * 1_000_000;

/// Deletes what is not to be kept any more, unless the disk is not mounted.
pub(super) fn apply(archive: &StationArchive, rules: &ArchiveRules, now_us: u64) {
    if archive.check_disk().is_err() {
        // Its trouble is told. What cannot be seen now is not gone.
        return;
    }
    let space = room(archive.folder()).ok();
    let files: Vec<_> = archive.files().into_iter().filter(|file| !file.is_open()).collect();
    let (files, gone): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| is_there(&file.path));
    if !gone.is_empty() {
        tracing::warn!(
            station = archive.slug(),
            files = gone.len(),
            "files of the archive are gone, and what they had cannot be heard any more"
        );
        if archive.folder().exists() {
            // Their index and titles go, too.
            for file in &gone {
                drop(archive.delete(file));
            }
        }
    }
    let open: u64 = archive.bytes() - files.iter().map(|file| file.bytes()).sum::<u64>();
    let verdict = judge(&facts(archive, &files), open, rules, space, now_us);
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

/// Returns whether a file is there, or that cannot be found out.
fn is_there(path: &Path) -> bool {
    path.try_exists().unwrap_or(true)
}

/// Facts about a file that count.
#[derive(Clone, Copy)]
struct FileFact {
    /// When it ends, in microseconds.
    ends_us: u64,
    /// Its length in bytes.
    bytes: u64,
    /// Whether it has to stay until it is in the bucket, unless it is old.
    is_held: bool,
}

fn facts(archive: &StationArchive, files: &[Arc<ArchiveFile>]) -> Vec<FileFact> {
    let fact = |file: &Arc<ArchiveFile>| FileFact {
        ends_us: file.ends_us(),
        bytes: file.bytes(),
        is_held: archive.waits_for_copy(file),
    };
    files.iter().map(fact).collect()
}

/// Returns the space in bytes that is left to everybody else on such a disk.
pub(super) fn least_free(space: DiskSpace) -> u64 {
    LEAST_FREE.min(space.total / 20)
}

/// Returns when the oldest sound ends that is kept, in microseconds.
pub(super) fn oldest_us(rules: &ArchiveRules, now_us: u64) -> u64 {
    now_us.saturating_sub(u64::from(rules.keep_days) * DAY_US)
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
    let oldest_us = oldest_us(rules, now_us);
    let most = u64::from(rules.keep_gb) * GB;
    let mut bytes = open + files.iter().map(|file| file.bytes).sum::<u64>();
    let mut missing = space.map_or(0, |space| least_free(space).saturating_sub(space.free));
    let mut verdict = Verdict::default();
    for file in files {
        let is_due = file.ends_us <= oldest_us || (bytes > most && !file.is_held);
        if !is_due && (missing == 0 || file.ends_us + RECENT_US > now_us) {
            break;
        }
        verdict.expired += 1;
        verdict.for_room += usize::from(!is_due);
        bytes -= file.bytes;
        missing = missing.saturating_sub(file.bytes);
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

    /// A file of a gigabyte that ends at a day.
    fn gigabyte(day: u64) -> FileFact {
        FileFact { ends_us: day * DAY_US, bytes: GB, is_held: false }
    }

    /// Four files of a gigabyte, which end at days 1, 2, 3 and 4, on a disk with so many free gigabytes of 100.
    fn check(now_days: u64, open: u64, free: u64, expected: (usize, usize, bool)) {
        let files = (1..=4).map(gigabyte).collect::<Vec<_>>();
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
    fn what_is_not_in_the_bucket_yet_stays_until_it_is_old_or_there_is_no_room() {
        let held = |day| FileFact { is_held: true, ..gigabyte(day) };
        let files = [gigabyte(3), held(4), held(5), gigabyte(5)];
        let judged = |now_days: u64, free: u64| {
            let rules = ArchiveRules { keep_gb: 1, ..RULES };
            let space = DiskSpace { free, total: 100 * GB };
            let verdict = judge(&files, 0, &rules, Some(space), now_days * DAY_US);
            (verdict.expired, verdict.for_room)
        };
        assert_eq!(judged(4, 50 * GB), (1, 0), "and nothing that is newer goes before it");
        assert_eq!(judged(6, 50 * GB), (2, 0));
        assert_eq!(judged(5, GB / 2), (2, 1));
    }

    #[test]
    fn the_oldest_go_while_the_disk_is_nearly_full() {
        check(3, 0, 1, (1, 0, false));
        check(3, 0, 0, (2, 1, false));
        let files = [gigabyte(9)];
        let small = DiskSpace { free: 0, total: 100 * GB };
        let judged = |now_us| judge(&files, 0, &RULES, Some(small), now_us);
        assert_eq!(
            judged(9 * DAY_US),
            Verdict { is_full: true, ..Verdict::default() },
            "a show may be in it"
        );
        assert_eq!(judged(10 * DAY_US), Verdict { expired: 1, for_room: 1, is_full: true });
        let tiny = DiskSpace { free: GB / 10, total: GB };
        assert_eq!(judge(&files, 0, &RULES, Some(tiny), 9 * DAY_US), Verdict::default(), "a small disk");
        assert_eq!(judge(&files, 0, &RULES, None, 9 * DAY_US), Verdict::default());
    }
}
