//! Looks once a second after what nobody else would notice.
//!
//! In: the database's file, the system's clock, what stations play, unused memory. Out: conditions on the health page,
//! a deleted database written out beside its place, people who requested something forgotten, times of day that follow the system's clock, memory given back.
//! Never: is on the sound's path.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tracing::Level;

use crate::backup::Backups;
use crate::clock::Clock;
use crate::model::{RecogniserState, SourceKind};
use crate::production::{ProductionHandle, Stations};
use crate::recording::{Archives, Bucket};
use crate::store::{Error, FileIdentity, SAFETY_COPY_NAME, StandIn, Store};
use crate::sys::{self, DiskGauge, LogBuffer};

/// Interval between two checks.
const EVERY: Duration = Duration::from_secs(1);
/// The disk of the music is looked at once in so many seconds.
const MEDIA_EVERY: u64 = 10;
/// The safety copy of the database is renewed so often, in seconds.
const COPY_EVERY: u64 = 600;
/// In the copy, what people set is renewed so often, in seconds.
const SETTINGS_EVERY: u64 = 2;
/// Interval at which a database that is gone is written out, in seconds.
const RESCUE_EVERY: u64 = 300;
/// People who requested something are forgotten so often, in seconds.
const FORGET_EVERY: u64 = 60;
/// Memory is given back at most once in so many seconds,
const MEMORY_EVERY: u64 = 30;
/// if so much more is resident than was at least, in bytes.
const WORTHWHILE: i64 = 8 << 20;
/// Dead air is told when it lasts for so long, in seconds.
const SILENT_FOR: f64 = 5.0;

/// State of the periodic checks of the database, the clock, the stations and unused memory.
pub(super) struct Maintenance {
    store: Store,
    clock: Arc<dyn Clock>,
    stations: Stations,
    archives: Option<Archives>,
    backups: Option<Backups>,
    /// The disk of the music.
    media: Option<DiskGauge>,
    log: LogBuffer,
    /// Identity of the database's file at the start.
    file: Option<FileIdentity>,
    /// Message about a database that is gone.
    loss: Option<String>,
    /// Message about a database that is damaged.
    damage: Option<String>,
    /// The copy that is read because of it.
    stand_in: Option<StandIn>,
    /// Number of changes of the database when its safety copy was made.
    copied: Option<u64>,
    /// The same of the settings in it.
    settings: Option<u64>,
    /// Sum of the steps by which the system's clock was set since the start, in microseconds.
    stepped_us: i64,
    /// The least resident memory after some was given back, in bytes.
    least: Option<i64>,
    /// True where it was not worthwhile the last time.
    rests: bool,
    seconds: u64,
}

impl Maintenance {
    /// Looks after the database of `store` and what `stations` play; tells `log` what lasts.
    pub(super) fn new(store: Store, clock: Arc<dyn Clock>, stations: Stations, log: LogBuffer) -> Self {
        let file = store.file_identity();
        // A connection that has read once can read on when the file is gone. What fails here is told by others.
        let _ = store.stations();
        Self {
            store,
            clock,
            stations,
            archives: None,
            backups: None,
            media: None,
            log,
            file,
            loss: None,
            damage: None,
            stand_in: None,
            copied: None,
            settings: None,
            stepped_us: 0,
            least: None,
            rests: false,
            seconds: 0,
        }
    }

    /// Returns the same, which also tells what keeps `archives` from being written.
    pub(super) fn watching(self, archives: Archives) -> Self {
        Self { archives: Some(archives), ..self }
    }

    /// Returns the same, which also tells when `backups` fail.
    pub(super) fn with_backups(self, backups: Backups) -> Self {
        Self { backups: Some(backups), ..self }
    }

    /// Returns the same, which also tells when the disk of the music hangs.
    pub(super) fn with_media(self, media: DiskGauge) -> Self {
        Self { media: Some(media), ..self }
    }

    /// Starts it on a thread of its own; it ends when what this returns is dropped.
    pub(super) fn start(self) -> io::Result<MaintenanceThread> {
        let (stop, stopped) = sync_channel(0);
        let thread = thread::Builder::new().name("maintenance".to_owned());
        let thread = thread.spawn(move || self.run(&stopped))?;
        Ok(MaintenanceThread { stop: Some(stop), thread: Some(thread) })
    }

