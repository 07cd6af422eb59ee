//! Signs people in by OpenID Connect: the authorization code flow with PKCE.
//!
//! In: the address of a provider that the admin chose. Out: an address that a browser is sent to, and after it came back
//! with a code, a [`VerifiedIdentity`].
//! Never: keeps anything about a sign-in that has begun. All of it follows from one cookie and a key of this process:
//! `state`, `nonce` and the verifier of PKCE are message authentication codes of it.

mod id_token;
mod places;
mod provider;
mod ring_verifier;

use std::net::IpAddr;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::hmac;
use ring::rand::SystemRandom;

pub use id_token::VerifiedIdentity;

use super::log_interval::LogInterval;
use crate::clock::Clock;
use crate::model::Address;
use places::ProviderPlaces;
use provider::{ProviderCache, ProviderError};

/// Time between the click on the sign-in page and the return of the browser, in seconds.
pub const SIGN_IN_LASTS: u64 = 600;
/// Scopes that are asked for.
const SCOPES: &str = "openid email profile";
/// Length of the random part of a cookie, in bytes.
const RANDOM: usize = 16;
/// The longest page that is gone to afterwards, in bytes.
const LONGEST_TO: usize = 500;

/// A provider, and this server as its client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OidcSettings {
    /// The provider's issuer identifier.
    pub issuer: Address,
    /// The identifier of this server there.
    pub client_id: String,
    /// The secret of this server there; a public client has none.
    pub client_secret: Option<ClientSecret>,
    /// The address that browsers come back to.
    pub redirect_uri: String,
    /// True if a first sign-in makes an account with the role of a DJ.
    pub creates_djs: bool,
}

/// A secret that is not shown.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret(String);

impl ClientSecret {
    /// Takes the content of a file, without the end of its line.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim_end_matches(['\r', '\n']);
        (!text.is_empty() && !text.contains(char::is_control)).then(|| Self(text.to_owned()))
    }
}

impl std::fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClientSecret(…)")
    }
}

/// A sign-in that has begun.
#[derive(Debug)]
pub struct BegunSignIn {
    /// The address at the provider that the browser is sent to.
    pub address: String,
    /// The value of the cookie that it needs when it comes back.
    pub cookie: String,
}

/// The query with which a browser comes back.
#[derive(Debug, Default, serde::Deserialize)]
pub struct ReturnQuery {
    /// The code to exchange.
    pub code: Option<String>,
    /// The state that the browser was sent with.
    #[serde(default)]
    pub state: String,
    /// The provider that answers (RFC 9207).
    pub iss: Option<String>,
    /// The reason of a refusal, such as `access_denied`.
    pub error: Option<String>,
}

/// Somebody whom the provider knows, and the page that they wanted.
#[derive(Debug)]
pub struct FinishedSignIn {
    /// The identity.
    pub identity: VerifiedIdentity,
    /// The page.
    pub to: String,
}

/// Reasons why somebody is not signed in; the text is for them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OidcError {
    /// The browser came back too late, without the cookie, or with that of another sign-in.
    #[error("That took too long: sign in again")]
    TooLate,
    /// The provider refused.
    #[error("The provider did not sign you in")]
    Refused,
    /// The provider does not answer, or not as it has to; the cause is in the log.
    #[error("The provider does not answer: try again in a moment")]
    ProviderFailed,
    /// Too many sign in at the same time.
    #[error("Busy: try again in a moment")]
    Busy,
}

/// A client of the provider; clones share what is known of it.
#[derive(Clone)]
pub struct Oidc(Arc<Inner>);

struct Inner {
    settings: OidcSettings,
    cache: ProviderCache,
    clock: Arc<dyn Clock>,
    random: SystemRandom,
    key: hmac::Key,
    places: ProviderPlaces,
    logged: LogInterval,
    logged_token: LogInterval,
}

/// Uses of message authentication codes: no code of one is of use as another.
#[derive(Clone, Copy)]
enum Purpose {
    Cookie,
    State,
    Nonce,
    Verifier,
}

impl Purpose {
    const fn label(self) -> &'static str {
        match self {
            Self::Cookie => "cookie",
            Self::State => "state",
            Self::Nonce => "nonce",
            Self::Verifier => "verifier",
        }
    }
}

impl Oidc {
    /// Makes a client; `None` if the system gives no random numbers.
    pub fn new(settings: OidcSettings, clock: Arc<dyn Clock>) -> Option<Self> {
        ring_verifier::install();
        let random = SystemRandom::new();
        let key = hmac::Key::generate(hmac::HMAC_SHA256, &random).ok()?;
        let cache = ProviderCache::new(settings.issuer.clone(), Arc::clone(&clock));
        Some(Self(Arc::new(Inner {
            settings,
            cache,
            clock,
            random,
            key,
            places: ProviderPlaces::default(),
            logged: LogInterval::default(),
            logged_token: LogInterval::default(),
        })))
    }

