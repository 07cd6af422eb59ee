//! Streams from elsewhere, while a show relays one.
//!
//! In: what the schedule says, and what a server far away sends. Out: bytes for the thread that decodes them, as of
//! a DJ's program, and titles. Never: stands in anybody's way. While the stream cannot be had, the station plays on
//! by itself, and it is tried again, less and less often.

mod answer;
mod fetch;
mod icy;
mod remote;
mod schedule_follower;

#[cfg(any(test, fuzzing))]
pub(in crate::ingest) use icy::fuzz_icy;
use std::convert::Infallible;
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{Instant, sleep};

use super::pipe::{Inlet, pipe};
use crate::broadcast::events::{self, Change, Wrong};
use crate::model::SourceKind;
use crate::production::ProductionHandle;
use crate::schedule::Relayed;
use crate::source::live::{Buffer, Dj, Ending, Watch, play};
use crate::store::Store;
use fetch::FetchError;
use icy::Told;
use remote::Remote;
use schedule_follower::WantedRelay;

/// Pause between a failure and the next attempt; it doubles each time, up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// up to so long.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Length of a reception, in microseconds, from which on its end is no failure.
const GOOD_US: u64 = 20_000_000;
/// Time without audio after which a stream that still sends is given up.
const SOUNDLESS: Duration = Duration::from_secs(15);
/// A line is taken over by the next of the same key; there is one relay at a time.
const KEY: &str = "relay";

/// Relays on `station` what its shows in `store` say, until it is dropped.
pub async fn relay(station: ProductionHandle, store: Store) -> Infallible {
    let mut wanted = WantedRelay::new(station.slug(), store, station.broadcast().clock().clone());
    loop {
        let Some(relayed) = wanted.now().await else {
            wanted.wait().await;
            continue;
        };
        tokio::select! {
            never = receive_again_and_again(&station, &relayed) => match never {},
            () = wanted.other_than(&relayed) => {}
        }
        // What follows is faded in over the last of it.
        station.relay_inputs().kick();
    }
}

async fn receive_again_and_again(station: &ProductionHandle, relayed: &Relayed) -> Infallible {
    let (mut pause, mut attempt, mut known) = (FIRST_PAUSE, 0, String::new());
    loop {
        let began_us = station.broadcast().clock().now_us();
        let trouble = match receive(station, relayed, attempt).await {
            FetchError::Complete => {
                tracing::info!(
                    station = station.slug(),
                    show = relayed.show,
                    "what is relayed was heard to its end"
                );
                // A file is heard once in a show.
                return std::future::pending().await;
            }
            trouble => trouble.to_string(),
        };
        if station.broadcast().clock().now_us().saturating_sub(began_us) >= GOOD_US {
            (pause, known) = (FIRST_PAUSE, String::new());
        }
        let (slug, show, again_s) = (station.slug(), &relayed.show, pause.as_secs());
        if known == trouble {
            tracing::debug!(station = slug, show, again_s, "still nothing is relayed: {trouble}");
        } else {
            let address = relayed.address.as_str();
            tracing::warn!(station = slug, show, address, again_s, "nothing is relayed: {trouble}");
            let (name, what) = (Some(show.clone()), Wrong::Gone(trouble.clone()));
            station.broadcast().emit(Change::Trouble(events::Trouble {
                source: SourceKind::Relay,
                name,
                what,
            }));
            known = trouble;
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
        attempt += 1;
    }
}

/// Receives a stream to its end. Where a playlist names several, each attempt takes another.
async fn receive(station: &ProductionHandle, relayed: &Relayed, attempt: usize) -> FetchError {
    match fetch::open(&relayed.address, attempt).await {
        Ok(mut remote) => match LineReader::open(station, relayed, &remote) {
            Ok(mut line) => {
                let trouble = line.hear(&mut remote).await;
                line.finish(trouble).await
            }
            Err(trouble) => trouble,
        },
        Err(trouble) => trouble,
    }
}

/// A stream on its way to the air.
struct LineReader {
    inlet: Inlet,
    ended: oneshot::Receiver<Ending>,
    watch: Watch,
}

impl LineReader {
    fn open(station: &ProductionHandle, relayed: &Relayed, remote: &Remote) -> Result<Self, FetchError> {
        let dj = Dj { key: KEY.to_owned(), name: relayed.show.clone(), program: remote.server.clone() };
        let feed = station.relay_inputs().take(dj, Buffer::Remote).map_err(|_| FetchError::Failed)?;
        let watch = feed.watch();
        let (inlet, outlet) = pipe(watch.clone());
        let (tell, ended) = oneshot::channel();
        let media_type = remote.media_type.clone();
        let thread = thread::Builder::new().name(KEY.to_owned());
        let started = thread.spawn(move || {
            // Nobody listens any more where the show is over.
            drop(tell.send(play(feed, Box::new(outlet), &media_type)));
        });
        started.map_err(|_| FetchError::Failed)?;
        Ok(Self { inlet, ended, watch })
    }

    /// Lets what was sent be heard to its end; says what ended it.
    async fn finish(self, trouble: FetchError) -> FetchError {
        let Self { inlet, ended, watch } = self;
        drop(inlet);
        if matches!(trouble, FetchError::Ended(_) | FetchError::Failed) {
            return trouble;
        }
        let trouble = match ended.await {
            // What was wrong with the sound is nearer to the cause than how the connection ended.
            Ok(ending @ Ending::Sound(_)) => FetchError::Ended(ending),
            _ => trouble,
        };
        sleep(watch.unheard()).await;
        trouble
    }

    async fn hear(&mut self, remote: &mut Remote) -> FetchError {
        let (mut written, mut progress) = (0, Instant::now());
        loop {
            let told = tokio::select! {
                biased;
                ending = &mut self.ended => return ending.map_or(FetchError::Failed, FetchError::Ended),
                told = remote.next() => told,
            };
            match told {
                Ok(Told::Sound(sound)) => {
                    // Who waits for room is not silent: there is too much already.
                    let sent_at = Instant::now();
                    if !self.inlet.send(sound).await {
                        let ending = (&mut self.ended).await;
                        return ending.map_or(FetchError::Failed, FetchError::Ended);
                    }
                    progress += sent_at.elapsed();
                }
                Ok(Told::Title(title)) => drop(self.inlet.retitle(title).await),
                Err(trouble) => return trouble,
            }
            let now_written = self.watch.written();
            if now_written != written {
                (written, progress) = (now_written, Instant::now());
            } else if progress.elapsed() > SOUNDLESS {
                return FetchError::Soundless(SOUNDLESS.as_secs());
            }
        }
    }
}
