//! Days on which a weekly show is cancelled or moved.

use jiff::Span;
use jiff::civil::Date;
use rusqlite::types::Type;
use rusqlite::{Connection, Row};

use super::{Error, Store};
use crate::model::{MovedShowTime, On, Show, ShowException};

/// The most exceptions of a show.
const MOST: usize = 200;
/// Days that lie so many days before the one of a new exception are forgotten.
const KEPT_DAYS: i64 = 400;

impl Store {
    /// Cancels or moves an occurrence of the show `name` of `station`, in place of what was said about its day.
    pub fn put_show_exception(
        &self,
        station: &str,
        name: &str,
        exception: &ShowException,
    ) -> Result<(), Error> {
        exception.check().map_err(Error::Unfit)?;
        let shows = self.shows(station)?;
        let show = shows.into_iter().find(|show| show.name.eq_ignore_ascii_case(name));
        let show = show.ok_or_else(|| Error::NoShow(name.to_owned()))?;
        if matches!(show.on, On::Date(_)) {
            return Err(Error::Unfit(
                "a show of one date has no exceptions; change or delete the show itself",
            ));
        }
        if !show.on.contains(exception.day) {
            return Err(Error::Unfit("the show is not on that day"));
        }
        let usual = MovedShowTime { date: exception.day, at: show.at, length: show.length };
        if exception.moved_to == Some(usual) {
            return Err(Error::Unfit("that is the show's usual time"));
        }
        let oldest = exception.day.saturating_sub(Span::new().days(KEPT_DAYS));
        let others = show.exceptions.iter().filter(|one| one.day >= oldest && one.day != exception.day);
        if others.count() >= MOST {
            return Err(Error::Unfit("a show has at most 200 days on which it is not as usual"));
        }
        let (day, to) = (exception.day.to_string(), exception.moved_to);
        self.change(|change| {
            change.execute(
                "INSERT OR REPLACE INTO show_exception VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                (
                    station,
                    &show.name,
                    day,
                    to.map(|to| to.date.to_string()),
                    to.map(|to| to.at),
                    to.map(|to| to.length),
                    &exception.note,
                ),
            )?;
            change.execute(
                "DELETE FROM show_exception WHERE station = ?1 AND show = ?2 AND day < ?3",
                (station, &show.name, oldest.to_string()),
            )?;
            Ok(())
        })
    }

    /// Has the show `name` of `station` be on as usual on `day`. Returns whether there was an exception.
    pub fn remove_show_exception(&self, station: &str, name: &str, day: Date) -> Result<bool, Error> {
        let sql = "DELETE FROM show_exception WHERE station = ?1 AND show = ?2 AND day = ?3";
        self.ask(|connection| connection.execute(sql, (station, name, day.to_string())))
            .map(|count| count > 0)
    }
}

/// Adds their exceptions to the shows of `station`.
pub(super) fn add_to(connection: &Connection, station: &str, shows: &mut [Show]) -> rusqlite::Result<()> {
    let mut all = connection.prepare("SELECT * FROM show_exception WHERE station = ?1 ORDER BY show, day")?;
    let all = all.query_map([station], |row| Ok((row.get::<_, String>("show")?, exception(row)?)))?;
    for one in all {
        let (name, exception) = one?;
        if let Some(show) = shows.iter_mut().find(|show| show.name.eq_ignore_ascii_case(&name)) {
            show.exceptions.push(exception);
        }
    }
    Ok(())
}

/// Removes the exceptions of days on which `show` is not on any more, and all of a show that is on once.
pub(super) fn remove_unfit(change: &Connection, station: &str, show: &Show) -> rusqlite::Result<()> {
    let mut days = change.prepare("SELECT day FROM show_exception WHERE station = ?1 AND show = ?2")?;
    let days = days.query_map((station, &show.name), |row| row.get::<_, String>(0))?;
    let days: Vec<String> = days.collect::<Result<_, _>>()?;
    let is_fit = |day: &String| {
        matches!(show.on, On::Weekly(_)) && day.parse().is_ok_and(|day: Date| show.on.contains(day))
    };
    for day in days.iter().filter(|day| !is_fit(day)) {
        let sql = "DELETE FROM show_exception WHERE station = ?1 AND show = ?2 AND day = ?3";
        change.execute(sql, (station, &show.name, day))?;
    }
    Ok(())
}

