//! `longwave schedule`: what is on when.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{bail, ensure};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use jiff::civil::Date;

use super::console::say;
use super::playlist::{Of, look, named};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::model::{
    Address, Days, HourPlan, Item, Minute, On, Plays, Separation, Show, ShowColour, ShowException, Start,
    TrackId, clock_time, time_of_day,
};
use crate::schedule;
use crate::store::Store;

/// The most that is told in advance.
const MOST_PREVIEWED: usize = 10_000;

/// Operations on the schedule. A running server follows within seconds.
#[derive(Subcommand)]
pub(super) enum ScheduleCommand {
    /// List the shows, the clocks and the rules
    List(Of),
    /// Add a show, or put another in place of the one of that name
    Add(NewShowArgs),
    /// Remove a show
    Remove {
        /// Its name
        name: String,
        #[command(flatten)]
        of: Of,
    },
    /// Say what is heard in an hour, for shows that play by it
    ///
    /// Items are playlists in order, begun anew with every hour, and from the beginning again when all were heard.
    /// One with a minute comes once an hour: ":30 NAME" with the next track, at most 5 minutes late, ":30+2 NAME" at
    /// most 2, ":00! NAME" fades out what plays. While a clock is on, jingles come only where it says so.
    Plan {
        /// Its name
        name: String,
        /// Its items, such as Gold Jingles New ":00! News"
        #[arg(required = true)]
        items: Vec<Item>,
        #[command(flatten)]
        of: Of,
    },
    /// Remove a clock
    RemovePlan {
        /// Its name
        name: String,
        #[command(flatten)]
        of: Of,
    },
    /// Set the time zone, and how long the same must not come again; what is not named stays
    Rules(Rules),
    /// Say what would play from now on, if nothing came between
    Preview {
        #[command(flatten)]
        of: Of,
        /// Number of hours
        #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=168))]
        hours: u64,
        /// Start of the preview, such as 2026-12-24T18:00:00+01:00; without it, now
        #[arg(long, value_name = "TIME")]
        from: Option<Timestamp>,
    },
}

#[derive(Args)]
pub(super) struct NewShowArgs {
    /// Its name
    name: String,
    #[command(flatten)]
    of: Of,
    /// Its days, such as "fri", "mon-thu", "sat,sun" or "daily"
    #[arg(long, required_unless_present = "date")]
    days: Option<Days>,
    /// Its date, such as 2026-12-24, if it is on once; it comes before what is on every week
    #[arg(long, conflicts_with = "days")]
    date: Option<Date>,
    /// Time at which it begins, such as 20:00, by the station's clock
    #[arg(long, value_parser = time_of_day)]
    at: Minute,
    /// Length of the show, such as 2:00, at most 24:00
    #[arg(long, value_name = "HOURS:MINUTES", value_parser = length)]
    length: u16,
    /// It plays this playlist; or until the DJ comes, with --dj
    #[arg(long)]
    playlist: Option<String>,
    /// It plays by this clock
    #[arg(long, conflicts_with_all = ["playlist", "dj"])]
    plan: Option<String>,
    /// It plays this track once, by its number
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true, conflicts_with_all = ["playlist", "plan", "dj"])]
    track: Option<i64>,
    /// A DJ is expected
    #[arg(long)]
    dj: bool,
    /// A DJ of the show, by the name of the account, who may go live in its hours; can be given again
    #[arg(long = "with", value_name = "ACCOUNT", requires = "dj")]
    djs: Vec<String>,
    /// It relays the stream at this address, http or https, or what a playlist there names; while that cannot be
    /// had, the station plays on by itself
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["playlist", "plan", "track", "dj", "late"])]
    relay: Option<Address>,
    /// It begins with the next track, but so many minutes late at most; without it, what plays is faded out
    #[arg(long, value_name = "MINUTES", value_parser = late)]
    late: Option<Start>,
    /// Its colour in calendars: red, orange, yellow, green, blue, purple, pink or grey
    #[arg(long)]
    colour: Option<ShowColour>,
}