    fn run(mut self, stop: &Receiver<()>) {
        sys::step_back();
        self.look();
        while matches!(stop.recv_timeout(EVERY), Err(RecvTimeoutError::Timeout)) {
            self.look();
        }
        self.end();
    }

    /// Leaves a whole file, or what can be rescued, behind.
    fn end(&mut self) {
        if self.store.file_identity() == self.file {
            self.copy();
            // A copy of the file alone is whole then. Where others still write, some stays in the log beside it.
            let _ = self.store.write_back();
        } else {
            self.rescue();
        }
    }

    /// Looks once.
    fn look(&mut self) {
        self.seconds += 1;
        if self.store.is_held() && self.store.return_to_original().is_ok() {
            tracing::info!("the database is held by no other program any more: it is written again");
        }
        self.look_at_file();
        if self.seconds.is_multiple_of(MEDIA_EVERY)
            && let Some(media) = &self.media
        {
            media.begin();
        }
        if self.seconds.is_multiple_of(FORGET_EVERY) {
            // It is tried again later if the database cannot do it now.
            let _ = self.store.forget_requests(self.clock.wall_us());
            let _ = self.store.forget_listener_messages(self.clock.wall_us());
            let _ = self.store.forget_captions(self.clock.wall_us());
        }
        if self.seconds.is_multiple_of(MEMORY_EVERY) {
            self.give_back();
        }
        // The first time at once.
        if self.seconds % COPY_EVERY == 1 {
            self.copy();
        } else if self.seconds.is_multiple_of(SETTINGS_EVERY) && self.copied.is_some() {
            self.copy_settings();
        }
        if let Some(step_us) = self.clock.follow_system() {
            self.stepped_us += step_us;
            let seconds = step_us as f64 / 1e6;
            tracing::warn!(
                "the system's clock was set by {seconds:.1} s: schedules and the as-run log follow it"
            );
        }
        self.log.set_conditions(self.conditions(), self.clock.wall_us());
    }

    /// Renews the safety copy.
    fn copy(&mut self) {
        if let Err(error) = self.store.renew_safety_copy(&mut self.copied) {
            tracing::warn!("the database's safety copy is not renewed: {error}");
            if matches!(error, Error::NotADatabase(_) | Error::Damaged { .. }) {
                self.note_damage(&error);
            }
        }
    }

    /// Renews what people set in the safety copy.
    fn copy_settings(&mut self) {
        if let Err(error) = self.store.renew_settings_in_copy(&mut self.settings) {
            tracing::warn!("settings are not renewed in the database's safety copy: {error}");
        }
    }

    /// Returns what lasts at present, by names.
    fn conditions(&self) -> BTreeMap<String, (Level, String)> {
        let mut present = BTreeMap::new();
        if let Some(loss) = &self.loss {
            present.insert("1 database is gone".to_owned(), (Level::ERROR, loss.clone()));
        }
        if let Some(damage) = &self.damage {
            present.insert("1 database is damaged".to_owned(), (Level::ERROR, damage.clone()));
        }
        if let Some(trouble) = self.store.trouble() {
            let text = format!("nothing can be saved at present: {}", trouble.text);
            present.insert("2 database".to_owned(), (Level::ERROR, text));
        }
        if let Some(disk) = &self.media
            && let Some(seconds) = disk.known().hung_seconds
        {
            let text = format!("the music disk has not answered for {seconds} s: {}", disk.path().display());
            present.insert("2 music disk".to_owned(), (Level::ERROR, text));
        }
        for station in self.stations.all() {
            if let Some(condition) = condition_of(&station) {
                present.insert(format!("3 station {}", station.slug()), condition);
            }
            if let Some(condition) = caption_condition(&station) {
                present.insert(format!("5 captions of {}", station.slug()), condition);
            }
        }
        let disk = self.archives.as_ref().and_then(Archives::disk_trouble);
        // It is the trouble of all of them.
        for archive in self.archives.iter().filter(|_| disk.is_none()).flat_map(Archives::all) {
            if let Some(missing) = archive.missing_recordings() {
                let text = format!("archive of {}: {missing}", archive.slug());
                present.insert(format!("5 recordings {}", archive.slug()), (Level::ERROR, text));
            }
            if let Some(trouble) = archive.trouble() {
                let text = format!("archive of {}: {trouble}", archive.slug());
                present.insert(format!("5 archive {}", archive.slug()), (Level::ERROR, text));
            }
        }
        if let Some(trouble) = disk {
            let text = format!("archive of all stations: {trouble}");
            present.insert("5 archive".to_owned(), (Level::ERROR, text));
        }
        let bucket = self.archives.as_ref().and_then(Archives::bucket).map(Bucket::status);
        if let Some((problem, waiting)) = bucket.and_then(|status| Some((status.problem?, status.waiting))) {
            let text = format!(
                "archive: {waiting} files wait to be copied to the bucket, and it is tried again: {problem}"
            );
            present.insert("6 bucket".to_owned(), (Level::ERROR, text));
        }
        if let Some(problem) = self.backups.as_ref().and_then(Backups::problem) {
            let text = format!("the last backup failed: {problem}");
            present.insert("6 backups".to_owned(), (Level::ERROR, text));
        }
        if self.stepped_us.unsigned_abs() > 2_000_000 {
            let seconds = self.stepped_us as f64 / 1e6;
            let text = format!(
                "the system's clock was set by {seconds:.1} s since the start; schedules and the as-run log follow it"
            );
            present.insert("4 clock".to_owned(), (Level::WARN, text));
        }
        present
    }

