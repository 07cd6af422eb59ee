//! Writes the as-run log: the titles that went out, from when until when, and how many listened.
//!
//! In: titles from the audio thread. Out: lines in the store, the newest brought up to date every second, so that
//! no more than that is lost whatever happens. Never: holds the sound up, or forgets a line while the store
//! cannot be written, up to [`MOST_UNWRITTEN`] lines; lines beyond that are counted as lost.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::Duration;

use prometheus_client::metrics::counter::Counter;

use crate::broadcast::Broadcast;
use crate::model::{Aired, Audience, NowPlaying, Title};
use crate::schedule;
use crate::store::{Error, Store};
use crate::workers::{NextTurn, PooledTask};

/// Interval at which the newest line is brought up to date.
const EVERY: Duration = Duration::from_secs(1);
/// A source that is on air for less than this, in microseconds, leaves no line: two sources that take turns so fast
/// are a bad line and no performances.
const SHORTEST_US: u64 = 2_000_000;
/// Titles that may be on their way from the audio thread.
pub(super) const MOST_TITLES: usize = 256;
/// Lines that wait for a store that cannot be written: a day or two of tracks.
const MOST_UNWRITTEN: usize = 1_000;

/// Writes the as-run log of one station.
pub(super) struct AsRunWriter {
    broadcast: Broadcast,
    store: Store,
    /// Titles from the audio thread, until the station has signed off.
    titles: Receiver<NowPlaying>,
    lost: Counter,
    /// The line of the title on air.
    open: Option<Aired>,
    /// Lead of the time of day over the station's clock at the beginning of that line, in microseconds.
    ahead_us: i64,
    /// True while the line on air follows one of another source.
    is_new_source: bool,
    /// The lines of earlier titles that are not written yet.
    finished: VecDeque<Aired>,
    /// The moment listeners were counted last, and how many had ever joined by then.
    counted_us: u64,
    joined: u64,
    failed: bool,
}

impl AsRunWriter {
    /// A writer that logs into `store` what goes out on `broadcast` as `titles` tell, and counts in `lost` the lines it
    /// gives up.
    pub(super) fn new(
        broadcast: &Broadcast,
        store: Store,
        titles: Receiver<NowPlaying>,
        lost: Counter,
    ) -> Self {
        let (counted_us, joined) = (broadcast.clock().now_us(), broadcast.listeners().joined());
        Self {
            broadcast: broadcast.clone(),
            store,
            titles,
            lost,
            open: None,
            is_new_source: false,
            ahead_us: 0,
            finished: VecDeque::new(),
            counted_us,
            joined,
            failed: false,
        }
    }

    /// Adds the listeners since the last call to the line of the title on air.
    fn count_audience(&mut self) {
        let (now_us, joined) = (self.broadcast.clock().now_us(), self.broadcast.listeners().joined());
        let listening = self.broadcast.listeners().total();
        if let Some(open) = &mut self.open {
            let passed_us = now_us.saturating_sub(self.counted_us.max(open.from_us));
            let audience = &mut open.audience;
            audience.most = audience.most.max(listening);
            audience.performances += joined.saturating_sub(self.joined);
            audience.seconds += listening as f64 * passed_us as f64 / 1e6;
            open.to_us = open.to_us.max(now_us);
        }
        (self.counted_us, self.joined) = (now_us, joined);
    }

    fn begin(&mut self, now_playing: &NowPlaying) {
        let Title { title, artist, album, isrc, label, source, dj, kind, .. } = &*now_playing.what;
        let listening = self.broadcast.listeners().total();
        let next = Aired {
            station: self.broadcast.slug().to_owned(),
            from_us: now_playing.time_us,
            to_us: now_playing.time_us,
            source: *source,
            title: title.clone(),
            artist: artist.clone(),
            album: album.clone(),
            isrc: isrc.clone(),
            label: label.clone(),
            dj: dj.clone(),
            show: self.show_at(now_playing.time_us),
            kind: *kind,
            audience: Audience { most: listening, performances: listening, seconds: 0.0 },
        };
        let source = *source;
        let next = if self.open.is_none() { self.resumed(&next).unwrap_or(next) } else { next };
        let before = self.open.replace(next);
        let is_new_source = before.as_ref().is_some_and(|before| before.source != source);
        let was_new_source = std::mem::replace(&mut self.is_new_source, is_new_source);
        if let Some(mut before) = before {
            before.to_us = now_playing.time_us.max(before.from_us);
            let is_blip = was_new_source && is_new_source && before.to_us - before.from_us < SHORTEST_US;
            if !is_blip {
                self.finished.push_back(by_time_of_day(before, self.ahead_us));
            }
        }
        // In whole milliseconds: a clock may read its two times one after the other.
        self.ahead_us = self.broadcast.clock().ahead_us() / 1_000 * 1_000;
        while self.finished.len() > MOST_UNWRITTEN {
            self.finished.pop_front();
            self.lost.inc();
        }
    }

