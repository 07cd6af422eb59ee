//! Selects the library's tracks that match a playlist's query.

use std::collections::HashMap;

use crate::model::{Contents, Listed, Order, Playlist, Query, TrackId, TrackKind};
use crate::store::folded;

const DAY_S: u64 = 24 * 60 * 60;

/// The numbers of the tracks that fit the `query` of `list` at `now_s`, in seconds since 1970: in the order of the
/// library, or of their albums if they are to be played in sequence.
pub fn fitting(list: &Playlist, query: &Query, tracks: &[Listed], now_s: u64) -> Vec<TrackId> {
    let ask = QueryRunner::new(query, now_s);
    // Only music plays as music, unless another type is asked for.
    let kind = query.kind.or((!list.kind.is_jingle()).then_some(TrackKind::Music));
    let is_of_kind = |track: &&Listed| kind.is_none_or(|kind| track.kind == kind);
    let mut fitting: Vec<&Listed> =
        tracks.iter().filter(is_of_kind).filter(|track| ask.fits(track)).collect();
    if list.order == Order::Sequence {
        fitting
            .sort_by_key(|track| (track.path.parent(), track.disc.unwrap_or(1), track.number, &track.path));
    }
    fitting.into_iter().map(|track| track.id).collect()
}

/// The tracks that are in a playlist at `now_s`, in seconds since 1970, in its order.
pub fn holds<'a>(list: &Playlist, tracks: &'a [Listed], now_s: u64) -> Vec<&'a Listed> {
    let numbers = match &list.contents {
        Contents::Fixed(numbers) => numbers.clone(),
        Contents::Smart(query) => fitting(list, query, tracks, now_s),
    };
    let by_number: HashMap<_, _> = tracks.iter().map(|track| (track.id, track)).collect();
    numbers.iter().filter_map(|number| by_number.get(number).copied()).collect()
}

/// A query with its words made ready for comparing.
struct QueryRunner<'a> {
    query: &'a Query,
    genre: Option<String>,
    artist: Option<String>,
    words: Vec<String>,
    added_since: Option<u64>,
}

impl<'a> QueryRunner<'a> {
    fn new(query: &'a Query, now_s: u64) -> Self {
        let fold_some = |text: &Option<String>| text.as_deref().map(fold);
        let words = fold_some(&query.text).unwrap_or_default();
        Self {
            query,
            genre: fold_some(&query.genre),
            artist: fold_some(&query.artist),
            words: words.split_whitespace().map(str::to_owned).collect(),
            added_since: query.added_within_days.map(|days| now_s.saturating_sub(u64::from(days) * DAY_S)),
        }
    }

    fn fits(&self, track: &Listed) -> bool {
        let Query { from_year, to_year, shortest, longest, folder, .. } = self.query;
        let year = |fits: &dyn Fn(u16) -> bool| track.year.is_some_and(fits);
        let plays = |fits: &dyn Fn(std::time::Duration) -> bool| track.duration.is_some_and(fits);
        self.added_since.is_none_or(|since| track.added_at >= since)
            && from_year.is_none_or(|first| year(&|year| year >= first))
            && to_year.is_none_or(|last| year(&|year| year <= last))
            && shortest.is_none_or(|least| plays(&|length| length >= least))
            && longest.is_none_or(|most| plays(&|length| length <= most))
            && folder.as_ref().is_none_or(|folder| track.is_below(folder))
            && self.genre.as_ref().is_none_or(|genre| has_genre(track, genre))
            && self.artist.as_ref().is_none_or(|artist| is(track.artist.as_deref(), artist))
            && self.has_words(track)
    }

    fn has_words(&self, track: &Listed) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let tags = [Some(&track.title), track.artist.as_ref(), track.album.as_ref(), track.genre.as_ref()];
        let mut all: Vec<String> = tags.into_iter().flatten().map(|tag| fold(tag)).collect();
        all.push(fold(&track.path.to_string_lossy()));
        self.words.iter().all(|word| all.iter().any(|tag| tag.contains(word)))
    }
}

fn is(tag: Option<&str>, wanted: &str) -> bool {
    tag.is_some_and(|tag| fold(tag) == wanted)
}

