//! Stations in a backup of AzuraCast.
//!
//! In: the database dump of a backup. Out: stations with their playlists, shows and DJs, and remarks on what cannot be the
//! same here. Never: opens a file, or changes anything.

use std::collections::{HashMap, HashSet};
use std::io::BufRead;
use std::time::Duration;

use jiff::civil::Date;

use super::Entry;
use super::sql_dump::{SqlDump, SqlRow};
use crate::model::{Address, Every, On, Order, Playlist, PlaylistKind, Plays, Show, Start};

/// The tables that matter.
const TABLES: [&str; 6] = [
    "station",
    "station_playlists",
    "station_playlist_media",
    "station_media",
    "station_schedules",
    "station_streamers",
];
/// Weekdays by their numbers in a backup, from 1 for Monday.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// The length of a show without an end, in minutes.
const USUAL_LENGTH: u16 = 60;
const DAY_MINUTES: u16 = 24 * 60;
/// The longest names of stations in addresses, of playlists and shows, and of accounts.
const MOST_SLUG: usize = 40;
const MOST_NAME: usize = 60;
const MOST_ACCOUNT: usize = 40;

/// Reasons why a backup cannot be taken over.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AzuracastError {
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// It is cut off, or no dump.
    #[error("it is cut off, or not as mariadb-dump writes it")]
    Malformed,
    /// It has no stations.
    #[error("it has no stations of AzuraCast")]
    NoStations,
    /// It is larger than any backup.
    #[error("it is too large")]
    TooLarge,
}

/// A station of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AzuracastStation {
    /// Its name in addresses there,
    pub short_name: String,
    /// and as it can be here.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// The name of its time zone.
    pub time_zone: Option<String>,
    /// Its playlists.
    pub playlists: Vec<AzuracastPlaylist>,
    /// Its shows.
    pub shows: Vec<Show>,
    /// The accounts of its DJs.
    pub djs: Vec<AzuracastDj>,
    /// Differences that somebody should know of.
    pub remarks: Vec<String>,
    /// The day on which it is read.
    today: Date,
}

/// A playlist of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AzuracastPlaylist {
    /// The playlist, without tracks.
    pub list: Playlist,
    /// The files in it, in order.
    pub files: Vec<Entry>,
}

/// The account of a DJ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AzuracastDj {
    /// Its name, as it can be here.
    pub name: String,
    /// The hash of its password, as the backup has it.
    pub password_hash: String,
    /// Whether it may go live in the hours of its shows only.
    pub keeps_hours: bool,
}

/// Reads the stations of a database dump. What was over before `today` is left out.
pub fn read_azuracast(dump: impl BufRead, today: Date) -> Result<Vec<AzuracastStation>, AzuracastError> {
    let dump = SqlDump::read(dump, &TABLES)?;
    if !dump.has("station") {
        return Err(AzuracastError::NoStations);
    }
    let files = files(&dump);
    let mut stations: Vec<_> =
        dump.rows("station").filter_map(|row| station(&dump, row, &files, today)).collect();
    let mut slugs = HashSet::new();
    for station in &mut stations {
        station.slug = unique(&mut slugs, &station.slug, "-", MOST_SLUG);
    }
    if stations.is_empty() { Err(AzuracastError::NoStations) } else { Ok(stations) }
}

/// The media files by their numbers.
fn files(dump: &SqlDump) -> HashMap<u64, Entry> {
    let entry = |row: SqlRow<'_>| {
        let given = |column| row.text(column).filter(|text| !text.is_empty()).map(str::to_owned);
        let length = row.number::<f64>("length").filter(|seconds| (0.0..1e6).contains(seconds));
        let entry = Entry {
            location: row.text("path")?.to_owned(),
            title: given("title"),
            artist: given("artist"),
            length: length.map(Duration::from_secs_f64),
        };
        Some((row.number("id")?, entry))
    };
    dump.rows("station_media").filter_map(entry).collect()
}