    /// Returns the show that is on at this moment of the station's clock, as far as the store can tell.
    fn show_at(&self, time_us: u64) -> Option<String> {
        let (zone, shows) = self.store.calendar(self.broadcast.slug()).ok()?;
        let clock = self.broadcast.clock();
        let at_us = clock.wall_us().saturating_add(time_us).saturating_sub(clock.now_us());
        schedule::on_at(&shows, &zone, at_us).map(|show| show.name.clone())
    }

    /// Returns the line of the first title where the process before has begun it.
    fn resumed(&self, line: &Aired) -> Option<Aired> {
        let ahead_us = self.broadcast.clock().ahead_us() / 1_000 * 1_000;
        let known = self.store.last_aired(self.broadcast.slug(), 1).ok()?.pop()?;
        let known = by_time_of_day(known, -ahead_us);
        let is_it = known.from_us == line.from_us && known.title == line.title && known.source == line.source;
        is_it.then_some(known)
    }

    fn write(&mut self) {
        // What may yet turn out to have been too short is not written.
        let is_settled = |open: &&Aired| !self.is_new_source || open.to_us - open.from_us >= SHORTEST_US;
        let open = self.open.as_ref().filter(is_settled);
        let open = open.map(|open| by_time_of_day(open.clone(), self.ahead_us));
        match self.store.put_aired(self.finished.iter().chain(&open)) {
            Ok(()) => {
                self.finished.clear();
                self.failed = false;
            }
            Err(error) if self.failed => tracing::debug!(%error, "the as-run log still cannot be written"),
            Err(error) => {
                self.failed = true;
                self.report(&error);
            }
        }
    }

    fn report(&self, error: &Error) {
        let station = self.broadcast.slug();
        tracing::error!(station, %error, "the as-run log cannot be written; it is tried again every second");
    }
}

impl PooledTask for AsRunWriter {
    /// Writes what is new, until the sender of titles is gone.
    fn work(&mut self) -> NextTurn {
        loop {
            let told = self.titles.try_recv();
            self.count_audience();
            match told {
                Ok(title) => self.begin(&title),
                Err(TryRecvError::Empty) => {
                    self.write();
                    return NextTurn::In(EVERY);
                }
                Err(TryRecvError::Disconnected) => {
                    self.write();
                    return NextTurn::Never;
                }
            }
        }
    }
}