    /// Notices that the database's file was deleted or replaced, and writes the open one out; or that it is damaged.
    fn look_at_file(&mut self) {
        let is_there = self.store.file_identity() == self.file;
        if is_there {
            self.loss = None;
            if let Some(damage) = self.store.obvious_damage() {
                self.note_damage(&damage);
            }
        } else if self.loss.is_none() || self.seconds.is_multiple_of(RESCUE_EVERY) {
            self.rescue();
        }
    }

    /// Tells that the database is damaged, and has its copy read, until the server is started again.
    fn note_damage(&mut self, damage: &Error) {
        let stand_in = self.store.fall_back();
        if self.damage.is_some() && self.stand_in == stand_in {
            return;
        }
        let text = match stand_in {
            Some(StandIn::File) => {
                format!("{damage}; until then, its copy beside it is read, and nothing can be saved")
            }
            Some(StandIn::Memory) => {
                let outcome = match self.store.rescue() {
                    Ok(rescued) => format!("is in {}, too", rescued.display()),
                    Err(error) => format!("cannot be written out: {error}"),
                };
                format!(
                    "{damage}; its copy {SAFETY_COPY_NAME} cannot be read either; until then, what is kept in memory \
                     is read, and nothing can be saved; it {outcome}"
                )
            }
            None => damage.to_string(),
        };
        tracing::error!("{text}");
        (self.stand_in, self.damage) = (stand_in, Some(text));
    }

    fn rescue(&mut self) {
        let place = self.store.path().display().to_string();
        let outcome = match self.store.rescue() {
            Ok(rescued) => format!(
                "all of it is in {} up to now; stop the server and use `longwave restore` with that",
                rescued.display()
            ),
            Err(error) => format!("and it cannot be written out: {error}"),
        };
        let loss = format!("{place} was deleted or replaced while the server uses it; {outcome}");
        if self.loss.is_none() {
            tracing::error!("{loss}");
        }
        self.loss = Some(loss);
    }

    /// Gives unused memory back to the system where that may be worthwhile. The allocator does not tell: what it counts as
    /// free includes what it gave back. What is in use now may be free the next time.
    fn give_back(&mut self) {
        let resident = || sys::Process::this().resident_memory_bytes;
        let Some(now) = resident() else { return };
        if self.least.is_some_and(|least| now <= least + WORTHWHILE) || std::mem::take(&mut self.rests) {
            return;
        }
        sys::give_back_unused();
        let after = resident().unwrap_or(now);
        // It takes a moment, in which nobody allocates.
        self.rests = self.least.is_some() && now - after < WORTHWHILE;
        self.least = Some(self.least.map_or(after, |least| least.min(after)));
    }
}

