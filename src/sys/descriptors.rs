//! The limit on open files and sockets.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises the limit of file descriptors as far as the system allows without asking anybody, and to `wanted`
/// at least where this process may do that too. Returns the limit there is now.
pub fn raise_descriptors(wanted: u64) -> u64 {
    let now = getrlimit(Resource::Nofile);
    let known = |limit: Option<u64>| limit.unwrap_or(u64::MAX);
    let raised = |limit: Option<u64>| setrlimit(Resource::Nofile, Rlimit { current: limit, maximum: limit });
    if known(now.maximum) < wanted && raised(Some(wanted)).is_ok() {
        return wanted;
    }
    known(if raised(now.maximum).is_ok() { now.maximum } else { now.current })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_as_high_as_it_may_be() {
        let limit = raise_descriptors(0);
        assert_eq!(getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX), limit);
        assert!(raise_descriptors(u64::MAX - 1) >= limit, "wanting what is refused loses nothing");
    }
}
