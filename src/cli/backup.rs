//! `longwave backup` and `longwave restore`.

use std::path::Path;

use super::console::say;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::store::{self, Error, Store};

pub(super) fn make(config: &Config, file: &Path) -> anyhow::Result<()> {
    let store = Store::look(&config.data)?.ok_or_else(|| Error::NoDatabase(config.data.clone()))?;
    store.backup(file)?;
    say(format_args!("{} is backed up to {}", store.path().display(), file.display()));
    Ok(())
}

pub(super) fn restore(config: &Config, file: &Path) -> anyhow::Result<()> {
    let kept = store::restore(&config.data, file, &SystemClock::start())?;
    say(format_args!("{} is restored to {}", file.display(), config.data.display()));
    if let Some(kept) = kept {
        say(format_args!("the database until now is kept as {}", kept.display()));
    }
    Ok(())
}
