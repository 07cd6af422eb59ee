//! `longwave station`: what stations there are, and how they are run.

use std::time::Duration;

use anyhow::Context as _;
use clap::{Args, Subcommand};

use actix_web::rt::System;

use super::console::say;
use super::serve::secrets_key;
use super::user::Choice;
use crate::announce::radio_browser::{self, RadioBrowser, SubmitError};
use crate::clock;
use crate::config::Config;
use crate::model::{
    ArchiveMode, ArchiveRules, AutodjBreak, Calls, CaptionSetting, DirectoryChoice, ListenAccess,
    MessageSetting, OverTime, Renditions, Requests, SecondDj, Settings, TrackId, TranscriptAccess,
    UnfitStation, checked_genre,
};
use crate::output::listen_links::{LinkScope, ListenLinks, TOKEN};
use crate::store::{Error, NewStation, Store};

/// Operations on stations.
#[derive(Subcommand)]
pub(super) enum StationCommand {
    /// List the stations and how they are run
    List,
    /// Add a station; a running server has it on air within seconds
    Add {
        /// Its name in addresses: small letters, digits and hyphens. It stays
        slug: String,
        /// Its name for people
        #[arg(long)]
        name: String,
        /// Folder of its music, below the music folder, such as `jazz/live`; without it, the whole music folder
        #[arg(long, default_value = "")]
        folder: String,
        /// Renditions in which it is broadcast, the default one first, which is Opus
        #[arg(long, value_name = "NAMES", value_parser = built_renditions, default_value_t = Renditions::default())]
        renditions: Renditions,
        #[command(flatten)]
        choice: Choice,
    },
    /// Give a station another name for people
    Rename {
        /// The station's name in addresses
        slug: String,
        /// Its new name for people
        name: String,
    },
    /// Give a station another source password
    Password {
        /// The station's name in addresses
        slug: String,
        #[command(flatten)]
        choice: Choice,
    },
    /// Remove a station: listeners hear its end. Its log is kept, its programme and its queue are not
    Remove {
        /// The station's name in addresses
        slug: String,
    },
    /// Give a station another listening password; signed links end
    ListenPassword {
        /// The station's name in addresses
        slug: String,
        #[command(flatten)]
        choice: Choice,
    },
    /// Sign a link that opens a private station until it ends
    Link {
        /// The station's name in addresses
        slug: String,
        /// Hours until it ends, up to a year
        #[arg(long, value_name = "HOURS", default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=8_784))]
        hours: u32,
        /// End every link that was signed before, and sign none
        #[arg(long)]
        end_all: bool,
    },
    /// Send a station to radio-browser.info, once: everybody may change its entry there
    Submit {
        /// The station's name in addresses
        slug: String,
    },
    /// Set how a station is run; what is not named stays. A running server follows within two seconds
    Set {
        /// The station's name in addresses, such as `main`
        slug: String,
        #[command(flatten)]
        changes: Box<StationChanges>,
    },
}

