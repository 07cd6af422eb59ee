//! Branding of a station's pages: a style sheet with its colours, and its logo.

use actix_web::HttpRequest;
use actix_web::http::header::CACHE_CONTROL;
use serde::Serialize;

use crate::broadcast::Broadcast;
use crate::model::{Colour, CoverId, Logo, Palette, Scheme};
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope, public_origin};

/// The largest picture that may be sent as a logo, in bytes.
pub(crate) const MOST_LOGO: usize = 4 << 20;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/{station}/look.css", Access::Everybody, Scope::Pages, style),
        Route::get("/{station}/logo/{id}", Access::Everybody, Scope::Pages, logo),
    ]
}

/// Variable `look` of the templates.
#[derive(Serialize)]
pub(crate) struct BrandingView {
    /// Address of the style sheet, if the station has colours of its own.
    style: Option<String>,
    logo: Option<ShownLogo>,
}

/// A logo, as templates are told.
#[derive(Serialize)]
pub(crate) struct ShownLogo {
    address: String,
    /// With the host, as other sites need it; nothing where that is not known.
    everywhere: Option<String>,
    media_type: &'static str,
    width: u32,
    height: u32,
}

impl BrandingView {
    /// Returns the branding of `station` for the client of `request`.
    pub(crate) fn of(station: &Broadcast, request: &HttpRequest) -> Self {
        let (look, slug) = (station.branding(), station.slug());
        let logo = look.logo.as_ref().map(|logo| ShownLogo {
            everywhere: public_origin(request)
                .map(|origin| format!("{origin}{}", logo_address(slug, &logo.id))),
            ..ShownLogo::of(logo, slug)
        });
        Self { style: look.colour.map(|_| format!("/{slug}/look.css")), logo }
    }

    /// Returns the address of the style sheet, if the station has colours of its own.
    pub(crate) fn into_style(self) -> Option<String> {
        self.style
    }
}

impl ShownLogo {
    /// A logo of the station `slug`.
    pub(crate) fn of(logo: &Logo, slug: &str) -> Self {
        let (address, media_type) = (logo_address(slug, &logo.id), logo.form.media_type());
        Self { address, everywhere: None, media_type, width: logo.width, height: logo.height }
    }
}

/// Returns the address of a logo of the station `slug`.
pub(crate) fn logo_address(slug: &str, id: &CoverId) -> String {
    format!("/{slug}/logo/{id}")
}

/// Has the station in the address look as it is remembered.
pub(crate) fn wear(call: &ApiRequest) -> Result<(), Error> {
    let station = call.station()?;
    station.broadcast().set_branding(&call.site.store.station(station.slug())?.look);
    Ok(())
}

/// `/{station}/look.css`: the station's colours. Looked at anew each time, so that a change shows at once.
fn style(call: &ApiRequest) -> Result<Reply, Error> {
    let sheet = call.station()?.broadcast().branding().colour.map(sheet).unwrap_or_default();
    Ok(Reply::file("text/css; charset=utf-8", sheet).tagged().with(CACHE_CONTROL, "no-cache"))
}

/// `/{station}/logo/{id}`: the station's logo. Its name is made from its content, so it never changes.
fn logo(call: &ApiRequest) -> Result<Reply, Error> {
    let (station, id) = (call.station()?, CoverId(call.part("id")?.to_owned()));
    let unknown = || Error::not_found("There is no such logo.");
    let known = station.broadcast().branding().logo.filter(|logo| logo.id == id).ok_or_else(unknown)?;
    let image = call.site.store.logo(station.slug(), &id)?.ok_or_else(unknown)?;
    let reply = Reply::file(known.form.media_type(), image).tagged();
    Ok(reply.with(CACHE_CONTROL, "public, max-age=31536000, immutable"))
}

/// A style sheet that says of a colour what pages are to make of it, and nothing else.
fn sheet(colour: Colour) -> String {
    let rule = |scheme| {
        let Palette { accent, on_accent, sky, wave } = Palette::of(colour, scheme);
        format!(":root {{ --accent: {accent}; --on-accent: {on_accent}; --sky: {sky}; --wave: {wave}; }}")
    };
    let (light, dark) = (rule(Scheme::Light), rule(Scheme::Dark));
    format!("{light}\n@media (prefers-color-scheme: dark) {{\n  {dark}\n}}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::assets;

    #[test]
    fn a_sheet_says_colours_and_nothing_else() {
        let sheet = sheet("#ffcc00".parse().unwrap());
        let [light, media, dark, end] = sheet.lines().collect::<Vec<_>>()[..] else { panic!("{sheet}") };
        assert_eq!((media, end), ("@media (prefers-color-scheme: dark) {", "}"));
        for rule in [light, dark.trim_start()] {
            let said = rule.strip_prefix(":root { ").and_then(|rule| rule.strip_suffix("; }")).unwrap();
            let names: Vec<_> = said
                .split("; ")
                .map(|one| {
                    let (name, value) = one.split_once(": ").unwrap();
                    assert_eq!(value.parse::<Colour>().unwrap().to_string(), value);
                    name
                })
                .collect();
            assert_eq!(names, ["--accent", "--on-accent", "--sky", "--wave"]);
        }
        assert!(dark.contains("--accent: #ffcc00") && !light.contains("#ffcc00"), "{sheet}");
    }

    #[test]
    fn what_words_stand_on_is_what_the_style_sheets_say() {
        let text = |path: &str| assets::text(path).unwrap();
        let (base, studio) = (text("base.css"), text("studio/studio.css"));
        for (place, scheme) in Scheme::ALL.into_iter().enumerate() {
            let [paper, raised, sunk] = scheme.grounds();
            for (sheet, line) in [
                (&base, format!("--paper: {paper};")),
                (&base, format!("--raised: {raised};")),
                (&studio, format!("--sunk: {sunk};")),
            ] {
                // Light first, then what is so in the dark.
                let part = sheet.split("prefers-color-scheme: dark").nth(place).unwrap();
                assert!(part.contains(&line), "{scheme:?}: {line}");
            }
        }
        assert!(base.contains(&format!("--accent: {};", Colour::USUAL)));
    }
}