#[derive(Args)]
pub(super) struct Rules {
    #[command(flatten)]
    of: Of,
    #[command(flatten)]
    changes: ShowChanges,
}

#[derive(Args)]
#[group(required = true, multiple = true)]
struct ShowChanges {
    /// Time zone of the hours, such as Europe/Berlin; "machine" is that of this machine
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// Time before the same title may be played again
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u64).range(..=10080))]
    title: Option<u64>,
    /// Time before the same artist may be played again
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u64).range(..=10080))]
    artist: Option<u64>,
    /// Time before the same album may be played again
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u64).range(..=10080))]
    album: Option<u64>,
}

/// Does what was asked with the schedule in the data directory.
pub(super) fn run(config: &Config, verb: ScheduleCommand) -> anyhow::Result<()> {
    match verb {
        ScheduleCommand::List(of) => list(&look(config)?, &of.station)?,
        ScheduleCommand::Add(new) => {
            let (store, station) = (Store::open(&config.data)?, new.of.station.clone());
            let show = new.show()?;
            store.put_show(&station, &show)?;
            say(&show);
        }
        ScheduleCommand::Remove { name, of } => {
            Store::open(&config.data)?.remove_show(&of.station, &name)?;
            say(format_args!("{name} is removed"));
        }
        ScheduleCommand::Plan { name, items, of } => {
            let plan = HourPlan { name, items };
            Store::open(&config.data)?.put_hour_plan(&of.station, &plan)?;
            say(plan_told(&plan));
        }
        ScheduleCommand::RemovePlan { name, of } => {
            Store::open(&config.data)?.remove_hour_plan(&of.station, &name)?;
            say(format_args!("{name} is removed"));
        }
        ScheduleCommand::Rules(rules) => {
            let store = Store::open(&config.data)?;
            let (zone, apart) = store.rules(&rules.of.station)?;
            let (zone, apart) = rules.changes.over(zone, apart);
            store.set_rules(&rules.of.station, zone.as_deref(), &apart)?;
            say(rules_told(zone.as_deref(), &apart));
        }
        ScheduleCommand::Preview { of, hours, from } => {
            preview(&look(config)?, &of.station, Duration::from_hours(hours), from)?;
        }
    }
    Ok(())
}

fn list(store: &Store, station: &str) -> anyhow::Result<()> {
    for show in store.shows(station)? {
        say(&show);
        for exception in &show.exceptions {
            say(exception_told(&show.name, exception));
        }
    }
    for plan in store.hour_plans(station)? {
        say(plan_told(&plan));
    }
    let (zone, apart) = store.rules(station)?;
    say(rules_told(zone.as_deref(), &apart));
    Ok(())
}

/// Says on which day a show is cancelled or moved.
fn exception_told(show: &str, ShowException { day, moved_to, note }: &ShowException) -> String {
    let then = match moved_to {
        None => "cancelled".to_owned(),
        Some(to) => {
            let (from, until) = (clock_time(to.at), clock_time(to.at + to.length));
            format!("moved to {}, {from} to {until}", to.date.strftime("%a %-d %B %Y"))
        }
    };
    let why = note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
    format!("{show} on {}: {then}{why}", day.strftime("%a %-d %B %Y"))
}

