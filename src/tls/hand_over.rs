//! Takes a connection from rustls once its handshake is done.
//!
//! rustls tells the first traffic secrets of a connection to its log of keys, and gives away the current keys and record
//! numbers. With both, the connection is gone on with here, updates of keys included.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustls::{ConnectionTrafficSecrets, KeyLog, ProtocolVersion, ServerConfig, ServerConnection};
use zeroize::Zeroizing;

use super::record::{RecordSuite, TrafficSecret};
use super::record_layer::{RecordLayer, Traffic};

/// Updates of keys that a client may have made before it is taken over.
const MOST_UPDATES: usize = 64;

/// The first traffic secrets of one connection.
#[derive(Default)]
pub struct HandshakeSecrets {
    told: Mutex<ToldSecrets>,
}

#[derive(Default)]
struct ToldSecrets {
    client: Zeroizing<Vec<u8>>,
    server: Zeroizing<Vec<u8>>,
}

impl HandshakeSecrets {
    /// Returns the configuration of one handshake like those of `config`, and what its secrets are told to.
    pub fn listen(config: &ServerConfig) -> (Arc<ServerConfig>, Arc<Self>) {
        let secrets = Arc::<Self>::default();
        let mut config = config.clone();
        config.key_log = Arc::<Self>::clone(&secrets);
        config.enable_secret_extraction = true;
        (Arc::new(config), secrets)
    }

    /// Returns whether the connection can be [taken](Self::take): it is one of TLS 1.3, its handshake is done, and it has
    /// nothing to send.
    pub fn can_take(&self, connection: &ServerConnection) -> bool {
        let suite = connection.negotiated_cipher_suite().and_then(|suite| RecordSuite::of(suite.suite()));
        connection.protocol_version() == Some(ProtocolVersion::TLSv1_3)
            && suite.is_some()
            && !connection.is_handshaking()
            && !connection.wants_write()
            && !self.told().server.is_empty()
    }

    /// Goes on with a connection that can be taken. It must have been read record by record, and what it has read
    /// must have been taken from it; `received` are the bytes that follow. `None` if its keys are not known.
    pub fn take(&self, connection: ServerConnection, received: &[u8]) -> Option<RecordLayer> {
        let suite = RecordSuite::of(connection.negotiated_cipher_suite()?.suite())?;
        let told = std::mem::take(&mut *self.told());
        let current = connection.dangerous_extract_secrets().ok()?;
        let sending = Traffic::of(suite, &told.server, current.tx.0, &current.tx.1)?;
        let receiving = Traffic::of(suite, &told.client, current.rx.0, &current.rx.1)?;
        RecordLayer::new(sending, receiving, received).ok()
    }

    /// Forgets the secrets of a connection that stays where it is.
    pub fn forget(&self) {
        *self.told() = ToldSecrets::default();
    }

    fn told(&self) -> MutexGuard<'_, ToldSecrets> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeyLog for HandshakeSecrets {
    fn log(&self, label: &str, _: &[u8], secret: &[u8]) {
        match label {
            "CLIENT_TRAFFIC_SECRET_0" => self.told().client = secret.to_vec().into(),
            "SERVER_TRAFFIC_SECRET_0" => self.told().server = secret.to_vec().into(),
            _ => {}
        }
    }

    fn will_log(&self, label: &str) -> bool {
        matches!(label, "CLIENT_TRAFFIC_SECRET_0" | "SERVER_TRAFFIC_SECRET_0")
    }
}

impl fmt::Debug for HandshakeSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HandshakeSecrets").finish_non_exhaustive()
    }
}

impl Traffic {
    /// Finds the secret that the `current` keys are made from: the first one or one of those after it.
    fn of(suite: RecordSuite, first: &[u8], number: u64, current: &ConnectionTrafficSecrets) -> Option<Self> {
        let (ConnectionTrafficSecrets::Aes128Gcm { key, iv }
        | ConnectionTrafficSecrets::Aes256Gcm { key, iv }
        | ConnectionTrafficSecrets::Chacha20Poly1305 { key, iv }) = current
        else {
            return None;
        };
        let mut secret = TrafficSecret::new(suite, first)?;
        for _ in 0..MOST_UPDATES {
            if secret.makes(key.as_ref(), iv.as_ref()) {
                return Some(Self { secret, number });
            }
            secret = secret.next().ok()?;
        }
        None
    }
}

#[cfg(test)]
pub(crate) mod tests;
