-- Who asked for something lately. Lines older than an hour are taken out with the next request.
CREATE TABLE request (
    station TEXT NOT NULL REFERENCES station (slug) ON DELETE CASCADE,
    person  TEXT NOT NULL,
    at_us   INTEGER NOT NULL
) STRICT;

-- Whether listeners may ask for tracks.
ALTER TABLE station ADD COLUMN requests TEXT NOT NULL DEFAULT 'on' CHECK (requests IN ('on', 'off'));
