//! Pictures made smaller.

use std::io::Cursor;

use image_webp::WebPDecoder;
use jpeg_encoder::{ColorType, Encoder};
use png::{Decoder as Png, Limits, Transformations};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::cover::{MOST_PIXELS, Original, SIDE};

/// JPEG quality, of 100.
const QUALITY: u8 = 85;
/// The most memory that a picture may take while it is read, in bytes.
const MOST_MEMORY: usize = MOST_PIXELS * 4 + (16 << 20);
/// Red, green and blue,
const RGB: usize = 3;
/// Bytes per pixel with transparency.
const RGBA: usize = 4;

/// Reasons why a picture cannot be scaled down.
#[derive(Debug, thiserror::Error)]
pub(super) enum PictureError {
    #[error("the picture is damaged: {0}")]
    Damaged(String),
    #[error("the picture is larger than its beginning says")]
    Larger,
    #[error("the picture could not be written: {0}")]
    Unwritten(String),
}

/// A picture as it was read.
struct Raster {
    width: usize,
    height: usize,
    /// Values of a pixel: of grey or three colours, and perhaps how opaque it is.
    channels: usize,
    values: Vec<u8>,
}

/// A picture that fits: no side of it is longer than [`SIDE`].
pub(super) struct Fitted {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Of each pixel its colours, as much of them as is opaque, and how opaque it is.
    pixels: Vec<[f32; RGBA]>,
}

/// Returns the picture as JPEG, no side longer than [`SIDE`]. May take a second, and 130 MB.
pub(super) fn shrink(original: &Original) -> Result<Vec<u8>, PictureError> {
    fitted(&original.image, original.media_type)?.jpeg()
}

/// Returns the picture with no side longer than [`SIDE`]; a smaller one keeps its size. May take as much.
pub(super) fn fitted(image: &[u8], media_type: &str) -> Result<Fitted, PictureError> {
    let raster = match media_type {
        "image/png" => read_png(image)?,
        "image/webp" => read_webp(image)?,
        _ => read_jpeg(image)?,
    };
    let (width, height) = target(raster.width, raster.height);
    Ok(Fitted { width, height, pixels: scaled(&raster, (width, height)) })
}

fn read_jpeg(image: &[u8]) -> Result<Raster, PictureError> {
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(image), options);
    decoder.decode_headers().map_err(damaged)?;
    let (width, height) = decoder.dimensions().ok_or(PictureError::Larger)?;
    check_size(width, height)?;
    let values = decoder.decode().map_err(damaged)?;
    let channels = decoder.output_colorspace().map_or(RGB, |colours| colours.num_components());
    Raster { width, height, channels, values }.checked()
}

fn read_png(image: &[u8]) -> Result<Raster, PictureError> {
    let mut decoder = Png::new_with_limits(Cursor::new(image), Limits { bytes: MOST_MEMORY });
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    let mut reader = decoder.read_info().map_err(damaged)?;
    let (width, height) = (reader.info().width as usize, reader.info().height as usize);
    check_size(width, height)?;
    let size = reader.output_buffer_size().filter(|size| *size <= MOST_MEMORY).ok_or(PictureError::Larger)?;
    let mut values = vec![0; size];
    let read = reader.next_frame(&mut values).map_err(damaged)?;
    values.truncate(read.buffer_size());
    Raster { width, height, channels: read.color_type.samples(), values }.checked()
}

fn read_webp(image: &[u8]) -> Result<Raster, PictureError> {
    let mut decoder = WebPDecoder::new(Cursor::new(image)).map_err(damaged)?;
    decoder.set_memory_limit(MOST_MEMORY);
    let (width, height) = (decoder.dimensions().0 as usize, decoder.dimensions().1 as usize);
    check_size(width, height)?;
    let size =
        decoder.output_buffer_size().filter(|size| *size <= MOST_MEMORY).ok_or(PictureError::Larger)?;
    let mut values = vec![0; size];
    decoder.read_image(&mut values).map_err(damaged)?;
    let channels = if decoder.has_alpha() { RGB + 1 } else { RGB };
    Raster { width, height, channels, values }.checked()
}

fn damaged(error: impl std::fmt::Display) -> PictureError {
    PictureError::Damaged(error.to_string())
}

/// Checks the decoder's size, which may differ from the one in the header.
fn check_size(width: usize, height: usize) -> Result<(), PictureError> {
    if width.saturating_mul(height) > MOST_PIXELS { Err(PictureError::Larger) } else { Ok(()) }
}

