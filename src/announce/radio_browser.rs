//! The request that adds a station to radio-browser.info, a directory that people keep together.
//!
//! Its API has no keys and no sessions: a station that was added can be changed by everybody at the site, and each
//! addition makes another entry. So it is sent once, when somebody asks for it.

use serde::Deserialize;

use super::listen_address;
use crate::model::{Address, ListenAccess};
use crate::net::WebhookReach;
use crate::outbound::{PostError, PostRequest, post_for_body};
use crate::store::{self, StationRecord, Store};

/// The address of its API, a name that all its servers have.
pub const API: &str = "https://all.api.radio-browser.info";
const FORM: &str = "application/x-www-form-urlencoded";
/// The longest identifier and message that are taken, in characters.
const LONGEST: usize = 200;

/// The directory, and what it needs to know of this server.
#[derive(Clone, Debug)]
pub struct RadioBrowser {
    /// The address of its API.
    pub api: Address,
    /// The beginning of the server's public addresses.
    pub origin: String,
    /// Networks that requests may go to.
    pub reach: WebhookReach,
}

/// Why a station was not added.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// The server's public address is not configured.
    #[error(
        "the server does not know the address that it is reached at: set public_url in the configuration"
    )]
    NoAddress,
    /// The station is private.
    #[error("the station is private, and private stations are announced nowhere")]
    Private,
    /// It was added before, or is being added.
    #[error("the station was sent to radio-browser.info before; its entry is changed there")]
    Before,
    /// The store fails, or there is no such station.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The directory cannot be asked.
    #[error("radio-browser.info cannot be asked: {0}")]
    Request(#[from] PostError),
    /// It refused.
    #[error("radio-browser.info refused the station: {0}")]
    Refused(String),
    /// Its reply makes no sense.
    #[error("radio-browser.info gave a reply that is not understood")]
    Reply,
}

#[derive(Deserialize)]
struct AddReply {
    ok: bool,
    #[serde(default)]
    message: String,
    #[serde(default)]
    uuid: String,
}

/// Notes that the station `slug` is being sent, if it may be and was not before. Returns what the directory is told of.
///
/// The result of [`submit`] is to be kept by [`Store::set_radio_browser`].
pub fn claim(store: &Store, slug: &str) -> Result<StationRecord, SubmitError> {
    let record = store.station(slug)?;
    if record.access.access != ListenAccess::Open {
        return Err(SubmitError::Private);
    }
    if store.claim_radio_browser(slug)? { Ok(record) } else { Err(SubmitError::Before) }
}

/// Adds a station. Returns its identifier there.
pub async fn submit(directory: &RadioBrowser, record: &StationRecord) -> Result<String, SubmitError> {
    let url = directory.api.join("/json/add").map_err(|_| SubmitError::Reply)?;
    let form = form(&directory.origin, record);
    let request = PostRequest { url: &url, content_type: FORM, headers: &[], body: form.as_bytes() };
    let reply = post_for_body(&request, directory.reach).await?;
    let reply: AddReply = serde_json::from_slice(&reply.body).map_err(|_| SubmitError::Reply)?;
    let short = |text: &str| text.chars().filter(|c| !c.is_control()).take(LONGEST).collect::<String>();
    match short(&reply.uuid) {
        uuid if reply.ok && !uuid.is_empty() => Ok(uuid),
        _ => Err(SubmitError::Refused(short(&reply.message))),
    }
}

fn form(origin: &str, record: &StationRecord) -> String {
    let StationRecord { slug, name, listing, look, .. } = record;
    let (url, homepage) = (listen_address(origin, slug), format!("{origin}/{slug}"));
    let favicon = look.logo.as_ref().map(|logo| format!("{homepage}/logo/{}", logo.id));
    let favicon = favicon.unwrap_or_default();
    let tags = listing.genre.to_lowercase();
    let pairs =
        [("name", name), ("url", &url), ("homepage", &homepage), ("favicon", &favicon), ("tags", &tags)];
    let given = pairs.iter().filter(|(_, value)| !value.is_empty());
    form_urlencoded::Serializer::new(String::new()).extend_pairs(given).finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DirectoryChoice;

    #[test]
    fn the_form_has_absolute_addresses_and_nothing_empty() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        store.rename_station("main", "Nacht & Tag").unwrap();
        let form = || form("https://radio.example", &store.station("main").unwrap());
        let expected = "&homepage=https%3A%2F%2Fradio.example%2Fmain";
        assert!(
            form().starts_with("name=Nacht+%26+Tag&url=https%3A%2F%2Fradio.example%2Fmain."),
            "{}",
            form()
        );
        assert!(form().ends_with(expected), "{}", form());
        store.set_genre("main", "Ambient").unwrap();
        assert!(form().ends_with(&format!("{expected}&tags=ambient")), "{}", form());
    }

    #[test]
    fn a_private_station_is_not_sent() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        store.set_directory("main", DirectoryChoice::On).unwrap();
        store.set_listen_access("main", ListenAccess::Account).unwrap();
        assert!(matches!(claim(&store, "main"), Err(SubmitError::Private)));
        store.set_listen_access("main", ListenAccess::Open).unwrap();
        assert!(claim(&store, "main").is_ok());
        assert!(matches!(claim(&store, "main"), Err(SubmitError::Before)));
    }
}
