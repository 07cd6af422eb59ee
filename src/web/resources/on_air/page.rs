//! The page "On air": what is heard, who is live, what comes next, and how many listen.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::emergency::Emergency;
use super::now::OnAir;
use crate::broadcast::Minute;
use crate::broadcast::events::CHAIN_MS;
use crate::model::{MessageSetting, PlaylistKind, Queued};
use crate::source::autodj::track_provider::LEVEL_LUFS;
use crate::web::Error;
use crate::web::languages::Words;
use crate::web::plot::{self, Plot, Series};
use crate::web::resources::library::api::Track;
use crate::web::resources::listener_messages::api::ListenerMessage;
use crate::web::resources::listening::{EmbedCode, PlayerPageLink, StreamLink, embed_codes, page_links};
use crate::web::resources::live::messages::Message;
use crate::web::resources::queue::{Entry, expected_starts};
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// Entries of the queue that are shown.
const MOST_ENTRIES: usize = 12;
/// Found tracks that are shown.
const MOST_FOUND: usize = 12;
/// Upcoming tracks beside the one on air.
const MOST_UPCOMING: usize = 3;
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
    /// Treatment of a DJ whose hours are over.
    over_time: &'static str,
    /// The time of day at which the hours of the DJ on air end, in microseconds since 1970.
    hours_end_us: Option<u64>,
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
    /// Whether the station takes messages of listeners.
    takes_messages: bool,
    /// Messages of listeners, the newest first.
    listener_messages: Vec<ListenerMessage>,
    plot: Option<Plot>,
    upcoming: Vec<Upcoming>,
    /// Name of the station's time zone.
    zone: String,
    queue: Vec<Entry>,
    more: usize,
    q: String,
    searched: bool,
    found: Vec<Track>,
    places: usize,
    page_link: PlayerPageLink,
    links: Vec<StreamLink>,
    embed_codes: [EmbedCode; 2],
}

/// One of the next tracks.
#[derive(Serialize)]
struct Upcoming {
    track: String,
    title: String,
    is_jingle: bool,
    /// Time at which it begins, in microseconds since 1970, as far as that is known.
    at_us: Option<u64>,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let (station, store) = (call.station()?, &call.site.store);
    let Asked { q } = call.query()?;
    let searched = call.person()?.runs(station.slug()) && !q.trim().is_empty();
    let found = if searched { store.search(&q, MOST_FOUND)? } else { Vec::new() };
    let queued = store.queue(station.slug())?.entries;
    let upcoming = upcoming(call, &queued)?;
    let mut queue: Vec<_> = Entry::all(queued);
    let count = queue.len();
    queue.truncate(MOST_ENTRIES);
    let playlists = store.playlists(station.slug())?.into_iter();
    let (zone, _) = store.calendar(station.slug())?;
    let origin = call.origin().unwrap_or_default();
    let on_air = OnAir::of(station);
    let takes_messages = station.settings().messages == MessageSetting::On;
    let mut listener_messages = ListenerMessage::all(call)?;
    listener_messages.reverse();
    let clock = station.broadcast().clock();
    let (now_us, wall_us) = (clock.now_us(), clock.wall_us());
    let by_wall = |us: u64| us.saturating_add(wall_us).saturating_sub(now_us);
    let page = OnAirPage {
        hours_end_us: on_air.until_us().map(by_wall),
        on_air,
        over_time: station.settings().over_time.name(),
        is_silenced: station.is_silenced(),
        emergency: Emergency::of(call)?,
        playlists: playlists.filter(|list| list.kind == PlaylistKind::Music).map(|list| list.name).collect(),
        target_lufs: LEVEL_LUFS,
        chain_ms: CHAIN_MS,
        relay: station.relay_inputs().on_air().map(|relay| relay.name),
        // The newest stands at the top.
        messages: station.messages().into_iter().rev().map(Message::of).collect(),
        takes_messages,
        listener_messages,
        plot: last_hour(&station.broadcast().minutes(), call.now(), &zone, &call.words()?),
        upcoming,
        zone: zone.iana_name().unwrap_or_default().to_owned(),
        more: count - queue.len(),
        queue,
        q,
        searched,
        found: found.into_iter().map(Track::of).collect(),
        places: MOST_PLACES.min(count + 1),
        page_link: PlayerPageLink::of(station.slug(), &origin),
        links: page_links(station.broadcast(), &origin),
        embed_codes: embed_codes(station.broadcast(), &origin),
    };
    call.page("dashboard/on-air.html", &page)
}

/// Returns the next tracks with their times, which are known while `AutoDJ` plays and all before them have a length.
fn upcoming(call: &ApiRequest, queue: &[Queued]) -> Result<Vec<Upcoming>, Error> {
    let queue = &queue[..queue.len().min(MOST_UPCOMING)];
    let starts = expected_starts(call, queue)?;
    let next = queue.iter().zip(starts).map(|(entry, at_us)| Upcoming {
        track: entry.track.0.to_string(),
        title: entry.title.clone(),
        is_jingle: entry.is_break(),
        at_us,
    });
    Ok(next.collect())
}

/// The most listeners in each minute of the last hour; nothing where no full minute is known.
fn last_hour(minutes: &[Minute], now: i64, zone: &jiff::tz::TimeZone, words: &Words) -> Option<Plot> {
    let this = now.div_euclid(60) * 60;
    let known: HashMap<i64, u64> =
        minutes.iter().map(|minute| ((minute.from_us / 1_000_000) as i64, minute.most)).collect();
    let span = (this - 3_600, this + 60);
    let points = plot::slots(span, 60, |at| known.get(&at).map(|most| *most as f64));
    let is_known = points.iter().filter(|(_, value)| value.is_some()).count() >= 2;
    let series = Series { name: words.word("plot-listeners"), points };
    is_known.then(|| Plot::new(words.word("plot-last-hour"), span, zone, &[series], words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Templates;

    #[test]
    fn the_last_hour_is_drawn_once_a_minute_is_full() {
        let minute = |minute: u64| Minute { from_us: minute * 60_000_000, most: 2 };
        let zone = jiff::tz::TimeZone::UTC;
        let words = Templates::of(&[]).unwrap().english().unwrap();
        assert_eq!(last_hour(&[minute(10)], 600, &zone, &words), None);
        assert_eq!(last_hour(&[minute(10), minute(100)], 6_000, &zone, &words), None, "one is too long ago");
        assert!(last_hour(&[minute(99), minute(100)], 6_000, &zone, &words).is_some());
    }
}
