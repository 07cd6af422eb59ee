//! `longwave edge`: serves the stations of other servers.

use anyhow::{Context, ensure};

use super::console::say;
use super::serve::secrets_key;
use crate::config::Config;
use crate::server::{self, Ports, StopSignal};
use crate::store::{DataLock, Store};
use crate::sys::{self, LogBuffer};

/// Serves until told to stop. `recent` keeps the last lines of the log.
pub(super) fn run(config: &Config, recent: LogBuffer) -> anyhow::Result<()> {
    sys::give_back_large();
    ensure!(
        config.origin.is_some() || config.nats.is_some(),
        "there is no origin: name the server whose stations are served, as in --origin https://radio.example, or NATS \
         servers by which several are found, as in --nats nats://10.0.0.1"
    );
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
    })
}
