//! TLS of the port: where its certificate comes from, and how a newer one is taken.

use std::path::PathBuf;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use anyhow::Context;

use super::signals::Signals;
use crate::acme::{Acme, PendingRenewal, RunningRenewal};
use crate::clock::Clock;
use crate::config::Config;
use crate::library::MusicLibrary;
use crate::mux::Tls;
use crate::sys::AccessLog;
use crate::tls::{self, Certificate, CertificateWatcher};

/// TLS, and the source of its certificate.
pub(super) struct TlsEndpoint {
    pub(super) tls: Tls,
    source: Source,
}

/// Origin of newer certificates.
enum Source {
    Files(CertificateWatcher),
    Acme(Acme, PendingRenewal),
}

/// Keeps the certificate new until it is dropped.
pub(super) enum KeptCertificate {
    Watched { _until: SyncSender<()> },
    Renewed { _until: RunningRenewal },
}

impl TlsEndpoint {
    /// Reads the certificate that `config` names, or the last one that was ordered; none if there is no TLS.
    pub(super) fn of(config: &Config, clock: &dyn Clock) -> anyhow::Result<Option<Self>> {
        let (certificate, source, file) = if let Some(files) = &config.tls {
            let (certificate, watch) = CertificateWatcher::load(files)?;
            (certificate, Source::Files(watch), files.cert.clone())
        } else if let Some(settings) = &config.acme {
            if let Some(ca) = &settings.ca {
                tls::certificates(ca)?;
            }
            let (acme, certificate, pending) = Acme::open(settings, &config.data);
            (certificate, Source::Acme(acme, pending), PathBuf::from("of the last order"))
        } else {
            return Ok(None);
        };
        if certificate.ends().is_some_and(|ends| ends <= clock.now_us() / 1_000_000) {
            tracing::warn!("the certificate {} has expired; browsers refuse it", file.display());
        }
        let handshakes = certificate.handshakes().context("TLS cannot be set up")?;
        Ok(Some(Self { tls: Tls { acceptor: handshakes.into(), certificate }, source }))
    }

    /// Returns the orders of certificates, if there are any.
    pub(super) fn acme(&self) -> Option<Acme> {
        match &self.source {
            Source::Files(_) => None,
            Source::Acme(acme, _) => Some(acme.clone()),
        }
    }

    /// Watches the files, or orders certificates: once the port is served, since the certificate authority connects to
    /// it. `prefers_http` says which way it is thought to come.
    pub(super) fn keep(self, prefers_http: bool) -> anyhow::Result<KeptCertificate> {
        match self.source {
            Source::Files(watch) => {
                let (until, ended) = sync_channel(0);
                let thread = thread::Builder::new().name("certificate".to_owned());
                thread.spawn(move || watch.run(&ended)).context("cannot watch the certificate")?;
                Ok(KeptCertificate::Watched { _until: until })
            }
            Source::Acme(_, pending) => {
                let until = pending.start(prefers_http).context("cannot order certificates")?;
                Ok(KeptCertificate::Renewed { _until: until })
            }
        }
    }
}

/// Parts that are read again at SIGHUP.
pub(super) struct Reload {
    certificate: Option<(Certificate, tls::Files)>,
    acme: Option<Acme>,
    /// The music library; none on an edge.
    library: Option<MusicLibrary>,
    access_log: AccessLog,
}

impl Reload {
    pub(super) fn new(
        config: &Config,
        endpoint: Option<&TlsEndpoint>,
        library: Option<MusicLibrary>,
        access_log: AccessLog,
    ) -> Self {
        let certificate = endpoint.map(|endpoint| endpoint.tls.certificate.clone());
        let acme = endpoint.and_then(TlsEndpoint::acme);
        Self { certificate: certificate.zip(config.tls.clone()), acme, library, access_log }
    }

    /// Reads them again at each SIGHUP.
    pub(super) async fn at_hangup(self, mut signals: Signals) {
        while signals.hangup.recv().await.is_some() {
            self.now();
        }
    }

    fn now(&self) {
        self.access_log.reopen();
        if let Some(library) = &self.library {
            library.ask_for_scan();
        }
        match self.certificate.as_ref().map(|(certificate, files)| certificate.reload(files)) {
            Some(Ok(())) => tracing::info!("SIGHUP: the certificate was read again; so is the music folder"),
            Some(Err(error)) => tracing::warn!(%error, "SIGHUP: the old certificate stays in use"),
            None => tracing::info!("SIGHUP: the music folder is read again; there is no certificate to read"),
        }
        if let Some(acme) = &self.acme {
            acme.retry();
            tracing::info!("SIGHUP: a certificate that could not be ordered is tried again now");
        }
        tracing::info!("SIGHUP: flags and the configuration file hold from the next start on");
    }
}
