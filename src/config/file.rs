//! The configuration file.

use std::ffi::OsStr;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, bail};
use toml::de::{DeTable, DeValue};

use super::key::Key;
use super::layer::Layer;

/// Reads the text of the configuration file at `path`; what is wrong is said with its line.
pub(super) fn parse(text: &str, path: &Path) -> anyhow::Result<Layer> {
    let place = |span: Range<usize>| {
        let before = text.get(..span.start).unwrap_or(text);
        format!("{}, line {}", path.display(), before.matches('\n').count() + 1)
    };
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => bail!("{}: {}", place(error.span().unwrap_or_default()), one_line(error.message())),
    };
    let mut layer = Layer::default();
    for (name, value) in table.get_ref() {
        let Some(key) = Key::ALL.into_iter().find(|key| key.name() == name.get_ref()) else {
            let known = Key::ALL.map(Key::name).join(", ");
            bail!("{}: there is no key `{}`; there are {known}", place(name.span()), name.get_ref());
        };
        let written = match value.get_ref() {
            DeValue::Integer(number) if key.is_number() => Some(number.to_string()),
            DeValue::Boolean(switch) if key.is_switch() => Some(switch.to_string()),
            other => other.as_str().map(str::to_owned),
        };
        let Some(written) = written else {
            let (kind, expects) = (value.get_ref().type_str(), key.expects());
            bail!("{}: `{}` is of type {kind}, it must be {expects}", place(value.span()), key.name());
        };
        layer.set(key, OsStr::new(&written)).with_context(|| place(value.span()))?;
    }
    Ok(layer)
}

/// The parser explains in several lines; a reason is one.
fn one_line(message: &str) -> String {
    message.lines().collect::<Vec<_>>().join(", ")
}