fn station(
    dump: &SqlDump,
    row: SqlRow<'_>,
    files: &HashMap<u64, Entry>,
    today: Date,
) -> Option<AzuracastStation> {
    let id: u64 = row.number("id")?;
    let name = row.text("name").unwrap_or_default();
    let short_name = row.text("short_name").filter(|short| !short.is_empty()).unwrap_or(name);
    let mut found = AzuracastStation {
        short_name: short_name.to_owned(),
        slug: slug(short_name),
        name: name.to_owned(),
        time_zone: row.text("timezone").filter(|zone| !zone.is_empty()).map(str::to_owned),
        playlists: Vec::new(),
        shows: Vec::new(),
        djs: Vec::new(),
        remarks: Vec::new(),
        today,
    };
    let is_own = |row: &SqlRow<'_>| row.number("station_id") == Some(id);
    let mut names = UniqueNames::default();
    for row in dump.rows("station_playlists").filter(is_own) {
        found.add_playlist(dump, row, files, &mut names);
    }
    for row in dump.rows("station_streamers").filter(is_own) {
        found.add_dj(dump, row, &mut names);
    }
    Some(found)
}

impl AzuracastStation {
    fn add_playlist(
        &mut self,
        dump: &SqlDump,
        row: SqlRow<'_>,
        files: &HashMap<u64, Entry>,
        names: &mut UniqueNames,
    ) {
        let Some(id) = row.number::<u64>("id") else { return };
        let name = names.playlist(row.text("name").unwrap_or_default());
        let slots: Vec<SqlRow<'_>> = slots(dump, "playlist_id", id).collect();
        let is_enabled = row.is_set("is_enabled");
        let plays = if row.text("source") == Some("remote_url") {
            match relay(row, slots.is_empty(), is_enabled) {
                Ok(address) => Plays::Relay(address),
                Err(why) => {
                    self.remarks.push(format!("“{name}” plays an address elsewhere, and is left out: {why}"));
                    return;
                }
            }
        } else {
            self.add_list(dump, row, files, &name, slots.is_empty());
            Plays::Playlist(name.clone())
        };
        if self.playlists.last().is_some_and(|last| last.list.name == name && last.list.kind.is_jingle()) {
            // Shows play music.
            if !slots.is_empty() {
                self.remarks.push(format!("“{name}” had hours; it comes at all hours now"));
            }
        } else if is_enabled {
            for slot in slots {
                self.add_show(slot, names.show(&name), plays.clone(), Vec::new());
            }
        }
    }

    fn add_list(
        &mut self,
        dump: &SqlDump,
        row: SqlRow<'_>,
        files: &HashMap<u64, Entry>,
        name: &str,
        is_unscheduled: bool,
    ) {
        let is_enabled = row.is_set("is_enabled");
        let every = |column, most| row.number::<u32>(column).map(|count| count.clamp(1, most));
        let mut weight = row.number::<u32>("weight").unwrap_or(1).clamp(1, 1_000);
        let kind = match row.text("type") {
            Some("once_per_x_songs") => {
                PlaylistKind::Jingle(Every { tracks: every("play_per_songs", 1_000), minutes: None })
            }
            Some("once_per_x_minutes") => {
                PlaylistKind::Jingle(Every { tracks: None, minutes: every("play_per_minutes", 10_080) })
            }
            Some("once_per_hour") => {
                self.remarks.push(format!(
                    "“{name}” comes every 60 minutes now; a clock has it at a minute of the hour"
                ));
                PlaylistKind::Jingle(Every { tracks: None, minutes: Some(60) })
            }
            Some("default") | None => PlaylistKind::Music,
            Some(_) => {
                self.remarks.push(format!(
                    "“{name}” was for a script of Liquidsoap; shows and clocks alone play it now"
                ));
                weight = 0;
                PlaylistKind::Music
            }
        };
        if !is_enabled {
            self.remarks.push(format!("“{name}” was switched off; shows and clocks alone play it now"));
        }
        let kind =
            if kind.is_jingle() && !is_enabled { PlaylistKind::Jingle(Every::default()) } else { kind };
        let order =
            if row.text("playback_order") == Some("sequential") { Order::Sequence } else { Order::Shuffle };
        // Music that has hours is played by its shows.
        let weight = if is_enabled && (is_unscheduled || kind.is_jingle()) { weight } else { 0 };
        let list = Playlist { kind, order, weight, ..Playlist::of(name, Vec::new()) };
        let id = row.number::<u64>("id");
        let members = dump.rows("station_playlist_media").filter(|member| member.number("playlist_id") == id);
        let place = |member: &SqlRow<'_>| member.number::<i64>("weight").unwrap_or_default();
        let mut members: Vec<SqlRow<'_>> = members.collect();
        members.sort_by_key(place);
        let file = |member: SqlRow<'_>| files.get(&member.number("media_id")?).cloned();
        self.playlists
            .push(AzuracastPlaylist { list, files: members.into_iter().filter_map(file).collect() });
    }

