//! Programs that are waited for, but not for ever.

use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// The longest that a program may take for what a test wants of it: many times what any does.
const MOST: Duration = Duration::from_mins(5);

/// The longest that a station may be on air for a test: the slowest, on a machine that does other work, takes half of it.
const LONGEST_ON_AIR: Duration = Duration::from_mins(10);

/// While this is kept, a program has a limit: then it is killed, so that nobody who waits for it waits on.
pub(crate) struct Limit {
    _over: SyncSender<()>,
}

impl Limit {
    pub(crate) fn of(child: &Child) -> Self {
        Self::after(MOST, child)
    }

    /// The same for a station that is on air during a whole test.
    pub(crate) fn of_station(child: &Child) -> Self {
        Self::after(LONGEST_ON_AIR, child)
    }

    fn after(most: Duration, child: &Child) -> Self {
        let pid = child.id().to_string();
        let (over, is_over) = sync_channel::<()>(0);
        thread::spawn(move || {
            if is_over.recv_timeout(most) == Err(RecvTimeoutError::Timeout) {
                println!("killed after {most:?}: process {pid}");
                drop(Command::new("kill").args(["-9", &pid]).spawn().map(|mut kill| kill.wait()));
            }
        });
        Self { _over: over }
    }
}

/// Runs a program to its end, keeping what it says.
pub(crate) fn output(command: &mut Command) -> Output {
    rest(start(command.stdout(Stdio::piped()).stderr(Stdio::piped())))
}

/// The same, with what it says on the test's own output.
pub(crate) fn status(command: &mut Command) -> ExitStatus {
    end(&mut start(command))
}

fn start(command: &mut Command) -> Child {
    let child = command.stdin(Stdio::null()).spawn();
    child.unwrap_or_else(|error| {
        panic!("{} does not start; `make test` installs it: {error}", command.get_program().display())
    })
}

/// Lets a program come to its end; what it says until then, if that is piped.
pub(crate) fn rest(child: Child) -> Output {
    let _limit = Limit::of(&child);
    child.wait_with_output().expect("it ends")
}

/// Lets a program come to its end.
pub(crate) fn end(child: &mut Child) -> ExitStatus {
    let _limit = Limit::of(child);
    child.wait().expect("it ends")
}