impl Raster {
    fn checked(self) -> Result<Self, PictureError> {
        let needed = self.width * self.height * self.channels;
        let is_whole = needed > 0 && self.values.len() >= needed && (1..=4).contains(&self.channels);
        if is_whole { Ok(self) } else { Err(PictureError::Damaged("a part of it is missing".to_owned())) }
    }

    /// Red, green and blue of a pixel, as much of them as is opaque, and how opaque it is.
    fn pixel(&self, row: &[u8], x: usize) -> [f32; RGBA] {
        let at = |channel: usize| row.get(x * self.channels + channel).copied().map_or(0.0, f32::from);
        let ([red, green, blue], opaque) = match self.channels {
            1 => ([at(0); RGB], 255.0),
            2 => ([at(0); RGB], at(1)),
            3 => ([at(0), at(1), at(2)], 255.0),
            _ => ([at(0), at(1), at(2)], at(3)),
        };
        let seen = opaque / 255.0;
        [red * seen, green * seen, blue * seen, opaque]
    }
}

impl Fitted {
    /// It as JPEG; what is not opaque is on white.
    pub(super) fn jpeg(&self) -> Result<Vec<u8>, PictureError> {
        let on_white = |[red, green, blue, opaque]: &[f32; RGBA]| {
            [red, green, blue].map(|value| (value + 255.0 - opaque).round() as u8)
        };
        let values: Vec<u8> = self.pixels.iter().flat_map(on_white).collect();
        let (mut jpeg, size) = (Vec::new(), (self.width as u16, self.height as u16));
        let written = Encoder::new(&mut jpeg, QUALITY).encode(&values, size.0, size.1, ColorType::Rgb);
        written.map_err(|error| PictureError::Unwritten(error.to_string()))?;
        Ok(jpeg)
    }

    /// It as PNG, which may be seen through.
    pub(super) fn png(&self) -> Result<Vec<u8>, PictureError> {
        let own = |[red, green, blue, opaque]: &[f32; RGBA]| {
            let seen = if *opaque > 0.0 { 255.0 / opaque } else { 0.0 };
            [red * seen, green * seen, blue * seen, *opaque].map(|value| value.round() as u8)
        };
        let values: Vec<u8> = self.pixels.iter().flat_map(own).collect();
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Rgba);
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&values));
        written.map_err(|error| PictureError::Unwritten(error.to_string()))?;
        Ok(file)
    }
}

/// The size of a picture that fits, of the same shape. It is never made larger.
fn target(width: usize, height: usize) -> (usize, usize) {
    let longest = width.max(height);
    if longest <= SIDE {
        return (width, height);
    }
    let fit = |side: usize| ((side * SIDE + longest / 2) / longest).max(1);
    (fit(width), fit(height))
}

/// The picture in another size: each pixel is the mean of what it covers.
fn scaled(raster: &Raster, (width, height): (usize, usize)) -> Vec<[f32; RGBA]> {
    let (columns, rows) = (spans(raster.width, width), spans(raster.height, height));
    let mut pixels = Vec::with_capacity(width * height);
    let mut sums = vec![[0.0_f32; RGBA]; width];
    let stride = raster.width * raster.channels;
    for span in rows {
        sums.fill([0.0; RGBA]);
        for (y, down) in span {
            let row = raster.values.get(y * stride..(y + 1) * stride).unwrap_or_default();
            for (sum, span) in sums.iter_mut().zip(&columns) {
                for (x, across) in span.clone() {
                    let pixel = raster.pixel(row, x);
                    for (sum, value) in sum.iter_mut().zip(pixel) {
                        *sum += value * across * down;
                    }
                }
            }
        }
        pixels.extend_from_slice(&sums);
    }
    pixels
}

