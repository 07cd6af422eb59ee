//! A deck that goes on with the track of another process.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use super::cues::{Cues, Kind};
use super::deck::{Deck, PreparedTrack};
use super::loader::DeckPools;
use super::track_provider::FileReader;
use crate::library::MusicLibrary;
use crate::source::SavedTrack;
use crate::store::Store;

/// Loads the track that another process plays, at its place; `None` if its file cannot be played here.
pub fn resumed_deck(
    library: &MusicLibrary,
    store: &Store,
    pools: &DeckPools,
    saved: &SavedTrack,
) -> Option<Deck> {
    let file = library.file(&saved.file)?;
    // A reader that panics on a malformed file costs that file.
    let loaded = catch_unwind(AssertUnwindSafe(|| library.load(&file)));
    let (_, reader) = loaded.ok()?.ok()?;
    let analysis = file.track().and_then(|track| store.analysis(track).ok().flatten());
    let measured = analysis.as_ref().map(Cues::of_music).unwrap_or_default();
    let kind = if saved.title.kind.is_break() { Kind::Jingle } else { Kind::Music };
    let record = PreparedTrack {
        title: Arc::new(saved.title.clone()),
        file: Some(saved.file.clone()),
        gain: saved.gain,
        cues: Cues { begin: saved.begin, end: saved.end, kind, ..measured },
        tape: Box::new(FileReader { reader, disk_failed: Arc::default() }),
        on_trouble: Box::new(move |reason| library_warning(&file, reason)),
    };
    Some(Deck::load_from(record, saved.played, &pools.decoders, Duration::ZERO))
}

fn library_warning(file: &crate::library::File, reason: &str) {
    tracing::warn!("{} broke off: {reason}", file.name().display());
}
