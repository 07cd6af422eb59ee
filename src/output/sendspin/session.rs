//! One client's session: the protocol without a socket.
//!
//! In: texts, frames and titles, each with the time at which they come. Out: what is to be sent, in order, and which
//! rendition is to be followed. Never: asks for the time, or touches a socket.

use std::collections::VecDeque;

use actix_http::ws::CloseCode;

use super::choice::Offer;
use super::client::{Client, PlayerStatus, Stream, percent};
use super::message::{self, ClientHello, ClientState, ControllerCommand, FormatWish, FromClient};
use super::output::SessionOutput;
use super::pacing::PlayerBuffer;
use crate::frame::Frame;
use crate::model::NowPlaying;
use crate::mount::Start;

/// Time in which a client must send its hello, in microseconds.
const HELLO_WITHIN_US: u64 = 15_000_000;
/// Formats of a player that are looked at,
const MOST_FORMATS: usize = 64;
/// Length of the longest identifier, in bytes.
const LONGEST_ID: usize = 256;
/// Messages that a client may send in a second.
const MESSAGES_A_SECOND: u64 = 50;
/// Maximum lead of a client over that rate, in microseconds.
const MOST_AHEAD_US: u64 = 2_000_000;

/// The roles that are activated.
const PLAYER: &str = "player@v1";
const METADATA: &str = "metadata@v1";
const CONTROLLER: &str = "controller@v1";

/// One client's session.
pub struct PlayerSession {
    offer: Offer,
    outputs: VecDeque<SessionOutput>,
    /// Time up to which a client that has not sent its hello is waited for, in microseconds.
    hello_by_us: u64,
    /// Time at which the budget for all messages received so far is paid, in microseconds.
    paid_us: u64,
    is_over: bool,
    client: Option<Client>,
}

impl PlayerSession {
    /// Returns the session of a client that has just connected.
    pub fn new(offer: Offer, now_us: u64) -> Self {
        Self {
            offer,
            outputs: VecDeque::new(),
            hello_by_us: now_us + HELLO_WITHIN_US,
            paid_us: now_us,
            is_over: false,
            client: None,
        }
    }

    /// Returns what is to be done next.
    pub fn next_output(&mut self) -> Option<SessionOutput> {
        self.outputs.pop_front()
    }

    /// Returns the time at which [`wake`](Self::wake) is to be called, if it is.
    pub fn wake_at(&self) -> Option<u64> {
        (self.client.is_none() && !self.is_over).then_some(self.hello_by_us)
    }

    /// Notes that time has passed.
    pub fn wake(&mut self, now_us: u64) {
        if self.wake_at().is_some_and(|at_us| now_us >= at_us) {
            self.close(CloseCode::Policy, "no hello came");
        }
    }

    /// Takes a text of the client.
    pub fn receive(&mut self, text: &str, now_us: u64) {
        self.pay(now_us);
        if self.is_over {
            return;
        }
        let Some(said) = message::parse(text) else {
            return self.close(CloseCode::Invalid, "not a message of the Sendspin protocol");
        };
        if self.client.is_none() {
            return match said {
                FromClient::Hello(hello) => self.hello(*hello),
                FromClient::Goodbye => self.close(CloseCode::Normal, ""),
                FromClient::Init => {
                    self.tell(message::unsupported_version());
                    self.close(CloseCode::Normal, "this server speaks the unencrypted protocol");
                }
                _ => self.close(CloseCode::Protocol, "client/hello comes first"),
            };
        }
        match said {
            FromClient::Hello(_) => self.close(CloseCode::Protocol, "a second client/hello"),
            FromClient::Time(client_transmitted) => {
                self.outputs.push_back(SessionOutput::Time { client_transmitted, received_us: now_us });
            }
            FromClient::State(state) => self.state(state),
            FromClient::Command(command) => self.command(&command),
            FromClient::RequestFormat(wish) => self.wish(Some(wish)),
            FromClient::Leave => self.stop(),
            FromClient::Goodbye => self.close(CloseCode::Normal, ""),
            FromClient::Init | FromClient::Other => {}
        }
    }

    /// Takes a ping of the WebSocket, which costs as much as a text.
    pub fn receive_ping(&mut self, now_us: u64) {
        self.pay(now_us);
    }

    /// Refuses a message that is no text.
    pub fn receive_binary(&mut self) {
        self.close(CloseCode::Unsupported, "only text is understood");
    }

