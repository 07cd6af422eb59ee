//! Steps of the start that need nothing of the rest.

use std::sync::Arc;
use std::thread;

use anyhow::Context;

use crate::output::descriptors::Descriptors;
use crate::source::emergency_loop::{LoopSound, ShippedLoop};

/// With fewer file descriptors than this there is a warning at the start: 64 are kept for the music.
const FEW_DESCRIPTORS: u64 = 1_024;

/// Has the emergency loop that ships made, on a thread of its own.
pub(super) fn make_emergency_loop() -> anyhow::Result<ShippedLoop> {
    let made = ShippedLoop::default();
    let place = Arc::clone(&made);
    let make = move || match LoopSound::shipped() {
        Ok(sound) => drop(place.set(Arc::new(sound))),
        Err(error) => tracing::error!(%error, "there is no emergency loop"),
    };
    let thread = thread::Builder::new().name("emergency".to_owned());
    thread.spawn(make).context("cannot make the emergency loop")?;
    Ok(made)
}

/// How many file descriptors there are; warns where they are few.
pub(super) fn descriptors() -> Descriptors {
    let descriptors = Descriptors::raise();
    if descriptors.limit() < FEW_DESCRIPTORS {
        tracing::warn!(
            limit = descriptors.limit(),
            "there are few file descriptors, and each listener takes one: raise the limit \
             (ulimit -n; systemd: LimitNOFILE=65536)"
        );
    }
    descriptors
}
