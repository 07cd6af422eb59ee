-- Whether listeners may write to the studio.
ALTER TABLE station ADD COLUMN messages TEXT NOT NULL DEFAULT 'off' CHECK (messages IN ('on', 'off'));

-- Messages of listeners to the studio, for a day at most. One that was hidden has no text any more, and still counts for
-- how often its sender may write.
CREATE TABLE listener_message (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,
    station   TEXT NOT NULL REFERENCES station (slug) ON DELETE CASCADE,
    person    TEXT NOT NULL,
    at_us     INTEGER NOT NULL,
    name      TEXT NOT NULL,
    text      TEXT NOT NULL,
    is_hidden INTEGER NOT NULL DEFAULT 0 CHECK (is_hidden IN (0, 1))
) STRICT;
CREATE INDEX listener_message_of_station ON listener_message (station, number);

-- Senders whose messages a station does not take for a day.
CREATE TABLE blocked_sender (
    station  TEXT NOT NULL REFERENCES station (slug) ON DELETE CASCADE,
    person   TEXT NOT NULL,
    until_us INTEGER NOT NULL,
    PRIMARY KEY (station, person)
) STRICT, WITHOUT ROWID;
