//! Figures of a server among several.

use std::sync::{Arc, OnceLock};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Registry;

use super::handle::Failover;
use super::lease::LeaseStatus;

/// The state of the lease, read when it is asked for; clones share it. A server that is alone has the figures too.
#[derive(Clone, Debug, Default)]
pub struct LeaseFigures(Arc<OnceLock<Failover>>);

impl LeaseFigures {
    /// Adds the figures to those of the server.
    pub fn register(&self, registry: &mut Registry) {
        registry.register_collector(Box::new(self.clone()));
    }

    /// Returns this server's part, if it is one of several.
    pub fn failover(&self) -> Option<&Failover> {
        self.0.get()
    }

    /// Shows this server's part from now on.
    pub fn show(&self, failover: Failover) {
        // It has one.
        let _ = self.0.set(failover);
    }
}

impl Collector for LeaseFigures {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let status = self.0.get().map(Failover::status);
        let (is_held, epoch) = match status {
            None => (1, 0),
            Some(LeaseStatus::Holds { epoch, .. }) => (1, epoch),
            Some(LeaseStatus::StandsBy { .. } | LeaseStatus::LetGo) => (0, 0),
            Some(LeaseStatus::Lost { epoch, .. }) => (0, epoch),
        };
        let lease = ConstGauge::new(is_held);
        let help = "1 on the server on air, 0 on those that stand by";
        lease.encode(encoder.encode_descriptor("longwave_lease_held", help, None, lease.metric_type())?)?;
        let epoch = ConstGauge::new(i64::try_from(epoch).unwrap_or(i64::MAX));
        let help = "Number of changes of the server on air, where there are several";
        epoch.encode(encoder.encode_descriptor("longwave_lease_epoch", help, None, epoch.metric_type())?)
    }
}
