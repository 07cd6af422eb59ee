//! Titles come with the sound they belong to.

use super::*;

fn titled(title: &str) -> DjTitle {
    DjTitle { title: title.to_owned(), artist: Some("Ada and her band".to_owned()), album: None }
}

#[test]
fn a_title_is_shown_from_the_block_it_was_given_to() {
    let mut rig = Rig::new(Buffer::Program);
    let mut shown = Vec::new();
    for n in 0..150_u32 {
        match n {
            60 => rig.feed.retitle(titled("first")),
            70 => rig.feed.watch().retitle(titled("second")),
            80 => rig.feed.retitle(DjTitle::default()),
            90 => rig.feed.retitle(titled("third")),
            100 => rig.feed.retitle(titled("Unknown")),
            _ => {}
        }
        // Every block has a level of its own, by which it is known again.
        rig.offer(&[[n as f32 * 0.005; CHANNELS]; BLOCK]);
        if rig.hear() {
            let heard = (rig.block.samples()[BLOCK] * 200.0).round();
            let title = rig.live.title().unwrap();
            assert_eq!((title.source, title.dj.as_deref()), (SourceKind::Live, Some("Ada")));
            if shown.last().is_none_or(|(_, last)| *last != title.title) {
                shown.push((heard as u32, title.title.clone()));
            }
        }
    }
    let expected = [(0, "Ada"), (60, "first"), (70, "second"), (80, "Ada"), (90, "third"), (100, "Ada")];
    assert_eq!(shown, expected.map(|(at, title)| (at, title.to_owned())));
    drop(rig.feed);
}

#[test]
fn what_programs_send_for_no_title_is_never_shown() {
    let unknown = |title: &str| DjTitle { title: title.to_owned(), ..titled("Unknown Artist") };
    let shown = |title: DjTitle| {
        let mut rig = Rig::new(Buffer::Studio);
        rig.feed.retitle(title);
        rig.send(BLOCK * 50);
        let heard = (0..50).find_map(|_| rig.hear().then(|| rig.live.title()).flatten());
        heard.map(|title| (title.title.clone(), title.artist.clone()))
    };
    for title in ["", "no name", "DJ", "Unknown", "unnamed", "No Name ", "<unknown>", "Untitled", "-"] {
        let title = DjTitle { artist: Some("unknown artist".to_owned()), ..unknown(title) };
        assert_eq!(shown(title.clone()), Some(("Ada".to_owned(), None)), "{title:?}");
    }
    let title = DjTitle { artist: None, ..unknown("Unknown Pleasures") };
    assert_eq!(shown(title), Some(("Unknown Pleasures".to_owned(), None)));
}
