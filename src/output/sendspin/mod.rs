//! Sendspin, the Open Home Foundation's protocol for speakers that play in sync
//! ([specification](https://github.com/Sendspin/spec)).
//!
//! In: messages of a client, and frames and titles of a mount. Out: messages for the client, each frame stamped with the
//! time at which all players sound it: the frame's time and the station's playout delay.
//! Never: resamples, waits for a slow client, or keeps more for it than the system's buffers hold.
//!
//! [`session`](PlayerSession) is the protocol without a socket; [`serve`] moves its messages over a WebSocket. A client is a
//! group of its own: the players of a station are in sync by their stamps, and nobody sets the volume of a stranger.

mod audience;
mod choice;
mod client;
mod message;
mod output;
mod pacing;
mod session;
mod socket;

pub use audience::SendspinAudience;
pub use choice::Offer;
pub use output::SessionOutput;
pub use session::PlayerSession;
pub use socket::{MOST_MESSAGE, PlayerConnection, serve};

use crate::broadcast::Broadcast;
use crate::frame::Codec;
use crate::mount::Mount;
#[cfg(any(test, fuzzing))]
pub(crate) use message::fuzz_text;

/// The label of Sendspin in metrics, in the API and in the store.
pub const LABEL: &str = "sendspin";
/// The codecs that players may be sent.
const CODECS: [Codec; 3] = [Codec::Opus, Codec::Flac, Codec::PcmS16le];

/// The mounts of `station` that players may be sent, the default first.
fn mounts(station: &Broadcast) -> Vec<Mount> {
    station.mounts_of(&CODECS)
}
