//! Decides when a certificate is ordered, and what follows a failure.

use std::time::Duration;

use instant_acme::{Account, NewAccount};
use tokio::time::{sleep, timeout};

use super::Acme;
use super::authority::AuthorityClient;
use super::order::{self, ChallengeMethod, Issued, OrderError, Responder};
use super::storage::{Storage, StoredAccount};
use crate::clock;
use crate::tls::{self, Certificate, Validity};

/// Time limit of an attempt with all its requests.
const ATTEMPT_WITHIN: Duration = Duration::from_mins(8);
/// Longest wait without a look at the clock, which may be set meanwhile.
const LOOK_EVERY: Duration = Duration::from_mins(10);
/// Shortest time between two certificates, in seconds.
const LEAST_BETWEEN: u64 = 5;
/// Waits after failures, in seconds: the first and the longest. After a refusal the first is longer, since
/// authorities limit how many failed validations an hour may have.
const FIRST_WAIT: u64 = 60;
const FIRST_WAIT_AFTER_REFUSAL: u64 = 15 * 60;
const LONGEST_WAIT: u64 = 12 * 60 * 60;
/// Shortest wait after an authority said that its limits are reached, in seconds.
const WAIT_AT_LIMIT: u64 = 60 * 60;

/// Orders and renews a certificate.
pub(super) struct Renewal {
    acme: Acme,
    storage: Storage,
    responder: Responder,
    /// The challenge that is tried first: the one that succeeded last.
    method: ChallengeMethod,
    /// No order is placed before this time, in seconds since 1970.
    not_before: u64,
}

impl Renewal {
    pub(super) fn new(acme: Acme, certificate: Certificate, storage: Storage, prefers_http: bool) -> Self {
        let responder = Responder { certificate, tokens: acme.tokens.clone() };
        let method = if prefers_http { ChallengeMethod::Http01 } else { ChallengeMethod::TlsAlpn01 };
        Self { acme, storage, responder, method, not_before: 0 }
    }

    /// Orders a certificate whenever one is due, for ever.
    pub(super) async fn run(mut self) {
        loop {
            let due = self.due();
            if due > now() {
                self.acme.status.change(|status| {
                    status.phase = super::AcmePhase::Valid;
                    status.next_at = Some(due);
                });
                self.wait_until(due).await;
                continue;
            }
            self.acme.status.change(|status| {
                status.phase = super::AcmePhase::Ordering;
                status.next_at = None;
            });
            let ordered = timeout(ATTEMPT_WITHIN, self.order()).await.unwrap_or(Err(OrderError::Slow));
            match ordered {
                Ok(()) => self.succeeded(),
                Err(error) => {
                    let again_at = self.failed(&error);
                    self.wait_until(again_at).await;
                }
            }
        }
    }

    fn succeeded(&mut self) {
        self.acme.status.change(|status| (status.failures, status.problem) = (0, None));
        let validity = self.responder.certificate.validity();
        let lifetime = validity.map_or(0, |validity| validity.ends.saturating_sub(validity.begins));
        // A clock that is wrong must not order one certificate after the other.
        self.not_before = now() + (lifetime / 3).max(LEAST_BETWEEN);
        tracing::info!(names = %self.acme.settings.names, "a new certificate is in use");
    }

    /// Notes a failure; returns when to try again, in seconds since 1970.
    fn failed(&self, error: &OrderError) -> u64 {
        let failures = self.acme.status.get().failures.saturating_add(1);
        let wait = wait_after(failures, error);
        let again_at = now() + wait;
        self.acme.status.change(|status| {
            status.phase = super::AcmePhase::Failing;
            status.next_at = Some(again_at);
            status.failures = failures;
            status.problem = Some(error.to_string());
        });
        let minutes = wait.div_ceil(60);
        if self.responder.certificate.is_present() {
            tracing::warn!(%error, "no new certificate; the last one stays in use, next attempt in {minutes} min");
        } else {
            tracing::warn!(%error, "no certificate, so nothing is served by TLS; next attempt in {minutes} min");
        }
        again_at
    }

    /// Waits until a time in seconds since 1970, or until it is woken.
    async fn wait_until(&self, at: u64) {
        while let left @ 1.. = at.saturating_sub(now()) {
            tokio::select! {
                () = sleep(Duration::from_secs(left).min(LOOK_EVERY)) => {}
                () = self.acme.wake.notified() => return,
            }
        }
    }

    /// Returns when a certificate is to be ordered, in seconds since 1970: now if there is none for all names.
    fn due(&self) -> u64 {
        let certificate = &self.responder.certificate;
        let has_all = self.acme.names().iter().all(|name| certificate.covers(name));
        let renewal = certificate.validity().filter(|_| has_all).map_or(0, renewal_of);
        renewal.max(self.not_before)
    }

