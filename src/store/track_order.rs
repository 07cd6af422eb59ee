//! Keys of the orders in which the library is listed, and cursors in them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::types::Value;

use crate::model::{TrackId, TrackOrder};

/// The title, and what follows it in a track's words.
const TITLE: &str = "substr(words, instr(words, char(10)) + 1)";

/// Returns the expression that an order sorts by, as in the indices of migration 52. Relevance has none of its own.
pub(super) fn key(order: TrackOrder) -> String {
    match order {
        TrackOrder::Relevance | TrackOrder::Artist => "words".to_owned(),
        TrackOrder::Title => TITLE.to_owned(),
        TrackOrder::Album => "album_key".to_owned(),
        TrackOrder::Length => "coalesce(duration_us, -1)".to_owned(),
        TrackOrder::Added => "added_at".to_owned(),
        TrackOrder::LastPlayed => "coalesce(aired_at, 0)".to_owned(),
        TrackOrder::Plays => "plays".to_owned(),
    }
}

/// Returns the index that has all playable tracks in an order.
pub(super) fn index(order: TrackOrder) -> &'static str {
    match order {
        TrackOrder::Relevance | TrackOrder::Artist => "track_by_words",
        TrackOrder::Title => "track_in_order_of_title",
        TrackOrder::Album => "track_in_order_of_album",
        TrackOrder::Length => "track_in_order_of_length",
        TrackOrder::Added => "track_in_order_of_addition",
        TrackOrder::LastPlayed => "track_in_order_of_last_play",
        TrackOrder::Plays => "track_in_order_of_plays",
    }
}

/// Reads the key and the track of a cursor; `None` if it is none.
pub(super) fn after(order: TrackOrder, cursor: &str) -> Option<(Value, TrackId)> {
    let (id, key) = cursor.split_once('.')?;
    let key = String::from_utf8(URL_SAFE_NO_PAD.decode(key).ok()?).ok()?;
    let is_number =
        matches!(order, TrackOrder::Length | TrackOrder::Added | TrackOrder::LastPlayed | TrackOrder::Plays);
    let key = if is_number { key.parse::<i64>().ok()?.into() } else { key.into() };
    Some((key, TrackId(id.parse().ok()?)))
}

/// Returns the cursor behind a track: letters and marks that an address can have as they are.
pub(super) fn cursor(track: TrackId, key: &Value) -> String {
    let key = match key {
        Value::Integer(key) => key.to_string(),
        Value::Text(key) => key.clone(),
        _ => String::new(),
    };
    format!("{}.{}", track.0, URL_SAFE_NO_PAD.encode(key))
}
