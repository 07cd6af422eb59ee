//! The conversation with one studio.

use std::net::IpAddr;
use std::time::Duration;

use actix_ws::{AggregatedMessage, AggregatedMessageStream, CloseCode, CloseReason, ProtocolError};
use bytes::Bytes;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout, timeout_at};

use super::Protocol;
use super::farewell::{Farewell, LastWords};
use super::message::{FromStudio, Hello, ToStudio, parse};
use super::sound::StudioSound;
use crate::auth::{Credentials, SourceProtocol, SourceSignIn};
use crate::ingest::source_request::SourceRequest;
use crate::ingest::source_session::SourceSession;
use crate::ingest::{Ingest, SourceRefusal, media_type, wire};
use crate::model::OverTime;
use crate::net::RequestConnection;
use crate::production::ProductionHandle;
use crate::production::text_line::TextLineOrder;
use crate::source::live::Buffer;

/// Time limit for a studio to say hello, and then to send its first audio.
const BEGINS_WITHIN: Duration = Duration::from_secs(15);
/// A studio that sends packets and then none for so long is lost.
const PACKETS_WITHIN: Duration = Duration::from_secs(1);
/// Time without audio after which a studio that sends our container is lost: it comes in bigger pieces.
const PIECES_WITHIN: Duration = Duration::from_secs(2);
/// Time without audio after which a page of another kind is lost.
const WEBCAST_WITHIN: Duration = Duration::from_secs(10);
/// Interval of status messages to a studio.
const STATUS_EVERY: Duration = Duration::from_millis(500);
/// A studio that does not take what it is told for so long is lost.
const TAKES_WITHIN: Duration = Duration::from_secs(1);

/// Speaks with a studio at `station` from hello to its end.
pub async fn converse(
    ingest: Ingest,
    (station, from): (ProductionHandle, IpAddr),
    protocol: Protocol,
    (socket, messages): (actix_ws::Session, AggregatedMessageStream),
    connection: RequestConnection,
) {
    let mut talk = StudioSession {
        station,
        from,
        protocol,
        socket,
        messages,
        newest: None,
        dj: String::new(),
        told: 0,
        told_line: 0,
    };
    let slug = talk.station.slug().to_owned();
    let farewell = match talk.hello(&ingest, from).await {
        Ok((mut session, sound)) => {
            session.keep(&connection);
            talk.live(session, sound).await
        }
        Err(farewell) => Err(farewell),
    };
    let Err(farewell) = farewell;
    if !matches!(farewell.said, Some(LastWords::Allowed)) {
        tracing::info!(station = slug, %from, reason = farewell.reason, "a studio is over");
    }
    talk.close(farewell).await;
}

struct StudioSession {
    station: ProductionHandle,
    from: IpAddr,
    protocol: Protocol,
    socket: actix_ws::Session,
    messages: AggregatedMessageStream,
    /// Times of the newest audio: sent, by its own clock, and received, by ours.
    newest: Option<(u64, u64)>,
    /// The name of the DJ, once they are on the line.
    dj: String,
    /// The number of the message they were told last.
    told: u64,
    /// The version of the listeners' messages that they were told last.
    told_line: u64,
}

/// A conversation ends, sooner or later.
type Ends<T> = Result<T, Farewell>;

impl StudioSession {
    /// Hears who it is, and puts them on the line.
    async fn hello(&mut self, ingest: &Ingest, from: IpAddr) -> Ends<(SourceSession, StudioSound)> {
        // Counted from the beginning: pings do not keep the connection open without a password.
        let deadline = Instant::now() + BEGINS_WITHIN;
        let text = loop {
            let message = timeout_at(deadline, self.messages.recv()).await;
            match understood(message.map_err(|_| Farewell::lost())?)? {
                AggregatedMessage::Text(text) => break text,
                AggregatedMessage::Binary(_) => return Err(Farewell::nonsense()),
                other => self.control(other).await?,
            }
        };
        let said = parse(self.protocol, &text);
        let hello = match said {
            Some(FromStudio::Hello(hello)) => hello,
            Some(FromStudio::Check(given)) => return Err(self.check(ingest, from, &given).await),
            _ => return Err(Farewell::nonsense()),
        };
        let opened = self.admit(ingest, from, hello).await;
        opened.map_err(|refusal| {
            ingest.log_refusal(from, None, &refusal);
            Farewell::refused(self.protocol, &refusal)
        })
    }

    /// Says whether an account may go live now, and is over.
    async fn check(&self, ingest: &Ingest, from: IpAddr, given: &Credentials) -> Farewell {
        let protocol = SourceProtocol::Studio;
        let sign_in = SourceSignIn { station: self.station.slug(), from, agent: None, protocol };
        match ingest.auth().authenticate_source(sign_in, given).await {
            Ok(_) => Farewell {
                code: CloseCode::Normal,
                reason: "its account may go live".to_owned(),
                said: Some(LastWords::Allowed),
            },
            Err(error) => {
                let refusal = SourceRefusal::from(error);
                ingest.log_refusal(from, None, &refusal);
                Farewell::refused(self.protocol, &refusal)
            }
        }
    }

