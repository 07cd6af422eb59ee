//! Extended attributes of files, access control lists among them.

use std::fs::File;
use std::io;
use std::path::Path;

use rustix::fs::{XattrFlags, fsetxattr, getxattr, listxattr};
use rustix::io::Errno;

/// The most that a system keeps under one name, and of names, in bytes.
const MOST: usize = 64 << 10;
/// Prefix of the attributes that the system sets itself.
const SYSTEMS_OWN: &[u8] = b"security.";

/// Gives `to` the extended attributes of the file at `from`. Fails if one cannot be given.
pub fn copy_attributes(from: &Path, to: &File) -> io::Result<()> {
    let mut names = vec![0; MOST];
    let length = match listxattr(from, &mut names[..]) {
        // There are none where they are unknown.
        Err(Errno::OPNOTSUPP) => return Ok(()),
        length => length?,
    };
    let mut value = vec![0; MOST];
    for name in names[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        if !name.starts_with(SYSTEMS_OWN) {
            let length = getxattr(from, name, &mut value[..])?;
            fsetxattr(to, name, &value[..length], XattrFlags::empty())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rustix::fs::fgetxattr;

    use super::*;

    #[test]
    fn attributes_are_copied() {
        let [from, to] = [(); 2].map(|()| tempfile::NamedTempFile::new().unwrap());
        copy_attributes(from.path(), to.as_file()).unwrap();
        fsetxattr(from.as_file(), "user.mood", b"calm", XattrFlags::empty())
            .expect("set TMPDIR to a folder on a disk that keeps extended attributes");
        copy_attributes(from.path(), to.as_file()).unwrap();
        let mut value = [0; 9];
        let length = fgetxattr(to.as_file(), "user.mood", &mut value[..]).unwrap();
        assert_eq!(&value[..length], b"calm");
    }
}
