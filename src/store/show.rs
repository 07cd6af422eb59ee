//! A station's programme: its shows, its hour plans and its rules, as they are remembered.

use std::path::PathBuf;
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use super::rename::{keep_seed_of_used, rename_feed};
use super::{Error, Store, show_exception};
use crate::model::{
    Address, HourPlan, Item, On, Plays, Programme, Separation, Show, ShowColour, Start, TrackId,
};

/// Reason why a show cannot play a playlist of jingles.
pub const JINGLES_ONLY: &str = "the playlist holds jingles, which are never two in a row; a show plays music";

impl Store {
    /// Everything that the programme director of `station` goes by.
    pub fn programme(&self, station: &str) -> Result<Programme, Error> {
        let (time_zone, separation) = self.rules(station)?;
        Ok(Programme {
            time_zone: zone(time_zone.as_deref())?,
            separation,
            folder: self.station(station)?.folder.map(PathBuf::from),
            playlists: self.playlists(station)?,
            hour_plans: self.hour_plans(station)?,
            shows: self.shows(station)?,
        })
    }

    /// Returns the time zone and the shows of `station`.
    pub fn calendar(&self, station: &str) -> Result<(TimeZone, Vec<Show>), Error> {
        let (time_zone, _) = self.rules(station)?;
        Ok((zone(time_zone.as_deref())?, self.shows(station)?))
    }

    /// The name of the time zone of `station`, if it is not the machine's, and what must not come again too soon.
    pub fn rules(&self, station: &str) -> Result<(Option<String>, Separation), Error> {
        self.check_station(station)?;
        let sql =
            "SELECT time_zone, title_apart_s, artist_apart_s, album_apart_s FROM station WHERE slug = ?1";
        self.ask(|connection| {
            connection.query_row(sql, [station], |row| {
                let apart = |column| row.get::<_, u32>(column).map(|s| Duration::from_secs(s.into()));
                let separation = Separation { title: apart(1)?, artist: apart(2)?, album: apart(3)? };
                Ok((row.get(0)?, separation))
            })
        })
    }

    /// Sets whose clock the programme of `station` is by, and what must not come again too soon.
    pub fn set_rules(&self, station: &str, time_zone: Option<&str>, apart: &Separation) -> Result<(), Error> {
        self.check_station(station)?;
        zone(time_zone)?;
        let sql =
            "UPDATE station SET time_zone = ?2, title_apart_s = ?3, artist_apart_s = ?4, album_apart_s = ?5
                   WHERE slug = ?1";
        let values = (station, time_zone, seconds(apart.title), seconds(apart.artist), seconds(apart.album));
        self.ask(|connection| connection.execute(sql, values)).map(drop)
    }