/// Brings a line from the station's clock to the time of day, which is ahead of it by so many microseconds.
fn by_time_of_day(line: Aired, ahead_us: i64) -> Aired {
    let moved = |us: u64| us.saturating_add_signed(ahead_us);
    Aired { from_us: moved(line.from_us), to_us: moved(line.to_us), ..line }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::sync_channel;

    use super::*;
    use crate::broadcast::tests as broadcast;
    use crate::clock::{Clock as _, ManualClock};
    use crate::model::SourceKind;
    use crate::workers::WorkerPool;

    fn broadcast(clock: &Arc<ManualClock>) -> Broadcast {
        broadcast::silent("main", clock)
    }

    /// Returns the other end of what the audio thread tells, for writers that a test tells by itself.
    fn no_titles() -> Receiver<NowPlaying> {
        sync_channel(1).1
    }

    fn titled(time_us: u64, title: &str) -> NowPlaying {
        NowPlaying { time_us, what: Arc::new(Title::plain(SourceKind::Autodj, title)) }
    }

    /// Returns the lines written for `titles`, each with the second it begins in, that were on air until second
    /// `end`.
    fn written(store: &Store, titles: &[(u64, &str)], end: u64) -> Vec<(String, u64, u64)> {
        let clock = Arc::new(ManualClock::at(0));
        let mut writer = AsRunWriter::new(&broadcast(&clock), store.clone(), no_titles(), Counter::default());
        let turn_to = |second| clock.advance(Duration::from_micros(second * 1_000_000 - clock.now_us()));
        for (at, title) in titles {
            turn_to(*at);
            writer.count_audience();
            writer.begin(&titled(at * 1_000_000, title));
        }
        turn_to(end);
        writer.count_audience();
        writer.write();
        let lines = store.last_aired("main", 99).unwrap().into_iter().rev();
        lines.map(|line| (line.title, line.from_us / 1_000_000, line.to_us / 1_000_000)).collect()
    }

    #[test]
    fn what_went_out_is_written_from_when_until_when() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let lines = written(&store, &[(5, "a"), (20, "b"), (50, "c")], 51);
        assert_eq!(lines, [("a".into(), 5, 20), ("b".into(), 20, 50), ("c".into(), 50, 51)]);
        // After a restart it goes on behind what was there.
        let lines = written(&store, &[(60, "d")], 70);
        assert_eq!((lines.len(), lines[3].clone()), (4, ("d".into(), 60, 70)));
    }

    #[test]
    fn the_line_of_a_title_that_goes_on_in_another_process_keeps_its_audience() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let clock = Arc::new(ManualClock::at(5_000_000));
        for (second, performances) in [(5, 3), (9, 0)] {
            let mut writer =
                AsRunWriter::new(&broadcast(&clock), store.clone(), no_titles(), Counter::default());
            writer.begin(&titled(5_000_000, "a"));
            if let Some(open) = &mut writer.open {
                open.audience.performances += performances;
            }
            clock.advance(Duration::from_secs(second - clock.now_us() / 1_000_000 + 1));
            writer.count_audience();
            writer.write();
        }
        let lines = store.last_aired("main", 9).unwrap();
        assert_eq!(lines.len(), 1);
        assert_eq!((lines[0].from_us, lines[0].to_us), (5_000_000, 10_000_000));
        assert_eq!(lines[0].audience.performances, 3);
    }

    #[test]
    fn lines_follow_a_clock_that_is_set_and_no_line_is_written_twice() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let clock = Arc::new(ManualClock::at(100_000_000));
        let mut writer = AsRunWriter::new(&broadcast(&clock), store.clone(), no_titles(), Counter::default());
        writer.begin(&titled(100_000_000, "before"));
        writer.write();
        clock.advance(Duration::from_secs(10));
        clock.step(3_600_000_000);
        writer.count_audience();
        writer.write();
        writer.begin(&titled(110_000_000, "after"));
        clock.advance(Duration::from_secs(5));
        writer.count_audience();
        writer.write();
        let lines = store.last_aired("main", 9).unwrap().into_iter().rev();
        let lines: Vec<_> =
            lines.map(|line| (line.title, line.from_us / 1_000_000, line.to_us / 1_000_000)).collect();
        assert_eq!(lines, [("before".to_owned(), 100, 110), ("after".to_owned(), 3_710, 3_715)]);
    }

    #[test]
    fn a_source_on_air_for_less_than_two_seconds_leaves_no_line() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let clock = Arc::new(ManualClock::at(0));
        let mut writer = AsRunWriter::new(&broadcast(&clock), store.clone(), no_titles(), Counter::default());
        let told = [
            (0, SourceKind::Live, "a DJ"),
            (10_000, SourceKind::Autodj, "a burst"),
            (11_500, SourceKind::Live, "the DJ again"),
            (20_000, SourceKind::Autodj, "a track"),
            (25_000, SourceKind::Autodj, "a jingle"),
            (26_000, SourceKind::Autodj, "another track"),
        ];
        for (at_ms, source, title) in told {
            clock.advance(Duration::from_micros(at_ms * 1_000 - clock.now_us()));
            writer.count_audience();
            writer.write();
            let what = Arc::new(Title::plain(source, title));
            writer.begin(&NowPlaying { time_us: at_ms * 1_000, what });
            writer.write();
        }
        clock.advance(Duration::from_secs(5));
        writer.count_audience();
        writer.write();
        let lines = store.last_aired("main", 99).unwrap();
        let titles: Vec<_> = lines.iter().rev().map(|line| line.title.as_str()).collect();
        assert_eq!(titles, ["a DJ", "the DJ again", "a track", "a jingle", "another track"]);
    }

    #[test]
    fn a_writer_ends_with_its_station_and_has_written_all() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let clock = Arc::new(ManualClock::at(9_000_000));
        let (tell, titles) = sync_channel(MOST_TITLES);
        let writer = AsRunWriter::new(&broadcast(&clock), store.clone(), titles, Counter::default());
        tell.send(titled(7_000_000, "a")).unwrap();
        let pool = WorkerPool::new("as-run", 1).unwrap();
        let running = pool.add(writer);
        drop(tell);
        running.wake();
        running.join().unwrap();
        assert_eq!(store.last_aired("main", 9).unwrap()[0].title, "a");
    }

    #[test]
    fn a_store_that_cannot_be_written_is_made_up_for_later_and_what_is_too_much_is_counted() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let lock = rusqlite::Connection::open(store.path()).unwrap();
        let other = store.another().unwrap().impatient();
        lock.execute_batch("BEGIN IMMEDIATE").unwrap();
        let lost = Counter::default();
        let clock = Arc::new(ManualClock::at(0));
        let mut writer = AsRunWriter::new(&broadcast(&clock), other, no_titles(), lost.clone());
        for n in 0..1_003 {
            writer.begin(&titled(n, "a"));
        }
        writer.write();
        assert!(writer.failed && store.last_aired("main", 2_000).unwrap().is_empty());
        lock.execute_batch("ROLLBACK").unwrap();
        writer.write();
        assert_eq!(lost.get(), 2, "a thousand wait, and one is on air");
        assert_eq!(store.last_aired("main", 2_000).unwrap().len(), 1_001);
    }
}
