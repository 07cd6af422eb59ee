use crate::audio::BLOCK_US;
use crate::clock::ManualClock;
use crate::format::Format;
use crate::format::fixture::RAW;
use crate::frame::Codec;
use crate::mix::Fallback;
use crate::model::{LiveSettings, NowPlaying, SourceKind};
use crate::mount::{Delivery, Listener, Start};
use crate::playout::{Playout, PlayoutFigures, PlayoutObserver};

use super::*;

/// The fixture, for every codec.
static ANY: Format = Format {
    label: "any",
    codecs: &[Codec::Opus, Codec::PcmS16le, Codec::PcmS16leMono16k, Codec::Mp3, Codec::Aac, Codec::HeAac],
    ..RAW
};

/// The renditions on demand of codecs that are features, as far as they were built.
const MP3: &str = if cfg!(feature = "mp3") { " mp3-128" } else { "" };
const AAC: &str = if cfg!(feature = "aac") { " aac-128 he-aac-64 he-aac-32" } else { "" };

struct Nobody;

impl PlayoutObserver for Nobody {
    fn title(&self, _: &NowPlaying) {}
    fn source(&self, _: SourceKind) {}
}

/// A station that makes nothing but silence, block by block.
struct Rig {
    mounts: Mounts,
    playout: Playout,
    now_us: u64,
}

fn rig() -> Rig {
    let sign_on = SignOn::after(1_000_000_000);
    let maker = Maker {
        slug: "main".to_owned(),
        base_path: crate::model::BasePath::default(),
        bells: Vec::new(),
        figures: mount::ListenerFigures::default(),
        first_frames: BTreeMap::default(),
    };
    let (mounts, work) =
        Mounts::open(&"opus-96 opus-32".parse().unwrap(), sign_on, maker, MountList::default()).unwrap();
    let mix = Fallback::new(Vec::new(), LiveSettings::default());
    let playout = Playout::new(mix, work.renditions, sign_on, PlayoutFigures::new(), Box::new(Nobody));
    Rig { mounts, playout: playout.changed_by(work.changes), now_us: sign_on.time_us }
}

impl Rig {
    fn offer(&self, names: &str) -> Result<bool, Error> {
        self.mounts.offer(&Renditions::named(names.split(' ')).unwrap(), &ManualClock::at(self.now_us))
    }

    fn play(&mut self, blocks: u64) {
        for _ in 0..blocks {
            self.playout.tick();
            self.now_us += BLOCK_US;
        }
    }

    fn names(&self) -> String {
        names(&self.mounts.list.offered())
    }

    /// Returns the mounts that are made, without those that formats bring along.
    fn made(&self) -> Vec<Mount> {
        let on_demand = self.mounts.list.on_demand();
        let is_quality = |mount: &Mount| !on_demand.iter().any(|other| other.is_same(mount));
        self.mounts.list.all().into_iter().filter(is_quality).collect()
    }

    fn join(&self, name: &str) -> Option<Listener> {
        let mount = self.mounts.list.find(|mount| mount.rendition().name == name)?;
        mount.join(&RAW, RAW.cadence, Start::LIVE)
    }
}

fn names(mounts: &[Mount]) -> String {
    let names: Vec<_> = mounts.iter().map(|mount| &*mount.rendition().name).collect();
    names.join(" ")
}

/// Returns the number of messages that it hears, the title that it begins with among them, and whether it goes on
/// after them.
fn heard(listener: &mut Listener) -> (usize, bool) {
    let mut messages = 0;
    loop {
        match listener.next() {
            Delivery::Bytes(_) => messages += 1,
            Delivery::Skipped(frames) => panic!("{frames} frames were skipped"),
            Delivery::NotYet => return (messages, true),
            Delivery::OffAir => return (messages, false),
        }
    }
}

#[test]
fn who_listens_loses_nothing_when_the_renditions_change() {
    let mut rig = rig();
    rig.play(10);
    let (mut kept, mut gone) = (rig.join("opus-32").unwrap(), rig.join("opus-96").unwrap());
    rig.play(10);
    assert!(rig.offer("opus-64 opus-32 opus-24").unwrap());
    assert_eq!(rig.names(), "opus-64 opus-32 opus-24");
    assert!(rig.join("opus-96").is_none(), "nobody new gets it");
    let mut new = rig.join("opus-64").unwrap();
    rig.play(100);
    assert_eq!((heard(&mut kept), heard(&mut gone)), ((111, true), (111, true)));
    assert_eq!(heard(&mut new), (101, true));
    let frame = |name: &str| {
        rig.mounts.list.find(|mount| mount.rendition().name == name).and_then(|it| it.newest_us())
    };
    assert_eq!(frame("opus-64"), frame("opus-32"), "they are of one time");
    assert_eq!(names(&rig.made()), "opus-64 opus-32 opus-24 opus-96");
}

