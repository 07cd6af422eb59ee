//! Orders the server's certificate by ACME (RFC 8555) and renews it.
//!
//! In: host names, a certificate authority's directory, and its validating connections, which reach the one port
//! (TLS-ALPN-01) or the web server (HTTP-01). Out: a [`Certificate`] that is replaced while
//! connections go on, files in the data directory, and an [`AcmeStatus`]. Never: gives a certificate up because the
//! next one cannot be had, asks more often than certificate authorities allow, or has a secret in a log.

mod authority;
mod order;
mod renewal;
mod settings;
mod status;
mod storage;

use std::path::Path;
use std::sync::Arc;

use tokio::sync::oneshot;

pub use settings::{AcmeContact, AcmeSettings, DirectoryUrl, Hostnames, InvalidSetting, LETS_ENCRYPT};
pub use status::{AcmePhase, AcmeStatus};
pub use storage::{Storage, StorageError};

use crate::tls::Certificate;
use renewal::Renewal;

/// State that validating connections and observers read: answers to HTTP-01 challenges, and the outcome of the orders.
/// Clones share it.
#[derive(Clone, Debug)]
pub struct Acme {
    settings: Arc<AcmeSettings>,
    status: status::StatusCell,
    tokens: order::HttpTokens,
    /// Wakes the renewal before its time.
    wake: Arc<tokio::sync::Notify>,
}

impl Acme {
    /// Loads the last certificate for `settings` from the data directory, if there is one. Orders nothing yet.
    pub fn open(settings: &AcmeSettings, data: &Path) -> (Self, Certificate, PendingRenewal) {
        let acme = Self {
            settings: Arc::new(settings.clone()),
            status: status::StatusCell::default(),
            tokens: order::HttpTokens::default(),
            wake: Arc::default(),
        };
        let (certificate, storage) = (Certificate::ordered(), Storage::of(data, &settings.directory));
        if storage.certificate().cert.exists()
            && let Err(error) = certificate.reload(storage.certificate())
        {
            tracing::warn!(%error, "the stored certificate cannot be used; another one is ordered");
        }
        let pending = PendingRenewal { acme: acme.clone(), certificate: certificate.clone(), storage };
        (acme, certificate, pending)
    }

    /// Returns the names that the certificate is for.
    pub fn names(&self) -> &[String] {
        self.settings.names.all()
    }

    /// Returns the address of the certificate authority's directory.
    pub fn directory(&self) -> &str {
        self.settings.directory.as_str()
    }

    /// Returns what the orders came to.
    pub fn status(&self) -> AcmeStatus {
        self.status.get()
    }

    /// Returns the key authorization for the token of an HTTP-01 challenge (RFC 8555 section 8.3), if one is pending.
    pub fn http_answer(&self, token: &str) -> Option<String> {
        self.tokens.answer(token)
    }

    /// Tries again now if the last order failed.
    pub fn retry(&self) {
        self.wake.notify_one();
    }
}

/// Orders and renews the certificate once it is started.
pub struct PendingRenewal {
    acme: Acme,
    certificate: Certificate,
    storage: Storage,
}

impl PendingRenewal {
    /// Starts a thread that orders and renews until the returned value is dropped. The port must be served by then.
    /// `prefers_http` says which challenge comes first.
    pub fn start(self, prefers_http: bool) -> std::io::Result<RunningRenewal> {
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let renewal = Renewal::new(self.acme, self.certificate, self.storage, prefers_http);
        std::thread::Builder::new().name("acme".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    () = renewal.run() => {}
                    _ = stopped => {}
                }
            });
        })?;
        Ok(RunningRenewal { _stop: stop })
    }
}

/// Keeps the renewal running until it is dropped.
pub struct RunningRenewal {
    _stop: oneshot::Sender<()>,
}
