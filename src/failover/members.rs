//! Servers and edges of a cluster, as they announce themselves on NATS.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::settings::NodeName;
use crate::model::Address;

/// Servers that are known at most.
const MOST_SERVERS: usize = 64;
/// Edges that are known at most.
const MOST_EDGES: usize = 1_000;
/// Stations of an edge that are known at most.
const MOST_STATIONS: usize = 500;
/// The longest announcement that is read, in bytes.
const MOST_MESSAGE: usize = 128 * 1_024;
/// Letters of a name at most.
const LONGEST_NAME: usize = 63;
/// One that has not announced itself for so long is forgotten, in microseconds.
const VALID_US: u64 = 15_000_000;

/// A server's announcement, which all of a cluster make every second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerNews {
    /// Its name.
    pub node: NodeName,
    /// The address at which edges reach it.
    pub url: String,
    /// True if it has the lease.
    #[serde(default)]
    pub is_on_air: bool,
    /// The number of changes of the server on air, as it knows it.
    #[serde(default)]
    pub epoch: u64,
    /// Its version of Longwave.
    #[serde(default)]
    pub version: String,
    /// Its clock, in microseconds since 1970; 0 if it does not say.
    #[serde(default)]
    pub now_us: u64,
    /// Time since it was told where the stations are, in milliseconds, if it stands by and was.
    #[serde(default)]
    pub told_ms: Option<u64>,
}

/// An edge's announcement, which those that know NATS make every few seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdgeNews {
    /// Its name.
    pub name: String,
    /// Its version of Longwave.
    #[serde(default)]
    pub version: String,
    /// The stations that it serves.
    #[serde(default)]
    pub stations: Vec<EdgeNewsStation>,
}

/// A station at an edge.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdgeNewsStation {
    /// Its name in addresses.
    pub slug: String,
    /// The origin that is heard there; none if nobody listens.
    #[serde(default)]
    pub origin: Option<String>,
    /// Its listeners there.
    #[serde(default)]
    pub listeners: u64,
    /// Age of the newest sound there, in milliseconds; none if nobody listens.
    #[serde(default)]
    pub delay_ms: Option<u64>,
}

/// A server or an edge, with the time of its last announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member<T> {
    /// Its last announcement.
    pub news: T,
    /// The time at which that came, in microseconds since the machine started.
    pub at_us: u64,
    /// Lead of its clock over this server's when it came, in microseconds; the announcement's way makes it too small.
    pub ahead_us: i64,
}

/// The servers and edges of a cluster that are there; clones share them.
#[derive(Clone, Debug, Default)]
pub struct ClusterMembers(Arc<Mutex<KnownMembers>>);

#[derive(Debug, Default)]
struct KnownMembers {
    /// By name and address: two servers may have one name by mistake.
    servers: BTreeMap<(String, String), Member<ServerNews>>,
    edges: BTreeMap<String, Member<EdgeNews>>,
}

impl ServerNews {
    /// Reads a message; `None` if it is no announcement.
    pub(super) fn read(message: &[u8]) -> Option<Self> {
        let text = Some(message).filter(|message| message.len() <= MOST_MESSAGE)?;
        let news: Self = serde_json::from_slice(text).ok()?;
        (news.url.parse::<Address>().is_ok() && news.version.len() <= LONGEST_NAME).then_some(news)
    }
}

impl EdgeNews {
    fn read(message: &[u8]) -> Option<Self> {
        let text = Some(message).filter(|message| message.len() <= MOST_MESSAGE)?;
        let mut news: Self = serde_json::from_slice(text).ok()?;
        news.stations.truncate(MOST_STATIONS);
        let is_name = |name: &str| name.len() <= LONGEST_NAME && !name.chars().any(char::is_control);
        let is_station = |station: &EdgeNewsStation| {
            is_name(&station.slug)
                && station.origin.as_ref().is_none_or(|origin| origin.parse::<Address>().is_ok())
        };
        let is_sound = is_name(&news.name)
            && !news.name.is_empty()
            && is_name(&news.version)
            && news.stations.iter().all(is_station);
        is_sound.then_some(news)
    }
}