#[test]
fn what_nobody_listens_to_any_more_is_not_made() {
    let mut rig = rig();
    let listener = rig.join("opus-96").unwrap();
    assert!(rig.offer("opus-64").unwrap());
    rig.play(5);
    assert_eq!(names(&rig.made()), "opus-64 opus-96", "nobody hears the other one");
    drop(listener);
    rig.play(1_600);
    assert_eq!(names(&rig.made()), "opus-64");
    assert!(rig.offer("opus-96 opus-64").unwrap(), "it may come back");
    rig.play(5);
    let mut listener = rig.join("opus-96").unwrap();
    rig.play(5);
    assert_eq!(heard(&mut listener), (6, true));
}

#[test]
fn what_formats_need_stays_on_demand_when_it_is_offered_no_more() {
    let mut rig = rig();
    let available =
        |rig: &Rig| names(&rig.mounts.list.available(|mount| mount.rendition().codec != Codec::Flac));
    let on_demand = "pcm-s16 pcm-16k opus-48 opus-160";
    assert_eq!(available(&rig), format!("opus-96 opus-32{MP3}{AAC} {on_demand}"));
    assert!(rig.offer("opus-48 pcm-s16 mp3-192").unwrap());
    rig.play(1);
    let own = if cfg!(feature = "mp3") { " mp3-192" } else { "" };
    assert_eq!(available(&rig), format!("opus-48 pcm-s16{own}{AAC} pcm-16k opus-160"), "of MP3 there is one");
    assert!(rig.offer("opus-96").unwrap());
    rig.play(1);
    assert_eq!(available(&rig), format!("opus-96{MP3}{AAC} {on_demand}"));
    for mount in rig.mounts.list.available(|mount| mount.rendition().codec != Codec::Flac) {
        let mut listener = mount.join(&ANY, ANY.cadence, Start::LIVE).unwrap();
        rig.play(20);
        assert!(heard(&mut listener).0 > 5, "{} is made", mount.rendition().name);
    }
}

#[test]
fn a_rendition_that_another_build_stored_is_left_out() {
    let mut rig = rig();
    assert!(rig.offer("opus-96 aac-192 he-aac-48 opus-32").unwrap());
    rig.play(1);
    let built = if cfg!(feature = "aac") { "opus-96 aac-192 he-aac-48 opus-32" } else { "opus-96 opus-32" };
    assert_eq!(rig.names(), built);
    assert!(!rig.offer("opus-96 aac-192 he-aac-48 opus-32").unwrap(), "it is the same again");
}

#[test]
fn a_station_that_offers_plain_samples_at_its_start_has_them_afterwards() {
    let sign_on = SignOn::after(1_000_000_000);
    let maker = Maker {
        slug: "main".to_owned(),
        base_path: crate::model::BasePath::default(),
        bells: Vec::new(),
        figures: mount::ListenerFigures::default(),
        first_frames: BTreeMap::default(),
    };
    let list = MountList::default();
    let qualities = "opus-96 pcm-s16".parse().unwrap();
    let (mounts, _work) = Mounts::open(&qualities, sign_on, maker, list.clone()).unwrap();
    assert!(mounts.offer(&Renditions::default(), &ManualClock::at(sign_on.time_us)).unwrap());
    let plain = list.available(|mount| mount.rendition().codec == Codec::PcmS16le);
    assert_eq!(names(&plain), "pcm-s16");
}

#[test]
fn of_those_taken_away_only_the_latest_are_made() {
    let mut rig = rig();
    let mut stay = Vec::new();
    for kbit_s in 16..48 {
        let name = format!("opus-{kbit_s}");
        assert!(rig.offer(&name).unwrap());
        stay.push(rig.join(&name).unwrap());
        rig.play(2);
    }
    let on: Vec<bool> = stay.iter_mut().map(|listener| heard(listener).1).collect();
    assert_eq!(on.iter().filter(|is_on| **is_on).count(), 13, "one is offered, and twelve were");
    assert!(on[19..].iter().all(|is_on| *is_on));
    assert_eq!(rig.made().len(), 13);
}

#[test]
fn a_change_waits_for_the_one_before_and_the_same_again_is_none() {
    let mut rig = rig();
    assert!(!rig.offer("opus-96 opus-32").unwrap());
    assert!(rig.offer("opus-64").unwrap());
    assert!(matches!(rig.offer("opus-32"), Err(Error::Busy)));
    assert_eq!(rig.names(), "opus-64");
    rig.play(1);
    assert!(rig.offer("opus-32").unwrap());
}
