//! `longwave serve`: the station goes on air.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::console::say;
use crate::config::{Config, Environment, Listen};
use crate::server::{self, Ports, ServerState, StopSignal, TakeOver};
use crate::store::{
    DataLock, Error, FirstPassword, FirstPasswords, FirstStart, Password, SECRETS_KEY_NAME, Store,
};
use crate::sys::{self, LogBuffer};

const ADMIN_PASSWORD: &str = "LONGWAVE_ADMIN_PASSWORD";
const SOURCE_PASSWORD: &str = "LONGWAVE_SOURCE_PASSWORD";

/// Attempts to open a database that another program holds and that cannot be copied either: each takes a second.
const MOST_ATTEMPTS: u32 = 60;

/// The options of `longwave serve`.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    pub(super) listen: Listen,

    /// Take over from the server that runs on the same data, without its listeners noticing: for a new version or other
    /// options. With none running it starts as usual
    #[arg(long)]
    pub(super) take_over: bool,
}

/// Claims the data directory, makes what a first start makes, and serves until told to stop.
/// `recent` keeps the last lines of the log.
///
/// With `take_over`, a server that runs on the same data hands its ports, stations and listeners over.
pub(super) fn run(
    config: &Config,
    environment: Environment<'_>,
    recent: LogBuffer,
    take_over: bool,
) -> anyhow::Result<()> {
    sys::give_back_large();
    // Before anything is made: from here on, a signal is a request and not the end.
    let mut stop = StopSignal::listen().context("cannot wait for signals")?;
    let mut taking = if take_over { TakeOver::begin(&config.data)? } else { None };
    let claim = match &mut taking {
        Some(taking) => taking.lock(&config.data)?,
        None => DataLock::take(&config.data)?,
    };
    // Before anything is made or migrated: a start that fails for its port changes nothing.
    let lock = claim.share().context("cannot share the lock of the data directory")?;
    let ports = Ports::open(config, lock, taking)?;
    let Some(store) = open_patiently(config, &mut stop)? else { return Ok(()) };
    let first = if store.is_read_only() {
        let trouble = store.trouble().map(|trouble| trouble.text).unwrap_or_default();
        let until = if store.is_held() { "then" } else { "that is mended and the server is started again" };
        tracing::error!(
            "{trouble}; what is known of the database in {} is read, and nothing can be saved until {until}",
            config.data.display()
        );
        None
    } else {
        if claim.is_database_gone() {
            tracing::warn!(
                "there was a database in {} and it is gone: a new one is made, with new passwords; \
                 `longwave restore` brings a backup back",
                config.data.display()
            );
        }
        claim.note_database();
        Some(first_start(&store, environment)?)
    };
    if stop.is_told() {
        return Ok(());
    }
    // One that is yet to be ordered does not open the first page.
    let scheme = if ports.has_certificate() { "https" } else { "http" };
    server::run(config, &store, (stop, recent, ports), |state, address| {
        if state == ServerState::StandsBy {
            store.started();
            say(format_args!("longwave: stands by at {scheme}://{address}/"));
            sys::notify_serving();
            return;
        }
        // Not before it serves: a start that fails tells no passwords, and the next one does.
        if let Some(first) = &first {
            let told = store.finish_first_start(first, |made| {
                tell(made);
                if made.admin.is_some() {
                    say(format_args!("longwave: dashboard at {scheme}://{address}/admin"));
                }
            });
            if let Err(error) = told {
                tracing::error!(%error, "the first passwords cannot be kept; the next start makes others");
            }
        }
        store.started();
        say(format_args!("longwave: on air at {scheme}://{address}/"));
        sys::notify_serving();
    })
}

/// Opens the database, waiting a minute for another program that holds it; none if the process is told to stop.
fn open_patiently(config: &Config, stop: &mut StopSignal) -> anyhow::Result<Option<Store>> {
    for _ in 0..MOST_ATTEMPTS {
        match Store::open_or_read(&config.data) {
            // It was waited for already.
            Err(error @ Error::Busy(_)) => tracing::warn!("waiting for the database: {error}"),
            opened => return Ok(Some(opened?.starting().with_secrets(&secrets_key(config))?)),
        }
        if stop.is_told() {
            return Ok(None);
        }
    }
    Ok(Some(Store::open(&config.data)?.with_secrets(&secrets_key(config))?))
}

/// Returns the place of the key of the secrets in the database.
pub(super) fn secrets_key(config: &Config) -> PathBuf {
    config.secrets_key.clone().unwrap_or_else(|| config.data.join(SECRETS_KEY_NAME))
}

/// Prepares a station and an administrator where there is none. A source password that is given holds from this start
/// on.
fn first_start(store: &Store, environment: Environment<'_>) -> anyhow::Result<FirstStart> {
    let admin = given(environment, ADMIN_PASSWORD)?;
    let source = given(environment, SOURCE_PASSWORD)?;
    Ok(store.prepare_first_start(admin, source)?)
}

fn tell(made: &FirstPasswords) {
    if let Some(password) = &made.admin {
        say(format_args!("longwave: first account admin, password {}", told(password, ADMIN_PASSWORD)));
    }
    if let Some(password) = &made.source {
        let password = told(password, SOURCE_PASSWORD);
        say(format_args!("longwave: first station main, source password {password}"));
    }
}

/// The password that a variable gives; none if it is not set, or set to nothing.
fn given(environment: Environment<'_>, variable: &str) -> anyhow::Result<Option<Password>> {
    let Some(value) = environment(variable).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let text = value.to_str().with_context(|| format!("{variable} is not UTF-8"))?;
    let password = Password::chosen(text).with_context(|| format!("{variable} cannot be used"))?;
    Ok(Some(password))
}

/// A password that the owner chose is not printed: what is on stdout may be kept in logs.
fn told<'a>(first: &'a FirstPassword, variable: &'a str) -> std::borrow::Cow<'a, str> {
    match first {
        FirstPassword::Given(_) => format!("as in {variable}").into(),
        FirstPassword::Generated(password) => password.reveal().into(),
    }
}
