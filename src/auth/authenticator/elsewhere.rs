//! Sign-ins that another server decides: the program of `--live-auth`, or an OpenID provider.

use std::net::IpAddr;

use tokio::task::spawn_blocking;

use super::{Authenticator, NamedAttempt, RunningAttempt};
use crate::auth::oidc::{FinishedSignIn, OidcError};
use crate::auth::throttle::{AttemptOutcome, LoginAttempt};
use crate::auth::{AuthError, Credentials, ExternalDj, SourceProtocol, SourceSignIn};

impl Authenticator {
    /// Asks the program of `--live-auth`, if there is one, about credentials that are not known here.
    pub(super) async fn ask_program(
        &self,
        trying: RunningAttempt,
        sign_in: SourceSignIn<'_>,
        given: &Credentials,
    ) -> Result<ExternalDj, AuthError> {
        let Some(program) = &self.live_auth else { return Err(trying.refused(AuthError::WrongPassword)) };
        let answered = program.ask(sign_in, given, trying.tried.is_known()).await;
        if let Err(error) = &answered
            && !error.is_passing()
        {
            return Err(trying.refused(error.clone()));
        }
        let given = given.clone();
        let ending = spawn_blocking(move || {
            let is_ours = given.is_source()
                || !matches!(trying.authenticator.store.account_stamp(&given.user), Ok(None));
            match answered {
                Ok(dj) => {
                    // A name of ours is known by our own password alone, which may be guessed at more often then.
                    let outcome =
                        if is_ours { AttemptOutcome::Unknown } else { AttemptOutcome::RightElsewhere };
                    trying.ended(outcome);
                    Ok(dj)
                }
                // Our own password was guessed wrong, whatever the program would have said.
                Err(error) if is_ours => Err(trying.refused(error)),
                // Not the client's fault.
                Err(error) => {
                    trying.ended(AttemptOutcome::Unknown);
                    Err(error)
                }
            }
        });
        let dj = ending.await.map_err(|_| AuthError::Failed)??;
        if sign_in.protocol != SourceProtocol::Metadata {
            let (station, from, protocol) = (sign_in.station, sign_in.from, sign_in.protocol.name());
            tracing::info!(station, %from, name = ?dj.name, protocol, "let in by the program of live_auth");
        }
        Ok(dj)
    }

    /// Awaits the end of a sign-in by OpenID Connect from `from`. One that the provider refuses counts as a wrong password
    /// of this address, as does one whose browser hangs up.
    pub async fn authenticate_by_provider(
        &self,
        from: IpAddr,
        sign_in: impl Future<Output = Result<FinishedSignIn, OidcError>>,
    ) -> Result<Result<FinishedSignIn, OidcError>, AuthError> {
        const WHAT: &str = "sign-in by OpenID Connect";
        let tried = NamedAttempt { tried: LoginAttempt::new(from, None), what: WHAT };
        let mut trying = RunningAttempt::begin(self.clone(), tried)?;
        trying.outcome = AttemptOutcome::Wrong;
        let finished = sign_in.await;
        match &finished {
            Err(refusal @ OidcError::Refused) => self.log_refusal((from, None), WHAT, refusal),
            _ => trying.ended(AttemptOutcome::Unknown),
        }
        Ok(finished)
    }
}
