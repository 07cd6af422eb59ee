//! The transcript of a recording: what was said in it, as `WebVTT` or `SubRip`.

use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use ring::digest::{SHA256, digest};

use crate::model::{Caption, Recording, RecordingKind, TranscriptAccess};
use crate::recording::{RecordingTimes, StationArchive};
use crate::store::TranscriptQuery;
use crate::web::resources::transcript::webvtt::{subrip, webvtt};
use crate::web::router::aside;
use crate::web::{AppState, Error, etag};

/// The most captions of a recording.
const MOST: usize = 20_000;

/// Forms of a transcript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TranscriptForm {
    WebVtt,
    SubRip,
}

impl TranscriptForm {
    /// The one whose files end like this.
    pub(super) fn of(extension: &str) -> Option<Self> {
        match extension {
            "vtt" => Some(Self::WebVtt),
            "srt" => Some(Self::SubRip),
            _ => None,
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::WebVtt => "text/vtt; charset=utf-8",
            Self::SubRip => "application/x-subrip; charset=utf-8",
        }
    }
}

/// Answers with the transcript of a recording. Where the transcript is not public, only if `is_ours`.
pub(super) async fn answer(
    request: &HttpRequest,
    site: &AppState,
    archive: StationArchive,
    recording: Recording,
    form: TranscriptForm,
    is_ours: bool,
) -> Result<HttpResponse, Error> {
    let (store, ahead_us) = (site.store.clone(), site.clock.ahead_us());
    let found = aside(move || {
        let is_public = store.station(archive.slug())?.settings.transcript == TranscriptAccess::Public;
        if !is_cut(&recording) || (!is_public && !is_ours) {
            return Ok(Vec::new());
        }
        let recorded = recording.what.from_us..recording.to_us;
        let span = by_wall(recorded.start, ahead_us)..by_wall(recorded.end, ahead_us);
        let query = TranscriptQuery { words: "", span: &span, limit: MOST };
        let captions = store.transcript(archive.slug(), &query)?;
        let times = archive.recording_times(recording.id);
        let times = times.unwrap_or_else(|| RecordingTimes::whole(recorded.start, recording.duration_us));
        let placed = captions.into_iter().rev();
        Ok(placed
            .filter_map(|caption| in_recording(caption, &times, ahead_us, recording.duration_us))
            .collect())
    })
    .await?;
    if found.is_empty() {
        return Err(Error::not_found("There is no transcript of this recording."));
    }
    let text = match form {
        TranscriptForm::WebVtt => webvtt(0, found.iter()),
        TranscriptForm::SubRip => subrip(found.iter()),
    };
    let tag = etag::from_hash(digest(&SHA256, text.as_bytes()).as_ref());
    let headers =
        [(CONTENT_TYPE, form.media_type()), (CACHE_CONTROL, "no-cache"), (ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    Ok(etag::answer(request, tag, &headers, Bytes::from(text)))
}

/// Returns a time of the server's clock, which recordings have, as the time of day, which captions and the as-run log have.
fn by_wall(us: u64, ahead_us: i64) -> u64 {
    us.saturating_add_signed(ahead_us)
}

/// Returns a caption with its times counted from the beginning of the recording, if that has it.
fn in_recording(caption: Caption, times: &RecordingTimes, ahead_us: i64, length_us: u64) -> Option<Caption> {
    let start_us = times.place_of(caption.start_us.saturating_add_signed(-ahead_us))?;
    let lasts_us = caption.end_us.saturating_sub(caption.start_us);
    Some(Caption { start_us, end_us: (start_us + lasts_us).min(length_us), ..caption })
}

/// Returns whether anything was said in a recording. Blocks.
pub(super) fn has_transcript(site: &AppState, recording: &Recording) -> Result<bool, Error> {
    if !is_cut(recording) {
        return Ok(false);
    }
    let ahead_us = site.clock.ahead_us();
    let span = by_wall(recording.what.from_us, ahead_us)..by_wall(recording.to_us, ahead_us);
    let query = TranscriptQuery { words: "", span: &span, limit: 1 };
    Ok(!site.store.transcript(&recording.what.station, &query)?.is_empty())
}

/// Returns whether a recording went out when it says: what is said on air while a file is sent is not in that file.
fn is_cut(recording: &Recording) -> bool {
    recording.what.kind != RecordingKind::Upload
}
