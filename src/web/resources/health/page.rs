//! How the program does, and the last lines of its log.

use serde::{Deserialize, Serialize};

use crate::web::Error;
use crate::web::format;
use crate::web::resources::health::api::{Health, Lines, StationHealth, Wanted};
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// A disk with less room than this is soon full, in bytes.
const LITTLE: u64 = 1 << 30;
/// A certificate that ends sooner than this is to be seen to, in seconds.
const SOON: u64 = 14 * 86_400;

pub(in crate::web) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/health", Access::Admin, Scope::Pages, health),
        Route::get("/admin/logs", Access::Admin, Scope::Pages, logs),
    ]
}

/// What `dashboard/health.html` is told.
#[derive(Serialize)]
struct HealthPage {
    stations_told: Vec<StationLine>,
    facts: Vec<Fact>,
    troubles: Vec<TroubleLine>,
}

#[derive(Serialize)]
struct StationLine {
    name: String,
    is_on_air: bool,
    listeners: u64,
    late: u64,
    frames: u64,
    lateness: String,
    dead_air: String,
}

/// Something that is so, and whether somebody should see to it.
#[derive(Serialize)]
struct Fact {
    what: &'static str,
    told: String,
    is_bad: bool,
}

#[derive(Serialize)]
struct TroubleLine {
    level: String,
    text: String,
    count: u64,
    first: String,
    last: String,
}

fn health(call: &ApiRequest) -> Result<Reply, Error> {
    let health = Health::of(call);
    let facts = facts(&health, (call.now_us() / 1_000_000, call.site.premises.log.lines().len()));
    let page = HealthPage {
        stations_told: health.stations.iter().map(StationLine::of).collect(),
        facts,
        troubles: health
            .troubles
            .into_iter()
            .map(|trouble| TroubleLine {
                level: trouble.level,
                text: trouble.text,
                count: trouble.count,
                first: format::moment(trouble.first_us),
                last: format::moment(trouble.last_us),
            })
            .collect(),
    };
    call.page("dashboard/health.html", &page)
}

/// All but the stations, at `now` in seconds since 1970.
fn facts(health: &Health, (now, log_lines): (u64, usize)) -> Vec<Fact> {
    let fine = |what, told| Fact { what, told, is_bad: false };
    let mut facts = vec![
        fine("Version", format!("Longwave {}", health.version)),
        fine("Running for", health.uptime_seconds.map_or_else(unknown, format::span)),
        fine(
            "Memory",
            health.resident_memory_bytes.map_or_else(unknown, |count| format::bytes(count as u64)),
        ),
    ];
    for disk in &health.disks {
        let (what, needs) = match disk.what {
            "data" => ("Disk of the data", "accounts, logs and covers cannot be written"),
            _ => ("Disk of the music", "music cannot be added"),
        };
        let told = match (disk.free_bytes, disk.total_bytes) {
            (Some(free), Some(total)) => {
                let soon = if free < LITTLE { format!("; soon {needs}") } else { String::new() };
                format!("{} free of {} at {}{soon}", format::bytes(free), format::bytes(total), disk.path)
            }
            _ => format!("cannot be looked at: {}", disk.path),
        };
        facts.push(Fact { what, told, is_bad: disk.free_bytes.is_none_or(|free| free < LITTLE) });
    }
    let ahead_ms = health.clock.system_ahead_ms;
    let kept = match health.clock.is_kept {
        Some(true) => "kept right by the system (NTP)",
        Some(false) => "kept right by nothing: have the system use NTP, or shows begin at the wrong time",
        None => "the system does not say whether anything keeps it right",
    };
    let stepped = if ahead_ms.abs() < 500 {
        "not set since the start".to_owned()
    } else {
        format!("set by {:.1} s since the start; shows and the as-run log follow that", ahead_ms as f64 / 1e3)
    };
    let is_bad = health.clock.is_kept == Some(false) || ahead_ms.abs() >= 500;
    facts.push(Fact { what: "Clock", told: format!("{kept}; {stepped}"), is_bad });
    facts.push(fine("Database", format::bytes(health.database.bytes)));
    facts.push(match health.certificate_ends_at {
        None => fine(
            "Certificate",
            "none: pages and passwords go in the clear, unless a proxy speaks TLS".to_owned(),
        ),
        Some(ends) => Fact {
            what: "Certificate",
            told: format!("ends on {}", format::time(ends as i64)),
            is_bad: ends < now + SOON,
        },
    });
    facts.push(fine("Log", format!("{log_lines} lines are kept in memory")));
    facts
}

fn unknown() -> String {
    "the system does not say".to_owned()
}

impl StationLine {
    fn of(station: &StationHealth) -> Self {
        let lateness = match station.lateness_p99_ms {
            Some(ms) => format!("at most {ms} ms"),
            None if station.frames == 0 => "nothing yet".to_owned(),
            None => "more than 1 s".to_owned(),
        };
        Self {
            name: station.name.clone(),
            is_on_air: station.is_on_air,
            listeners: station.listeners,
            late: station.late_frames,
            frames: station.frames,
            lateness,
            dead_air: format!("{:.1} s", station.dead_air_seconds),
        }
    }
}

/// What `dashboard/logs.html` is told.
#[derive(Serialize)]
struct LogsPage {
    lines: Vec<LogLine>,
    level: String,
    words: String,
}

#[derive(Serialize)]
struct LogLine {
    at: String,
    level: String,
    text: String,
}

/// What was chosen before.
#[derive(Deserialize)]
struct Chosen {
    #[serde(default)]
    level: String,
    #[serde(default)]
    words: String,
}

fn logs(call: &ApiRequest) -> Result<Reply, Error> {
    let chosen: Chosen = call.query()?;
    let level = if chosen.level.is_empty() { "info".to_owned() } else { chosen.level };
    let wanted = Wanted::new(&level, &chosen.words);
    let lines = Lines::of(call, &wanted)?.lines.into_iter();
    let lines =
        lines.map(|line| LogLine { at: format::moment(line.at_us), level: line.level, text: line.text });
    call.page("dashboard/logs.html", &LogsPage { lines: lines.collect(), level, words: chosen.words })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::resources::health::api::{ClockHealth, Database, Disk};

    #[test]
    fn what_is_to_be_seen_to_stands_out() {
        let health = Health {
            version: "1",
            uptime_seconds: Some(60),
            resident_memory_bytes: None,
            stations: Vec::new(),
            disks: vec![Disk {
                what: "data",
                path: "data".to_owned(),
                free_bytes: Some(5_000_000),
                total_bytes: Some(1 << 40),
            }],
            clock: ClockHealth { server_us: 0, system_ahead_ms: -3_600_000, is_kept: Some(true) },
            database: Database { bytes: 2_048 },
            certificate_ends_at: Some(86_400),
            troubles: Vec::new(),
        };
        let bad: Vec<_> = facts(&health, (0, 0)).into_iter().filter(|fact| fact.is_bad).collect();
        let said: Vec<_> = bad.iter().map(|fact| &*fact.told).collect();
        assert_eq!(
            said,
            [
                "4.8 MB free of 1.0 TB at data; soon accounts, logs and covers cannot be written",
                "kept right by the system (NTP); set by -3600.0 s since the start; shows and the as-run log follow that",
                "ends on 1970-01-02 00:00 UTC",
            ]
        );
    }
}