/// Returns whether one of the genres listed in a tag, such as "Rock; Blues", is this one.
fn has_genre(track: &Listed, wanted: &str) -> bool {
    let tag = track.genre.as_deref();
    is(tag, wanted) || tag.is_some_and(|tag| tag.split([';', ',', '/']).any(|one| is(Some(one), wanted)))
}

fn fold(text: &str) -> String {
    folded(text.trim())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::model::{Every, PlaylistKind};
    use crate::schedule::tests::track;

    #[track_caller]
    fn check(query: &Query, expected: &[i64]) {
        let mut tracks = [track(1, "Reel", "Ann"), track(2, "Blue Sky", "Bob"), track(3, "Käse", "ann")];
        tracks[0].genre = Some("Folk; Dance".to_owned());
        tracks[0].year = Some(1999);
        tracks[0].added_at = 10 * DAY_S;
        tracks[1].year = Some(2005);
        tracks[1].path = std::path::Path::new("night/sky.flac").into();
        tracks[2].duration = None;
        let list = Playlist::of("a", Vec::new());
        let found: Vec<i64> = fitting(&list, query, &tracks, 12 * DAY_S).iter().map(|id| id.0).collect();
        assert_eq!(found, expected, "{query:?}");
    }

    #[test]
    fn a_sequence_goes_by_folder_disc_and_number() {
        let mut tracks: Vec<_> = (1..)
            .zip(["b/x", "a/z", "b/a", "b/w", "b/c", "b/b"])
            .map(|(id, path)| Listed { path: std::path::Path::new(path).into(), ..track(id, "a", "Ann") })
            .collect();
        tracks[0].number = Some(2);
        tracks[3].number = Some(1);
        tracks[2].disc = Some(2);
        let list = Playlist { order: Order::Sequence, ..Playlist::of("a", Vec::new()) };
        let found = fitting(&list, &Query::default(), &tracks, 0);
        assert_eq!(found.iter().map(|id| id.0).collect::<Vec<_>>(), [2, 6, 5, 4, 1, 3]);
    }

    #[test]
    fn a_playlist_of_music_has_music_unless_it_asks_for_another_type() {
        let mut tracks = [track(1, "Song", "Ann"), track(2, "Sweeper", "Ann"), track(3, "Chat", "Ann")];
        (tracks[1].kind, tracks[2].kind) = (TrackKind::Jingle, TrackKind::Talk);
        let found = |list: &Playlist, kind| {
            let query = Query { kind, ..Query::default() };
            fitting(list, &query, &tracks, 0).iter().map(|id| id.0).collect::<Vec<_>>()
        };
        let music = Playlist::of("a", Vec::new());
        assert_eq!(found(&music, None), [1]);
        assert_eq!(found(&music, Some(TrackKind::Talk)), [3]);
        let jingles = Playlist { kind: PlaylistKind::Jingle(Every::default()), ..music };
        assert_eq!(found(&jingles, None), [1, 2, 3]);
        assert_eq!(found(&jingles, Some(TrackKind::Jingle)), [2]);
    }

    #[test]
    fn what_is_asked_for_must_fit_and_what_is_unknown_does_not() {
        let text = |text: &str| Some(text.to_owned());
        check(&Query::default(), &[1, 2, 3]);
        check(&Query { genre: text("dance"), ..Query::default() }, &[1]);
        check(&Query { genre: text("dan"), ..Query::default() }, &[]);
        check(&Query { artist: text("ANN "), ..Query::default() }, &[1, 3]);
        check(&Query { from_year: Some(1999), to_year: Some(2004), ..Query::default() }, &[1]);
        check(&Query { from_year: Some(2000), ..Query::default() }, &[2]);
        check(&Query { text: text("sky bob"), ..Query::default() }, &[2]);
        check(&Query { text: text("KASE"), ..Query::default() }, &[3]);
        check(&Query { text: text("sky ann"), ..Query::default() }, &[]);
        check(&Query { added_within_days: Some(2), ..Query::default() }, &[1]);
        check(&Query { added_within_days: Some(1), ..Query::default() }, &[]);
        check(&Query { longest: Some(Duration::from_mins(3)), ..Query::default() }, &[1, 2]);
        check(&Query { shortest: Some(Duration::from_secs(181)), ..Query::default() }, &[]);
        check(&Query { folder: Some("night".into()), ..Query::default() }, &[2]);
        check(&Query { folder: Some("nig".into()), ..Query::default() }, &[]);
    }
}
