//! M3U: a line a file, and before it, if it is extended, one about it.

use super::{Entry, display, parted, whole_seconds};

pub(super) fn read(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut about = Entry::default();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(info) = line.strip_prefix("#EXTINF:") {
            let (length, name) = info.split_once(',').unwrap_or((info, ""));
            let (artist, title) = parted(name);
            // Attributes may follow the length.
            let length = length.split_whitespace().next().and_then(whole_seconds);
            about = Entry { artist, title, length, location: String::new() };
        } else if !line.starts_with('#') {
            entries.push(Entry { location: line.to_owned(), ..std::mem::take(&mut about) });
        }
    }
    entries
}

pub(super) fn write(entries: &[Entry]) -> String {
    let mut text = "#EXTM3U\n".to_owned();
    for entry in entries {
        let length = entry.length.map_or(-1, |length| length.as_secs() as i64);
        if let Some(name) = display(entry) {
            text.extend(["#EXTINF:", &length.to_string(), ",", &name, "\n"]);
        }
        text += &entry.location;
        text.push('\n');
    }
    text
}
