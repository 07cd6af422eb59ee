//! One listener across many changes of the source, sample by sample.

use opus::{Application, Channels, Decoder, Encoder};

use crate::live::{Sender, now, tone_station, wait_for_source};
use crate::recording::{RATE, Recorder, Recording, longest_quiet, sharpest};
use crate::running::{Running, wait_until};
use crate::waiting::account;

/// A corner that no fade between the tones here has, and every cut does.
const STEP: f32 = 0.012;
/// Quieter than anything here but a sender that is late: a tone of ffmpeg's has a level of 0.088.
const QUIET: f32 = 0.01;
/// The longest that a sender is waited for in silence, in seconds, before the station's own music is heard.
const LONGEST_DIP: f64 = 1.1;
/// The tones of the DJs, in turn. The station's own is at 220 Hz.
const TONES: [u32; 5] = [262, 330, 392, 294, 349];

/// How a show ends.
#[derive(Clone, Copy, Debug)]
enum End {
    /// The program says so.
    Clean,
    /// It dies.
    Killed,
    /// It dies, having sent nothing for a while.
    CableOut,
    /// The same DJ is there anew before.
    Anew,
}

fn sine(frequency: u32) -> [String; 5] {
    let sine = format!("sine=frequency={frequency}:sample_rate=44100");
    ["-re", "-f", "lavfi", "-i", &sine].map(str::to_owned)
}

/// A show with this tone, encoded so, from AutoDJ to AutoDJ.
fn show(running: &Running, (frequency, encoding): (u32, &[&str]), end: End) {
    let (input, user) = (sine(frequency), "source:hackme-hackme");
    let mut sender = Sender::ffmpeg_of(running, user, &input, encoding);
    wait_for_source(running, "live");
    play_on(running, 1_700_000);
    match end {
        End::Clean => sender.stop(),
        End::Killed => drop(sender),
        End::CableOut => {
            sender.signal("STOP");
            wait_for_source(running, "autodj");
            drop(sender);
        }
        End::Anew => {
            let since = now(running)["live"]["since_us"].clone();
            sender = Sender::ffmpeg_of(running, user, &sine(frequency + 40), encoding);
            wait_until("the new connection", || now(running)["live"]["since_us"] != since);
            wait_for_source(running, "live");
            play_on(running, 1_700_000);
            sender.stop();
        }
    }
    wait_until("a free line", || now(running)["live"].is_null());
    wait_for_source(running, "autodj");
    play_on(running, 1_300_000);
}

/// Lets the station play for so long.
pub(crate) fn play_on(running: &Running, time_us: u64) {
    let server_us = || now(running)["server_us"].as_u64().expect("a time");
    let until = server_us() + time_us;
    wait_until("time to pass", || server_us() >= until);
}

/// Fails if anything but tones and fades is in it.
pub(crate) fn check(heard: &Recording) {
    let (corner, at) = sharpest(&heard.samples);
    let (dip, quiet_at) = longest_quiet(&heard.samples, QUIET);
    let seconds = |at: usize| at as f64 / RATE as f64;
    println!(
        "{:.0} s, {} changes: the sharpest corner is {corner:.4} at {:.3} s, the longest dip {:.2} s at {:.3} s",
        seconds(heard.samples.len()),
        heard.changes(),
        seconds(at),
        seconds(dip),
        seconds(quiet_at)
    );
    assert!(corner < STEP, "a step of {corner} at {} s", seconds(at));
    assert!(seconds(dip) < LONGEST_DIP, "silence for {} s at {} s", seconds(dip), seconds(quiet_at));
}

