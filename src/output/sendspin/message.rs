//! The messages of the protocol: JSON objects with a `type` and a `payload`, and binary ones with sound.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::{BufMut, Bytes, BytesMut};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Number, Value, json};

use super::choice::{Choice, Offer};
use crate::audio::{CHANNELS, SAMPLE_RATE};
use crate::container::longwave_v1::cover_address;
use crate::container::ogg_flac;
use crate::frame::{Codec, Frame};
use crate::model::NowPlaying;

/// The version of the core message format.
pub(super) const VERSION: i64 = 1;
/// The kind of binary message that carries sound.
const SOUND: u8 = 4;
/// Bytes before the packet in it.
const SOUND_HEADER: usize = 9;

/// Message from a client.
#[derive(Debug)]
pub(super) enum FromClient {
    /// Its name and abilities.
    Hello(Box<ClientHello>),
    /// It wants to speak encrypted.
    Init,
    /// A question for the server's time.
    Time(Number),
    /// Its state.
    State(ClientState),
    /// An order about its group.
    Command(ControllerCommand),
    /// It wants another format.
    RequestFormat(FormatWish),
    /// It leaves its group.
    Leave,
    /// It is about to close the connection.
    Goodbye,
    /// A message that is not known, or is of no concern here.
    Other,
}

/// `client/hello`.
#[derive(Debug, Deserialize)]
pub(super) struct ClientHello {
    pub(super) client_id: String,
    pub(super) name: String,
    pub(super) version: i64,
    pub(super) supported_roles: Vec<String>,
    #[serde(rename = "player@v1_support", alias = "player_support")]
    pub(super) player: Option<PlayerSupport>,
}

/// Formats, buffer size and commands that a player supports.
#[derive(Debug, Deserialize)]
pub(super) struct PlayerSupport {
    /// The format that it likes best comes first.
    pub(super) supported_formats: Vec<AudioFormat>,
    /// Bytes of sound that it holds before they are played.
    pub(super) buffer_capacity: u64,
    /// Commands that it accepts; newer clients send these in their state.
    #[serde(default)]
    pub(super) supported_commands: Vec<String>,
}

/// A format of sound.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct AudioFormat {
    pub(super) codec: String,
    pub(super) channels: u32,
    pub(super) sample_rate: u32,
    #[serde(default)]
    pub(super) bit_depth: u32,
}

/// Parts of a format that a player asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) struct FormatWish {
    pub(super) codec: Option<String>,
    pub(super) channels: Option<u32>,
    pub(super) sample_rate: Option<u32>,
    pub(super) bit_depth: Option<u32>,
}

/// `client/state`. What is not in it stays as it was.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ClientState {
    /// `synchronized`, `error` or `external_source`.
    pub(super) state: Option<String>,
    /// True while the client takes part, as newer clients report it.
    pub(super) available: Option<bool>,
    pub(super) player: Option<PlayerState>,
}

/// A player's part of `client/state`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct PlayerState {
    /// Value of [`ClientState::state`], at the place where older clients report it.
    pub(super) state: Option<String>,
    pub(super) volume: Option<f64>,
    pub(super) muted: Option<bool>,
    pub(super) required_lead_time_ms: Option<u64>,
    pub(super) min_buffer_ms: Option<u64>,
    #[serde(alias = "static_delay_ms")]
    pub(super) output_delay_ms: Option<u64>,
    pub(super) supported_commands: Option<Vec<String>>,
    pub(super) format: Option<FormatWish>,
}

/// An order of a controller.
#[derive(Debug, Deserialize)]
pub(super) struct ControllerCommand {
    pub(super) command: String,
    pub(super) volume: Option<f64>,
    pub(super) mute: Option<bool>,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    r#type: Cow<'a, str>,
    #[serde(borrow)]
    payload: Option<&'a RawValue>,
}

/// Reads a player's text.
#[cfg(any(test, fuzzing))]
pub(crate) fn fuzz_text(text: &str) {
    drop(parse(text));
}

