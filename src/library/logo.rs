//! Logos of stations, made from pictures that people send.

use std::panic::catch_unwind;

use super::cover::{self, MOST_PIXELS};
use super::picture::{self, Fitted};
use crate::model::{Logo, LogoForm};

/// Bytes searched for the signature of an SVG.
const SVG_WITHIN: usize = 4 << 10;

/// Reasons why a picture cannot be a logo.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnfitLogo {
    /// It is no picture, or one of a kind that is not read.
    #[error("the picture has to be a PNG, JPEG or WebP file, and this is none of them")]
    Kind,
    /// It is one that could do more than be looked at.
    #[error("an SVG can hold scripts, so it is not taken: save it as a PNG picture")]
    Svg,
    /// It would take too much memory.
    #[error("the picture is {} × {} pixels; at most {} million are read", .0, .1, MOST_PIXELS / 1_000_000)]
    Pixels(usize, usize),
    /// It cannot be read; says why.
    #[error("{0}")]
    Unread(String),
}

/// Re-encodes a picture as a logo: no side longer than 512 pixels, and no metadata of the original file.
///
/// Type and size are read from the first bytes: oversized pictures are refused before they are decoded. May
/// take a
/// second, and 130 MB.
pub fn logo(image: &[u8]) -> Result<(Logo, Vec<u8>), UnfitLogo> {
    let media_type = match cover::media_type(image) {
        Some(media_type @ ("image/png" | "image/jpeg" | "image/webp")) => media_type,
        None if is_svg(image) => return Err(UnfitLogo::Svg),
        _ => return Err(UnfitLogo::Kind),
    };
    let size = imagesize::blob_size(image).map_err(|_| UnfitLogo::Kind)?;
    if size.width.saturating_mul(size.height) > MOST_PIXELS {
        return Err(UnfitLogo::Pixels(size.width, size.height));
    }
    if media_type == "image/jpeg" && breaks_off(image) {
        return Err(UnfitLogo::Unread("the picture is damaged: its end is missing".to_owned()));
    }
    let form = if media_type == "image/jpeg" { LogoForm::Jpeg } else { LogoForm::Png };
    let made = catch_unwind(|| {
        let fitted = picture::fitted(image, media_type)?;
        let made = if form == LogoForm::Jpeg { fitted.jpeg() } else { fitted.png() }?;
        let Fitted { width, height, .. } = fitted;
        Ok::<_, picture::PictureError>((width as u32, height as u32, made))
    });
    // A reader that panics on a malformed picture costs that picture.
    let survived = made.map_err(|_| UnfitLogo::Unread("the picture is damaged".to_owned()))?;
    let (width, height, made) = survived.map_err(|error| UnfitLogo::Unread(error.to_string()))?;
    Ok((Logo { id: cover::id_of(&made), form, width, height }, made))
}

/// Returns whether a JPEG is truncated: our decoder would show the rest of it in grey.
fn breaks_off(jpeg: &[u8]) -> bool {
    let last = |marker: [u8; 2]| jpeg.windows(2).rposition(|found| found == marker);
    // A smaller picture inside has an end of its own, before this one begins.
    last([0xFF, 0xD9]) < last([0xFF, 0xDA])
}

