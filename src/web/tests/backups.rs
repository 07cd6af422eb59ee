//! Backups in the API and on the dashboard.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::desk::Desk;
use crate::backup::{Backups, ServerFolders};
use crate::clock::SystemClock;
use crate::web::InstanceInfo;

#[actix_web::test]
async fn the_plan_of_the_backups_is_changed_and_one_is_made() {
    let mut desk = Desk::new();
    let path = "/api/v1/backups";
    let told = desk.reads("admin", path).await;
    assert_eq!((&told["every_hours"], &told["keep"], &told["folder"]), (&json!(0), &json!(7), &Value::Null));
    assert_eq!(desk.does("admin", "POST", path, Value::Null).await.status, 404, "nothing makes one");

    let data = tempfile::tempdir().unwrap();
    let folders = ServerFolders { data: data.path().to_owned(), media: data.path().join("media") };
    let store = desk.store().another().unwrap();
    let backups = Backups::start(folders, store, Arc::new(SystemClock::start())).unwrap();
    let instance = InstanceInfo { backups: Some(backups), ..InstanceInfo::default() };
    desk.site = desk.site.clone().on(instance);
    for (changes, status) in [
        (json!({ "recipient": "nobody" }), 422),
        (json!({ "keep": 0 }), 422),
        (json!({ "every_hours": 100_000 }), 422),
        (json!({ "files_too": "perhaps" }), 422),
        (json!({ "every_hours": 24, "keep": 3, "files_too": "on", "recipient": "age1x" }), 200),
        (json!({ "recipient": "" }), 200),
    ] {
        assert_eq!(desk.does("admin", "PATCH", path, changes.clone()).await.status, status, "{changes}");
    }
    assert_eq!(desk.does("admin", "POST", path, Value::Null).await.status, 204);
    let is_made = || desk.site.instance.backups.as_ref().is_some_and(|made| !made.status().files.is_empty());
    assert!(crate::sys::wait_until(Duration::from_mins(1), is_made));
    assert_eq!(desk.store().backup_plan().unwrap().keep, 3);
    let told = desk.reads("admin", path).await;
    let name = told["files"][0]["name"].as_str().unwrap();
    assert!(name.strip_prefix("longwave-").is_some_and(|rest| rest.strip_suffix(".tar").is_some()), "{told}");
    assert_eq!((&told["files_too"], &told["recipient"]), (&json!("on"), &Value::Null));
    let page = desk.does("admin", "GET", "/admin/health", Value::Null).await.body;
    assert!(page.contains(name) && page.contains("Save backup plan"), "{page}");
}
