//! Detects tags that ask for gapless playback of an album.

use lofty::ape::ApeTag;
use lofty::id3::v2::{Frame, Id3v2Tag};
use lofty::mp4::Ilst;
use lofty::ogg::tag::VorbisComments;
use lofty::tag::{ItemKey, Tag, TagItem, TagType};

/// Tag keys of tagging programs with free key names.
const NAMES: [&str; 2] = ["ITUNESGAPLESS", "GAPLESS"];
/// Description of iTunes' ID3 comment.
const ITUNES_COMMENT: &str = "iTunPGAP";

/// Returns whether `tag` asks for gapless playback.
pub(super) fn is_asked_for(tag: Tag) -> bool {
    let is_comment = |item: &TagItem| {
        item.key() == ItemKey::Comment
            && item.description() == ITUNES_COMMENT
            && item.value().text().is_some_and(is_yes)
    };
    if tag.items().any(is_comment) {
        return true;
    }
    if !tag.has_format_specific_items() {
        return false;
    }
    match tag.tag_type() {
        TagType::Mp4Ilst => Ilst::from(tag).is_gapless(),
        TagType::VorbisComments => {
            let words = VorbisComments::from(tag);
            NAMES.iter().any(|name| words.get(name).is_some_and(is_yes))
        }
        TagType::Ape => {
            let words = ApeTag::from(tag);
            NAMES.iter().any(|name| words.get(name).and_then(|item| item.value().text()).is_some_and(is_yes))
        }
        TagType::Id3v2 => (&Id3v2Tag::from(tag)).into_iter().any(|frame| match frame {
            Frame::UserText(text) => is_name(&text.description) && is_yes(&text.content),
            _ => false,
        }),
        _ => false,
    }
}

fn is_name(text: &str) -> bool {
    NAMES.iter().any(|name| text.eq_ignore_ascii_case(name))
}

fn is_yes(text: &str) -> bool {
    ["1", "true", "yes"].iter().any(|yes| text.trim().eq_ignore_ascii_case(yes))
}
