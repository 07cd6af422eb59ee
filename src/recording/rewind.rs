//! Plays the archive from a moment on to one listener, at the speed of time.
//!
//! In: a listener's start, and the archive's files. Out: messages as live listeners get them, with the same numbers and
//! stamps. Never: reads a file on an async thread, or holds more than a few seconds of sound.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use actix_http::ws::CloseCode;
use bytes::{Bytes, BytesMut};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::time::{sleep, timeout};

use super::archive::{Archives, KeptHour, StationArchive};
use super::archive_reader::{ArchiveBatch, ArchiveReader};
use super::bucket::FetchFor;
use super::copies::DistantHour;
use super::mp3_transcoder::Mp3Transcoder;
use super::packer::{Packed, Packer, frames_per_message};
use super::rewind_place::{RewindPlace, RewindStart, TOLERANCE_US};
use crate::audio::{BLOCK, BLOCK_US};
use crate::clock::Clock;
use crate::container::longwave_v1;
use crate::format::{Cadence, Format, StreamAddress, StreamInfo};
use crate::frame::{Codec, Frame, Rendition};
use crate::model::BasePath;
use crate::mount::Mount;

/// Frames that are read at a time: two seconds.
const BATCH: usize = 100;
/// After so long without anything new, what is kept has come to its end.
const PATIENCE_US: u64 = 10_000_000;
/// Interval at which it is looked for more.
const LOOK: Duration = Duration::from_secs(1);
/// An hour is fetched so many frames before it is wanted: two minutes.
const FETCHED_AHEAD: u64 = 120 * 50;

/// Why somebody cannot rewind; its text is for the listener.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RewindRefused {
    /// Nothing is kept of that time.
    #[error("{0}")]
    NotKept(String),
    /// As many rewind in this format as may.
    #[error("too many listeners go back in MP3 at present: try again in a while, or listen to Opus")]
    Busy,
    /// It has to be fetched from the bucket, which is not possible now.
    #[error("{0}")]
    Elsewhere(String),
    /// The moment or the format makes no sense.
    #[error("{0}")]
    BadStart(&'static str),
}

/// A listener who is to be played to.
pub struct RewindListener {
    /// The station's slug.
    pub station: String,
    /// The path that the site's addresses begin with.
    pub base_path: BasePath,
    /// The address that the listener is at, if it is known.
    pub address: Option<IpAddr>,
    /// The format.
    pub format: &'static Format,
    /// The mount that the listener would have live: its codec and bitrate count.
    pub mount: Mount,
    /// The division into messages.
    pub cadence: Cadence,
    /// Sound that is sent at once, in microseconds.
    pub burst_us: u64,
    /// The station's clock.
    pub clock: Arc<dyn Clock>,
}

impl RewindListener {
    fn fetch(&self) -> FetchFor {
        FetchFor::Listener(self.address)
    }
}

/// A place in the archive that a listener is played to from.
pub struct Rewind {
    listener: RewindListener,
    archives: Archives,
    archive: StationArchive,
    /// The rendition that is sent.
    rendition: Rendition,
    /// The first Opus frame.
    seq: u64,
    /// The hour that has it, if that is in the bucket.
    distant: Option<Arc<DistantHour>>,
    /// A transcoder, with its permit.
    mp3: Option<(Mp3Transcoder, OwnedSemaphorePermit)>,
}

impl Rewind {
    /// Finds the place of a start in the archive of the listener's station.
    pub fn open(
        archives: &Archives,
        listener: RewindListener,
        start: RewindStart,
    ) -> Result<Self, RewindRefused> {
        let is_websocket = listener.format.address == StreamAddress::WebSocket;
        let takes_opus = listener.format.codecs.contains(&Codec::Opus);
        let takes_mp3 = listener.format.codecs.contains(&Codec::Mp3);
        if !(is_websocket || takes_opus || takes_mp3) {
            return Err(RewindRefused::BadStart("`at` is for Opus, MP3 and WebSockets"));
        }
        let place = RewindPlace::find(archives, &listener.station, start, listener.clock.now_us())?;
        let RewindPlace { archive, rendition: from, seq, distant } = place;
        let mp3 = if takes_mp3 && !takes_opus {
            let permit = archives.mp3_permit().ok_or(RewindRefused::Busy)?;
            let kbit_s = listener.mount.rendition().bitrate / 1_000;
            let made = Mp3Transcoder::new(&from, kbit_s);
            let made = made.map_err(|_| RewindRefused::BadStart("this program was built without MP3"))?;
            Some((made, permit))
        } else {
            None
        };
        let rendition = mp3.as_ref().map_or(from, |(transcoder, _)| transcoder.rendition().clone());
        Ok(Self { listener, archives: archives.clone(), archive, rendition, seq, distant, mp3 })
    }

