//! Music that people send.
//!
//! A file is offered first, and then sent in parts, each behind what is there already; whoever was interrupted asks how
//! much that is, and goes on. Once all of it is here it is examined, and becomes a track of the library.

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderName;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::library::{Intake, MOST_PART, Offer};
use crate::store::{self, UploadState};
use crate::web::Error;
use crate::web::resources::parsed;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const ALL: &str = "/api/v1/uploads";
const ONE: &str = "/api/v1/uploads/{upload}";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Librarian, Scope::Library);
    vec![
        Route::get(ALL, Access::Librarian, Scope::Library, list)
            .about("What one sent lately, the newest first; an administrator sees what others sent, too")
            .gives::<Uploads>(),
        Route::new(Verb::Post, ALL, may, Handler::Ask(offer))
            .about("Offer a file; with the header Idempotency-Key, asked for twice it is made once")
            .takes::<NewUpload>()
            .gives::<Upload>(),
        Route::get(ONE, Access::Librarian, Scope::Library, one)
            .about("How far an upload is; the header Upload-Offset says where the next part begins")
            .gives::<Upload>(),
        Route::new(Verb::Patch, ONE, may, Handler::Ask(take))
            .about(
                "Send the part of a file that begins at offset, at most 8 MiB; the last one has it examined",
            )
            .query(&["offset"])
            .takes_file("application/octet-stream")
            .at_most(MOST_PART)
            .unnoted()
            .gives::<Upload>(),
        Route::new(Verb::Delete, ONE, may, Handler::Ask(forget))
            .about("Forget an upload; what is in the library stays there"),
    ]
}

/// The user's recent uploads.
#[derive(Serialize, ToSchema)]
struct Uploads {
    uploads: Vec<Upload>,
}

/// A file that is sent.
#[derive(Serialize, ToSchema)]
pub(crate) struct Upload {
    /// Its name in addresses.
    pub(crate) id: String,
    /// The owner's name of the file.
    pub(crate) name: String,
    /// Length of the file, in bytes.
    pub(crate) size: u64,
    /// Number of bytes received: the next part begins there.
    pub(crate) offset: u64,
    /// `receiving`, `examining`, `waiting`, `done` or `refused`.
    pub(crate) state: &'static str,
    /// The number it has in the library, once it is done.
    pub(crate) track: Option<String>,
    /// Reason that it was refused, or that it waits.
    pub(crate) reason: Option<String>,
    /// The account that uploads it.
    pub(crate) owner: String,
    /// Time at which it was offered, in seconds since 1970. Uploads that are not finished within a day are removed.
    pub(crate) begun_at: i64,
}

/// A file to be sent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewUpload {
    /// The file's name; its type is determined by its content.
    name: String,
    /// The station that is to have it, where that has a folder of its own; one must run it.
    station: Option<String>,
    /// The type of the track: `music`, `jingle`, `id`, `ad` or `talk`; without it, that of the folder.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// Length of the file, in bytes; at most 1 GiB.
    size: u64,
    /// Output of `sha256sum` or `b2sum`, 64 or 128 hexadecimal digits: a file with another digest is refused.
    digest: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct At {
    offset: u64,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&Uploads { uploads: seen(call)? })?.tagged())
}

/// Returns the user's recent uploads; everybody's for administrators.
pub(crate) fn seen(call: &ApiRequest) -> Result<Vec<Upload>, Error> {
    let (intake, person) = (call.intake()?, call.person()?);
    let owner = (!person.is_admin()).then_some(person.name.as_str());
    Ok(intake.uploads(owner)?.into_iter().map(|upload| Upload::of(intake, upload)).collect())
}

fn offer(call: &ApiRequest) -> Result<Reply, Error> {
    let new: NewUpload = call.json()?;
    let intake = call.intake()?;
    if let Some(slug) = &new.station {
        Access::Manager.check(Some(call.person()?), Some(slug))?;
        call.site.stations.get(slug).ok_or(Error::UnknownStation)?;
    } else if !sends_for_all(call)? {
        return Err(Error::bad_input("Say for which of your stations it is."));
    }
    let upload = intake.begin(Offer {
        station: new.station,
        owner: call.person()?.name.clone(),
        key: call.header("idempotency-key").map(str::to_owned),
        name: new.name,
        kind: new.kind.map(|kind| parsed(&kind)).transpose()?,
        size: new.size,
        digest: new.digest,
    })?;
    let upload = Upload::of(intake, upload);
    let reply = Reply::created(&format!("{ALL}/{}", upload.id), &upload)?;
    // One that was offered before is there.
    let is_new = upload.offset == 0 && upload.state == "receiving";
    Ok(told(if is_new { reply } else { reply.status(StatusCode::OK) }, &upload))
}

/// Returns whether the user may upload into no station's own folder: it is heard where all music is played.
pub(crate) fn sends_for_all(call: &ApiRequest) -> Result<bool, Error> {
    let (person, stations) = (call.person()?, call.site.store.stations()?);
    let plays_all = |station: &store::StationRecord| station.folder.is_none() && person.runs(&station.slug);
    Ok(person.is_admin() || stations.iter().any(plays_all))
}

fn one(call: &ApiRequest) -> Result<Reply, Error> {
    let upload = Upload::of(call.intake()?, owned(call)?);
    Ok(told(Reply::json(&upload)?, &upload))
}

fn take(call: &ApiRequest) -> Result<Reply, Error> {
    let At { offset } = call.query()?;
    let intake = call.intake()?;
    let upload = owned(call)?;
    if call.body().is_empty() {
        return Err(Error::bad_input("The part is empty: send the bytes that begin at offset."));
    }
    let upload = Upload::of(intake, intake.take(&upload.id, offset, call.body())?);
    Ok(told(Reply::json(&upload)?, &upload))
}

fn forget(call: &ApiRequest) -> Result<Reply, Error> {
    let upload = owned(call)?;
    call.intake()?.forget(&upload.id)?;
    Ok(Reply::done())
}

/// The upload in the address, if it is the caller's, or the caller is an administrator.
fn owned(call: &ApiRequest) -> Result<store::Upload, Error> {
    let (upload, person) = (call.intake()?.upload(call.part("upload")?)?, call.person()?);
    let is_theirs = upload.owner == person.name || person.is_admin();
    is_theirs.then_some(upload).ok_or_else(|| crate::library::IntakeError::Unknown.into())
}

fn told(reply: Reply, upload: &Upload) -> Reply {
    reply.with(HeaderName::from_static("upload-offset"), upload.offset.to_string())
}

impl Upload {
    fn of(intake: &Intake, upload: store::Upload) -> Self {
        let offset = intake.received(&upload);
        let state = upload.state.name();
        let (track, reason) = match upload.state {
            UploadState::Done(track) => (Some(track.0.to_string()), None),
            UploadState::Refused(reason) | UploadState::Waiting(reason) => (None, Some(reason)),
            UploadState::Receiving | UploadState::Examining => (None, None),
        };
        Self {
            id: upload.id,
            name: upload.name,
            size: upload.size,
            offset,
            state,
            track,
            reason,
            owner: upload.owner,
            begun_at: upload.begun_at,
        }
    }
}
