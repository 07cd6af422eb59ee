//! The catalogues that the program comes with, and how templates and scripts use them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::*;
use crate::auth::AuthError;
use crate::web::assets;
use crate::web::templates::files;
use crate::web::{Error, Templates};

/// Keys that name the language itself, which are read by the program.
const OF_LANGUAGE: [&str; 2] = ["language-name", "language-direction"];

fn languages() -> Languages {
    Languages::read(files("languages/", ".ftl")).unwrap()
}

/// The variables of a compiled message.
fn variables(pattern: &Value, found: &mut BTreeSet<String>) {
    match pattern {
        Value::Array(parts) => parts.iter().for_each(|part| variables(part, found)),
        Value::Object(part) => {
            let names = ["v", "s"].iter().filter_map(|name| part.get(*name)?.as_str());
            found.extend(names.map(str::to_owned));
            let options = part.get("o").and_then(Value::as_object);
            options.into_iter().flatten().for_each(|(_, option)| variables(option, found));
        }
        _ => {}
    }
}

/// The messages of a language with their variables.
fn messages(catalogue: &MessageCatalogue) -> BTreeMap<String, BTreeSet<String>> {
    let message = |key: &str| {
        let pattern = catalogue.compile(key);
        let mut found = BTreeSet::new();
        variables(
            &pattern.unwrap_or_else(|| panic!("{key} in {} is not for scripts", catalogue.code())),
            &mut found,
        );
        (key.to_owned(), found)
    };
    catalogue.keys().map(message).collect()
}

/// The text after each of `calls` in `text`, up to the next quote.
fn arguments<'a>(text: &'a str, calls: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    let found = calls.iter().flat_map(|call| text.match_indices(call));
    found.filter_map(|(at, call)| text[at + call.len()..].split('"').next().map(str::to_owned))
}

/// The program's own files, without their tests, their long texts in one line.
fn sources(folder: &Path) -> String {
    let mut texts = String::new();
    for entry in folder.read_dir().unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            texts.push_str(&sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(path).unwrap();
            texts.push_str(text.split("#[cfg(test)]\nmod tests {").next().unwrap());
        }
    }
    let mut lines = texts.split("\\\n");
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |text, line| text + line.trim_start())
}

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The keys that templates name, and those that messages name.
fn keys_in_templates() -> BTreeSet<String> {
    let texts = files("", ".html").chain(files("", ".xml"));
    let keys = texts.flat_map(|(_, text)| arguments(&text, &["(key=\"", " key=\""]).collect::<Vec<_>>());
    let referred = files("languages/", ".ftl").flat_map(|(_, text)| {
        let names = text.split("{ ").skip(1).filter_map(|rest| rest.split(" }").next().map(str::to_owned));
        names.filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-')).collect::<Vec<_>>()
    });
    keys.chain(referred).collect()
}

