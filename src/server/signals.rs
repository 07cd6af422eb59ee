//! Signals: which end the process, and which do not.

use actix_web::rt::{System, SystemRunner};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::sys;

/// Signals that would end the process and mean nothing to it, beside the real-time ones.
const IGNORED: [libc::c_int; 17] = [
    libc::SIGQUIT,
    libc::SIGABRT,
    libc::SIGUSR1,
    libc::SIGUSR2,
    libc::SIGALRM,
    libc::SIGVTALRM,
    libc::SIGPROF,
    libc::SIGIO,
    libc::SIGXCPU,
    libc::SIGXFSZ,
    libc::SIGPWR,
    libc::SIGSTKFLT,
    libc::SIGTRAP,
    libc::SIGSYS,
    // Those that stop what runs in a terminal: a stopped station is silent.
    libc::SIGTSTP,
    libc::SIGTTIN,
    libc::SIGTTOU,
];

/// The request to stop, listened for from when this is made. Holds what everything asynchronous runs on.
pub struct StopSignal {
    pub(super) system: SystemRunner,
    pub(super) signals: Signals,
}

impl StopSignal {
    /// Listens from now on; until then, a signal ends the process as the system pleases.
    pub fn listen() -> std::io::Result<Self> {
        let system = System::new();
        let signals = system.block_on(async { Signals::listen() })?;
        Ok(Self { system, signals })
    }

    /// Returns whether the process was told to stop; once it was, it stays so.
    pub fn is_told(&mut self) -> bool {
        let Self { system, signals } = self;
        system.block_on(signals.is_told())
    }

    /// Waits for `done` or for being told to stop, whichever comes first; `true` if told.
    pub(super) fn is_told_before(&mut self, done: impl Future) -> bool {
        let Self { system, signals } = self;
        system.block_on(signals.is_told_before(done))
    }
}

/// SIGTERM and Ctrl-C, which end the process, and SIGHUP, which does not.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    pub(super) hangup: Signal,
    /// Set once a signal to stop has come.
    told: bool,
}

impl Signals {
    pub(super) fn listen() -> std::io::Result<Self> {
        let (terminate, interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let hangup = signal(SignalKind::hangup())?;
        for ignored in IGNORED.into_iter().chain(libc::SIGRTMIN()..=libc::SIGRTMAX()) {
            // Once it was listened for, it no longer ends the process, though nobody listens any more.
            drop(signal(SignalKind::from_raw(ignored))?);
        }
        sys::ignore_sent_faults();
        Ok(Self { terminate, interrupt, hangup, told: false })
    }

    /// Returns whether the process was told to stop.
    pub(super) async fn is_told(&mut self) -> bool {
        // Yielding lets the runtime look at what the system has for it.
        self.is_told_before(tokio::task::yield_now()).await
    }

    async fn is_told_before(&mut self, done: impl Future) -> bool {
        tokio::select! {
            biased; // Both may have come.
            () = self.first() => true,
            _ = done => false,
        }
    }

    /// Returns when told to stop for the first time. The second time ends the process at once.
    pub(super) async fn told(mut self) {
        self.first().await;
        actix_web::rt::spawn(async move {
            self.next().await;
            std::process::exit(0);
        });
    }

    /// Returns when told to stop for the first time, at once if that was before.
    async fn first(&mut self) {
        if !self.told {
            self.next().await;
            self.told = true;
        }
    }

    async fn next(&mut self) {
        std::future::poll_fn(|cx| {
            let terminated = self.terminate.poll_recv(cx).is_ready();
            if terminated || self.interrupt.poll_recv(cx).is_ready() {
                return std::task::Poll::Ready(());
            }
            std::task::Poll::Pending
        })
        .await;
    }
}
