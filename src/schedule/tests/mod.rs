//! A station's hours in letters: one a track, or one an artist.

pub(crate) mod week;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use super::ProgrammeDirector;
use crate::model::{
    Contents, Every, Listed, Order, Pick, Playlist, PlaylistKind, Programme, Query, Rule, Separation,
    TrackId, Why,
};

pub(super) const MINUTE_US: u64 = 60_000_000;
/// A Monday, midnight in UTC: 2026-11-02.
pub(super) const MONDAY_US: u64 = 1_793_577_600_000_000;

/// A track of three minutes.
pub(super) fn track(id: i64, title: &str, artist: &str) -> Listed {
    Listed {
        artist: (!artist.is_empty()).then(|| artist.to_owned()),
        duration: Some(Duration::from_mins(3)),
        ..Listed::new(TrackId(id), format!("{title}.flac"), title)
    }
}

/// Tracks that are named by letters, with no artist.
pub(super) fn letters(names: &str) -> Arc<[Listed]> {
    names.chars().map(|name| track(i64::from(u32::from(name)), &name.to_string(), "")).collect()
}

/// A fixed playlist of the tracks that are named by letters.
pub(super) fn list(name: &str, letters: &str) -> Playlist {
    Playlist {
        name: name.to_owned(),
        contents: Contents::Fixed(letters.chars().map(|name| TrackId(i64::from(u32::from(name)))).collect()),
        kind: PlaylistKind::Music,
        order: Order::Sequence,
        weight: 1,
        hours: Vec::new(),
        crossfade: None,
        over_intro: false,
    }
}

pub(super) fn jingles(name: &str, letters: &str, every: Every) -> Playlist {
    Playlist { kind: PlaylistKind::Jingle(every), ..list(name, letters) }
}

/// Nothing has to be apart.
pub(super) fn together() -> Separation {
    Separation { title: Duration::ZERO, artist: Duration::ZERO, album: Duration::ZERO }
}

fn director(
    seed: u64,
    tracks: &Arc<[Listed]>,
    playlists: Vec<Playlist>,
    separation: Separation,
) -> ProgrammeDirector {
    let mut director = ProgrammeDirector::seeded(seed);
    director.follow(Arc::new(Programme { separation, playlists, ..Programme::default() }), MONDAY_US);
    director.stock(tracks, MONDAY_US);
    director
}

/// Plays `count` tracks of three minutes each, in letters.
fn play(director: &mut ProgrammeDirector, count: u64) -> String {
    let picks = (0..count).filter_map(|n| director.next(MONDAY_US + n * 3 * MINUTE_US));
    picks.map(|pick| letter(&pick)).collect()
}

fn play_from(director: &mut ProgrammeDirector, first: u64, count: u64) -> String {
    let picks = (first..first + count).filter_map(|n| director.next(MONDAY_US + n * 3 * MINUTE_US));
    picks.map(|pick| letter(&pick)).collect()
}

fn letter(pick: &Pick) -> char {
    char::from_u32(pick.track.0 as u32).unwrap()
}

#[test]
fn a_small_library_is_played_round_by_round_and_never_a_track_twice_in_a_row() {
    for seed in 0..50 {
        let heard = play(&mut director(seed, &letters("abcde"), Vec::new(), Separation::default()), 50);
        for round in heard.as_bytes().chunks(5) {
            assert_eq!(round.iter().collect::<HashSet<_>>().len(), 5, "{heard}");
        }
        assert!(heard.as_bytes().windows(2).all(|pair| pair[0] != pair[1]), "{heard}");
    }
}

#[test]
fn no_track_is_heard_twice_in_a_row_where_a_playlist_has_another() {
    let lists = |names: &[&str]| names.iter().map(|tracks| list(tracks, tracks)).collect::<Vec<_>>();
    let check = |names: &[&str], library: &str| {
        for seed in 0..20 {
            let heard = play(&mut director(seed, &letters(library), lists(names), together()), 40);
            assert_eq!(heard.len(), 40);
            assert!(heard.as_bytes().windows(2).all(|pair| pair[0] != pair[1]), "{names:?}: {heard}");
        }
    };
    check(&["a", "ab"], "ab");
    check(&["aab", "ba"], "abc");
    assert_eq!(play(&mut director(1, &letters("a"), lists(&["a"]), together()), 3), "aaa");
}

