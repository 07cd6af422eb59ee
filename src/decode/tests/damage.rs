//! Files that are no sound, not all there, or spoiled.

use std::fs;

use super::*;

/// Checks the error text for a file that cannot be played to its end.
#[track_caller]
fn check_refused(made: &Made, expected: &str) {
    let (_, end) = hear(&made.path);
    assert_eq!(end.unwrap_err().to_string(), expected);
}

/// Bytes without any order, the same every time.
fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    (0..length).map(|_| next()).collect()
}

#[test]
fn what_is_no_sound_is_refused_in_plain_words() {
    let no_sound = "this is not a sound file we can read";
    check_refused(&Made::of("a.mp3", b""), "the file is empty");
    check_refused(&Made::of("a.mp3", b"This is my diary.\n"), no_sound);
    check_refused(&Made::of("a.flac", &noise(100_000, 1)), no_sound);
    check_refused(&Made::of("a.wav", b"RIFF"), no_sound);
    let cut = make("a.m4a", (STEREO, 44_100, 2.0), "").changed(|bytes| bytes.truncate(bytes.len() / 2));
    check_refused(&cut, "the part that describes its sound is damaged or missing");
    let folder = Made::place("x.flac");
    fs::create_dir(&folder.path).unwrap();
    check_refused(&folder, "is a folder, not a sound file");
    check_refused(&Made::place("gone.mp3"), "the file is gone");
}

#[test]
fn noise_is_refused_whatever_it_looks_like_by_chance() {
    for seed in 0..20 {
        let (_, end) = hear(&Made::of("a.mp3", &noise(300_000, seed)).path);
        end.unwrap_err();
    }
}

#[test]
fn a_film_without_sound_has_no_track() {
    let made = Made::place("a.mp4");
    ffmpeg(&["-f", "lavfi", "-i", "color=s=32x32:d=0.2"], "-c:v mpeg4", &made.path);
    check_refused(&made, "it holds no sound track");
}

#[test]
fn codecs_we_lack_are_named() {
    check_refused(&make("a.mka", (STEREO, 48_000, 0.5), "-c:a ac3"), "uses a codec we cannot decode (AC-3)");
    let surround = make("b.m4a", (SURROUND, 48_000, 0.5), "-c:a aac");
    check_refused(&surround, "uses a codec we cannot decode (AAC other than LC in mono or stereo)");
}

#[test]
fn names_may_lie() {
    let made = make("a.mp3", (STEREO, 44_100, 2.0), "");
    let renamed = made.path.with_extension("flac");
    fs::rename(&made.path, &renamed).unwrap();
    let (heard, end) = hear(&renamed);
    end.unwrap();
    assert_eq!(heard.len() / CHANNELS, 96_000);
}

#[test]
fn a_truncated_file_plays_what_is_there_and_says_so() {
    let kinds = ["flac", "wav", "aiff", "m4a", "mp3", "mka"];
    for kind in kinds {
        let made = make(&format!("a.{kind}"), (STEREO, 44_100, 10.0), "-movflags +faststart");
        let half = made.changed(|bytes| bytes.truncate(bytes.len() / 2));
        let (heard, end) = hear(&half.path);
        let seconds = heard.len() / CHANNELS / 48_000;
        assert!((3..=6).contains(&seconds), "{kind} plays {seconds} s: {end:?}");
        let told = end.map_err(|error| error.to_string());
        let expected = format!("breaks off after 0:0{seconds}: the end of the file is missing");
        assert_eq!(told, Err(expected), "{kind}");
    }
    for with in ["-c:a libvorbis", "-c:a libopus"] {
        let made = make("a.ogg", (STEREO, 48_000, 10.0), with);
        let half = made.changed(|bytes| bytes.truncate(bytes.len() / 2));
        let (heard, end) = hear(&half.path);
        end.unwrap();
        assert!((3..=6).contains(&(heard.len() / CHANNELS / 48_000)), "{with}");
    }
}

#[test]
fn some_damage_is_passed_over() {
    for kind in ["flac", "mp3", "opus", "ogg", "m4a"] {
        let made = make(&format!("a.{kind}"), (STEREO, 48_000, 10.0), "");
        let damaged = made.changed(|bytes| {
            let middle = bytes.len() / 2;
            bytes[middle..middle + 2_000].copy_from_slice(&noise(2_000, 7));
        });
        let (heard, end) = hear(&damaged.path);
        end.unwrap();
        assert!(heard.len() / CHANNELS > 7 * 48_000, "{kind} plays {}", heard.len() / CHANNELS);
    }
}

#[test]
fn nothing_a_file_claims_makes_it_panic_or_go_on_for_ever() {
    let kinds = [
        "flac", "mp3", "opus", "ogg", "m4a", "wav", "aiff", "mka", "webm", "caf", "aac", "mp2", "oga", "mp4",
    ];
    for kind in kinds {
        let made = make(&format!("a.{kind}"), (STEREO, 48_000, 0.5), "-strict -2");
        for seed in 0..40 {
            let spoiled = made.changed(|bytes| {
                let places = noise(64, seed);
                // Headers are where the claims are.
                for place in places.chunks_exact(4).take(1 + seed as usize % 8) {
                    let at = usize::from(place[0]) * (1 + usize::from(place[1]) % 8) % bytes.len();
                    bytes[at] = if place[2] < 100 { 255 } else { place[3] };
                }
            });
            let (heard, _) = hear(&spoiled.path);
            assert!(heard.len() < 100 * 96_000, "{kind} with seed {seed} plays too long");
            assert!(heard.iter().all(|sample| sample.abs() <= 16.0));
        }
    }
}

#[test]
fn memory_is_not_set_aside_by_what_a_header_claims() {
    // The description of a CAF's sound is its first chunk; frames in a packet are its sixth number.
    let made = make("a.caf", (STEREO, 44_100, 0.5), "-c:a pcm_s16be");
    let claims = made.changed(|bytes| bytes[40..44].copy_from_slice(&[127, 255, 255, 255]));
    check_refused(&claims, "the part that describes its sound is damaged or missing");
}

#[test]
fn a_file_that_was_written_to_a_pipe_does_not_break_off() {
    for kind in ["wav", "flac", "mka", "webm", "mp3"] {
        let piped = Made::place(&format!("a.{kind}"));
        let format = if kind == "mka" { "matroska" } else { kind };
        let output = Command::new("ffmpeg")
            .args(["-nostdin", "-v", "error", "-f", "lavfi", "-i"])
            .args([&format!("aevalsrc={STEREO}:s=48000:d=2"), "-f", format, "pipe:1"])
            .output()
            .expect("install ffmpeg");
        fs::write(&piped.path, output.stdout).unwrap();
        let (heard, end) = hear(&piped.path);
        end.unwrap();
        assert!(
            (95_000..100_000).contains(&(heard.len() / CHANNELS)),
            "{kind} plays {}",
            heard.len() / CHANNELS
        );
    }
}

#[test]
fn samples_that_are_no_numbers_are_silent() {
    let made = make("a.wav", (STEREO, 48_000, 1.0), "-c:a pcm_f32le -bitexact");
    let wild = made.changed(|bytes| {
        let end = bytes.len();
        for (place, sample) in [f32::NAN, f32::INFINITY, 1e30, -1e30].into_iter().enumerate() {
            let at = end - 4 * (place + 1);
            bytes[at..at + 4].copy_from_slice(&sample.to_le_bytes());
        }
    });
    let (heard, end) = hear(&wild.path);
    end.unwrap();
    assert_eq!(heard[heard.len() - 4..], [-16.0, 16.0, 0.0, 0.0]);
}
