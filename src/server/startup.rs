//! Steps of the start.

use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::thread;

use anyhow::Context;

use super::late_recorders::LateRecorders;
use super::maintenance::{Maintenance, MaintenanceThread};
use super::take_over::Predecessor;

use crate::announce::{AnnounceConfig, Announcer};
use crate::auth::LiveAuth;
use crate::auth::oidc::{ClientSecret, Oidc, OidcSettings};
use crate::backup::{Backups, ServerFolders};
use crate::clock::Clock;
use crate::config::{Config, OidcConfig, OidcCreate};
use crate::library::MusicLibrary;
use crate::net::shortened;
use crate::output::descriptors::Descriptors;
use crate::output::formats;
use crate::output::join::ListenerGate;
use crate::output::listen_links::ListenLinks;
use crate::output::listener_limits::ListenerLimits;
use crate::recording::{Archives, Bucket, Recorders};
use crate::source::emergency_loop::{LoopSound, ShippedLoop};
use crate::store::Store;
use crate::supervisor::StationSupervisor;
use crate::sys::{AccessLog, LogBuffer};
use crate::webhooks::WebhookLinks;

/// With fewer file descriptors than this there is a warning at the start: 64 are kept for the music.
const FEW_DESCRIPTORS: u64 = 1_024;

/// Has the emergency loop that ships made, on a thread of its own.
pub(super) fn make_emergency_loop() -> anyhow::Result<ShippedLoop> {
    let made = ShippedLoop::default();
    let place = Arc::clone(&made);
    let shipped = move || match LoopSound::shipped() {
        Ok(sound) => drop(place.set(Arc::new(sound))),
        Err(error) => tracing::error!(%error, "there is no emergency loop"),
    };
    let thread = thread::Builder::new().name("emergency".to_owned());
    thread.spawn(shipped).context("cannot make the emergency loop")?;
    Ok(made)
}

/// Has the station go on air with what the store remembers of the music folder, which is still being read.
pub(super) fn presume_library(library: &MusicLibrary, store: &Store) {
    tracing::warn!("the music folder is slow to be read: until it was, what is remembered of it is played");
    if let Err(error) = library.presume(store) {
        tracing::error!(%error, "nothing is known of the music folder until it was read");
    }
}

/// Returns the program that decides who may go live, if one is configured.
pub(super) fn live_auth(config: &Config, clock: &Arc<dyn Clock>) -> Option<LiveAuth> {
    config.live_auth.clone().map(|url| LiveAuth::new(url, Arc::clone(clock)))
}

/// Returns the client of the OpenID provider, if one is configured.
pub(super) fn oidc(config: &Config, clock: &Arc<dyn Clock>) -> anyhow::Result<Option<Oidc>> {
    let Some(oidc) = config.oidc.clone() else { return Ok(None) };
    let OidcConfig { issuer, client_id, client_secret_file, redirect_uri, create } = oidc;
    let secret = client_secret_file.map(|file| -> anyhow::Result<ClientSecret> {
        let text = std::fs::read_to_string(&file);
        let text = text.with_context(|| format!("the secret in {} cannot be read", file.display()))?;
        let secret = ClientSecret::new(&text);
        secret.with_context(|| format!("{} must hold one line, the secret", file.display()))
    });
    let client_secret = secret.transpose()?;
    let creates_djs = create == OidcCreate::Dj;
    let settings = OidcSettings { issuer, client_id, client_secret, redirect_uri, creates_djs };
    Oidc::new(settings, Arc::clone(clock)).context("the system gives no random numbers").map(Some)
}

/// How many file descriptors there are; warns where they are few.
pub(super) fn descriptors() -> Descriptors {
    let descriptors = Descriptors::raise();
    if descriptors.limit() < FEW_DESCRIPTORS {
        tracing::warn!(
            limit = descriptors.limit(),
            "there are few file descriptors, and each listener takes one: raise the limit \
             (ulimit -n; systemd: LimitNOFILE=65536)"
        );
    }
    descriptors
}

