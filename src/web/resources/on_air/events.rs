//! Server-sent events of a station.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::broadcast::events::{self, Change, Event, Heard, LiveChange, Wrong};
use crate::model::Caption;
use crate::production::ProductionHandle;
use crate::web::resources::on_air::now::Live;
use crate::web::resources::stations::public_pages::Now;
use crate::web::router::{
    Access, ApiRequest, Description, EventSender, Handler, Route, Scope, SignedInUser, Verb,
};

/// Level below which it is silence, in LUFS or dB.
const SILENT: f64 = -100.0;
/// Frames that are kept for those who are a little behind.
const MOST_FRAMES: usize = 32;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::new(
            Verb::Get,
            "/api/v1/stations/{station}/events",
            (Access::Dj, Scope::Stations),
            Handler::Tell(tell),
        )
        .about("What happens, as server-sent events that go on until one leaves; how things are comes first")
        .gives_events::<Told>(),
    ]
}

/// The data of each event, by the event's name.
#[derive(Serialize, ToSchema)]
#[schema(as = Events)]
#[serde(rename_all = "kebab-case")]
enum Told {
    /// Something else is on air.
    Now(Now),
    /// The queue has changed: /api/v1/stations/{station}/queue has it.
    Queue(Changed),
    /// The live DJ has changed.
    Live(LiveTold),
    /// The number of listeners has changed.
    Listeners(ListenersTold),
    /// Audio levels, four times a second.
    Levels(LevelsTold),
    /// The station is run otherwise. Told to those who run it.
    Settings(Changed),
    /// Messages to the DJ have come, were read, or were taken away.
    Messages(Changed),
    /// Messages of listeners have come or were taken away: /api/v1/stations/{station}/listener-messages has them.
    ListenerMessages(Changed),
    /// Playlists, shows, hour plans or rules have changed.
    Programme(Changed),
    /// Something was said, or is understood better than before.
    Caption(CaptionTold),
    /// Something is wrong with where sound comes from.
    Trouble(TroubleTold),
    /// Nothing is heard, or something is again.
    DeadAir(DeadAirTold),
    /// Events were lost because the client read too slowly: fetch the whole state again.
    Lost(LostTold),
}

/// Something has changed.
#[derive(Serialize, ToSchema)]
#[schema(as = EventChanged)]
struct Changed {
    at_us: u64,
}

/// The live DJ, and those who wait.
#[derive(Serialize, ToSchema)]
#[schema(as = EventLive)]
struct LiveTold {
    at_us: u64,
    /// `began`, `ended`, `heard`, `unheard`, `waiting`, or `hours` when the DJ's hours end within five minutes or are
    /// over; nothing when it is how things are.
    change: Option<&'static str>,
    /// The DJ who has left.
    left: Option<String>,
    live: Option<Live>,
    /// The names of DJs who wait in line, the next one first.
    waiting: Vec<String>,
}

/// Number of listeners.
#[derive(Serialize, ToSchema)]
#[schema(as = EventListeners)]
struct ListenersTold {
    at_us: u64,
    now: u64,
    /// The most at once since the station signed on.
    most: Option<u64>,
}

/// Audio levels; none where nothing is heard.
#[derive(Serialize, ToSchema)]
#[schema(as = EventLevels)]
struct LevelsTold {
    at_us: u64,
    /// The last 400 ms.
    momentary_lufs: Option<f64>,
    /// The last 3 s.
    short_term_lufs: Option<f64>,
    /// The current item, since it began.
    integrated_lufs: Option<f64>,
    /// The highest sample of the last quarter of a second, in dB below full scale.
    peak_dbfs: Option<f64>,
    /// That of the left and of the right channel.
    peaks_dbfs: [Option<f64>; 2],
    /// Buffered sound of the DJ, in milliseconds; none while nobody is live.
    buffer_ms: Option<u64>,
    /// Delay of the DJ's sound from its arrival until it is sent to listeners, in milliseconds.
    delay_ms: Option<u64>,
}

/// A problem with a source.
#[derive(Serialize, ToSchema)]
#[schema(as = EventTrouble)]
struct TroubleTold {
    at_us: u64,
    /// `live` or `relay`.
    source: &'static str,
    /// The DJ or the show.
    name: Option<String>,
    /// `late`, `silent` or `gone`.
    what: &'static str,
    /// The reason, where that is known.
    why: Option<String>,
}

