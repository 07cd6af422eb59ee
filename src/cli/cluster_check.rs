//! Checks of several servers that stand in for each other: a part of `longwave check`.

use super::check::Finding;
use super::check::Finding::{Fine, Hint, Wrong};
use crate::clock;
use crate::config::Config;
use crate::failover::{self, ClusterProbe, NodeName, ServerNews};
use crate::sys;

/// Clocks of two servers differ by so much at most, in microseconds: frames are numbered by them.
const MOST_AHEAD_US: i64 = 1_000_000;
/// NATS servers that keep the lease though one of them dies.
const SAFE: usize = 3;

/// Looks at the settings of a server among several, asks NATS, and listens for the others.
pub(super) fn look(config: &Config) -> Vec<Finding> {
    let Some(urls) = &config.nats else { return alone(config) };
    let cluster = config.cluster.clone().unwrap_or_default();
    let probe = match failover::probe(urls, &cluster) {
        Ok(probe) => probe,
        Err(error) => return vec![Wrong(format!("NATS at {urls}: {error}"))],
    };
    let mut findings = vec![Fine(format!("NATS answers at {urls} and keeps the lease"))];
    findings.extend(address(config));
    let own = config.node.clone().unwrap_or_else(|| NodeName::of_host(&sys::host_name()));
    findings.extend(members(&probe, own.as_str(), clock::now_us()));
    findings
}

/// Settings that mean nothing without NATS.
fn alone(config: &Config) -> Vec<Finding> {
    let is_one = config.node.is_some() || config.cluster.is_some();
    let words = "there is a `node` or a `cluster`, but no `nats`: the server does not start, as one that is alone \
                 needs no name";
    is_one.then(|| Wrong(words.to_owned())).into_iter().collect()
}

/// The address that edges and the other servers are told.
fn address(config: &Config) -> Option<Finding> {
    if let Some(url) = &config.node_url {
        let host = url.host();
        let is_local = host == "localhost" || host.starts_with("127.") || host == "[::1]";
        return is_local.then(|| {
            Hint(format!("`node_url` is {url}: only edges and servers on this machine reach this one there"))
        });
    }
    config.has_tls().then(|| {
        Hint(
            "there is a certificate and no `node_url`: edges are told the machine's name, which has to be in it"
                .to_owned(),
        )
    })
}

/// The NATS servers, and the servers that announce themselves there.
fn members(probe: &ClusterProbe, own: &str, now_us: u64) -> Vec<Finding> {
    let ClusterProbe { nats_servers, copies, servers } = probe;
    let mut findings = Vec::new();
    if *nats_servers < SAFE {
        findings.push(Hint(format!(
            "NATS is {nats_servers} server{}: while it is gone no other server can go on air; a cluster of \
             {SAFE} goes on without one",
            if *nats_servers == 1 { "" } else { "s, of which both are needed" }
        )));
    } else if *copies < SAFE {
        findings.push(Wrong(format!(
            "NATS keeps {copies} copy of the lease on {nats_servers} servers: it is gone with the wrong one of them"
        )));
    }
    let mut names: Vec<&str> = servers.iter().map(|server| server.node.as_str()).collect();
    names.sort_unstable();
    let doubled = names.windows(2).find(|two| two[0] == two[1]);
    findings.extend(
        doubled.map(|two| Wrong(format!("two servers are called {}: give each a `node` of its own", two[0]))),
    );
    findings.extend(servers.iter().filter(|server| server.node.as_str() != own).filter_map(|server| {
        let ahead_us = clock_ahead(server, now_us)?;
        let (seconds, way) = (ahead_us.unsigned_abs() / 1_000_000, if ahead_us > 0 { "ahead" } else { "behind" });
        Some(Wrong(format!(
            "the clock of {} is {seconds} s {way} of this machine's: set both by NTP, frames are numbered by them",
            server.node.as_str()
        )))
    }));
    let holder = servers.iter().find(|server| server.is_on_air);
    findings.push(match holder {
        Some(holder) => Fine(format!(
            "{} is on air; {} of the cluster announce themselves",
            holder.node.as_str(),
            names.join(", ")
        )),
        None if servers.is_empty() => Fine("no other server of the cluster announces itself now".to_owned()),
        None => Hint(format!("{} announce themselves, and none is on air", names.join(", "))),
    });
    findings
}

/// Returns the lead of a server's clock, in microseconds, if it is too much.
fn clock_ahead(server: &ServerNews, now_us: u64) -> Option<i64> {
    let ahead_us = server.now_us.cast_signed().checked_sub(now_us.cast_signed())?;
    (server.now_us > 0 && ahead_us.abs() > 2 * MOST_AHEAD_US).then_some(ahead_us)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_US: u64 = 1_800_000_000_000_000;

    fn server(node: &str, now_us: u64) -> ServerNews {
        ServerNews {
            node: node.parse().unwrap(),
            url: format!("http://{node}"),
            is_on_air: node == "a",
            epoch: 1,
            version: String::new(),
            now_us,
            told_ms: None,
        }
    }

    fn told(nats_servers: usize, copies: usize, servers: Vec<ServerNews>) -> Vec<String> {
        let probe = ClusterProbe { nats_servers, copies, servers };
        members(&probe, "a", NOW_US).iter().map(|finding| format!("{finding:?}")).collect()
    }

    #[test]
    fn each_thing_that_is_wrong_with_a_cluster_is_told() {
        let check = |told: Vec<String>, words: &str| {
            assert!(told.iter().any(|told| told.contains(words)), "{words}: {told:?}");
        };
        let fine = told(3, 3, vec![server("a", NOW_US), server("b", NOW_US - 900_000)]);
        assert_eq!(fine, ["Fine(\"a is on air; a, b of the cluster announce themselves\")"]);
        check(told(1, 1, Vec::new()), "NATS is 1 server:");
        check(told(2, 1, Vec::new()), "both are needed");
        check(told(3, 1, Vec::new()), "keeps 1 copy");
        check(told(3, 3, vec![server("a", NOW_US), server("a", NOW_US)]), "two servers are called a");
        let hour_us = 3_600_000_000;
        check(told(3, 3, vec![server("b", NOW_US + hour_us)]), "the clock of b is 3600 s ahead");
        check(told(3, 3, vec![server("b", NOW_US - hour_us)]), "3600 s behind");
        check(told(3, 3, vec![server("b", 0)]), "none is on air");
    }

    #[test]
    fn a_name_without_nats_and_an_address_that_others_cannot_reach_are_told() {
        let named = Config { node: Some("a".parse().unwrap()), ..Config::default() };
        assert!(matches!(&look(&named)[..], [Wrong(text)] if text.contains("no `nats`")));
        assert!(look(&Config::default()).is_empty());
        let node_url = Some("http://127.0.0.1:8000".parse().unwrap());
        assert!(matches!(address(&Config { node_url, ..Config::default() }), Some(Hint(_))));
        let node_url = Some("http://10.0.0.1:8000".parse().unwrap());
        assert_eq!(address(&Config { node_url, ..Config::default() }), None);
    }
}