#[derive(Args)]
#[group(required = true, multiple = true)]
pub(super) struct StationChanges {
    /// Length of the crossfade to a DJ and back, 0 to 10
    #[arg(long, value_name = "SECONDS", value_parser = takeover)]
    takeover: Option<Duration>,
    /// Time for which a DJ may send silence before the station plays something else, 1 to 3600
    #[arg(long, value_name = "SECONDS", value_parser = silence)]
    silence_after: Option<Duration>,
    /// Time that all players add to a frame's time, so that they sound together, 0.2 to 5
    #[arg(long, value_name = "SECONDS", value_parser = playout_delay)]
    playout_delay: Option<Duration>,
    /// Time that live sound waits before it goes on air, so that the DJ can dump it, 0 to 40
    #[arg(long, value_name = "SECONDS", value_parser = broadcast_delay)]
    broadcast_delay: Option<Duration>,
    /// Behaviour of `AutoDJ` while a DJ is live: after 5 s returns with the `next-track`, or `keeps-time`
    #[arg(long, value_name = "WHAT")]
    autodj: Option<AutodjBreak>,
    /// Treatment of a DJ who connects while another one is live: `refused`, or `waits` in line
    #[arg(long, value_name = "WHAT")]
    second_dj: Option<SecondDj>,
    /// Treatment of a DJ whose hours end while they are live: `keep` lets them stay, `end` ends their broadcast
    #[arg(long, value_name = "WHAT")]
    over_time: Option<OverTime>,
    /// Song requests by listeners: `on` or `off`
    #[arg(long, value_name = "WHAT")]
    requests: Option<Requests>,
    /// Calls by listeners while a DJ is live: `on` or `off`
    #[arg(long, value_name = "WHAT")]
    calls: Option<Calls>,
    /// Messages by listeners to the studio: `on` or `off`
    #[arg(long, value_name = "WHAT")]
    messages: Option<MessageSetting>,
    /// Captions of what is spoken live, by the server's recogniser: `on` or `off`
    #[arg(long, value_name = "WHAT")]
    captions: Option<CaptionSetting>,
    /// Readers of the transcript of captions: `private` for the station's DJs and managers, `public` for everybody
    #[arg(long, value_name = "WHO")]
    transcript: Option<TranscriptAccess>,
    /// Days for which the transcript is kept, up to 3650; 0 for as long as the log, which is for good
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(..=i64::from(Settings::MOST_TRANSCRIPT_DAYS)))]
    transcript_days: Option<u32>,
    /// In which qualities it is heard, the usual one first, which is Opus, such as `opus-96,mp3-192`. Nobody who listens
    /// is dropped
    #[arg(long, value_name = "NAMES", value_parser = built_renditions)]
    renditions: Option<Renditions>,
    /// Listeners to take: `open` for everybody, `password` for those who know the listening password, `account` for those
    /// who have one. Signed links open both
    #[arg(long, value_name = "WHO")]
    access: Option<ListenAccess>,
    /// Track kept in memory and played when there is nothing else: its number, or `default` for the loop that ships
    #[arg(long, value_name = "TRACK", value_parser = emergency_loop, allow_hyphen_values = true)]
    emergency_loop: Option<LoopChange>,
    /// Sound that is kept on disk: `off` for none, `live` for what DJs send, `shows` for those of the schedule, `everything`
    #[arg(long, value_name = "WHAT")]
    archive: Option<ArchiveMode>,
    /// Days for which the archive is kept, 1 to 3650
    #[arg(long, value_name = "N", value_parser = bounds(ArchiveRules::DAYS))]
    keep_days: Option<u32>,
    /// The most gigabytes that the archive takes, 1 to 100000; the oldest sound goes first
    #[arg(long, value_name = "N", value_parser = bounds(ArchiveRules::GB))]
    keep_gb: Option<u32>,
    /// Recordings are published as soon as they are there: `on`, or `off` until somebody publishes them
    #[arg(long, value_name = "WHAT", value_parser = on_or_off)]
    publish_recordings: Option<bool>,
    /// Announcement in public directories while it is on air: `on` or `off`. Private stations are announced nowhere
    #[arg(long, value_name = "WHAT")]
    directory: Option<DirectoryChoice>,
    /// Genre that directories are told, up to 60 letters
    #[arg(long, value_name = "TEXT", value_parser = checked_genre)]
    genre: Option<String>,
}

fn bounds((least, most): (u32, u32)) -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(i64::from(least)..=i64::from(most))
}

fn on_or_off(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("it must be `on` or `off`".to_owned()),
    }
}

/// Content of the emergency loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LoopChange {
    Shipped,
    Track(TrackId),
}

