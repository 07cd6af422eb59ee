//! `longwave backup`, `longwave backup-plan` and `longwave restore`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::console::{ask_yes_no, say};
use super::serve::secrets_key;
use crate::backup::{
    BackupContents, ServerFolders, check_recipient, has_to_be_unpacked, unpack_database, unpack_files,
};
use crate::clock::SystemClock;
use crate::config::Config;
use crate::store::{self, DataLock, Error, Store};

/// The options of `longwave backup`.
#[derive(Args)]
pub(super) struct BackupArgs {
    /// The file to make; one that is there is never replaced
    file: PathBuf,
    /// Music, uploads and removed files too: the file is a tar archive then
    #[arg(long)]
    with_files: bool,
    /// Encrypt it by the program age for a public key of age or SSH
    #[arg(long, value_name = "KEY")]
    recipient: Option<String>,
}

/// The options of `longwave backup-plan`.
#[derive(Args)]
pub(super) struct BackupPlanArgs {
    /// Hours from one backup to the next; 0 makes none
    #[arg(long, value_name = "HOURS", value_parser = clap::value_parser!(u32).range(0..=8_784))]
    every_hours: Option<u32>,
    /// Number of backups that are kept
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=1_000))]
    keep: Option<u32>,
    /// Music, uploads and removed files too
    #[arg(long, value_name = "on|off")]
    files_too: Option<OnOff>,
    /// Public key of age or SSH that backups are encrypted for; an empty one ends that
    #[arg(long = "for", value_name = "KEY")]
    recipient: Option<String>,
}

/// A switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OnOff {
    /// It is done.
    On,
    /// It is not.
    Off,
}

/// Returns the directories of the server that `config` describes.
fn folders(config: &Config) -> ServerFolders {
    ServerFolders { data: config.data.clone(), media: config.media.clone() }
}

pub(super) fn make(config: &Config, backup: &BackupArgs) -> anyhow::Result<()> {
    let store = Store::look(&config.data)?.ok_or_else(|| Error::NoDatabase(config.data.clone()))?;
    let folders = folders(config);
    let files = backup.with_files.then_some(&folders);
    BackupContents { store: &store, files, recipient: backup.recipient.as_deref() }.write(&backup.file)?;
    say(format_args!("{} is backed up to {}", store.path().display(), backup.file.display()));
    let key = secrets_key(config);
    if key.exists() {
        say(format_args!(
            "secrets in it are encrypted; keep a copy of {} in another place than the backup",
            key.display()
        ));
    }
    Ok(())
}

/// Changes the plan as asked, and says what it is.
pub(super) fn plan(config: &Config, changes: BackupPlanArgs) -> anyhow::Result<()> {
    let store = Store::look(&config.data)?.ok_or_else(|| Error::NoDatabase(config.data.clone()))?;
    let before = store.backup_plan()?;
    let mut plan = before.clone();
    plan.every_hours = changes.every_hours.unwrap_or(plan.every_hours);
    plan.keep = changes.keep.unwrap_or(plan.keep);
    plan.with_files = changes.files_too.map_or(plan.with_files, |files_too| files_too == OnOff::On);
    if let Some(recipient) = changes.recipient {
        if !recipient.is_empty() {
            check_recipient(&recipient)?;
        }
        plan.recipient = recipient;
    }
    if plan != before {
        store.set_backup_plan(&plan)?;
    }
    let of = if plan.with_files { "database, music, uploads and removed files" } else { "database" };
    match plan.every_hours {
        0 => say(format_args!("no backups are made by themselves; one would have: {of}")),
        hours => say(format_args!("every {hours} hours, the last {} are kept: {of}", plan.keep)),
    }
    match &*plan.recipient {
        "" => say(format_args!("they are not encrypted")),
        recipient => say(format_args!("they are encrypted for {recipient}")),
    }
    Ok(())
}

/// Restores a backup. `keeps_tokens` says what becomes of its API tokens; without it, a person is asked at a terminal,
/// and elsewhere they are removed. An encrypted one is decrypted with the private key in the file `identity`.
pub(super) fn restore(
    config: &Config,
    file: &Path,
    keeps_tokens: Option<bool>,
    identity: Option<&Path>,
) -> anyhow::Result<()> {
    if !has_to_be_unpacked(file)? {
        return restore_database(config, file, file, keeps_tokens);
    }
    // Makes the directory, and fails beside a running server before anything is read.
    drop(DataLock::take(&config.data)?);
    let unpacked = config.data.join("longwave.db.unpacked");
    // Left behind by a restore that was interrupted.
    let _ = fs::remove_file(&unpacked);
    let restored = unpack_database(file, identity, &unpacked).map_err(anyhow::Error::from);
    let restored = restored
        .and_then(|has_files| restore_database(config, file, &unpacked, keeps_tokens).map(|()| has_files));
    let _ = fs::remove_file(&unpacked);
    if restored? {
        let files = unpack_files(file, identity, &folders(config)).context(
            "the database is restored, but not all files are: restore it again once that is mended",
        )?;
        say(format_args!(
            "{} files are restored; {} were there already and stay as they are",
            files.written, files.kept
        ));
    }
    Ok(())
}

/// Restores the database of the backup `file`, which is in `database`.
fn restore_database(
    config: &Config,
    file: &Path,
    database: &Path,
    keeps_tokens: Option<bool>,
) -> anyhow::Result<()> {
    let tokens = store::tokens_in_backup(database)?;
    let keeps_tokens = match keeps_tokens {
        Some(keeps) => keeps,
        None if tokens == 0 => false,
        None => ask_yes_no(&format!(
            "The backup has {tokens} API tokens; some may have been removed since. Keep them?"
        ))?,
    };
    let restored = store::restore(&config.data, database, keeps_tokens, &SystemClock::start())?;
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
