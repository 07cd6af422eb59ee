-- Talk that DJs recorded to be heard between two tracks of the queue. The sound is in voice-tracks/ID.wav beside the database; places
-- in it are samples per channel at 48 kHz.
CREATE TABLE voice_track (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    station      TEXT NOT NULL REFERENCES station (slug) ON DELETE CASCADE,
    account      TEXT NOT NULL,
    name         TEXT NOT NULL,
    after_track  INTEGER NOT NULL,
    before_track INTEGER NOT NULL,
    overlap      INTEGER NOT NULL CHECK (overlap >= 0),
    next         INTEGER NOT NULL CHECK (next >= 0),
    length       INTEGER NOT NULL CHECK (length >= next),
    made_at      INTEGER NOT NULL
) STRICT;
-- The voice track that an entry of the queue plays in place of a track.
ALTER TABLE queue ADD COLUMN voice INTEGER;