fn is_svg(image: &[u8]) -> bool {
    let beginning = String::from_utf8_lossy(&image[..image.len().min(SVG_WITHIN)]).to_ascii_lowercase();
    beginning.contains("<svg") || beginning.starts_with("<?xml")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::tests::png;

    /// A real PNG of one colour.
    fn plain((width, height): (u32, u32), colour: [u8; 4]) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(png::ColorType::Rgba);
        let values = colour.repeat(width as usize * height as usize);
        encoder.write_header().unwrap().write_image_data(&values).unwrap();
        file
    }

    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let (mut file, pixels) = (Vec::new(), usize::from(width) * usize::from(height));
        let encoder = jpeg_encoder::Encoder::new(&mut file, 90);
        encoder.encode(&[10, 200, 30].repeat(pixels), width, height, jpeg_encoder::ColorType::Rgb).unwrap();
        file
    }

    /// The pixels of a PNG.
    fn pixels(image: &[u8]) -> Vec<[u8; 4]> {
        let mut reader = png::Decoder::new(std::io::Cursor::new(image)).read_info().unwrap();
        assert_eq!(reader.info().color_type, png::ColorType::Rgba);
        let mut values = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut values).unwrap();
        values.as_chunks::<4>().0.to_vec()
    }

    #[test]
    fn a_logo_fits_and_may_be_seen_through() {
        let (known, made) = logo(&plain((1_024, 256), [200, 100, 50, 128])).unwrap();
        assert_eq!((known.form, known.width, known.height), (LogoForm::Png, 512, 128));
        let size = imagesize::blob_size(&made).unwrap();
        assert_eq!((size.width, size.height), (512, 128));
        let pixels = pixels(&made);
        assert_eq!(pixels.len(), 512 * 128);
        assert!(pixels.iter().all(|pixel| *pixel == [200, 100, 50, 128]), "{:?}", pixels[0]);
        // What is not seen at all has no colour, and divides nothing by nothing.
        let (_, made) = logo(&plain((20, 20), [9, 9, 9, 0])).unwrap();
        assert!(self::pixels(&made).iter().all(|pixel| pixel[3] == 0));
    }

    #[test]
    fn a_small_picture_keeps_its_size_and_a_photograph_its_form() {
        let (known, made) = logo(&jpeg(30, 40)).unwrap();
        assert_eq!((known.form, known.width, known.height), (LogoForm::Jpeg, 30, 40));
        assert!(made.starts_with(&[0xFF, 0xD8, 0xFF]));
        let (large, _) = logo(&jpeg(2_000, 1_000)).unwrap();
        assert_eq!((large.width, large.height), (512, 256));
        assert_eq!(logo(&jpeg(30, 40)).unwrap().0.id, known.id, "the same has the same name");
        assert_ne!(large.id, known.id);
    }

    #[test]
    fn nothing_of_the_file_is_kept_but_the_picture() {
        let script = b"<script>alert(1)</script>";
        for image in [plain((64, 64), [1, 2, 3, 255]), jpeg(64, 64)] {
            let polyglot = [&image[..], script].concat();
            let (known, made) = logo(&polyglot).unwrap();
            assert!(!made.windows(script.len()).any(|part| part == script));
            assert_eq!(known, logo(&image).unwrap().0);
        }
    }

    #[test]
    fn what_is_no_picture_that_we_read_is_refused() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
        for text in [svg.to_owned(), format!("<?xml version='1.0'?>\n{svg}"), format!("<!-- a -->\n {svg}")] {
            assert_eq!(logo(text.as_bytes()), Err(UnfitLogo::Svg), "{text}");
        }
        let gif = b"GIF89a\x10\0\x10\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x10\0\x10\0\0\x02\x02\x44\x01\0;";
        for other in [&b""[..], b"<html><script>", b"BM junk", b"\x89PNG\r\n\x1a\n", &gif[..]] {
            assert_eq!(logo(other), Err(UnfitLogo::Kind), "{other:?}");
        }
    }

    #[test]
    fn a_picture_that_says_it_is_huge_is_refused_before_it_is_read() {
        let refused = logo(&png(100_000, 100_000, 0)).unwrap_err();
        assert_eq!(refused, UnfitLogo::Pixels(100_000, 100_000));
        let words = "the picture is 100000 × 100000 pixels; at most 12 million are read";
        assert_eq!(refused.to_string(), words);
        assert!(matches!(logo(&png(u32::MAX, u32::MAX, 0)), Err(UnfitLogo::Pixels(..))));
    }

    #[test]
    fn what_broke_off_is_refused() {
        for whole in [plain((300, 300), [1, 2, 3, 255]), jpeg(300, 300)] {
            let why = logo(&whole[..whole.len() / 3]).unwrap_err().to_string();
            assert!(why.starts_with("the picture is damaged"), "{why}");
        }
        let junk = b"RIFFxxxxWEBPVP8 junk";
        assert!(logo(junk).is_err());
        let zero = png(0, 0, 200);
        assert!(logo(&zero).is_err());
        // It says another size than it has.
        let mut lie = plain((64, 64), [1, 2, 3, 255]);
        lie[16..24].copy_from_slice(&[0, 0, 0x08, 0, 0, 0, 0x08, 0]);
        assert!(logo(&lie).is_err());
    }
}