#[test]
fn every_language_has_the_messages_of_english_with_their_variables() {
    let languages = languages();
    let english = messages(languages.get(ENGLISH).unwrap());
    assert!(languages.codes().count() >= 7, "{:?}", languages.codes().collect::<Vec<_>>());
    let mut wrong = Vec::new();
    for catalogue in languages.catalogues.iter() {
        let (code, own) = (catalogue.code(), messages(catalogue));
        for (key, expected) in &english {
            match own.get(key) {
                None => wrong.push(format!("{code}.ftl has no {key}")),
                Some(found) if found != expected => {
                    wrong.push(format!("{code}.ftl: {key} has the variables {found:?}, not {expected:?}"));
                }
                Some(_) => {}
            }
        }
        let unknown = own.keys().filter(|key| !english.contains_key(*key));
        wrong.extend(unknown.map(|key| format!("{code}.ftl: en.ftl has no {key}")));
        if catalogue.keys().count() != own.len() {
            wrong.push(format!("{code}.ftl has a key twice"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_message_is_used_and_every_key_has_a_message() {
    let english = messages(languages().get(ENGLISH).unwrap());
    let known: BTreeSet<String> = english.into_keys().collect();
    let in_scripts = assets::scripts().flat_map(|(_, text)| script_messages::keys_in(&text));
    let program = sources(&source_folder());
    let calls = [".word(\"", ".say(\"", ".date(\"", ".dated(\""];
    let used: BTreeSet<String> = in_scripts
        .chain(keys_in_templates())
        .chain(arguments(&program, &calls))
        .chain(OF_LANGUAGE.map(str::to_owned))
        .collect();
    // Others are chosen from several by the program, and problems by their English text.
    let is_named = |key: &&String| key.starts_with("problem-") || program.contains(&format!("\"{key}\""));
    let unused: Vec<_> = known.difference(&used).filter(|key| !is_named(key)).collect();
    assert!(unused.is_empty(), "messages that nothing uses: {unused:?}");
    let missing: Vec<_> = used.difference(&known).collect();
    assert!(missing.is_empty(), "keys without a message: {missing:?}");
}

#[test]
fn problems_are_translated_by_the_texts_that_the_program_says() {
    let (languages, program) = (languages(), sources(&source_folder()));
    let (english, none) = (languages.get(ENGLISH).unwrap(), FluentArgs::new());
    for key in english.keys().filter(|key| key.starts_with("problem-")) {
        let Some(Ok(text)) = english.plain(key, &none) else { continue };
        let is_named = program.contains(&format!("\"{key}\""));
        // The program says some with a small letter and without a full stop.
        let core = text.chars().skip(1).collect::<String>();
        assert!(is_named || program.contains(core.trim_end_matches('.')), "nothing says {key}: {text}");
    }
    let said = |code: &str, error: &Error| Words::of(&languages, code).problem(error);
    let wrong = Error::Refused(AuthError::WrongPassword);
    assert_eq!(said("en", &wrong), "Wrong name or password.");
    assert_ne!(said("de", &wrong), "Wrong name or password.");
    assert_ne!(said("ar", &Error::CHANGED), Error::CHANGED.in_words());
    let taken = Error::Store(crate::store::Error::AccountExists("zoe".to_owned()));
    assert!(said("fr", &taken).contains("zoe") && said("fr", &taken) != taken.in_words());
    let rare = Error::bad_input("The moon is full.");
    assert_eq!(said("de", &rare), "The moon is full.");
}

#[test]
fn a_message_and_its_variables_are_text_and_not_html() {
    let template = "<p title=\"{{ t(key=\"live-with\", dj=dj) }}\">{{ t(key=\"live-with\", dj=link) }}</p>\
                    {% set mark %}<b>{{ dj }}</b>{% endset %}{{ t(key=\"live-with\", dj=mark) }}";
    let templates = Templates::of(&[("page.html", template)]).unwrap();
    let page = json!({ "dj": "\"<Ada>", "link": "<a>" });
    let page = templates.fill("de", "page.html", &page).unwrap();
    assert_eq!(
        page,
        "<p title=\"Live: &quot;&lt;Ada&gt;\">Live: &lt;a&gt;</p>Live: <b>&quot;&lt;Ada&gt;</b>"
    );
}

#[test]
fn text_of_a_catalogue_is_escaped_and_what_a_language_lacks_is_english() {
    let head = "language-name = x\nlanguage-direction = ltr\n";
    let count = "{ $count ->\n    [one] one\n   *[other] more\n}";
    let catalogues = [
        ("en", format!("{head}both = English\nonly = Rock & <b> {count}\n")),
        ("de", format!("{head}both = Deutsch\n")),
    ];
    let read = catalogues.into_iter().map(|(code, text)| (code.to_owned(), text));
    let languages = Languages::read(read).unwrap();
    let count = |count: f64| FluentArgs::from_iter([("count", FluentValue::from(count))]);
    assert_eq!(languages.html("de", "both", &count(1.0)).unwrap(), "Deutsch");
    assert_eq!(languages.html("de", "only", &count(1.0)).unwrap(), "Rock &amp; &lt;b&gt; one");
    assert_eq!(languages.plain("de", "only", &count(1.0)).unwrap(), "Rock & <b> one");
    assert_eq!(languages.html("xx", "only", &count(2.0)).unwrap(), "Rock &amp; &lt;b&gt; more");
    assert!(languages.html("de", "none", &count(1.0)).is_err());
    assert!(languages.html("de", "only", &FluentArgs::new()).is_err(), "a variable is missing");
}

#[test]
fn literals_are_refused_since_their_text_is_not_escaped() {
    let text = "language-name = x\nlanguage-direction = ltr\nplain = a\nliteral = a { \"<b>\" }\n";
    let catalogue = MessageCatalogue::read("en", vec![("en".to_owned(), text.to_owned())]).unwrap();
    assert_eq!(catalogue.compile("plain"), Some(json!("a")));
    assert_eq!(catalogue.compile("literal"), None);
}

#[test]
fn a_catalogue_that_is_wrong_is_refused() {
    let read = |code: &str, text: &str| {
        Languages::read([(code.to_owned(), text.to_owned())].into_iter()).err().map(|error| error.to_string())
    };
    let head = "language-name = x\nlanguage-direction = ltr\n";
    assert_eq!(read("en", head), None);
    let twice = [("en", head), ("dashboard/en", "language-name = x")]
        .map(|(name, text)| (name.to_owned(), text.to_owned()));
    let error = Languages::read(twice.into_iter()).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(error.contains("languages/dashboard/en.ftl"), "a key is in both files: {error}");
    for (code, text, says) in [
        ("de", head, "no messages in English"),
        ("en", "language-name = x", "there is no language-direction"),
        ("en", "language-name = { x", "languages/en.ftl"),
        ("e!", head, "languages/e!.ftl"),
    ] {
        let error = read(code, text).unwrap_or_default();
        assert!(error.contains(says), "{code}: {error}");
    }
}

#[test]
fn scripts_are_sent_the_messages_that_they_name() {
    let document = languages().for_scripts("ar", ScriptSet::Listeners);
    let document: Value = serde_json::from_str(&document).unwrap();
    assert_eq!((&document["language"], &document["direction"]), (&json!("ar"), &json!("rtl")));
    assert_eq!(document["messages"]["remove"], "إزالة");
    assert_eq!(document["messages"]["look-up-song"], json!(["البحث عن ", { "v": "title" }]));
    let minutes = &document["messages"]["behind-minutes"][0];
    assert_eq!((&minutes["s"], &minutes["d"]), (&json!("minutes"), &json!("other")));
    assert_eq!(minutes["o"]["few"], json!(["متأخر ", { "v": "minutes" }, " دقائق"]));
    assert_eq!(document["messages"].get("weekday"), None, "no script names it");
    let studio = languages().for_scripts("de", ScriptSet::Studio);
    let studio: Value = serde_json::from_str(&studio).unwrap();
    assert_eq!(studio["messages"]["call-hung-up"], "Sie haben aufgelegt.");
    let used = script_messages::keys_in(
        "t('a'); set('b'); x.t('c'); tNodes(\n  \"d\", {}); f(...tNodes('f', {})); t(e)",
    );
    assert_eq!(used, ["a", "d", "f"]);
}
