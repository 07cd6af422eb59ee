//! Streams from elsewhere, while a show relays one.
//!
//! In: what the schedule says, and what a server far away sends. Out: bytes for the thread that decodes them, as of
//! a DJ's program, and titles. Never: stands in anybody's way. While the stream cannot be had, the station plays on
//! by itself, and it is tried again, less and less often.

mod answer;
mod fetch;
mod icy;
mod remote;
mod wanted;

use std::convert::Infallible;
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::sleep;

use super::pipe::{Inlet, pipe};
use crate::schedule::Relayed;
use crate::source::live::{Buffer, Dj, Ending, Watch, play};
use crate::station::Station;
use crate::store::Store;
use fetch::Trouble;
use icy::Told;
use remote::Remote;
use wanted::Wanted;

/// How long after a failure it is tried again: twice as long each time,
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// up to so long.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// What was received for so long, in microseconds, was no failure.
const GOOD_US: u64 = 20_000_000;
/// A line is taken over by the next of the same key; there is one relay at a time.
const KEY: &str = "relay";

/// Relays on `station` what its shows in `store` say, until it is dropped.
pub async fn relay(station: Station, store: Store) -> Infallible {
    let mut wanted = Wanted::new(station.slug(), store, station.clock().clone());
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
        station.relay_lines().kick();
    }
}

async fn receive_again_and_again(station: &Station, relayed: &Relayed) -> Infallible {
    let (mut pause, mut attempt, mut known) = (FIRST_PAUSE, 0, String::new());
    loop {
        let began_us = station.clock().now_us();
        let trouble = receive(station, relayed, attempt).await.to_string();
        if station.clock().now_us().saturating_sub(began_us) >= GOOD_US {
            (pause, known) = (FIRST_PAUSE, String::new());
        }
        let (slug, show, again_s) = (station.slug(), &relayed.show, pause.as_secs());
        if known == trouble {
            tracing::debug!(station = slug, show, again_s, "still nothing is relayed: {trouble}");
        } else {
            let address = relayed.address.as_str();
            tracing::warn!(station = slug, show, address, again_s, "nothing is relayed: {trouble}");
            known = trouble;
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
        attempt += 1;
    }
}

/// Receives a stream to its end. Where a playlist names several, each attempt takes another.
async fn receive(station: &Station, relayed: &Relayed, attempt: usize) -> Trouble {
    match fetch::open(&relayed.address, attempt).await {
        Ok(mut remote) => match Line::open(station, relayed, &remote) {
            Ok(mut line) => line.hear(&mut remote).await,
            Err(trouble) => trouble,
        },
        Err(trouble) => trouble,
    }
}

/// A stream on its way to the air. Dropped, what was sent is heard to its end.
struct Line {
    inlet: Inlet,
    ended: oneshot::Receiver<Ending>,
    watch: Watch,
}

impl Line {
    fn open(station: &Station, relayed: &Relayed, remote: &Remote) -> Result<Self, Trouble> {
        let dj = Dj { key: KEY.to_owned(), name: relayed.show.clone(), program: remote.server.clone() };
        let feed = station.relay_lines().take(dj, Buffer::Remote).map_err(|_| Trouble::Failed)?;
        let watch = feed.watch();
        let (inlet, outlet) = pipe();
        let (tell, ended) = oneshot::channel();
        let media_type = remote.media_type.clone();
        let thread = thread::Builder::new().name(KEY.to_owned());
        let started = thread.spawn(move || {
            // Nobody listens any more where the show is over.
            drop(tell.send(play(feed, Box::new(outlet), &media_type)));
        });
        started.map_err(|_| Trouble::Failed)?;
        Ok(Self { inlet, ended, watch })
    }

    async fn hear(&mut self, remote: &mut Remote) -> Trouble {
        loop {
            let told = tokio::select! {
                biased;
                ending = &mut self.ended => return ending.map_or(Trouble::Failed, Trouble::Ended),
                told = remote.next() => told,
            };
            match told {
                Ok(Told::Sound(sound)) => {
                    if !self.inlet.send(sound).await {
                        let ending = (&mut self.ended).await;
                        return ending.map_or(Trouble::Failed, Trouble::Ended);
                    }
                }
                // Told at most a moment early: what is before it in the pipe is decoded at once.
                Ok(Told::Title(title)) => self.watch.retitle(title),
                Err(trouble) => return trouble,
            }
        }
    }
}