    /// Waits until the first hour is here.
    pub async fn prepare(&self) -> Result<(), RewindRefused> {
        let Some(hour) = &self.distant else { return Ok(()) };
        let fetched = self.archives.fetch_hour(&self.archive, hour, self.listener.fetch()).await;
        fetched.map_err(|refused| RewindRefused::Elsewhere(refused.to_string()))
    }

    /// Bytes to send.
    pub fn rendition(&self) -> &Rendition {
        &self.rendition
    }

    /// How far it begins behind now, in microseconds.
    pub fn behind_us(&self) -> u64 {
        let begins_us = self.seq.saturating_mul(BLOCK_US);
        self.listener.clock.now_us().saturating_sub(begins_us)
    }

    /// Plays into `to` until its other end is gone, nothing more is kept, or the station signs off.
    pub async fn play(self, to: mpsc::Sender<Bytes>) {
        let Self { listener, archives, archive, rendition, seq, mp3, .. } = self;
        let Some(pool) = archives.pool() else { return };
        let reader = ArchiveReader::at(archive.clone(), seq);
        let mut source = Some(FrameSource { reader, mp3 });
        let mut packer = Packer::new(
            listener.format,
            &StreamInfo {
                station: &listener.station,
                base_path: listener.base_path.as_str(),
                rendition: &rendition,
                first_seq: rendition.first_seq_at(seq * BLOCK as u64),
                cadence: listener.cadence,
                frames_per_message: frames_per_message(&rendition, listener.cadence),
            },
        );
        if !send(&to, packer.header()).await {
            return;
        }
        let mut pace = RewindPace {
            clock: Arc::clone(&listener.clock),
            ahead_us: None,
            last_us: 0,
            burst_us: listener.burst_us,
        };
        let (mut made, mut titles) = (VecDeque::new(), VecDeque::new());
        let mut nothing_since = None;
        let mut ahead = FetchAhead::default();
        let end = loop {
            if listener.mount.is_off_air() {
                packer.flush(&mut titles, &mut made);
                made.clear();
                break packer.end_of_stream();
            }
            let Some(mut reading) = source.take() else { return };
            let read = pool.run(move || (reading.read(), reading)).await;
            let Some((batch, back)) = read else {
                tracing::warn!("too many listeners go back: one was dropped");
                return;
            };
            source = Some(back);
            let batch = match batch {
                Ok(batch) => batch,
                Err(error) => {
                    tracing::warn!(%error, "a listener who went back cannot be served");
                    break end_of(&listener, &packer);
                }
            };
            if let Some(hour) = &batch.distant {
                if let Err(refused) = archives.fetch_hour(&archive, hour, listener.fetch()).await {
                    tracing::warn!(
                        station = archive.slug(),
                        "a listener who went back cannot go on: {refused}"
                    );
                    break end_of(&listener, &packer);
                }
                continue;
            }
            if batch.is_at_end {
                let now_us = listener.clock.now_us();
                let since = *nothing_since.get_or_insert(now_us);
                if !archive.is_recording() || now_us - since > PATIENCE_US {
                    packer.flush(&mut titles, &mut made);
                    pace.send_all(&to, &mut made).await;
                    break end_of(&listener, &packer);
                }
                // Whatever comes in between is found with the next look.
                drop(timeout(LOOK, archive.grown().notified()).await);
                continue;
            }
            nothing_since = None;
            if let Some(last) = batch.frames.last() {
                let seq = last.time_us / BLOCK_US + FETCHED_AHEAD;
                ahead.look(&archives, &archive, seq, listener.fetch());
            }
            titles.extend(batch.titles);
            for frame in batch.frames {
                packer.take(frame, &mut titles, &mut made);
            }
            if !pace.send_all(&to, &mut made).await {
                return;
            }
        };
        if !end.is_empty() {
            let _ = send(&to, end).await;
        }
    }
}

