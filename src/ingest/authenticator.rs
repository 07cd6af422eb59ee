//! The gate: whose password is right, and who may do what.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::credentials::Credentials;
use super::login_throttle::{AttemptOutcome, LoginAttempt, LoginThrottle};
use super::refusal::SourceRefusal;
use crate::clock::Clock;
use crate::production::ProductionHandle;
use crate::store::{self, Account, ApiToken, Store};

/// Passwords that are checked at the same time: each takes 19 MiB and a core for some tens of milliseconds.
const CHECKED: usize = 2;
/// Passwords that are checked or wait for it; who comes then is asked to come again.
const WAITING: usize = 64;

/// Checks names and passwords; clones share its memory of who was wrong.
#[derive(Clone)]
pub struct Authenticator {
    store: Store,
    clock: Arc<dyn Clock>,
    tries: Arc<Mutex<LoginThrottle>>,
    turns: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

/// Who came through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthenticatedSource {
    /// Someone who knows the station's source password.
    Source,
    /// The owner of this account.
    Account(String),
}

/// Who may change titles, and whose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetadataScope {
    /// Someone who runs the station: the title of whoever is live.
    InCharge,
    /// Someone who has the source password, from this address: of what is sent with it from there, or else of
    /// whoever is live.
    Source(IpAddr),
    /// A DJ: their own.
    Account(String),
}

