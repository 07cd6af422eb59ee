//! Settings of a station that can change on air.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use super::{ArchiveRules, CaptionSetting, TranscriptAccess};

/// Settings of a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Duration of the crossfade to a DJ and back.
    pub takeover: Duration,
    /// Silence from a DJ that is tolerated before another source plays.
    pub silence_after: Duration,
    /// Time that all players add to a frame's time, so that they sound together.
    pub playout_delay: Duration,
    /// Time that live sound waits before it goes on air, so that it can be dumped; zero for none.
    pub broadcast_delay: Duration,
    /// AutoDJ's behaviour while another source is on air.
    pub autodj: AutodjBreak,
    /// Treatment of a second DJ while one is live.
    pub second_dj: SecondDj,
    /// Treatment of a DJ whose time is over.
    pub over_time: OverTime,
    /// Setting for song requests by listeners.
    pub requests: Requests,
    /// Setting for calls by listeners.
    pub calls: Calls,
    /// Setting for messages by listeners.
    pub messages: MessageSetting,
    /// The rules of its archive.
    pub archive: ArchiveRules,
    /// Setting for captions of what is spoken.
    pub captions: CaptionSetting,
    /// Readers of the transcript.
    pub transcript: TranscriptAccess,
    /// Days for which the transcript is kept; 0 for as long as the as-run log, which is for good.
    pub transcript_days: u32,
}

impl Settings {
    /// The longest crossfade to a DJ, in seconds.
    pub const MOST_TAKEOVER: f64 = 10.0;
    /// The shortest and the longest time that a DJ may be allowed to send silence, in seconds.
    pub const SILENCE_AFTER: (f64, f64) = (1.0, 3_600.0);
    /// The shortest and the longest time that players add to a frame's time, in seconds.
    pub const PLAYOUT_DELAY: (f64, f64) = (0.2, 5.0);
    /// The longest time that live sound may wait, in seconds.
    pub const MOST_BROADCAST_DELAY: f64 = 40.0;
    /// The most days for which a transcript may be kept: ten years.
    pub const MOST_TRANSCRIPT_DAYS: u32 = 3_650;
}

/// Song request policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requests {
    /// They may.
    On,
    /// They may not.
    Off,
}

/// Setting for calls by listeners.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calls {
    /// A DJ who is live may open the line.
    On,
    /// Nobody can call.
    Off,
}

/// Setting for messages by listeners.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageSetting {
    /// They may write to the studio.
    On,
    /// They may not.
    Off,
}

/// AutoDJ's behaviour while another source is on air.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutodjBreak {
    /// It stands still, and comes back with the next track.
    NextTrack,
    /// It plays on unheard, so that what was planned for an hour is heard in that hour.
    KeepsTime,
}

/// Treatment of a second DJ while one is live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondDj {
    /// The second DJ is refused.
    Refused,
    /// Nothing: they wait in line, and go on air when it is free.
    Waits,
}

/// Treatment of a DJ whose hours end while they are live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverTime {
    /// They stay until they leave.
    Keep,
    /// Their broadcast ends, and the station goes on by itself.
    End,
}

/// A name that is none of those there are.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{given:?} is none of: {known}")]
pub struct UnknownName {
    given: String,
    known: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            takeover: Duration::from_secs(1),
            silence_after: Duration::from_secs(15),
            playout_delay: Duration::from_secs(1),
            broadcast_delay: Duration::ZERO,
            autodj: AutodjBreak::NextTrack,
            second_dj: SecondDj::Refused,
            over_time: OverTime::Keep,
            requests: Requests::On,
            calls: Calls::Off,
            messages: MessageSetting::Off,
            archive: ArchiveRules::default(),
            captions: CaptionSetting::Off,
            transcript: TranscriptAccess::Private,
            transcript_days: 0,
        }
    }
}

impl AutodjBreak {
    const ALL: [Self; 2] = [Self::NextTrack, Self::KeepsTime];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NextTrack => "next-track",
            Self::KeepsTime => "keeps-time",
        }
    }
}

impl Requests {
    const ALL: [Self; 2] = [Self::On, Self::Off];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
        }
    }
}

impl Calls {
    const ALL: [Self; 2] = [Self::On, Self::Off];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
        }
    }
}

impl MessageSetting {
    const ALL: [Self; 2] = [Self::On, Self::Off];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
        }
    }
}

impl SecondDj {
    const ALL: [Self; 2] = [Self::Refused, Self::Waits];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Waits => "waits",
        }
    }
}

impl OverTime {
    const ALL: [Self; 2] = [Self::Keep, Self::End];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::End => "end",
        }
    }
}

impl fmt::Display for AutodjBreak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Requests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Requests {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        one_of(text, &Self::ALL, Self::name)
    }
}

impl fmt::Display for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Calls {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        one_of(text, &Self::ALL, Self::name)
    }
}

impl fmt::Display for MessageSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for MessageSetting {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        one_of(text, &Self::ALL, Self::name)
    }
}

impl fmt::Display for SecondDj {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for OverTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for OverTime {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        one_of(text, &Self::ALL, Self::name)
    }
}

impl FromStr for AutodjBreak {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        one_of(text, &Self::ALL, Self::name)
    }
}

