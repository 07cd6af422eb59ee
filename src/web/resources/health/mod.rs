//! Health of the process: probes, metrics, log lines.

pub(crate) mod api;
pub(crate) mod metrics_page;
pub(crate) mod page;
pub(crate) mod probes;