    fn add_dj(&mut self, dump: &SqlDump, row: SqlRow<'_>, names: &mut UniqueNames) {
        let Some(id) = row.number::<u64>("id") else { return };
        let given = row.text("streamer_username").unwrap_or_default();
        if !row.is_set("is_active") {
            self.remarks.push(format!("the DJ {given} was switched off, and is left out"));
            return;
        }
        let name = names.account(given);
        if name != given {
            self.remarks.push(format!("the DJ {given} is called {name} here"));
        }
        let slots: Vec<SqlRow<'_>> = slots(dump, "streamer_id", id).collect();
        let keeps_hours = row.is_set("enforce_schedule");
        let shown = row.text("display_name").filter(|shown| !shown.is_empty()).unwrap_or(given);
        for slot in slots {
            self.add_show(slot, names.show(shown), Plays::Dj(None), vec![name.clone()]);
        }
        let password_hash = row.text("streamer_password").unwrap_or_default().to_owned();
        self.djs.push(AzuracastDj { name, password_hash, keeps_hours });
    }

    fn add_show(&mut self, slot: SqlRow<'_>, name: String, plays: Plays, djs: Vec<String>) {
        let minute = |column| {
            let time: u16 = slot.number(column).unwrap_or_default();
            (time / 100 * 60 + time % 100) % DAY_MINUTES
        };
        let at = minute("start_time");
        let length = match (minute("end_time") + DAY_MINUTES - at) % DAY_MINUTES {
            0 => {
                self.remarks.push(format!("the show “{name}” had no end; it lasts an hour now"));
                USUAL_LENGTH
            }
            length => length,
        };
        let date = |column| slot.text(column).and_then(|date| date.parse::<Date>().ok());
        let dates = (date("start_date"), date("end_date"));
        if dates.1.is_some_and(|last| last < self.today) {
            self.remarks.push(format!("the show “{name}” was over before today, and is left out"));
            return;
        }
        let only = dates.0.filter(|_| dates.0 == dates.1);
        if dates != (None, None) && only.is_none() {
            self.remarks
                .push(format!("the show “{name}” was on for a part of the year; it is on every week now"));
        }
        let Some(on) = only.map(On::Date).or_else(|| weekly(slot.text("days").unwrap_or_default())) else {
            return;
        };
        // Playlists wait for the end of a track.
        let start = if matches!(plays, Plays::Playlist(_)) {
            Start::Soft(Duration::from_mins(10))
        } else {
            Start::Hard
        };
        let show = Show { name, on, at, length, plays, start, djs, colour: None, exceptions: Vec::new() };
        self.shows.push(show);
    }
}

