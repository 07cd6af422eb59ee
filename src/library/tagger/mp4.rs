//! The list of tags in MP4 (`QuickTime` File Format, "user data atoms"; ISO/IEC 14496-12).
//!
//! lofty writes it, and moves what has to be moved; every other entry has to lie in the list as it did.

use std::borrow::Cow;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use lofty::config::{ParseOptions, WriteOptions};
use lofty::file::AudioFile as _;
use lofty::mp4::{Atom, AtomData, AtomIdent, Ilst, Mp4File};
use lofty::tag::TagExt as _;

use super::{Field, MOST_TAGS, TagWriteRefusal, Texts};
use crate::library::fingerprint::{mp4_box, read};

/// Has `copy`, a copy of `file`, say `texts`.
pub(super) fn lay(file: &File, copy: &File, texts: &Texts) -> Result<(), TagWriteRefusal> {
    let before = entries(file)?;
    let write = || -> Option<()> {
        let mut copy = copy.try_clone().ok()?;
        std::io::Seek::rewind(&mut copy).ok()?;
        let mut known = Mp4File::read_from(&mut copy, ParseOptions::new()).ok()?;
        let mut list = known.remove_ilst().unwrap_or_else(Ilst::new);
        for (field, text) in texts {
            let _ = list.remove(&ident(*field)).count();
            if !text.is_empty() {
                list.insert(Atom::new(ident(*field), AtomData::UTF8(text.clone())));
            }
        }
        std::io::Seek::rewind(&mut copy).ok()?;
        list.save_to(&mut copy, WriteOptions::new()).ok()
    };
    let written = catch_unwind(AssertUnwindSafe(write));
    written.ok().flatten().ok_or(TagWriteRefusal::Unreadable)?;
    let spoken_of = |entry: &Vec<u8>| texts.iter().any(|(field, _)| is_of(entry, *field));
    let others = |mut entries: Vec<Vec<u8>>| {
        entries.retain(|entry| !spoken_of(entry));
        entries.sort_unstable();
        entries
    };
    if others(before) == others(entries(copy)?) { Ok(()) } else { Err(TagWriteRefusal::Others) }
}

fn ident(field: Field) -> AtomIdent<'static> {
    let own =
        |name| AtomIdent::Freeform { mean: Cow::Borrowed("com.apple.iTunes"), name: Cow::Borrowed(name) };
    match field {
        Field::Title => AtomIdent::Fourcc(*b"\xA9nam"),
        Field::Artist => AtomIdent::Fourcc(*b"\xA9ART"),
        Field::Album => AtomIdent::Fourcc(*b"\xA9alb"),
        Field::Genre => AtomIdent::Fourcc(*b"\xA9gen"),
        Field::Year => AtomIdent::Fourcc(*b"\xA9day"),
        Field::Isrc => own("ISRC"),
        Field::Label => own("LABEL"),
    }
}

/// Returns whether an entry of the item list holds this field.
fn is_of(entry: &[u8], field: Field) -> bool {
    let own = |name: &str| {
        entry.starts_with(b"----") && entry.windows(name.len()).take(80).any(|part| part == name.as_bytes())
    };
    match ident(field) {
        AtomIdent::Fourcc(name) => {
            entry.starts_with(&name) || field == Field::Genre && entry.starts_with(b"gnre")
        }
        AtomIdent::Freeform { name, .. } => own(&name),
    }
}

/// The entries of the list of tags, each from its name on.
fn entries(file: &File) -> Result<Vec<Vec<u8>>, TagWriteRefusal> {
    let found = mp4_box(file, *b"moov")?.ok_or(TagWriteRefusal::Unreadable)?;
    let size = usize::try_from(found.end - found.start).ok().filter(|size| *size <= MOST_TAGS);
    let mut all = read(file, found.start, size.ok_or(TagWriteRefusal::Unreadable)?)?;
    // The version and flags of `meta` stand before what is in it.
    for (name, before) in [(b"udta", 0), (b"meta", 0), (b"ilst", 4)] {
        let Some(found) =
            boxes(all.get(before..).unwrap_or_default())?.into_iter().find(|one| one.starts_with(name))
        else {
            return Ok(Vec::new());
        };
        all = found[4..].to_vec();
    }
    boxes(&all)
}

/// The boxes that stand one behind the other, each from its name on.
fn boxes(mut rest: &[u8]) -> Result<Vec<Vec<u8>>, TagWriteRefusal> {
    let mut all = Vec::new();
    while let Some((size, _)) = rest.split_first_chunk() {
        let size = u32::from_be_bytes(*size) as usize;
        // Some end a list with an empty one.
        if size == 0 {
            break;
        }
        let (one, after) =
            rest.split_at_checked(size).filter(|_| size >= 8).ok_or(TagWriteRefusal::Unreadable)?;
        all.push(one[4..].to_vec());
        rest = after;
    }
    Ok(all)
}
