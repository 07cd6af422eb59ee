//! The transcript's API, and the captions as they come.

use std::ops::Range;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::broadcast::events::{Change, Heard};
use crate::model::Caption;
use crate::production::report;
use crate::store::{Store, TranscriptQuery};
use crate::web::Error;
use crate::web::resources::on_air::events::CaptionTold;
use crate::web::resources::{cut, limit};
use crate::web::router::{Access, ApiRequest, Description, EventSender, Handler, Reply, Route, Scope, Verb};

/// The longest search, in characters.
const MOST_SEARCH: usize = 200;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/stations/{station}/transcript", Access::Dj, Scope::Log, list)
            .about("What was spoken on air, the newest first, by words that have to be in it")
            .query(&["q", "from", "to", "cursor", "limit"])
            .gives::<Transcript>(),
        Route::new(
            Verb::Get,
            "/api/v1/stations/{station}/captions",
            (Access::Everybody, Scope::Log),
            Handler::Tell(tell),
        )
        .about("Captions as server-sent events that go on until one leaves, for all who may listen")
        .gives_events::<Captions>(),
    ]
}

/// The data of each event, by the event's name.
#[derive(Serialize, ToSchema)]
#[schema(as = CaptionEvents)]
#[serde(rename_all = "kebab-case")]
#[expect(dead_code, reason = "it describes the events, which are made elsewhere")]
enum Captions {
    /// Something was said, or is understood better than before.
    Caption(CaptionTold),
}

/// Query of the transcript.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    #[serde(default)]
    q: String,
    from: Option<String>,
    to: Option<String>,
    cursor: Option<u64>,
    limit: Option<usize>,
    /// The token of a private station, which is looked at elsewhere.
    #[serde(rename = "token")]
    _token: Option<String>,
}

/// The text that was spoken.
#[derive(Serialize, ToSchema)]
pub(crate) struct Transcript {
    captions: Vec<Spoken>,
    /// Cursor of the next page, if there is one: to be passed as `cursor`.
    next: Option<String>,
}

/// Words that were spoken on air.
#[derive(Serialize, ToSchema)]
pub(crate) struct Spoken {
    /// Microseconds since 1970.
    start_us: u64,
    end_us: u64,
    text: String,
}

impl Spoken {
    pub(super) fn of(caption: Caption) -> Self {
        Self { start_us: caption.start_us, end_us: caption.end_us, text: caption.text }
    }
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    let wanted: Wanted = call.query()?;
    Reply::json(&Transcript::of(&call.site.store, call.station()?.slug(), &wanted)?)
}

impl Transcript {
    /// Returns a page of what was said at `station`.
    pub(super) fn of(store: &Store, station: &str, wanted: &Wanted) -> Result<Self, Error> {
        let limit = limit(wanted.limit)?;
        let moment = |text: &Option<String>, otherwise| match text {
            Some(text) => report::moment(text).map_err(Error::bad_input),
            None => Ok(otherwise),
        };
        let mut span = moment(&wanted.from, 0)?..moment(&wanted.to, u64::MAX)?;
        span.end = span.end.min(wanted.cursor.unwrap_or(u64::MAX));
        let mut found = search(store, station, &wanted.q, &span, limit + 1)?;
        let next = cut(&mut found, limit, |last| last.start_us.to_string());
        Ok(Self { captions: found.into_iter().map(Spoken::of).collect(), next })
    }
}

/// Returns captions with all of these words, the newest first.
pub(super) fn search(
    store: &Store,
    station: &str,
    words: &str,
    span: &Range<u64>,
    limit: usize,
) -> Result<Vec<Caption>, Error> {
    if words.chars().count() > MOST_SEARCH {
        return Err(Error::bad_input(format!("q may have {MOST_SEARCH} characters.")));
    }
    Ok(store.transcript(station, &TranscriptQuery { words, span, limit })?)
}

/// Tells what is said as it is said, to who may listen; ends when that rule changes.
fn tell(call: ApiRequest, sender: EventSender) -> Description {
    Box::pin(async move {
        let Ok(station) = call.station() else { return };
        let rule = station.broadcast().access();
        let holds = || station.broadcast().access() == rule;
        let mut reader = station.broadcast().events().read();
        while holds() {
            match reader.next().await {
                Heard::Event(event) => {
                    if let Change::Caption(caption) = &event.what
                        && (!holds() || !sender.tell(frame(caption)).await)
                    {
                        return;
                    }
                }
                Heard::Lost(_) => {}
                Heard::SignedOff => return,
            }
        }
    })
}

fn frame(caption: &Caption) -> Bytes {
    let data = serde_json::to_string(&CaptionTold::of(caption)).unwrap_or_default();
    format!("event: caption\ndata: {data}\n\n").into()
}
