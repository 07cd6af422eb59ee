//! Checks of an installation's safety: a part of `longwave check`.

use std::net::IpAddr;
use std::path::Path;

use super::check::Finding;
use super::check::Finding::{Fine, Hint, Wrong};
use super::serve::secrets_key;
use crate::clock;
use crate::config::Config;
use crate::model::Address;
use crate::store::{Password, Role, Store};
use crate::sys;

/// Passwords that are tried first by whoever wants to get in: of examples, of other programs, and ours in tests.
const KNOWN: [&str; 6] = ["hackme", "changeme", "password", "longwave", "source", "admin"];
/// With less room than this on a disk, in bytes, nothing is remembered for long,
const FULL: u64 = 100 << 20;
/// Free space on a disk, in bytes, below which it is time to make room.
const LITTLE: u64 = 1 << 30;
/// No clock that is right says an earlier time, in seconds since 1970: this program was not written then.
const EARLIEST: u64 = 1_750_000_000;

/// Looks at addresses, passwords, disks and the clock.
pub(super) fn look(config: &Config) -> Vec<Finding> {
    let is_reached = config.listen.iter().any(|address| is_reached_by_others(address.ip()));
    let mut findings: Vec<Finding> = network(config, is_reached).into_iter().collect();
    findings.extend(openid(config));
    findings.extend(given_passwords(&|name| std::env::var(name).ok()));
    findings.extend(superuser(is_root()));
    // What is wrong with the database itself is told elsewhere.
    if let Ok(Some(store)) = Store::look(&config.data) {
        findings.extend(accounts(&store, is_reached));
        findings.extend(source_passwords(&store));
        findings.extend(readable(&config.data, store.path()));
        findings.extend(readable_key(&secrets_key(config)));
    }
    findings.extend(disk("the data", &config.data));
    findings.extend(time(clock::now_us() / 1_000_000, sys::clock_is_kept()));
    findings
}

/// Returns whether other machines reach an address.
fn is_reached_by_others(address: IpAddr) -> bool {
    !address.is_loopback()
}

fn network(config: &Config, is_reached: bool) -> Option<Finding> {
    if !is_reached || config.has_tls() {
        return None;
    }
    Some(Hint(format!(
        "{} is reached by others, and there is no TLS: passwords and sessions can be read on the way; set --acme, or \
         --tls-cert and --tls-key, or listen on 127.0.0.1 behind a proxy that speaks TLS",
        config.listen
    )))
}

/// Settings of OpenID Connect with which the server does not start, or its codes can be read on the way.
fn openid(config: &Config) -> Vec<Finding> {
    let Some(oidc) = &config.oidc else { return Vec::new() };
    let mut findings = Vec::new();
    if let Some(file) = &oidc.client_secret_file
        && let Err(error) = std::fs::read_to_string(file)
    {
        findings.push(Wrong(format!("the secret in {} cannot be read: {error}", file.display())));
    }
    let comes_back_safely = oidc.redirect_uri.parse::<Address>().is_ok_and(|address| address.keeps_secrets());
    if !comes_back_safely {
        findings.push(Hint(format!(
            "browsers come back from the OpenID provider to {}, which is not encrypted: codes and sessions can be read on \
             the way; set an address of https as public_url",
            oidc.redirect_uri
        )));
    }
    findings
}

/// Passwords in the environment with which the server does not start.
fn given_passwords(environment: &dyn Fn(&str) -> Option<String>) -> Vec<Finding> {
    let is_refused = |name: &&str| {
        let given = environment(name).filter(|given| !given.is_empty());
        given.is_some_and(|given| Password::chosen(&given).is_err())
    };
    let refused = ["LONGWAVE_ADMIN_PASSWORD", "LONGWAVE_SOURCE_PASSWORD"].into_iter().filter(is_refused);
    refused
        .map(|name| {
            Wrong(format!("{name} cannot be used: a password has at least 10 characters, on one line"))
        })
        .collect()
}

/// Running as root, which nothing here needs.
fn superuser(is_root: bool) -> Option<Finding> {
    is_root.then(|| {
        Hint("this runs as root, and nothing here needs that: give it an account of its own".to_owned())
    })
}

#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    // The files of a process belong to the account it runs as.
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

