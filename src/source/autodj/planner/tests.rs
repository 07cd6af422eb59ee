//! Planning by a clock that is set by hand.

mod week;

use std::path::Path;
use std::time::Duration;

use super::super::Unwritten;
use super::*;
use crate::clock::ManualClock;
use crate::model::{On, Playlist, Plays, Show, SourceKind, Start, VoiceTrack};

const MINUTE_US: u64 = 60_000_000;

/// A station with what it plans by.
struct Rig {
    _dir: tempfile::TempDir,
    store: Store,
    clock: Arc<ManualClock>,
    queue: PlayQueue,
    planner: Planner,
}

/// A station at 22:13:20 in UTC.
fn station() -> Rig {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.first_start(None, None).unwrap();
    let library = MusicLibrary::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("media"));
    library.scan();
    library.index(&store, 0, &mut |_| ()).unwrap();
    let clock = Arc::new(ManualClock::at(1_700_000_000_000_000));
    let queue = PlayQueue::default();
    let own_clock: Arc<dyn Clock> = Arc::<ManualClock>::clone(&clock);
    let known = (library, store.clone(), "main");
    let planner = Planner::new(known, ProgrammeDirector::seeded(1), own_clock, queue.clone());
    Rig { _dir: dir, store, clock, queue, planner }
}

impl Rig {
    /// A playlist of one track only.
    fn list(&self, track: TrackId) {
        let crossfade = Some(Duration::from_secs(2));
        let list = Playlist { crossfade, ..Playlist::of("Only", vec![track]) };
        self.store.put_playlist("main", &list).unwrap();
    }

    /// The news at 22:20 sharp, ten minutes long, every day, while something plays until 22:33.
    fn plays_until_after_the_news_begin(&mut self) {
        self.store.set_rules("main", Some("UTC"), &crate::model::Separation::default()).unwrap();
        self.list(self.store.listed().unwrap()[0].id);
        let news = Show {
            name: "News".to_owned(),
            on: On::Weekly("daily".parse().unwrap()),
            at: 22 * 60 + 20,
            length: 10,
            plays: Plays::Playlist("Only".to_owned()),
            start: Start::Hard,
            djs: Vec::new(),
            colour: None,
            exceptions: Vec::new(),
        };
        self.store.put_show("main", &news).unwrap();
        self.planner.fill();
        let first = self.planner.first().unwrap();
        let title = Title { duration_us: Some(20 * MINUTE_US), ..Title::plain(SourceKind::Autodj, "long") };
        self.planner.begins(&first, &title);
        assert!(self.next_is_news());
    }

    fn next_is_news(&self) -> bool {
        self.planner.first().is_some_and(|first| first.why.is_some_and(|why| why.starts_with("show News")))
    }

    fn is_due(&self) -> bool {
        self.planner.is_due(&self.planner.first().unwrap())
    }

    /// Somebody puts a track before all others.
    fn want(&self, track: TrackId) {
        let mut entries = self.queue.entries();
        let is_it = |known: &&Listed| known.id == track;
        let wanted = Queued::of(self.store.listed().unwrap().iter().find(is_it).unwrap(), Origin::Person);
        let odd = entries.iter().map(|entry| entry.number).max().unwrap_or_default() / 2 * 2 + 1;
        entries.insert(0, Queued { number: odd, ..wanted });
        self.queue.take_over(entries, &self.queue.unwritten());
    }
}

#[test]
fn a_plan_follows_the_programme_from_the_next_track_on_but_keeps_what_people_wanted() {
    let mut rig = station();
    rig.planner.fill();
    let first = rig.queue.entries();
    assert_eq!(first.len(), KNOWN_AHEAD);
    assert!(first.iter().all(|entry| entry.why.as_deref() == Some("the library")));

    // Somebody wants one; and then all the station may play is another one.
    let wanted = Queued { origin: Origin::Person, ..first[0].clone() };
    rig.queue.append(wanted);
    let only = rig.store.listed().unwrap().into_iter().find(|track| track.id != first[0].track).unwrap();
    rig.list(only.id);
    rig.clock.advance(Duration::from_secs(3));
    rig.planner.fill();
    let entries = rig.queue.entries();
    assert_eq!((entries.len(), entries[0].origin), (KNOWN_AHEAD, Origin::Person));
    for entry in &entries[1..] {
        let what = (entry.track, entry.why.as_deref(), entry.crossfade);
        assert_eq!(what, (only.id, Some("playlist Only"), Some(Duration::from_secs(2))));
    }
}

#[test]
fn what_had_its_time_while_others_were_on_air_is_not_made_up_for() {
    let mut rig = station();
    rig.plays_until_after_the_news_begin();
    // A DJ is live for two hours.
    rig.clock.advance(Duration::from_hours(2));
    rig.planner.fill();
    assert!(!rig.next_is_news() && !rig.is_due());
    let now_us = rig.clock.now_us();
    assert!(rig.planner.picked.values().all(|picked| picked.at_us >= now_us), "all is planned from now on");
}

