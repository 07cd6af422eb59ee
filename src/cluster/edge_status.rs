//! Answers of the origins, as pages show them.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::origin_cache::OriginCache;
use crate::model::Address;

/// Answers of the origins, for pages.
#[derive(Clone)]
pub struct EdgeStatus {
    pub(super) cache: OriginCache,
    pub(super) origins: Arc<RwLock<Vec<OriginStatus>>>,
    /// The origins of each station, the preferred one first.
    pub(super) by_station: Arc<RwLock<BTreeMap<String, Vec<Address>>>>,
    /// The origins of each private station: they alone know who may listen.
    pub(super) private: Arc<RwLock<BTreeMap<String, Vec<Address>>>>,
}

/// State of an origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginStatus {
    /// Its address.
    pub origin: Address,
    /// Whether it has described its stations since the edge started.
    pub was_heard: bool,
    /// Reason why it does not answer at present.
    pub trouble: Option<String>,
}

impl EdgeStatus {
    /// Takes an origin out.
    pub(super) fn forget(&self, origin: &Address) {
        let mut origins = self.origins.write().unwrap_or_else(PoisonError::into_inner);
        origins.retain(|status| status.origin != *origin);
        drop(origins);
        self.note_private(origin, Vec::new());
    }

    /// Takes note of the private stations that an origin describes.
    pub(super) fn note_private(&self, origin: &Address, slugs: Vec<String>) {
        let mut private = self.private.write().unwrap_or_else(PoisonError::into_inner);
        private.retain(|slug, origins| {
            origins.retain(|one| one != origin || slugs.contains(slug));
            !origins.is_empty()
        });
        for slug in slugs {
            let origins = private.entry(slug).or_default();
            if !origins.contains(origin) {
                origins.push(origin.clone());
            }
        }
    }

    /// Returns the origin that listeners of the station `slug` are sent to, as it is private and not served here: the first
    /// that answers at present.
    pub fn private_origin_of(&self, slug: &str) -> Option<Address> {
        let private = self.private.read().unwrap_or_else(PoisonError::into_inner);
        let origins = private.get(slug).cloned()?;
        drop(private);
        if self.origins_of(slug).is_empty() { self.leading(&origins).cloned() } else { None }
    }

    /// Returns the states of all origins.
    pub fn origins(&self) -> Vec<OriginStatus> {
        self.origins.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the origins of the station `slug`, the preferred one first; none if it is not served.
    pub fn origins_of(&self, slug: &str) -> Vec<Address> {
        let by_station = self.by_station.read().unwrap_or_else(PoisonError::into_inner);
        by_station.get(slug).cloned().unwrap_or_default()
    }

    /// Returns the first origin of the station `slug` that answers at present; the preferred one if none does.
    pub(super) fn leading_origin_of(&self, slug: &str) -> Option<Address> {
        self.leading(&self.origins_of(slug)).cloned()
    }

    /// Returns the first of `among` that answers at present; the first of all if none does.
    pub(super) fn leading<'a>(&self, among: &'a [Address]) -> Option<&'a Address> {
        let origins = self.origins();
        let answers =
            |one: &&Address| origins.iter().any(|status| status.origin == **one && status.trouble.is_none());
        among.iter().find(answers).or_else(|| among.first())
    }

    /// Returns all origins, the preferred one first.
    pub fn all_origins(&self) -> Vec<Address> {
        self.origins().into_iter().map(|status| status.origin).collect()
    }

    /// Returns the pages of origins that are kept here.
    pub fn cache(&self) -> &OriginCache {
        &self.cache
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use crate::cluster::edge_settings::TrustedOrigins;

    #[test]
    fn listeners_of_a_private_station_are_sent_to_an_origin_that_answers() {
        let at = |host: &str| -> Address { format!("http://{host}").parse().unwrap() };
        let trusted = TrustedOrigins { token: None, origins: Vec::new() };
        let status = EdgeStatus {
            cache: OriginCache::new(Arc::new(ManualClock::at(0)), trusted),
            origins: Arc::default(),
            by_station: Arc::default(),
            private: Arc::default(),
        };
        let origin = |host, trouble: Option<&str>| OriginStatus {
            origin: at(host),
            was_heard: true,
            trouble: trouble.map(str::to_owned),
        };
        *status.origins.write().unwrap() = vec![origin("a", None), origin("b", None)];
        for host in ["a", "b", "a"] {
            status.note_private(&at(host), vec!["quiet".to_owned()]);
        }
        assert_eq!(status.private_origin_of("quiet"), Some(at("a")));
        status.origins.write().unwrap()[0] = origin("a", Some("it is gone"));
        assert_eq!(status.private_origin_of("quiet"), Some(at("b")));
        status.note_private(&at("b"), Vec::new());
        assert_eq!(status.private_origin_of("quiet"), Some(at("a")), "it may be back any time");
        status.note_private(&at("a"), Vec::new());
        assert_eq!(status.private_origin_of("quiet"), None);
    }
}
