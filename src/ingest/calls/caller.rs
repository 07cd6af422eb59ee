//! The conversation with a listener who calls.

use std::convert::Infallible;
use std::net::IpAddr;
use std::time::Duration;

use actix_ws::CloseCode;
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

use super::CallSocketPermit;
use super::call_sound::{ReturnSound, Voice};
use super::call_wire::{CallInput, CallOver, CallSocket};
use super::message::{FromCaller, ToCaller};
use crate::audio::BLOCK_US;
use crate::ingest::title::clean;
use crate::production::ProductionHandle;
use crate::production::calls::{CallState, Joined, NewCall};
use crate::source::live::calls::CallSeat;

/// A caller from whom nothing comes for so long is lost.
const LOST_AFTER: Duration = Duration::from_secs(10);
/// Texts of a caller within ten seconds; more close the socket.
const MOST_TEXTS: u32 = 60;
/// Blocks of return that are sent at once at most.
const MOST_AT_ONCE: usize = 4;

/// Speaks with a caller at `from` until the call ends, or its connection.
pub async fn answer_caller(
    station: ProductionHandle,
    from: IpAddr,
    permit: CallSocketPermit,
    socket: actix_ws::Session,
    messages: actix_ws::AggregatedMessageStream,
) {
    let mut socket = CallSocket::new(socket, messages);
    let over = match ring(&station, from, &mut socket).await {
        Ok(joined) => {
            let mut call = CallerSession::new(&station, &joined, &mut socket);
            let Err(over) = call.run().await;
            if !matches!(over, CallOver::Told { .. }) {
                station.calls().lose(&joined, station.broadcast().clock().now_us());
            }
            over
        }
        Err(over) => over,
    };
    socket.close(over).await;
    drop(permit);
}

/// Waits for the caller to ring, and lets them in.
async fn ring(station: &ProductionHandle, from: IpAddr, socket: &mut CallSocket) -> Result<Joined, CallOver> {
    let text = socket.first_text(station.calls()).await?;
    let Ok(FromCaller::Ring { name, topic, token }) = serde_json::from_str(&text) else {
        return Err(CallOver::Nonsense);
    };
    let call = NewCall { address: from, name: clean(&name), topic: clean(&topic), token: token.as_deref() };
    let joined = station.calls().join(&call, station.broadcast().clock().now_us()).map_err(|refusal| {
        let reason = refusal.to_string();
        CallOver::told(CloseCode::Policy, &reason, &ToCaller::Error { reason: &reason })
    })?;
    tracing::info!(station = station.slug(), %from, call = joined.number, "a listener calls");
    if let Err(over) = socket.tell(&ToCaller::Joined { token: &joined.token }).await {
        station.calls().lose(&joined, station.broadcast().clock().now_us());
        return Err(over);
    }
    Ok(joined)
}

/// A caller who was let in.
struct CallerSession<'a> {
    station: &'a ProductionHandle,
    joined: &'a Joined,
    socket: &'a mut CallSocket,
    changes: watch::Receiver<u64>,
    /// State and place that the page was told.
    told: Option<(CallState, usize)>,
    sound: Option<SeatSound>,
    texts: u32,
    texts_since: Instant,
}

/// The two directions of a seat's sound.
struct SeatSound {
    seat: CallSeat,
    voice: Voice,
    back: ReturnSound,
}

impl SeatSound {
    fn new(seat: CallSeat) -> Option<Self> {
        let back = ReturnSound::new();
        let back = back.inspect_err(|error| tracing::error!(%error, "no encoder for a call")).ok()?;
        Some(Self { seat, voice: Voice::new()?, back })
    }
}

impl<'a> CallerSession<'a> {
    fn new(station: &'a ProductionHandle, joined: &'a Joined, socket: &'a mut CallSocket) -> Self {
        let mut changes = station.calls().changes();
        changes.mark_changed();
        let (sound, texts_since) = (None, Instant::now());
        Self { station, joined, socket, changes, told: None, sound, texts: 0, texts_since }
    }

    async fn run(&mut self) -> Result<Infallible, CallOver> {
        let mut blocks = interval(Duration::from_micros(BLOCK_US));
        blocks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let mut lost_at = Instant::now() + LOST_AFTER;
        loop {
            tokio::select! {
                received = self.socket.receive() => {
                    lost_at = Instant::now() + LOST_AFTER;
                    self.take(received?)?;
                }
                changed = self.changes.changed() => {
                    changed.map_err(|_| CallOver::Lost)?;
                    self.follow().await?;
                }
                _ = blocks.tick(), if self.sound.is_some() => self.send_return().await?,
                () = sleep_until(lost_at) => return Err(CallOver::Lost),
            }
        }
    }

    /// Tells the page how the call stands, and takes or leaves the seat.
    async fn follow(&mut self) -> Result<(), CallOver> {
        let status = self.station.calls().status(self.joined).map_err(|end| {
            let reason = end.to_string();
            CallOver::told(CloseCode::Normal, &reason, &ToCaller::Ended { reason: &reason })
        })?;
        self.sound = match (status.seat, self.sound.take()) {
            (Some(seat), Some(sound)) if sound.seat.is_same(&seat) => Some(sound),
            (Some(seat), _) => SeatSound::new(seat),
            (None, _) => None,
        };
        let now = (status.state, status.place);
        if self.told.replace(now) != Some(now) {
            self.socket.tell(&ToCaller::State { state: status.state.name(), place: status.place }).await?;
        }
        Ok(())
    }

    fn take(&mut self, received: CallInput) -> Result<(), CallOver> {
        match received {
            CallInput::Sound(message) => {
                // Sound that is still on its way when the seat is left is not wanted any more.
                let is_fit = self.sound.as_mut().is_none_or(|sound| sound.voice.take(&message, &sound.seat));
                if is_fit { Ok(()) } else { Err(CallOver::Nonsense) }
            }
            CallInput::Text(text) => self.take_text(&text),
            CallInput::Nothing => Ok(()),
        }
    }

    fn take_text(&mut self, text: &str) -> Result<(), CallOver> {
        if self.texts_since.elapsed() > Duration::from_secs(10) {
            (self.texts, self.texts_since) = (0, Instant::now());
        }
        self.texts += 1;
        if self.texts > MOST_TEXTS {
            return Err(CallOver::Nonsense);
        }
        match serde_json::from_str(text) {
            Ok(FromCaller::Level { level }) => self.station.calls().set_level(self.joined, level),
            Ok(FromCaller::HangUp) => {
                self.station.calls().hang_up(self.joined, self.station.broadcast().clock().now_us());
            }
            Ok(FromCaller::Ring { .. }) | Err(_) => return Err(CallOver::Nonsense),
        }
        Ok(())
    }

    async fn send_return(&mut self) -> Result<(), CallOver> {
        for _ in 0..MOST_AT_ONCE {
            let Some(sound) = &mut self.sound else { break };
            let Some(message) = sound.back.next(&sound.seat) else { break };
            self.socket.send(message).await?;
        }
        Ok(())
    }
}