/// Reads a message; `None` if it is not of the protocol's form.
pub(super) fn parse(text: &str) -> Option<FromClient> {
    #[derive(Deserialize)]
    struct Time {
        client_transmitted: Number,
    }
    #[derive(Deserialize)]
    struct CommandPayload {
        controller: Option<ControllerCommand>,
    }
    #[derive(Deserialize)]
    struct FormatPayload {
        player: Option<FormatWish>,
    }

    let message: Envelope<'_> = serde_json::from_str(text).ok()?;
    let payload = message.payload.map_or("{}", RawValue::get);
    Some(match &*message.r#type {
        "client/hello" => FromClient::Hello(serde_json::from_str(payload).ok()?),
        "client/init" => FromClient::Init,
        "client/time" => FromClient::Time(serde_json::from_str::<Time>(payload).ok()?.client_transmitted),
        "client/state" => FromClient::State(serde_json::from_str(payload).ok()?),
        "client/command" => {
            let command: CommandPayload = serde_json::from_str(payload).ok()?;
            command.controller.map_or(FromClient::Other, FromClient::Command)
        }
        "stream/request-format" => {
            let request: FormatPayload = serde_json::from_str(payload).ok()?;
            request.player.map_or(FromClient::Other, FromClient::RequestFormat)
        }
        "client/leave" => FromClient::Leave,
        "client/goodbye" => FromClient::Goodbye,
        _ => FromClient::Other,
    })
}

/// `server/hello`.
pub(super) fn hello(offer: &Offer, active_roles: &[&str]) -> String {
    told(
        "server/hello",
        &json!({
            "server_id": offer.server_id,
            "name": offer.name,
            "version": VERSION,
            "active_roles": active_roles,
            "connection_reason": "playback",
        }),
    )
}

/// `server/error`: the handshake of the encrypted protocol is refused.
pub(super) fn unsupported_version() -> String {
    told("server/error", &json!({ "reason": "unsupported_version" }))
}

/// `server/time`.
pub(super) fn time(client_transmitted: &Number, received_us: u64, transmitted_us: u64) -> String {
    told(
        "server/time",
        &json!({
            "client_transmitted": client_transmitted,
            "server_received": received_us,
            "server_transmitted": transmitted_us,
        }),
    )
}

/// `group/update`. A client is alone in its group.
pub(super) fn group(offer: &Offer, client_id: &str, is_playing: bool) -> String {
    told(
        "group/update",
        &json!({
            "playback_state": if is_playing { "playing" } else { "stopped" },
            "group_id": format!("{}/{client_id}", offer.station),
            "group_name": offer.name,
        }),
    )
}

/// `stream/start` for a player.
pub(super) fn stream_start(choice: &Choice) -> String {
    let format = &choice.format;
    let mut player = json!({
        "codec": format.codec,
        "sample_rate": format.sample_rate,
        "channels": format.channels,
        "bit_depth": if format.bit_depth == 0 { 16 } else { format.bit_depth },
    });
    if choice.rendition.codec == Codec::Flac {
        player["codec_header"] = STANDARD.encode(ogg_flac::native_header()).into();
    }
    told("stream/start", &json!({ "player": player }))
}

/// `stream/end` for a player.
pub(super) fn stream_end() -> String {
    told("stream/end", &json!({ "roles": ["player"] }))
}

/// `server/state` with a title. What it does not have is null, which clears it. `timestamp_us` is the time from which it
/// holds; the title is `position_us` old then.
pub(super) fn metadata(offer: &Offer, playing: &NowPlaying, timestamp_us: u64, position_us: u64) -> String {
    let cover = playing.cover.as_ref().map(|id| cover_address(&offer.station, &id.0));
    let artwork_url =
        cover.filter(|_| !offer.origin.is_empty()).map(|path| format!("{}{path}", offer.origin));
    told(
        "server/state",
        &json!({ "metadata": {
            "timestamp": timestamp_us,
            "title": playing.title,
            "artist": playing.artist,
            "album_artist": null,
            "album": playing.album,
            "artwork_url": artwork_url,
            "year": null,
            "track": null,
            "progress": {
                "track_progress": position_us / 1_000,
                // 0 stands for a length that is not known.
                "track_duration": playing.duration_us.unwrap_or_default() / 1_000,
                "playback_speed": 1_000,
            },
        }}),
    )
}

