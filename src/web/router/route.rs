//! A line of the table.

use std::pin::Pin;

use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

use super::{Access, ApiRequest, EventSender, Reply, Scope};
use crate::web::Error;

/// The longest body of a request, in bytes, where a route does not say otherwise.
const USUAL_BODY: usize = 64 << 10;

/// HTTP methods of routes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verb {
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
    /// All of them.
    pub(super) const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// Its name in HTTP.
    pub(crate) const fn name(self) -> &'static str {
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
pub(crate) type Blocking = Pin<Box<dyn Future<Output = Result<Reply, Error>>>>;

/// Something that goes on.
pub(crate) type Description = Pin<Box<dyn Future<Output = ()>>>;

/// Handler of a route.
#[derive(Clone, Copy)]
pub(crate) enum Handler {
    /// Asks the store and the stations, on a thread that may wait.
    Ask(fn(&ApiRequest) -> Result<Reply, Error>),
    /// Waits for others, on a thread that must not.
    Wait(fn(ApiRequest) -> Blocking),
    /// Tells what happens for as long as somebody listens, on such a thread too.
    Tell(fn(ApiRequest, EventSender) -> Description),
}

/// An address, and who may do what there.
pub(crate) struct Route {
    pub(crate) verb: Verb,
    /// `{station}` in it is a station there is, or the answer is 404.
    pub(crate) path: &'static str,
    pub(crate) may: Access,
    pub(crate) area: Scope,
    pub(crate) does: Handler,
    /// The longest body, in bytes.
    pub(crate) most_bytes: usize,
    /// Summary, one line.
    pub(crate) about: &'static str,
    /// The keys that its query may have.
    pub(crate) query: &'static [&'static str],
    /// Schema of its body.
    pub(crate) takes: Option<Described>,
    /// The media type of its body, where that is no JSON document.
    pub(crate) takes_file: Option<&'static str>,
    /// Content of its response.
    pub(crate) gives: Gives,
    /// Set if it is noted in the audit log.
    pub(crate) is_noted: bool,
}

/// Schema of a JSON document: adds it and those it refers to, and returns its name.
pub(crate) type Described = fn(&mut Vec<(String, RefOr<Schema>)>) -> String;

/// Content of a successful response.
#[derive(Clone, Copy)]
pub(crate) enum Gives {
    /// Nothing but 204.
    Nothing,
    /// A JSON document.
    Json(Described),
    /// Events that go on: an object that has the data of each under its name.
    Events(Described),
    /// Something else, of this media type.
    File(&'static str),
}

fn describe<T: ToSchema>(into: &mut Vec<(String, RefOr<Schema>)>) -> String {
    T::schemas(into);
    into.push((T::name().into_owned(), T::schema()));
    T::name().into_owned()
}

impl Route {
    /// A route that reads.
    pub(crate) fn get(
        path: &'static str,
        may: Access,
        area: Scope,
        does: fn(&ApiRequest) -> Result<Reply, Error>,
    ) -> Self {
        Self::new(Verb::Get, path, (may, area), Handler::Ask(does))
    }

    /// A route of any kind.
    pub(crate) fn new(verb: Verb, path: &'static str, (may, area): (Access, Scope), does: Handler) -> Self {
        Self {
            verb,
            path,
            may,
            area,
            does,
            most_bytes: USUAL_BODY,
            about: "",
            query: &[],
            takes: None,
            takes_file: None,
            gives: Gives::Nothing,
            is_noted: true,
        }
    }

    /// Sets the summary.
    pub(crate) fn about(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    /// Sets the keys that its query may have.
    pub(crate) fn query(self, query: &'static [&'static str]) -> Self {
        Self { query, ..self }
    }

    /// Sets the type of its JSON body.
    pub(crate) fn takes<T: ToSchema>(self) -> Self {
        Self { takes: Some(describe::<T>), ..self }
    }

    /// Sets the media type of its body, which may be all of a kind, as in `image/*`.
    pub(crate) fn takes_file(self, media_type: &'static str) -> Self {
        Self { takes_file: Some(media_type), ..self }
    }

    /// Leaves it out of the audit log: it is a part of something that is in there.
    pub(crate) fn unnoted(self) -> Self {
        Self { is_noted: false, ..self }
    }

    /// Sets the type of its JSON response.
    pub(crate) fn gives<T: ToSchema>(self) -> Self {
        Self { gives: Gives::Json(describe::<T>), ..self }
    }

    /// Sets the type of its events' data.
    pub(crate) fn gives_events<T: ToSchema>(self) -> Self {
        Self { gives: Gives::Events(describe::<T>), ..self }
    }

    /// Sets the media type of its response.
    pub(crate) fn gives_file(self, media_type: &'static str) -> Self {
        Self { gives: Gives::File(media_type), ..self }
    }

    /// Sets the longest body, in bytes.
    pub(crate) fn at_most(self, most_bytes: usize) -> Self {
        Self { most_bytes, ..self }
    }

    /// Returns whether it is a part of the API, not a page.
    pub(crate) fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }
}
