//! Shuffle without repeating.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Plays everything once in random order, then everything once more, and never a file twice in a row.
pub struct Rotation {
    played: HashSet<PathBuf>,
    last: Option<PathBuf>,
    random: fastrand::Rng,
}

impl Rotation {
    /// A rotation of its own order.
    pub fn new() -> Self {
        Self::with_random(fastrand::Rng::new())
    }

    /// A rotation whose order follows from `seed`.
    pub fn seeded(seed: u64) -> Self {
        Self::with_random(fastrand::Rng::with_seed(seed))
    }

    fn with_random(random: fastrand::Rng) -> Self {
        Self { played: HashSet::new(), last: None, random }
    }

    /// The place in `files` of what plays next; `None` if there is nothing. Files may come and go.
    pub fn next<'a>(&mut self, files: &(impl Iterator<Item = &'a Path> + Clone)) -> Option<usize> {
        if files.clone().all(|name| self.played.contains(name)) {
            self.played.clear();
        }
        let candidates = |but: Option<&Path>| -> Vec<usize> {
            let fresh = |(_, name): &(usize, &Path)| !self.played.contains(*name) && Some(*name) != but;
            files.clone().enumerate().filter(fresh).map(|(place, _)| place).collect()
        };
        let mut choice = candidates(self.last.as_deref());
        if choice.is_empty() {
            // The last one is all that is left.
            choice = candidates(None);
        }
        let place = *self.random.choice(&choice)?;
        let file = files.clone().nth(place)?.to_owned();
        self.played.insert(file.clone());
        self.last = Some(file);
        Some(place)
    }
}

impl Default for Rotation {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn play(rotation: &mut Rotation, shelf: &str, times: usize) -> String {
        let files: Vec<PathBuf> =
            shelf.split(' ').filter(|name| !name.is_empty()).map(PathBuf::from).collect();
        let pick = |_| {
            rotation.next(&files.iter().map(PathBuf::as_path)).map(|place| files[place].to_str().unwrap())
        };
        (0..times).filter_map(pick).collect()
    }

    #[test]
    fn nothing_repeats_until_all_were_played() {
        for seed in 0..50 {
            let mut rotation = Rotation::seeded(seed);
            let heard = play(&mut rotation, "a b c d e", 25);
            for round in heard.as_bytes().chunks(5) {
                assert_eq!(round.iter().collect::<HashSet<_>>().len(), 5, "{heard}");
            }
            assert!(heard.as_bytes().windows(2).all(|pair| pair[0] != pair[1]), "{heard}");
        }
    }

    #[test]
    fn files_come_and_go() {
        let mut rotation = Rotation::seeded(1);
        assert_eq!(play(&mut rotation, "", 3), "");
        assert_eq!(play(&mut rotation, "a", 3), "aaa");
        assert!(play(&mut rotation, "a b", 1) == "b", "what is new plays before what was played");
        assert_eq!(play(&mut rotation, "c", 1), "c");
    }
}
