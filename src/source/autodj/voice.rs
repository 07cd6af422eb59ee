//! Voice tracks as records to be loaded.

use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::cues::{Cues, Kind, VoiceCues};
use super::deck::PreparedTrack;
use super::track_provider::{FileReader, LOOK, LibraryTrackProvider, LoadFailure, level_gain};
use crate::decode::Reader;
use crate::library;
use crate::model::{Queued, SourceKind, Title, TrackId, TrackKind, VoicePlacement, VoiceTrack};

impl LibraryTrackProvider {
    /// Loads talk, to be heard as it fits between the tracks beside it by now.
    pub(super) fn voice(&mut self, entry: &Queued, voice: &VoiceTrack) -> Result<PreparedTrack, LoadFailure> {
        let path = self.voices.as_ref().map(|files| files.path(voice.id)).ok_or(LoadFailure::File)?;
        let before = self.begun.as_ref().filter(|begun| !begun.entry.is_break());
        let before = before.map(|begun| begun.entry.track);
        let placement = voice.placement(before, self.track_after_voice(entry));
        if placement == VoicePlacement::Dropped {
            tracing::info!(
                dj = voice.account,
                "talk is not heard: neither of its tracks is beside it any more"
            );
            return Err(LoadFailure::File);
        }
        // A reader that panics on a malformed file costs that file.
        let opened = catch_unwind(|| (Reader::open(&path), library::measure(&path, LOOK)));
        let (reader, loudness) = match opened {
            Ok((Ok(reader), loudness)) => (reader, loudness.ok()),
            Ok((Err(error), _)) => {
                tracing::warn!(dj = voice.account, %error, "talk cannot be read, and is left out");
                return Err(LoadFailure::File);
            }
            Err(_) => return Err(LoadFailure::File),
        };
        let title = Title {
            dj: Some(voice.account.clone()),
            duration_us: Some(voice.length * 1_000_000 / u64::from(crate::audio::SAMPLE_RATE)),
            kind: TrackKind::Talk,
            ..Title::plain(SourceKind::Autodj, &voice.name)
        };
        let dj = voice.account.clone();
        Ok(PreparedTrack {
            title: Arc::new(title),
            file: None,
            gain: level_gain(loudness),
            cues: cues(voice, placement),
            tape: Box::new(FileReader { reader, disk_failed: Arc::<AtomicBool>::default() }),
            on_trouble: Box::new(move |reason| tracing::warn!(dj, reason, "talk broke off")),
        })
    }

    /// Returns the track after an entry that is talk.
    pub(super) fn track_after_voice(&self, entry: &Queued) -> Option<TrackId> {
        entry.voice.as_ref()?;
        self.planner.after(entry).map(|next| next.track)
    }
}

/// Returns the cues of talk that is heard like this.
fn cues(voice: &VoiceTrack, placement: VoicePlacement) -> Cues {
    let (mut overlap, mut next) = (voice.overlap, voice.next.min(voice.length));
    match placement {
        VoicePlacement::AfterAnother => overlap = 0,
        VoicePlacement::BeforeAnother => next = voice.length,
        VoicePlacement::Between | VoicePlacement::Dropped => {}
    }
    let kind = Kind::Voice(VoiceCues { overlap, under: voice.length - next, until_next: next });
    Cues { end: Some(voice.length), kind, ..Cues::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn talk_is_heard_as_it_fits_between_the_tracks_beside_it() {
        let voice = VoiceTrack {
            id: 1,
            account: "ann".to_owned(),
            name: "Ann".to_owned(),
            after: TrackId(1),
            before: TrackId(2),
            overlap: 300,
            next: 700,
            length: 1_000,
        };
        let check = |after, before, expected: Option<(u64, u64, u64)>| {
            let placement = voice.placement(after, before);
            let Kind::Voice(VoiceCues { overlap, under, until_next }) = cues(&voice, placement).kind else {
                panic!("no talk")
            };
            let found = (placement != VoicePlacement::Dropped).then_some((overlap, under, until_next));
            assert_eq!(found, expected, "{after:?} {before:?}");
        };
        let (one, two, other) = (Some(TrackId(1)), Some(TrackId(2)), Some(TrackId(3)));
        check(one, two, Some((300, 300, 700)));
        check(None, two, Some((300, 300, 700)));
        check(other, two, Some((0, 300, 700)));
        check(one, other, Some((300, 0, 1_000)));
        check(other, other, None);
        check(one, None, Some((300, 300, 700)));
    }
}
