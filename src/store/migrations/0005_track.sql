-- Pieces of music. The number is made of a piece's sound, so a file that is moved, or tagged anew, is the same one.
-- A line stays when its last file is gone: it may come back.
CREATE TABLE track (
    id              INTEGER NOT NULL PRIMARY KEY,
    title           TEXT NOT NULL,
    artist          TEXT,
    album           TEXT,
    genre           TEXT,
    year            INTEGER,
    isrc            TEXT,
    label           TEXT,
    duration_us     INTEGER,
    -- All of its texts as they are searched: in small letters, without accents.
    words           TEXT NOT NULL,
    -- Seconds since 1970.
    added_at        INTEGER NOT NULL,
    -- By which way of measuring the rest is known; without it, nothing of the rest is.
    measured_by     INTEGER,
    integrated_lufs REAL,
    true_peak_dbtp  REAL,
    cue_in_us       INTEGER,
    cue_out_us      INTEGER,
    segue_us        INTEGER,
    CHECK (measured_by IS NULL OR (integrated_lufs IS NOT NULL AND 0 <= cue_in_us AND cue_in_us <= segue_us AND segue_us <= cue_out_us))
) STRICT;

-- Where tracks are. Size and time of change say whether a file is still the one that was read.
CREATE TABLE track_file (
    -- Below the folder of music, in the system's bytes.
    path          BLOB NOT NULL PRIMARY KEY,
    size          INTEGER NOT NULL,
    modified_us   INTEGER NOT NULL,
    track         INTEGER NOT NULL REFERENCES track (id),
    -- Why it cannot be played, if that was tried in vain, and by which way of measuring.
    trouble       TEXT,
    troubled_by   INTEGER,
    -- Since when it is gone, in seconds since 1970; none while it is there.
    missing_since INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX track_file_by_track ON track_file (track, path, missing_since);

-- Loudness is known by track now; what was here was measured of beginnings only, in part.
DROP TABLE loudness;
