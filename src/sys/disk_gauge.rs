//! Measures the room on a disk without waiting for one that hangs, such as a network disk whose server is gone.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::DiskSpace;
use crate::clock;

/// Time that a reader waits for a measurement that has just begun; a disk that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(1);

/// The room on a disk, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiskReading {
    /// The result of the last measurement, `None` if there was none yet.
    pub last: Option<Result<DiskSpace, io::ErrorKind>>,
    /// Seconds for which the disk has not answered; `None` while it does.
    pub hung_seconds: Option<u64>,
}

impl DiskReading {
    /// Returns the room that was measured last, if it could be.
    pub fn space(&self) -> Option<DiskSpace> {
        self.last.and_then(Result::ok)
    }
}

type Probe = dyn Fn(&Path) -> io::Result<DiskSpace> + Send + Sync;

/// Measures the room on the disk where a path is. Clones are the same gauge.
///
/// A measurement runs on a thread of its own, and there is one at a time: however many ask, a disk that hangs holds one
/// thread.
#[derive(Clone)]
pub struct DiskGauge {
    shared: Arc<GaugeState>,
}

struct GaugeState {
    path: PathBuf,
    probe: Box<Probe>,
    measurement: Mutex<Measurement>,
    /// Signalled when a measurement has ended.
    ended: Condvar,
}

#[derive(Default)]
struct Measurement {
    last: Option<Result<DiskSpace, io::ErrorKind>>,
    /// The time at which the running measurement began, in microseconds of the monotonic clock.
    since_us: Option<u64>,
    /// Number of measurements that have ended.
    ended: u64,
}

impl DiskGauge {
    /// Makes one for the disk where `path` is; nothing is measured yet.
    pub fn new(path: PathBuf) -> Self {
        Self::with_probe(path, super::room)
    }

    /// Makes one that measures by `probe`.
    pub(crate) fn with_probe(
        path: PathBuf,
        probe: impl Fn(&Path) -> io::Result<DiskSpace> + Send + Sync + 'static,
    ) -> Self {
        let (measurement, ended) = (Mutex::default(), Condvar::new());
        Self { shared: Arc::new(GaugeState { path, probe: Box::new(probe), measurement, ended }) }
    }

    /// Returns the path whose disk is measured.
    pub fn path(&self) -> &Path {
        &self.shared.path
    }

    /// Begins a measurement unless one is running, and does not wait for it.
    pub fn begin(&self) {
        drop(self.begun());
    }

    /// Measures the room, or returns what was known before if the disk hangs.
    pub fn read(&self) -> DiskReading {
        let measurement = self.begun();
        let number = measurement.ended;
        let is_running = |measurement: &mut Measurement| {
            measurement.ended == number && measurement.running_for().is_some_and(|time| time < PATIENCE)
        };
        let waited = self.shared.ended.wait_timeout_while(measurement, PATIENCE, is_running);
        waited.map_or_else(
            |poisoned| poisoned.into_inner().0.reading(),
            |(measurement, _)| measurement.reading(),
        )
    }

    /// Returns what is known, without measuring or waiting.
    pub fn known(&self) -> DiskReading {
        self.shared.lock().reading()
    }

    fn begun(&self) -> MutexGuard<'_, Measurement> {
        let mut measurement = self.shared.lock();
        if measurement.since_us.is_none() {
            let shared = Arc::clone(&self.shared);
            let started = thread::Builder::new().name("disk".to_owned()).spawn(move || shared.measure());
            // Without a thread, what was known before is told.
            measurement.since_us = started.is_ok().then(clock::monotonic_us);
        }
        measurement
    }
}

impl GaugeState {
    fn measure(&self) {
        let found = (self.probe)(&self.path).map_err(|error| error.kind());
        let mut measurement = self.lock();
        let ended = measurement.ended.wrapping_add(1);
        *measurement = Measurement { last: Some(found), since_us: None, ended };
        self.ended.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Measurement> {
        self.measurement.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Measurement {
    fn running_for(&self) -> Option<Duration> {
        let since_us = self.since_us?;
        Some(Duration::from_micros(clock::monotonic_us().saturating_sub(since_us)))
    }

    fn reading(&self) -> DiskReading {
        let hung = self.running_for().filter(|time| *time >= PATIENCE);
        DiskReading { last: self.last, hung_seconds: hung.map(|time| time.as_secs()) }
    }
}

impl Default for DiskGauge {
    fn default() -> Self {
        Self::new(PathBuf::new())
    }
}

impl fmt::Debug for DiskGauge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DiskGauge").field(&self.shared.path).finish()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::{SyncSender, sync_channel};

    use super::*;

    const ROOM: DiskSpace = DiskSpace { free: 7 << 30, total: 9 << 30 };

    /// Returns a gauge of a disk that answers the first time and then hangs, the number of its measurements, and what
    /// lets each of them end.
    pub(crate) fn hanging() -> (DiskGauge, Arc<AtomicUsize>, SyncSender<()>) {
        let (answer, answers) = sync_channel(0);
        let (count, answers) = (Arc::new(AtomicUsize::new(0)), Mutex::new(answers));
        let counted = Arc::clone(&count);
        let probe = move |_: &Path| {
            if counted.fetch_add(1, Ordering::Relaxed) > 0 {
                let _ = answers.lock().unwrap().recv();
            }
            Ok(ROOM)
        };
        let gauge = DiskGauge::with_probe("/music".into(), probe);
        assert_eq!(measured(&gauge), Ok(ROOM));
        (gauge, count, answer)
    }

    /// Returns what was measured, however long that takes.
    fn measured(gauge: &DiskGauge) -> Result<DiskSpace, io::ErrorKind> {
        loop {
            if let Some(measured) = gauge.read().last {
                return measured;
            }
        }
    }

    #[test]
    fn a_disk_that_hangs_holds_one_thread_and_its_last_room_is_told() {
        let (gauge, count, answer) = hanging();
        for _ in 0..40 {
            let reading = gauge.read();
            assert_eq!(reading.last, Some(Ok(ROOM)));
            assert!(reading.hung_seconds.is_some(), "{reading:?}");
        }
        assert_eq!(count.load(Ordering::Relaxed), 2, "one measurement at a time");
        answer.send(()).unwrap();
        drop(answer);
        let mut reading = gauge.read();
        while reading.hung_seconds.is_some() {
            reading = gauge.read();
        }
        assert_eq!(reading.last, Some(Ok(ROOM)));
    }

    #[test]
    fn a_disk_that_is_not_there_says_so() {
        assert_eq!(measured(&DiskGauge::new("/no/such/folder".into())), Err(io::ErrorKind::NotFound));
        assert!(measured(&DiskGauge::new("/".into())).is_ok_and(|room| room.total > 0));
    }
}
