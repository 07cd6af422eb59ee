//! An hour of the shelf, played as fast as the machine can.

use std::fs::File;
use std::io::Write;
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use longwave::audio::BLOCK_US;
use longwave::clock::ManualClock;
use longwave::encode;
use longwave::format::{Cadence, Format, Framing, StreamAddress, TitleTransport};
use longwave::frame::{Codec, Frame};
use longwave::library::MusicLibrary;
use longwave::mix::Fallback;
use longwave::model::{BasePath, LiveSettings, NowPlaying, SourceKind};
use longwave::mount::{Delivery, Listener, ListenerFigures, Mount, MountConfig, Start};
use longwave::output::formats::OGG_OPUS;
use longwave::playout::{self, Playout, PlayoutObserver, SignOn};
use longwave::schedule::ProgrammeDirector;
use longwave::source::autodj::{
    self, Autodj, DeckPools, NextDeck, Planner, PlayQueue, loader, track_provider::LibraryTrackProvider,
};
use longwave::store::Store;

use crate::bounded;
use crate::running::shelf;

const HOUR_BLOCKS: u64 = 180_000;
/// It takes about a minute.
const MOST: Duration = Duration::from_mins(20);
/// From the block in which a title changes, a crossfade lasts so many blocks: 3 s, and what the limiter holds.
const CROSSFADE_BLOCKS: u64 = 152;
/// Two tracks at equal power can step further together than one alone, by the root of two.
const TOGETHER: f32 = 1.42;

/// Keeps the time of each title.
struct Titles(std::sync::mpsc::SyncSender<(u64, String)>);

impl PlayoutObserver for Titles {
    fn title(&self, now_playing: &NowPlaying) {
        self.0.send((now_playing.time_us, now_playing.title.clone())).expect("room for every title");
    }
    fn source(&self, kind: SourceKind) {
        assert_eq!(kind, SourceKind::Autodj, "music from the first block on");
    }
}

/// The rendition, its mount, and a listener that misses nothing.
fn rendition(
    encoder: Box<dyn encode::Encoder>,
    sign_on: SignOn,
    format: &'static Format,
) -> (playout::RenditionPipeline, Listener) {
    let rendition = encoder.rendition().clone();
    let (producer, mount) = Mount::new(MountConfig {
        station: "main".to_owned(),
        base_path: BasePath::default(),
        first_seq: sign_on.first_seq(&rendition),
        rendition,
        notifiers: Vec::new(),
        figures: ListenerFigures::default(),
    });
    let listener = mount.join(format, Cadence::Us(200_000), Start::LIVE).expect("a listener");
    (playout::RenditionPipeline::new(encoder, producer), listener)
}

/// Frames as number, time and samples.
struct Samples;

impl Framing for Samples {
    fn pack(&self, frames: &[Frame], _: Option<&NowPlaying>) -> bytes::Bytes {
        let packed = frames.iter().flat_map(|frame| {
            [&frame.seq.to_le_bytes()[..], &frame.time_us.to_le_bytes()[..], &frame.payload[..]].concat()
        });
        packed.collect::<Vec<u8>>().into()
    }
}

static SAMPLES: Format = Format {
    label: "samples",
    name: "Samples",
    address: StreamAddress::Extension("samples"),
    media_type: "application/octet-stream",
    codecs: &[Codec::PcmS16le],
    cadence: Cadence::Us(200_000),
    titles: TitleTransport::None,
    has_captions: false,
    is_audience: true,
    framing: |_| Box::new(Samples),
};

/// Checks numbers, times and steps of what the PCM rendition sends.
#[derive(Default)]
struct Ear {
    frames: u64,
    last: [f32; 2],
    /// The largest step from sample to sample in each block.
    steps: Vec<f32>,
}

impl Ear {
    fn hear(&mut self, listener: &mut Listener, sign_on: SignOn) {
        while let Delivery::Bytes(bytes) = listener.next() {
            for frame in bytes.chunks(16 + 3_840) {
                let number =
                    |at: usize| u64::from_le_bytes(frame[at..at + 8].try_into().expect("eight bytes"));
                assert_eq!(number(0), sign_on.time_us / BLOCK_US + self.frames, "no frame is missing");
                assert_eq!(number(8), sign_on.time_us + self.frames * BLOCK_US, "times are exact");
                self.frames += 1;
                let mut most = 0f32;
                for pair in frame[16..].chunks(4) {
                    let pair = [[pair[0], pair[1]], [pair[2], pair[3]]];
                    let pair = pair.map(|sample| f32::from(i16::from_le_bytes(sample)) / 32_768.0);
                    most = most.max((pair[0] - self.last[0]).abs()).max((pair[1] - self.last[1]).abs());
                    self.last = pair;
                }
                self.steps.push(most);
            }
        }
    }

