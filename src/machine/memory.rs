//! What is given back to the system when it is not needed any more.

/// From this size on, memory is the system's again as soon as it is let go, in bytes.
#[cfg(target_env = "gnu")]
const LARGE: libc::c_int = 1 << 20;

/// Makes the allocator give large memory back at once, whichever thread let it go.
///
/// glibc learns from the first large block that is let go to keep such blocks, each thread for itself
/// (`mallopt(3)`, `M_MMAP_THRESHOLD`): a password is checked in 19 MiB, and a track's loudness in as many.
#[cfg_attr(
    target_env = "gnu",
    expect(unsafe_code, reason = "no crate here can set the allocator's thresholds")
)]
pub fn give_back_large() {
    #[cfg(target_env = "gnu")]
    // SAFETY: it takes two integers, and other threads may allocate meanwhile. Refused, memory is only kept longer.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
    }
}