/// The maintenance at work. Dropping it waits until a database that is gone was written out for the last time.
pub(super) struct MaintenanceThread {
    stop: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for MaintenanceThread {
    fn drop(&mut self) {
        drop(self.stop.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the maintenance thread panicked");
        }
    }
}

/// Returns what is wrong with a station's captions at present, if anything is.
fn caption_condition(station: &ProductionHandle) -> Option<(Level, String)> {
    let status = station.broadcast().captions().status();
    let name = station.slug();
    match status.state {
        RecogniserState::Failing => {
            let problem = status.problem.unwrap_or_default();
            Some((
                Level::WARN,
                format!("{name} has no captions at present, its recogniser is started again: {problem}"),
            ))
        }
        RecogniserState::Missing => {
            let text = format!("{name} has captions on, but the server was started without --recogniser");
            Some((Level::WARN, text))
        }
        RecogniserState::Off | RecogniserState::Waiting | RecogniserState::Listening => None,
    }
}

/// Returns the fault in a station's output, if there is one.
fn condition_of(station: &ProductionHandle) -> Option<(Level, String)> {
    let name = station.broadcast().name();
    if station.is_silenced() {
        return None;
    }
    if station.figures().dead_air_now().is_some_and(|seconds| seconds >= SILENT_FOR) {
        return Some((Level::ERROR, format!("{name}: nothing is heard")));
    }
    let is_loop =
        station.broadcast().now_playing().is_some_and(|now| now.source == SourceKind::EmergencyLoop);
    is_loop.then(|| {
        (Level::WARN, format!("{name}: only the emergency loop is heard, for there is nothing else"))
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::clock::ManualClock;

    /// A clock whose system's clock is set by an hour once.
    struct Set(ManualClock, std::sync::atomic::AtomicI64);

    impl Clock for Set {
        fn now_us(&self) -> u64 {
            self.0.now_us()
        }
        fn wait_until(&self, time_us: u64) {
            self.0.wait_until(time_us);
        }
        fn follow_system(&self) -> Option<i64> {
            let step = self.1.swap(0, std::sync::atomic::Ordering::Relaxed);
            (step != 0).then_some(step)
        }
    }

    fn texts(log: &LogBuffer) -> String {
        log.troubles().into_iter().map(|trouble| trouble.text).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_database_that_is_deleted_on_air_is_told_and_written_out() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let log = LogBuffer::default();
        let clock = Arc::new(ManualClock::at(1_000_000));
        let mut maintenance =
            Maintenance::new(store.another().unwrap(), clock, Stations::default(), log.clone());
        maintenance.look();
        assert_eq!(texts(&log), "");
        fs::remove_file(dir.path().join("longwave.db")).unwrap();
        maintenance.look();
        assert!(texts(&log).contains("was deleted or replaced"), "{}", texts(&log));
        assert!(dir.path().join("longwave-rescued.db").exists());
    }

    #[test]
    fn a_database_that_is_deleted_just_before_the_end_is_written_out() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let clock = Arc::new(ManualClock::at(9));
        let mut maintenance =
            Maintenance::new(store.another().unwrap(), clock, Stations::default(), LogBuffer::default());
        maintenance.look();
        store.rename_station("main", "Tides").unwrap();
        fs::remove_file(store.path()).unwrap();
        maintenance.end();
        assert!(dir.path().join("longwave-rescued.db").exists());
    }

    #[test]
    fn the_safety_copy_is_made_at_the_start() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let clock = Arc::new(ManualClock::at(9));
        let log = LogBuffer::default();
        Maintenance::new(store.another().unwrap(), clock, Stations::default(), log).look();
        assert!(dir.path().join(SAFETY_COPY_NAME).exists());
    }

    #[test]
    fn a_database_that_is_written_over_with_its_copy_is_written_out_from_memory() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        store.write_back().unwrap();
        let (log, clock) = (LogBuffer::default(), Arc::new(ManualClock::at(9)));
        let mut maintenance =
            Maintenance::new(store.another().unwrap(), clock, Stations::default(), log.clone());
        maintenance.copy();
        for name in ["longwave.db", SAFETY_COPY_NAME] {
            fs::write(dir.path().join(name), vec![b'x'; 8192]).unwrap();
        }
        maintenance.look();
        let rescued = dir.path().join("longwave-rescued.db");
        assert!(texts(&log).contains(&*rescued.to_string_lossy()), "{}", texts(&log));
        drop((maintenance, store));
        assert_eq!(Store::open_or_read(dir.path()).unwrap().stations().unwrap()[0].slug, "main");
    }

