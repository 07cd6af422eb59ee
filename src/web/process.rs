//! Figures about the process itself, as every Prometheus client names them.

use std::fmt;
use std::fs;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Unit;

/// The unit in which Linux tells processor time and start time to programs, in every build there is
/// (`USER_HZ`, proc(5)).
const TICKS_PER_SECOND: f64 = 100.0;

/// Reads the figures from `/proc/self` when they are asked for. Where there is none, there are no figures.
#[derive(Debug)]
pub(super) struct Process;

/// What `/proc/self` tells; each is missing where it cannot be read.
#[derive(Debug, Default, PartialEq)]
struct Figures {
    cpu_seconds: Option<f64>,
    start_time_seconds: Option<f64>,
    resident_memory_bytes: Option<i64>,
    threads: Option<i64>,
    open_fds: Option<i64>,
    max_fds: Option<i64>,
}

impl Figures {
    fn read() -> Self {
        let text = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let mut figures = Self::parse(&text("/proc/self/stat"), &text("/proc/stat"));
        let status = text("/proc/self/status");
        figures.resident_memory_bytes = labelled(&status, "VmRSS:").map(|kilobytes: i64| kilobytes * 1024);
        figures.threads = labelled(&status, "Threads:");
        figures.max_fds = labelled(&text("/proc/self/limits"), "Max open files");
        // One of them is open only to count the others.
        figures.open_fds = fs::read_dir("/proc/self/fd").ok().map(|fds| fds.count() as i64 - 1);
        figures
    }

    /// Reads proc(5)'s `/proc/self/stat`, whose fields count from 1, and the time of boot in `/proc/stat`.
    fn parse(stat: &str, system: &str) -> Self {
        // The second field is the program's name in parentheses, and may hold anything.
        let after_name = stat.rsplit_once(") ").map_or("", |(_, fields)| fields);
        let field = |number: usize| after_name.split(' ').nth(number - 3)?.parse::<f64>().ok();
        let seconds = |ticks: f64| ticks / TICKS_PER_SECOND;
        let boot = labelled::<f64>(system, "btime");
        Self {
            cpu_seconds: field(14).zip(field(15)).map(|(user, system)| seconds(user + system)),
            start_time_seconds: boot.zip(field(22)).map(|(boot, ticks)| boot + seconds(ticks)),
            ..Self::default()
        }
    }
}

/// The number that follows `label` at the start of a line.
fn labelled<N: std::str::FromStr>(text: &str, label: &str) -> Option<N> {
    let rest = text.lines().find_map(|line| line.strip_prefix(label))?;
    rest.split_whitespace().next()?.parse().ok()
}

impl Collector for Process {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let found = Figures::read();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_whatever_the_program_is_called() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4194304 1 0 0 0 250 50 0 0 20 0 3 0 1000 9 9 9 9";
        let figures = Figures::parse(stat, "cpu 1 2\nbtime 1700000000\n");
        assert_eq!(figures.cpu_seconds, Some(3.0));
        assert_eq!(figures.start_time_seconds, Some(1_700_000_010.0));
        assert_eq!(Figures::parse("", ""), Figures::default());
    }

    #[test]
    fn a_label_is_followed_by_its_number() {
        assert_eq!(labelled("Name: x\nVmRSS:\t  1234 kB\n", "VmRSS:"), Some(1234));
        assert_eq!(labelled::<i64>("Max open files            unlimited", "Max open files"), None);
    }
}
