//! `longwave serve`: the station goes on air.

use anyhow::Context;

use super::console::say;
use crate::config::{Config, Environment};
use crate::server::{self, Stop};
use crate::store::{DataLock, FirstPassword, FirstPasswords, Password, Store};
use crate::sys::{self, LogBuffer};

const ADMIN_PASSWORD: &str = "LONGWAVE_ADMIN_PASSWORD";
const SOURCE_PASSWORD: &str = "LONGWAVE_SOURCE_PASSWORD";

/// Claims the data directory, makes what a first start makes, and serves until told to stop.
/// `recent` keeps the last lines of the log.
pub(super) fn run(config: &Config, environment: Environment<'_>, recent: LogBuffer) -> anyhow::Result<()> {
    sys::give_back_large();
    // Before anything is made: from here on, a signal is a request and not the end.
    let mut stop = Stop::listen().context("cannot wait for signals")?;
    let _claim = DataLock::take(&config.data)?;
    let store = Store::open(&config.data)?;
    first_start(&store, environment)?;
    if stop.is_told() {
        return Ok(());
    }
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    server::run(config, &store, (stop, recent), |address| {
        say(format_args!("longwave: on air at {scheme}://{address}/"));
    })
}

/// Makes a station and an administrator where there is none, and tells their passwords this once. A source
/// password that is given holds from this start on.
fn first_start(store: &Store, environment: Environment<'_>) -> anyhow::Result<()> {
    let admin = given(environment, ADMIN_PASSWORD)?;
    let source = given(environment, SOURCE_PASSWORD)?;
    store.first_start_telling(admin, source, tell)?;
    Ok(())
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
    let password = Password::new(text).with_context(|| format!("{variable} cannot be used"))?;
    Ok(Some(password))
}

/// A password that the owner chose is not printed: what is on stdout may be kept in logs.
fn told<'a>(first: &'a FirstPassword, variable: &'a str) -> std::borrow::Cow<'a, str> {
    match first {
        FirstPassword::Given(_) => format!("as in {variable}").into(),
        FirstPassword::Generated(password) => password.reveal().into(),
    }
}
