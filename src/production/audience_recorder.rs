//! Counts who listens, and keeps it.
//!
//! In: the stations' figures, looked at every second. Out: a line a minute for each station in the store.
//! Never: holds up the sound, or a listener who comes. While the store cannot be written, lines wait, up to
//! 720 for each station; older ones are given up.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use super::{ProductionHandle, Stations};
use crate::clock::Clock;
use crate::model::Attendance;
use crate::mount::ListenerLabels;
use crate::schedule;
use crate::store::{Error, Store};

/// Interval between two looks.
const EVERY: Duration = Duration::from_secs(1);
/// Lines of a station that wait for a store that cannot be written: half a day.
const MOST_UNWRITTEN: usize = 720;

/// Recorder of the numbers of listeners.
pub struct AudienceRecorder {
    stations: Stations,
    store: Store,
    clock: Arc<dyn Clock>,
    by_station: HashMap<String, Counted>,
    /// Time at which minutes were last condensed into hours, in hours since 1970.
    thinned: i64,
    failed: bool,
}

/// Counts of listeners at a station.
#[derive(Default)]
struct Counted {
    minute: i64,
    looks: u32,
    total: u64,
    most: u64,
    outputs: BTreeMap<String, u64>,
    players: BTreeMap<String, u64>,
    unwritten: VecDeque<Attendance>,
}

impl AudienceRecorder {
    fn new(stations: Stations, store: Store, clock: Arc<dyn Clock>) -> Self {
        Self { stations, store, clock, by_station: HashMap::new(), thinned: i64::MIN, failed: false }
    }

    /// Starts one, which counts for as long as what it returns lives.
    pub fn start(stations: Stations, store: Store, clock: Arc<dyn Clock>) -> io::Result<SyncSender<()>> {
        let (counting, ended) = sync_channel(0);
        let recorder = Self::new(stations, store, clock);
        thread::Builder::new().name("audience".to_owned()).spawn(move || recorder.run(&ended))?;
        Ok(counting)
    }

    /// Counts until the other end of `ended` is gone.
    fn run(mut self, ended: &Receiver<()>) {
        while ended.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
            self.look();
        }
    }

    /// Looks at every station once.
    fn look(&mut self) {
        let now_us = self.clock.now_us();
        let now = (now_us / 1_000_000) as i64;
        let minute = now.div_euclid(Attendance::MINUTE);
        let mut is_new = false;
        let stations: Vec<ProductionHandle> = self.stations.all().collect();
        self.by_station.retain(|slug, _| stations.iter().any(|station| station.slug() == slug));
        for station in &stations {
            let counted = self.by_station.entry(station.slug().to_owned()).or_default();
            if counted.minute != minute {
                is_new |= counted.finish(|| programme(station, &self.store, now_us));
                counted.minute = minute;
            }
            let listeners = station.broadcast().listeners();
            listeners.forget_silent_edges(now_us);
            counted.count(listeners.total(), listeners.crowd());
        }
        if is_new {
            let written = self.write(now);
            self.tell(written);
        }
    }

    fn write(&mut self, now: i64) -> Result<(), Error> {
        let mut written = Ok(());
        for (station, counted) in &mut self.by_station {
            if counted.unwritten.is_empty() {
                continue;
            }
            // One that is being removed is no reason to forget the others.
            match self.store.note_attendance(station, counted.unwritten.make_contiguous()) {
                Ok(()) => counted.unwritten.clear(),
                Err(error) => written = Err(error),
            }
        }
        written?;
        let hour = now.div_euclid(Attendance::HOUR);
        if hour != self.thinned {
            for station in self.by_station.keys() {
                self.store.thin_out_attendance(station, now)?;
            }
            self.thinned = hour;
        }
        Ok(())
    }

    fn tell(&mut self, written: Result<(), Error>) {
        match written {
            Ok(()) => self.failed = false,
            Err(error) if self.failed => tracing::debug!(%error, "how many listen still cannot be written"),
            Err(error) => {
                self.failed = true;
                tracing::error!(%error, "how many listen cannot be written; it is tried again every minute");
            }
        }
    }
}

impl Counted {
    fn count(&mut self, total: u64, crowd: Vec<(ListenerLabels, u64)>) {
        self.looks += 1;
        self.total += total;
        self.most = self.most.max(total);
        for (kind, listeners) in crowd {
            *self.outputs.entry(kind.output.to_owned()).or_default() += listeners;
            *self.players.entry(kind.player.to_owned()).or_default() += listeners;
        }
    }

    /// Makes a line of what was counted, if anything was.
    fn finish(&mut self, programme: impl FnOnce() -> Option<String>) -> bool {
        if self.looks == 0 {
            return false;
        }
        let looks = f64::from(self.looks);
        // To a hundredth, so that a line stays short.
        let average = |sum: u64| (sum as f64 / looks * 100.0).round() / 100.0;
        let averages = |sums: &mut BTreeMap<String, u64>| {
            let sums = std::mem::take(sums).into_iter().filter(|(_, sum)| *sum > 0);
            sums.map(|(name, sum)| (name, average(sum))).collect()
        };
        self.unwritten.push_back(Attendance {
            at: self.minute * Attendance::MINUTE,
            span: Attendance::MINUTE,
            average: average(self.total),
            most: self.most,
            outputs: averages(&mut self.outputs),
            players: averages(&mut self.players),
            programme: programme(),
        });
        if self.unwritten.len() > MOST_UNWRITTEN {
            self.unwritten.pop_front();
        }
        (self.looks, self.total, self.most) = (0, 0, 0);
        true
    }
}

/// Returns the DJ who is live, or else the show that is on.
fn programme(station: &ProductionHandle, store: &Store, now_us: u64) -> Option<String> {
    if let Some(dj) = station.dj_inputs().on_air().filter(|dj| dj.is_heard) {
        return Some(format!("{} live", dj.name));
    }
    let (zone, shows) = store.calendar(station.slug()).ok()?;
    schedule::on_at(&shows, &zone, now_us).map(|show| show.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(output: &'static str, player: &'static str) -> ListenerLabels {
        ListenerLabels { output, rendition: "opus-96".to_owned(), player }
    }

    #[test]
    fn a_minute_is_the_average_of_its_looks() {
        let mut counted = Counted { minute: 7, ..Counted::default() };
        assert!(!counted.finish(|| None), "nothing was counted");
        for ws in [0, 1, 2] {
            counted.count(ws + 1, vec![(kind("ws", "browser"), ws), (kind("opus", "vlc"), 1)]);
        }
        assert!(counted.finish(|| Some("Drive".to_owned())));
        let averages =
            |names: [(&str, f64); 2]| names.map(|(name, average)| (name.to_owned(), average)).into();
        let line = Attendance {
            at: 420,
            span: 60,
            average: 2.0,
            most: 3,
            outputs: averages([("ws", 1.0), ("opus", 1.0)]),
            players: averages([("browser", 1.0), ("vlc", 1.0)]),
            programme: Some("Drive".to_owned()),
        };
        assert_eq!(counted.unwritten, [line]);
        counted.count(1, vec![(kind("ws", "browser"), 0)]);
        counted.finish(|| None);
        assert_eq!((counted.unwritten[1].average, counted.unwritten[1].outputs.len()), (1.0, 0));
    }

    #[test]
    fn what_cannot_be_written_waits_for_half_a_day() {
        let mut counted = Counted::default();
        for minute in 0..1_000 {
            counted.minute = minute;
            counted.count(1, Vec::new());
            counted.finish(|| None);
        }
        assert_eq!((counted.unwritten.len(), counted.unwritten[0].at), (720, 280 * 60));
    }
}