/// `server/state` for a controller.
pub(super) fn controller(commands: &[&str], volume: u8, is_muted: bool) -> String {
    told(
        "server/state",
        &json!({ "controller": {
            "supported_commands": commands,
            "volume": volume,
            "muted": is_muted,
            "repeat": "off",
            "shuffle": false,
        }}),
    )
}

/// `server/command` that sets a player's volume.
pub(super) fn set_volume(volume: u8) -> String {
    told("server/command", &json!({ "player": { "command": "volume", "volume": volume } }))
}

/// `server/command` that mutes a player, or lets it be heard.
pub(super) fn set_mute(is_muted: bool) -> String {
    told("server/command", &json!({ "player": { "command": "mute", "mute": is_muted } }))
}

/// Returns how long the message of a frame is, in bytes.
pub(super) fn sound_length(frame: &Frame) -> u64 {
    (SOUND_HEADER + frame.payload.len()) as u64
}

/// The binary message of one frame, to be sounded at `play_us`.
pub(super) fn sound(frame: &Frame, play_us: u64) -> Bytes {
    let mut message = BytesMut::with_capacity(SOUND_HEADER + frame.payload.len());
    message.put_u8(SOUND);
    message.put_i64(play_us as i64);
    message.put_slice(&frame.payload);
    message.freeze()
}

/// Returns the format in which `codec` is offered, if players may ask for it.
pub(super) fn offered(codec: Codec) -> Option<AudioFormat> {
    let codec = match codec {
        Codec::Opus => "opus",
        Codec::Flac => "flac",
        Codec::PcmS16le => "pcm",
        Codec::Mp3 | Codec::Aac | Codec::HeAac | Codec::PcmS16leMono16k => return None,
    };
    Some(AudioFormat {
        codec: codec.to_owned(),
        channels: CHANNELS as u32,
        sample_rate: SAMPLE_RATE,
        bit_depth: 16,
    })
}

fn told(kind: &str, payload: &Value) -> String {
    json!({ "type": kind, "payload": payload }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_another_form_are_refused_and_unknown_ones_passed_over() {
        for wrong in [
            "",
            "{}",
            "[]",
            "nonsense",
            r#"{"type":1}"#,
            r#"{"type":"client/hello"}"#,
            r#"{"type":"client/hello","payload":{"client_id":1}}"#,
            r#"{"type":"client/time","payload":{}}"#,
            r#"{"type":"client/time","payload":{"client_transmitted":"1"}}"#,
            r#"{"type":"client/state","payload":{"player":{"volume":"loud"}}}"#,
        ] {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
        for other in [r#"{"type":"client/new"}"#, r#"{"payload":{"a":[1]},"type":"x"}"#] {
            assert!(matches!(parse(other), Some(FromClient::Other)), "{other}");
        }
    }

    #[test]
    fn a_clients_time_is_returned_as_it_came() {
        let asked =
            |time: &str| format!(r#"{{"type":"client/time","payload":{{"client_transmitted":{time}}}}}"#);
        for number in ["0", "-5", "9007199254740993", "1234.5"] {
            let Some(FromClient::Time(given)) = parse(&asked(number)) else { panic!("{number}") };
            let answer: Value = serde_json::from_str(&time(&given, 7, 9)).unwrap();
            assert_eq!(answer["payload"]["client_transmitted"].to_string(), number);
            assert_eq!(answer["payload"]["server_received"], 7);
            assert_eq!(answer["payload"]["server_transmitted"], 9);
        }
    }

    #[test]
    fn sound_is_a_kind_a_big_endian_time_and_one_packet() {
        let frame = Frame { seq: 3, time_us: 60_000, payload: Bytes::from_static(b"packet") };
        let message = sound(&frame, 0x0102_0304_0506_0708);
        assert_eq!(message, b"\x04\x01\x02\x03\x04\x05\x06\x07\x08packet".as_slice());
    }
}
