//! A week of forty shows, with the clock set back on its Sunday, beside a plan worked out by hand.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::{MINUTE_US, list, track};
use crate::model::{
    Contents, Every, HourPlan, Listed, On, Order, Pick, Playlist, PlaylistKind, Plays, Programme, Query,
    Rule, Separation, Show, Start, TrackId, Why, time_of_day,
};
use crate::schedule::ProgrammeDirector;

/// Monday 2026-10-19, midnight in Berlin: 2026-10-18 22:00 in UTC.
pub(crate) const MONDAY_US: u64 = 1_792_360_800_000_000;
/// Seven days and the hour that comes twice.
pub(crate) const WEEK_US: u64 = (7 * 24 + 1) * 60 * MINUTE_US;
/// The number of the track that the tapes play.
const TAPE: i64 = 900;

/// Name, days, time, minutes, what it plays, how late it may be.
const SHOWS: [&str; 40] = [
    "early    mon-fri 05:00 60  first   5",
    "wake     mon-fri 06:00 180 plan    0",
    "talk     mon-fri 10:00 60  second  0",
    "noon     mon-fri 12:00 30  first   10",
    "drive    mon-fri 16:00 120 plan    5",
    "eve-mon  mon     20:00 120 small   0",
    "eve-tue  tue     20:00 120 small   0",
    "eve-wed  wed     20:00 120 small   0",
    "eve-thu  thu     20:00 120 small   0",
    "eve-fri  fri     20:00 120 small   0",
    "eve-sat  sat     20:00 120 small   0",
    "eve-sun  sun     20:00 120 small   0",
    "late-mon mon     22:00 60  second  5",
    "late-tue tue     22:00 60  second  5",
    "late-wed wed     22:00 60  second  5",
    "late-thu thu     22:00 60  second  5",
    "late-fri fri     22:00 60  second  5",
    "late-sat sat     22:00 60  second  5",
    "late-sun sun     22:00 60  second  5",
    "tape-mon mon     23:00 30  tape    0",
    "tape-tue tue     23:00 30  tape    0",
    "tape-wed wed     23:00 30  tape    0",
    "tape-thu thu     23:00 30  tape    0",
    "tape-fri fri     23:00 30  tape    0",
    "tape-sat sat     23:00 30  tape    0",
    "tape-sun sun     23:00 30  tape    0",
    "weekend  sat,sun 09:00 180 plan    5",
    "matinee  sat     15:00 120 first   5",
    "choir    sun     10:00 60  second  5",
    "special  2026-10-21 11:00 360 second 0",
    "before   sun     01:00 60  first   0",
    "twice    sun     02:00 60  second  0",
    "after    sun     03:00 60  first   0",
    "dj       fri     18:00 120 dj:first 0",
    "dj-alone sat     18:00 120 dj      0",
    "midnight sat     23:30 90  second  5",
    "short    tue     14:00 10  first   0",
    "quarter  thu     14:15 15  second  15",
    "nothing  wed     09:00 60  empty   0",
    "gone     mon     13:00 60  lost    0",
];

