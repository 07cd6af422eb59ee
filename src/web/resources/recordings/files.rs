//! The files of recordings, for players: whole or by ranges (RFC 9110 section 14).

use std::fs::File;
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header::{
    ACCEPT_RANGES, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL, CONTENT_RANGE,
    CONTENT_TYPE, ETag, EntityTag, HeaderName, IF_RANGE, LAST_MODIFIED, RANGE,
};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;

use super::transcripts::{self, TranscriptForm};
use crate::auth::runs;
use crate::model::Recording;
use crate::recording::{self, Archives, OpenRecording, RewindRefused};
use crate::store::SignedIn;
use crate::web::byte_range::single_range;
use crate::web::router::aside;
use crate::web::streams::address;
use crate::web::{AppState, Error, etag, private};

/// Bytes that are read at a time.
const PIECE: u64 = 64 * 1_024;

/// `/{slug}/archive/{file}`: a file of a recording that is published; managers of the station have the others too, and DJs
/// those of their own.
pub(crate) async fn show(
    request: HttpRequest,
    site: Data<AppState>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let (slug, name) = path.into_inner();
    let station = private::enter(&request, &site, &slug, None).await?;
    let unknown = || Error::not_found("There is no such recording.");
    let (id, extension) = name.split_once('.').ok_or_else(unknown)?;
    let id = id.parse::<i64>().map_err(|_| unknown())?;
    let (store, of) = (site.store.clone(), slug.clone());
    let recording = aside(move || Ok(store.recording(&of, id)?)).await?.filter(Recording::is_ready);
    let recording = recording.ok_or_else(unknown)?;
    let is_public = recording.published_at.is_some();
    let form = TranscriptForm::of(extension);
    let is_asked = !is_public || form.is_some();
    let account = if is_asked { private::account_of(&request, &site, &station).await? } else { None };
    let is_ours = account.is_some();
    if !is_public && !is_of(&site, account, &recording).await? {
        return Err(unknown());
    }
    let archive = if let Some(archive) = site.archives.get(&slug) {
        archive
    } else {
        // A station that keeps nothing may have episodes that were made elsewhere.
        let (archives, of) = (site.archives.clone(), slug.clone());
        aside(move || archives.opened(&of).map_err(unreadable)).await?
    };
    if let Some(form) = form {
        let transcript = transcripts::answer(&request, &site, archive, recording, form, is_ours).await?;
        return Ok(private::kept_alone(&station, transcript));
    }
    let of_picture = recording.picture.as_deref().filter(|of| picture_extension(of) == Some(extension));
    let (extension, media_type) = match of_picture {
        Some("image/png") => ("picture", "image/png"),
        Some(_) => ("picture", "image/jpeg"),
        None => (extension, media_type(extension).ok_or_else(unknown)?),
    };
    if extension == "mp3" && recording.mp3_bytes == 0 {
        // One that lies in the bucket is of the recording as it was before. Podcast apps that know the address come again.
        let is_made = cfg!(feature = "mp3");
        let later =
            || RewindRefused::Elsewhere("the MP3 file is being made: try again later".to_owned()).into();
        return Err(if is_made { later() } else { unknown() });
    }
    let bytes = match extension {
        "opus" => Some(recording.opus_bytes),
        "mp3" => Some(recording.mp3_bytes),
        _ => None,
    };
    let opened = archive.open_recording(&site.archives, id, extension, bytes, address(&request)).await;
    let open = opened.map_err(unreadable)?.ok_or_else(unknown)?;
    let cache = if is_public { "public, max-age=300" } else { "private, no-cache" };
    Ok(private::kept_alone(&station, answer(&request, &site.archives, open, media_type, cache)))
}

/// Returns whether a recording is for this account before it is published: it runs the station, or is its DJ.
async fn is_of(site: &AppState, account: Option<SignedIn>, recording: &Recording) -> Result<bool, Error> {
    let Some(SignedIn { account, stations, .. }) = account else { return Ok(false) };
    let (slug, id) = (recording.what.station.clone(), recording.id);
    if runs(account.role, &stations, &slug) {
        return Ok(true);
    }
    let (store, ahead_us) = (site.store.clone(), site.clock.ahead_us());
    aside(move || Ok(!store.recordings_of_dj(&slug, &account.name, Some(id), ahead_us)?.is_empty())).await
}

