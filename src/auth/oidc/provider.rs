//! Description of a provider (OpenID Connect Discovery 1.0), its keys, and codes exchanged for tokens.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::jwk::Jwk;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::id_token::{self, Expected, InvalidIdToken, VerifiedIdentity};
use super::{ClientSecret, OidcSettings};
use crate::clock::Clock;
use crate::model::Address;
use crate::net::WebhookReach;
use crate::outbound::{GetRequest, PostError, PostRequest, get, post_for_long_body};

/// Time limit of each request to the provider.
const WITHIN: Duration = Duration::from_secs(10);
/// The longest document that is read, in bytes.
const MOST_DOCUMENT: usize = 256 * 1_024;
/// The longest reply with tokens that is read, in bytes.
const MOST_TOKENS: usize = 64 * 1_024;
/// The most keys that are kept.
const MOST_KEYS: usize = 32;
/// Age at which documents are read again.
const FRESH_US: u64 = 600_000_000;
/// Age up to which documents are used while they cannot be read again.
const USABLE_US: u64 = 86_400_000_000;
/// Age at which the keys are read again for a token whose key is not among them.
const KEYS_AGAIN_US: u64 = 60_000_000;
/// Interval of attempts while the provider does not answer.
const RETRY_US: u64 = 5_000_000;