    /// Returns whether a first sign-in makes an account with the role of a DJ.
    pub fn creates_djs(&self) -> bool {
        self.0.settings.creates_djs
    }

    /// Returns the host of the provider, by which people know it.
    pub fn host(&self) -> &str {
        self.0.settings.issuer.host()
    }

    /// Begins a sign-in of a browser at `from` that goes on with the page `to`.
    pub async fn begin(&self, from: IpAddr, to: &str) -> Result<BegunSignIn, OidcError> {
        let provider = if let Some(provider) = self.0.cache.fresh() {
            provider
        } else {
            let _place = self.0.places.take(from).ok_or(OidcError::Busy)?;
            self.0.cache.get().await.map_err(|error| self.failed(&error))?
        };
        let to = if to.len() > LONGEST_TO { "" } else { to };
        let random: [u8; RANDOM] =
            ring::rand::generate(&self.0.random).map_err(|_| OidcError::ProviderFailed)?.expose();
        let ends = self.now() + SIGN_IN_LASTS;
        let payload = format!("{ends}.{}.{}", URL_SAFE_NO_PAD.encode(random), URL_SAFE_NO_PAD.encode(to));
        let verifier = self.code(Purpose::Verifier, &payload);
        let settings = &self.0.settings;
        let address = provider.authorization_address(&[
            ("response_type", "code"),
            ("client_id", &settings.client_id),
            ("redirect_uri", &settings.redirect_uri),
            ("scope", SCOPES),
            ("state", &self.code(Purpose::State, &payload)),
            ("nonce", &self.code(Purpose::Nonce, &payload)),
            // RFC 7636 section 4.2.
            ("code_challenge", &URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))),
            ("code_challenge_method", "S256"),
        ]);
        let cookie = format!("{payload}.{}", self.code(Purpose::Cookie, &payload));
        Ok(BegunSignIn { address, cookie })
    }

    /// Finishes a sign-in, whose browser at `from` came back with this cookie and query.
    pub async fn finish(
        &self,
        from: IpAddr,
        cookie: &str,
        query: &ReturnQuery,
    ) -> Result<FinishedSignIn, OidcError> {
        let (payload, to) = self.read_cookie(cookie).ok_or(OidcError::TooLate)?;
        if !self.is_code(Purpose::State, payload, &query.state) {
            return Err(OidcError::TooLate);
        }
        let Some(code) = query.code.as_deref().filter(|_| query.error.is_none()) else {
            return Err(OidcError::Refused);
        };
        let _place = self.0.places.take(from).ok_or(OidcError::Busy)?;
        let provider = self.0.cache.get().await.map_err(|error| self.failed(&error))?;
        if query.iss.as_ref().is_some_and(|iss| *iss != provider.issuer) {
            return Err(OidcError::Refused);
        }
        let verifier = self.code(Purpose::Verifier, payload);
        let exchanged = provider.exchange(&self.0.settings, code, &verifier).await;
        let id_token = exchanged.map_err(|error| self.failed(&error))?;
        let nonce = self.code(Purpose::Nonce, payload);
        let identity = self.0.cache.verify(&provider, &self.0.settings.client_id, &id_token, &nonce).await;
        let identity = identity.map_err(|error| self.failed(&error))?;
        Ok(FinishedSignIn { identity, to })
    }

    /// Logs why somebody is not signed in, once a minute at most; a code that the provider does not take is nobody's fault
    /// here.
    fn failed(&self, error: &ProviderError) -> OidcError {
        let now_us = self.0.clock.now_us();
        if error.is_of_client() {
            tracing::debug!(%error, "the OpenID provider refused a code");
            return OidcError::Refused;
        }
        if error.is_of_one_sign_in() {
            if self.0.logged_token.take(now_us) {
                tracing::info!(%error, "the OpenID provider's token for a sign-in is not accepted");
            }
            return OidcError::Refused;
        }
        // The failure that it follows was logged.
        if !matches!(error, ProviderError::Recent) && self.0.logged.take(now_us) {
            let issuer = self.0.settings.issuer.as_str();
            tracing::warn!(issuer, %error, "nobody can sign in by OpenID Connect");
        }
        OidcError::ProviderFailed
    }

    /// Returns what a cookie of ours holds that is not over yet: its payload, and the page that was wanted.
    fn read_cookie<'a>(&self, cookie: &'a str) -> Option<(&'a str, String)> {
        let (payload, code) = cookie.rsplit_once('.')?;
        if !self.is_code(Purpose::Cookie, payload, code) {
            return None;
        }
        let mut parts = payload.split('.');
        let (ends, to) = (parts.next()?.parse::<u64>().ok()?, parts.nth(1)?);
        let to = String::from_utf8(URL_SAFE_NO_PAD.decode(to).ok()?).ok()?;
        (self.now() <= ends).then_some((payload, to))
    }

    fn code(&self, purpose: Purpose, payload: &str) -> String {
        let code = hmac::sign(&self.0.key, format!("{}|{payload}", purpose.label()).as_bytes());
        URL_SAFE_NO_PAD.encode(code)
    }

    /// Compares a code in a time that says nothing about it.
    fn is_code(&self, purpose: Purpose, payload: &str, code: &str) -> bool {
        let Ok(code) = URL_SAFE_NO_PAD.decode(code) else { return false };
        hmac::verify(&self.0.key, format!("{}|{payload}", purpose.label()).as_bytes(), &code).is_ok()
    }

    fn now(&self) -> u64 {
        self.0.clock.wall_us() / 1_000_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;

    const FROM: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn client() -> (Oidc, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::at(1_000_000_000));
        let settings = OidcSettings {
            issuer: "https://login.example".parse().unwrap(),
            client_id: "longwave".to_owned(),
            client_secret: None,
            redirect_uri: "https://radio.example/login/oidc/callback".to_owned(),
            creates_djs: false,
        };
        (Oidc::new(settings, Arc::<ManualClock>::clone(&clock)).unwrap(), clock)
    }

    fn cookie(client: &Oidc, ends: u64, to: &str) -> String {
        let payload = format!("{ends}.cmFuZG9t.{}", URL_SAFE_NO_PAD.encode(to));
        format!("{payload}.{}", client.code(Purpose::Cookie, &payload))
    }

    #[test]
    fn a_cookie_is_read_if_it_is_ours_whole_and_in_time() {
        let (client, _clock) = client();
        let now = client.now();
        let ours = cookie(&client, now + 1, "/admin/people");
        assert!(client.read_cookie(&cookie(&client, now - 1, "/admin/people")).is_none(), "expired");
        assert_eq!(client.read_cookie(&ours).unwrap().1, "/admin/people");
        assert!(self::client().0.read_cookie(&ours).is_none(), "of another process");
        let (payload, code) = ours.rsplit_once('.').unwrap();
        for wrong in
            ["", ".", "a.b.c.d", payload, &format!("{payload}x.{code}"), &format!("{payload}.{code}x")]
        {
            assert!(client.read_cookie(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn no_code_is_of_use_for_another_purpose() {
        let (client, _clock) = client();
        let all = [Purpose::Cookie, Purpose::State, Purpose::Nonce, Purpose::Verifier];
        for (at, purpose) in all.into_iter().enumerate() {
            let code = client.code(purpose, "payload");
            assert!(client.is_code(purpose, "payload", &code) && !client.is_code(purpose, "other", &code));
            let of_others = all.into_iter().enumerate().filter(|(other, _)| *other != at);
            assert!(of_others.clone().all(|(_, other)| !client.is_code(other, "payload", &code)));
        }
        // RFC 7636 section 4.1 wants 43 to 128 letters.
        assert_eq!(client.code(Purpose::Verifier, "payload").len(), 43);
    }

    #[actix_web::rt::test]
    async fn a_browser_that_comes_back_with_anything_else_asks_the_provider_nothing() {
        let (client, _clock) = client();
        let ours = cookie(&client, client.now() + 1, "/admin");
        let state = client.code(Purpose::State, ours.rsplit_once('.').unwrap().0);
        let query = |state: &str, error: Option<&str>| ReturnQuery {
            code: Some("code".to_owned()),
            state: state.to_owned(),
            error: error.map(str::to_owned),
            ..ReturnQuery::default()
        };
        for wrong in ["", "x", &client.code(Purpose::Nonce, ours.rsplit_once('.').unwrap().0)] {
            assert_eq!(
                client.finish(FROM, &ours, &query(wrong, None)).await.unwrap_err(),
                OidcError::TooLate
            );
        }
        assert_eq!(client.finish(FROM, "", &query(&state, None)).await.unwrap_err(), OidcError::TooLate);
        let denied = query(&state, Some("access_denied"));
        assert_eq!(client.finish(FROM, &ours, &denied).await.unwrap_err(), OidcError::Refused);
    }
}
