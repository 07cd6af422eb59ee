//! Asks another program who may go live.
//!
//! It is asked by HTTP about a name and a password that are not those of an account here, as Icecast and MediaMTX ask
//! theirs. The admin chose its address, so it may be on this machine.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::log_interval::LogInterval;
use super::{AuthError, Credentials, ExternalDj, SourceSignIn};
use crate::clock::Clock;
use crate::model::Address;
use crate::net::WebhookReach;
use crate::outbound::{PostError, PostReply, PostRequest, post_for_body};

/// Time limit for an answer, with the connection.
const WITHIN: Duration = Duration::from_secs(3);
/// Questions at a time; further ones are answered [`AuthError::Busy`].
const AT_ONCE: usize = 16;
/// Questions at a time about those who signed in from the same address before, apart from the others.
const AT_ONCE_KNOWN: usize = 8;
/// The longest name and the longest reason that are taken, in characters.
const LONGEST_NAME: usize = 100;
const LONGEST_REASON: usize = 200;
/// Beginning of the names of those who come without one: nobody else's begins so.
const GUEST: &str = "source:";

/// The program that decides who may go live; clones share it.
#[derive(Clone)]
pub struct LiveAuth(Arc<Inner>);

struct Inner {
    url: Address,
    clock: Arc<dyn Clock>,
    places: Semaphore,
    known_places: Semaphore,
    logged: LogInterval,
}

/// The body of a request to the program.
#[derive(Serialize)]
struct LiveQuestion<'a> {
    station: &'a str,
    name: &'a str,
    password: &'a str,
    address: IpAddr,
    agent: Option<&'a str>,
    protocol: &'static str,
}

/// The body of its answer.
#[derive(Deserialize)]
struct Answer {
    allowed: bool,
    display_name: Option<String>,
    reason: Option<String>,
}

/// The body of a refusal.
#[derive(Default, Deserialize)]
struct LiveRefusal {
    reason: Option<String>,
}

/// Reasons why there is no answer that can be used.
#[derive(Debug, thiserror::Error)]
enum NoAnswer {
    #[error("there is no answer within {} s", WITHIN.as_secs())]
    Late,
    #[error(transparent)]
    Post(#[from] PostError),
    #[error("it answers with the status {0}, and not with 200, 401 or 403")]
    Status(u16),
    #[error("it answers with 200, but not with JSON that has `allowed`")]
    Malformed,
}

impl LiveAuth {
    /// Asks the program at `url`.
    pub fn new(url: Address, clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Inner {
            url,
            clock,
            places: Semaphore::new(AT_ONCE),
            known_places: Semaphore::new(AT_ONCE_KNOWN),
            logged: LogInterval::default(),
        }))
    }

    /// Returns the DJ, if the program lets them in. `is_known` if they signed in from this address before.
    pub(super) async fn ask(
        &self,
        sign_in: SourceSignIn<'_>,
        given: &Credentials,
        is_known: bool,
    ) -> Result<ExternalDj, AuthError> {
        // Two names that are cut to the same one would be one person.
        if shown(&given.user, LONGEST_NAME) != given.user || given.user.starts_with(GUEST) {
            return Err(AuthError::WrongPassword);
        }
        let places = if is_known { &self.0.known_places } else { &self.0.places };
        let Ok(_place) = places.try_acquire() else { return Err(AuthError::Busy) };
        let asked = timeout(WITHIN, self.post(sign_in, given)).await;
        let decided = asked.map_err(|_| NoAnswer::Late).and_then(|reply| decide(reply, given));
        decided.unwrap_or_else(|error| {
            self.log(&error);
            Err(AuthError::ProgramFailed)
        })
    }

    async fn post(&self, sign_in: SourceSignIn<'_>, given: &Credentials) -> Result<PostReply, PostError> {
        let question = LiveQuestion {
            station: sign_in.station,
            name: &given.user,
            password: &given.password,
            address: sign_in.from.to_canonical(),
            agent: sign_in.agent,
            protocol: sign_in.protocol.name(),
        };
        let body = serde_json::to_vec(&question).map_err(|_| PostError::Failed)?;
        let request = PostRequest {
            url: &self.0.url,
            content_type: "application/json",
            headers: &[("Accept", "application/json")],
            body: &body,
        };
        post_for_body(&request, WebhookReach::Anywhere).await
    }

    /// Writes that the program does not answer, at most once a minute. Its address may hold a secret in its query.
    fn log(&self, error: &NoAnswer) {
        if self.0.logged.take(self.0.clock.now_us()) {
            let (host, path) = (self.0.url.authority(), self.0.url.path());
            tracing::warn!(
                host, path, %error,
                "the program that decides who may go live does not answer: nobody is let in by it"
            );
        }
    }
}

