//! Albums that play without gaps.

use std::sync::Arc;
use std::time::Duration;

use crate::model::Listed;

/// A track's place in an album that plays without gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gapless {
    /// Key that all tracks of the album share.
    pub album: Arc<str>,
    /// The track's number in it.
    pub number: u32,
}

impl Gapless {
    /// The place of `track`, if its tags ask that its album plays without gaps, and say which and where on it.
    ///
    /// An album is what lies in one folder under one title: artists may differ from track to track.
    pub(super) fn of(track: &Listed) -> Option<Self> {
        let (album, number) = (track.album.as_ref()?, track.number?);
        let folder = track.path.parent().unwrap_or(&track.path).display();
        let disc = track.disc.unwrap_or(1);
        let album = format!("{folder}\n{disc}\n{album}").into();
        track.is_gapless.then_some(Self { album, number: number.into() })
    }

    /// Returns whether `next` directly follows this track on the album.
    pub(super) fn leads_to(&self, next: &Self) -> bool {
        self.album == next.album && self.number.checked_add(1) == Some(next.number)
    }
}

/// Returns the loudness of an album, in LUFS, from its tracks' loudness and durations.
pub(super) fn loudness(tracks: impl Iterator<Item = (f64, Duration)>) -> Option<f64> {
    let (power, time) = tracks.fold((0.0, 0.0), |(power, time), (lufs, length)| {
        let length = length.as_secs_f64();
        (power + length * 10.0_f64.powf(lufs / 10.0), time + length)
    });
    (power > 0.0).then(|| 10.0 * (power / time).log10())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TrackId;

    #[test]
    fn a_track_is_followed_by_the_next_of_its_album() {
        let track = |path: &str, disc, number| {
            let mut track = Listed::new(TrackId(1), path, "a");
            (track.album, track.disc, track.number) = (Some("Coast".to_owned()), disc, number);
            track.is_gapless = true;
            track
        };
        let place = |path, disc, number| Gapless::of(&track(path, disc, number)).unwrap();
        let first = place("coast/1.mp3", Some(1), Some(1));
        assert!(first.leads_to(&place("coast/2.flac", None, Some(2))));
        let others =
            [("coast/3.mp3", 1, 3), ("coast/2.mp3", 2, 2), ("sea/2.mp3", 1, 2), ("coast/1.mp3", 1, 1)];
        for (path, disc, number) in others {
            assert!(!first.leads_to(&place(path, Some(disc), Some(number))), "{path}, disc {disc}, {number}");
        }
        assert_eq!(Gapless::of(&track("coast/1.mp3", Some(1), None)), None);
        assert_eq!(Gapless::of(&Listed { is_gapless: false, ..track("coast/1.mp3", None, Some(1)) }), None);
        assert_eq!(Gapless::of(&Listed { album: None, ..track("coast/1.mp3", None, Some(1)) }), None);
    }

    #[test]
    fn an_album_is_as_loud_as_all_of_it() {
        let of = |tracks: &[(f64, u64)]| {
            let tracks = tracks.iter().map(|(lufs, seconds)| (*lufs, Duration::from_secs(*seconds)));
            loudness(tracks).map(|lufs| (lufs * 100.0).round() / 100.0)
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[(-14.0, 0)]), None);
        assert_eq!(of(&[(-14.0, 100), (-14.0, 7)]), Some(-14.0));
        assert_eq!(of(&[(-10.0, 60), (-60.0, 60)]), Some(-13.01));
    }
}
