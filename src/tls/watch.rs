//! Looks after the files of a certificate, which is renewed every few weeks.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::{Certificate, Error, Files};

/// Polling interval.
const EVERY: Duration = Duration::from_secs(2);

/// Takes a new certificate into use when its files change.
pub struct CertificateWatcher {
    files: Files,
    certificate: Certificate,
    seen: [Option<Stamp>; 2],
    /// True if the files changed since they were read.
    changed: bool,
}

/// Identifies a version of a file: modification time in seconds and nanoseconds, length and inode.
type Stamp = (i64, i64, u64, u64);

impl CertificateWatcher {
    /// Reads the certificate in `files`, and what is to be watched.
    pub fn load(files: &Files) -> Result<(Certificate, Self), Error> {
        // Before they are read, so that no change is missed.
        let seen = stamps(files);
        let certificate = Certificate::load(files)?;
        let watch = Self { files: files.clone(), certificate: certificate.clone(), seen, changed: false };
        Ok((certificate, watch))
    }

    /// Watches until `stop` ends.
    pub fn run(mut self, stop: &Receiver<()>) {
        while matches!(stop.recv_timeout(EVERY), Err(RecvTimeoutError::Timeout)) {
            match self.look() {
                Some(Ok(())) => {
                    tracing::info!("the certificate {} is new and in use", self.files.cert.display());
                }
                Some(Err(error)) => tracing::warn!(%error, "the old certificate stays in use"),
                None => {}
            }
        }
    }

    /// Looks once; `None` if there is nothing new. Two files are never changed at once, so they are read when
    /// they are as they were a look ago.
    pub(super) fn look(&mut self) -> Option<Result<(), Error>> {
        let now = stamps(&self.files);
        if now != self.seen {
            self.seen = now;
            self.changed = true;
            return None;
        }
        std::mem::take(&mut self.changed).then(|| self.certificate.reload(&self.files))
    }
}

fn stamps(files: &Files) -> [Option<Stamp>; 2] {
    [stamp(&files.cert), stamp(&files.key)]
}

fn stamp(path: &Path) -> Option<Stamp> {
    let file = fs::metadata(path).ok()?;
    Some((file.mtime(), file.mtime_nsec(), file.len(), file.ino()))
}
