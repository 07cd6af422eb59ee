//! The origins that an edge follows: those that are configured, and those that were found.

use tokio::task::JoinHandle;

use super::catalogue::CatalogueStation;
use crate::model::Address;

/// Origins that are followed at most.
const MOST_ORIGINS: usize = 16;
/// The address of a server that has announced another one since is given up after so long, in microseconds: two servers that
/// have one name by mistake do not replace each other.
const REPLACED_AFTER_US: u64 = 3_000_000;
/// An origin that was found, and neither announces itself nor answers, is given up after so long, in microseconds.
const GONE_AFTER_US: u64 = 60_000_000;

/// Origins, the preferred one first.
#[derive(Default)]
pub(super) struct FollowedOrigins {
    all: Vec<FollowedOrigin>,
    is_refusal_said: bool,
}

/// An origin.
pub(super) struct FollowedOrigin {
    pub(super) address: Address,
    /// Its newest description of its stations.
    pub(super) answer: Option<Vec<CatalogueStation>>,
    /// Tasks that end when it is given up.
    pub(super) tasks: Vec<JoinHandle<()>>,
    /// `None` if it is configured, and never given up.
    found: Option<FoundServer>,
    /// Time of the last answer of any kind, in microseconds since the machine started.
    answered_us: u64,
}

/// A server that announced itself.
struct FoundServer {
    node: String,
    /// Time at which it last did, in microseconds since the machine started.
    announced_us: u64,
}

impl FoundServer {
    fn has_announced_within(&self, span_us: u64, now_us: u64) -> bool {
        now_us.saturating_sub(self.announced_us) < span_us
    }
}

impl FollowedOrigins {
    /// Returns all of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &FollowedOrigin> {
        self.all.iter()
    }

    /// Returns the one at `address`.
    pub(super) fn at(&mut self, address: &Address) -> Option<&mut FollowedOrigin> {
        self.all.iter_mut().find(|one| one.address == *address)
    }

    /// Adds one that is configured. Returns false if it is there already.
    pub(super) fn configure(&mut self, address: &Address) -> bool {
        let is_new = self.at(address).is_none();
        if is_new {
            self.push(address, None);
        }
        is_new
    }

    /// Takes note at `now_us` that the server `node` announces `address`. Returns whether it is a new one.
    pub(super) fn announce(&mut self, node: &str, address: &Address, now_us: u64) -> bool {
        let found = FoundServer { node: node.to_owned(), announced_us: now_us };
        if let Some(known) = self.at(address) {
            if known.found.is_some() {
                known.found = Some(found);
            }
            return false;
        }
        if self.all.len() >= MOST_ORIGINS {
            if !std::mem::replace(&mut self.is_refusal_said, true) {
                tracing::warn!(node, %address, "a server is not followed: there are {MOST_ORIGINS} origins already");
            }
            return false;
        }
        self.push(address, Some(found));
        true
    }

    /// Takes out those that are over at `now_us`: their server is at another address, or they are gone.
    pub(super) fn take_gone(&mut self, now_us: u64) -> Vec<FollowedOrigin> {
        let mut gone = Vec::new();
        // One after the other: the last one that has a station stays.
        while let Some(place) = self.all.iter().position(|one| self.is_over(one, now_us)) {
            let mut over = self.all.remove(place);
            if let Some(heir) = self.all.iter_mut().find(|one| replaces(one, &over, now_us)) {
                // Its listeners stay until the new address has answered.
                heir.answer = heir.answer.take().or_else(|| over.answer.take());
            }
            self.is_refusal_said = false;
            gone.push(over);
        }
        gone
    }

    /// Takes all of them out.
    pub(super) fn take_all(&mut self) -> Vec<FollowedOrigin> {
        std::mem::take(&mut self.all)
    }

    fn push(&mut self, address: &Address, found: Option<FoundServer>) {
        let (address, answered_us) = (address.clone(), 0);
        self.all.push(FollowedOrigin { address, answer: None, tasks: Vec::new(), found, answered_us });
    }

    fn is_over(&self, one: &FollowedOrigin, now_us: u64) -> bool {
        if self.all.iter().any(|other| replaces(other, one, now_us)) {
            return true;
        }
        let Some(found) = &one.found else { return false };
        let is_gone = !found.has_announced_within(GONE_AFTER_US, now_us)
            && now_us.saturating_sub(one.answered_us) >= GONE_AFTER_US;
        // Listeners of a station that no other origin has would be sent away.
        is_gone && one.answer.iter().flatten().all(|station| self.others_have(one, &station.slug))
    }

    fn others_have(&self, one: &FollowedOrigin, slug: &str) -> bool {
        let mut others = self.all.iter().filter(|other| other.address != one.address);
        others.any(|other| other.answer.iter().flatten().any(|station| station.slug == slug))
    }
}

