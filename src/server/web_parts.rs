//! The parts that are made before the web server, and that it serves from.

use std::sync::Arc;

use super::tls_endpoint::{Reload, TlsEndpoint};
use crate::announce::Announcer;
use crate::clock::Clock;
use crate::failover::Failover;
#[cfg(feature = "whip")]
use crate::ingest::whip::Whip;
use crate::library::Intake;
use crate::net::{SiteOrigins, TrustedProxies};
use crate::output::body_listener::BodyNotifier;
use crate::output::join::ListenerGate;
use crate::output::transmitter::Transmitters;
use crate::recording::Archives;
use crate::store::Store;
use crate::supervisor::StationSupervisor;
use crate::sys::AccessLog;
use crate::web::InstanceInfo;
use crate::webhooks::{WebhookLinks, WebhookReach};

/// Parts of the server that the web server needs.
pub(super) struct WebParts {
    pub(super) store: Store,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) supervisor: StationSupervisor,
    pub(super) failover: Option<Failover>,
    pub(super) transmitters: Transmitters,
    pub(super) body_bell: Arc<BodyNotifier>,
    pub(super) tls: Option<TlsEndpoint>,
    pub(super) gate: ListenerGate,
    pub(super) tls_only: bool,
    pub(super) proxies: TrustedProxies,
    pub(super) webcast_origins: SiteOrigins,
    pub(super) anonymize: bool,
    pub(super) access_log: AccessLog,
    pub(super) intake: Intake,
    pub(super) archives: Archives,
    pub(super) instance: InstanceInfo,
    pub(super) announcer: Announcer,
    pub(super) reach: WebhookReach,
    pub(super) links: WebhookLinks,
    pub(super) reload: Reload,
    #[cfg(feature = "whip")]
    pub(super) whip: Whip,
}
