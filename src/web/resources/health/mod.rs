//! Health of the process: probes, metrics, log lines.

pub(in crate::web) mod api;
pub(in crate::web) mod metrics_page;
pub(in crate::web) mod page;
pub(in crate::web) mod probes;
