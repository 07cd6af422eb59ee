//! The lines of the hooks.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use actix_web::rt::task::spawn_blocking;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::message::{WebhookEvent, WebhookMessage};
use super::service::{Outgoing, ServiceRequest, link, outgoing};
use super::{WebhookReach, signature};
use crate::clock::Clock;
use crate::mail::{MailError, Mailer};
use crate::model::{Delivery, WebhookConfig, WebhookService};
use crate::outbound::{PostError, PostRequest, post, post_for_body, put_for_body};
use crate::store::{Error, Store};

/// Messages that may wait for one hook; more are dropped.
const MOST_WAITING: usize = 100;
/// Delays before each delivery attempt; after the last the message is given up.
const WAITS: [Duration; 6] = [
    Duration::ZERO,
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_mins(2),
    Duration::from_mins(10),
    Duration::from_mins(30),
];

/// Delays before each delivery attempt.
#[derive(Clone, Debug)]
pub struct RetrySchedule(Vec<Duration>);

impl Default for RetrySchedule {
    fn default() -> Self {
        Self(WAITS.into())
    }
}

impl RetrySchedule {
    /// Creates a schedule with these delays.
    pub fn of(waits: Vec<Duration>) -> Self {
        Self(waits)
    }
}

/// Sends to hooks; clones share the lines.
#[derive(Clone)]
pub struct Webhooks {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    clock: Arc<dyn Clock>,
    reaches_anywhere: AtomicBool,
    /// Set once, before anything is sent.
    links: OnceLock<WebhookLinks>,
    pace: RetrySchedule,
    /// By the hook's number, for those that have been sent anything.
    lines: Mutex<HashMap<i64, Sender<WebhookMessage>>>,
    messages: Family<Outcome, Counter>,
}

/// The server as messages for people need it.
#[derive(Clone, Debug, Default)]
pub struct WebhookLinks {
    /// Sends e-mail.
    pub mailer: Option<Mailer>,
    /// The beginning of the server's public addresses, without a `/` at the end.
    pub public_url: Option<String>,
}

/// Result of a delivery.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

/// Result of an attempt to send a message.
struct Attempted {
    /// HTTP status of the reply.
    status: Option<u16>,
    error: Option<String>,
}

const OUTCOMES: [&str; 4] = ["delivered", "failed", "given_up", "dropped"];

impl Webhooks {
    /// Sends to the hooks in `store`, those of the internet.
    pub fn new(store: Store, clock: Arc<dyn Clock>, pace: RetrySchedule) -> Self {
        let messages = Family::default();
        for outcome in OUTCOMES {
            drop(messages.get_or_create(&Outcome { outcome }));
        }
        let inner = Inner {
            store,
            clock,
            reaches_anywhere: AtomicBool::default(),
            links: OnceLock::new(),
            pace,
            lines: Mutex::default(),
            messages,
        };
        Self { inner: Arc::new(inner) }
    }

    /// Sends as far as `reach` goes from now on.
    pub fn reach(&self, reach: WebhookReach) {
        self.inner.reaches_anywhere.store(reach == WebhookReach::Anywhere, Ordering::Relaxed);
    }

    /// Sends e-mail, and names addresses of the server, by `links`; the first call counts.
    pub fn link(&self, links: WebhookLinks) {
        drop(self.inner.links.set(links));
    }

    /// Returns whether it can send e-mail.
    pub fn has_mail(&self) -> bool {
        self.inner.links.get().is_some_and(|links| links.mailer.is_some())
    }

    /// Returns what sends e-mail, if the server can.
    pub fn mailer(&self) -> Option<Mailer> {
        self.inner.links.get()?.mailer.clone()
    }

    /// Makes its figures public in `registry`, whose prefix is `longwave`.
    pub fn register(&self, registry: &mut Registry) {
        let help =
            "Messages to webhooks: delivered, failed attempts, given up after the last, dropped unsent";
        registry.register("webhook_messages", help, self.inner.messages.clone());
    }

    /// Tells everybody who wants to know of `happening`; waits for nobody but the store.
    pub async fn tell(&self, happening: WebhookEvent) {
        let store = self.inner.store.clone();
        let hooks = match spawn_blocking(move || store.hooks()).await {
            Ok(Ok(hooks)) => hooks,
            Ok(Err(error)) => {
                tracing::warn!(%error, "nobody can be told what happens: the webhooks cannot be read");
                return;
            }
            Err(_) => return,
        };
        let slug = happening.station.as_ref().map(|station| &*station.slug);
        // The line of a hook that is gone ends.
        self.inner.lines().retain(|id, _| hooks.iter().any(|hook| hook.id == *id));
        for hook in hooks.iter().filter(|hook| hook.wants(happening.occasion, slug)) {
            // Each has a message of its own, so that nobody can tell who else is told.
            self.put(hook.id, WebhookMessage::of(&happening));
        }
    }

    /// The most listeners that `station` ever had, as far as it is known.
    pub(super) async fn most_ever(&self, station: &str) -> u64 {
        let (store, station) = (self.inner.store.clone(), station.to_owned());
        let found = spawn_blocking(move || store.most_ever(&station).unwrap_or_default()).await;
        found.unwrap_or_default()
    }

    fn put(&self, hook: i64, message: WebhookMessage) {
        let mut lines = self.inner.lines();
        lines.retain(|_, line| !line.is_closed());
        let line = lines.entry(hook).or_insert_with(|| {
            let (line, messages) = channel(MOST_WAITING);
            actix_web::rt::spawn(Arc::clone(&self.inner).work(hook, messages));
            line
        });
        if line.try_send(message).is_err() {
            self.inner.count("dropped");
        }
    }