impl Authenticator {
    /// A gate for the accounts and stations of `store`.
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            clock,
            tries: Arc::default(),
            turns: Arc::new(Semaphore::new(CHECKED)),
            queue: Arc::new(Semaphore::new(WAITING)),
        }
    }

    /// Lets a DJ in who may go live on `station` now.
    pub async fn admit_dj(
        &self,
        station: &ProductionHandle,
        from: IpAddr,
        given: &Credentials,
    ) -> Result<AuthenticatedSource, SourceRefusal> {
        let (slug, tried) = (station.slug().to_owned(), tried(from, given));
        let (given, seconds) = (given.clone(), self.clock.now_us() / 1_000_000);
        let found = self.check(tried, move |store| {
            if given.is_source() {
                let right = store.verify_source_password(&slug, &given.password)?;
                return Ok(right.then_some(Ok(AuthenticatedSource::Source)));
            }
            let Some(account) = store.verify(&given.user, &given.password)? else { return Ok(None) };
            let allowed = store.reach(&account.name)?.allows(&slug, store.week_time(seconds)?);
            Ok(Some(allowed.map(|()| AuthenticatedSource::Account(account.name))))
        });
        Ok(found.await??)
    }

    /// Lets in who may change titles of `station`.
    pub async fn admit_teller(
        &self,
        station: &ProductionHandle,
        from: IpAddr,
        given: &Credentials,
    ) -> Result<MetadataScope, SourceRefusal> {
        let (slug, tried, given) = (station.slug().to_owned(), tried(from, given), given.clone());
        let found = self.check(tried, move |store| {
            if given.is_source() {
                let right = store.verify_source_password(&slug, &given.password)?;
                return Ok(right.then_some(MetadataScope::Source(from)));
            }
            let Some(account) = store.verify(&given.user, &given.password)? else { return Ok(None) };
            let runs = account.runs(&slug, &store.reach(&account.name)?.stations);
            Ok(Some(if runs { MetadataScope::InCharge } else { MetadataScope::Account(account.name) }))
        });
        found.await
    }

    /// Lets in who runs `station`.
    pub async fn admit_manager(
        &self,
        station: &ProductionHandle,
        from: IpAddr,
        given: &Credentials,
    ) -> Result<(), SourceRefusal> {
        let (slug, tried, given) = (station.slug().to_owned(), tried(from, given), given.clone());
        let found = self.check(tried, move |store| {
            let Some(account) = store.verify(&given.user, &given.password)? else { return Ok(None) };
            Ok(Some(account.runs(&slug, &store.reach(&account.name)?.stations)))
        });
        if found.await? { Ok(()) } else { Err(SourceRefusal::NotInCharge) }
    }

    /// Lets in who has an account, whatever it may do.
    pub async fn admit_person(&self, from: IpAddr, given: &Credentials) -> Result<Account, SourceRefusal> {
        let (tried, given) = (LoginAttempt::new(from, Some(&given.user)), given.clone());
        self.check(tried, move |store| store.verify(&given.user, &given.password)).await
    }

    /// Lets in who says the right code after the right password, with which `half` was given: the name of their account.
    pub async fn admit_code(
        &self,
        from: IpAddr,
        half: &ApiToken,
        code: &str,
    ) -> Result<String, SourceRefusal> {
        let now = (self.clock.now_us() / 1_000_000) as i64;
        let (store, whose) = (self.store.clone(), half.clone());
        // Not in turn: whoever makes halves up takes nobody's place, and pays as for a wrong password.
        let trying = Trying::begin(self.clone(), LoginAttempt::new(from, None))?;
        let found = spawn_blocking(move || {
            let found = store.halfway(&whose, now);
            trying.ended(if matches!(found, Ok(None)) {
                AttemptOutcome::Wrong
            } else {
                AttemptOutcome::Unknown
            });
            found
        });
        let failed = |error: &dyn std::fmt::Display| {
            tracing::error!(%error, "a code could not be checked");
            SourceRefusal::Failed
        };
        let found = found.await.map_err(|error| failed(&error))?;
        let account = found.map_err(|error| failed(&error))?.ok_or(SourceRefusal::TooLate)?;
        let (half, code) = (half.clone(), code.to_owned());
        let taken = self
            .check(LoginAttempt::of_code(from, &account), move |store| store.take_code(&half, &code, now));
        taken.await.map_err(|refusal| {
            if refusal == SourceRefusal::WrongPassword { SourceRefusal::WrongCode } else { refusal }
        })
    }

    /// Does work that takes as much of the machine as checking a password does, such as setting one, in its turn and on
    /// a thread that may wait.
    pub async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, SourceRefusal> {
        let Ok(place) = Arc::clone(&self.queue).try_acquire_owned() else { return Err(SourceRefusal::Busy) };
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| SourceRefusal::Failed)?;
        let done = spawn_blocking(move || {
            let _held = (place, turn);
            work()
        });
        done.await.map_err(|error| {
            tracing::error!(%error, "what was done with a password failed");
            SourceRefusal::Failed
        })
    }

    /// Asks the store on a thread that may wait; `None` means that name or password is wrong.
    async fn check<T: Send + 'static>(
        &self,
        tried: LoginAttempt,
        question: impl FnOnce(&Store) -> Result<Option<T>, store::Error> + Send + 'static,
    ) -> Result<T, SourceRefusal> {
        let trying = Trying::begin(self.clone(), tried)?;
        // All of it goes along: whoever hangs up before the answer still has the place, and pays.
        let asked = self.in_turn(move || {
            let found = question(&trying.gate.store);
            trying.ended(match &found {
                Ok(Some(_)) => AttemptOutcome::Right,
                Ok(None) => AttemptOutcome::Wrong,
                Err(_) => AttemptOutcome::Unknown,
            });
            found
        });
        match asked.await? {
            Ok(found) => found.ok_or(SourceRefusal::WrongPassword),
            Err(error) => {
                tracing::error!(%error, "a password could not be checked");
                Err(SourceRefusal::Failed)
            }
        }
    }

    fn tries(&self) -> MutexGuard<'_, LoginThrottle> {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is tried with a name and a password.
fn tried(from: IpAddr, given: &Credentials) -> LoginAttempt {
    LoginAttempt::new(from, (!given.is_source()).then_some(&given.user))
}

/// A password that is being checked. Costs nothing unless it turns out to be wrong.
struct Trying {
    gate: Authenticator,
    tried: LoginAttempt,
    outcome: AttemptOutcome,
}

impl Trying {
    fn begin(gate: Authenticator, mut tried: LoginAttempt) -> Result<Self, SourceRefusal> {
        let begun = gate.tries().begin(&mut tried, gate.clock.now_us());
        begun.map_err(|often| SourceRefusal::TooManyTries(often.wait))?;
        Ok(Self { gate, tried, outcome: AttemptOutcome::Unknown })
    }

    fn ended(mut self, outcome: AttemptOutcome) {
        self.outcome = outcome;
    }
}

impl Drop for Trying {
    fn drop(&mut self) {
        let now_us = self.gate.clock.now_us();
        self.gate.tries().end(&self.tried, self.outcome, now_us);
    }
}
