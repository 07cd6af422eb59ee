use std::sync::mpsc::{SyncSender, sync_channel};

use prometheus_client::metrics::counter::Counter;

use super::*;
use crate::audio::Block;
use crate::broadcast::events::{Event, Heard, Reader};
use crate::broadcast::tests as broadcast;
use crate::clock::ManualClock;
use crate::encode::{Encoder, Opus, Pcm};
use crate::format::fixture::RAW;
use crate::mix::Fallback;
use crate::model::{LiveSettings, Origin, Queued, Title, TrackId, TrackKind};
use crate::mount::{Mount, Producer, Start};
use crate::playout::{Playout, PlayoutObserver as _, RenditionPipeline, SignOn};
use crate::production::mounts::Maker;
use crate::production::now_playing_writer::NowPlayingWriter;
use crate::source::Source as _;
use crate::source::autodj::Unwritten;
use crate::source::live::{self, Buffer, Dj, Live as LiveSource};

struct Rig {
    clock: Arc<ManualClock>,
    monitor: StationMonitor,
    reader: Reader,
    writer: NowPlayingWriter,
    live: LiveSource,
}

fn rig() -> Rig {
    let clock = Arc::new(ManualClock::at(600 * 1_000_000));
    let (live, dj_inputs) = live::open(Arc::<ManualClock>::clone(&clock), LiveSettings::default());
    let (_, relay_inputs) = live::open_relay(Arc::<ManualClock>::clone(&clock), LiveSettings::default());
    let broadcast = broadcast::silent("main", &clock);
    let reader = broadcast.events().read();
    let (wake, wake_ups) = sync_channel(1);
    let writer = writer(&broadcast, wake);
    let parts = MonitoredParts {
        broadcast,
        queue: PlayQueue::default(),
        dj_inputs,
        relay_inputs,
        figures: PlayoutFigures::new(),
    };
    let monitor = StationMonitor::new(parts, wake_ups);
    Rig { clock, monitor, reader, writer, live }
}

fn writer(broadcast: &Broadcast, monitor: SyncSender<()>) -> NowPlayingWriter {
    NowPlayingWriter {
        station: "main".to_owned(),
        titles: broadcast.titles().clone(),
        as_run: sync_channel(9).0,
        lost: Counter::default(),
        monitor,
        readers: Vec::new(),
    }
}

impl Rig {
    /// Lets the time of so many blocks pass for the DJ.
    fn play(&mut self, blocks: usize) {
        let mut block = Block::silent();
        for _ in 0..blocks {
            self.live.tick();
            if self.live.is_ready() {
                self.live.read(&mut block);
            }
        }
    }

    /// Returns the events that are sent after a look, in short.
    async fn sees(&mut self) -> String {
        self.monitor.look();
        // What ends the list.
        self.monitor.send_levels();
        let mut told = Vec::new();
        loop {
            match self.reader.next().await {
                Heard::Event(event) if matches!(event.what, Change::Levels(_)) => return told.join(", "),
                Heard::Event(event) => told.push(short(&event)),
                other => panic!("{other:?}"),
            }
        }
    }
}

fn short(event: &Event) -> String {
    match &event.what {
        Change::Now(now) => format!("now {}", now.title),
        Change::Live(live) => {
            let change = match &live.change {
                LiveChange::Ended(dj) => format!("{} left", dj.name),
                other => format!("{other:?}"),
            };
            let dj = live.dj.as_ref().map_or("nobody", |dj| &dj.name);
            format!("{change}: {dj} {:?}", live.waiting)
        }
        Change::Trouble(trouble) => format!("{} {:?}", trouble.what.name(), trouble.name),
        other => format!("{other:?}"),
    }
}

/// A mount whose listeners are counted.
fn mount(encoder: &dyn Encoder, rig: &Rig) -> (Producer, Mount) {
    let figures = rig.monitor.parts.broadcast.listeners().clone();
    Maker {
        slug: "main".to_owned(),
        base_path: crate::model::BasePath::default(),
        bells: Vec::new(),
        figures,
        first_frames: std::collections::BTreeMap::default(),
    }
    .mount(encoder, SignOn::after(0))
}

fn dj(name: &str) -> Dj {
    Dj { key: name.to_owned(), name: name.to_owned(), program: None }
}

