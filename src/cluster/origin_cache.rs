//! Pages, covers and answers of origins, kept for a while.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::edge_settings::{OriginToken, TrustedOrigins};
use super::origin_request;
use crate::clock::Clock;
use crate::model::Address;
use crate::outbound::PostError;

/// Bytes of one answer at most.
const MOST_BODY: usize = 4 << 20;
/// Bytes that are kept at most, all together.
const MOST_BYTES: usize = 32 << 20;
/// Answers that are kept at most.
const MOST_PAGES: usize = 1_000;
/// Refusals that are kept at most, and failures.
const MOST_REFUSALS: usize = 500;
/// Answers that change are kept for so long, in microseconds.
const KEEP_US: u64 = 2_000_000;
/// Pause before something that failed is tried again, in microseconds.
const FAILED_US: u64 = 5_000_000;
/// Requests to origins at a time.
const MOST_REQUESTS: usize = 16;
/// Time limit for other requests to end, and for one of an origin.
const TURN_WITHIN: Duration = Duration::from_secs(2);
const FETCH_WITHIN: Duration = Duration::from_secs(3);
/// Statuses that say that there is nothing for the public: others are failures, which pass.
const REFUSALS: [u16; 4] = [401, 403, 404, 410];

/// An answer of an origin.
#[derive(Clone, Debug)]
pub struct OriginPage {
    /// The status.
    pub status: u16,
    /// The media type.
    pub content_type: String,
    /// The origin's words on how long caches may keep it.
    pub cache_control: String,
    /// The body.
    pub body: Bytes,
}

/// Answers of origins, bounded in number and size; clones share them.
#[derive(Clone)]
pub struct OriginCache {
    clock: Arc<dyn Clock>,
    trusted: TrustedOrigins,
    state: Arc<Mutex<CacheState>>,
    requests: Arc<Semaphore>,
}

#[derive(Default)]
struct CacheState {
    pages: HashMap<String, KeptPage>,
    /// Statuses and times of refusals by their paths. They take no page's place.
    refusals: HashMap<String, (u16, u64)>,
    /// Times of failures by what failed: an origin that is not reached, or a path that no origin answers.
    failures: HashMap<String, u64>,
}

struct KeptPage {
    page: OriginPage,
    /// Time of the answer, by this machine's clock.
    from_us: u64,
    /// Time at which somebody last asked for it.
    asked_us: u64,
}

impl KeptPage {
    /// Returns whether it need not be asked for again.
    fn is_fresh(&self, now_us: u64) -> bool {
        self.page.cache_control.contains("immutable") || now_us.saturating_sub(self.from_us) < KEEP_US
    }
}

impl CacheState {
    fn has_failed(&self, what: &str, now_us: u64) -> bool {
        self.failures.get(what).is_some_and(|failed_us| now_us.saturating_sub(*failed_us) < FAILED_US)
    }

    fn note_failure(&mut self, what: &str, now_us: u64) {
        self.failures.insert(what.to_owned(), now_us);
        shrink(&mut self.failures, MOST_REFUSALS, |failed_us| *failed_us);
    }

    /// Returns the page at `path`, or its refusal, if it is fresh or `is_any`.
    fn find(&mut self, path: &str, is_any: bool, now_us: u64) -> Option<OriginPage> {
        if let Some(kept) = self.pages.get_mut(path) {
            kept.asked_us = now_us;
            return (is_any || kept.is_fresh(now_us)).then(|| kept.page.clone());
        }
        let (status, from_us) = *self.refusals.get(path)?;
        (is_any || now_us.saturating_sub(from_us) < KEEP_US).then(|| OriginPage::refusal(status))
    }

    /// Keeps a page, and forgets those that nobody asked for the longest while there are too many.
    fn keep(&mut self, path: &str, page: &OriginPage, now_us: u64) {
        self.failures.remove(path);
        self.refusals.remove(path);
        let kept = KeptPage { page: page.clone(), from_us: now_us, asked_us: now_us };
        self.pages.insert(path.to_owned(), kept);
        let mut bytes: usize = self.pages.values().map(|kept| kept.page.body.len()).sum();
        while bytes > MOST_BYTES || self.pages.len() > MOST_PAGES {
            let oldest =
                self.pages.iter().min_by_key(|(_, kept)| kept.asked_us).map(|(path, _)| path.clone());
            let Some(forgotten) = oldest.and_then(|path| self.pages.remove(&path)) else { return };
            bytes -= forgotten.page.body.len();
        }
    }

