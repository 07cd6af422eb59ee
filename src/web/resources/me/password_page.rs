//! The page on which people choose another password.

use actix_web::ResponseError as _;
use actix_web::http::StatusCode;
use serde::Serialize;

use crate::web::Error;
use crate::web::resources::me::sign_in::change_password;
use crate::web::resources::stations::welcome_page::first_steps;
use crate::web::router::{Access, ApiRequest, Blocking, HOME, Handler, Reply, Route, Scope, Verb};

const PATH: &str = "/admin/password";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(PATH, Access::Newcomer, Scope::Pages, |call| page(call, None)),
        Route::new(Verb::Post, PATH, (Access::Newcomer, Scope::Pages), Handler::Wait(change)),
    ]
}

/// Variables of `dashboard/password.html`.
#[derive(Serialize)]
struct PasswordPage {
    problem: Option<String>,
}

fn page(call: &ApiRequest, problem: Option<String>) -> Result<Reply, Error> {
    call.page("dashboard/password.html", &PasswordPage { problem })
}

fn change(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let form = call.form();
        let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        if field("new") != field("again") {
            let reply = page(&call, Some(call.words()?.word("problem-passwords-differ")))?;
            return Ok(reply.status(StatusCode::UNPROCESSABLE_ENTITY));
        }
        let (again, then) = (call.clone(), first_steps(&call));
        let reply = Reply::go_to(then.as_deref().unwrap_or(HOME));
        match change_password(call, field("current"), field("new"), reply).await {
            Err(error) if error.is_the_visitors() => page(&again, Some(again.words()?.problem(&error)))
                .map(|reply| reply.status(error.status_code())),
            changed => changed,
        }
    })
}
