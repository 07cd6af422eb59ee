//! Messages of listeners to the studio.

use rusqlite::{Connection, OptionalExtension as _, Row};
use serde::Serialize;

use super::{Error, Store};
use crate::model::MessageSetting;

const SECOND_US: u64 = 1_000_000;
/// Time between two messages of one sender.
const APART_US: u64 = 30 * SECOND_US;
const HOUR_US: u64 = 3_600 * SECOND_US;
/// Messages of one sender within an hour.
const MOST_IN_HOUR: u32 = 10;
/// Messages of all senders to one station within a minute: as many as somebody can read on air.
const MOST_IN_MINUTE: u32 = 30;
const MINUTE_US: u64 = 60 * SECOND_US;
/// Time for which messages are kept, and for which a sender is blocked.
const DAY_US: u64 = 24 * HOUR_US;
/// Messages that are kept for a station.
const MOST_KEPT: usize = 200;

/// Reasons why a message is refused, worded for the listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MessageRefusal {
    /// The station takes none.
    #[error("this station takes no messages")]
    Off,
    /// The studio blocked this sender.
    #[error("the studio takes no messages from you at the moment")]
    Blocked,
    /// This person wrote a moment ago.
    #[error("you wrote a moment ago; wait half a minute")]
    TooSoon,
    /// This person wrote often.
    #[error("you have written as often as one may within an hour; write again later")]
    TooMany,
    /// Many people write to this station at the moment.
    #[error("many people are writing at the moment; write again in a minute")]
    Busy,
}

impl MessageRefusal {
    /// Its name in answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Blocked => "blocked",
            Self::TooSoon => "too-soon",
            Self::TooMany => "too-many",
            Self::Busy => "busy",
        }
    }
}

/// A message of a listener, as the studio reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StudioMessage {
    /// Its number; later ones have higher numbers.
    pub number: u64,
    /// Time at which it was sent, in microseconds since 1970.
    pub at_us: u64,
    /// The name that the sender gave; may be empty.
    pub name: String,
    /// Body of the message.
    pub text: String,
}

/// A message that a listener sends.
#[derive(Clone, Copy, Debug)]
pub struct NewStudioMessage<'a> {
    /// Identifies the sender by an address or a digest of it. Deleted with the message.
    pub person: &'a str,
    /// Time of the message, in microseconds since 1970.
    pub at_us: u64,
    /// The sender's name; may be empty.
    pub name: &'a str,
    /// Body of the message.
    pub text: &'a str,
}

impl Store {
    /// Keeps a message to the studio of `station`, unless the sender may send none now; answers with its number.
    pub fn add_listener_message(
        &self,
        station: &str,
        new: &NewStudioMessage<'_>,
    ) -> Result<Result<u64, MessageRefusal>, Error> {
        if self.station(station)?.settings.messages == MessageSetting::Off {
            return Ok(Err(MessageRefusal::Off));
        }
        let insert =
            "INSERT INTO listener_message (station, person, at_us, name, text) VALUES (?1, ?2, ?3, ?4, ?5)";
        let trim = "DELETE FROM listener_message WHERE station = ?1 AND number <=
                    (SELECT number FROM listener_message WHERE station = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)";
        self.change(|change| {
            if let Some(refusal) = refusal(change, station, new)? {
                return Ok(Err(refusal));
            }
            change.execute(insert, (station, new.person, new.at_us as i64, new.name, new.text))?;
            let number = u64::try_from(change.last_insert_rowid()).unwrap_or_default();
            change.execute(trim, (station, MOST_KEPT as i64))?;
            Ok(Ok(number))
        })
    }

    /// The messages to the studio of `station`, the oldest first.
    pub fn listener_messages(&self, station: &str) -> Result<Vec<StudioMessage>, Error> {
        let sql = "SELECT number, at_us, name, text FROM listener_message
                   WHERE station = ?1 AND NOT is_hidden ORDER BY number";
        self.ask(|connection| connection.prepare_cached(sql)?.query_map([station], from_row)?.collect())
    }

