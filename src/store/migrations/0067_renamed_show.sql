-- Names that shows had: the addresses of their feeds lead on, and a feed is known by the first of them.
CREATE TABLE renamed_show (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    station  TEXT NOT NULL REFERENCES station (slug) ON UPDATE CASCADE ON DELETE CASCADE,
    former   TEXT NOT NULL,
    show     TEXT NOT NULL,
    -- Whether the show had no name before this one.
    is_first INTEGER NOT NULL CHECK (is_first IN (0, 1)),
    UNIQUE (station, former, show)
) STRICT;
CREATE INDEX renamed_show_by_name ON renamed_show (station, show);
