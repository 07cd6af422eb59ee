//! Which recordings are a DJ's own: sets of theirs, shows that name them, and shows in which they were on air.

use rusqlite::named_params;

use super::recording::from_row;
use super::{Error, Store};
use crate::model::Recording;

/// Chooses them. An entry of the as-run log is no longer than a day.
const OWN: &str = "SELECT * FROM kept_recording AS one WHERE station = :station AND (:id IS NULL OR id = :id)
    AND (dj = :dj COLLATE NOCASE
        OR EXISTS (SELECT 1 FROM show_dj WHERE show_dj.station = one.station AND show_dj.show = one.show AND account = :dj)
        OR kind <> 'upload' AND EXISTS (SELECT 1 FROM as_run WHERE as_run.station = one.station AND as_run.dj = :dj COLLATE NOCASE
            AND as_run.from_us < one.to_us AND as_run.from_us > one.from_us - 86400000000 AND as_run.to_us > one.from_us))
    ORDER BY from_us DESC, id DESC";

impl Store {
    /// The recordings of `station` that are this DJ's own, the newest first; only the one of this number, if one is given.
    pub fn recordings_of_dj(
        &self,
        station: &str,
        dj: &str,
        id: Option<i64>,
    ) -> Result<Vec<Recording>, Error> {
        let values = named_params! { ":station": station, ":dj": dj, ":id": id };
        self.ask(|connection| connection.prepare_cached(OWN)?.query_map(values, from_row)?.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Aired, Days, NewRecording, On, Plays, RecordingKind, Show, Start};
    use crate::store::{Password, Role};

    #[test]
    fn a_djs_own_recordings_are_their_sets_and_the_shows_that_name_or_had_them() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.add_silent_station("main");
        let password = Password::new("a long password").unwrap();
        store.add_account("ann", Role::Dj, &password).unwrap();
        let show = Show {
            name: "Night".to_owned(),
            on: On::Weekly("daily".parse::<Days>().unwrap()),
            at: 60,
            length: 60,
            plays: Plays::Dj(None),
            start: Start::Hard,
            djs: vec!["ann".to_owned()],
            colour: None,
            exceptions: Vec::new(),
        };
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
        add(RecordingKind::Show, Some("Day"), None, 5_000_000);
        add(RecordingKind::Upload, None, Some("mia"), 4_000_000);
        let aired = Aired::music(4_000_050_000_000, 4_000_060_000_000, "Song", None);
        store.put_aired([Aired { dj: Some("ann".to_owned()), ..aired }].iter()).unwrap();

        let own = |dj: &str, id| -> Vec<i64> {
            let own = store.recordings_of_dj("main", dj, id).unwrap();
            own.iter().map(|one| one.id).collect()
        };
        assert_eq!(own("ann", None), [heard, named, set]);
        assert_eq!((own("ann", Some(named)), own("bob", Some(named))), (vec![named], vec![]));
        assert_eq!(store.recordings("main").unwrap().len(), 6);
    }
}
