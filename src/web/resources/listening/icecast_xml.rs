//! Answers of `/admin/…` in Icecast's XML.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::ContentType;
use quick_xml::escape::escape;

/// Returns an element around `content`, which is markup.
pub(super) fn element(name: &str, content: &str) -> String {
    format!("<{name}>{content}</{name}>")
}

/// Returns an element around `text`.
#[expect(clippy::needless_pass_by_value, reason = "numbers and texts are given as they are")]
pub(super) fn text(name: &str, text: impl ToString) -> String {
    element(name, &escape(text.to_string()))
}

/// Returns the element of a mount around `content`, which is markup.
pub(super) fn source(mount: &str, content: &str) -> String {
    format!("<source mount=\"{}\">{content}</source>\n", escape(mount))
}

/// Returns an answer with statistics.
pub(super) fn stats(content: &str) -> HttpResponse {
    let document = format!("<?xml version=\"1.0\"?>\n<icestats>{content}</icestats>\n");
    HttpResponse::Ok().insert_header(ContentType::xml()).body(document)
}

/// Returns an answer that says whether an order was carried out.
pub(super) fn response(status: StatusCode, message: &str, is_done: bool) -> HttpResponse {
    let content = text("message", message) + &text("return", u8::from(is_done));
    let document = format!("<?xml version=\"1.0\"?>\n<iceresponse>{content}</iceresponse>\n");
    HttpResponse::build(status).insert_header(ContentType::xml()).body(document)
}
