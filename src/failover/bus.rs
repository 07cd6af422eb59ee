//! The lease in a bucket of NATS `JetStream`.

use std::error::Error as _;
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream::context::{CreateStreamError, CreateStreamErrorKind};
use async_nats::jetstream::kv::{self, Store, UpdateErrorKind};
use async_nats::jetstream::stream::LastRawMessageErrorKind;
use async_nats::jetstream::{self, Context, ErrorCode};
use async_nats::{Client, ConnectOptions, Subscriber};
use bytes::Bytes;
use futures_core::Stream as _;
use tokio::time::timeout;

use super::handle::ClusterProbe;
use super::lease::{LeaseEntry, LeaseRecord, LeaseReply, LeaseRequest, MOST_EPOCH};
use super::members::ServerNews;
use super::settings::{ClusterName, NatsUrls};

/// The bucket; it has an entry for each cluster.
const BUCKET: &str = "LW_LEASE";
/// The beginning of the subject of the bucket's entries.
const LEASES: &str = "$KV.LW_LEASE.";
/// The beginning of the subject of the stations' states; the cluster's name follows.
const STATES: &str = "lw.v1.on-air.";
/// The beginning of the subject on which servers announce themselves.
const ORIGINS: &str = "lw.v1.origins.";
/// The beginning of the subject on which edges do.
const EDGES: &str = "lw.v1.up.";
/// Messages that may wait to be taken.
const MOST_WAITING: usize = 1_024;
/// Copies of the bucket where the NATS servers are a cluster of at least so many.
const REPLICAS: usize = 3;
/// The header of an entry that was deleted, and not written.
const OPERATION: &str = "KV-Operation";
/// An answer that takes longer does not count.
const ANSWER_WITHIN: Duration = Duration::from_millis(700);
/// Time for a message to be put where it is sent from.
const PUBLISH_WITHIN: Duration = Duration::from_millis(2);
/// Interval at which the connection is probed.
const PING_EVERY: Duration = Duration::from_secs(1);
/// Time limit of an attempt to connect.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);
/// Servers are listened for so long: they announce themselves every second.
const LISTEN: Duration = Duration::from_millis(1_500);
/// Servers that are heard at most.
const MOST_SERVERS: usize = 64;
/// The longest pause between attempts, in milliseconds.
const MOST_PAUSE_MS: u64 = 1_000;

/// Configuration of a connection.
pub(super) struct BusConfig {
    /// The NATS servers.
    pub(super) urls: NatsUrls,
    /// The servers that hold a lease in turn.
    pub(super) cluster: ClusterName,
    /// The name by which NATS shows this program.
    pub(super) client: String,
}

/// Reasons why the bus does not answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum BusError {
    /// No NATS server can be reached, or it refuses.
    #[error("there is no connection to NATS: {0}")]
    Connect(#[from] async_nats::ConnectError),
    /// NATS has no `JetStream`, or refuses to keep the bucket.
    #[error("NATS does not keep the lease; it needs JetStream (nats-server -js): {0}")]
    Bucket(String),
    /// It does not answer.
    #[error("NATS does not answer: {0}")]
    Answer(String),
    /// The entry is none of this program: nobody can take the lease.
    #[error(
        "the lease on NATS makes no sense, so no other server can take it: delete it (nats kv del {BUCKET}, then the cluster's name)"
    )]
    Unreadable,
    /// No server of the cluster is on NATS.
    #[error("no server announces itself on NATS")]
    Unannounced,
    /// The record cannot be written as a text.
    #[error("the lease cannot be written: {0}")]
    Record(#[from] serde_json::Error),
}

/// A connection to NATS.
pub(super) struct Bus {
    client: Client,
    jetstream: Context,
    cluster: ClusterName,
    bucket: Option<Store>,
}

impl Bus {
    /// Connects. It connects again by itself once the connection is lost.
    pub(super) async fn connect(config: &BusConfig) -> Result<Self, BusError> {
        let client: Client = ConnectOptions::new()
            .name(format!("longwave {}", config.client))
            .ping_interval(PING_EVERY)
            .connection_timeout(CONNECT_WITHIN)
            .request_timeout(Some(ANSWER_WITHIN))
            .subscription_capacity(MOST_WAITING)
            .reconnect_delay_callback(|attempts| {
                Duration::from_millis((attempts as u64 * 100).min(MOST_PAUSE_MS))
            })
            .connect(config.urls.reveal())
            .await?;
        let mut jetstream = jetstream::new(client.clone());
        jetstream.set_timeout(ANSWER_WITHIN);
        Ok(Self { client, jetstream, cluster: config.cluster.clone(), bucket: None })
    }

