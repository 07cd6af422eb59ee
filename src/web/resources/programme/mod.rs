//! The programme for listeners: which show is on and until when, what comes next, the week's shows, and what was played.
//!
//! In: the station's calendar and what is on air. Out: a document for everybody, and the page that shows it.
//! Never: tells what only the station's people may know, such as names of playlists and addresses of relays.

pub(crate) mod api;
pub(in crate::web) mod page;
