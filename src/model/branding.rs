//! A station's branding: its colour and its logo.

use super::{Colour, CoverId};

/// The visual identity of a station's pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Branding {
    /// Its colour, where that is not the usual one.
    pub colour: Option<Colour>,
    /// Its logo, if it has one.
    pub logo: Option<Logo>,
}

/// Properties of a logo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// Its name in addresses, made from its content.
    pub id: CoverId,
    /// Encoding of the stored picture.
    pub form: LogoForm,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Encodings in which a logo is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoForm {
    /// PNG, for pictures with transparency.
    Png,
    /// A photograph.
    Jpeg,
}

impl LogoForm {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Png, Self::Jpeg];

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}