/// The address that a playlist plays, or why a show cannot do that.
fn relay(row: SqlRow<'_>, is_unscheduled: bool, is_enabled: bool) -> Result<Address, &'static str> {
    let address =
        row.text("remote_url").and_then(|url| url.parse().ok()).ok_or("the address is not http or https")?;
    let rules = [
        (is_enabled, "it was switched off"),
        (row.text("remote_type") != Some("playlist"), "it is a list of files, not a stream"),
        (!is_unscheduled, "here a show does that, which needs hours"),
    ];
    rules.iter().find(|(is_kept, _)| !is_kept).map_or(Ok(address), |(_, why)| Err(*why))
}

/// The hours of a playlist or a DJ.
fn slots<'a>(dump: &'a SqlDump, of: &'a str, id: u64) -> impl Iterator<Item = SqlRow<'a>> {
    dump.rows("station_schedules").filter(move |row| row.number(of) == Some(id))
}

/// The days in a list such as `1,2,7`; all if it is empty.
fn weekly(days: &str) -> Option<On> {
    let numbers = days.split(',').filter_map(|day| day.trim().parse::<usize>().ok());
    let names: Vec<&str> = numbers.map(|day| DAYS[(day + 6) % 7]).collect();
    let text = if names.is_empty() { "daily".to_owned() } else { names.join(",") };
    text.parse().ok().map(On::Weekly)
}

/// Names of a station that differ, whatever their case.
#[derive(Default)]
struct UniqueNames {
    playlists: HashSet<String>,
    shows: HashSet<String>,
    accounts: HashSet<String>,
}

impl UniqueNames {
    fn playlist(&mut self, wanted: &str) -> String {
        unique(&mut self.playlists, &name_for_people(wanted), " ", MOST_NAME)
    }

    fn show(&mut self, wanted: &str) -> String {
        unique(&mut self.shows, &name_for_people(wanted), " ", MOST_NAME)
    }

    fn account(&mut self, wanted: &str) -> String {
        let usable = |letter: char| letter.is_alphanumeric() || "._-".contains(letter);
        let wanted: String = wanted.chars().map(|letter| if usable(letter) { letter } else { '-' }).collect();
        // Programs that know no names send this one.
        let wanted = if wanted.is_empty() || wanted.eq_ignore_ascii_case("source") { "dj" } else { &wanted };
        unique(&mut self.accounts, wanted, "-", MOST_ACCOUNT)
    }
}

/// Returns `wanted`, or with a number after `join` where that is taken, in at most so many letters.
fn unique(taken: &mut HashSet<String>, wanted: &str, join: &str, most: usize) -> String {
    let first = std::iter::once(String::new());
    let ends = first.chain((2_u32..).map(|number| format!("{join}{number}")));
    let name = |end: String| {
        let begin: String = wanted.chars().take(most - end.chars().count()).collect();
        begin.trim_end().to_owned() + &end
    };
    ends.map(name).find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
}

fn name_for_people(wanted: &str) -> String {
    let fair = |letter: char| if letter.is_control() || letter == '/' { '-' } else { letter };
    let name: String = wanted.trim().chars().map(fair).collect();
    if name.is_empty() { "Untitled".to_owned() } else { name }
}

fn slug(wanted: &str) -> String {
    let usable =
        |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    let slug: String = wanted.chars().map(usable).take(MOST_SLUG).collect();
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "station".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A backup's tables, as far as they are read.
    const DUMP: &str = include_str!("azuracast-dump.sql");

    fn today() -> Date {
        "2026-11-30".parse().unwrap()
    }

    #[test]
    fn what_is_over_and_what_no_show_plays_is_told() {
        let dump = DUMP
            .replace("'2026-12-24'", "'2022-12-24'")
            .replace("(4,NULL,1,1800", "(5,2,NULL,800,900,NULL,NULL,NULL,0),(4,NULL,1,1800");
        let dump = dump.replace("'http://news.example/live','stream'", "'rtsp://news.example/live','stream'");
        let stations = read_azuracast(dump.replace("'night'", "'breeze-fm'").as_bytes(), today()).unwrap();
        assert_eq!(stations[1].slug, "breeze-fm-2");
        let breeze = &stations[0];
        assert_eq!(breeze.shows.len(), 2);
        let ids = breeze.playlists.iter().find(|one| one.list.name == "IDs").unwrap();
        assert_eq!(
            (ids.list.weight, ids.list.kind),
            (1, PlaylistKind::Jingle(Every { tracks: Some(4), minutes: None }))
        );
        for told in [
            "“IDs” had hours; it comes at all hours now",
            "“World news” plays an address elsewhere, and is left out: the address is not http or https",
            "the show “Mia's night 2” was over before today, and is left out",
        ] {
            assert!(breeze.remarks.iter().any(|remark| remark == told), "{told}: {:?}", breeze.remarks);
        }
    }

    #[test]
    fn a_station_comes_with_playlists_shows_and_djs() {
        let stations = read_azuracast(DUMP.as_bytes(), today()).unwrap();
        let [breeze, night] = stations.as_slice() else { panic!("{stations:?}") };
        assert_eq!(
            (&*breeze.slug, &*breeze.name, breeze.time_zone.as_deref()),
            ("breeze-fm", "Breeze FM", Some("Europe/Lisbon"))
        );
        let told = |one: &AzuracastPlaylist| {
            let files: Vec<&str> = one.files.iter().map(|file| &*file.location).collect();
            format!(
                "{} {:?} {:?} {} {}",
                one.list.name,
                one.list.kind,
                one.list.order,
                one.list.weight,
                files.join(" ")
            )
        };
        let lists: Vec<String> = breeze.playlists.iter().map(told).collect();
        assert_eq!(
            lists,
            [
                "Days at sea Music Shuffle 5 music/tides.mp3 music/o'neil - ebb.flac",
                "IDs Jingle(Every { tracks: Some(4), minutes: None }) Shuffle 1 ids/one.mp3",
                "Evening Music Sequence 0 music/tides.mp3",
                "Evening 2 Music Shuffle 0 ",
            ]
        );
        let told = |show: &Show| {
            let Show { name, on, at, length, plays, djs, .. } = show;
            format!("{name}: {on}, {at} for {length} min, {plays}, with {}", djs.join(" "))
        };
        let shows: Vec<String> = breeze.shows.iter().map(told).collect();
        assert_eq!(
            shows,
            [
                "Evening: Monday to Friday, 1170 for 150 min, playlist Evening, with ",
                "World news: Every day, 1380 for 65 min, relay of http://news.example/live, with ",
                "Mia's night: Sun, 1320 for 240 min, live DJ, normal rotation until they connect, with mia",
                "Mia's night 2: Thu 24 December 2026, 1080 for 60 min, live DJ, normal rotation until they connect, with mia",
            ]
        );
        assert_eq!(breeze.shows[0].start, Start::Soft(Duration::from_mins(10)));
        let djs: Vec<_> = breeze.djs.iter().map(|dj| (&*dj.name, dj.keeps_hours)).collect();
        assert_eq!(djs, [("mia", true), ("J-rg", true)]);
        assert_eq!(
            breeze.remarks,
            [
                "“Evening 2” was switched off; shows and clocks alone play it now",
                "the show “Mia's night 2” had no end; it lasts an hour now",
                "the DJ J rg is called J-rg here",
                "the DJ old was switched off, and is left out",
            ]
        );
        assert_eq!((&*night.slug, night.playlists.len()), ("night", 0));
    }

    #[test]
    fn what_is_no_backup_is_refused_in_words() {
        let refused = |text: &str| read_azuracast(text.as_bytes(), today()).unwrap_err();
        assert_eq!(refused("nothing"), AzuracastError::NoStations);
        assert_eq!(refused("CREATE TABLE `station` (\n  `id` int\n);\n"), AzuracastError::NoStations);
        assert_eq!(refused("INSERT INTO `station` VALUES (1,'x"), AzuracastError::Malformed);
    }
}
