//! Captions: the words that are spoken on air.

use std::fmt;
use std::str::FromStr;

use super::settings::{UnknownName, one_of};

/// Words that were spoken on air, at their place in the sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caption {
    /// Its number at the station. A caption with the same number replaces the one before.
    pub id: u64,
    /// Time at which the words begin, in microseconds of the server's clock.
    pub start_us: u64,
    /// Time at which the words end, in microseconds of the server's clock.
    pub end_us: u64,
    /// The words; empty where an earlier version is withdrawn.
    pub text: String,
    /// False while the recogniser may still change it.
    pub is_final: bool,
}

/// Setting for captions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaptionSetting {
    /// Speech is recognised.
    On,
    /// It is not.
    Off,
}

/// Readers of a station's transcript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TranscriptAccess {
    /// The station's DJs and managers.
    Private,
    /// Everybody who may listen.
    Public,
}

impl CaptionSetting {
    const ALL: [Self; 2] = [Self::On, Self::Off];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
        }
    }
}

impl TranscriptAccess {
    const ALL: [Self; 2] = [Self::Private, Self::Public];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Public => "public",
        }
    }
}

impl fmt::Display for CaptionSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for TranscriptAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for CaptionSetting {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        one_of(text, &Self::ALL, Self::name)
    }
}

impl FromStr for TranscriptAccess {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        one_of(text, &Self::ALL, Self::name)
    }
}

/// State of a station's recogniser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RecogniserState {
    /// The station has no captions.
    #[default]
    Off,
    /// The station has captions, but the server was given no recogniser.
    Missing,
    /// The program runs, and nobody speaks.
    Waiting,
    /// The program runs, and is fed with speech.
    Listening,
    /// The program ended or was ended, and is started again in a moment.
    Failing,
}

impl RecogniserState {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Missing => "missing",
            Self::Waiting => "waiting",
            Self::Listening => "listening",
            Self::Failing => "failing",
        }
    }
}
