//! State of a client.

use super::choice::Choice;
use super::message::{FormatWish, PlayerState, PlayerSupport};
use super::pacing::PlayerBuffer;

/// The lead that a player is given before its first sound unless it says what it needs, in milliseconds.
const USUAL_LEAD_MS: u64 = 250;
/// Commands of a controller, besides volume and mute where the player takes them.
const PLAYBACK: [&str; 3] = ["play", "pause", "stop"];

/// State of a client that has said hello.
#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own in the protocol")]
pub(super) struct Client {
    pub(super) id: String,
    pub(super) has_metadata: bool,
    pub(super) has_controller: bool,
    pub(super) player: Option<PlayerStatus>,
    /// It takes part: it has not left, and is not stopped or taken by something else.
    pub(super) is_available: bool,
    pub(super) is_stopped: bool,
    /// Set once it was told that its group plays.
    pub(super) is_told_to_play: bool,
    /// Time from which the last title it was sent is heard, in microseconds; `None` before the first.
    pub(super) titled_us: Option<u64>,
}

pub(super) struct PlayerStatus {
    pub(super) support: PlayerSupport,
    pub(super) wish: Option<FormatWish>,
    /// Its state was told.
    pub(super) is_ready: bool,
    pub(super) volume: u8,
    pub(super) is_muted: bool,
    pub(super) commands: Vec<String>,
    pub(super) lead_ms: u64,
    pub(super) buffer: PlayerBuffer,
    /// The stream it is sent.
    pub(super) stream: Option<Stream>,
}

pub(super) struct Stream {
    pub(super) choice: Choice,
    /// The number of the next frame; frames are 20 ms in every rendition that players get.
    pub(super) next_seq: Option<u64>,
}

impl Client {
    /// Returns what this client may order: about its own player, as it is alone in its group.
    pub(super) fn controller_commands(&self) -> Vec<&'static str> {
        let Some(player) = self.player.as_ref().filter(|_| self.has_controller) else { return Vec::new() };
        let settings = ["volume", "mute"].into_iter().filter(|command| player.takes(command));
        PLAYBACK.into_iter().chain(settings).collect()
    }
}

impl PlayerStatus {
    pub(super) fn new(support: PlayerSupport) -> Self {
        Self {
            buffer: PlayerBuffer::new(support.buffer_capacity),
            support,
            wish: None,
            is_ready: false,
            volume: 100,
            is_muted: false,
            commands: Vec::new(),
            lead_ms: USUAL_LEAD_MS,
            stream: None,
        }
    }

    /// Whether it can be told to do this.
    pub(super) fn takes(&self, command: &str) -> bool {
        self.commands.iter().chain(&self.support.supported_commands).any(|known| known == command)
    }

    pub(super) fn update(&mut self, state: PlayerState) {
        self.volume = state.volume.and_then(percent).unwrap_or(self.volume);
        self.is_muted = state.muted.unwrap_or(self.is_muted);
        if let Some(commands) = state.supported_commands {
            self.commands =
                commands.into_iter().filter(|known| ["volume", "mute"].contains(&&**known)).collect();
        }
        let leads = [state.required_lead_time_ms, state.min_buffer_ms];
        if let Some(lead_ms) = leads.into_iter().flatten().max() {
            // Sound is played earlier by the delay of the amplifier.
            self.lead_ms = lead_ms.saturating_add(state.output_delay_ms.unwrap_or_default());
        }
    }
}

/// Returns a volume of 0 to 100, if it is one.
pub(super) fn percent(volume: f64) -> Option<u8> {
    (0.0..=100.0).contains(&volume).then(|| volume.round() as u8)
}
