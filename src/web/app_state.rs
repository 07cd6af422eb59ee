//! Shared state of the HTTP handlers.

use std::hash::{BuildHasher as _, RandomState};
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use prometheus_client::registry::Registry;
use tokio::sync::Semaphore;

use super::hls_archive::PastSegments;
use super::process_metrics::{OfStore, ProcessCollector};
use super::request_metrics::WebFigures;
use super::resources::on_air::events::Frames;
use super::router::{EventStreams, RateLimits};
use super::templates::Templates;
use crate::acme::Acme;
use crate::announce::Announcer;
use crate::auth::Authenticator;
use crate::auth::oidc::Oidc;
use crate::backup::Backups;
use crate::broadcast::Broadcasts;
use crate::clock::Clock;
use crate::failover::{Failover, LeaseFigures};
use crate::ingest::Ingest;
#[cfg(feature = "whip")]
use crate::ingest::whip::Whip;
use crate::library::Intake;
use crate::model::{BasePath, client_prefix};
use crate::net::{SiteOrigins, TrustedProxies, shortened};
use crate::output::archive_audience::ArchiveAudience;
use crate::output::body_listener::BodyNotifier;
use crate::output::hls::Hls;
use crate::output::join::ListenerGate;
use crate::output::listener_registry::ListenerRegistry;
use crate::output::sendspin::SendspinAudience;
use crate::output::transmitter::Transmitters;
use crate::production::Stations;
use crate::recording::Archives;
use crate::store::Store;
use crate::sys::{AccessLog, DiskGauge, LogBuffer};
use crate::tls::Certificate;
use crate::webhooks::{RetrySchedule, Webhooks};

/// Large bodies of requests that are in memory at once: 64 MB.
const MOST_LARGE: usize = 8;
/// Bodies of clients that are not signed in that are read at once: 4 MB.
const MOST_OF_STRANGERS: usize = 512;

/// A handle to all that pages and answers are made from.
#[derive(Clone)]
pub struct AppState {
    pub(super) stations: Stations,
    /// The stations as listeners and public pages see them.
    pub(super) broadcasts: Broadcasts,
    pub(super) ingest: Ingest,
    /// Networks of proxies whose word about clients is believed.
    pub(super) proxies: TrustedProxies,
    /// True while unencrypted connections are refused where there is a certificate.
    pub(super) tls_only: bool,
    /// Other sites whose pages may go live by the `webcast` protocol.
    pub(super) webcast_origins: SiteOrigins,
    /// Format of client addresses where they are stored.
    pub(super) kept_addresses: KeptAddresses,
    /// A line for each request, if that is wanted.
    pub(super) access_log: AccessLog,
    /// Checks passwords and codes.
    pub(super) auth: Authenticator,
    pub(super) store: Store,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) templates: Templates,
    pub(super) registry: Arc<Registry>,
    /// The rules by which listeners join.
    pub(super) gate: ListenerGate,
    /// The streams of events there are,
    pub(super) streams: EventStreams,
    /// Events as they go over the wire, made once for all streams.
    pub(super) frames: Frames,
    /// Permits for large bodies in memory.
    pub(super) large_bodies: Arc<Semaphore>,
    /// Permits for bodies of clients that are not signed in.
    pub(super) strangers_bodies: Arc<Semaphore>,
    pub(super) intake: Option<Intake>,
    /// Clients that go live by WebRTC.
    #[cfg(feature = "whip")]
    pub(super) whip: Option<Whip>,
    /// The archives of the stations.
    pub(super) archives: Archives,
    /// Listeners who go back in it.
    pub(super) archive_audience: ArchiveAudience,
    /// Segments of the archive that were packed last.
    pub(super) past_segments: PastSegments,
    pub(super) instance: Arc<InstanceInfo>,
    /// Listeners of all stations.
    pub(super) roll: ListenerRegistry,
    /// Rate limits of the API.
    pub(super) paces: RateLimits,
    pub(super) figures: WebFigures,
    pub(super) lease_figures: LeaseFigures,
    /// Set if the metrics are served at a port of their own only.
    pub(super) has_metrics_elsewhere: bool,
    /// Delivery of webhooks.
    pub(super) hooks: Webhooks,
    pub(super) body_bell: Arc<BodyNotifier>,
    /// HLS packagers, and who listens by them.
    pub(super) hls: Hls,
    /// Listeners that are connected by Sendspin.
    pub(super) sendspin: SendspinAudience,
}

