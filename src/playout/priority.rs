//! The audio thread before everybody else.

use thread_priority::{
    RealtimeThreadSchedulePolicy, ThreadPriority, ThreadPriorityValue, ThreadSchedulePolicy,
    set_thread_priority_and_policy, thread_native_id,
};

/// Priority of the server's real-time threads, of 1 to 99: above every ordinary thread, below the system's own.
const REAL_TIME: u8 = 10;

/// Asks for real-time scheduling of this thread. It works a few hundred microseconds in every 20 ms; without
/// this, a busy machine makes it wait for its turn (measured: one frame in eleven late beside a browser and
/// two compilers, none with it).
pub(super) fn raise() {
    let Ok(value) = ThreadPriorityValue::try_from(REAL_TIME) else { return };
    let policy = ThreadSchedulePolicy::Realtime(RealtimeThreadSchedulePolicy::RoundRobin);
    let set =
        set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Crossplatform(value), policy);
    if set.is_err() {
        tracing::info!(
            "the system gives no real-time priority, so a busy machine may delay the sound \
             (systemd: LimitRTPRIO=10, or CAP_SYS_NICE)"
        );
    }
}
