//! The only place that writes to the terminal and reads from it.

use std::fmt::Display;
use std::io::{self, BufRead, IsTerminal, Write};

use anyhow::{Context, bail};

use crate::clock::Clock;
use crate::store::Password;

/// Says a line on stdout. Nobody listening, as after `| head`, is no reason to stop.
pub(super) fn say(line: impl Display) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// Says a line on stderr, where stdout has data.
pub(super) fn remark(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Interval at which a line is rewritten, in microseconds.
const REWRITTEN_EVERY_US: u64 = 100_000;
/// Interval between new lines where lines cannot be rewritten, in microseconds.
const SAID_EVERY_US: u64 = 5_000_000;

/// A line on stderr that tells how far something is: on a terminal always the same one, else a new one now and then.
pub(super) struct ConsoleLine<'a> {
    clock: &'a dyn Clock,
    is_terminal: bool,
    due_us: u64,
    is_written: bool,
}

impl<'a> ConsoleLine<'a> {
    /// A line that is empty at first.
    pub(super) fn new(clock: &'a dyn Clock) -> Self {
        let is_terminal = io::stderr().is_terminal();
        // What is over soon needs no line.
        let due_us = clock.now_us() + if is_terminal { 0 } else { SAID_EVERY_US };
        Self { clock, is_terminal, due_us, is_written: false }
    }

    /// Writes `text` instead of what it said, unless it was written a moment ago.
    pub(super) fn rewrite(&mut self, text: impl FnOnce() -> String) {
        let now_us = self.clock.now_us();
        if now_us < self.due_us {
            return;
        }
        let mut stderr = io::stderr().lock();
        if self.is_terminal {
            // To the beginning of the line, and away with what is there.
            let _ = write!(stderr, "\r\x1b[K{}", text());
            let _ = stderr.flush();
            self.due_us = now_us + REWRITTEN_EVERY_US;
            self.is_written = true;
        } else {
            let _ = writeln!(stderr, "{}", text());
            self.due_us = now_us + SAID_EVERY_US;
        }
    }

    /// Makes room for what is said next.
    pub(super) fn end(&mut self) {
        if std::mem::take(&mut self.is_written) {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}

/// Says on stderr, in one line, why something could not be done.
pub(super) fn regret(error: &anyhow::Error) {
    let reason = format!("{error:#}").replace('\n', " ");
    let _ = writeln!(io::stderr().lock(), "longwave: {reason}");
}

/// Asks a question at a terminal; the answer is no where nobody can be asked, or says anything but yes.
pub(super) fn ask_yes_no(question: &str) -> anyhow::Result<bool> {
    if !io::stdin().is_terminal() {
        return Ok(false);
    }
    let mut stderr = io::stderr().lock();
    write!(stderr, "{question} [y/N] ").and_then(|()| stderr.flush()).context("nobody can be asked")?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).context("the answer cannot be read")?;
    Ok(matches!(line.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
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
    Ok(Password::chosen(&chosen)?)
}

fn read_password(input: &mut impl BufRead) -> anyhow::Result<Password> {
    let mut line = String::new();
    input.read_line(&mut line).context("the password cannot be read from stdin")?;
    Ok(Password::chosen(line.trim_end_matches(['\r', '\n']))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_on_stdin_is_one_line() {
        let read = |mut text: &[u8]| read_password(&mut text).map(|password| password.reveal().to_owned());
        assert_eq!(read(b"three words \r\nmore\n").unwrap(), "three words ");
        assert_eq!(read(b"without an end").unwrap(), "without an end");
        assert!(read(b"too short\n").is_err());
        assert!(read(b"").is_err());
    }
}
