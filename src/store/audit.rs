//! The audit log.

use rusqlite::named_params;

use super::{Error, Store};

/// Lines that are kept; older ones are taken out.
const MOST_LINES: i64 = 10_000;
/// The longest text in a line, in characters.
const LONGEST: usize = 300;

/// Something that somebody changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its number; later ones are larger. It is given when it is written.
    pub id: i64,
    /// Time, in seconds since 1970.
    pub at: i64,
    /// Name of the account.
    pub who: String,
    /// From which address.
    pub address: String,
    /// Area of the change, in a word.
    pub area: String,
    /// The station it was about, if it was about one.
    pub station: Option<String>,
    /// Request that made the change.
    pub what: String,
}

impl Store {
    /// Writes down what somebody changed.
    pub fn note_change(&self, change: &AuditEntry) -> Result<(), Error> {
        let short = |text: &str| text.chars().take(LONGEST).collect::<String>();
        let write = "INSERT INTO audit (at, who, address, area, station, what)
            VALUES (:at, :who, :address, :area, :station, :what)";
        let forget = "DELETE FROM audit WHERE id <= (SELECT max(id) FROM audit) - ?1";
        self.change(|connection| {
            connection.prepare_cached(write)?.execute(named_params! {
                ":at": change.at,
                ":who": short(&change.who),
                ":address": change.address,
                ":area": change.area,
                ":station": change.station,
                ":what": short(&change.what),
            })?;
            connection.prepare_cached(forget)?.execute([MOST_LINES]).map(drop)
        })
    }

    /// Returns the changes before the one numbered `before`, or the latest; newest first, at most `limit`.
    pub fn changes(&self, before: Option<i64>, limit: usize) -> Result<Vec<AuditEntry>, Error> {
        self.changes_by((None, None), before, limit)
    }

    /// Returns the same, limited to the account `who` and to entries that contain `words`.
    pub fn changes_by(
        &self,
        (who, words): (Option<&str>, Option<&str>),
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<AuditEntry>, Error> {
        let sql = "SELECT * FROM audit WHERE id < coalesce(?1, 9223372036854775807)
            AND (?3 IS NULL OR who = ?3 COLLATE NOCASE)
            AND (?4 IS NULL OR instr(lower(area || ' ' || coalesce(station, '') || ' ' || what), lower(?4)) > 0)
            ORDER BY id DESC LIMIT ?2";
        self.ask(|connection| {
            let mut lines = connection.prepare_cached(sql)?;
            let lines = lines.query_map((before, limit as i64, who, words), |row| {
                Ok(AuditEntry {
                    id: row.get("id")?,
                    at: row.get("at")?,
                    who: row.get("who")?,
                    address: row.get("address")?,
                    area: row.get("area")?,
                    station: row.get("station")?,
                    what: row.get("what")?,
                })
            })?;
            lines.collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_changes_are_kept() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let change =
            |at| AuditEntry { at, who: "ada".to_owned(), what: "x".repeat(1_000), ..AuditEntry::default() };
        for at in 1..=3 {
            store.note_change(&change(at)).unwrap();
        }
        let all = store.changes(None, 10).unwrap();
        assert_eq!(all.iter().map(|change| change.at).collect::<Vec<_>>(), [3, 2, 1]);
        assert_eq!((all[0].who.as_str(), all[0].what.len()), ("ada", 300));
        let before = store.changes(Some(all[0].id), 1).unwrap();
        assert_eq!(before.iter().map(|change| change.at).collect::<Vec<_>>(), [2]);
        let far = "UPDATE audit SET id = id + 20000 WHERE at = 3";
        store.ask(|connection| connection.execute(far, [])).unwrap();
        store.note_change(&change(4)).unwrap();
        let all = store.changes(None, 10).unwrap();
        assert_eq!(all.iter().map(|change| change.at).collect::<Vec<_>>(), [4, 3], "the old ones are gone");
    }
}
