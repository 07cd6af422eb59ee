//! Changes of recordings that go beyond words: trimming, pictures, files made elsewhere, and repeats.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek as _, SeekFrom};
use std::ops::Range;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::api::{ALL, RecordingDetails, details, known, plain_text};
use crate::container::ogg_opus_file::{self, LONGEST_PAGE};
use crate::library::{self, MOST_PART, Offer};
use crate::model::{LogoForm, Recording, RecordingState, TrackKind};
use crate::recording::{self, FRAME_US, StationArchive, TrimmedRecording, UnfitPart};
use crate::store::NewEpisode;
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

/// The largest file of an episode, in bytes: 2 GiB.
const MOST_BYTES: u64 = 2 << 30;
/// The largest picture that is taken, in bytes.
const MOST_PICTURE: usize = 4 << 20;
/// The longest name of a file in the library, in characters.
const MOST_NAME: usize = 80;
/// Episodes of a station whose files are being sent, at most.
const MOST_RECEIVING: usize = 20;
const FRAMES_PER_SECOND: u64 = 1_000_000 / FRAME_US;

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Manager, Scope::Log);
    vec![
        Route::new(Verb::Post, ALL, may, Handler::Ask(add))
            .about("Add an episode that was made elsewhere; its file is sent to sound after that")
            .takes::<Episode>()
            .gives::<RecordingDetails>(),
        Route::new(Verb::Patch, "/api/v1/stations/{station}/recordings/{id}/sound", may, Handler::Ask(receive))
            .about("Send the part of an episode's file that begins at offset, at most 8 MiB; after the last one its files are made")
            .query(&["offset"])
            .takes_file("application/octet-stream")
            .at_most(MOST_PART)
            .unnoted()
            .gives::<ReceivedBytes>(),
        Route::new(Verb::Post, "/api/v1/stations/{station}/recordings/{id}/trim", may, Handler::Ask(trim))
            .about("Cut off the beginning and the end of a recording, to the frame of 20 ms, without encoding it again")
            .takes::<RecordingPart>()
            .gives::<RecordingDetails>(),
        Route::new(Verb::Put, "/api/v1/stations/{station}/recordings/{id}/picture", may, Handler::Ask(give_picture))
            .about("Give a recording a picture: PNG, JPEG or WebP of at most 4 MiB")
            .takes_file("image/*")
            .at_most(MOST_PICTURE)
            .gives::<RecordingDetails>(),
        Route::new(Verb::Delete, "/api/v1/stations/{station}/recordings/{id}/picture", may, Handler::Ask(remove_picture))
            .about("Remove the picture of a recording"),
        Route::new(Verb::Post, "/api/v1/stations/{station}/recordings/{id}/repeat", (Access::Manager, Scope::Library), Handler::Ask(repeat))
            .about("Put a copy of a recording into the library, as talk: from there it is queued and scheduled as any track")
            .gives::<RepeatUpload>(),
    ]
}

/// An episode that was made elsewhere.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRecordingUpload)]
struct Episode {
    title: String,
    description: Option<String>,
    /// The show that it is of.
    show: Option<String>,
    /// Length of the file in bytes, at most 2 GiB.
    size: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct At {
    offset: u64,
}

/// How much of an episode's file is there.
#[derive(Serialize, ToSchema)]
struct ReceivedBytes {
    /// The next part begins here.
    offset: u64,
}

/// A part of a recording, in seconds from its beginning as it is now.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RecordingPart {
    /// The new start.
    from_seconds: f64,
    /// The new end; without it, the end stays.
    to_seconds: Option<f64>,
}

impl RecordingPart {
    /// Returns which of so many frames are in it.
    fn frames(&self, frames: u64) -> Result<Range<u64>, Error> {
        let wrong = |why: &'static str| Err(Error::bad_input(why));
        let frame_at = |seconds: f64| (seconds * FRAMES_PER_SECOND as f64).round();
        let end = self.to_seconds.map_or(frames as f64, frame_at);
        let start = frame_at(self.from_seconds);
        if !start.is_finite() || !end.is_finite() {
            return wrong("The start and the end are numbers of seconds.");
        }
        if self.from_seconds < 0.0 {
            return wrong("The start is before the beginning of the recording: from_seconds is 0 or more.");
        }
        if end > frames as f64 {
            return wrong("The end is after the end of the recording.");
        }
        if start >= end {
            return wrong("The end has to be after the start.");
        }
        if end - start < FRAMES_PER_SECOND as f64 {
            return wrong("At least a second of the recording has to be left.");
        }
        Ok(start as u64..end as u64)
    }
}

/// A copy on its way into the library.
#[derive(Serialize, ToSchema)]
struct RepeatUpload {
    /// The upload that it is, at `/api/v1/uploads/{upload}`.
    upload: String,
}

