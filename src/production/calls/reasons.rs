//! Reasons for which a call is not taken, or has ended.

use super::{MOST_OF_ADDRESS, MOST_WAITING};
use crate::source::live::calls::{MOST_ON_AIR, MOST_SEATS};

/// Reason for which a caller is not let in, or an order of the DJ cannot be carried out; its text is for them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallRefusal {
    /// The station takes no calls.
    #[error("This station takes no calls.")]
    Off,
    /// The DJ has not opened the line.
    #[error("The line is closed at the moment. The DJ opens it when calls are welcome.")]
    Closed,
    /// As many wait as may.
    #[error("The line is full: {MOST_WAITING} callers wait already. Please try again later.")]
    Full,
    /// Too many calls come from the same address.
    #[error("There are {MOST_OF_ADDRESS} calls from your connection already.")]
    TooManyOfAddress,
    /// The DJ has barred the address.
    #[error("You cannot call for another {} min.", .0.div_ceil(60))]
    Barred(u64),
    /// No name was given.
    #[error("Please give a name.")]
    NoName,
    /// The call has ended.
    #[error("This call has ended.")]
    NoCall,
    /// As many are on air as may be.
    #[error("{MOST_ON_AIR} callers are on air, which is the most there can be.")]
    AirFull,
    /// Every seat is taken.
    #[error("All {MOST_SEATS} seats are taken: hang up a call that is on hold first.")]
    NoSeat,
    /// Nobody is live.
    #[error("Calls are taken while a DJ is live.")]
    NobodyLive,
    /// The show is another DJ's, and the account does not run the station.
    #[error("Another DJ is live, and takes the calls of this show.")]
    AnothersShow,
}

/// Reason for which a call has ended; its text is for the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallEnd {
    /// The caller hung up.
    #[error("You have hung up.")]
    HungUp,
    /// The DJ ended the call.
    #[error("The studio has ended the call. Thank you for calling.")]
    ByStudio,
    /// The DJ barred the caller.
    #[error("The studio has ended the call.")]
    Barred,
    /// The show is over, or calls were turned off.
    #[error("The line is closed: the show has ended.")]
    Over,
    /// The rule of who may listen to the station has changed.
    #[error(
        "The call has ended, because it has changed who may listen to this station. Open the page again to call."
    )]
    AccessChanged,
    /// The connection was lost for too long, or another one of the same call took over.
    #[error("The call was continued elsewhere, or the connection was lost for too long.")]
    Lost,
}
