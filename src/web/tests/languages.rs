//! Pages in every language.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::json;

use super::desk::{Desk, PASSWORD, request, signed};
use crate::web::languages::PageLanguage;

const CODES: [&str; 7] = ["ar", "de", "en", "es", "fr", "pt", "zh-Hans"];

/// Every public page, and the status that it has.
const PAGES: [(&str, u16); 9] = [
    ("/", 200),
    ("/main", 200),
    ("/main/programme", 200),
    ("/main/listen", 200),
    ("/main/embed", 200),
    ("/main/studio", 200),
    ("/main/call", 200),
    ("/none", 404),
    ("/main/nothing", 404),
];

fn page(path: &str) -> TestRequest {
    request("GET", path).insert_header(("accept", "text/html"))
}

/// Returns the lines of a page that people read.
fn texts(page: &str) -> Vec<String> {
    let tags = page.split('>').filter_map(|part| part.split('<').next());
    tags.map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty() && !text.starts_with('{'))
        .collect()
}

#[actix_web::test]
async fn every_public_page_is_in_every_language() {
    let desk = Desk::new();
    for (path, status) in PAGES {
        let english = desk.ask(page(path).insert_header(("accept-language", "en"))).await;
        let english = texts(&english.body);
        for code in CODES {
            let answer = desk.ask(page(path).insert_header(("accept-language", code))).await;
            assert_eq!(answer.status, status, "{path} in {code}: {answer:?}");
            assert_eq!(answer.header("content-language"), code, "{path}");
            assert!(answer.header("vary").contains("Accept-Language"), "{path}");
            let direction = if code == "ar" { "rtl" } else { "ltr" };
            let element = format!("<html lang=\"{code}\" dir=\"{direction}\">");
            assert!(answer.body.contains(&element), "{path} in {code}: {}", answer.body);
            if code == "en" {
                continue;
            }
            // Names of stations, titles and formats are the same in every language; sentences are not.
            let is_name =
                |text: &str| ["MAIN", "JAZZ", "Stream (", "Longwave "].iter().any(|name| text.contains(name));
            let same = texts(&answer.body).into_iter().filter(|text| english.contains(text));
            let left: Vec<_> = same.filter(|text| text.split(' ').count() > 2 && !is_name(text)).collect();
            assert!(left.is_empty(), "{path} in {code} is in English: {left:?}");
        }
    }
}

#[actix_web::test]
async fn a_language_that_is_chosen_on_a_page_is_kept() {
    let desk = Desk::new();
    let chosen = desk.ask(page("/main?lang=fr").insert_header(("accept-language", "de"))).await;
    assert_eq!(chosen.header("content-language"), "fr");
    let cookie = chosen.header("set-cookie").to_owned();
    assert!(cookie.starts_with("longwave_language=fr; Path=/; "), "{cookie}");
    let pair = cookie.split(';').next().unwrap().to_owned();
    let again =
        page("/main").insert_header(("accept-language", "de")).insert_header(("cookie", pair.clone()));
    let again = desk.ask(again).await;
    assert_eq!((again.header("content-language"), again.header("set-cookie")), ("fr", ""));

    let odd = page("/main?lang=%22%3Ex").insert_header(("cookie", "longwave_language=\"><b>"));
    let odd = desk.ask(odd).await;
    assert_eq!((odd.header("content-language"), odd.header("set-cookie")), ("en", ""));
    let frame = desk.ask(page("/main/embed?lang=es").insert_header(("cookie", pair))).await;
    assert_eq!((frame.header("content-language"), frame.header("set-cookie")), ("es", ""), "of another site");
    assert!(again.header("vary").contains("Cookie"), "{again:?}");
    assert!(!frame.header("vary").contains("Cookie"), "{frame:?}");
}