/// Does what was asked with the stations in the data directory.
pub(super) fn run(config: &Config, verb: StationCommand) -> anyhow::Result<()> {
    match verb {
        StationCommand::List => {
            let store = Store::look(&config.data)?.ok_or_else(|| Error::NoDatabase(config.data.clone()))?;
            for station in store.stations()? {
                say(format_args!("{} ({}): {}", station.slug, station.name, told(&station.settings)));
            }
        }
        StationCommand::Add { slug, name, folder, renditions, choice } => {
            let store = Store::open(&config.data)?;
            let password = choice.password(&format!("source of {slug}"))?;
            let told = choice.told(&password);
            store.add_station(&NewStation { slug: slug.clone(), name, folder, renditions }, &password)?;
            say(format_args!("{slug} is added{told}"));
        }
        StationCommand::Rename { slug, name } => {
            Store::open(&config.data)?.rename_station(&slug, &name)?;
            say(format_args!("{slug} is called {}", name.trim()));
        }
        StationCommand::Password { slug, choice } => {
            let store = Store::open(&config.data)?;
            let password = choice.password(&format!("source of {slug}"))?;
            store.set_source_password(&slug, &password)?;
            say(format_args!("{slug} has a new source password{}", choice.told(&password)));
        }
        StationCommand::ListenPassword { slug, choice } => {
            let store = Store::open(&config.data)?;
            let password = choice.password(&format!("listeners of {slug}"))?;
            store.set_listen_password(&slug, &password)?;
            say(format_args!("{slug} has a new listening password{}", choice.told(&password)));
        }
        StationCommand::Link { slug, end_all: true, .. } => {
            Store::open(&config.data)?.end_listen_links(&slug)?;
            say(format_args!("every link to {slug} has ended"));
        }
        StationCommand::Link { slug, hours, .. } => {
            let store = Store::open(&config.data)?.with_secrets(&secrets_key(config))?;
            let epoch = store.station(&slug)?.access.link_epoch;
            let ends_at = (clock::now_us() / 1_000_000) as i64 + i64::from(hours) * 3_600;
            let token = ListenLinks::new(store.secrets_key()).sign(LinkScope { slug: &slug, epoch }, ends_at);
            let token = token.context("the key of the secrets is gone, so no link can be signed")?;
            let origin = config.public_url.as_ref().map(ToString::to_string).unwrap_or_default();
            say(format_args!("{origin}/{slug}?{TOKEN}={token}"));
        }
        StationCommand::Remove { slug } => {
            Store::open(&config.data)?.remove_station(&slug)?;
            say(format_args!("{slug} is removed; a running server signs it off within seconds"));
        }
        StationCommand::Submit { slug } => {
            say(format_args!("{slug} is at radio-browser.info: {}", submit(config, &slug)?));
        }
        StationCommand::Set { slug, changes } => {
            let store = Store::open(&config.data)?;
            let known = store.stations()?.into_iter().find(|station| station.slug == slug);
            let known = known.ok_or_else(|| Error::NoStation(slug.clone()))?;
            let (chosen, access) = (changes.emergency_loop, changes.access);
            if let Some(choice) = changes.directory {
                store.set_directory(&slug, choice)?;
                if choice == DirectoryChoice::On && config.public_url.is_none() {
                    say(format_args!("nothing is announced before `public_url` is set in the configuration"));
                }
            }
            if let Some(genre) = &changes.genre {
                store.set_genre(&slug, genre)?;
            }
            let renditions = changes.renditions.clone().unwrap_or(known.renditions);
            let settings = changes.over(known.settings);
            store.set_settings(&slug, &settings)?;
            store.set_renditions(&slug, &renditions)?;
            match chosen {
                Some(LoopChange::Track(track)) => store.set_emergency_loop(&slug, Some(track))?,
                Some(LoopChange::Shipped) => store.set_emergency_loop(&slug, None)?,
                None => {}
            }
            if let Some(access) = access {
                store.set_listen_access(&slug, access)?;
                if access == ListenAccess::Password && !store.has_listen_password(&slug)? {
                    say(format_args!(
                        "{slug} has no listening password yet: `longwave station listen-password {slug}`"
                    ));
                }
            }
            let record = store.station(&slug)?;
            let (access, directory) = (record.access.access, DirectoryChoice::of(record.listing.is_listed));
            let told = told(&settings);
            say(format_args!(
                "{slug}: {told}, renditions {renditions}, access {access}, directory {directory}"
            ));
        }
    }
    Ok(())
}

/// Sends a station to radio-browser.info; its identifier there.
fn submit(config: &Config, slug: &str) -> anyhow::Result<String> {
    let store = Store::open(&config.data)?;
    let api = config.radio_browser.clone();
    let origin = config.public_url.as_ref().map(ToString::to_string);
    let (api, origin) = api.zip(origin).ok_or(SubmitError::NoAddress)?;
    let directory = RadioBrowser { api, origin, reach: config.webhooks };
    let record = radio_browser::claim(&store, slug)?;
    let sent = System::new().block_on(radio_browser::submit(&directory, &record));
    store.set_radio_browser(slug, sent.as_ref().ok().map(String::as_str))?;
    Ok(sent?)
}

