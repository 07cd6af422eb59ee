//! Figures about the process itself, as every Prometheus client names them.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Unit;

use crate::store::Store;
use crate::sys;

/// Reads the figures from `/proc/self` when they are asked for. Where there is none, there are no figures.
#[derive(Debug)]
pub(super) struct ProcessCollector;

impl Collector for ProcessCollector {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let found = sys::Process::this();
        let (seconds, bytes) = (Some(&Unit::Seconds), Some(&Unit::Bytes));
        let cpu = found.cpu_seconds.map(ConstCounter::new);
        put(&mut encoder, ("process_cpu", "Processor time used.", seconds), cpu)?;
        let start = found.start_time_seconds.map(ConstGauge::new);
        put(&mut encoder, ("process_start_time", "Start, since 1970.", seconds), start)?;
        let memory = found.resident_memory_bytes.map(ConstGauge::new);
        put(&mut encoder, ("process_resident_memory", "Memory in use.", bytes), memory)?;
        let threads = found.threads.map(ConstGauge::new);
        put(&mut encoder, ("process_threads", "Threads.", None), threads)?;
        let open = found.open_fds.map(ConstGauge::new);
        put(&mut encoder, ("process_open_fds", "Open files and sockets.", None), open)?;
        let most = found.max_fds.map(ConstGauge::new);
        put(&mut encoder, ("process_max_fds", "Files and sockets that may be open.", None), most)
    }
}

/// Tells how the store does when it is asked for.
pub(super) struct OfStore(pub(super) Store);

impl fmt::Debug for OfStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OfStore")
    }
}

impl Collector for OfStore {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let failures = Some(ConstCounter::new(self.0.failures()));
        let help = "Times that the database could not be read or written.";
        put(&mut encoder, ("longwave_store_errors", help, None), failures)
    }
}

/// Writes a figure with its name, help and unit, if it is known.
fn put<M: EncodeMetric>(
    encoder: &mut DescriptorEncoder<'_>,
    (name, help, unit): (&str, &str, Option<&Unit>),
    metric: Option<M>,
) -> Result<(), fmt::Error> {
    let Some(metric) = metric else {
        return Ok(());
    };
    metric.encode(encoder.encode_descriptor(name, help, unit, metric.metric_type())?)
}
