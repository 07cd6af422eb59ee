//! How the program does, for whoever looks after it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::sys::{self, Process};
use crate::web::Error;
use crate::web::resources::limit;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

pub(in crate::web) fn routes() -> Vec<Route> {
    let may = (Access::Admin, Scope::Health);
    vec![
        Route::get("/api/v1/health", may.0, may.1, read)
            .about("How the program does: frames, disks, clock, database, certificate, and what went wrong")
            .gives::<Health>(),
        Route::new(Verb::Post, "/api/v1/health/database", may, Handler::Ask(check_database))
            .about("Read the whole database, and tell whether it is sound; takes its time")
            .gives::<Checked>(),
        Route::get("/api/v1/logs", may.0, may.1, lines)
            .about("The last 1000 lines of the log, the newest first")
            .query(&["level", "words", "limit"])
            .gives::<Lines>(),
    ]
}

/// How the program does.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Health {
    pub(in crate::web) version: &'static str,
    /// Seconds since the start.
    pub(in crate::web) uptime_seconds: Option<u64>,
    pub(in crate::web) resident_memory_bytes: Option<i64>,
    pub(in crate::web) stations: Vec<StationHealth>,
    pub(in crate::web) disks: Vec<Disk>,
    pub(in crate::web) clock: ClockHealth,
    pub(in crate::web) database: Database,
    /// When the certificate ends, in seconds since 1970; none where there is no TLS.
    pub(in crate::web) certificate_ends_at: Option<u64>,
    /// What went wrong since the start, what did last first.
    pub(in crate::web) troubles: Vec<Trouble>,
}

/// How a station does since it signed on.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct StationHealth {
    pub(in crate::web) slug: String,
    pub(in crate::web) name: String,
    pub(in crate::web) is_on_air: bool,
    /// Where what is heard comes from, as in `/now`; none before anything was.
    pub(in crate::web) source: Option<&'static str>,
    pub(in crate::web) listeners: u64,
    /// Frames that were published, 50 a second.
    pub(in crate::web) frames: u64,
    /// Those that were more than 20 ms late.
    pub(in crate::web) late_frames: u64,
    /// How late 99 of 100 frames were at most, as far as it is measured; none if it is more than a second.
    pub(in crate::web) lateness_p99_ms: Option<f64>,
    pub(in crate::web) dead_air_seconds: f64,
}

/// The room on a disk.
#[derive(Serialize, ToSchema)]
#[schema(as = DiskRoom)]
pub(in crate::web) struct Disk {
    /// What is on it: `data` or `media`.
    pub(in crate::web) what: &'static str,
    pub(in crate::web) path: String,
    /// None if the system does not say.
    pub(in crate::web) free_bytes: Option<u64>,
    pub(in crate::web) total_bytes: Option<u64>,
}

/// How right the clock is.
#[derive(Serialize, ToSchema)]
#[schema(as = ClockHealth)]
pub(in crate::web) struct ClockHealth {
    /// The time that frames are stamped with, in microseconds since 1970: it never steps.
    pub(in crate::web) server_us: u64,
    /// By how many milliseconds the system's clock went ahead of that since the start, by steps and by being corrected.
    pub(in crate::web) system_ahead_ms: i64,
    /// Whether something keeps the system's clock right, such as NTP; none where nobody says.
    pub(in crate::web) is_kept: Option<bool>,
}

/// What is remembered.
#[derive(Serialize, ToSchema)]
#[schema(as = DatabaseHealth)]
pub(in crate::web) struct Database {
    /// With what is yet to be moved into it.
    pub(in crate::web) bytes: u64,
}

/// Something that went wrong, perhaps often.
#[derive(Serialize, ToSchema)]
#[schema(as = HealthTrouble)]
pub(in crate::web) struct Trouble {
    /// `warn` or `error`.
    pub(in crate::web) level: String,
    /// What the log said last.
    pub(in crate::web) text: String,
    pub(in crate::web) count: u64,
    /// Microseconds since 1970, as the next.
    pub(in crate::web) first_us: u64,
    pub(in crate::web) last_us: u64,
}

/// What came of reading the database.
#[derive(Serialize, ToSchema)]
#[schema(as = DatabaseChecked)]
struct Checked {
    is_sound: bool,
    /// What is wrong, if something is.
    problem: Option<String>,
}

/// Which lines.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Wanted {
    /// `info`, `warn` or `error`, and what matters more.
    level: Option<String>,
    /// What has to be in them.
    words: Option<String>,
    limit: Option<usize>,
}

/// Lines of the log, the newest first.
#[derive(Serialize, ToSchema)]
#[schema(as = ServerLogLines)]
pub(in crate::web) struct Lines {
    pub(in crate::web) lines: Vec<Line>,
}

