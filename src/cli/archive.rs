//! `longwave archive`: what a station sent out, as files.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};

use super::console::{remark, say};
use crate::config::Config;
use crate::production::report;
use crate::recording::{self, ExportRequest, KeptSpan};
use crate::store::{Error, Store};

/// Commands about the archive.
#[derive(Subcommand)]
pub(super) enum ArchiveCommand {
    /// Write the sound of a time into one Ogg Opus file, as it went out
    ///
    /// Nothing is encoded again, and the file begins and ends with the frames of 20 ms that the times are in. Times of which
    /// nothing is kept are left out and told on stderr. May be used while a server keeps sound on the same data. Hours that
    /// are only in the bucket are fetched.
    Export(ExportArgs),
}

/// Options of `longwave archive export`.
#[derive(Args)]
pub(super) struct ExportArgs {
    /// The station
    #[arg(value_name = "SLUG")]
    station: String,
    /// Beginning, by universal time: `2026-11-01` or `2026-11-01 18:00:00`
    #[arg(long, value_name = "MOMENT", value_parser = report::moment)]
    from: u64,
    /// End, which is not in it
    #[arg(long, value_name = "MOMENT", value_parser = report::moment)]
    to: u64,
    /// The file to write; it must not be there
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The title in the file [default: the station and the beginning]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Write the titles beside it as a cue sheet, FILE with the ending .cue
    #[arg(long)]
    cue: bool,
    /// Write the titles beside it as JSON chapters, FILE with the ending .chapters.json
    #[arg(long)]
    chapters: bool,
}

/// Does what was asked for.
pub(super) fn run(config: &Config, verb: ArchiveCommand) -> anyhow::Result<()> {
    match verb {
        ArchiveCommand::Export(export) => write(config, &export),
    }
}

fn write(config: &Config, args: &ExportArgs) -> anyhow::Result<()> {
    let ExportArgs { station, from, to, out, .. } = args;
    if from >= to {
        bail!("--to must be later than --from");
    }
    let beside = |ending: &str| out.with_extension(ending);
    let wanted = [(args.cue, beside("cue")), (args.chapters, beside("chapters.json"))];
    if let Some((_, path)) = wanted.iter().find(|(is_wanted, path)| *is_wanted && path.exists()) {
        bail!("{} is there already", path.display());
    }
    let store = Store::look(&config.data)?.ok_or_else(|| Error::NoDatabase(config.data.clone()))?;
    store.station(station)?;
    let copies = || Ok::<_, anyhow::Error>(store.archive_copies(station)?);
    let bucket = config.bucket.as_ref().map(|settings| Ok::<_, anyhow::Error>((settings, copies()?)));
    let title = args.title.clone().unwrap_or_else(|| format!("{station} {}", shown(*from)));
    let exported = recording::export(ExportRequest {
        archives: &config.data.join("archive"),
        station,
        span: KeptSpan { from_us: *from, to_us: *to },
        title: &title,
        to: out,
        bucket: bucket.transpose()?,
    })?;
    for gap in &exported.gaps {
        remark(format_args!("nothing is kept from {} to {}", shown(gap.from_us), shown(gap.to_us)));
    }
    if exported.frames == 0 {
        bail!("nothing is kept of that time");
    }
    let file = out.file_name().unwrap_or_default().to_string_lossy();
    if args.cue {
        write_beside(&wanted[0].1, recording::cue_sheet(&file, &title, &exported.titles).as_bytes())?;
    }
    if args.chapters {
        write_beside(&wanted[1].1, &recording::chapters(&exported.titles))?;
    }
    say(format_args!("{:.2} s written to {}", exported.frames as f64 / 50.0, out.display()));
    Ok(())
}

fn write_beside(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    fs::write(path, content).with_context(|| format!("{} cannot be written", path.display()))
}

fn shown(us: u64) -> String {
    let time = jiff::Timestamp::from_microsecond(us as i64).unwrap_or_default();
    time.strftime("%Y-%m-%d %H:%M:%S%.f UTC").to_string()
}
