//! Several servers of which one is on air while the others stand by.
//!
//! In: the NATS servers that all of them know. Out: the permission to be on air, and the news that another server has it.
//! Never: two servers with the same epoch, or sound of a server that was frozen before it knows that it is still its turn.
//!
//! The servers hold a lease in turn: an entry of a bucket in NATS `JetStream` that its holder renews every 250 ms, always on the
//! condition that nobody has written it since. A server that stands by takes it once it has seen the same revision for 1.5 s
//! of its own clock; for 450 ms if the holder does not answer at its own address either. No server's clock is compared with
//! another's. `lease` has the protocol, without sockets and clocks.
//!
//! The lease is for all stations of a server at once: they share a database, which has one writer.

#[cfg(feature = "nats")]
mod bus;
#[cfg(feature = "nats")]
mod bus_log;
mod figures;
mod handle;
#[cfg(feature = "nats")]
mod holder_probe;
#[cfg_attr(not(feature = "nats"), allow(dead_code, reason = "only the thread that keeps the lease uses it"))]
mod lease;
#[cfg(feature = "nats")]
mod lease_keeper;
#[cfg_attr(not(feature = "nats"), allow(dead_code, reason = "announcements come by NATS alone"))]
mod members;
#[cfg_attr(not(feature = "nats"), allow(dead_code, reason = "states come by NATS alone"))]
mod on_air;
mod origins;
mod settings;
#[cfg(feature = "nats")]
mod sound_watch;

pub use figures::LeaseFigures;
pub use handle::{ClusterProbe, Failover, FailoverConfig, LeaseEnd, check_build, probe};
pub use lease::LeaseStatus;
pub use members::{ClusterMembers, EdgeNews, EdgeNewsStation, Member, ServerNews};
pub use on_air::StatesOnAir;
pub use origins::{ClusterNews, FoundHolder, FoundOrigin, OriginSearch, find_origins};
pub use settings::{ClusterName, InvalidFailoverSetting, NatsUrls, NodeName};

/// The name by which servers that stand by ask the one on air whether it is there.
pub const STANDBY_AGENT: &str = "longwave-standby";
