//! Selects the station events that webhooks deliver.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::broadcast::Receiver;
use tokio::task::{AbortHandle, JoinSet};

use super::{EventStation, WebhookEvent, Webhooks};
use crate::broadcast::events::{Change, Event, Heard, LiveChange, Wrong};
use crate::clock::Clock;
use crate::model::{NowPlaying, ReadyRecording, WebhookTopic};
use crate::production::{ProductionHandle, Stations};

/// Interval of checks for new stations.
const NEW_STATIONS_EVERY: Duration = Duration::from_secs(2);
/// Fewer listeners are no peak.
const LEAST_PEAK: u64 = 5;

/// The parts of a server that tell what happens.
pub struct EventSources {
    /// All stations.
    pub stations: Stations,
    /// Returns why the last backup failed; none if it did not.
    pub backup_problem: Box<dyn Fn() -> Option<String>>,
    /// Receives recordings that are ready.
    pub recordings: Receiver<ReadyRecording>,
    /// The clock of the events' times.
    pub clock: Arc<dyn Clock>,
}

/// Tells hooks what happens at all stations, those that are added later too, and to the server, until it is aborted.
pub async fn run(sources: EventSources, hooks: Webhooks) {
    let EventSources { stations, backup_problem, mut recordings, clock } = sources;
    let mut followed = JoinSet::new();
    let mut slugs: HashMap<String, AbortHandle> = HashMap::new();
    let mut problem = None;
    let mut often = tokio::time::interval(NEW_STATIONS_EVERY);
    loop {
        often.tick().await;
        let before = std::mem::replace(&mut problem, backup_problem());
        if let Some(why) = problem.as_ref().filter(|_| before != problem) {
            let (at_us, data) = (clock.now_us(), json!({ "why": why }));
            let occasion = WebhookTopic::BackupFailed;
            hooks.tell(WebhookEvent { station: None, at_us, occasion, data }).await;
        }
        // Those that came too fast to be read are told in no other way, and are few.
        while let Ok(recording) = recordings.try_recv() {
            let Some(station) = stations.get(&recording.station) else { continue };
            let data = json!({ "id": recording.id, "title": recording.title });
            let (station, occasion) = (Some(named(&station)), WebhookTopic::Recording);
            hooks.tell(WebhookEvent { station, at_us: clock.now_us(), occasion, data }).await;
        }
        while followed.try_join_next().is_some() {}
        for station in stations.all() {
            let is_followed = slugs.get(station.slug()).is_some_and(|task| !task.is_finished());
            if !is_followed && station.broadcast().is_on_air() {
                let task = followed.spawn_local(follow(station.clone(), hooks.clone()));
                slugs.insert(station.slug().to_owned(), task);
            }
        }
    }
}

/// Tells hooks what happens at `station` until it signs off.
async fn follow(station: ProductionHandle, hooks: Webhooks) {
    let mut reader = station.broadcast().events().read();
    let mut news = WebhookFeed { peak: hooks.most_ever(station.slug()).await };
    loop {
        match reader.next().await {
            Heard::Event(event) => {
                if let Some((occasion, data)) = news.of(&event) {
                    let station = Some(named(&station));
                    hooks.tell(WebhookEvent { station, at_us: event.at_us, occasion, data }).await;
                }
            }
            Heard::Lost(count) => {
                tracing::warn!(
                    station = station.slug(),
                    count,
                    "webhooks are told too late; events are lost"
                );
            }
            Heard::SignedOff => return,
        }
    }
}

fn named(station: &ProductionHandle) -> EventStation {
    EventStation { slug: station.slug().to_owned(), name: station.broadcast().name() }
}

/// Webhook state of one station.
struct WebhookFeed {
    /// The most listeners that were told of.
    peak: u64,
}

