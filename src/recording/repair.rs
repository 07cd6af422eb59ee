//! Reads the files of a folder, and repairs those that were being written when the server ended at once.
//!
//! Such a file is cut after its last whole page, which is marked as the last one, and its index is made anew.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::Error;
use super::archive_file::{ArchiveFile, FileFacts, PageReader, sync_folder};
use super::frame_index::{IndexRecord, RECORD};
use crate::container::ogg_opus_file::{OggPage, ended};

/// Bytes that are read at a time.
const CHUNK: usize = 256 * 1_024;

/// Reads all files of `folder`, ordered by their first frames. One that cannot be read is left as it is, and told.
pub(super) fn load_all(folder: &Path) -> Result<Vec<ArchiveFile>, Error> {
    let mut files: Vec<ArchiveFile> = Vec::new();
    for path in paths(folder)? {
        match load(&path) {
            Ok(found) => files.extend(found),
            Err(error) => tracing::warn!(%error, "a file of the archive is left out"),
        }
    }
    files.sort_by_key(|file| file.first_seq);
    Ok(files)
}

/// Returns the paths of the files of sound in `folder`.
fn paths(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let listed = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed.map_err(Error::about(folder))?,
    };
    let mut paths: Vec<PathBuf> = listed.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "opus"));
    Ok(paths)
}

/// Reads all files of `folder` as they are, also one that is being written, and changes none.
pub(super) fn look_at_all(folder: &Path) -> Result<Vec<ArchiveFile>, Error> {
    let mut files = Vec::new();
    for path in paths(folder)? {
        let file = File::open(&path).map_err(Error::about(&path))?;
        let Some(facts) = FileFacts::read(&file).map_err(Error::about(&path))? else { continue };
        let length = file.metadata().map_err(Error::about(&path))?.len();
        let end_of_whole = end_of_whole(&file, &facts, &path.with_extension("index"), length);
        let (end_seq, bytes) = if let Some(end_seq) = end_of_whole {
            (end_seq, length)
        } else {
            let whole = scanned(&file, &facts).map_err(Error::about(&path))?;
            (whole.end_seq, whole.length)
        };
        files.push(ArchiveFile::new(path, facts.rendition, (facts.first_seq, end_seq), bytes));
    }
    files.sort_by_key(|file| file.first_seq);
    Ok(files)
}

/// Reads the file at `path`, and repairs it if it is torn; `None` if it has no sound, and is gone now.
pub(super) fn load(path: &Path) -> Result<Option<ArchiveFile>, Error> {
    let file = OpenOptions::new().read(true).write(true).open(path).map_err(Error::about(path))?;
    let facts = FileFacts::read(&file).map_err(Error::about(path))?;
    let length = file.metadata().map_err(Error::about(path))?.len();
    let Some(facts) = facts else {
        // A header that is torn is followed by nothing.
        if length > 1_024 {
            return Err(Error::Unreadable(path.to_owned()));
        }
        return removed(path);
    };
    let new = |end_seq, bytes| {
        ArchiveFile::new(path.to_owned(), facts.rendition.clone(), (facts.first_seq, end_seq), bytes)
    };
    if let Some(end_seq) = end_of_whole(&file, &facts, &path.with_extension("index"), length) {
        return Ok(Some(new(end_seq, length)));
    }
    let (records, end_seq, bytes) = rebuilt(&file, &facts).map_err(Error::about(path))?;
    if records.is_empty() {
        return removed(path);
    }
    let repaired = new(end_seq, bytes);
    write_index(&repaired.index_path(), &records).map_err(Error::about(&repaired.index_path()))?;
    cut_titles(&repaired.titles_path()).map_err(Error::about(&repaired.titles_path()))?;
    tracing::info!(file = %path.display(), lost_bytes = length - bytes, "a file of the archive was repaired");
    Ok(Some(repaired))
}

