//! Which recordings are a DJ's own: sets of theirs, shows that name them, and shows in which they were on air.

use rusqlite::named_params;

use super::recording::from_row;
use super::{Error, Store};
use crate::model::Recording;

/// Selects a DJ's own recordings. Entries of the as-run log have the time of day, and are no longer than a day.
const OWN: &str = "SELECT * FROM kept_recording AS one WHERE station = :station AND (:id IS NULL OR id = :id)
    AND (dj = :dj COLLATE NOCASE
        OR EXISTS (SELECT 1 FROM show_dj WHERE show_dj.station = one.station AND show_dj.show = one.show AND account = :dj)
        OR kind <> 'upload' AND EXISTS (SELECT 1 FROM as_run WHERE as_run.station = one.station AND as_run.dj = :dj COLLATE NOCASE
            AND as_run.from_us < one.to_us + :ahead AND as_run.from_us > one.from_us + :ahead - 86400000000
            AND as_run.to_us > one.from_us + :ahead))
    ORDER BY from_us DESC, id DESC";

impl Store {
    /// The recordings of `station` that are this DJ's own, the newest first; only the one of this number, if one is given.
    /// The time of day is `ahead_us` microseconds ahead of the server's clock, which recordings have.
    pub fn recordings_of_dj(
        &self,
        station: &str,
        dj: &str,
        id: Option<i64>,
        ahead_us: i64,
    ) -> Result<Vec<Recording>, Error> {
        let values = named_params! { ":station": station, ":dj": dj, ":id": id, ":ahead": ahead_us };
        self.ask(|connection| connection.prepare_cached(OWN)?.query_map(values, from_row)?.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Aired, NewRecording, RecordingKind, Show};
    use crate::store::{Password, Role};

    #[test]
    fn a_djs_own_recordings_are_their_sets_and_the_shows_that_name_or_had_them() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.add_silent_station("main");
        let password = Password::new("a long password").unwrap();
        store.add_account("ann", Role::Dj, &password).unwrap();
        let show = Show { djs: vec!["ann".to_owned()], ..Show::daily("Night") };
        store.put_show("main", &show).unwrap();
        let add = |kind, show: Option<&str>, dj: Option<&str>, from_s: u64| {
            let new = NewRecording {
                station: "main".to_owned(),
                kind,
                title: "x".to_owned(),
                show: show.map(str::to_owned),
                dj: dj.map(str::to_owned),
                part_of: from_s,
                from_us: from_s * 1_000_000,
            };
            let id = store.begin_recording(&new).unwrap();
            store.recording_ends(id, (from_s + 100) * 1_000_000).unwrap();
            id
        };
        let set = add(RecordingKind::Live, None, Some("Ann"), 1_000_000);
        add(RecordingKind::Live, None, Some("bob"), 2_000_000);
        let named = add(RecordingKind::Show, Some("Night"), None, 3_000_000);
        let heard = add(RecordingKind::Show, Some("Day"), None, 4_000_000);
        let later = add(RecordingKind::Show, Some("Day"), None, 5_000_000);
        add(RecordingKind::Upload, None, Some("mia"), 4_000_000);
        let aired = Aired::music(4_000_050_000_000, 4_000_060_000_000, "Song", None);
        store.put_aired([Aired { dj: Some("ann".to_owned()), ..aired }].iter()).unwrap();

        let own = |dj: &str, id| -> Vec<i64> {
            let own = store.recordings_of_dj("main", dj, id, 0).unwrap();
            own.iter().map(|one| one.id).collect()
        };
        assert_eq!(own("ann", None), [heard, named, set]);
        assert_eq!((own("ann", Some(named)), own("bob", Some(named))), (vec![named], vec![]));
        assert_eq!(store.recordings("main").unwrap().len(), 6);

        // The clock was set by an hour since the start.
        let hour_us = 3_600_000_000;
        let aired = Aired::music(5_000_050_000_000 + hour_us, 5_000_060_000_000 + hour_us, "Song", None);
        store.put_aired([Aired { dj: Some("cem".to_owned()), ..aired }].iter()).unwrap();
        let ids = |ahead_us: u64| -> Vec<i64> {
            let own = store.recordings_of_dj("main", "cem", None, ahead_us.cast_signed()).unwrap();
            own.iter().map(|one| one.id).collect()
        };
        assert_eq!((ids(hour_us), ids(0)), (vec![later], vec![]));
    }
}