/// Passwords that nobody chose, and administrators who are guarded by a password alone.
fn accounts(store: &Store, is_reached: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for account in store.accounts().unwrap_or_default() {
        let name = &account.name;
        if account.must_change {
            findings.push(Hint(format!(
                "{name} still has the password that the first start printed: sign in, or use `longwave user password {name}`"
            )));
        }
        if is_reached && account.role == Role::Admin && !store.has_totp(name).unwrap_or(true) {
            findings.push(Hint(format!(
                "{name} runs everything and signs in with a password alone: /admin/codes has a phone's codes asked for, too"
            )));
        }
    }
    findings
}

/// Source passwords that everybody tries, or that open more than one station as far as can be told: only hashes are
/// kept, of which nobody can see how long or how alike the passwords are.
fn source_passwords(store: &Store) -> Vec<Finding> {
    let mut findings = Vec::new();
    let stations = store.stations().unwrap_or_default();
    let given = std::env::var("LONGWAVE_SOURCE_PASSWORD").ok().filter(|given| !given.is_empty());
    let opens = |slug: &str, password: &str| store.verify_source_password(slug, password).unwrap_or(false);
    for station in &stations {
        let slug = &station.slug;
        if KNOWN.iter().any(|known| opens(slug, known)) || opens(slug, slug) {
            findings.push(Hint(format!(
                "the source password of {slug} is one that everybody tries first: `longwave station password {slug} --generate`"
            )));
        }
    }
    if let Some(given) = given {
        let opened: Vec<&str> =
            stations.iter().map(|station| &*station.slug).filter(|slug| opens(slug, &given)).collect();
        if opened.len() > 1 {
            findings
                .push(Hint(format!("one source password opens {}: give each its own", opened.join(" and "))));
        }
    }
    findings
}

/// Checks whether others on this machine may read the data directory.
fn readable(folder: &Path, database: &Path) -> Vec<Finding> {
    let mut findings = Vec::new();
    if is_open(database) {
        let path = database.display();
        findings.push(Wrong(format!(
            "others on this machine may read {path}, with all it knows: chmod 600 {path}"
        )));
    }
    if is_open(folder) {
        let path = folder.display();
        findings.push(Hint(format!("others on this machine may look into {path}: chmod 700 {path}")));
    }
    findings
}

/// Checks whether others on this machine may read the key of the secrets in the database.
fn readable_key(key: &Path) -> Option<Finding> {
    let path = key.display();
    is_open(key).then(|| {
        Wrong(format!("others on this machine may read {path}, which opens the secrets in the database: chmod 600 {path}"))
    })
}

#[cfg(unix)]
fn is_open(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o044 != 0)
}

#[cfg(not(unix))]
fn is_open(_: &Path) -> bool {
    false
}

fn disk(what: &str, path: &Path) -> Option<Finding> {
    let free = sys::room(path).ok()?.free;
    let told = format!("{} MB are free on the disk of {what}", free >> 20);
    match free {
        0..FULL => Some(Wrong(format!("{told}: make room"))),
        FULL..LITTLE => Some(Hint(format!("{told}: make room soon"))),
        _ => None,
    }
}

