//! Forms, which are another spelling of the API's calls.
//!
//! In: the fields of a form that a page sent to an address of the API. Out: the verb it stands for, the JSON
//! document that a program would send, and where the browser goes on.
//! Never: does what the API would not; the form's body goes the way of every other one.
//!
//! # How a page spells a call
//! `csrf`, `then`, `method` and `show` are the form's own: the session's token, the page to go on with, the verb where
//! it is not POST, and the heading of a page that shows the answer (a password that is told only once). Every other
//! field is one of the document, its name perhaps with dots for documents in it, and with what it is:
//!
//! | field | becomes |
//! |---|---|
//! | `title` | a text; nothing where it is empty |
//! | `title:text` | a text, empty too |
//! | `title:maybe` | a text; `null` where it is empty |
//! | `place:number` | a number; nothing where it is empty |
//! | `place:maybe-number` | a number; `null` where it is empty |
//! | `is_open:boolean` | true for `on` and `true`; the last counts, so that a hidden `false` can go before a box |
//! | `days:list` | the texts of all such fields, and of each of their lines |
//! | `rules:json` | JSON as it is |

use serde_json::{Map, Number, Value};

use super::Verb;
use crate::model::BasePath;
use crate::web::Error;

/// Address after sign-in.
pub(crate) const HOME: &str = "/admin";
/// A document that is deeper is nobody's.
const MOST_DEEP: usize = 4;

/// A form that stands for a call.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) verb: Verb,
    /// The page to go on with.
    pub(super) then: String,
    /// Heading of the page that shows the response, if it is to be shown.
    pub(super) shows: Option<String>,
    pub(super) csrf: String,
    fields: Vec<(String, String)>,
}

impl Form {
    /// Parses a body that a page of a site below `base_path` sent. Fails for an unknown method.
    pub(super) fn read(body: &[u8], base_path: &BasePath) -> Result<Self, Error> {
        let (mut verb, mut then, mut shows, mut csrf) = (Verb::Post, HOME.to_owned(), None, String::new());
        let mut fields = Vec::new();
        for (name, value) in form_urlencoded::parse(body).into_owned() {
            match &*name {
                "csrf" => csrf = value,
                "show" => shows = Some(value),
                "then" => inside(base_path.strip(&value)).clone_into(&mut then),
                "method" => {
                    let named = Verb::ALL.into_iter().find(|verb| verb.name() == value);
                    verb = named.ok_or_else(|| Error::bad_input(format!("There is no method {value:?}.")))?;
                }
                _ => fields.push((name, value)),
            }
        }
        Ok(Self { verb, then, shows, csrf, fields })
    }

    /// The document that its fields spell; none where it has none.
    pub(super) fn document(&self) -> Result<Option<Value>, Error> {
        let mut document = Map::new();
        for (name, value) in &self.fields {
            let (name, kind) = name.split_once(':').unwrap_or((name, ""));
            let path: Vec<&str> = name.split('.').collect();
            let (Some((last, way)), true) = (path.split_last(), path.len() <= MOST_DEEP) else {
                return Err(Error::bad_input(format!("The form has a field {name:?}, which fits nowhere.")));
            };
            let mut into = &mut document;
            for step in way {
                let inner = into.entry(*step).or_insert_with(|| Value::Object(Map::new()));
                into = inner
                    .as_object_mut()
                    .ok_or_else(|| Error::bad_input(format!("{step} is there twice.")))?;
            }
            put(into, last, kind, value)?;
        }
        Ok((!self.fields.is_empty()).then_some(Value::Object(document)))
    }
}

