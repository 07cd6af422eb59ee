use super::*;
use crate::schedule::tests::track;

fn entries() -> Vec<Entry> {
    let entry = |location: &str, artist: Option<&str>, title: Option<&str>, seconds: Option<u64>| Entry {
        location: location.to_owned(),
        title: title.map(str::to_owned),
        artist: artist.map(str::to_owned),
        length: seconds.map(Duration::from_secs),
    };
    vec![
        entry("/music/a b.flac", Some("Ann & Bob"), Some("<Reel>"), Some(181)),
        entry("c.mp3", None, Some("Öl"), None),
        entry("d.mp3", None, None, None),
    ]
}

#[test]
fn what_is_written_is_read_again() {
    for (file, format) in
        [("a.M3U8", PlaylistFormat::M3u), ("a.pls", PlaylistFormat::Pls), ("a.xspf", PlaylistFormat::Xspf)]
    {
        assert_eq!(PlaylistFormat::of(Path::new(file)), Ok(format));
        let text = format.write("Köln & more", &entries()).unwrap();
        assert_eq!(format.read(text.as_bytes()).unwrap(), entries(), "{text}");
        assert_eq!(PlaylistFormat::by_sight(&format!("\u{FEFF}\r\n{text}")), format);
    }
    assert_eq!(PlaylistFormat::of(Path::new("a.txt")), Err(PlaylistFileError::Unknown));
    assert_eq!(PlaylistFormat::by_sight("a/b.mp3"), PlaylistFormat::M3u);
}

#[test]
fn files_of_other_programs_are_read() {
    let m3u = b"\xEF\xBB\xBF#EXTM3U\r\n#EXTINF:123 logo=\"x\",Ann - One - Two\r\nD:\\Musik\\a.mp3\r\n\r\n# a remark\r\nb.mp3\r\n";
    let read = PlaylistFormat::M3u.read(m3u).unwrap();
    assert_eq!(read.len(), 2);
    assert_eq!((read[0].artist.as_deref(), read[0].title.as_deref()), (Some("Ann"), Some("One - Two")));
    assert_eq!(read[0].length, Some(Duration::from_secs(123)));
    assert_eq!(PlaylistFormat::M3u.read(b"Gr\xFC\xDFe.mp3").unwrap()[0].location, "Gr\u{fc}\u{df}e.mp3");
    let pls = b"[playlist]\nFile2=b.mp3\nTitle1=Ann - A\nfile1=a.mp3\nLength1=-1\nNumberOfEntries=2\n";
    let read = PlaylistFormat::Pls.read(pls).unwrap();
    assert_eq!(read.iter().map(|entry| &*entry.location).collect::<Vec<_>>(), ["a.mp3", "b.mp3"]);
    assert_eq!((read[0].title.as_deref(), read[0].length), (Some("A"), None));
    let xspf = b"<?xml version='1.0'?><x:playlist xmlns:x='http://xspf.org/ns/0/'><x:title>not this</x:title>
        <x:trackList><x:track><x:location> file:///a%20b.mp3 </x:location><x:location>second</x:location>
        <x:title>R&amp;B &#x263A;</x:title></x:track><x:track><x:title>nowhere</x:title></x:track>
        </x:trackList></x:playlist>";
    let read = PlaylistFormat::Xspf.read(xspf).unwrap();
    assert_eq!(read.len(), 1);
    assert_eq!((&*read[0].location, read[0].title.as_deref()), ("file:///a%20b.mp3", Some("R&B \u{263A}")));
}

#[test]
fn what_is_no_playlist_is_refused_or_empty() {
    assert!(matches!(PlaylistFormat::Xspf.read(b""), Err(PlaylistFileError::Xml(_))));
    assert!(matches!(
        PlaylistFormat::Xspf.read(b"<playlist><track></playlist>"),
        Err(PlaylistFileError::Xml(_))
    ));
    assert!(matches!(
        PlaylistFormat::Xspf.read(b"<playlist>&nothing;</playlist>"),
        Err(PlaylistFileError::Xml(_))
    ));
    assert_eq!(PlaylistFormat::Pls.read(b"\0\xFF=\n=3\nFile=x\nFile99999999999=x").unwrap(), []);
    assert_eq!(PlaylistFormat::M3u.read(b"#EXTINF:,\n").unwrap(), []);
}

/// Checks which track an entry at `location` means.
#[track_caller]
fn check(location: &str, expected: Option<i64>) {
    let mut tracks = [track(1, "A", "Ann"), track(2, "B", "Bob"), track(3, "A", "Cy"), track(4, "X", "Di")];
    for (track, path) in tracks.iter_mut().zip(["rock/a b.mp3", "pop/song.mp3", "folk/song.mp3", "x.mp3"]) {
        track.path = std::path::Path::new(path).into();
    }
    let entry = |title: &str, artist: &str| Entry {
        location: location.to_owned(),
        title: Some(title.to_owned()),
        artist: Some(artist.to_owned()),
        length: None,
    };
    let finder = Finder::new(&tracks, "/srv/music/");
    assert_eq!(finder.find(&entry("no", "body")).map(|id| id.0), expected, "{location}");
    assert_eq!(finder.find(&entry("x ", "DI")).map(|id| id.0), expected.or(Some(4)), "{location}");
}

#[test]
fn tracks_are_found_wherever_others_keep_them() {
    check("rock/a b.mp3", Some(1));
    check("./rock/a b.mp3", Some(1));
    check("/srv/music/pop/song.mp3", Some(2));
    check("file:///srv/music/rock/a%20b.mp3", Some(1));
    check("D:\\Musik\\Rock\\A B.mp3", Some(1));
    check("/home/ann/folk/song.mp3", Some(3));
    check("/home/ann/song.mp3", None);
    check("http://example.org/stream", None);
    check("file:///100%", None);
}
