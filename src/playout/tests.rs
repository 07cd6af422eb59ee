use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;

use super::*;
use crate::audio::CHANNELS;
use crate::clock::ManualClock;
use crate::encode::{Encoder, Opus, Packets, Pcm};
use crate::format::{Cadence, Format, Framing, StreamAddress, TitleTransport};
use crate::frame::{Codec, Frame};
use crate::model::{LiveSettings, Title};
use crate::mount::{self, Delivery, Mount, MountConfig, Start};
use crate::source::Source;

/// Frames as `number@time`.
struct Stamps;

impl Framing for Stamps {
    fn pack(&self, frames: &[Frame], _: Option<&NowPlaying>) -> Bytes {
        let stamps: Vec<String> =
            frames.iter().map(|frame| format!("{}@{} ", frame.seq, frame.time_us)).collect();
        stamps.concat().into()
    }
    fn title(&self, now_playing: &NowPlaying) -> Option<Bytes> {
        Some(format!("{}@{} ", now_playing.title, now_playing.time_us).into())
    }
    fn end_of_stream(&self, _: u64) -> Bytes {
        Bytes::from_static(b"bye")
    }
}

static STAMPS: Format = Format {
    label: "stamps",
    name: "Stamps",
    address: StreamAddress::Extension("txt"),
    media_type: "text/plain",
    codecs: &[Codec::Opus, Codec::PcmS16le],
    cadence: Cadence::Us(40_000),
    titles: TitleTransport::Messages,
    has_captions: false,
    is_audience: true,
    framing: |_| Box::new(Stamps),
};

/// A tone that is there for a while and has a new title every `blocks_a_title` blocks.
struct Tone {
    blocks: u64,
    blocks_a_title: u64,
    title: Option<Arc<Title>>,
}

impl Source for Tone {
    fn kind(&self) -> SourceKind {
        SourceKind::Autodj
    }
    fn is_ready(&mut self) -> bool {
        self.blocks > 0
    }
    fn read(&mut self, block: &mut Block) {
        if self.blocks.is_multiple_of(self.blocks_a_title) {
            self.title = Some(Arc::new(Title::plain(SourceKind::Autodj, &format!("t{}", self.blocks))));
        }
        self.blocks -= 1;
        for (n, sample) in block.samples_mut().iter_mut().enumerate() {
            *sample = (n as f32 * 0.1).sin() * 0.3;
        }
    }
    fn title(&self) -> Option<Arc<Title>> {
        self.title.clone()
    }
}

#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl PlayoutObserver for Notes {
    fn title(&self, now_playing: &NowPlaying) {
        self.0.lock().unwrap().push(now_playing.title.clone());
    }
    fn source(&self, kind: SourceKind) {
        self.0.lock().unwrap().push(kind.to_string());
    }
}

struct Rig {
    playout: Playout,
    mount: Mount,
    figures: PlayoutFigures,
    notes: Notes,
}

fn rig(tone_blocks: u64, blocks_a_title: u64) -> Rig {
    let sign_on = SignOn::after(1_000_000 - 5);
    let renditions: Vec<Box<dyn Encoder>> = vec![Box::new(Opus::new(96).unwrap()), Box::new(Pcm::new())];
    let mut mounts = Vec::new();
    let mut sinks = Vec::new();
    for encoder in renditions {
        let rendition = encoder.rendition().clone();
        let config = MountConfig {
            station: "main".to_owned(),
            base_path: crate::model::BasePath::default(),
            first_seq: sign_on.first_seq(&rendition),
            rendition,
            notifiers: Vec::new(),
            figures: mount::ListenerFigures::default(),
        };
        let (producer, mount) = Mount::new(config);
        mounts.push(mount);
        sinks.push(RenditionPipeline::new(encoder, producer));
    }
    let tone = Tone { blocks: tone_blocks, blocks_a_title, title: None };
    let mix = Fallback::new(vec![Box::new(tone)], LiveSettings::default());
    let (figures, notes) = (PlayoutFigures::new(), Notes::default());
    let playout = Playout::new(mix, sinks, sign_on, figures.clone(), Box::new(notes.clone()));
    Rig { playout, mount: mounts.remove(0), figures, notes }
}

#[test]
fn titles_come_with_the_very_frame_they_describe() {
    let mut rig = rig(8, 4);
    let mut listener = rig.mount.join(&STAMPS, STAMPS.cadence, Start::LIVE).unwrap();
    for _ in 0..8 {
        rig.playout.tick();
    }
    let mut heard = String::new();
    while let Delivery::Bytes(bytes) = listener.next() {
        heard.push_str(std::str::from_utf8(&bytes).unwrap());
    }
    assert_eq!(
        heard,
        "t8@1000000 50@1000000 51@1020000 52@1040000 53@1060000 t4@1080000 54@1080000 55@1100000 \
         56@1120000 57@1140000 "
    );
    assert_eq!(*rig.notes.0.lock().unwrap(), ["autodj", "t8", "t4"]);
}

