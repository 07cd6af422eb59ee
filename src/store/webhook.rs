//! Addresses that are told what happens.

use std::collections::HashMap;

use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, named_params};

use super::secrets::WEBHOOK;
use super::{Error, Store};
use crate::model::{Address, Delivery, WebhookConfig};

/// The most hooks.
const MOST_HOOKS: i64 = 50;
/// Attempts that are remembered of each.
const MOST_DELIVERIES: i64 = 50;
/// Time of continuous failure after which a webhook is switched off, in seconds.
const GIVEN_UP_AFTER: i64 = 24 * 3_600;
/// Reason that is stored for a webhook that was switched off for that.
const GIVEN_UP: &str = "It failed for a day, so it was switched off.";

impl Store {
    /// The hooks, the oldest first.
    pub fn hooks(&self) -> Result<Vec<WebhookConfig>, Error> {
        self.ask(|connection| {
            connection.prepare_cached("SELECT * FROM hook ORDER BY id")?.query_map([], from_row)?.collect()
        })
    }

    /// The hook numbered `id`.
    pub fn hook(&self, id: i64) -> Result<Option<WebhookConfig>, Error> {
        self.ask(|connection| {
            let sql = "SELECT * FROM hook WHERE id = ?1";
            connection.prepare_cached(sql)?.query_row([id], from_row).optional()
        })
    }

    /// Returns the secret that signs the messages to the hook numbered `id`.
    pub fn hook_secret(&self, id: i64) -> Result<Option<String>, Error> {
        let sql = "SELECT CAST(secret AS BLOB), sealed FROM hook WHERE id = ?1";
        let found = self.ask(|connection| {
            let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
            connection.prepare_cached(sql)?.query_row([id], row).optional()
        })?;
        let secret = found.map(|written| self.secrets.read(WEBHOOK, written)).transpose()?;
        Ok(secret.map(|secret| String::from_utf8_lossy(&secret).into_owned()))
    }

    /// Adds a hook; returns its number.
    pub fn add_hook(&self, hook: &WebhookConfig, secret: &str) -> Result<i64, Error> {
        let (plain, sealed) = self.secrets.written(WEBHOOK, secret.as_bytes())?;
        let plain = String::from_utf8_lossy(&plain);
        let added = self.change(|connection| {
            let count: i64 = connection.query_row("SELECT count(*) FROM hook", [], |row| row.get(0))?;
            if count >= MOST_HOOKS {
                return Ok(None);
            }
            let sql = "INSERT INTO hook
                (service, url, recipient, texts, secret, sealed, occasions, station, is_on, created_at)
                VALUES (:service, :url, :recipient, :texts, :secret, :sealed, :occasions, :station, :is_on, :created)";
            connection.prepare_cached(sql)?.execute(named_params! {
                ":service": hook.service.name(),
                ":url": hook.url.as_ref().map(Address::as_str).unwrap_or_default(),
                ":recipient": hook.recipient,
                ":texts": texts(hook),
                ":secret": plain,
                ":sealed": sealed,
                ":occasions": names(hook),
                ":station": hook.station,
                ":is_on": hook.is_on,
                ":created": hook.created_at,
            })?;
            Ok(Some(connection.last_insert_rowid()))
        })?;
        added.ok_or(Error::TooManyHooks)
    }

    /// Replaces the secret of the hook numbered `id`.
    pub fn change_hook_secret(&self, id: i64, secret: &str) -> Result<(), Error> {
        let (plain, sealed) = self.secrets.written(WEBHOOK, secret.as_bytes())?;
        let plain = String::from_utf8_lossy(&plain);
        let sql = "UPDATE hook SET secret = ?2, sealed = ?3 WHERE id = ?1";
        self.ask(|connection| connection.prepare_cached(sql)?.execute((id, plain, sealed)).map(drop))
    }