    /// The shows of `station`, by name.
    pub fn shows(&self, station: &str) -> Result<Vec<Show>, Error> {
        self.ask(|connection| {
            let mut all = connection.prepare("SELECT * FROM show WHERE station = ?1 ORDER BY name")?;
            let mut shows: Vec<Show> = all.query_map([station], show)?.collect::<Result<_, _>>()?;
            let djs = "SELECT show, account FROM show_dj WHERE station = ?1 ORDER BY show, account";
            let mut djs = connection.prepare(djs)?;
            let djs = djs.query_map([station], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
            for dj in djs {
                let (name, account) = dj?;
                if let Some(show) = shows.iter_mut().find(|show| show.name.eq_ignore_ascii_case(&name)) {
                    show.djs.push(account);
                }
            }
            show_exception::add_to(connection, station, &mut shows)?;
            Ok(shows)
        })
    }

    /// Writes a show of `station`, in place of the one of that name. That one's exceptions stay where the show is on by
    /// its days; those of `show` are not written.
    pub fn put_show(&self, station: &str, show: &Show) -> Result<(), Error> {
        show.check().map_err(Error::Unfit)?;
        self.check_station(station)?;
        self.refuse_jingles(station, show)?;
        let djs = self.djs_named(station, show)?;
        let (days, date) = match show.on {
            On::Weekly(days) => (Some(days.to_string()), None),
            On::Date(date) => (None, Some(date.to_string())),
        };
        let named = |name| self.playlist_named(station, name).map(Some);
        let (plays, playlist, hour_plan, track) = match &show.plays {
            Plays::Playlist(name) => ("playlist", named(name)?, None, None),
            Plays::HourPlan(name) => ("hour-plan", None, Some(self.plan_named(station, name)?), None),
            Plays::Track(track) => ("track", None, None, Some(track.0)),
            Plays::Dj(None) => ("dj", None, None, None),
            Plays::Dj(Some(name)) => ("dj", named(name)?, None, None),
            Plays::Relay(_) => ("relay", None, None, None),
        };
        let relay = if let Plays::Relay(address) = &show.plays { Some(address.as_str()) } else { None };
        let sql = "INSERT INTO show (station, name, days, date, at_minute, length_minutes, late_s, plays, playlist,
                       hour_plan, track, relay, colour)
                   VALUES (:station, :name, :days, :date, :at, :length, :late, :plays, :playlist, :hour_plan, :track,
                       :relay, :colour)
                   ON CONFLICT DO UPDATE SET name = :name, days = :days, date = :date, at_minute = :at,
                       length_minutes = :length, late_s = :late, plays = :plays, playlist = :playlist,
                       hour_plan = :hour_plan, track = :track, relay = :relay, colour = :colour";
        let values = named_params! {
            ":station": station,
            ":name": show.name,
            ":days": days,
            ":date": date,
            ":at": show.at,
            ":length": show.length,
            ":late": seconds(show.start.at_most_late()),
            ":plays": plays,
            ":playlist": playlist,
            ":hour_plan": hour_plan,
            ":track": track,
            ":relay": relay,
            ":colour": show.colour.map(ShowColour::name),
        };
        self.change(|change| {
            let known = "SELECT name FROM show WHERE station = ?1 AND name = ?2";
            let known: Option<String> =
                change.query_row(known, (station, &show.name), |row| row.get(0)).optional()?;
            change.execute(sql, values)?;
            match known {
                // In other capitals, it is another address.
                Some(former) if former != show.name => rename_feed(change, station, &former, &show.name)?,
                Some(_) => {}
                None => keep_seed_of_used(change, station, &show.name)?,
            }
            change.execute("DELETE FROM show_dj WHERE station = ?1 AND show = ?2", (station, &show.name))?;
            show_exception::remove_unfit(change, station, show)?;
            let mut put = change.prepare_cached("INSERT OR IGNORE INTO show_dj VALUES (?1, ?2, ?3)")?;
            for dj in &djs {
                put.execute((station, &show.name, dj))?;
            }
            Ok(())
        })
    }

    /// Removes a show of `station`.
    pub fn remove_show(&self, station: &str, name: &str) -> Result<(), Error> {
        let sql = "DELETE FROM show WHERE station = ?1 AND name = ?2";
        match self.ask(|connection| connection.execute(sql, (station, name)))? {
            0 => Err(Error::NoShow(name.to_owned())),
            _ => Ok(()),
        }
    }

