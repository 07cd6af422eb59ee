//! The page that shows the result of a form, such as a password that can be seen once.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::web::languages::Words;

/// The most letters of a heading.
const LONGEST_HEADING: usize = 80;
/// Fields of results that are shown, in the order of the page. The message `result` has their labels.
const FIELDS: [&str; 15] = [
    "studio",
    "server",
    "port",
    "mount",
    "name",
    "slug",
    "password",
    "source_password",
    "token",
    "secret",
    "page",
    "ends_at",
    "problem",
    "listed",
    "found",
];
/// Fields that cannot be seen again.
const SECRETS: [&str; 5] = ["password", "source_password", "token", "secret", "page"];

/// Variables of `dashboard/shown.html`.
#[derive(Serialize)]
pub(super) struct ResultPage<'a> {
    heading: String,
    facts: Vec<Fact>,
    /// Tracks of an imported playlist that are not in the library.
    missing: Vec<String>,
    /// True if something is shown that cannot be seen again.
    has_secret: bool,
    /// True if it is all that a DJ needs, to be handed over.
    is_sheet: bool,
    /// All lines of a sheet as text, to be copied at once.
    text: String,
    /// Address of the page that follows.
    then: &'a str,
}

/// A line of the page.
#[derive(Serialize)]
struct Fact {
    key: &'static str,
    label: String,
    text: String,
    is_secret: bool,
}

impl<'a> ResultPage<'a> {
    /// Describes the JSON document `result` of a form, under the heading that the form names.
    pub(super) fn of(result: &Map<String, Value>, heading: &str, then: &'a str, words: &Words) -> Self {
        // A signed link contains its token.
        let is_shown = |key: &str| key != "token" || !result.contains_key("page");
        let is_sheet = result.contains_key("studio");
        let fact = |key: &'static str| {
            let label = words.say("result", &[("field", key.into())]);
            let value = result.get(key)?;
            let is_chosen = is_sheet && key == "password" && value.is_null();
            let text = if is_chosen { words.word("password-chosen") } else { text(key, value, words)? };
            Some(Fact { key, label, text, is_secret: !is_chosen && SECRETS.contains(&key) })
        };
        let facts: Vec<_> = FIELDS.into_iter().filter(|key| is_shown(key)).filter_map(fact).collect();
        let missing = result.get("missing").and_then(Value::as_array).into_iter().flatten();
        let heading = match result.get("is_sound").and_then(Value::as_bool) {
            Some(true) => words.word("database-sound"),
            Some(false) => words.word("database-unsound"),
            None if heading.is_empty() || heading == "1" => words.word("done"),
            None => heading.chars().take(LONGEST_HEADING).collect(),
        };
        Self {
            heading,
            has_secret: facts.iter().any(|fact| fact.is_secret),
            is_sheet,
            text: lines_of(&facts),
            facts,
            missing: missing.filter_map(Value::as_str).map(str::to_owned).collect(),
            then,
        }
    }
}

fn lines_of(facts: &[Fact]) -> String {
    let lines: Vec<_> = facts.iter().map(|fact| format!("{}: {}", fact.label, fact.text)).collect();
    lines.join("\n")
}

/// Writes a value for people; `None` if there is nothing to show.
fn text(key: &str, value: &Value, words: &Words) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if key.ends_with("_at") => {
            Some(words.local(number.as_i64()?.checked_mul(1_000_000)?, "UTC", "%F %H:%M UTC"))
        }
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::web::Templates;

    #[track_caller]
    fn check(result: &Value, heading: &str, expected: &[&str]) {
        let words = Templates::of(&[]).unwrap().english().unwrap();
        let page = ResultPage::of(result.as_object().unwrap(), heading, "/admin", &words);
        let mut lines = vec![page.heading];
        lines.extend(page.facts.iter().map(|fact| format!("{}: {}", fact.label, fact.text)));
        assert_eq!(lines, expected);
        assert_eq!(page.has_secret, page.facts.iter().any(|fact| fact.is_secret));
    }

    #[test]
    fn results_are_shown_with_labels_and_without_names_of_the_api() {
        check(&json!({ "is_sound": true, "problem": null }), "1", &["Database check passed"]);
        check(
            &json!({ "is_sound": false, "problem": "page 3 is torn" }),
            "1",
            &["Database check failed", "Problem: page 3 is torn"],
        );
        check(
            &json!({ "slug": "jazz", "is_on_air": true, "source_password": "one two" }),
            "Station created",
            &["Station created", "Short name: jazz", "Source password: one two"],
        );
        check(
            &json!({ "token": "t", "page": "https://radio.example/jazz?t=t", "ends_at": 86_400 }),
            "Guest link created",
            &[
                "Guest link created",
                "Link: https://radio.example/jazz?t=t",
                "Valid until: 1970-01-02 00:00 UTC",
            ],
        );
        check(&json!({ "name": "mia", "password": null }), "", &["Done", "Name: mia"]);
    }

    #[test]
    fn a_dj_is_handed_all_that_they_need() {
        let mut sheet = json!({
            "name": "mia", "password": "one-two", "studio": "https://radio.example/main/studio",
            "server": "radio.example", "port": "443", "mount": "/main",
        });
        let mut expected = [
            "DJ account created",
            "Studio: https://radio.example/main/studio",
            "Server: radio.example",
            "Port: 443",
            "Mount point: /main",
            "Name: mia",
            "Password: one-two",
        ];
        check(&sheet, "DJ account created", &expected);
        let words = Templates::of(&[]).unwrap().english().unwrap();
        let page = ResultPage::of(sheet.as_object().unwrap(), "1", "/admin", &words);
        assert_eq!(page.text, expected[1..].join("\n"));
        expected[6] = "Password: the one that you chose";
        sheet["password"] = Value::Null;
        check(&sheet, "DJ account created", &expected);
    }
}
