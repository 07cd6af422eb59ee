//! The files that pages are made of: scripts, styles, pictures.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use actix_web::web::{Bytes, Data, Path};
use ring::digest::{SHA256, digest};
use rust_embed::{Embed, EmbeddedFile};

use super::languages::{PageLanguage, ScriptSet};
use super::{AppState, Error, etag};

/// The folder `static`: read from the disk in debug builds, inside the program in release builds.
#[derive(Embed)]
#[folder = "static/"]
struct Files;

/// `/static/{path}`: a file.
pub(super) async fn file(request: HttpRequest, path: Path<String>) -> Result<HttpResponse, Error> {
    send(&request, &path)
}

/// `/favicon.ico`, which browsers ask for where no page names an icon.
pub(super) async fn icon(request: HttpRequest) -> Result<HttpResponse, Error> {
    send(&request, "icon.svg")
}

/// Returns every script of ours, with its path below `static` and its text.
pub(super) fn scripts() -> impl Iterator<Item = (String, String)> {
    let paths = Files::iter().filter(|path| path.ends_with(".js") && !path.starts_with("vendor/"));
    paths.filter_map(|path| {
        let file = Files::get(&path)?;
        Some((path.into_owned(), String::from_utf8_lossy(&file.data).into_owned()))
    })
}

/// `/static/messages.json`: the messages of `<longwave-player>` for pages of other sites, in the language that `lang`
/// names, or else in one that the browser reads.
pub(super) async fn messages(request: HttpRequest, site: Data<AppState>) -> Result<HttpResponse, Error> {
    let languages = site.templates.languages()?;
    let language = PageLanguage::of_elsewhere(&request, &languages);
    let document = languages.for_scripts(language.code(), ScriptSet::Listeners).to_string();
    let tag = etag::from_hash(digest(&SHA256, document.as_bytes()).as_ref());
    let headers =
        [(CACHE_CONTROL, "no-cache"), (CONTENT_TYPE, "application/json"), (ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    Ok(etag::answer(&request, tag, &headers, Bytes::from(document)))
}

/// Returns the text of a file, for tests.
#[cfg(test)]
pub(super) fn text(path: &str) -> Option<String> {
    Files::get(path).map(|file| String::from_utf8_lossy(&file.data).into_owned())
}

/// The worker that decodes Opus by WebAssembly. A worker has the policy of its own script, so that pages need not
/// allow WebAssembly.
const OPUS_WORKER: &str = "opus-worker.js";

/// Scripts of ours and WebAssembly, and nothing else: the worker fetches nothing.
const OPUS_WORKER_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

/// Sends a file that may be kept, but is asked for again each time: names stay the same when a new version
/// comes, and scripts of two versions do not go together. Pages of other sites may load the player's modules.
fn send(request: &HttpRequest, path: &str) -> Result<HttpResponse, Error> {
    let EmbeddedFile { data, metadata } = Files::get(path).ok_or(Error::UnknownPage)?;
    let tag = etag::from_hash(&metadata.sha256_hash());
    let mut headers = vec![
        (CACHE_CONTROL, "no-cache"),
        (CONTENT_TYPE, media_type(path)),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    if path == OPUS_WORKER {
        headers.push((CONTENT_SECURITY_POLICY, OPUS_WORKER_POLICY));
    }
    Ok(etag::answer(request, tag, &headers, Bytes::from_owner(data)))
}

/// The media type by the name's extension; browsers run no script of another type.
fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}
