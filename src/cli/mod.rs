//! Commands: one file for each.
//!
//! In: the command line. Out: lines on stdout, the log and one line of regret on stderr, an exit code:
//! 0 done or stopped on request, 1 could not, 2 wrong usage.
//! Never: does the work itself.

mod console;
mod logging;
mod music;

mod archive;
mod backup;
mod ban;
mod check;
mod cluster_check;
mod edge;
mod import;
mod library;
mod load;
mod log;
mod playlist;
mod queue;
mod safety;
mod scan;
mod schedule;
mod serve;
mod station;
mod tap;
mod user;

use std::ffi::OsString;
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::config::{Config, EdgeFlags, Flags, Listen};
use crate::server;
use crate::sys::LogBuffer;

/// Internet radio in one program.
///
/// Plays a station from a folder of music to browsers, players and car radios. Without a command, it serves.
#[derive(Parser)]
#[command(name = "longwave", version, arg_required_else_help = false)]
#[command(after_help = "A flag beats the environment, that the configuration file, that the default.\n\
    Exit codes: 0 done or stopped on request, 1 could not, the reason in one line on stderr, 2 wrong usage.")]
struct CommandLine {
    #[command(flatten)]
    listen: Listen,
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Put the station on air (what `longwave` does by itself)
    ///
    /// Says `longwave: on air at http://…/` on stdout once it serves. The first start makes the database,
    /// a station `main` and an account `admin`, and prints their passwords once, unless
    /// `LONGWAVE_SOURCE_PASSWORD` and `LONGWAVE_ADMIN_PASSWORD` set them. At a later
    /// start, `LONGWAVE_SOURCE_PASSWORD` sets the source password of `main` again; an administrator's is
    /// changed by `longwave user password` only. Ctrl-C or SIGTERM signs off.
    Serve(Box<serve::ServeArgs>),
    /// Serve the stations of other Longwave servers to listeners of this one's own
    ///
    /// Takes each stream from an origin once, while somebody listens here, and serves it in every format: pages and the
    /// player too. Needs no music and has no dashboard. Listeners stay connected while an origin is gone: they hear
    /// silence until it or another one is back. Private stations are not served. Says `longwave: on air at http://…/` on
    /// stdout once it serves. The origins are named, or found by NATS where they are several.
    Edge(Box<EdgeFlags>),
    /// Say what is wrong with the configuration, the music and the database, and what could be safer
    ///
    /// Changes nothing. Exits with 1 if anything is wrong: a configuration or a certificate that cannot be used or soon
    /// ends, a file that cannot be played, a database that is damaged or that others may read, a full disk, or a clock
    /// that cannot be right. Hints do not change the exit code: no TLS, a password that the first start printed and
    /// nobody changed, no codes at sign-in, source passwords that everybody tries, little room, a data folder that
    /// others may look into, a clock that nothing keeps right.
    Check,
    /// Read the music folder, and measure what was not measured yet
    ///
    /// Reads the tags of files that are new or changed, and measures each new track: how loud it is, where its
    /// sound begins and ends, and where its ending begins. A running station does the same by itself, more slowly.
    /// A file that was moved or tagged anew stays the same track. Tells how far it is on stderr.
    Scan,
    /// Look what music there is
    #[command(subcommand)]
    Library(library::LibraryCommand),
    /// Add, list and remove the accounts of DJs, managers and administrators
    #[command(subcommand)]
    User(user::UserCommand),
    /// Ban addresses, networks and programs from listening, going live and signing in
    #[command(subcommand)]
    Ban(ban::BanCommand),
    /// Listen to a stream as a crowd would, and tell what it heard and what that cost
    ///
    /// Joins as many listeners as asked for, listens, and tells how soon and how evenly they heard something,
    /// what was skipped, and, for a server on this machine, what each listener costs it. Every message and
    /// page is checked: that it is in its place, and that each packet begins as one of Opus that lasts as long
    /// (of Ogg, the checksum too). Nothing is decoded, and of other kinds of sound (`audio/…`) bytes are only
    /// counted. Exits with 1 if anybody was refused, lost or sent what is wrong, heard nothing, or fell silent
    /// for more than 2 s.
    Load(load::LoadArgs),
    /// Write the sound of a station to stdout, as plain samples for another program
    ///
    /// Samples are 16 bits, little-endian. The time of the first one, its rate and its channels are told in JSON, one line
    /// on stderr. Sound that is missing is written as silence and told on stderr, so that every sample keeps its time.
    /// Ends with 0 when the station signs off or nobody reads stdout any more.
    Tap(tap::TapArgs),
    /// Add, rename and remove stations, and set how they are run
    #[command(subcommand)]
    Station(station::StationCommand),
    /// Say and set what a station may play: playlists, fixed and smart, and jingles
    #[command(subcommand)]
    Playlist(playlist::PlaylistCommand),
    /// Take stations over from another program
    #[command(subcommand)]
    Import(import::ImportCommand),
    /// Show and set the schedule: shows, clocks, separation rules, preview
    #[command(subcommand)]
    Schedule(schedule::ScheduleCommand),
    /// Say and change what a station plays next, also while it is on air
    #[command(subcommand)]
    Queue(queue::QueueCommand),
    /// Write what truly went out, and who heard it, as a table on stdout
    Log(log::LogArgs),
    /// Write what a station sent out into files
    #[command(subcommand)]
    Archive(archive::ArchiveCommand),
    /// Copy the database, and files if wanted, into a new file, also while the station is on air
    Backup(backup::BackupArgs),
    /// Say and change when a running server makes backups by itself, and of what
    BackupPlan(backup::BackupPlanArgs),
    /// Bring a backup back, while no station is on air
    ///
    /// Files of a backup that has some are written to their places; none that is there is replaced. The database that was in use until now is kept beside it, under a name with the date. Sessions of the backup are
    /// ended. Its API tokens are removed or kept as `--tokens` says; without it, a person is asked at a terminal, and
    /// elsewhere they are removed.
    Restore {
        /// The backup
        file: PathBuf,
        /// Treatment of the API tokens in the backup
        #[arg(long, value_name = "WHAT")]
        tokens: Option<TokensOfBackup>,
        /// File with the private key, for a backup that is encrypted
        #[arg(long, value_name = "KEYFILE")]
        identity: Option<PathBuf>,
    },
}

