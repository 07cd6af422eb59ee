//! Rules of the source code that the compiler does not check.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Every module and its layer, in the order of `src/lib.rs`. A module imports only from layers before its own.
const LAYERS: [(&str, &[&str]); 13] = [
    ("words", &["audio", "clock", "format", "frame", "model"]),
    ("adapters", &["container", "decode", "encode", "net", "store", "sys", "tls", "workers"]),
    ("clients", &["mail", "outbound"]),
    ("rules", &["auth", "library", "schedule"]),
    ("sources", &["source"]),
    ("mix", &["mix"]),
    ("playout", &["playout"]),
    ("mounts", &["mount"]),
    ("broadcast", &["broadcast"]),
    ("origin", &["production"]),
    (
        "edges",
        &[
            "acme",
            "announce",
            "backup",
            "captions",
            "cluster",
            "failover",
            "ingest",
            "loadtest",
            "output",
            "recording",
            "tap",
            "webhooks",
        ],
    ),
    ("web", &["web"]),
    ("top", &["mux", "cli", "config", "fuzz", "server", "supervisor", "lib", "main"]),
];

/// Imports that the layers do not allow, and that are meant all the same.
const ALLOWED: [(&str, &str); 15] = [
    // LAME has one switch that only an unsafe call reaches, and the encoder of AAC is nothing but such calls.
    ("encode", "sys"),
    // Its tests wait for threads as others do.
    ("workers", "sys"),
    // Its tests hear AutoDJ as it is mixed with a DJ.
    ("source", "mix"),
    // A DJ's hours follow from the shows.
    ("auth", "schedule"),
    ("clock", "audio"),
    ("format", "frame"),
    ("format", "model"),
    ("frame", "audio"),
    // A playout publishes into mounts, which know nothing of it.
    ("playout", "mount"),
    ("server", "mux"),
    ("server", "supervisor"),
    ("server", "config"),
    ("cli", "config"),
    ("cli", "server"),
    ("main", "cli"),
];

/// Modules that import less than their layer allows: what an edge machine runs does not know how sound is made.
const RESTRICTED: [(&str, &[&str]); 2] = [
    ("mount", &["audio", "clock", "format", "frame", "model"]),
    ("broadcast", &["audio", "clock", "format", "frame", "model", "mount"]),
];

/// Names that types in different modules of `src` share, each with the reason. The list only gets shorter.
const SHARED_NAMES: [(&str, &[&str]); 3] = [
    ("each folder has one, used by its path, as `io::Error` is", &["Error"]),
    (
        "the API's or a page's form of a type below it, named as in the OpenAPI document",
        &[
            "Audience",
            "Change",
            "Changes",
            "Choice",
            "Counts",
            "Delivery",
            "Dj",
            "Emergency",
            "Entry",
            "Event",
            "Found",
            "Heard",
            "History",
            "Item",
            "Kind",
            "Limits",
            "Listener",
            "Listeners",
            "Live",
            "Logo",
            "Message",
            "Messages",
            "Minute",
            "Part",
            "Place",
            "Playlist",
            "Query",
            "Queue",
            "Requests",
            "Settings",
            "Show",
            "SignedIn",
            "Silence",
            "Source",
            "Stations",
            "Told",
            "Track",
            "Trouble",
            "Unwritten",
            "Upload",
            "Webhooks",
        ],
    ),
    (
        "private to a file in each of the folders",
        &[
            "Answer", "Block", "Body", "Files", "Form", "Head", "Hello", "Inner", "Kept", "Known", "LogLine",
            "Loudness", "Meter", "Newest", "Outcome", "Page", "Piece", "Plan", "Reader", "Ring", "Rules",
            "Shared", "Sound", "Start", "State", "Stream", "Taken",
        ],
    ),
];

/// Files of `src/web` outside `resources` that name a resource: the table of routes, and the state of the handlers,
/// which keeps the events that were rendered last.
const ABOVE_RESOURCES: [&str; 2] = ["src/web/mod.rs", "src/web/app_state.rs"];

