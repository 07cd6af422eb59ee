//! Covers inside files and beside them, small and huge.

use super::*;
use crate::clock::{Clock, SystemClock};
use crate::model::CoverLookup;
use crate::model::{Cover, CoverId};

#[test]
fn covers_are_found_inside_and_beside() {
    let room = Room::with(&[]);
    room.tone("a.flac", &[]);
    room.library.scan();
    let file = room.library.files()[0].clone();
    assert_eq!(room.library.load(&file).unwrap().0.cover, None);
    room.write("Folder.PNG", &png(8_000, 8_000, 0));
    assert_eq!(room.library.load(&file).unwrap().0.cover, None, "too large, but the music plays");
    room.write("cover.png", &png(500, 500, 0));
    let beside = room.library.load(&file).unwrap().0.cover.unwrap();
    let CoverLookup::Here(cover) = room.library.cover(&beside) else { panic!("it is here at once") };
    assert_eq!((&cover.id, cover.media_type), (&beside, "image/png"));

    let picture = room.path("picture.jpg");
    let status = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-f", "lavfi", "-i", "color=red:s=64x64:d=1", "-frames:v", "1"])
        .arg(&picture)
        .status()
        .expect("install ffmpeg");
    assert!(status.success());
    let with = ["-i", picture.to_str().unwrap(), "-map", "0", "-map", "1", "-c:v", "copy"];
    room.tone("b.mp3", &with);
    room.library.scan();
    room.library.scan();
    let file = room.library.files()[1].clone();
    let inside = room.library.load(&file).unwrap().0.cover.unwrap();
    assert!(
        matches!(room.library.cover(&inside), CoverLookup::Here(cover) if cover.media_type == "image/jpeg")
    );
    assert_ne!(inside, beside);
}

/// Waits until a cover that is being made smaller is there, or known not to be.
fn made(library: &MusicLibrary, id: &CoverId) -> Option<Arc<Cover>> {
    let (clock, patience_us) = (SystemClock::start(), 30_000_000);
    let until_us = clock.now_us() + patience_us;
    while clock.now_us() < until_us {
        match library.cover(id) {
            CoverLookup::Here(cover) => return Some(cover),
            CoverLookup::Soon => clock.wait_until(clock.now_us() + 5_000),
            CoverLookup::Nowhere => return None,
        }
    }
    panic!("it is never made");
}

#[test]
fn a_huge_cover_is_shown_small_and_is_made_once() {
    let room = Room::with(&[]);
    room.tone("a.flac", &[]);
    let status = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=3000x2000", "-frames:v", "1"])
        .arg(room.path("cover.png"))
        .status()
        .expect("install ffmpeg");
    assert!(status.success());
    let covers = room.path("kept/covers");
    let library = || {
        let library = MusicLibrary::keeping_covers(room.folder.path().to_owned(), Some(covers.clone()));
        library.scan();
        library
    };
    let first = library();
    let id = first.load(&first.files()[0]).unwrap().0.cover.unwrap();
    let cover = made(&first, &id).unwrap();
    let size = imagesize::blob_size(&cover.image).unwrap();
    assert_eq!((cover.media_type, size.width, size.height), ("image/jpeg", 512, 341));
    assert!(cover.image.len() < 200_000, "{} bytes", cover.image.len());
    // What is kept is used as it is after a restart: another picture in its place is shown then.
    let kept = covers.join(format!("{id}.jpg"));
    assert_eq!(fs::read(&kept).unwrap(), cover.image);
    fs::write(&kept, b"\xFF\xD8 another \xFF\xD9").unwrap();
    let second = library();
    assert_eq!(second.load(&second.files()[0]).unwrap().0.cover.as_ref(), Some(&id));
    assert_eq!(made(&second, &id).unwrap().image, &b"\xFF\xD8 another \xFF\xD9"[..]);
    assert_eq!(second.cover(&CoverId("0123456789abcdef".to_owned())), CoverLookup::Nowhere);
}

#[test]
fn a_damaged_cover_is_none_from_the_second_time_on() {
    let room = Room::with(&[]);
    room.tone("a.flac", &[]);
    room.write("cover.png", &png(600, 600, 0));
    room.library.scan();
    let load = || room.library.load(&room.library.files()[0]).unwrap().0.cover;
    assert_eq!(made(&room.library, &load().unwrap()), None);
    assert_eq!(load(), None);
}
