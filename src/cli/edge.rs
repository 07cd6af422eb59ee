//! `longwave edge`: serves the stations of other servers.

use std::process::ExitCode;

use anyhow::{Context, anyhow};

use super::console::{regret, say};
use super::serve::secrets_key;
use crate::config::Config;
use crate::server::{self, Ports, StopSignal};
use crate::store::{DataLock, Store};
use crate::sys::{self, LogBuffer};

/// Exit code of a wrong use of the command: origins may also be named by the file or the environment.
const WRONG_USAGE: u8 = 2;

/// Serves until told to stop. `recent` keeps the last lines of the log.
pub(super) fn run(config: &Config, recent: LogBuffer) -> anyhow::Result<ExitCode> {
    sys::give_back_large();
    if config.origin.is_none() && config.nats.is_none() {
        regret(&anyhow!(
            "there is no origin: name the server whose stations are served, as in --origin https://radio.example, or \
             NATS servers by which several are found, as in --nats nats://10.0.0.1"
        ));
        return Ok(ExitCode::from(WRONG_USAGE));
    }
    let stop = StopSignal::listen().context("cannot wait for signals")?;
    let claim = DataLock::take(&config.data)?;
    let lock = claim.share().context("cannot share the lock of the data directory")?;
    let ports = Ports::open(config, lock, None)?;
    // The database of an edge holds no stations and no accounts.
    let store = Store::open(&config.data)?.with_secrets(&secrets_key(config))?;
    let scheme = if ports.has_certificate() { "https" } else { "http" };
    server::run_edge(config, &store, (stop, recent, ports), |address| {
        say(format_args!("longwave: on air at {scheme}://{address}/"));
        sys::notify_serving();
    })?;
    Ok(ExitCode::SUCCESS)
}
