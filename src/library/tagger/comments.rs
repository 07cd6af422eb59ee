//! Vorbis comments, as FLAC, Ogg Vorbis and Ogg Opus have them (xiph.org, "Ogg Vorbis I format specification:
//! comment field and header specification").

use super::{Field, Texts};

/// A list of comments, each as it lies in the file.
pub(super) struct Comments {
    vendor: Vec<u8>,
    list: Vec<Vec<u8>>,
    /// Bytes after them.
    rest: Vec<u8>,
}

impl Comments {
    /// A list without comments.
    pub(super) fn none() -> Self {
        Self { vendor: Vec::new(), list: Vec::new(), rest: Vec::new() }
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (vendor, bytes) = text(bytes)?;
        let (count, mut rest) = bytes.split_first_chunk()?;
        let mut list = Vec::new();
        for _ in 0..u32::from_le_bytes(*count) {
            let (comment, after) = text(rest)?;
            list.push(comment.to_vec());
            rest = after;
        }
        Some(Self { vendor: vendor.to_vec(), list, rest: rest.to_vec() })
    }

    /// Has them say `texts`, where they said something else of it or at the end.
    pub(super) fn lay(&mut self, texts: &Texts) {
        for (field, text) in texts {
            let names = names(*field);
            let name_of =
                |comment: &Vec<u8>| comment.split(|byte| *byte == b'=').next().unwrap_or_default().to_vec();
            let is_of = |comment: &Vec<u8>| {
                names.iter().any(|one| name_of(comment).eq_ignore_ascii_case(one.as_bytes()))
            };
            let place = self.list.iter().position(is_of);
            // It is spelled as it was.
            let name = place.map_or_else(|| names[0].as_bytes().to_vec(), |place| name_of(&self.list[place]));
            self.list.retain(|comment| !is_of(comment));
            if !text.is_empty() {
                let comment = [&name[..], b"=", text.as_bytes()].concat();
                self.list.insert(place.unwrap_or(self.list.len()), comment);
            }
        }
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let sized = |text: &[u8]| [&(text.len() as u32).to_le_bytes()[..], text].concat();
        let count = (self.list.len() as u32).to_le_bytes();
        let mut bytes = [&sized(&self.vendor)[..], &count].concat();
        bytes.extend(self.list.iter().flat_map(|comment| sized(comment)));
        bytes.extend(&self.rest);
        bytes
    }
}

/// Returns the comment names that hold a field; the first is written.
fn names(field: Field) -> &'static [&'static str] {
    match field {
        Field::Title => &["TITLE"],
        Field::Artist => &["ARTIST"],
        Field::Album => &["ALBUM"],
        Field::Genre => &["GENRE"],
        Field::Year => &["DATE", "YEAR"],
        Field::Isrc => &["ISRC"],
        Field::Label => &["LABEL", "ORGANIZATION"],
    }
}

/// A text behind its length, and what follows.
fn text(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize)
}
