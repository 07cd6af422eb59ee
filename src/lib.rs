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
//! 1. [`library`] scans the music folder, reads tags, measures loudness, and offers the files as tracks.
//! 2. [`schedule`] picks what plays next and says why; `source::autodj` plans a queue by it, decodes ahead, and segues.
//! 3. A DJ comes in by [`ingest`]: `icecast`, `shoutcast` and `studio` accept connections, `title` reads a DJ's titles,
//!    and the decoded sound goes through the jitter buffer of `source::live`, which stamps titles with their samples.
//!    Requests of their programs over HTTP, such as Icecast's `/admin/metadata`, are answered by
//!    `web::resources::live::source_programs`.
//!    Listeners who call connect to `ingest::calls`; `source::live::calls` mixes them, and what each of them hears.
//! 4. [`mix`] chooses among the sources every 20 ms, live before relay before AutoDJ, and fades between them.
//! 5. [`playout`] runs by absolute deadlines: it limits, encodes each rendition, stamps frames and titles, publishes.
//! 6. [`mount`] keeps the last seconds of a rendition as bytes that all listeners share; a listener is a cursor.
//! 7. [`broadcast`] is the station as others see it: `mount_list` knows which renditions are offered. One that is
//!    removed accepts no new listeners, and its mount ends after the last one left.
//! 8. [`mux`] finds out what a connection wants; a listener's socket goes to a transmitter of [`output`], where every
//!    format is one file of `output::formats`: its address, container, cadence and titles; its `mod.rs` lists them.
//! 9. [`recording`] keeps what a station sent out, as it was encoded, in files of an hour; `recording::bucket` copies them
//!    to an S3-compatible storage.
//!
//! Two halves meet in the middle. [`production`] makes one station's frames: sources, queue, playout, as-run log.
//! [`broadcast`] offers them, and knows nothing of how they were made: on an edge, [`cluster`] feeds it from another server.
//!
//! Pages, API and forms are in [`web`]: `web::router` decides who may call what (`access`, by the permissions in
//! [`store`]), and `web::resources` has a folder for each kind of thing, such as the queue with its skip.
//!
//! A change of the store, by this process or another one, is announced by `store::changes`; `supervisor` signs stations
//! on and off by it and passes it on to those on air.
//!
//! A station has a thread of its own for its sound alone; what else it does is done by threads that all stations share
//! ([`workers`], `production::StationPools`).
//!
//! A new version takes over from a running one by `server::take_over`: stations pause between two blocks (`playout::saved`),
//! mounts and listeners go over as they are (`mount::saved`, `output::transmitter::suspension`).
//!
//! Of several servers, one is on air, by a lease that [`failover`] keeps; `server::standby` goes on where another has stopped.
//!
//! A module imports only from layers before its own; `tests/it/tidy.rs` holds the same table and fails on an import
//! that runs upward.

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
pub mod workers;

// Clients of other servers: e-mail, and requests by HTTP.
pub mod mail;
pub mod outbound;

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

// Edges of the process: certificates ordered, directories told of stations, speech recognised, DJs' sockets in,
// listeners' sockets out, the archive, webhooks, simulated listeners to measure with, and one that writes what it
// receives.
pub mod acme;
pub mod announce;
pub mod backup;
pub mod captions;
pub mod cluster;
pub mod failover;
pub mod ingest;
pub mod loadtest;
pub mod output;
pub mod recording;
pub mod tap;
pub mod webhooks;

// Web: pages and the HTTP API.
pub mod web;

// Top: the one port, the command line, and the composition root.
pub mod cli;
pub mod config;
#[cfg(any(test, fuzzing))]
pub mod fuzz;
pub mod mux;
pub mod server;
mod supervisor;
