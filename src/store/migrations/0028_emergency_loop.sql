-- The track of a station's emergency loop, where it is not the one that ships.
CREATE TABLE emergency_loop (
    station TEXT NOT NULL PRIMARY KEY REFERENCES station (slug) ON UPDATE CASCADE ON DELETE CASCADE,
    track   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The loop can be what went out. SQLite changes no CHECK: the table is made anew.
CREATE TABLE new_as_run (
    station          TEXT NOT NULL,
    from_us          INTEGER NOT NULL,
    to_us            INTEGER NOT NULL CHECK (to_us >= from_us),
    source           TEXT NOT NULL CHECK (source IN ('autodj', 'live', 'relay', 'emergency-loop', 'silence')),
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
