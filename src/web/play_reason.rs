//! Reasons for which a track plays, in the language of a page.

use super::languages::Words;

/// Says the reason `text`, which is as [`Why`](crate::model::Why) is written; another one as it is.
pub(super) fn describe(text: &str, words: &Words) -> String {
    let named = |key: &str, name: &str| words.say(key, &[("playlist", name.into())]);
    if text == "the library" {
        return words.word("why-library");
    }
    if let Some(name) = text.strip_prefix("playlist ") {
        return named("why-playlist", name);
    }
    if let Some(name) = text.strip_prefix("jingle ") {
        return named("why-jingle", name);
    }
    let Some(show) = text.strip_prefix("show ") else { return text.to_owned() };
    let Some((show, playlist)) = show.rsplit_once(", playlist ") else {
        return words.say("why-show", &[("show", show.into())]);
    };
    match show.rsplit_once(", clock ") {
        Some((show, clock)) => {
            let variables = [("show", show.into()), ("clock", clock.into()), ("playlist", playlist.into())];
            words.say("why-clock", &variables)
        }
        None => words.say("why-show-playlist", &[("show", show.into()), ("playlist", playlist.into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Why;
    use crate::web::Templates;

    #[test]
    fn every_reason_is_said_as_it_is_written() {
        let words = Templates::of(&[]).unwrap().english().unwrap();
        let name = |name: &str| name.to_owned();
        for why in [
            Why::Library,
            Why::Playlist(name("Gold")),
            Why::Jingle(name("Ids, short")),
            Why::Show { show: name("Drive"), playlist: None },
            Why::Show { show: name("Drive, late"), playlist: Some(name("Gold")) },
            Why::HourPlan { show: name("Drive"), plan: name("Usual"), playlist: name("Gold") },
        ] {
            assert_eq!(describe(&why.to_string(), &words), why.to_string());
        }
        assert_eq!(describe("told by hand", &words), "told by hand");
    }
}
