//! The form of a show: what stands in it, and the show that it says.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::api::{Show as ApiShow, What};
use super::words;
use crate::model::{Days, Minute, Plays, Programme, Show, ShowColour, TrackId, clock_time, time_of_day};
use crate::web::Error;
use crate::web::languages::Words;
use crate::web::resources::accounts::djs::{Dj, Djs};
use crate::web::resources::schedule::forecast::{clock, named};
use crate::web::router::ApiRequest;

const DAY: u16 = 24 * 60;
const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Default start of a show.
const USUAL_AT: &str = "20:00";
/// Default length of a show, in minutes.
const USUAL_LENGTH: u16 = 120;

/// Query of the page: all fields of the form, or, without `edited`, changes of the saved show.
#[derive(Default, Deserialize)]
pub(crate) struct Wanted {
    edited: Option<String>,
    pub(crate) name: Option<String>,
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
    colour: Option<String>,
    /// The day of the occurrence whose form is open.
    pub(crate) only: Option<String>,
    /// The day on which a calendar puts that occurrence.
    pub(crate) put_on: Option<String>,
    /// The boxes of DJs that are ticked, each named `dj.` and the account.
    #[serde(flatten)]
    boxes: HashMap<String, String>,
}

/// Start of the names of the boxes of DJs.
const DJ_BOX: &str = "dj.";

/// Values of the form.
#[derive(Serialize)]
pub(crate) struct Form {
    name: String,
    is_dated: bool,
    days: Vec<Choice>,
    date: String,
    at: String,
    to: String,
    late: String,
    groups: Vec<Group>,
    address: String,
    /// Accounts that may go live on the station.
    djs: Vec<Choice>,
    colours: Vec<Choice>,
}

/// Choices that belong together.
#[derive(Serialize)]
struct Group {
    /// As the message `plays-group` tells them apart.
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
        ticked.map(|(key, _)| *key).collect::<Vec<_>>().join(",")
    }

    /// The DJs that are ticked.
    fn ticked_djs(&self) -> Vec<String> {
        let mut djs: Vec<_> =
            self.boxes.keys().filter_map(|name| name.strip_prefix(DJ_BOX)).map(str::to_owned).collect();
        djs.sort_unstable();
        djs
    }

    fn said(field: Option<&String>) -> Option<&str> {
        field.map(|text| text.trim()).filter(|text| !text.is_empty())
    }
}

impl Form {
    /// Fills in what `wanted` says, and else what `kept` is.
    pub(crate) fn of(
        call: &ApiRequest,
        programme: &Programme,
        wanted: &Wanted,
        kept: Option<&Show>,
    ) -> Result<Self, Error> {
        let today = clock(call.now_us(), &programme.time_zone).date();
        let (known, said_in) = (known(kept), call.words()?);
        let days = if wanted.edited.is_some() {
            wanted.ticked().parse().ok()
        } else {
            wanted.days.as_ref().or(known.days.as_ref()).and_then(|days| days.parse().ok())
        };
        let is_dated = match wanted.on.as_deref() {
            Some(on) => on == "date",
            None => wanted.date.is_some() || (known.date.is_some() && wanted.days.is_none()),
        };
        let said = |field: &Option<String>, otherwise: String| field.clone().unwrap_or(otherwise);
        let at = said(&wanted.at, known.at);
        let ends = |at: Minute| clock_time(at + known.length_minutes);
        let ends = time_of_day(&at).map_or_else(|_| String::new(), ends);
        let chosen = said(&wanted.plays, kept.map(|show| spelled(&show.plays)).unwrap_or_default());
        let address = match &known.plays {
            What::Relay { address } => address.clone(),
            _ => String::new(),
        };
        let colour = said(&wanted.colour, known.colour.unwrap_or_default());
        let chosen_djs = if wanted.edited.is_some() { wanted.ticked_djs() } else { known.djs };
        let dj = |Dj { name, display_name, .. }: Dj| {
            let is_chosen = chosen_djs.iter().any(|dj| dj.eq_ignore_ascii_case(&name));
            Choice { value: format!("{DJ_BOX}{name}"), label: display_name.unwrap_or(name), is_chosen }
        };
        Ok(Self {
            djs: Djs::of(call)?.djs.into_iter().map(dj).collect(),
            colours: colours(&colour, &said_in),
            name: if kept.is_some() { known.name } else { wanted.name.clone().unwrap_or_default() },
            is_dated,
            days: NAMES.iter().map(|key| day(key, days, &said_in)).collect(),
            date: said(&wanted.date, known.date.unwrap_or_else(|| today.to_string())),
            to: said(&wanted.to, ends),
            at,
            late: said(&wanted.late, known.late_minutes.map(|late| late.to_string()).unwrap_or_default()),
            groups: groups(call, programme, &chosen, &said_in)?,
            address: said(&wanted.address, address),
        })
    }
}