impl ClusterMembers {
    /// Takes a server's announcement that came at `at_us`, when the clock was `now_us`.
    pub(super) fn take_server(&self, message: &[u8], at_us: u64, now_us: u64) {
        let Some(news) = ServerNews::read(message) else { return };
        let ahead_us =
            if news.now_us == 0 { 0 } else { news.now_us.cast_signed().saturating_sub(now_us.cast_signed()) };
        let mut known = self.lock(at_us);
        let key = (news.node.as_str().to_owned(), news.url.clone());
        if known.servers.len() < MOST_SERVERS || known.servers.contains_key(&key) {
            known.servers.insert(key, Member { news, at_us, ahead_us });
        }
    }

    /// Takes an edge's announcement that came at `at_us`.
    pub(super) fn take_edge(&self, message: &[u8], at_us: u64) {
        let Some(news) = EdgeNews::read(message) else { return };
        let mut known = self.lock(at_us);
        if known.edges.len() < MOST_EDGES || known.edges.contains_key(&news.name) {
            known.edges.insert(news.name.clone(), Member { news, at_us, ahead_us: 0 });
        }
    }

    /// Returns the servers that are there at `now_us`, by their names.
    pub fn servers(&self, now_us: u64) -> Vec<Member<ServerNews>> {
        self.lock(now_us).servers.values().cloned().collect()
    }

    /// Returns the edges that are there at `now_us`, by their names.
    pub fn edges(&self, now_us: u64) -> Vec<Member<EdgeNews>> {
        self.lock(now_us).edges.values().cloned().collect()
    }

    /// Returns what is known, without those that were not heard for long at `now_us`.
    fn lock(&self, now_us: u64) -> MutexGuard<'_, KnownMembers> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.servers.retain(|_, member| now_us.saturating_sub(member.at_us) < VALID_US);
        known.edges.retain(|_, member| now_us.saturating_sub(member.at_us) < VALID_US);
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_US: u64 = 1_800_000_000_000_000;

    #[test]
    fn members_are_known_while_they_announce_themselves_and_two_of_one_name_are_two() {
        let members = ClusterMembers::default();
        let server = |node: &str, host: &str| ServerNews {
            node: node.parse().unwrap(),
            url: format!("http://{host}"),
            is_on_air: false,
            epoch: 3,
            version: "1.0".to_owned(),
            now_us: NOW_US + 2_000_000,
            told_ms: Some(20),
        };
        for (node, host) in [("a", "h1"), ("a", "h2"), ("b", "h3"), ("b", "h3")] {
            members.take_server(&serde_json::to_vec(&server(node, host)).unwrap(), 0, NOW_US);
        }
        members.take_server(br#"{"node":"old","url":"http://h4"}"#, 5, NOW_US);
        let known = members.servers(9);
        assert_eq!((known.len(), known[0].ahead_us), (4, 2_000_000));
        assert_eq!((known[3].news.node.as_str(), known[3].ahead_us), ("old", 0));
        assert_eq!(members.servers(VALID_US).len(), 1);
    }

    #[test]
    fn nonsense_is_no_member_and_there_are_bounds() {
        let members = ClusterMembers::default();
        let long = "x".repeat(LONGEST_NAME + 1);
        for wrong in [
            "{}",
            r#"{"name":""}"#,
            "{\"name\":\"a\\n\"}",
            &format!(r#"{{"name":"{long}"}}"#),
            r#"{"name":"a","stations":[{"slug":"main","origin":"javascript:x"}]}"#,
        ] {
            members.take_edge(wrong.as_bytes(), 0);
            members.take_server(wrong.as_bytes(), 0, NOW_US);
        }
        members.take_server(br#"{"node":"a","url":"ftp://h"}"#, 0, NOW_US);
        assert!(members.edges(0).is_empty() && members.servers(0).is_empty());
        for number in 0..=MOST_EDGES {
            members.take_edge(format!(r#"{{"name":"e{number}"}}"#).as_bytes(), 0);
        }
        members.take_edge(br#"{"name":"e0","stations":[{"slug":"main","listeners":7}]}"#, 0);
        let edges = members.edges(0);
        assert_eq!((edges.len(), edges[0].news.stations[0].listeners), (MOST_EDGES, 7));
    }
}