fn unreadable(error: recording::Error) -> Error {
    match error {
        recording::Error::Elsewhere(text) => RewindRefused::Elsewhere(text).into(),
        recording::Error::NotMounted { .. } => {
            RewindRefused::Elsewhere("this cannot be read at present: try again later".to_owned()).into()
        }
        error => Error::Broken(error.to_string()),
    }
}

/// Returns the ending of the address of a picture of this media type.
pub(super) fn picture_extension(media_type: &str) -> Option<&'static str> {
    match media_type {
        "image/jpeg" => Some("jpg"),
        "image/png" => Some("png"),
        _ => None,
    }
}

fn media_type(extension: &str) -> Option<&'static str> {
    match extension {
        "opus" => Some("audio/ogg"),
        "mp3" => Some("audio/mpeg"),
        "chapters.json" => Some("application/json+chapters"),
        _ => None,
    }
}

fn answer(
    request: &HttpRequest,
    archives: &Archives,
    OpenRecording { file, length, tag, modified_at }: OpenRecording,
    media_type: &'static str,
    cache: &'static str,
) -> HttpResponse {
    let header = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    let (tag, modified) = (EntityTag::new_strong(tag), etag::time_of(modified_at).to_string());
    let is_known = etag::is_known(request, &tag, modified_at);
    // A range of another version than the one there is would be of no use.
    let is_same = header(IF_RANGE).is_none_or(|wanted| wanted == tag.to_string() || wanted == modified);
    let asked = header(RANGE).filter(|_| is_same && request.method() == Method::GET);
    let range = asked.and_then(single_range).map(|asked| asked.within(length));
    let status = match &range {
        _ if is_known => StatusCode::NOT_MODIFIED,
        None => StatusCode::OK,
        Some(Some(_)) => StatusCode::PARTIAL_CONTENT,
        Some(None) => StatusCode::RANGE_NOT_SATISFIABLE,
    };
    let mut response = HttpResponse::build(status);
    response
        .insert_header(ETag(tag))
        .insert_header((LAST_MODIFIED, modified))
        .insert_header((ACCEPT_RANGES, "bytes"))
        .insert_header((CACHE_CONTROL, cache))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((ACCESS_CONTROL_EXPOSE_HEADERS, "accept-ranges, content-length, content-range, etag"))
        .insert_header((CONTENT_TYPE, media_type));
    let bytes = match range {
        _ if is_known => return response.finish(),
        Some(None) => return response.insert_header((CONTENT_RANGE, format!("bytes */{length}"))).finish(),
        None => 0..length,
        Some(Some((first, last))) => {
            response.insert_header((CONTENT_RANGE, format!("bytes {first}-{last}/{length}")));
            first..last + 1
        }
    };
    if request.method() == Method::HEAD {
        return response.body(LengthOnly(bytes.end - bytes.start));
    }
    response.body(FileBody { archives: archives.clone(), file: Arc::new(file), left: bytes, reading: None })
}

/// The body of an answer to HEAD: its length, and nothing of it.
struct LengthOnly(u64);

impl MessageBody for LengthOnly {
    type Error = std::io::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.0)
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Poll::Ready(None)
    }
}

/// A piece of a file that is being read.
type Reading = Pin<Box<dyn Future<Output = std::io::Result<Bytes>>>>;

/// A part of a file, read piece by piece off the async threads as the connection has room.
struct FileBody {
    archives: Archives,
    file: Arc<File>,
    left: Range<u64>,
    reading: Option<Reading>,
}

impl MessageBody for FileBody {
    type Error = std::io::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.left.end - self.left.start)
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let body = &mut *self;
        if body.left.is_empty() {
            return Poll::Ready(None);
        }
        let (archives, file, left) = (&body.archives, &body.file, &body.left);
        let reading = body.reading.get_or_insert_with(|| {
            let (archives, file) = (archives.clone(), Arc::clone(file));
            let range = left.start..left.end.min(left.start + PIECE);
            Box::pin(async move { archives.read_file(file, range).await })
        });
        let read = match reading.as_mut().poll(cx) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(read) => read,
        };
        body.reading = None;
        if let Ok(bytes) = &read {
            body.left.start += bytes.len() as u64;
        } else {
            body.left.start = body.left.end;
        }
        Poll::Ready(Some(read))
    }
}
