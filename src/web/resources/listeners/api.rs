//! Current listeners.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::output::listener_registry::ListenerStatus;
use crate::web::Error;
use crate::web::resources::{limit, parsed};
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const PATH: &str = "/api/v1/stations/{station}/listeners";

pub(crate) fn routes() -> Vec<Route> {
    let one = "/api/v1/stations/{station}/listeners/{id}";
    vec![
        Route::get(PATH, Access::Manager, Scope::Listeners, list)
            .about("Who listens at this moment, those who came first before the others")
            .query(&["cursor", "limit"])
            .gives::<Listeners>(),
        Route::new(Verb::Delete, one, (Access::Manager, Scope::Listeners), Handler::Ask(disconnect))
            .about("Disconnect a listener; players that come back by themselves may do so"),
    ]
}

/// A part of the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    cursor: Option<u64>,
    limit: Option<usize>,
}

/// Current listeners.
#[derive(Serialize, ToSchema)]
pub(crate) struct Listeners {
    /// Total number of listeners.
    pub(crate) total: u64,
    /// Numbers of listeners by output, rendition and player.
    pub(crate) kinds: Vec<Kind>,
    /// Numbers of listeners at the edges that report them; they are in the others, too.
    pub(crate) edges: Vec<EdgeCount>,
    #[serde(rename = "listeners")]
    pub(crate) each: Vec<Listener>,
    /// Cursor of the next page, if there is one.
    pub(crate) next: Option<String>,
}

/// Listeners that are counted together.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ListenerKind)]
pub(crate) struct Kind {
    /// `ws`, as browsers do, or `opus`, a stream over HTTP.
    pub(crate) output: &'static str,
    /// The rendition's name.
    pub(crate) rendition: String,
    /// The player: `browser`, `vlc`, `mpv`, `ffmpeg`, `desktop`, `phone`, `car`, `speaker`, `program` or `other`.
    pub(crate) player: &'static str,
    pub(crate) listeners: u64,
}

/// Listeners at an edge.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EdgeCount {
    /// The edge's name.
    name: String,
    listeners: u64,
}

/// A listener.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Listener {
    /// Its number at this station, which no other has until the program is started anew.
    pub(crate) id: u64,
    /// `ws` or `opus`.
    pub(crate) output: &'static str,
    /// The rendition's name.
    pub(crate) rendition: String,
    /// The `client_prefix`'s address: all of an address of IPv4, the network of one of IPv6.
    pub(crate) address: String,
    /// The listener's player.
    pub(crate) player: &'static str,
    /// Time of the start, in microseconds since 1970.
    pub(crate) since_us: u64,
    /// Duration so far, in seconds.
    pub(crate) seconds: u64,
    /// Delay of the received sound behind what is on air, in milliseconds.
    pub(crate) behind_ms: u64,
    /// Frames of 20 ms that it was too slow for.
    pub(crate) skipped: u64,
    /// Number of bytes sent to it, if that is known.
    pub(crate) bytes: Option<u64>,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    let part: Part = call.query()?;
    Reply::json(&listeners(call, part.cursor.unwrap_or_default(), limit(part.limit)?)?)
}

/// The first `limit` listeners behind the number `after`, and how many there are in all.
pub(crate) fn listeners(call: &ApiRequest, after: u64, limit: usize) -> Result<Listeners, Error> {
    let station = call.station()?;
    let mut seen = call.site.roll.tell(&station.broadcast().mounts(), after, limit + 1)?;
    let has_more = seen.len() > limit;
    seen.truncate(limit);
    let next = seen.last().filter(|_| has_more).map(|last| last.about.number.to_string());
    let figures = station.broadcast().listeners();
    let kinds = figures.crowd().into_iter().filter(|(_, listeners)| *listeners > 0);
    let kinds = kinds.map(|(kind, listeners)| Kind {
        output: kind.output,
        rendition: kind.rendition,
        player: kind.player,
        listeners,
    });
    let now_us = station.broadcast().clock().now_us();
    let each = seen.into_iter().map(|seen| Listener::of(seen, now_us)).collect();
    let edges = figures.edges().into_iter().map(|(name, listeners)| EdgeCount { name, listeners });
    Ok(Listeners { total: figures.total(), kinds: kinds.collect(), edges: edges.collect(), each, next })
}

fn disconnect(call: &ApiRequest) -> Result<Reply, Error> {
    let number = parsed(call.part("id")?).map_err(|_| Error::UnknownPage)?;
    let found = call.site.roll.disconnect(&call.station()?.broadcast().mounts(), number)?;
    found.map(|_| Reply::done()).ok_or(Error::not_found("This listener has left already."))
}

impl Listener {
    fn of(seen: ListenerStatus, now_us: u64) -> Self {
        let ListenerStatus { about, behind_us, bytes } = seen;
        Self {
            id: about.number,
            output: about.output,
            rendition: about.rendition,
            address: about.guest.address.to_string(),
            player: about.guest.player.name(),
            since_us: about.guest.since_us,
            seconds: now_us.saturating_sub(about.guest.since_us) / 1_000_000,
            behind_ms: behind_us / 1_000,
            skipped: about.skipped,
            bytes,
        }
    }
}
