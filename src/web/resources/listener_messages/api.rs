//! Messages of listeners in the API.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::store::{self, NewStudioMessage};
use crate::web::resources::parsed;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};
use crate::web::{Error, private};

/// The longest text, in characters.
pub(crate) const LONGEST_TEXT: usize = 280;
/// The longest name, in characters.
pub(crate) const LONGEST_NAME: usize = 40;

const PATH: &str = "/api/v1/stations/{station}/listener-messages";
const ONE: &str = "/api/v1/stations/{station}/listener-messages/{number}";
const BLOCK: &str = "/api/v1/stations/{station}/listener-messages/{number}/block";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Dj, Scope::Live);
    vec![
        Route::get(PATH, may.0, may.1, list)
            .about("Messages of listeners to the studio, the oldest first; the newest 200 are kept for a day")
            .gives::<ListenerMessages>(),
        Route::new(Verb::Post, PATH, (Access::Everybody, Scope::Live), Handler::Ask(send))
            .about("Write to the studio, as a listener: once in 30 s and ten an hour for an address, 30 a minute for all")
            .takes::<New>()
            .gives::<ListenerMessageTaken>()
            .unnoted(),
        Route::new(Verb::Delete, ONE, may, Handler::Ask(hide)).about("Take a message of a listener away"),
        Route::new(Verb::Post, BLOCK, may, Handler::Ask(block))
            .about("Take all messages of this sender away, and no others from them for a day"),
    ]
}

/// Messages of listeners.
#[derive(Serialize, ToSchema)]
struct ListenerMessages {
    messages: Vec<ListenerMessage>,
}

/// A message of a listener.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListenerMessage {
    number: u64,
    /// Time at which it was sent, in microseconds since 1970.
    at_us: u64,
    /// The name that the sender gave; may be empty.
    name: String,
    text: String,
}

/// Something to tell the studio.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ListenerMessageNew)]
struct New {
    /// The sender's name, at most 40 characters; may be left out.
    #[serde(default)]
    name: String,
    /// At most 280 characters.
    text: String,
}

/// The number that a message got.
#[derive(Serialize, ToSchema)]
struct ListenerMessageTaken {
    number: u64,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    Reply::json(&ListenerMessages { messages: ListenerMessage::all(call)? })
}

fn send(call: &ApiRequest) -> Result<Reply, Error> {
    private::check_call(call)?;
    let new: New = call.json()?;
    let (name, text) = (one_line(&new.name), one_line(&new.text));
    if text.is_empty() || text.chars().count() > LONGEST_TEXT {
        return Err(Error::bad_input(format!("A message has from 1 to {LONGEST_TEXT} characters.")));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Error::bad_input(format!("A name has at most {LONGEST_NAME} characters.")));
    }
    let (station, store) = (call.station()?, &call.site.store);
    let person = call.site.kept_addresses.of_person(call.address());
    let new = NewStudioMessage { person: &person, at_us: call.now_us(), name: &name, text: &text };
    let number = store.add_listener_message(station.slug(), &new)?.map_err(Error::MessageRefused)?;
    station.refresh_text_line(store)?;
    Reply::json(&ListenerMessageTaken { number })
}

fn hide(call: &ApiRequest) -> Result<Reply, Error> {
    let number = number(call)?;
    let is_there = call.site.store.hide_listener_message(call.station()?.slug(), number)?;
    changed(call, is_there)
}

fn block(call: &ApiRequest) -> Result<Reply, Error> {
    let number = number(call)?;
    let is_there = call.site.store.block_sender(call.station()?.slug(), number, call.now_us())?;
    changed(call, is_there)
}

fn number(call: &ApiRequest) -> Result<u64, Error> {
    parsed(call.part("number")?).map_err(|_| Error::UnknownPage)
}

fn changed(call: &ApiRequest, is_there: bool) -> Result<Reply, Error> {
    if !is_there {
        return Err(Error::not_found("There is no such message; it may have been taken away."));
    }
    call.station()?.refresh_text_line(&call.site.store)?;
    Ok(Reply::done())
}

impl ListenerMessage {
    /// The messages to the studio of the station in the address, the oldest first.
    pub(crate) fn all(call: &ApiRequest) -> Result<Vec<Self>, Error> {
        let all = call.site.store.listener_messages(call.station()?.slug())?;
        Ok(all.into_iter().map(Self::of).collect())
    }

    fn of(message: store::StudioMessage) -> Self {
        let store::StudioMessage { number, at_us, name, text } = message;
        Self { number, at_us, name, text }
    }
}

/// Returns a text as one line that turns nothing around it.
fn one_line(text: &str) -> String {
    let is_shown = |c: &char| !is_unseen(*c);
    let spaced: String =
        text.chars().filter(is_shown).map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns whether a character changes the direction of others, or takes no room.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_one_line_that_turns_nothing() {
        assert_eq!(
            one_line(" Play\r\nthe \u{1b}[31mtide\t song \u{202e}please\u{2069} "),
            "Play the [31mtide song please"
        );
        assert_eq!(one_line("مرحبا 👋🏽"), "مرحبا 👋🏽");
        assert_eq!(one_line(" \u{200b}\u{feff}\n "), "");
    }
}