#[actix_web::test]
async fn a_podcast_is_the_same_for_every_reader() {
    let desk = Desk::new();
    let asked = request("GET", "/main/podcast.xml?lang=de").insert_header(("accept-language", "fr"));
    let feed = desk.ask(asked).await;
    assert!(feed.body.contains("<language>en</language>"), "{feed:?}");
    assert_eq!((feed.header("set-cookie"), feed.header("content-language")), ("", ""));
    assert!(!feed.header("vary").contains("Cookie"), "{feed:?}");
}

#[actix_web::test]
async fn pages_of_other_sites_ask_for_the_words_of_the_player() {
    let desk = Desk::new();
    let asked = request("GET", "/static/messages.json?lang=de-AT").insert_header(("accept-language", "fr"));
    let answer = desk.ask(asked).await;
    assert_eq!(answer.json()["language"], "de");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!((answer.header("content-language"), answer.header("set-cookie")), ("de", ""));
    assert!(answer.header("vary").contains("Accept-Language"), "{answer:?}");
    assert!(!answer.header("vary").contains("Cookie"), "{answer:?}");
    let tag = answer.header("etag").to_owned();
    let french = request("GET", "/static/messages.json")
        .insert_header(("accept-language", "fr"))
        .insert_header(("if-none-match", tag.clone()));
    assert_eq!(desk.ask(french).await.json()["language"], "fr", "another language is another document");
    let same = request("GET", "/static/messages.json?lang=de").insert_header(("if-none-match", tag));
    assert_eq!(desk.ask(same).await.status, 304);
}

#[actix_web::test]
async fn problems_are_told_in_the_language_of_the_page_and_to_programs_in_english() {
    let desk = Desk::new();
    let answer = desk.ask(page("/none").insert_header(("accept-language", "de"))).await;
    assert!(answer.body.contains("Unter dieser Adresse gibt es keinen Sender."), "{answer:?}");
    let program = desk.ask(request("GET", "/none").insert_header(("accept-language", "de"))).await;
    assert_eq!(program.body, "There is no station at this address.\n");
    let languages = desk.site.templates.languages().unwrap();
    assert_eq!(languages.codes().collect::<Vec<_>>(), CODES);
    let plain = request("GET", "/").to_http_request();
    assert_eq!(PageLanguage::of(&plain, &languages).code(), "en");
}

/// Pages of the dashboard.
const DASHBOARD: [&str; 29] = [
    "/admin",
    "/admin/stations/main",
    "/admin/stations/main/listeners",
    "/admin/stations/main/schedule",
    "/admin/stations/main/schedule/new",
    "/admin/stations/main/schedule/plans",
    "/admin/stations/main/schedule/outlook",
    "/admin/stations/main/requests",
    "/admin/stations/main/log",
    "/admin/stations/main/transcript",
    "/admin/stations/main/recordings",
    "/admin/stations/main/djs",
    "/admin/stations/main/settings",
    "/admin/stations/main/welcome?step=1",
    "/admin/stations/main/welcome?step=4",
    "/admin/stations",
    "/admin/people",
    "/admin/tokens",
    "/admin/health",
    "/admin/logs",
    "/admin/audit",
    "/admin/password",
    "/admin/codes",
    "/admin/library",
    "/admin/library/folders",
    "/admin/library/duplicates",
    "/admin/library/removed",
    "/admin/stations/main/playlists",
    "/admin/webhooks",
];

