//! A station's logo.

use serde::Serialize;
use utoipa::ToSchema;

use crate::library;
use crate::model::{self, BasePath};
use crate::web::Error;
use crate::web::resources::stations::branding::{MOST_LOGO, logo_address, wear};
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const PATH: &str = "/api/v1/stations/{station}/logo";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Manager, Scope::Stations);
    vec![
        Route::get(PATH, may.0, may.1, read).about("The logo of a station").gives::<Logo>(),
        Route::new(Verb::Put, PATH, may, Handler::Ask(put))
            .about(
                "Give a station a logo: a PNG, JPEG or WebP picture of at most 4 MiB, made to fit 512 pixels",
            )
            .takes_file("image/*")
            .at_most(MOST_LOGO)
            .gives::<Logo>(),
        Route::new(Verb::Delete, PATH, may, Handler::Ask(remove)).about("Take a station's logo away"),
    ]
}

/// The logo of a station.
#[derive(Serialize, ToSchema)]
#[schema(as = StationLogo)]
struct Logo {
    /// Public address of the logo; each new logo has a new address.
    address: String,
    media_type: &'static str,
    /// In pixels.
    width: u32,
    height: u32,
}

fn read(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&known(call)?.ok_or_else(none)?)?.tagged())
}

fn put(call: &ApiRequest) -> Result<Reply, Error> {
    if call.body().is_empty() {
        return Err(Error::bad_input("The body is to be the picture, and it is empty."));
    }
    let (logo, image) = library::logo(call.body()).map_err(|unfit| Error::bad_input(unfit.to_string()))?;
    let slug = call.station()?.slug();
    call.in_transaction(|call| {
        call.check_version(known(call)?.as_ref())?;
        Ok(call.site.store.set_logo(slug, &logo, &image)?)
    })?;
    wear(call)?;
    Ok(Reply::json(&Logo::of(&logo, slug, call.base_path()))?.tagged())
}

fn remove(call: &ApiRequest) -> Result<Reply, Error> {
    let was_there = call.in_transaction(|call| {
        call.check_version(known(call)?.as_ref())?;
        Ok(call.site.store.remove_logo(call.station()?.slug())?)
    })?;
    wear(call)?;
    if was_there { Ok(Reply::done()) } else { Err(none()) }
}

fn none() -> Error {
    Error::not_found("This station has no logo.")
}

fn known(call: &ApiRequest) -> Result<Option<Logo>, Error> {
    let slug = call.station()?.slug();
    let logo = call.site.store.station(slug)?.look.logo;
    Ok(logo.map(|logo| Logo::of(&logo, slug, call.base_path())))
}

impl Logo {
    fn of(logo: &model::Logo, slug: &str, base_path: &BasePath) -> Self {
        let media_type = logo.form.media_type();
        let address = base_path.join(&logo_address(slug, &logo.id));
        Self { address, media_type, width: logo.width, height: logo.height }
    }
}
