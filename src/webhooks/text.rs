//! The texts that people are told events in.

use std::collections::BTreeMap;

use super::WebhookEvent;
use crate::model::WebhookTopic;

/// The longest text that an administrator may write, in characters.
pub const LONGEST_TEXT: usize = 500;

/// Reasons why a text cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidText {
    /// It has a placeholder that the event has no value for.
    #[error("There is no {{{placeholder}}} in the text for {topic}; there are {}.", known(*.topic))]
    Placeholder {
        /// Its name, without the braces.
        placeholder: String,
        /// The topic's name.
        topic: Topic,
    },
    /// A brace is opened and not closed.
    #[error("The text for {0} has a {{ without a }}.")]
    Brace(Topic),
    /// It is longer than any.
    #[error("The text for {0} is longer than {LONGEST_TEXT} characters.")]
    Long(Topic),
}

/// A topic that prints its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic(WebhookTopic);

impl std::fmt::Display for Topic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.name())
    }
}

fn known(topic: Topic) -> String {
    let names: Vec<String> = placeholders(topic.0).iter().map(|name| format!("{{{name}}}")).collect();
    names.join(", ")
}

/// Returns the names that a text for `topic` may have in braces. `message` is the usual text.
pub const fn placeholders(topic: WebhookTopic) -> &'static [&'static str] {
    match topic {
        WebhookTopic::Track => &["message", "station", "track", "title", "artist", "album", "dj", "link"],
        WebhookTopic::LiveStart => &["message", "station", "dj", "program", "link"],
        WebhookTopic::LiveStop => &["message", "station", "dj", "duration", "link"],
        WebhookTopic::DeadAir => &["message", "station", "duration"],
        WebhookTopic::SourceTrouble => &["message", "station", "name", "why"],
        WebhookTopic::ListenerPeak => &["message", "station", "listeners", "link"],
        WebhookTopic::Recording => &["message", "station", "title", "link"],
        WebhookTopic::BackupFailed => &["message", "why"],
    }
}

/// Checks a text that an administrator wrote.
pub fn check(topic: WebhookTopic, text: &str) -> Result<(), InvalidText> {
    if text.chars().count() > LONGEST_TEXT {
        return Err(InvalidText::Long(Topic(topic)));
    }
    for part in text.split('{').skip(1) {
        let (name, _) = part.split_once('}').ok_or(InvalidText::Brace(Topic(topic)))?;
        if !placeholders(topic).contains(&name) {
            let placeholder = name.chars().take(40).collect();
            return Err(InvalidText::Placeholder { placeholder, topic: Topic(topic) });
        }
    }
    Ok(())
}

/// Values of an event's placeholders.
#[derive(Debug)]
pub(super) struct TextValues(BTreeMap<&'static str, String>);

impl TextValues {
    /// Returns the values of `event`, whose station is named `station` and has a page at `link`, if it is known.
    pub(super) fn of(event: &WebhookEvent, link: Option<&str>) -> Self {
        let data = |name: &str| match event.data.get(name) {
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(serde_json::Value::Null) | None => String::new(),
            Some(other) => other.to_string(),
        };
        let mut values = BTreeMap::from([
            ("station", event.station.as_ref().map(|station| station.name.clone()).unwrap_or_default()),
            ("link", link.map(str::to_owned).unwrap_or_default()),
        ]);
        for name in ["title", "artist", "album", "dj", "program", "name", "why", "listeners"] {
            values.insert(name, data(name));
        }
        let (title, artist) = (&values["title"], &values["artist"]);
        let track = if artist.is_empty() { title.clone() } else { format!("{artist} – {title}") };
        values.insert("track", track);
        let seconds = event.data.get("seconds").and_then(serde_json::Value::as_f64);
        values.insert("duration", seconds.map(duration).unwrap_or_default());
        let mut values = Self(values);
        let message = values.usual(event);
        values.0.insert("message", message);
        values
    }

    /// The text in which `event` is told unless another was written.
    fn usual(&self, event: &WebhookEvent) -> String {
        let value = |name: &str| self.0.get(name).map(String::as_str).unwrap_or_default();
        let station = value("station");
        let text = match event.occasion {
            WebhookTopic::Track => format!("Now playing on {station}: {}", value("track")),
            WebhookTopic::LiveStart => format!("{} is live on {station}.", value("dj")),
            WebhookTopic::LiveStop => {
                format!("{} has ended the live show on {station} after {}.", value("dj"), value("duration"))
            }
            WebhookTopic::DeadAir if value("duration").is_empty() => {
                format!("{station}: nothing is heard.")
            }
            WebhookTopic::DeadAir => {
                format!("{station} is heard again. There was silence for {}.", value("duration"))
            }
            WebhookTopic::SourceTrouble => self.trouble(event),
            WebhookTopic::ListenerPeak => {
                format!("{station} has {} listeners, more than ever before.", value("listeners"))
            }
            WebhookTopic::Recording => format!("The recording of {} on {station} is ready.", value("title")),
            WebhookTopic::BackupFailed => format!("The backup of the server failed: {}", value("why")),
        };
        match (event.occasion, value("link")) {
            (WebhookTopic::DeadAir | WebhookTopic::SourceTrouble | WebhookTopic::BackupFailed, _)
            | (_, "") => text,
            (_, link) => format!("{text} {link}"),
        }
    }

    fn trouble(&self, event: &WebhookEvent) -> String {
        let value = |name: &str| self.0.get(name).map(String::as_str).unwrap_or_default();
        let is = |name: &str, expected: &str| event.data.get(name).is_some_and(|value| value == expected);
        let kind = if is("source", "relay") { "The relay" } else { "The connection of the DJ" };
        let happened = match (is("what", "late"), is("what", "silent"), value("why")) {
            (true, _, _) => "is too slow".to_owned(),
            (_, true, _) => "sends silence".to_owned(),
            (_, _, "") => "is lost".to_owned(),
            (_, _, why) => format!("is lost: {why}"),
        };
        let name = [" ", value("name")].concat();
        format!("{}: {kind}{} {happened}", value("station"), name.trim_end())
    }

    /// Puts the values into `text`, each as `escape` writes it. Placeholders without a value are left out.
    pub(super) fn put_into(&self, text: &str, escape: fn(&str) -> String) -> String {
        let mut parts = text.split('{');
        let mut result = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap_or((part, ""));
            result.push_str(&self.0.get(name).map(|value| escape(value)).unwrap_or_default());
            result.push_str(rest);
        }
        result.trim().to_owned()
    }
}

