//! Pieces of an archive, read at once: for HLS.

use std::net::IpAddr;
use std::ops::Range;

use super::Error;
use super::archive::{Archives, StationArchive};
use super::archive_reader::ArchiveReader;
use super::bucket::FetchFor;
use super::rewind::RewindRefused;
use crate::frame::Frame;
use crate::model::NowPlaying;

/// Frames that were read, and the titles that begin with them.
#[derive(Debug, Default)]
pub struct KeptPiece {
    /// The frames.
    pub frames: Vec<Frame>,
    /// The titles.
    pub titles: Vec<NowPlaying>,
}

impl Archives {
    /// Reads these frames, as far as they are kept, off the async threads, for a listener at this address. Fetches what is only
    /// in the bucket.
    pub async fn read_piece(
        &self,
        archive: &StationArchive,
        frames: Range<u64>,
        listener: Option<IpAddr>,
    ) -> Result<KeptPiece, RewindRefused> {
        let busy = || RewindRefused::Elsewhere("too many listeners go back at present".to_owned());
        let pool = self.pool().ok_or_else(busy)?;
        loop {
            let (reader, wanted) = (ArchiveReader::at(archive.clone(), frames.start), frames.clone());
            let read = pool.run(move || read(reader, &wanted)).await.ok_or_else(busy)?;
            match read {
                Ok(PieceRead::Piece(piece)) => return Ok(piece),
                Ok(PieceRead::Distant(hour)) => {
                    let fetched = self.fetch_hour(archive, &hour, FetchFor::Listener(listener)).await;
                    fetched.map_err(|refused| RewindRefused::Elsewhere(refused.to_string()))?;
                }
                Err(error) => {
                    tracing::warn!(station = archive.slug(), %error, "a piece of the archive cannot be read");
                    return Err(RewindRefused::NotKept("this cannot be read at present".to_owned()));
                }
            }
        }
    }
}

/// The outcome of reading.
enum PieceRead {
    Piece(KeptPiece),
    Distant(std::sync::Arc<super::copies::DistantHour>),
}

fn read(mut reader: ArchiveReader, wanted: &Range<u64>) -> Result<PieceRead, Error> {
    let mut piece = KeptPiece::default();
    loop {
        let batch = reader.read((wanted.end - wanted.start) as usize)?;
        if let Some(hour) = batch.distant {
            // Hours after it are of no interest.
            return Ok(if hour.first_seq < wanted.end {
                PieceRead::Distant(hour)
            } else {
                PieceRead::Piece(piece)
            });
        }
        let is_over = batch.is_at_end || batch.frames.last().is_some_and(|last| last.seq + 1 >= wanted.end);
        let begins_us = batch.frames.first().map_or(0, |first| first.time_us);
        piece.frames.extend(batch.frames.into_iter().filter(|frame| frame.seq < wanted.end));
        let until_us = piece.frames.last().map_or(0, |last| last.time_us);
        let begin = |title: &NowPlaying| (begins_us..=until_us).contains(&title.time_us);
        piece.titles.extend(batch.titles.into_iter().filter(begin));
        if is_over {
            return Ok(PieceRead::Piece(piece));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::archive_writer::tests::{frame, write};

    #[actix_web::test]
    async fn pieces_are_what_is_kept_of_them() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("main");
        std::fs::create_dir(&folder).unwrap();
        for frames in [1_000..1_050, 1_050..1_100, 1_200..1_230] {
            write(&folder, frames, true);
        }
        let archives = Archives::below(dir.path());
        let archive = archives.open("main").unwrap();
        for wanted in [1_010..1_060, 1_090..1_220, 1_100..1_200, 900..5_000] {
            let piece = archives.read_piece(&archive, wanted.clone(), None).await.unwrap();
            let expected = (1_000..1_100).chain(1_200..1_230).filter(|seq| wanted.contains(seq));
            let expected: Vec<_> = expected.map(|seq| (seq, frame(seq).payload)).collect();
            let read: Vec<_> = piece.frames.into_iter().map(|frame| (frame.seq, frame.payload)).collect();
            assert_eq!(read, expected, "{wanted:?}");
        }
    }
}
