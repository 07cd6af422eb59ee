//! A recogniser's process.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, setpriority_process, waitid};

use super::command::RecogniserCommand;

/// Niceness of recognisers, of 0 to 19.
const NICE: i32 = 15;
/// Time that a recogniser has to end by itself.
const ENDS_WITHIN: Duration = Duration::from_millis(500);
/// Interval at which is looked whether it has.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// Variables of this server's own begin so: they hold passwords, and are none of the recogniser's business.
const OWN_VARIABLES: &str = "LONGWAVE_";

/// A recogniser, in a process group of its own; dropping it ends all that is in the group.
pub(super) struct RecogniserProcess {
    child: Child,
    /// A channel that nothing is sent to: waiting for it is a pause between two looks.
    pause: (SyncSender<()>, Receiver<()>),
}

/// The ends of its pipes.
pub(super) struct Pipes {
    pub(super) stdin: ChildStdin,
    pub(super) stdout: ChildStdout,
    pub(super) stderr: ChildStderr,
}

impl RecogniserProcess {
    /// Starts a recogniser for `station`.
    pub(super) fn start(command: &RecogniserCommand, station: &str) -> io::Result<(Self, Pipes)> {
        let mut program = Command::new(&command.program);
        program.args(&command.arguments);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with(OWN_VARIABLES) {
                program.env_remove(name);
            }
        }
        program.env("LONGWAVE_STATION", station);
        program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
        let mut child = program.spawn()?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let process = Self { child, pause: sync_channel(0) };
        // Refused, it only takes more from others.
        let _ = setpriority_process(process.pid(), NICE);
        let (Some(stdin), Some(stdout), Some(stderr)) = pipes else {
            return Err(io::Error::other("it has no pipes"));
        };
        Ok((process, Pipes { stdin, stdout, stderr }))
    }

    /// Returns how it ended, if it has.
    pub(super) fn ended(&mut self) -> Option<String> {
        // It stays a zombie, so that its number is nobody else's while its group is ended.
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        let status = waitid(WaitId::Pid(self.pid()?), options).ok().flatten()?;
        Some(match (status.exit_status(), status.terminating_signal()) {
            (Some(0), _) => "it ended by itself".to_owned(),
            (Some(code), _) => format!("it ended with code {code}"),
            (None, Some(signal)) => format!("it was ended by signal {signal}"),
            (None, None) => "it ended".to_owned(),
        })
    }

    /// Describes the end of one whose output is closed, waiting a moment for it.
    pub(super) fn end_of_output(&mut self) -> String {
        self.ended_soon().unwrap_or_else(|| "it closed its output".to_owned())
    }

    fn ended_soon(&mut self) -> Option<String> {
        let looks = ENDS_WITHIN.as_millis() / LOOK_EVERY.as_millis();
        for _ in 0..looks {
            if let Some(how) = self.ended() {
                return Some(how);
            }
            let _: Result<(), RecvTimeoutError> = self.pause.1.recv_timeout(LOOK_EVERY);
        }
        None
    }

    fn pid(&self) -> Option<Pid> {
        i32::try_from(self.child.id()).ok().and_then(Pid::from_raw)
    }
}

impl Drop for RecogniserProcess {
    fn drop(&mut self) {
        let Some(group) = self.pid() else { return };
        // Processes that it started may live on when it has ended itself.
        let _ = kill_process_group(group, Signal::TERM);
        let _ = self.ended_soon();
        let _ = kill_process_group(group, Signal::KILL);
        let _ = self.child.wait();
    }
}
