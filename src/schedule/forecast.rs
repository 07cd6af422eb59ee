//! Forecasts of what will play.

use std::ops::Range;
use std::sync::Arc;

use super::ProgrammeDirector;
use crate::model::{Aired, Listed, Pick, Programme};

/// Two outlooks on the same programme are the same: so it is seen what a change of it changes.
const SEED: u64 = 1;

/// Forecasts the picks of a span, in microseconds since 1970: at most the first `most`.
///
/// `heard` lists recent titles, newest first, for the separation rules.
pub fn outlook(
    programme: &Arc<Programme>,
    tracks: &Arc<[Listed]>,
    heard: &[Aired],
    (span, most): (&Range<u64>, usize),
) -> Vec<Pick> {
    let mut director = ProgrammeDirector::seeded(SEED);
    director.follow(Arc::clone(programme), span.start);
    director.stock(tracks, span.start);
    for line in heard.iter().rev() {
        director.heard(line.from_us, &line.title, line.artist.as_deref(), line.album.as_deref());
    }
    let mut at_us = span.start;
    let next = |_| {
        let pick = director.next(at_us).filter(|pick| pick.at_us < span.end)?;
        at_us = pick.at_us + director.length_us(pick.track);
        Some(pick)
    };
    (0..most).map_while(next).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Separation;
    use crate::schedule::tests::{MINUTE_US, MONDAY_US, letters, list};

    fn told(programme: Programme, minutes: u64) -> String {
        let span = MONDAY_US..MONDAY_US + minutes * MINUTE_US;
        let picks = outlook(&Arc::new(programme), &letters("abcdefgh"), &[], (&span, 100));
        picks.iter().filter_map(|pick| char::from_u32(pick.track.0 as u32)).collect()
    }

    #[test]
    fn it_ends_with_its_span_and_is_the_same_each_time() {
        let programme = || Programme {
            separation: Separation::default(),
            playlists: vec![list("A", "abcd")],
            ..Programme::default()
        };
        assert_eq!(told(programme(), 12), "abcd");
        assert_eq!(told(programme(), 13), "abcda");
        let library = told(Programme::default(), 60);
        assert_eq!((library.len(), &library), (20, &told(Programme::default(), 60)));
    }
}
