//! `longwave log`: what truly went out.

use std::io;

use anyhow::Context;
use clap::{Args, ValueEnum};
use csv::ErrorKind;

use crate::config::Config;
use crate::production::report;
use crate::store::{Error, Store};

/// Options of `longwave log`.
#[derive(Args)]
pub(super) struct LogArgs {
    /// Only what this station aired
    #[arg(long, value_name = "SLUG")]
    station: Option<String>,
    /// From this day or moment on, by universal time: `2026-11-01` or `2026-11-01 18:00`
    #[arg(long, value_name = "DAY", value_parser = report::moment)]
    from: Option<u64>,
    /// Up to, and without, this day or moment
    #[arg(long, value_name = "DAY", value_parser = report::moment)]
    to: Option<u64>,
    /// `csv` has a line for everything that went out; `soundexchange` is its Report of Use, a line for each recording
    #[arg(long, value_name = "FORM", default_value = "csv")]
    form: Form,
    /// For `SoundExchange`: the name of the service, and its transmission category
    #[arg(long, value_name = "NAME", default_value = "Longwave")]
    service: String,
    /// For `SoundExchange`: the letter of the transmission category
    #[arg(long, value_name = "LETTER", default_value = "A")]
    category: char,
}

/// The forms there are.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Csv,
    Soundexchange,
}

/// Writes what was asked for on stdout.
pub(super) fn run(config: &Config, log: &LogArgs) -> anyhow::Result<()> {
    let store = Store::look(&config.data)?.ok_or_else(|| Error::NoDatabase(config.data.clone()))?;
    let span = log.from.unwrap_or(0)..log.to.unwrap_or(u64::MAX);
    let lines = store.aired(log.station.as_deref(), &span)?;
    let written = match log.form {
        Form::Csv => report::write_csv(&lines, io::stdout().lock()),
        Form::Soundexchange => {
            report::write_report(&lines, (&log.service, log.category), io::stdout().lock())
        }
    };
    match written {
        // Nobody listening, as after `| head`, is no reason to complain.
        Err(error) if is_broken_pipe(&error) => Ok(()),
        written => written.context("the log cannot be written"),
    }
}

fn is_broken_pipe(error: &csv::Error) -> bool {
    matches!(error.kind(), ErrorKind::Io(error) if error.kind() == io::ErrorKind::BrokenPipe)
}
