//! Lanes over real sockets, without threads; transmitters as threads.

mod encrypted;
mod suspension;

use std::io::{ErrorKind, Read};
use std::net::TcpListener;

use actix_http::ws::CloseCode;
use socket2::SockRef;

use super::*;
use crate::clock::{ManualClock, SystemClock};
use crate::container::longwave_v1;
use crate::format::{Cadence, Format, Framing, StreamAddress, TitleTransport};
use crate::frame::{Codec, Frame, Rendition};
use crate::model::{ClientInfo, NowPlaying, Player};
use crate::mount::{ListenerFigures, ListenerLabels, Mount, MountConfig, Producer, Start};
use crate::output::listener_registry::ListenerRegistry;
use crate::sys::vanish;

/// Bytes of a message: its number, over and over.
const MESSAGE: usize = 8 * 2_048;
/// Longest time that the system may take for data in transit, in microseconds.
const PATIENCE_US: u64 = 10_000_000;

/// Messages of one frame, of a length that is always the same.
struct Numbers;

impl Framing for Numbers {
    fn pack(&self, frames: &[Frame], _: Option<&NowPlaying>) -> Bytes {
        frames[0].seq.to_be_bytes().repeat(MESSAGE / 8).into()
    }
    fn disconnection(&self, _: Option<u64>) -> Bytes {
        longwave_v1::close(CloseCode::Policy, "")
    }
}

static NUMBERS: Format = Format {
    label: "ws",
    name: "Numbers",
    address: StreamAddress::WebSocket,
    media_type: "text/plain",
    codecs: &[Codec::Opus],
    cadence: Cadence::Us(20_000),
    titles: TitleTransport::None,
    has_captions: false,
    is_audience: true,
    framing: |_| Box::new(Numbers),
};

struct Air {
    producer: Producer,
    mount: Mount,
    figures: ListenerFigures,
    next: u64,
}

impl Air {
    fn new() -> Self {
        Self::ringing(Vec::new())
    }

    fn ringing(notifiers: Vec<Arc<dyn Notifier>>) -> Self {
        let figures = ListenerFigures::default();
        let (producer, mount) = Mount::new(MountConfig {
            station: "main".to_owned(),
            base_path: crate::model::BasePath::default(),
            rendition: Rendition::new("numbers", Codec::Opus, 0),
            first_seq: 0,
            notifiers,
            figures: figures.clone(),
        });
        Self { producer, mount, figures, next: 0 }
    }

    fn publish(&mut self, messages: u64) {
        for seq in self.next..self.next + messages {
            self.producer.publish(Frame { seq, time_us: seq, payload: Bytes::new() });
        }
        self.next += messages;
    }

    /// A listener and the other end of its socket, with as little between them as the system allows.
    fn join(&self, start: Start) -> (NewConnection, TcpStream) {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        SockRef::from(&server).set_send_buffer_size(1).unwrap();
        let client = TcpStream::connect(server.local_addr().unwrap()).unwrap();
        let (stream, _) = server.accept().unwrap();
        stream.set_nonblocking(true).unwrap();
        client.set_nonblocking(true).unwrap();
        let listener = self.mount.join(&NUMBERS, NUMBERS.cadence, start).unwrap();
        let (greeting, unread) = (Bytes::new(), Bytes::new());
        (NewConnection { stream, greeting, unread, listener, records: None }, client)
    }
}

/// A lane that is impatient.
fn lane_of(arrival: NewConnection, clock: &dyn Clock) -> RingGroup {
    let connection = Connection::new(arrival, clock);
    let mut lane = RingGroup::new(connection.listener().feed(), Duration::from_millis(500));
    assert_eq!(lane.put(connection, clock).gone, 0);
    lane
}

/// Batches with and without the system's support for writing to many sockets at once.
const EITHER_WAY: [fn() -> SendBatch; 2] = [SendBatch::open, SendBatch::without_ring];

