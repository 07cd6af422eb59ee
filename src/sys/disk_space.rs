//! Free and total space of a disk.

use std::io;
use std::path::Path;

/// Room on a disk, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiskSpace {
    /// Space that this process may still write, in bytes.
    pub free: u64,
    /// All of it.
    pub total: u64,
}

/// The room on the disk where `path` is.
pub fn room(path: &Path) -> io::Result<DiskSpace> {
    let disk = rustix::fs::statvfs(path)?;
    Ok(DiskSpace {
        free: disk.f_bavail.saturating_mul(disk.f_frsize),
        total: disk.f_blocks.saturating_mul(disk.f_frsize),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_has_room() {
        let room = super::room(Path::new("/")).unwrap();
        assert!(room.total > 0 && room.free <= room.total, "{room:?}");
        assert!(super::room(Path::new("/no/such/folder")).is_err());
    }
}
