-- What a station plays when something is wrong with the rest, and whether it does so now.
CREATE TABLE emergency (
    station  TEXT NOT NULL PRIMARY KEY,
    playlist TEXT NOT NULL COLLATE NOCASE,
    is_on    INTEGER NOT NULL DEFAULT 0 CHECK (is_on IN (0, 1)),
    FOREIGN KEY (station, playlist) REFERENCES playlist (station, name) ON UPDATE CASCADE ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
