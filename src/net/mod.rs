//! Rules for connections: which client one comes from, and where one may go.
//!
//! In: the address of a peer, the headers a proxy adds (`Forwarded`, `X-Forwarded-For`, `-Proto`, `-Host`) and the
//! PROXY protocol's header at the beginning of a connection; addresses that others chose, such as those of webhooks
//! and of relayed streams. Out: a [`ForwardedClient`]; whether an address may be connected to.
//! Never: reads or writes a socket, connects, or believes a peer that is not in [`TrustedProxies`].

mod address_guard;
mod forwarded;
mod network;
mod proxy_protocol;
mod shortened;
mod site_origins;
mod waiting_connections;
mod web_connections;

pub use address_guard::WebhookReach;
pub use forwarded::{FORWARDED, ForwardedClient, X_FORWARDED_FOR, X_FORWARDED_HOST, X_FORWARDED_PROTO};
pub use network::{InvalidNetwork, Network, TrustedProxies};
pub use proxy_protocol::{MAX_HEADER, ProxyHeader};
pub use shortened::shortened;
pub use site_origins::{InvalidOrigin, SiteOrigins};
pub use waiting_connections::WaitingConnections;
pub use web_connections::{AnswerInProgress, RequestConnection, RoomNeeded, WebConnection, WebConnections};