    async fn admit(
        &self,
        ingest: &Ingest,
        from: IpAddr,
        hello: Hello,
    ) -> Result<(SourceSession, StudioSound), SourceRefusal> {
        let sound = StudioSound::new(self.protocol, &hello.codec);
        let media_type = sound.media_type(&hello.codec).to_owned();
        if !media_type::is_known(&media_type) {
            return Err(SourceRefusal::MediaType);
        }
        let (buffer, protocol) = match self.protocol {
            Protocol::Studio => (Buffer::Studio, SourceProtocol::Studio),
            Protocol::Webcast => (Buffer::Program, SourceProtocol::Webcast),
        };
        let agent = hello.program.as_deref();
        let sign_in = SourceSignIn { station: self.station.slug(), from, agent, protocol };
        let admitted = ingest.auth().authenticate_source(sign_in, &hello.given).await?;
        let program = hello.program;
        let visitor = SourceRequest {
            admitted,
            from,
            name: None,
            description: None,
            program,
            media_type: Some(media_type),
            buffer,
        };
        Ok((ingest.open(&self.station, visitor).await?, sound))
    }

    /// Hears the studio to its end.
    async fn live(
        &mut self,
        mut session: SourceSession,
        mut sound: StudioSound,
    ) -> Ends<std::convert::Infallible> {
        let mut was_waiting = session.is_waiting();
        self.tell_place(was_waiting).await?;
        let within = match (self.protocol, &sound) {
            (Protocol::Webcast, _) => WEBCAST_WITHIN,
            (_, StudioSound::Packets { .. }) => PACKETS_WITHIN,
            _ => PIECES_WITHIN,
        };
        let mut lost_at = Instant::now() + BEGINS_WITHIN;
        let mut status = interval(STATUS_EVERY);
        status.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let message = tokio::select! {
                over = session.over() => return Err(Farewell::off_air(&over)),
                message = self.messages.recv() => understood(message)?,
                () = sleep_until(lost_at) => match wire::within(Duration::ZERO, self.messages.recv()).await {
                    Some(message) => understood(message)?,
                    None => return Err(Farewell::lost()),
                },
                _ = status.tick() => {
                    if was_waiting && !session.is_waiting() {
                        was_waiting = false;
                        session.is_there();
                        lost_at = Instant::now() + BEGINS_WITHIN;
                        self.tell_place(was_waiting).await?;
                    }
                    self.tell_status(&session).await?;
                    if !was_waiting {
                        self.tell_messages().await?;
                        self.tell_listener_messages().await?;
                    }
                    continue;
                }
            };
            if was_waiting {
                // Who waits has nothing to send yet; any word says that they are there.
                lost_at = Instant::now() + BEGINS_WITHIN;
                session.is_there();
            }
            match message {
                AggregatedMessage::Binary(bytes) => {
                    let stream = self.sound(&mut sound, bytes)?;
                    session.send(stream).await.map_err(|over| Farewell::off_air(&over))?;
                    if !was_waiting {
                        lost_at = Instant::now() + within;
                    }
                }
                AggregatedMessage::Text(text) => self.text(&session, &text).await?,
                other => self.control(other).await?,
            }
        }
    }

    fn sound(&mut self, sound: &mut StudioSound, message: Bytes) -> Ends<Bytes> {
        let received_us = self.station.broadcast().clock().now_us();
        let (sent_us, stream) = sound.take(message).map_err(|_| Farewell::nonsense())?;
        self.newest = sent_us.map(|sent_us| (sent_us, received_us));
        Ok(stream)
    }

    async fn text(&mut self, session: &SourceSession, text: &str) -> Ends<()> {
        let t1 = self.station.broadcast().clock().now_us();
        match parse(self.protocol, text) {
            Some(FromStudio::Title(title)) => {
                session.retitle(title);
                Ok(())
            }
            Some(FromStudio::Read(number)) => {
                self.station.message_is_read(number, &self.dj);
                Ok(())
            }
            Some(FromStudio::Dump) => {
                // A DJ who waits for another one has nothing in the delay.
                if !session.is_waiting() {
                    self.station.dump(&self.dj);
                }
                Ok(())
            }
            Some(FromStudio::Order(kind, number)) => {
                // A DJ who waits for another one reads no messages yet.
                if !session.is_waiting() {
                    let (by, address) = (self.dj.clone(), self.from);
                    self.station.text_line().order(TextLineOrder { kind, number, by, address });
                }
                Ok(())
            }
            Some(FromStudio::Ping(t0)) => {
                let t2 = self.station.broadcast().clock().now_us();
                self.tell(&ToStudio::Pong { t0: &t0, t1, t2 }).await
            }
            // Other pages may say more than is needed here.
            None if self.protocol == Protocol::Webcast => Ok(()),
            Some(FromStudio::Hello(_) | FromStudio::Check(_)) | None => Err(Farewell::nonsense()),
        }
    }

    async fn control(&mut self, message: AggregatedMessage) -> Ends<()> {
        match message {
            AggregatedMessage::Ping(bytes) => {
                let answered = timeout(TAKES_WITHIN, self.socket.pong(&bytes)).await;
                if matches!(answered, Ok(Ok(()))) { Ok(()) } else { Err(Farewell::lost()) }
            }
            AggregatedMessage::Close(_) => Err(Farewell::new(CloseCode::Normal, "the studio hung up")),
            _ => Ok(()),
        }
    }

    /// Tells whether they are on the line, or for whom they wait.
    async fn tell_place(&mut self, is_waiting: bool) -> Ends<()> {
        let Some(live) = self.station.dj_inputs().on_air() else { return Ok(()) };
        let (station, dj, since_us) = (self.station.slug().to_owned(), live.name, live.since_us);
        if !is_waiting {
            self.dj.clone_from(&dj);
        }
        let (station, dj) = (&station, &dj);
        let place = if is_waiting {
            ToStudio::Waiting { station, live: dj, since_us }
        } else {
            ToStudio::OnAir { station, dj, since_us }
        };
        self.tell(&place).await
    }

    /// Tells what the station has to say, if it is somebody who can show it.
    async fn tell_messages(&mut self) -> Ends<()> {
        if self.protocol == Protocol::Webcast {
            return Ok(());
        }
        for message in self.station.unread_messages(self.told) {
            let (number, at_us) = (message.number, message.at_us);
            let (from, text) = (&message.from, &message.text);
            self.tell(&ToStudio::Message { number, from, text, at_us }).await?;
            self.told = number;
        }
        Ok(())
    }

    /// Tells the messages of listeners, if they are others than before.
    async fn tell_listener_messages(&mut self) -> Ends<()> {
        let Some((version, messages)) = self.station.text_line().newer_than(self.told_line) else {
            return Ok(());
        };
        self.told_line = version;
        self.tell(&ToStudio::ListenerMessages { messages: &messages }).await
    }

    async fn tell_status(&mut self, session: &SourceSession) -> Ends<()> {
        let (station, newest) = (&self.station, self.newest);
        let now_us = station.broadcast().clock().now_us();
        let left_us = session.watch.until_us().map(|until_us| until_us.saturating_sub(now_us));
        let buffer_us = (station.dj_inputs().buffer_seconds() * 1e6) as u64;
        let held_us = station.delayed().as_micros() as u64;
        let listeners = station.broadcast().listeners().total();
        let status = ToStudio::Status {
            buffer_ms: buffer_us / 1_000,
            listeners,
            delay_us: buffer_us + held_us,
            held_us,
            sent_us: newest.map(|(sent_us, _)| sent_us),
            received_us: newest.map(|(_, received_us)| received_us),
            left_ms: left_us.map(|left_us| left_us / 1_000),
            lets_go: station.settings().over_time == OverTime::End,
        };
        self.tell(&status).await
    }

    /// Tells a studio of ours; other pages do not know these words.
    async fn tell(&mut self, what: &ToStudio<'_>) -> Ends<()> {
        if self.protocol == Protocol::Webcast {
            return Ok(());
        }
        match timeout(TAKES_WITHIN, self.socket.text(what.text())).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(Farewell::lost()),
        }
    }

    async fn close(mut self, farewell: Farewell) {
        if let (Protocol::Studio, Some(said)) = (self.protocol, &farewell.said) {
            // Who is gone does not hear it.
            drop(timeout(TAKES_WITHIN, self.socket.text(said.text(&farewell.reason))).await);
        }
        let reason = CloseReason { code: farewell.code, description: Some(short(&farewell.reason)) };
        drop(timeout(TAKES_WITHIN, self.socket.close(Some(reason))).await);
    }
}

/// Returns the message received, or why no more will come.
fn understood(message: Option<Result<AggregatedMessage, ProtocolError>>) -> Ends<AggregatedMessage> {
    match message {
        Some(Ok(message)) => Ok(message),
        Some(Err(ProtocolError::Overflow)) => {
            Err(Farewell::new(CloseCode::Size, "a message may have 64 KiB"))
        }
        Some(Err(_)) => Err(Farewell::new(CloseCode::Protocol, "not a WebSocket frame")),
        None => Err(Farewell::new(CloseCode::Normal, "the connection ended")),
    }
}

/// A reason as a close frame can carry it: 123 bytes, RFC 6455 section 5.5.
fn short(reason: &str) -> String {
    let mut end = reason.len().min(123);
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    reason[..end].to_owned()
}
