//! The station from outside: real sockets, real players, a real browser.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test gives up loudly, says what it saw, and measures in real time"
)]

mod access_log;
mod bounded;
mod client;
mod fake_server;
mod openid_provider;
mod recording;
mod reverse_proxy;
mod running;

mod tidy;

mod hour;

#[cfg(feature = "aac")]
mod aac;
mod broadcast;
mod calls;
mod captions;
mod formats;
mod hls;
mod hls_playlist;
mod http;
mod sendspin;
mod tap;
mod titles;
mod waiting;
mod ws;

mod acme;
mod crowd;
mod directories;
mod edge;
#[cfg(feature = "nats")]
mod failover;
mod hostile;
mod limits;
mod load;
mod shelf;
mod tls;
mod tls_listeners;

mod behind_proxies;
mod intruders;
mod live;
mod live_auth;
mod oidc;
mod peers;
mod private_station;
mod programs;
mod proxies;
mod queue;
mod relay;
mod show_djs;
mod siege;
mod signing_in;
mod source_requests;
mod stations;
mod studio;
mod studio_sound;
mod unbroken;
#[cfg(feature = "whip")]
mod whip;

mod archive;
mod archive_bucket;
mod archive_hls;
mod archive_recordings;
mod as_run;
mod browser;
mod dashboard;
mod players;
mod programme;
mod service;
mod starting;
mod take_over;
