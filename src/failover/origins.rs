//! Servers of a cluster as edges find them: each announces its address on NATS.

#[cfg(feature = "nats")]
use super::bus::{Bus, BusConfig, BusError};
use super::lease::LeaseRecord;
use super::members::{EdgeNews, ServerNews};
use super::settings::{ClusterName, NatsUrls, NodeName};
use crate::model::Address;
#[cfg(feature = "nats")]
use async_nats::Subscriber;

/// The longest lease that is read, in bytes.
#[cfg_attr(not(feature = "nats"), allow(dead_code, reason = "announcements come by NATS alone"))]
const MOST_MESSAGE: usize = 2_048;

/// A server that announces itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundOrigin {
    /// Its name.
    pub node: NodeName,
    /// The address at which edges reach it.
    pub address: Address,
}

/// A server that has the lease, or is about to get it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundHolder {
    /// The number of changes of the server on air.
    pub epoch: u64,
    /// The address at which edges reach it.
    pub address: Address,
}

/// News of a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClusterNews {
    /// A server announces itself.
    Origin(FoundOrigin),
    /// A server writes the lease.
    Holder(FoundHolder),
}

/// Configuration of the search for servers.
#[derive(Clone)]
pub struct OriginSearch {
    /// The NATS servers.
    pub urls: NatsUrls,
    /// The servers that are searched for.
    pub cluster: ClusterName,
    /// The name by which NATS shows this program.
    pub name: String,
}

#[cfg_attr(not(feature = "nats"), allow(dead_code, reason = "announcements come by NATS alone"))]
impl FoundOrigin {
    /// Reads a message; `None` if it is no announcement.
    pub(super) fn read(message: &[u8]) -> Option<Self> {
        let ServerNews { node, url, .. } = ServerNews::read(message)?;
        Some(Self { node, address: url.parse().ok()? })
    }
}

#[cfg_attr(not(feature = "nats"), allow(dead_code, reason = "the lease is on NATS alone"))]
impl FoundHolder {
    /// Reads what was written to the lease; `None` if it is given up, or nothing that edges could follow.
    pub(super) fn read(message: &[u8]) -> Option<Self> {
        let text = Some(message).filter(|message| message.len() <= MOST_MESSAGE)?;
        let record: LeaseRecord = serde_json::from_slice(text).ok()?;
        let address = record.url.parse().ok().filter(|_| !record.is_released)?;
        Some(Self { epoch: record.epoch, address })
    }
}

/// Tells `found` each server that announces itself, and who writes the lease, again and again, and the cluster what `news` says of
/// this edge, until it is cancelled.
#[cfg(feature = "nats")]
pub async fn find_origins(
    search: OriginSearch,
    mut found: impl FnMut(ClusterNews),
    news: impl Fn() -> EdgeNews,
) {
    use std::future::poll_fn;
    use std::time::Duration;

    use futures_core::Stream as _;
    use tokio::time::{interval, sleep, timeout};

    use super::bus_log::BusLog;
    use crate::clock::boot_us;

    const RETRY_AFTER: Duration = Duration::from_secs(2);
    // Servers announce themselves every second.
    const SILENT: Duration = Duration::from_secs(10);
    const TELL_EVERY: Duration = Duration::from_secs(3);

    let mut log = BusLog::default();
    let mut telling = interval(TELL_EVERY);
    let OriginSearch { urls, cluster, name } = search;
    let config = BusConfig { urls, cluster, client: name };
    loop {
        let mut heard_us = boot_us();
        let connected = match Bus::connect(&config).await {
            Ok(bus) => subscribe(bus).await,
            Err(error) => Err(error),
        };
        let error = match connected {
            Ok((bus, mut origins, mut leases)) => loop {
                let next = async {
                    tokio::select! {
                        _ = telling.tick() => {
                            if let Ok(message) = serde_json::to_vec(&news()) {
                                bus.tell_of_edge(message.into()).await;
                            }
                            Some(None)
                        }
                        origin = poll_fn(|cx| std::pin::Pin::new(&mut origins).poll_next(cx)) => {
                            origin.map(|message| FoundOrigin::read(&message.payload).map(ClusterNews::Origin))
                        }
                        lease = poll_fn(|cx| std::pin::Pin::new(&mut leases).poll_next(cx)) => {
                            lease.map(|message| FoundHolder::read(&message.payload).map(ClusterNews::Holder))
                        }
                    }
                };
                let silent_us = boot_us().saturating_sub(heard_us);
                let Ok(Some(told)) = timeout(SILENT, next).await else { break BusError::Unannounced };
                if told.is_none() && silent_us > SILENT.as_micros() as u64 {
                    break BusError::Unannounced;
                }
                if told.is_some() && log.is_back() {
                    tracing::info!("servers announce themselves on NATS again");
                }
                if let Some(told) = told {
                    heard_us = boot_us();
                    found(told);
                }
            },
            Err(error) => error,
        };
        if log.goes(boot_us()) {
            tracing::warn!(nats = %config.urls, cluster = config.cluster.as_str(), "{error}");
        }
        sleep(RETRY_AFTER).await;
    }
}

/// Subscribes to the news of a cluster.
#[cfg(feature = "nats")]
async fn subscribe(bus: Bus) -> Result<(Bus, Subscriber, Subscriber), BusError> {
    let (origins, leases) = (bus.origins().await?, bus.leases().await?);
    Ok((bus, origins, leases))
}

/// Fails: this build is without NATS.
#[cfg(not(feature = "nats"))]
pub async fn find_origins(_: OriginSearch, _: impl FnMut(ClusterNews), _: impl Fn() -> EdgeNews) {
    std::future::pending::<()>().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_announcement_and_a_lease_are_read_and_nonsense_is_ignored() {
        let read = FoundOrigin::read(br#"{"node":"a","url":"http://10.0.0.1:8000/","epoch":3}"#);
        let address = "http://10.0.0.1:8000/".parse().unwrap();
        assert_eq!(read, Some(FoundOrigin { node: "a".parse().unwrap(), address }));
        for wrong in ["", "{}", r#"{"node":"a b","url":"http://h"}"#, r#"{"node":"a","url":"ftp://h"}"#] {
            assert_eq!(FoundOrigin::read(wrong.as_bytes()), None, "{wrong}");
        }
        let record = br#"{"node":"a","instance":7,"epoch":3,"is_released":false,"url":"http://h:1"}"#;
        let holder = FoundHolder { epoch: 3, address: "http://h:1".parse().unwrap() };
        assert_eq!(FoundHolder::read(record), Some(holder));
        let released = String::from_utf8_lossy(record).replace("false", "true");
        let older = r#"{"node":"a","instance":7,"epoch":3,"is_released":false}"#;
        for wrong in [&released, older, "", "{}"] {
            assert_eq!(FoundHolder::read(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
