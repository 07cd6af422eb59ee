-- Names that shows had: the addresses of their feeds lead on.
CREATE TABLE renamed_show (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    station  TEXT NOT NULL REFERENCES station (slug) ON UPDATE CASCADE ON DELETE CASCADE,
    former   TEXT NOT NULL,
    show     TEXT NOT NULL,
    UNIQUE (station, former, show)
) STRICT;
CREATE INDEX renamed_show_by_name ON renamed_show (station, show);
-- The name, and its number among the shows that had it, of which the GUID of a show's feed is made. It stays with the show, whatever
-- its name is by now.
CREATE TABLE feed_seed (
    station TEXT NOT NULL REFERENCES station (slug) ON UPDATE CASCADE ON DELETE CASCADE,
    show    TEXT NOT NULL,
    name    TEXT NOT NULL,
    number  INTEGER NOT NULL CHECK (number > 0),
    PRIMARY KEY (station, show)
) STRICT, WITHOUT ROWID;