#[test]
fn a_track_that_others_played_a_moment_ago_is_not_the_next() {
    for seed in 0..20 {
        // Of what people wanted there is the title alone, and so of what was on air before the start.
        let mut director = director(seed, &letters("ab"), Vec::new(), Separation::default());
        director.was_on_air(MONDAY_US, "a", None, None);
        assert_eq!(director.next(MONDAY_US + MINUTE_US).as_ref().map(letter), Some('b'));
        let mut director = self::director(seed, &letters("abc"), vec![list("abc", "abc")], together());
        director.heard(MONDAY_US, "a", None, None);
        assert_eq!(play_from(&mut director, 1, 4), "baca", "the list goes on behind it");
    }
}

#[test]
fn tracks_come_and_go() {
    let mut director = ProgrammeDirector::seeded(1);
    let mut now_us = MONDAY_US;
    let mut play = |shelf: &str, count: u64| -> String {
        director.stock(&letters(shelf), now_us);
        let heard = (0..count).filter_map(|_| {
            now_us += 3 * MINUTE_US;
            director.next(now_us)
        });
        heard.map(|pick| letter(&pick)).collect()
    };
    assert_eq!(play("", 3), "");
    assert_eq!(play("a", 3), "aaa");
    assert_eq!(play("ab", 1), "b", "what is new plays before what was played");
    assert_eq!(play("c", 1), "c");
}

#[test]
fn a_seed_says_everything() {
    let heard = |seed| play(&mut director(seed, &letters("abcdefghij"), Vec::new(), together()), 30);
    assert_eq!(heard(7), heard(7));
    assert_ne!(heard(7), heard(8));
}

#[test]
fn nothing_is_relaxed_in_a_library_that_is_large_enough() {
    // 40 artists with 5 tracks each: within 30 minutes 10 of them are heard.
    let tracks: Arc<[Listed]> =
        (0..200).map(|n| track(n, &format!("song {n}"), &format!("artist {}", n % 40))).collect();
    for seed in 0..10 {
        let mut director = director(seed, &tracks, Vec::new(), Separation::default());
        let mut last_heard = BTreeMap::new();
        for n in 0..1_000 {
            let at_us = MONDAY_US + n * 3 * MINUTE_US;
            let pick = director.next(at_us).unwrap();
            assert_eq!(pick.relaxed, None, "pick {n}");
            let artist = pick.track.0 % 40;
            if let Some(before) = last_heard.insert(artist, at_us) {
                assert!(at_us - before >= 30 * MINUTE_US, "artist {artist} at pick {n}");
            }
        }
    }
}

#[test]
fn what_does_not_fit_waits_for_its_turn() {
    // Two by the same artist among five: never next to each other, and still each once a round.
    let tracks: Arc<[Listed]> = ["Ann", "Ann", "Bob", "Cy", "Di"]
        .iter()
        .zip("abcde".chars())
        .map(|(artist, name)| track(i64::from(u32::from(name)), &name.to_string(), artist))
        .collect();
    let apart = Separation { artist: Duration::from_mins(4), ..together() };
    for seed in 0..50 {
        let heard = play(&mut director(seed, &tracks, Vec::new(), apart), 100);
        assert!(!heard.contains("ab") && !heard.contains("ba"), "{heard}");
        for name in ["a", "b", "c", "d", "e"] {
            assert!((18..=22).contains(&heard.matches(name).count()), "{name} in {heard}");
        }
    }
}

/// Checks which rule is relaxed for the third pick, when the first two of a sequence were heard.
#[track_caller]
fn check_relaxed(tracks: [(&str, &str, &str); 2], apart: Separation, expected: Option<Rule>) {
    let listed = tracks.iter().zip(1..).map(|((title, artist, album), id)| Listed {
        album: (!album.is_empty()).then(|| (*album).to_owned()),
        ..track(id, title, artist)
    });
    let mut director = director(1, &listed.collect(), Vec::new(), apart);
    assert_eq!(director.next(MONDAY_US).unwrap().relaxed, None);
    assert_eq!(director.next(MONDAY_US + MINUTE_US).unwrap().relaxed, expected, "{tracks:?}");
}

#[test]
fn the_rule_that_had_to_be_relaxed_is_told() {
    let rules = Separation::default();
    check_relaxed([("a", "x", "k"), ("b", "y", "l")], rules, None);
    check_relaxed([("a", "x", "k"), ("b", "y", "K ")], rules, Some(Rule::Album));
    check_relaxed([("a", "x", "k"), ("b", "X", "l")], rules, Some(Rule::Artist));
    check_relaxed([("a", "x", "k"), ("b", "x feat. z", "k")], rules, Some(Rule::Artist));
    check_relaxed([("The  Song", "x", ""), ("the song", "y", "")], rules, Some(Rule::Title));
    check_relaxed([("a", "", ""), ("b", "", "")], rules, None);
    check_relaxed([("a", "x", "k"), ("b", "x", "k")], together(), None);
}