    /// Puts `hook` in the place of the one with its number; false if there is none. One that is switched on begins anew.
    pub fn change_hook(&self, hook: &WebhookConfig) -> Result<bool, Error> {
        let sql =
            "UPDATE hook SET url = :url, recipient = :recipient, texts = :texts, occasions = :occasions,
            station = :station, is_on = :is_on,
            failing_since = CASE WHEN :is_on > is_on THEN NULL ELSE failing_since END,
            off_because = CASE WHEN :is_on THEN NULL ELSE off_because END WHERE id = :id";
        self.ask(|connection| {
            let values = named_params! {
                ":id": hook.id,
                ":url": hook.url.as_ref().map(Address::as_str).unwrap_or_default(),
                ":recipient": hook.recipient,
                ":texts": texts(hook),
                ":occasions": names(hook),
                ":station": hook.station,
                ":is_on": hook.is_on,
            };
            Ok(connection.prepare_cached(sql)?.execute(values)? > 0)
        })
    }

    /// Removes a hook; false if there is none with this number.
    pub fn remove_hook(&self, id: i64) -> Result<bool, Error> {
        self.ask(|connection| Ok(connection.execute("DELETE FROM hook WHERE id = ?1", [id])? > 0))
    }

    /// Remembers an attempt to tell a hook something, and how it does; true if it is switched off by that.
    pub fn note_delivery(&self, hook: i64, delivery: &Delivery) -> Result<bool, Error> {
        let add = "INSERT INTO hook_delivery (hook, at, event, message, attempt, status, error, ms)
            SELECT :hook, :at, :event, :message, :attempt, :status, :error, :ms
            WHERE EXISTS (SELECT 1 FROM hook WHERE id = :hook)";
        let forget = "DELETE FROM hook_delivery WHERE hook = ?1 AND id NOT IN
            (SELECT id FROM hook_delivery WHERE hook = ?1 ORDER BY id DESC LIMIT ?2)";
        let well = "UPDATE hook SET failing_since = NULL WHERE id = ?1";
        let failed = "UPDATE hook SET failing_since = coalesce(failing_since, ?2) WHERE id = ?1";
        let give_up = "UPDATE hook SET is_on = 0, off_because = ?3
            WHERE id = ?1 AND is_on AND failing_since <= ?2";
        self.change(|connection| {
            connection.prepare_cached(add)?.execute(named_params! {
                ":hook": hook,
                ":at": delivery.at,
                ":event": delivery.event,
                ":message": delivery.message,
                ":attempt": delivery.attempt,
                ":status": delivery.status,
                ":error": delivery.error,
                ":ms": i64::try_from(delivery.ms).unwrap_or(i64::MAX),
            })?;
            connection.prepare_cached(forget)?.execute([hook, MOST_DELIVERIES])?;
            if delivery.error.is_none() {
                connection.prepare_cached(well)?.execute([hook])?;
                return Ok(false);
            }
            connection.prepare_cached(failed)?.execute([hook, delivery.at])?;
            let values = (hook, delivery.at - GIVEN_UP_AFTER, GIVEN_UP);
            Ok(connection.prepare_cached(give_up)?.execute(values)? > 0)
        })
    }

    /// The latest attempts to tell the hook numbered `id` something, the newest first.
    pub fn deliveries(&self, id: i64) -> Result<Vec<Delivery>, Error> {
        let sql = "SELECT * FROM hook_delivery WHERE hook = ?1 ORDER BY id DESC";
        self.ask(|connection| {
            connection
                .prepare_cached(sql)?
                .query_map([id], |row| {
                    Ok(Delivery {
                        at: row.get("at")?,
                        event: row.get("event")?,
                        message: row.get("message")?,
                        attempt: row.get("attempt")?,
                        status: row.get("status")?,
                        error: row.get("error")?,
                        ms: u64::try_from(row.get::<_, i64>("ms")?).unwrap_or_default(),
                    })
                })?
                .collect()
        })
    }
}

fn names(hook: &WebhookConfig) -> String {
    hook.occasions.iter().map(|one| one.name()).collect::<Vec<_>>().join(" ")
}

