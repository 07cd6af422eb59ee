//! The API's description, made from the route table, so that it always matches the server.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa_swagger_ui::Config;

use crate::model::BasePath;
use crate::web::router::{Access, ApiRequest, Gives, Reply, Route, Scope, Verb};
use crate::web::{Error, router};

/// Files of Swagger UI that the page needs.
const FILES: [&str; 2] = ["swagger-ui.css", "swagger-ui-bundle.js"];

/// The version of what is described.
const VERSION: &str = env!("CARGO_PKG_VERSION");

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/openapi.json", Access::Everybody, Scope::Pages, document),
        Route::get("/api/docs", Access::Everybody, Scope::Pages, page),
        Route::get("/api/docs/{file}", Access::Everybody, Scope::Pages, file),
    ]
}

/// `OpenAPI` 3.1, for programs.
fn document(call: &ApiRequest) -> Result<Reply, Error> {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    // The server's address is the same for as long as it runs.
    Ok(Reply::json(DOCUMENT.get_or_init(|| describe(&all(), call.base_path())))?.tagged())
}

/// Variables of `api.html`.
#[derive(Serialize)]
struct DocsPage {
    areas: Vec<AreaPart>,
    version: &'static str,
}

#[derive(Serialize)]
struct AreaPart {
    name: &'static str,
    routes: Vec<RouteLine>,
}

#[derive(Serialize)]
struct RouteLine {
    verb: &'static str,
    path: &'static str,
    about: &'static str,
    may: &'static str,
    query: &'static [&'static str],
    takes: Option<String>,
    gives: Option<String>,
}

/// The API's page for people.
fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let mut areas: BTreeMap<Scope, Vec<RouteLine>> = BTreeMap::new();
    for route in all() {
        let name = |described: router::Described| {
            let mut schemas = Vec::new();
            let name = described(&mut schemas);
            let found = schemas.into_iter().find(|(known, _)| *known == name);
            found.and_then(|(_, schema)| serde_json::to_string_pretty(&schema).ok())
        };
        let gives = match route.gives {
            Gives::Json(described) | Gives::Events(described) => name(described),
            Gives::Nothing | Gives::File(_) => None,
        };
        areas.entry(route.area).or_default().push(RouteLine {
            verb: route.verb.name(),
            path: route.path,
            about: route.about,
            may: route.may.told(),
            query: route.query,
            takes: route.takes.and_then(name),
            gives,
        });
    }
    let areas = areas.into_iter().map(|(area, routes)| AreaPart { name: area.name(), routes }).collect();
    call.english_page("api.html", &DocsPage { areas, version: VERSION })
}

/// Returns a file of Swagger UI, which is inside the program.
fn file(call: &ApiRequest) -> Result<Reply, Error> {
    let name = call.part("file")?;
    if !FILES.contains(&name) {
        return Err(Error::UnknownPage);
    }
    let found = utoipa_swagger_ui::serve(name, Arc::new(Config::default()));
    let found = found.map_err(|error| Error::Broken(error.to_string()))?.ok_or(Error::UnknownPage)?;
    Ok(Reply::file(&found.content_type, found.bytes.into_owned()).tagged())
}

/// The routes that are described: all of the API, but for those that describe it.
fn all() -> Vec<Route> {
    crate::web::resources::api_routes().into_iter().filter(|route| route.area != Scope::Pages).collect()
}

fn describe(routes: &[Route], base_path: &BasePath) -> Value {
    let mut schemas: BTreeMap<String, Value> = BTreeMap::new();
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for route in routes {
        let operation = operation(route, &mut schemas);
        paths.entry(route.path).or_default().insert(route.verb.name().to_ascii_lowercase(), operation);
    }
    schemas.insert("Problem".to_owned(), problem());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Longwave",
            "version": VERSION,
            "description": "Everything that can be done with stations. Numbers of tracks are texts: they are larger than \
                what JavaScript counts with. With a session's cookie, what changes something needs the header X-CSRF-Token, \
                which /api/v1/me tells; with a token (Authorization: Bearer) it does not. A session or a token may ask 50 \
                times a second, and 200 times at once after a rest; who is not signed in 20 and 60 times, each client_prefix \
                for itself. Who asks more often is answered 429, with Retry-After.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": base_path.scope() }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer" },
                "session": { "type": "apiKey", "in": "cookie", "name": router::cookie::NAME },
            },
        },
    })
}