/// The longest a file may be, its tests left out.
const MOST_LINES: usize = 400;

#[test]
fn modules_import_only_from_layers_before_their_own() {
    let mut wrong = Vec::new();
    for (path, text) in sources("src", "rs") {
        let module = module_of(&path);
        let layer = layer_of(&module).unwrap_or_else(|| panic!("{} is in no layer", path.display()));
        let restricted = RESTRICTED.iter().find(|(name, _)| *name == module).map(|(_, to)| *to);
        // A unit test may build what it tests from anything.
        let text = match restricted {
            Some(_) if is_test(&path) => "",
            Some(_) => production(&text),
            None => &text,
        };
        for import in imports(text).into_iter().filter(|import| *import != module) {
            let Some(imported) = layer_of(&import) else {
                wrong.push(format!("{} imports {import}, which is in no layer", path.display()));
                continue;
            };
            let is_restricted = restricted.is_some_and(|to| !to.contains(&import.as_str()));
            let is_allowed = ALLOWED.contains(&(module.as_str(), import.as_str()));
            if is_restricted || (imported >= layer && !is_allowed) {
                wrong.push(format!("{} imports {import}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "imports that run upward:\n{}", wrong.join("\n"));
}

#[test]
fn inside_web_nothing_below_the_resources_imports_one() {
    let mut wrong = Vec::new();
    for (path, text) in sources("src/web", "rs") {
        let is_below = !path.starts_with("src/web/resources") && !is_test(&path);
        if is_below && !ABOVE_RESOURCES.iter().any(|above| path.ends_with(above)) {
            let lines = production(&text).lines().filter(|line| !line.trim_start().starts_with("//"));
            wrong.extend(
                lines
                    .filter(|line| line.contains("resources::"))
                    .map(|line| format!("{}: {}", path.display(), line.trim())),
            );
        }
    }
    assert!(wrong.is_empty(), "imports that run upward:\n{}", wrong.join("\n"));
}

#[test]
fn a_type_has_a_name_of_its_own() {
    let mut modules_of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in sources("src", "rs").into_iter().filter(|(path, _)| !is_test(path)) {
        for name in production(&text).lines().filter_map(type_name) {
            modules_of.entry(name.to_owned()).or_default().insert(module_of(&path));
        }
    }
    let listed: BTreeSet<&str> = SHARED_NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    let shared = modules_of.iter().filter(|(_, modules)| modules.len() > 1);
    let new: Vec<_> = shared.filter(|(name, _)| !listed.contains(name.as_str())).collect();
    assert!(new.is_empty(), "types of different modules that share a name: {new:#?}");
}

/// The name of the type that a line declares.
fn type_name(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let declared = match line.strip_prefix("pub") {
        Some(rest) => rest.strip_prefix('(').map_or(rest, |rest| rest.split_once(')').map_or("", |it| it.1)),
        None => line,
    };
    let name =
        ["struct ", "enum ", "trait "].iter().find_map(|kind| declared.trim_start().strip_prefix(kind))?;
    name.split(|c: char| !c.is_alphanumeric()).next()
}

#[test]
fn no_file_is_long() {
    let files = [sources("src", "rs"), sources("tests", "rs"), sources("static", "js")].concat();
    let long = files.iter().map(|(path, text)| (path, production(text).lines().count()));
    let long: Vec<_> = long.filter(|(_, lines)| *lines > MOST_LINES).collect();
    assert!(long.is_empty(), "files over {MOST_LINES} lines: {long:?}");
}

#[test]
fn nothing_from_outside_is_unwrapped() {
    let mut found = Vec::new();
    for (path, text) in sources("src", "rs") {
        if is_test(&path) {
            continue;
        }
        for (number, line) in production(&text).lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if [".unwrap()", ".expect(", "panic!(", "unreachable!("].iter().any(|stray| code.contains(stray))
            {
                found.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "a server does not give up:\n{}", found.join("\n"));
}

#[test]
fn what_the_compiler_cannot_check_is_in_two_files() {
    let lifts = |(path, text): (PathBuf, String)| text.contains("unsafe_code").then_some(path);
    let found: BTreeSet<_> = sources("src", "rs").into_iter().filter_map(lifts).collect();
    assert_eq!(found, ["src/sys/fdk_aac.rs", "src/sys/syscalls.rs"].map(PathBuf::from).into());
}

#[test]
fn no_test_waits_for_ever() {
    let mut found = Vec::new();
    for (path, text) in sources("tests/it", "rs") {
        let is_where_it_is_bounded = path.ends_with("bounded.rs") || path.ends_with("tidy.rs");
        for (number, line) in text.lines().enumerate().filter(|_| !is_where_it_is_bounded) {
            // What was just killed ends at once.
            let waits = [".wait()", ".output()", "wait_with_output"].iter().any(|wait| line.contains(wait));
            if waits
                && !line.contains("drop(")
                && !line.contains("sender.ended()")
                && !line.contains("self.wait()")
            {
                found.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "to be waited for by what `bounded.rs` has:\n{}", found.join("\n"));
}

/// The files with this ending below `folder`, with their texts.
fn sources(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                let text = fs::read_to_string(&path).expect("text");
                found.push((path.strip_prefix(root).expect("below the root").to_owned(), text));
            }
        }
    }
    assert!(!found.is_empty(), "no .{ending} below {folder}");
    found
}

/// Whether a file holds tests only.
fn is_test(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "tests.rs")
        || path.components().any(|component| component.as_os_str() == "tests")
}

/// The module a file of `src` belongs to.
fn module_of(path: &Path) -> String {
    let first = path.components().nth(1).expect("a file below src").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The index of a module's layer.
fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|(_, modules)| modules.contains(&module))
}

/// The modules a file names, by `crate::` or, from the binary, `longwave::`.
fn imports(text: &str) -> Vec<String> {
    let mut modules = Vec::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for root in ["crate::", "longwave::"] {
            for (at, _) in line.match_indices(root) {
                let rest = &line[at + root.len()..];
                let names =
                    rest.strip_prefix('{').map_or(rest, |list| list.split('}').next().unwrap_or(list));
                let list = if names.len() == rest.len() { vec![rest] } else { names.split(',').collect() };
                for name in list {
                    let word: String =
                        name.trim().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                    if !word.is_empty() {
                        modules.push(word);
                    }
                }
            }
        }
    }
    modules
}

/// A file without the tests at its end.
fn production(text: &str) -> &str {
    let are_tests = |(at, mark): &(usize, &str)| {
        let module =
            text[at + mark.len()..].trim_start_matches("pub(super) ").trim_start_matches("pub(crate) ");
        module.starts_with("mod tests")
    };
    text.match_indices("#[cfg(test)]\n").find(are_tests).map_or(text, |(at, _)| &text[..at])
}

#[test]
fn the_rules_see_what_they_should() {
    assert_eq!(imports("use crate::audio::Block;"), ["audio"]);
    assert_eq!(imports("use crate::{clock::Clock, frame};"), ["clock", "frame"]);
    assert_eq!(imports("let x = crate::production::ProductionHandle::new();"), ["production"]);
    assert_eq!(imports("// crate::web is above"), Vec::<String>::new());
    assert_eq!(type_name("    pub(in crate::web) struct Desk<'a> {"), Some("Desk"));
    assert_eq!(type_name("pub trait Clock: Send {"), Some("Clock"));
    assert_eq!(type_name("let structure = 1;"), None);
    assert_eq!(module_of(Path::new("src/audio/block.rs")), "audio");
    assert_eq!(module_of(Path::new("src/clock.rs")), "clock");
    for module in ["mod tests { x.unwrap() }", "pub(super) mod tests { x.unwrap() }"] {
        assert!(!production(&format!("fn a() {{}}\n#[cfg(test)]\n{module}")).contains("unwrap"));
    }
    assert!(production("#[cfg(test)]\nfn a() {}\nfn b() { x.unwrap() }").contains("unwrap"));
}
