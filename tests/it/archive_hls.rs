//! HLS from a moment of the archive on, and its sound as a file: the same packets as went out.

use std::path::Path;
use std::process::Command;

use crate::archive::{at, files, packets, set, station_with_archive, wait_for_frame};
use crate::bounded;
use crate::live::{ADMIN, SOURCE, as_admin};
use crate::running::{Running, longwave, wait_until};

/// The packets of a file of Opus in Ogg, without its headers.
fn sound(path: &Path) -> Vec<Vec<u8>> {
    let mut reader = ogg::PacketReader::new(std::fs::File::open(path).expect("a file"));
    let packets = std::iter::from_fn(|| reader.read_packet().expect("valid Ogg"));
    packets.map(|packet| packet.data).skip(2).collect()
}

fn body(running: &Running, path: &str) -> String {
    let answer = running.get(path);
    assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    answer.split_once("\r\n\r\n").expect("a body").1.to_owned()
}

#[test]
fn hls_from_a_moment_on_has_the_packets_that_went_out() {
    let (running, heard, _) = station_with_archive();
    let first = *heard.keys().next().expect("frames");
    let address = format!("/main/hls/live.m3u8?at={}", at(first));
    wait_for_frame(&running, first + 700);
    let multivariant = body(&running, &address);
    let media = multivariant.lines().last().expect("a line");
    assert!(
        media.starts_with("archive.m3u8?at=") && multivariant.contains("CODECS=\"Opus\""),
        "{multivariant}"
    );
    let media = format!("/main/hls/{media}");
    let growing = body(&running, &media);
    assert!(growing.contains("#EXT-X-PLAYLIST-TYPE:EVENT") && !growing.contains("ENDLIST"), "{growing}");
    set(&running, &["--archive", "off"]);
    wait_until("the end", || body(&running, &media).contains("#EXT-X-ENDLIST"));
    let over = body(&running, &media).replace("TYPE:VOD", "TYPE:EVENT");
    assert!(over.starts_with(&growing), "{growing} {over}");
    assert!(over.contains("#EXT-X-PROGRAM-DATE-TIME:"), "{over}");

    // Every player of HLS has the packets that went out, from the beginning of the segment on.
    let folder = tempfile::tempdir().expect("a directory");
    let copy = folder.path().join("copy.opus");
    let url = format!("http://{}{address}", running.address);
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-i", &url, "-c", "copy", "-f", "ogg"]).arg(&copy);
    let output = bounded::output(&mut ffmpeg);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let kept: std::collections::BTreeMap<u64, Vec<u8>> =
        files(running.data()).iter().flat_map(|file| packets(file)).collect();
    let from = (first / 200 * 200).max(*kept.keys().next().expect("frames"));
    let expected: Vec<&Vec<u8>> = kept.range(from..).map(|(_, packet)| packet).collect();
    let played = sound(&copy);
    assert!(played.len() > 600, "{}", played.len());
    let differs = played.iter().zip(&expected).position(|(one, other)| one != *other);
    assert_eq!((played.len(), differs), (expected.len(), None));

    // And it sounds as `/main.opus?at=` does: decoded, the second after the first two is the same.
    let decoded = |from: &str, skip: &str| {
        let mut ffmpeg = Command::new("ffmpeg");
        ffmpeg.args(["-v", "error", "-i", from, "-ss", skip, "-t", "1", "-f", "s16le", "-"]);
        bounded::output(&mut ffmpeg).stdout
    };
    let stream = format!("http://{}/main.opus?at={}", running.address, at(from));
    let (one, other) = (decoded(&stream, "2"), decoded(&copy.display().to_string(), "2"));
    assert!(one.len() > 190_000 && one == other, "{} and {} bytes", one.len(), other.len());

    assert!(running.get("/main/hls/live.m3u8?at=1000000000").starts_with("HTTP/1.1 416"));
    assert!(running.get("/main/hls/archive.m3u8").starts_with("HTTP/1.1 400"));
    assert!(running.get("/main/hls/opus-96/1.m4s").starts_with("HTTP/1.1 404"));
}

/// A moment in microseconds as people write it.
fn moment(us: u64) -> String {
    let time = jiff::Timestamp::from_microsecond(us as i64).expect("a time");
    time.strftime("%Y-%m-%d %H:%M:%S%.6f").to_string()
}

