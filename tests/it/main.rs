//! The station from outside: real sockets, real players, a real browser.

mod client;
mod running;

mod tidy;

mod hour;

mod http;
mod ws;

mod crowd;
mod hostile;
mod shelf;

mod browser;
mod players;
mod starting;
