//! The servers and edges of a cluster, and who is on air.

use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::boot_us;
use crate::failover::{EdgeNews, EdgeNewsStation, Failover, LeaseStatus, Member, ServerNews};
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/cluster", Access::Admin, Scope::Health, read)
            .about("The servers that stand in for each other, and the edges that NATS knows")
            .gives::<Cluster>(),
    ]
}

/// The servers that stand in for each other, and their edges.
#[derive(Serialize, ToSchema)]
pub(crate) struct Cluster {
    /// The name of this server; none if it is alone.
    node: Option<String>,
    /// The number of changes of the server on air.
    epoch: u64,
    /// Milliseconds for which this server may be on air without an answer of NATS; none if it does not have the lease.
    lease_ms: Option<u64>,
    /// The servers that announce themselves.
    servers: Vec<ClusterServer>,
    /// The edges that do.
    edges: Vec<ClusterEdge>,
}

/// A server of a cluster.
#[derive(Serialize, ToSchema)]
struct ClusterServer {
    name: String,
    /// The address at which edges reach it.
    address: String,
    version: String,
    /// Whether it has the lease.
    is_on_air: bool,
    /// Milliseconds since it announced itself.
    seen_ms: u64,
    /// Milliseconds by which its clock is ahead of this server's.
    clock_ahead_ms: i64,
    /// Milliseconds by which it is behind in what it knows of the stations; none if it is on air, or was told nothing.
    lag_ms: Option<u64>,
}

/// An edge of a cluster.
#[derive(Serialize, ToSchema)]
struct ClusterEdge {
    name: String,
    version: String,
    /// Milliseconds since it announced itself.
    seen_ms: u64,
    /// The stations that it serves.
    stations: Vec<ClusterEdgeStation>,
}

/// A station at an edge.
#[derive(Serialize, ToSchema)]
struct ClusterEdgeStation {
    /// The station's name in addresses.
    slug: String,
    listeners: u64,
    /// The address of the origin that it is taken from; none if nobody listens.
    origin: Option<String>,
    /// Age of the newest sound there, in milliseconds; none if nobody listens.
    delay_ms: Option<u64>,
}

impl Cluster {
    pub(crate) fn of(call: &ApiRequest) -> Self {
        match call.site.lease_figures.failover() {
            Some(failover) => Self::around(failover),
            None => Self { node: None, epoch: 0, lease_ms: None, servers: Vec::new(), edges: Vec::new() },
        }
    }

    fn around(failover: &Failover) -> Self {
        let now_us = boot_us();
        let lease_ms = match failover.status() {
            LeaseStatus::Holds { until_us, .. } => Some(until_us.saturating_sub(now_us) / 1_000),
            _ => None,
        };
        let (servers, edges) = (failover.members().servers(now_us), failover.members().edges(now_us));
        Self {
            node: Some(failover.node().as_str().to_owned()),
            epoch: failover.permit().epoch(),
            lease_ms,
            servers: servers.into_iter().map(|server| ClusterServer::of(server, now_us)).collect(),
            edges: edges.into_iter().map(|edge| ClusterEdge::of(edge, now_us)).collect(),
        }
    }
}

impl ClusterServer {
    fn of(member: Member<ServerNews>, now_us: u64) -> Self {
        let Member { news, at_us, ahead_us } = member;
        Self {
            name: news.node.as_str().to_owned(),
            address: news.url,
            version: news.version,
            is_on_air: news.is_on_air,
            seen_ms: now_us.saturating_sub(at_us) / 1_000,
            clock_ahead_ms: ahead_us / 1_000,
            lag_ms: news.told_ms,
        }
    }
}

impl ClusterEdge {
    fn of(member: Member<EdgeNews>, now_us: u64) -> Self {
        let Member { news, at_us, .. } = member;
        let station = |EdgeNewsStation { slug, origin, listeners, delay_ms }| ClusterEdgeStation {
            slug,
            listeners,
            origin,
            delay_ms,
        };
        Self {
            name: news.name,
            version: news.version,
            seen_ms: now_us.saturating_sub(at_us) / 1_000,
            stations: news.stations.into_iter().map(station).collect(),
        }
    }
}

fn read(call: &ApiRequest) -> Result<Reply, Error> {
    Reply::json(&Cluster::of(call))
}
