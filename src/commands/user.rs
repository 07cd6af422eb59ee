//! `longwave user`: who may enter.

use clap::{Args, Subcommand};

use super::console::{ask_password, say};
use crate::config::Config;
use crate::store::{Error, Password, Role, Store};

/// What can be done with accounts.
#[derive(Subcommand)]
pub(super) enum User {
    /// Add an account
    Add {
        /// The name to enter with; upper and lower case are one
        name: String,
        /// What the account may do: `dj` goes live, `manager` runs the station, `admin` does everything
        #[arg(long, value_name = "ROLE", default_value = "dj")]
        role: Role,
        #[command(flatten)]
        choice: Choice,
    },
    /// List the accounts
    List,
    /// Remove an account; the last administrator stays
    Remove {
        /// The name of the account
        name: String,
    },
    /// Give an account a new password
    Password {
        /// The name of the account
        name: String,
        #[command(flatten)]
        choice: Choice,
    },
}

/// Where a password comes from.
#[derive(Args)]
pub(super) struct Choice {
    /// Make a password and print it, instead of asking for one (at the terminal, or as one line on stdin)
    #[arg(long)]
    generate: bool,
}

/// Does what was asked with the accounts in the data directory; a running server knows at once.
pub(super) fn run(config: &Config, verb: User) -> anyhow::Result<()> {
    match verb {
        User::Add { name, role, choice } => {
            let store = Store::open(&config.data)?;
            let password = choice.password(&name)?;
            store.add_account(&name, role, &password)?;
            say(format_args!("{name} is added, with the role {role}{}", choice.told(&password)));
        }
        User::List => {
            let store = Store::look(&config.data)?.ok_or_else(|| Error::NoDatabase(config.data.clone()))?;
            for account in store.accounts()? {
                say(format_args!("{:<8} {}", account.role, account.name));
            }
        }
        User::Remove { name } => {
            Store::open(&config.data)?.remove_account(&name)?;
            say(format_args!("{name} is removed"));
        }
        User::Password { name, choice } => {
            let store = Store::open(&config.data)?;
            let password = choice.password(&name)?;
            store.set_password(&name, &password)?;
            say(format_args!("{name} has a new password{}", choice.told(&password)));
        }
    }
    Ok(())
}

impl Choice {
    fn password(&self, name: &str) -> anyhow::Result<Password> {
        if self.generate { Ok(Password::generate()?) } else { ask_password(name) }
    }

    /// A password that was made here is told, for nobody knows it.
    fn told(&self, password: &Password) -> String {
        if self.generate { format!(": {}", password.reveal()) } else { String::new() }
    }
}