/// Reasons why a provider cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum ProviderError {
    #[error("{document}: {error}")]
    Request {
        /// The document that was asked for.
        document: &'static str,
        error: PostError,
    },
    #[error("{0} is not what it has to be")]
    Malformed(&'static str),
    #[error("the provider calls itself {0}, which is not the configured issuer")]
    OtherIssuer(String),
    #[error("the issuer is encrypted, and {0} is not")]
    Clear(&'static str),
    #[error("the provider did not answer a moment ago")]
    Recent,
    #[error("none of the provider's keys is that of the ID token")]
    NoKey,
    #[error(transparent)]
    IdToken(#[from] InvalidIdToken),
}

impl ProviderError {
    /// Returns whether the provider refused a code, which anybody may make up.
    pub(super) fn is_of_client(&self) -> bool {
        let Self::Request { error: PostError::Status(400, body), .. } = self else { return false };
        let refusal: Result<TokenError, _> = serde_json::from_slice(body);
        refusal.is_ok_and(|refusal| refusal.error == "invalid_grant")
    }

    /// Returns whether the token is wrong for one sign-in, and the provider sound otherwise.
    pub(super) fn is_of_one_sign_in(&self) -> bool {
        matches!(self, Self::IdToken(InvalidIdToken::Nonce | InvalidIdToken::Party | InvalidIdToken::Subject))
    }
}

/// RFC 6749 section 5.2.
#[derive(Deserialize)]
struct TokenError {
    error: String,
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
}

/// Keys as JSON: one that is not understood must not hide the others.
#[derive(Deserialize)]
struct Keys {
    keys: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct TokenReply {
    id_token: String,
}

/// A provider as it described itself.
pub(super) struct Provider {
    pub(super) issuer: String,
    authorization_endpoint: Address,
    token_endpoint: Address,
    /// True if the secret is sent in the body of a request, and not in its head.
    takes_secret_in_body: bool,
    keys: Vec<Jwk>,
    read_us: u64,
}

/// Remembers what a provider said of itself, for some minutes.
pub(super) struct ProviderCache {
    issuer: Address,
    clock: Arc<dyn Clock>,
    /// Locked while documents are read, so that they are read once.
    state: Mutex<KnownProvider>,
}

#[derive(Default)]
struct KnownProvider {
    provider: Option<Arc<Provider>>,
    failed_us: Option<u64>,
}

impl KnownProvider {
    fn younger_than(&self, age_us: u64, now_us: u64) -> Option<Arc<Provider>> {
        let is_young = |provider: &&Arc<Provider>| now_us.saturating_sub(provider.read_us) < age_us;
        self.provider.as_ref().filter(is_young).map(Arc::clone)
    }
}

impl ProviderCache {
    pub(super) fn new(issuer: Address, clock: Arc<dyn Clock>) -> Self {
        Self { issuer, clock, state: Mutex::default() }
    }

    /// Returns the provider, asking it if that is long ago.
    pub(super) async fn get(&self) -> Result<Arc<Provider>, ProviderError> {
        self.younger_than(FRESH_US).await
    }

    /// Returns the provider, if it need not be asked.
    pub(super) fn fresh(&self) -> Option<Arc<Provider>> {
        self.state.try_lock().ok()?.younger_than(FRESH_US, self.clock.now_us())
    }

    async fn younger_than(&self, age_us: u64) -> Result<Arc<Provider>, ProviderError> {
        let mut state = self.state.lock().await;
        let now_us = self.clock.now_us();
        if let Some(provider) = state.younger_than(age_us, now_us) {
            return Ok(provider);
        }
        let read = self.read(&mut state, now_us).await;
        let usable = state.younger_than(USABLE_US, now_us);
        read.or_else(|error| usable.ok_or(error))
    }

    async fn read(&self, state: &mut KnownProvider, now_us: u64) -> Result<Arc<Provider>, ProviderError> {
        if state.failed_us.is_some_and(|failed_us| now_us.saturating_sub(failed_us) < RETRY_US) {
            return Err(ProviderError::Recent);
        }
        match Provider::read(&self.issuer, now_us).await {
            Ok(provider) => {
                let provider = Arc::new(provider);
                *state = KnownProvider { provider: Some(Arc::clone(&provider)), failed_us: None };
                Ok(provider)
            }
            Err(error) => {
                state.failed_us = Some(now_us);
                Err(error)
            }
        }
    }

    /// Verifies an ID token; reads the keys again if that of the token is a new one.
    pub(super) async fn verify(
        &self,
        provider: &Provider,
        client_id: &str,
        token: &str,
        nonce: &str,
    ) -> Result<VerifiedIdentity, ProviderError> {
        let expected = Expected { issuer: &provider.issuer, client_id, nonce };
        match provider.verify(token, expected) {
            Err(ProviderError::NoKey) => self.younger_than(KEYS_AGAIN_US).await?.verify(token, expected),
            verified => verified,
        }
    }
}

impl Provider {
    async fn read(issuer: &Address, now_us: u64) -> Result<Self, ProviderError> {
        const DOCUMENT: &str = "the provider's configuration";
        let base = issuer.as_str().trim_end_matches('/');
        let url = format!("{base}/.well-known/openid-configuration");
        let url = url.parse().map_err(|_| ProviderError::Malformed("the issuer"))?;
        let found: Discovery = document(&url, DOCUMENT).await?;
        // An address without a path is the same with a slash, and providers write it without.
        if found.issuer.trim_end_matches('/') != base {
            return Err(ProviderError::OtherIssuer(found.issuer.chars().take(200).collect()));
        }
        let endpoint = |name, address: &str| endpoint(issuer, name, address);
        let authorization_endpoint = endpoint("the authorization endpoint", &found.authorization_endpoint)?;
        let token_endpoint = endpoint("the token endpoint", &found.token_endpoint)?;
        let jwks_uri = endpoint("the address of the keys", &found.jwks_uri)?;
        let keys: Keys = document(&jwks_uri, "the provider's keys").await?;
        let keys = keys.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok());
        let methods = &found.token_endpoint_auth_methods_supported;
        let has = |name: &str| methods.iter().any(|method| method == name);
        Ok(Self {
            issuer: found.issuer,
            takes_secret_in_body: !has("client_secret_basic") && has("client_secret_post"),
            authorization_endpoint,
            token_endpoint,
            keys: keys.take(MOST_KEYS).collect(),
            read_us: now_us,
        })
    }

    /// Returns the address that a browser is sent to, with these parameters.
    pub(super) fn authorization_address(&self, parameters: &[(&str, &str)]) -> String {
        let endpoint = self.authorization_endpoint.as_str().split('#').next().unwrap_or_default();
        let separator = if endpoint.contains('?') { '&' } else { '?' };
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        format!("{endpoint}{separator}{query}")
    }

    /// Exchanges a code for an ID token.
    pub(super) async fn exchange(
        &self,
        settings: &OidcSettings,
        code: &str,
        verifier: &str,
    ) -> Result<String, ProviderError> {
        const DOCUMENT: &str = "the provider's tokens";
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs([
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", settings.redirect_uri.as_str()),
            ("code_verifier", verifier),
        ]);
        let authorization = match &settings.client_secret {
            Some(secret) if !self.takes_secret_in_body => Some(basic(&settings.client_id, secret)),
            secret => {
                form.append_pair("client_id", &settings.client_id);
                if let Some(ClientSecret(secret)) = secret {
                    form.append_pair("client_secret", secret);
                }
                None
            }
        };
        let body = form.finish();
        let mut headers = vec![("Accept", "application/json")];
        headers.extend(authorization.as_deref().map(|value| ("Authorization", value)));
        let request = PostRequest {
            url: &self.token_endpoint,
            content_type: "application/x-www-form-urlencoded",
            headers: &headers,
            body: body.as_bytes(),
        };
        let asked = timeout(WITHIN, post_for_long_body(&request, MOST_TOKENS, WebhookReach::Anywhere)).await;
        let reply = asked.unwrap_or(Err(PostError::Unanswered));
        let reply = reply.map_err(|error| ProviderError::Request { document: DOCUMENT, error })?;
        let tokens: TokenReply = parse(&reply.body, DOCUMENT)?;
        Ok(tokens.id_token)
    }

    fn verify(&self, token: &str, expected: Expected<'_>) -> Result<VerifiedIdentity, ProviderError> {
        let (key_id, algorithm) = id_token::key_of(token)?;
        let fitting = self.keys.iter().filter(|key| {
            id_token::is_key_for(key, algorithm) && (key_id.is_none() || key.common.key_id == key_id)
        });
        let mut verified = Err(ProviderError::NoKey);
        for key in fitting {
            verified = id_token::verify(token, key, algorithm, expected).map_err(ProviderError::from);
            if verified.is_ok() {
                break;
            }
        }
        verified
    }
}

/// Reads an address that the provider gives; one of an encrypted provider is encrypted.
fn endpoint(issuer: &Address, name: &'static str, address: &str) -> Result<Address, ProviderError> {
    let endpoint: Address = address.parse().map_err(|_| ProviderError::Malformed(name))?;
    let is_safe = endpoint.is_encrypted() || !issuer.is_encrypted();
    if is_safe { Ok(endpoint) } else { Err(ProviderError::Clear(name)) }
}

/// RFC 6749 section 2.3.1: both are encoded as in a form first.
fn basic(client_id: &str, ClientSecret(secret): &ClientSecret) -> String {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encoded(client_id), encoded(secret))))
}