/// The show of the API that is kept, or the usual one.
fn known(kept: Option<&Show>) -> ApiShow {
    kept.cloned().map_or_else(
        || ApiShow {
            name: String::new(),
            days: None,
            date: None,
            at: USUAL_AT.to_owned(),
            length_minutes: USUAL_LENGTH,
            late_minutes: None,
            plays: What::Dj { playlist: None },
            djs: Vec::new(),
            colour: None,
        },
        ApiShow::of,
    )
}

fn day(key: &str, days: Option<Days>, said_in: &Words) -> Choice {
    let is_chosen = days.is_some_and(|days| days.to_string() == "daily" || days.to_string().contains(key));
    Choice { value: key.to_owned(), label: words::weekday(key, said_in), is_chosen }
}

/// The colours that a show can have; the empty value is the usual one.
fn colours(chosen: &str, said_in: &Words) -> Vec<Choice> {
    let names = std::iter::once("").chain(ShowColour::ALL.iter().map(|colour| colour.name()));
    let label = |name: &str| {
        let colour = if name.is_empty() { "none" } else { name };
        said_in.say("show-colour-name", &[("colour", colour.into())])
    };
    names
        .map(|name| Choice { value: name.to_owned(), label: label(name), is_chosen: name == chosen })
        .collect()
}

/// Everything that a show of this station can play.
fn groups(
    call: &ApiRequest,
    programme: &Programme,
    chosen: &str,
    said_in: &Words,
) -> Result<Vec<Group>, Error> {
    let choice = |value: String, label: String| {
        let is_chosen = value == chosen;
        Choice { value, label, is_chosen }
    };
    let lists = || programme.playlists.iter().filter(|list| !list.kind.is_jingle()).map(|list| &list.name);
    let plans = programme.hour_plans.iter().map(|plan| &plan.name);
    let dj = choice("dj".to_owned(), said_in.word("choose-dj"));
    let until = |name: &String| said_in.say("choose-dj-playlist", &[("playlist", name.into())]);
    let djs = lists().map(|name| choice(format!("dj {name}"), until(name)));
    let mut groups = vec![
        Group {
            label: "playlist",
            choices: lists().map(|name| choice(format!("playlist {name}"), name.clone())).collect(),
        },
        Group {
            label: "clock",
            choices: plans.map(|name| choice(format!("hour-plan {name}"), name.clone())).collect(),
        },
        Group { label: "live", choices: std::iter::once(dj).chain(djs).collect() },
    ];
    let mut more = Vec::new();
    if let Some(number) = chosen.strip_prefix("track ").and_then(|number| number.parse().ok()) {
        let track = call.site.store.track(TrackId(number))?;
        let label = track.map_or_else(|| said_in.word("choose-missing-track"), |track| named(&track));
        more.push(choice(chosen.to_owned(), said_in.say("choose-track", &[("track", label.into())])));
    }
    // The server itself fetches what is relayed, and so that is for administrators to say.
    if call.person()?.is_admin() || chosen == "relay" {
        more.push(choice("relay".to_owned(), said_in.word("choose-relay")));
    }
    groups.push(Group { label: "other", choices: more });
    groups.retain(|group| !group.choices.is_empty());
    Ok(groups)
}

