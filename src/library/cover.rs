//! Covers: found, checked and kept for those who ask for them.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;

use crate::model::{Cover, CoverId};

/// The largest picture that is shown, in bytes.
const MOST_BYTES: usize = 2 << 20;
/// The largest picture that is shown, in pixels a side.
const MOST_PIXELS: usize = 3_000;
/// How much of covers is kept, in bytes.
const KEPT_BYTES: usize = 16 << 20;

/// The names of pictures beside the music, without and with their endings, the best first.
const NAMES: [&str; 3] = ["cover", "folder", "front"];
const ENDINGS: [&str; 4] = ["jpg", "jpeg", "png", "webp"];

/// Why a picture is not shown, to be read after the name of what it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Bytes(usize),
    Pixels(usize, usize),
    Kind,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => {
                let megabytes = *bytes as f64 / f64::from(1 << 20);
                write!(f, "its cover has {megabytes:.1} MB; at most {} MB are shown", MOST_BYTES >> 20)
            }
            Self::Pixels(width, height) => {
                write!(f, "its cover is {width} × {height} pixels; ")?;
                write!(f, "at most {MOST_PIXELS} × {MOST_PIXELS} are shown")
            }
            Self::Kind => f.write_str("its cover is not a JPEG, PNG, WebP or GIF picture"),
        }
    }
}

/// Makes a cover of a picture, if it is one that can be shown to anyone.
///
/// What it is, its bytes say; never a kind of picture that could carry a script.
pub(super) fn check(image: Vec<u8>) -> Result<Cover, Refusal> {
    let media_type = media_type(&image).ok_or(Refusal::Kind)?;
    if image.len() > MOST_BYTES {
        return Err(Refusal::Bytes(image.len()));
    }
    let size = imagesize::blob_size(&image).map_err(|_| Refusal::Kind)?;
    if size.width > MOST_PIXELS || size.height > MOST_PIXELS {
        return Err(Refusal::Pixels(size.width, size.height));
    }
    Ok(Cover { id: CoverId(format!("{:016x}", fnv_1a(&image))), media_type, image: Bytes::from(image) })
}

/// The picture that lies beside `music`, and where.
pub(super) fn beside(music: &Path) -> Option<(PathBuf, Vec<u8>)> {
    let names =
        fs::read_dir(music.parent()?).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let (_, name) = names.filter_map(|name| Some((rank(&name)?, name))).min()?;
    let path = music.with_file_name(name);
    if !fs::metadata(&path).is_ok_and(|about| about.is_file()) {
        return None;
    }
    let mut image = Vec::new();
    // A byte more than is allowed is enough to refuse it.
    File::open(&path).ok()?.take(MOST_BYTES as u64 + 1).read_to_end(&mut image).ok()?;
    Some((path, image))
}

/// How much a name is liked as that of a picture; less is better.
fn rank(name: &str) -> Option<(usize, usize)> {
    let (stem, ending) = name.rsplit_once('.')?;
    let stem = NAMES.iter().position(|known| known.eq_ignore_ascii_case(stem))?;
    let ending = ENDINGS.iter().position(|known| known.eq_ignore_ascii_case(ending))?;
    Some((stem, ending))
}

fn media_type(image: &[u8]) -> Option<&'static str> {
    match image {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

/// FNV-1a, which is the same in every process, so that an address stays what it is.
fn fnv_1a(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, step)
}

/// The covers of tracks that were loaded lately.
#[derive(Debug, Default)]
pub(super) struct Covers {
    by_id: HashMap<CoverId, Arc<Cover>>,
    /// The one that was asked for longest ago in front.
    order: VecDeque<CoverId>,
    bytes: usize,
}

impl Covers {
    /// Keeps a cover, and lets go of the oldest where there are too many; one that is kept already is used again.
    pub(super) fn keep(&mut self, cover: Cover) -> Arc<Cover> {
        let id = cover.id.clone();
        self.order.retain(|known| *known != id);
        self.order.push_back(id.clone());
        if let Some(known) = self.by_id.get(&id) {
            return Arc::clone(known);
        }
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

    pub(super) fn get(&self, id: &CoverId) -> Option<Arc<Cover>> {
        self.by_id.get(id).map(Arc::clone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::tests::png;

    #[test]
    fn pictures_are_told_by_their_bytes() {
        let cover = check(png(10, 20, 0)).unwrap();
        assert_eq!(cover.media_type, "image/png");
        assert_eq!(cover.id.0.len(), 16);
        assert_eq!(cover.id, check(png(10, 20, 0)).unwrap().id);
        assert_ne!(cover.id, check(png(20, 10, 0)).unwrap().id);
        assert_eq!(check(b"<svg onload='alert(1)'>".to_vec()), Err(Refusal::Kind));
        assert_eq!(check(b"\x89PNG\r\n\x1a\n".to_vec()), Err(Refusal::Kind));
        assert_eq!(check(Vec::new()), Err(Refusal::Kind));
    }

    #[test]
    fn pictures_that_are_too_large_are_refused_in_plain_words() {
        let refused = |image| check(image).unwrap_err().to_string();
        let pixels = "its cover is 8000 × 8000 pixels; at most 3000 × 3000 are shown";
        assert_eq!(refused(png(8_000, 8_000, 0)), pixels);
        assert_eq!(refused(png(10, 10, 5 << 20)), "its cover has 5.0 MB; at most 2 MB are shown");
    }

    #[test]
    fn the_best_name_wins() {
        assert!(rank("cover.jpg") < rank("Folder.jpg"));
        assert!(rank("Cover.PNG") < rank("front.jpg"));
        assert_eq!(rank("covers.jpg"), None);
        assert_eq!(rank("cover.svg"), None);
    }

    #[test]
    fn covers_are_kept_up_to_a_bound() {
        let mut covers = Covers::default();
        let ids: Vec<_> =
            (1..=9).map(|n| covers.keep(check(png(n, n, 2 << 20)).unwrap()).id.clone()).collect();
        assert_eq!(covers.get(&ids[0]), None);
        assert!(covers.get(&ids[1]).is_some());
        covers.keep(check(png(2, 2, 2 << 20)).unwrap());
        covers.keep(check(png(99, 99, 2 << 20)).unwrap());
        assert!(covers.get(&ids[1]).is_some(), "used again, so it stays");
        assert_eq!(covers.get(&ids[2]), None);
        assert!(covers.bytes <= KEPT_BYTES && covers.by_id.len() == covers.order.len());
    }
}
