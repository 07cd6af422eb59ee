//! The plan of the backups, for all stations together.

use super::{Error, Store};

/// When backups are made, and of what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackupPlan {
    /// Hours from one to the next; 0 makes none.
    pub every_hours: u32,
    /// Number that are kept.
    pub keep: u32,
    /// True if music, uploads and removed files are in them.
    pub with_files: bool,
    /// The public key of age or SSH that they are encrypted for; empty if they are not.
    pub recipient: String,
}

impl Store {
    /// Returns the plan.
    pub fn backup_plan(&self) -> Result<BackupPlan, Error> {
        let sql = "SELECT backup_hours, backup_keep, backup_files, backup_recipient FROM house";
        self.ask(|connection| {
            connection.prepare_cached(sql)?.query_row([], |row| {
                Ok(BackupPlan {
                    every_hours: row.get(0)?,
                    keep: row.get(1)?,
                    with_files: row.get(2)?,
                    recipient: row.get(3)?,
                })
            })
        })
    }

    /// Sets the plan.
    pub fn set_backup_plan(&self, plan: &BackupPlan) -> Result<(), Error> {
        let sql =
            "UPDATE house SET backup_hours = ?1, backup_keep = ?2, backup_files = ?3, backup_recipient = ?4";
        let values = (plan.every_hours, plan.keep, plan.with_files, &plan.recipient);
        self.change(|change| change.execute(sql, values).map(drop))
    }
}