/// The value of the field `plays` for what a show plays.
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

/// Returns the show that `wanted` describes; what it does not say is as in `kept`. The API's parser checks it.
pub(crate) fn proposed(wanted: &Wanted, kept: Option<&Show>) -> Result<Show, Error> {
    let wrong = |text: &'static str| Error::bad_input(text);
    let said = |field: &Option<String>| Wanted::said(field.as_ref()).map(str::to_owned);
    let mut show = known(kept);
    if kept.is_none() {
        show.name = said(&wanted.name).ok_or_else(|| wrong("Give the show a name."))?;
    }
    show.at = said(&wanted.at).unwrap_or(show.at);
    if let Some(to) = said(&wanted.to) {
        let minute = |text: &str| time_of_day(text).map_err(Error::bad_input);
        let (at, to) = (minute(&show.at)?, minute(&to)?);
        // A show that ends when it begins lasts a day.
        show.length_minutes = if to == at { DAY } else { (to + DAY - at) % DAY };
    }
    match said(&wanted.late) {
        Some(text) => {
            let late = text.parse().map_err(|_| wrong("Minutes late have to be a number."))?;
            show.late_minutes = Some(late).filter(|late| *late > 0);
        }
        None if wanted.edited.is_some() => show.late_minutes = None,
        None => {}
    }
    set_days(&mut show, wanted)?;
    match said(&wanted.plays) {
        Some(text) => show.plays = content(&text, wanted)?,
        None if kept.is_none() => return Err(wrong("Say what the show plays.")),
        None => {}
    }
    if wanted.edited.is_some() {
        show.djs = wanted.ticked_djs();
        show.colour = said(&wanted.colour);
    }
    if !matches!(show.plays, What::Dj { .. }) {
        show.djs.clear();
    }
    let exceptions = kept.map(|show| show.exceptions.clone()).unwrap_or_default();
    Ok(Show { exceptions, ..show.proposed()? })
}

fn set_days(show: &mut ApiShow, wanted: &Wanted) -> Result<(), Error> {
    let wrong = |text: &'static str| Err(Error::bad_input(text));
    let (mut date, mut days) = (Wanted::said(wanted.date.as_ref()).map(str::to_owned), wanted.days.clone());
    if wanted.edited.is_some() {
        let is_dated = wanted.on.as_deref() == Some("date");
        days = Some(wanted.ticked()).filter(|days| !days.is_empty() && !is_dated);
        date = date.filter(|_| is_dated);
        if is_dated && date.is_none() {
            return wrong("Say on which date the show is on.");
        }
        if !is_dated && days.is_none() {
            return wrong("Say on which days the show is on.");
        }
    }
    if date.is_some() {
        days = None;
    }
    if date.is_some() || days.is_some() {
        (show.date, show.days) = (date, days);
    }
    if show.date.is_none() && show.days.is_none() {
        return wrong("Say on which days the show is on.");
    }
    Ok(())
}

/// The content that a value of the field `plays` names.
fn content(text: &str, wanted: &Wanted) -> Result<What, Error> {
    let wrong = |text: &'static str| Error::bad_input(text);
    let (kind, name) = text.split_once(' ').unwrap_or((text, ""));
    let name = name.to_owned();
    Ok(match kind {
        "playlist" => What::Playlist { name },
        "hour-plan" => What::HourPlan { name },
        "dj" => What::Dj { playlist: Some(name).filter(|name| !name.is_empty()) },
        "track" => What::Track { track: name },
        "relay" => {
            let address = Wanted::said(wanted.address.as_ref());
            let address = address.ok_or_else(|| wrong("Say where the stream is that the show relays."))?;
            What::Relay { address: address.to_owned() }
        }
        _ => return Err(wrong("Say what the show plays.")),
    })
}
