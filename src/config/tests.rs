use std::path::Path;

use super::*;
use crate::webhooks::WebhookReach;

/// Checks what comes of flags, environment variables and a file, in the words of `Debug` or of the error.
#[track_caller]
fn check(flags: &str, environment: &[(&str, &str)], file: Option<&str>, expected: &str) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("its.toml");
    let flags = parse_flags(flags, file.map(|text| write(&path, text)));
    let environment =
        |name: &str| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into());
    let found = match Config::load(&flags.0, &[&flags.1], &environment) {
        Ok(Config { listen, shoutcast, metrics, tls, limits, webhooks, data, media, log, .. }) => {
            let tls = tls.map(|files| format!(" with {} {}", files.cert.display(), files.key.display()));
            let tls = tls.unwrap_or_default();
            let limits = match limits {
                Limits { per_station: None, per_address: None } => String::new(),
                Limits { per_station, per_address } => {
                    format!(" for {per_station:?} {per_address:?}").replace(['(', ')'], " ")
                }
            };
            let shoutcast = shoutcast.map(|at| format!(" and {at}")).unwrap_or_default();
            let metrics = metrics.map(|at| format!(" measured at {at}")).unwrap_or_default();
            let reach = if webhooks == WebhookReach::Anywhere { " reaching anywhere" } else { "" };
            format!(
                "{listen}{shoutcast}{metrics}{tls}{limits}{reach} {} {} {log:?}",
                data.display(),
                media.display()
            )
        }
        Err(error) => format!("{error:#}").replace(&path.display().to_string(), "its.toml"),
    };
    assert_eq!(found, expected);
}

fn write<'a>(path: &'a Path, text: &str) -> &'a Path {
    std::fs::write(path, text).unwrap();
    path
}

#[derive(clap::Parser)]
struct AllFlags {
    #[command(flatten)]
    flags: Flags,
    #[command(flatten)]
    listen: Listen,
}

fn try_parse_flags(line: &str) -> Result<AllFlags, String> {
    let words = std::iter::once("longwave").chain(line.split_whitespace());
    <AllFlags as clap::Parser>::try_parse_from(words).map_err(|error| error.to_string())
}

fn parse_flags(line: &str, config: Option<&Path>) -> (Flags, Listen) {
    let all = try_parse_flags(line).unwrap();
    let config = config.map(Path::to_owned).or(all.flags.config);
    (Flags { config, ..all.flags }, all.listen)
}

/// Loads the configuration of flags, an environment and the text of a file; a mistake is its words.
fn load(flags: &str, environment: &[(&str, &str)], text: &str) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    let flags = parse_flags(flags, Some(write(&folder.path().join("its.toml"), text)));
    let variable =
        |name: &str| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into());
    Config::load(&flags.0, &[&flags.1], &variable).map_err(|error| format!("{error:#}"))
}

#[test]
fn nothing_said_is_the_default() {
    check("", &[], None, "0.0.0.0:8000 data media Text");
    check("", &[], Some("# nothing"), "0.0.0.0:8000 data media Text");
    check("", &[("LONGWAVE_DATA", "")], None, "0.0.0.0:8000 data media Text");
}

#[test]
fn a_flag_beats_the_environment_beats_the_file_beats_the_default() {
    let file = Some("listen = '[::1]:1'\ndata = 'file'\nmedia = 'file'\nlog = 'json'");
    check("", &[], file, "[::1]:1 file file Json");
    let environment = [("LONGWAVE_LISTEN", "[::1]:2"), ("LONGWAVE_DATA", "env"), ("LONGWAVE_LOG", "text")];
    check("", &environment, file, "[::1]:2 env file Text");
    check("--listen [::1]:3 --log json", &environment, file, "[::1]:3 env file Json");
    check(
        "--listen [::1]:3,[::1]:4 --listen [::1]:5",
        &environment,
        file,
        "[::1]:3, [::1]:4, [::1]:5 env file Text",
    );
    check("", &[("LONGWAVE_LISTEN", "[::1]:6,[::1]:7")], file, "[::1]:6, [::1]:7 file file Json");
    check("--data flag --media flag", &environment, file, "[::1]:2 flag flag Text");
}

#[test]
fn a_mail_server_needs_an_address_that_mail_comes_from_and_is_not_repeated() {
    let lacks = "`smtp` is set, but not `mail_from`, the address that mail comes from";
    check("", &[], Some("smtp = 'smtp://localhost'"), lacks);
    let wrong = "its.toml, line 1: `smtp` is \"…\", it must be an address such as \
                 \"smtps://user:password@mail.example\", with %40 for @ in user and password";
    check("", &[], Some("smtp = 'smtps://ada:secret@'"), wrong);
}

