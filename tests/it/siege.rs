//! Two hundred of everything that no source sends, while somebody listens.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::live::{BASIC, BASIC_ADMIN, now, order, tone_mp3, tone_station, wait_for_source};
use crate::recording::{Recorder, quietest, sharpest};
use crate::running::{Running, connect_from, wait_until};
use crate::unbroken::play_on;

const CONNECTIONS: usize = 200;
/// How many of them there are at a time, where each takes all it can.
const AT_ONCE: usize = 16;
/// What the station may grow by in all,
const MOST_GROWTH: u64 = 96 << 20;
/// and in the last round, when all that is made once was made. What leaks grows in each.
const MOST_AT_LAST: u64 = 16 << 20;
const MOST_ROUNDS: usize = 4;
/// The most that goes into a connection nobody reads from any more: what the system buffers on both sides.
const MOST_TAKEN: usize = 16 << 20;

/// Does something on each of the connections, a few at a time; returns what was answered.
fn each(running: &Running, attack: impl Fn(TcpStream, usize) -> String + Sync) -> Vec<String> {
    let (address, next) = (running.address, AtomicUsize::new(0));
    let some = || {
        let mut answers = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= CONNECTIONS {
                return answers;
            }
            // Addresses of its own, so that none is told to wait for what another one does.
            let from = format!("127.0.{}.{}", 1 + number / 100, 2 + number % 100);
            let stream = connect_from(address, &from);
            answers.push(attack(stream, number));
        }
    };
    thread::scope(|scope| {
        let all: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(some)).collect();
        all.into_iter().flat_map(|some| some.join().expect("each was answered or cut")).collect()
    })
}

