//! Settings of several servers, as they are written.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// NATS servers at most.
const MOST_URLS: usize = 8;
/// Letters of a name at most.
const LONGEST_NAME: usize = 63;
/// The schemes of NATS servers.
const SCHEMES: [&str; 2] = ["nats", "tls"];

/// The NATS servers of a cluster. Passwords in them are never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct NatsUrls(Vec<String>);

/// The name of a server among several: letters, digits, `.`, `-` and `_`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct NodeName(String);

/// The name of servers that hold a lease in turn, where several such groups share NATS: letters, digits, `-` and `_`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterName(String);

/// A text that is no such setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidFailoverSetting {
    /// It names no NATS servers.
    #[error("must be addresses such as nats://10.0.0.1:4222, separated by commas, {MOST_URLS} at most")]
    Urls,
    /// It is no name of a group of servers.
    #[error("must have 1 to {LONGEST_NAME} letters, digits, hyphens and underscores")]
    Cluster,
    /// It is no name.
    #[error("must have 1 to {LONGEST_NAME} letters, digits, dots, hyphens and underscores")]
    Name,
}

impl NatsUrls {
    /// Returns all of them as a connection needs them.
    pub fn reveal(&self) -> &[String] {
        &self.0
    }
}

impl FromStr for NatsUrls {
    type Err = InvalidFailoverSetting;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let urls: Option<Vec<String>> = text.split(',').map(|one| nats_url(one.trim())).collect();
        urls.filter(|urls| urls.len() <= MOST_URLS).map(Self).ok_or(InvalidFailoverSetting::Urls)
    }
}

impl fmt::Debug for NatsUrls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Shows the hosts alone.
impl fmt::Display for NatsUrls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = |url: &String| {
            let rest = url.rsplit_once("://").map_or(&**url, |(_, rest)| rest);
            rest.rsplit_once('@').map_or(rest, |(_, host)| host).to_owned()
        };
        f.write_str(&self.0.iter().map(host).collect::<Vec<_>>().join(","))
    }
}

/// Returns the address of a NATS server with its scheme; `None` if `text` is none.
fn nats_url(text: &str) -> Option<String> {
    let full = if text.contains("://") { text.to_owned() } else { format!("nats://{text}") };
    let url = url::Url::parse(&full).ok()?;
    let is_plain = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    let has_host = url.host_str().is_some_and(|host| !host.is_empty());
    (SCHEMES.contains(&url.scheme()) && has_host && is_plain).then_some(full)
}

impl NodeName {
    /// Returns it as a text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the name of a server on the machine `host`: what of it a name may have.
    pub fn of_host(host: &str) -> Self {
        let name: String = host.chars().filter(|letter| is_letter(*letter)).take(LONGEST_NAME).collect();
        Self(if name.is_empty() { "server".to_owned() } else { name })
    }
}

impl FromStr for NodeName {
    type Err = InvalidFailoverSetting;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_name = (1..=LONGEST_NAME).contains(&text.len()) && text.chars().all(is_letter);
        is_name.then(|| Self(text.to_owned())).ok_or(InvalidFailoverSetting::Name)
    }
}

impl TryFrom<String> for NodeName {
    type Error = InvalidFailoverSetting;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl ClusterName {
    /// Returns it as a text, which can be a part of a subject and a key of NATS.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for ClusterName {
    fn default() -> Self {
        Self("longwave".to_owned())
    }
}

impl FromStr for ClusterName {
    type Err = InvalidFailoverSetting;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_name = text.parse::<NodeName>().is_ok() && !text.contains('.');
        is_name.then(|| Self(text.to_owned())).ok_or(InvalidFailoverSetting::Cluster)
    }
}

fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || ".-_".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_nats_servers_are_checked_and_their_passwords_never_shown() {
        let urls: NatsUrls = "nats://ada:secret@10.0.0.1:4222, tls://b.example,c:4223".parse().unwrap();
        assert_eq!(urls.to_string(), "10.0.0.1:4222,b.example,c:4223");
        assert_eq!(format!("{urls:?}"), urls.to_string());
        assert_eq!(urls.reveal()[2], "nats://c:4223");
        for wrong in ["", "http://a", "nats://", "nats://a/b", "nats://a,", "a,b,c,d,e,f,g,h,i"] {
            assert_eq!(wrong.parse::<NatsUrls>(), Err(InvalidFailoverSetting::Urls), "{wrong}");
        }
    }

    #[test]
    fn a_group_of_servers_has_a_name_that_is_one_part_of_a_subject() {
        assert_eq!(ClusterName::default().as_str(), "longwave");
        assert_eq!("jazz-2".parse::<ClusterName>().unwrap().as_str(), "jazz-2");
        for wrong in ["", "a.b", "a b", "a*", ">"] {
            assert_eq!(wrong.parse::<ClusterName>(), Err(InvalidFailoverSetting::Cluster), "{wrong}");
        }
    }

    #[test]
    fn a_server_has_a_name_without_blanks() {
        assert_eq!("studio-1".parse::<NodeName>().unwrap().as_str(), "studio-1");
        assert!("".parse::<NodeName>().is_err() && "a b".parse::<NodeName>().is_err());
        assert_eq!(NodeName::of_host("räuber 1").as_str(), "ruber1");
    }
}
