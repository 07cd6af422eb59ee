//! Answers of a transmitter to queries about its listeners.

use super::{Transmitter, Transmitters};
use crate::output::listener_registry::{Busy, ListenerQuery, ListenerStatus, PendingQuery, QueryKind};

impl Transmitters {
    /// Returns the number of transmitters.
    pub fn count(&self) -> usize {
        self.each.len()
    }

    /// Puts a question to all of them; returns how many will answer.
    pub fn ask(&self, asked: &PendingQuery) -> Result<usize, Busy> {
        for handle in self.each.iter() {
            handle.questions.try_send(asked.clone()).map_err(|_| Busy)?;
            drop(handle.waker.wake());
        }
        Ok(self.each.len())
    }
}

impl Transmitter {
    /// Answers the questions that came in.
    pub(super) fn answer(&mut self) {
        while let Ok(asked) = self.asked.try_recv() {
            let question = &*asked.question;
            let seen = match &question.what {
                QueryKind::Tell { after, limit } => self.tell(question, *after, *limit),
                QueryKind::Leave(numbers) => self.send_away(question, numbers),
            };
            // Who asked may have stopped waiting.
            drop(asked.answer.try_send(seen));
        }
    }

    /// Tells of the first `limit` whose number is higher than `after`. The system is asked about those alone.
    fn tell(&self, question: &ListenerQuery, after: u64, limit: usize) -> Vec<ListenerStatus> {
        let lanes = self.lanes.iter().filter(|(_, lane)| lane.is_asked_about(question));
        let places =
            lanes.flat_map(|(place, lane)| lane.numbers().map(move |(number, key)| (number, place, key)));
        let mut places: Vec<_> = places.filter(|(number, ..)| *number > after).collect();
        if limit < places.len() {
            places.select_nth_unstable(limit);
            places.truncate(limit);
        }
        places.into_iter().filter_map(|(_, place, key)| self.lanes.get(place)?.seen(key)).collect()
    }

    /// Has the listeners with these numbers leave, which are in order.
    fn send_away(&mut self, question: &ListenerQuery, numbers: &[u64]) -> Vec<ListenerStatus> {
        let lanes = self.lanes.iter().filter(|(_, lane)| lane.is_asked_about(question));
        let places =
            lanes.flat_map(|(place, lane)| lane.numbers().map(move |(number, key)| (number, place, key)));
        let found: Vec<_> = places.filter(|(number, ..)| numbers.binary_search(number).is_ok()).collect();
        let mut seen = Vec::new();
        for (_, place, key) in found {
            let Some(lane) = self.lanes.get_mut(place) else { continue };
            seen.extend(lane.seen(key));
            let count = lane.send_away(key, &*self.clock);
            self.settle(place, count);
        }
        seen
    }
}