/// Sends the first so many messages, at 16 kB more than both ends of the connection hold.
fn fill(air: &mut Air, lane: &mut RingGroup, batch: &mut SendBatch, messages: u64) {
    let mut count = Count::default();
    while air.next < messages {
        air.publish(1);
        count = lane.deliver(batch, 0, &ManualClock::at(0));
    }
    assert!(count.full > 0 && count.gone == 0 && count.leaving == 0, "{count:?}");
}

/// Reads up to the message `last`, saying each time there is nothing to be read that the socket has room.
/// What was heard, as runs of consecutive numbers, each up to before its end.
fn hear(client: &mut impl Read, lane: &mut RingGroup, last: u64) -> Vec<(u64, u64)> {
    let clock = SystemClock::start();
    let until_us = clock.now_us() + PATIENCE_US;
    let (mut bytes, mut piece) = (Vec::new(), vec![0; MESSAGE]);
    while !(bytes.len() % MESSAGE == 0 && bytes.ends_with(&last.to_be_bytes())) {
        assert!(clock.now_us() < until_us, "only {} bytes came", bytes.len());
        match client.read(&mut piece) {
            Ok(0) => panic!("the connection was closed"),
            Ok(count) => bytes.extend_from_slice(&piece[..count]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                lane.hear(0, SocketNews { has_room: true, has_words: false }, &clock);
            }
            Err(error) => panic!("{error}"),
        }
    }
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for message in bytes.chunks(MESSAGE) {
        assert!(message.chunks(8).all(|number| number == &message[..8]), "messages are whole");
        let number = u64::from_be_bytes(message[..8].try_into().unwrap());
        match runs.last_mut() {
            Some((_, end)) if *end == number => *end += 1,
            _ => runs.push((number, number + 1)),
        }
    }
    runs
}

#[test]
fn who_was_full_gets_its_message_whole_and_is_then_at_the_live_edge() {
    for mut batch in EITHER_WAY.map(|batch| batch()) {
        let (mut air, clock) = (Air::new(), ManualClock::at(0));
        let (arrival, mut client) = air.join(Start::LIVE);
        let mut lane = lane_of(arrival, &clock);
        fill(&mut air, &mut lane, &mut batch, 500);
        let runs = hear(&mut client, &mut lane, 499);
        let [(0, taken), (499, 500)] = runs[..] else { panic!("one gap: {runs:?}") };
        assert_eq!(air.figures.skipped("ws"), 499 - taken);
        air.publish(1);
        lane.deliver(&mut batch, 0, &clock);
        assert_eq!(hear(&mut client, &mut lane, 500), [(500, 501)], "and goes on from there");
    }
}

#[test]
fn a_burst_that_does_not_fit_is_sent_whole() {
    for mut batch in EITHER_WAY.map(|batch| batch()) {
        let (mut air, clock) = (Air::new(), ManualClock::at(0));
        air.publish(500);
        let (arrival, mut client) = air.join(Start::burst(500 * 20_000));
        let mut lane = lane_of(arrival, &clock);
        air.publish(3);
        lane.deliver(&mut batch, 0, &clock);
        assert_eq!(hear(&mut client, &mut lane, 502), [(0, 503)]);
    }
}

#[test]
fn who_vanished_is_dropped_and_who_stopped_reading_is_not() {
    let (mut air, clock) = (Air::new(), SystemClock::start());
    let (arrival, stopped) = air.join(Start::LIVE);
    let mut lane = lane_of(arrival, &clock);
    let (arrival, vanished) = air.join(Start::LIVE);
    vanish(&vanished).unwrap();
    lane.put(Connection::new(arrival, &clock), &clock);
    fill(&mut air, &mut lane, &mut SendBatch::open(), 500);
    let until_us = clock.now_us() + PATIENCE_US;
    while lane.listen_for_life().gone == 0 {
        assert!(clock.now_us() < until_us, "it is still there");
        thread::yield_now();
    }
    // Long enough that the system's questions to the other are further apart than the patience.
    let until_us = clock.now_us() + 2_500_000;
    while clock.now_us() < until_us {
        assert_eq!(lane.listen_for_life(), Count { full: 1, ..Count::default() });
        thread::yield_now();
    }
    drop((stopped, vanished));
}