/// Returns where the frames of a file end that was ended properly and whose index is whole.
fn end_of_whole(file: &File, facts: &FileFacts, index: &Path, length: u64) -> Option<u64> {
    let index = File::open(index).ok()?;
    let records = index.metadata().ok()?.len();
    let count = records / RECORD as u64;
    let last = IndexRecord::at(&index, count.checked_sub(1)?).ok()?;
    let (at, page) = PageReader::at(file, last.offset, CHUNK).next_page().ok()??;
    let end_seq = last.seq + page.packets.len() as u64;
    let is_in_place = page.granule == end_seq.checked_sub(facts.first_seq)? * samples(facts);
    let is_whole = page.is_last && is_in_place && at + page.length as u64 == length;
    (is_whole && records.is_multiple_of(RECORD as u64)).then_some(end_seq)
}

/// The whole pages of a file.
struct WholePages {
    records: Vec<IndexRecord>,
    /// The number of the frame after them.
    end_seq: u64,
    /// Their end, in bytes.
    length: u64,
    last: Option<OggPage>,
}

/// Goes through all pages.
fn scanned(file: &File, facts: &FileFacts) -> io::Result<WholePages> {
    let mut pages = PageReader::at(file, facts.header, CHUNK);
    let mut whole =
        WholePages { records: Vec::new(), end_seq: facts.first_seq, length: facts.header, last: None };
    while let Some((offset, page)) = pages.next_page()? {
        let seq = whole.end_seq;
        let end_seq = seq + page.packets.len() as u64;
        let is_next = page.number as usize == whole.records.len() + 2
            && page.granule == (end_seq - facts.first_seq) * samples(facts);
        if !is_next {
            break;
        }
        whole.records.push(IndexRecord { seq, offset, time_us: facts.rendition.time_us(seq) });
        (whole.end_seq, whole.length) = (end_seq, offset + page.length as u64);
        whole.last = Some(page);
    }
    Ok(whole)
}

/// Goes through all pages; cuts the file after the last whole one, and marks that as the last. Returns the index, where
/// the frames end, and the length.
fn rebuilt(file: &File, facts: &FileFacts) -> io::Result<(Vec<IndexRecord>, u64, u64)> {
    let WholePages { records, end_seq, length, last } = scanned(file, facts)?;
    file.set_len(length)?;
    if let (Some(page), Some(record)) = (last.filter(|page| !page.is_last), records.last()) {
        let mut bytes = vec![0; page.length];
        file.read_exact_at(&mut bytes, record.offset)?;
        file.write_all_at(&ended(&Bytes::from(bytes)), record.offset)?;
    }
    file.sync_data()?;
    Ok((records, end_seq, length))
}

fn samples(facts: &FileFacts) -> u64 {
    u64::from(facts.rendition.samples_per_frame)
}

fn write_index(path: &Path, records: &[IndexRecord]) -> io::Result<()> {
    let new = path.with_extension("index.new");
    let bytes: Vec<u8> = records.iter().flat_map(|record| record.to_bytes()).collect();
    let mut file = File::create(&new)?;
    file.write_all(&bytes)?;
    file.sync_data()?;
    std::fs::rename(&new, path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Cuts off a line that is not whole.
fn cut_titles(path: &Path) -> io::Result<()> {
    let text = match std::fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        text => text?,
    };
    let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |place| place + 1);
    OpenOptions::new().write(true).open(path)?.set_len(whole as u64)
}