async fn document<T: DeserializeOwned>(url: &Address, document: &'static str) -> Result<T, ProviderError> {
    let request = GetRequest { url, headers: &[("Accept", "application/json")], most_body: MOST_DOCUMENT };
    let asked = timeout(WITHIN, get(&request, WebhookReach::Anywhere)).await;
    let reply = asked.unwrap_or(Err(PostError::Unanswered));
    let reply = reply.map_err(|error| ProviderError::Request { document, error })?;
    parse(&reply.body, document)
}

fn parse<T: DeserializeOwned>(body: &[u8], document: &'static str) -> Result<T, ProviderError> {
    serde_json::from_slice(body).map_err(|_| ProviderError::Malformed(document))
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::sync::Mutex as BlockingMutex;

    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
    use serde_json::{Value, json};

    use super::*;
    use crate::clock::ManualClock;

    /// A provider's documents; without any it answers nothing.
    type Documents = Arc<BlockingMutex<Option<(String, Vec<Value>)>>>;

    /// A provider at a port of this machine, which calls itself as the documents say.
    fn provider() -> (String, Documents) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let documents = Documents::default();
        *documents.lock().unwrap() = Some((address.clone(), Vec::new()));
        let (own, served) = (address.clone(), Arc::clone(&documents));
        std::thread::spawn(move || {
            while let Ok((mut stream, _)) = listener.accept() {
                let mut read = [0; 4_096];
                let length = stream.read(&mut read).unwrap_or(0);
                let Some((issuer, keys)) = served.lock().unwrap().clone() else { continue };
                let asks_for_keys = read[..length].starts_with(b"GET /keys ");
                let body = if asks_for_keys {
                    json!({ "keys": keys })
                } else {
                    let at = |path: &str| format!("{own}/{path}");
                    json!({
                        "issuer": issuer, "authorization_endpoint": at("auth"), "token_endpoint": at("token"),
                        "jwks_uri": at("keys"),
                    })
                };
                let body = body.to_string();
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
                drop(stream.write_all(format!("{head}{body}").as_bytes()));
            }
        });
        (address, documents)
    }

    fn cache(issuer: &str) -> (ProviderCache, Arc<ManualClock>) {
        super::super::ring_verifier::install();
        let clock = Arc::new(ManualClock::at(0));
        (ProviderCache::new(issuer.parse().unwrap(), Arc::<ManualClock>::clone(&clock)), clock)
    }

    /// A key as the provider publishes it, and a token that it signs.
    fn key_and_token(issuer: &str) -> (Value, String) {
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &random).unwrap();
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let point = &key.public_key().as_ref()[1..];
        let public = json!({
            "kty": "EC", "crv": "P-256", "kid": "new", "x": text(&point[..32]), "y": text(&point[32..]),
        });
        let exp = crate::clock::now_us() / 1_000_000 + 300;
        let claims = json!({ "iss": issuer, "aud": "longwave", "sub": "1", "nonce": "n", "exp": exp });
        let head = json!({ "alg": "ES256", "kid": "new" });
        let message =
            format!("{}.{}", text(head.to_string().as_bytes()), text(claims.to_string().as_bytes()));
        let signature = key.sign(&random, message.as_bytes()).unwrap();
        (public, format!("{message}.{}", text(signature.as_ref())))
    }

    #[actix_web::rt::test]
    async fn a_key_that_is_new_is_found_once_the_keys_are_a_minute_old() {
        let (issuer, documents) = provider();
        let (cache, clock) = cache(&issuer);
        let before = cache.get().await.unwrap();
        let (public, token) = key_and_token(&issuer);
        *documents.lock().unwrap() = Some((issuer, vec![public]));
        let verify = || cache.verify(&before, "longwave", &token, "n");
        assert!(matches!(verify().await, Err(ProviderError::NoKey)), "not at every junk token");
        clock.advance(Duration::from_secs(61));
        assert_eq!(verify().await.unwrap().person.subject, "1");
    }

    #[actix_web::rt::test]
    async fn a_provider_that_is_away_is_known_for_a_day() {
        let (issuer, documents) = provider();
        let (cache, clock) = cache(&issuer);
        cache.get().await.unwrap();
        let all = documents.lock().unwrap().take();
        clock.advance(Duration::from_hours(1));
        assert!(cache.fresh().is_none());
        assert!(cache.get().await.is_ok(), "that cannot be read again");
        assert!(cache.get().await.is_ok(), "and was not a moment ago");
        clock.advance(Duration::from_hours(24));
        assert!(matches!(cache.get().await, Err(ProviderError::Request { .. })));
        assert!(matches!(cache.get().await, Err(ProviderError::Recent)));
        *documents.lock().unwrap() = all;
        clock.advance(Duration::from_secs(6));
        assert!(cache.get().await.is_ok() && cache.fresh().is_some());
    }

    #[actix_web::rt::test]
    async fn a_provider_that_calls_itself_otherwise_is_none() {
        let (issuer, documents) = provider();
        *documents.lock().unwrap() = Some(("https://other.example".to_owned(), Vec::new()));
        let (cache, _clock) = cache(&issuer);
        assert!(matches!(cache.get().await, Err(ProviderError::OtherIssuer(name)) if name.contains("other")));
    }

    #[test]
    fn addresses_of_an_encrypted_provider_are_encrypted() {
        let read = |issuer: &str, address: &str| endpoint(&issuer.parse().unwrap(), "it", address);
        assert!(read("https://a.example", "https://b.example/token").is_ok());
        assert!(matches!(
            read("https://a.example", "http://a.example/token"),
            Err(ProviderError::Clear("it"))
        ));
        assert!(read("http://127.0.0.1", "http://127.0.0.1/token").is_ok());
        assert!(matches!(read("https://a.example", "token"), Err(ProviderError::Malformed("it"))));
    }
}
