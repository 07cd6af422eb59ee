//! What a station plays is said on the command line, while it is on air.

use std::path::Path;

use longwave::store::Store;

use crate::bounded;
use crate::live::now;
use crate::running::{Running, longwave, shelf, wait_until};

/// What the program says to these words, on stdout or in regret, and whether it did it.
pub(crate) fn say(data: &Path, words: &[&str]) -> (bool, String) {
    let output = bounded::output(longwave(data).args(words).arg("--media").arg(shelf()));
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

#[track_caller]
pub(crate) fn done(data: &Path, words: &[&str]) -> String {
    let (is_done, said) = say(data, words);
    assert!(is_done, "{words:?}: {said}");
    said
}

/// A station whose library is known, and how many tracks that has.
fn station() -> (Running, usize) {
    let running = Running::start(&shelf());
    let known = || Store::look(running.data()).ok().flatten().and_then(|store| store.listed().ok());
    wait_until("the library", || known().is_some_and(|tracks| tracks.len() >= 6));
    let count = known().expect("a library").len();
    (running, count)
}

#[test]
fn playlists_go_out_and_come_back_in_every_format() {
    let (running, count) = station();
    let data = running.data();
    done(data, &["playlist", "add", "Everything", "--everything", "--weight", "0"]);
    assert_eq!(done(data, &["playlist", "show", "everything"]).lines().count(), count + 1);
    for ending in ["m3u", "m3u8", "pls", "xspf"] {
        let file = data.join(format!("all.{ending}"));
        let file = file.to_str().expect("a name");
        done(data, &["playlist", "export", "Everything", file]);
        let (again, said) = say(data, &["playlist", "export", "Everything", file]);
        assert!(!again && said.contains("cannot be made"), "{said}");
        let said = done(data, &["playlist", "import", ending, file]);
        assert!(said.contains(&format!("{count} of {count} tracks are found")), "{said}");
        let tracks = |name: &str| {
            let said = done(data, &["playlist", "show", name]);
            said.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(tracks("Everything"), tracks(ending));
    }
    std::fs::write(data.join("no.pls"), "[playlist]\nFile1=/elsewhere/unknown.mp3\n").expect("a file");
    let no = data.join("no.pls");
    let (imported, said) = say(data, &["playlist", "import", "pls", no.to_str().expect("a name")]);
    assert!(!imported && said.contains("not in the library: /elsewhere/unknown.mp3"), "{said}");
    assert!(done(data, &["playlist", "list"]).contains(&format!("pls: {count} tracks, sequence")));
}

#[test]
fn the_schedule_tells_what_would_play_and_when() {
    let (running, _) = station();
    let data = running.data();
    done(data, &["playlist", "add", "All", "--everything"]);
    done(data, &["schedule", "rules", "--time-zone", "Europe/Berlin", "--artist", "0", "--album", "0"]);
    done(data, &["schedule", "plan", "Clock", "All", ":30! All"]);
    let evening = ["--days", "sun", "--length", "1:00"];
    done(data, &[&["schedule", "add", "Night", "--at", "2:30", "--playlist", "All"], &evening[..]].concat());
    done(
        data,
        &[&["schedule", "add", "Hour", "--at", "5:00", "--plan", "Clock", "--late", "5"], &evening[..]]
            .concat(),
    );
    let listed = done(data, &["schedule", "list"]);
    assert!(
        listed.contains(
            "Night: Sun, 02:30 to 03:30; starts on time, the track before it is faded out. Playlist All."
        ),
        "{listed}"
    );
    assert!(listed.contains("clock Clock: All, :30! All"), "{listed}");
    assert!(listed.contains("time zone Europe/Berlin"), "{listed}");
    // On this Sunday there is no half past two.
    let told = done(data, &["schedule", "preview", "--from", "2027-03-28T01:00:00+01:00", "--hours", "5"]);
    assert!(told.contains("Sun 03:00:00") && told.contains("show Night, playlist All, fades in"), "{told}");
    assert!(told.contains("Sun 05:30:00") && told.contains("show Hour, clock Clock, playlist All"), "{told}");
    assert!(told.contains("title relaxed"), "six tracks are too few for an hour: {told}");
}

#[test]
fn what_makes_no_sense_is_refused_in_words() {
    let (running, _) = station();
    let refused = |words: &[&str], expected: &str| {
        let (is_done, said) = say(running.data(), words);
        assert!(!is_done && said.contains(expected), "{words:?}: {said}");
    };
    let show = ["schedule", "add", "S", "--days", "fri", "--at", "20:00", "--length", "1:00"];
    let show = |rest: &[&'static str]| [&show[..], rest].concat();
    done(running.data(), &["playlist", "add", "IDs", "--jingles", "--every-tracks", "3"]);
    refused(&["playlist", "add", "ids"], "there is a playlist \"ids\" already");
    refused(&["playlist", "show", "none"], "there is no playlist \"none\"");
    refused(&["playlist", "add", "A", "--station", "nowhere"], "there is no station nowhere");
    refused(&["playlist", "import", "A", "music.txt"], "ends in .m3u, .m3u8, .pls or .xspf");
    refused(&show(&["--playlist", "none"]), "there is no playlist \"none\"");
    refused(&show(&["--playlist", "IDs"]), "holds jingles");
    refused(&show(&[]), "say what the show plays");
    refused(&["schedule", "rules", "--time-zone", "Moon/Base"], "\"Moon/Base\" is no time zone");
    refused(&["schedule", "remove", "S"], "there is no show \"S\"");
}

#[test]
fn a_station_follows_what_is_said_while_it_plays() {
    let (running, _) = station();
    let data = running.data();
    let next = || done(data, &["queue", "list"]).lines().map(str::to_owned).collect::<Vec<_>>();
    let all = |word: &str| {
        let lines = next();
        lines.len() >= 4 && lines.iter().all(|line| line.contains(word))
    };
    wait_until("a plan", || all("the library"));
    done(data, &["playlist", "add", "Boats", "--text", "paper boats"]);
    wait_until("the playlist", || all("playlist Boats"));
    let show = ["schedule", "add", "All day", "--days", "daily", "--at", "0:00", "--length", "24:00"];
    done(data, &[&show[..], &["--playlist", "Boats"]].concat());
    wait_until("the show", || all("show All day"));
    done(data, &["queue", "skip"]);
    wait_until("the show on air", || now(&running)["now_playing"]["title"] == "Paper Boats");
    done(data, &["schedule", "remove", "All day"]);
    done(data, &["playlist", "remove", "Boats"]);
    wait_until("the library again", || all("the library"));
    let dead = running.metric("longwave_dead_air_seconds_total", "");
    assert!(dead == 0.0, "{dead} s of dead air");
}