/// Format of client addresses where they are stored for longer than a connection.
#[derive(Clone, Default)]
pub(super) struct KeptAddresses(Option<RandomState>);

impl KeptAddresses {
    /// Addresses that tell nobody from their neighbours.
    fn shortened() -> Self {
        Self(Some(RandomState::new()))
    }

    /// Returns an address as the audit log has it.
    pub(super) fn of_log(&self, address: IpAddr) -> String {
        if self.0.is_some() { shortened(address) } else { address }.to_string()
    }

    /// Returns what one person's song requests are counted by; where addresses are shortened, a digest that nobody
    /// can trace back once the process has ended.
    pub(super) fn of_person(&self, address: IpAddr) -> String {
        let address = client_prefix(address);
        self.0.as_ref().map_or_else(|| address.to_string(), |key| format!("{:016x}", key.hash_one(address)))
    }
}

/// Directories, certificate and log of this instance.
#[derive(Default)]
pub struct InstanceInfo {
    /// Data directory.
    pub data: DiskGauge,
    /// Music directory.
    pub media: DiskGauge,
    /// Address that the server is reached at, without a slash at the end, if configured.
    pub public_url: Option<String>,
    /// The path of that address.
    pub base_path: BasePath,
    /// Certificate of TLS, if enabled.
    pub certificate: Option<Certificate>,
    /// Orders of the certificate, if it is ordered by ACME.
    pub acme: Option<Acme>,
    /// Newest lines of the log.
    pub log: LogBuffer,
    /// Announcements in directories, where there are any.
    pub announcer: Option<Announcer>,
    /// The OpenID provider that people may sign in with.
    pub oidc: Option<Oidc>,
    /// Backups by the plan, where any are made.
    pub backups: Option<Backups>,
}

impl AppState {
    /// A site about `stations`, whose accounts and programme are in `store`. The figures of the process are added to
    /// `registry`, which may hold others already; those of stations are told beside it. DJs come in by `ingest`.
    /// `body_bell` wakes the listeners that the web server holds, who join as `gate` allows.
    pub fn new(
        (stations, ingest, store, clock): (Stations, Ingest, Store, Arc<dyn Clock>),
        templates: Templates,
        mut registry: Registry,
        (body_bell, gate): (Arc<BodyNotifier>, ListenerGate),
    ) -> Self {
        registry.register_collector(Box::new(ProcessCollector));
        registry.register_collector(Box::new(OfStore(store.clone())));
        let hooks = Webhooks::new(store.clone(), Arc::clone(&clock), RetrySchedule::default());
        let (figures, hls, sendspin) = (WebFigures::default(), Hls::default(), SendspinAudience::default());
        let archive_audience = ArchiveAudience::default();
        let metrics = registry.sub_registry_with_prefix("longwave");
        figures.register(metrics);
        hooks.register(metrics);
        gate.limits.register(metrics);
        let lease_figures = LeaseFigures::default();
        lease_figures.register(&mut registry);
        Self {
            hooks,
            paces: RateLimits::default(),
            figures,
            lease_figures,
            broadcasts: stations.broadcasts().clone(),
            has_metrics_elsewhere: false,
            stations,
            proxies: TrustedProxies::default(),
            tls_only: false,
            webcast_origins: SiteOrigins::default(),
            kept_addresses: KeptAddresses::default(),
            access_log: AccessLog::default(),
            auth: ingest.auth().clone(),
            ingest,
            store,
            clock,
            templates,
            registry: Arc::new(registry),
            gate,
            streams: EventStreams::default(),
            frames: Frames::default(),
            large_bodies: Arc::new(Semaphore::new(MOST_LARGE)),
            strangers_bodies: Arc::new(Semaphore::new(MOST_OF_STRANGERS)),
            intake: None,
            #[cfg(feature = "whip")]
            whip: None,
            archives: Archives::below(Path::new("archive")),
            instance: Arc::default(),
            roll: ListenerRegistry::new(None, Arc::clone(&body_bell))
                .with_hls(hls.audience().clone())
                .with_sendspin(sendspin.clone())
                .with_archive(archive_audience.clone()),
            archive_audience,
            past_segments: PastSegments::default(),
            hls,
            sendspin,
            body_bell,
        }
    }

