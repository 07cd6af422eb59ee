//! Audience history by minute and, after some weeks, by hour.

use std::collections::BTreeMap;
use std::ops::Range;

use rusqlite::{Connection, Row, named_params};

use super::{Error, Store};
use crate::model::Attendance;

/// Minutes are kept for so long, in seconds: three weeks.
const MINUTES_FOR: i64 = 21 * 24 * 3_600;
/// Hours are kept for so long, in seconds: two years.
const HOURS_FOR: i64 = 2 * 366 * 24 * 3_600;

const PUT: &str =
    "INSERT OR REPLACE INTO audience (station, at, span, average, most, outputs, players, programme)
    VALUES (:station, :at, :span, :average, :most, :outputs, :players, :programme)";

impl Store {
    /// Writes how many listened to `station`. What is there for the same time is replaced.
    pub fn note_attendance(&self, station: &str, lines: &[Attendance]) -> Result<(), Error> {
        self.change(|connection| lines.iter().try_for_each(|line| put(connection, station, line)))
    }

    /// Returns the audience of `station` within `span`, in seconds since 1970, oldest first.
    pub fn attendance(&self, station: &str, span: &Range<i64>) -> Result<Vec<Attendance>, Error> {
        let sql = "SELECT * FROM audience WHERE station = ?1 AND at >= ?2 AND at < ?3 ORDER BY at";
        self.ask(|connection| {
            let values = (station, span.start, span.end);
            connection.prepare_cached(sql)?.query_map(values, from_row)?.collect()
        })
    }

    /// The most that ever listened to `station` at once, as far as that is kept.
    pub fn most_ever(&self, station: &str) -> Result<u64, Error> {
        let sql = "SELECT coalesce(max(most), 0) FROM audience WHERE station = ?1";
        self.ask(|connection| connection.query_row(sql, [station], |row| row.get::<_, i64>(0)))
            .map(|most| u64::try_from(most).unwrap_or_default())
    }

    /// Makes hours of the minutes that are three weeks old at `now`, and forgets hours that are two years old.
    pub fn thin_out_attendance(&self, station: &str, now: i64) -> Result<(), Error> {
        // Whole hours, and a day of them at most: it is done every hour.
        let until = (now - MINUTES_FOR).div_euclid(Attendance::HOUR) * Attendance::HOUR;
        let sql =
            "SELECT * FROM audience WHERE station = ?1 AND at < ?2 AND span = 60 ORDER BY at LIMIT 1440";
        self.change(|connection| {
            let forget = "DELETE FROM audience WHERE station = ?1 AND at < ?2";
            connection.prepare_cached(forget)?.execute((station, now - HOURS_FOR))?;
            let minutes: Vec<Attendance> = connection
                .prepare_cached(sql)?
                .query_map((station, until), from_row)?
                .collect::<rusqlite::Result<_>>()?;
            let mut hours: BTreeMap<i64, Vec<Attendance>> = BTreeMap::new();
            for minute in minutes {
                hours.entry(minute.at.div_euclid(Attendance::HOUR)).or_default().push(minute);
            }
            for (hour, minutes) in hours {
                let at = hour * Attendance::HOUR;
                // What was thinned out of this hour before is joined with what is left of it.
                let whole = "SELECT * FROM audience WHERE station = ?1 AND at = ?2 AND span > 60";
                let before = connection.prepare_cached(whole)?.query_row((station, at), from_row);
                let lines: Vec<_> = before.iter().chain(&minutes).collect();
                let minutes = "DELETE FROM audience WHERE station = ?1 AND at >= ?2 AND at < ?3";
                connection.prepare_cached(minutes)?.execute((station, at, at + Attendance::HOUR))?;
                if let Some(hour) = Attendance::joined(&lines, (at, Attendance::HOUR)) {
                    put(connection, station, &hour)?;
                }
            }
            Ok(())
        })
    }
}

fn put(connection: &Connection, station: &str, line: &Attendance) -> rusqlite::Result<()> {
    let names = |averages: &BTreeMap<String, f64>| serde_json::to_string(averages).unwrap_or_default();
    connection
        .prepare_cached(PUT)?
        .execute(named_params! {
            ":station": station,
            ":at": line.at,
            ":span": line.span,
            ":average": line.average,
            ":most": i64::try_from(line.most).unwrap_or(i64::MAX),
            ":outputs": names(&line.outputs),
            ":players": names(&line.players),
            ":programme": line.programme,
        })
        .map(drop)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Attendance> {
    let names = |column| {
        let text: String = row.get(column)?;
        Ok::<_, rusqlite::Error>(serde_json::from_str(&text).unwrap_or_default())
    };
    Ok(Attendance {
        at: row.get("at")?,
        span: row.get("span")?,
        average: row.get("average")?,
        most: u64::try_from(row.get::<_, i64>("most")?).unwrap_or_default(),
        outputs: names("outputs")?,
        players: names("players")?,
        programme: row.get("programme")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new_store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        (dir, store)
    }

    fn minute(at: i64, average: f64) -> Attendance {
        Attendance {
            at,
            span: 60,
            average,
            most: average.ceil() as u64,
            outputs: [("ws".to_owned(), average)].into(),
            players: [("vlc".to_owned(), average)].into(),
            programme: Some("Drive".to_owned()),
        }
    }

    #[test]
    fn minutes_become_hours_and_hours_are_forgotten() {
        let (_dir, store) = new_store();
        let (hour, day) = (3_600, 24 * 3_600);
        let minutes: Vec<_> = (0..120).map(|n| minute(n * 60, n as f64)).collect();
        store.note_attendance("main", &minutes).unwrap();
        store.note_attendance("main", &[minute(0, 0.0)]).unwrap();
        assert_eq!(store.attendance("main", &(0..2 * hour)).unwrap(), minutes);
        assert_eq!(store.most_ever("main").unwrap(), 119);

        store.thin_out_attendance("main", 21 * day + hour + 59).unwrap();
        let lines = store.attendance("main", &(0..2 * hour)).unwrap();
        assert_eq!(lines.len(), 61);
        assert_eq!((lines[0].at, lines[0].span, lines[0].average, lines[0].most), (0, hour, 29.5, 59));
        assert_eq!((lines[0].outputs["ws"], lines[0].programme.as_deref()), (29.5, Some("Drive")));
        assert_eq!(lines[1], minutes[60]);

        for _ in 0..2 {
            store.thin_out_attendance("main", 21 * day + 2 * hour).unwrap();
            assert_eq!(store.attendance("main", &(0..2 * hour)).unwrap().len(), 2);
        }
        store.thin_out_attendance("main", HOURS_FOR + 1).unwrap();
        assert_eq!(store.attendance("main", &(0..day)).unwrap().len(), 1);
    }
}
