//! The archive of a station: what of its sound is kept, and for how long.

use std::fmt;
use std::str::FromStr;

use super::UnknownName;
use super::settings::one_of;

/// The sound of a station that is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ArchiveMode {
    /// Nothing.
    #[default]
    Off,
    /// The sound that DJs send.
    Live,
    /// The shows of the schedule.
    Shows,
    /// All of it.
    Everything,
}

/// The rules of a station's archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArchiveRules {
    /// The sound that is kept.
    pub mode: ArchiveMode,
    /// Days for which it is kept.
    pub keep_days: u32,
    /// The most gigabytes (10⁹ bytes) that are kept; the oldest go first.
    pub keep_gb: u32,
    /// Whether a recording is published as soon as it is there.
    pub publish: bool,
}

impl ArchiveRules {
    /// The fewest and the most days.
    pub const DAYS: (u32, u32) = (1, 3_650);
    /// The fewest and the most gigabytes.
    pub const GB: (u32, u32) = (1, 100_000);

    /// Fails with what is wrong if the numbers are out of range.
    pub fn check(&self) -> Result<(), String> {
        let rules = [("keep_days", self.keep_days, Self::DAYS), ("keep_gb", self.keep_gb, Self::GB)];
        let is_wrong = |(_, given, (least, most)): &&(&str, u32, (u32, u32))| given < least || given > most;
        rules.iter().find(is_wrong).map_or(Ok(()), |(name, given, (least, most))| {
            Err(format!("{name} must be a number from {least} to {most}, not {given}"))
        })
    }
}

impl Default for ArchiveRules {
    fn default() -> Self {
        Self { mode: ArchiveMode::Off, keep_days: 30, keep_gb: 30, publish: false }
    }
}

impl ArchiveMode {
    /// Every mode.
    pub const ALL: [Self; 4] = [Self::Off, Self::Live, Self::Shows, Self::Everything];

    /// Returns its name in the database, the API and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Live => "live",
            Self::Shows => "shows",
            Self::Everything => "everything",
        }
    }
}

impl fmt::Display for ArchiveMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ArchiveMode {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        one_of(text, &Self::ALL, Self::name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_are_read_as_they_are_written() {
        assert!(ArchiveMode::ALL.iter().all(|mode| mode.to_string().parse() == Ok(*mode)));
        assert!("music".parse::<ArchiveMode>().is_err());
    }

    #[test]
    fn days_and_gigabytes_have_bounds() {
        let usual = ArchiveRules::default();
        assert_eq!((usual.mode, usual.check()), (ArchiveMode::Off, Ok(())));
        assert!(ArchiveRules { keep_days: 0, ..usual }.check().is_err());
        let wrong = ArchiveRules { keep_gb: 100_001, ..usual }.check().unwrap_err();
        assert_eq!(wrong, "keep_gb must be a number from 1 to 100000, not 100001");
    }
}
