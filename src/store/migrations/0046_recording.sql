-- Recordings: shows and DJs' sets that were cut from the archive. Times are microseconds of the server's clock; `part_of`
-- is the beginning of the show by the calendar, by which parts of one show are put together.
CREATE TABLE kept_recording (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    station TEXT NOT NULL REFERENCES station (slug) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('show', 'live')),
    title TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    dj TEXT,
    part_of INTEGER NOT NULL,
    from_us INTEGER NOT NULL,
    to_us INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'ready')),
    duration_us INTEGER NOT NULL DEFAULT 0,
    opus_bytes INTEGER NOT NULL DEFAULT 0,
    mp3_bytes INTEGER NOT NULL DEFAULT 0,
    published_at INTEGER
) STRICT;
CREATE INDEX kept_recording_by_station ON kept_recording (station, from_us);