#[test]
fn dead_air_is_counted_on_what_was_encoded() {
    let rig = rig(100, 1_000);
    let _listener = rig.mount.join(&STAMPS, STAMPS.cadence, Start::LIVE).unwrap();
    check_dead_air(rig);
}

#[test]
fn dead_air_is_counted_while_the_encoder_rests() {
    let rig = rig(100, 1_000);
    let mount = rig.mount.clone();
    check_dead_air(rig);
    assert_eq!(mount.newest_us(), None);
}

fn check_dead_air(mut rig: Rig) {
    for _ in 0..100 {
        rig.playout.tick();
    }
    assert!(rig.figures.dead_air_seconds().abs() < 1e-9);
    assert_eq!(rig.figures.dead_air_now(), None);
    let levels = rig.figures.levels();
    // A tone of 0.3, and the other half of the decoder's ringing.
    assert!(levels.peaks_dbfs.iter().all(|peak| (-11.5..-9.5).contains(peak)), "{levels:?}");
    let all = [levels.momentary_lufs, levels.integrated_lufs];
    assert!(all.iter().all(|lufs| (-30.0..-5.0).contains(lufs)), "{levels:?}");
    assert!((all[0] - all[1]).abs() < 1.0, "a steady tone: {levels:?}");
    for _ in 0..100 {
        rig.playout.tick();
    }
    let seconds = rig.figures.dead_air_seconds();
    assert!((1.9..=2.0).contains(&seconds), "{seconds} s");
    assert!(rig.figures.dead_air_now().is_some_and(|now| (1.9..=2.0).contains(&now)));
}

#[test]
fn blocks_are_due_by_sign_on_and_what_cannot_be_caught_up_is_left_out() {
    let rig = rig(10_000, 10_000);
    let clock = ManualClock::at(900_000);
    let signing_off = AtomicBool::new(false);
    let wait_for = |frames: u64| {
        let waited = std::time::Duration::from_micros(200);
        let (asleep, condvar) = (Mutex::new(()), std::sync::Condvar::new());
        for _ in 0..100_000 {
            if rig.figures.frames() == frames {
                return;
            }
            drop(condvar.wait_timeout(asleep.lock().unwrap(), waited));
        }
        panic!("{} frames, not {frames}", rig.figures.frames());
    };
    std::thread::scope(|scope| {
        let playout = rig.playout;
        scope.spawn(|| playout.run(&clock, &signing_off));
        wait_for(0);
        clock.advance(Duration::from_millis(100));
        wait_for(1);
        clock.advance(Duration::from_millis(19));
        wait_for(1);
        clock.advance(Duration::from_millis(1));
        wait_for(2);
        assert_eq!(rig.figures.late(), 0);
        // A second late: all is caught up.
        clock.advance(Duration::from_secs(1));
        wait_for(52);
        // A minute: the first block is made, the rest of the minute is left out.
        clock.advance(Duration::from_mins(1));
        wait_for(53);
        assert!(rig.figures.late() > 2_900);
        clock.advance(Duration::from_millis(20));
        wait_for(54);
        signing_off.store(true, Ordering::Release);
        clock.advance(Duration::from_millis(20));
    });
    let mut listener = rig.mount.join(&STAMPS, STAMPS.cadence, Start::LIVE).unwrap();
    let mut last = Delivery::NotYet;
    while last != Delivery::OffAir {
        last = listener.next();
    }
}

/// An encoder of 1152 samples a frame, whose packets tell the first sample that they hold.
struct Longer {
    rendition: Rendition,
    waiting: Vec<f32>,
}

impl Encoder for Longer {
    fn rendition(&self) -> &Rendition {
        &self.rendition
    }
    fn encode(&mut self, samples: &[f32]) -> Packets {
        self.waiting.extend_from_slice(samples);
        let mut packets = Packets::default();
        let frame = self.rendition.samples_per_frame as usize * CHANNELS;
        while self.waiting.len() >= frame {
            packets.push(format!("{} ", self.waiting[0]).into());
            self.waiting.drain(..frame);
        }
        packets
    }
    fn restart(&mut self) {
        self.waiting.clear();
    }
}

/// A block whose samples are their places on the station's clock, from `sample` on.
fn counted(sample: u64) -> Block {
    let mut block = Block::silent();
    for (n, pair) in block.pairs_mut().enumerate() {
        *pair = [(sample + n as u64) as f32; CHANNELS];
    }
    block
}

fn longer() -> (RenditionPipeline, Mount) {
    let rendition = Rendition { samples_per_frame: 1_152, ..Rendition::new("longer", Codec::Opus, 0) };
    let (producer, mount) = Mount::new(MountConfig {
        station: "main".to_owned(),
        base_path: crate::model::BasePath::default(),
        rendition: rendition.clone(),
        first_seq: 1,
        notifiers: Vec::new(),
        figures: mount::ListenerFigures::default(),
    });
    (RenditionPipeline::new(Box::new(Longer { rendition, waiting: Vec::new() }), producer), mount)
}

