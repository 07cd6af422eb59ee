//! The station from outside: real sockets, real players, a real browser.

mod tidy;
