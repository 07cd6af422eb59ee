//! The order in which a server ends.

use super::late_recorders::LateRecorders;
use crate::failover::Failover;
#[cfg(feature = "whip")]
use crate::ingest::whip::Whip;
use crate::output::transmitter::RunningTransmitters;
use crate::supervisor::StationSupervisor;

/// Components that end before the web server does.
pub(super) struct ShutdownOrder {
    pub(super) supervisor: StationSupervisor,
    #[cfg(feature = "whip")]
    pub(super) whip: Whip,
    pub(super) transmitting: RunningTransmitters,
    pub(super) recorders: LateRecorders,
    pub(super) failover: Option<Failover>,
}

impl ShutdownOrder {
    /// Ends what is live, signs off, and lets listeners hear it.
    pub(super) fn end(self) {
        self.supervisor.close();
        #[cfg(feature = "whip")]
        self.whip.close();
        self.transmitting.finish();
        self.recorders.finish();
        // Another server goes on air once nothing is heard from this one.
        self.failover.iter().for_each(Failover::end);
    }
}
