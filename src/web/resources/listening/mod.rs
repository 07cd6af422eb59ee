//! The ways to hear a station elsewhere than on its player page.
//!
//! In: the list of formats, and the address that the server is reached at. Out: playlists, a small page, the player for
//! other sites, links with QR codes, and Icecast's addresses for statistics. Never: knows a format that is not in the list.

mod embed;
mod icecast_admin;
mod icecast_status;
mod icecast_xml;
mod links;
mod playlists;
mod qualities;
mod small_page;

pub(in crate::web) use embed::{EmbedCode, embed, embed_codes};
pub(in crate::web) use icecast_admin::{kill_client, list_clients, list_mounts, move_clients, stats};
pub(in crate::web) use icecast_status::{shoutcast_status, status_json};
pub(in crate::web) use links::{PlayerPageLink, StreamLink, page_links, stream_links};
pub(in crate::web) use playlists::{StreamPlaylist, playlist, wants_audio};
pub(in crate::web) use qualities::{QualityChoice, quality_choices};
pub(in crate::web) use small_page::listen;
