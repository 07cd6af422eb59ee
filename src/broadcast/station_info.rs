//! The name, the look and the listeners' rule of a station, which may change while it is on air.

use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use crate::model::{AccessRule, Branding};

/// A station's name, and the look of its pages.
pub(super) struct StationInfo {
    /// Locked for moments only.
    current: RwLock<NameAndBranding>,
}

struct NameAndBranding {
    name: String,
    branding: Branding,
    access: AccessRule,
}

impl StationInfo {
    pub(super) fn new(name: String) -> Self {
        Self {
            current: RwLock::new(NameAndBranding {
                name,
                branding: Branding::default(),
                access: AccessRule::default(),
            }),
        }
    }

    /// The station's name for people.
    pub(super) fn name(&self) -> String {
        self.read().name.clone()
    }

    /// The look of its pages.
    pub(super) fn branding(&self) -> Branding {
        self.read().branding.clone()
    }

    /// Changes the name; returns whether it was another one.
    pub(super) fn rename(&self, name: &str) -> bool {
        if self.read().name == name {
            return false;
        }
        name.clone_into(&mut self.current.write().unwrap_or_else(PoisonError::into_inner).name);
        true
    }

    /// Changes the look; returns whether it was another one.
    pub(super) fn set_branding(&self, branding: &Branding) -> bool {
        if self.read().branding == *branding {
            return false;
        }
        self.current.write().unwrap_or_else(PoisonError::into_inner).branding = branding.clone();
        true
    }

    /// The rule for its listeners.
    pub(super) fn access(&self) -> AccessRule {
        self.read().access
    }

    /// Changes the rule for its listeners; returns whether it was another one.
    pub(super) fn set_access(&self, access: AccessRule) -> bool {
        if self.read().access == access {
            return false;
        }
        self.current.write().unwrap_or_else(PoisonError::into_inner).access = access;
        true
    }

    fn read(&self) -> RwLockReadGuard<'_, NameAndBranding> {
        self.current.read().unwrap_or_else(PoisonError::into_inner)
    }
}