    /// Takes a title of the rendition that is followed.
    pub fn title(&mut self, playing: &NowPlaying, now_us: u64) {
        let Some(client) = self.client.as_mut().filter(|client| client.has_metadata) else { return };
        if client.titled_us.is_some_and(|titled_us| titled_us >= playing.time_us) {
            return;
        }
        let heard_us = playing.time_us + self.offer.playout_delay_us;
        // The first one holds at once, whenever it is heard; later ones are scheduled.
        let is_first = client.titled_us.replace(playing.time_us).is_none();
        let timestamp_us = if is_first { now_us } else { heard_us };
        let position_us = timestamp_us.saturating_sub(heard_us);
        self.outputs.push_back(SessionOutput::Text(message::metadata(
            &self.offer,
            playing,
            timestamp_us,
            position_us,
        )));
    }

    /// Returns when the player has room for `frame`; `None` if it has now, or does not need it.
    pub fn room_at(&mut self, frame: &Frame, now_us: u64) -> Option<u64> {
        let player = self.client.as_mut()?.player.as_mut()?;
        player.stream.as_ref()?;
        player.buffer.room_at(message::sound_length(frame), now_us)
    }

    /// Takes a frame of the rendition that is followed. False if it is too late to be played.
    pub fn frame(&mut self, frame: &Frame, now_us: u64) -> bool {
        let Some(player) = self.client.as_mut().and_then(|client| client.player.as_mut()) else {
            return true;
        };
        let Some(stream) = &mut player.stream else { return true };
        stream.next_seq = Some(frame.seq + 1);
        let rendition = &stream.choice.rendition;
        // The encoder's look-ahead is not part of the frame (RFC 7845 section 4.2).
        let pre_skip_us = u64::from(rendition.pre_skip) * 125 / 6;
        let play_us = (frame.time_us + self.offer.playout_delay_us).saturating_sub(pre_skip_us);
        if play_us <= now_us {
            return false;
        }
        let sound = message::sound(frame, play_us);
        player.buffer.sent(sound.len() as u64, play_us + rendition.span_us(1));
        self.outputs.push_back(SessionOutput::Sound(sound));
        true
    }

    /// Ends the session because the station signs off, or no longer has what the player hears.
    pub fn sign_off(&mut self) {
        if let Some(client) = &mut self.client {
            client.is_stopped = true;
        }
        self.update_stream();
        self.close(CloseCode::Away, "the station signs off");
    }

    /// Ends the session because the station disconnects this client.
    pub fn disconnect(&mut self) {
        self.close(CloseCode::Policy, "disconnected by the station");
    }

    /// Takes a message's time off the client's budget.
    fn pay(&mut self, now_us: u64) {
        self.paid_us = self.paid_us.max(now_us) + 1_000_000 / MESSAGES_A_SECOND;
        if self.paid_us > now_us + MOST_AHEAD_US {
            self.close(CloseCode::Policy, "too many messages at once");
        }
    }

    fn hello(&mut self, hello: ClientHello) {
        if hello.version != message::VERSION {
            return self.close(CloseCode::Protocol, "this server speaks version 1");
        }
        if hello.client_id.is_empty() || hello.client_id.len() > LONGEST_ID {
            return self.close(CloseCode::Protocol, "client_id has 1 to 256 bytes");
        }
        let has = |role: &str| hello.supported_roles.iter().any(|supported| supported == role);
        let support = hello.player.filter(|_| has(PLAYER)).map(|mut support| {
            support.supported_formats.truncate(MOST_FORMATS);
            support
        });
        let player =
            support.filter(|support| self.offer.choose(support, None).is_some()).map(PlayerStatus::new);
        if has(PLAYER) && player.is_none() {
            tracing::info!(
                client = ?shortened(&hello.name),
                station = self.offer.station,
                "a Sendspin player takes no format of the station"
            );
        }
        let client = Client {
            id: hello.client_id,
            has_metadata: has(METADATA),
            has_controller: has(CONTROLLER),
            player,
            is_available: true,
            is_stopped: false,
            is_told_to_play: true,
            titled_us: None,
        };
        let active = [
            (PLAYER, client.player.is_some()),
            (METADATA, client.has_metadata),
            (CONTROLLER, client.has_controller),
        ];
        let active: Vec<&str> = active.into_iter().filter(|(_, is)| *is).map(|(role, _)| role).collect();
        self.tell(message::hello(&self.offer, &active));
        self.tell(message::group(&self.offer, &client.id, true));
        let is_display = client.has_metadata && client.player.is_none();
        self.client = Some(client);
        self.tell_controller();
        if is_display {
            self.follow_titles();
        }
    }

    fn state(&mut self, state: ClientState) {
        let Some(client) = &mut self.client else { return };
        let player_state = state.player.unwrap_or_default();
        if let Some(told) = state.state.as_ref().or(player_state.state.as_ref()) {
            client.is_available = told != "external_source";
        }
        client.is_available = state.available.unwrap_or(client.is_available);
        let Some(player) = &mut client.player else { return };
        let before = (player.volume, player.is_muted, player.commands.clone());
        player.is_ready = true;
        let wish = player_state.format.clone();
        player.update(player_state);
        if before != (player.volume, player.is_muted, player.commands.clone()) {
            self.tell_controller();
        }
        if wish.is_some() { self.wish(wish) } else { self.update_stream() }
    }

