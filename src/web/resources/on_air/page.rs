//! The page "On air": what is heard, who is live, what comes next, and how many listen.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::emergency::Emergency;
use super::now::OnAir;
use crate::broadcast::Minute;
use crate::broadcast::events::CHAIN_MS;
use crate::model::PlaylistKind;
use crate::source::autodj::track_provider::LEVEL_LUFS;
use crate::web::Error;
use crate::web::plot::{self, Plot, Series};
use crate::web::resources::library::api::Track;
use crate::web::resources::listening::{EmbedCode, StreamLink, embed_codes, page_links};
use crate::web::resources::live::messages::Message;
use crate::web::resources::queue::Entry;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// Entries of the queue that are shown.
const MOST_ENTRIES: usize = 12;
/// Found tracks that are shown.
const MOST_FOUND: usize = 12;
/// Places in the queue to choose from.
const MOST_PLACES: usize = 5;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/stations/{station}", Access::Dj, Scope::Pages, page)]
}

/// Query of the page.
#[derive(Deserialize)]
struct Asked {
    /// Words of tracks to be put into the queue.
    #[serde(default)]
    q: String,
}

/// Variables of `dashboard/on-air.html`.
#[derive(Serialize)]
struct OnAirPage {
    on_air: OnAir,
    is_silenced: bool,
    emergency: Emergency,
    /// Playlists to choose from for emergencies.
    playlists: Vec<String>,
    /// The station's loudness.
    target_lufs: f64,
    /// Milliseconds from the DJ's buffer to the listeners' sockets.
    chain_ms: u64,
    relay: Option<String>,
    messages: Vec<Message>,
    plot: Option<Plot>,
    queue: Vec<Entry>,
    more: usize,
    q: String,
    searched: bool,
    found: Vec<Track>,
    places: usize,
    links: Vec<StreamLink>,
    embed_codes: [EmbedCode; 2],
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let (station, store) = (call.station()?, &call.site.store);
    let Asked { q } = call.query()?;
    let searched = call.person()?.runs(station.slug()) && !q.trim().is_empty();
    let found = if searched { store.search(&q, MOST_FOUND)? } else { Vec::new() };
    let mut queue: Vec<_> = store.queue(station.slug())?.entries.into_iter().map(Entry::of).collect();
    let count = queue.len();
    queue.truncate(MOST_ENTRIES);
    let playlists = store.playlists(station.slug())?.into_iter();
    let (zone, _) = store.calendar(station.slug())?;
    let origin = call.origin().unwrap_or_default();
    let page = OnAirPage {
        on_air: OnAir::of(station),
        is_silenced: station.is_silenced(),
        emergency: Emergency::of(call)?,
        playlists: playlists.filter(|list| list.kind == PlaylistKind::Music).map(|list| list.name).collect(),
        target_lufs: LEVEL_LUFS,
        chain_ms: CHAIN_MS,
        relay: station.relay_inputs().on_air().map(|relay| relay.name),
        // The newest stands at the top.
        messages: station.messages().into_iter().rev().map(Message::of).collect(),
        plot: last_hour(&station.broadcast().minutes(), call.now(), &zone),
        more: count - queue.len(),
        queue,
        q,
        searched,
        found: found.into_iter().map(Track::of).collect(),
        places: MOST_PLACES.min(count + 1),
        links: page_links(station.broadcast(), &origin),
        embed_codes: embed_codes(station.broadcast(), &origin),
    };
    call.page("dashboard/on-air.html", &page)
}

/// The most listeners in each minute of the last hour; nothing where no full minute is known.
fn last_hour(minutes: &[Minute], now: i64, zone: &jiff::tz::TimeZone) -> Option<Plot> {
    let this = now.div_euclid(60) * 60;
    let known: HashMap<i64, u64> =
        minutes.iter().map(|minute| ((minute.from_us / 1_000_000) as i64, minute.most)).collect();
    let span = (this - 3_600, this + 60);
    let points = plot::slots(span, 60, |at| known.get(&at).map(|most| *most as f64));
    let is_known = points.iter().filter(|(_, value)| value.is_some()).count() >= 2;
    let series = Series { name: "Listeners".to_owned(), points };
    is_known.then(|| Plot::new("Listeners in each minute of the last hour", span, zone, &[series]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_hour_is_drawn_once_a_minute_is_full() {
        let minute = |minute: u64| Minute { from_us: minute * 60_000_000, most: 2 };
        let zone = jiff::tz::TimeZone::UTC;
        assert_eq!(last_hour(&[minute(10)], 600, &zone), None);
        assert_eq!(last_hour(&[minute(10), minute(100)], 6_000, &zone), None, "one is too long ago");
        assert!(last_hour(&[minute(99), minute(100)], 6_000, &zone).is_some());
    }
}
