//! Sockets of calls: `/main/call/ws` for listeners who call, `/main/call/desk` for the DJ.
//!
//! A message of a caller has at most 4 KiB. Texts are JSON objects with a `type`. Sound goes both ways in binary
//! messages: up as the studio sends it (8 bytes, big-endian, with the time it was sent, then one Opus packet of
//! 48 kHz); down as `longwave.v1` has it, one packet of 20 ms a message.
//!
//! # `/main/call/ws`, `longwave.call.v1`
//!
//! | from the caller | with | means |
//! |---|---|---|
//! | `ring` | `name`, `topic`, `token` (optional) | first: asks to be let in; with the token of a lost call, comes back |
//! | `level` | `level`, 0 to 100 | level of the microphone, twice a second, while no sound is sent |
//! | `hang_up` | | ends the call |
//!
//! | from the server | with | means |
//! |---|---|---|
//! | `joined` | `token` | let in; the token is a secret |
//! | `state` | `state` (`waiting`, `screened`, `on_air`, `held`), `place` | how the call stands. Sound is sent in both directions unless it waits |
//! | `ended` | `reason` | the call is over; the server closes with 1000 |
//! | `error` | `reason` | not let in; the server closes with 1008 |
//!
//! # `/main/call/desk`, `longwave.desk.v1`
//!
//! | from the DJ | with | means |
//! |---|---|---|
//! | `hello` | `user`, `password` | first: credentials of a DJ of the station |
//! | `open` | `is_open` | opens or closes the line |
//! | `order` | `call`, `order` (`screen`, `air`, `hold`, `hang_up`, `bar`), `seconds` of a bar | what becomes of a call |
//!
//! Sound from the DJ is talkback: only screened callers hear it. Sound to the DJ is callers who are screened or on air.
//!
//! | from the server | with | means |
//! |---|---|---|
//! | `line` | `is_on`, `is_open`, `is_live`, `callers` | the line, four times a second at most |
//! | `refused` | `reason` | an order could not be carried out |
//! | `error` | `reason` | not let in, or replaced by another desk; the server closes with 1008 |

mod call_sound;
mod call_wire;
mod caller;
mod desk;
mod message;

use std::net::IpAddr;

pub use caller::answer_caller;
pub use desk::serve_desk;

use super::Ingest;
use super::pending_sources::PendingSource;

/// The subprotocols of callers and of the desk.
pub const CALL_PROTOCOL: &str = "longwave.call.v1";
/// The subprotocol of the DJ's desk.
pub const DESK_PROTOCOL: &str = "longwave.desk.v1";
/// The longest message of a caller, in bytes.
pub const MOST_CALL_MESSAGE: usize = 4 * 1_024;
/// The longest message of a desk, in bytes.
pub const MOST_DESK_MESSAGE: usize = 64 * 1_024;
/// Sockets from one address at once: two calls, each of which may be coming back.
pub(super) const MOST_SOCKETS_OF_ADDRESS: usize = 4;
/// Sockets of desks from one address at once.
pub(super) const MOST_DESKS_OF_ADDRESS: usize = 8;
/// Sockets of a kind at once on all stations.
pub(super) const MOST_SOCKETS: usize = 400;

/// Permission to hold a socket of a call, until it is dropped.
pub struct CallSocketPermit {
    _counted: PendingSource,
}

impl Ingest {
    /// Counts a socket of a caller at `address`; `None` if there are too many.
    pub fn permit_call(&self, address: IpAddr) -> Option<CallSocketPermit> {
        self.call_sockets.begin(address, || false).map(|counted| CallSocketPermit { _counted: counted })
    }

    /// Counts a socket of a desk at `address`; `None` if there are too many.
    pub fn permit_desk(&self, address: IpAddr) -> Option<CallSocketPermit> {
        self.desk_sockets.begin(address, || false).map(|counted| CallSocketPermit { _counted: counted })
    }
}
