-- How many listened: a line a minute, and an hour once it is some weeks old. Times are seconds since 1970.
CREATE TABLE audience (
    station   TEXT NOT NULL REFERENCES station (slug) ON UPDATE CASCADE ON DELETE CASCADE,
    at        INTEGER NOT NULL,
    -- How much time it is about: 60 or 3600.
    span      INTEGER NOT NULL,
    average   REAL NOT NULL,
    most      INTEGER NOT NULL,
    -- Averages by name, such as {"ws":2.5}.
    outputs   TEXT NOT NULL,
    players   TEXT NOT NULL,
    -- The show, or who was live.
    programme TEXT,
    PRIMARY KEY (station, at)
) STRICT, WITHOUT ROWID;
