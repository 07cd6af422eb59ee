//! Messages of pages and scripts in the listeners' languages.
//!
//! In: a catalogue for each language, `templates/languages/*.ftl` and `templates/languages/dashboard/*.ftl` (Project
//! Fluent), and the languages that a browser asks for. Out: messages with their variables, escaped for HTML, as plain
//! text, and as JSON for scripts.
//! Never: shows a message's key; text that a language lacks is in English.

mod catalogue;
mod negotiation;
mod problem_words;
mod script_messages;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use fluent_bundle::{FluentArgs, FluentValue};
use serde::Serialize;
use serde_json::{Map, Value, json};
use tera::{Function, Kwargs, State, Tera, TeraResult};

use catalogue::MessageCatalogue;
pub(in crate::web) use negotiation::{PageLanguage, name_language, query_without_language};
pub(in crate::web) use script_messages::ScriptSet;
pub(in crate::web) use words::Words;

/// The language that has every message, and that pages without a choice of language are in.
pub(in crate::web) const ENGLISH: &str = "en";

/// Every language there is; clones share them.
#[derive(Clone)]
pub(in crate::web) struct Languages {
    catalogues: Arc<Vec<MessageCatalogue>>,
    /// Documents for scripts that were made already, in release builds: elsewhere scripts change meanwhile.
    for_scripts: Arc<Mutex<ScriptDocuments>>,
}

/// Documents by language and set of scripts.
type ScriptDocuments = BTreeMap<(String, ScriptSet), Arc<str>>;

/// A language as pages offer it.
#[derive(Serialize)]
pub(in crate::web) struct LanguageChoice<'a> {
    code: &'a str,
    name: &'a str,
    is_current: bool,
}

impl Languages {
    /// Reads catalogues, pairs of a file's name and its text. The last part of the name is the language's code
    /// (BCP 47). English has to be among them.
    pub(in crate::web) fn read(files: impl Iterator<Item = (String, String)>) -> Result<Self, tera::Error> {
        let mut by_code: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for (name, text) in files {
            let code = name.rsplit('/').next().unwrap_or_default().to_owned();
            by_code.entry(code).or_default().push((name, text));
        }
        let read = by_code.into_iter().map(|(code, files)| MessageCatalogue::read(&code, files));
        let all = read.collect::<Result<Vec<_>, _>>()?;
        if all.iter().any(|one| one.code() == ENGLISH) {
            Ok(Self { catalogues: Arc::new(all), for_scripts: Arc::default() })
        } else {
            Err(tera::Error::message("there are no messages in English"))
        }
    }

    /// Adds the functions `t` and `script_messages` to `tera`.
    pub(in crate::web) fn register(&self, tera: &mut Tera) {
        tera.register_function("t", TranslateFunction(self.clone()));
        tera.register_function("script_messages", ScriptMessagesFunction(self.clone()));
    }

    /// The codes of all languages.
    pub(in crate::web) fn codes(&self) -> impl Iterator<Item = &str> {
        self.catalogues.iter().map(MessageCatalogue::code)
    }

    /// The direction of a language's script: `ltr` or `rtl`.
    pub(in crate::web) fn direction(&self, code: &str) -> &str {
        self.get(code).map_or("ltr", MessageCatalogue::direction)
    }

    /// The languages, of which the page is in `current`.
    pub(in crate::web) fn choices<'a>(&'a self, current: &str) -> Vec<LanguageChoice<'a>> {
        let choice = |one: &'a MessageCatalogue| LanguageChoice {
            code: one.code(),
            name: one.name(),
            is_current: one.code() == current,
        };
        self.catalogues.iter().map(choice).collect()
    }

    /// Returns the message `key` in the language `code`, or else in English. Its text is escaped for HTML; variables
    /// are inserted as they are.
    fn html(&self, code: &str, key: &str, variables: &FluentArgs<'_>) -> TeraResult<String> {
        let mut catalogues = [code, ENGLISH].into_iter().filter_map(|code| self.get(code));
        catalogues.find_map(|one| one.html(key, variables)).unwrap_or_else(|| Err(unknown(key)))
    }

    /// Returns a message as [`Self::html`] does, without escaping its text.
    fn plain(&self, code: &str, key: &str, variables: &FluentArgs<'_>) -> TeraResult<String> {
        let mut catalogues = [code, ENGLISH].into_iter().filter_map(|code| self.get(code));
        catalogues.find_map(|one| one.plain(key, variables)).unwrap_or_else(|| Err(unknown(key)))
    }

    /// Returns the messages of a set of scripts as a JSON document.
    pub(in crate::web) fn for_scripts(&self, code: &str, set: ScriptSet) -> Arc<str> {
        let mut made = self.for_scripts.lock().unwrap_or_else(PoisonError::into_inner);
        if cfg!(debug_assertions) {
            made.clear();
        }
        let document = made.entry((code.to_owned(), set)).or_insert_with(|| self.document(code, set).into());
        Arc::clone(document)
    }

    fn document(&self, code: &str, set: ScriptSet) -> String {
        let (english, own) = (self.get(ENGLISH), self.get(code));
        let pattern = |key: String| {
            let pattern = own.and_then(|own| own.compile(&key)).or_else(|| english?.compile(&key))?;
            Some((key, pattern))
        };
        let messages: Map<String, Value> =
            script_messages::keys_of(set).into_iter().filter_map(pattern).collect();
        json!({ "language": code, "direction": self.direction(code), "messages": messages }).to_string()
    }

    fn get(&self, code: &str) -> Option<&MessageCatalogue> {
        self.catalogues.iter().find(|one| one.code() == code)
    }
}

fn unknown(key: &str) -> tera::Error {
    tera::Error::message(format!("there is no message {key}"))
}

/// Returns the code of the language that a template is filled in.
fn language_of(state: &State) -> TeraResult<String> {
    Ok(state.get::<String>("lang")?.unwrap_or_else(|| ENGLISH.to_owned()))
}

/// The function `t(key="...", name=value)` of templates: a message in the page's language. Values are escaped for HTML
/// unless they are marked safe.
struct TranslateFunction(Languages);

impl Function<TeraResult<String>> for TranslateFunction {
    fn call(&self, kwargs: Kwargs, state: &State) -> TeraResult<String> {
        let mut variables = FluentArgs::new();
        for (name, value) in kwargs.iter() {
            let Some(name) = name.as_str().filter(|name| *name != "key") else { continue };
            let number = value.as_f64().filter(|_| value.is_number());
            let value = match number {
                Some(number) => FluentValue::from(number),
                None => FluentValue::from(state.escape_if_needed(value)?),
            };
            variables.set(name.to_owned(), value);
        }
        self.0.html(&language_of(state)?, kwargs.must_get::<&str>("key")?, &variables)
    }

    fn is_safe(&self) -> bool {
        true
    }
}

/// The function `script_messages(set="...")` of templates: what the page's scripts say, as JSON for an element `script`.
struct ScriptMessagesFunction(Languages);

impl Function<TeraResult<String>> for ScriptMessagesFunction {
    fn call(&self, kwargs: Kwargs, state: &State) -> TeraResult<String> {
        let name = kwargs.must_get::<&str>("set")?;
        let set = ScriptSet::named(name)
            .ok_or_else(|| tera::Error::message(format!("there is no set of scripts {name}")))?;
        let document = self.0.for_scripts(&language_of(state)?, set);
        // Nothing in it ends the element.
        Ok(document.replace('<', "\\u003c"))
    }

    fn is_safe(&self) -> bool {
        true
    }
}