    /// Orders a certificate and uses it.
    async fn order(&mut self) -> Result<(), OrderError> {
        let issued = match self.order_by_any_method().await {
            // The authority forgot the account, or was set up anew.
            Err(error) if error.is("accountDoesNotExist") => {
                tracing::info!("the certificate authority does not know the account; another one is made");
                let account = self.register().await?;
                self.order_by_each_method(&account).await?
            }
            ordered => ordered?,
        };
        // Looked at before it replaces one that works.
        let new = Certificate::load(&self.storage.write_new_certificate(&issued.chain, &issued.key)?)?;
        let has_all = self.acme.names().iter().all(|name| new.covers(name));
        if !has_all || new.validity().is_none_or(|validity| validity.begins >= validity.ends) {
            return Err(OrderError::Unsuitable);
        }
        self.storage.use_new_certificate()?;
        Ok(self.responder.certificate.reload(self.storage.certificate())?)
    }

    async fn order_by_any_method(&mut self) -> Result<Issued, OrderError> {
        let account = self.account().await?;
        self.order_by_each_method(&account).await
    }

    /// Orders by the method that succeeded last, and if that is refused by the other one.
    async fn order_by_each_method(&mut self, account: &Account) -> Result<Issued, OrderError> {
        let names = self.acme.settings.names.all();
        let first = match order::place(account, names, self.method, &self.responder).await {
            Err(error) if error.is_of_the_challenge() => error,
            ordered => return ordered,
        };
        let other = self.method.other();
        tracing::info!(reason = %first, "another challenge is tried: {other}");
        match order::place(account, names, other, &self.responder).await {
            Ok(issued) => {
                self.method = other;
                Ok(issued)
            }
            Err(second) => Err(OrderError::Both { first: Box::new(first), second: Box::new(second) }),
        }
    }

    fn client(&self) -> Result<AuthorityClient, OrderError> {
        let settings = &self.acme.settings;
        // Read each time: they may have been renewed.
        let more = settings.ca.as_deref().map(tls::certificates).transpose()?.unwrap_or_default();
        Ok(AuthorityClient::new(tls::trusting_also(more)?, settings.directory.address().clone()))
    }

    /// Returns the account at the authority; makes one if there is none.
    async fn account(&self) -> Result<Account, OrderError> {
        let Some(StoredAccount { contact, credentials }) = self.storage.account() else {
            return self.register().await;
        };
        // The credentials are consumed, and have no copy.
        let stored = self.storage.account();
        let builder = Account::builder_with_http(Box::new(self.client()?));
        let account = builder.from_credentials(credentials).await?;
        let wanted = self.contact();
        if contact != wanted
            && let Some(stored) = stored
        {
            let all: Vec<&str> = wanted.as_deref().into_iter().collect();
            account.update_contacts(&all).await?;
            self.storage.save_account(&StoredAccount { contact: wanted, ..stored })?;
        }
        Ok(account)
    }

    async fn register(&self) -> Result<Account, OrderError> {
        let contact = self.contact();
        let all: Vec<&str> = contact.as_deref().into_iter().collect();
        let new = NewAccount { contact: &all, terms_of_service_agreed: true, only_return_existing: false };
        let builder = Account::builder_with_http(Box::new(self.client()?));
        let directory = self.acme.directory().to_owned();
        let (account, credentials) = builder.create(&new, directory, None).await?;
        self.storage.save_account(&StoredAccount { contact, credentials })?;
        Ok(account)
    }

    fn contact(&self) -> Option<String> {
        self.acme.settings.contact.as_ref().map(super::AcmeContact::url)
    }
}

/// Returns when a certificate is renewed: after two thirds of its period, in seconds since 1970.
fn renewal_of(Validity { begins, ends }: Validity) -> u64 {
    begins + ends.saturating_sub(begins) / 3 * 2
}

/// Returns how long to wait after so many failures in a row, in seconds.
fn wait_after(failures: u32, error: &OrderError) -> u64 {
    let first = if error.is_refusal() { FIRST_WAIT_AFTER_REFUSAL } else { FIRST_WAIT };
    let wait = first.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(LONGEST_WAIT);
    if error.is("rateLimited") { wait.max(WAIT_AT_LIMIT) } else { wait }
}

fn now() -> u64 {
    clock::now_us() / 1_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_renewed_after_two_thirds_of_its_period() {
        let day = 86_400;
        assert_eq!(renewal_of(Validity { begins: 0, ends: 90 * day }), 60 * day);
        assert_eq!(renewal_of(Validity { begins: 1_000, ends: 1_020 }), 1_012);
        assert_eq!(renewal_of(Validity { begins: 9, ends: 3 }), 9);
    }

    #[test]
    fn waits_grow_with_failures_and_are_longer_after_a_refusal() {
        let waits =
            |error: &OrderError| [1, 2, 3, 20, u32::MAX].map(|failures| wait_after(failures, error) / 60);
        assert_eq!(waits(&OrderError::Slow), [1, 2, 4, 720, 720]);
        assert_eq!(waits(&OrderError::Unsuitable), [15, 30, 60, 720, 720]);
        let limited = r#"{"type":"urn:ietf:params:acme:error:rateLimited"}"#;
        let limited = instant_acme::Error::Api(serde_json::from_str(limited).unwrap());
        assert_eq!(waits(&limited.into()), [60, 60, 60, 720, 720]);
    }
}
