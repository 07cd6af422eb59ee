//! The room that is left on a disk.

use std::io;
use std::path::Path;

/// Returns the free space on the disk that holds `path`, in bytes.
pub fn free_bytes(path: &Path) -> io::Result<u64> {
    let about = rustix::fs::statvfs(path)?;
    Ok(about.f_bavail.saturating_mul(about.f_frsize))
}