/// A line of the log.
#[derive(Serialize, ToSchema)]
#[schema(as = ServerLogLine)]
pub(in crate::web) struct Line {
    pub(in crate::web) number: u64,
    /// Microseconds since 1970.
    pub(in crate::web) at_us: u64,
    /// `info`, `warn` or `error`.
    pub(in crate::web) level: String,
    pub(in crate::web) text: String,
}

fn read(call: &ApiRequest) -> Result<Reply, Error> {
    Reply::json(&Health::of(call))
}

fn check_database(call: &ApiRequest) -> Result<Reply, Error> {
    // A connection of its own: nobody else waits for it.
    let problem = call.site.store.another()?.check().err().map(|error| error.to_string());
    Reply::json(&Checked { is_sound: problem.is_none(), problem })
}

fn lines(call: &ApiRequest) -> Result<Reply, Error> {
    Reply::json(&Lines::of(call, &call.query()?)?)
}

impl Health {
    pub(in crate::web) fn of(call: &ApiRequest) -> Self {
        let (site, process) = (&call.site, Process::this());
        let premises = &site.premises;
        let (server_us, system_us) = (call.now_us(), crate::clock::now_us());
        let started = process.start_time_seconds.map(|started| started as u64);
        Self {
            version: env!("CARGO_PKG_VERSION"),
            uptime_seconds: started.map(|started| (system_us / 1_000_000).saturating_sub(started)),
            resident_memory_bytes: process.resident_memory_bytes,
            stations: site.stations.all().map(|station| StationHealth::of(&station)).collect(),
            disks: vec![Disk::of("data", &premises.data), Disk::of("media", &premises.media)],
            clock: ClockHealth {
                server_us,
                system_ahead_ms: (system_us as i64 - server_us as i64) / 1_000,
                is_kept: sys::clock_is_kept(),
            },
            database: Database { bytes: site.store.bytes() },
            certificate_ends_at: premises.certificate.as_ref().and_then(crate::tls::Certificate::ends),
            troubles: premises.log.troubles().into_iter().map(Trouble::of).collect(),
        }
    }
}

impl StationHealth {
    fn of(station: &crate::production::ProductionHandle) -> Self {
        let figures = station.figures();
        let p99_ms = figures.lateness_p99().map(|seconds| seconds * 1e3);
        Self {
            slug: station.slug().to_owned(),
            name: station.broadcast().name(),
            is_on_air: station.broadcast().is_on_air(),
            source: station.broadcast().now_playing().map(|now| now.source.name()),
            listeners: station.broadcast().listeners().total(),
            frames: figures.frames(),
            late_frames: figures.late(),
            lateness_p99_ms: p99_ms.filter(|p99_ms| p99_ms.is_finite()),
            dead_air_seconds: figures.dead_air_seconds(),
        }
    }
}

impl Disk {
    fn of(what: &'static str, path: &std::path::Path) -> Self {
        let room = sys::room(path).ok();
        Self {
            what,
            path: path.display().to_string(),
            free_bytes: room.map(|room| room.free),
            total_bytes: room.map(|room| room.total),
        }
    }
}

impl Trouble {
    fn of(trouble: sys::LoggedProblem) -> Self {
        let sys::LoggedProblem { level, text, count, first_us, last_us, .. } = trouble;
        Self { level: level.as_str().to_lowercase(), text, count, first_us, last_us }
    }
}

impl Wanted {
    /// The most of these.
    pub(in crate::web) fn new(level: &str, words: &str) -> Self {
        Self { level: Some(level.to_owned()), words: Some(words.to_owned()), limit: Some(200) }
    }
}

impl Lines {
    pub(in crate::web) fn of(call: &ApiRequest, wanted: &Wanted) -> Result<Self, Error> {
        let least = match wanted.level.as_deref().unwrap_or("info") {
            "info" => tracing::Level::INFO,
            "warn" => tracing::Level::WARN,
            "error" => tracing::Level::ERROR,
            _ => return Err(Error::BadInput("level has to be info, warn or error.".to_owned())),
        };
        let words = wanted.words.as_deref().unwrap_or_default().to_lowercase();
        let fits = |line: &sys::LogLine| {
            let text = line.text.to_lowercase();
            line.level <= least && words.split_whitespace().all(|word| text.contains(word))
        };
        let lines = call.site.premises.log.lines().into_iter().filter(|line| fits(line));
        let lines = lines.take(limit(wanted.limit)?).map(|line| Line {
            number: line.number,
            at_us: line.at_us,
            level: line.level.as_str().to_lowercase(),
            text: line.text.clone(),
        });
        Ok(Self { lines: lines.collect() })
    }
}