/// Dead air.
#[derive(Serialize, ToSchema)]
#[schema(as = EventDeadAir)]
struct DeadAirTold {
    at_us: u64,
    /// True once dead air has begun, false once it has ended.
    is_on: bool,
    /// Duration of the dead air, once it has ended.
    seconds: Option<f64>,
}

/// Words that were spoken on air.
#[derive(Serialize, ToSchema)]
#[schema(as = EventCaption)]
pub(crate) struct CaptionTold {
    /// An event with the same number replaces this one.
    id: u64,
    /// Time at which the words begin, in microseconds of the server's clock.
    start_us: u64,
    end_us: u64,
    /// The words; empty where an earlier event with this number is withdrawn.
    text: String,
    /// False while another event with this number may come.
    #[serde(rename = "final")]
    is_final: bool,
}

/// Number of events that were lost.
#[derive(Serialize, ToSchema)]
#[schema(as = EventLost)]
struct LostTold {
    events: u64,
}

/// Events as they go over the wire, made once for everybody; clones share them.
#[derive(Clone, Default)]
pub(crate) struct Frames(Arc<Mutex<BTreeMap<String, Newest>>>);

/// The newest frames of a station, by the numbers of the events.
#[derive(Default)]
struct Newest {
    /// The time on air that they are of: when a station signs on anew, numbers begin anew.
    timeline: String,
    frames: VecDeque<(u64, Bytes)>,
}

impl Frames {
    fn of(&self, station: &ProductionHandle, event: &Event) -> Bytes {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = all.entry(station.slug().to_owned()).or_default();
        if newest.timeline != station.broadcast().timeline() {
            *newest = Newest { timeline: station.broadcast().timeline().to_owned(), ..Newest::default() };
        }
        let frames = &mut newest.frames;
        if let Some((_, frame)) = frames.iter().rev().find(|(number, _)| *number == event.number) {
            return frame.clone();
        }
        let made = frame(&Told::of(station, event));
        if frames.len() == MOST_FRAMES {
            frames.pop_front();
        }
        frames.push_back((event.number, made.clone()));
        made
    }
}

/// Tells how things are, and then what happens.
fn tell(call: ApiRequest, sender: EventSender) -> Description {
    Box::pin(async move {
        let (Ok(station), Ok(person)) = (call.station(), call.person()) else { return };
        let mut reader = station.broadcast().events().read();
        if !sender.tell(as_it_is(station, person)).await {
            return;
        }
        loop {
            let told = match reader.next().await {
                Heard::Event(event) if !may_know(person, station, &event.what) => continue,
                Heard::Event(event) => call.site.frames.of(station, &event),
                Heard::Lost(events) => frame(&Told::Lost(LostTold { events })),
                Heard::SignedOff => return,
            };
            if !sender.tell(told).await {
                return;
            }
        }
    })
}

/// Returns whether a user may read this event; a program needs the scope.
fn may_know(person: &SignedInUser, station: &ProductionHandle, what: &Change) -> bool {
    match what {
        Change::Now(_)
        | Change::Caption(_)
        | Change::Listeners(_)
        | Change::Levels(_)
        | Change::DeadAirBegan
        | Change::DeadAirEnded { .. } => true,
        Change::Queue => person.reads(Scope::Queue),
        Change::Live(_) | Change::Trouble(_) | Change::Messages | Change::ListenerMessages => {
            person.reads(Scope::Live)
        }
        Change::Programme => person.reads(Scope::Schedule),
        Change::Settings => person.runs(station.slug()),
    }
}

fn as_it_is(station: &ProductionHandle, person: &SignedInUser) -> Bytes {
    let at_us = station.broadcast().clock().now_us();
    let listeners = ListenersTold { at_us, now: station.broadcast().listeners().total(), most: None };
    let mut frames = vec![frame(&Told::Listeners(listeners))];
    if let Some(now) = &station.broadcast().now_playing() {
        frames.push(frame(&Told::Now(Now::of(now, station.broadcast()))));
    }
    if person.reads(Scope::Live) {
        let (live, waiting) = (station.dj_inputs().on_air().map(Live::of), station.dj_inputs().waiting());
        frames.push(frame(&Told::Live(LiveTold { at_us, change: None, left: None, live, waiting })));
    }
    frames.concat().into()
}

impl CaptionTold {
    pub(crate) fn of(caption: &Caption) -> Self {
        let Caption { id, start_us, end_us, text, is_final } = caption.clone();
        Self { id, start_us, end_us, text, is_final }
    }
}