/// Has hours fetched before a listener comes to them.
#[derive(Default)]
struct FetchAhead {
    /// The first frame of the last hour that was asked for.
    asked: Option<u64>,
}

impl FetchAhead {
    /// Has the hour fetched that has the Opus frame `seq`, once.
    fn look(&mut self, archives: &Archives, archive: &StationArchive, seq: u64, by: FetchFor) {
        if let Some(KeptHour::Distant(hour)) = archive.hour_at(seq)
            && self.asked.replace(hour.first_seq) != Some(hour.first_seq)
        {
            archives.order_hour(archive, &hour, by);
        }
    }
}

/// Reads frames as the listener gets them.
struct FrameSource {
    reader: ArchiveReader,
    mp3: Option<(Mp3Transcoder, OwnedSemaphorePermit)>,
}

impl FrameSource {
    fn read(&mut self) -> Result<ArchiveBatch, super::Error> {
        let mut batch = self.reader.read(BATCH)?;
        if let Some((transcoder, _)) = &mut self.mp3 {
            let mut made: Vec<Frame> = Vec::with_capacity(batch.frames.len());
            batch.frames.iter().for_each(|frame| transcoder.take(frame, &mut made));
            batch.frames = made;
        }
        Ok(batch)
    }
}

/// Messages so close after one another are sent together, in microseconds.
const TOGETHER_US: u64 = 1_000_000;
/// Sound that comes so much later than what was before is not what follows it, in microseconds.
const GAP_US: u64 = TOLERANCE_US / 5;

/// Sends messages at the speed of time.
struct RewindPace {
    clock: Arc<dyn Clock>,
    /// By how much now is ahead of the time of what is sent, in microseconds, without the burst.
    ahead_us: Option<u64>,
    /// The time of the last message, in microseconds.
    last_us: u64,
    burst_us: u64,
}

impl RewindPace {
    /// Sends `packed`; returns false once the listener is gone.
    async fn send_all(&mut self, to: &mpsc::Sender<Bytes>, packed: &mut VecDeque<Packed>) -> bool {
        while let Some(first) = packed.pop_front() {
            // Titles go with the sound after them.
            if first.time_us > 0 {
                self.wait_for(first.time_us).await;
            }
            if !send(to, self.with_next(first, packed)).await {
                return false;
            }
        }
        true
    }

    /// Returns a message with those of the time after it, which are sent at once: each sending costs as much as all else.
    fn with_next(&mut self, first: Packed, packed: &mut VecDeque<Packed>) -> Bytes {
        let Packed { time_us: from_us, bytes: mut all } = first;
        let mut together = BytesMut::new();
        while let Some(next) = packed.pop_front_if(|next| {
            next.time_us <= from_us + TOGETHER_US && next.time_us <= self.last_us + GAP_US
        }) {
            if together.is_empty() {
                together = BytesMut::from(all);
                all = Bytes::new();
            }
            together.extend_from_slice(&next.bytes);
            self.last_us = self.last_us.max(next.time_us);
        }
        if together.is_empty() { all } else { together.freeze() }
    }

    async fn wait_for(&mut self, time_us: u64) {
        let now_us = self.clock.now_us();
        let is_gap = time_us > self.last_us + GAP_US;
        let ahead_us = match self.ahead_us {
            Some(ahead_us) if !is_gap => ahead_us,
            // Times that are not kept are passed over.
            Some(ahead_us) => ahead_us.min((now_us + self.burst_us).saturating_sub(time_us)),
            None => now_us.saturating_sub(time_us),
        };
        self.ahead_us = Some(ahead_us);
        self.last_us = time_us;
        let due_us = (time_us + ahead_us).saturating_sub(self.burst_us);
        if due_us > now_us {
            sleep(Duration::from_micros(due_us - now_us)).await;
        }
    }
}

async fn send(to: &mpsc::Sender<Bytes>, bytes: Bytes) -> bool {
    bytes.is_empty() || to.send(bytes).await.is_ok()
}

/// The end of what is kept.
fn end_of(listener: &RewindListener, packer: &Packer) -> Bytes {
    if listener.format.address == StreamAddress::WebSocket {
        longwave_v1::close(CloseCode::Normal, "what is kept ends here")
    } else {
        packer.end_of_stream()
    }
}
