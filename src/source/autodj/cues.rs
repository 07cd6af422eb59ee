//! Where a record is played from and to, and how the next one follows it.

use std::time::Duration;

use super::album::Gapless;
use crate::audio::{BLOCK, SAMPLE_RATE};
use crate::model::Analysis;

/// Two tracks are heard together for at most so long, 12 s in samples: an ending that takes longer is nearly
/// silent by then.
pub(super) const MOST_OVERLAP: u64 = 12 * SAMPLE_RATE as u64;
/// So long, 1 s in samples, a jingle is heard alone, and its title is shown and logged;
const ALONE: u64 = SAMPLE_RATE as u64;
/// and over an intro that is shorter, 1 s in samples, nothing is heard.
const SHORTEST_INTRO: u64 = SAMPLE_RATE as u64;
/// They are heard together for at most this part of either.
const MOST_OF_A_TRACK: u64 = 4;

/// Where a record is played from and to, and what it is to those before and after it. Places are in samples per
/// channel, counted from the beginning of the tape.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cues {
    /// Where it begins.
    pub begin: u64,
    /// So many samples from there on it is only softly introduced.
    pub intro: u64,
    /// Where it ends, if not with the tape.
    pub end: Option<u64>,
    /// From where on it only dies away, if that was measured: the next track may come in here.
    pub ending: Option<u64>,
    /// What kind of piece it is.
    pub kind: Kind,
    /// How long the crossfade after it lasts, where its playlist says so.
    pub crossfade: Option<Duration>,
    /// Its place in an album that plays without gaps.
    pub gapless: Option<Gapless>,
}

/// What kind of piece a record is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Music, which may be faded.
    #[default]
    Music,
    /// A jingle or a station's name: never faded, and nothing begins before it is over.
    Jingle,
    /// A jingle over which music may begin, as long as that is only softly introduced.
    OverIntro,
}

/// How one track goes over into the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Segue {
    /// The next begins with the sample after the last.
    Join,
    /// The next begins at full level so many samples before the end, which dies away by itself.
    PlayOut(u64),
    /// The next begins, softer than it is, so many samples before the end of a jingle.
    Under(u64),
    /// Both are faded, over so many samples.
    Cross(u64),
}

/// What a segue depends on.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    pub(super) cues: Cues,
    /// How long it plays, in samples, if known.
    pub(super) length: Option<u64>,
}

impl Cues {
    /// The cues of music that was analysed.
    pub fn of_music(analysis: &Analysis) -> Self {
        let (begin, end) = (samples(analysis.cue_in), samples(analysis.cue_out));
        if end <= begin {
            // Silence all through, or a measurement that cannot be: it is played as it is.
            return Self::default();
        }
        let ending = samples(analysis.segue).clamp(begin, end);
        let intro = samples(analysis.intro).saturating_sub(begin);
        Self { begin, intro, end: Some(end), ending: Some(ending), ..Self::default() }
    }

    /// Whether `next` is the track after this one, of an album without gaps.
    pub fn leads_to(&self, next: &Self) -> bool {
        let both = self.gapless.as_ref().zip(next.gapless.as_ref());
        both.is_some_and(|(this, next)| this.leads_to(next))
    }
}

impl Segue {
    /// How `piece` goes over into `next`; `crossfade` samples where nothing is known of its ending.
    pub(super) fn between(piece: &Piece, next: &Piece, crossfade: u64) -> Self {
        if piece.cues.leads_to(&next.cues) {
            return Self::Join;
        }
        match (piece.cues.kind, next.cues.kind) {
            (Kind::OverIntro, Kind::Music) if next.cues.intro >= SHORTEST_INTRO => {
                let jingle = piece.length.map_or(u64::MAX, |length| length.saturating_sub(ALONE));
                // Past the intro nothing is heard over the song.
                return Self::Under(next.cues.intro.min(jingle).min(MOST_OVERLAP));
            }
            (Kind::Jingle | Kind::OverIntro, _) => return Self::Join,
            (Kind::Music, _) => {}
        }
        let bound = |overlap: u64| {
            let part = |length: Option<u64>| length.map_or(u64::MAX, |length| length / MOST_OF_A_TRACK);
            overlap.min(MOST_OVERLAP).min(part(piece.length)).min(part(next.length))
        };
        let of = |overlap: u64, segue: fn(u64) -> Self| {
            let overlap = bound(overlap);
            if overlap < BLOCK as u64 { Self::Join } else { segue(overlap) }
        };
        let length_of_ending =
            piece.cues.end.zip(piece.cues.ending).map(|(end, ending)| end.saturating_sub(ending));
        let is_before_jingle = next.cues.kind != Kind::Music;
        match (length_of_ending, piece.cues.crossfade) {
            (_, Some(asked)) if !is_before_jingle => of(samples(asked), Self::Cross),
            (Some(ending), _) => of(ending, Self::PlayOut),
            (None, _) if is_before_jingle => Self::Join,
            (None, _) => of(crossfade, Self::Cross),
        }
    }

    /// How many samples before the end the next one begins.
    pub(super) fn overlap(self) -> u64 {
        match self {
            Self::Join => 0,
            Self::PlayOut(overlap) | Self::Under(overlap) | Self::Cross(overlap) => overlap,
        }
    }
}

/// A time in samples.
pub(super) fn samples(time: Duration) -> u64 {
    u64::try_from(time.as_nanos() * u128::from(SAMPLE_RATE) / 1_000_000_000).unwrap_or(u64::MAX)
}