#[actix_web::test]
async fn a_title_is_told_once_and_wake_ups() {
    let mut rig = rig();
    assert_eq!(rig.sees().await, "");
    let title = NowPlaying { time_us: 1, what: Arc::new(Title::plain(SourceKind::Autodj, "Tides")) };
    rig.writer.title(&title);
    rig.writer.title(&title);
    assert_eq!(rig.monitor.wake_ups.try_iter().count(), 1, "once is enough");
    assert_eq!(rig.sees().await, "now Tides");
    assert_eq!(rig.sees().await, "");
    // The same title again is another play.
    rig.writer.title(&NowPlaying { time_us: 2, ..title });
    assert_eq!(rig.sees().await, "now Tides");
}

#[actix_web::test]
async fn djs_come_and_are_heard_and_go() {
    let mut rig = rig();
    let mut feed = rig.monitor.parts.dj_inputs.take(dj("ada"), Buffer::Studio).unwrap();
    assert_eq!(rig.sees().await, "Began: ada []");
    feed.push(&vec![0.3; 48_000]).unwrap();
    rig.play(20);
    assert_eq!(rig.sees().await, "Heard: ada []");
    assert_eq!(rig.sees().await, "");
    rig.play(100);
    assert_eq!(rig.sees().await, "Unheard: ada [], late Some(\"ada\")");
    drop(feed);
    assert_eq!(rig.sees().await, "ada left: nobody []");
}

#[actix_web::test]
async fn listeners_are_told_once_a_second_and_remembered_by_the_minute() {
    let mut rig = rig();
    let (_producer, mount) = mount(&Pcm::new(), &rig);
    let enter = |_: &Rig| mount.join(&RAW, RAW.cadence, Start::LIVE).unwrap();
    let first = enter(&rig);
    assert_eq!(rig.sees().await, "Listeners(Listeners { now: 1, most: 1 })");
    let second = enter(&rig);
    assert_eq!(rig.sees().await, "", "not twice in a second");
    drop((first, second));
    rig.clock.advance(Duration::from_secs(1));
    assert_eq!(rig.sees().await, "Listeners(Listeners { now: 0, most: 1 })");
    for _ in 0..70 {
        rig.clock.advance(Duration::from_mins(1));
        rig.sees().await;
    }
    let minutes = rig.monitor.parts.broadcast.minutes();
    assert_eq!((minutes.len(), minutes[60].from_us), (61, (600 + 70 * 60) * 1_000_000));
    assert!(minutes.iter().all(|minute| minute.most == 0));
}

#[actix_web::test]
async fn changes_of_the_queue_are_told() {
    let mut rig = rig();
    rig.monitor.parts.queue.take_over(Vec::new(), &Unwritten::default());
    assert_eq!(rig.sees().await, "", "nothing has changed");
    let entry = Queued {
        number: 1,
        track: TrackId(1),
        path: "a".into(),
        title: "a".to_owned(),
        origin: Origin::Plan,
        why: None,
        kind: TrackKind::Music,
        over_intro: false,
        crossfade: None,
        voice: None,
    };
    rig.monitor.parts.queue.append(entry);
    assert_eq!(rig.sees().await, "Queue");
    rig.monitor.parts.queue.remove(2);
    assert_eq!(rig.sees().await, "Queue");
}

#[actix_web::test]
async fn dead_air_is_told_when_it_begins() {
    let mut rig = rig();
    let encoder: Box<dyn Encoder> = Box::new(Opus::new(96).unwrap());
    let (producer, _mount) = mount(&*encoder, &rig);
    let renditions = vec![RenditionPipeline::new(encoder, producer)];
    let mix = Fallback::new(Vec::new(), LiveSettings::default());
    let figures = rig.monitor.parts.figures.clone();
    // Its titles go elsewhere, so that only what is heard is told.
    let observer = writer(&broadcast::silent("main", &rig.clock), sync_channel(1).0);
    let mut playout = Playout::new(mix, renditions, SignOn::after(0), figures, Box::new(observer));
    (0..24).for_each(|_| playout.tick());
    assert_eq!(rig.sees().await, "", "a pause is no dead air yet");
    (0..6).for_each(|_| playout.tick());
    assert_eq!(rig.sees().await, "DeadAirBegan");
    assert_eq!(rig.sees().await, "");
}

#[actix_web::test]
async fn a_sign_off_ends_it() {
    let rig = rig();
    let Rig { mut monitor, mut reader, writer, .. } = rig;
    drop(writer);
    assert_eq!(monitor.work(), NextTurn::Never);
    assert_eq!(reader.next().await, Heard::SignedOff);
}