/// Treatment of the API tokens in a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TokensOfBackup {
    /// They are valid again.
    Keep,
    /// They are removed.
    Remove,
}

/// Does what the command line says, and answers with the exit code.
pub fn run() -> ExitCode {
    let line = CommandLine::parse();
    // A panic of the main thread must not leave a process that looks as if it served.
    let done = panic::catch_unwind(|| dispatch(line));
    let failed = || Err(anyhow::anyhow!("the program failed; {}", server::FEW_THREADS));
    match done.unwrap_or_else(|_| failed()) {
        Ok(code) => code,
        Err(error) => {
            console::regret(&error);
            ExitCode::FAILURE
        }
    }
}

fn dispatch(line: CommandLine) -> anyhow::Result<ExitCode> {
    let (flags, before) = (&line.flags, &line.listen);
    let loaded = match &line.command {
        Some(Command::Edge(edge)) => Config::load_edge(flags, edge, before, &environment),
        Some(Command::Serve(serve)) => Config::load(flags, &[&serve.listen, before], &environment),
        _ => Config::load(flags, &[before], &environment),
    };
    let config = match loaded {
        Err(wrong) if matches!(line.command, Some(Command::Check)) => return Ok(check::unconfigured(&wrong)),
        loaded => loaded?,
    };
    let serves = matches!(line.command, None | Some(Command::Serve(_) | Command::Edge(_)));
    let take_over = matches!(&line.command, Some(Command::Serve(serve)) if serve.take_over);
    let recent = LogBuffer::default();
    let usual = if serves { logging::OF_A_STATION } else { logging::OF_A_COMMAND };
    let _log = logging::start(config.log, usual, serves.then(|| recent.clone()));
    match line.command {
        None | Some(Command::Serve(_)) => serve::run(&config, &environment, recent, take_over)?,
        Some(Command::Edge(_)) => return edge::run(&config, recent),
        Some(Command::Check) => return Ok(check::run(&config)),
        Some(Command::Load(load)) => return load::run(load),
        Some(Command::Tap(tap)) => tap::run(&tap)?,
        Some(Command::Scan) => scan::run(&config)?,
        Some(Command::Library(verb)) => library::run(&config, verb)?,
        Some(Command::User(verb)) => user::run(&config, verb)?,
        Some(Command::Ban(verb)) => ban::run(&config, verb)?,
        Some(Command::Station(verb)) => station::run(&config, verb)?,
        Some(Command::Playlist(verb)) => playlist::run(&config, verb)?,
        Some(Command::Schedule(verb)) => schedule::run(&config, verb)?,
        Some(Command::Queue(verb)) => queue::run(&config, verb)?,
        Some(Command::Import(verb)) => import::run(&config, verb)?,
        Some(Command::Log(log)) => log::run(&config, &log)?,
        Some(Command::Archive(verb)) => archive::run(&config, verb)?,
        Some(Command::Backup(backup)) => backup::make(&config, &backup)?,
        Some(Command::BackupPlan(changes)) => backup::plan(&config, changes)?,
        Some(Command::Restore { file, tokens, identity }) => {
            let keeps_tokens = tokens.map(|tokens| tokens == TokensOfBackup::Keep);
            backup::restore(&config, &file, keeps_tokens, identity.as_deref())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn environment(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use clap::CommandFactory;

    use super::*;
    use crate::config::Key;
    use crate::web;

    /// Checks which command a line is understood as; `Err` is clap's wrong usage.
    #[track_caller]
    fn check(line: &str, understood: fn(&CommandLine) -> bool) {
        let parsed = CommandLine::try_parse_from(line.split_whitespace());
        assert!(parsed.is_ok_and(|parsed| understood(&parsed)), "{line}");
    }

    #[test]
    fn the_definition_is_sound() {
        CommandLine::command().debug_assert();
    }

    /// Adds the names of the commands that do something, each with its own options.
    fn commands(command: &clap::Command, name: &str, into: &mut Vec<(String, BTreeSet<String>)>) {
        let subcommands: Vec<_> = command.get_subcommands().filter(|sub| sub.get_name() != "help").collect();
        if subcommands.is_empty() {
            let own = command.get_arguments().filter(|argument| !argument.is_global_set());
            let long = own.filter_map(|argument| argument.get_long()).filter(|long| *long != "help");
            into.push((name.to_owned(), long.map(|long| format!("--{long}")).collect()));
        }
        for sub in subcommands {
            commands(sub, &format!("{name} {}", sub.get_name()), into);
        }
    }

    #[test]
    fn the_manual_has_every_command_and_option_and_no_other() {
        let (mut there, program) = (Vec::new(), CommandLine::command());
        commands(&program, "longwave", &mut there);
        let global = program.get_arguments().filter(|argument| argument.is_global_set());
        let global = global.filter_map(|argument| argument.get_long()).map(|long| format!("--{long}"));
        let global = global.chain(["--help", "--version"].map(str::to_owned)).collect();
        there.push(("Options for every command".to_owned(), global));
        let mut described: BTreeMap<String, BTreeSet<String>> = web::reference("commands")
            .into_iter()
            .map(|(name, options)| (name, BTreeSet::from_iter(options)))
            .collect();
        for (name, options) in there {
            assert_eq!(described.remove(&name), Some(options), "commands.md on {name}");
        }
        let rest: Vec<_> = described.into_keys().collect();
        assert_eq!(rest, ["Commands", "longwave"], "commands.md describes what does not exist");
    }

    #[test]
    fn the_manual_has_every_configuration_key_and_variable() {
        let sections: BTreeMap<_, _> = web::reference("configuration").into_iter().collect();
        let keys: Vec<_> = Key::ALL.iter().map(|key| key.name().to_owned()).collect();
        assert_eq!(
            sections["Keys"].iter().collect::<BTreeSet<_>>(),
            keys.iter().collect::<BTreeSet<_>>(),
            "configuration.md, Keys"
        );
        let text = include_str!("../../templates/manual/configuration.md");
        for key in Key::ALL {
            let row =
                format!("| `{}` | `--{}` | `{}` |", key.name(), key.name().replace('_', "-"), key.variable());
            assert!(text.contains(&row), "configuration.md should have a row that begins with {row}");
        }
        for variable in ["LONGWAVE_CONFIG", "LONGWAVE_ADMIN_PASSWORD", "LONGWAVE_SOURCE_PASSWORD"] {
            assert!(sections["Environment only"].contains(&variable.to_owned()), "{variable}");
        }
    }

    #[test]
    fn serving_needs_no_word() {
        check("longwave", |line| line.command.is_none());
        check("longwave --listen 127.0.0.1:1", |line| line.listen.port.listen.is_some());
        check("longwave serve --listen 127.0.0.1:1 --data d", |line| {
            matches!(&line.command, Some(Command::Serve(given)) if given.listen.port.listen.is_some())
                && line.flags.data.is_some()
        });
        check(
            "longwave edge --origin http://h,http://i --listen 127.0.0.1:1 --data d",
            |line| matches!(&line.command, Some(Command::Edge(given)) if given.origin.is_some()),
        );
        check(
            "longwave edge --nats nats://h --cluster jazz",
            |line| matches!(&line.command, Some(Command::Edge(given)) if given.cluster.is_some()),
        );
        check(
            "longwave serve --nats nats://h,nats://i --node a --cluster jazz --node-url http://a:8000",
            |line| matches!(&line.command, Some(Command::Serve(given)) if given.listen.node_url.is_some()),
        );
        check(
            "longwave serve --take-over --data d",
            |line| matches!(&line.command, Some(Command::Serve(given)) if given.take_over),
        );
        check("longwave --data d serve", |line| line.flags.data.is_some());
    }

    #[test]
    fn every_verb_is_understood() {
        check("longwave check --media m", |line| matches!(line.command, Some(Command::Check)));
        check("longwave scan", |line| matches!(line.command, Some(Command::Scan)));
        check("longwave library search bjork live --limit 5", |line| {
            matches!(line.command, Some(Command::Library(_)))
        });
        check("longwave library type jingle --folder jingles", |line| {
            matches!(line.command, Some(Command::Library(_)))
        });
        check("longwave library type default --track -7", |line| line.command.is_some());
        check("longwave user list", |line| matches!(line.command, Some(Command::User(_))));
        check("longwave user add ada --role admin --generate", |line| line.command.is_some());
        check("longwave load http://h/main/ws --listeners 9 --from 127.0.0.1,::1 --json", |line| {
            matches!(line.command, Some(Command::Load(_)))
        });
        check("longwave tap main --server https://radio.example --rate 48000", |line| {
            matches!(line.command, Some(Command::Tap(_)))
        });
        check("longwave log --station main --from 2026-11-01 --form soundexchange", |line| {
            matches!(line.command, Some(Command::Log(_)))
        });
        check("longwave archive export main --from 2026-11-01 --to 2026-11-02 --out a.opus --cue", |line| {
            matches!(line.command, Some(Command::Archive(_)))
        });
        check("longwave station list", |line| matches!(line.command, Some(Command::Station(_))));
        check("longwave station set main --second-dj waits --takeover 2", |line| line.command.is_some());
        check("longwave playlist add Gold --years 1980-1989 --weight 3", |line| line.command.is_some());
        check("longwave playlist add IDs --jingles --every-tracks 4 --track -7", |line| {
            line.command.is_some()
        });
        check("longwave playlist import Gold gold.m3u8", |line| line.command.is_some());
        check(
            "longwave schedule add News --days mon-fri --at 7:00 --length 0:05 --playlist News --late 2",
            |line| matches!(line.command, Some(Command::Schedule(_))),
        );
        check("longwave queue list --station main", |line| matches!(line.command, Some(Command::Queue(_))));
        check("longwave queue add a/b.mp3 --at 2", |line| line.command.is_some());
        check("longwave queue move 7 1", |line| line.command.is_some());
        check("longwave backup f", |line| matches!(line.command, Some(Command::Backup(_))));
        check("longwave backup-plan --every-hours 24 --files-too on", |line| {
            matches!(line.command, Some(Command::BackupPlan(_)))
        });
        check("longwave restore f", |line| matches!(line.command, Some(Command::Restore { .. })));
    }

    #[test]
    fn wrong_usage_exits_with_two() {
        for line in [
            "longwave --listen radio",
            "longwave sing",
            "longwave user add",
            "longwave --log xml",
            "longwave load",
            "longwave tap",
            "longwave tap main --rate 44100",
            "longwave edge --nats http://h",
            "longwave edge --nats nats://h --node a",
            "longwave --nats nats://h --cluster a.b",
            "longwave edge --origin radio",
            "longwave edge --origin http://h --shoutcast 127.0.0.1:1",
            "longwave load u --listeners 0",
            "longwave station set main",
            "longwave playlist add A --genre Folk --track 7",
            "longwave schedule add A --at 7:00 --length 1:00",
            "longwave schedule plan Clock Gold :00!News",
            "longwave schedule rules",
            "longwave archive export main --from yesterday --to 2026-11-02 --out a.opus",
            "longwave library search",
            "longwave library search x --limit 0",
            "longwave library type jingle",
            "longwave library type noise --folder x",
        ] {
            let error = CommandLine::try_parse_from(line.split_whitespace()).err().expect(line);
            assert_eq!(error.exit_code(), 2, "{line}");
        }
    }
}
