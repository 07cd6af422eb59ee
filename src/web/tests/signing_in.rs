//! Signing in and out, and what an account is guarded by.

use super::desk::{Answer, Desk, PASSWORD, request, signed};
use crate::store::ApiToken;

fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// Sends a form from `address`, and returns the response.
async fn send(desk: &Desk, path: &str, session: Option<&ApiToken>, fields: &[(&str, &str)]) -> Answer {
    let mut sent = request("POST", path).set_payload(form(fields));
    sent = sent.insert_header(("content-type", "application/x-www-form-urlencoded"));
    if let Some(session) = session {
        sent = signed(sent, session);
    }
    desk.ask(sent).await
}

fn cookie(answer: &Answer) -> ApiToken {
    let cookie = answer.header("set-cookie");
    let value = cookie.strip_prefix("longwave_session=").unwrap().split(';').next().unwrap();
    ApiToken::parse(value).unwrap()
}

#[actix_web::test]
async fn a_password_opens_the_dashboard_until_its_owner_signs_out() {
    let desk = Desk::new();
    let asked = desk.ask(request("GET", "/admin")).await;
    assert_eq!((asked.status, asked.header("location")), (303, "/login"));
    let asked = desk.ask(request("GET", "/admin/password")).await;
    assert_eq!(asked.header("location"), "/login?to=%2Fadmin%2Fpassword");
    let page = desk.ask(request("GET", "/login?to=%2Fadmin%2Fpassword")).await;
    assert!(page.status == 200 && page.body.contains("value=\"/admin/password\""), "{page:?}");

    let to = [("name", "MIA"), ("password", PASSWORD), ("to", "/admin/password")];
    let answer = send(&desk, "/login", None, &to).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/admin/password"));
    let flags = answer.header("set-cookie").split_once("; ").unwrap().1;
    assert_eq!(flags, "Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax");
    let session = cookie(&answer);
    let page = desk.ask(signed(request("GET", "/admin"), &session)).await;
    assert!(
        page.status == 200 && page.body.contains("mia, manager") && page.body.contains(">MAIN<"),
        "{page:?}"
    );
    assert!(!page.body.contains(">JAZZ<"), "a manager sees the stations that are theirs");
    assert_eq!(page.header("cache-control"), "no-store");

    let refused = send(&desk, "/logout", Some(&session), &[]).await;
    assert_eq!(refused.status, 403, "without the token");
    let out = send(&desk, "/logout", Some(&session), &[("csrf", &session.csrf())]).await;
    assert_eq!((out.status, out.header("location")), (303, "/login"));
    assert!(out.header("set-cookie").starts_with("longwave_session=; Path=/; Max-Age=0"));
    let asked = desk.ask(signed(request("GET", "/admin"), &session)).await;
    assert_eq!(asked.status, 303);
}

#[actix_web::test]
async fn over_tls_the_cookie_never_goes_in_the_clear() {
    let desk = Desk::new().behind("192.0.2.1");
    let fields = form(&[("name", "mia"), ("password", PASSWORD)]);
    let sent = request("POST", "/login").set_payload(fields).insert_header(("x-forwarded-proto", "https"));
    let sent = sent.insert_header(("content-type", "application/x-www-form-urlencoded"));
    let answer = desk.ask(sent).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-longwave_session=") && cookie.ends_with("; Secure"), "{cookie}");
    assert_eq!(answer.header("strict-transport-security"), "max-age=15768000");
}

#[actix_web::test]
async fn nobody_can_lay_a_session_out_for_another() {
    let desk = Desk::new();
    let laid_out = desk.session("eve");
    let answer = send(&desk, "/login", Some(&laid_out), &[("name", "admin"), ("password", PASSWORD)]).await;
    let session = cookie(&answer);
    assert_ne!(session, laid_out);
    let home = desk.ask(signed(request("GET", "/api/v1/me"), &session)).await;
    assert_eq!(home.json()["name"], "admin");
    assert_eq!(desk.ask(signed(request("GET", "/api/v1/me"), &laid_out)).await.status, 401);
    let invented = ApiToken::generate().unwrap();
    let answer = send(&desk, "/login", Some(&invented), &[("name", "admin"), ("password", PASSWORD)]).await;
    assert_ne!(cookie(&answer), invented);
    assert_eq!(desk.ask(signed(request("GET", "/api/v1/me"), &invented)).await.status, 401);
}

