//! Streams that are cut by bytes, as ICY metadata wants it.

use super::*;

/// Frames of 24 ms and three bytes, `a0a`, `b1b` and so on; chunks of eight bytes with the title behind them.
struct Chunks;

impl Framing for Chunks {
    fn pack(&self, frames: &[Frame], _: Option<&NowPlaying>) -> Bytes {
        frames.iter().flat_map(|frame| frame.payload.clone()).collect()
    }
    fn chunk(&self, sound: Bytes, title: Option<&NowPlaying>) -> Bytes {
        assert_eq!(sound.len(), SIZE, "a chunk is never more or less");
        let title = title.map_or("", |title| &title.title);
        [&sound[..], format!("<{title}>").as_bytes()].concat().into()
    }
}

const SIZE: usize = 8;

static CHUNKS: Format = Format {
    label: "chunks",
    name: "Chunks",
    address: StreamAddress::Extension("txt"),
    media_type: "text/plain",
    codecs: &[Codec::Opus],
    cadence: Cadence::Us(100_000),
    titles: TitleTransport::Icy(SIZE),
    has_captions: false,
    is_audience: true,
    framing: |_| Box::new(Chunks),
};

fn chunked() -> (Producer, Mount) {
    let rendition = Rendition { samples_per_frame: 1_152, ..Rendition::new("chunks", Codec::Opus, 0) };
    Mount::new(MountConfig {
        station: "main".to_owned(),
        base_path: crate::model::BasePath::default(),
        rendition,
        first_seq: 0,
        notifiers: Vec::new(),
        figures: ListenerFigures::default(),
    })
}

fn join_chunks(mount: &Mount, start: Start) -> Listener {
    mount.join(&CHUNKS, Cadence::Bytes(SIZE), start).expect("the rendition fits into the format")
}

fn publish_letters(producer: &mut Producer, numbers: std::ops::Range<u64>) {
    for seq in numbers {
        let letter = char::from(b'a' + (seq % 26) as u8);
        let payload = format!("{letter}{}{letter}", seq % 10).into();
        producer.publish(Frame { seq, time_us: seq * 24_000, payload });
    }
}

fn title(producer: &mut Producer, seq: u64, title: &str) {
    let what = Arc::new(Title::plain(SourceKind::Autodj, title));
    producer.announce(&NowPlaying { time_us: seq * 24_000, what });
}

#[test]
fn each_chunk_has_its_bytes_and_one_title() {
    let (mut producer, mount) = chunked();
    title(&mut producer, 0, "one");
    let mut listener = join_chunks(&mount, Start::LIVE);
    publish_letters(&mut producer, 0..5);
    title(&mut producer, 5, "two");
    publish_letters(&mut producer, 5..8);
    assert_eq!(hear(&mut listener), "a0ab1bc2<one> cd3de4ef<two> 5fg6gh7h<two>");
}

#[test]
fn joiners_begin_at_a_chunk_and_the_slow_jump_to_one() {
    let (mut producer, mount) = chunked();
    title(&mut producer, 0, "one");
    publish_letters(&mut producer, 0..8);
    let mut listener = join_chunks(&mount, Start::burst(3 * 24_000));
    // Frame 4 is the third before the last, and ends in the second chunk.
    let mut early = join_chunks(&mount, Start::From(4));
    assert_eq!(hear(&mut early), "cd3de4ef<one> 5fg6gh7h<one>");
    assert_eq!(hear(&mut listener), "5fg6gh7h<one>");
    publish_letters(&mut producer, 8..16);
    listener.jump();
    assert_eq!(hear(&mut listener), "skip5 3no4op5p<one>");
    publish_letters(&mut producer, 16..2_000);
    publish_letters(&mut producer, 2_000..2_008);
    let heard = hear(&mut listener);
    assert!(heard.starts_with("skip") && heard.ends_with("<one>"), "{heard}");
    assert_eq!(heard.split(' ').nth(1).map(|chunk| chunk.len() - "<one>".len()), Some(SIZE));
}

#[test]
fn what_is_left_at_the_end_is_sent_without_a_title() {
    let (mut producer, mount) = chunked();
    publish_letters(&mut producer, 0..4);
    let mut listener = join_chunks(&mount, Start::burst(1_000_000));
    producer.sign_off();
    assert_eq!(hear(&mut listener), "a0ab1bc2<> cd3d off");
}

#[test]
fn a_burst_has_at_least_the_bytes_that_are_asked_for() {
    let (mut producer, mount) = chunked();
    publish_letters(&mut producer, 0..100);
    let first = |us, bytes| {
        let state = mount.inner.lock();
        state.first_of(Start::Burst { us, bytes }, 100, mount.rendition())
    };
    assert_eq!((first(0, 0), first(48_000, 0), first(0, 7), first(48_000, 7)), (100, 98, 97, 97));
    assert_eq!(first(0, 1_000_000), 0, "as far as there is any");
}

/// The same for a container that has what was begun in its header.
struct Begun;

impl Framing for Begun {
    fn header_before(&self, begun: &Bytes) -> Bytes {
        [&b"("[..], &begun[..], &b") "[..]].concat().into()
    }
    fn pack(&self, frames: &[Frame], title: Option<&NowPlaying>) -> Bytes {
        Chunks.pack(frames, title)
    }
    fn chunk(&self, sound: Bytes, title: Option<&NowPlaying>) -> Bytes {
        Chunks.chunk(sound, title)
    }
}

static BEGUN: Format = Format { label: "begun", framing: |_| Box::new(Begun), ..CHUNKS };

#[test]
fn a_joiner_is_given_what_the_chunks_before_have_of_the_first_frame() {
    let (mut producer, mount) = chunked();
    publish_letters(&mut producer, 0..1);
    let join = |burst: u64| {
        let start = Start::burst(burst * 24_000);
        mount.join(&BEGUN, Cadence::Bytes(SIZE), start).expect("the rendition fits into the format")
    };
    let mut first = join(0);
    publish_letters(&mut producer, 1..8);
    let (mut at_edge, mut before) = (join(0), join(4));
    publish_letters(&mut producer, 8..11);
    assert_eq!(hear(&mut first), "() a0ab1bc2<> cd3de4ef<> 5fg6gh7h<> i8ij9jk0<>");
    assert_eq!(hear(&mut at_edge), "() i8ij9jk0<>", "the chunk before ended with a frame");
    assert_eq!(hear(&mut before), "(c2) cd3de4ef<> 5fg6gh7h<> i8ij9jk0<>");
    publish_letters(&mut producer, 11..12);
    assert_eq!(hear(&mut join(0)), "(k0)");
}