impl FromStr for SecondDj {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        one_of(text, &Self::ALL, Self::name)
    }
}

pub(super) fn one_of<T: Copy>(given: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T, UnknownName> {
    all.iter().copied().find(|known| name(*known) == given).ok_or_else(|| {
        let known: Vec<_> = all.iter().map(|known| name(*known)).collect();
        UnknownName { given: given.to_owned(), known: known.join(", ") }
    })
}

/// A station's settings where its threads look at them; clones share them.
///
/// Each is looked at by itself and without a lock: the sound never waits for who sets them.
#[derive(Clone, Debug)]
pub struct LiveSettings(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    takeover_us: AtomicU64,
    silence_after_us: AtomicU64,
    autodj_keeps_time: AtomicBool,
    second_dj_waits: AtomicBool,
    /// No setting: it is as it is until somebody changes it again, and forgotten at the end.
    silenced: AtomicBool,
    /// No setting either: true while a caller speaks on air, so that a DJ who listens is not taken for lost.
    has_callers: AtomicBool,
}

impl LiveSettings {
    /// Knobs that are turned to `settings`.
    pub fn new(settings: &Settings) -> Self {
        let live_settings = Self(Arc::new(Inner {
            takeover_us: AtomicU64::new(0),
            silence_after_us: AtomicU64::new(0),
            autodj_keeps_time: AtomicBool::new(false),
            second_dj_waits: AtomicBool::new(false),
            silenced: AtomicBool::new(false),
            has_callers: AtomicBool::new(false),
        }));
        live_settings.apply(settings);
        live_settings
    }

    /// Turns them to `settings`, from the next block on.
    pub fn apply(&self, settings: &Settings) {
        let us = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let inner = &*self.0;
        inner.takeover_us.store(us(settings.takeover), Ordering::Relaxed);
        inner.silence_after_us.store(us(settings.silence_after), Ordering::Relaxed);
        inner.autodj_keeps_time.store(settings.autodj == AutodjBreak::KeepsTime, Ordering::Relaxed);
        inner.second_dj_waits.store(settings.second_dj == SecondDj::Waits, Ordering::Relaxed);
    }

    /// Has the station fade to silence and stay silent, or go back on air; tells whether that is a change.
    pub fn silence(&self, silenced: bool) -> bool {
        self.0.silenced.swap(silenced, Ordering::Relaxed) != silenced
    }

    /// Returns whether the station is faded to silence.
    pub fn is_silenced(&self) -> bool {
        self.0.silenced.load(Ordering::Relaxed)
    }

    /// Says whether a caller is heard on air now.
    pub fn set_has_callers(&self, has_callers: bool) {
        self.0.has_callers.store(has_callers, Ordering::Relaxed);
    }

    /// Returns whether a caller is heard on air now: the DJ may be silent meanwhile.
    pub fn has_callers(&self) -> bool {
        self.0.has_callers.load(Ordering::Relaxed)
    }

    /// Returns the duration of the crossfade to a DJ and back, in microseconds.
    pub fn takeover_us(&self) -> u64 {
        self.0.takeover_us.load(Ordering::Relaxed)
    }

    /// Returns the tolerated silence from a DJ, in microseconds.
    pub fn silence_after_us(&self) -> u64 {
        self.0.silence_after_us.load(Ordering::Relaxed)
    }

    /// Returns whether AutoDJ plays on unheard while another source is on air.
    pub fn autodj_keeps_time(&self) -> bool {
        self.0.autodj_keeps_time.load(Ordering::Relaxed)
    }

    /// Returns whether a second DJ waits in line.
    pub fn second_dj_waits(&self) -> bool {
        self.0.second_dj_waits.load(Ordering::Relaxed)
    }
}

impl Default for LiveSettings {
    fn default() -> Self {
        Self::new(&Settings::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        assert!(AutodjBreak::ALL.iter().all(|one| one.to_string().parse() == Ok(*one)));
        assert!(Calls::ALL.iter().all(|one| one.to_string().parse() == Ok(*one)));
        assert!(MessageSetting::ALL.iter().all(|one| one.to_string().parse() == Ok(*one)));
        assert!(SecondDj::ALL.iter().all(|one| one.to_string().parse() == Ok(*one)));
        assert!(OverTime::ALL.iter().all(|one| one.to_string().parse() == Ok(*one)));
        let wrong = "sings".parse::<SecondDj>().unwrap_err();
        assert_eq!(wrong.to_string(), "\"sings\" is none of: refused, waits");
    }

    #[test]
    fn whoever_has_a_knob_sees_it_turned() {
        let live_settings = LiveSettings::default();
        let seen = live_settings.clone();
        assert_eq!((seen.takeover_us(), seen.second_dj_waits()), (1_000_000, false));
        live_settings.apply(&Settings {
            takeover: Duration::ZERO,
            second_dj: SecondDj::Waits,
            autodj: AutodjBreak::KeepsTime,
            ..Settings::default()
        });
        assert_eq!((seen.takeover_us(), seen.silence_after_us()), (0, 15_000_000));
        assert!(seen.autodj_keeps_time() && seen.second_dj_waits());
    }
}
