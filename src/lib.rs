//! Longwave: an internet radio station in one program.
//!
//! Read from the top, this is the way of the sound, from the record shelf to the ear:
//!
//! ```text
//! media/ --library--> schedule --> source::autodj --.
//! DJs' programs, studio --ingest--> source::live ---+
//!                                  source::silence -+-> mix --> playout --> mount --+--> output: WebSocket, browsers
//!                                                       20 ms blocks,   shared      '--> output: HTTP, players
//!                                                       on the clock    bytes
//! ```
//!
//! A room imports only from the floors below it; `tests/it/tidy.rs` holds the same table and fails on
//! an import that runs upward.

// Floor 0, words: plain data and arithmetic. No I/O, no async, cannot fail.
pub mod audio;
pub mod clock;
pub mod format;
pub mod frame;
pub mod model;

// Floor 1, adapters: none knows another.
pub mod container;
pub mod decode;
pub mod encode;
pub mod store;
pub mod sys;
pub mod tls;

// Floor 2, mind: what there is to play, and what plays next.
pub mod library;
pub mod schedule;

// Floor 3, sound.
pub mod source;

// Floor 4: what is heard, and the stream that many hear.
pub mod mix;
pub mod mount;

// Floor 5: the single producer of a station.
pub mod playout;

// Floor 6: one station behind a small handle.
pub mod station;

// Floor 7, edges: DJs' sockets in, listeners' sockets out, what happens told to other programs, and a crowd of
// listeners to try them with.
pub mod ingest;
pub mod loadtest;
pub mod output;
pub mod webhooks;

// Floor 8: pages and answers.
pub mod web;

// Floor 9: the one port, and the composition root.
pub mod cli;
pub mod config;
pub mod mux;
pub mod server;
mod supervisor;
