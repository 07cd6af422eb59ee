//! The texts of both protocols.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Protocol;
use crate::auth::Credentials;
use crate::ingest::title::clean;
use crate::production::text_line::TextLineOrderKind;
use crate::source::live::DjTitle;
use crate::store::StudioMessage;

/// Messages from a studio.
pub(super) enum FromStudio {
    Hello(Hello),
    /// Asks whether these credentials may go live now.
    Check(Credentials),
    Title(DjTitle),
    Ping(Box<RawValue>),
    /// A message was read.
    Read(u64),
    /// Throws away the sound that waits in the broadcast delay.
    Dump,
    /// A message of a listener is to be taken away, or its sender to be blocked.
    Order(TextLineOrderKind, u64),
}

/// Credentials and codec of a studio that wants to go live.
pub(super) struct Hello {
    pub(super) given: Credentials,
    /// `opus`, or a media type.
    pub(super) codec: String,
    pub(super) program: Option<String>,
}

/// Any text of ours. Not an enum: those do not keep `t0` as it was written.
#[derive(Deserialize)]
struct Ours {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    user: String,
    #[serde(default)]
    password: String,
    codec: Option<String>,
    program: Option<String>,
    t0: Option<Box<RawValue>>,
    title: Option<String>,
    artist: Option<String>,
    album: Option<String>,
    number: Option<u64>,
}

#[derive(Deserialize)]
struct Webcast {
    #[serde(rename = "type")]
    kind: String,
    data: WebcastData,
}

#[derive(Deserialize)]
struct WebcastData {
    mime: Option<String>,
    user: Option<String>,
    #[serde(default)]
    password: String,
    title: Option<String>,
    artist: Option<String>,
    album: Option<String>,
}

/// A title, each part as it can be shown.
fn told(title: Option<String>, artist: Option<String>, album: Option<String>) -> DjTitle {
    let shown = |text: Option<String>| text.map(|text| clean(&text)).filter(|text| !text.is_empty());
    DjTitle { title: shown(title).unwrap_or_default(), artist: shown(artist), album: shown(album) }
}

/// Reads a text; `None` for anything the protocol does not have.
pub(super) fn parse(protocol: Protocol, text: &str) -> Option<FromStudio> {
    match protocol {
        Protocol::Studio => ours(serde_json::from_str(text).ok()?),
        Protocol::Webcast => webcast(serde_json::from_str(text).ok()?),
    }
}

fn ours(said: Ours) -> Option<FromStudio> {
    Some(match said.kind.as_str() {
        "hello" => FromStudio::Hello(Hello {
            given: Credentials::new(&said.user, &said.password),
            codec: said.codec?,
            program: said.program.map(|program| clean(&program)),
        }),
        "check" => FromStudio::Check(Credentials::new(&said.user, &said.password)),
        "title" => FromStudio::Title(told(said.title, said.artist, said.album)),
        "read" => FromStudio::Read(said.number?),
        "dump" => FromStudio::Dump,
        "hide" => FromStudio::Order(TextLineOrderKind::Hide, said.number?),
        "block" => FromStudio::Order(TextLineOrderKind::Block, said.number?),
        "ping" => FromStudio::Ping(said.t0.filter(|t0| t0.get().parse::<f64>().is_ok())?),
        _ => return None,
    })
}

fn webcast(said: Webcast) -> Option<FromStudio> {
    let data = said.data;
    Some(match said.kind.as_str() {
        "hello" => FromStudio::Hello(Hello {
            given: Credentials::new(&data.user.unwrap_or_default(), &data.password),
            codec: data.mime?,
            program: None,
        }),
        "metadata" => FromStudio::Title(told(data.title, data.artist, data.album)),
        _ => return None,
    })
}

/// Reads a text by both protocols.
#[cfg(any(test, fuzzing))]
pub(in crate::ingest) fn fuzz_text(text: &str) {
    for protocol in [Protocol::Studio, Protocol::Webcast] {
        if let Some(FromStudio::Title(title)) = parse(protocol, text) {
            assert!(!title.title.contains(char::is_control), "{title:?}");
        }
    }
}