#[test]
fn listeners_spread_evenly_when_they_come_and_when_some_have_left() {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
    let air = Air::new();
    let (transmitters, running) = start(2, &clock).unwrap();
    let loads = || -> Vec<usize> {
        transmitters.each.iter().map(|handle| handle.shared.load.load(Ordering::Relaxed)).collect()
    };
    let come = || {
        let (arrival, client) = air.join(Start::LIVE);
        assert!(transmitters.take_over(arrival).is_ok());
        client
    };
    let clients: Vec<TcpStream> = (0..10).map(|_| come()).collect();
    assert_eq!(loads(), [5, 5]);
    // They came in turn, so this leaves those of the second.
    let (left, stayed): (Vec<_>, Vec<_>) =
        clients.into_iter().enumerate().partition(|(number, _)| number % 2 == 0);
    drop(left);
    let until_us = clock.now_us() + PATIENCE_US;
    while loads() != [0, 5] {
        assert!(clock.now_us() < until_us, "{:?}", loads());
        thread::yield_now();
    }
    let more: Vec<TcpStream> = (0..4).map(|_| come()).collect();
    assert_eq!(loads(), [4, 5]);
    drop(air.producer);
    running.finish();
    drop((stayed, more));
}

#[test]
fn who_cannot_be_taken_in_is_given_back_and_that_is_told_once() {
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(5));
    let (mut transmitters, running) = start(1, &clock).unwrap();
    let (arrivals, inbox) = sync_channel(1);
    let each = transmitters.each.iter().map(|handle| Handle {
        arrivals: arrivals.clone(),
        suspensions: handle.suspensions.clone(),
        questions: handle.questions.clone(),
        waker: Arc::clone(&handle.waker),
        shared: Arc::default(),
    });
    transmitters.each = each.collect();
    let air = Air::new();
    let (taken, _client) = air.join(Start::LIVE);
    assert!(transmitters.take_over(taken).is_ok());
    assert!(!transmitters.rush.ends(u64::MAX, || true), "nobody was turned away");
    for _ in 0..3 {
        let (refused, _client) = air.join(Start::LIVE);
        assert!(transmitters.take_over(refused).is_err());
        assert!(!transmitters.rush.goes_on(5), "it was told");
    }
    assert_eq!(transmitters.each[0].shared.load.load(Ordering::Relaxed), 1);
    assert!(transmitters.rush.ends(u64::MAX, || true), "it is over");
    transmitters.each[0].shared.closing.store(true, Ordering::Release);
    let (refused, _client) = air.join(Start::LIVE);
    assert!(transmitters.take_over(refused).is_err());
    assert!(!transmitters.rush.ends(u64::MAX, || true), "nothing is told at the end");
    drop((inbox, air.producer));
    running.finish();
}

#[test]
fn a_lane_is_as_long_as_those_in_it_need() {
    let (mut air, clock) = (Air::new(), ManualClock::at(0));
    let (arrival, first) = air.join(Start::LIVE);
    let mut lane = lane_of(arrival, &clock);
    let crowd: Vec<_> = (1..200)
        .map(|_| {
            let (arrival, client) = air.join(Start::LIVE);
            lane.put(Connection::new(arrival, &clock), &clock);
            client
        })
        .collect();
    assert!(lane.places() >= 200 && lane.room() >= 200);
    drop(crowd);
    for key in (1..200).rev() {
        lane.hear(key, SocketNews { has_room: false, has_words: true }, &clock);
    }
    assert_eq!(lane.places(), 1);
    assert!(lane.room() <= 64, "{}", lane.room());
    air.publish(1);
    lane.deliver(&mut SendBatch::open(), 0, &clock);
    let mut heard = vec![0; MESSAGE];
    first.set_nonblocking(false).unwrap();
    (&first).read_exact(&mut heard).unwrap();
    assert_eq!(heard[..8], [0; 8], "who stayed hears on");
}