#[test]
fn a_listener_hears_no_step_and_no_gap_across_twenty_changes() {
    let (running, _shelf) = tone_station();
    let recorder = Recorder::start(&running);
    let silence = running.metric("longwave_dead_air_seconds_total", "");
    let ogg = ["-f", "ogg", "-content_type", "audio/ogg", "-page_duration", "20000"];
    let ways: [Vec<&str>; 5] = [
        [&["-c:a", "libopus"], &ogg[..]].concat(),
        [&["-c:a", "libvorbis", "-ac", "2"], &ogg[..]].concat(),
        vec!["-c:a", "libmp3lame", "-b:a", "192k", "-f", "mp3", "-content_type", "audio/mpeg"],
        [&["-c:a", "flac"], &ogg[..]].concat(),
        vec!["-c:a", "aac", "-b:a", "192k", "-f", "adts", "-content_type", "audio/aac"],
    ];
    let ends = [End::Clean, End::Killed, End::Anew, End::CableOut, End::Clean, End::Killed];
    let mut cables = 0;
    for number in 0..10 {
        let (tone, end) = (TONES[number % 5], ends[number % ends.len()]);
        println!("{number}: {tone} Hz, {:?}, {end:?}", ways[number % 5][1]);
        show(&running, (tone, &ways[number % 5]), end);
        cables += usize::from(matches!(end, End::CableOut));
    }
    let heard = recorder.finish();
    assert!(heard.changes() >= 20, "{} changes", heard.changes());
    check(&heard);
    let dead = running.metric("longwave_dead_air_seconds_total", "") - silence;
    assert!(dead <= cables as f64 * LONGEST_DIP, "{dead} s of dead air, and {cables} cables pulled out");
}

#[test]
fn a_dj_who_connects_anew_is_heard_without_the_station_between() {
    let (running, _shelf) = tone_station();
    let (ann, mp3) = (account(&running, "ann"), ["-c:a", "libmp3lame", "-f", "mp3"]);
    let recorder = Recorder::start(&running);
    let first = Sender::ffmpeg_of(&running, &ann, &sine(TONES[0]), &mp3);
    wait_for_source(&running, "live");
    play_on(&running, 1_700_000);
    let since = now(&running)["live"]["since_us"].clone();
    let second = Sender::ffmpeg_of(&running, &ann, &sine(TONES[1]), &mp3);
    wait_until("the new connection", || now(&running)["live"]["since_us"] != since);
    play_on(&running, 1_700_000);
    let heard = recorder.finish();
    let mut sources: Vec<_> = heard.titles.iter().map(|title| title["source"].clone()).collect();
    sources.dedup();
    assert_eq!(sources, ["autodj", "live"], "{:?}", heard.titles);
    check(&heard);
    drop((first, second));
}

#[test]
fn a_cut_would_be_heard() {
    // Two of the tones, one hard after the other, as a listener would decode them.
    let mut encoder = Encoder::new(RATE as u32, Channels::Stereo, Application::Audio).expect("an encoder");
    encoder.set_bitrate(opus::Bitrate::Bits(96_000)).expect("a bit rate");
    let mut decoder = Decoder::new(RATE as u32, Channels::Stereo).expect("a decoder");
    let (mut samples, mut packet) = (Vec::new(), [0.0; 1_920]);
    for number in 0..100 {
        let mut block = [0.0_f32; 1_920];
        for (n, frame) in block.as_chunks_mut::<2>().0.iter_mut().enumerate() {
            // Cut 5 ms into a block, at the crest of the one and the zero of the other.
            let n = number * 960 + n;
            let cut = 48_240 + 55;
            let (from, frequency) = if n < cut { (0, 220.0) } else { (cut, 330.0) };
            let phase = std::f32::consts::TAU * frequency * (n - from) as f32 / RATE as f32;
            *frame = [0.125 * phase.sin(); 2];
        }
        let bytes = encoder.encode_vec_float(&block, 4_000).expect("a packet");
        decoder.decode_float(&bytes, &mut packet, false).expect("a packet");
        samples.extend(packet.iter().step_by(2));
    }
    let (corner, at) = sharpest(&samples[RATE / 5..]);
    println!("a cut has a corner of {corner:.4} at {at}");
    assert!(corner > 4.0 * STEP, "{corner}");
    let (corner, _) = sharpest(&samples[RATE / 5..RATE * 9 / 10]);
    assert!(corner < STEP / 2.0, "and a tone has none: {corner}");
}
