//! Pages, covers and answers of origins, kept for a while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use tokio::sync::Semaphore;

use crate::clock::Clock;
use crate::model::Address;
use crate::net::WebhookReach;
use crate::outbound::{self, GetRequest, PostError};

/// Bytes of one answer at most.
const MOST_BODY: usize = 4 << 20;
/// Bytes that are kept at most, all together.
const MOST_BYTES: usize = 32 << 20;
/// Answers that are kept at most.
const MOST_PAGES: usize = 1_000;
/// Answers that change are kept for so long, in microseconds.
const KEEP_US: u64 = 2_000_000;
/// Requests to origins at a time.
const MOST_REQUESTS: usize = 16;

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
    kept: Arc<Mutex<HashMap<String, KeptPage>>>,
    requests: Arc<Semaphore>,
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

impl OriginCache {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, kept: Arc::default(), requests: Arc::new(Semaphore::new(MOST_REQUESTS)) }
    }

    /// Returns what is at `path` of the first of `origins` that answers. An answer that is kept from before stands in
    /// for it while none does; `None` if there is nothing at all.
    pub async fn get(&self, origins: &[Address], path: &str) -> Option<OriginPage> {
        if let Some(page) = self.kept(path, KeptPage::is_fresh) {
            return Some(page);
        }
        let _permit = self.requests.acquire().await.ok()?;
        // Somebody else may have asked meanwhile.
        if let Some(page) = self.kept(path, KeptPage::is_fresh) {
            return Some(page);
        }
        let mut refusal = None;
        for origin in origins {
            match fetch(origin, path).await {
                Ok(page) => {
                    self.keep(path, &page);
                    return Some(page);
                }
                Err(PostError::Status(status)) if status < 500 => {
                    refusal = Some(OriginPage {
                        status,
                        content_type: String::new(),
                        cache_control: String::new(),
                        body: Bytes::new(),
                    });
                }
                Err(_) => {}
            }
        }
        if let Some(refusal) = refusal {
            self.keep(path, &refusal);
            return Some(refusal);
        }
        self.kept(path, |_, _| true)
    }

    fn kept(&self, path: &str, is_fit: impl Fn(&KeptPage, u64) -> bool) -> Option<OriginPage> {
        let now_us = self.clock.now_us();
        let mut all = self.lock();
        let kept = all.get_mut(path).filter(|kept| is_fit(kept, now_us))?;
        kept.asked_us = now_us;
        Some(kept.page.clone())
    }

    /// Keeps a page, and forgets those that nobody asked for the longest while there are too many.
    fn keep(&self, path: &str, page: &OriginPage) {
        let now_us = self.clock.now_us();
        let mut all = self.lock();
        all.insert(path.to_owned(), KeptPage { page: page.clone(), from_us: now_us, asked_us: now_us });
        let mut bytes: usize = all.values().map(|kept| kept.page.body.len()).sum();
        while bytes > MOST_BYTES || all.len() > MOST_PAGES {
            let oldest = all.iter().min_by_key(|(_, kept)| kept.asked_us).map(|(path, _)| path.clone());
            let Some(forgotten) = oldest.and_then(|path| all.remove(&path)) else { return };
            bytes -= forgotten.page.body.len();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, KeptPage>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn fetch(origin: &Address, path: &str) -> Result<OriginPage, PostError> {
    let path = format!("{}{path}", origin.path().trim_end_matches('/'));
    let url = origin.join(&path).map_err(|_| PostError::Malformed)?;
    let request = GetRequest { url: &url, headers: &[], most_body: MOST_BODY };
    let reply = outbound::get(&request, WebhookReach::Anywhere).await?;
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
    use std::time::Duration;

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

    #[actix_web::test]
    async fn what_changes_is_kept_for_a_moment_and_stands_in_while_no_origin_answers() {
        let clock = Arc::new(ManualClock::at(0));
        let cache = OriginCache::new(Arc::<ManualClock>::clone(&clock));
        assert!(cache.get(&[], "/main/look.css").await.is_none());
        cache.keep("/main/look.css", &page("no-cache", 3));
        cache.keep("/main/cover/1", &page("public, immutable", 3));
        clock.advance(Duration::from_mins(1));
        let is_fresh = |path: &str| cache.kept(path, KeptPage::is_fresh).is_some();
        assert!(!is_fresh("/main/look.css") && is_fresh("/main/cover/1"));
        assert!(cache.get(&[], "/main/look.css").await.is_some(), "no origin answers");
    }

    #[test]
    fn what_nobody_asked_for_the_longest_is_forgotten() {
        let clock = Arc::new(ManualClock::at(0));
        let cache = OriginCache::new(Arc::<ManualClock>::clone(&clock));
        for number in 0..20 {
            clock.advance(Duration::from_secs(1));
            cache.keep(&number.to_string(), &page("immutable", MOST_BODY));
            assert!(cache.kept("0", |_, _| true).is_some(), "it is asked for all the time");
        }
        assert_eq!(cache.lock().len(), MOST_BYTES / MOST_BODY);
        for number in 0..MOST_PAGES + 10 {
            cache.keep(&format!("small {number}"), &page("immutable", 1));
        }
        assert!(cache.lock().len() <= MOST_PAGES);
    }
}
