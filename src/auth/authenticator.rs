//! Checks names, passwords and codes, and says what they allow.

mod elsewhere;
mod running_attempt;

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::bans::Bans;
use super::live_auth::LiveAuth;
use super::refusal_log::RefusalLog;
use super::throttle::{AttemptOutcome, LoginAttempt, LoginThrottle};
use super::{AuthError, AuthenticatedSource, Credentials, DjHours, MetadataScope, SourceSignIn, runs};
use crate::clock::Clock;
use crate::store::{self, Account, ApiToken, ProgramSignIn, Store};
use running_attempt::{NamedAttempt, RunningAttempt};

/// Passwords that are hashed at the same time: each takes 19 MiB and a core for some tens of milliseconds.
const HASHED: usize = 2;
/// The scope with which an API token goes live.
const LIVE_SCOPE: &str = "live:write";
/// Passwords that are hashed or wait for it; further ones are answered [`AuthError::Busy`].
const WAITING: usize = 64;

/// Checks names and passwords; clones share the count of wrong ones.
#[derive(Clone)]
pub struct Authenticator {
    store: Store,
    clock: Arc<dyn Clock>,
    throttle: Arc<Mutex<LoginThrottle>>,
    turns: Arc<Semaphore>,
    /// The place that is kept for pairs of address and account that signed in before.
    known_turn: Arc<Semaphore>,
    refusals: RefusalLog,
    bans: Bans,
    queue: Arc<Semaphore>,
    live_auth: Option<LiveAuth>,
}

