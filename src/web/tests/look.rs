//! A station's own colour and logo, from the API to its pages.

use actix_web::test::{call_service, init_service, read_body};
use actix_web::{App, web::Data};
use serde_json::{Value, json};

use super::desk::{Answer, Desk, request, signed};
use crate::web::routes;

const STATION: &str = "/api/v1/stations/main";
const LOGO: &str = "/api/v1/stations/main/logo";

/// A PNG of one colour, half of which can be seen through.
pub(super) fn picture(width: u32, height: u32, red: u8) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgba);
    let values = [red, 90, 30, 128].repeat(width as usize * height as usize);
    encoder.write_header().unwrap().write_image_data(&values).unwrap();
    file
}

/// Sends a picture as `name`, and returns the response.
pub(super) async fn put(desk: &Desk, name: &str, path: &str, media_type: &str, image: Vec<u8>) -> Answer {
    let token = desk.session(name);
    let asked = signed(request("PUT", path), &token)
        .insert_header(("x-csrf-token", token.csrf()))
        .insert_header(("content-type", media_type.to_owned()));
    desk.ask(asked.set_payload(image)).await
}

/// A page as a browser gets it that reached the server as radio.example.
async fn page(desk: &Desk, path: &str) -> String {
    let asked = request("GET", path).insert_header(("host", "radio.example:8000"));
    let answer = desk.ask(asked.insert_header(("accept", "text/html"))).await;
    assert_eq!(answer.status, 200, "{path}: {answer:?}");
    answer.body
}

/// Returns the body at an address that is not text.
async fn bytes(desk: &Desk, path: &str) -> Vec<u8> {
    let app = init_service(
        App::new().app_data(Data::new(desk.site.clone())).configure(routes(&desk.site.instance.base_path)),
    )
    .await;
    read_body(call_service(&app, request("GET", path).to_request()).await).await.to_vec()
}

