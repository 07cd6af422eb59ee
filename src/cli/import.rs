//! `longwave import`: stations that another program ran.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use clap::Subcommand;
use flate2::read::GzDecoder;
use jiff::tz::TimeZone;

use super::console::say;
use super::playlist::music;
use crate::clock;
use crate::config::Config;
use crate::model::{Contents, Listed, LiveHours, Renditions};
use crate::schedule::exchange::{AzuracastDj, AzuracastStation, Finder, Found, read_azuracast};
use crate::store::{Error, ImportedPassword, NewStation, Password, Role, StationPermissions, Store};

/// The database dump in a backup.
const DUMP: &str = "db.sql";
const NO_DUMP: &str = "there is no db.sql in it";

/// Operations that take stations over from another program.
#[derive(Subcommand)]
pub(super) enum ImportCommand {
    /// Take stations with their playlists, shows and DJs from a backup of AzuraCast
    ///
    /// The music has to be in the music folder and scanned before; its files are found by their paths, or else by artist
    /// and title. DJs keep their passwords. What is here already stays as it is. Either all of it is done or nothing.
    Azuracast {
        /// The backup, a ZIP or a tar archive compressed by gzip, or the file `db.sql` in it
        file: PathBuf,
        /// Take this station only, by its short name there
        #[arg(long, value_name = "SHORT-NAME")]
        only: Option<String>,
        /// Take what one station has into this one, such as `main`
        #[arg(long, value_name = "STATION")]
        into: Option<String>,
        /// Say what would be done, and do nothing
        #[arg(long)]
        dry_run: bool,
    },
}

/// Does what was asked with the database in the data directory; a running server follows within seconds.
pub(super) fn run(config: &Config, verb: ImportCommand) -> anyhow::Result<()> {
    let ImportCommand::Azuracast { file, only, into, dry_run } = verb;
    let mut stations = read(&file).with_context(|| file.display().to_string())?;
    if let Some(only) = &only {
        stations.retain(|station| station.short_name == *only || station.slug == *only);
        ensure!(!stations.is_empty(), "there is no station {only} in {}", file.display());
    }
    if let Some(into) = into {
        let [station] = stations.as_mut_slice() else {
            let names: Vec<&str> = stations.iter().map(|station| &*station.short_name).collect();
            bail!("--into takes one station; say with --only which of {}", names.join(", "));
        };
        station.slug = into;
    }
    let store = Store::open(&config.data)?;
    let tracks = store.listed()?;
    ensure!(
        !tracks.is_empty(),
        "the library is empty; put the music into the music folder, and run `longwave scan`"
    );
    let finder = Finder::new(&tracks, &music(config));
    let done = store.exclusively(|store| {
        let reports: Result<Vec<ImportReport>, Error> =
            stations.iter().map(|station| take(store, station, &finder, &tracks)).collect();
        match reports {
            Ok(reports) if dry_run => Err(Undone::Wanted(reports)),
            Ok(reports) => Ok(reports),
            Err(error) => Err(Undone::Failed(error)),
        }
    });
    match done {
        Ok(reports) => reports.into_iter().for_each(ImportReport::say),
        Err(Undone::Wanted(reports)) => {
            say("nothing was changed; this would be done:");
            for report in reports {
                ImportReport { secrets: Vec::new(), ..report }.say();
            }
        }
        Err(Undone::Failed(error)) => return Err(error.into()),
    }
    Ok(())
}

/// Reasons why nothing is kept.
enum Undone {
    Wanted(Vec<ImportReport>),
    Failed(Error),
}

