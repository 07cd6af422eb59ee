//! The route table: addresses of the dashboard and the API with their access rules.
//!
//! In: [`Route`]s, each with its method, its address, its [`Access`] rule and its [`Handler`]. Out: resources of the web server.
//! Never: serves an address that has no rule, or does what the rule forbids. What a route does is called only when
//! its rule is kept, the token against forged requests is right, and the body is there and no longer than it may be.
//!
//! # A page, or an address of the API
//! A route does its work as a plain function from a [`ApiRequest`] to a [`Reply`], on a thread that may wait for the disk:
//!
//! ```ignore
//! Route::get("/admin/{station}/queue", Access::Dj, Scope::Queue, queue_page)
//!
//! fn queue_page(call: &ApiRequest) -> Result<Reply, Error> {
//!     let station = call.station()?;                         // there is one, and the person may
//!     let queue = call.site.store.queue(station.slug())?;    // what the API and the commands call, too
//!     call.page("dashboard/queue.html", &QueuePage { queue: queue.entries.iter().map(told).collect() })
//! }
//! ```
//!
//! [`ApiRequest::person`] is the signed-in user. [`ApiRequest::page`] gives a template, beside its own data, `me` (name, role,
//! `csrf`), `stations` (those the person sees), `station` (the one in the address, and whether the person runs it),
//! `path`, and `note` (what went wrong with the form sent last). What asks somebody who waits, such as the gate that
//! checks passwords, is [`Handler::Wait`]; what goes on telling is [`Handler::Tell`].
//!
//! A page changes nothing itself: its forms are sent to the API, as [`form`] says. So what a page does, a program can
//! do, by the same rules.

mod access;
pub(super) mod bearer;
mod call;
pub(super) mod cookie;
pub(super) mod csrf;
mod event_stream;
mod form;
mod person;
mod rate_limit;
mod reply;
mod route;
mod serve;
mod shown;

pub(super) use access::{Access, Scope};
pub(super) use call::{
    ApiRequest, address_of, connection_of, host_of, is_encrypted, known_host, public_origin,
};
pub(super) use cookie::CookieScope;
pub(super) use event_stream::{EventSender, EventStream, EventStreams, channel};
pub(super) use form::HOME;
pub(super) use person::SignedInUser;
pub(super) use rate_limit::{RateLimits, keep_strangers_pace};
pub(super) use reply::Reply;
pub(super) use route::{Blocking, Described, Description, Gives, Handler, Route, Verb};
pub(super) use serve::{aside, read_of_stranger, resources};