    /// Keeps a refusal in place of the page that was there.
    fn refuse(&mut self, path: &str, status: u16, now_us: u64) {
        self.failures.remove(path);
        self.pages.remove(path);
        self.refusals.insert(path.to_owned(), (status, now_us));
        shrink(&mut self.refusals, MOST_REFUSALS, |(_, from_us)| *from_us);
    }
}

impl OriginPage {
    fn refusal(status: u16) -> Self {
        Self { status, content_type: String::new(), cache_control: String::new(), body: Bytes::new() }
    }
}

impl OriginCache {
    pub(super) fn new(clock: Arc<dyn Clock>, trusted: TrustedOrigins) -> Self {
        Self { clock, trusted, state: Arc::default(), requests: Arc::new(Semaphore::new(MOST_REQUESTS)) }
    }

    /// Returns what is at `path` of the first of `origins` that answers. An answer that is kept from before stands in
    /// for it while none does; `None` if there is nothing at all.
    pub async fn get(&self, origins: &[Address], path: &str) -> Option<OriginPage> {
        if let ControlFlow::Break(page) = self.without_asking(origins, path) {
            return page;
        }
        let Ok(Ok(_permit)) = timeout(TURN_WITHIN, self.requests.acquire()).await else {
            return self.any(path);
        };
        // Somebody else may have asked meanwhile.
        if let ControlFlow::Break(page) = self.without_asking(origins, path) {
            return page;
        }
        let mut refusal = None;
        for origin in origins {
            if self.lock().has_failed(origin.as_str(), self.clock.now_us()) {
                continue;
            }
            let fetched = timeout(FETCH_WITHIN, fetch(origin, path, self.trusted.token_for(origin))).await;
            match fetched.unwrap_or(Err(PostError::Unanswered)) {
                Ok(page) => {
                    self.lock().keep(path, &page, self.clock.now_us());
                    return Some(page);
                }
                Err(PostError::Status(status, _)) if REFUSALS.contains(&status) => refusal = Some(status),
                // It answers, though not with this.
                Err(
                    PostError::Status(..)
                    | PostError::Redirect(_)
                    | PostError::Incomplete
                    | PostError::Malformed,
                ) => {}
                Err(_) => self.lock().note_failure(origin.as_str(), self.clock.now_us()),
            }
        }
        if let Some(status) = refusal {
            self.lock().refuse(path, status, self.clock.now_us());
            return Some(OriginPage::refusal(status));
        }
        self.lock().note_failure(path, self.clock.now_us());
        self.any(path)
    }