impl From<Error> for Undone {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// Lines about a station that was taken over.
struct ImportReport {
    about: String,
    remarks: Vec<String>,
    /// Lines with passwords, which are said once.
    secrets: Vec<String>,
}

impl ImportReport {
    fn say(self) {
        say(self.about);
        for line in self.remarks.iter().chain(&self.secrets) {
            say(format_args!("  {line}"));
        }
    }
}

/// Reads the stations in a backup: a ZIP archive, a compressed tar archive, or the dump itself.
fn read(file: &Path) -> anyhow::Result<Vec<AzuracastStation>> {
    let mut opened = BufReader::with_capacity(1 << 20, File::open(file)?);
    let beginning = opened.fill_buf()?;
    if beginning.starts_with(b"PK") {
        let mut archive = zip::ZipArchive::new(opened)?;
        let mut places = 0..archive.len();
        let is_it = |place: &usize| {
            let entry = archive.by_index(*place);
            entry.is_ok_and(|entry| entry.name().is_ok_and(|name| is_dump(Path::new(&*name))))
        };
        let place = places.find(is_it).context(NO_DUMP)?;
        return parse(archive.by_index(place)?);
    }
    if beginning.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        bail!("it is compressed by zstd: choose .zip or .tgz for the backup, or unpack db.sql");
    }
    if beginning.starts_with(&[0x1F, 0x8B]) {
        let mut archive = tar::Archive::new(GzDecoder::new(opened));
        for entry in archive.entries()? {
            let entry = entry?;
            if is_dump(&entry.path()?) {
                return parse(entry);
            }
        }
        bail!(NO_DUMP);
    }
    parse(opened)
}

fn is_dump(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == DUMP)
}

fn parse(dump: impl io::Read) -> anyhow::Result<Vec<AzuracastStation>> {
    let dump: &mut dyn BufRead = &mut BufReader::with_capacity(1 << 20, dump);
    let now = jiff::Timestamp::from_microsecond(clock::now_us() as i64)?;
    Ok(read_azuracast(dump, now.to_zoned(TimeZone::system()).date())?)
}

/// Adds what a station has and is not here yet.
fn take(
    store: &Store,
    station: &AzuracastStation,
    finder: &Finder<'_>,
    tracks: &[Listed],
) -> Result<ImportReport, Error> {
    let slug = &*station.slug;
    let remarks = station.remarks.clone();
    let mut report = ImportReport { about: String::new(), remarks, secrets: Vec::new() };
    if store.stations()?.iter().any(|known| known.slug == slug) {
        report.remarks.push(format!("the station {slug} is here already and keeps its name and settings"));
    } else {
        let password = Password::generate()?;
        let name = if station.name.trim().is_empty() { slug } else { &*station.name };
        let new = NewStation {
            slug: slug.to_owned(),
            name: name.to_owned(),
            folder: String::new(),
            renditions: Renditions::default(),
        };
        store.add_station(&new, &password)?;
        report.secrets.push(format!("source password of {slug}: {}", password.reveal()));
        let (_, apart) = store.rules(slug)?;
        if store.set_rules(slug, station.time_zone.as_deref(), &apart).is_err() {
            report.remarks.push("its time zone is not known here; set it in the settings".to_owned());
        }
    }
    let (mut lists, mut found, mut listed) = (0, 0, 0);
    let known = store.playlists(slug)?;
    for playlist in &station.playlists {
        let name = &playlist.list.name;
        if known.iter().any(|known| known.name.eq_ignore_ascii_case(name)) {
            report.remarks.push(format!("the playlist “{name}” is here already and stays as it is"));
            continue;
        }
        let Found { tracks: here, missing } = finder.find_all(&playlist.files);
        (lists, found, listed) = (lists + 1, found + here.len(), listed + playlist.files.len());
        if let Some(first) = missing.first() {
            report
                .remarks
                .push(format!("“{name}”: {} files are not in the library, such as {first}", missing.len()));
        }
        let mut list = playlist.list.clone();
        list.contents = Contents::Fixed(here);
        store.put_playlist(slug, &list)?;
    }
    let (mut djs, mut shows) = (0, 0);
    for dj in &station.djs {
        djs += usize::from(add_dj(store, slug, dj, &mut report)?);
    }
    let known = store.shows(slug)?;
    for show in &station.shows {
        if known.iter().any(|known| known.name.eq_ignore_ascii_case(&show.name)) {
            report.remarks.push(format!("the show “{}” is here already and stays as it is", show.name));
            continue;
        }
        match store.put_show(slug, show) {
            Ok(()) => shows += 1,
            Err(error @ (Error::Unfit(_) | Error::NoAccount(_) | Error::NoDjHere(_))) => {
                report.remarks.push(format!("the show “{}” is left out: {error}", show.name));
            }
            Err(error) => return Err(error),
        }
    }
    report.about = format!(
        "{} ({slug}): {lists} playlists with {found} of {listed} tracks, {shows} shows, {djs} DJs; the library has {} tracks",
        station.name,
        tracks.len()
    );
    Ok(report)
}

