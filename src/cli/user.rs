//! `longwave user`: who may enter.

use clap::{Args, Subcommand};

use super::console::{ask_password, say};
use crate::clock;
use crate::config::Config;
use crate::model::LiveHours;
use crate::store::{Error, Password, Role, StationPermissions, Store};

/// Operations on accounts.
#[derive(Subcommand)]
pub(super) enum UserCommand {
    /// Add an account
    Add {
        /// The name to enter with; upper and lower case are one
        name: String,
        /// Role of the account: `dj` goes live, `manager` runs the station, `admin` does everything
        #[arg(long, value_name = "ROLE", default_value = "dj")]
        role: Role,
        #[command(flatten)]
        limits: Limits,
        #[command(flatten)]
        choice: Choice,
    },
    /// Set where and when an account may go live; without options, everywhere and always
    Allow {
        /// The name of the account
        name: String,
        #[command(flatten)]
        limits: Limits,
    },
    /// List the accounts
    List,
    /// Remove an account; the last administrator stays
    Remove {
        /// The name of the account
        name: String,
    },
    /// Ask an account for no codes any more, whose owner has lost phone and recovery codes
    NoCodes {
        /// The name of the account
        name: String,
    },
    /// Make a password for a program of an account, such as a DJ's, and print it
    AppPassword {
        /// The name of the account
        name: String,
        /// Purpose, such as the program's name; an app password replaces the earlier one for the same purpose
        #[arg(long = "for", value_name = "PROGRAM", default_value = "program")]
        program: String,
    },
    /// Give an account a new password
    Password {
        /// The name of the account
        name: String,
        #[command(flatten)]
        choice: Choice,
    },
}

/// Stations and hours of an account.
#[derive(Args)]
pub(super) struct Limits {
    /// A station the account may go live on; can be given again. Without it, every station
    #[arg(long = "station", value_name = "STATION")]
    stations: Vec<String>,
    /// Hours at which the account may go live, such as "fri 20:00-23:00", by this machine's clock, or
    /// "shows" for those of the shows that name it, which are its hours anyway; can be given again. Without it, always
    #[arg(long, value_name = "DAY FROM-TO")]
    hours: Vec<LiveHours>,
}

/// Source of a password.
#[derive(Args)]
pub(super) struct Choice {
    /// Make a password and print it, instead of asking for one (at the terminal, or as one line on stdin)
    #[arg(long)]
    generate: bool,
}

/// Does what was asked with the accounts in the data directory; a running server knows at once.
pub(super) fn run(config: &Config, verb: UserCommand) -> anyhow::Result<()> {
    match verb {
        UserCommand::Add { name, role, limits, choice } => {
            let store = Store::open(&config.data)?;
            let password = choice.password(&name)?;
            store.add_account_within(&name, role, &password, &limits.reach())?;
            say(format_args!("{name} is added, with the role {role}{}", choice.told(&password)));
        }
        UserCommand::List => {
            let store = Store::look(&config.data)?.ok_or_else(|| Error::NoDatabase(config.data.clone()))?;
            for account in store.accounts()? {
                let reach = store.reach(&account.name)?;
                say(format_args!("{:<8} {}{}", account.role, account.name, told(&reach)));
            }
        }
        UserCommand::Allow { name, limits } => {
            let reach = limits.reach();
            Store::open(&config.data)?.set_reach(&name, &reach)?;
            let always = if reach == StationPermissions::default() { " everywhere and always" } else { "" };
            say(format_args!("{name} may go live{}{always}", told(&reach)));
        }
        UserCommand::Remove { name } => {
            Store::open(&config.data)?.remove_account(&name)?;
            say(format_args!("{name} is removed"));
        }
        UserCommand::NoCodes { name } => {
            let is_news = Store::open(&config.data)?.end_totp(&name)?;
            let told = if is_news { "is not asked for codes any more" } else { "is not asked for codes" };
            say(format_args!("{name} {told}"));
        }
        UserCommand::AppPassword { name, program } => {
            let now = (clock::now_us() / 1_000_000) as i64;
            let password = Store::open(&config.data)?.add_app_password(&name, &program, now)?;
            say(format_args!("{name} has an app password for {program}: {}", password.reveal()));
        }
        UserCommand::Password { name, choice } => {
            let store = Store::open(&config.data)?;
            let password = choice.password(&name)?;
            store.set_password(&name, &password)?;
            say(format_args!("{name} has a new password{}", choice.told(&password)));
        }
    }
    Ok(())
}

/// The limits of an account, to follow its name; nothing where it has none.
fn told(reach: &StationPermissions) -> String {
    let stations = reach.stations.iter().map(|slug| format!(" on {slug}"));
    let hours = reach.hours.iter().map(|hours| format!(" {hours}"));
    let all: Vec<String> = stations.chain(hours).collect();
    all.join(",")
}

impl Limits {
    fn reach(self) -> StationPermissions {
        StationPermissions { stations: self.stations, hours: self.hours }
    }
}

impl Choice {
    pub(super) fn password(&self, name: &str) -> anyhow::Result<Password> {
        if self.generate { Ok(Password::generate()?) } else { ask_password(name) }
    }

    /// A password that was made here is told, for nobody knows it.
    pub(super) fn told(&self, password: &Password) -> String {
        if self.generate { format!(": {}", password.reveal()) } else { String::new() }
    }
}