impl Told {
    fn of(station: &ProductionHandle, event: &Event) -> Self {
        let at_us = event.at_us;
        match &event.what {
            Change::Now(now) => Self::Now(Now::of(now, station.broadcast())),
            Change::Queue => Self::Queue(Changed { at_us }),
            Change::Caption(caption) => Self::Caption(CaptionTold::of(caption)),
            Change::Settings => Self::Settings(Changed { at_us }),
            Change::Messages => Self::Messages(Changed { at_us }),
            Change::ListenerMessages => Self::ListenerMessages(Changed { at_us }),
            Change::Programme => Self::Programme(Changed { at_us }),
            Change::Live(live) => Self::Live(LiveTold::of(at_us, live)),
            Change::Listeners(listeners) => {
                Self::Listeners(ListenersTold { at_us, now: listeners.now, most: Some(listeners.most) })
            }
            Change::Levels(loudness) => Self::Levels(LevelsTold::of(at_us, loudness)),
            Change::Trouble(trouble) => Self::Trouble(TroubleTold {
                at_us,
                source: trouble.source.name(),
                name: trouble.name.clone(),
                what: trouble.what.name(),
                why: if let Wrong::Gone(why) = &trouble.what { Some(why.clone()) } else { None },
            }),
            Change::DeadAirBegan => Self::DeadAir(DeadAirTold { at_us, is_on: true, seconds: None }),
            Change::DeadAirEnded { seconds } => {
                Self::DeadAir(DeadAirTold { at_us, is_on: false, seconds: Some(tenths(*seconds)) })
            }
        }
    }

    /// The name of the event, and what it tells.
    fn parts(&self) -> (&'static str, Result<String, serde_json::Error>) {
        match self {
            Self::Now(data) => ("now", serde_json::to_string(data)),
            Self::Queue(data) => ("queue", serde_json::to_string(data)),
            Self::Live(data) => ("live", serde_json::to_string(data)),
            Self::Listeners(data) => ("listeners", serde_json::to_string(data)),
            Self::Levels(data) => ("levels", serde_json::to_string(data)),
            Self::Settings(data) => ("settings", serde_json::to_string(data)),
            Self::Messages(data) => ("messages", serde_json::to_string(data)),
            Self::ListenerMessages(data) => ("listener-messages", serde_json::to_string(data)),
            Self::Programme(data) => ("programme", serde_json::to_string(data)),
            Self::Caption(data) => ("caption", serde_json::to_string(data)),
            Self::Trouble(data) => ("trouble", serde_json::to_string(data)),
            Self::DeadAir(data) => ("dead-air", serde_json::to_string(data)),
            Self::Lost(data) => ("lost", serde_json::to_string(data)),
        }
    }
}

impl LiveTold {
    fn of(at_us: u64, live: &events::Live) -> Self {
        let change = match live.change {
            LiveChange::Began => "began",
            LiveChange::Ended(_) => "ended",
            LiveChange::Heard => "heard",
            LiveChange::Unheard => "unheard",
            LiveChange::Waiting => "waiting",
            LiveChange::Hours => "hours",
        };
        let left = if let LiveChange::Ended(dj) = &live.change { Some(dj.name.clone()) } else { None };
        let (live, waiting) = (live.dj.clone().map(Live::of), live.waiting.clone());
        Self { at_us, change: Some(change), left, live, waiting }
    }
}

impl LevelsTold {
    fn of(at_us: u64, loudness: &events::Loudness) -> Self {
        let told = |level: f64| (level > SILENT).then(|| tenths(level));
        let levels = &loudness.levels;
        let ms = |seconds: f64| (seconds * 1e3) as u64;
        Self {
            at_us,
            momentary_lufs: told(levels.momentary_lufs),
            short_term_lufs: told(levels.short_term_lufs),
            integrated_lufs: told(levels.integrated_lufs),
            peak_dbfs: told(levels.peak_dbfs()),
            peaks_dbfs: levels.peaks_dbfs.map(told),
            buffer_ms: loudness.buffer_seconds.map(ms),
            delay_ms: loudness.buffer_seconds.map(|seconds| ms(seconds) + events::CHAIN_MS),
        }
    }
}

/// A number as people read it.
fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// An event as it goes over the wire. JSON has no line breaks, so that its data is one line.
fn frame(told: &Told) -> Bytes {
    let (name, data) = told.parts();
    // Numbers and texts can always be written.
    format!("event: {name}\ndata: {}\n\n", data.unwrap_or_default()).into()
}