fn put(into: &mut Map<String, Value>, name: &str, kind: &str, value: &str) -> Result<(), Error> {
    let trimmed = value.trim();
    let said = match kind {
        "" | "number" if trimmed.is_empty() => return Ok(()),
        "maybe" | "maybe-number" if trimmed.is_empty() => Value::Null,
        "" | "text" | "maybe" => Value::String(value.to_owned()),
        "number" | "maybe-number" => {
            let number: Number = trimmed.parse().map_err(|_| {
                Error::bad_input(format!("{name} has to be a number, and {trimmed:?} is none."))
            })?;
            Value::Number(number)
        }
        "boolean" => Value::Bool(matches!(trimmed, "on" | "true")),
        "list" => {
            let list = into.entry(name).or_insert_with(|| Value::Array(Vec::new()));
            let lines = value.lines().map(str::trim).filter(|line| !line.is_empty());
            if let Value::Array(list) = list {
                list.extend(lines.map(|line| Value::String(line.to_owned())));
            }
            return Ok(());
        }
        "json" => serde_json::from_str(trimmed)
            .map_err(|error| Error::bad_input(format!("{name} is not JSON: {error}.")))?,
        _ => return Err(Error::bad_input(format!("The form has a field of the kind {kind:?}."))),
    };
    into.insert(name.to_owned(), said);
    Ok(())
}

/// The address, if it is one of the dashboard.
pub(crate) fn inside(to: &str) -> &str {
    let is_inside = to == HOME || to.starts_with("/admin/") || to.starts_with("/admin?");
    let is_plain = to.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\') && !to.contains("//");
    if is_inside && is_plain { to } else { HOME }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(body: &[u8]) -> Result<Form, Error> {
        Form::read(body, &BasePath::default())
    }

    #[track_caller]
    fn spells(body: &str, expected: Value) {
        assert_eq!(read(body.as_bytes()).unwrap().document().unwrap(), Some(expected), "{body}");
    }

    #[test]
    fn a_form_spells_a_document() {
        spells("csrf=x&then=/admin&a=b+c&empty=", json!({ "a": "b c" }));
        spells("a%3Atext=&b%3Amaybe=&c:maybe=d", json!({ "a": "", "b": null, "c": "d" }));
        spells("a:number=3&b:number=2.5&c:number=&d:maybe-number=", json!({ "a": 3, "b": 2.5, "d": null }));
        spells("a:boolean=false&a:boolean=on&b:boolean=false", json!({ "a": true, "b": false }));
        spells(
            "days:list=mon&days:list=tue%0D%0Awed%0A&none:list=",
            json!({ "days": ["mon", "tue", "wed"], "none": [] }),
        );
        spells(
            "smart.genre=Jazz&smart.years.from:number=1970",
            json!({ "smart": { "genre": "Jazz", "years": { "from": 1970 } } }),
        );
        spells("rules:json=%5B1,{}%5D", json!({ "rules": [1, {}] }));
        assert_eq!(read(b"csrf=x&method=DELETE").unwrap().document().unwrap(), None);
    }

    #[test]
    fn what_fits_nowhere_is_told() {
        for body in ["a:number=x", "a:what=1", "a:json={", "a=1&a.b=2", "a.b.c.d.e=1"] {
            assert!(read(body.as_bytes()).unwrap().document().is_err(), "{body}");
        }
        assert!(read(b"method=TRACE").is_err());
    }

    #[test]
    fn a_form_says_what_it_stands_for() {
        let form = read(b"method=PATCH&then=/admin/stations/main&csrf=token&show=Saved").unwrap();
        assert_eq!(
            (form.verb, &*form.then, &*form.csrf, form.shows.as_deref()),
            (Verb::Patch, "/admin/stations/main", "token", Some("Saved"))
        );
        assert_eq!(read(b"then=https://evil.example").unwrap().then, "/admin");
        let below = |body: &[u8]| Form::read(body, &BasePath::new("/radio")).unwrap().then;
        assert_eq!(below(b"then=/radio/admin/people"), "/admin/people");
        assert_eq!(below(b"then=/other/admin"), "/admin");
    }

    #[test]
    fn nobody_is_sent_elsewhere() {
        for to in ["/admin", "/admin?said", "/admin/main/queue", "/admin/password?x=1"] {
            assert_eq!(inside(to), to);
        }
        for to in [
            "",
            "/",
            "/main",
            "//evil.example",
            "/admin//evil",
            "/admin/\\evil",
            "/adminx",
            "https://evil.example",
            "/admin/\r\nx",
        ] {
            assert_eq!(inside(to), HOME, "{to:?}");
        }
    }
}