    /// The largest step inside crossfades, and outside them, when titles changed at these times.
    fn largest_steps(&self, titles: &[(u64, String)], sign_on: SignOn) -> (f32, f32) {
        let mut crossfading = vec![false; self.steps.len()];
        for (time_us, _) in titles {
            let begin = ((time_us - sign_on.time_us) / BLOCK_US) as usize;
            let end = (begin + CROSSFADE_BLOCKS as usize).min(crossfading.len());
            crossfading[begin..end].fill(true);
        }
        let largest = |inside: bool| {
            let steps =
                self.steps.iter().zip(&crossfading).filter(|(_, crossfading)| **crossfading == inside);
            steps.map(|(step, _)| *step).fold(0f32, f32::max)
        };
        (largest(true), largest(false))
    }
}

#[test]
fn an_hour_of_the_shelf_has_no_dead_air_no_click_and_the_right_level() {
    let data = tempfile::tempdir().expect("a directory");
    let library = MusicLibrary::new(shelf());
    library.scan();
    let pieces = library.files().len();
    assert!(pieces >= 6, "the shelf has its pieces");
    let store = Store::open(data.path()).expect("a database");
    let config =
        autodj::AutodjConfig { patience: Duration::from_secs(20), ..autodj::AutodjConfig::default() };
    let standby = NextDeck::default();
    let autodj = Autodj::new(config, LiveSettings::default(), standby.clone());
    // What is planned goes by the hour that is played, which is over in a minute.
    let clock = Arc::new(ManualClock::at(1_700_000_000_000_000));
    let music = (library.clone(), store.clone(), "main");
    let planner = Planner::new(
        music,
        ProgrammeDirector::seeded(1),
        Arc::<ManualClock>::clone(&clock),
        PlayQueue::default(),
    );
    let records = LibraryTrackProvider::new(library, planner, store);
    loader::start(records, &standby, &DeckPools::new().expect("threads"), config.patience);

    let sign_on = SignOn::after(1_700_000_000_000_000);
    let (opus, mut ogg) = rendition(Box::new(encode::Opus::new(96).expect("an encoder")), sign_on, &OGG_OPUS);
    let (pcm, mut samples) = rendition(Box::new(encode::Pcm::new()), sign_on, &SAMPLES);
    let mix = Fallback::new(vec![Box::new(autodj)], LiveSettings::default());
    let figures = playout::PlayoutFigures::new();
    let (titles_in, titles) = sync_channel(1_000);
    let mut playout =
        Playout::new(mix, vec![opus, pcm], sign_on, figures.clone(), Box::new(Titles(titles_in)));

    let path = data.path().join("hour.opus");
    let mut file = File::create(&path).expect("a file");
    let mut ear = Ear::default();
    let started = Instant::now();
    for block in 0..HOUR_BLOCKS {
        playout.tick();
        clock.advance(Duration::from_micros(BLOCK_US));
        if block % 50 == 49 {
            while let Delivery::Bytes(page) = ogg.next() {
                file.write_all(&page).expect("room on the disk");
            }
            ear.hear(&mut samples, sign_on);
            // Without music it waits for some at each tick, and an hour would take weeks.
            assert!(started.elapsed() < MOST, "only {block} blocks in {MOST:?}");
        }
    }
    drop(playout);
    while let Delivery::Bytes(page) = ogg.next() {
        file.write_all(&page).expect("room on the disk");
    }
    ear.hear(&mut samples, sign_on);

    assert_eq!(ear.frames, HOUR_BLOCKS);
    assert!(figures.dead_air_seconds() == 0.0, "{} s of dead air", figures.dead_air_seconds());
    let titles: Vec<(u64, String)> = titles.try_iter().collect();
    let (inside, outside) = ear.largest_steps(&titles, sign_on);
    println!("largest step from sample to sample: {inside:.3} in crossfades, {outside:.3} elsewhere");
    assert!(inside <= outside * TOGETHER, "a click of {inside} in a crossfade");
    println!("{} titles", titles.len());
    for round in titles.chunks_exact(pieces) {
        let mut names: Vec<&str> = round.iter().map(|(_, name)| name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), pieces, "everything is played before anything is repeated: {round:?}");
    }

    let (loudness, peak) = ebur128(&path);
    println!("an hour of output: {loudness} LUFS, true peak {peak} dBTP");
    assert!((loudness - autodj::track_provider::LEVEL_LUFS).abs() <= 1.0, "{loudness} LUFS");
    assert!(peak <= -1.0, "{peak} dBTP");
}

/// Integrated loudness and true peak as ffmpeg measures them on the decoded stream.
fn ebur128(path: &std::path::Path) -> (f64, f64) {
    let output =
        bounded::output(Command::new("ffmpeg").args(["-hide_banner", "-nostats", "-i"]).arg(path).args([
            "-af",
            "ebur128=peak=true:framelog=verbose",
            "-f",
            "null",
            "-",
        ]));
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let summary = text.rsplit("Summary:").next().expect("a summary").to_owned();
    let figure = |name: &str| -> f64 {
        let line = summary.lines().find_map(|line| line.trim().strip_prefix(name));
        let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        number.unwrap_or_else(|| panic!("no {name} in {text}"))
    };
    (figure("I:"), figure("Peak:"))
}
