//! A server that has answered, and what it sends.

use std::time::Duration;

use bytes::BytesMut;
use tokio::io::AsyncReadExt;

use super::super::chunked::{Body, Piece};
use super::super::pipe::MOST;
use super::super::wire::{SourceSocket, within};
use super::fetch::FetchError;
use super::icy::{IcyReader, Told};

/// A server that sends nothing for so long is taken to be gone.
const SILENCE: Duration = Duration::from_secs(10);

/// A stream that is being received.
pub(super) struct Remote {
    pub(super) media_type: String,
    /// Name that the server gives itself.
    pub(super) server: Option<String>,
    pub(super) sent: Sent,
    pub(super) icy: IcyReader,
}

/// The body of an answer.
pub(super) struct Sent {
    pub(super) stream: Box<dyn SourceSocket + Send>,
    /// Bytes read beyond the response's head.
    pub(super) read: BytesMut,
    pub(super) body: Body,
}

impl Remote {
    /// Waits for the next item and returns it.
    pub(super) async fn next(&mut self) -> Result<Told, FetchError> {
        loop {
            if let Some(told) = self.icy.next() {
                return Ok(told);
            }
            let more =
                within(SILENCE, self.sent.more()).await.ok_or(FetchError::Silent(SILENCE.as_secs()))?;
            // Only what said how long it is has an end; a stream that ends was broken off.
            let is_file = matches!(self.sent.body, Body::Length(_));
            self.icy.put(&more?.ok_or(if is_file { FetchError::Complete } else { FetchError::HungUp })?);
        }
    }
}

impl Sent {
    /// The next of the body; `None` at its end.
    pub(super) async fn more(&mut self) -> Result<Option<bytes::Bytes>, FetchError> {
        loop {
            match self.body.take(&mut self.read) {
                Ok(Piece::Sound(bytes)) => return Ok(Some(bytes)),
                Ok(Piece::Over) => return Ok(None),
                Ok(Piece::More) => {}
                Err(_) => return Err(FetchError::Malformed),
            }
            self.read.reserve(MOST);
            match self.stream.read_buf(&mut self.read).await {
                Ok(1..) => {}
                Ok(0) if self.body == Body::Endless => return Ok(None),
                Ok(0) => return Err(FetchError::HungUp),
                Err(error) => return Err(FetchError::Lost(error)),
            }
        }
    }

    /// All of the body, if that is no more than `most` bytes.
    pub(super) async fn all(&mut self, most: usize) -> Result<Vec<u8>, FetchError> {
        let mut all = Vec::new();
        while let Some(bytes) = self.more().await? {
            all.extend_from_slice(&bytes);
            if all.len() > most {
                return Err(FetchError::LongPlaylist);
            }
        }
        Ok(all)
    }
}