    /// Asks whether NATS answers and keeps the lease, and listens for servers for a moment; makes the bucket if it is not there.
    pub(super) async fn probe(config: &BusConfig) -> Result<ClusterProbe, BusError> {
        let mut bus = Self::connect(config).await?;
        bus.jetstream.set_timeout(CONNECT_WITHIN);
        let copies = bus.bucket().await?.stream.cached_info().config.num_replicas;
        let mut announced = bus.origins().await?;
        let mut servers: Vec<ServerNews> = Vec::new();
        let listened = timeout(LISTEN, async {
            while let Some(message) = poll_fn(|cx| Pin::new(&mut announced).poll_next(cx)).await {
                let news = ServerNews::read(&message.payload).filter(|_| servers.len() < MOST_SERVERS);
                let is_it =
                    |one: &ServerNews, news: &ServerNews| one.node == news.node && one.url == news.url;
                if let Some(news) = news {
                    servers.retain(|one| !is_it(one, &news));
                    servers.push(news);
                }
            }
        });
        drop(listened.await);
        // One that is alone names no others.
        let nats_servers = bus.client.server_info().connect_urls.len().max(1);
        Ok(ClusterProbe { nats_servers, copies, servers })
    }

    /// Subscribes to the stations' states.
    pub(super) async fn states(&self) -> Result<Subscriber, BusError> {
        self.subscribe(STATES).await
    }

    /// Sends a station's state.
    pub(super) async fn send_state(&self, message: Bytes) {
        self.publish(STATES, message).await;
    }

    /// Subscribes to the servers that announce themselves.
    pub(super) async fn origins(&self) -> Result<Subscriber, BusError> {
        self.subscribe(ORIGINS).await
    }

    /// Subscribes to what is written to the lease, also by servers that do not get it.
    pub(super) async fn leases(&self) -> Result<Subscriber, BusError> {
        self.subscribe(LEASES).await
    }

    /// Subscribes to the edges that announce themselves.
    pub(super) async fn edges(&self) -> Result<Subscriber, BusError> {
        self.subscribe(EDGES).await
    }

    /// Announces this edge.
    pub(super) async fn tell_of_edge(&self, message: Bytes) {
        self.publish(EDGES, message).await;
    }

    /// Announces this server.
    pub(super) async fn announce(&self, message: Bytes) {
        self.publish(ORIGINS, message).await;
    }

    async fn subscribe(&self, subject: &str) -> Result<Subscriber, BusError> {
        let subject = format!("{subject}{}", self.cluster.as_str());
        self.client.subscribe(subject).await.map_err(|error| BusError::Answer(error.to_string()))
    }

    /// Publishes a message, if there is a connection: a later one would be sent too late. One that NATS does not take at once
    /// is dropped: a renewal must not wait for it.
    async fn publish(&self, subject: &str, message: Bytes) {
        if self.client.connection_state() == State::Connected {
            // Another one follows within moments.
            let published = self.client.publish(format!("{subject}{}", self.cluster.as_str()), message);
            drop(timeout(PUBLISH_WITHIN, published).await);
        }
    }

    /// Asks; an answer that does not come in time is missing.
    pub(super) async fn ask(&mut self, request: &LeaseRequest) -> Result<LeaseReply, BusError> {
        let answer = timeout(ANSWER_WITHIN, self.ask_patiently(request)).await;
        let answer = answer.unwrap_or_else(|_| Err(BusError::Answer("it takes too long".to_owned())));
        if answer.is_err() {
            // It may be gone.
            self.bucket = None;
        }
        answer
    }

