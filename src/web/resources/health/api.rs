//! Health of the server, and its log.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::acme::Acme;
use crate::announce::{Announcer, ListingStatus};
use crate::broadcast::RecogniserStatus;
use crate::sys::{self, DiskGauge, Process};
use crate::web::Error;
use crate::web::resources::limit;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

pub(crate) fn routes() -> Vec<Route> {
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
            .gives::<ServerLog>(),
    ]
}

/// Health of the server.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    pub(crate) version: &'static str,
    /// Seconds since the start.
    pub(crate) uptime_seconds: Option<u64>,
    pub(crate) resident_memory_bytes: Option<i64>,
    pub(crate) stations: Vec<StationHealth>,
    pub(crate) disks: Vec<Disk>,
    pub(crate) clock: ClockHealth,
    pub(crate) database: Database,
    /// Expiry of the certificate, in seconds since 1970; none where there is no TLS.
    pub(crate) certificate_ends_at: Option<u64>,
    /// Orders of the certificate; none unless it is ordered by ACME.
    pub(crate) acme: Option<AcmeHealth>,
    /// Streams in public directories.
    pub(crate) directories: Vec<DirectoryHealth>,
    /// Problems since the start, the most recent first.
    pub(crate) troubles: Vec<Trouble>,
}

/// Health of a station since it signed on.
#[derive(Serialize, ToSchema)]
pub(crate) struct StationHealth {
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) is_on_air: bool,
    /// Source of the sound on air, as in `/now`; none before there was any.
    pub(crate) source: Option<&'static str>,
    pub(crate) listeners: u64,
    /// Frames that were published, 50 a second.
    pub(crate) frames: u64,
    /// Frames that were more than 20 ms late.
    pub(crate) late_frames: u64,
    /// The 99th percentile of the frames' lateness, as far as it is measured; none if it is more than a second.
    pub(crate) lateness_p99_ms: Option<f64>,
    pub(crate) dead_air_seconds: f64,
    pub(crate) captions: CaptionHealth,
}

/// State of a station's captions, with figures since it signed on.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaptionHealth {
    /// `off`, `missing` (the server has no recogniser), `waiting` for speech, `listening` or `failing`.
    pub(crate) state: &'static str,
    /// The last problem, until the next caption.
    pub(crate) problem: Option<String>,
    /// Captions that became final.
    pub(crate) captions: u64,
    /// Starts of the recogniser after the first.
    pub(crate) restarts: u64,
    /// Speech that the recogniser was too slow for, in seconds.
    pub(crate) dropped_seconds: f64,
}

/// The room on a disk.
#[derive(Serialize, ToSchema)]
#[schema(as = DiskRoom)]
pub(crate) struct Disk {
    /// The directory on it: `data` or `media`.
    pub(crate) what: &'static str,
    pub(crate) path: String,
    /// Seconds for which the disk has not answered, if it does not: the room is that of before.
    pub(crate) hung_seconds: Option<u64>,
    /// None if the system does not say.
    pub(crate) free_bytes: Option<u64>,
    pub(crate) total_bytes: Option<u64>,
}

/// Accuracy of the clock.
#[derive(Serialize, ToSchema)]
#[schema(as = ClockHealth)]
pub(crate) struct ClockHealth {
    /// The time that frames are stamped with, in microseconds since 1970: it never steps.
    pub(crate) server_us: u64,
    /// Milliseconds that the system clock has gained on `server_us` since the start, by steps and by corrections.
    pub(crate) system_ahead_ms: i64,
    /// True while something such as NTP keeps the system clock synchronised; none where that is unknown.
    pub(crate) is_kept: Option<bool>,
}

/// State of the database.
#[derive(Serialize, ToSchema)]
#[schema(as = DatabaseHealth)]
pub(crate) struct Database {
    /// With what is yet to be moved into it.
    pub(crate) bytes: u64,
}

/// Orders of the certificate by ACME.
#[derive(Serialize, ToSchema)]
pub(crate) struct AcmeHealth {
    /// Names that the certificate is for.
    pub(crate) names: Vec<String>,
    /// Address of the certificate authority's directory.
    pub(crate) directory: String,
    /// `starting`, `ordering`, `valid` or `failing`.
    pub(crate) state: &'static str,
    /// Time of the next order, in seconds since 1970; none while one is running.
    pub(crate) next_order_at: Option<u64>,
    /// Orders that failed since the last one that did not.
    pub(crate) failures: u32,
    /// Why the last order failed; none if it did not.
    pub(crate) problem: Option<String>,
}

/// A stream in a public directory.
#[derive(Serialize, ToSchema)]
pub(crate) struct DirectoryHealth {
    /// Address of the directory.
    pub(crate) directory: String,
    pub(crate) station: String,
    /// Format of the stream.
    pub(crate) format: &'static str,
    pub(crate) is_listed: bool,
    /// Time of the next request, in seconds since 1970.
    pub(crate) next_at: u64,
    /// Why the last request failed; none if it did not.
    pub(crate) problem: Option<String>,
}

