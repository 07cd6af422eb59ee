//! A station's colour, and the shades of it in which its pages can be read whatever colour it is.

use std::fmt;
use std::str::FromStr;

/// A colour of a screen: red, green and blue of sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// The text is not a colour of the form `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no colour: write it as #rrggbb, such as #0c5a66")]
pub struct NotAColour(String);

/// A page's colour scheme, chosen by the visitor's browser (`prefers-color-scheme`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// The colours of a page in one scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Of links, buttons and what is filled. It can be read on every [ground](Scheme::grounds).
    pub accent: Colour,
    /// Text colour on `accent`.
    pub on_accent: Colour,
    /// Sky of the drawing that stands in for a missing cover.
    pub sky: Colour,
    /// Waves of the same drawing.
    pub wave: Colour,
}

impl Colour {
    /// Default colour.
    pub const USUAL: Self = Self([0x0c, 0x5a, 0x66]);
    const WHITE: Self = Self([0xff; 3]);
    const BLACK: Self = Self([0; 3]);
    const NIGHT: Self = Self([0x0b, 0x10, 0x13]);

    /// Returns the contrast ratio to `other`, 1 to 21 (WCAG 2.2, contrast ratio).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance() + 0.05, other.luminance() + 0.05);
        one.max(other) / one.min(other)
    }

    /// Returns the relative luminance, 0 to 1 (WCAG 2.2, relative luminance).
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.light();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The light of its red, green and blue, each 0 to 1 (IEC 61966-2-1).
    fn light(self) -> [f64; 3] {
        self.0.map(|value| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// The colour that has this light.
    fn of_light(light: [f64; 3]) -> Self {
        Self(light.map(|light| {
            let light = light.clamp(0.0, 1.0);
            let value =
                if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
            (value * 255.0).round() as u8
        }))
    }
}

impl Scheme {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// Background colours of text and buttons: page, raised surface, sunken surface.
    pub const fn grounds(self) -> [Colour; 3] {
        match self {
            Self::Light => {
                [Colour([0xf5, 0xf2, 0xec]), Colour([0xff, 0xfd, 0xf9]), Colour([0xeb, 0xe6, 0xdc])]
            }
            Self::Dark => [Colour([0x10, 0x16, 0x1a]), Colour([0x18, 0x21, 0x26]), Colour::NIGHT],
        }
    }

    /// The lightness at which everything can be read, and the colour that has it.
    const fn end(self) -> (f64, Colour) {
        match self {
            Self::Light => (0.0, Colour::BLACK),
            Self::Dark => (1.0, Colour::WHITE),
        }
    }
}

impl Palette {
    /// The least contrast between words and what they stand on (WCAG 2.2, 1.4.3 at level AA).
    pub const LEAST_CONTRAST: f64 = 4.5;
    /// In how many steps a colour is made lighter or darker until it can be read.
    const STEPS: u32 = 100;

    /// Derives a readable palette from a station's colour.
    pub fn of(colour: Colour, scheme: Scheme) -> Self {
        let accent = Self::readable(colour, scheme);
        let is_dark = accent.contrast(Colour::WHITE) >= accent.contrast(Colour::NIGHT);
        let on_accent = if is_dark { Colour::WHITE } else { Colour::NIGHT };
        let own = Perceived::of(colour);
        let least = |chroma: f64| own.chroma.min(chroma);
        let (sky, wave) = match scheme {
            Scheme::Light => (Perceived { lightness: 0.92, chroma: least(0.03), ..own }.shown(), accent),
            Scheme::Dark => (
                Perceived { lightness: 0.3, chroma: least(0.04), ..own }.shown(),
                Perceived { lightness: 0.6, ..own }.shown(),
            ),
        };
        Self { accent, on_accent, sky, wave }
    }

    /// The colour itself where it can be read, and else the nearest of its shades that can.
    fn readable(colour: Colour, scheme: Scheme) -> Colour {
        let can_be_read = |shade: &Colour| {
            let contrasts = scheme.grounds().map(|ground| ground.contrast(*shade));
            contrasts.iter().all(|contrast| *contrast >= Self::LEAST_CONTRAST)
        };
        let ((end, last), own) = (scheme.end(), Perceived::of(colour));
        let shades = (1..Self::STEPS).map(|step| {
            let lightness = own.lightness + (end - own.lightness) * f64::from(step) / f64::from(Self::STEPS);
            Perceived { lightness, ..own }.shown()
        });
        std::iter::once(colour).chain(shades).find(can_be_read).unwrap_or(last)
    }
}

/// A colour as it is perceived (OKLCH, CSS Color 4 section 9): of the same hue, it is the same colour in another light.
#[derive(Clone, Copy, Debug)]
struct Perceived {
    /// 0 to 1.
    lightness: f64,
    /// Chroma: distance from grey.
    chroma: f64,
    /// In radians.
    hue: f64,
}

/// Linear sRGB to LMS cone response.
const TO_CONES: [[f64; 3]; 3] = [
    [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
    [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
    [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
];
/// Cube roots of LMS to Oklab: lightness, green–red, blue–yellow.
const TO_LAB: [[f64; 3]; 3] = [
    [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
    [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
    [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
];
/// Oklab to cube roots of LMS.
const FROM_LAB: [[f64; 3]; 3] = [
    [1.0, 0.396_337_777_4, 0.215_803_757_3],
    [1.0, -0.105_561_345_8, -0.063_854_172_8],
    [1.0, -0.089_484_177_5, -1.291_485_548_0],
];
const FROM_CONES: [[f64; 3]; 3] = [
    [4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2],
    [-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5],
    [-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701_0],
];

fn times(matrix: &[[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(factor, value)| factor * value).sum())
}

impl Perceived {
    /// Tolerance outside the sRGB gamut within which a colour is clipped.
    const NEARLY: f64 = 1e-4;
    /// Steps of the bisection that finds the highest displayable chroma.
    const HALVINGS: u32 = 12;

    fn of(colour: Colour) -> Self {
        let [lightness, a, b] = times(&TO_LAB, times(&TO_CONES, colour.light()).map(f64::cbrt));
        Self { lightness, chroma: a.hypot(b), hue: b.atan2(a) }
    }

    /// The colour that a screen shows for it: where there is none of that chroma, one of less.
    fn shown(self) -> Colour {
        let is_shown =
            |light: &[f64; 3]| light.iter().all(|light| (-Self::NEARLY..=1.0 + Self::NEARLY).contains(light));
        let light = self.light();
        if is_shown(&light) {
            return Colour::of_light(light);
        }
        let (mut shown, mut out) = (0.0, self.chroma);
        for _ in 0..Self::HALVINGS {
            let chroma = f64::midpoint(shown, out);
            if is_shown(&Self { chroma, ..self }.light()) { shown = chroma } else { out = chroma }
        }
        Colour::of_light(Self { chroma: shown, ..self }.light())
    }

    fn light(self) -> [f64; 3] {
        let (b, a) = self.hue.sin_cos();
        let lab = [self.lightness, self.chroma * a, self.chroma * b];
        times(&FROM_CONES, times(&FROM_LAB, lab).map(|root| root.powi(3)))
    }
}

impl FromStr for Colour {
    type Err = NotAColour;

    fn from_str(text: &str) -> Result<Self, NotAColour> {
        let wrong = || NotAColour(text.chars().take(40).collect());
        let digits = text.trim().strip_prefix('#').filter(|digits| digits.len() == 6).ok_or_else(wrong)?;
        // A number may have a sign, and a colour none.
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| wrong())?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self([red, green, blue]))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        text.parse().unwrap()
    }

    /// Colours from all of the cube, its corners and greys among them.
    fn many() -> impl Iterator<Item = Colour> {
        let steps = || (0..=255).step_by(17);
        steps().flat_map(move |red| {
            steps().flat_map(move |green| steps().map(move |blue| Colour([red, green, blue])))
        })
    }

    #[test]
    fn a_colour_is_written_as_browsers_write_it() {
        for (given, known) in [("#0c5a66", "#0c5a66"), (" #FFCC00 ", "#ffcc00"), ("#000000", "#000000")] {
            assert_eq!(colour(given).to_string(), known);
        }
        for wrong in
            ["", "#", "red", "0c5a66", "#fff", "#0c5a6", "#0c5a667", "#+c5a66", "#gggggg", "#ä000", "##12345"]
        {
            let told = wrong.parse::<Colour>().unwrap_err().to_string();
            assert!(told.contains("write it as #rrggbb"), "{wrong}: {told}");
        }
        let long = "x".repeat(10_000).parse::<Colour>().unwrap_err().to_string();
        assert!(long.len() < 120, "{long}");
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let near = |one: &str, other: &str, expected: f64| {
            let found = colour(one).contrast(colour(other));
            assert!((found - expected).abs() < 0.01, "{one} on {other}: {found}");
            assert_eq!(found, colour(other).contrast(colour(one)));
        };
        near("#000000", "#ffffff", 21.0);
        near("#777777", "#ffffff", 4.48);
        near("#0000ff", "#ffffff", 8.59);
        near("#ff0000", "#ffffff", 4.0);
        near("#123456", "#123456", 1.0);
    }

    #[test]
    fn every_colour_becomes_one_that_can_be_read() {
        let mut count = 0;
        for chosen in many() {
            for scheme in Scheme::ALL {
                let made = Palette::of(chosen, scheme);
                for ground in scheme.grounds() {
                    let contrast = made.accent.contrast(ground);
                    assert!(contrast >= 4.5, "{chosen} as {} on {ground}: {contrast}", made.accent);
                }
                let on = made.accent.contrast(made.on_accent);
                assert!(on >= 4.5, "{} on {chosen} as {}: {on}", made.on_accent, made.accent);
                count += 1;
            }
        }
        assert_eq!(count, 2 * 16 * 16 * 16);
    }

    #[test]
    fn what_can_be_read_stays_and_the_rest_keeps_its_hue() {
        for (chosen, scheme) in [
            ("#0c5a66", Scheme::Light),
            ("#7a0040", Scheme::Light),
            ("#000000", Scheme::Light),
            ("#ffcc00", Scheme::Dark),
            ("#ffffff", Scheme::Dark),
        ] {
            assert_eq!(Palette::of(colour(chosen), scheme).accent, colour(chosen), "{chosen}");
        }
        for chosen in many() {
            let own = Perceived::of(chosen);
            for scheme in Scheme::ALL {
                let shade = Perceived::of(Palette::of(chosen, scheme).accent);
                // The hue of what is nearly grey is that of its rounding.
                if own.chroma > 0.05 && shade.chroma > 0.05 {
                    let turned = (own.hue - shade.hue).cos();
                    assert!(turned > 0.98, "{chosen} is of another hue in {scheme:?}");
                }
            }
        }
    }

    #[test]
    fn no_colour_is_changed_more_than_it_needs() {
        // Yellow on white cannot be read; the shade that can is not black.
        let dark = Palette::of(colour("#ffff00"), Scheme::Light).accent;
        let contrast = Scheme::Light.grounds().map(|ground| ground.contrast(dark));
        let least = contrast.into_iter().fold(f64::MAX, f64::min);
        assert!((4.5..4.9).contains(&least), "{dark}: {least}");
        assert_eq!(Palette::of(colour("#000000"), Scheme::Dark).on_accent, Colour::NIGHT);
    }

    #[test]
    fn a_colour_is_perceived_and_shown_again() {
        for known in many() {
            assert_eq!(Perceived::of(known).shown(), known);
        }
    }
}
