//! Signing in by OpenID Connect, as it is configured.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::model::Address;

/// Accounts that are made for people whom the provider knows and this server does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum OidcCreate {
    /// None: an administrator has to know them first.
    #[default]
    None,
    /// One that may go live.
    Dj,
}

/// The provider that people may sign in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OidcConfig {
    /// Its issuer identifier.
    pub issuer: Address,
    /// The identifier of this server there.
    pub client_id: String,
    /// The file with the secret of this server there; a public client has none.
    pub client_secret_file: Option<PathBuf>,
    /// The address that browsers come back to.
    pub redirect_uri: String,
    /// The accounts that are made by a first sign-in.
    pub create: OidcCreate,
}