/// Removes a file without sound.
fn removed(path: &Path) -> Result<Option<ArchiveFile>, Error> {
    for path in [path.with_extension("index"), path.with_extension("titles"), path.to_owned()] {
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Error::about(&path)(error)),
            _ => {}
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::archive_writer::tests::{frame, rendition, write};

    /// The frames of a whole file, by their payloads; fails if its last page is not marked.
    fn payloads(path: &Path) -> Vec<Bytes> {
        let file = File::open(path).unwrap();
        let facts = FileFacts::read(&file).unwrap().expect("a header");
        let mut pages = PageReader::at(&file, facts.header, 4_096);
        let (mut payloads, mut is_ended) = (Vec::new(), false);
        while let Some((_, page)) = pages.next_page().unwrap() {
            payloads.extend(page.packets);
            is_ended = page.is_last;
        }
        assert!(is_ended, "no last page");
        payloads
    }

    #[test]
    fn a_file_cut_anywhere_keeps_every_whole_page_and_is_valid() {
        let dir = tempfile::tempdir().unwrap();
        let written = write(dir.path(), 1_010..1_100, false);
        let whole = std::fs::read(&written.path).unwrap();
        let index = std::fs::read(written.index_path()).unwrap();
        // Pages end after the frames 1024, 1049 and 1074; those after that were never written.
        assert_eq!(written.end_seq(), 1_075);
        let file = File::open(&written.path).unwrap();
        let mut pages = PageReader::at(&file, 0, 4_096);
        let mut ends = Vec::new();
        while let Some((at, page)) = pages.next_page().unwrap() {
            ends.push(at as usize + page.length);
        }
        let frames = [0, 0, 15, 40, 65];
        for length in (0..whole.len()).step_by(97).chain(ends.iter().copied()).chain([whole.len() - 1]) {
            std::fs::write(&written.path, &whole[..length]).unwrap();
            std::fs::write(written.index_path(), &index).unwrap();
            std::fs::write(written.titles_path(), b"{}\n{\"ti").unwrap();
            let kept =
                ends.iter().zip(frames).filter(|(end, _)| **end <= length).map(|(_, frames)| frames).max();
            match load(&written.path).unwrap() {
                None => {
                    assert_eq!(kept.unwrap_or_default(), 0, "cut to {length}");
                    assert!(!written.path.exists() && !written.index_path().exists());
                }
                Some(found) => {
                    let kept = kept.unwrap_or_default();
                    assert_eq!(found.end_seq(), 1_010 + kept, "cut to {length}");
                    let expected: Vec<Bytes> = (1_010..1_010 + kept).map(|seq| frame(seq).payload).collect();
                    assert_eq!(payloads(&found.path), expected);
                    assert_eq!(std::fs::read(found.titles_path()).unwrap(), b"{}\n");
                    let index = File::open(found.index_path()).unwrap();
                    let last = IndexRecord::of_frame(&index, 1_010, found.end_seq() - 1).unwrap();
                    assert_eq!(last.time_us, rendition().time_us(last.seq));
                    // It is whole now, and is not repaired again.
                    let length = std::fs::metadata(&found.path).unwrap().len();
                    let file = File::open(&found.path).unwrap();
                    let facts = FileFacts::read(&file).unwrap().unwrap();
                    assert_eq!(
                        end_of_whole(&file, &facts, &found.index_path(), length),
                        Some(found.end_seq())
                    );
                }
            }
        }
    }

    #[test]
    fn damage_in_the_middle_cuts_there_and_a_lost_index_is_made_anew() {
        let dir = tempfile::tempdir().unwrap();
        let written = write(dir.path(), 1_000..1_200, true);
        std::fs::remove_file(written.index_path()).unwrap();
        let found = load(&written.path).unwrap().expect("a file");
        assert_eq!(found.end_seq(), 1_200);
        let index = File::open(found.index_path()).unwrap();
        let third = IndexRecord::of_frame(&index, 1_000, 1_060).unwrap();
        assert_eq!(third.seq, 1_050);

        let mut bytes = std::fs::read(&written.path).unwrap();
        bytes[third.offset as usize + 200] ^= 1;
        std::fs::write(&written.path, &bytes).unwrap();
        std::fs::remove_file(written.index_path()).unwrap();
        assert_eq!(load(&written.path).unwrap().expect("a file").end_seq(), 1_050);
        assert_eq!(payloads(&written.path).len(), 50);
    }

    #[test]
    fn what_is_no_file_of_the_archive_is_left_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let other = dir.path().join("song.opus");
        std::fs::write(&other, vec![1; 5_000]).unwrap();
        write(dir.path(), 2_000..2_030, true);
        write(dir.path(), 1_000..1_030, true);
        let files = load_all(dir.path()).unwrap();
        assert_eq!(files.iter().map(|file| file.first_seq).collect::<Vec<_>>(), [1_000, 2_000]);
        assert!(other.exists());
        assert!(load_all(&dir.path().join("none")).unwrap().is_empty());
    }
}