    fn command(&mut self, command: &ControllerCommand) {
        let allowed = self.client.as_ref().map(Client::controller_commands).unwrap_or_default();
        if !allowed.contains(&&*command.command) {
            return;
        }
        match (&*command.command, command.volume, command.mute) {
            ("play", ..) => {
                if let Some(client) = &mut self.client {
                    client.is_stopped = false;
                    client.is_available = true;
                }
                self.update_stream();
            }
            ("pause" | "stop", ..) => self.stop(),
            ("volume", Some(volume), _) => {
                if let Some(volume) = percent(volume) {
                    self.tell(message::set_volume(volume));
                }
            }
            ("mute", _, Some(is_muted)) => self.tell(message::set_mute(is_muted)),
            _ => {}
        }
    }

    fn stop(&mut self) {
        if let Some(client) = &mut self.client {
            client.is_stopped = true;
        }
        self.update_stream();
    }

    fn wish(&mut self, wish: Option<FormatWish>) {
        if let Some(player) = self.client.as_mut().and_then(|client| client.player.as_mut()) {
            player.wish = wish;
        }
        self.update_stream();
    }

    /// Starts, changes or ends the player's stream, as its state has it.
    fn update_stream(&mut self) {
        let Some(client) = &mut self.client else { return };
        let Some(player) = &mut client.player else { return };
        let plays = player.is_ready && client.is_available && !client.is_stopped;
        let wanted = plays.then(|| self.offer.choose(&player.support, player.wish.as_ref())).flatten();
        let current = player.stream.as_ref().map(|stream| &stream.choice);
        if wanted.as_ref() == current {
            return;
        }
        let Some(choice) = wanted else {
            player.stream = None;
            player.buffer = PlayerBuffer::new(player.support.buffer_capacity);
            let has_metadata = client.has_metadata;
            self.tell(message::stream_end());
            self.tell_group(false);
            return if has_metadata {
                self.follow_titles();
            } else {
                self.outputs.push_back(SessionOutput::Unfollow);
            };
        };
        let before = player.stream.take();
        // Another format goes on where the last one ended; a new stream begins with what can still be played in time.
        let resumed = before.as_ref().and_then(|stream| stream.next_seq).map(Start::From);
        let lead_us = player.lead_ms.saturating_mul(1_000);
        let start = Start::burst(self.offer.playout_delay_us.saturating_sub(lead_us));
        let rendition = choice.rendition.name.clone();
        let told = message::stream_start(&choice);
        player.stream = Some(Stream { choice, next_seq: None });
        self.tell(told);
        self.tell_group(true);
        self.outputs.push_back(SessionOutput::Follow {
            rendition,
            start: resumed.unwrap_or(start),
            is_player: true,
        });
    }

    /// Follows the default rendition for its titles.
    fn follow_titles(&mut self) {
        if let Some(rendition) = self.offer.renditions.first() {
            let rendition = rendition.name.clone();
            self.outputs.push_back(SessionOutput::Follow { rendition, start: Start::LIVE, is_player: false });
        }
    }

    /// Tells whether the client's group plays, if that is news.
    fn tell_group(&mut self, is_playing: bool) {
        let Some(client) = self.client.as_mut().filter(|client| client.is_told_to_play != is_playing) else {
            return;
        };
        client.is_told_to_play = is_playing;
        let told = message::group(&self.offer, &client.id, is_playing);
        self.tell(told);
    }

    /// Tells a controller what it may order, and how loud its player is.
    fn tell_controller(&mut self) {
        let Some(client) = self.client.as_ref().filter(|client| client.has_controller) else { return };
        let commands = client.controller_commands();
        let player = client.player.as_ref();
        let volume = player.filter(|player| player.takes("volume")).map_or(100, |player| player.volume);
        let is_muted = player.is_some_and(|player| player.takes("mute") && player.is_muted);
        self.tell(message::controller(&commands, volume, is_muted));
    }

    fn tell(&mut self, text: String) {
        self.outputs.push_back(SessionOutput::Text(text));
    }

    fn close(&mut self, code: CloseCode, reason: &'static str) {
        if !self.is_over {
            self.is_over = true;
            self.outputs.push_back(SessionOutput::Close(code, reason));
        }
    }
}

/// Returns the beginning of a name, for the log.
fn shortened(name: &str) -> String {
    name.chars().take(80).collect()
}

#[cfg(test)]
mod tests;