#[test]
fn webhooks_stay_on_the_internet_unless_it_is_said() {
    let anywhere = "0.0.0.0:8000 reaching anywhere data media Text";
    check("--webhooks anywhere", &[], Some("webhooks = 'internet'"), anywhere);
    check("", &[("LONGWAVE_WEBHOOKS", "anywhere")], None, anywhere);
    let wrong = "its.toml, line 1: `webhooks` is \"all\", it must be \"internet\" or \"anywhere\"";
    check("", &[], Some("webhooks = 'all'"), wrong);
}

#[test]
fn metrics_are_at_the_one_port_unless_they_have_their_own() {
    check("--metrics 127.0.0.1:9100", &[], None, "0.0.0.0:8000 measured at 127.0.0.1:9100 data media Text");
    check("", &[("LONGWAVE_METRICS", "[::1]:9")], None, "0.0.0.0:8000 measured at [::1]:9 data media Text");
    check("", &[], Some("metrics = '[::1]:9'"), "0.0.0.0:8000 measured at [::1]:9 data media Text");
}

#[test]
fn shoutcast_is_off_until_it_has_a_port() {
    check("--shoutcast [::1]:8001", &[], None, "0.0.0.0:8000 and [::1]:8001 data media Text");
    check("", &[("LONGWAVE_SHOUTCAST", "[::1]:2")], None, "0.0.0.0:8000 and [::1]:2 data media Text");
    check("", &[], Some("shoutcast = '[::1]:3'"), "0.0.0.0:8000 and [::1]:3 data media Text");
}

#[test]
fn limits_are_numbers_and_none_is_none() {
    let file = Some("max_listeners = 500\nmax_per_address = '3'");
    check("", &[], file, "0.0.0.0:8000 for Some 500  Some 3  data media Text");
    check("--max-listeners 0", &[], file, "0.0.0.0:8000 for None Some 3  data media Text");
    let environment = [("LONGWAVE_MAX_LISTENERS", "7"), ("LONGWAVE_MAX_PER_ADDRESS", "0")];
    check("", &environment, file, "0.0.0.0:8000 for Some 7  None data media Text");
    let wrong = "its.toml, line 1: `max_listeners` is \"-1\", it must be a number such as 500, or 0 for any";
    check("", &[], Some("max_listeners = -1"), wrong);
    let wrong =
        "its.toml, line 1: `max_listeners` is of type boolean, it must be a number such as 500, or 0 for any";
    check("", &[], Some("max_listeners = true"), wrong);
}

#[test]
fn a_certificate_has_a_key() {
    let environment = [("LONGWAVE_TLS_CERT", "env.pem"), ("LONGWAVE_TLS_KEY", "env.key")];
    let file = Some("tls_cert = 'file.pem'\ntls_key = 'file.key'");
    check("", &[], file, "0.0.0.0:8000 with file.pem file.key data media Text");
    check("", &environment, file, "0.0.0.0:8000 with env.pem env.key data media Text");
    check("--tls-cert c --tls-key k", &environment, file, "0.0.0.0:8000 with c k data media Text");
    check("--tls-cert c", &[], None, "there is a `tls_cert`, but no `tls_key`");
    check("", &environment[1..], None, "there is a `tls_key`, but no `tls_cert`");
}

#[test]
fn trusted_proxies_and_tls_only_come_from_each_place() {
    let address = |text: &str| text.parse().unwrap();
    let file = "trusted_proxies = '10.0.0.0/8'\ntls_cert = 'c'\ntls_key = 'k'\ntls_only = true";
    let config = load("", &[], file).unwrap();
    assert!(config.trusted_proxies.contains(address("10.1.2.3")) && config.tls_only);
    let environment = [("LONGWAVE_TRUSTED_PROXIES", "192.0.2.1, ::1"), ("LONGWAVE_TLS_ONLY", "false")];
    let config = load("", &environment, file).unwrap();
    assert!(config.trusted_proxies.contains(address("::1")) && !config.tls_only);
    let config = load("--trusted-proxies 198.51.100.0/24 --tls-only", &environment, file).unwrap();
    assert!(config.trusted_proxies.contains(address("198.51.100.9")) && config.tls_only);
    assert!(Config::default().trusted_proxies.is_empty());
    assert!(load("--tls-only", &[], "").unwrap_err().contains("there is no `tls_cert`"));
    assert!(load("", &[], "trusted_proxies = 'proxy'").unwrap_err().contains("it must be networks such as"));
}

