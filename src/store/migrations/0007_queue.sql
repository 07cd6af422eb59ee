-- What a station is to play, in the order of its places. It has no word of the library in it but numbers and
-- paths, so a track may come and go.
CREATE TABLE queue (
    station      TEXT NOT NULL REFERENCES station (slug) ON DELETE CASCADE,
    number       INTEGER NOT NULL,
    place        INTEGER NOT NULL,
    track        INTEGER NOT NULL,
    -- Below the folder of music, in the system's bytes.
    path         BLOB NOT NULL,
    title        TEXT NOT NULL,
    origin       TEXT NOT NULL CHECK (origin IN ('plan', 'person', 'request')),
    why          TEXT,
    is_jingle    INTEGER NOT NULL CHECK (is_jingle IN (0, 1)),
    crossfade_ms INTEGER CHECK (crossfade_ms >= 0),
    PRIMARY KEY (station, number)
) STRICT, WITHOUT ROWID;

-- How often somebody wanted to hear the next one at once, and the last number that was given from outside the
-- program that plays.
CREATE TABLE queue_state (
    station  TEXT NOT NULL PRIMARY KEY REFERENCES station (slug) ON DELETE CASCADE,
    skips    INTEGER NOT NULL DEFAULT 0,
    numbered INTEGER NOT NULL DEFAULT -1
) STRICT, WITHOUT ROWID;
