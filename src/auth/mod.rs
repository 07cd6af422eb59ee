//! Decides who may do what: checks names, passwords and codes, and limits how often that may be tried.
//!
//! In: an address, a name and a password as a client gave them. Out: the account, or what it may do; or an
//! [`AuthError`] whose text is for the client.
//! Never: logs a password, or checks one on an asynchronous thread: each check takes a core for some tens of
//! milliseconds, so a few run at a time on blocking threads.
//!
//! People may sign in by OpenID Connect ([`oidc`]). Another program may be asked about DJs who have no account here ([`LiveAuth`]).
//!
//! Sources (`ingest`), the dashboard and the API (`web`) ask the same [`Authenticator`], so that a wrong
//! password counts wherever it was given.

mod authenticator;
mod bans;
mod credentials;
mod dj_hours;
mod error;
mod identity;
mod live_auth;
mod log_interval;
pub mod oidc;
mod refusal_log;
mod roles;
mod throttle;

pub use authenticator::Authenticator;
pub use bans::{BanError, NewBan};
pub use credentials::Credentials;
pub use dj_hours::DjHours;
pub use error::AuthError;
pub use identity::{AuthenticatedSource, ExternalDj, MetadataScope, SourceProtocol, SourceSignIn};
pub use live_auth::LiveAuth;
pub use roles::{goes_live_on, runs};
