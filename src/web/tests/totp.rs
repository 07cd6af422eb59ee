//! Signing in with a code of one's phone.

use serde_json::{Value, json};

use super::desk::{Answer, Desk, PASSWORD, request};

async fn send(desk: &Desk, path: &str, fields: &[(&str, &str)]) -> Answer {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let sent = request("POST", path).set_payload(body);
    desk.ask(sent.insert_header(("content-type", "application/x-www-form-urlencoded"))).await
}

fn now(desk: &Desk) -> i64 {
    (desk.site.clock.now_us() / 1_000_000) as i64
}

/// Has `mia` be asked for codes; answers with her recovery codes.
async fn turned_on(desk: &Desk) -> Vec<String> {
    let path = "/api/v1/me/totp";
    let refused = desk.does("mia", "POST", path, json!({ "password": "a wrong password" })).await;
    assert_eq!(refused.status, 401, "{refused:?}");
    let begun = desk.does("mia", "POST", path, json!({ "password": PASSWORD })).await.json();
    assert_eq!(begun["state"], "begun");
    let secret = begun["secret"].as_str().unwrap();
    assert_eq!(secret.len(), 32);
    let link = format!("otpauth://totp/Longwave:mia?secret={secret}&issuer=Longwave");
    assert_eq!(begun["link"], link);
    let wrong = desk.does("mia", "PUT", path, json!({ "code": "12345" })).await;
    assert_eq!(wrong.status, 422, "{wrong:?}");
    let code = desk.store().code_on_phone("mia", now(desk));
    let on = desk.does("mia", "PUT", path, json!({ "code": code })).await.json();
    assert_eq!(
        (&on["state"], &on["secret"], &on["recovery_codes_left"]),
        (&json!("on"), &Value::Null, &json!(10))
    );
    let codes = begun["recovery_codes"].as_array().unwrap();
    codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect()
}

/// The page that asks for a code, and what it says that the password was right.
async fn half(desk: &Desk) -> String {
    let fields = [("name", "mia"), ("password", PASSWORD), ("to", "/admin/password")];
    let page = send(desk, "/login", &fields).await;
    assert_eq!((page.status, page.header("set-cookie")), (200, ""), "nobody is signed in yet");
    let told = page.body.split("name=\"half\" value=\"").nth(1).unwrap();
    told.split('"').next().unwrap().to_owned()
}

#[actix_web::test]
async fn a_password_alone_opens_nothing_where_codes_are_asked_for() {
    let desk = Desk::new();
    let recovery = turned_on(&desk).await;
    let half_token = half(&desk).await;
    let say = |code: String, half: String| {
        let desk = &desk;
        async move {
            let fields = [("half", &*half), ("code", &*code), ("to", "/admin/password")];
            send(desk, "/login/code", &fields).await
        }
    };
    let wrong = say("000000".to_owned(), half_token.clone()).await;
    assert_eq!((wrong.status, wrong.header("set-cookie")), (401, ""));
    assert!(wrong.body.contains("This code is wrong"), "{wrong:?}");
    let used = desk.store().code_on_phone("mia", now(&desk));
    assert_eq!(say(used, half_token.clone()).await.status, 401, "that of the confirmation");
    let code = desk.store().code_on_phone("mia", now(&desk) + 30);
    let right = say(code.clone(), half_token.clone()).await;
    assert_eq!((right.status, right.header("location")), (303, "/admin/password"));
    assert!(right.header("set-cookie").starts_with("longwave_session="));
    let over = say(code, half_token).await;
    assert!(over.status == 401 && over.body.contains("That took too long"), "{over:?}");
    let nonsense = say("1".to_owned(), "nonsense".to_owned()).await;
    assert_eq!(nonsense.status, 401);

    let lost = say(recovery[0].clone(), half(&desk).await).await;
    assert_eq!(lost.status, 303);
    assert_eq!(desk.reads("mia", "/api/v1/me/totp").await["recovery_codes_left"], 9);
}

#[actix_web::test]
async fn codes_are_not_guessed() {
    let desk = Desk::new();
    turned_on(&desk).await;
    let half = half(&desk).await;
    let mut statuses = Vec::new();
    for _ in 0..12 {
        statuses.push(send(&desk, "/login/code", &[("half", &half), ("code", "000000")]).await.status);
    }
    // A wrong password has cost the first of the ten.
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 9, "{statuses:?}");
    assert_eq!(statuses[11], 429);
}

#[actix_web::test]
async fn whoever_has_lost_all_is_helped_by_an_administrator() {
    let desk = Desk::new();
    turned_on(&desk).await;
    let path = "/api/v1/accounts/mia/totp";
    assert_eq!(desk.does("joe", "DELETE", path, Value::Null).await.status, 403);
    assert_eq!(desk.reads("admin", "/api/v1/accounts/mia").await["has_totp"], true);
    assert_eq!(desk.does("admin", "DELETE", path, Value::Null).await.status, 204);
    assert_eq!(desk.does("admin", "DELETE", path, Value::Null).await.status, 404);
    let signed_in = send(&desk, "/login", &[("name", "mia"), ("password", PASSWORD)]).await;
    assert_eq!(signed_in.status, 303);
    turned_on(&desk).await;
    let path = "/api/v1/me/totp";
    assert_eq!(desk.does("mia", "DELETE", path, json!({ "password": "a wrong password" })).await.status, 401);
    assert_eq!(desk.does("mia", "DELETE", path, json!({ "password": PASSWORD })).await.status, 204);
    assert_eq!(desk.reads("mia", path).await["state"], "off");
}
