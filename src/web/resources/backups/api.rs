//! Backups of the server.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::backup::{BackupFile, BackupStatus, check_recipient};
use crate::store::{BackupPlan, Store};
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const PATH: &str = "/api/v1/backups";
/// The longest time between two backups: a year.
const MOST_HOURS: u32 = 8_784;
/// Most backups that are kept.
const MOST_KEPT: u32 = 1_000;

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Admin, Scope::Health);
    vec![
        Route::get(PATH, may.0, may.1, read)
            .about("The plan of the backups, those that are kept, and why the last one failed")
            .gives::<ServerBackups>(),
        Route::new(Verb::Patch, PATH, may, Handler::Ask(change))
            .about("Change the plan of the backups")
            .takes::<Changes>()
            .gives::<ServerBackups>(),
        Route::new(Verb::Post, PATH, may, Handler::Ask(make)).about("Begin to make a backup by the plan now"),
    ]
}

/// Backups of the server.
#[derive(Serialize, ToSchema)]
pub(crate) struct ServerBackups {
    /// Hours from one backup to the next; 0 makes none.
    every_hours: u32,
    /// Number that are kept.
    keep: u32,
    /// Whether music, uploads and removed files are in them: `on` or `off`.
    files_too: &'static str,
    /// The public key of age or SSH that they are encrypted for; none if they are not.
    recipient: Option<String>,
    /// The folder that they are in; none where the server makes none.
    folder: Option<String>,
    is_running: bool,
    /// The reason why the last one failed; none if it did not.
    problem: Option<String>,
    /// Those that are kept, the newest first.
    files: Vec<MadeBackup>,
}

/// A backup that was made.
#[derive(Serialize, ToSchema)]
struct MadeBackup {
    /// Its name in the folder.
    name: String,
    bytes: u64,
    /// Its time, in seconds since 1970.
    made_at: i64,
}

/// Changes to the plan of the backups; omitted fields stay the same.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ServerBackupsChanges)]
struct Changes {
    every_hours: Option<u32>,
    keep: Option<u32>,
    files_too: Option<String>,
    /// A public key, or empty for no encryption.
    recipient: Option<String>,
}

impl ServerBackups {
    pub(crate) fn of(call: &ApiRequest, store: &Store) -> Result<Self, Error> {
        let BackupPlan { every_hours, keep, with_files, recipient } = store.backup_plan()?;
        let status = call.site.instance.backups.as_ref().map(crate::backup::Backups::status);
        let folder = status.as_ref().map(|status| status.folder.display().to_string());
        let (is_running, problem, files) = match status {
            Some(BackupStatus { is_running, problem, files, .. }) => (is_running, problem, files),
            None => (false, None, Vec::new()),
        };
        let made = |BackupFile { name, bytes, made_at }| MadeBackup { name, bytes, made_at };
        Ok(Self {
            every_hours,
            keep,
            files_too: if with_files { "on" } else { "off" },
            recipient: Some(recipient).filter(|recipient| !recipient.is_empty()),
            folder,
            is_running,
            problem,
            files: files.into_iter().map(made).collect(),
        })
    }
}

fn read(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&ServerBackups::of(call, &call.site.store)?)?.tagged())
}

fn change(call: &ApiRequest) -> Result<Reply, Error> {
    let changes: Changes = call.json()?;
    call.site.store.exclusively(|store| {
        call.check_version(Some(&ServerBackups::of(call, store)?))?;
        let mut plan = store.backup_plan()?;
        if let Some(hours) = changes.every_hours {
            if hours > MOST_HOURS {
                return Err(Error::bad_input(format!("every_hours is at most {MOST_HOURS}.")));
            }
            plan.every_hours = hours;
        }
        if let Some(keep) = changes.keep {
            if !(1..=MOST_KEPT).contains(&keep) {
                return Err(Error::bad_input(format!("keep is from 1 to {MOST_KEPT}.")));
            }
            plan.keep = keep;
        }
        match changes.files_too.as_deref() {
            None => {}
            Some("on") => plan.with_files = true,
            Some("off") => plan.with_files = false,
            Some(_) => return Err(Error::bad_input("files_too has to be on or off.")),
        }
        if let Some(recipient) = changes.recipient {
            let recipient = recipient.trim();
            if !recipient.is_empty() {
                check_recipient(recipient).map_err(|error| Error::bad_input(format!("{error}.")))?;
            }
            recipient.clone_into(&mut plan.recipient);
        }
        store.set_backup_plan(&plan)?;
        Ok(Reply::json(&ServerBackups::of(call, store)?)?.tagged())
    })
}

fn make(call: &ApiRequest) -> Result<Reply, Error> {
    let Some(backups) = &call.site.instance.backups else {
        return Err(Error::not_found("This server makes no backups."));
    };
    backups.make_now();
    Ok(Reply::done())
}
