//! A broadcast that is fed by hand, as on a machine that makes no sound itself, served through real sockets.
//!
//! There is no library, queue, database or production here: whatever the outputs need of a station is in
//! [`Broadcast`].

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use actix_server::Server;
use actix_service::map_config;
use actix_web::App;
use actix_web::dev::{AppConfig, ServerHandle};
use actix_web::rt::System;
use bytes::Bytes;
use tungstenite::{Message, client};

use longwave::audio::BLOCK_US;
use longwave::broadcast::{Broadcast, BroadcastConfig, Broadcasts, NoMedia};
use longwave::clock::{Clock, ManualClock};
use longwave::encode::{Encoder as _, Opus};
use longwave::frame::Frame;
use longwave::model::{BasePath, NowPlaying, SourceKind, Title};
use longwave::mount::{ListenerFigures, Mount, MountConfig, Notifier, Producer};
use longwave::mux::{self, Mux};
use longwave::net::{TrustedProxies, WaitingConnections, WebConnections};
use longwave::output::descriptors::Descriptors;
use longwave::output::join::ListenerGate;
use longwave::output::transmitter::{self, Transmitters};

/// 20 ms of silence in Opus (RFC 6716 section 3.1: CELT, full band, stereo, one frame).
const PACKET: [u8; 3] = [0xfc, 0xff, 0xfe];
/// The number of the first frame.
const FIRST: u64 = 50_000_000_000;
/// Nothing that a test waits for takes longer.
const WITHIN: Duration = Duration::from_secs(10);

/// The broadcast of the station `main`, with a clock that is not this machine's.
fn broadcast(clock: &Arc<ManualClock>, notifiers: Vec<Arc<dyn Notifier>>) -> (Broadcast, Producer) {
    let broadcast = Broadcast::new(BroadcastConfig {
        slug: "main".to_owned(),
        base_path: BasePath::default(),
        name: "Harbour FM".to_owned(),
        timeline: "5f0c".to_owned(),
        playout_delay: Duration::from_secs(1),
        clock: Arc::<ManualClock>::clone(clock),
        media: Arc::new(NoMedia),
        listeners: ListenerFigures::default(),
        played: Vec::new(),
    });
    let rendition = Opus::new(96).expect("an encoder").rendition().clone();
    let figures = broadcast.listeners().clone();
    let station = "main".to_owned();
    let (producer, mount) = Mount::new(MountConfig {
        station,
        base_path: BasePath::default(),
        rendition,
        first_seq: FIRST,
        notifiers,
        figures,
    });
    broadcast.mount_list().offer(vec![mount]);
    (broadcast, producer)
}

/// Serves a broadcast on a port of its own, without a web server behind it.
fn serve(broadcast: &Broadcast, transmitters: Transmitters) -> (SocketAddr, ServerHandle) {
    let broadcasts: Broadcasts = [broadcast.clone()].into_iter().collect();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let address = listener.local_addr().expect("an address");
    let (tell, told) = sync_channel(1);
    thread::spawn(move || {
        System::new().block_on(async move {
            let mux = Mux {
                broadcasts,
                base_path: BasePath::default(),
                transmitters,
                descriptors: Arc::new(Descriptors::raise()),
                ingest: None,
                gate: ListenerGate::default(),
                access_log: longwave::sys::AccessLog::default(),
                tls: None,
                tls_only: false,
                proxies: TrustedProxies::default(),
                waiting: WaitingConnections::default(),
                idle: WebConnections::default(),
            };
            let app = || map_config(App::new(), |()| AppConfig::default());
            let server = Server::build()
                .workers(1)
                .disable_signals()
                .listen("port", listener, move || mux::service(mux.clone(), app))
                .expect("a server")
                .run();
            tell.send(server.handle()).expect("the test waits");
            server.await.expect("an end");
        });
    });
    (address, told.recv_timeout(WITHIN).expect("it serves"))
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(WITHIN)).expect("a timeout");
    stream
}

#[test]
fn a_broadcast_without_a_production_serves_a_websocket_and_an_ogg_listener() {
    let clock = Arc::new(ManualClock::at(FIRST * BLOCK_US));
    let as_clock: Arc<dyn Clock> = Arc::<ManualClock>::clone(&clock);
    let (transmitters, running) = transmitter::start(1, &as_clock).expect("a transmitter");
    let (broadcast, mut producer) = broadcast(&clock, transmitters.bells());
    let (address, server) = serve(&broadcast, transmitters);

    let title = Title::plain(SourceKind::Autodj, "Tides");
    let now_playing = NowPlaying { time_us: FIRST * BLOCK_US, what: Arc::new(title) };
    producer.announce(&now_playing);
    broadcast.titles().begin(now_playing);
    let mut publish = |frames: std::ops::Range<u64>| {
        for seq in frames.map(|frame| FIRST + frame) {
            clock.advance(Duration::from_micros(BLOCK_US));
            producer.publish(Frame { seq, time_us: seq * BLOCK_US, payload: Bytes::from_static(&PACKET) });
        }
    };
    publish(0..100);
    assert!(broadcast.is_on_air(), "by the clock that stamps the frames");
    assert_eq!(broadcast.now_playing().map(|now| now.title.clone()).as_deref(), Some("Tides"));

    let (mut socket, _) = client(format!("ws://{address}/main/ws?delivery=100&burst=500"), connect(address))
        .expect("a WebSocket");
    let mut texts = Vec::new();
    let sound = loop {
        match socket.read().expect("a message") {
            Message::Text(text) => texts.push(text.to_string()),
            Message::Binary(sound) => break sound,
            other => panic!("{other:?}"),
        }
    };
    assert!(texts[0].contains("\"hello\"") && texts[0].contains("Harbour FM"), "{texts:?}");
    assert!(texts[1].contains("Tides"), "{texts:?}");
    assert!(sound.ends_with(&PACKET), "the frames are sent as they were published");

    let mut stream = connect(address);
    stream.write_all(b"GET /main.opus HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("a request");
    let mut received = vec![0; 15];
    stream.read_exact(&mut received).expect("an answer");
    assert_eq!(received, b"HTTP/1.1 200 OK");
    assert_eq!(broadcast.listeners().total(), 2);

    publish(100..150);
    producer.sign_off();
    stream.read_to_end(&mut received).expect("an end");
    let has = |bytes: &[u8]| received.windows(bytes.len()).any(|window| window == bytes);
    assert!(has(b"OpusHead") && has(b"OpusTags") && has(&PACKET));
    assert!(!has(b"Tides"), "Ogg Opus carries no titles, because browsers stop at a new logical stream");
    let end = loop {
        match socket.read() {
            Ok(Message::Binary(_) | Message::Text(_)) => {}
            other => break other,
        }
    };
    assert!(matches!(end, Ok(Message::Close(_))), "{end:?}");

    clock.advance(Duration::from_secs(2));
    assert!(!broadcast.is_on_air(), "nothing was published for two seconds of that clock");
    drop(server.stop(false));
    // Nobody else turns the clock by which the last connections have their time.
    let ending = thread::spawn(|| running.finish());
    while !ending.is_finished() {
        clock.advance(Duration::from_millis(100));
        thread::yield_now();
    }
    ending.join().expect("an end");
}