    /// Sends a message that tells of nothing, once; what became of it. `None` if there is no such hook.
    pub async fn test(&self, hook: i64) -> Result<Option<Delivery>, Error> {
        let Some((hook, secret)) = self.inner.hook(hook).await? else { return Ok(None) };
        let message = WebhookMessage::test(self.inner.clock.now_us());
        Ok(Some(self.inner.attempt(&hook, &secret, &message, 1).await))
    }
}

impl Inner {
    /// Sends what comes to one hook, in order, until there is no such hook.
    async fn work(self: Arc<Self>, hook: i64, mut messages: Receiver<WebhookMessage>) {
        while let Some(message) = messages.recv().await {
            if !self.send(hook, &message).await {
                return;
            }
        }
    }

    /// Sends a message, as often as it takes. False if there is no such hook any more.
    async fn send(&self, id: i64, message: &WebhookMessage) -> bool {
        for (place, wait) in self.pace.0.iter().enumerate() {
            tokio::time::sleep(*wait).await;
            let (hook, secret) = match self.hook(id).await {
                Ok(Some(found)) => found,
                Ok(None) => return false,
                Err(error) => {
                    tracing::warn!(%error, hook = id, "a webhook cannot be read");
                    continue;
                }
            };
            if !hook.is_on {
                self.count("dropped");
                return true;
            }
            let delivery = self.attempt(&hook, &secret, message, place as u32 + 1).await;
            if delivery.error.is_none() {
                return true;
            }
        }
        self.count("given_up");
        true
    }

    /// Sends a message once, and writes down what became of it.
    async fn attempt(
        &self,
        hook: &WebhookConfig,
        secret: &str,
        message: &WebhookMessage,
        attempt: u32,
    ) -> Delivery {
        let began_us = self.clock.now_us();
        let at = (began_us / 1_000_000) as i64;
        let link = message.event.as_ref().and_then(|event| link(event, self.links()?.public_url.as_deref()?));
        let answered = match outgoing(message, hook, secret, link.as_deref()) {
            Ok(Outgoing::Request(request)) => {
                let signed =
                    (hook.service == WebhookService::Program).then(|| signature(secret, at, &request.body));
                self.request(message, &request, signed).await
            }
            Ok(Outgoing::Mail { to, subject, text }) => self.mail(&to, &subject, &text).await,
            Err(error) => Attempted { status: None, error: Some(error.to_string()) },
        };
        let delivery = Delivery {
            at,
            event: message.topic().to_owned(),
            message: message.id.clone(),
            attempt,
            status: answered.status,
            error: answered.error,
            ms: (self.clock.now_us().saturating_sub(began_us)) / 1_000,
        };
        self.count(if delivery.error.is_none() { "delivered" } else { "failed" });
        let (store, id, noted) = (self.store.clone(), hook.id, delivery.clone());
        match spawn_blocking(move || store.note_delivery(id, &noted)).await {
            // The address may hold what nobody else should see, so it is not told.
            Ok(Ok(true)) => tracing::warn!(hook = id, "a webhook failed for a day and was switched off"),
            Ok(Err(error)) => tracing::warn!(hook = id, %error, "a delivery cannot be written down"),
            _ => {}
        }
        delivery
    }

    /// Makes a request of a service, signed for programs.
    async fn request(
        &self,
        message: &WebhookMessage,
        request: &ServiceRequest,
        signature: Option<String>,
    ) -> Attempted {
        let mut headers: Vec<(&str, &str)> =
            request.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        if let Some(signature) = &signature {
            headers.extend([
                ("Longwave-Event", message.topic()),
                ("Longwave-Delivery", &*message.id),
                ("Longwave-Signature", signature),
            ]);
        }
        let sent = PostRequest {
            url: &request.url,
            content_type: ServiceRequest::CONTENT_TYPE,
            headers: &headers,
            body: &request.body,
        };
        let reaches_anywhere = self.reaches_anywhere.load(Ordering::Relaxed);
        let reach = if reaches_anywhere { WebhookReach::Anywhere } else { WebhookReach::Internet };
        let answered = match (request.is_put, signature.is_some()) {
            (true, _) => put_for_body(&sent, reach).await,
            (false, false) => post_for_body(&sent, reach).await,
            // A program's answer is not read, however long it is.
            (false, true) => post(&sent, reach).await,
        };
        Attempted {
            status: answered.as_ref().map_or_else(PostError::status, |reply| Some(reply.status)),
            error: answered.err().map(|error| error.to_string()),
        }
    }

    async fn mail(&self, to: &str, subject: &str, text: &str) -> Attempted {
        let mailer = self.links().and_then(|links| links.mailer.as_ref());
        let error = match (mailer, to.parse()) {
            (Some(mailer), Ok(to)) => {
                mailer.send(&to, subject, text).await.err().map(|error| error.to_string())
            }
            (None, _) => Some(MailError::NoServer.to_string()),
            (_, Err(error)) => Some(format!("{to}: {error}")),
        };
        Attempted { status: None, error }
    }

    fn links(&self) -> Option<&WebhookLinks> {
        self.links.get()
    }

    async fn hook(&self, id: i64) -> Result<Option<(WebhookConfig, String)>, Error> {
        let store = self.store.clone();
        let read = move || Ok(store.hook(id)?.zip(store.hook_secret(id)?));
        // It fails only when everything ends.
        spawn_blocking(read).await.unwrap_or(Ok(None))
    }

    fn lines(&self) -> MutexGuard<'_, HashMap<i64, Sender<WebhookMessage>>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, outcome: &'static str) {
        self.messages.get_or_create(&Outcome { outcome }).inc();
    }
}

#[cfg(test)]
mod tests;
