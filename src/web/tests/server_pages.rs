//! The pages of the server, and what managers may do with DJs.

use std::sync::atomic::Ordering;

use serde_json::{Value, json};

use super::desk::Desk;
use super::library::page;
use crate::store::{Role, StationPermissions};
use crate::web::InstanceInfo;

#[actix_web::test]
async fn pages_of_the_server_tell_its_state() {
    let desk = Desk::new();
    desk.does("admin", "PATCH", "/api/v1/stations/main", json!({ "name": "<b>Main</b>" })).await;
    for (path, told) in [
        ("/admin/stations", "/admin/stations/jazz/settings"),
        ("/admin/stations/main/settings", "value=\"&lt;b&gt;Main&lt;/b&gt;\""),
        ("/admin/people", "<strong>eve</strong>: DJ, jazz"),
        ("/admin/stations/jazz/djs", "<strong>eve</strong>"),
        ("/admin/tokens", "There are no tokens yet"),
        ("/admin/audit", "changed name, colour, folder or qualities of the station"),
        ("/admin/audit?who=mia", "No matches"),
        ("/admin/health", "No problems since the start"),
        ("/admin/logs?level=warn&words=x", "No matches"),
        ("/admin/codes", "Turn on</h2>"),
    ] {
        let body = page(&desk, "admin", path).await;
        assert!(body.contains(told), "{path}: no {told} in {body}");
    }
    let own = page(&desk, "mia", "/admin/stations/main/settings").await;
    assert!(!own.contains("Delete station"), "a manager does not remove it");
    assert!(own.contains("<code>/main</code>"), "{own}");
}

#[actix_web::test]
async fn the_health_page_says_that_the_disk_of_the_music_hangs_and_does_not_wait_for_it() {
    let mut desk = Desk::new();
    let (media, measured, _answer) = crate::sys::hanging_disk();
    desk.site = desk.site.clone().on(InstanceInfo { media, ..InstanceInfo::default() });
    for _ in 0..3 {
        let disk = desk.reads("admin", "/api/v1/health").await["disks"][1].clone();
        assert!(disk["hung_seconds"].is_u64(), "{disk}");
        assert_eq!((&disk["what"], &disk["free_bytes"]), (&json!("media"), &json!(7_u64 << 30)));
    }
    let health = page(&desk, "admin", "/admin/health").await;
    assert!(health.contains("has not answered for ") && health.contains("before that, "), "{health}");
    let sound = desk.does("admin", "GET", "/api/v1/library/1/sound", Value::Null).await;
    assert_eq!(sound.status, 409, "{sound:?}");
    assert!(sound.body.contains("The music disk has not answered for "), "{sound:?}");
    assert_eq!(measured.load(Ordering::Relaxed), 2, "one measurement hangs");
}

#[actix_web::test]
async fn the_first_steps_lead_from_the_name_to_the_streams() {
    let desk = Desk::new();
    let welcome = "/admin/stations/main/welcome";
    for (step, told) in [
        ("", "Step 1 of 5"),
        ("?step=2", "<option value=\"Europe/Berlin\">"),
        ("?step=3", "name=\"colour\""),
        ("?step=4", "id=\"drop\""),
        ("?step=5", "/main.opus</code>"),
        ("?step=99", "Step 5 of 5"),
    ] {
        let body = page(&desk, "mia", &format!("{welcome}{step}")).await;
        assert!(body.contains(told), "{step}: no {told} in {body}");
    }
    assert_eq!(desk.does("dan", "GET", welcome, Value::Null).await.status, 403);
}