    /// The hour plans of `station`, by name.
    pub fn hour_plans(&self, station: &str) -> Result<Vec<HourPlan>, Error> {
        self.ask(|connection| {
            let mut names =
                connection.prepare("SELECT name FROM hour_plan WHERE station = ?1 ORDER BY name")?;
            let mut items = connection.prepare(
                "SELECT playlist, minute, late_s FROM hour_plan_item WHERE station = ?1 AND plan = ?2
                 ORDER BY place",
            )?;
            let names: Vec<String> =
                names.query_map([station], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let plan = |name: String| {
                let items = items.query_map((station, &name), item)?.collect::<Result<_, _>>()?;
                Ok(HourPlan { name, items })
            };
            names.into_iter().map(plan).collect()
        })
    }

    /// Writes an hour plan of `station`, in place of the one of that name.
    pub fn put_hour_plan(&self, station: &str, plan: &HourPlan) -> Result<(), Error> {
        plan.check().map_err(Error::Unfit)?;
        self.check_station(station)?;
        let mut named = Vec::new();
        for item in &plan.items {
            named.push((self.playlist_named(station, &item.playlist)?, item.at));
        }
        self.change(|change| write(change, station, &plan.name, &named))
    }

    /// Removes an hour plan of `station`, unless a show needs it.
    pub fn remove_hour_plan(&self, station: &str, name: &str) -> Result<(), Error> {
        let sql = "SELECT 'show ' || name FROM show WHERE station = ?1 AND hour_plan = ?2 ORDER BY 1";
        let users = self.ask(|connection| {
            let mut users = connection.prepare(sql)?;
            users.query_map((station, name), |row| row.get(0))?.collect::<Result<Vec<String>, _>>()
        })?;
        if !users.is_empty() {
            return Err(Error::PlanInUse { name: name.to_owned(), users: users.join(", ") });
        }
        let sql = "DELETE FROM hour_plan WHERE station = ?1 AND name = ?2";
        match self.ask(|connection| connection.execute(sql, (station, name)))? {
            0 => Err(Error::NoPlan(name.to_owned())),
            _ => Ok(()),
        }
    }

    /// Jingles are never two in a row, so a show of nothing else cannot be.
    fn refuse_jingles(&self, station: &str, show: &Show) -> Result<(), Error> {
        let (Plays::Playlist(name) | Plays::Dj(Some(name))) = &show.plays else { return Ok(()) };
        if self.playlist(station, name)?.kind.is_jingle() {
            return Err(Error::Unfit(JINGLES_ONLY));
        }
        Ok(())
    }

    /// The accounts of a show's DJs, by their names as they were given first. Fails for one that is not there, or that
    /// may not go live on the station.
    pub(crate) fn djs_named(&self, station: &str, show: &Show) -> Result<Vec<String>, Error> {
        let named = |name: &String| {
            let (account, _) = self.account(name)?.ok_or_else(|| Error::NoAccount(name.clone()))?;
            match self.reach(&account.name)?.allows_on(station) {
                Ok(()) => Ok(account.name),
                Err(_) => Err(Error::NoDjHere(account.name)),
            }
        };
        show.djs.iter().map(named).collect()
    }

    /// The name of a playlist as it was given first.
    fn playlist_named(&self, station: &str, name: &str) -> Result<String, Error> {
        let sql = "SELECT name FROM playlist WHERE station = ?1 AND name = ?2";
        self.name(sql, station, name)?.ok_or_else(|| Error::NoPlaylist(name.to_owned()))
    }

    /// The name of an hour plan as it was given first.
    fn plan_named(&self, station: &str, name: &str) -> Result<String, Error> {
        let sql = "SELECT name FROM hour_plan WHERE station = ?1 AND name = ?2";
        self.name(sql, station, name)?.ok_or_else(|| Error::NoPlan(name.to_owned()))
    }

    fn name(&self, sql: &str, station: &str, name: &str) -> Result<Option<String>, Error> {
        use rusqlite::OptionalExtension;
        self.ask(|connection| connection.query_row(sql, (station, name), |row| row.get(0)).optional())
    }
}

/// The time zone of this name, or the machine's.
fn zone(name: Option<&str>) -> Result<TimeZone, Error> {
    match name {
        None => Ok(TimeZone::system()),
        Some(name) => TimeZone::get(name).map_err(|_| Error::NoTimeZone(name.to_owned())),
    }
}

fn seconds(time: Duration) -> i64 {
    i64::try_from(time.as_secs()).unwrap_or(i64::MAX)
}

fn show(row: &Row<'_>) -> rusqlite::Result<Show> {
    let wrong = |what: String| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, what.into());
    let on = match (row.get::<_, Option<String>>("days")?, row.get::<_, Option<String>>("date")?) {
        (Some(days), _) => On::Weekly(days.parse().map_err(wrong)?),
        (None, date) => {
            let date = date.unwrap_or_default();
            On::Date(date.parse::<Date>().map_err(|error| wrong(error.to_string()))?)
        }
    };
    let plays = match &*row.get::<_, String>("plays")? {
        "playlist" => Plays::Playlist(row.get("playlist")?),
        "hour-plan" => Plays::HourPlan(row.get("hour_plan")?),
        "track" => Plays::Track(TrackId(row.get("track")?)),
        "relay" => {
            let address = row.get::<_, String>("relay")?.parse::<Address>();
            Plays::Relay(address.map_err(|error| wrong(error.to_string()))?)
        }
        _ => Plays::Dj(row.get("playlist")?),
    };
    let colour: Option<String> = row.get("colour")?;
    Ok(Show {
        name: row.get("name")?,
        on,
        at: row.get("at_minute")?,
        length: row.get("length_minutes")?,
        plays,
        start: start(row.get("late_s")?),
        djs: Vec::new(),
        colour: colour.map(|name| name.parse()).transpose().map_err(wrong)?,
        exceptions: Vec::new(),
    })
}

