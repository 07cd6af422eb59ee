//! Programs of other people's go live with music, and hand back: Liquidsoap, and two that use libshout.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::live::{STATION_TONE, Sender, now, tone_station, wait_for_source};
use crate::programs::piece;
use crate::recording::{Recorder, Recording, share_of_tone};
use crate::running::{Running, wait_until};
use crate::unbroken::play_on;

/// How long their music is.
const SECONDS: u32 = 6;

/// A DJ's music, by a name that is its title, and who plays it.
fn music(folder: &Path, title: &str, encoding: &[&str], extension: &str) -> PathBuf {
    let length = SECONDS.to_string();
    piece(folder, title, &[&["-vn", "-t", &length], encoding].concat(), extension)
}

/// What Liquidsoap is told: play a file once, and end.
fn script(running: &Running, music: &Path, encoder: &str) -> String {
    format!(
        "set(\"init.allow_root\", true)\n\
         music = once(single(\"{}\"))\n\
         output.icecast({encoder}, fallible=true, host=\"127.0.0.1\", port={}, password=\"hackme-hackme\",\n\
           mount=\"main\", name=\"Ada's Hour\", on_stop=shutdown, music)\n",
        music.display(),
        running.address.port(),
    )
}

/// Waits for a show with this title to begin, and to end by itself.
fn hear(running: &Running, sender: Sender, title: &str) {
    wait_for_source(running, "live");
    wait_until("its title", || {
        let playing = &now(running)["now_playing"];
        playing["source"] == "live" && playing["title"] == title && playing["artist"] == "Ada"
    });
    sender.ended();
    wait_until("a free line", || now(running)["live"].is_null());
    wait_for_source(running, "autodj");
    // Past the fade.
    play_on(running, 1_500_000);
}

/// Fails unless the station's tone gave way to music with this title and came back.
fn check(heard: &Recording, title: &str) {
    let is = |source: &str| heard.titles.iter().rposition(|said| said["source"] == source);
    let (live, back) = (is("live").expect("it was live"), is("autodj").expect("and handed back"));
    assert!(live < back, "{:#?}", heard.titles);
    let named = heard.titles.iter().find(|said| said["source"] == "live" && said["title"] == title);
    let named = named.unwrap_or_else(|| panic!("no {title:?} in {:#?}", heard.titles));
    assert_eq!(named["artist"], "Ada");
    let tone = f64::from(STATION_TONE);
    let share = |from: &serde_json::Value, after| {
        share_of_tone(heard.part(from["time_us"].as_u64().expect("a time"), after, 1.0), tone)
    };
    let (music, after) = (share(named, 2.0), share(&heard.titles[back], 1.2));
    println!("{title}: {music:.2} of its power is the station's tone, {after:.2} after it");
    assert!(music < 0.5, "its music is heard");
    assert!(after > 0.9, "and then the station's tone");
}

#[test]
fn liquidsoap_goes_live_and_hands_back() {
    let (running, _shelf) = tone_station();
    let folder = tempfile::tempdir().expect("a directory");
    for (title, encoder) in [("Eins", "%opus"), ("Zwei", "%mp3"), ("Drei", "%ogg(%flac)")] {
        let recorder = Recorder::start(&running);
        let music = music(folder.path(), title, &["-c:a", "flac"], "flac");
        let path = folder.path().join(format!("{title}.liq"));
        fs::write(&path, script(&running, &music, encoder)).expect("a file");
        // What it has to say goes to its log: its output is this test's only when it cannot even start.
        let mut liquidsoap = Command::new("liquidsoap");
        liquidsoap.arg(&path).env("HOME", folder.path()).stderr(Stdio::inherit());
        hear(&running, Sender::spawn(&mut liquidsoap, "liquidsoap, of Debian's package liquidsoap"), title);
        check(&recorder.finish(), title);
    }
}

#[test]
fn oggfwd_goes_live_and_hands_back() {
    let (running, _shelf) = tone_station();
    let folder = tempfile::tempdir().expect("a directory");
    let recorder = Recorder::start(&running);
    let music = music(folder.path(), "Vier", &["-c:a", "libvorbis"], "ogg");
    let port = running.address.port().to_string();
    let mut oggfwd = Command::new("sh");
    let order = "exec oggfwd -n Ada 127.0.0.1 \"$1\" hackme-hackme /main <\"$2\"";
    oggfwd.args(["-c", order, "sh", &port]).arg(&music).stderr(Stdio::inherit());
    hear(&running, Sender::spawn(&mut oggfwd, "a shell"), "Vier");
    check(&recorder.finish(), "Vier");
}

#[test]
fn ezstream_goes_live_and_hands_back() {
    let (running, _shelf) = tone_station();
    let folder = tempfile::tempdir().expect("a directory");
    for (title, codec, format, extension) in
        [("Acht", "libmp3lame", "MP3", "mp3"), ("Neun", "libopus", "Ogg", "opus")]
    {
        let recorder = Recorder::start(&running);
        let music = music(folder.path(), title, &["-c:a", codec], extension);
        let path = folder.path().join("ezstream.xml");
        let settings = format!(
            "<ezstream>\
             <servers><server><name>default</name><protocol>HTTP</protocol><hostname>127.0.0.1</hostname>\
             <port>{}</port><user>source</user><password>hackme-hackme</password></server></servers>\
             <streams><stream><name>default</name><mountpoint>/main</mountpoint>\
             <stream_name>Ada</stream_name><format>{format}</format></stream></streams>\
             <intakes><intake><name>default</name><type>file</type><filename>{}</filename>\
             <stream_once>yes</stream_once></intake></intakes>\
             </ezstream>",
            running.address.port(),
            music.display(),
        );
        fs::write(&path, settings).expect("a file");
        // It refuses a file with a password that others may read.
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("its owner");
        let mut ezstream = Command::new("ezstream");
        ezstream.arg("-c").arg(&path).stderr(Stdio::inherit());
        hear(&running, Sender::spawn(&mut ezstream, "ezstream, of Debian's package ezstream"), title);
        check(&recorder.finish(), title);
    }
}