fn detail(answer: &Answer) -> String {
    answer.json()["detail"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn a_station_without_a_look_has_the_usual_one() {
    let desk = Desk::new();
    for path in ["/main", "/main/studio"] {
        let page = page(&desk, path).await;
        for own in ["look.css", "/logo/", "og:", "data-logo", "class=\"signed\""] {
            assert!(!page.contains(own), "{path} has {own}");
        }
        assert!(page.contains("<link rel=\"icon\" href=\"/static/icon.svg\""), "{path}: {page}");
    }
    let told = desk.reads("mia", STATION).await;
    assert_eq!((&told["colour"], &told["logo"]), (&Value::Null, &Value::Null));
    let sheet = desk.ask(request("GET", "/main/look.css")).await;
    assert_eq!((sheet.status, &*sheet.body), (200, ""));
}

#[actix_web::test]
async fn a_colour_is_on_the_pages_at_once() {
    let desk = Desk::new();
    let set = desk.does("mia", "PATCH", STATION, json!({ "colour": "#FFCC00" })).await;
    assert_eq!((set.status, &set.json()["colour"]), (200, &json!("#ffcc00")), "{set:?}");
    for path in ["/main", "/main/studio"] {
        let page = page(&desk, path).await;
        let (before, after) = page.split_once("<link rel=\"stylesheet\" href=\"/main/look.css\">").unwrap();
        assert!(
            before.contains("/static/base.css") && !after.contains("rel=\"stylesheet\""),
            "it is the last"
        );
    }
    assert!(!page(&desk, "/jazz").await.contains("look.css"), "another station's pages stay as they are");

    let sheet = desk.ask(request("GET", "/main/look.css")).await;
    assert_eq!(sheet.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(
        (sheet.header("cache-control"), sheet.header("x-content-type-options")),
        ("no-cache", "nosniff")
    );
    assert!(sheet.body.contains("--accent: #ffcc00;"), "{sheet:?}");
    let again = |tag: &str| request("GET", "/main/look.css").insert_header(("if-none-match", tag.to_owned()));
    let tag = sheet.header("etag").to_owned();
    assert_eq!(desk.ask(again(&tag)).await.status, 304);
    desk.does("mia", "PATCH", STATION, json!({ "colour": "#0000aa" })).await;
    let changed = desk.ask(again(&tag)).await;
    assert!(changed.status == 200 && changed.body.contains("--accent: #0000aa;"), "{changed:?}");

    let usual = desk.does("mia", "PATCH", STATION, json!({ "colour": "" })).await;
    assert_eq!((usual.status, &usual.json()["colour"]), (200, &Value::Null));
    assert!(!page(&desk, "/main").await.contains("look.css"));
}

#[actix_web::test]
async fn what_is_no_colour_is_refused_in_words() {
    let desk = Desk::new();
    for wrong in ["yellow", "#fff", "#12345g", "ffcc00", "#ffcc00;}body{display:none"] {
        let body = json!({ "name": "Another", "colour": wrong });
        let refused = desk.does("mia", "PATCH", STATION, body).await;
        assert_eq!(refused.status, 422, "{wrong}");
        assert!(
            detail(&refused).ends_with("is no colour: write it as #rrggbb, such as #0c5a66."),
            "{refused:?}"
        );
    }
    let known = desk.store().station("main").unwrap();
    assert_eq!((known.look.colour, &*known.name), (None, "Longwave"), "nothing else of it was done");
}

#[actix_web::test]
async fn a_logo_is_on_the_pages_until_it_is_taken_away() {
    let desk = Desk::new();
    let sent = put(&desk, "mia", LOGO, "image/png", picture(1_024, 256, 200)).await;
    assert_eq!(sent.status, 200, "{sent:?}");
    let told = sent.json();
    let told_size = json!([told["width"], told["height"], told["media_type"]]);
    assert_eq!(told_size, json!([512, 128, "image/png"]));
    let address = told["address"].as_str().unwrap().to_owned();
    assert!(address.starts_with("/main/logo/"), "{address}");
    assert_eq!(desk.reads("mia", STATION).await["logo"], json!(address));
    assert_eq!(desk.reads("mia", LOGO).await, told);

    let player = page(&desk, "/main").await;
    for part in [
        format!("<img class=\"logo\" src=\"{address}\" width=\"512\" height=\"128\" alt=\"MAIN\">"),
        format!("<link rel=\"icon\" href=\"{address}\" type=\"image/png\">"),
        format!("<meta property=\"og:image\" content=\"http://radio.example:8000{address}\">"),
        format!(" data-logo=\"{address}\""),
    ] {
        assert!(player.contains(&part), "no {part} in {player}");
    }
    assert!(page(&desk, "/main/studio").await.contains(&format!("<img class=\"logo\" src=\"{address}\"")));
    assert!(!page(&desk, "/jazz").await.contains("/logo/"));
    let evil = request("GET", "/main").insert_header(("host", "evil.example/\"><script>"));
    assert!(!desk.ask(evil).await.body.contains("evil.example"));

    let shown = desk.ask_for_bytes(request("GET", &address)).await;
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/png"));
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert_eq!(shown.header("cache-control"), "public, max-age=31536000, immutable");
    let known = request("GET", &address).insert_header(("if-none-match", shown.header("etag").to_owned()));
    assert_eq!(desk.ask_for_bytes(known).await.status, 304);
    let image = bytes(&desk, &address).await;
    let size = imagesize::blob_size(&image).unwrap();
    assert_eq!((size.width, size.height), (512, 128));
    let others = address.replace("main", "jazz");
    assert_eq!(desk.ask(request("GET", &others)).await.status, 404, "it is no other station's");

    let another = put(&desk, "mia", LOGO, "image/png", picture(40, 40, 7)).await.json();
    assert_ne!(another["address"], json!(address));
    assert_eq!(desk.ask(request("GET", &address)).await.status, 404, "it was replaced");
    assert_eq!(desk.does("mia", "DELETE", LOGO, Value::Null).await.status, 204);
    let gone = desk.does("mia", "DELETE", LOGO, Value::Null).await;
    assert_eq!((gone.status, &*detail(&gone)), (404, "This station has no logo."));
    assert!(!page(&desk, "/main").await.contains("/logo/"));
    assert_eq!(desk.ask(request("GET", another["address"].as_str().unwrap())).await.status, 404);
}

#[actix_web::test]
async fn what_cannot_be_a_logo_is_refused_in_words() {
    let desk = Desk::new();
    let mut huge = picture(8, 8, 1);
    huge[16..24].copy_from_slice(&[0, 1, 0x86, 0xA0, 0, 1, 0x86, 0xA0]);
    let whole = picture(300, 300, 1);
    let half = whole[..whole.len() / 2].to_vec();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec();
    for (media_type, image, status, words) in [
        (
            "image/svg+xml",
            svg.clone(),
            422,
            "An SVG can hold scripts, so it is not taken: save it as a PNG picture.",
        ),
        ("image/png", svg, 422, "An SVG can hold scripts, so it is not taken: save it as a PNG picture."),
        (
            "image/gif",
            b"GIF89a\x10\0\x10\0;".to_vec(),
            422,
            "The picture has to be a PNG, JPEG or WebP file, and this is none of them.",
        ),
        ("image/png", huge, 422, "The picture is 100000 × 100000 pixels; at most 12 million are read."),
        ("image/png", half, 422, "The picture is damaged"),
        ("image/png", Vec::new(), 422, "The body is to be the picture, and it is empty."),
        ("image/png", vec![0; (4 << 20) + 1], 413, "The body has to be no longer than 4194304 bytes."),
        ("text/html", picture(8, 8, 1), 415, "The body has to be of the type image/*."),
    ] {
        let refused = put(&desk, "mia", LOGO, media_type, image).await;
        assert_eq!(refused.status, status, "{words}: {refused:?}");
        assert!(detail(&refused).starts_with(words), "{refused:?}");
    }
    assert_eq!(desk.store().station("main").unwrap().look.logo, None);
}

#[actix_web::test]
async fn who_runs_the_station_gives_it_its_look_and_that_is_noted() {
    let desk = Desk::new();
    for who in ["dan", "joe"] {
        let refused = put(&desk, who, LOGO, "image/png", picture(40, 40, 7)).await;
        assert_eq!(refused.status, 403, "{who}: {refused:?}");
        assert_eq!(desk.does(who, "DELETE", LOGO, Value::Null).await.status, 403);
        assert_eq!(desk.does(who, "PATCH", STATION, json!({ "colour": "#ffcc00" })).await.status, 403);
    }
    assert_eq!(put(&desk, "mia", LOGO, "image/png", picture(40, 40, 7)).await.status, 200);
    assert_eq!(put(&desk, "mia", LOGO, "image/png", b"nothing".to_vec()).await.status, 422);
    let noted = desk.store().changes(None, 10).unwrap();
    let noted: Vec<_> = noted.iter().map(|change| (&*change.who, &*change.what)).collect();
    assert_eq!(noted, [("mia", "PUT /api/v1/stations/main/logo")]);
}

#[actix_web::test]
async fn who_replaces_a_logo_can_be_sure_of_which() {
    let desk = Desk::new();
    put(&desk, "mia", LOGO, "image/png", picture(40, 40, 7)).await;
    let read = desk.does("mia", "GET", LOGO, Value::Null).await;
    let tag = read.header("etag").to_owned();
    put(&desk, "mia", LOGO, "image/png", picture(40, 40, 8)).await;
    let token = desk.session("mia");
    let asked = signed(request("DELETE", LOGO), &token).insert_header(("x-csrf-token", token.csrf()));
    assert_eq!(desk.ask(asked.insert_header(("if-match", tag))).await.status, 412);
    assert!(desk.store().station("main").unwrap().look.logo.is_some());
}

#[actix_web::test]
async fn the_settings_page_shows_what_is_made_of_a_colour() {
    let desk = Desk::new();
    let settings =
        || async { desk.does("mia", "GET", "/admin/stations/main/settings", Value::Null).await.body };
    let before = settings().await;
    assert!(before.contains("name=\"colour\" value=\"#0c5a66\"") && before.contains("No logo yet."));
    assert!(
        !before.contains("Restore default colour")
            && before.contains("data-to=\"/api/v1/stations/main/logo\"")
    );
    desk.does("mia", "PATCH", STATION, json!({ "colour": "#ffff00" })).await;
    put(&desk, "mia", LOGO, "image/png", picture(40, 30, 7)).await;
    let after = settings().await;
    for part in [
        "name=\"colour\" value=\"#ffff00\"",
        "Restore default colour",
        "fill=\"#ffff00\"",
        "width=\"40\" height=\"30\" alt=\"Logo of Longwave\"",
        "Remove logo",
    ] {
        assert!(after.contains(part), "no {part} in {after}");
    }
}
