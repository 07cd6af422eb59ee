-- The name, and its number among the shows that had it, of which the GUID of a show's feed is made. It stays with the show, whatever
-- its name is by now.
CREATE TABLE feed_seed (
    station TEXT NOT NULL REFERENCES station (slug) ON UPDATE CASCADE ON DELETE CASCADE,
    show    TEXT NOT NULL,
    name    TEXT NOT NULL,
    number  INTEGER NOT NULL CHECK (number > 0),
    PRIMARY KEY (station, show)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO feed_seed SELECT station, show, former, 1 FROM renamed_show WHERE is_first ORDER BY id;
-- Shows whose name another one had first.
INSERT OR IGNORE INTO feed_seed SELECT station, name, name, 2 FROM show
    WHERE EXISTS (SELECT 1 FROM renamed_show WHERE renamed_show.station = show.station AND former = show.name AND is_first);