    async fn ask_patiently(&mut self, request: &LeaseRequest) -> Result<LeaseReply, BusError> {
        let bucket = self.bucket().await?;
        match request {
            LeaseRequest::Read => {
                // From the leader: copies may be behind.
                let subject = format!("{LEASES}{}", self.cluster.as_str());
                match bucket.stream.get_last_raw_message_by_subject(&subject).await {
                    Ok(message) if message.headers.get(OPERATION).is_some() => {
                        Ok(LeaseReply::Deleted(message.sequence))
                    }
                    Ok(message) => Ok(read(message.sequence, &message.payload)),
                    Err(error) if error.kind() == LastRawMessageErrorKind::NoMessageFound => {
                        Ok(LeaseReply::Read(None))
                    }
                    Err(error) => Err(BusError::Answer(error.to_string())),
                }
            }
            LeaseRequest::Write { record, expected } => {
                let text = serde_json::to_vec(record)?;
                match bucket.update(self.cluster.as_str(), text.into(), *expected).await {
                    Ok(revision) => Ok(LeaseReply::Written(revision)),
                    Err(error) if error.kind() == UpdateErrorKind::WrongLastRevision => {
                        Ok(LeaseReply::Conflict)
                    }
                    Err(error) => Err(BusError::Answer(error.to_string())),
                }
            }
        }
    }

    /// Returns the bucket, made if it is not there.
    async fn bucket(&mut self) -> Result<Store, BusError> {
        if let Some(bucket) = &self.bucket {
            return Ok(bucket.clone());
        }
        let bucket = match self.jetstream.get_key_value(BUCKET).await {
            Ok(bucket) => {
                self.copy_more(&bucket).await;
                bucket
            }
            Err(_) => self.make_bucket().await?,
        };
        self.bucket = Some(bucket.clone());
        Ok(bucket)
    }

    async fn make_bucket(&self) -> Result<Store, BusError> {
        let config = |num_replicas| kv::Config {
            bucket: BUCKET.to_owned(),
            description: "the Longwave server on air".to_owned(),
            history: 1,
            num_replicas,
            ..kv::Config::default()
        };
        let made = match self.jetstream.create_key_value(config(REPLICAS)).await {
            Err(error) if is_too_small(&error) => self.jetstream.create_key_value(config(1)).await,
            made => made,
        };
        made.map_err(|error| BusError::Bucket(error.to_string()))
    }

    /// Has the bucket copied if it was made while there were fewer NATS servers.
    async fn copy_more(&self, bucket: &Store) {
        let config = &bucket.stream.cached_info().config;
        // A server tells its clients all servers of its cluster.
        if config.num_replicas >= REPLICAS || self.client.server_info().connect_urls.len() < REPLICAS {
            return;
        }
        let config = jetstream::stream::Config { num_replicas: REPLICAS, ..config.clone() };
        match self.jetstream.update_stream(&config).await {
            Ok(_) => {
                tracing::info!(copies = REPLICAS, "NATS is a cluster: it keeps more copies of the lease");
            }
            Err(error) => tracing::debug!("NATS keeps no more copies of the lease: {error}"),
        }
    }
}

/// Reads the lease as it was stored.
fn read(revision: u64, payload: &[u8]) -> LeaseReply {
    match serde_json::from_slice::<LeaseRecord>(payload) {
        Ok(record) if record.epoch <= MOST_EPOCH => LeaseReply::Read(Some(LeaseEntry { revision, record })),
        _ => LeaseReply::Unreadable,
    }
}

/// Returns whether the bucket was refused because there are fewer NATS servers than copies.
fn is_too_small(error: &jetstream::context::CreateKeyValueError) -> bool {
    let source = error.source().and_then(|source| source.downcast_ref::<CreateStreamError>());
    let is_it = |error: &CreateStreamError| match error.kind() {
        CreateStreamErrorKind::JetStream(error) => {
            let code = error.error_code();
            code == ErrorCode::STREAM_REPLICAS_NOT_SUPPORTED || code == ErrorCode::CLUSTER_NO_PEERS
        }
        _ => false,
    };
    source.is_some_and(is_it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_and_anything_else_is_no_lease_that_could_be_taken() {
        let text = br#"{"node":"a","instance":7,"epoch":3,"is_released":false,"more":1}"#;
        let LeaseReply::Read(Some(entry)) = read(5, text) else { panic!("it is a record") };
        assert_eq!((entry.revision, entry.record.epoch, entry.record.instance), (5, 3, 7));
        let far = br#"{"node":"a","instance":7,"epoch":18446744073709551615,"is_released":false}"#;
        for wrong in [&b""[..], b"{}", b"origin", far] {
            assert_eq!(read(5, wrong), LeaseReply::Unreadable, "{}", String::from_utf8_lossy(wrong));
        }
    }
}
