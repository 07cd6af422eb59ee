//! `longwave ban`: addresses, networks and programs that are not served.

use anyhow::{Context, bail};
use clap::Subcommand;

use super::console::say;
use crate::auth::NewBan;
use crate::clock;
use crate::config::Config;
use crate::store::{BanKind, Error, Store};

/// Operations on bans.
#[derive(Subcommand)]
pub(super) enum BanCommand {
    /// Ban an address, a network or a program from listening, going live and signing in
    Add {
        /// An address or a network, such as 192.0.2.7 or `2001:db8::/32`; with --agent, a text in the program's
        /// `User-Agent`
        value: String,
        /// Ban programs by their `User-Agent`
        #[arg(long)]
        agent: bool,
        /// Duration of the ban, such as 90m, 12h or 7d; without it, for good
        #[arg(long = "for", value_name = "TIME")]
        lasts: Option<String>,
        /// Reason for the ban, for those who look at it later
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
    },
    /// List the bans that hold
    List,
    /// End a ban
    Remove {
        /// The number that the list has
        id: i64,
    },
}

/// Does what was asked with the bans in the data directory; a running server knows within seconds.
pub(super) fn run(config: &Config, verb: BanCommand) -> anyhow::Result<()> {
    let now = (clock::now_us() / 1_000_000) as i64;
    match verb {
        BanCommand::Add { value, agent, lasts, reason } => {
            let kind = if agent { BanKind::Agent } else { BanKind::Network };
            let seconds = lasts.as_deref().map(seconds).transpose()?;
            let ban = NewBan { kind, value, reason, seconds }.keep(&Store::open(&config.data)?, now)?;
            say(format_args!("{} is banned, number {}", ban.value, ban.id));
        }
        BanCommand::List => {
            let store = Store::look(&config.data)?.ok_or_else(|| Error::NoDatabase(config.data.clone()))?;
            for ban in store.bans(now)? {
                let left = ban.ends_at.map_or_else(
                    || "for good".to_owned(),
                    |ends_at| format!("for {} more minutes", (ends_at - now) / 60),
                );
                say(format_args!("{:>5} {:<8} {} {left} {}", ban.id, ban.kind.name(), ban.value, ban.reason));
            }
        }
        BanCommand::Remove { id } => {
            if !Store::open(&config.data)?.remove_ban(id)? {
                bail!("there is no ban with the number {id}");
            }
            say(format_args!("ban {id} is ended"));
        }
    }
    Ok(())
}

/// Reads a time such as `90m`.
fn seconds(text: &str) -> anyhow::Result<i64> {
    let unit = match text.chars().last() {
        Some('s') => 1,
        Some('m') => 60,
        Some('h') => 3_600,
        Some('d') => 86_400,
        _ => bail!("{text:?} is no time such as 90m, 12h or 7d"),
    };
    let number: i64 = text[..text.len() - 1]
        .parse()
        .with_context(|| format!("{text:?} is no time such as 90m, 12h or 7d"))?;
    number.checked_mul(unit).filter(|seconds| *seconds > 0).context("a ban lasts for at least a second")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_unit() {
        assert_eq!(
            ["45s", "90m", "12h", "7d"].map(|text| seconds(text).unwrap()),
            [45, 5_400, 43_200, 604_800]
        );
        for wrong in ["", "7", "d", "-1d", "0h", "1w", "999999999999999999d"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