    #[test]
    fn a_disk_of_the_music_that_hangs_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let (log, clock) = (LogBuffer::default(), Arc::new(ManualClock::at(1_000_000)));
        let (disk, _, _answer) = sys::hanging_disk();
        let mut maintenance =
            Maintenance::new(store, clock, Stations::default(), log.clone()).with_media(disk.clone());
        (0..MEDIA_EVERY).for_each(|_| maintenance.look());
        while disk.known().hung_seconds.is_none() {
            disk.read();
        }
        maintenance.look();
        assert!(texts(&log).contains("the music disk has not answered for "), "{}", texts(&log));
    }

    #[test]
    fn a_database_that_is_written_over_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let (log, clock) = (LogBuffer::default(), Arc::new(ManualClock::at(1_000_000)));
        let mut maintenance =
            Maintenance::new(store.another().unwrap(), clock, Stations::default(), log.clone());
        // Pages in the write-ahead log are read from there.
        let other = rusqlite::Connection::open(store.path()).unwrap();
        other.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        let mut look = || {
            maintenance.look();
            texts(&log)
        };
        assert_eq!(look(), "");
        let whole = fs::read(store.path()).unwrap();
        fs::write(store.path(), vec![b'x'; whole.len()]).unwrap();
        assert!(look().contains("longwave restore"), "{}", texts(&log));
        fs::write(store.path(), &whole).unwrap();
        assert!(look().contains("longwave restore"), "until the next start: {}", texts(&log));
    }

    #[test]
    fn a_locked_database_and_a_clock_that_was_set_are_told_while_they_last() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let store = store.another().unwrap().impatient();
        let (log, clock) = (LogBuffer::default(), Set(ManualClock::at(9), 3_600_000_000.into()));
        let mut maintenance =
            Maintenance::new(store.another().unwrap(), Arc::new(clock), Stations::default(), log.clone());
        let other = rusqlite::Connection::open(store.path()).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert!(store.skip("main").is_err());
        maintenance.look();
        let told = texts(&log);
        assert!(told.contains("nothing can be saved") && told.contains("set by 3600.0 s"), "{told}");
        other.execute_batch("ROLLBACK").unwrap();
        store.skip("main").unwrap();
        maintenance.look();
        assert!(!texts(&log).contains("nothing can be saved"), "{}", texts(&log));
    }

    /// Set in the process that measures its own memory.
    const MEASURES: &str = "LONGWAVE_TEST_MEASURES_MEMORY";

    #[test]
    fn unused_memory_is_given_back() {
        if std::env::var_os(MEASURES).is_some() {
            return measure_memory();
        }
        // In a process of its own: other tests allocate meanwhile.
        let this = std::thread::current().name().unwrap().to_owned();
        let mut process = std::process::Command::new(std::env::current_exe().unwrap());
        let output = process.args(["--exact", &this]).env(MEASURES, "1").output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && text.contains("1 passed"), "{text}");
    }

    fn measure_memory() {
        let resident = || sys::Process::this().resident_memory_bytes.unwrap_or_default();
        let dir = tempfile::tempdir().unwrap();
        let (store, clock) = (Store::open(dir.path()).unwrap(), Arc::new(ManualClock::at(9)));
        let mut maintenance = Maintenance::new(store, clock, Stations::default(), LogBuffer::default());
        for _ in 0..2 {
            measure_peak(&mut maintenance, resident);
        }
    }

    /// Takes much memory and lets it go between two checks, as a rush of connections does.
    fn measure_peak(maintenance: &mut Maintenance, resident: impl Fn() -> i64) {
        maintenance.give_back();
        // Small blocks, and one behind each that stays: without a trim none of this goes back.
        let kept: Vec<Box<[u8; 64]>> = {
            let mut many = Vec::new();
            let mut kept = Vec::new();
            for _ in 0..5_000 {
                many.push(vec![7_u8; 16_384].into_boxed_slice());
                kept.push(Box::new([7_u8; 64]));
            }
            drop(many);
            kept
        };
        let before = resident();
        maintenance.give_back();
        assert!(resident() + (40 << 20) < before, "{before} bytes, then {}", resident());
        drop(kept);
    }
}
