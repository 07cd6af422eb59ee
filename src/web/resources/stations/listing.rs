//! The request that sends a station to radio-browser.info.

use serde::Serialize;
use utoipa::ToSchema;

use crate::announce::radio_browser::{self, SubmitError};
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Blocking, Handler, Reply, Route, Scope, Verb, aside};

const PATH: &str = "/api/v1/stations/{station}/radio-browser";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Manager, Scope::Stations);
    vec![
        Route::new(Verb::Post, PATH, may, Handler::Wait(submit))
            .about("Send a station to radio-browser.info, once: everybody may change its entry there")
            .gives::<RadioBrowserEntry>(),
    ]
}

/// A station at radio-browser.info.
#[derive(Serialize, ToSchema)]
struct RadioBrowserEntry {
    /// Its identifier there.
    uuid: String,
}

fn submit(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let announcer = call.site.instance.announcer.clone().ok_or(SubmitError::NoAddress)?;
        let directory = announcer.config().radio_browser().ok_or(SubmitError::NoAddress)?;
        let (slug, store) = (call.station()?.slug().to_owned(), call.site.store.clone());
        let (claiming, claimed) = (store.clone(), slug.clone());
        let record = aside(move || Ok(radio_browser::claim(&claiming, &claimed)?)).await?;
        let sent = radio_browser::submit(&directory, &record).await;
        let uuid = sent.as_ref().ok().cloned();
        aside(move || Ok(store.set_radio_browser(&slug, uuid.as_deref())?)).await?;
        Reply::json(&RadioBrowserEntry { uuid: sent? })
    })
}

impl From<SubmitError> for Error {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::Store(error) => error.into(),
            SubmitError::NoAddress | SubmitError::Private => Self::bad_input(in_a_sentence(&error)),
            error => Self::conflict(in_a_sentence(&error)),
        }
    }
}

fn in_a_sentence(error: &SubmitError) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first: String = letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
