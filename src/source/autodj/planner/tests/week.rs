//! A week of forty shows from the store through planner and queue into the as-run log, by a clock set by hand.

use std::collections::{BTreeSet, HashMap};
use std::fs;

use super::super::*;
use crate::clock::ManualClock;
use crate::model::{Aired, Contents, Plays, Programme, SourceKind};
use crate::schedule::tests::week::{MONDAY_US, WEEK_US, by_hand, library, programme};

/// A FLAC file's head that says how long it plays, and something by which its sound is told from others'.
fn flac(track: &Listed) -> Vec<u8> {
    let samples = track.duration.unwrap().as_secs() * 48_000;
    let stream: u64 = 48_000 << 44 | 1 << 41 | 15 << 36 | samples;
    let block = [0x10, 0, 0x10, 0, 0, 0, 0, 0, 0, 0];
    let head = [&b"fLaC\x80\0\0\x22"[..], &block, &stream.to_be_bytes(), &[0; 16]].concat();
    [&head[..], track.title.as_bytes()].concat()
}

/// Puts what the station plays into the store, where its tracks have numbers of their own.
fn put(store: &Store, programme: &Programme, numbers: &HashMap<TrackId, TrackId>) {
    let zone = programme.time_zone.iana_name();
    store.set_rules("main", zone, &programme.separation).unwrap();
    for list in &programme.playlists {
        let contents = match &list.contents {
            Contents::Fixed(tracks) => Contents::Fixed(tracks.iter().map(|track| numbers[track]).collect()),
            smart @ Contents::Smart(_) => smart.clone(),
        };
        store.put_playlist("main", &crate::model::Playlist { contents, ..list.clone() }).unwrap();
    }
    for plan in &programme.hour_plans {
        store.put_hour_plan("main", plan).unwrap();
    }
    for show in &programme.shows {
        let plays = match &show.plays {
            // A track that is nowhere is no show.
            Plays::Track(track) if !numbers.contains_key(track) => continue,
            Plays::Track(track) => Plays::Track(numbers[track]),
            other => other.clone(),
        };
        store.put_show("main", &crate::model::Show { plays, ..show.clone() }).unwrap();
    }
}

/// Plays a week as AutoDJ does, each to its end or until something has its time, and writes the log.
fn play(planner: &mut Planner, clock: &ManualClock, store: &Store) {
    let mut at_us = MONDAY_US;
    while at_us < MONDAY_US + WEEK_US {
        planner.fill();
        let entry = planner.first().unwrap();
        planner.begins(&entry, &Title::plain(SourceKind::Autodj, &entry.title));
        let fades_us = planner.picked.values().filter_map(|picked| planner.due_us(picked)).min();
        let to_us = fades_us.map_or(planner.ends_us, |fades_us| fades_us.clamp(at_us + 1, planner.ends_us));
        let line = Aired::music(at_us, to_us, &entry.title, None);
        store.put_aired(std::iter::once(&line)).unwrap();
        clock.advance(std::time::Duration::from_micros(to_us - at_us));
        at_us = to_us;
    }
}

/// The playlist that a title is from, as the first number of its tracks.
fn list_of(line: &Aired) -> i64 {
    let number: i64 = line.title.rsplit(' ').next().unwrap().parse().unwrap();
    number / 100 * 100
}

const JINGLES: i64 = 400;

#[test]
fn the_as_run_log_of_a_week_is_the_plan_by_hand() {
    let (folder, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let known = library();
    for track in known.iter() {
        fs::write(folder.path().join(format!("{}.flac", track.title)), flac(track)).unwrap();
    }
    let library = MusicLibrary::new(folder.path().to_owned());
    library.scan();
    let store = Store::open(data.path()).unwrap();
    store.first_start(None, None).unwrap();
    library.index(&store, 0, &mut |_| ()).unwrap();
    let listed = store.listed().unwrap();
    let number = |track: &Listed| listed.iter().find(|listed| listed.title == track.title).unwrap().id;
    let programme = programme();
    put(&store, &programme, &known.iter().map(|track| (track.id, number(track))).collect());
    let clock = Arc::new(ManualClock::at(MONDAY_US));
    let music = (library, store.clone(), "main");
    let mut planner = Planner::new(
        music,
        ProgrammeDirector::seeded(1),
        Arc::<ManualClock>::clone(&clock),
        PlayQueue::default(),
    );
    play(&mut planner, &clock, &store);

    let log = store.aired(Some("main"), &(MONDAY_US..MONDAY_US + WEEK_US)).unwrap();
    assert!(log.len() > 2_000 && log.windows(2).all(|pair| pair[0].to_us == pair[1].from_us), "dead air");
    assert!(log.windows(2).all(|pair| pair[0].title != pair[1].title || pair[0].title == "song 300"));
    let is_jingle = |line: &&Aired| list_of(line) == JINGLES;
    assert!(log.windows(2).all(|pair| !(is_jingle(&&pair[0]) && is_jingle(&&pair[1]))));
    let plan = by_hand();
    for (place, (from_us, name)) in plan.iter().enumerate() {
        let to_us = plan.get(place + 1).map_or(MONDAY_US + WEEK_US, |next| next.0);
        let within: Vec<_> = log.iter().filter(|line| (*from_us..to_us).contains(&line.from_us)).collect();
        let heard: BTreeSet<_> =
            within.iter().filter(|line| !is_jingle(line)).map(|line| list_of(line)).collect();
        let show = programme.shows.iter().find(|show| show.name == *name);
        let expected: &[i64] = match show.map(|show| &show.plays) {
            None | Some(Plays::Dj(None)) => &[0, 100],
            Some(Plays::HourPlan(_)) => &[0, 100, 300],
            Some(Plays::Track(_)) => &[900],
            Some(Plays::Playlist(list) | Plays::Dj(Some(list))) if list == "first" => &[0],
            Some(Plays::Playlist(list)) if list == "small" => &[200],
            Some(_) => &[100],
        };
        assert!(heard.iter().all(|list| expected.contains(list)), "part {place}, {name}: {heard:?}");
        if let Some(show) = show {
            let late_us = within[0].from_us - from_us;
            let goes_on = place > 0 && plan[..place].iter().rev().take(2).any(|(_, before)| before == name);
            let spare_us =
                if goes_on || matches!(show.plays, Plays::Dj(_)) { 300_000_000 } else { 30_000_000 };
            let most_us = show.start.at_most_late().as_micros() as u64 + spare_us;
            assert!(late_us <= most_us, "part {place}: {name} is {} s late", late_us / 1_000_000);
        }
    }
}
