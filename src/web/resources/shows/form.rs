//! The form of a show: what stands in it, and the show that it says.

use std::time::Duration;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::{Days, Minute, On, Plays, Programme, Show, Start, TrackId, time_of_day};
use crate::web::Error;
use crate::web::resources::schedule::forecast::{clock, named};
use crate::web::resources::shows::page::time;
use crate::web::router::ApiRequest;

const DAY: u16 = 24 * 60;
const NAMES: [(&str, &str); 7] = [
    ("mon", "Mon"),
    ("tue", "Tue"),
    ("wed", "Wed"),
    ("thu", "Thu"),
    ("fri", "Fri"),
    ("sat", "Sat"),
    ("sun", "Sun"),
];
/// When a show begins for which nobody said it.
const USUAL_AT: Minute = 20 * 60;
/// How long one lasts for which nobody said it, in minutes.
const USUAL_LENGTH: u16 = 120;

/// What the address says: all fields of the form, or, without `edited`, what is to be otherwise.
#[derive(Default, Deserialize)]
pub(in crate::web) struct Wanted {
    edited: Option<String>,
    pub(in crate::web) name: Option<String>,
    /// `week` or `date`.
    on: Option<String>,
    mon: Option<String>,
    tue: Option<String>,
    wed: Option<String>,
    thu: Option<String>,
    fri: Option<String>,
    sat: Option<String>,
    sun: Option<String>,
    days: Option<String>,
    date: Option<String>,
    at: Option<String>,
    to: Option<String>,
    late: Option<String>,
    plays: Option<String>,
    address: Option<String>,
}

/// What stands in the form.
#[derive(Serialize)]
pub(in crate::web) struct Form {
    name: String,
    is_dated: bool,
    days: Vec<Choice>,
    date: String,
    at: String,
    to: String,
    late: String,
    groups: Vec<Group>,
    address: String,
}

/// Choices that belong together.
#[derive(Serialize)]
struct Group {
    label: &'static str,
    choices: Vec<Choice>,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
    is_chosen: bool,
}

impl Wanted {
    /// The days that are ticked, such as `mon,tue`.
    fn ticked(&self) -> String {
        let boxes = [&self.mon, &self.tue, &self.wed, &self.thu, &self.fri, &self.sat, &self.sun];
        let ticked = NAMES.iter().zip(boxes).filter(|(_, tick)| tick.is_some());
        ticked.map(|((key, _), _)| *key).collect::<Vec<_>>().join(",")
    }

    fn said(field: Option<&String>) -> Option<&str> {
        field.map(|text| text.trim()).filter(|text| !text.is_empty())
    }
}

impl Form {
    /// What stands in it: what was said, and else what is kept.
    pub(in crate::web) fn of(
        call: &ApiRequest,
        programme: &Programme,
        wanted: &Wanted,
        kept: Option<&Show>,
    ) -> Result<Self, Error> {
        let today = clock(call.now_us(), &programme.time_zone).date();
        let (at, length) = kept.map_or((USUAL_AT, USUAL_LENGTH), |show| (show.at, show.length));
        let (days, date) = match kept.map(|show| show.on) {
            Some(On::Weekly(days)) => (Some(days), None),
            Some(On::Date(date)) => (None, Some(date)),
            None => (None, None),
        };
        let days = if wanted.edited.is_some() {
            wanted.ticked().parse().ok()
        } else {
            wanted.days.as_ref().map_or(days, |days| days.parse().ok())
        };
        let is_dated = match wanted.on.as_deref() {
            Some(on) => on == "date",
            None => wanted.date.is_some() || (date.is_some() && wanted.days.is_none()),
        };
        let said = |field: &Option<String>, otherwise: String| field.clone().unwrap_or(otherwise);
        let at = said(&wanted.at, time(at));
        let ends = time_of_day(&at).map_or_else(|_| String::new(), |at| time((at + length) % DAY));
        let late = kept.map(|show| show.start.at_most_late().as_secs() / 60).filter(|late| *late > 0);
        let chosen =
            wanted.plays.clone().unwrap_or_else(|| kept.map(|show| spelled(&show.plays)).unwrap_or_default());
        let address = match kept.map(|show| &show.plays) {
            Some(Plays::Relay(address)) => address.as_str().to_owned(),
            _ => String::new(),
        };
        Ok(Self {
            name: kept.map_or_else(|| wanted.name.clone().unwrap_or_default(), |show| show.name.clone()),
            is_dated,
            days: NAMES.iter().map(|(key, label)| day(key, label, days)).collect(),
            date: said(&wanted.date, date.unwrap_or(today).to_string()),
            to: said(&wanted.to, ends),
            at,
            late: said(&wanted.late, late.map(|late| late.to_string()).unwrap_or_default()),
            groups: groups(call, programme, &chosen)?,
            address: said(&wanted.address, address),
        })
    }
}

fn day(key: &str, label: &str, days: Option<Days>) -> Choice {
    let is_chosen = days.is_some_and(|days| days.to_string() == "daily" || days.to_string().contains(key));
    Choice { value: key.to_owned(), label: label.to_owned(), is_chosen }
}

