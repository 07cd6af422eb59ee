//! People sign in by OpenID Connect.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use serde_json::{Value, json};

use crate::live::{ADMIN, SOURCE, admin_cookie, as_admin};
use crate::openid_provider::{CALLBACK, Key, Provider, SECRET, signed};
use crate::running::{Running, shelf, wait_until};

/// A sign-in that has begun: what the browser was sent to the provider with, and its cookie.
struct Begun {
    query: BTreeMap<String, String>,
    cookie: String,
}

struct Site {
    running: Running,
    provider: Provider,
    key: Key,
    _secret: tempfile::TempDir,
}

impl Site {
    fn start(key: Key, create: &str) -> Self {
        let provider = Provider::start(vec![key.public("one")]);
        let folder = tempfile::tempdir().expect("a directory");
        let secret = folder.path().join("secret");
        std::fs::write(&secret, format!("{SECRET}\n")).expect("a file");
        let environment = [
            ("LONGWAVE_SOURCE_PASSWORD", SOURCE),
            ("LONGWAVE_ADMIN_PASSWORD", ADMIN),
            ("LONGWAVE_PUBLIC_URL", "https://radio.example"),
            ("LONGWAVE_OIDC_ISSUER", provider.issuer.as_str()),
            ("LONGWAVE_OIDC_CLIENT_ID", "long wave"),
            ("LONGWAVE_OIDC_CLIENT_SECRET_FILE", secret.to_str().expect("text")),
            ("LONGWAVE_OIDC_CREATE", create),
        ];
        let running = Running::start_with(&shelf(), &environment);
        Self { running, provider, key, _secret: folder }
    }

