//! The only place that writes to the terminal and reads from it.

use std::fmt::Display;
use std::io::{self, BufRead, IsTerminal, Write};

use anyhow::{Context, bail};

use crate::store::Password;

/// Says a line on stdout. Nobody listening, as after `| head`, is no reason to stop.
pub(super) fn say(line: impl Display) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// Says on stderr, in one line, why something could not be done.
pub(super) fn regret(error: &anyhow::Error) {
    let reason = format!("{error:#}").replace('\n', " ");
    let _ = writeln!(io::stderr().lock(), "longwave: {reason}");
}

/// Asks for a password: twice and unseen at a terminal, else for one line on stdin.
pub(super) fn ask_password(name: &str) -> anyhow::Result<Password> {
    if !io::stdin().is_terminal() {
        return read_password(&mut io::stdin().lock());
    }
    let unseen = |prompt: &str| rpassword::prompt_password(prompt).context("the password cannot be read");
    let chosen = unseen(&format!("Password for {name}: "))?;
    if chosen != unseen("The same again: ")? {
        bail!("the two passwords differ");
    }
    Ok(Password::new(chosen)?)
}

fn read_password(input: &mut impl BufRead) -> anyhow::Result<Password> {
    let mut line = String::new();
    input.read_line(&mut line).context("the password cannot be read from stdin")?;
    Ok(Password::new(line.trim_end_matches(['\r', '\n']))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_on_stdin_is_one_line() {
        let read = |mut text: &[u8]| read_password(&mut text).map(|password| password.reveal().to_owned());
        assert_eq!(read(b"two words \r\nmore\n").unwrap(), "two words ");
        assert_eq!(read(b"no end").unwrap(), "no end");
        assert!(read(b"").is_err());
    }
}
