//! Messages of Icecast's directory protocol: forms in requests, headers in replies.

use std::fmt;
use std::str::FromStr;

use super::facts::StreamFacts;
use crate::model::Address;
use crate::outbound::PostReply;

/// The directory of the Icecast project.
const XIPH: &str = "https://dir.xiph.org/cgi-bin/yp-cgi";
/// The most directories that may be named.
const MOST_URLS: usize = 16;
/// The longest identifier and message of a directory that are taken, in bytes.
const LONGEST: usize = 200;
/// Bounds for the seconds between two touches that a directory may ask for.
const TOUCH_EVERY_S: (u64, u64) = (30, 3_600);
/// Seconds between two touches for a directory that does not say.
const USUAL_TOUCH_S: u64 = 600;

/// The addresses of directories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YpUrls(Vec<Address>);

/// A text that is no list of such addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be addresses such as {XIPH}, separated by commas, or none")]
pub struct InvalidYpUrls;

impl YpUrls {
    /// Returns all of them.
    pub fn all(&self) -> &[Address] {
        &self.0
    }
}

impl Default for YpUrls {
    fn default() -> Self {
        Self(XIPH.parse().into_iter().collect())
    }
}

impl FromStr for YpUrls {
    type Err = InvalidYpUrls;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.trim() == "none" {
            return Ok(Self(Vec::new()));
        }
        let urls: Result<Vec<Address>, _> = text.split(',').map(str::parse).collect();
        let urls = urls.ok().filter(|urls| urls.len() <= MOST_URLS);
        urls.map(Self).ok_or(InvalidYpUrls)
    }
}

impl fmt::Display for YpUrls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        let urls: Vec<&str> = self.0.iter().map(Address::as_str).collect();
        f.write_str(&urls.join(","))
    }
}

/// The answer of a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct YpReply {
    /// The identifier of a listing that was added.
    pub(super) sid: Option<String>,
    /// Microseconds until the next touch.
    pub(super) touch_every_us: u64,
}

impl YpReply {
    /// Reads the headers of a reply; the reason if the directory refused.
    pub(super) fn read(reply: &PostReply) -> Result<Self, String> {
        let text = |name| reply.header(name).map(|text| text.chars().take(LONGEST).collect::<String>());
        if reply.header("YPResponse").map(str::trim) != Some("1") {
            let message = text("YPMessage").filter(|message| !message.trim().is_empty());
            return Err(message.unwrap_or_else(|| "the directory refused, and did not say why".to_owned()));
        }
        let (least, most) = TOUCH_EVERY_S;
        let asked = reply.header("TouchFreq").and_then(|seconds| seconds.trim().parse::<u64>().ok());
        let touch_every_us = asked.unwrap_or(USUAL_TOUCH_S).clamp(least, most) * 1_000_000;
        Ok(Self { sid: text("SID").filter(|sid| !sid.trim().is_empty()), touch_every_us })
    }
}

/// Returns the form that adds a stream.
pub(super) fn add(facts: &StreamFacts) -> String {
    let bitrate = facts.kbit_s.to_string();
    form(&[
        ("action", "add"),
        ("sn", &facts.name),
        ("genre", &facts.genre),
        ("cpswd", ""),
        ("desc", ""),
        ("url", &facts.page),
        ("listenurl", &facts.listen_url),
        ("type", facts.media_type),
        ("stype", facts.subtype),
        ("b", &bitrate),
        ("samplerate", "48000"),
        ("channels", "2"),
    ])
}

/// Returns the form that says that a stream is still there, and what is heard.
pub(super) fn touch(sid: &str, facts: &StreamFacts) -> String {
    let listeners = facts.listeners.to_string();
    form(&[
        ("action", "touch"),
        ("sid", sid),
        ("st", &facts.song),
        ("listeners", &listeners),
        ("stype", facts.subtype),
    ])
}

/// Returns the form that removes a stream.
pub(super) fn remove(sid: &str) -> String {
    form(&[("action", "remove"), ("sid", sid)])
}

fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_are_a_list_of_addresses_or_none() {
        let read = |text: &str| text.parse::<YpUrls>().map(|urls| urls.to_string());
        assert_eq!(read("none"), Ok("none".to_owned()));
        let two = "https://a.example/yp, http://b.example:8080/cgi";
        assert_eq!(read(two), Ok("https://a.example/yp,http://b.example:8080/cgi".to_owned()));
        assert_eq!(YpUrls::default().to_string(), XIPH);
        for wrong in ["", "dir.xiph.org", "ftp://a.example/", "https://a.example/,"] {
            assert_eq!(read(wrong), Err(InvalidYpUrls), "{wrong:?}");
        }
    }

    #[test]
    fn forms_escape_what_people_wrote() {
        let facts = StreamFacts {
            name: "Sölv & Söhne".to_owned(),
            song: "Ada - Tides=".to_owned(),
            ..StreamFacts::of_tests()
        };
        let add = add(&facts);
        assert!(add.starts_with("action=add&sn=S%C3%B6lv+%26+S%C3%B6hne&genre=ambient&"), "{add}");
        assert!(add.contains("listenurl=https%3A%2F%2Fradio.example%2Fmain.mp3&type=audio%2Fmpeg&"), "{add}");
        let touch = touch("4&2", &facts);
        assert_eq!(touch, "action=touch&sid=4%262&st=Ada+-+Tides%3D&listeners=3&stype=");
        assert_eq!(remove("1.5"), "action=remove&sid=1.5");
    }
}
