//! PLS: numbered keys, as in an INI file.

use std::collections::BTreeMap;

use super::{Entry, display, parted, whole_seconds};

pub(super) fn read(text: &str) -> Vec<Entry> {
    let mut entries: BTreeMap<u32, Entry> = BTreeMap::new();
    for line in text.lines() {
        let Some((key, value)) = line.split_once('=') else { continue };
        let key = key.trim().to_ascii_lowercase();
        let Some(digits) = key.find(|c: char| c.is_ascii_digit()) else { continue };
        let (kind, number) = key.split_at(digits);
        let Ok(number) = number.parse() else { continue };
        let entry = entries.entry(number).or_default();
        match kind {
            "file" => value.trim().clone_into(&mut entry.location),
            "title" => (entry.artist, entry.title) = parted(value),
            "length" => entry.length = whole_seconds(value),
            _ => {}
        }
    }
    entries.into_values().filter(|entry| !entry.location.is_empty()).collect()
}

pub(super) fn write(entries: &[Entry]) -> String {
    let mut lines = vec!["[playlist]".to_owned()];
    for (number, entry) in (1..).zip(entries) {
        lines.push(format!("File{number}={}", entry.location));
        lines.extend(display(entry).map(|name| format!("Title{number}={name}")));
        let length = entry.length.map_or(-1, |length| length.as_secs() as i64);
        lines.push(format!("Length{number}={length}"));
    }
    lines.push(format!("NumberOfEntries={}", entries.len()));
    lines.push("Version=2\n".to_owned());
    lines.join("\n")
}