#[test]
fn directories_come_from_each_place() {
    let config = load("", &[], "yp_directories = 'none'\nradio_browser = 'http://127.0.0.1:9/'").unwrap();
    assert_eq!(config.yp_directories.to_string(), "none");
    assert_eq!(config.radio_browser.map(|api| api.to_string()).as_deref(), Some("http://127.0.0.1:9/"));
    let config = load("--yp-directories http://a.example/yp,http://b.example/yp", &[], "").unwrap();
    assert_eq!(config.yp_directories.all().len(), 2);
    assert_eq!(Config::default().yp_directories.to_string(), "https://dir.xiph.org/cgi-bin/yp-cgi");
    let wrong = load("", &[], "yp_directories = 'dir.xiph.org'").unwrap_err();
    assert!(wrong.contains("it must be addresses such as"), "{wrong}");
}

#[test]
fn other_sites_and_shortened_addresses_come_from_each_place() {
    let file = "webcast_origins = 'https://dj.example'\nanonymize_addresses = true";
    let config = load("", &[], file).unwrap();
    assert!(config.webcast_origins.contains("https://dj.example") && config.anonymize_addresses);
    let config = load("--webcast-origins https://a.example --anonymize-addresses false", &[], file).unwrap();
    assert!(!config.webcast_origins.contains("https://dj.example") && !config.anonymize_addresses);
    assert!(!Config::default().anonymize_addresses);
    let wrong = load("", &[], "webcast_origins = 'dj.example'").unwrap_err();
    assert!(wrong.contains("it must be origins such as \"https://dj.example\""), "{wrong}");
}

#[test]
fn a_certificate_may_be_ordered_by_acme() {
    let file = "acme = 'a.example, B.example'\nacme_directory = 'https://ca.example/dir'\n\
                acme_contact = 'ada@a.example'\nacme_ca = 'ca.pem'\ntls_only = true";
    let config = load("", &[], file).unwrap();
    let acme = config.acme.as_ref().unwrap();
    assert_eq!(
        (acme.names.all().join(" "), acme.directory.as_str()),
        ("a.example b.example".into(), "https://ca.example/dir")
    );
    assert!(config.has_tls() && config.tls_only && acme.contact.is_some());
    assert_eq!(acme.ca.as_deref(), Some(Path::new("ca.pem")));
    let environment = [("LONGWAVE_ACME", "env.example"), ("LONGWAVE_ACME_DIRECTORY", "https://env.example/")];
    let acme = load("--acme flag.example", &environment, file).unwrap().acme.unwrap();
    assert_eq!(
        (acme.names.all().join(" "), acme.directory.as_str()),
        ("flag.example".into(), "https://env.example/")
    );
    let default = load("--acme radio.example", &[], "").unwrap().acme.unwrap();
    assert_eq!(default.directory.as_str(), "https://acme-v02.api.letsencrypt.org/directory");

    let wrong = |text: &str| load("", &[], text).unwrap_err();
    assert!(
        wrong("acme = '*.radio.example'")
            .contains("`acme` is \"*.radio.example\", it must be host names such as")
    );
    assert!(wrong("acme_directory = 'http://ca.example'").contains("it must be an address such as"));
    assert!(wrong("acme_contact = 'ada'").contains("it must be a mail address such as"));
    assert!(wrong("acme = 'a.example'\ntls_cert = 'c'\ntls_key = 'k'").contains("not both"));
    for key in ["acme_ca", "acme_contact", "acme_directory"] {
        let text = file.lines().find(|line| line.starts_with(key)).unwrap();
        assert_eq!(wrong(text), format!("there is an `{key}`, but no `acme`"));
    }
}

#[test]
fn what_is_wrong_in_the_file_is_said_with_its_line() {
    let wrong = [
        (
            "data = 'd'\nlisten = 'radio'",
            "its.toml, line 2: `listen` is \"radio\", it must be an address and a port such as \"0.0.0.0:8000\", or several with commas",
        ),
        (
            "\n\nlisten = 8000",
            "its.toml, line 3: `listen` is of type integer, it must be an address and a port such as \"0.0.0.0:8000\", or several with commas",
        ),
        (
            "prot = 1",
            "its.toml, line 1: there is no key `prot`; there are listen, public_url, shoutcast, metrics, webrtc_port, webrtc_address, max_listeners, max_per_address, tls_cert, tls_key, tls_only, acme, acme_directory, acme_contact, acme_ca, trusted_proxies, webhooks, smtp, mail_from, yp_directories, radio_browser, access_log, recogniser, secrets_key, anonymize_addresses, webcast_origins, live_auth, oidc_issuer, oidc_client_id, oidc_client_secret_file, oidc_create, origin, origin_token, edge_name, nats, cluster, node, node_url, s3_endpoint, s3_bucket, s3_region, s3_prefix, s3_access_key, s3_secret_key, s3_secret_key_file, data, media, log",
        ),
        ("log = 'xml'", "its.toml, line 1: `log` is \"xml\", it must be \"text\" or \"json\""),
        ("media = ''", "its.toml, line 1: `media` is \"\", it must be the path of a directory"),
    ];
    for (text, expected) in wrong {
        check("", &[], Some(text), expected);
    }
}