#[actix_web::test]
async fn a_manager_looks_after_the_djs_of_one_station() {
    let desk = Desk::new();
    let path = "/api/v1/stations/main/djs";
    let new = json!({ "name": "zoe", "hours": ["fri 20:00-23:00"] });
    let made = desk.does("mia", "POST", path, new).await;
    assert_eq!(made.status, 201, "{made:?}");
    let password = made.json()["password"].as_str().unwrap().to_owned();
    assert_eq!(desk.store().verify("zoe", &password).unwrap().unwrap().role, Role::Dj);
    let changed = desk.does("mia", "PATCH", &format!("{path}/ZOE"), json!({ "hours": [] })).await;
    assert_eq!((changed.status, &changed.json()["hours"]), (200, &json!([])));
    assert_eq!(desk.store().reach("zoe").unwrap().stations, ["main"]);
    let set = desk.does("mia", "PUT", &format!("{path}/zoe/password"), json!({})).await;
    assert_eq!(set.status, 200);
    assert!(desk.store().verify("zoe", &password).unwrap().is_none());
    assert_eq!(desk.does("mia", "DELETE", &format!("{path}/zoe"), Value::Null).await.status, 204);
    assert_eq!(desk.does("mia", "DELETE", &format!("{path}/zoe"), Value::Null).await.status, 404);
}

#[actix_web::test]
async fn a_manager_reaches_no_account_beyond_the_own_djs() {
    let desk = Desk::new();
    let reach = |slugs: &[&str]| StationPermissions {
        stations: slugs.iter().map(|slug| (*slug).to_owned()).collect(),
        hours: Vec::new(),
    };
    let add = |name: &str, role, slugs: &[&str]| {
        desk.store().add_account_within(name, role, &super::desk::password(), &reach(slugs)).unwrap();
    };
    add("max", Role::Manager, &["main"]);
    add("both", Role::Dj, &["main", "jazz"]);
    add("all", Role::Dj, &[]);
    let before = |name: &str| (desk.store().reach(name).unwrap(), desk.store().accounts().unwrap().len());
    // Whoever is not a DJ of `main` alone: of the other station, of both, of all, and those who run something.
    for (name, status) in [
        ("eve", 404),
        ("joe", 404),
        ("nobody", 404),
        ("both", 403),
        ("all", 403),
        ("max", 403),
        ("mia", 403),
        ("admin", 403),
    ] {
        let known = before(name);
        for (verb, path, body) in [
            ("PATCH", format!("/api/v1/stations/main/djs/{name}"), json!({ "hours": ["mon 1:00-2:00"] })),
            (
                "PUT",
                format!("/api/v1/stations/main/djs/{name}/password"),
                json!({ "password": "taken over now" }),
            ),
            ("DELETE", format!("/api/v1/stations/main/djs/{name}"), Value::Null),
        ] {
            let refused = desk.does("mia", verb, &path, body).await;
            assert_eq!(refused.status, status, "{verb} {path}: {refused:?}");
        }
        assert_eq!(before(name), known);
        assert!(desk.store().verify(name, "taken over now").unwrap().is_none());
    }
    for (verb, path) in
        [("GET", ""), ("POST", ""), ("PATCH", "/eve"), ("DELETE", "/eve"), ("PUT", "/eve/password")]
    {
        let path = format!("/api/v1/stations/jazz/djs{path}");
        assert_eq!(desk.does("mia", verb, &path, json!({ "hours": [] })).await.status, 403, "{verb} {path}");
    }
}

#[actix_web::test]
async fn an_administrator_is_told_how_the_program_does() {
    let desk = Desk::new();
    let health = desk.reads("admin", "/api/v1/health").await;
    assert_eq!(
        (&health["stations"][1]["slug"], &health["certificate_ends_at"]),
        (&json!("main"), &Value::Null)
    );
    assert!(health["database"]["bytes"].as_u64().unwrap() > 10_000);
    let checked = desk.does("admin", "POST", "/api/v1/health/database", Value::Null).await;
    assert_eq!(checked.json(), json!({ "is_sound": true, "problem": null }));
    assert_eq!(desk.reads("admin", "/api/v1/logs").await, json!({ "lines": [] }));
    let wrong = desk.does("admin", "GET", "/api/v1/logs?level=debug", Value::Null).await;
    assert_eq!(wrong.status, 422);
    let found = desk.reads("admin", "/api/v1/audit?who=ADMIN&words=Database").await;
    assert_eq!(found["changes"].as_array().unwrap().len(), 1, "{found}");
    let none = desk.reads("admin", "/api/v1/audit?who=mia").await;
    assert_eq!(none["changes"], json!([]));
}