    fn get(&self, path: &str, cookies: &str) -> String {
        let mut stream = self.running.connect();
        let request = format!("GET {path} HTTP/1.0\r\nHost: radio.example\r\ncookie: {cookies}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    }

    fn begin(&self, to: &str) -> Begun {
        let answer = self.get(&format!("/login/oidc?to={to}"), "");
        let location = header(&answer, "location").unwrap_or_else(|| panic!("{answer}"));
        let (address, query) = location.split_once('?').expect("a query");
        assert_eq!(address, format!("{}/auth", self.provider.issuer));
        let cookie = header(&answer, "set-cookie").expect("a cookie");
        assert!(cookie.ends_with("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax"), "{cookie}");
        let query: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        assert_eq!((query["tenant"].as_str(), query["response_type"].as_str()), ("1", "code"));
        assert_eq!((query["client_id"].as_str(), query["redirect_uri"].as_str()), ("long wave", CALLBACK));
        assert_eq!(
            (query["scope"].as_str(), query["code_challenge_method"].as_str()),
            ("openid email profile", "S256")
        );
        Begun { query, cookie: cookie.split(';').next().expect("its value").to_owned() }
    }

    /// The claims of somebody who signs in, with those of `other` in their place.
    fn claims(&self, begun: &Begun, other: &Value) -> Value {
        let now = longwave::clock::now_us() / 1_000_000;
        let mut claims = json!({
            "iss": self.provider.issuer, "aud": "long wave", "sub": "person-1", "exp": now + 300, "iat": now,
            "nonce": begun.query["nonce"], "email": "Ada@Radio.example", "email_verified": true,
        });
        for (name, value) in other.as_object().expect("claims") {
            claims[name] = value.clone();
        }
        claims
    }

    fn come_back(&self, begun: &Begun, code: &str) -> String {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("code", code)
            .append_pair("state", &begun.query["state"])
            .finish();
        self.get(&format!("/login/oidc/callback?{query}"), &begun.cookie)
    }

    /// Signs in with these claims; returns the answer.
    fn sign_in(&self, other: &Value) -> String {
        let begun = self.begin("%2Fadmin%2Fpassword");
        let token = self.key.token("one", &self.claims(&begun, other));
        self.sign_in_with(&begun, token)
    }

    fn sign_in_with(&self, begun: &Begun, token: String) -> String {
        self.provider.grant("the-code", &begun.query["code_challenge"], token);
        self.come_back(begun, "the-code")
    }

    /// The name of whoever is signed in by an answer.
    fn name(&self, answer: &str) -> Option<String> {
        let session = headers(answer, "set-cookie").find(|cookie| cookie.starts_with("longwave_session="))?;
        let me = self.get("/api/v1/me", session.split(';').next().expect("its value"));
        let me: Value = serde_json::from_str(me.split_once("\r\n\r\n").expect("a body").1).expect("JSON");
        me["name"].as_str().map(str::to_owned)
    }

    /// Sets the mail address of an account, as the admin does.
    fn set_email(&self, account: &str, email: &str) {
        let cookie = admin_cookie(&self.running);
        let me = self.get("/api/v1/me", &cookie);
        let me: Value = serde_json::from_str(me.split_once("\r\n\r\n").expect("a body").1).expect("JSON");
        let (csrf, body) =
            (me["csrf"].as_str().expect("a token"), json!({ "oidc_email": email }).to_string());
        let request = format!(
            "PATCH /api/v1/accounts/{account} HTTP/1.0\r\ncookie: {cookie}\r\nx-csrf-token: {csrf}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = self.running.connect();
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        assert!(answer.contains(" 200 "), "{answer}");
    }
}

fn headers<'a>(answer: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let head = answer.split_once("\r\n\r\n").map_or(answer, |(head, _)| head);
    head.split("\r\n").filter_map(move |line| {
        let (known, value) = line.split_once(": ")?;
        known.eq_ignore_ascii_case(name).then_some(value)
    })
}

fn header<'a>(answer: &'a str, name: &'a str) -> Option<&'a str> {
    headers(answer, name).next()
}

#[test]
fn an_account_is_signed_in_to_by_the_person_whom_the_administrator_named() {
    let site = Site::start(Key::rsa(), "none");
    let page = site.get("/login?to=%2Fadmin%2Fpassword", "");
    assert!(
        page.contains("Sign in with 127.0.0.1") && page.contains("/login/oidc?to=%2Fadmin%2Fpassword"),
        "{page}"
    );
    let unknown = site.sign_in(&json!({}));
    assert!(
        unknown.contains(" 403 ") && unknown.contains("No account here belongs to this identity"),
        "{unknown}"
    );
    assert_eq!(site.name(&unknown), None);

    site.set_email("admin", "ada@radio.example");
    let unverified = site.sign_in(&json!({ "email_verified": false }));
    assert!(unverified.contains(" 403 "), "{unverified}");
    let answer = site.sign_in(&json!({}));
    assert_eq!(header(&answer, "location"), Some("/admin/password"), "{answer}");
    assert!(
        headers(&answer, "set-cookie").any(|cookie| cookie.starts_with("longwave_oidc=; Path=/; Max-Age=0"))
    );
    assert_eq!(site.name(&answer).as_deref(), Some("admin"));
    // From then on it is the person who counts, not the address.
    let moved = site.sign_in(&json!({ "email": "lovelace@radio.example", "email_verified": "true" }));
    assert_eq!(site.name(&moved).as_deref(), Some("admin"));
    let other = site.sign_in(&json!({ "sub": "person-2" }));
    assert!(other.contains(" 403 ") && site.name(&other).is_none(), "{other}");
    let audit = as_admin(&site.running, "/api/v1/audit");
    for entry in ["tied to an identity of OpenID Connect: \\\"person-1\\\"", "sign in by OpenID Connect"] {
        assert!(audit.contains(entry), "no {entry}: {audit}");
    }

    // Whoever is untied is signed out.
    site.set_email("admin", "");
    assert_eq!(site.name(&answer), None);
    let untied = site.sign_in(&json!({}));
    assert!(untied.contains(" 403 "), "{untied}");
}

#[test]
fn junk_codes_of_one_address_are_throttled() {
    let site = Site::start(Key::ec(), "none");
    let begun = site.begin("%2Fadmin");
    let answers: Vec<String> = (0..80).map(|number| site.come_back(&begun, &number.to_string())).collect();
    let count = |status: &str| answers.iter().filter(|answer| answer.contains(status)).count();
    assert!((60..80).contains(&count(" 401 ")) && count(" 429 ") > 0, "{:?}", answers.last());
    assert_eq!(site.provider.asked_for_tokens(), count(" 401 "));
}

#[test]
fn a_first_sign_in_makes_a_dj_where_that_is_wanted() {
    let site = Site::start(Key::ec(), "dj");
    let first = site.sign_in(&json!({ "preferred_username": "ada" }));
    assert_eq!(site.name(&first).as_deref(), Some("ada"), "{first}");
    let again = site.sign_in(&json!({ "preferred_username": "eve", "email_verified": false }));
    assert_eq!(site.name(&again).as_deref(), Some("ada"));
    let other = site.sign_in(&json!({ "sub": "person-2", "preferred_username": "ada" }));
    assert_eq!(site.name(&other).as_deref(), Some("ada-2"));
    // A DJ, and nothing more.
    let cookie =
        headers(&first, "set-cookie").find(|cookie| cookie.starts_with("longwave_session=")).expect("one");
    let people = site.get("/api/v1/accounts", cookie.split(';').next().expect("its value"));
    assert!(people.contains(" 403 "), "{people}");
}

#[test]
fn tokens_that_are_not_of_this_sign_in_open_nothing() {
    let mut site = Site::start(Key::rsa(), "dj");
    let now = longwave::clock::now_us() / 1_000_000;
    // One person's token says nothing about the provider.
    for wrong in [
        json!({ "aud": ["long wave", "another"] }),
        json!({ "aud": ["long wave", "another"], "azp": "another" }),
        json!({ "azp": "another" }),
        json!({ "nonce": "another" }),
        json!({ "nonce": null }),
        json!({ "sub": "" }),
    ] {
        let answer = site.sign_in(&wrong);
        assert!(answer.contains(" 401 ") && site.name(&answer).is_none(), "{wrong}: {answer}");
    }
    let log = site.running.log().join("\n");
    assert!(
        log.contains("token for a sign-in is not accepted") && !log.contains("nobody can sign in"),
        "{log}"
    );
    for wrong in [
        json!({ "iss": "http://other.example" }),
        json!({ "aud": "another" }),
        json!({ "exp": now - 120 }),
        json!({ "nbf": now + 600 }),
        json!({ "sub": null }),
        json!({ "exp": null }),
    ] {
        let answer = site.sign_in(&wrong);
        assert!(answer.contains(" 503 ") && site.name(&answer).is_none(), "{wrong}: {answer}");
    }
    // Signed by nobody, by somebody else, by a secret that others know.
    let begun = site.begin("/admin");
    let claims = site.claims(&begun, &json!({}));
    let hmac = |key: &[u8]| {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, key);
        signed(&json!({ "alg": "HS256", "kid": "one" }), &claims, |message| {
            ring::hmac::sign(&key, message).as_ref().to_vec()
        })
    };
    let public = site.key.public("one").to_string();
    let mut changed = site.key.token("one", &claims);
    changed.pop();
    for token in [
        signed(&json!({ "alg": "none" }), &claims, |_| Vec::new()),
        signed(&json!({ "alg": "RS256", "kid": "one" }), &claims, |_| vec![0; 256]),
        Key::rsa().token("one", &claims),
        Key::ec().token("one", &claims),
        hmac(SECRET.as_bytes()),
        hmac(public.as_bytes()),
        hmac(b""),
        changed,
        String::new(),
        "a.b.c".to_owned(),
    ] {
        let answer = site.sign_in_with(&begun, token.clone());
        assert!(answer.contains(" 503 ") && site.name(&answer).is_none(), "{token}: {answer}");
    }
    let log = site.running.log().join("\n");
    assert!(log.contains("nobody can sign in by OpenID Connect") && !log.contains(SECRET), "{log}");
    let people = as_admin(&site.running, "/api/v1/accounts");
    assert_eq!(people.matches("\"role\":\"dj\"").count(), 0, "{people}");
}

#[test]
fn a_browser_comes_back_once_with_its_own_cookie_state_and_code() {
    let site = Site::start(Key::ec(), "dj");
    let (mine, others) = (site.begin("%2Fadmin"), site.begin("https:%2F%2Fevil.example"));
    let before = site.provider.asked_for_tokens();
    let state = &mine.query["state"];
    for (query, cookie) in [
        (format!("code=x&state={state}"), others.cookie.as_str()),
        (format!("code=x&state={state}"), ""),
        (format!("code=x&state={}", mine.query["nonce"]), mine.cookie.as_str()),
        ("code=x".to_owned(), mine.cookie.as_str()),
        (format!("error=access_denied&state={state}"), mine.cookie.as_str()),
        (format!("code=x&iss=http://other.example&state={state}"), mine.cookie.as_str()),
    ] {
        let answer = site.get(&format!("/login/oidc/callback?{query}"), cookie);
        assert!(answer.contains(" 401 ") && site.name(&answer).is_none(), "{query}: {answer}");
    }
    assert_eq!(site.provider.asked_for_tokens(), before);
    // A code of another sign-in, and one that was used.
    let token = site.key.token("one", &site.claims(&mine, &json!({})));
    site.provider.grant("stolen", &others.query["code_challenge"], token.clone());
    assert!(site.come_back(&mine, "stolen").contains(" 401 "));
    let answer = site.sign_in_with(&mine, token);
    assert!(site.name(&answer).is_some() && header(&answer, "location") == Some("/admin"), "{answer}");
    assert!(site.come_back(&mine, "the-code").contains(" 401 "));
    // It goes on with no page of another site.
    let token = site.key.token("one", &site.claims(&others, &json!({})));
    assert_eq!(header(&site.sign_in_with(&others, token), "location"), Some("/admin"));
}

#[test]
fn a_provider_that_is_away_is_told_and_passwords_open_as_before() {
    let environment = [
        ("LONGWAVE_SOURCE_PASSWORD", SOURCE),
        ("LONGWAVE_ADMIN_PASSWORD", ADMIN),
        ("LONGWAVE_PUBLIC_URL", "https://radio.example"),
        ("LONGWAVE_OIDC_ISSUER", "http://127.0.0.1:9/realm"),
        ("LONGWAVE_OIDC_CLIENT_ID", "longwave"),
    ];
    let mut running = Running::start_with(&shelf(), &environment);
    let answer = running.get("/login/oidc");
    assert!(answer.contains("The provider does not answer"), "{answer}");
    running.wait_for_log("nobody can sign in by OpenID Connect");
    let page = as_admin(&running, "/admin/health");
    assert!(page.contains("nobody can sign in by OpenID Connect"), "{page}");
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
}