/// The system's clock at `now`, in seconds since 1970.
fn time(now: u64, is_kept: Option<bool>) -> Option<Finding> {
    if now < EARLIEST {
        return Some(Wrong(
            "the machine's clock is years behind: shows and certificates go by it".to_owned(),
        ));
    }
    match is_kept {
        Some(false) => Some(Hint(
            "nothing keeps the machine's clock right: have it use NTP, for shows go by it".to_owned(),
        )),
        Some(true) => Some(Fine("the machine's clock is kept right".to_owned())),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::NewStation;

    fn password(text: &str) -> Password {
        Password::new(text).unwrap()
    }

    #[track_caller]
    fn says(findings: &[Finding], expected: &[(&str, &str)]) {
        let told = |finding: &Finding| match finding {
            Fine(text) => ("fine", text.clone()),
            Hint(text) => ("hint", text.clone()),
            Wrong(text) => ("wrong", text.clone()),
        };
        let found: Vec<_> = findings.iter().map(told).collect();
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for ((kind, text), (expected_kind, words)) in found.iter().zip(expected) {
            assert!(kind == expected_kind && text.contains(words), "{found:?}: no {words}");
        }
    }

    #[test]
    fn a_way_back_from_the_openid_provider_that_others_read_is_told() {
        let oidc = |redirect_uri: &str| crate::config::OidcConfig {
            issuer: "https://login.example".parse().unwrap(),
            client_id: "longwave".to_owned(),
            client_secret_file: None,
            redirect_uri: redirect_uri.to_owned(),
            create: crate::config::OidcCreate::None,
        };
        let found = |oidc| openid(&Config { oidc: Some(oidc), ..Config::default() });
        says(&found(oidc("https://radio.example/login/oidc/callback")), &[]);
        says(&found(oidc("http://radio.example/cb")), &[("hint", "is not encrypted")]);
        let without_secret = crate::config::OidcConfig {
            client_secret_file: Some("/nowhere/secret".into()),
            ..oidc("http://localhost:8000/cb")
        };
        says(&found(without_secret), &[("wrong", "/nowhere/secret cannot be read")]);
    }

    #[test]
    fn a_password_that_was_printed_is_told_until_it_is_changed() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        says(&accounts(&store, false), &[("hint", "still has the password")]);
        says(&accounts(&store, true), &[("hint", "still has the password"), ("hint", "password alone")]);
        store.set_password("admin", &password("a long password")).unwrap();
        says(&accounts(&store, true), &[("hint", "password alone")]);
        says(&accounts(&store, false), &[]);
    }

    #[test]
    fn short_passwords_in_the_environment_are_told() {
        let given = |admin: &str, source: &str| {
            let (admin, source) = (admin.to_owned(), source.to_owned());
            given_passwords(&move |name| {
                Some(if name.contains("ADMIN") { admin.clone() } else { source.clone() })
            })
        };
        says(&given("a", "hackme"), &[("wrong", "LONGWAVE_ADMIN"), ("wrong", "LONGWAVE_SOURCE")]);
        says(&given("", "long enough"), &[]);
    }

    #[test]
    fn a_key_that_others_may_read_is_told() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let key = dir.path().join("secrets.key");
        assert_eq!(readable_key(&key), None, "there is none yet");
        for (mode, is_open) in [(0o600, false), (0o640, true), (0o604, true)] {
            std::fs::write(&key, "").unwrap();
            std::fs::set_permissions(&key, std::fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(readable_key(&key).is_some(), is_open, "{mode:o}");
        }
    }

    #[test]
    fn running_as_root_is_told() {
        says(&superuser(true).into_iter().collect::<Vec<_>>(), &[("hint", "as root")]);
        assert_eq!(superuser(false), None);
    }

    #[test]
    fn passwords_that_everybody_tries_are_told() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(Some(password("in-charge")), Some(password("hackme"))).unwrap();
        let jazz = NewStation { slug: "jazz".to_owned(), name: "Jazz".to_owned(), ..NewStation::default() };
        store.add_station(&jazz, &Password::generate().unwrap()).unwrap();
        says(&source_passwords(&store), &[("hint", "the source password of main")]);
    }

    #[test]
    fn no_tls_is_told_where_others_listen() {
        let public = Config { listen: "0.0.0.0:8000".parse().unwrap(), ..Config::default() };
        says(&network(&public, true).into_iter().collect::<Vec<_>>(), &[("hint", "there is no TLS")]);
        assert_eq!(network(&public, false), None);
        assert!(is_reached_by_others("0.0.0.0".parse().unwrap()));
        assert!(!is_reached_by_others("127.0.0.1".parse().unwrap()));
    }

    #[cfg(unix)]
    #[test]
    fn what_others_may_read_is_told() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("longwave.db");
        std::fs::write(&file, "").unwrap();
        let set = |path: &Path, mode| {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        set(&file, 0o600);
        set(dir.path(), 0o700);
        says(&readable(dir.path(), &file), &[]);
        set(&file, 0o640);
        set(dir.path(), 0o755);
        says(&readable(dir.path(), &file), &[("wrong", "chmod 600"), ("hint", "chmod 700")]);
    }

    #[test]
    fn a_clock_that_cannot_be_right_is_told() {
        assert!(matches!(time(0, Some(true)), Some(Wrong(_))));
        assert!(matches!(time(EARLIEST, Some(false)), Some(Hint(_))));
        assert!(matches!(time(EARLIEST, Some(true)), Some(Fine(_))));
        assert_eq!(time(EARLIEST, None), None);
    }
}
