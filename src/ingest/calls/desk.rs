//! The conversation with the DJ's desk for calls.

use std::convert::Infallible;
use std::net::IpAddr;
use std::time::Duration;

use actix_ws::CloseCode;
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::CallSocketPermit;
use super::call_sound::{ReturnSound, Voice};
use super::call_wire::{CallInput, CallOver, CallSocket};
use super::message::{FromDesk, ToDesk};
use crate::audio::BLOCK_US;
use crate::auth::{AuthError, AuthenticatedSource, Credentials, SourceProtocol, SourceSignIn};
use crate::ingest::Ingest;
use crate::ingest::source_request::{is_key_of, key_of};
use crate::net::RequestConnection;
use crate::production::ProductionHandle;
use crate::production::calls::CallRefusal;
use crate::source::live::calls::CallSeat;

/// Time between two messages about the line.
const LINE_EVERY: Duration = Duration::from_millis(250);
/// Time after which the credentials are checked again: they may have been changed.
const CHECKED_EVERY: Duration = Duration::from_mins(1);
/// Blocks of sound that are sent at once at most.
const MOST_AT_ONCE: usize = 4;

/// Speaks with the desk of a DJ at `from` until it leaves.
pub async fn serve_desk(
    ingest: Ingest,
    station: ProductionHandle,
    from: IpAddr,
    permit: CallSocketPermit,
    connection: RequestConnection,
    socket: actix_ws::Session,
    messages: actix_ws::AggregatedMessageStream,
) {
    let mut socket = CallSocket::new(socket, messages);
    let over = match DeskLogin::wait(&ingest, &station, from, &mut socket).await {
        Ok(login) => {
            connection.keep_live(&format!("{} {}", login.station.slug(), key_of(&login.admitted, 0)));
            run(login, &mut socket).await
        }
        Err(over) => over,
    };
    socket.close(over).await;
    drop(permit);
}

fn refused(reason: &str) -> CallOver {
    CallOver::told(CloseCode::Policy, reason, &ToDesk::Error { reason })
}

/// Returns the end for a desk that is not let in: its page comes back by itself if that may help.
fn not_let_in(error: &AuthError) -> CallOver {
    if error.is_passing() { CallOver::Lost } else { refused(&error.to_string()) }
}

/// A DJ who has signed in at the desk.
struct DeskLogin<'a> {
    ingest: &'a Ingest,
    station: &'a ProductionHandle,
    from: IpAddr,
    given: Credentials,
    admitted: AuthenticatedSource,
}

impl<'a> DeskLogin<'a> {
    /// Waits for a hello, and checks its credentials.
    async fn wait(
        ingest: &'a Ingest,
        station: &'a ProductionHandle,
        from: IpAddr,
        socket: &mut CallSocket,
    ) -> Result<Self, CallOver> {
        let text = socket.first_text(station.calls()).await?;
        let Ok(FromDesk::Hello { user, password }) = serde_json::from_str(&text) else {
            return Err(CallOver::Nonsense);
        };
        let given = Credentials::new(&user, &password);
        let admitted = ingest.auth().authenticate_source(sign_in(station, from), &given).await;
        let admitted = admitted.map_err(|error| not_let_in(&error))?;
        let login = Self { ingest, station, from, given, admitted };
        match login.may_handle_show().await {
            Ok(true) => Ok(login),
            Ok(false) => Err(refused(&CallRefusal::AnothersShow.to_string())),
            Err(error) => Err(not_let_in(&error)),
        }
    }

    /// Fails if the credentials do not hold any more; a check that cannot be made now does not end a desk.
    async fn check(&self) -> Result<(), CallOver> {
        // A later answer of another program ends nothing that it allowed.
        if matches!(self.admitted, AuthenticatedSource::External(_)) {
            return Ok(());
        }
        let sign_in = sign_in(self.station, self.from);
        let checked = self.ingest.auth().authenticate_source(sign_in, &self.given).await;
        match checked {
            Err(error) if !error.is_passing() => Err(refused(&error.to_string())),
            _ => Ok(()),
        }
    }

    /// Returns whether the show on air is this DJ's, or the account runs the station; true while nobody is live.
    async fn may_handle_show(&self) -> Result<bool, AuthError> {
        let key = self.station.dj_inputs().on_air_key();
        if key.is_none_or(|key| is_key_of(&key, &self.admitted)) {
            return Ok(true);
        }
        if !matches!(self.admitted, AuthenticatedSource::Account(_)) {
            return Ok(false);
        }
        let slug = self.station.slug();
        match self.ingest.auth().authenticate_manager(slug, self.from, &self.given).await {
            Err(error) if error.is_passing() => Err(error),
            managed => Ok(managed.is_ok()),
        }
    }