#[test]
fn a_time_is_exported_as_it_went_out_while_the_station_goes_on() {
    let (running, heard, title) = station_with_archive();
    let (first, last) = (*heard.keys().next().expect("frames"), *heard.keys().next_back().expect("frames"));
    let folder = tempfile::tempdir().expect("a directory");
    let out = folder.path().join("show.opus");
    let export = |from: u64, to: u64| {
        let mut command = longwave(running.data());
        command.args(["archive", "export", "main", "--title", "Night", "--cue", "--chapters"]);
        command.args(["--from", &moment(from * 20_000), "--to", &moment(to * 20_000), "--out"]).arg(&out);
        bounded::output(&mut command)
    };
    let done = export(first + 10, last - 10);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
    let expected: Vec<Vec<u8>> =
        heard.range(first + 10..last - 10).map(|(_, packet)| packet.clone()).collect();
    assert_eq!(sound(&out), expected);
    let valid = bounded::output(Command::new("oggz-validate").arg(&out));
    assert!(valid.status.success(), "{}", String::from_utf8_lossy(&valid.stdout));
    let cue = std::fs::read_to_string(folder.path().join("show.cue")).expect("a cue sheet");
    assert!(cue.starts_with("TITLE \"Night\"\nFILE \"show.opus\" WAVE\n"), "{cue}");
    let title = title["title"].as_str().expect("a title");
    assert!(cue.contains(&format!("TITLE \"{title}\"")) && cue.contains("INDEX 01 00:00:00"), "{cue}");
    let chapters = std::fs::read_to_string(folder.path().join("show.chapters.json")).expect("chapters");
    assert!(chapters.contains("\"startTime\":0.0") && chapters.contains(title), "{chapters}");
    assert!(!export(first, last).status.success(), "no file is replaced");
    let nothing = folder.path().join("nothing.opus");
    let mut command = longwave(running.data());
    command.args(["archive", "export", "main", "--from", "2001-01-01", "--to", "2001-01-02", "--out"]);
    let refused = bounded::output(command.arg(&nothing));
    assert!(!refused.status.success() && !nothing.exists());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("nothing is kept of that time"));

    // The server went on, and its file is whole.
    let (status, _, data) = running.stop();
    assert!(status.success());
    for file in files(data.path()) {
        drop(packets(&file));
    }
}

#[test]
fn a_folder_that_goes_while_on_air_is_made_again_and_the_sound_goes_on() {
    let (running, _, _) = station_with_archive();
    let mut client = crate::client::Client::join(&running, "?burst=0&delivery=20");
    client.sound();
    std::fs::remove_dir_all(running.data().join("archive/main")).expect("it is there");
    wait_until("another file", || !files(running.data()).is_empty());
    let heard = crate::archive::listen(&mut client, 50);
    let numbers: Vec<u64> = heard.into_keys().collect();
    assert!(numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]), "no frame is missing");
    wait_for_frame(&running, *numbers.last().expect("frames"));
    let (status, _, data) = running.stop();
    assert!(status.success());
    for file in files(data.path()) {
        drop(packets(&file));
    }
}

#[test]
fn a_full_disk_is_told_the_sound_goes_on_and_so_does_the_archive_when_there_is_room() {
    let passwords = [("LONGWAVE_SOURCE_PASSWORD", SOURCE), ("LONGWAVE_ADMIN_PASSWORD", ADMIN)];
    let running = Running::start_with_small_disk(2_000, &passwords);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    set(&running, &["--archive", "everything"]);
    let seen = format!("/proc/{}/root{}", running.pid(), running.data().display());
    let seen = Path::new(&seen);
    wait_until("a file", || !files(seen).is_empty());
    let mut client = crate::client::Client::join(&running, "?burst=0&delivery=20");
    let fill = seen.join("archive/fill.bin");
    // As much as there is room for, and then it is full within a second or two.
    drop(std::fs::write(&fill, vec![0; 1_900_000]));
    let troubles = || as_admin(&running, "/api/v1/health");
    wait_until("words", || troubles().contains("archive of main: "));
    let heard: Vec<u64> = crate::archive::listen(&mut client, 100).into_keys().collect();
    assert!(heard.windows(2).all(|pair| pair[0] + 1 == pair[1]), "no frame is missing");
    // All that is there can be played.
    for file in files(seen) {
        let mut reader = ogg::PacketReader::new(std::fs::File::open(file).expect("a file"));
        while reader.read_packet().expect("whole pages").is_some() {}
    }
    std::fs::remove_file(&fill).expect("it is there");
    let now = crate::archive::listen(&mut client, 1).into_keys().next().expect("a frame");
    wait_until("sound that is kept again", || {
        running.get(&format!("/main/hls/archive.m3u8?at={}", at(now))).starts_with("HTTP/1.1 200")
    });
    wait_until("no words any more", || !troubles().contains("archive of main: "));
}