fn add(call: &ApiRequest) -> Result<Reply, Error> {
    let new: Episode = call.json()?;
    let (station, store) = (call.station()?, &call.site.store);
    if new.size == 0 || new.size > MOST_BYTES {
        return Err(Error::bad_input("The file of an episode has at most 2 GiB, and is not empty."));
    }
    let recordings = store.recordings(station.slug())?;
    if recordings.iter().filter(|one| one.state == RecordingState::Receiving).count() >= MOST_RECEIVING {
        return Err(Error::conflict("Too many episodes wait for their files: send them, or delete some."));
    }
    // Both files lie there at once while the second one is made.
    let is_awaited = |one: &&Recording| one.state == RecordingState::Receiving;
    let announced: u64 = recordings.iter().filter(is_awaited).map(|one| one.sent_bytes).sum();
    if !archive(call)?.has_room_for(announced + 2 * new.size) {
        return Err(Error::conflict(
            "The disk of the recordings has no room for this file: make room first.",
        ));
    }
    let show = new.show.map(|show| show.trim().to_owned()).filter(|show| !show.is_empty());
    let added = NewEpisode {
        station: station.slug().to_owned(),
        account: call.person()?.name.clone(),
        title: new.title,
        show,
        bytes: new.size,
        from_us: call.now_us(),
    };
    let id = call.in_transaction(|call| {
        let store = &call.site.store;
        let id = store.add_episode(&added)?;
        let recording = store.recording(&added.station, id)?.ok_or(Error::UnknownPage)?;
        let description = plain_text(new.description.as_deref().unwrap_or_default());
        // Title and description are checked there.
        store.change_recording(&Recording { description, ..recording })?;
        Ok::<_, Error>(id)
    })?;
    let recording = store.recording(station.slug(), id)?.ok_or(Error::UnknownPage)?;
    Reply::created(&format!("/api/v1/stations/{}/recordings/{id}", station.slug()), &details(call, recording))
}

fn receive(call: &ApiRequest) -> Result<Reply, Error> {
    let At { offset } = call.query()?;
    let recording = known(call)?;
    if recording.state != RecordingState::Receiving {
        return Err(Error::conflict("The file of this episode is here already."));
    }
    let archive = archive(call)?;
    let offset = match archive.receive(&recording, offset, call.body()) {
        Ok(offset) => offset,
        Err(UnfitPart::Io(error)) => return Err(Error::Broken(error.to_string())),
        Err(unfit) => return Err(Error::conflict(format!("The part is not taken: {unfit}."))),
    };
    if offset == recording.sent_bytes {
        call.site.store.episode_is(recording.id, &RecordingState::Transcoding)?;
        call.site.archives.make_files_of(Recording { state: RecordingState::Transcoding, ..recording });
    }
    Reply::json(&ReceivedBytes { offset })
}

fn trim(call: &ApiRequest) -> Result<Reply, Error> {
    let part: RecordingPart = call.json()?;
    let archive = archive(call)?;
    // Times are those of the recording as it is: another trim waits, and finds another one.
    let _one_at_a_time = archive.lock_changes();
    let store = &call.site.store;
    let noted = |id| Ok(store.recording(archive.slug(), id)?.filter(Recording::is_ready));
    // One whose files could not be put in their places is heard before it is trimmed again.
    archive.finish_trims(noted).map_err(|error| Error::Broken(error.to_string()))?;
    let recording = ready(call)?;
    call.check_version(Some(&details(call, recording.clone())))?;
    let frames = recording.duration_us / FRAME_US;
    let kept = part.frames(frames)?;
    if kept == (0..frames) {
        return Reply::json(&details(call, recording));
    }
    check_here(&archive, recording.id)?;
    let trimmed =
        archive.trim_recording(&recording, kept).map_err(|error| Error::Broken(error.to_string()))?;
    let TrimmedRecording { duration_us, opus_bytes, mp3_bytes, trimmed_us } =
        trimmed.ok_or(Error::conflict("The file of this recording is shorter than it should be."))?;
    let after = Recording { trimmed_us, duration_us, opus_bytes, mp3_bytes, ..recording.clone() };
    if !call.site.store.recording_is_trimmed(&recording, &after)? {
        archive.drop_trimmed(recording.id).map_err(|error| Error::Broken(error.to_string()))?;
        return Err(Error::CHANGED);
    }
    // If the server ends before that, the next start does it.
    archive.put_trimmed(&after).map_err(|error| Error::Broken(error.to_string()))?;
    call.site.archives.make_files_of(after.clone());
    Reply::json(&details(call, after))
}

fn give_picture(call: &ApiRequest) -> Result<Reply, Error> {
    let recording = known(call)?;
    let (logo, image) = library::logo(call.body()).map_err(|unfit| Error::bad_input(unfit.to_string()))?;
    archive(call)?.keep_picture(recording.id, &image).map_err(|error| Error::Broken(error.to_string()))?;
    let media_type = if logo.form == LogoForm::Jpeg { "image/jpeg" } else { "image/png" };
    call.site.store.set_recording_picture(recording.id, Some(media_type))?;
    Reply::json(&details(call, known(call)?))
}

