use std::sync::Arc;

use super::*;
use crate::clock::ManualClock;

/// A broadcast without media or mounts.
pub(crate) fn silent(slug: &str, clock: &Arc<ManualClock>) -> Broadcast {
    Broadcast::new(BroadcastConfig {
        slug: slug.to_owned(),
        base_path: BasePath::default(),
        name: slug.to_uppercase(),
        timeline: "0".to_owned(),
        playout_delay: Duration::from_secs(1),
        clock: Arc::<ManualClock>::clone(clock),
        media: Arc::new(NoMedia),
        listeners: ListenerFigures::default(),
        played: Vec::new(),
    })
}