/// Expected shows with their start times; `-` stands for the playlists by weight. `2:00b` is the second
/// 2:00 of the Sunday on which clocks go back.
const BY_HAND: [&str; 7] = [
    "0:00 - 5:00 early 6:00 wake 9:00 - 10:00 talk 11:00 - 12:00 noon 12:30 - 16:00 drive 18:00 - \
     20:00 eve-mon 22:00 late-mon 23:00 tape-mon 23:25 -",
    "0:00 - 5:00 early 6:00 wake 9:00 - 10:00 talk 11:00 - 12:00 noon 12:30 - 14:00 short 14:10 - 16:00 drive \
     18:00 - 20:00 eve-tue 22:00 late-tue 23:00 tape-tue 23:25 -",
    "0:00 - 5:00 early 6:00 wake 9:00 - 10:00 talk 11:00 special 17:00 drive 18:00 - 20:00 eve-wed \
     22:00 late-wed 23:00 tape-wed 23:25 -",
    "0:00 - 5:00 early 6:00 wake 9:00 - 10:00 talk 11:00 - 12:00 noon 12:30 - 14:15 quarter 14:30 - 16:00 drive \
     18:00 - 20:00 eve-thu 22:00 late-thu 23:00 tape-thu 23:25 -",
    "0:00 - 5:00 early 6:00 wake 9:00 - 10:00 talk 11:00 - 12:00 noon 12:30 - 16:00 drive 18:00 dj \
     20:00 eve-fri 22:00 late-fri 23:00 tape-fri 23:25 -",
    "0:00 - 9:00 weekend 12:00 - 15:00 matinee 17:00 - 20:00 eve-sat 22:00 late-sat 23:00 tape-sat 23:25 - \
     23:30 midnight",
    "0:00 midnight 1:00 before 2:00 twice 2:00b - 3:00 after 4:00 - 9:00 weekend 10:00 choir 11:00 weekend 12:00 - \
     20:00 eve-sun 22:00 late-sun 23:00 tape-sun 23:25 -",
];

/// An hour of the plan, by hand: four minutes of news at :00 and :30, and between them four times three minutes
/// of the first playlist, half a minute of jingle, and three minutes of the second.
const HOUR: &str = "NAJBAJBAJBAJBNAJBAJBAJBAJB";

fn shows() -> Vec<Show> {
    let show = |text: &&str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let on = words[1].parse().map(On::Weekly).or_else(|_| words[1].parse().map(On::Date));
        Show {
            name: words[0].to_owned(),
            on: on.unwrap(),
            at: time_of_day(words[2]).unwrap(),
            length: words[3].parse().unwrap(),
            plays: match words[4] {
                "plan" => Plays::HourPlan("plan".to_owned()),
                "tape" => Plays::Track(TrackId(TAPE)),
                "lost" => Plays::Track(TrackId(999)),
                "dj" => Plays::Dj(None),
                "dj:first" => Plays::Dj(Some("first".to_owned())),
                name => Plays::Playlist(name.to_owned()),
            },
            start: match words[5] {
                "0" => Start::Hard,
                late => Start::Soft(Duration::from_mins(late.parse().unwrap())),
            },
            djs: Vec::new(),
            colour: None,
            exceptions: Vec::new(),
        }
    };
    SHOWS.iter().map(show).collect()
}

/// Numbers below 100 are the first playlist's, then the second's, the small one's, news, and jingles.
pub(crate) fn library() -> Arc<[Listed]> {
    let song = |id: i64, by: i64, length: u64| {
        let album = Some(format!("album {}", id / 2));
        let duration = Some(Duration::from_secs(length));
        Listed { album, duration, ..track(id, &format!("song {id}"), &format!("artist {by}")) }
    };
    let first = (0..60).map(|n| song(n, n % 30, 180));
    let second = (100..150).map(|n| song(n, n % 25 + 20, 180));
    let small = (200..204).map(|n| song(n, n, 290));
    let jingles = (400..403).map(|n| song(n, n, 30));
    let rest = [song(300, 300, 240), song(TAPE, TAPE, 25 * 60)];
    first.chain(second).chain(small).chain(jingles).chain(rest).collect()
}

pub(crate) fn programme() -> Programme {
    let of = |name: &str, numbers: std::ops::Range<i64>, weight| Playlist {
        contents: Contents::Fixed(numbers.map(TrackId).collect()),
        order: Order::Shuffle,
        weight,
        ..list(name, "")
    };
    let every = Every { tracks: Some(4), minutes: None };
    let ids = Playlist { kind: PlaylistKind::Jingle(every), ..of("ids", 400..403, 1) };
    let none = Query { genre: Some("none of them".to_owned()), ..Query::default() };
    let empty = Playlist { contents: Contents::Smart(none), weight: 0, ..list("empty", "") };
    let items = ["first", "ids", "second", ":00! news", ":30+5 news"];
    Programme {
        folder: None,
        time_zone: TimeZone::get("Europe/Berlin").unwrap(),
        separation: Separation::default(),
        playlists: vec![
            of("first", 0..60, 2),
            of("second", 100..150, 1),
            of("small", 200..204, 0),
            of("news", 300..301, 0),
            ids,
            empty,
        ],
        hour_plans: vec![HourPlan {
            name: "plan".to_owned(),
            items: items.iter().map(|item| item.parse().unwrap()).collect(),
        }],
        shows: shows(),
    }
}

