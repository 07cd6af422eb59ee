use std::sync::mpsc::sync_channel;

use super::*;
use crate::audio::Block;
use crate::clock::ManualClock;
use crate::encode::{Encoder, Opus, Pcm};
use crate::format::fixture::RAW;
use crate::mix::Fallback;
use crate::model::{LiveSettings, Origin, Queued, Title, TrackId};
use crate::mount::{Mount, Producer, Start};
use crate::playout::{Playout, PlayoutObserver as _, SignOn};
use crate::source::Source as _;
use crate::source::autodj::Unwritten;
use crate::source::live::{self, Buffer, Dj, Live as LiveSource};
use crate::station::events::{Event, Heard, Reader};
use crate::station::mounts::Maker;
use crate::station::now_playing_log::NowPlayingLogWriter;

struct Rig {
    clock: Arc<ManualClock>,
    lookout: StationMonitor,
    reader: Reader,
    keeper: NowPlayingLogWriter,
    live: LiveSource,
    nudges: Receiver<()>,
}

fn rig() -> Rig {
    let clock = Arc::new(ManualClock::at(600 * 1_000_000));
    let (live, lines) = live::open(Arc::<ManualClock>::clone(&clock), LiveSettings::default());
    let (_, relay_lines) = live::open_relay(Arc::<ManualClock>::clone(&clock), LiveSettings::default());
    let log = NowPlayingLog::after(Vec::new());
    let view = View {
        log: log.clone(),
        queue: PlayQueue::default(),
        dj_inputs: lines,
        relay_inputs: relay_lines,
        figures: playout::PlayoutFigures::new(),
        listeners: mount::ListenerFigures::default(),
    };
    let events = Events::default();
    let reader = events.read();
    let (nudge, nudges) = sync_channel(1);
    let keeper = NowPlayingLogWriter::new("main", log, (sync_channel(9).0, nudge));
    let lookout = StationMonitor::new(view, Arc::<ManualClock>::clone(&clock), events, Minutes::default());
    Rig { clock, lookout, reader, keeper, live, nudges }
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

    /// What is told when it is looked, in short.
    async fn sees(&mut self) -> String {
        self.lookout.look();
        // What ends the list.
        self.lookout.look_at_levels();
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
    let figures = rig.lookout.view.listeners.clone();
    Maker { slug: "main".to_owned(), bells: Vec::new(), figures }.mount(encoder, SignOn::after(0))
}

fn dj(name: &str) -> Dj {
    Dj { key: name.to_owned(), name: name.to_owned(), program: None }
}

#[actix_web::test]
async fn a_title_is_told_once_and_nudges() {
    let mut rig = rig();
    assert_eq!(rig.sees().await, "");
    let title = NowPlaying { time_us: 1, what: Arc::new(Title::plain(SourceKind::Autodj, "Tides")) };
    rig.keeper.title(&title);
    rig.keeper.title(&title);
    assert_eq!(rig.nudges.try_iter().count(), 1, "once is enough");
    assert_eq!(rig.sees().await, "now Tides");
    assert_eq!(rig.sees().await, "");
    // The same title again is another play.
    rig.keeper.title(&NowPlaying { time_us: 2, ..title });
    assert_eq!(rig.sees().await, "now Tides");
}

#[actix_web::test]
async fn djs_come_and_are_heard_and_go() {
    let mut rig = rig();
    let mut feed = rig.lookout.view.dj_inputs.take(dj("ada"), Buffer::Studio).unwrap();
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
    let minutes = rig.lookout.minutes.all();
    assert_eq!((minutes.len(), minutes[60].from_us), (61, (600 + 70 * 60) * 1_000_000));
    assert!(minutes.iter().all(|minute| minute.most == 0));
}

#[actix_web::test]
async fn changes_of_the_queue_are_told() {
    let mut rig = rig();
    rig.lookout.view.queue.take_over(Vec::new(), &Unwritten::default());
    assert_eq!(rig.sees().await, "", "nothing has changed");
    let entry = Queued {
        number: 1,
        track: TrackId(1),
        path: "a".into(),
        title: "a".to_owned(),
        origin: Origin::Plan,
        why: None,
        is_jingle: false,
        over_intro: false,
        crossfade: None,
    };
    rig.lookout.view.queue.append(entry);
    assert_eq!(rig.sees().await, "Queue");
    rig.lookout.view.queue.remove(2);
    assert_eq!(rig.sees().await, "Queue");
}

#[actix_web::test]
async fn dead_air_is_told_when_it_begins() {
    let mut rig = rig();
    let encoder: Box<dyn Encoder> = Box::new(Opus::new(96).unwrap());
    let (producer, _mount) = mount(&*encoder, &rig);
    let renditions = vec![playout::RenditionPipeline::new(encoder, producer)];
    let mix = Fallback::new(Vec::new(), LiveSettings::default());
    let figures = rig.lookout.view.figures.clone();
    let (nudge, _) = sync_channel(1);
    let witness =
        NowPlayingLogWriter::new("main", NowPlayingLog::after(Vec::new()), (sync_channel(9).0, nudge));
    let mut playout = Playout::new(mix, renditions, SignOn::after(0), figures, Box::new(witness));
    (0..24).for_each(|_| playout.tick());
    assert_eq!(rig.sees().await, "", "a pause is none yet");
    (0..6).for_each(|_| playout.tick());
    assert_eq!(rig.sees().await, "DeadAirBegan");
    assert_eq!(rig.sees().await, "");
}

#[actix_web::test]
async fn a_sign_off_ends_it() {
    let rig = rig();
    let Rig { lookout, mut reader, keeper, nudges, .. } = rig;
    drop(keeper);
    lookout.run(&nudges);
    assert_eq!(reader.next().await, Heard::SignedOff);
}