#[test]
fn the_least_is_relaxed() {
    // After a by Ann of an album, there are one by Ann, and one of that album by Bob.
    let mut tracks = [track(1, "a", "Ann"), track(2, "b", "Ann"), track(3, "c", "Bob")];
    tracks[0].album = Some("k".to_owned());
    tracks[2].album = Some("k".to_owned());
    for seed in 0..20 {
        let mut director = director(seed, &tracks.to_vec().into(), Vec::new(), Separation::default());
        director.heard(MONDAY_US, "a", Some("Ann"), Some("k"));
        let pick = director.next(MONDAY_US + MINUTE_US).unwrap();
        assert_eq!((pick.track, pick.relaxed), (TrackId(3), Some(Rule::Album)));
    }
}

#[test]
fn playlists_have_turns_by_their_weight() {
    let three = Playlist { weight: 3, ..list("A", "abc") };
    let lists = vec![three, list("B", "xy"), Playlist { weight: 0, ..list("never", "n") }];
    assert_eq!(play(&mut director(1, &letters("abcxyn"), lists, together()), 12), "abxcabycabxc");
}

#[test]
fn a_playlist_is_chosen_at_its_hours() {
    let night = Playlist { hours: vec!["mon 00:06-00:12".parse().unwrap()], ..list("night", "n") };
    let day = Playlist { hours: vec!["mon 00:12-24:00".parse().unwrap()], ..list("day", "d") };
    let mut director = director(1, &letters("nd"), vec![night, day], together());
    let first: Vec<_> = (0..2).map(|n| director.next(MONDAY_US + n * 3 * MINUTE_US).unwrap().why).collect();
    assert_eq!(first, [Why::Library, Why::Library]);
    let heard: String =
        (2..6).filter_map(|n| director.next(MONDAY_US + n * 3 * MINUTE_US)).map(|p| letter(&p)).collect();
    assert_eq!(heard, "nndd");
}

#[test]
fn the_least_recently_played_comes_first_whoever_played_it() {
    let rested = Playlist { order: Order::LeastRecentlyPlayed, ..list("rested", "abcd") };
    let mut director = director(3, &letters("abcd"), vec![rested, list("b", "b")], together());
    let heard = play(&mut director, 40);
    let by_rested: Vec<char> = heard.chars().step_by(2).collect();
    assert!(heard.chars().skip(1).step_by(2).all(|name| name == 'b'), "{heard}");
    // b is always the one that was heard last.
    assert!(by_rested[1..].iter().all(|name| *name != 'b'), "{heard}");
    assert!(by_rested[4..].windows(3).all(|three| three.iter().collect::<HashSet<_>>().len() == 3));
}

#[test]
fn what_was_on_air_before_the_start_has_rested_the_least() {
    let rested = Playlist { order: Order::LeastRecentlyPlayed, ..list("rested", "abcd") };
    for last in "abcd".chars() {
        let mut director = ProgrammeDirector::seeded(3);
        let before = "abcd".chars().filter(|name| *name != last).chain([last]);
        for (ago, name) in (1..=4).rev().zip(before) {
            director.was_on_air(MONDAY_US - ago * 3 * MINUTE_US, &name.to_string(), None, None);
        }
        let playlists = vec![rested.clone()];
        let programme = Programme { separation: together(), playlists, ..Programme::default() };
        director.follow(Arc::new(programme), MONDAY_US);
        director.stock(&letters("abcd"), MONDAY_US);
        assert_eq!(play(&mut director, 4).chars().last(), Some(last));
    }
}

#[test]
fn a_list_goes_on_where_it_was_when_its_folder_is_back() {
    for order in [Order::Shuffle, Order::Sequence, Order::LeastRecentlyPlayed] {
        let lists = vec![Playlist { order, ..list("A", "abcdefgh") }];
        let mut director = director(5, &letters("abcdefgh"), lists, together());
        let heard = play(&mut director, 5);
        director.stock(&letters(""), MONDAY_US);
        director.stock(&letters("abcdefgh"), MONDAY_US);
        let next = |n: u64| director.next(MONDAY_US + n * 3 * MINUTE_US).unwrap();
        let rest: String = (5..8).map(next).map(|pick| letter(&pick)).collect();
        assert!(rest.chars().all(|name| !heard.contains(name)), "{order}: {heard} {rest}");
    }
}