/// The texts as a JSON object, by the names of their topics.
fn texts(hook: &WebhookConfig) -> String {
    let texts = hook.texts.iter().map(|(topic, text)| (topic.name().to_owned(), text.as_str().into()));
    serde_json::Value::Object(texts.collect()).to_string()
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<WebhookConfig> {
    let (service, url): (String, String) = (row.get("service")?, row.get("url")?);
    let texts: String = row.get("texts")?;
    let texts: HashMap<String, String> = serde_json::from_str(&texts).unwrap_or_default();
    let wrong = |column: &str| rusqlite::Error::InvalidColumnType(1, column.to_owned(), Type::Text);
    let occasions: String = row.get("occasions")?;
    Ok(WebhookConfig {
        id: row.get("id")?,
        service: service.parse().map_err(|_| wrong("service"))?,
        url: (!url.is_empty()).then(|| url.parse().map_err(|_| wrong("url"))).transpose()?,
        recipient: row.get("recipient")?,
        // What a newer program knew is left out.
        texts: texts.into_iter().filter_map(|(name, text)| Some((name.parse().ok()?, text))).collect(),
        occasions: occasions.split(' ').filter_map(|name| name.parse().ok()).collect(),
        station: row.get("station")?,
        is_on: row.get("is_on")?,
        failing_since: row.get("failing_since")?,
        off_because: row.get("off_because")?,
        created_at: row.get("created_at")?,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::{WebhookService, WebhookTopic};

    fn hook(store: &Store) -> WebhookConfig {
        let hook = WebhookConfig {
            id: 0,
            service: WebhookService::Program,
            url: Some("https://radio.example/hook".parse().unwrap()),
            recipient: None,
            texts: BTreeMap::new(),
            occasions: vec![WebhookTopic::Track, WebhookTopic::DeadAir],
            station: Some("main".to_owned()),
            is_on: true,
            failing_since: None,
            off_because: None,
            created_at: 7,
        };
        WebhookConfig { id: store.add_hook(&hook, "secret").unwrap(), ..hook }
    }

    fn store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        (dir, store)
    }

    fn attempt(at: i64, error: Option<&str>) -> Delivery {
        let error = error.map(str::to_owned);
        Delivery {
            at,
            event: "track".to_owned(),
            message: at.to_string(),
            attempt: 1,
            error,
            ..Delivery::default()
        }
    }

    #[test]
    fn hooks_are_kept_changed_and_removed() {
        let (_dir, store) = store();
        let first = hook(&store);
        assert_eq!(store.hooks().unwrap(), std::slice::from_ref(&first));
        assert_eq!(store.hook_secret(first.id).unwrap().as_deref(), Some("secret"));
        let changed = WebhookConfig {
            station: None,
            occasions: vec![WebhookTopic::Track],
            texts: BTreeMap::from([(WebhookTopic::Track, "{title}".to_owned())]),
            recipient: Some("#music".to_owned()),
            url: None,
            is_on: false,
            ..first.clone()
        };
        assert!(store.change_hook(&changed).unwrap());
        store.change_hook_secret(first.id, "another").unwrap();
        assert_eq!(store.hook_secret(first.id).unwrap().as_deref(), Some("another"));
        assert_eq!(store.hook(first.id).unwrap(), Some(changed));
        assert!(store.remove_hook(first.id).unwrap() && !store.remove_hook(first.id).unwrap());
        assert!(!store.note_delivery(first.id, &attempt(1, None)).unwrap(), "it is gone");
        assert_ne!(hook(&store).id, first.id, "numbers are not used again");
        for _ in 1..MOST_HOOKS {
            hook(&store);
        }
        assert!(matches!(store.add_hook(&first, "s"), Err(Error::TooManyHooks)));
    }

    #[test]
    fn who_fails_for_a_day_is_switched_off_and_may_begin_anew() {
        let (_dir, store) = store();
        let id = hook(&store).id;
        let fails = |at| store.note_delivery(id, &attempt(at, Some("no"))).unwrap();
        let day = 24 * 3_600;
        assert!(!fails(0) && !fails(day - 1));
        assert!(!store.note_delivery(id, &attempt(day, None)).unwrap());
        assert!(!fails(day + 1), "it was well in between");
        assert!(!fails(2 * day));
        assert!(fails(2 * day + 1) && !fails(2 * day + 2), "told once");
        let off = store.hook(id).unwrap().unwrap();
        assert!(!off.is_on && off.off_because.as_deref() == Some(GIVEN_UP));
        store.change_hook(&WebhookConfig { is_on: true, ..off }).unwrap();
        let on = store.hook(id).unwrap().unwrap();
        assert_eq!((on.is_on, on.off_because, on.failing_since), (true, None, None));
        for at in 0..60 {
            store.note_delivery(id, &attempt(at, None)).unwrap();
        }
        let kept = store.deliveries(id).unwrap();
        assert_eq!((kept.len(), &*kept[0].message, &*kept[49].message), (50, "59", "10"));
    }
}
