//! The messages of one language.

use std::borrow::Cow;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use serde_json::{Map, Value, json};
use tera::TeraResult;
use unic_langid::LanguageIdentifier;

/// The message with the language's name in itself.
const NAME: &str = "language-name";
/// The message with the direction of its script, `ltr` or `rtl`.
const DIRECTION: &str = "language-direction";
/// Messages that refer to messages are compiled to this depth.
const DEEPEST: usize = 4;

pub(super) struct MessageCatalogue {
    code: String,
    name: String,
    direction: String,
    /// For scripts: a bundle does not show its patterns.
    resources: Vec<Arc<FluentResource>>,
    /// For templates: it escapes the text of messages.
    html: FluentBundle<Arc<FluentResource>>,
    /// For text that templates escape.
    plain: FluentBundle<Arc<FluentResource>>,
}

impl MessageCatalogue {
    /// Reads the catalogue of the language `code` from its files, each with its name below `languages`.
    pub(super) fn read(code: &str, files: Vec<(String, String)>) -> Result<Self, tera::Error> {
        let wrong = |why: String| tera::Error::message(format!("languages/{code}.ftl: {why}"));
        let language: LanguageIdentifier = code.parse().map_err(|error| wrong(format!("{error}")))?;
        let bundle = || FluentBundle::new_concurrent(vec![language.clone()]);
        let (mut html, mut plain, mut resources) = (bundle(), bundle(), Vec::new());
        for (name, text) in files {
            let wrong = |why: String| tera::Error::message(format!("languages/{name}.ftl: {why}"));
            let resource = FluentResource::try_new(text);
            let resource = Arc::new(resource.map_err(|(_, errors)| wrong(format!("{errors:?}")))?);
            for bundle in [&mut html, &mut plain] {
                bundle.add_resource(Arc::clone(&resource)).map_err(|errors| wrong(format!("{errors:?}")))?;
            }
            resources.push(resource);
        }
        html.set_transform(Some(escape));
        let (name, direction) = (String::new(), String::new());
        let mut catalogue = Self { code: code.to_owned(), name, direction, resources, html, plain };
        let of_language = |key: &str| {
            let text = catalogue.html(key, &FluentArgs::new());
            text.unwrap_or_else(|| Err(wrong(format!("there is no {key}"))))
        };
        let (name, direction) = (of_language(NAME)?, of_language(DIRECTION)?);
        // Names in Latin letters would move the marks beside them.
        for bundle in [&mut catalogue.html, &mut catalogue.plain] {
            bundle.set_use_isolating(direction == "rtl");
        }
        (catalogue.name, catalogue.direction) = (name, direction);
        Ok(catalogue)
    }

    pub(super) fn code(&self) -> &str {
        &self.code
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn direction(&self) -> &str {
        &self.direction
    }

    /// Returns a message, its text escaped for HTML; `None` if the language lacks it. Fails if a variable is missing.
    pub(super) fn html(&self, key: &str, variables: &FluentArgs<'_>) -> Option<TeraResult<String>> {
        self.format(&self.html, key, variables)
    }

    /// Returns a message as [`Self::html`] does, without escaping its text.
    pub(super) fn plain(&self, key: &str, variables: &FluentArgs<'_>) -> Option<TeraResult<String>> {
        self.format(&self.plain, key, variables)
    }

    fn format(
        &self,
        bundle: &FluentBundle<Arc<FluentResource>>,
        key: &str,
        variables: &FluentArgs<'_>,
    ) -> Option<TeraResult<String>> {
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(variables), &mut errors).into_owned();
        Some(match errors.first() {
            Some(error) => Err(tera::Error::message(format!("{key} in {}: {error}", self.code))),
            None => Ok(text),
        })
    }

    /// The keys of all messages, as they are in the file.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.resources.iter().flat_map(|resource| resource.entries()).filter_map(|entry| match entry {
            Entry::Message(message) => Some(message.id.name),
            _ => None,
        })
    }

    /// Returns a message in the form that `static/languages.js` reads: a string, or an array of strings, of variables
    /// `{"v": name}` and of choices `{"s": name, "o": {key: pattern, ...}, "d": default}`. `None` if the language lacks
    /// it, or if it needs more of Fluent than that, such as a literal, which Fluent does not escape.
    pub(super) fn compile(&self, key: &str) -> Option<Value> {
        compiled(&self.resources, self.pattern(key)?, DEEPEST)
    }

    fn pattern(&self, key: &str) -> Option<&Pattern<&str>> {
        pattern_of(&self.resources, key)
    }
}

fn pattern_of<'a>(resources: &'a [Arc<FluentResource>], key: &str) -> Option<&'a Pattern<&'a str>> {
    resources.iter().flat_map(|resource| resource.entries()).find_map(|entry| match entry {
        Entry::Message(message) if message.id.name == key => message.value.as_ref(),
        _ => None,
    })
}

fn compiled(resources: &[Arc<FluentResource>], pattern: &Pattern<&str>, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    if let [PatternElement::TextElement { value }] = pattern.elements.as_slice() {
        return Some(Value::from(*value));
    }
    let parts = pattern.elements.iter().map(|element| match element {
        PatternElement::TextElement { value } => Some(Value::from(*value)),
        PatternElement::Placeable { expression } => compiled_expression(resources, expression, depth),
    });
    parts.collect::<Option<Vec<_>>>().map(Value::from)
}

fn compiled_expression(
    resources: &[Arc<FluentResource>],
    expression: &Expression<&str>,
    depth: usize,
) -> Option<Value> {
    match expression {
        Expression::Inline(InlineExpression::VariableReference { id }) => Some(json!({ "v": id.name })),
        Expression::Inline(InlineExpression::MessageReference { id, attribute: None }) => {
            compiled(resources, pattern_of(resources, id.name)?, depth)
        }
        Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
            let (mut options, mut default) = (Map::new(), "");
            for variant in variants {
                let (VariantKey::Identifier { name } | VariantKey::NumberLiteral { value: name }) =
                    variant.key;
                options.insert(name.to_owned(), compiled(resources, &variant.value, depth)?);
                if variant.default {
                    default = name;
                }
            }
            Some(json!({ "s": id.name, "o": options, "d": default }))
        }
        _ => None,
    }
}

/// Escapes a message's text for HTML.
fn escape(text: &str) -> Cow<'_, str> {
    if text.contains(['&', '<', '>', '"']) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        Cow::Owned(text.replace('"', "&quot;"))
    } else {
        Cow::Borrowed(text)
    }
}
