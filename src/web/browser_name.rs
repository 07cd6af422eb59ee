//! Browsers by what they say they are (`User-Agent`, RFC 9110 section 10.1.5), as people name them.

use super::languages::Words;

/// Words of browsers, each with its name. The first that is there decides, since most borrow the names of others.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Safari/", "Safari"),
];
/// Words of systems, each with its name.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// Names a browser and its system, such as `Firefox on Windows`; another program by its own first word.
pub(super) fn browser_name(user_agent: &str, words: &Words) -> String {
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(word, _)| user_agent.contains(word)).map(|(_, name)| *name)
    };
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => {
            words.say("browser-on", &[("browser", browser.into()), ("system", system.into())])
        }
        (Some(browser), None) => browser.to_owned(),
        (None, _) => {
            let word = user_agent.split(['/', ' ']).next().filter(|word| !word.is_empty());
            word.map_or_else(|| words.word("unknown-browser"), str::to_owned)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Templates;

    #[test]
    fn browsers_are_named_with_their_systems() {
        let chrome = "(KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
        let words = Templates::of(&[]).unwrap().english().unwrap();
        for (user_agent, expected) in [
            (format!("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 {chrome}"), "Chrome on Linux"),
            (
                format!("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 {chrome} Edg/142.0"),
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0".to_owned(),
                "Firefox on Android",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/26.0 Safari/605.1.15".to_owned(),
                "Safari on macOS",
            ),
            ("curl/8.14.1".to_owned(), "curl"),
            (String::new(), "Unknown browser"),
        ] {
            assert_eq!(browser_name(&user_agent, &words), expected);
        }
    }
}
