//! The page on which people have their signing in ask for a phone's codes.

use serde::Serialize;

use crate::web::Error;
use crate::web::resources::me::app_passwords::Known;
use crate::web::resources::me::totp::SecondStep;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/codes", Access::Person, Scope::Pages, page)]
}

/// Variables of `dashboard/codes.html`.
#[derive(Serialize)]
struct CodesPage {
    step: SecondStep,
    picture: Option<Picture>,
    app_passwords: Vec<Known>,
}

/// The link as a picture.
#[derive(Serialize)]
struct Picture {
    /// Width in modules, with a quiet zone of four.
    width: usize,
    /// The dark squares.
    path: String,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let step = SecondStep::of(call)?;
    let picture = step.picture().map(|(width, path)| Picture { width: width + 8, path });
    call.page("dashboard/codes.html", &CodesPage { step, picture, app_passwords: Known::of(call)? })
}
