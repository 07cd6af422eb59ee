//! Reads process statistics from `/proc` (proc(5)).

use std::collections::BTreeMap;
use std::fs;
use std::str::FromStr;

/// The unit in which Linux tells processor time and start time to programs, in every build there is
/// (`USER_HZ`, proc(5)).
const TICKS_PER_SECOND: f64 = 100.0;

/// Figures of a process; each is missing where it cannot be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Process {
    /// Processor time used up to now, in seconds, to 10 ms.
    pub cpu_seconds: Option<f64>,
    /// Start time, in seconds since 1970.
    pub start_time_seconds: Option<f64>,
    /// Memory that is really there, in bytes.
    pub resident_memory_bytes: Option<i64>,
    /// Threads.
    pub threads: Option<i64>,
    /// Open files and sockets.
    pub open_fds: Option<i64>,
    /// Files and sockets that may be open.
    pub max_fds: Option<i64>,
}

impl Process {
    /// The process that asks.
    pub fn this() -> Self {
        let mut figures = Self::read("self");
        // One of them is open only to count the others.
        figures.open_fds = figures.open_fds.map(|fds| fds - 1);
        figures
    }

    /// The process with this number.
    pub fn of(pid: u32) -> Self {
        Self::read(&pid.to_string())
    }

    /// Processor time up to now of the threads of the process with this number, by their names, in seconds. Threads of
    /// one name are told together, and those that have ended not at all.
    pub fn threads_of(pid: u32) -> BTreeMap<String, f64> {
        let tasks = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().map_while(Result::ok);
        let mut threads = BTreeMap::new();
        for task in tasks {
            let read = |file| fs::read_to_string(task.path().join(file)).ok();
            let Some((name, times)) = read("comm").zip(read("schedstat")) else { continue };
            let nanoseconds = times.split(' ').next().and_then(|time| time.parse::<f64>().ok());
            *threads.entry(name.trim_end().to_owned()).or_default() += nanoseconds.unwrap_or_default() / 1e9;
        }
        threads
    }

    fn read(name: &str) -> Self {
        let text = |file: &str| fs::read_to_string(format!("/proc/{name}/{file}")).unwrap_or_default();
        let mut figures = Self::parse(&text("stat"), &fs::read_to_string("/proc/stat").unwrap_or_default());
        let status = text("status");
        figures.resident_memory_bytes = labelled(&status, "VmRSS:").map(|kilobytes: i64| kilobytes * 1024);
        figures.threads = labelled(&status, "Threads:");
        figures.max_fds = labelled(&text("limits"), "Max open files");
        figures.open_fds = fs::read_dir(format!("/proc/{name}/fd")).ok().map(|fds| fds.count() as i64);
        figures
    }

    /// Reads a process's `stat`, whose fields count from 1, and the time of boot in the system's.
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
fn labelled<N: FromStr>(text: &str, label: &str) -> Option<N> {
    let rest = text.lines().find_map(|line| line.strip_prefix(label))?;
    rest.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_whatever_the_program_is_called() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4194304 1 0 0 0 250 50 0 0 20 0 3 0 1000 9 9 9 9";
        let figures = Process::parse(stat, "cpu 1 2\nbtime 1700000000\n");
        assert_eq!(figures.cpu_seconds, Some(3.0));
        assert_eq!(figures.start_time_seconds, Some(1_700_000_010.0));
        assert_eq!(Process::parse("", ""), Process::default());
    }

    #[test]
    fn a_label_is_followed_by_its_number() {
        assert_eq!(labelled("Name: x\nVmRSS:\t  1234 kB\n", "VmRSS:"), Some(1234));
        assert_eq!(labelled::<i64>("Max open files            unlimited", "Max open files"), None);
    }

    #[test]
    fn threads_are_known_by_their_names() {
        let busy = || {
            let until = |seconds: f64| Process::threads_of(std::process::id()).get("busy") >= Some(&seconds);
            (0..1_000_000_u64).any(|_| until(0.01))
        };
        let thread = std::thread::Builder::new().name("busy".to_owned()).spawn(busy).unwrap();
        assert!(thread.join().unwrap(), "its time grows");
        assert!(Process::threads_of(u32::MAX).is_empty());
    }

    #[test]
    fn a_process_is_found_by_its_number() {
        let by_number = Process::of(std::process::id());
        assert!(by_number.resident_memory_bytes.is_some_and(|bytes| bytes > 0));
        assert_eq!(by_number.max_fds, Process::this().max_fds);
        // Numbers of processes end long before this one.
        assert_eq!(Process::of(u32::MAX).cpu_seconds, None);
    }
}