/// Messages from the server to a studio.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ToStudio<'a> {
    OnAir {
        station: &'a str,
        dj: &'a str,
        since_us: u64,
    },
    /// In line behind the DJ who is live.
    Waiting {
        station: &'a str,
        live: &'a str,
        since_us: u64,
    },
    Status {
        buffer_ms: u64,
        listeners: u64,
        delay_us: u64,
        /// Sound that waits in the broadcast delay, which is part of `delay_us`.
        held_us: u64,
        sent_us: Option<u64>,
        received_us: Option<u64>,
        /// Time until the DJ's hours end; none if they do not, or if that is not known yet.
        left_ms: Option<u64>,
        /// True if the station ends the show then.
        lets_go: bool,
    },
    /// Message to the DJ from somebody at the station.
    Message {
        number: u64,
        from: &'a str,
        text: &'a str,
        at_us: u64,
    },
    /// All messages of listeners, the oldest first.
    ListenerMessages {
        messages: &'a [StudioMessage],
    },
    Pong {
        t0: &'a RawValue,
        t1: u64,
        t2: u64,
    },
    /// The credentials that were asked about may go live now.
    Allowed,
    OffAir {
        reason: &'a str,
        /// The reason in a word, which pages say in their own language.
        code: &'static str,
    },
    Error {
        reason: &'a str,
        code: &'static str,
    },
}

impl ToStudio<'_> {
    /// The message as it goes over the wire.
    pub(super) fn text(&self) -> String {
        // Numbers and texts can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(protocol: Protocol, text: &str, expected: &str) {
        let said = match parse(protocol, text) {
            Some(FromStudio::Hello(hello)) => {
                format!("{} {} {}", hello.given.user, hello.given.password, hello.codec)
            }
            Some(FromStudio::Check(given)) => format!("check {} {}", given.user, given.password),
            Some(FromStudio::Title(title)) => {
                format!("{} by {}", title.title, title.artist.unwrap_or_default())
            }
            Some(FromStudio::Ping(t0)) => t0.get().to_owned(),
            Some(FromStudio::Read(number)) => format!("read {number}"),
            Some(FromStudio::Dump) => "dump".to_owned(),
            Some(FromStudio::Order(kind, number)) => format!("{kind:?} {number}"),
            None => "?".to_owned(),
        };
        assert_eq!(said, expected, "{text}");
    }

    #[test]
    fn both_protocols_are_understood() {
        let (ours, webcast) = (Protocol::Studio, Protocol::Webcast);
        check(ours, r#"{"type":"hello","user":"ada","password":"x","codec":"opus"}"#, "ada x opus");
        check(ours, r#"{"type":"hello","password":"x","codec":"audio/webm"}"#, "source x audio/webm");
        check(ours, r#"{"type":"check","user":"ada","password":"x"}"#, "check ada x");
        check(ours, r#"{"type":"dump"}"#, "dump");
        check(ours, r#"{"type":"title","title":" Tides\n","artist":"Ben"}"#, "Tides by Ben");
        check(ours, r#"{"type":"ping","t0":1.50}"#, "1.50");
        check(ours, r#"{"type":"read","number":7}"#, "read 7");
        check(ours, r#"{"type":"read","number":-7}"#, "?");
        check(ours, r#"{"type":"hide","number":7}"#, "Hide 7");
        check(ours, r#"{"type":"block","number":7}"#, "Block 7");
        check(ours, r#"{"type":"block"}"#, "?");
        check(
            webcast,
            r#"{"type":"hello","data":{"mime":"audio/ogg","user":"","password":"x"}}"#,
            "source x audio/ogg",
        );
        check(webcast, r#"{"type":"metadata","data":{"title":"Tides","year":"1"}}"#, "Tides by ");
    }

    #[test]
    fn the_rest_is_not() {
        for text in
            ["", "{}", "[]", r#"{"type":"hello"}"#, r#"{"type":"ping","t0":"x"}"#, r#"{"type":"sing"}"#]
        {
            check(Protocol::Studio, text, "?");
            check(Protocol::Webcast, text, "?");
        }
    }
}
