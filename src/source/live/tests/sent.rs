//! From the bytes a program sends to what is heard of them.

use std::io::Cursor;
use std::process::Command;

use super::*;

fn made(with: &str) -> Vec<u8> {
    let made = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-f", "lavfi", "-i", "sine=500:r=44100:d=6"])
        .args(with.split_ascii_whitespace())
        .arg("pipe:1")
        .output()
        .expect("install ffmpeg");
    made.stdout
}

/// Plays what is sent; returns why it ended, the titles, and for how many blocks it was heard.
fn check(bytes: Vec<u8>, media_type: &'static str) -> (String, Vec<String>, usize) {
    let (mut live, lines) = place();
    let feed = lines.take(dj("Ada"), Buffer::Program).unwrap();
    let deck = std::thread::spawn(move || play(feed, Box::new(Cursor::new(bytes)), media_type));
    let (mut titles, mut heard) = (Vec::<String>::new(), 0);
    let mut block = Block::silent();
    while !deck.is_finished() || live.current.is_some() {
        // The station's time goes on only while there is sound to hear: no machine is too slow for this.
        if !deck.is_finished() && lines.on_air().is_some_and(|dj| dj.buffer_seconds < 0.5) {
            std::thread::yield_now();
            continue;
        }
        live.tick();
        if live.is_ready() {
            live.read(&mut block);
            heard += 1;
            let title = live.title().unwrap().title.clone();
            if titles.last() != Some(&title) {
                titles.push(title);
            }
        }
    }
    (deck.join().unwrap().to_string(), titles, heard)
}

#[test]
fn what_a_program_sends_is_heard_under_its_titles() {
    let link = |title: &str| made(&format!("-c:a libvorbis -metadata title={title} -f ogg"));
    let (ending, titles, heard) = check([link("one"), link("two")].concat(), "application/ogg");
    assert_eq!(ending, "the sender hung up");
    assert_eq!(titles.last().map(String::as_str), Some("two"));
    assert!((500..=602).contains(&heard), "{heard} blocks of 600");
}

#[test]
fn a_connection_that_brings_nothing_is_not_called_an_unreadable_file() {
    for media_type in ["audio/mpeg", "application/ogg"] {
        assert_eq!(check(Vec::new(), media_type).0, "nothing was sent", "{media_type}");
    }
}

#[test]
fn what_is_no_sound_is_told_in_words() {
    let (ending, titles, _) = check(vec![7; 300_000], "audio/mpeg");
    assert_eq!(ending, "what was sent cannot be played: this is not a sound file we can read");
    assert_eq!(titles, Vec::<String>::new());
}
