//! Connection settings for a DJ's software.

use serde::Serialize;

use crate::web::router::ApiRequest;

/// The address at which DJ software connects.
#[derive(Serialize)]
pub(in crate::web::resources) struct Connect {
    pub(in crate::web::resources) host: String,
    pub(in crate::web::resources) port: String,
    is_encrypted: bool,
}

impl Connect {
    /// The address by which this page was reached: from there, a DJ's program reaches it, too.
    pub(in crate::web::resources) fn of(call: &ApiRequest) -> Self {
        let is_encrypted = call.is_encrypted();
        let usual = if is_encrypted { "443" } else { "80" };
        let given = call.host().unwrap_or_default();
        let (host, port) = match given.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (host, port),
            _ => (given, usual),
        };
        Self { host: host.to_owned(), port: port.to_owned(), is_encrypted }
    }
}