fn item(row: &Row<'_>) -> rusqlite::Result<Item> {
    let at = row.get::<_, Option<u8>>(1)?;
    let late: Option<u32> = row.get(2)?;
    Ok(Item { playlist: row.get(0)?, at: at.map(|minute| (minute, start(late.unwrap_or_default()))) })
}

fn start(late_s: u32) -> Start {
    if late_s == 0 { Start::Hard } else { Start::Soft(Duration::from_secs(late_s.into())) }
}

fn write(
    change: &Connection,
    station: &str,
    plan: &str,
    items: &[(String, Option<(u8, Start)>)],
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO hour_plan VALUES (?1, ?2) ON CONFLICT DO UPDATE SET name = ?2";
    change.execute(sql, (station, plan))?;
    change.execute("DELETE FROM hour_plan_item WHERE station = ?1 AND plan = ?2", (station, plan))?;
    let mut put = change.prepare_cached("INSERT INTO hour_plan_item VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for (place, (playlist, at)) in items.iter().enumerate() {
        let minute = at.map(|(minute, _)| minute);
        let late = at.map(|(_, start)| seconds(start.at_most_late()));
        put.execute((station, plan, place as i64, playlist, minute, late))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Contents, Every, Order, Playlist, PlaylistKind, Query};

    /// A store with a station `main`.
    fn store(dir: &std::path::Path) -> Store {
        let store = Store::open(dir).unwrap();
        let sql = "INSERT INTO station (slug, name, source_password_hash) VALUES ('main', 'Main', '')";
        store.ask(|connection| connection.execute(sql, [])).unwrap();
        store
    }

    fn list(name: &str, contents: Contents) -> Playlist {
        Playlist { contents, ..Playlist::of(name, Vec::new()) }
    }

    fn evening(plays: Plays) -> Show {
        let on = On::Weekly("mon-fri".parse().unwrap());
        Show {
            name: "Evening".to_owned(),
            on,
            at: 20 * 60,
            length: 120,
            plays,
            start: Start::Hard,
            djs: Vec::new(),
            colour: None,
            exceptions: Vec::new(),
        }
    }

    #[test]
    fn a_programme_is_read_as_it_was_written() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        let minutes = Duration::from_mins(7);
        let query = Query {
            genre: Some("Folk".to_owned()),
            from_year: Some(1990),
            text: Some("sea".to_owned()),
            added_within_days: Some(30),
            longest: Some(minutes),
            folder: Some("folk/new".into()),
            ..Query::default()
        };
        let smart = Playlist {
            hours: vec!["fri 20:00-23:00".parse().unwrap(), "sat 20:00-02:00".parse().unwrap()],
            crossfade: Some(Duration::from_millis(1_500)),
            weight: 5,
            ..list("smart", Contents::Smart(query))
        };
        let jingle = Playlist {
            kind: PlaylistKind::Jingle(Every { tracks: None, minutes: Some(20) }),
            order: Order::Sequence,
            ..list("IDs", Contents::Fixed(vec![TrackId(-7), TrackId(3), TrackId(-7)]))
        };
        let plan = HourPlan {
            name: "Clock".to_owned(),
            items: ["smart", "IDs", ":00! smart", ":30+2 IDs"]
                .iter()
                .map(|item| item.parse().unwrap())
                .collect(),
        };
        let shows = [
            Show { plays: Plays::HourPlan("Clock".to_owned()), ..evening(Plays::Dj(None)) },
            Show { name: "Live".to_owned(), ..evening(Plays::Dj(Some("smart".to_owned()))) },
            Show {
                name: "News".to_owned(),
                ..evening(Plays::Relay("https://radio.example/news?hi=1".parse().unwrap()))
            },
            Show {
                name: "Once".to_owned(),
                on: On::Date("2026-12-24".parse().unwrap()),
                start: Start::Soft(minutes),
                ..evening(Plays::Track(TrackId(3)))
            },
        ];
        let separation = Separation { artist: minutes, ..Separation::default() };
        store.put_playlist("main", &smart).unwrap();
        store.put_playlist("main", &list("IDS", Contents::Fixed(Vec::new()))).unwrap();
        store.put_playlist("main", &jingle).unwrap();
        store.put_hour_plan("main", &plan).unwrap();
        for show in &shows {
            store.put_show("main", show).unwrap();
        }
        store.set_rules("main", Some("Europe/Berlin"), &separation).unwrap();
        let expected = Programme {
            time_zone: TimeZone::get("Europe/Berlin").unwrap(),
            separation,
            folder: None,
            playlists: vec![jingle, smart],
            hour_plans: vec![plan],
            shows: shows.to_vec(),
        };
        assert_eq!(store.programme("main").unwrap(), expected);
    }

    #[test]
    fn what_others_need_stays() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        let said = |result: Result<(), Error>| result.unwrap_err().to_string();
        let smart = list("A", Contents::Smart(Query::default()));
        assert_eq!(said(store.put_playlist("other", &smart)), "there is no station other");
        store.put_playlist("main", &smart).unwrap();
        let plan = |item: &str| HourPlan { name: "P".to_owned(), items: vec![item.parse().unwrap()] };
        assert_eq!(said(store.put_hour_plan("main", &plan("B"))), "there is no playlist \"B\"");
        store.put_hour_plan("main", &plan("a")).unwrap();
        assert_eq!(store.hour_plans("main").unwrap()[0].items[0].playlist, "A");
        let show = evening(Plays::HourPlan("X".to_owned()));
        assert_eq!(said(store.put_show("main", &show)), "there is no clock \"X\"");
        store.put_show("main", &evening(Plays::HourPlan("p".to_owned()))).unwrap();
        assert_eq!(said(store.remove_playlist("main", "a")), "the playlist \"a\" is needed by clock P");
        assert_eq!(said(store.remove_hour_plan("main", "P")), "the clock \"P\" is needed by show Evening");
        store.remove_show("main", "evening").unwrap();
        assert_eq!(said(store.remove_show("main", "evening")), "there is no show \"evening\"");
        store.remove_hour_plan("main", "P").unwrap();
        store.remove_playlist("main", "A").unwrap();
        assert_eq!(said(store.remove_playlist("main", "A")), "there is no playlist \"A\"");
        let wrong = store.set_rules("main", Some("Moon/Base"), &Separation::default());
        assert!(said(wrong).starts_with("\"Moon/Base\" is no time zone"));
    }
}