fn remove_picture(call: &ApiRequest) -> Result<Reply, Error> {
    let recording = known(call)?;
    call.site.store.set_recording_picture(recording.id, None)?;
    archive(call)?.remove_picture(recording.id).map_err(|error| Error::Broken(error.to_string()))?;
    Ok(Reply::done())
}

fn repeat(call: &ApiRequest) -> Result<Reply, Error> {
    let recording = ready(call)?;
    let (intake, station) = (call.intake()?, call.station()?);
    let broken = |error: std::io::Error| Error::Broken(error.to_string());
    let (mut file, size) =
        retitled(check_here(&archive(call)?, recording.id)?, &recording).map_err(broken)?;
    let has_folder = call.site.store.station(station.slug())?.folder.is_some();
    let title: String =
        recording.what.title.chars().filter(|c| !c.is_control() && *c != '/').take(MOST_NAME).collect();
    let offered = intake.begin(Offer {
        station: has_folder.then(|| station.slug().to_owned()),
        owner: call.person()?.name.clone(),
        key: None,
        name: format!("{} {}.opus", title.trim_start_matches('.'), recording.id),
        kind: Some(TrackKind::Talk),
        size,
        digest: None,
    })?;
    let mut copy = || -> Result<(), Error> {
        let mut offset = 0;
        let mut part = vec![0; MOST_PART];
        while offset < size {
            let read = file.read(&mut part).map_err(broken)?;
            if read == 0 {
                return Err(Error::CHANGED);
            }
            intake.take(&offered.id, offset, &part[..read])?;
            offset += read as u64;
        }
        Ok(())
    };
    if let Err(error) = copy() {
        intake.forget(&offered.id)?;
        return Err(error);
    }
    Reply::json(&RepeatUpload { upload: offered.id })
}

/// Returns the Ogg Opus file of a recording with the title that this has by now, and its length in bytes.
fn retitled(mut file: File, recording: &Recording) -> io::Result<(impl Read, u64)> {
    let mut beginning = Vec::new();
    Read::by_ref(&mut file).take(2 * LONGEST_PAGE as u64).read_to_end(&mut beginning)?;
    let header = ogg_opus_file::retitled(&beginning.into(), &recording.what.title);
    let (header, replaced) = header.map(|(header, length)| (header, length as u64)).unwrap_or_default();
    file.seek(SeekFrom::Start(replaced))?;
    let size = header.len() as u64 + recording.opus_bytes.saturating_sub(replaced);
    Ok((Cursor::new(header).chain(file), size))
}

/// Fails if the Ogg Opus file of a recording is not on this disk.
fn check_here(archive: &StationArchive, id: i64) -> Result<File, Error> {
    archive.opus_file(id).map_err(|_| {
        Error::conflict(if archive.is_missing(id) {
            "Its file is not on the disk any more."
        } else {
            "Its file is only in the bucket: listen to it, which fetches it, and try again."
        })
    })
}

/// The recording in the address, which can be heard.
fn ready(call: &ApiRequest) -> Result<Recording, Error> {
    let recording = known(call)?;
    if recording.is_ready() {
        Ok(recording)
    } else {
        Err(Error::conflict("This recording is not ready yet."))
    }
}

/// The archive of the station in the address, whose disk is mounted.
pub(super) fn archive(call: &ApiRequest) -> Result<StationArchive, Error> {
    let opened = call.site.archives.opened(call.station()?.slug());
    let checked = opened.and_then(|archive| archive.check_disk().map(|()| archive));
    checked.map_err(|error| match error {
        recording::Error::NotMounted { .. } => {
            Error::conflict("The disk of the archive is not mounted: try again when it is.")
        }
        error => Error::Broken(error.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_none_is_refused_in_words() {
        let check = |from_seconds: f64, to_seconds: Option<f64>| {
            let part = RecordingPart { from_seconds, to_seconds };
            part.frames(500).map_err(|error| error.to_string())
        };
        assert_eq!(check(0.0, None), Ok(0..500));
        assert_eq!(check(1.52, Some(10.0)), Ok(76..500));
        assert_eq!(check(2.0, Some(3.0)), Ok(100..150));
        for (from, to, words) in [
            (-0.5, None, "from_seconds is 0 or more"),
            (-1e9, Some(5.0), "from_seconds is 0 or more"),
            (0.0, Some(10.5), "after the end of the recording"),
            (0.0, Some(1e300), "after the end of the recording"),
            (5.0, Some(5.0), "The end has to be after the start"),
            (5.0, Some(-1.0), "The end has to be after the start"),
            (11.0, None, "The end has to be after the start"),
            (1.0, Some(1.5), "At least a second"),
            (f64::NAN, None, "numbers of seconds"),
            (0.0, Some(f64::NAN), "numbers of seconds"),
            (0.0, Some(f64::INFINITY), "numbers of seconds"),
        ] {
            let refused = check(from, to).expect_err("it is refused");
            assert!(refused.contains(words), "{from} {to:?}: {refused}");
        }
    }
}
