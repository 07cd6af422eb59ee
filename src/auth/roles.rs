//! The rules that say which stations a role reaches.

use crate::store::Role;

/// Returns whether an account of `role`, limited to `stations`, runs the station `slug`: an administrator runs
/// all of them, a manager only those that are listed.
pub fn runs(role: Role, stations: &[String], slug: &str) -> bool {
    match role {
        Role::Admin => true,
        Role::Manager => is_listed(stations, slug),
        Role::Dj => false,
    }
}

/// Returns whether an account of `role`, limited to `stations`, may go live on the station `slug`, or runs it.
/// A DJ without a list may go live on every station.
pub fn goes_live_on(role: Role, stations: &[String], slug: &str) -> bool {
    runs(role, stations, slug) || (role == Role::Dj && (stations.is_empty() || is_listed(stations, slug)))
}

fn is_listed(stations: &[String], slug: &str) -> bool {
    stations.iter().any(|station| station == slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_reach_their_stations() {
        fn check(role: Role, stations: &[&str], expected: (bool, bool)) {
            let stations: Vec<String> = stations.iter().map(|slug| (*slug).to_owned()).collect();
            let found = (runs(role, &stations, "main"), goes_live_on(role, &stations, "main"));
            assert_eq!(found, expected, "{role} of {stations:?}");
        }
        check(Role::Admin, &[], (true, true));
        check(Role::Admin, &["jazz"], (true, true));
        check(Role::Manager, &["jazz", "main"], (true, true));
        check(Role::Manager, &["jazz"], (false, false));
        check(Role::Manager, &[], (false, false));
        check(Role::Dj, &[], (false, true));
        check(Role::Dj, &["main"], (false, true));
        check(Role::Dj, &["jazz"], (false, false));
    }
}
