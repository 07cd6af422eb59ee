-- Whether there is a file of a track that can be played, and when it was last on air, in seconds since 1970.
ALTER TABLE track ADD COLUMN is_playable INTEGER NOT NULL DEFAULT 0 CHECK (is_playable IN (0, 1));
ALTER TABLE track ADD COLUMN aired_at INTEGER;

DROP INDEX track_file_by_track;
CREATE INDEX track_file_by_track ON track_file (track, path, missing_since, trouble);
UPDATE track SET is_playable = EXISTS
    (SELECT 1 FROM track_file AS file WHERE file.track = track.id AND file.missing_since IS NULL AND file.trouble IS NULL);
CREATE TRIGGER track_file_comes AFTER INSERT ON track_file BEGIN
    UPDATE track SET is_playable = EXISTS
        (SELECT 1 FROM track_file AS file WHERE file.track = track.id AND file.missing_since IS NULL AND file.trouble IS NULL)
    WHERE id = NEW.track;
END;
CREATE TRIGGER track_file_changes AFTER UPDATE OF track, missing_since, trouble ON track_file BEGIN
    UPDATE track SET is_playable = EXISTS
        (SELECT 1 FROM track_file AS file WHERE file.track = track.id AND file.missing_since IS NULL AND file.trouble IS NULL)
    WHERE id IN (OLD.track, NEW.track);
END;
CREATE TRIGGER track_file_goes AFTER DELETE ON track_file BEGIN
    UPDATE track SET is_playable = EXISTS
        (SELECT 1 FROM track_file AS file WHERE file.track = track.id AND file.missing_since IS NULL AND file.trouble IS NULL)
    WHERE id = OLD.track;
END;

-- Played by its title and artist, as the log has them.
CREATE INDEX track_by_title ON track (title, artist);
UPDATE track SET aired_at = played.at FROM
    (SELECT title, artist, max(from_us) / 1000000 AS at FROM as_run WHERE source = 'autodj' GROUP BY title, artist) AS played
    WHERE played.title = track.title AND played.artist IS track.artist;

-- All that a library is searched and filtered by is in the order of the shelf, so that neither a page of it nor the
-- count of what fits reads more than this.
DROP INDEX track_by_words;
CREATE INDEX track_by_words ON track (words, id, is_playable, genre, artist, year, added_at, measured_by, aired_at);
CREATE INDEX track_by_genre ON track (genre COLLATE NOCASE, is_playable);

-- What people say of tracks over what their files do; both as JSON, so that the files' own come back.
CREATE TABLE track_edit (
    track     INTEGER NOT NULL PRIMARY KEY REFERENCES track (id),
    said      TEXT NOT NULL,
    own       TEXT NOT NULL,
    edited_by TEXT NOT NULL,
    edited_at INTEGER NOT NULL
) STRICT;

-- Files that people took out of the folder of music, and that can be brought back. They lie beside the database.
CREATE TABLE removed (
    number     INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- Where it was, below the folder of music, in the system's bytes.
    path       BLOB NOT NULL,
    title      TEXT NOT NULL,
    removed_by TEXT NOT NULL,
    removed_at INTEGER NOT NULL
) STRICT;