#[test]
fn a_token_says_where_a_connection_is() {
    for place in [(0, 0), (1, 2), (7, 100_000), (1 << 10, (1 << KEY_BITS) - 1)] {
        assert_eq!(place_of(token_of(place.0, place.1)), Some(place));
    }
    assert_eq!(place_of(BELL), None);
}

#[test]
fn who_listens_is_told_when_asked_and_one_can_be_sent_away() {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
    let (transmitters, running) = start(2, &clock).unwrap();
    let (mut air, other) = (Air::ringing(transmitters.bells()), Air::ringing(transmitters.bells()));
    let roll = ListenerRegistry::new(Some(transmitters.clone()), Arc::default());
    let come = |air: &Air| {
        let (arrival, client) = air.join(Start::LIVE);
        let guest = ClientInfo::new(Some("2001:db8::7".parse().unwrap()), b"mpv 0.38", 5);
        let listener = arrival.listener.identified_as(guest);
        assert!(transmitters.take_over(NewConnection { listener, ..arrival }).is_ok());
        client.set_nonblocking(false).unwrap();
        client.set_read_timeout(Some(Duration::from_micros(PATIENCE_US))).unwrap();
        client
    };
    let mut clients: Vec<TcpStream> = (0..5).map(|_| come(&air)).collect();
    let _elsewhere = come(&other);
    air.publish(1);
    for client in &mut clients {
        client.read_exact(&mut [0; MESSAGE]).unwrap();
    }
    let mounts = [air.mount.clone()];
    let numbers = |after, limit| -> Vec<u64> {
        let seen = roll.tell(&mounts, after, limit).unwrap();
        seen.into_iter().map(|seen| seen.about.number).collect()
    };
    assert_eq!(numbers(0, 9), [1, 2, 3, 4, 5]);
    assert_eq!((numbers(0, 2), numbers(2, 2), numbers(4, 2)), (vec![1, 2], vec![3, 4], vec![5]));
    let seen = &roll.tell(&mounts, 0, 1).unwrap()[0];
    let guest = ClientInfo { address: "2001:db8::".parse().unwrap(), player: Player::Mpv, since_us: 5 };
    assert_eq!((seen.about.guest, seen.about.output, &*seen.about.rendition), (guest, "ws", "numbers"));
    assert_eq!((seen.about.behind, seen.about.skipped), (0, 0));
    assert!(seen.bytes.unwrap() <= MESSAGE as u64 + 1);
    let crowd = |count| {
        let kind = ListenerLabels { output: "ws", rendition: "numbers".to_owned(), player: "mpv" };
        assert_eq!(air.figures.crowd(), [(kind, count)]);
    };
    crowd(5);

    assert_eq!(roll.disconnect(&mounts, 4).unwrap().unwrap().about.number, 4);
    let mut farewell = Vec::new();
    clients[3].read_to_end(&mut farewell).unwrap();
    // RFC 6455 section 5.5.1: the last fragment, a close, with the code 1008.
    assert_eq!((farewell[0], &farewell[2..4]), (0x88, &1008_u16.to_be_bytes()[..]));
    drop(clients.remove(3));
    let until_us = clock.now_us() + PATIENCE_US;
    while numbers(0, 9) != [1, 2, 3, 5] {
        assert!(clock.now_us() < until_us, "{:?}", numbers(0, 9));
        thread::yield_now();
    }
    crowd(4);
    assert_eq!(roll.disconnect(&mounts, 4), Ok(None));
    air.publish(1);
    for client in &mut clients {
        client.read_exact(&mut [0; MESSAGE]).unwrap();
    }
    drop((air.producer, other.producer));
    running.finish();
}

#[test]
fn knowing_who_listens_takes_some_tens_of_bytes() {
    // Beside it, its own number, how much it skipped, and the gauge that counts it.
    assert!(size_of::<ClientInfo>() + 3 * size_of::<u64>() <= 64, "{} bytes", size_of::<ClientInfo>());
}