#[test]
fn a_file_that_is_no_toml_is_said_with_its_line() {
    let error = file::parse("data = 'd'\nlisten 'x'", Path::new("its.toml")).unwrap_err().to_string();
    assert!(error.starts_with("its.toml, line 2: ") && !error.contains('\n'), "{error}");
}

#[test]
fn what_is_wrong_in_the_environment_is_said_with_its_variable() {
    check(
        "",
        &[("LONGWAVE_LOG", "loud")],
        None,
        "the environment variable LONGWAVE_LOG is wrong: `log` is \"loud\", it must be \"text\" or \"json\"",
    );
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let missing = |name: &str| (name == "LONGWAVE_CONFIG").then(|| "no/such.toml".into());
    let error = Config::load(&Flags::default(), &[], &missing).unwrap_err();
    assert_eq!(error.to_string(), "the configuration file no/such.toml cannot be read");
}

#[test]
fn an_issuer_is_encrypted_or_on_this_machine() {
    let text = |issuer: &str| {
        format!("public_url = 'https://radio.example'\noidc_client_id = 'x'\noidc_issuer = '{issuer}'")
    };
    let refused = |issuer: &str| {
        let layer = file::parse(&text(issuer), Path::new("its.toml")).unwrap();
        layer.into_config().err().map(|error| error.to_string())
    };
    for issuer in
        ["https://login.example/realm", "http://127.0.0.1:8080", "http://[::1]/", "http://localhost/x"]
    {
        assert_eq!(refused(issuer), None, "{issuer}");
    }
    let said = refused("http://login.example").unwrap();
    assert!(said.starts_with("`oidc_issuer` must be an address of https"), "{said}");
}

#[test]
fn a_bucket_needs_its_name_and_a_key_whose_secret_is_not_repeated() {
    let file = "s3_endpoint = 'https://s3.example'\ns3_bucket = 'archive'\ns3_access_key = 'id'";
    let bucket = |environment: &[(&str, &str)], text: &str| load("", environment, text).map(|one| one.bucket);
    let secret = [("LONGWAVE_S3_SECRET_KEY", "hidden"), ("LONGWAVE_S3_PREFIX", "radio/a")];
    let found = bucket(&secret, file).unwrap().expect("a bucket");
    assert_eq!((&*found.region, &*found.prefix, &*found.name), ("us-east-1", "radio/a/", "archive"));
    assert!(!format!("{found:?}").contains("hidden"), "{found:?}");
    let by_flag = load("--s3-bucket other --s3-secret-key-file /s", &secret, file).unwrap().bucket;
    let by_flag = by_flag.expect("a bucket");
    assert_eq!((&*by_flag.name, format!("{:?}", by_flag.secret)), ("other", "BucketSecret(/s)".to_owned()));
    // A flag is checked as the others are.
    for wrong in ["--s3-bucket a/b", "--s3-bucket=", "--s3-region eu/central", "--s3-access-key="] {
        assert!(try_parse_flags(wrong).is_err_and(|told| told.contains("it must be")), "{wrong}");
    }
    assert_eq!(bucket(&[], "").unwrap(), None);
    for (environment, text, expected) in [
        (&[][..], file, "no `s3_access_key`, or neither"),
        (&[], "s3_bucket = 'archive'", "there are settings of `s3_`, but no `s3_endpoint`"),
        (&[], "s3_endpoint = 'https://s3.example'", "there is an `s3_endpoint`, but no `s3_bucket`"),
        (&[], "s3_bucket = 'a/b'", "the name of a bucket"),
        (&[("LONGWAVE_S3_PREFIX", "/a"), ("LONGWAVE_S3_SECRET_KEY", "x")], file, "`s3_prefix` is \"/a\""),
        (&[("LONGWAVE_S3_PREFIX", "a/../b"), ("LONGWAVE_S3_SECRET_KEY", "x")], file, "`s3_prefix`"),
    ] {
        let wrong = bucket(environment, text).unwrap_err();
        assert!(wrong.contains(expected), "{wrong}");
    }
}
