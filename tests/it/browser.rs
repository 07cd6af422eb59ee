//! The player page in a real browser.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::archive::{files, set};
use crate::bounded::{self, Limit};
use crate::client::Client;
use crate::running::{Running, shelf, wait_until};

pub(crate) fn script(name: &str, arguments: &[&str]) -> Child {
    Command::new("node")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg(Path::new("tests/browser").join(name))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node, of Debian's package nodejs; `make test` installs it and what it needs")
}

/// Runs a script to its end, and fails if a check of it failed.
pub(crate) fn finish(mut child: Child) {
    let _limit = Limit::of(&child);
    let output = BufReader::new(child.stdout.take().expect("its output"));
    end(child, output.lines().map_while(Result::ok));
}

/// Prints what a script says, and fails if a check of it failed.
fn end(mut child: Child, said: impl Iterator<Item = String>) {
    let bad: Vec<_> =
        said.inspect(|line| println!("{line}")).filter(|line| !line.starts_with("ok ")).collect();
    assert!(bounded::end(&mut child).success(), "a check in the browser failed: {bad:#?}");
}

#[test]
fn the_page_plays_in_a_browser() {
    let running = Running::start(&shelf());
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let pictures = tempfile::tempdir().expect("a directory");
    let address = format!("http://{}", running.address);
    finish(script("player.mjs", &[&address, pictures.path().to_str().expect("text")]));
}

#[test]
fn every_browser_plays_compressed_sound_unless_the_listener_chooses_otherwise() {
    let running = Running::start(&shelf());
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    finish(script("rungs.mjs", &[&format!("http://{}", running.address)]));
}

#[test]
fn the_player_plays_on_pages_of_other_sites() {
    let running = Running::start(&shelf());
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let pictures = tempfile::tempdir().expect("a directory");
    let address = format!("http://{}", running.address);
    finish(script("embed.mjs", &[&address, pictures.path().to_str().expect("text")]));
}

#[test]
fn hls_plays_in_a_browser() {
    let running = Running::start(&shelf());
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    finish(script("hls.mjs", &[&format!("http://{}", running.address)]));
}

/// Runs a script that prints `waiting` at some point, does what it waits for, and tells it the line `done`.
pub(crate) fn finish_after(mut child: Child, waiting: &str, done: &str, act: impl FnOnce()) {
    let _limit = Limit::of(&child);
    let mut said = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut heard = Vec::new();
    let reached = said
        .by_ref()
        .map_while(Result::ok)
        .inspect(|line| heard.push(line.clone()))
        .any(|line| line == waiting);
    assert!(reached, "it came so far: {heard:#?}");
    act();
    let mut stdin = child.stdin.take().expect("its input");
    stdin.write_all(format!("{done}\n").as_bytes()).expect("it reads");
    end(child, heard.into_iter().chain(said.map_while(Result::ok)));
}

#[test]
fn firefox_plays_through_a_restart_and_its_studio_goes_live() {
    let running = Running::start_with(&shelf(), &[("LONGWAVE_SOURCE_PASSWORD", "hackme-hackme")]);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let address = running.address.to_string();
    let child = script("firefox.mjs", &[&format!("http://{address}"), "source", "hackme-hackme"]);
    let mut again = None;
    finish_after(child, "playing", "restarted", || {
        let (_, _, data) = running.stop();
        again = Some(Running::start_at(&address, &shelf(), data));
    });
}

#[test]
fn the_page_survives_a_restart_without_a_click() {
    let running = Running::start(&shelf());
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let address = running.address.to_string();
    let child = script("restart.mjs", &[&format!("http://{address}")]);
    let mut again = None;
    finish_after(child, "playing", "restarted", || {
        let (_, _, data) = running.stop();
        again = Some(Running::start_at(&address, &shelf(), data));
    });
}

#[test]
fn the_page_says_that_a_station_is_full_and_plays_when_there_is_room() {
    let running = Running::start_with(&shelf(), &[("LONGWAVE_MAX_LISTENERS", "1")]);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let listener = Client::join(&running, "");
    let child = script("full.mjs", &[&format!("http://{}", running.address)]);
    finish_after(child, "waiting", "room", || drop(listener));
}

#[test]
fn the_programme_is_made_in_a_browser() {
    let password = "a long password";
    let running = Running::start_with(&shelf(), &[("LONGWAVE_ADMIN_PASSWORD", password)]);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    finish(script("programme.mjs", &[&format!("http://{}", running.address), password]));
}

#[test]
fn the_page_on_air_tells_the_truth_in_a_browser() {
    let password = "a long password";
    let running = Running::start_with(&shelf(), &[("LONGWAVE_ADMIN_PASSWORD", password)]);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let address = format!("http://{}", running.address);
    finish(script("on-air.mjs", &[&address, password, &running.pid().to_string()]));
}

