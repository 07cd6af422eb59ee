//! Every route, by everybody, on both stations: from the table itself, so that a new route is in it.

use super::desk::{Answer, Desk, request, signed};
use crate::store::ApiToken;
use crate::web::router::{Access, Route};

/// Requesting users: nobody, an account, or one whose password has to be changed.
const PEOPLE: [&str; 7] = ["", "new", "admin", "mia", "joe", "dan", "eve"];

/// Returns whether they may, with regard to a station: `mia` and `dan` belong to `main`, `joe` and `eve` to `jazz`.
fn may(who: &str, rule: Access, station: Option<&str>) -> bool {
    let (is_of, is_manager) = match who {
        "mia" => ("main", true),
        "dan" => ("main", false),
        "joe" => ("jazz", true),
        _ => ("jazz", false),
    };
    match rule {
        Access::Everybody => true,
        _ if who.is_empty() => false,
        Access::Newcomer => true,
        _ if who == "new" => false,
        _ if who == "admin" => true,
        Access::Person => true,
        Access::Librarian => is_manager,
        Access::Admin => false,
        Access::Dj => station == Some(is_of),
        Access::Manager => is_manager && station == Some(is_of),
    }
}

/// A desk where there is an account that never chose a password.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.store().add_newcomer("new");
    desk
}

/// The addresses of a route: one on each station.
fn addresses(route: &Route) -> Vec<(Option<&'static str>, String)> {
    let fill = |path: &str| {
        let parts = path.split('/').map(|part| if part.starts_with('{') { "7" } else { part });
        parts.collect::<Vec<_>>().join("/")
    };
    if !route.path.contains("{station}") {
        return vec![(None, fill(route.path))];
    }
    let stations = ["main", "jazz"].into_iter();
    stations.map(|slug| (Some(slug), fill(&route.path.replace("{station}", slug)))).collect()
}

fn session(desk: &Desk, who: &str) -> Option<ApiToken> {
    (!who.is_empty()).then(|| desk.session(who))
}

/// Returns whether a request was rejected because of its user, or of its origin.
fn is_turned_away(answer: &Answer) -> bool {
    let to_sign_in = answer.status == 303
        && (answer.header("location").starts_with("/login")
            || answer.header("location") == "/admin/password")
        && answer.header("set-cookie").is_empty();
    [401, 403].contains(&answer.status) || to_sign_in
}

#[actix_web::test]
async fn everybody_may_what_the_table_says_and_nothing_else() {
    let desk = desk();
    let (mut asked, mut refused) = (0, 0);
    for route in crate::web::table() {
        for (station, path) in addresses(&route) {
            for who in PEOPLE {
                let mut asking = request(route.verb.name(), &path);
                if let Some(token) = session(&desk, who) {
                    asking = signed(asking, &token).insert_header(("x-csrf-token", token.csrf()));
                }
                let answer = desk.ask(asking).await;
                let expected = may(who, route.may, station);
                let what = format!("{who:?} {} {path}: {answer:?}", route.verb.name());
                // Signing in is for everybody, and says itself who may not.
                let signs_in = path.starts_with("/login");
                assert!(signs_in || is_turned_away(&answer) != expected, "{what}");
                assert!(answer.status < 500, "{what}");
                if route.is_api() && !expected {
                    let status = if who.is_empty() { 401 } else { 403 };
                    assert_eq!(answer.status, status, "{what}");
                    assert_eq!(answer.header("content-type"), "application/problem+json", "{what}");
                    let problem = answer.json();
                    assert_eq!(problem["status"], status, "{what}");
                    assert!(problem["detail"].as_str().unwrap().ends_with('.'), "{what}");
                    refused += 1;
                }
                asked += 1;
            }
        }
    }
    assert!(asked > 100 && refused > 50, "{asked} asked, {refused} refused");
}

#[actix_web::test]
async fn nothing_is_changed_without_the_token_or_from_another_sites_page() {
    let desk = desk();
    let mut tried = 0;
    for route in crate::web::table().iter().filter(|route| route.verb.name() != "GET") {
        for (_, path) in addresses(route) {
            let ask = |headers: Vec<(&'static str, String)>| {
                let token = desk.session("admin");
                let mut asking = signed(request(route.verb.name(), &path), &token);
                for header in headers {
                    asking = asking.insert_header(header);
                }
                (asking, token)
            };
            let what = format!("{} {path}", route.verb.name());
            let token = desk.session("admin");
            let cross = ask(vec![("sec-fetch-site", "cross-site".to_owned())]).0;
            assert_eq!(desk.ask(cross).await.status, 403, "{what}");
            let (origin, token_of) = ask(vec![("origin", "https://evil.example".to_owned())]);
            let origin = origin.insert_header(("x-csrf-token", token_of.csrf()));
            assert_eq!(desk.ask(origin).await.status, 403, "{what}");
            if route.may != Access::Everybody {
                assert_eq!(desk.ask(ask(vec![]).0).await.status, 403, "{what}");
                let others = ask(vec![("x-csrf-token", token.csrf())]).0;
                assert_eq!(desk.ask(others).await.status, 403, "{what}: the token of another session");
            }
            tried += 1;
        }
    }
    assert!(tried > 10);
    assert!(desk.store().changes(None, 10).unwrap().is_empty(), "nothing was changed");
}

#[actix_web::test]
async fn an_unknown_station_is_not_there() {
    let desk = desk();
    for route in crate::web::table().iter().filter(|route| route.path.contains("{station}")) {
        let path = addresses(route)[0].1.replace("main", "rock");
        let token = desk.session("admin");
        let asking = signed(request(route.verb.name(), &path), &token);
        let answer = desk.ask(asking.insert_header(("x-csrf-token", token.csrf()))).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body.contains("There is no station at this address."), "{path}: {answer:?}");
    }
}

#[test]
fn rules_about_stations_have_a_station_in_the_address() {
    for route in crate::web::table() {
        let needs = matches!(route.may, Access::Dj | Access::Manager);
        assert!(!needs || route.path.contains("{station}"), "{}", route.path);
        let is_for_strangers = [
            "/login",
            "/login/code",
            "/login/forgotten",
            "/login/reset",
            "/api/v1/stations/{station}/requests",
            "/api/v1/stations/{station}/listener-messages",
        ]
        .contains(&route.path);
        let changes = route.verb.name() != "GET";
        let guarded = route.may != Access::Everybody || !changes || is_for_strangers;
        assert!(guarded, "{} changes something for everybody", route.path);
    }
}
