//! The messages that scripts use: those whose keys they name.

use std::collections::BTreeSet;

use crate::web::assets;

/// Calls whose first argument is the key of a message.
const CALLS: [&str; 2] = ["t(", "tNodes("];

/// Scripts that are loaded together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::web) enum ScriptSet {
    /// Those of pages for listeners.
    Listeners,
    /// Those of the studio and of the page of a call, which share some.
    Studio,
    /// Those of the dashboard, with the one that copies addresses.
    Dashboard,
}

impl ScriptSet {
    /// Returns the set that templates call `name`.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "listeners" => Some(Self::Listeners),
            "studio" => Some(Self::Studio),
            "dashboard" => Some(Self::Dashboard),
            _ => None,
        }
    }

    /// Returns whether the script at `path` below `static` is one of them.
    fn has(self, path: &str) -> bool {
        match self {
            Self::Listeners => !path.contains('/'),
            Self::Dashboard => path.starts_with("dashboard/") || path.starts_with("copy."),
            Self::Studio => ["studio/", "call/"].iter().any(|folder| path.starts_with(folder)),
        }
    }
}

/// Returns the keys that the scripts of a set name.
pub(super) fn keys_of(set: ScriptSet) -> BTreeSet<String> {
    let scripts = assets::scripts().filter(|(path, _)| set.has(path));
    scripts.flat_map(|(_, text)| keys_in(&text)).collect()
}

/// Returns the keys that a script names.
pub(super) fn keys_in(script: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for call in CALLS {
        for (at, _) in script.match_indices(call) {
            let before = script[..at].strip_suffix("...").unwrap_or(&script[..at]);
            let is_longer = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.'));
            let argument = script[at + call.len()..].trim_start();
            let quoted = argument.strip_prefix(['\'', '"']);
            let end = quoted.and_then(|text| text.find(['\'', '"']));
            if let (false, Some(text), Some(end)) = (is_longer, quoted, end) {
                keys.push(text[..end].to_owned());
            }
        }
    }
    keys
}