/// Reads an answer: the DJ, or why they are refused.
fn decide(
    reply: Result<PostReply, PostError>,
    given: &Credentials,
) -> Result<Result<ExternalDj, AuthError>, NoAnswer> {
    let answer = match reply {
        Ok(reply) if reply.status == 200 => {
            serde_json::from_slice::<Answer>(&reply.body).map_err(|_| NoAnswer::Malformed)?
        }
        Ok(reply) => return Err(NoAnswer::Status(reply.status)),
        Err(PostError::Status(status @ (401 | 403), body)) => {
            let refusal: LiveRefusal = serde_json::from_slice(&body).unwrap_or_default();
            return Ok(Err(refused(status, refusal.reason)));
        }
        Err(error) => return Err(error.into()),
    };
    if !answer.allowed {
        return Ok(Err(refused(403, answer.reason)));
    }
    let display_name = answer.display_name.map(|name| shown(&name, LONGEST_NAME));
    let display_name = display_name.filter(|name| !name.is_empty());
    let user = given.user.clone();
    // Many may come without a name: who it is, the password alone says.
    let name = match &display_name {
        Some(display_name) if given.is_source() => format!("{GUEST}{display_name}"),
        _ => user.clone(),
    };
    Ok(Ok(ExternalDj { name, display_name: display_name.unwrap_or(user) }))
}

fn refused(status: u16, reason: Option<String>) -> AuthError {
    match reason.map(|reason| shown(&reason, LONGEST_REASON)).filter(|reason| !reason.is_empty()) {
        Some(reason) => AuthError::RefusedByProgram { status, reason },
        None => AuthError::WrongPassword,
    }
}

/// Returns a text of the program or of a client as it can be shown: one line of a reasonable length.
fn shown(text: &str, longest: usize) -> String {
    let shown: String = text.chars().filter(|letter| !is_unseen(*letter)).take(longest).collect();
    shown.trim().to_owned()
}

/// Returns whether a letter is not seen itself and may change how others look; the joiners, which several scripts and
/// emoji need, are none.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the decision about `user` by an answer of this status.
    #[track_caller]
    fn check(user: &str, status: u16, body: &str, expected: &str) {
        let reply = match status {
            200..=299 => Ok(PostReply::new(status, body.as_bytes().to_vec())),
            _ => Err(PostError::Status(status, body.as_bytes().to_vec())),
        };
        let found = match decide(reply, &Credentials::new(user, "secret")) {
            Ok(Ok(dj)) => format!("{} shown as {}", dj.name, dj.display_name),
            Ok(Err(refusal)) => format!("{} {refusal}", refusal.status()),
            Err(error) => format!("failed: {error}"),
        };
        assert_eq!(found, expected, "{status} {body}");
    }

    #[test]
    fn an_answer_lets_in_refuses_or_fails() {
        check("ada", 200, r#"{"allowed":true}"#, "ada shown as ada");
        check(
            "ada",
            200,
            r#"{"allowed":true,"display_name":" Ada\u0007 L. ","more":1}"#,
            "ada shown as Ada L.",
        );
        check("ada", 200, r#"{"allowed":true,"display_name":"\n"}"#, "ada shown as ada");
        check("", 200, r#"{"allowed":true,"display_name":"Ada"}"#, "source:Ada shown as Ada");
        check("ada", 200, r#"{"allowed":true,"display_name":"\u202eadA\u2066"}"#, "ada shown as adA");
        check("", 200, r#"{"allowed":true}"#, "source shown as source");
        check("ada", 200, r#"{"allowed":false,"reason":"not today"}"#, "403 Not allowed: not today");
        check("ada", 200, r#"{"allowed":false}"#, "401 Wrong name or password");
        check("ada", 401, r#"{"reason":"who?\r\nX: y"}"#, "401 Not allowed: who?X: y");
        check("ada", 403, r#"{"reason":"after eight"}"#, "403 Not allowed: after eight");
        check("ada", 403, "no", "401 Wrong name or password");
        let failed = "failed: it answers with 200, but not with JSON that has `allowed`";
        for body in [
            "",
            "[]",
            r#"{"allowed":"yes"}"#,
            r#"{"allowed":1}"#,
            r#"{"display_name":"x"}"#,
            r#"{"allowed":true"#,
        ] {
            check("ada", 200, body, failed);
        }
        check("ada", 204, "", "failed: it answers with the status 204, and not with 200, 401 or 403");
        check("ada", 500, "", "failed: it answers with the status 500");
        check("ada", 404, r#"{"message":"gone"}"#, "failed: it answers with the status 404: gone");
    }

    #[actix_web::rt::test]
    async fn names_that_would_be_shown_as_others_are_refused_unasked() {
        // Nobody listens on this port: a question would fail.
        let clock = Arc::new(crate::clock::ManualClock::at(0));
        let program = LiveAuth::new("http://127.0.0.1:9/".parse().unwrap(), clock);
        let sign_in = SourceSignIn {
            station: "main",
            from: IpAddr::from([192, 0, 2, 1]),
            agent: None,
            protocol: crate::auth::SourceProtocol::Studio,
        };
        for (user, expected) in [
            ("ada\u{7}", 401),
            ("\u{202e}ada", 401),
            (" ada", 401),
            ("source:ada", 401),
            (&"a".repeat(LONGEST_NAME + 1), 401),
            (&"a".repeat(LONGEST_NAME), 503),
            ("Ad\u{e1}", 503),
        ] {
            let told = program.ask(sign_in, &Credentials::new(user, "secret"), false).await;
            assert_eq!(told.unwrap_err().status(), expected, "{user:?}");
        }
    }
}