/// Writes a duration as people say it: `12 s`, `5 min`, `1 h 30 min`.
fn duration(seconds: f64) -> String {
    let seconds = seconds.max(0.0).round() as u64;
    match (seconds / 3_600, seconds / 60 % 60) {
        (0, 0) => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::webhooks::EventStation;

    fn event(occasion: WebhookTopic, data: serde_json::Value) -> WebhookEvent {
        let station = Some(EventStation { slug: "main".to_owned(), name: "Radio Quay".to_owned() });
        WebhookEvent { station, at_us: 0, occasion, data }
    }

    #[test]
    fn events_are_told_in_sentences() {
        let check = |occasion, data, link: Option<&str>, expected: &str| {
            let event = event(occasion, data);
            let told = TextValues::of(&event, link).put_into("{message}", str::to_owned);
            assert_eq!(told, expected);
        };
        let link = Some("https://radio.example/main");
        check(
            WebhookTopic::Track,
            json!({ "title": "Tides", "artist": "The Breakwater Trio", "album": null }),
            link,
            "Now playing on Radio Quay: The Breakwater Trio – Tides https://radio.example/main",
        );
        check(
            WebhookTopic::Track,
            json!({ "title": "Tides", "artist": null }),
            None,
            "Now playing on Radio Quay: Tides",
        );
        check(
            WebhookTopic::LiveStart,
            json!({ "dj": "Mia", "program": null }),
            None,
            "Mia is live on Radio Quay.",
        );
        let stopped = json!({ "dj": "Mia", "seconds": 5_400 });
        check(
            WebhookTopic::LiveStop,
            stopped,
            None,
            "Mia has ended the live show on Radio Quay after 1 h 30 min.",
        );
        check(WebhookTopic::DeadAir, json!({ "state": "began" }), link, "Radio Quay: nothing is heard.");
        check(
            WebhookTopic::DeadAir,
            json!({ "state": "ended", "seconds": 2.5 }),
            link,
            "Radio Quay is heard again. There was silence for 3 s.",
        );
        check(
            WebhookTopic::SourceTrouble,
            json!({ "source": "live", "name": "mia", "what": "late", "why": null }),
            link,
            "Radio Quay: The connection of the DJ mia is too slow",
        );
        check(
            WebhookTopic::SourceTrouble,
            json!({ "source": "relay", "name": null, "what": "gone", "why": "no connection" }),
            link,
            "Radio Quay: The relay is lost: no connection",
        );
        check(
            WebhookTopic::ListenerPeak,
            json!({ "listeners": 220 }),
            None,
            "Radio Quay has 220 listeners, more than ever before.",
        );
        check(
            WebhookTopic::Recording,
            json!({ "title": "Jazz at Nine" }),
            link,
            "The recording of Jazz at Nine on Radio Quay is ready. https://radio.example/main",
        );
        check(
            WebhookTopic::BackupFailed,
            json!({ "why": "the disk is full" }),
            link,
            "The backup of the server failed: the disk is full",
        );
    }

    #[test]
    fn a_text_of_ones_own_has_the_values_of_the_event() {
        let event =
            event(WebhookTopic::Track, json!({ "title": "<Tides>", "artist": "{station}", "dj": null }));
        let values = TextValues::of(&event, None);
        let put = |text: &str| values.put_into(text, |value| value.replace('<', "&lt;"));
        assert_eq!(put("♪ {title} <b> ({artist}) {dj}"), "♪ &lt;Tides> <b> ({station})");
        assert_eq!(put("plain"), "plain");
    }

    #[test]
    fn what_a_text_cannot_have_is_said() {
        let check = |text: &str| check(WebhookTopic::BackupFailed, text).map_err(|error| error.to_string());
        assert_eq!(check("Look: {why}"), Ok(()));
        let unknown = "There is no {title} in the text for backup-failed; there are {message}, {why}.";
        assert_eq!(check("{why} {title}"), Err(unknown.to_owned()));
        assert_eq!(check("{why"), Err("The text for backup-failed has a { without a }.".to_owned()));
        let long = "The text for backup-failed is longer than 500 characters.";
        assert_eq!(check(&"é".repeat(501)), Err(long.to_owned()));
        assert_eq!(check(&"é".repeat(500)), Ok(()));
    }
}
