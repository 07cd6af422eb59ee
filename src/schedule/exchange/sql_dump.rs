//! Tables of a database dump, as `mariadb-dump` and `mysqldump` write them.
//!
//! In: SQL text. Out: the rows of the tables that are asked for. Never: executes anything, or keeps other tables' rows.

use std::collections::HashMap;
use std::io::BufRead;
use std::str::FromStr;

use super::azuracast::AzuracastError;

/// The longest line that is read, in bytes: dumps have lines of up to 24 MB as a rule.
const MOST_LINE: usize = 128 << 20;
/// The most rows that are kept.
const MOST_ROWS: usize = 4_000_000;

/// The tables of a dump.
pub(super) struct SqlDump {
    tables: HashMap<String, SqlTable>,
}

#[derive(Default)]
struct SqlTable {
    columns: Vec<String>,
    rows: Vec<Vec<Option<String>>>,
}

/// A row of a table.
#[derive(Clone, Copy)]
pub(super) struct SqlRow<'a> {
    columns: &'a [String],
    values: &'a [Option<String>],
}

/// The statement that a line is a part of.
enum Statement {
    /// Anything that does not matter.
    Other,
    /// A table is described.
    Create(String),
    /// Rows of a table follow.
    Insert(String),
}

impl SqlDump {
    /// Reads the tables named `wanted` from a dump.
    pub(super) fn read(mut dump: impl BufRead, wanted: &[&str]) -> Result<Self, AzuracastError> {
        let (mut read, mut rows, mut line) = (Self { tables: HashMap::new() }, 0, Vec::new());
        let mut statement = Statement::Other;
        while next_line(&mut dump, &mut line)? {
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end();
            match &statement {
                Statement::Create(table) => match named(text.trim_start()) {
                    Some((column, _)) => read.table(table).columns.push(column.to_owned()),
                    None if text.starts_with(')') => statement = Statement::Other,
                    None => {}
                },
                Statement::Insert(table) => {
                    rows += read.table(table).add(text)?;
                    if text.ends_with(';') {
                        statement = Statement::Other;
                    }
                }
                Statement::Other => {
                    let begins = |with: &str| {
                        let (table, rest) = named(text.strip_prefix(with)?)?;
                        wanted.contains(&table).then(|| (table.to_owned(), rest))
                    };
                    if let Some((table, _)) = begins("CREATE TABLE ") {
                        read.table(&table).columns.clear();
                        statement = Statement::Create(table);
                    } else if let Some((table, rest)) = begins("INSERT INTO ") {
                        let (columns, values) = rest.split_once("VALUES").unwrap_or((rest, ""));
                        read.table(&table).reorder(columns);
                        rows += read.table(&table).add(values)?;
                        if !text.ends_with(';') {
                            statement = Statement::Insert(table);
                        }
                    }
                }
            }
            if rows > MOST_ROWS {
                return Err(AzuracastError::TooLarge);
            }
        }
        Ok(read)
    }

    /// Returns whether the dump has a table.
    pub(super) fn has(&self, table: &str) -> bool {
        self.tables.contains_key(table)
    }

    /// Returns the rows of a table; none if it is not there.
    pub(super) fn rows(&self, table: &str) -> impl Iterator<Item = SqlRow<'_>> {
        self.tables
            .get(table)
            .into_iter()
            .flat_map(|table| table.rows.iter().map(|values| SqlRow { columns: &table.columns, values }))
    }

    fn table(&mut self, name: &str) -> &mut SqlTable {
        self.tables.entry(name.to_owned()).or_default()
    }
}

impl SqlTable {
    /// Takes the columns of rows that follow from a list such as `` (`id`, `name`) ``, if there is one.
    fn reorder(&mut self, list: &str) {
        let columns: Vec<String> = list
            .split(',')
            .filter_map(|part| named(part.trim_matches([' ', '('])))
            .map(|(column, _)| column.to_owned())
            .collect();
        if !columns.is_empty() {
            self.columns = columns;
        }
    }

    /// Adds the rows in a text such as `(1,'Tides'),(2,NULL);`, and returns how many there were.
    fn add(&mut self, text: &str) -> Result<usize, AzuracastError> {
        let (mut rest, before) = (text, self.rows.len());
        while let Some(begin) = rest.find('(') {
            let (row, after) = row(&rest[begin + 1..]).ok_or(AzuracastError::Malformed)?;
            self.rows.push(row);
            rest = after;
        }
        Ok(self.rows.len() - before)
    }
}

