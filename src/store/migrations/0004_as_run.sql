-- What truly went out. Times are microseconds since 1970 by the server's clock. It is kept for as long as the
-- database, also when its station is gone.
CREATE TABLE as_run (
    station          TEXT NOT NULL,
    from_us          INTEGER NOT NULL,
    to_us            INTEGER NOT NULL CHECK (to_us >= from_us),
    source           TEXT NOT NULL CHECK (source IN ('autodj', 'live', 'silence')),
    title            TEXT NOT NULL,
    artist           TEXT,
    album            TEXT,
    dj               TEXT,
    most_listeners   INTEGER NOT NULL,
    performances     INTEGER NOT NULL,
    listener_seconds REAL NOT NULL,
    PRIMARY KEY (station, from_us)
) STRICT, WITHOUT ROWID;