/// Returns, for each of `count` output pixels, the input pixels of `length` it covers with their weights.
fn spans(length: usize, count: usize) -> Vec<impl Iterator<Item = (usize, f32)> + Clone> {
    let each = length as f64 / count as f64;
    let span = |place: usize| {
        let (from, to) = (place as f64 * each, (place + 1) as f64 * each);
        let last = (to.ceil() as usize).min(length);
        (from as usize..last).map(move |at| {
            let covered = to.min((at + 1) as f64) - from.max(at as f64);
            (at, (covered.max(0.0) / each) as f32)
        })
    };
    (0..count).map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::cover::{self, Fit};

    /// A real PNG: one half red, the other of another colour and opacity.
    fn halves((width, height): (u32, u32), other: [u8; 4]) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(png::ColorType::Rgba);
        let row = (0..width).flat_map(|x| if x < width / 2 { [255, 0, 0, 255] } else { other });
        let values: Vec<u8> =
            std::iter::repeat_n(row.collect::<Vec<_>>(), height as usize).flatten().collect();
        encoder.write_header().unwrap().write_image_data(&values).unwrap();
        file
    }

    fn original(image: Vec<u8>) -> Original {
        match cover::check(image).unwrap() {
            Fit::Large(original) => original,
            Fit::Small(cover) => panic!("{} is small", cover.id),
        }
    }

    /// The size of what is made of `image`, and its colours left and right.
    fn shrunk(image: Vec<u8>) -> ((usize, usize), [[u8; RGB]; 2]) {
        let raster = read_jpeg(&shrink(&original(image)).unwrap()).unwrap();
        let (width, middle) = (raster.width, raster.height / 2 * raster.width);
        let at = |x: usize| std::array::from_fn(|colour| raster.values[(middle + x) * RGB + colour]);
        ((width, raster.height), [at(width / 4), at(width * 3 / 4)])
    }

    #[track_caller]
    fn check((size, colours): ((usize, usize), [[u8; RGB]; 2]), expected: (usize, usize), right: [u8; RGB]) {
        assert_eq!(size, expected);
        for (colour, expected) in colours.into_iter().zip([[255, 0, 0], right]) {
            let off = colour.iter().zip(expected).map(|(value, expected)| value.abs_diff(expected)).max();
            assert!(off < Some(8), "{colour:?} instead of {expected:?}");
        }
    }

    #[test]
    fn large_pictures_are_made_to_fit_and_keep_their_shape_and_colours() {
        check(shrunk(halves((1_500, 1_500), [0, 0, 255, 255])), (512, 512), [0, 0, 255]);
        check(shrunk(halves((1_000, 250), [0, 128, 0, 255])), (512, 128), [0, 128, 0]);
        check(shrunk(halves((600, 900), [0, 0, 0, 0])), (341, 512), [255, 255, 255]);
        // And JPEG out of JPEG.
        let jpeg = |width: u16, height: u16| {
            let (mut file, pixels) = (Vec::new(), usize::from(width) * usize::from(height));
            let values = [255, 0, 0].repeat(pixels);
            Encoder::new(&mut file, 90).encode(&values, width, height, ColorType::Rgb).unwrap();
            file
        };
        check(shrunk(jpeg(900, 700)), (512, 398), [255, 0, 0]);
        let mut grey = Vec::new();
        Encoder::new(&mut grey, 90).encode(&vec![77; 700 * 700], 700, 700, ColorType::Luma).unwrap();
        let (size, [left, _]) = shrunk(grey);
        assert_eq!((size, left.map(|value| value.abs_diff(77) < 3)), ((512, 512), [true; RGB]));
    }

    #[test]
    fn damaged_pictures_are_no_more_than_an_error() {
        let mut whole = halves((1_000, 1_000), [9, 9, 9, 255]);
        let half = whole[..whole.len() / 2].to_vec();
        assert!(matches!(shrink(&original(half)), Err(PictureError::Damaged(_))));
        // It says that it is small at first, and is not.
        whole[16..24].copy_from_slice(&[0, 0, 0x20, 0, 0, 0, 0x20, 0]);
        let lie =
            Original { id: crate::model::CoverId(String::new()), media_type: "image/png", image: whole };
        assert!(shrink(&lie).is_err());
        let junk = Original { image: b"RIFFxxxxWEBPVP8 junk".to_vec(), media_type: "image/webp", ..lie };
        assert!(shrink(&junk).is_err());
    }

    #[test]
    fn every_part_of_a_picture_counts_once() {
        for (length, count) in [(10, 3), (512, 512), (1_000, 512), (7, 1), (3_000, 511)] {
            let spans = spans(length, count);
            let mut covered = vec![0.0; length];
            for span in spans {
                assert!((span.clone().map(|(_, share)| share).sum::<f32>() - 1.0).abs() < 1e-4);
                span.for_each(|(at, share)| covered[at] += share);
            }
            let each = count as f32 / length as f32;
            assert!(covered.iter().all(|share| (share - each).abs() < 1e-3), "{length} in {count}");
        }
    }
}
