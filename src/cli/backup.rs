//! `longwave backup` and `longwave restore`.

use std::path::Path;

use super::console::{ask_yes_no, say};
use super::serve::secrets_key;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::store::{self, Error, Store};

pub(super) fn make(config: &Config, file: &Path) -> anyhow::Result<()> {
    let store = Store::look(&config.data)?.ok_or_else(|| Error::NoDatabase(config.data.clone()))?;
    store.backup(file)?;
    say(format_args!("{} is backed up to {}", store.path().display(), file.display()));
    let key = secrets_key(config);
    if key.exists() {
        say(format_args!(
            "secrets in it are encrypted; keep a copy of {} in another place than the backup",
            key.display()
        ));
    }
    Ok(())
}

/// Restores a backup. `keeps_tokens` says what becomes of its API tokens; without it, a person is asked at a terminal,
/// and elsewhere they are removed.
pub(super) fn restore(config: &Config, file: &Path, keeps_tokens: Option<bool>) -> anyhow::Result<()> {
    let tokens = store::tokens_in_backup(file)?;
    let keeps_tokens = match keeps_tokens {
        Some(keeps) => keeps,
        None if tokens == 0 => false,
        None => ask_yes_no(&format!(
            "The backup has {tokens} API tokens; some may have been removed since. Keep them?"
        ))?,
    };
    let restored = store::restore(&config.data, file, keeps_tokens, &SystemClock::start())?;
    say(format_args!("{} is restored to {}", file.display(), config.data.display()));
    say(format_args!(
        "{} sessions of the backup are ended: everybody signs in again",
        restored.ended_sessions
    ));
    if restored.ended_tokens > 0 {
        say(format_args!(
            "{} API tokens of the backup are removed: make new ones, or restore again with --tokens keep",
            restored.ended_tokens
        ));
    } else if tokens > 0 {
        say(format_args!("{tokens} API tokens of the backup are valid again: /admin/tokens lists them"));
    }
    if let Some(kept) = restored.kept {
        say(format_args!("the database until now is kept as {}", kept.display()));
    }
    Ok(())
}