    /// Takes a message away for good; false if it is not there.
    pub fn hide_listener_message(&self, station: &str, number: u64) -> Result<bool, Error> {
        let sql = "UPDATE listener_message SET is_hidden = 1, name = '', text = ''
                   WHERE station = ?1 AND number = ?2 AND NOT is_hidden";
        Ok(self.ask(|connection| connection.execute(sql, (station, number as i64)))? > 0)
    }

    /// Takes all messages of the sender of `number` away, and takes no others from them for a day; false if there is no
    /// such message.
    pub fn block_sender(&self, station: &str, number: u64, now_us: u64) -> Result<bool, Error> {
        let find = "SELECT person FROM listener_message WHERE station = ?1 AND number = ?2 AND NOT is_hidden";
        let block = "INSERT OR REPLACE INTO blocked_sender (station, person, until_us) VALUES (?1, ?2, ?3)";
        let hide = "UPDATE listener_message SET is_hidden = 1, name = '', text = ''
                    WHERE station = ?1 AND person = ?2";
        self.change(|change| {
            let person = change.query_row(find, (station, number as i64), |row| row.get::<_, String>(0));
            let Some(person) = person.optional()? else { return Ok(false) };
            change.execute(block, (station, &person, now_us.saturating_add(DAY_US) as i64))?;
            change.execute(hide, (station, &person))?;
            Ok(true)
        })
    }

    /// Forgets messages that are more than a day old at `now_us`, in microseconds since 1970, and blocks that are over.
    pub fn forget_listener_messages(&self, now_us: u64) -> Result<usize, Error> {
        let since = now_us.saturating_sub(DAY_US) as i64;
        self.change(|change| {
            change.execute("DELETE FROM blocked_sender WHERE until_us <= ?1", [now_us as i64])?;
            change.execute("DELETE FROM listener_message WHERE at_us <= ?1", [since])
        })
    }
}

