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
use crate::auth::{AuthenticatedSource, Credentials};
use crate::ingest::Ingest;
use crate::production::ProductionHandle;
use crate::production::calls::CallRefusal;
use crate::source::live::calls::CallSeat;

/// The longest message of a desk.
const MOST_MESSAGE: usize = 64 * 1_024;
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
    socket: actix_ws::Session,
    messages: actix_ws::MessageStream,
) {
    let mut socket = CallSocket::new(socket, messages, MOST_MESSAGE);
    let over = match sign_in(&ingest, &station, from, &mut socket).await {
        Ok((given, admitted)) => run(&ingest, &station, from, &given, &admitted, &mut socket).await,
        Err(over) => over,
    };
    socket.close(over).await;
    drop(permit);
}

fn refused(reason: &str) -> CallOver {
    CallOver::told(CloseCode::Policy, reason, &ToDesk::Error { reason })
}

/// Waits for a hello, and checks its credentials.
async fn sign_in(
    ingest: &Ingest,
    station: &ProductionHandle,
    from: IpAddr,
    socket: &mut CallSocket,
) -> Result<(Credentials, AuthenticatedSource), CallOver> {
    let text = socket.first_text(station.calls()).await?;
    let Ok(FromDesk::Hello { user, password }) = serde_json::from_str(&text) else {
        return Err(CallOver::Nonsense);
    };
    let given = Credentials::new(&user, &password);
    let admitted = ingest.auth().authenticate_source(station.slug(), from, &given).await;
    let admitted = admitted.map_err(|error| refused(&error.to_string()))?;
    Ok((given, admitted))
}

async fn run(
    ingest: &Ingest,
    station: &ProductionHandle,
    from: IpAddr,
    given: &Credentials,
    admitted: &AuthenticatedSource,
    socket: &mut CallSocket,
) -> CallOver {
    let Some(seat) = station.calls().take_desk() else {
        return refused("The desk cannot be opened now: try again in a moment.");
    };
    let (voice, back) = (Voice::new(), ReturnSound::new());
    let (Some(voice), Ok(back)) = (voice, back) else {
        station.calls().leave_desk(&seat);
        return refused("Something went wrong on our side.");
    };
    let by = match admitted {
        AuthenticatedSource::Account(name) | AuthenticatedSource::Token(name) => name.clone(),
        AuthenticatedSource::Source => "source".to_owned(),
    };
    let mut desk = DeskSession { ingest, station, from, given, by, socket, seat, voice, back };
    let Err(over) = desk.run().await;
    station.calls().leave_desk(&desk.seat);
    over
}

struct DeskSession<'a> {
    ingest: &'a Ingest,
    station: &'a ProductionHandle,
    from: IpAddr,
    given: &'a Credentials,
    /// The DJ's name in the audit log.
    by: String,
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
                        self.check().await?;
                    }
                    self.tell_line().await?;
                }
            }
        }
    }

    /// Fails if the credentials do not hold any more.
    async fn check(&self) -> Result<(), CallOver> {
        let checked =
            self.ingest.auth().authenticate_source(self.station.slug(), self.from, self.given).await;
        checked.map(drop).map_err(|error| refused(&error.to_string()))
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
        let calls = self.station.calls();
        calls.set_dj_live(self.is_live());
        let done: Result<(), CallRefusal> = match serde_json::from_str(text) {
            Ok(FromDesk::Open { is_open }) => calls.open(is_open),
            Ok(FromDesk::Order { call, order, seconds }) => {
                let now_us = self.station.broadcast().clock().now_us();
                calls.order(call, order.order(seconds), &self.by, now_us)
            }
            Ok(FromDesk::Hello { .. }) | Err(_) => return Err(CallOver::Nonsense),
        };
        if let Err(refusal) = done {
            self.socket.tell(&ToDesk::Refused { reason: &refusal.to_string() }).await?;
        }
        self.tell_line().await
    }

    async fn send_return(&mut self) -> Result<(), CallOver> {
        for _ in 0..MOST_AT_ONCE {
            let Some(message) = self.back.next(&self.seat) else { break };
            self.socket.send(message).await?;
        }
        Ok(())
    }
}