/// Prints a forecast, a line for each track.
fn preview(store: &Store, station: &str, length: Duration, from: Option<Timestamp>) -> anyhow::Result<()> {
    let programme = Arc::new(store.programme(station)?);
    let tracks: Arc<[_]> = store.listed()?.into();
    ensure!(!tracks.is_empty(), "the library is empty; `longwave scan` fills it");
    let now_us = SystemClock::start().now_us();
    let from_us = from.map_or(now_us, |from| u64::try_from(from.as_microsecond()).unwrap_or_default());
    let span = from_us..from_us + length.as_micros() as u64;
    let by_number: HashMap<_, _> = tracks.iter().map(|track| (track.id, track)).collect();
    for pick in schedule::outlook(&programme, &tracks, &[], (&span, MOST_PREVIEWED)) {
        let time = Timestamp::from_microsecond(pick.at_us as i64)?.to_zoned(programme.time_zone.clone());
        let name = by_number.get(&pick.track).map(|track| named(track)).unwrap_or_default();
        let faded = if pick.fade_out_at_us.is_some() { ", fades in" } else { "" };
        let relaxed = pick.relaxed.map(|rule| format!(", {rule} relaxed")).unwrap_or_default();
        say(format_args!("{}  {name}  ({}{faded}{relaxed})", time.strftime("%a %H:%M:%S"), pick.why));
    }
    Ok(())
}

impl NewShowArgs {
    fn show(self) -> anyhow::Result<Show> {
        let plays = match (self.dj, self.playlist, self.plan, self.track, self.relay) {
            (true, playlist, ..) => Plays::Dj(playlist),
            (_, Some(name), ..) => Plays::Playlist(name),
            (_, _, Some(name), ..) => Plays::HourPlan(name),
            (_, _, _, Some(number), _) => Plays::Track(TrackId(number)),
            (.., Some(address)) => Plays::Relay(address),
            _ => bail!("say what the show plays: --playlist, --plan, --track, --relay or --dj"),
        };
        let on = self.days.map(On::Weekly).or(self.date.map(On::Date));
        let Some(on) = on else { bail!("say when the show is on: --days or --date") };
        let start = self.late.unwrap_or(Start::Hard);
        Ok(Show {
            name: self.name,
            on,
            at: self.at,
            length: self.length,
            plays,
            start,
            djs: self.djs,
            colour: self.colour,
            exceptions: Vec::new(),
        })
    }
}

impl ShowChanges {
    fn over(self, zone: Option<String>, apart: Separation) -> (Option<String>, Separation) {
        let minutes = |given: Option<u64>, known| given.map_or(known, Duration::from_mins);
        let zone = match self.time_zone {
            None => zone,
            Some(machine) if machine == "machine" => None,
            given => given,
        };
        let apart = Separation {
            title: minutes(self.title, apart.title),
            artist: minutes(self.artist, apart.artist),
            album: minutes(self.album, apart.album),
        };
        (zone, apart)
    }
}

fn plan_told(plan: &HourPlan) -> String {
    let items: Vec<_> = plan.items.iter().map(ToString::to_string).collect();
    format!("clock {}: {}", plan.name, items.join(", "))
}

fn rules_told(zone: Option<&str>, apart: &Separation) -> String {
    let minutes = |time: Duration| time.as_secs() / 60;
    let (title, artist, album) = (minutes(apart.title), minutes(apart.artist), minutes(apart.album));
    let zone = zone.unwrap_or("the machine's");
    format!("rules: time zone {zone}, apart for minutes: title {title}, artist {artist}, album {album}")
}

fn late(text: &str) -> Result<Start, String> {
    Start::within(text.parse().map_err(|_| "minutes have to be a number".to_owned())?)
}

fn length(text: &str) -> Result<u16, String> {
    let time = text.split_once(':').and_then(|(hours, minutes)| {
        let (hours, minutes): (u16, u16) = (hours.trim().parse().ok()?, minutes.trim().parse().ok()?);
        (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes)
    });
    let length = time.filter(|minutes| (1..=24 * 60).contains(minutes));
    length.ok_or_else(|| "a length is such as 2:00, at most 24:00".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_hours_and_minutes() {
        assert_eq!(length("2:00"), Ok(120));
        assert_eq!(length("24:00"), Ok(1_440));
        assert!(["", "2", "0:00", "24:01", "1:60", "x:1"].iter().all(|wrong| length(wrong).is_err()));
    }
}
