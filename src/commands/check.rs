//! `longwave check`: what is wrong, in a person's words.

use std::fs;
use std::process::ExitCode;

use super::console::say;
use super::music::survive;
use crate::config::Config;
use crate::library::Library;
use crate::store::Store;

/// What was found of one thing that was looked at.
#[derive(Debug, PartialEq, Eq)]
enum Finding {
    Fine(String),
    Wrong(String),
}

use Finding::{Fine, Wrong};

/// Tells what is found; the exit code is 1 if anything is wrong.
pub(super) fn run(config: &Config) -> ExitCode {
    let mut findings = vec![Fine(format!("the configuration is in order; it listens on {}", config.listen))];
    findings.extend(media(config));
    findings.push(database(config));
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
            Wrong(text) => say(format_args!("WRONG  {text}")),
        }
    }
    let is_wrong = findings.iter().any(|finding| matches!(finding, Wrong(_)));
    if is_wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The folder of music, and every file in it that cannot be played.
fn media(config: &Config) -> Vec<Finding> {
    let folder = config.media.display();
    if let Err(error) = fs::read_dir(&config.media) {
        return vec![Wrong(format!("the music folder {folder} cannot be read: {error}"))];
    }
    let library = Library::new(config.media.clone());
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
