-- Who changed what. The newest lines are kept.
CREATE TABLE audit (
    id      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- Seconds since 1970.
    at      INTEGER NOT NULL,
    -- An account's name, which may be gone by now.
    who     TEXT NOT NULL,
    address TEXT NOT NULL,
    area    TEXT NOT NULL,
    -- The station that it was about, if it was about one.
    station TEXT,
    -- What was asked for, such as "DELETE /api/v1/stations/main/queue/7".
    what    TEXT NOT NULL
) STRICT;

-- The order of the shelf, so that a part of it is read without the rest.
CREATE INDEX track_by_words ON track (words, id);