#[test]
fn what_has_its_time_comes_before_what_people_want() {
    let mut rig = station();
    rig.plays_until_after_the_news_begin();
    let wanted = rig.store.listed().unwrap()[1].id;
    (0..2 * KNOWN_AHEAD).for_each(|_| rig.want(wanted));
    rig.planner.fill();
    assert!(!rig.next_is_news() && !rig.is_due());
    // 22:19:50, 22:19:58, and 22:20.
    rig.clock.advance(Duration::from_secs(390));
    assert!(!rig.next_is_news());
    rig.clock.advance(Duration::from_secs(8));
    assert!(rig.next_is_news() && !rig.is_due());
    rig.clock.advance(Duration::from_secs(2));
    assert!(rig.next_is_news() && rig.is_due());
}

#[test]
fn the_news_are_planned_behind_a_long_queue_of_what_people_want() {
    let mut rig = station();
    rig.plays_until_after_the_news_begin();
    let wanted = rig.store.listed().unwrap()[1].id;
    rig.planner.plan_anew();
    (0..2 * KNOWN_AHEAD).for_each(|_| rig.want(wanted));
    rig.planner.fill();
    rig.clock.advance(Duration::from_secs(400));
    assert!(rig.next_is_news() && rig.is_due());
}

#[test]
fn what_people_want_is_not_planned_besides() {
    for wanted in station().store.listed().unwrap() {
        let mut rig = station();
        rig.want(wanted.id);
        rig.planner.fill();
        let is_wanted = |entry: &Queued| entry.track == wanted.id;
        assert_eq!(rig.queue.entries().iter().filter(|entry| is_wanted(entry)).count(), 1);
    }
}

#[test]
fn what_was_planned_before_a_restart_is_planned_anew_where_there_are_shows() {
    let mut before = station();
    before.planner.fill();
    let mut after = station();
    after.queue.take_over(before.queue.entries(), &Unwritten::default());
    after.plays_until_after_the_news_begin();
    assert!(after.queue.entries().iter().all(|entry| after.planner.picked.contains_key(&entry.number)));
}

#[test]
fn nothing_comes_twice_in_a_row_however_fast_people_skip() {
    let mut rig = station();
    rig.planner.fill();
    let mut last = None;
    for _ in 0..60 {
        let first = rig.planner.first().unwrap();
        assert_ne!(last, Some(first.track));
        last = Some(first.track);
        rig.planner.begins(&first, &Title::plain(SourceKind::Autodj, &first.title));
        let now_us = rig.clock.now_us();
        assert!(rig.planner.picked.values().all(|picked| picked.begins_us <= now_us + 20 * MINUTE_US));
    }
}

#[test]
fn an_emergency_comes_at_once_and_lasts_until_it_is_ended() {
    let mut rig = station();
    let listed = rig.store.listed().unwrap();
    rig.list(listed[0].id);
    let crossfade = Some(Duration::from_secs(2));
    let calm = Playlist { weight: 0, crossfade, ..Playlist::of("Calm", vec![listed[1].id]) };
    rig.store.put_playlist("main", &calm).unwrap();
    let begin = |rig: &mut Rig| {
        rig.planner.fill();
        let entry = rig.planner.first().unwrap();
        rig.planner.begins(&entry, &Title::plain(SourceKind::Autodj, &entry.title));
        entry.track
    };
    assert_eq!(begin(&mut rig), listed[0].id);
    rig.queue.append(Queued::of(&listed[2], Origin::Person));
    rig.store.choose_emergency("main", Some("calm")).unwrap();
    assert!(rig.store.set_emergency("main", true).unwrap());
    rig.clock.advance(Duration::from_secs(3));
    rig.planner.fill();
    let first = rig.planner.first().unwrap();
    assert_eq!(first.track, listed[1].id, "what people want waits");
    assert!(rig.planner.is_due(&first), "what plays is faded out");
    assert_eq!(begin(&mut rig), listed[1].id);
    let next = rig.planner.first().unwrap();
    assert!(!rig.planner.is_due(&next), "once is enough");
    assert_eq!(begin(&mut rig), listed[1].id, "and nothing else comes");
    rig.store.set_emergency("main", false).unwrap();
    rig.clock.advance(Duration::from_secs(3));
    assert_eq!(begin(&mut rig), listed[2].id, "what people want");
    assert_eq!(begin(&mut rig), listed[0].id);
}

#[test]
fn after_talk_there_are_places_for_more_talk() {
    let mut rig = station();
    rig.planner.fill();
    for talks in 1..=3 {
        // Somebody talks before the last track but one.
        let mut entries = rig.queue.entries();
        let at = entries.len() - 2;
        let voice = VoiceTrack {
            id: 1,
            account: "ann".to_owned(),
            name: "Ann".to_owned(),
            after: entries[at - 1].track,
            before: entries[at].track,
            overlap: 0,
            next: 48_000,
            length: 48_000,
        };
        let number = entries.iter().map(|entry| entry.number).max().unwrap_or_default() / 2 * 2 + 1;
        entries.insert(at, Queued { number, ..Queued::of_voice(voice) });
        rig.queue.take_over(entries, &rig.queue.unwritten());
        rig.planner.fill();
        let entries = rig.queue.entries();
        let last = entries.iter().rposition(|entry| entry.voice.is_some()).unwrap();
        assert_eq!(entries.len() - 1 - last, KNOWN_AHEAD, "{talks} times");
    }
}