impl Authenticator {
    /// Makes one for the accounts and stations of `store`.
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        let mut throttle = LoginThrottle::default();
        let places = store.known_places().unwrap_or_else(|error| {
            tracing::warn!(%error, "the addresses that signed in before are not known; all count as new");
            Vec::new()
        });
        for place in places {
            if let Ok(address) = place.address.parse() {
                let seen_us = u64::try_from(place.seen_at).unwrap_or_default().saturating_mul(1_000_000);
                throttle.remember(address, &place.account, seen_us);
            }
        }
        let authenticator = Self {
            store,
            clock,
            throttle: Arc::new(Mutex::new(throttle)),
            known_turn: Arc::new(Semaphore::new(1)),
            refusals: RefusalLog::default(),
            bans: Bans::default(),
            turns: Arc::new(Semaphore::new(HASHED)),
            queue: Arc::new(Semaphore::new(WAITING)),
            live_auth: None,
        };
        if let Err(error) = authenticator.load_bans() {
            tracing::warn!(%error, "the bans cannot be read; nobody is banned for now");
        }
        authenticator
    }

    /// Has DJs who have no account here checked by another program.
    #[must_use]
    pub fn asking(self, live_auth: Option<LiveAuth>) -> Self {
        Self { live_auth, ..self }
    }

    /// Lets a source in that may go live on a station now.
    pub async fn authenticate_source(
        &self,
        sign_in: SourceSignIn<'_>,
        given: &Credentials,
    ) -> Result<AuthenticatedSource, AuthError> {
        let (tried, slug) = (attempt(sign_in.from, sign_in.station, given), sign_in.station.to_owned());
        let (asked, given, now_us) = (given, given.clone(), self.clock.wall_us());
        let found = self.look_up(NamedAttempt { tried, what: "source" }, move |store| {
            if given.is_source() {
                let right = store.verify_source_password(&slug, &given.password)?;
                return Ok(right.then_some(Ok(AuthenticatedSource::Source)));
            }
            let account = match store.verify_program(&given.user, &given.password)? {
                None => return Ok(None),
                Some(ProgramSignIn::AppPasswordNeeded) => return Ok(Some(Err(AuthError::AppPasswordNeeded))),
                Some(ProgramSignIn::Account(account)) => account,
            };
            let allowed = DjHours::read(store, &account.name, &slug)?.check(now_us);
            let admitted = allowed.map(|()| AuthenticatedSource::Account(account.name));
            Ok(Some(admitted.map_err(AuthError::from)))
        });
        match found.await? {
            Ok(found) => found,
            Err(trying) => self.ask_program(trying, sign_in, asked).await.map(AuthenticatedSource::External),
        }
    }

    /// Lets a program in that may go live on the station `slug` by its API token.
    pub async fn authenticate_token(
        &self,
        slug: &str,
        from: IpAddr,
        token: &ApiToken,
    ) -> Result<AuthenticatedSource, AuthError> {
        let (slug, token, now) = (slug.to_owned(), token.clone(), self.now());
        let found =
            self.check(NamedAttempt { tried: LoginAttempt::new(from, None), what: "source" }, move |store| {
                let Some(program) = store.program(&token, now)? else { return Ok(None) };
                let is_granted = program.scopes.iter().any(|scope| scope == LIVE_SCOPE);
                let is_for = program.stations.is_empty() || program.stations.contains(&slug);
                let admitted = AuthenticatedSource::Token(program.name);
                Ok(Some(if is_granted && is_for { Ok(admitted) } else { Err(AuthError::TokenNotPermitted) }))
            });
        found.await?
    }

    /// Returns the titles of a station that a client may change.
    pub async fn authenticate_metadata(
        &self,
        sign_in: SourceSignIn<'_>,
        given: &Credentials,
    ) -> Result<MetadataScope, AuthError> {
        let SourceSignIn { station, from, .. } = sign_in;
        let (tried, slug) = (attempt(from, station, given), station.to_owned());
        let (asked, given) = (given, given.clone());
        let found = self.look_up(NamedAttempt { tried, what: "title" }, move |store| {
            if given.is_source() {
                let right = store.verify_source_password(&slug, &given.password)?;
                return Ok(right.then_some(Ok(MetadataScope::Source(from))));
            }
            let account = match store.verify_program(&given.user, &given.password)? {
                None => return Ok(None),
                Some(ProgramSignIn::AppPasswordNeeded) => return Ok(Some(Err(AuthError::AppPasswordNeeded))),
                Some(ProgramSignIn::Account(account)) => account,
            };
            if account.must_change {
                return Ok(Some(Err(AuthError::MustChangePassword)));
            }
            let is_run = runs(account.role, &store.reach(&account.name)?.stations, &slug);
            let own = MetadataScope::Account(account.name);
            Ok(Some(Ok(if is_run { MetadataScope::InCharge } else { own })))
        });
        match found.await? {
            Ok(found) => found,
            Err(trying) => self.ask_program(trying, sign_in, asked).await.map(MetadataScope::External),
        }
    }

    /// Fails unless the account runs the station `slug`.
    pub async fn authenticate_manager(
        &self,
        slug: &str,
        from: IpAddr,
        given: &Credentials,
    ) -> Result<(), AuthError> {
        let (tried, slug, given) = (attempt(from, slug, given), slug.to_owned(), given.clone());
        let found = self.check(NamedAttempt { tried, what: "kick" }, move |store| {
            let account = match store.verify_program(&given.user, &given.password)? {
                None => return Ok(None),
                Some(ProgramSignIn::AppPasswordNeeded) => return Ok(Some(Err(AuthError::AppPasswordNeeded))),
                Some(ProgramSignIn::Account(account)) => account,
            };
            if account.must_change {
                return Ok(Some(Err(AuthError::MustChangePassword)));
            }
            let is_run = runs(account.role, &store.reach(&account.name)?.stations, &slug);
            Ok(Some(if is_run { Ok(()) } else { Err(AuthError::NotInCharge) }))
        });
        found.await?
    }

    /// Returns the account with this name and password, whatever it may do.
    pub async fn authenticate_account(
        &self,
        from: IpAddr,
        given: &Credentials,
    ) -> Result<Account, AuthError> {
        let (tried, given) = (LoginAttempt::new(from, Some(&given.user)), given.clone());
        self.check(NamedAttempt { tried, what: "sign-in" }, move |store| {
            store.verify(&given.user, &given.password)
        })
        .await
    }

    /// Returns the account for which a program acts that gives this name and password.
    pub async fn authenticate_program(
        &self,
        from: IpAddr,
        given: &Credentials,
    ) -> Result<Account, AuthError> {
        let (tried, given) = (LoginAttempt::new(from, Some(&given.user)), given.clone());
        let found = self.check(NamedAttempt { tried, what: "program" }, move |store| {
            store.verify_program(&given.user, &given.password)
        });
        match found.await? {
            ProgramSignIn::Account(account) => Ok(account),
            ProgramSignIn::AppPasswordNeeded => Err(AuthError::AppPasswordNeeded),
        }
    }

    /// Fails unless `password` is the listening password of the station `slug`.
    pub async fn authenticate_listener(
        &self,
        slug: &str,
        from: IpAddr,
        password: &str,
    ) -> Result<(), AuthError> {
        // Counted apart from the source password; no account has a name with a space.
        let tried = LoginAttempt::new(from, Some(&format!("listener of {slug}")));
        let (slug, password) = (slug.to_owned(), password.to_owned());
        let found = self.check(NamedAttempt { tried, what: "listening" }, move |store| {
            Ok(store.verify_listen_password(&slug, &password)?.then_some(()))
        });
        found.await
    }

    /// Checks the one-time code that follows the right password, with which `half` was given; returns the name
    /// of the account.
    pub async fn verify_code(&self, from: IpAddr, half: &ApiToken, code: &str) -> Result<String, AuthError> {
        let now = (self.clock.now_us() / 1_000_000) as i64;
        let (store, whose) = (self.store.clone(), half.clone());
        // Needs no hashing. An invented `half` counts as a wrong password.
        let trying = RunningAttempt::begin(
            self.clone(),
            NamedAttempt { tried: LoginAttempt::new(from, None), what: "code" },
        )?;
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
            AuthError::Failed
        };
        let found = found.await.map_err(|error| failed(&error))?;
        let account = found.map_err(|error| failed(&error))?.ok_or(AuthError::TooLate)?;
        let (half, code) = (half.clone(), code.to_owned());
        let taken = self.check(
            NamedAttempt { tried: LoginAttempt::of_code(from, &account), what: "code" },
            move |store| store.take_code(&half, &code, now),
        );
        taken.await.map_err(
            |refusal| {
                if refusal == AuthError::WrongPassword { AuthError::WrongCode } else { refusal }
            },
        )
    }

    /// Does work that hashes a password, such as setting one, on a blocking thread once one of the few places
    /// for that is free.
    pub async fn run_hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AuthError> {
        let Ok(place) = Arc::clone(&self.queue).try_acquire_owned() else { return Err(AuthError::Busy) };
        Self::run_in(&self.turns, (place, work)).await
    }

    /// Does work on a blocking thread once `turns` has a place; holds what comes with it until that is done.
    async fn run_in<T: Send + 'static>(
        turns: &Arc<Semaphore>,
        (place, work): (impl Send + 'static, impl FnOnce() -> T + Send + 'static),
    ) -> Result<T, AuthError> {
        let turn = Arc::clone(turns).acquire_owned().await.map_err(|_| AuthError::Failed)?;
        let done = spawn_blocking(move || {
            let _held = (place, turn);
            work()
        });
        done.await.map_err(|error| {
            tracing::error!(%error, "hashing a password failed");
            AuthError::Failed
        })
    }

    /// Asks the store on a blocking thread; `None` means that name or password is wrong.
    async fn check<T: Send + 'static>(
        &self,
        tried: NamedAttempt,
        question: impl FnOnce(&Store) -> Result<Option<T>, store::Error> + Send + 'static,
    ) -> Result<T, AuthError> {
        self.look_up(tried, question).await?.map_err(|trying| trying.refused(AuthError::WrongPassword))
    }

    /// Asks the store on a blocking thread. Credentials that are wrong come back as the attempt, which counts as a wrong
    /// one unless it is ended otherwise.
    async fn look_up<T: Send + 'static>(
        &self,
        tried: NamedAttempt,
        question: impl FnOnce(&Store) -> Result<Option<T>, store::Error> + Send + 'static,
    ) -> Result<Result<T, RunningAttempt>, AuthError> {
        let mut trying = RunningAttempt::begin(self.clone(), tried)?;
        let is_known = trying.tried.is_known();
        // A client that hangs up before the answer keeps its place, and a wrong password is still counted.
        let work = move || match question(&trying.authenticator.store) {
            Ok(Some(found)) => {
                trying.ended(AttemptOutcome::Right);
                Ok(Ok(found))
            }
            Ok(None) => {
                trying.outcome = AttemptOutcome::Wrong;
                Ok(Err(trying))
            }
            Err(error) => {
                trying.ended(AttemptOutcome::Unknown);
                Err(error)
            }
        };
        // Those who signed in before do not wait behind those who guess.
        let asked = if is_known {
            Self::run_in(&self.known_turn, ((), work)).await
        } else {
            self.run_hashing(work).await
        };
        asked?.map_err(|error| {
            tracing::error!(%error, "a password could not be checked");
            AuthError::Failed
        })
    }

    /// Takes over the bans that the store has. Waits for the disk.
    pub fn load_bans(&self) -> Result<(), store::Error> {
        self.bans.load(&self.store, self.now())
    }

    /// Fails if the client at `address`, with this `User-Agent`, is banned.
    pub fn check_ban(&self, address: IpAddr, agent: &[u8]) -> Result<(), AuthError> {
        self.bans.check(address, agent, self.now())
    }

    /// Returns a number that is another one whenever the bans are.
    pub fn ban_version(&self) -> u64 {
        self.bans.version()
    }

    /// Returns the time in seconds since 1970.
    fn now(&self) -> i64 {
        (self.clock.wall_us() / 1_000_000) as i64
    }

    /// Writes to the log that `what` was refused to `name` at `from`, at a pace that no flood can exceed.
    pub fn log_refusal(&self, who: (IpAddr, Option<&str>), what: &str, reason: &dyn std::fmt::Display) {
        self.refusals.write(who, what, reason, self.clock.now_us());
    }

    /// Returns whether somebody has signed in from `address` before.
    pub fn is_known_address(&self, address: IpAddr) -> bool {
        self.throttle().is_known_address(address)
    }

    fn throttle(&self) -> MutexGuard<'_, LoginThrottle> {
        self.throttle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the attempt that the throttle counts for these credentials.