/// Opens the access log, if one is configured.
pub(super) fn open_access_log(config: &Config, clock: &Arc<dyn Clock>) -> anyhow::Result<AccessLog> {
    let Some(path) = &config.access_log else { return Ok(AccessLog::default()) };
    let kept = if config.anonymize_addresses { shortened } else { |address| address };
    let opened = AccessLog::open(path, Arc::clone(clock), kept);
    opened.with_context(|| format!("the access log {} cannot be written", path.display()))
}

/// Makes the announcements of stations in public directories.
pub(super) fn announcer(
    config: &Config,
    supervisor: &StationSupervisor,
    store: &Store,
    clock: &Arc<dyn Clock>,
) -> anyhow::Result<Announcer> {
    let announced = AnnounceConfig {
        directories: config.yp_directories.clone(),
        radio_browser: config.radio_browser.clone(),
        public_url: config.public_url.as_ref().map(ToString::to_string),
        reach: config.webhooks,
        formats: vec![&formats::MP3, &formats::OGG_OPUS],
    };
    let broadcasts = supervisor.stations().broadcasts().clone();
    Ok(Announcer::new(announced, broadcasts, store.another()?, Arc::clone(clock)))
}

/// Returns what messages for people need of the server.
pub(super) fn webhook_links(config: &Config) -> WebhookLinks {
    let public_url = config.public_url.as_ref().map(ToString::to_string);
    WebhookLinks { mailer: config.mailer.clone(), public_url }
}

/// Returns the rules by which listeners join.
pub(super) fn listener_gate(config: &Config, store: &Store) -> ListenerGate {
    let limits = ListenerLimits::new(config.limits);
    ListenerGate {
        limits: limits.counting_loopback(!config.trusted_proxies.is_empty()),
        links: ListenLinks::new(store.secrets_key()),
        ..ListenerGate::default()
    }
}

/// Returns the bucket that archives are copied to, if one is configured.
pub(super) fn bucket(config: &Config, clock: &Arc<dyn Clock>) -> anyhow::Result<Option<Bucket>> {
    let started = config.bucket.as_ref().map(|settings| Bucket::start(settings, Arc::clone(clock)));
    started.transpose().context("cannot use the bucket for the archive")
}

/// Starts the archive's recorders, once the server that comes by `predecessor` has ended.
pub(super) fn start_recorders(
    predecessor: Option<Receiver<Predecessor>>,
    supervisor: &StationSupervisor,
    archives: &Archives,
    store: &Store,
    clock: &Arc<dyn Clock>,
) -> anyhow::Result<LateRecorders> {
    let (stations, archives) = (supervisor.stations().clone(), archives.clone());
    let (store, clock) = (store.background()?, Arc::clone(clock));
    LateRecorders::start(predecessor, move || Recorders::start(stations, archives, store, clock))
        .context("cannot start the archive")
}

/// Begins to make backups by the plan.
pub(super) fn start_backups(
    config: &Config,
    store: &Store,
    clock: &Arc<dyn Clock>,
) -> anyhow::Result<Backups> {
    let folders = ServerFolders { data: config.data.clone(), media: config.media.clone() };
    Backups::start(folders, store.another()?, Arc::clone(clock)).context("cannot start the backups")
}

/// Starts the maintenance, which runs until what this returns is dropped.
pub(super) fn start_maintenance(
    supervisor: &StationSupervisor,
    archives: &Archives,
    store: &Store,
    clock: &Arc<dyn Clock>,
    backups: &Backups,
    log: LogBuffer,
) -> anyhow::Result<MaintenanceThread> {
    let maintenance =
        Maintenance::new(store.another()?, Arc::clone(clock), supervisor.stations().clone(), log)
            .watching(archives.clone())
            .with_backups(backups.clone())
            .with_media(supervisor.library().disk().clone());
    maintenance.start().context("cannot start the maintenance")
}