/// Returns why a sender may not write now, if so.
fn refusal(
    change: &Connection,
    station: &str,
    new: &NewStudioMessage<'_>,
) -> rusqlite::Result<Option<MessageRefusal>> {
    let blocked = "SELECT 1 FROM blocked_sender WHERE station = ?1 AND person = ?2 AND until_us > ?3";
    let is_blocked = change.query_row(blocked, (station, new.person, new.at_us as i64), |_| Ok(()));
    if is_blocked.optional()?.is_some() {
        return Ok(Some(MessageRefusal::Blocked));
    }
    let count = "SELECT count(*) FROM listener_message WHERE station = ?1 AND person = ?2 AND at_us > ?3";
    let within = |us: u64| {
        let since = new.at_us.saturating_sub(us) as i64;
        change.query_row(count, (station, new.person, since), |row| row.get::<_, u32>(0))
    };
    if within(APART_US)? > 0 {
        return Ok(Some(MessageRefusal::TooSoon));
    }
    if within(HOUR_US)? >= MOST_IN_HOUR {
        return Ok(Some(MessageRefusal::TooMany));
    }
    let of_all = "SELECT count(*) FROM listener_message WHERE station = ?1 AND at_us > ?2";
    let since = new.at_us.saturating_sub(MINUTE_US) as i64;
    let in_minute: u32 = change.query_row(of_all, (station, since), |row| row.get(0))?;
    Ok((in_minute >= MOST_IN_MINUTE).then_some(MessageRefusal::Busy))
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<StudioMessage> {
    let number =
        |column: &str| row.get::<_, i64>(column).map(|number| u64::try_from(number).unwrap_or_default());
    Ok(StudioMessage {
        number: number("number")?,
        at_us: number("at_us")?,
        name: row.get("name")?,
        text: row.get("text")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Settings;

    /// A time at which nothing has been written yet, in seconds.
    const START: u64 = 200_000;

    fn new_store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.add_silent_station("main");
        let settings = Settings { messages: MessageSetting::On, ..Settings::default() };
        store.set_settings("main", &settings).unwrap();
        (dir, store)
    }

    fn write(store: &Store, person: &str, text: &str, second: u64) -> Result<u64, MessageRefusal> {
        let at_us = (START + second) * SECOND_US;
        let new = NewStudioMessage { person, at_us, name: "Ada", text };
        store.add_listener_message("main", &new).unwrap()
    }

    fn texts(store: &Store) -> Vec<String> {
        store.listener_messages("main").unwrap().into_iter().map(|message| message.text).collect()
    }

    #[test]
    fn a_station_takes_messages_only_where_it_is_set_so() {
        let (_dir, store) = new_store();
        assert!(write(&store, "ann", "hello", 0).is_ok());
        store.set_settings("main", &Settings::default()).unwrap();
        assert_eq!(write(&store, "ben", "hello", 0), Err(MessageRefusal::Off));
        assert_eq!(texts(&store), ["hello"]);
    }

    #[test]
    fn a_sender_writes_once_in_half_a_minute_and_ten_times_an_hour() {
        let (_dir, store) = new_store();
        let first = write(&store, "ann", "0", 0).unwrap();
        assert!(store.hide_listener_message("main", first).unwrap());
        assert_eq!(write(&store, "ann", "too soon", 29), Err(MessageRefusal::TooSoon), "a hidden one counts");
        assert!(write(&store, "ben", "another", 29).is_ok());
        for number in 1..10 {
            assert!(write(&store, "ann", &number.to_string(), number * 30).is_ok());
        }
        assert_eq!(write(&store, "ann", "too many", 3_599), Err(MessageRefusal::TooMany));
        assert!(write(&store, "ann", "later", 3_600).is_ok());
    }

    #[test]
    fn a_station_takes_thirty_messages_a_minute_of_all_senders() {
        let (_dir, store) = new_store();
        for number in 0..30 {
            write(&store, &format!("somebody {number}"), "hello", number).unwrap();
        }
        assert_eq!(write(&store, "ann", "one more", 59), Err(MessageRefusal::Busy));
        assert!(write(&store, "ann", "later", 60).is_ok(), "what was refused does not count");
        assert_eq!(write(&store, "ben", "one more", 60), Err(MessageRefusal::Busy));
    }

    #[test]
    fn what_is_hidden_is_gone_and_a_blocked_sender_waits_a_day() {
        let (_dir, store) = new_store();
        let now_us = START * SECOND_US;
        write(&store, "ann", "one", 0).unwrap();
        let two = write(&store, "ann", "two", 30).unwrap();
        let other = write(&store, "ben", "three", 30).unwrap();
        assert!(store.block_sender("main", two, now_us).unwrap());
        assert_eq!(texts(&store), ["three"]);
        assert!(!store.block_sender("main", two, now_us).unwrap(), "it was taken away");
        assert_eq!(write(&store, "ann", "four", 24 * 3_600 - 1), Err(MessageRefusal::Blocked));
        assert!(write(&store, "ann", "five", 24 * 3_600).is_ok());
        assert!(!store.hide_listener_message("jazz", other).unwrap());
        assert!(store.hide_listener_message("main", other).unwrap());
        assert!(!store.hide_listener_message("main", other).unwrap());
        assert_eq!(texts(&store), ["five"]);
    }

    #[test]
    fn the_last_two_hundred_are_kept_for_a_day_and_over_a_restart() {
        let (dir, store) = new_store();
        for number in 0..205_u64 {
            write(&store, &format!("somebody {number}"), &number.to_string(), 2 * number).unwrap();
        }
        drop(store);
        let store = Store::open(dir.path()).unwrap();
        let kept = texts(&store);
        assert_eq!((kept.len(), kept[0].as_str(), kept[199].as_str()), (200, "5", "204"));
        let day_later = |second: u64| (START + second) * SECOND_US + DAY_US;
        assert_eq!(store.forget_listener_messages(day_later(8)).unwrap(), 0);
        assert_eq!(store.forget_listener_messages(day_later(10)).unwrap(), 1);
        assert_eq!(store.forget_listener_messages(day_later(408)).unwrap(), 199);
    }
}
