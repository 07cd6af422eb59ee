//! Encryption by the program `age` (age-encryption.org), which reads and writes streams.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::Error;

/// The beginning of an encrypted file.
pub(super) const ENCRYPTED_MAGIC: &[u8] = b"age-encryption.org/";
/// The longest recipient, in bytes.
const LONGEST_RECIPIENT: usize = 1_000;
/// Bytes of what `age` says that are told.
const MOST_WORDS: u64 = 500;

/// Fails for a text that is no public key of age or SSH.
pub fn check_recipient(recipient: &str) -> Result<(), Error> {
    let is_key = recipient.starts_with("age1") || recipient.starts_with("ssh-");
    let is_plain = recipient.len() <= LONGEST_RECIPIENT && !recipient.chars().any(char::is_control);
    if is_key && is_plain {
        return Ok(());
    }
    Err(Error::Age(format!("{recipient:?} is no public key, which begins with age1 or ssh-")))
}

/// A file that is written, encrypted or not.
pub(super) enum BackupSink {
    Plain(File),
    Encrypted(AgeProcess),
}

impl BackupSink {
    /// Writes to the new file `file`, encrypted for `recipient`.
    pub(super) fn open(file: File, recipient: Option<&str>) -> Result<Self, Error> {
        let Some(recipient) = recipient else { return Ok(Self::Plain(file)) };
        check_recipient(recipient)?;
        let mut age = age(&["--encrypt", "--recipient", recipient]);
        age.stdin(Stdio::piped()).stdout(file);
        Ok(Self::Encrypted(AgeProcess::start(&mut age)?))
    }

    /// Ends the file; fails if `age` does.
    pub(super) fn finish(self) -> Result<(), Error> {
        match self {
            Self::Plain(_) => Ok(()),
            Self::Encrypted(age) => age.finish(),
        }
    }
}

impl Write for BackupSink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.write(bytes),
            Self::Encrypted(age) => age.child.stdin.as_mut().ok_or(io::ErrorKind::BrokenPipe)?.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.flush(),
            Self::Encrypted(age) => age.child.stdin.as_mut().map_or(Ok(()), Write::flush),
        }
    }
}

/// A backup that is read, decrypted where it has to be.
pub(super) enum BackupReader {
    Plain(File),
    Encrypted(AgeProcess),
}

impl BackupReader {
    /// Reads `path` with the private key in the file `identity`.
    pub(super) fn open(path: &Path, identity: Option<&Path>) -> Result<Self, Error> {
        let file = || File::open(path).map_err(|source| Error::of_file(path, source));
        let mut beginning = Vec::new();
        let read = file()?.take(ENCRYPTED_MAGIC.len() as u64).read_to_end(&mut beginning);
        read.map_err(|source| Error::of_file(path, source))?;
        if beginning != ENCRYPTED_MAGIC {
            return Ok(Self::Plain(file()?));
        }
        let identity = identity.ok_or_else(|| Error::NeedsIdentity(path.to_owned()))?;
        let mut age = age(&["--decrypt", "--identity"]);
        age.arg(identity).stdin(file()?).stdout(Stdio::piped());
        Ok(Self::Encrypted(AgeProcess::start(&mut age)?))
    }

    /// Reads the rest and fails if it was not all there.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        // Read to the end, so that the error is the one of `age`.
        let _ = io::copy(&mut self, &mut io::sink());
        match self {
            Self::Plain(_) => Ok(()),
            Self::Encrypted(age) => age.finish(),
        }
    }
}

impl Read for BackupReader {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.read(bytes),
            Self::Encrypted(age) => age.child.stdout.as_mut().map_or(Ok(0), |stdout| stdout.read(bytes)),
        }
    }
}

/// A running `age`, which is ended when it is dropped.
pub(super) struct AgeProcess {
    child: Child,
}

/// Returns the command, without variables of this server's own: they may hold passwords.
fn age(arguments: &[&str]) -> Command {
    let mut age = Command::new("age");
    age.args(arguments).env_clear().stderr(Stdio::piped());
    if let Some(path) = std::env::var_os("PATH") {
        age.env("PATH", path);
    }
    age
}

impl AgeProcess {
    fn start(age: &mut Command) -> Result<Self, Error> {
        match age.spawn() {
            Ok(child) => Ok(Self { child }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::Age(
                "the program age is missing, which encrypts backups: install it (apt install age)".to_owned(),
            )),
            Err(error) => Err(Error::Age(format!("the program age cannot be started: {error}"))),
        }
    }

    /// Lets it come to its end.
    fn finish(mut self) -> Result<(), Error> {
        drop(self.child.stdin.take());
        let mut words = String::new();
        if let Some(stderr) = self.child.stderr.take() {
            let _ = stderr.take(MOST_WORDS).read_to_string(&mut words);
        }
        match self.child.wait() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Error::Age(format!(
                "age failed ({status}): {}",
                words.lines().next().unwrap_or_default()
            ))),
            Err(error) => Err(Error::Age(format!("age cannot be waited for: {error}"))),
        }
    }
}

impl Drop for AgeProcess {
    fn drop(&mut self) {
        // After `finish` there is none any more.
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}