#[test]
fn many_tracks_are_changed_at_once_in_a_browser() {
    let password = "a long password";
    let running = Running::start_with(&shelf(), &[("LONGWAVE_ADMIN_PASSWORD", password)]);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    finish(script("library.mjs", &[&format!("http://{}", running.address), password]));
}

#[test]
fn a_listener_rewinds_in_a_browser() {
    let password = "a long password";
    let running = Running::start_with(&shelf(), &[("LONGWAVE_ADMIN_PASSWORD", password)]);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    set(&running, &["--archive", "everything"]);
    wait_until("the first file", || !files(running.data()).is_empty());
    finish(script("rewind.mjs", &[&format!("http://{}", running.address), password]));
}

#[test]
fn addresses_and_accounts_are_handed_over_in_a_browser() {
    let password = "a long password";
    let running = Running::start_with(&shelf(), &[("LONGWAVE_ADMIN_PASSWORD", password)]);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    finish(script("handing-over.mjs", &[&format!("http://{}", running.address), password]));
}

#[test]
fn a_listener_asks_for_a_song_in_a_browser() {
    let music = ten_pieces();
    let running = Running::start(music.path());
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    finish(script("song-request.mjs", &[&format!("http://{}", running.address), "part"]));
}

/// Ten pieces of music: those of the shelf, and four parts of them under other names.
fn ten_pieces() -> TempDir {
    let folder = tempfile::tempdir().expect("a directory");
    let pieces = fs::read_dir(shelf()).expect("the shelf").map(|entry| entry.expect("an entry").path());
    let is_music = |path: &PathBuf| {
        path.extension()
            .is_some_and(|end| ["mp3", "flac", "opus", "m4a", "ogg", "wav"].iter().any(|one| end == *one))
    };
    let pieces: Vec<_> = pieces.filter(is_music).collect();
    for piece in &pieces {
        fs::copy(piece, folder.path().join(piece.file_name().expect("a name"))).expect("a copy");
    }
    for (number, piece) in pieces.iter().cycle().take(10 - pieces.len()).enumerate() {
        let part = folder.path().join(format!("part-{number}.ogg"));
        let title = format!("title=Part {number}");
        let cut = "-ss 5 -t 55 -map 0:a -map_metadata -1 -c:a libvorbis -metadata"
            .split(' ')
            .chain([title.as_str()]);
        bounded::output(Command::new("ffmpeg").args(["-v", "error", "-i"]).arg(piece).args(cut).arg(part));
    }
    folder
}

#[test]
fn a_newcomer_runs_a_station() {
    let (media, music) = (tempfile::tempdir().expect("a directory"), ten_pieces());
    let running = Running::start_with(media.path(), &[("LONGWAVE_SOURCE_PASSWORD", "hackme-please")]);
    let said =
        running.said.iter().find_map(|line| line.strip_prefix("longwave: first account admin, password "));
    let address = format!("http://{}", running.address);
    let music = music.path().to_str().expect("text");
    finish(script("newcomer.mjs", &[&address, said.expect("a password"), "hackme-please", music]));
}

#[test]
fn a_dj_goes_live_from_the_studio() {
    let running = Running::start_with(&shelf(), &[("LONGWAVE_SOURCE_PASSWORD", "hackme-hackme")]);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    set(&running, &["--messages", "on"]);
    let pictures = tempfile::tempdir().expect("a directory");
    let address = format!("http://{}", running.address);
    finish(script(
        "studio.mjs",
        &[&address, "source", "hackme-hackme", pictures.path().to_str().expect("text")],
    ));
}

#[test]
fn the_desk_of_the_studio_treats_voices_and_shows_tracks() {
    let passwords = ["hackme-hackme", "a long password"];
    let running = Running::start_with(
        &shelf(),
        &[("LONGWAVE_SOURCE_PASSWORD", passwords[0]), ("LONGWAVE_ADMIN_PASSWORD", passwords[1])],
    );
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let address = format!("http://{}", running.address);
    finish(script("desk.mjs", &[&address, "source", passwords[0], passwords[1]]));
}

#[test]
fn a_dj_records_talk_between_two_tracks_and_it_is_heard() {
    let running = Running::start_with(&shelf(), &[("LONGWAVE_ADMIN_PASSWORD", "a long password")]);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let pictures = tempfile::tempdir().expect("a directory");
    let address = format!("http://{}", running.address);
    finish(script("voice.mjs", &[&address, "a long password", pictures.path().to_str().expect("text")]));
}

#[test]
fn a_link_to_a_moment_plays_the_same_sound_in_another_browser() {
    let password = "a long password";
    let running = Running::start_with(&shelf(), &[("LONGWAVE_ADMIN_PASSWORD", password)]);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    set(&running, &["--archive", "everything"]);
    wait_until("the first file", || !files(running.data()).is_empty());
    finish(script("moments.mjs", &[&format!("http://{}", running.address), password]));
}
