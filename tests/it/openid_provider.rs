//! A small OpenID provider.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::process::Command;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
    RsaPublicKeyComponents,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::bounded;
use crate::fake_server::{Asked, FakeServer, json as answer};

/// The secret of the client `long wave`.
pub(crate) const SECRET: &str = "a secret & more";
/// The address that browsers come back to.
pub(crate) const CALLBACK: &str = "https://radio.example/login/oidc/callback";

/// A key of a provider.
pub(crate) enum Key {
    Rsa(Box<RsaKeyPair>),
    Ec(Box<EcdsaKeyPair>),
}

impl Key {
    pub(crate) fn rsa() -> Self {
        let mut openssl = Command::new("openssl");
        openssl.args(["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-outform", "DER"]);
        let output = bounded::output(&mut openssl);
        assert!(output.status.success(), "openssl, of Debian's package openssl");
        // It depends on openssl whether this is PKCS #8 or PKCS #1.
        let key = RsaKeyPair::from_pkcs8(&output.stdout).or_else(|_| RsaKeyPair::from_der(&output.stdout));
        Self::Rsa(Box::new(key.expect("a key")))
    }

    pub(crate) fn ec() -> Self {
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &random);
        Self::Ec(Box::new(key.expect("a key")))
    }

    fn algorithm(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "RS256",
            Self::Ec(_) => "ES256",
        }
    }

    pub(crate) fn public(&self, id: &str) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Self::Rsa(key) => {
                let parts = RsaPublicKeyComponents::<Vec<u8>>::from(key.public());
                json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": id, "n": text(&parts.n), "e": text(&parts.e) })
            }
            Self::Ec(key) => {
                let point = &key.public_key().as_ref()[1..];
                json!({ "kty": "EC", "crv": "P-256", "kid": id, "x": text(&point[..32]), "y": text(&point[32..]) })
            }
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).expect("a signature");
                signature
            }
            Self::Ec(key) => key.sign(&random, message).expect("a signature").as_ref().to_vec(),
        }
    }

    pub(crate) fn token(&self, id: &str, claims: &Value) -> String {
        signed(&json!({ "alg": self.algorithm(), "kid": id, "typ": "JWT" }), claims, |message| {
            self.sign(message)
        })
    }
}

/// A token with this header and a signature of any kind.
pub(crate) fn signed(header: &Value, claims: &Value, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(sign(message.as_bytes())))
}

/// A code that was given out: the challenge of PKCE, and the ID token that it is exchanged for.
struct Grant {
    challenge: String,
    token: String,
}

#[derive(Default)]
struct State {
    keys: Vec<Value>,
    grants: BTreeMap<String, Grant>,
}

/// An OpenID provider.
pub(crate) struct Provider {
    server: FakeServer,
    state: Arc<Mutex<State>>,
    pub(crate) issuer: String,
}

impl Provider {
    pub(crate) fn start(keys: Vec<Value>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let issuer = format!("http://{}/realm", listener.local_addr().expect("an address"));
        let state = Arc::new(Mutex::new(State { keys, ..State::default() }));
        let (own, known) = (issuer.clone(), Arc::clone(&state));
        let server = FakeServer::start_on(listener, move |asked| {
            let state = &mut *known.lock().expect("nobody panicked");
            match asked.first.as_str() {
                "GET /realm/.well-known/openid-configuration" => answer(
                    200,
                    &json!({
                        "issuer": own, "authorization_endpoint": format!("{own}/auth?tenant=1"),
                        "token_endpoint": format!("{own}/token"), "jwks_uri": format!("{own}/keys"),
                    })
                    .to_string(),
                ),
                // One that nobody understands must not hide the others.
                "GET /realm/keys" => {
                    let odd = json!({ "kty": "odd", "kid": "odd" });
                    let keys: Vec<&Value> = std::iter::once(&odd).chain(&state.keys).collect();
                    answer(200, &json!({ "keys": keys }).to_string())
                }
                "POST /realm/token" => exchange(state, asked),
                _ => answer(404, "{}"),
            }
        });
        Self { server, state, issuer }
    }

    /// Gives a code out for this token.
    pub(crate) fn grant(&self, code: &str, challenge: &str, token: String) {
        let grant = Grant { challenge: challenge.to_owned(), token };
        self.state.lock().expect("nobody panicked").grants.insert(code.to_owned(), grant);
    }

    /// How often it was asked to exchange a code.
    pub(crate) fn asked_for_tokens(&self) -> usize {
        self.server.asked().iter().filter(|asked| asked.first.contains("/token")).count()
    }
}

fn exchange(state: &mut State, asked: &Asked) -> Option<String> {
    let form: BTreeMap<String, String> = form_urlencoded::parse(&asked.body).into_owned().collect();
    let basic = format!("Basic {}", STANDARD.encode("long+wave:a+secret+%26+more"));
    assert_eq!(asked.header("authorization"), Some(basic.as_str()));
    assert_eq!(
        (form["grant_type"].as_str(), form["redirect_uri"].as_str()),
        ("authorization_code", CALLBACK)
    );
    assert!(!form.contains_key("client_secret"));
    let granted = state.grants.remove(&form["code"]);
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"]));
    match granted.filter(|grant| grant.challenge == challenge) {
        Some(grant) => answer(200, &json!({ "access_token": "x", "id_token": grant.token }).to_string()),
        None => answer(400, r#"{"error":"invalid_grant"}"#),
    }
}
