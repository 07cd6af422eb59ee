//! What a station looks like on its pages.

use super::{Colour, CoverId};

/// What of a station's pages is its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Branding {
    /// Its colour, where that is not the usual one.
    pub colour: Option<Colour>,
    /// Its logo, if it has one.
    pub logo: Option<Logo>,
}

/// What is known of a logo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// Its name in addresses, made from its content.
    pub id: CoverId,
    /// How it is kept.
    pub form: LogoForm,
    /// How wide it is, in pixels,
    pub width: u32,
    /// and how high.
    pub height: u32,
}

/// How a logo is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoForm {
    /// Where it may be seen through.
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
