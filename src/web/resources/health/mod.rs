//! Health of the process: probes, metrics, log lines, and the certificate.

pub(crate) mod api;
pub(crate) mod challenges;
pub(crate) mod metrics_page;
pub(crate) mod page;
pub(crate) mod probes;
