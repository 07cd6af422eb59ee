//! Covers: found, and told from what nobody could be shown.

use std::fmt;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use crate::model::{Cover, CoverId};

/// The largest picture that is looked at, in bytes: lofty reads none in a tag that is larger.
const MOST_BYTES: usize = 16 << 20;
/// The largest picture that is looked at, in pixels: of 4,000 × 3,000. It takes about ten bytes each.
pub(super) const MOST_PIXELS: usize = 12_000_000;
/// A picture of no more than so many pixels a side, and of so many bytes, is shown as it is;
pub(super) const SIDE: usize = 512;
const SMALL_BYTES: usize = 256 << 10;
/// Largest accepted animated GIF, in bytes; it cannot be scaled down.
const GIF_BYTES: usize = 2 << 20;

/// The names of pictures beside the music, without and with their endings, the best first.
const NAMES: [&str; 3] = ["cover", "folder", "front"];
const ENDINGS: [&str; 4] = ["jpg", "jpeg", "png", "webp"];

/// Reasons why a picture is not shown, worded to follow the name of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CoverRefusal {
    Bytes(usize),
    Pixels(usize, usize),
    Gif,
    Kind,
}

impl fmt::Display for CoverRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => {
                let megabytes = *bytes as f64 / f64::from(1 << 20);
                write!(f, "its cover has {megabytes:.1} MB; at most {} MB are read", MOST_BYTES >> 20)
            }
            Self::Pixels(width, height) => {
                write!(f, "its cover is {width} × {height} pixels; ")?;
                write!(f, "at most {} million are read", MOST_PIXELS / 1_000_000)
            }
            Self::Gif => write!(f, "its cover is a GIF of more than {} MB", GIF_BYTES >> 20),
            Self::Kind => f.write_str("its cover is not a JPEG, PNG, WebP or GIF picture"),
        }
    }
}

/// A picture that can be shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// As it is.
    Small(Cover),
    /// Once it is made smaller.
    Large(Original),
}

/// A picture that is to be made smaller.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Original {
    /// The name of what will be made of it.
    pub(super) id: CoverId,
    pub(super) media_type: &'static str,
    pub(super) image: Vec<u8>,
}

/// Looks whether a picture can be shown to anyone. Only its beginning is read, so that it costs nothing.
///
/// Detects the picture's type by its bytes. Types that could carry scripts are refused.
pub(super) fn check(image: Vec<u8>) -> Result<Fit, CoverRefusal> {
    let media_type = media_type(&image).ok_or(CoverRefusal::Kind)?;
    if image.len() > MOST_BYTES {
        return Err(CoverRefusal::Bytes(image.len()));
    }
    let size = imagesize::blob_size(&image).map_err(|_| CoverRefusal::Kind)?;
    if size.width.saturating_mul(size.height) > MOST_PIXELS {
        return Err(CoverRefusal::Pixels(size.width, size.height));
    }
    let is_gif = media_type == "image/gif";
    if is_gif && image.len() > GIF_BYTES {
        return Err(CoverRefusal::Gif);
    }
    let is_small = size.width <= SIDE && size.height <= SIDE && image.len() <= SMALL_BYTES;
    if is_small || is_gif {
        let id = id_of(&image);
        return Ok(Fit::Small(Cover { id, media_type, image: Bytes::from(image) }));
    }
    // What is made of it is another picture, and may be made in another way one day.
    let id = name(fnv_1a(BEGINNING, b"512 pixels, JPEG 85"), &image);
    Ok(Fit::Large(Original { id, media_type, image }))
}

/// A name for a picture, made from its content.
pub(super) fn id_of(image: &[u8]) -> CoverId {
    name(BEGINNING, image)
}

fn name(hash: u64, image: &[u8]) -> CoverId {
    CoverId(format!("{:016x}", fnv_1a(hash, image)))
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

/// Ranks a file name as that of a cover; lower is better.
fn rank(name: &str) -> Option<(usize, usize)> {
    let (stem, ending) = name.rsplit_once('.')?;
    let stem = NAMES.iter().position(|known| known.eq_ignore_ascii_case(stem))?;
    let ending = ENDINGS.iter().position(|known| known.eq_ignore_ascii_case(ending))?;
    Some((stem, ending))
}

/// Detects a picture's media type by its first bytes.
pub(super) fn media_type(image: &[u8]) -> Option<&'static str> {
    match image {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

/// FNV-1a offset basis.
const BEGINNING: u64 = 0xCBF2_9CE4_8422_2325;

/// FNV-1a, which is the same in every process, so that an address stays what it is.
fn fnv_1a(hash: u64, bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
    bytes.iter().fold(hash, step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::tests::png;

    fn small(image: Vec<u8>) -> Cover {
        match check(image).unwrap() {
            Fit::Small(cover) => cover,
            Fit::Large(original) => panic!("{} is to be made smaller", original.id),
        }
    }

    #[test]
    fn pictures_are_told_by_their_bytes() {
        let cover = small(png(10, 20, 0));
        assert_eq!(cover.media_type, "image/png");
        assert_eq!(cover.id.0.len(), 16);
        assert_eq!(cover.id, small(png(10, 20, 0)).id);
        assert_ne!(cover.id, small(png(20, 10, 0)).id);
        assert_eq!(check(b"<svg onload='alert(1)'>".to_vec()), Err(CoverRefusal::Kind));
        assert_eq!(check(b"\x89PNG\r\n\x1a\n".to_vec()), Err(CoverRefusal::Kind));
        assert_eq!(check(Vec::new()), Err(CoverRefusal::Kind));
    }

    #[test]
    fn what_is_large_is_to_be_made_smaller() {
        let is_large = |image| matches!(check(image), Ok(Fit::Large(_)));
        assert!(!is_large(png(512, 512, 256 << 10)));
        assert!(is_large(png(513, 100, 0)) && is_large(png(100, 513, 0)));
        assert!(is_large(png(100, 100, (256 << 10) + 1)));
        assert!(is_large(png(4_000, 3_000, 15 << 20)));
    }

    #[test]
    fn pictures_that_are_too_large_are_refused_in_plain_words() {
        let refused = |image| check(image).unwrap_err().to_string();
        let pixels = "its cover is 8000 × 8000 pixels; at most 12 million are read";
        assert_eq!(refused(png(8_000, 8_000, 0)), pixels);
        assert!(refused(png(u32::MAX, u32::MAX, 0)).contains("at most 12 million"));
        assert_eq!(refused(png(10, 10, 17 << 20)), "its cover has 17.0 MB; at most 16 MB are read");
        let mut gif = b"GIF89a\x10\0\x10\0".to_vec();
        gif.resize((2 << 20) + 1, 0);
        assert_eq!(refused(gif), "its cover is a GIF of more than 2 MB");
    }

    #[test]
    fn the_best_name_wins() {
        assert!(rank("cover.jpg") < rank("Folder.jpg"));
        assert!(rank("Cover.PNG") < rank("front.jpg"));
        assert_eq!(rank("covers.jpg"), None);
        assert_eq!(rank("cover.svg"), None);
    }
}
