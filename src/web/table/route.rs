//! A line of the table.

use std::pin::Pin;

use super::{Area, Call, May, Reply};
use crate::web::Error;

/// The longest body of a request, in bytes, where a route does not say otherwise.
const USUAL_BODY: usize = 64 << 10;

/// How something is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::web) enum Verb {
    /// Read, and nothing else.
    Get,
    /// Do or add something.
    Post,
    /// Put this in its place.
    Put,
    /// Change what is named.
    Patch,
    /// Take it away.
    Delete,
}

impl Verb {
    /// Its name in HTTP.
    pub(in crate::web) const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// An answer that is waited for.
pub(in crate::web) type Waiting = Pin<Box<dyn Future<Output = Result<Reply, Error>>>>;

/// What a route does.
#[derive(Clone, Copy)]
pub(in crate::web) enum Does {
    /// Asks the store and the stations, on a thread that may wait.
    Ask(fn(&Call) -> Result<Reply, Error>),
    /// Waits for others, on a thread that must not.
    Wait(fn(Call) -> Waiting),
}

/// An address, and who may do what there.
pub(in crate::web) struct Route {
    pub(in crate::web) verb: Verb,
    /// `{station}` in it is a station there is, or the answer is 404.
    pub(in crate::web) path: &'static str,
    pub(in crate::web) may: May,
    pub(in crate::web) area: Area,
    pub(in crate::web) does: Does,
    /// The longest body, in bytes.
    pub(in crate::web) most_bytes: usize,
}

impl Route {
    /// A route that reads.
    pub(in crate::web) fn get(
        path: &'static str,
        may: May,
        area: Area,
        does: fn(&Call) -> Result<Reply, Error>,
    ) -> Self {
        Self::new(Verb::Get, path, (may, area), Does::Ask(does))
    }

    /// A route of any kind.
    pub(in crate::web) fn new(verb: Verb, path: &'static str, (may, area): (May, Area), does: Does) -> Self {
        Self { verb, path, may, area, does, most_bytes: USUAL_BODY }
    }

    /// Whether it is a part of the API, and not a page.
    pub(in crate::web) fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }
}
