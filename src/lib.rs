//! Longwave: an internet radio station in one program.
//!
//! Read from the top, the modules follow the sound from a music file to a listener's socket:
//!
//! ```text
//! media/ --library--> schedule --> source::autodj --.
//! DJ's program, studio --ingest--> source::live ----+-> mix --> playout --> mount --> broadcast --> output: WebSocket
//! stream elsewhere --ingest::relay--> source::live -'   20 ms   encodes,    shared    mounts,       and HTTP listeners
//!                                                       of PCM  stamps      bytes     titles, events
//! ```
//!
//! `production` is the left half of one station, up to the playout; `broadcast` is the right half, which knows nothing
//! of the left one. A module imports only from layers before its own; `tests/it/tidy.rs` holds the same table and fails
//! on an import that runs upward.

// Words: plain data and arithmetic. No I/O, no async, cannot fail.
pub mod audio;
pub mod clock;
pub mod format;
pub mod frame;
pub mod model;

// Adapters to files, codecs, protocols and the kernel: none knows another.
pub mod container;
pub mod decode;
pub mod encode;
pub mod net;
pub mod store;
pub mod sys;
pub mod tls;

// Rules: who may do what, what there is to play, and what plays next.
pub mod auth;
pub mod library;
pub mod schedule;

// Sound: never waits, never fails.
pub mod source;

pub mod mix;

pub mod playout;

// Fan-out: shared bytes and a cursor per listener, then a station as others see it.
pub mod mount;

pub mod broadcast;

// Origin: one station's sources, playout, queue and log behind a handle.
pub mod production;

// Edges of the process: DJs' sockets in, listeners' sockets out, webhooks, and simulated listeners to measure with.
pub mod ingest;
pub mod loadtest;
pub mod output;
pub mod webhooks;

// Web: pages and the HTTP API.
pub mod web;

// Top: the one port, the command line, and the composition root.
pub mod cli;
pub mod config;
pub mod mux;
pub mod server;
mod supervisor;
