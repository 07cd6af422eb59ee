//! Playback range of a track, and its transition to the next.

use std::time::Duration;

use super::album::Gapless;
use crate::audio::{BLOCK, SAMPLE_RATE};
use crate::model::Analysis;

/// Two tracks are heard together for at most so long, 12 s in samples: an ending that takes longer is nearly
/// silent by then.
pub(super) const MOST_OVERLAP: u64 = 12 * SAMPLE_RATE as u64;
/// Talk is heard over a track for at most so long, 30 s in samples.
pub const MOST_TALKED_OVER: u64 = 30 * SAMPLE_RATE as u64;
/// So long, 1 s in samples, a jingle is heard alone, and its title is shown and logged;
const ALONE: u64 = SAMPLE_RATE as u64;
/// Shortest intro under which a jingle continues, in samples: 1 s.
const SHORTEST_INTRO: u64 = SAMPLE_RATE as u64;
/// They are heard together for at most this part of either.
const MOST_OF_A_TRACK: u64 = 4;

/// Playback range of a track and its relation to its neighbours. Positions are in samples per
/// channel, counted from the beginning of the decoded sound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cues {
    /// Start of playback.
    pub begin: u64,
    /// Length of the soft intro from there on, in samples.
    pub intro: u64,
    /// End of playback; `None` plays to the end of the sound.
    pub end: Option<u64>,
    /// Start of the fade-out, if measured: the next track may come in here.
    pub ending: Option<u64>,
    /// Kind of track.
    pub kind: Kind,
    /// Duration of the crossfade after it, if its playlist sets one.
    pub crossfade: Option<Duration>,
    /// Its place in an album that plays without gaps.
    pub gapless: Option<Gapless>,
}

/// Kinds of track, as far as transitions differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Music, which may be faded.
    #[default]
    Music,
    /// A jingle or a station's name: never faded, and nothing begins before it is over.
    Jingle,
    /// A jingle over which music may begin, as long as that is only softly introduced.
    OverIntro,
    /// Talk that a DJ recorded, which is heard over the end of one track and the beginning of the next.
    Voice(VoiceCues),
}

/// Places of talk among the tracks beside it, in samples per channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VoiceCues {
    /// It begins so long before the end of the track before it.
    pub overlap: u64,
    /// The next track begins so long before its own end;
    pub under: u64,
    /// a track before it that is still heard by then is faded out.
    pub until_next: u64,
}

/// Transitions from one track to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Segue {
    /// The next begins with the sample after the last.
    Join,
    /// The next begins at full level so many samples before the end, which dies away by itself.
    PlayOut(u64),
    /// The next begins, softer than it is, so many samples before the end of a jingle or of talk.
    Under(u64),
    /// Talk begins so many samples before the end of a track that is softer from there on.
    Over(u64, VoiceCues),
    /// Both are faded, over so many samples.
    Cross(u64),
}

/// Properties of a track on which transitions depend.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    pub(super) cues: Cues,
    /// Length in samples, if known.
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

    /// Returns whether `next` directly follows this track on a gapless album.
    pub fn leads_to(&self, next: &Self) -> bool {
        let both = self.gapless.as_ref().zip(next.gapless.as_ref());
        both.is_some_and(|(this, next)| this.leads_to(next))
    }
}

impl Segue {
    /// Chooses the transition from `piece` to `next`; `crossfade` samples if the fade-out was not measured.
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
            (Kind::Music, Kind::Voice(cues)) if cues.overlap > 0 => {
                let overlap = cues.overlap.min(piece.length.unwrap_or(u64::MAX));
                return Self::Over(overlap.min(MOST_TALKED_OVER), cues);
            }
            (Kind::Voice(cues), Kind::Music) if cues.under > 0 => {
                return Self::Under(cues.under.min(MOST_TALKED_OVER));
            }
            (Kind::Jingle | Kind::OverIntro | Kind::Voice(_), _) => return Self::Join,
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

    /// Returns the number of samples before the end at which the next track begins.
    pub(super) fn overlap(self) -> u64 {
        match self {
            Self::Join => 0,
            Self::PlayOut(overlap) | Self::Under(overlap) | Self::Over(overlap, _) | Self::Cross(overlap) => {
                overlap
            }
        }
    }
}

/// A time in samples.
pub(super) fn samples(time: Duration) -> u64 {
    u64::try_from(time.as_nanos() * u128::from(SAMPLE_RATE) / 1_000_000_000).unwrap_or(u64::MAX)
}
