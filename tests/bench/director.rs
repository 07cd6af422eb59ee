//! What it costs to decide what plays next, in a library of 50,000 tracks.

use std::sync::Arc;
use std::time::{Duration, Instant};

use longwave::model::{Listed, TrackId};
use longwave::schedule::ProgrammeDirector;
use serde_json::{Value, json};

use crate::Extent;

const TRACKS: i64 = 50_000;
const PICKS: u64 = 1_000;
const TRACK_US: u64 = 180_000_000;
const BEGIN_US: u64 = 1_793_577_600_000_000;

/// Measures picks among many artists, and where all is by one, so that every track is looked at for each pick.
pub(crate) fn run(_: &Extent) -> Value {
    let many = measure("4,000 artists", 4_000);
    let one = measure("one artist", 1);
    json!({ "many_artists": many, "one_artist": one })
}

fn measure(name: &str, artists: i64) -> Value {
    let tracks: Arc<[Listed]> = (0..TRACKS).map(|number| track(number, artists)).collect();
    let mut director = ProgrammeDirector::seeded(1);
    let begin = Instant::now();
    director.stock(&tracks, BEGIN_US);
    let stock_ms = begin.elapsed().as_secs_f64() * 1_000.0;
    let begin = Instant::now();
    let relaxed = (0..PICKS).filter(|n| {
        let pick = director.next(BEGIN_US + n * TRACK_US);
        pick.is_some_and(|pick| pick.relaxed.is_some())
    });
    let relaxed = relaxed.count();
    let pick_us = begin.elapsed().as_secs_f64() * 1_000_000.0 / PICKS as f64;
    let begin = Instant::now();
    let planned = director.plan(BEGIN_US + PICKS * TRACK_US, 4).len();
    let plan_ms = begin.elapsed().as_secs_f64() * 1_000.0;
    println!(
        "director, {TRACKS} tracks, {name}: taken in {stock_ms:.1} ms, a pick {pick_us:.1} µs ({relaxed} of {PICKS} \
         relaxed), {planned} ahead {plan_ms:.1} ms"
    );
    json!({ "stock_ms": stock_ms, "pick_us": pick_us, "relaxed": relaxed, "plan_ms": plan_ms })
}

fn track(number: i64, artists: i64) -> Listed {
    Listed {
        artist: Some(format!("artist {}", number % artists)),
        album: Some(format!("album {}", number / 10)),
        duration: Some(Duration::from_micros(TRACK_US)),
        ..Listed::new(TrackId(number), format!("{number}.flac"), format!("song {number}"))
    }
}