    /// The DJ's name in the audit log.
    fn name(&self) -> &str {
        match &self.admitted {
            AuthenticatedSource::Account(name) | AuthenticatedSource::Token(name) => name,
            AuthenticatedSource::External(dj) => &dj.name,
            AuthenticatedSource::Source => "source",
        }
    }
}

fn sign_in(station: &ProductionHandle, from: IpAddr) -> SourceSignIn<'_> {
    SourceSignIn { station: station.slug(), from, agent: None, protocol: SourceProtocol::Calls }
}

async fn run(login: DeskLogin<'_>, socket: &mut CallSocket) -> CallOver {
    let calls = login.station.calls();
    // None is free for the moment, or the station signs off: the page tries again.
    let Some(seat) = calls.take_desk() else { return CallOver::Lost };
    let (voice, back) = (Voice::new(), ReturnSound::new());
    let (Some(voice), Ok(back)) = (voice, back) else {
        calls.leave_desk(&seat);
        return refused("Something went wrong on our side.");
    };
    let mut desk = DeskSession { station: login.station, login, socket, seat, voice, back };
    let Err(over) = desk.run().await;
    calls.leave_desk(&desk.seat);
    over
}

struct DeskSession<'a> {
    station: &'a ProductionHandle,
    login: DeskLogin<'a>,
    socket: &'a mut CallSocket,
    seat: CallSeat,
    voice: Voice,
    back: ReturnSound,
}

impl DeskSession<'_> {
    async fn run(&mut self) -> Result<Infallible, CallOver> {
        let mut blocks = interval(Duration::from_micros(BLOCK_US));
        let mut lines = interval(LINE_EVERY);
        for ticks in [&mut blocks, &mut lines] {
            ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        }
        let mut check_at = Instant::now() + CHECKED_EVERY;
        loop {
            tokio::select! {
                received = self.socket.receive() => self.take(received?).await?,
                _ = blocks.tick() => self.send_return().await?,
                _ = lines.tick() => {
                    if Instant::now() >= check_at {
                        check_at = Instant::now() + CHECKED_EVERY;
                        self.login.check().await?;
                    }
                    self.tell_line().await?;
                }
            }
        }
    }

    async fn tell_line(&mut self) -> Result<(), CallOver> {
        if !self.station.calls().has_desk(&self.seat) {
            return Err(refused("The calls are handled at another desk now."));
        }
        let view = self.station.calls().view(self.station.broadcast().clock().now_us());
        self.socket.tell(&ToDesk::line(&view, self.is_live())).await
    }

    fn is_live(&self) -> bool {
        self.station.dj_inputs().on_air().is_some()
    }

    async fn take(&mut self, received: CallInput) -> Result<(), CallOver> {
        match received {
            CallInput::Sound(message) if self.voice.take(&message, &self.seat) => Ok(()),
            CallInput::Sound(_) => Err(CallOver::Nonsense),
            CallInput::Text(text) => self.take_text(&text).await,
            CallInput::Nothing => Ok(()),
        }
    }

    async fn take_text(&mut self, text: &str) -> Result<(), CallOver> {
        let Ok(said) = serde_json::from_str(text) else { return Err(CallOver::Nonsense) };
        if let Err(reason) = self.carry_out(&said).await? {
            self.socket.tell(&ToDesk::Refused { reason: &reason }).await?;
        }
        self.tell_line().await
    }

    /// Does what the DJ wants, or returns in words why not.
    async fn carry_out(&self, said: &FromDesk) -> Result<Result<(), String>, CallOver> {
        if said.goes_on_air() {
            match self.login.may_handle_show().await {
                Ok(true) => {}
                Ok(false) => return Ok(Err(CallRefusal::AnothersShow.to_string())),
                Err(error) => return Ok(Err(error.to_string())),
            }
        }
        let calls = self.station.calls();
        let (dj, now_us) = (self.station.dj_inputs().on_air(), self.station.broadcast().clock().now_us());
        calls.set_dj(dj.as_ref().map(|dj| &*dj.name), now_us);
        let done = match said {
            FromDesk::Open { is_open } => calls.open(*is_open),
            FromDesk::Order { call, order, seconds } => {
                calls.order(*call, order.order(*seconds), self.login.name(), now_us)
            }
            FromDesk::Hello { .. } => return Err(CallOver::Nonsense),
        };
        Ok(done.map_err(|refusal| refusal.to_string()))
    }

    async fn send_return(&mut self) -> Result<(), CallOver> {
        for _ in 0..MOST_AT_ONCE {
            let Some(message) = self.back.next(&self.seat) else { break };
            self.socket.send(message).await?;
        }
        Ok(())
    }
}
