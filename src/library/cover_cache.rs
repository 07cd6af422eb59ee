//! The covers of what was loaded lately, for those who ask for them; large ones made smaller on a thread of its own,
//! which lets all others go before.

use std::collections::{HashMap, VecDeque};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use bytes::Bytes;

use super::album::Album;
use super::cover::{Fit, Original};
use super::picture;
use crate::model::{Cover, CoverId, CoverLookup};
use crate::sys;

/// Covers kept in memory, in bytes.
const KEPT_BYTES: usize = 16 << 20;
/// Pictures that may wait to be made smaller. They are of tracks that come soon: there are few.
const MOST_WAITING: usize = 4;
/// Of so many pictures it is known that they are damaged.
const MOST_DAMAGED: usize = 1_000;

/// Keeps covers. Clones are the same gallery.
#[derive(Clone, Debug)]
pub(super) struct CoverCache {
    walls: Arc<Mutex<Walls>>,
    album: Option<Arc<Album>>,
}

#[derive(Debug, Default)]
struct Walls {
    kept: Kept,
    /// Pictures waiting to be scaled down, next first, with the path they belong to.
    waiting: VecDeque<(Original, PathBuf)>,
    /// Picture that is being scaled down.
    in_hand: Option<CoverId>,
    is_working: bool,
    damaged: VecDeque<CoverId>,
}

impl CoverCache {
    /// A gallery that keeps what it made smaller in the folder `album`, too, if there is one.
    pub(super) fn new(album: Option<PathBuf>) -> Self {
        Self { walls: Arc::default(), album: album.map(|folder| Arc::new(Album::new(folder))) }
    }

    /// Takes a picture that belongs to `owner`, and tells by which name it can be asked for; `None` if it is known
    /// that it cannot be shown.
    pub(super) fn hang(&self, picture: Fit, owner: PathBuf) -> Option<CoverId> {
        let mut walls = self.walls();
        match picture {
            Fit::Small(cover) => Some(walls.kept.keep(cover).id.clone()),
            Fit::Large(original) => {
                let id = original.id.clone();
                if walls.damaged.contains(&id) {
                    return None;
                }
                if walls.kept.use_again(&id).is_none() && !walls.is_coming(&id) {
                    if walls.waiting.len() == MOST_WAITING {
                        walls.waiting.pop_front();
                    }
                    walls.waiting.push_back((original, owner));
                    self.work(&mut walls);
                }
                Some(id)
            }
        }
    }

    /// The cover with this name.
    pub(super) fn find(&self, id: &CoverId) -> CoverLookup {
        let walls = self.walls();
        match walls.kept.get(id) {
            Some(cover) => CoverLookup::Here(cover),
            None if walls.is_coming(id) => CoverLookup::Soon,
            None => CoverLookup::Nowhere,
        }
    }

    /// Has a thread make smaller what waits, unless one is at it.
    fn work(&self, walls: &mut Walls) {
        if std::mem::replace(&mut walls.is_working, true) {
            return;
        }
        let gallery = self.clone();
        let started = thread::Builder::new().name("covers".to_owned()).spawn(move || {
            sys::step_back();
            while let Some((original, owner)) = gallery.take() {
                gallery.make_smaller(&original, &owner);
            }
        });
        if let Err(error) = started {
            tracing::warn!(%error, "no thread for covers: large ones are not shown");
            walls.is_working = false;
            walls.waiting.clear();
        }
    }

    /// The next one that is to be made smaller; without any, the thread has to end.
    fn take(&self) -> Option<(Original, PathBuf)> {
        let mut walls = self.walls();
        let next = walls.waiting.pop_front();
        walls.is_working = next.is_some();
        walls.in_hand = next.as_ref().map(|(original, _)| original.id.clone());
        next
    }

    fn make_smaller(&self, original: &Original, owner: &Path) {
        let id = &original.id;
        let known = self.album.as_ref().and_then(|album| album.get(id));
        let is_new = known.is_none();
        let made = known.map_or_else(|| made(original), Ok);
        if let (Some(album), Ok(made), true) = (&self.album, &made, is_new) {
            album.put(id, made);
        }
        let mut walls = self.walls();
        match made {
            Ok(image) => {
                let (id, image) = (id.clone(), Bytes::from(image));
                walls.kept.keep(Cover { id, media_type: "image/jpeg", image });
            }
            Err(reason) => {
                tracing::warn!("{} is played without a cover: {reason}", owner.display());
                if walls.damaged.len() == MOST_DAMAGED {
                    walls.damaged.pop_front();
                }
                walls.damaged.push_back(id.clone());
            }
        }
        walls.in_hand = None;
    }

    fn walls(&self) -> MutexGuard<'_, Walls> {
        self.walls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn made(original: &Original) -> Result<Vec<u8>, String> {
    // A reader that panics on a malformed picture costs that picture.
    match catch_unwind(|| picture::shrink(original)) {
        Ok(made) => made.map_err(|error| error.to_string()),
        Err(_) => Err("its cover is damaged in a way that our reader does not survive".to_owned()),
    }
}

impl Walls {
    /// Returns whether it is being scaled down, or waits for that.
    fn is_coming(&self, id: &CoverId) -> bool {
        self.in_hand.as_ref() == Some(id) || self.waiting.iter().any(|(original, _)| original.id == *id)
    }
}

/// Covers in memory.
#[derive(Debug, Default)]
struct Kept {
    by_id: HashMap<CoverId, Arc<Cover>>,
    /// Least recently used first.
    order: VecDeque<CoverId>,
    bytes: usize,
}

impl Kept {
    /// Keeps a cover, and lets go of the oldest where there are too many; one that is kept already is used again.
    fn keep(&mut self, cover: Cover) -> Arc<Cover> {
        if let Some(known) = self.use_again(&cover.id) {
            return known;
        }
        let id = cover.id.clone();
        self.order.push_back(id.clone());
        self.bytes += cover.image.len();
        let cover = Arc::new(cover);
        self.by_id.insert(id, Arc::clone(&cover));
        while self.bytes > KEPT_BYTES
            && let Some(oldest) = self.order.pop_front()
            && let Some(gone) = self.by_id.remove(&oldest)
        {
            self.bytes -= gone.image.len();
        }
        cover
    }

    /// Returns a cached cover and marks it as recently used.
    fn use_again(&mut self, id: &CoverId) -> Option<Arc<Cover>> {
        let known = self.get(id)?;
        self.order.retain(|other| other != id);
        self.order.push_back(id.clone());
        Some(known)
    }

    fn get(&self, id: &CoverId) -> Option<Arc<Cover>> {
        self.by_id.get(id).map(Arc::clone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_are_kept_up_to_a_bound() {
        let mut kept = Kept::default();
        let id = |n: usize| CoverId(n.to_string());
        let cover = |n| Cover { id: id(n), media_type: "image/png", image: vec![0; 2 << 20].into() };
        (1..=9).for_each(|n| drop(kept.keep(cover(n))));
        assert_eq!(kept.get(&id(1)), None);
        assert!(kept.get(&id(2)).is_some());
        kept.keep(cover(2));
        kept.keep(cover(99));
        assert!(kept.get(&id(2)).is_some(), "used again, so it stays");
        assert_eq!(kept.get(&id(3)), None);
        assert!(kept.bytes <= KEPT_BYTES && kept.by_id.len() == kept.order.len());
    }
}