    /// Breaks off with what is answered at once: a fresh page, or what there is while asking the origins is of no use.
    fn without_asking(&self, origins: &[Address], path: &str) -> ControlFlow<Option<OriginPage>> {
        let now_us = self.clock.now_us();
        let mut state = self.lock();
        if let Some(page) = state.find(path, false, now_us) {
            return ControlFlow::Break(Some(page));
        }
        let is_useless = state.has_failed(path, now_us)
            || origins.iter().all(|origin| state.has_failed(origin.as_str(), now_us));
        if is_useless {
            ControlFlow::Break(state.find(path, true, now_us))
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Returns the page or the refusal that is kept, however old.
    fn any(&self, path: &str) -> Option<OriginPage> {
        self.lock().find(path, true, self.clock.now_us())
    }

    fn lock(&self) -> MutexGuard<'_, CacheState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Forgets the oldest of `all` while there are more than `most`.
fn shrink<T>(all: &mut HashMap<String, T>, most: usize, time_us: impl Fn(&T) -> u64) {
    while all.len() > most {
        let oldest = all.iter().min_by_key(|(_, one)| time_us(one)).map(|(key, _)| key.clone());
        if oldest.and_then(|key| all.remove(&key)).is_none() {
            return;
        }
    }
}

async fn fetch(origin: &Address, path: &str, token: Option<&OriginToken>) -> Result<OriginPage, PostError> {
    let reply = origin_request::get(origin, path, token, MOST_BODY).await?;
    let header = |name: &str| reply.header(name).unwrap_or_default().to_owned();
    Ok(OriginPage {
        status: reply.status,
        content_type: header("content-type"),
        cache_control: header("cache-control"),
        body: reply.body.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;

    fn page(cache_control: &str, bytes: usize) -> OriginPage {
        OriginPage {
            status: 200,
            content_type: "image/png".to_owned(),
            cache_control: cache_control.to_owned(),
            body: vec![0; bytes].into(),
        }
    }

    fn cache() -> (Arc<ManualClock>, OriginCache) {
        let clock = Arc::new(ManualClock::at(1_000_000));
        (Arc::clone(&clock), OriginCache::new(clock, TrustedOrigins { token: None, origins: Vec::new() }))
    }

    #[actix_web::test]
    async fn what_changes_is_kept_for_a_moment_and_stands_in_while_no_origin_answers() {
        let (clock, cache) = cache();
        assert!(cache.get(&[], "/main/look.css").await.is_none());
        let now_us = clock.now_us();
        cache.lock().keep("/main/look.css", &page("no-cache", 3), now_us);
        cache.lock().keep("/main/cover/1", &page("public, immutable", 3), now_us);
        clock.advance(Duration::from_mins(1));
        let is_fresh = |path: &str| cache.lock().find(path, false, clock.now_us()).is_some();
        assert!(!is_fresh("/main/look.css") && is_fresh("/main/cover/1"));
        assert!(cache.get(&[], "/main/look.css").await.is_some(), "no origin answers");
    }

    #[actix_web::test]
    async fn an_origin_that_failed_is_not_asked_for_a_while() {
        let (clock, cache) = cache();
        // Nobody can listen at port 0.
        let origins: [Address; 1] = ["http://127.0.0.1:0".parse().unwrap()];
        let asks = |path: &str| cache.without_asking(&origins, path).is_continue();
        assert!(asks("/main/programme"));
        assert!(cache.get(&origins, "/main/programme").await.is_none());
        assert!(!asks("/main/programme") && !asks("/main/look.css"));
        clock.advance(Duration::from_secs(6));
        assert!(asks("/main/programme") && asks("/main/look.css"));
    }

    #[test]
    fn refusals_take_no_pages_place() {
        let (clock, cache) = cache();
        let now_us = clock.now_us();
        let mut state = cache.lock();
        state.keep("/main/cover/1", &page("immutable", 3), now_us);
        for number in 0..2 * MOST_PAGES {
            state.refuse(&format!("/main/cover/wrong{number}"), 404, now_us + number as u64);
        }
        assert_eq!((state.pages.len(), state.refusals.len()), (1, MOST_REFUSALS));
        let status = |found: Option<OriginPage>| found.map(|page| page.status);
        state.refuse("/main/cover/1", 404, now_us + KEEP_US);
        assert_eq!(status(state.find("/main/cover/1", true, now_us + KEEP_US)), Some(404), "it is gone");
        state.keep("/main/cover/1", &page("immutable", 3), now_us + KEEP_US);
        assert_eq!(status(state.find("/main/cover/1", false, now_us + KEEP_US)), Some(200));
    }

    #[test]
    fn what_nobody_asked_for_the_longest_is_forgotten() {
        let (clock, cache) = cache();
        let mut state = cache.lock();
        for number in 0..20 {
            clock.advance(Duration::from_secs(1));
            state.keep(&number.to_string(), &page("immutable", MOST_BODY), clock.now_us());
            assert!(state.find("0", true, clock.now_us()).is_some(), "it is asked for all the time");
        }
        assert_eq!(state.pages.len(), MOST_BYTES / MOST_BODY);
        for number in 0..MOST_PAGES + 10 {
            state.keep(&format!("small {number}"), &page("immutable", 1), clock.now_us());
        }
        assert!(state.pages.len() <= MOST_PAGES);
    }
}