/// Everything that is answered until the other side closes. Fails if it never does.
fn to_the_end(mut stream: TcpStream) -> String {
    let (mut answer, mut chunk) = (Vec::new(), [0; 1_024]);
    loop {
        match stream.read(&mut chunk) {
            Ok(0) => break,
            Ok(count) => answer.extend_from_slice(&chunk[..count]),
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => break,
            Err(error) => panic!("neither answered nor cut: {error}"),
        }
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// How many of `answers` begin so.
fn begin(answers: &[String], with: &str) -> usize {
    answers.iter().filter(|answer| answer.starts_with(with)).count()
}

/// Fails unless each was told so, or cut without a word.
fn refused(answers: &[String], with: &str) {
    let other = answers.iter().find(|answer| !answer.is_empty() && !answer.starts_with(with));
    assert!(other.is_none(), "{other:?}");
}

/// A source's request that is in order.
fn put(basic: &str, media_type: &str) -> String {
    format!("PUT /main HTTP/1.1\r\nAuthorization: {basic}\r\nContent-Type: {media_type}\r\n\r\n")
}

/// Half a request, and nothing more.
fn half(running: &Running) -> Vec<TcpStream> {
    let mut waiting: Vec<TcpStream> = (0..CONNECTIONS).map(|_| running.connect()).collect();
    for stream in &mut waiting {
        stream.write_all(b"PUT /main HTTP/1.1\r\nHost: x\r\nAuthoriz").expect("it reads");
    }
    waiting
}

/// A megabyte of one header, that never ends.
fn long(running: &Running) {
    let head = format!("SOURCE /main HTTP/1.0\r\nX: {}", "x".repeat(1 << 20));
    let answers = each(running, |mut stream, _| {
        // It is closed before all is read.
        drop(stream.write_all(head.as_bytes()));
        to_the_end(stream)
    });
    let told = begin(&answers, "HTTP/1.1 431");
    println!("1 MB of header: {told} told that it is too long");
    assert!(told > 0);
    assert!(
        answers.iter().all(|answer| answer.is_empty() || answer.starts_with("HTTP/1.1 431")),
        "{answers:?}"
    );
}

/// Garbage after a header that is in order, until somebody says that it is enough.
fn garbage(running: &Running) {
    let answers = each(running, |mut stream, number| {
        let mut random = fastrand::Rng::with_seed(number as u64);
        let mut piece = vec![0; 1 << 16];
        drop(stream.write_all(put(BASIC, "audio/ogg").as_bytes()));
        for _ in 0..64 {
            // Without the byte that frames of MP3 begin with: of those, chance makes some that sound.
            piece.fill_with(|| random.u8(..0xFF));
            if stream.write_all(&piece).is_err() {
                break;
            }
        }
        to_the_end(stream)
    });
    println!("garbage: {} told that it is no sound", begin(&answers, "HTTP/1.1 415"));
    refused(&answers, "HTTP/1.1 4");
    wait_until("a free line", || now(running)["live"].is_null());
}

/// Wrong passwords, all from one address, and from as many as there are connections.
fn guess(running: &Running) {
    let wrong = |mut stream: TcpStream| {
        stream.write_all(put("Basic c291cmNlOmd1ZXNz", "audio/ogg").as_bytes()).expect("it reads");
        to_the_end(stream)
    };
    let one: Vec<String> = (0..CONNECTIONS).map(|_| wrong(running.connect_from("127.0.9.9"))).collect();
    let (told, halted) = (begin(&one, "HTTP/1.1 401"), begin(&one, "HTTP/1.1 429"));
    println!("wrong passwords of one address: {told} told so, {halted} told to wait");
    assert!(told + halted == CONNECTIONS && halted > CONNECTIONS / 2, "{told} and {halted}");
    let many = each(running, |stream, _| wrong(stream));
    println!("of many addresses: {} told so", begin(&many, "HTTP/1.1 401"));
    refused(&many, "HTTP/1.1 ");
    assert_eq!(begin(&many, "HTTP/1.1 2"), 0);
}

/// As much as goes through in a second, by who was refused.
fn flood_refused(running: &Running) {
    let taken = AtomicUsize::new(0);
    each(running, |mut stream, _| {
        drop(stream.write_all(put("Basic c291cmNlOmd1ZXNz", "audio/ogg").as_bytes()));
        let mut count = 0;
        stream.set_write_timeout(Some(Duration::from_millis(200))).expect("a timeout");
        while count < 2 * MOST_TAKEN {
            match stream.write(&[0; 1 << 14]) {
                Ok(written) => count += written,
                Err(_) => break,
            }
        }
        taken.fetch_max(count, Ordering::Relaxed);
        String::new()
    });
    let taken = taken.into_inner();
    println!("a flood after a refusal: {} kB taken at most", taken >> 10);
    assert!(taken < MOST_TAKEN, "{taken} bytes");
}

/// Sound and then zeros at full speed, by a DJ who may.
fn flood_admitted(running: &Running) {
    let mut stream = running.connect();
    stream.write_all(put(BASIC, "audio/mpeg").as_bytes()).expect("it reads");
    stream.set_write_timeout(Some(Duration::from_millis(200))).expect("a timeout");
    let (sound, until, mut taken) = (tone_mp3(), Instant::now() + Duration::from_secs(3), 0);
    while Instant::now() < until {
        taken += stream.write(&sound).unwrap_or_default();
    }
    println!("sound at full speed: {} kB taken in 3 s", taken >> 10);
    assert!(taken < MOST_TAKEN, "who is too fast is held back: {taken} bytes");
    wait_for_source(running, "live");
    drop(stream.write_all(&vec![0; 8 << 20]));
    // What the system holds of it are minutes of sound: a manager need not hear them out.
    let killed = order(running, BASIC_ADMIN, "/admin/killsource?mount=/main&bar=0");
    assert!(killed.contains("Source Removed"), "{killed}");
    wait_until("a free line", || now(running)["live"].is_null());
    wait_for_source(running, "autodj");
    drop(stream);
    // Past the fade.
    play_on(running, 1_500_000);
}

#[test]
fn two_hundred_of_each_are_answered_or_cut_and_nobody_hears_it() {
    let (mut running, _shelf) = tone_station();
    let threads = running.threads();
    let mut grown = Vec::new();
    for round in 1..=MOST_ROUNDS {
        println!("round {round}");
        let before = running.memory();
        let recorder = Recorder::start(&running);
        let waiting = half(&running);
        for attack in [long, garbage, guess, flood_refused] {
            let began = Instant::now();
            attack(&running);
            let memory = running.memory() >> 10;
            println!("  {memory} kB resident, after {:?}, {} threads", began.elapsed(), running.threads());
        }
        // The oldest make room for those that come after them; the others are told when their time is over.
        let waited: Vec<_> = waiting.into_iter().map(to_the_end).collect();
        let is_told =
            |answer: &String| ["HTTP/1.1 408", "HTTP/1.1 503"].iter().any(|told| answer.starts_with(told));
        let other = waited.iter().find(|answer| !answer.is_empty() && !is_told(answer));
        assert!(other.is_none(), "{other:?}");
        assert_eq!(now(&running)["now_playing"]["source"], "autodj");
        let heard = recorder.finish();
        assert!(heard.changes() == 0, "nothing else was on air: {:#?}", heard.titles);
        let ((corner, _), (level, _)) = (sharpest(&heard.samples), quietest(&heard.samples));
        println!("the sharpest corner heard is {corner:.4}, the quietest 20 ms {level:.4}");
        assert!(corner < 0.012 && level > 0.05, "the tone is one tone: {corner}, {level}");

        let recorder = Recorder::start(&running);
        flood_admitted(&running);
        recorder.finish();
        grown.push(running.memory().saturating_sub(before));
        println!("grown by {} kB", grown[round - 1] >> 10);
        if round > 1 && grown[round - 1] < MOST_AT_LAST {
            break;
        }
    }
    let is_settled = grown.last().is_some_and(|last| *last < MOST_AT_LAST);
    assert!(is_settled && grown.iter().sum::<u64>() < MOST_GROWTH, "grown by {grown:?} bytes");
    // Those that check passwords end by themselves when there are none, after ten seconds.
    wait_until("threads to end", || running.threads() <= threads + 4);
    let dead = running.metric("longwave_dead_air_seconds_total", "");
    assert!(dead == 0.0, "{dead} s of dead air");
    let loud: Vec<&String> =
        running.log().iter().filter(|line| line.contains("ERROR") || line.contains("panicked")).collect();
    assert!(loud.is_empty(), "{loud:?}");
}