impl<'a> SqlRow<'a> {
    /// Returns the text in a column; `None` if it is NULL, or there is no such column.
    pub(super) fn text(self, column: &str) -> Option<&'a str> {
        let place = self.columns.iter().position(|known| known == column)?;
        self.values.get(place)?.as_deref()
    }

    /// Returns the number in a column.
    pub(super) fn number<T: FromStr>(self, column: &str) -> Option<T> {
        self.text(column)?.parse().ok()
    }

    /// Returns whether a column says yes.
    pub(super) fn is_set(self, column: &str) -> bool {
        self.number::<i64>(column).is_some_and(|number| number != 0)
    }
}

/// Reads the next line into `line`; false at the end.
fn next_line(dump: &mut impl BufRead, line: &mut Vec<u8>) -> Result<bool, AzuracastError> {
    line.clear();
    let read = std::io::Read::take(&mut *dump, MOST_LINE as u64 + 1).read_until(b'\n', line);
    read.map_err(|error| AzuracastError::Unreadable(error.to_string()))?;
    if line.len() > MOST_LINE { Err(AzuracastError::TooLarge) } else { Ok(!line.is_empty()) }
}

/// Returns the name in backticks at the beginning of a text, and what follows.
fn named(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('`')?.split_once('`')
}

/// Returns the values up to the closing parenthesis, and what follows that; `None` if there is none.
fn row(text: &str) -> Option<(Vec<Option<String>>, &str)> {
    let (mut values, mut rest) = (Vec::new(), text);
    loop {
        let end = rest.find([',', ')', '\''])?;
        if rest[end..].starts_with('\'') {
            // A word before it names the character set.
            let (value, after) = string(&rest[end + 1..])?;
            values.push(Some(value));
            rest = after.trim_start();
        } else {
            let word = rest[..end].trim();
            values.push((word != "NULL").then(|| word.to_owned()));
            rest = &rest[end..];
        }
        if let Some(after) = rest.strip_prefix(')') {
            return Some((values, after));
        }
        rest = rest.strip_prefix(',')?;
    }
}

/// Returns a string up to its closing quote, without escapes, and what follows.
fn string(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\'' if text[at + 1..].starts_with('\'') => {
                letters.next();
                value.push('\'');
            }
            '\'' => return Some((value, &text[at + 1..])),
            '\\' => value.push(match letters.next()?.1 {
                '0' => '\0',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'Z' => '\u{1A}',
                letter => letter,
            }),
            letter => value.push(letter),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_by_the_names_of_their_columns_and_other_tables_are_passed_over() {
        let dump = "-- MariaDB dump\nCREATE TABLE `station` (\n  `id` int(11) NOT NULL AUTO_INCREMENT,\n  \
            `name` varchar(100) DEFAULT NULL,\n  `on` tinyint(1),\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB;\n\
            INSERT INTO `station` VALUES (1,'O\\'Brien''s (live), \\\"\\\\\\\"',1),(2,NULL,0);\n\
            INSERT INTO `other` VALUES (1,'not\n(read');\n\
            INSERT INTO `station` (`name`, `id`) VALUES\n('Ålesund',3),\n(_utf8mb4'x',4);\nCREATE TABLE `song` (\n  `id` int\n);\n";
        let read = SqlDump::read(dump.as_bytes(), &["station", "none"]).unwrap();
        let rows: Vec<_> =
            read.rows("station").map(|row| (row.number::<u32>("id"), row.text("name"))).collect();
        // The list of the second statement is that of all: a dump has one for each or for none.
        assert_eq!(rows[2..], [(Some(3), Some("Ålesund")), (Some(4), Some("x"))]);
        let first = SqlDump::read(dump.split("INSERT INTO `other`").next().unwrap().as_bytes(), &["station"])
            .unwrap();
        let rows: Vec<_> = first.rows("station").map(|row| (row.text("name"), row.is_set("on"))).collect();
        assert_eq!(rows, [(Some("O'Brien's (live), \"\\\""), true), (None, false)]);
        assert!(read.has("station") && !read.has("song") && !read.has("none"));
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        for rows in ["(1,'half", "(1,2", "(1 'x' 2)"] {
            let dump = format!("INSERT INTO `t` VALUES {rows}\n");
            assert_eq!(
                SqlDump::read(dump.as_bytes(), &["t"]).err(),
                Some(AzuracastError::Malformed),
                "{rows}"
            );
        }
    }
}