/// Gives the pipeline the block with this number, and `spare` of those before it.
fn feed(pipeline: &mut RenditionPipeline, recent: &mut RecentBlocks, number: u64, mut spare: usize) {
    let sample = number * BLOCK as u64;
    pipeline.feed(&counted(sample), sample, recent, &mut spare, |_| ());
    recent.push(&counted(sample), sample);
}

/// Frames with their number and time, and the first sample in each.
fn received(subscriber: &mut mount::Subscriber) -> Vec<(u64, u64, String)> {
    let mut frames = Vec::new();
    loop {
        match subscriber.try_next() {
            mount::Received::Frame(frame) => {
                let first = String::from_utf8(frame.payload.to_vec()).unwrap().trim().to_owned();
                frames.push((frame.seq, frame.time_us, first));
            }
            mount::Received::Missed(_) | mount::Received::Title(_) => {}
            mount::Received::NotYet | mount::Received::EndOfStream => return frames,
        }
    }
}

#[test]
fn frames_of_any_length_hold_the_samples_that_their_number_says() {
    let ((mut pipeline, mount), mut recent) = (longer(), RecentBlocks::new());
    let mut subscriber = mount.subscribe();
    // It begins in the middle of a frame, and later two blocks are left out.
    let blocks = (3..9).chain(11..15);
    blocks.for_each(|block| feed(&mut pipeline, &mut recent, block, 0));
    let frames = received(&mut subscriber);
    for (seq, time_us, first) in &frames {
        assert_eq!((seq * 24_000, (seq * 1_152).to_string()), (*time_us, first.clone()));
    }
    let numbers: Vec<u64> = frames.iter().map(|(seq, ..)| *seq).collect();
    assert_eq!(numbers, [3, 4, 5, 6, 10, 11]);
}

#[test]
fn an_encoder_runs_while_somebody_wants_it_and_half_a_minute_more() {
    let ((mut pipeline, mount), mut recent) = (longer(), RecentBlocks::new());
    let mut numbers = 0..;
    let mut feed = |blocks: usize| {
        for number in numbers.by_ref().take(blocks) {
            feed(&mut pipeline, &mut recent, number, 16);
        }
    };
    feed(10);
    assert_eq!(mount.newest_us(), None, "nobody wants it");
    let mut listener = mount.join(&STAMPS, Cadence::Us(24_000), Start::burst(1_000_000)).unwrap();
    feed(3);
    assert!(matches!(listener.next(), Delivery::Bytes(_)), "it is heard within two frames");
    drop(listener);
    feed(1_498);
    assert!(mount.newest_us().is_some());
    feed(2);
    assert_eq!(mount.newest_us(), None, "30 s later it rests");
    let mut subscriber = mount.subscribe();
    feed(3);
    let frames = received(&mut subscriber);
    assert!(!frames.is_empty() && frames[0].2 == (frames[0].0 * 1_152).to_string(), "{frames:?}");
}

#[test]
fn an_encoder_begins_with_the_sound_that_is_on_air_already() {
    let ((mut pipeline, mount), mut recent) = (longer(), RecentBlocks::new());
    (0..200).for_each(|number| feed(&mut pipeline, &mut recent, number, 16));
    let mut subscriber = mount.subscribe_at(Start::burst(1_000_000));
    feed(&mut pipeline, &mut recent, 200, 16);
    // The first blocks of the past only: the tick must not take long.
    let begin = received(&mut subscriber);
    assert_eq!(begin.len(), 16 * BLOCK / 1_152, "{begin:?}");
    (201..206).for_each(|number| feed(&mut pipeline, &mut recent, number, 16));
    let frames = [begin, received(&mut subscriber)].concat();
    let first_us = 150 * BLOCK_US;
    assert!((first_us..first_us + 24_000).contains(&frames[0].1), "{:?}", frames[0]);
    assert!(frames.windows(2).all(|pair| pair[0].0 + 1 == pair[1].0), "none is missing: {frames:?}");
    let end_us = frames.last().unwrap().1 + 24_000;
    assert!((206 * BLOCK_US - 24_000..=206 * BLOCK_US).contains(&end_us), "up to now: {end_us}");

    // One that goes on from another server names the frame.
    drop(subscriber);
    (206..1_800).for_each(|number| feed(&mut pipeline, &mut recent, number, 16));
    assert_eq!(mount.newest_us(), None);
    let from = 1_770 * BLOCK as u64 / 1_152;
    let mut subscriber = mount.subscribe_at(Start::From(from));
    (1_800..1_806).for_each(|number| feed(&mut pipeline, &mut recent, number, 16));
    assert_eq!(received(&mut subscriber)[0].0, from);

    // Without a wish for the past it begins with the present.
    drop(subscriber);
    (1_806..3_400).for_each(|number| feed(&mut pipeline, &mut recent, number, 16));
    assert_eq!(mount.newest_us(), None);
    let mut subscriber = mount.subscribe();
    (3_400..3_403).for_each(|number| feed(&mut pipeline, &mut recent, number, 16));
    assert!(received(&mut subscriber)[0].1 >= 3_400 * BLOCK_US);
}