impl WebhookFeed {
    /// Returns topic and details of a station event that webhooks are told of.
    fn of(&mut self, event: &Event) -> Option<(WebhookTopic, Value)> {
        let told = match &event.what {
            // Jingles, station IDs and ads are no titles to tell of.
            Change::Now(now) if now.is_break() => return None,
            Change::Now(now) => (WebhookTopic::Track, track(now)),
            Change::Live(live) => match (&live.change, &live.dj) {
                (LiveChange::Heard, Some(dj)) => {
                    (WebhookTopic::LiveStart, json!({ "dj": dj.name, "program": dj.program }))
                }
                (LiveChange::Ended(dj), _) => {
                    let seconds = event.at_us.saturating_sub(dj.since_us) / 1_000_000;
                    (WebhookTopic::LiveStop, json!({ "dj": dj.name, "seconds": seconds }))
                }
                _ => return None,
            },
            Change::DeadAirBegan => (WebhookTopic::DeadAir, json!({ "state": "began" })),
            Change::DeadAirEnded { seconds } => {
                (WebhookTopic::DeadAir, json!({ "state": "ended", "seconds": seconds }))
            }
            Change::Trouble(trouble) => {
                let why = if let Wrong::Gone(why) = &trouble.what { Some(why) } else { None };
                let source = trouble.source.name();
                let data = json!({ "source": source, "name": trouble.name, "what": trouble.what.name(), "why": why });
                (WebhookTopic::SourceTrouble, data)
            }
            Change::Listeners(listeners) => {
                if listeners.now < self.next_peak() {
                    return None;
                }
                self.peak = listeners.now;
                (WebhookTopic::ListenerPeak, json!({ "listeners": listeners.now }))
            }
            _ => return None,
        };
        Some(told)
    }

    /// Returns the next listener peak that is reported: a tenth more than the last, so that a growing
    /// audience is reported now and then, not with each join.
    fn next_peak(&self) -> u64 {
        (self.peak + 1).max(self.peak + self.peak / 10).max(LEAST_PEAK)
    }
}

fn track(now: &NowPlaying) -> Value {
    json!({
        "title": now.title,
        "artist": now.artist,
        "album": now.album,
        "source": now.source.name(),
        "type": now.kind.name(),
        "dj": now.dj,
        "at_us": now.time_us,
        "duration_us": now.duration_us,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::broadcast::events::{Listeners, Live, Trouble};
    use crate::model::OnAirDj;
    use crate::model::{SourceKind, Title};

    fn told(news: &mut WebhookFeed, what: Change) -> Option<(&'static str, Value)> {
        let (occasion, data) = news.of(&Event { number: 1, at_us: 9_000_000, what })?;
        Some((occasion.name(), data))
    }

    #[test]
    fn events_are_told_in_words_of_others() {
        let news = &mut WebhookFeed { peak: 0 };
        let dj = OnAirDj {
            name: "ada".to_owned(),
            program: Some("Mixxx".to_owned()),
            since_us: 2_000_000,
            buffer_seconds: 1.0,
            is_heard: true,
            until_us: None,
        };
        let live = |change| Change::Live(Live { change, dj: Some(dj.clone()), waiting: Vec::new() });
        let title =
            Change::Now(NowPlaying { time_us: 8, what: Arc::new(Title::plain(SourceKind::Autodj, "Tides")) });
        let (event, data) = told(news, title).unwrap();
        assert_eq!((event, &data["title"], &data["source"]), ("track", &json!("Tides"), &json!("autodj")));
        let started = ("live-start", json!({ "dj": "ada", "program": "Mixxx" }));
        assert_eq!(told(news, live(LiveChange::Heard)), Some(started));
        let stopped = ("live-stop", json!({ "dj": "ada", "seconds": 7 }));
        assert_eq!(told(news, live(LiveChange::Ended(dj.clone()))), Some(stopped));
        assert_eq!(told(news, live(LiveChange::Began)), None, "not heard yet");
        assert_eq!(told(news, Change::DeadAirBegan), Some(("dead-air", json!({ "state": "began" }))));
        let ended = ("dead-air", json!({ "state": "ended", "seconds": 2.5 }));
        assert_eq!(told(news, Change::DeadAirEnded { seconds: 2.5 }), Some(ended));
        let what = Wrong::Gone("no connection".to_owned());
        let trouble = Trouble { source: SourceKind::Live, name: Some("News".to_owned()), what };
        let (event, data) = told(news, Change::Trouble(trouble)).unwrap();
        assert_eq!(
            (event, &data["what"], &data["why"]),
            ("source-trouble", &json!("gone"), &json!("no connection"))
        );
        assert_eq!(told(news, Change::Queue), None);
    }

    #[test]
    fn a_crowd_that_grows_is_told_of_now_and_then() {
        let news = &mut WebhookFeed { peak: 0 };
        let mut peaks = Vec::new();
        for now in [1, 4, 5, 4, 5, 6, 6, 7, 30, 31, 32, 33, 10, 200, 219, 220] {
            if told(news, Change::Listeners(Listeners { now, most: now })).is_some() {
                peaks.push(now);
            }
        }
        assert_eq!(peaks, [5, 6, 7, 30, 33, 200, 220]);
    }
}