#[actix_web::test]
async fn every_page_of_the_dashboard_is_in_every_language() {
    let desk = Desk::new();
    let token = desk.session("admin");
    let ask = async |path: &str, code: &str| {
        let asked = signed(page(path), &token).insert_header(("accept-language", code));
        let answer = desk.ask(asked).await;
        assert_eq!(answer.status, 200, "{path} in {code}: {answer:?}");
        assert_eq!(answer.header("content-language"), code, "{path}");
        assert_eq!(answer.header("vary"), "Accept-Language, Cookie", "{path}");
        answer.body
    };
    let mut left = Vec::new();
    for path in DASHBOARD {
        let english = texts(&ask(path, "en").await);
        for code in CODES.into_iter().filter(|code| *code != "en") {
            let body = ask(path, code).await;
            let direction = if code == "ar" { "rtl" } else { "ltr" };
            assert!(
                body.contains(&format!("<html lang=\"{code}\" dir=\"{direction}\">")),
                "{path} in {code}"
            );
            // Names, addresses and times are the same in every language; sentences are not.
            let is_word = |word: &&str| word.chars().all(|letter| letter.is_ascii_alphabetic());
            let is_sentence = |text: &String| text.split(' ').filter(is_word).count() > 2;
            let same = texts(&body).into_iter().filter(|text| english.contains(text));
            left.extend(same.filter(is_sentence).map(|text| format!("{path} in {code}: {text}")));
        }
    }
    assert!(left.is_empty(), "in English: {}", left.join("\n"));
}

#[actix_web::test]
async fn every_page_of_the_dashboard_takes_a_language_in_its_address() {
    let desk = Desk::new();
    let token = desk.session("admin");
    for path in DASHBOARD {
        let next = if path.contains('?') { '&' } else { '?' };
        let answer = desk.ask(signed(page(&format!("{path}{next}lang=pt")), &token)).await;
        assert_eq!((answer.status, answer.header("content-language")), (200, "pt"), "{path}: {answer:?}");
    }
}

#[actix_web::test]
async fn a_language_is_chosen_in_the_dashboard_and_on_the_page_to_sign_in() {
    let desk = Desk::new();
    let token = desk.session("admin");
    let chosen = desk.ask(signed(page("/admin/stations/main/welcome?step=3&lang=fr"), &token)).await;
    assert_eq!(chosen.header("content-language"), "fr");
    assert!(chosen.header("set-cookie").starts_with("longwave_language=fr; Path=/; "), "{chosen:?}");
    assert!(
        chosen.body.contains("href=\"?step=3&amp;lang=de\" lang=\"de\""),
        "the page stays: {}",
        chosen.body
    );
    let signing_in = desk.ask(page("/login?to=/admin/people&lang=ar")).await;
    assert_eq!(signing_in.header("content-language"), "ar");
    assert!(signing_in.body.contains("href=\"?to=/admin/people&amp;lang=es\""), "{}", signing_in.body);
    let docs = desk.ask(signed(page("/api/docs"), &token).insert_header(("accept-language", "de"))).await;
    assert!(docs.body.contains("<html lang=\"en\""), "{}", docs.body);
}

#[actix_web::test]
async fn people_are_told_problems_in_their_language_and_programs_in_english() {
    let desk = Desk::new();
    let (token, taken) =
        (desk.session("admin"), json!({ "name": "mia", "role": "dj", "password": PASSWORD }));
    let ask = async |asked: TestRequest| {
        let asked =
            asked.insert_header(("accept-language", "de")).insert_header(("x-csrf-token", token.csrf()));
        desk.ask(asked.set_json(&taken)).await
    };
    let person = ask(signed(request("POST", "/api/v1/accounts"), &token)).await;
    let detail = person.json()["detail"].as_str().unwrap().to_owned();
    assert_eq!(person.status, 409, "{person:?}");
    assert!(detail.contains("mia") && !detail.contains("there is"), "{detail}");
    let english =
        signed(request("POST", "/api/v1/accounts"), &token).insert_header(("x-csrf-token", token.csrf()));
    assert_eq!(desk.ask(english.set_json(&taken)).await.json()["detail"], "There is an account mia already.");
    let form = "name=mia&password=wrong&to=/admin";
    let wrong = page("/login").method(Method::POST).insert_header(("accept-language", "fr"));
    let wrong = wrong.insert_header(("content-type", "application/x-www-form-urlencoded")).set_payload(form);
    let wrong = desk.ask(wrong).await;
    assert_eq!((wrong.status, wrong.header("content-language")), (401, "fr"));
    assert!(!wrong.body.contains("Wrong name or password"), "{}", wrong.body);
}