/// Something that went wrong, perhaps often.
#[derive(Serialize, ToSchema)]
#[schema(as = HealthTrouble)]
pub(crate) struct Trouble {
    /// `warn` or `error`.
    pub(crate) level: String,
    /// The latest log message.
    pub(crate) text: String,
    pub(crate) count: u64,
    /// Microseconds since 1970, as the next.
    pub(crate) first_us: u64,
    pub(crate) last_us: u64,
}

/// The result of a check of the database.
#[derive(Serialize, ToSchema)]
#[schema(as = DatabaseChecked)]
struct Checked {
    is_sound: bool,
    /// The problem found, if any.
    problem: Option<String>,
}

/// Query of the server log.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LogQuery {
    /// `info`, `warn` or `error`, and what matters more.
    pub(crate) level: Option<String>,
    /// Words that have to be in them.
    pub(crate) words: Option<String>,
    pub(crate) limit: Option<usize>,
}

/// Lines of the log, the newest first.
#[derive(Serialize, ToSchema)]
#[schema(as = ServerLogLines)]
pub(crate) struct ServerLog {
    pub(crate) lines: Vec<Line>,
}

/// A line of the log.
#[derive(Serialize, ToSchema)]
#[schema(as = ServerLogLine)]
pub(crate) struct Line {
    pub(crate) number: u64,
    /// Microseconds since 1970.
    pub(crate) at_us: u64,
    /// `info`, `warn` or `error`.
    pub(crate) level: String,
    pub(crate) text: String,
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
    Reply::json(&ServerLog::of(call, &call.query()?)?)
}

impl Health {
    pub(crate) fn of(call: &ApiRequest) -> Self {
        let (site, process) = (&call.site, Process::this());
        let instance = &site.instance;
        let (server_us, system_us) = (call.now_us(), crate::clock::now_us());
        let started = process.start_time_seconds.map(|started| started as u64);
        Self {
            version: env!("CARGO_PKG_VERSION"),
            uptime_seconds: started.map(|started| (system_us / 1_000_000).saturating_sub(started)),
            resident_memory_bytes: process.resident_memory_bytes,
            stations: site.stations.all().map(|station| StationHealth::of(&station)).collect(),
            disks: vec![Disk::of("data", &instance.data), Disk::of("media", &instance.media)],
            clock: ClockHealth {
                server_us,
                system_ahead_ms: (system_us as i64 - server_us as i64) / 1_000,
                is_kept: sys::clock_is_kept(),
            },
            database: Database { bytes: site.store.bytes() },
            certificate_ends_at: instance.certificate.as_ref().and_then(crate::tls::Certificate::ends),
            acme: instance.acme.as_ref().map(AcmeHealth::of),
            directories: instance
                .announcer
                .iter()
                .flat_map(Announcer::listings)
                .map(DirectoryHealth::of)
                .collect(),
            troubles: instance.log.troubles().into_iter().map(Trouble::of).collect(),
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
            captions: CaptionHealth::of(station.broadcast().captions().status()),
        }
    }
}

impl CaptionHealth {
    fn of(status: RecogniserStatus) -> Self {
        Self {
            state: status.state.name(),
            problem: status.problem,
            captions: status.captions,
            restarts: status.restarts,
            dropped_seconds: status.dropped_ms as f64 / 1e3,
        }
    }
}

impl AcmeHealth {
    fn of(acme: &Acme) -> Self {
        let status = acme.status();
        Self {
            names: acme.names().to_vec(),
            directory: acme.directory().to_owned(),
            state: status.phase.name(),
            next_order_at: status.next_at,
            failures: status.failures,
            problem: status.problem,
        }
    }
}

impl DirectoryHealth {
    fn of(listing: ListingStatus) -> Self {
        let ListingStatus { directory, station, format, is_listed, next_us, problem } = listing;
        Self { directory, station, format, is_listed, next_at: next_us / 1_000_000, problem }
    }
}

impl Disk {
    fn of(what: &'static str, disk: &DiskGauge) -> Self {
        let reading = disk.read();
        let room = reading.space();
        Self {
            what,
            path: disk.path().display().to_string(),
            hung_seconds: reading.hung_seconds,
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

impl ServerLog {
    pub(crate) fn of(call: &ApiRequest, wanted: &LogQuery) -> Result<Self, Error> {
        let least = match wanted.level.as_deref().unwrap_or("info") {
            "info" => tracing::Level::INFO,
            "warn" => tracing::Level::WARN,
            "error" => tracing::Level::ERROR,
            _ => return Err(Error::bad_input("level has to be info, warn or error.")),
        };
        let words = wanted.words.as_deref().unwrap_or_default().to_lowercase();
        let fits = |line: &sys::LogLine| {
            let text = line.text.to_lowercase();
            line.level <= least && words.split_whitespace().all(|word| text.contains(word))
        };
        let lines = call.site.instance.log.lines().into_iter().filter(|line| fits(line));
        let lines = lines.take(limit(wanted.limit)?).map(|line| Line {
            number: line.number,
            at_us: line.at_us,
            level: line.level.as_str().to_lowercase(),
            text: line.text.clone(),
        });
        Ok(Self { lines: lines.collect() })
    }
}
