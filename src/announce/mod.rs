//! Announces stations to public directories, where the people of the station asked for it.
//!
//! In: stations that are to be listed, and the directories of the configuration. Out: requests of Icecast's directory
//! protocol (add, touch, remove), and one of radio-browser.info when somebody asks for it; the state of each listing.
//! Never: names a private station, reaches into this machine or its own network unless the owner lets it, or holds up
//! the end of the program for longer than [`REMOVED_WITHIN`].

mod announcer;
mod facts;
mod listing;
pub mod radio_browser;
mod yp;

pub use announcer::{AnnounceConfig, Announcer, ListingStatus, REMOVED_WITHIN};
pub use facts::listen_address;
pub use yp::{InvalidYpUrls, YpUrls};
