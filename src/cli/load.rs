//! `longwave load`: a crowd of listeners.

use std::net::{IpAddr, Ipv4Addr};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;
use clap::Args;

use super::console::say;
use crate::clock::SystemClock;
use crate::loadtest::{self, Plan, Target};

/// Options of `longwave load`.
#[derive(Args)]
pub(super) struct LoadArgs {
    /// The stream, such as `http://localhost:8000/main/ws?delivery=20` or `https://localhost:8000/main.opus`;
    /// certificates are not looked at
    url: String,
    /// Number of listeners
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    listeners: u32,
    /// Listeners that join each second; 0 for all at once
    #[arg(long, value_name = "JOINS_PER_SECOND", default_value_t = 500)]
    rate: u32,
    /// Time for which they listen once all have joined
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    time: u32,
    /// Listeners that leave each second meanwhile, and are replaced by others
    #[arg(long, value_name = "LEAVES_PER_SECOND", default_value_t = 0)]
    churn: u32,
    /// Go back in the archive: each listener to a time of its own, between half of that and all of it ago
    #[arg(long, value_name = "SECONDS")]
    back: Option<u32>,
    /// Addresses of this machine to come from, in turn
    #[arg(long, value_name = "ADDR", value_delimiter = ',')]
    from: Vec<IpAddr>,
    /// Number of addresses to connect from, from 127.0.0.1 on and in turn, for a server on this machine
    #[arg(long, value_name = "N", conflicts_with = "from")]
    sources: Option<u16>,
    /// Tell what this process costs meanwhile, which is the server's on this machine
    #[arg(long)]
    pid: Option<u32>,
    /// Time of measuring before anybody joins: the cost during it is not caused by listeners
    #[arg(long, value_name = "SECONDS", default_value_t = 2, requires = "pid")]
    alone: u32,
    /// Tell in JSON
    #[arg(long)]
    json: bool,
}

/// Listens, and tells what was heard; the exit code is 1 unless all were let in and heard what is right to the end.
pub(super) fn run(load: LoadArgs) -> anyhow::Result<ExitCode> {
    let sources = match load.sources {
        Some(count) => (0..u32::from(count)).map(loopback).collect(),
        None => load.from,
    };
    let target = Target::parse(&load.url)?;
    if let Some(other) = sources.iter().find(|source| !target.is_reached_from(**source)) {
        bail!("{} cannot be listened to from {other}", load.url);
    }
    let plan = Plan {
        target,
        listeners: load.listeners as usize,
        rate: load.rate,
        time: Duration::from_secs(load.time.into()),
        back: load.back.map(|seconds| Duration::from_secs(seconds.into())),
        churn: load.churn,
        sources,
        pid: load.pid,
        alone: Duration::from_secs(load.alone.into()),
    };
    let report = loadtest::run(&plan, &SystemClock::start())?;
    if load.json {
        say(serde_json::to_string(&report)?);
    } else {
        say(&report);
    }
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The loopback address so many after the first.
fn loopback(number: u32) -> IpAddr {
    Ipv4Addr::from(u32::from(Ipv4Addr::LOCALHOST) + number).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_enough_addresses_of_this_machine() {
        assert_eq!(loopback(0).to_string(), "127.0.0.1");
        assert_eq!(loopback(299).to_string(), "127.0.1.44");
        assert!(loopback(u16::MAX.into()).is_loopback());
    }
}