/// The plan by hand, as times and names.
pub(crate) fn by_hand() -> Vec<(u64, &'static str)> {
    let mut plan = Vec::new();
    for (day, line) in BY_HAND.iter().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut set_back = 0;
        for pair in words.chunks(2) {
            let time = pair[0].trim_end_matches('b');
            if time.len() < pair[0].len() {
                set_back = 60;
            }
            let (hour, minute) = time.split_once(':').unwrap();
            let (hour, minute): (u64, u64) = (hour.parse().unwrap(), minute.parse().unwrap());
            plan.push((
                MONDAY_US + (day as u64 * 1_440 + hour * 60 + minute + set_back) * MINUTE_US,
                pair[1],
            ));
        }
    }
    plan
}

/// The week as the director has it.
fn week(seed: u64) -> (Vec<Pick>, Arc<[Listed]>) {
    let library = library();
    let mut director = ProgrammeDirector::seeded(seed);
    director.follow(Arc::new(programme()), MONDAY_US);
    director.stock(&library, MONDAY_US);
    let (mut picks, mut at_us) = (Vec::new(), MONDAY_US);
    while at_us < MONDAY_US + WEEK_US {
        let pick = director.next(at_us).unwrap();
        assert!(pick.at_us <= at_us, "the station falls silent");
        assert!(pick.fade_out_at_us.is_none_or(|fade| fade == pick.at_us && fade < at_us));
        at_us = pick.at_us + director.length_us(pick.track);
        picks.push(pick);
    }
    (picks, library)
}

/// The show that a pick is for, `-` for none.
fn on(pick: &Pick) -> &str {
    match &pick.why {
        Why::Show { show, .. } | Why::HourPlan { show, .. } => show,
        _ => "-",
    }
}

#[test]
fn every_show_is_on_when_it_should_be() {
    assert_eq!(SHOWS.iter().map(|show| show.split(' ').next()).collect::<BTreeSet<_>>().len(), 40);
    let (shows, plan) = (shows(), by_hand());
    for seed in 0..5 {
        let (picks, _) = week(seed);
        // A jingle is for whatever is on, and nothing of an evening is carried into the next show.
        let music: Vec<&Pick> = picks.iter().filter(|pick| !matches!(pick.why, Why::Jingle(_))).collect();
        for (n, (from_us, name)) in plan.iter().enumerate() {
            let to_us = plan.get(n + 1).map_or(MONDAY_US + WEEK_US, |next| next.0);
            let within: Vec<_> =
                music.iter().filter(|pick| (*from_us..to_us).contains(&pick.at_us)).collect();
            let heard: BTreeSet<_> = within.iter().map(|pick| on(pick)).collect();
            assert_eq!(heard, BTreeSet::from([*name]), "part {n} of the week, seed {seed}");
            let Some(show) = shows.iter().find(|show| show.name == *name) else { continue };
            let late_us = within[0].at_us - from_us;
            // A show that another one broke into goes on with the next track; a jingle may come first.
            let goes_on = n > 0 && plan[..n].iter().rev().take(2).any(|(_, before)| before == name);
            let by_itself = matches!(show.plays, Plays::Dj(_));
            let spare_us = if goes_on || by_itself { 5 * MINUTE_US } else { MINUTE_US / 2 };
            let most_us = show.start.at_most_late().as_micros() as u64 + spare_us;
            assert!(late_us <= most_us, "{name} is {late_us} µs late, seed {seed}");
        }
    }
}

