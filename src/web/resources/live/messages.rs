//! Messages to the DJ.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::production::messages::{self, LONGEST};
use crate::web::Error;
use crate::web::resources::parsed;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const PATH: &str = "/api/v1/stations/{station}/messages";
const ONE: &str = "/api/v1/stations/{station}/messages/{number}";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Dj, Scope::Live);
    vec![
        Route::get(PATH, may.0, may.1, list)
            .about("Messages to the DJ, the oldest first; the newest 20 are kept, until a restart")
            .gives::<Messages>(),
        Route::new(Verb::Post, PATH, may, Handler::Ask(leave))
            .about("Leave the DJ a message, which the studio shows until it is read")
            .takes::<New>()
            .gives::<Number>(),
        Route::new(Verb::Delete, ONE, may, Handler::Ask(remove)).about("Take a message away"),
    ]
}

/// Messages to the DJ.
#[derive(Serialize, ToSchema)]
struct Messages {
    messages: Vec<Message>,
}

/// A message to the DJ.
#[derive(Serialize, ToSchema)]
pub(crate) struct Message {
    number: u64,
    /// Time at which it was left, in microseconds since 1970.
    at_us: u64,
    /// The sender's name.
    from: String,
    text: String,
    /// The DJ who has read it.
    read_by: Option<String>,
}

/// Something to tell the DJ.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MessageNew)]
struct New {
    /// At most 500 characters.
    text: String,
}

/// The number that a message got.
#[derive(Serialize, ToSchema)]
#[schema(as = MessageNumber)]
struct Number {
    number: u64,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    let messages = call.station()?.messages().into_iter().map(Message::of).collect();
    Reply::json(&Messages { messages })
}

fn leave(call: &ApiRequest) -> Result<Reply, Error> {
    let new: New = call.json()?;
    // Lines and other signs that nobody sees become spaces.
    let text = new.text.replace(char::is_control, " ");
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST {
        return Err(Error::bad_input(format!("A message has from 1 to {LONGEST} characters.")));
    }
    let station = call.station()?;
    let number = station.leave_message(&call.person()?.name, text);
    let at = format!("/api/v1/stations/{}/messages/{number}", station.slug());
    Reply::created(&at, &Number { number })
}

fn remove(call: &ApiRequest) -> Result<Reply, Error> {
    let number = parsed(call.part("number")?).map_err(|_| Error::UnknownPage)?;
    if call.station()?.remove_message(number) {
        return Ok(Reply::done());
    }
    Err(Error::not_found("There is no such message; it may have been taken away."))
}

impl Message {
    pub(crate) fn of(message: messages::Message) -> Self {
        let messages::Message { number, at_us, from, text, read_by } = message;
        Self { number, at_us, from, text, read_by }
    }
}
