-- A show may relay a stream from elsewhere, and what went out may come from there. SQLite changes no CHECK: both
-- tables are made anew.
CREATE TABLE new_as_run (
    station          TEXT NOT NULL,
    from_us          INTEGER NOT NULL,
    to_us            INTEGER NOT NULL CHECK (to_us >= from_us),
    source           TEXT NOT NULL CHECK (source IN ('autodj', 'live', 'relay', 'silence')),
    title            TEXT NOT NULL,
    artist           TEXT,
    album            TEXT,
    dj               TEXT,
    most_listeners   INTEGER NOT NULL,
    performances     INTEGER NOT NULL,
    listener_seconds REAL NOT NULL,
    isrc             TEXT,
    label            TEXT,
    PRIMARY KEY (station, from_us)
) STRICT, WITHOUT ROWID;
INSERT INTO new_as_run SELECT * FROM as_run;
DROP TABLE as_run;
ALTER TABLE new_as_run RENAME TO as_run;

CREATE TABLE new_show (
    station        TEXT NOT NULL REFERENCES station (slug) ON UPDATE CASCADE ON DELETE CASCADE,
    name           TEXT NOT NULL COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 60),
    days           TEXT,
    date           TEXT,
    at_minute      INTEGER NOT NULL CHECK (at_minute BETWEEN 0 AND 1439),
    length_minutes INTEGER NOT NULL CHECK (length_minutes BETWEEN 1 AND 1440),
    late_s         INTEGER NOT NULL CHECK (late_s BETWEEN 0 AND 86400),
    plays          TEXT NOT NULL CHECK (plays IN ('playlist', 'hour-plan', 'track', 'dj', 'relay')),
    playlist       TEXT COLLATE NOCASE,
    hour_plan      TEXT COLLATE NOCASE,
    track          INTEGER,
    -- The address of the stream.
    relay          TEXT,
    PRIMARY KEY (station, name),
    FOREIGN KEY (station, playlist) REFERENCES playlist (station, name) ON UPDATE CASCADE,
    FOREIGN KEY (station, hour_plan) REFERENCES hour_plan (station, name) ON UPDATE CASCADE,
    CHECK ((days IS NULL) <> (date IS NULL)),
    CHECK (plays <> 'playlist' OR playlist IS NOT NULL),
    CHECK ((plays = 'hour-plan') = (hour_plan IS NOT NULL)),
    CHECK ((plays = 'track') = (track IS NOT NULL)),
    CHECK ((plays = 'relay') = (relay IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO new_show SELECT *, NULL FROM show;
DROP TABLE show;
ALTER TABLE new_show RENAME TO show;