#[test]
fn hard_shows_begin_to_the_second_and_fade_out_what_plays() {
    let (picks, _) = week(1);
    let begins = |name: &str| picks.iter().find(|pick| on(pick) == name).map(|pick| pick.at_us).unwrap();
    let at = |day: u64, hour: u64| MONDAY_US + (day * 24 + hour) * 60 * MINUTE_US;
    assert_eq!(begins("wake"), at(0, 6));
    assert_eq!(begins("tape-thu"), at(3, 23));
    assert_eq!(begins("after"), at(6, 4), "an hour later than the clock before says");
    let faded = picks.iter().filter(|pick| pick.fade_out_at_us.is_some()).count();
    assert!(faded > 20, "{faded}");
}

#[test]
fn the_hour_plan_is_kept_to_the_letter() {
    let (picks, _) = week(2);
    for (day, hour) in (0..5).flat_map(|day| [(day, 6), (day, 7), (day, 8)]) {
        let from_us = MONDAY_US + (day * 24 + hour) * 60 * MINUTE_US;
        let hour = picks.iter().filter(|pick| (from_us..from_us + 60 * MINUTE_US).contains(&pick.at_us));
        let letters: String = hour
            .map(|pick| match pick.track.0 {
                0..100 => 'A',
                100..200 => 'B',
                300 => 'N',
                400..500 => 'J',
                _ => '?',
            })
            .collect();
        assert_eq!(letters, HOUR, "day {day}");
    }
}

#[test]
fn jingles_are_heard_often_enough_and_never_two_in_a_row() {
    let (picks, _) = week(3);
    assert!(picks.windows(2).all(|pair| !(pair[0].kind.is_break() && pair[1].kind.is_break())));
    let mut since = 0;
    for pick in &picks {
        since = if pick.kind.is_break() { 0 } else { since + 1 };
        // News may come before the jingle that is next in the plan, and a show's own track at any time.
        assert!(since <= 4 + 2, "{since} tracks without a jingle at {}", pick.at_us);
    }
}

/// The last rule that a track breaks, found by looking through all that was heard.
fn broken(heard: &[(u64, &Listed)], track: &Listed, at_us: u64) -> Option<Rule> {
    if heard.last().is_some_and(|(_, last)| last.id == track.id) {
        return Some(Rule::Repeat);
    }
    let within = |minutes: u64, same: &dyn Fn(&Listed) -> bool| {
        let recent = heard.iter().rev().take_while(|(then_us, _)| at_us - then_us < minutes * MINUTE_US);
        recent.into_iter().any(|(_, other)| same(other))
    };
    let rules = [
        (Rule::Title, within(60, &|other| other.title == track.title)),
        (Rule::Artist, within(30, &|other| other.artist == track.artist)),
        (Rule::Album, within(30, &|other| other.album == track.album)),
    ];
    rules.into_iter().find(|(_, is_broken)| *is_broken).map(|(rule, _)| rule)
}

#[test]
fn no_rule_is_broken_but_where_nothing_fits_and_that_is_told() {
    let (picks, library) = week(4);
    let (mut heard, mut relaxed) = (Vec::new(), BTreeSet::new());
    for pick in picks.iter().filter(|pick| !pick.kind.is_break()) {
        let track = library.iter().find(|track| track.id == pick.track).unwrap();
        let breaks = broken(&heard, track, pick.at_us);
        assert_eq!(pick.relaxed, breaks, "track {} at {}", track.id.0, pick.at_us);
        if let Some(rule) = breaks {
            let candidates = match track.id.0 {
                0..100 => 0..100,
                100..200 => 100..200,
                200..300 => 200..300,
                alone => alone..alone + 1,
            };
            relaxed.insert(candidates.start);
            for other in library.iter().filter(|other| candidates.contains(&other.id.0)) {
                assert!(broken(&heard, other, pick.at_us) >= Some(rule), "{} fits better", other.id.0);
            }
        }
        heard.push((pick.at_us, track));
    }
    assert_eq!(relaxed, BTreeSet::from([200, 300]), "only four evening songs, and the news");
}