#[actix_web::test]
async fn a_thousand_wrong_passwords_keep_nobody_else_out() {
    let desk = Desk::new();
    let wrong = [("name", "admin"), ("password", "wrong")];
    let mut statuses = std::collections::BTreeMap::new();
    for _ in 0..1_000 {
        let answer = send(&desk, "/login", None, &wrong).await;
        *statuses.entry(answer.status).or_insert(0) += 1;
        assert!(answer.header("set-cookie").is_empty());
        if answer.status == 429 {
            assert_eq!(answer.header("retry-after"), "6");
        }
    }
    assert_eq!(statuses, [(401, 10), (429, 990)].into(), "the clock stands");
    let right = [("name", "admin"), ("password", PASSWORD)];
    assert_eq!(send(&desk, "/login", None, &right).await.status, 429, "not even the right one, from there");
    let sent =
        request("POST", "/login").set_payload(form(&right)).peer_addr("198.51.100.1:5".parse().unwrap());
    let sent = sent.insert_header(("content-type", "application/x-www-form-urlencoded"));
    assert_eq!(desk.ask(sent).await.status, 303, "from elsewhere");
}

#[actix_web::test]
async fn who_has_a_password_of_ours_chooses_another_before_anything_else() {
    let desk = Desk::new();
    desk.store().add_newcomer("new");
    let session = desk.session("new");
    let asked = desk.ask(signed(request("GET", "/admin"), &session)).await;
    assert_eq!((asked.status, asked.header("location")), (303, "/admin/password"));
    let asked = desk.ask(signed(request("GET", "/api/v1/library"), &session)).await;
    assert_eq!(asked.status, 403);
    assert!(asked.json()["detail"].as_str().unwrap().starts_with("Choose a password of your own"));

    let csrf = session.csrf();
    let change = |current: &'static str, new: &'static str, again: &'static str| {
        let fields = [("csrf", csrf.as_str()), ("current", current), ("new", new), ("again", again)];
        let sent = form(&fields);
        let request = signed(request("POST", "/admin/password"), &session).set_payload(sent);
        desk.ask(request.insert_header(("content-type", "application/x-www-form-urlencoded")))
    };
    let page = change(PASSWORD, "another password", "another passwort").await;
    assert!(page.status == 422 && page.body.contains("not the same"), "{page:?}");
    let page = change(PASSWORD, "short", "short").await;
    assert!(page.status == 422 && page.body.contains("at least 10 characters"), "{page:?}");
    let page = change(PASSWORD, PASSWORD, PASSWORD).await;
    assert!(page.status == 422 && page.body.contains("is the old one"), "{page:?}");
    let page = change("wrong", "another password", "another password").await;
    assert!(page.status == 401 && page.body.contains("Wrong name or password."), "{page:?}");
    let elsewhere = desk.session("new");
    let done = change(PASSWORD, "another password", "another password").await;
    assert_eq!((done.status, done.header("location")), (303, "/admin"), "{done:?}");
    let fresh = cookie(&done);
    assert_eq!(desk.ask(signed(request("GET", "/admin"), &fresh)).await.status, 200);
    for old in [&session, &elsewhere] {
        assert_eq!(desk.ask(signed(request("GET", "/api/v1/me"), old)).await.status, 401);
    }
}

#[actix_web::test]
async fn sessions_are_listed_and_ended() {
    let desk = Desk::new();
    let (one, other, third) = (desk.session("dan"), desk.session("dan"), desk.session("dan"));
    let list = desk.ask(signed(request("GET", "/api/v1/me/sessions"), &one)).await.json();
    let sessions = list["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 3);
    assert_eq!(sessions.iter().filter(|session| session["is_this"] == true).count(), 1);
    let of_other = desk.ask(signed(request("GET", "/api/v1/me/sessions"), &other)).await.json();
    let id = of_other["sessions"].as_array().unwrap().iter().find(|session| session["is_this"] == true);
    let path = format!("/api/v1/me/sessions/{}", id.unwrap()["id"].as_str().unwrap());
    assert_eq!(desk.does("eve", "DELETE", &path, serde_json::Value::Null).await.status, 404, "not hers");
    let end = signed(request("DELETE", &path), &one).insert_header(("x-csrf-token", one.csrf()));
    assert_eq!(desk.ask(end).await.status, 204);
    let is_in = |token: ApiToken| desk.ask(signed(request("GET", "/api/v1/me"), &token));
    assert_eq!(is_in(other).await.status, 401);
    let all = send(&desk, "/logout/everywhere", Some(&one), &[("csrf", &one.csrf())]).await;
    assert_eq!(all.status, 303);
    assert_eq!(is_in(one.clone()).await.status, 401);
    assert_eq!(is_in(third).await.status, 401);
}