fn attempt(from: IpAddr, slug: &str, given: &Credentials) -> LoginAttempt {
    if given.is_source() {
        LoginAttempt::of_source(from, slug)
    } else {
        LoginAttempt::new(from, Some(&given.user))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::SourceProtocol;
    use crate::clock::ManualClock;
    use crate::store::{Password, Role};

    fn password(text: &str) -> Password {
        Password::new(text).unwrap()
    }

    fn new_authenticator(store: &Store) -> Authenticator {
        Authenticator::new(store.clone(), Arc::new(ManualClock::at(0)))
    }

    fn new_store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, Some(password("source password"))).unwrap();
        store.add_account("ada", Role::Dj, &password("ada's password")).unwrap();
        (dir, store)
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn sign_in(from: IpAddr) -> SourceSignIn<'static> {
        SourceSignIn { station: "main", from, agent: None, protocol: SourceProtocol::Icecast }
    }

    #[actix_web::rt::test]
    async fn known_addresses_survive_a_restart_and_an_attack() {
        let (_dir, store) = new_store();
        let right = Credentials::new("Ada", "ada's password");
        let source = Credentials::new("source", "source password");
        let before = new_authenticator(&store);
        before.authenticate_account(address("198.51.100.1"), &right).await.unwrap();
        before.authenticate_source(sign_in(address("198.51.100.1")), &source).await.unwrap();
        let after = new_authenticator(&store);
        for number in 0..90_u8 {
            let from = IpAddr::from([192, 0, 2, number]);
            drop(after.authenticate_account(from, &Credentials::new("ada", "wrong")).await);
            drop(after.authenticate_source(sign_in(from), &Credentials::new("source", "wrong")).await);
        }
        let from = address("203.0.113.1");
        assert!(matches!(after.authenticate_account(from, &right).await, Err(AuthError::TooManyTries(_))));
        assert!(matches!(
            after.authenticate_source(sign_in(from), &source).await,
            Err(AuthError::TooManyTries(_))
        ));
        after.authenticate_account(address("198.51.100.1"), &right).await.unwrap();
        after.authenticate_source(sign_in(address("198.51.100.1")), &source).await.unwrap();
    }

    #[actix_web::rt::test]
    async fn a_password_that_must_be_changed_gives_no_orders() {
        let (_dir, store) = new_store();
        let made = store.first_start(None, None).unwrap();
        assert_eq!(made.admin, None);
        store.add_account("boss", Role::Admin, &password("boss's password")).unwrap();
        let auth = new_authenticator(&store);
        let boss = Credentials::new("boss", "boss's password");
        assert_eq!(auth.authenticate_manager("main", address("192.0.2.1"), &boss).await, Ok(()));
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let made = store.first_start(None, None).unwrap().admin.unwrap();
        let auth = new_authenticator(&store);
        let admin = Credentials::new("admin", made.password().reveal());
        let from = address("192.0.2.1");
        let refused = Err(AuthError::MustChangePassword);
        assert_eq!(auth.authenticate_manager("main", from, &admin).await, refused);
        assert_eq!(
            auth.authenticate_metadata(sign_in(from), &admin).await,
            Err(AuthError::MustChangePassword)
        );
    }

    /// The statuses with which ten guesses and one more are answered while the program of `live_auth` fails.
    async fn guess_without_the_program(user: &str) -> (u16, u16) {
        let (_dir, store) = new_store();
        // Nobody listens on this port.
        let program = LiveAuth::new("http://127.0.0.1:9/".parse().unwrap(), Arc::new(ManualClock::at(0)));
        let auth = new_authenticator(&store).asking(Some(program));
        let (from, given) = (address("192.0.2.1"), Credentials::new(user, "a guess"));
        let mut told = Vec::new();
        for _ in 0..11 {
            told.push(auth.authenticate_source(sign_in(from), &given).await.unwrap_err().status());
        }
        (told[9], told[10])
    }

    #[actix_web::rt::test]
    async fn guesses_at_passwords_of_ours_count_while_the_program_fails() {
        assert_eq!(guess_without_the_program("ada").await, (503, 429));
        assert_eq!(guess_without_the_program("source").await, (503, 429));
        assert_eq!(guess_without_the_program("guest").await, (503, 503), "a name that is not ours");
    }
}