impl StationChanges {
    fn over(self, settings: Settings) -> Settings {
        Settings {
            takeover: self.takeover.unwrap_or(settings.takeover),
            silence_after: self.silence_after.unwrap_or(settings.silence_after),
            playout_delay: self.playout_delay.unwrap_or(settings.playout_delay),
            broadcast_delay: self.broadcast_delay.unwrap_or(settings.broadcast_delay),
            autodj: self.autodj.unwrap_or(settings.autodj),
            second_dj: self.second_dj.unwrap_or(settings.second_dj),
            over_time: self.over_time.unwrap_or(settings.over_time),
            requests: self.requests.unwrap_or(settings.requests),
            calls: self.calls.unwrap_or(settings.calls),
            messages: self.messages.unwrap_or(settings.messages),
            archive: ArchiveRules {
                mode: self.archive.unwrap_or(settings.archive.mode),
                keep_days: self.keep_days.unwrap_or(settings.archive.keep_days),
                keep_gb: self.keep_gb.unwrap_or(settings.archive.keep_gb),
                publish: self.publish_recordings.unwrap_or(settings.archive.publish),
            },
            captions: self.captions.unwrap_or(settings.captions),
            transcript: self.transcript.unwrap_or(settings.transcript),
            transcript_days: self.transcript_days.unwrap_or(settings.transcript_days),
        }
    }
}

fn told(settings: &Settings) -> String {
    let archive = &settings.archive;
    format!(
        "takeover {} s, silence-after {} s, playout-delay {} s, broadcast-delay {} s, autodj {}, second-dj {}, over-time {}, requests {}, calls {}, messages {}, archive {} for {} days and {} GB, \
         publish-recordings {}, captions {}, transcript {} {}",
        settings.takeover.as_secs_f64(),
        settings.silence_after.as_secs_f64(),
        settings.playout_delay.as_secs_f64(),
        settings.broadcast_delay.as_secs_f64(),
        settings.autodj,
        settings.second_dj,
        settings.over_time,
        settings.requests,
        settings.calls,
        settings.messages,
        archive.mode,
        archive.keep_days,
        archive.keep_gb,
        if archive.publish { "on" } else { "off" },
        settings.captions,
        settings.transcript,
        match settings.transcript_days {
            0 => "for good".to_owned(),
            days => format!("for {days} days"),
        }
    )
}

fn emergency_loop(text: &str) -> Result<LoopChange, String> {
    if text == "default" {
        return Ok(LoopChange::Shipped);
    }
    let number = text.parse().map(|number| LoopChange::Track(TrackId(number)));
    number.map_err(|_| "it must be a track's number or `default`".to_owned())
}

/// Parses names of renditions that this program has encoders for.
fn built_renditions(names: &str) -> Result<Renditions, UnfitStation> {
    let renditions: Renditions = names.parse()?;
    renditions.check_built()?;
    Ok(renditions)
}

fn takeover(text: &str) -> Result<Duration, String> {
    seconds(text, 0.0, Settings::MOST_TAKEOVER)
}

fn playout_delay(text: &str) -> Result<Duration, String> {
    let (least, most) = Settings::PLAYOUT_DELAY;
    seconds(text, least, most)
}

fn broadcast_delay(text: &str) -> Result<Duration, String> {
    seconds(text, 0.0, Settings::MOST_BROADCAST_DELAY)
}

fn silence(text: &str) -> Result<Duration, String> {
    let (least, most) = Settings::SILENCE_AFTER;
    seconds(text, least, most)
}

fn seconds(text: &str, least: f64, most: f64) -> Result<Duration, String> {
    let number = text.parse().ok().filter(|seconds| (least..=most).contains(seconds));
    number.map(Duration::from_secs_f64).ok_or_else(|| format!("it must be a number from {least} to {most}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_numbers_within_bounds() {
        assert_eq!(takeover("0.5"), Ok(Duration::from_millis(500)));
        assert_eq!(takeover("0"), Ok(Duration::ZERO));
        for wrong in ["", "x", "-1", "11", "NaN", "inf"] {
            assert!(takeover(wrong).is_err(), "{wrong}");
        }
        assert!(silence("0.9").is_err());
    }
}
