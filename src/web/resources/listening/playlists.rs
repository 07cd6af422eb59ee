//! `/main.m3u`, `/main.pls`, `/main.xspf`: playlists that name a station's streams by their full addresses.

use actix_web::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, HeaderMap, VARY};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use quick_xml::escape::escape;

use super::{StreamLink, stream_links};
use crate::broadcast::Broadcast;
use crate::output::listen_links::{TOKEN, token_in};
use crate::web::router::public_origin;
use crate::web::{AppState, Error, middleware, private};

/// A playlist's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web) enum StreamPlaylist {
    /// Extended M3U.
    M3u,
    /// PLS, version 2.
    Pls,
    /// XSPF, version 1.
    Xspf,
}

impl StreamPlaylist {
    /// All of them.
    pub(in crate::web) const ALL: [Self; 3] = [Self::M3u, Self::Pls, Self::Xspf];

    /// The extension of its address.
    pub(in crate::web) const fn extension(self) -> &'static str {
        match self {
            Self::M3u => "m3u",
            Self::Pls => "pls",
            Self::Xspf => "xspf",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::M3u => "audio/x-mpegurl; charset=utf-8",
            Self::Pls => "audio/x-scpls; charset=utf-8",
            Self::Xspf => "application/xspf+xml; charset=utf-8",
        }
    }

    fn write(self, station: &str, links: &[StreamLink]) -> String {
        let named = |link: &StreamLink| format!("{station} – {}", link.name);
        match self {
            Self::M3u => {
                let entries = links.iter().map(|link| format!("#EXTINF:-1,{}\n{}\n", named(link), link.url));
                std::iter::once("#EXTM3U\n".to_owned()).chain(entries).collect()
            }
            Self::Pls => {
                let head = format!("[playlist]\nNumberOfEntries={}\n", links.len());
                let entries = links.iter().zip(1..).map(|(link, number): (_, usize)| {
                    let (url, title) = (&link.url, named(link));
                    format!("File{number}={url}\nTitle{number}={title}\nLength{number}=-1\n")
                });
                std::iter::once(head).chain(entries).chain(["Version=2\n".to_owned()]).collect()
            }
            Self::Xspf => {
                let tracks = links.iter().map(|link| {
                    let (url, title) = (escape(&*link.url), named(link));
                    let title = escape(&*title);
                    format!("<track><location>{url}</location><title>{title}</title></track>\n")
                });
                let tracks: String = tracks.collect();
                format!(
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<playlist version=\"1\" \
                     xmlns=\"http://xspf.org/ns/0/\">\n<title>{}</title>\n<trackList>\n{tracks}</trackList>\n\
                     </playlist>\n",
                    escape(station)
                )
            }
        }
    }

    /// Returns the playlist of `station` for whoever sent `request`.
    pub(in crate::web) fn answer(self, station: &Broadcast, request: &HttpRequest) -> HttpResponse {
        let origin = public_origin(request).unwrap_or_default();
        let mut links = stream_links(station, &origin);
        if let Some(token) = token_in(request.query_string()) {
            // Players send nothing but what the addresses have.
            let token: String = form_urlencoded::byte_serialize(token.as_bytes()).collect();
            for link in &mut links {
                let joint = if link.url.contains('?') { '&' } else { '?' };
                link.url = format!("{}{joint}{TOKEN}={token}", link.url);
            }
        }
        let text = self.write(&station.name(), &links);
        let mut response = HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, self.media_type()))
            .insert_header((CACHE_CONTROL, "no-cache"))
            .insert_header((VARY, "Accept"))
            .body(text);
        middleware::open(&mut response);
        response
    }
}

/// `/main.m3u` and the like.
pub(in crate::web) async fn playlist(
    kind: StreamPlaylist,
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Error> {
    let station = private::enter(&request, &site, &slug, None).await?;
    Ok(kind.answer(&station, &request))
}

/// Returns whether a client accepts audio and no page: a player that was given the address of the player page.
pub(in crate::web) fn wants_audio(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let types = || accepted.split(',').map(|one| one.split(';').next().unwrap_or_default().trim());
    let is_sound = |one: &str| one.starts_with("audio/") || one == "application/ogg";
    types().any(is_sound) && !types().any(|one| one.starts_with("text/") || one.contains("xhtml"))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn players_are_told_from_browsers() {
        let wants = |accept: &str| {
            wants_audio(TestRequest::get().insert_header(("accept", accept)).to_http_request().headers())
        };
        assert!(
            wants("audio/*") && wants("audio/webm,audio/ogg;q=0.9,*/*;q=0.5") && wants("application/ogg")
        );
        assert!(!wants("*/*") && !wants("text/html,audio/*") && !wants("text/html") && !wants(""));
    }
}
