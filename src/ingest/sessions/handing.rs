//! Sessions that another process goes on with, and those of another process.

use std::sync::mpsc::sync_channel;
use std::time::Duration;

use bytes::Bytes;

use super::super::handed_source::{HandOverRequest, HandedSource, PausedSource, SourceIdentity};
use super::super::refusal::SourceRefusal;
use super::super::source_request::SourceRequest;
use super::super::source_session::SourceSession;
use super::{MOST_SOURCES, Opening, SourceSessions};
use crate::production::ProductionHandle;
use crate::source::live::Buffer;

/// Time for the connection of a DJ to pause, after that of the DJ before.
const PAUSE_WITHIN: Duration = Duration::from_secs(1);

impl SourceSessions {
    /// Opens a session for a connection that another process hands over, whose decoder begins with `replay`.
    pub(in super::super) fn resume(
        &self,
        station: &ProductionHandle,
        handed: &HandedSource,
        replay: Bytes,
    ) -> Result<SourceSession, SourceRefusal> {
        let SourceIdentity { number, key, admitted, from, name, program, media_type, since_us, .. } =
            handed.identity.clone();
        let visitor = SourceRequest {
            admitted,
            from,
            name,
            description: None,
            program,
            media_type,
            buffer: Buffer::Program,
        };
        let mut table = self.table();
        // Keys of DJs without an account are told apart by their numbers.
        table.next = table.next.max(number + 1);
        let dj = visitor.dj(&key, &station.broadcast().name());
        let feed = station.dj_inputs().take_on(dj, visitor.buffer, since_us);
        let mut feed = feed.map_err(|taken| SourceRefusal::InUse(taken.name))?;
        feed.retitle(handed.title.clone());
        let slug = station.slug();
        self.start(&mut table, Opening { slug, number, key, visitor, feed, replay: Some(replay) })
    }

    /// Asks the connections of all DJs who are live to pause, and returns those that another process can go on with.
    pub(in super::super) fn pause(&self) -> Vec<PausedSource> {
        let (to, paused) = sync_channel(MOST_SOURCES);
        for (slug, sessions) in &self.table().by_slug {
            let Some(live) = sessions.iter().find(|session| !session.watch.is_waiting()) else { continue };
            // The sound that its decoder has yet to make must find room.
            live.watch.widen();
            live.handing.ask(HandOverRequest { identity: live.identity(slug), to: to.clone() });
        }
        drop(to);
        let answers = std::iter::from_fn(|| paused.recv_timeout(PAUSE_WITHIN).ok());
        answers.collect()
    }
}
