//! The player on other sites: the page for their frames, and the code to copy.

use actix_web::http::header::{CONTENT_SECURITY_POLICY, CacheControl, CacheDirective, ContentType};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, ResponseError as _};
use quick_xml::escape::escape;
use serde::Serialize;

use super::{StreamLink, stream_links};
use crate::broadcast::Broadcast;
use crate::output::listen_links;
use crate::web::address;
use crate::web::languages::PageLanguage;
use crate::web::problem::ProblemText;
use crate::web::resources::stations::branding::BrandingView;
use crate::web::{AppState, Error, private};

/// Policy of this page alone: any site may show it in a frame, and it takes everything from here.
const POLICY: &str = "default-src 'none'; img-src 'self' data: blob:; media-src 'self' blob:; \
    connect-src 'self'; style-src 'self'; script-src 'self'; worker-src 'self'; \
    frame-ancestors *; base-uri 'none'; form-action 'none'";

/// Height of the frame in the code to copy, in pixels: a bar.
const FRAME_HEIGHT: u32 = 96;

/// Variables of `embed.html`.
#[derive(Serialize)]
struct EmbedPage {
    name: String,
    /// The path of the station’s page, with the token of a private station.
    page: String,
    style: Option<String>,
    links: Vec<StreamLink>,
    /// Query of the streams: the token of a private station.
    query: String,
    /// Reason why the client may not listen.
    refused: Option<ProblemText>,
}

/// `/main/embed`: the player for other sites' frames. It needs no cookie, which browsers keep from them, so a private
/// station's token is taken from the address.
pub(in crate::web) async fn embed(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Error> {
    let station = site.broadcasts.get(&slug).ok_or(Error::UnknownStation)?;
    let refused = match private::check(&request, &site, &station, None).await {
        Ok(()) => None,
        Err(refused @ (Error::Private(_) | Error::Refused(_))) => Some(refused),
        Err(other) => return Err(other),
    };
    let query = listen_links::token_in(request.query_string())
        .map(|token| format!("?token={}", address::part(&token)))
        .unwrap_or_default();
    let page = EmbedPage {
        name: station.name(),
        page: format!("/{}{query}", station.slug()),
        style: BrandingView::of(&station, &request).into_style(),
        links: stream_links(&station, ""),
        query,
        refused: refused.as_ref().map(ProblemText::of),
    };
    let language = PageLanguage::of_elsewhere(&request, &site.templates.languages()?);
    let mut response = HttpResponse::Ok();
    if let Some(refused) = refused {
        response.status(refused.status_code());
    }
    Ok(response
        .insert_header(ContentType::html())
        .insert_header(CacheControl(vec![CacheDirective::NoStore]))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .body(site.templates.fill(language.code(), "embed.html", &page)?))
}

/// Code that puts the player on another site's page.
#[derive(Debug, Serialize)]
pub(in crate::web) struct EmbedCode {
    /// The kind, as the messages `embed-name` and `embed-suits` tell them apart.
    kind: &'static str,
    code: String,
}

/// Returns the codes for `station` below `origin`.
pub(in crate::web) fn embed_codes(station: &Broadcast, origin: &str) -> [EmbedCode; 2] {
    let page = format!("{origin}/{}", station.slug());
    // The code is HTML, and what is in it is text.
    let (page, origin, name) = (escape(&page), escape(origin), station.name());
    [
        EmbedCode {
            kind: "frame",
            code: format!(
                "<iframe src=\"{page}/embed\" title=\"{}\" width=\"100%\" height=\"{FRAME_HEIGHT}\" \
                 style=\"border:0;max-width:480px\" allow=\"autoplay\" loading=\"lazy\"></iframe>",
                escape(&name)
            ),
        },
        EmbedCode {
            kind: "element",
            code: format!(
                "<script type=\"module\" src=\"{origin}/static/longwave-player.js\"></script>\n\
                 <longwave-player src=\"{page}\"></longwave-player>"
            ),
        },
    ]
}