    /// Returns the same state, which believes `proxies` about clients, and with `tls_only` answers no clear
    /// connection where there is a certificate.
    #[must_use]
    pub fn trusting(self, proxies: TrustedProxies, tls_only: bool) -> Self {
        Self { proxies, tls_only, ..self }
    }

    /// Returns the same state, in which pages of these other sites may go live by the `webcast` protocol.
    #[must_use]
    pub fn open_to(self, webcast_origins: SiteOrigins) -> Self {
        Self { webcast_origins, ..self }
    }

    /// Returns the same state, which with `are_shortened` keeps no whole address in the audit log or of requests.
    #[must_use]
    pub fn keeping_addresses(self, are_shortened: bool) -> Self {
        let kept_addresses =
            if are_shortened { KeptAddresses::shortened() } else { KeptAddresses::default() };
        Self { kept_addresses, ..self }
    }

    /// Adds a line for each request to `access_log`.
    #[must_use]
    pub fn logging(self, access_log: AccessLog) -> Self {
        Self { access_log, ..self }
    }

    /// Returns the same state, which shows `broadcasts` that this process does not produce.
    #[must_use]
    pub fn showing(self, broadcasts: Broadcasts) -> Self {
        Self { broadcasts, ..self }
    }

    /// Adds the intake of uploads.
    #[must_use]
    pub fn with_intake(self, intake: Intake) -> Self {
        Self { intake: Some(intake), ..self }
    }

    /// Lets DJs come in by WebRTC.
    #[cfg(feature = "whip")]
    #[must_use]
    pub fn with_whip(self, whip: Whip) -> Self {
        Self { whip: Some(whip), ..self }
    }

    /// Shows the server's part among several in the metrics.
    #[must_use]
    pub fn with_failover(self, failover: Option<&Failover>) -> Self {
        if let Some(failover) = failover {
            self.lease_figures.show(failover.clone());
        }
        self
    }

    /// Lets listeners go back in these archives.
    #[must_use]
    pub fn with_archives(self, archives: Archives) -> Self {
        Self { archives, ..self }
    }

    /// Sets directories, certificate and log.
    #[must_use]
    pub fn on(self, instance: InstanceInfo) -> Self {
        Self { instance: Arc::new(instance), ..self }
    }

    /// Adds the listeners of `transmitters` to those of the web server.
    #[must_use]
    pub fn knowing(self, transmitters: Transmitters) -> Self {
        let roll = ListenerRegistry::new(Some(transmitters), Arc::clone(&self.body_bell))
            .with_hls(self.hls.audience().clone())
            .with_sendspin(self.sendspin.clone())
            .with_archive(self.archive_audience.clone());
        Self { roll, ..self }
    }

    /// Enforces the rate limits of the API.
    #[must_use]
    pub fn pacing(self) -> Self {
        Self { paces: RateLimits::kept(), ..self }
    }

    /// Moves the metrics to [`super::metrics_routes`] if `is_elsewhere`.
    #[must_use]
    pub fn with_metrics_elsewhere(self, is_elsewhere: bool) -> Self {
        Self { has_metrics_elsewhere: is_elsewhere, ..self }
    }

    /// Returns the delivery of webhooks.
    pub fn hooks(&self) -> &Webhooks {
        &self.hooks
    }

    /// Returns the notifier of the listeners that the web server holds.
    pub fn body_bell(&self) -> &Arc<BodyNotifier> {
        &self.body_bell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortened_addresses_name_nobody_and_persons_are_still_told_apart() {
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let (one, other) = (address("203.0.113.7"), address("203.0.113.8"));
        let whole = KeptAddresses::default();
        assert_eq!(
            (whole.of_log(one), whole.of_person(one)),
            ("203.0.113.7".to_owned(), "203.0.113.7".to_owned())
        );
        let short = KeptAddresses::shortened();
        assert_eq!(
            (short.of_log(one), short.of_log(other)),
            ("203.0.113.0".to_owned(), "203.0.113.0".to_owned())
        );
        assert_eq!(short.of_person(one), short.clone().of_person(one));
        assert_ne!(short.of_person(one), short.of_person(other));
        assert!(!short.of_person(one).contains('.'), "{}", short.of_person(one));
        let network = [address("2001:db8::1"), address("2001:db8::2")].map(|one| short.of_person(one));
        assert_eq!(network[0], network[1], "a network of IPv6 is one person");
    }
}
