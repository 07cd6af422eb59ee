//! The lease in a bucket of NATS `JetStream`.

use std::error::Error as _;
use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream::context::{CreateStreamError, CreateStreamErrorKind};
use async_nats::jetstream::kv::{self, Store, UpdateErrorKind};
use async_nats::jetstream::stream::LastRawMessageErrorKind;
use async_nats::jetstream::{self, Context, ErrorCode};
use async_nats::{Client, ConnectOptions, Subscriber};
use bytes::Bytes;
use tokio::time::timeout;

use super::lease::{LeaseEntry, LeaseReply, LeaseRequest};
use super::settings::{NatsUrls, NodeName};

/// The bucket, and its one entry.
const BUCKET: &str = "LW_LEASE";
const KEY: &str = "origin";
/// The subject of the stations' states.
const STATES: &str = "lw.v1.on-air";
/// Messages that may wait to be taken.
const MOST_WAITING: usize = 1_024;
/// Copies of the bucket where the NATS servers are a cluster.
const REPLICAS: usize = 3;
/// An answer that takes longer does not count.
const ANSWER_WITHIN: Duration = Duration::from_millis(700);
/// Interval at which the connection is probed.
const PING_EVERY: Duration = Duration::from_secs(1);
/// Time limit of an attempt to connect.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);
/// The longest pause between attempts, in milliseconds.
const MOST_PAUSE_MS: u64 = 1_000;

/// Reasons why the bus does not answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum BusError {
    /// An address of a NATS server is none.
    #[error("there is no connection to NATS: {0}")]
    Connect(#[from] async_nats::ConnectError),
    /// NATS has no `JetStream`, or refuses to keep the bucket.
    #[error("NATS does not keep the lease; it needs JetStream (nats-server -js): {0}")]
    Bucket(String),
    /// It does not answer.
    #[error("NATS does not answer: {0}")]
    Answer(String),
    /// The entry is none of this program.
    #[error("the lease on NATS makes no sense: {0}")]
    Malformed(#[from] serde_json::Error),
}

/// A connection to NATS.
pub(super) struct Bus {
    client: Client,
    jetstream: Context,
    bucket: Option<Store>,
}

impl Bus {
    /// Connects; if no server is there yet, later.
    pub(super) async fn connect(urls: &NatsUrls, node: &NodeName) -> Result<Self, BusError> {
        let client: Client = ConnectOptions::new()
            .name(format!("longwave {}", node.as_str()))
            .ping_interval(PING_EVERY)
            .connection_timeout(CONNECT_WITHIN)
            .request_timeout(Some(ANSWER_WITHIN))
            .subscription_capacity(MOST_WAITING)
            .retry_on_initial_connect()
            .reconnect_delay_callback(|attempts| {
                Duration::from_millis((attempts as u64 * 100).min(MOST_PAUSE_MS))
            })
            .connect(urls.reveal())
            .await?;
        let mut jetstream = jetstream::new(client.clone());
        jetstream.set_timeout(ANSWER_WITHIN);
        Ok(Self { client, jetstream, bucket: None })
    }

    /// Returns whether NATS answers and keeps the lease; makes the bucket if it is not there.
    pub(super) async fn probe(urls: &NatsUrls) -> Result<(), BusError> {
        let options = ConnectOptions::new().connection_timeout(CONNECT_WITHIN);
        let client = options.connect(urls.reveal()).await?;
        let mut jetstream = jetstream::new(client.clone());
        jetstream.set_timeout(CONNECT_WITHIN);
        Self { client, jetstream, bucket: None }.bucket().await.map(drop)
    }

    /// Subscribes to the stations' states.
    pub(super) async fn states(&self) -> Result<Subscriber, BusError> {
        self.client.subscribe(STATES).await.map_err(|error| BusError::Answer(error.to_string()))
    }

    /// Sends a station's state, if there is a connection: a later one would be sent too late.
    pub(super) async fn send_state(&self, message: Bytes) {
        if self.client.connection_state() == State::Connected {
            // Another one follows within moments.
            drop(self.client.publish(STATES, message).await);
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
                let subject = format!("$KV.{BUCKET}.{KEY}");
                match bucket.stream.get_last_raw_message_by_subject(&subject).await {
                    Ok(message) => {
                        let record = serde_json::from_slice(&message.payload)?;
                        Ok(LeaseReply::Read(Some(LeaseEntry { revision: message.sequence, record })))
                    }
                    Err(error) if error.kind() == LastRawMessageErrorKind::NoMessageFound => {
                        Ok(LeaseReply::Read(None))
                    }
                    Err(error) => Err(BusError::Answer(error.to_string())),
                }
            }
            LeaseRequest::Write { record, expected } => {
                let text = serde_json::to_vec(record)?;
                match bucket.update(KEY, text.into(), *expected).await {
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
            Ok(bucket) => bucket,
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
            Err(error) if is_single_server(&error) => self.jetstream.create_key_value(config(1)).await,
            made => made,
        };
        made.map_err(|error| BusError::Bucket(error.to_string()))
    }
}

/// Returns whether the bucket was refused because there is a single NATS server.
fn is_single_server(error: &jetstream::context::CreateKeyValueError) -> bool {
    let source = error.source().and_then(|source| source.downcast_ref::<CreateStreamError>());
    let is_it = |error: &CreateStreamError| match error.kind() {
        CreateStreamErrorKind::JetStream(error) => {
            error.error_code() == ErrorCode::STREAM_REPLICAS_NOT_SUPPORTED
        }
        _ => false,
    };
    source.is_some_and(is_it)
}
