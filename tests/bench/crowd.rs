//! `longwave load`, on the crowd's core.

use std::collections::BTreeMap;
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::process::{Cores, Process, pinned};

/// How the threads are called that longwave serves listeners with. The others make what is heard, whether anybody
/// listens or not; what they take differs more from one minute of music to the next than listeners cost.
const SERVING: [&str; 5] = ["transmitter", "actix-", "tokio-", "longwave", "rewind"];

/// Addresses the crowd comes from.
const SOURCES: &str = "64";

/// A crowd at work.
pub(crate) struct Crowd(Child);

/// What it heard, as `longwave load --json` tells it.
#[derive(Clone)]
pub(crate) struct Heard(pub(crate) Value);

impl Crowd {
    /// Listens to `path` of a server.
    pub(crate) fn start(server: &Process, path: &str, options: &[(&str, u64)]) -> Self {
        Self::start_on(Cores::Crowd, server, path, options)
    }

    /// The same, where it may run.
    pub(crate) fn start_on(cores: Cores, server: &Process, path: &str, options: &[(&str, u64)]) -> Self {
        let mut command = pinned(env!("CARGO_BIN_EXE_longwave"), cores);
        command.arg("load").arg(format!("{}://127.0.0.1:{}{path}", server.scheme, server.port));
        command.args(["--json", "--sources", SOURCES, "--pid", &server.pid().to_string()]);
        for (option, value) in options {
            command.args([format!("--{option}"), value.to_string()]);
        }
        Self(command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("the program starts"))
    }

    /// Waits until it has listened.
    pub(crate) fn heard(self) -> Heard {
        let output = self.0.wait_with_output().expect("it ends");
        let heard = Heard(serde_json::from_slice(&output.stdout).expect("a report"));
        let trouble = heard.trouble();
        assert!(heard.number("/broken") == 0.0, "a stream was wrong: {trouble}");
        if !trouble.is_empty() {
            println!("  {trouble}");
        }
        heard
    }
}

impl Heard {
    /// A figure; not a number if it is unknown.
    pub(crate) fn number(&self, pointer: &str) -> f64 {
        self.0.pointer(pointer).and_then(Value::as_f64).unwrap_or(f64::NAN)
    }

    /// Processor time of longwave's threads that serve listeners, by their names, in seconds.
    pub(crate) fn serving(&self) -> BTreeMap<&str, f64> {
        let threads = self.0.pointer("/process/cpu_seconds_of_threads").and_then(Value::as_object);
        let threads = threads.into_iter().flatten();
        let named = threads.map(|(name, seconds)| (name.as_str(), seconds.as_f64().unwrap_or(f64::NAN)));
        named.filter(|(name, _)| SERVING.iter().any(|serving| name.starts_with(serving))).collect()
    }

    /// Who did not listen as planned, and why.
    fn trouble(&self) -> String {
        let kinds = ["refused", "lost", "broken", "silent", "overdue"];
        let counts = kinds.iter().map(|kind| (kind, self.0[*kind].as_u64().unwrap_or(0)));
        let told: Vec<_> =
            counts.filter(|(_, count)| *count > 0).map(|(kind, count)| format!("{count} {kind}")).collect();
        let reasons = self.0["reasons"].as_object().into_iter().flatten();
        let reasons: Vec<_> = reasons.map(|(reason, count)| format!("{count} × {reason}")).collect();
        [told, reasons].concat().join(", ")
    }
}
