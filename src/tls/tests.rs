use std::fs;

use rcgen::{CertificateParams, KeyPair, date_time_ymd};

use super::*;

/// A certificate for `localhost` that ends with this year, and its key, as PEM.
fn pair(last_year: i32) -> (String, String) {
    let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(last_year, 12, 31);
    let key = KeyPair::generate().unwrap();
    (params.self_signed(&key).unwrap().pem(), key.serialize_pem())
}

struct Room {
    _dir: tempfile::TempDir,
    files: Files,
}

impl Room {
    fn with((cert, key): &(String, String)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let files = Files { cert: dir.path().join("cert.pem"), key: dir.path().join("key.pem") };
        let room = Self { _dir: dir, files };
        room.put(cert, key);
        room
    }

    fn put(&self, cert: &str, key: &str) {
        fs::write(&self.files.cert, cert).unwrap();
        fs::write(&self.files.key, key).unwrap();
    }
}

/// 31 December, in seconds since 1970.
fn end_of(year: u64) -> u64 {
    (year - 1_969) * 31_556_952 / 86_400 * 86_400
}

#[test]
fn a_certificate_says_when_it_ends() {
    for year in [2020, 2049, 2050, 2101] {
        let room = Room::with(&pair(year as i32));
        let ends = Certificate::load(&room.files).unwrap().ends().unwrap();
        assert!(ends.abs_diff(end_of(year)) <= 2 * 86_400, "{year}: {ends}");
    }
}

#[test]
fn what_is_wrong_with_the_files_is_said() {
    let (cert, key) = pair(2040);
    let check = |cert: &str, key: &str, expected: &str| {
        let room = Room::with(&(cert.to_owned(), key.to_owned()));
        let error = Certificate::load(&room.files).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check("", &key, "there is no certificate in ");
    check("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n", &key, "there is no certificate in ");
    check(&cert, "", "there is no private key in ");
    check(&cert, &cert, "there is no private key in ");
    check(&cert, &pair(2040).1, "is not that of the certificate in ");
    let room = Room::with(&(cert, key));
    fs::remove_file(&room.files.key).unwrap();
    let error = Certificate::load(&room.files).unwrap_err().to_string();
    assert!(error.contains("key.pem cannot be read: No such file"), "{error}");
}

#[test]
fn a_new_certificate_is_taken_and_a_broken_one_is_told_once() {
    let room = Room::with(&pair(2030));
    let (certificate, mut watch) = CertificateWatcher::load(&room.files).unwrap();
    let mut check = |said: Option<bool>, year: u64| {
        assert_eq!(watch.look().map(|renewed| renewed.is_ok()), said);
        assert!(certificate.ends().unwrap().abs_diff(end_of(year)) <= 2 * 86_400, "{year}");
    };
    check(None, 2030);
    let (cert, key) = pair(2031);
    // Half of a change is not looked at.
    fs::write(&room.files.cert, &cert).unwrap();
    check(None, 2030);
    fs::write(&room.files.key, &key).unwrap();
    check(None, 2030);
    check(Some(true), 2031);
    check(None, 2031);
    fs::write(&room.files.cert, "nothing").unwrap();
    check(None, 2031);
    check(Some(false), 2031);
    check(None, 2031);
    fs::remove_file(&room.files.key).unwrap();
    check(None, 2031);
    check(Some(false), 2031);
    check(None, 2031);
    room.put(&cert, &key);
    check(None, 2031);
    check(Some(true), 2031);
}

#[test]
fn a_certificate_knows_its_period_and_its_names() {
    let room = Room::with(&pair(2030));
    let certificate = Certificate::load(&room.files).unwrap();
    let validity = certificate.validity().unwrap();
    assert!(validity.begins.abs_diff(end_of(2019)) <= 2 * 86_400, "{validity:?}");
    assert!(certificate.covers("localhost") && certificate.covers("LOCALHOST"));
    assert!(!certificate.covers("radio.example") && !certificate.covers("not a name"));
}

#[test]
fn an_ordered_certificate_is_absent_until_it_is_loaded_and_may_share_a_file_with_its_key() {
    let certificate = Certificate::ordered();
    assert!(!certificate.is_present() && certificate.ends().is_none() && !certificate.covers("localhost"));
    let alpn = certificate.handshakes().unwrap().alpn_protocols.clone();
    assert_eq!(alpn, [ALPN.to_vec(), ALPN_CHALLENGE.to_vec()]);
    let (cert, key) = pair(2030);
    let room = Room::with(&(key + &cert, String::new()));
    let files = Files { cert: room.files.cert.clone(), key: room.files.cert.clone() };
    certificate.reload(&files).unwrap();
    assert!(certificate.is_present() && certificate.covers("localhost"));
}
