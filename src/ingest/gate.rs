//! The gate: whose password is right, and who may do what.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::credentials::Credentials;
use super::refusal::Refusal;
use super::tries::{Cost, Tries};
use crate::clock::Clock;
use crate::station::Station;
use crate::store::{self, Role, Store};

/// Passwords that are checked at the same time: each takes 19 MiB and a core for some tens of milliseconds.
const CHECKED: usize = 2;
/// Passwords that are checked or wait for it; who comes then is asked to come again.
const WAITING: usize = 64;

/// Checks names and passwords; clones share its memory of who was wrong.
#[derive(Clone)]
pub struct Gate {
    store: Store,
    clock: Arc<dyn Clock>,
    tries: Arc<Mutex<Tries>>,
    turns: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

/// Who came through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admitted {
    /// Someone who knows the station's source password.
    Source,
    /// The owner of this account.
    Account(String),
}

/// Who may change titles, and whose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Teller {
    /// Someone who runs the station: the title of whoever is live.
    InCharge,
    /// Someone who has the source password, from this address: of what is sent with it from there, or else of
    /// whoever is live.
    Source(IpAddr),
    /// A DJ: their own.
    Account(String),
}

impl Gate {
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
        station: &Station,
        from: IpAddr,
        given: &Credentials,
    ) -> Result<Admitted, Refusal> {
        let (slug, given) = (station.slug().to_owned(), given.clone());
        let seconds = self.clock.now_us() / 1_000_000;
        let found = self.check(from, move |store| {
            if given.is_source() {
                let right = store.verify_source_password(&slug, &given.password)?;
                return Ok(right.then_some(Ok(Admitted::Source)));
            }
            let Some(account) = store.verify(&given.user, &given.password)? else { return Ok(None) };
            let allowed = store.reach(&account.name)?.allows(&slug, store.week_time(seconds)?);
            Ok(Some(allowed.map(|()| Admitted::Account(account.name))))
        });
        Ok(found.await??)
    }

    /// Lets in who may change titles of `station`.
    pub async fn admit_teller(
        &self,
        station: &Station,
        from: IpAddr,
        given: &Credentials,
    ) -> Result<Teller, Refusal> {
        let (slug, given) = (station.slug().to_owned(), given.clone());
        let found = self.check(from, move |store| {
            if given.is_source() {
                let right = store.verify_source_password(&slug, &given.password)?;
                return Ok(right.then_some(Teller::Source(from)));
            }
            let account = store.verify(&given.user, &given.password)?;
            Ok(account.map(|account| match account.role {
                Role::Dj => Teller::Account(account.name),
                Role::Admin | Role::Manager => Teller::InCharge,
            }))
        });
        found.await
    }

    /// Lets in who runs the station.
    pub async fn admit_manager(&self, from: IpAddr, given: &Credentials) -> Result<(), Refusal> {
        let given = given.clone();
        let found = self.check(from, move |store| store.verify(&given.user, &given.password));
        if found.await?.role == Role::Dj { Err(Refusal::NotInCharge) } else { Ok(()) }
    }

    /// Asks the store on a thread that may wait; `None` means that name or password is wrong.
    async fn check<T: Send + 'static>(
        &self,
        from: IpAddr,
        question: impl FnOnce(&Store) -> Result<Option<T>, store::Error> + Send + 'static,
    ) -> Result<T, Refusal> {
        let Ok(place) = Arc::clone(&self.queue).try_acquire_owned() else { return Err(Refusal::Busy) };
        let trying = Trying::begin(self.clone(), from)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Refusal::Failed)?;
        // All of it goes along: whoever hangs up before the answer still has the place, and pays.
        let asked = spawn_blocking(move || {
            let _held = (place, turn);
            let found = question(&trying.gate.store);
            if matches!(found, Ok(None)) {
                trying.was_wrong();
            }
            found
        });
        match asked.await {
            Ok(Ok(found)) => found.ok_or(Refusal::WrongPassword),
            Ok(Err(error)) => {
                tracing::error!(%error, "a password could not be checked");
                Err(Refusal::Failed)
            }
            Err(error) => {
                tracing::error!(%error, "the check of a password failed");
                Err(Refusal::Failed)
            }
        }
    }

    fn tries(&self) -> MutexGuard<'_, Tries> {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A password that is being checked. Costs nothing unless it turns out to be wrong.
struct Trying {
    gate: Gate,
    from: IpAddr,
    cost: Cost,
}

impl Trying {
    fn begin(gate: Gate, from: IpAddr) -> Result<Self, Refusal> {
        let begun = gate.tries().begin(from, gate.clock.now_us());
        begun.map_err(|often| Refusal::TooManyTries(often.wait))?;
        Ok(Self { gate, from, cost: Cost::Nothing })
    }

    fn was_wrong(mut self) {
        self.cost = Cost::One;
    }
}

impl Drop for Trying {
    fn drop(&mut self) {
        self.gate.tries().end(self.from, self.cost);
    }
}