impl FollowedOrigin {
    /// Takes note that it answered at `now_us`, with its stations or with something else.
    pub(super) fn note_answered(&mut self, now_us: u64) {
        self.answered_us = now_us;
    }
}

/// Returns whether `new` is the address that the server of `old` announces instead.
fn replaces(new: &FollowedOrigin, old: &FollowedOrigin, now_us: u64) -> bool {
    let (Some(newer), Some(older)) = (&new.found, &old.found) else { return false };
    let is_other = new.address != old.address && newer.node == older.node;
    is_other
        && newer.has_announced_within(REPLACED_AFTER_US, now_us)
        && !older.has_announced_within(REPLACED_AFTER_US, now_us)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND_US: u64 = 1_000_000;

    fn at(host: &str) -> Address {
        format!("http://{host}").parse().unwrap()
    }

    fn hosts(origins: &FollowedOrigins) -> Vec<&str> {
        origins.all().map(|one| one.address.host()).collect()
    }

    fn describe(origins: &mut FollowedOrigins, host: &str, slugs: &[&str], now_us: u64) {
        let origin = origins.at(&at(host)).unwrap();
        origin.note_answered(now_us);
        origin.answer = Some(slugs.iter().map(|slug| CatalogueStation::example(slug)).collect());
    }

    #[test]
    fn a_server_that_has_moved_is_followed_at_its_new_address_alone_and_keeps_its_stations() {
        let mut origins = FollowedOrigins::default();
        assert!(origins.configure(&at("fixed")) && !origins.announce("a", &at("fixed"), 0));
        assert!(origins.announce("a", &at("old"), 0) && !origins.announce("a", &at("old"), SECOND_US));
        describe(&mut origins, "old", &["main"], SECOND_US);
        assert!(origins.announce("a", &at("new"), 2 * SECOND_US));
        assert_eq!(origins.take_gone(2 * SECOND_US).len(), 0, "two servers may have one name");
        assert!(!origins.announce("a", &at("new"), 4 * SECOND_US));
        assert_eq!(origins.take_gone(4 * SECOND_US).len(), 1);
        assert_eq!(hosts(&origins), ["fixed", "new"]);
        assert!(origins.at(&at("new")).unwrap().answer.is_some());
    }

    #[test]
    fn a_server_that_is_gone_is_given_up_unless_it_alone_has_a_station() {
        let mut origins = FollowedOrigins::default();
        origins.configure(&at("fixed"));
        for (node, host) in [("a", "gone"), ("b", "stands-by"), ("c", "alone")] {
            origins.announce(node, &at(host), 0);
        }
        describe(&mut origins, "fixed", &["main"], 0);
        describe(&mut origins, "gone", &["main"], 0);
        describe(&mut origins, "alone", &["main", "jazz"], 0);
        assert_eq!(origins.take_gone(59 * SECOND_US).len(), 0);
        origins.at(&at("stands-by")).unwrap().note_answered(59 * SECOND_US);
        assert_eq!(origins.take_gone(61 * SECOND_US).len(), 1);
        assert_eq!(hosts(&origins), ["fixed", "stands-by", "alone"]);
        describe(&mut origins, "fixed", &["main", "jazz"], 70 * SECOND_US);
        origins.announce("b", &at("stands-by"), 130 * SECOND_US);
        assert_eq!(origins.take_gone(140 * SECOND_US).len(), 1);
        assert_eq!(hosts(&origins), ["fixed", "stands-by"]);
    }

    #[test]
    fn servers_that_come_and_go_leave_room_for_others() {
        let mut origins = FollowedOrigins::default();
        for number in 0..3 * MOST_ORIGINS as u64 {
            origins.take_gone(number * 5 * SECOND_US);
            let (node, host) = (format!("n{number}"), format!("h{number}"));
            assert!(origins.announce(&node, &at(&host), number * 5 * SECOND_US), "{host}");
        }
        let now_us = 3 * MOST_ORIGINS as u64 * 5 * SECOND_US;
        let news = (0..MOST_ORIGINS)
            .filter(|number| origins.announce(&format!("m{number}"), &at(&format!("m{number}")), now_us));
        assert!(news.count() < MOST_ORIGINS && origins.is_refusal_said);
    }
}
