//! `longwave check`: what is wrong, in a person's words.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use super::cluster_check;
use super::console::say;
use super::music::survive;
use super::safety;
use crate::acme::{AcmeSettings, Storage};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::library::MusicLibrary;
use crate::store::{Store, is_database_gone};
use crate::tls::{self, Certificate};

/// A day, in seconds.
const A_DAY: u64 = 86_400;
/// A certificate that ends sooner than this was not renewed when it should have been; some are made for a week.
const SOON_DAYS: u64 = 2;

/// Result of one check.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Finding {
    Fine(String),
    /// It works, and could be safer.
    Hint(String),
    Wrong(String),
}

use Finding::{Fine, Hint, Wrong};

/// Tells what is found; the exit code is 1 if anything is wrong.
pub(super) fn run(config: &Config) -> ExitCode {
    let mut findings = vec![Fine(format!("the configuration is in order; it listens on {}", config.listen))];
    let now_us = SystemClock::start().now_us();
    findings.extend(config.tls.as_ref().map(|files| certificate(files, now_us)));
    findings.extend(config.acme.as_ref().map(|acme| ordered(acme, &config.data, now_us)));
    findings.extend(media(config));
    findings.push(database(config));
    findings.extend(cluster_check::look(config));
    findings.extend(safety::look(config));
    tell(&findings)
}

/// Tells of a configuration that cannot be read, without which nothing else can be looked at.
pub(super) fn unconfigured(error: &anyhow::Error) -> ExitCode {
    tell(&[Wrong(format!("{error:#}"))])
}

fn tell(findings: &[Finding]) -> ExitCode {
    for finding in findings {
        match finding {
            Fine(text) => say(format_args!("fine   {text}")),
            Hint(text) => say(format_args!("hint   {text}")),
            Wrong(text) => say(format_args!("WRONG  {text}")),
        }
    }
    let is_wrong = findings.iter().any(|finding| matches!(finding, Wrong(_)));
    if is_wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The certificate, and whether it holds for a while.
fn certificate(files: &tls::Files, now_us: u64) -> Finding {
    let cert = files.cert.display();
    let ends = match Certificate::load(files) {
        Ok(certificate) => certificate.ends(),
        Err(error) => return Wrong(error.to_string()),
    };
    match ends.map(|ends| ends.checked_sub(now_us / 1_000_000).map(|left| left / A_DAY)) {
        None => Fine(format!("the certificate {cert} and its key belong together")),
        Some(None) => Wrong(format!("the certificate {cert} has expired: browsers refuse it")),
        Some(Some(days)) if days < SOON_DAYS => {
            Wrong(format!("the certificate {cert} expires in {days} days: it is time for a new one"))
        }
        Some(Some(days)) => Fine(format!("the certificate {cert} is good for {days} days")),
    }
}

/// The certificate that is ordered by ACME, and whether it was renewed when it should have been.
fn ordered(acme: &AcmeSettings, data: &Path, now_us: u64) -> Finding {
    if let Some(error) = acme.ca.as_deref().and_then(|ca| tls::certificates(ca).err()) {
        return Wrong(error.to_string());
    }
    let files = Storage::of(data, &acme.directory).certificate().clone();
    if !files.cert.exists() {
        return Fine(format!("there is no certificate for {} yet; the next start orders one", acme.names));
    }
    certificate(&files, now_us)
}

/// The folder of music, and every file in it that cannot be played.
fn media(config: &Config) -> Vec<Finding> {
    let folder = config.media.display();
    if let Err(error) = fs::read_dir(&config.media) {
        return vec![Wrong(format!("the music folder {folder} cannot be read: {error}"))];
    }
    let library = MusicLibrary::new(config.media.clone());
    library.scan();
    for file in library.files().iter() {
        if let Err(reason) = survive(|| library.load(file)) {
            library.reject(file, &reason);
        }
    }
    let playable = match library.files().len() {
        0 => format!("there is no music in {folder} yet: put some there and it goes on air"),
        count => format!("{count} files in {folder} can be played"),
    };
    let troubles = library.troubles().into_iter();
    let troubles = troubles.map(|trouble| Wrong(format!("{}: {}", trouble.path.display(), trouble.reason)));
    std::iter::once(Fine(playable)).chain(troubles).collect()
}

fn database(config: &Config) -> Finding {
    match Store::look(&config.data) {
        Ok(None) if is_database_gone(&config.data) => Wrong(format!(
            "there was a database in {} and it is gone; `longwave restore` brings a backup back, \
             and the next start would make a new one",
            config.data.display()
        )),
        Ok(None) => {
            Fine(format!("there is no database in {} yet; the first start makes it", config.data.display()))
        }
        Ok(Some(store)) => match store.check() {
            Ok(()) => Fine(format!("the database {} is sound", store.path().display())),
            Err(error) => Wrong(error.to_string()),
        },
        Err(error) => Wrong(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store;

    #[test]
    fn a_new_installation_is_fine() {
        let dir = tempfile::tempdir().unwrap();
        let config = Config { data: dir.path().join("data"), media: dir.path().into(), ..Config::default() };
        assert!(matches!(&media(&config)[..], [Fine(text)] if text.contains("no music")));
        assert!(matches!(database(&config), Fine(text) if text.contains("no database")));
        assert!(!config.data.exists(), "checking changes nothing");
    }

    #[test]
    fn a_certificate_that_browsers_refuse_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let files = tls::Files { cert: dir.path().join("cert.pem"), key: dir.path().join("key.pem") };
        let key = rcgen::KeyPair::generate().unwrap();
        let mut params = rcgen::CertificateParams::new(["localhost".to_owned()]).unwrap();
        params.not_after = rcgen::date_time_ymd(2030, 1, 1);
        fs::write(&files.cert, params.self_signed(&key).unwrap().pem()).unwrap();
        fs::write(&files.key, key.serialize_pem()).unwrap();
        // 2030 begins so many seconds after 1970.
        let check = |days_before: u64, expected: fn(&Finding) -> bool| {
            let found = certificate(&files, (1_893_456_000 - days_before * A_DAY) * 1_000_000);
            assert!(expected(&found), "{found:?}");
        };
        check(90, |found| matches!(found, Fine(text) if text.contains("good for 90 days")));
        check(1, |found| matches!(found, Wrong(text) if text.contains("expires in 1 days")));
        let now_us = 1_893_456_001 * 1_000_000;
        assert!(matches!(certificate(&files, now_us), Wrong(text) if text.contains("has expired")));
        fs::write(&files.key, "").unwrap();
        assert!(matches!(certificate(&files, 0), Wrong(text) if text.contains("no private key")));
    }

    #[test]
    fn each_thing_that_is_wrong_is_told() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("noise.mp3"), "this is not music").unwrap();
        fs::write(dir.path().join(store::FILE_NAME), "this is not a database".repeat(100)).unwrap();
        let config = Config { data: dir.path().into(), media: dir.path().into(), ..Config::default() };
        let is_told =
            media(&config).iter().any(|finding| matches!(finding, Wrong(text) if text.contains("noise")));
        assert!(is_told, "{:?}", media(&config));
        assert!(matches!(database(&config), Wrong(text) if text.contains("is not a Longwave database")));

        let config = Config { media: dir.path().join("gone"), ..config };
        assert!(matches!(&media(&config)[..], [Wrong(text)] if text.contains("cannot be read")));
    }
}