fn exception(row: &Row<'_>) -> rusqlite::Result<ShowException> {
    let date = |text: String| {
        let wrong =
            |error: jiff::Error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into());
        text.parse::<Date>().map_err(wrong)
    };
    let moved_to = match row.get::<_, Option<String>>("moved_date")? {
        None => None,
        Some(moved) => Some(MovedShowTime {
            date: date(moved)?,
            at: row.get("moved_at_minute")?,
            length: row.get("moved_length_minutes")?,
        }),
    };
    Ok(ShowException { day: date(row.get("day")?)?, moved_to, note: row.get("note")? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Plays, ShowColour, Start};

    fn store(dir: &std::path::Path) -> (Store, Show) {
        let store = Store::open(dir).unwrap();
        store.add_silent_station("main");
        let show = Show {
            name: "Night".to_owned(),
            on: On::Weekly("fri".parse().unwrap()),
            at: 20 * 60,
            length: 120,
            plays: Plays::Dj(None),
            start: Start::Hard,
            djs: Vec::new(),
            colour: Some(ShowColour::Blue),
            exceptions: Vec::new(),
        };
        store.put_show("main", &show).unwrap();
        (store, show)
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn cancelled(text: &str) -> ShowException {
        ShowException { day: day(text), moved_to: None, note: Some("Mia is away".to_owned()) }
    }

    #[test]
    fn exceptions_are_read_as_they_were_written_and_can_be_undone() {
        let dir = tempfile::tempdir().unwrap();
        let (store, mut show) = store(dir.path());
        let moved_to = Some(MovedShowTime { date: day("2026-12-12"), at: 18 * 60, length: 60 });
        let moved = ShowException { day: day("2026-12-11"), moved_to, note: None };
        store.put_show_exception("main", "night", &moved).unwrap();
        store.put_show_exception("main", "Night", &cancelled("2026-12-04")).unwrap();
        show.exceptions = vec![cancelled("2026-12-04"), moved];
        assert_eq!(store.shows("main").unwrap(), [show.clone()]);
        // Another word about the same day takes the place of the first.
        store.put_show_exception("main", "Night", &cancelled("2026-12-11")).unwrap();
        assert_eq!(store.shows("main").unwrap()[0].exceptions[1], cancelled("2026-12-11"));
        assert!(store.remove_show_exception("main", "night", day("2026-12-11")).unwrap());
        assert!(!store.remove_show_exception("main", "night", day("2026-12-11")).unwrap());
        show.exceptions.pop();
        assert_eq!(store.shows("main").unwrap(), [show]);
    }

    #[test]
    fn exceptions_stay_with_a_show_that_is_renamed_or_changed_as_long_as_they_fit() {
        let dir = tempfile::tempdir().unwrap();
        let (store, show) = store(dir.path());
        store.put_show_exception("main", "Night", &cancelled("2026-12-04")).unwrap();
        store.put_show("main", &Show { at: 21 * 60, name: "NIGHT".to_owned(), ..show.clone() }).unwrap();
        store.rename_show("main", "Night", "Late").unwrap();
        let kept = store.shows("main").unwrap().remove(0);
        assert_eq!(
            (&*kept.name, kept.at, &*kept.exceptions),
            ("Late", 21 * 60, &[cancelled("2026-12-04")][..])
        );
        let saturdays = On::Weekly("sat".parse().unwrap());
        store.put_show("main", &Show { name: "Late".to_owned(), on: saturdays, ..show }).unwrap();
        assert!(store.shows("main").unwrap()[0].exceptions.is_empty());
        store.put_show_exception("main", "Late", &cancelled("2026-12-05")).unwrap();
        store.remove_show("main", "Late").unwrap();
        assert!(store.shows("main").unwrap().is_empty());
    }

    #[test]
    fn a_day_on_which_the_show_is_not_on_is_refused_and_old_ones_are_forgotten() {
        let dir = tempfile::tempdir().unwrap();
        let (store, show) = store(dir.path());
        let said = |result: Result<(), Error>| result.unwrap_err().to_string();
        let thursday = store.put_show_exception("main", "Night", &cancelled("2026-12-03"));
        assert_eq!(said(thursday), "the show is not on that day");
        let other = store.put_show_exception("main", "Day", &cancelled("2026-12-04"));
        assert_eq!(said(other), "there is no show \"Day\"");
        let once = Show { name: "Once".to_owned(), on: On::Date(day("2026-12-04")), ..show };
        store.put_show("main", &once).unwrap();
        let dated = store.put_show_exception("main", "Once", &cancelled("2026-12-04"));
        assert!(said(dated).starts_with("a show of one date has no exceptions"));
        for week in 0..100 {
            let friday = day("2026-12-04").saturating_add(Span::new().weeks(week));
            store.put_show_exception("main", "Night", &cancelled(&friday.to_string())).unwrap();
        }
        let kept = store.shows("main").unwrap().remove(0).exceptions;
        assert_eq!((kept.len(), kept[0].day), (58, day("2027-09-24")));
    }

    #[test]
    fn a_show_has_so_many_exceptions_and_none_of_them_is_forgotten_for_another() {
        let dir = tempfile::tempdir().unwrap();
        let (store, show) = store(dir.path());
        let daily = Show { name: "Daily".to_owned(), on: On::Weekly("daily".parse().unwrap()), ..show };
        store.put_show("main", &daily).unwrap();
        let put = |days: i64| {
            let on = day("2026-12-01").saturating_add(Span::new().days(days));
            store.put_show_exception("main", "Daily", &cancelled(&on.to_string()))
        };
        (0..MOST as i64).for_each(|days| put(days).unwrap());
        assert!(put(MOST as i64).unwrap_err().to_string().starts_with("a show has at most 200 days"));
        put(7).unwrap();
        let usual = MovedShowTime { date: day("2026-12-01"), at: daily.at, length: daily.length };
        let same = ShowException { moved_to: Some(usual), ..cancelled("2026-12-01") };
        assert_eq!(
            store.put_show_exception("main", "Daily", &same).unwrap_err().to_string(),
            "that is the show's usual time"
        );
    }
}