/// Adds the account of a DJ, unless there is one of that name. Returns whether it was added.
fn add_dj(store: &Store, slug: &str, dj: &AzuracastDj, report: &mut ImportReport) -> Result<bool, Error> {
    if store.account_stamp(&dj.name)?.is_some() {
        report.remarks.push(format!("the account {} is here already and stays as it is", dj.name));
        return Ok(false);
    }
    let hours = if dj.keeps_hours { vec![LiveHours::Shows] } else { Vec::new() };
    let within = StationPermissions { stations: vec![slug.to_owned()], hours };
    if let Some(password) = ImportedPassword::new(&dj.password_hash) {
        store.add_imported_dj(&dj.name, &password, &within)?;
    } else {
        let password = Password::generate()?;
        store.add_account_within(&dj.name, Role::Dj, &password, &within)?;
        report.secrets.push(format!("new password of the DJ {}: {}", dj.name, password.reveal()));
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::model::PlaylistKind;

    const DUMP_TEXT: &str = include_str!("../schedule/exchange/azuracast-dump.sql");

    fn taken(store: &Store, station: &AzuracastStation) -> ImportReport {
        take(store, station, &Finder::new(&[], ""), &[]).unwrap()
    }

    #[test]
    fn a_station_is_taken_over_once() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let stations = read_azuracast(DUMP_TEXT.as_bytes(), "2026-11-30".parse().unwrap()).unwrap();
        let report = taken(&store, &stations[0]);
        assert!(
            report.about.starts_with("Breeze FM (breeze-fm): 4 playlists with 0 of 4 tracks, 4 shows, 2 DJs"),
            "{}",
            report.about
        );
        let secrets = report.secrets.join("\n");
        assert!(
            secrets.contains("source password of breeze-fm") && secrets.contains("the DJ J-rg"),
            "{secrets}"
        );
        assert!(!secrets.contains("mia"), "the password is as it was: {secrets}");
        let (zone, shows) = store.calendar("breeze-fm").unwrap();
        assert_eq!((zone.iana_name(), shows.len()), (Some("Europe/Lisbon"), 4));
        let ids = store.playlist("breeze-fm", "IDs").unwrap();
        assert!(matches!(ids.kind, PlaylistKind::Jingle(every) if every.tracks == Some(4)));
        assert_eq!(store.reach("mia").unwrap().hours, [LiveHours::Shows]);

        let again = taken(&store, &stations[0]);
        assert!(again.about.contains("0 playlists with 0 of 0 tracks, 0 shows, 0 DJs"), "{}", again.about);
        assert!(again.secrets.is_empty());
    }

    #[test]
    fn a_backup_is_read_as_it_is_or_in_an_archive() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::write(at("db.sql"), DUMP_TEXT).unwrap();
        let mut zipped = zip::ZipWriter::new(File::create(at("backup.zip")).unwrap());
        zipped.start_file("tmp/azuracast_backup/db.sql", zip::write::SimpleFileOptions::default()).unwrap();
        zipped.write_all(DUMP_TEXT.as_bytes()).unwrap();
        zipped.finish().unwrap();
        let packed = flate2::write::GzEncoder::new(
            File::create(at("backup.tar.gz")).unwrap(),
            flate2::Compression::fast(),
        );
        let mut packed = tar::Builder::new(packed);
        packed.append_path_with_name(at("db.sql"), "tmp/db.sql").unwrap();
        packed.into_inner().unwrap().finish().unwrap();
        for name in ["db.sql", "backup.zip", "backup.tar.gz"] {
            assert_eq!(read(&at(name)).unwrap().len(), 2, "{name}");
        }
        std::fs::write(at("other.zip"), "PK, but no archive").unwrap();
        assert!(read(&at("other.zip")).is_err() && read(&at("none.sql")).is_err());
    }
}