fn operation(route: &Route, schemas: &mut BTreeMap<String, Value>) -> Value {
    let mut refer = |described: router::Described| {
        let mut found = Vec::new();
        let name = described(&mut found);
        for (name, schema) in found {
            schemas.insert(name, serde_json::to_value(schema).unwrap_or_default());
        }
        json!({ "schema": { "$ref": format!("#/components/schemas/{name}") } })
    };
    let mut responses = Map::new();
    let mut told = "As asked.".to_owned();
    let content = match route.gives {
        Gives::Nothing => None,
        Gives::Json(described) => Some(json!({ "application/json": refer(described) })),
        Gives::Events(described) => {
            refer(described);
            let name = described(&mut Vec::new());
            // OpenAPI 3.1 has no way of saying what each event is.
            told =
                format!("Server-sent events. #/components/schemas/{name} has the data of each, by its name.");
            Some(json!({ "text/event-stream": {} }))
        }
        Gives::File(kind) => Some(json!({ kind: { "schema": { "type": "string" } } })),
    };
    match content {
        None => {
            responses.insert("204".to_owned(), json!({ "description": "It is done." }));
        }
        Some(content) => {
            let answer = json!({ "description": told, "content": content });
            if route.verb != Verb::Get {
                responses.insert("201".to_owned(), answer.clone());
            }
            responses.insert("200".to_owned(), answer);
        }
    }
    let problem =
        json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
    let too_fast = json!({
        "description": "Asked too often.",
        "headers": { "Retry-After": { "schema": { "type": "integer" }, "description": "Seconds to wait." } },
        "content": problem,
    });
    responses.insert("429".to_owned(), too_fast);
    responses.insert("default".to_owned(), json!({ "description": "What is wrong.", "content": problem }));
    let mut operation = json!({
        "operationId": id(route),
        "tags": [route.area.name()],
        "summary": route.about,
        "description": route.may.told(),
        "parameters": parameters(route),
        "responses": responses,
        "security": if route.may == Access::Everybody { json!([]) } else { json!([{ "session": [] }, { "token": [] }]) },
    });
    let content = route.takes.map(|described| json!({ "application/json": refer(described) }));
    if let Some(content) = content.or(route.takes_file.map(|kind| json!({ kind: {} }))) {
        operation["requestBody"] = json!({ "required": true, "content": content });
    }
    operation
}

/// A name for what a route does, such as `put_stations_station_shows_name`.
fn id(route: &Route) -> String {
    let words = route.path.trim_start_matches("/api/v1/");
    let words = words.replace(['{', '}'], "").replace(['/', '-', '.'], "_");
    format!("{}_{words}", route.verb.name().to_ascii_lowercase())
}

fn parameters(route: &Route) -> Value {
    let names = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path = names.map(|name| {
        let schema = if name == "number" {
            json!({ "type": "integer", "minimum": 0 })
        } else {
            json!({ "type": "string", "minLength": 1 })
        };
        json!({ "name": name, "in": "path", "required": true, "schema": schema })
    });
    let in_query = route.query.iter().map(|name| {
        let schema = match *name {
            "limit" => json!({ "type": "integer", "minimum": 1, "maximum": 200 }),
            "offset" => json!({ "type": "integer", "minimum": 0 }),
            _ => json!({ "type": "string" }),
        };
        json!({ "name": name, "in": "query", "schema": schema })
    });
    in_path.chain(in_query).collect()
}

/// Problem details, RFC 9457.
fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["status", "title", "detail"],
        "properties": {
            "status": { "type": "integer" },
            "title": { "type": "string" },
            "detail": { "type": "string", "description": "What is wrong, and what can be done." },
            "reason": {
                "type": "string",
                "description": "Why a song request is refused: off, not-there, queued, heard-lately, \
                    too-many-of-a-person or too-many. And a message to the studio: off, blocked, too-soon or too-many.",
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_described_in_words() {
        for route in all() {
            assert!(!route.about.is_empty(), "{} {} is not described", route.verb.name(), route.path);
            let has_body = route.takes.is_some();
            assert!(!has_body || route.verb != Verb::Get, "{}", route.path);
        }
    }

    #[test]
    fn every_reference_leads_somewhere_and_no_two_have_one_name() {
        let mut known: BTreeMap<String, Value> = BTreeMap::new();
        for route in all() {
            let given = match route.gives {
                Gives::Json(it) | Gives::Events(it) => Some(it),
                Gives::Nothing | Gives::File(_) => None,
            };
            let described = [route.takes, given];
            for described in described.into_iter().flatten() {
                let mut found = Vec::new();
                described(&mut found);
                for (name, schema) in found {
                    let schema = serde_json::to_value(schema).unwrap();
                    if let Some(other) = known.insert(name.clone(), schema.clone()) {
                        assert_eq!(other, schema, "two have the name {name}");
                    }
                }
            }
        }
        let document = describe(&all(), &BasePath::default()).to_string();
        let references = document.split("\"#/components/schemas/").skip(1);
        let names: Vec<_> = references.map(|rest| rest.split('"').next().unwrap()).collect();
        assert!(names.len() > 50, "{names:?}");
        for name in names {
            assert!(known.contains_key(name) || name == "Problem", "nothing describes {name}");
        }
    }

    #[test]
    fn every_name_of_an_operation_is_its_own() {
        let mut ids: Vec<_> = all().iter().map(id).collect();
        ids.sort();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count);
        assert!(ids.contains(&"put_stations_station_shows_name".to_owned()), "{ids:?}");
    }
}