/// Everything that a show of this station can play.
fn groups(call: &ApiRequest, programme: &Programme, chosen: &str) -> Result<Vec<Group>, Error> {
    let choice = |value: String, label: String| {
        let is_chosen = value == chosen;
        Choice { value, label, is_chosen }
    };
    let lists = || programme.playlists.iter().filter(|list| !list.kind.is_jingle()).map(|list| &list.name);
    let plans = programme.hour_plans.iter().map(|plan| &plan.name);
    let dj = choice("dj".to_owned(), "A DJ; until one is live, as if there were no show".to_owned());
    let djs = lists().map(|name| choice(format!("dj {name}"), format!("A DJ; until one is live, {name}")));
    let mut groups = vec![
        Group {
            label: "A playlist",
            choices: lists().map(|name| choice(format!("playlist {name}"), name.clone())).collect(),
        },
        Group {
            label: "An hour plan",
            choices: plans.map(|name| choice(format!("hour-plan {name}"), name.clone())).collect(),
        },
        Group { label: "Somebody live", choices: std::iter::once(dj).chain(djs).collect() },
    ];
    let mut more = Vec::new();
    if let Some(number) = chosen.strip_prefix("track ").and_then(|number| number.parse().ok()) {
        let track = call.site.store.track(TrackId(number))?;
        let label = track.map_or_else(|| "A track that is not there now".to_owned(), |track| named(&track));
        more.push(choice(chosen.to_owned(), format!("{label}, once")));
    }
    // The server itself fetches what is relayed, and so that is for administrators to say.
    if call.person()?.is_admin() || chosen == "relay" {
        more.push(choice("relay".to_owned(), "A stream from elsewhere, whose address is below".to_owned()));
    }
    groups.push(Group { label: "Something else", choices: more });
    groups.retain(|group| !group.choices.is_empty());
    Ok(groups)
}

/// What a show plays, as the form's field says it.
fn spelled(plays: &Plays) -> String {
    match plays {
        Plays::Playlist(name) => format!("playlist {name}"),
        Plays::HourPlan(name) => format!("hour-plan {name}"),
        Plays::Track(track) => format!("track {}", track.0),
        Plays::Dj(None) => "dj".to_owned(),
        Plays::Dj(Some(name)) => format!("dj {name}"),
        Plays::Relay(_) => "relay".to_owned(),
    }
}

/// The show that is said; what is not said is as it is kept.
pub(in crate::web) fn proposed(wanted: &Wanted, kept: Option<&Show>) -> Result<Show, Error> {
    let wrong = |text: &str| Error::BadInput(text.to_owned());
    let name = match kept {
        Some(show) => show.name.clone(),
        None => Wanted::said(wanted.name.as_ref()).ok_or_else(|| wrong("Give the show a name."))?.to_owned(),
    };
    let at = match Wanted::said(wanted.at.as_ref()) {
        Some(text) => time_of_day(text).map_err(Error::BadInput)?,
        None => kept.map_or(USUAL_AT, |show| show.at),
    };
    let length = match Wanted::said(wanted.to.as_ref()) {
        Some(text) => {
            let to = time_of_day(text).map_err(Error::BadInput)?;
            // What ends when it begins lasts a day.
            if to == at { DAY } else { (to + DAY - at) % DAY }
        }
        None => kept.map_or(USUAL_LENGTH, |show| show.length),
    };
    let late = match (Wanted::said(wanted.late.as_ref()), wanted.edited.is_some()) {
        (Some(text), _) => text.parse().map_err(|_| wrong("Minutes late have to be a number."))?,
        (None, true) => 0,
        (None, false) => kept.map_or(0, |show| show.start.at_most_late().as_secs() / 60),
    };
    let start = match late {
        0 => Start::Hard,
        1..=240 => Start::Soft(Duration::from_mins(late)),
        _ => return Err(wrong("A show may be at most 240 minutes late.")),
    };
    Ok(Show { name, on: on(wanted, kept)?, at, length, plays: said_plays(wanted, kept)?, start })
}

fn on(wanted: &Wanted, kept: Option<&Show>) -> Result<On, Error> {
    let wrong = |text: &str| Error::BadInput(text.to_owned());
    let dated =
        |text: &str| text.parse::<Date>().map(On::Date).map_err(|_| wrong("A date is such as 2026-12-24."));
    let weekly = |text: &str| text.parse::<Days>().map(On::Weekly).map_err(Error::BadInput);
    let date = Wanted::said(wanted.date.as_ref());
    if wanted.edited.is_some() {
        return match (wanted.on.as_deref(), date, wanted.ticked()) {
            (Some("date"), Some(date), _) => dated(date),
            (Some("date"), None, _) => Err(wrong("Say on which date the show is on.")),
            (_, _, days) if days.is_empty() => Err(wrong("Say on which days the show is on.")),
            (_, _, days) => weekly(&days),
        };
    }
    match (date, wanted.days.as_deref(), kept) {
        (Some(date), ..) => dated(date),
        (_, Some(days), _) => weekly(days),
        (_, _, Some(show)) => Ok(show.on),
        _ => Err(wrong("Say on which days the show is on.")),
    }
}

fn said_plays(wanted: &Wanted, kept: Option<&Show>) -> Result<Plays, Error> {
    let wrong = |text: &str| Error::BadInput(text.to_owned());
    let Some(text) = Wanted::said(wanted.plays.as_ref()) else {
        return kept.map(|show| show.plays.clone()).ok_or_else(|| wrong("Say what the show plays."));
    };
    let (kind, name) = text.split_once(' ').unwrap_or((text, ""));
    let address = || {
        let text = Wanted::said(wanted.address.as_ref());
        text.ok_or_else(|| wrong("Say where the stream is that the show relays."))
    };
    Ok(match kind {
        "playlist" => Plays::Playlist(name.to_owned()),
        "hour-plan" => Plays::HourPlan(name.to_owned()),
        "dj" if name.is_empty() => Plays::Dj(None),
        "dj" => Plays::Dj(Some(name.to_owned())),
        "track" => Plays::Track(name.parse().map(TrackId).map_err(|_| wrong("There is no such track."))?),
        "relay" => {
            let address = address()?.parse();
            Plays::Relay(
                address.map_err(|error: crate::model::WrongAddress| Error::BadInput(error.to_string()))?,
            )
        }
        _ => return Err(wrong("Say what the show plays.")),
    })
}
