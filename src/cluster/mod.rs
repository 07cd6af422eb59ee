//! An edge: a server that takes its stations from other servers, and serves them to listeners of its own.
//!
//! In: frames, titles and captions of origins, taken over their `/main/ws` while somebody listens here. Out: a
//! [`Broadcast`](crate::broadcast::Broadcast) for each of their stations, with the origins' frame numbers and times.
//! Never: ends a listener's stream because an origin is gone. Frames that do not come are replaced by silence with
//! the numbers that follow, until an origin sends again.

mod attempts;
mod catalogue;
mod connection;
mod edge;
mod edge_report;
mod edge_settings;
mod edge_station;
mod edge_status;
mod followed_origins;
mod origin_cache;
mod origin_clock;
mod origin_request;
mod pull;
mod pull_station;
mod pulled_frames;
mod silence;
mod station_epoch;

pub use catalogue::{CatalogueLogo, CatalogueRendition, CatalogueStation, CatalogueTitle, StationCatalogue};
pub use connection::STANDBY_HEADER;
pub use edge::{Edge, EdgeConfig};
pub use edge_report::{EdgeListeners, EdgeReport, EdgeReportStation};
pub use edge_settings::{EdgeName, InvalidEdgeSetting, OriginToken, OriginUrls};
pub use edge_station::EdgeStationState;
pub use edge_status::{EdgeStatus, OriginStatus};
pub use origin_cache::OriginPage;

/// Address of the [`StationCatalogue`] at an origin.
pub const CATALOGUE: &str = "/api/v1/edges/stations";