#[test]
fn jingles_come_by_count_or_by_time_and_never_two_in_a_row() {
    let every = |tracks, minutes| Every { tracks, minutes };
    let jingle = jingles("ids", "J", every(Some(3), None));
    let heard =
        play(&mut director(1, &letters("abJ"), vec![list("A", "ab"), jingle.clone()], together()), 12);
    assert_eq!(heard, "abaJbabJabaJ");
    // Three minutes a track: at 12 minutes the timed one is due, but a jingle was just heard.
    let timed = jingles("timed", "T", every(None, Some(12)));
    let lists = vec![list("A", "ab"), timed, jingle];
    assert_eq!(play(&mut director(1, &letters("abJT"), lists, together()), 12), "abaJbTabJaTb");
}

#[test]
fn what_was_taken_back_plays_again() {
    for order in [Order::Shuffle, Order::Sequence, Order::LeastRecentlyPlayed] {
        let list = Playlist { order, ..list("A", "abcdefgh") };
        let ids = jingles("ids", "J", Every { tracks: Some(2), minutes: None });
        let mut director = director(5, &letters("abcdefghJ"), vec![list, ids], Separation::default());
        play(&mut director, 3);
        let next =
            |director: &mut ProgrammeDirector, n: u64| director.next(MONDAY_US + n * 3 * MINUTE_US).unwrap();
        let first: Vec<_> = (3..7).map(|n| next(&mut director, n)).collect();
        director.take_back(MONDAY_US + 9 * MINUTE_US);
        let again: Vec<_> = (3..7).map(|n| next(&mut director, n)).collect();
        assert_eq!(first, again, "{order}");
    }
}

#[test]
fn a_plan_is_what_then_plays() {
    let lists = vec![Playlist { order: Order::Shuffle, ..list("A", "abcdefgh") }];
    let mut director = director(5, &letters("abcdefgh"), lists, Separation::default());
    let plan: String = director.plan(MONDAY_US, 20).iter().map(letter).collect();
    assert_eq!(plan, play(&mut director, 20));
}

#[test]
fn a_programme_is_followed_from_the_next_pick_on() {
    let mut director = director(1, &letters("abcxyz"), vec![list("A", "abc"), list("B", "xyz")], together());
    assert_eq!(play(&mut director, 3), "axb");
    let alone =
        Programme { separation: together(), playlists: vec![list("A", "abc")], ..Programme::default() };
    director.follow(Arc::new(alone), MONDAY_US);
    assert_eq!(play_from(&mut director, 3, 3), "cab", "it goes on where it was");
}

#[test]
fn a_smart_playlist_follows_the_library() {
    let new = Query { added_within_days: Some(1), ..Query::default() };
    let lists = vec![Playlist { contents: Contents::Smart(new), ..list("new", "") }];
    let mut tracks = letters("ab").to_vec();
    tracks[0].added_at = MONDAY_US / 1_000_000;
    let mut director = director(1, &tracks.into(), lists, together());
    let at = |hours: u64| MONDAY_US + hours * 60 * MINUTE_US;
    assert_eq!(director.next(at(1)).map(|pick| pick.why), Some(Why::Playlist("new".to_owned())));
    assert_eq!(director.next(at(26)).map(|pick| pick.why), Some(Why::Library), "it is no longer new");
}

#[test]
fn a_station_plays_from_its_own_folder() {
    let tracks: Arc<[Listed]> = [("jazz/a.mp3", 1), ("jazz/live/b.mp3", 2), ("jazzy/c.mp3", 3), ("d.mp3", 4)]
        .map(|(path, number)| Listed::new(TrackId(number), path, path))
        .into();
    let heard = |director: &mut ProgrammeDirector| {
        let picks = (0..40).filter_map(|number| director.next(MONDAY_US + number * 180_000_000));
        picks.map(|pick| pick.track.0).collect::<std::collections::BTreeSet<_>>()
    };
    let programme = |folder: Option<&str>| {
        let folder = folder.map(Into::into);
        Arc::new(Programme { separation: together(), folder, ..Programme::default() })
    };
    let mut director = ProgrammeDirector::seeded(7);
    director.follow(programme(Some("jazz")), MONDAY_US);
    director.stock(&tracks, MONDAY_US);
    assert_eq!(heard(&mut director), [1, 2].into());
    director.follow(programme(None), MONDAY_US);
    assert_eq!(heard(&mut director), [1, 2, 3, 4].into());
    director.follow(programme(Some("jazz/live")), MONDAY_US);
    assert_eq!(heard(&mut director), [2].into());
    director.follow(programme(Some("rock")), MONDAY_US);
    assert_eq!(director.next(MONDAY_US), None);
}
