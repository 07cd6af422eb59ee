-- Recordings know the show that they are of, can be files that people sent, and have pictures. What they were before stays.
CREATE TABLE recording_of_show (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    station TEXT NOT NULL REFERENCES station (slug) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('show', 'live', 'upload')),
    title TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    dj TEXT,
    part_of INTEGER NOT NULL,
    from_us INTEGER NOT NULL,
    to_us INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'receiving', 'transcoding', 'refused', 'ready')),
    duration_us INTEGER NOT NULL DEFAULT 0,
    opus_bytes INTEGER NOT NULL DEFAULT 0,
    mp3_bytes INTEGER NOT NULL DEFAULT 0,
    published_at INTEGER,
    -- The show of the schedule, by which feeds are made.
    show TEXT,
    -- Microseconds that were trimmed off its beginning.
    trimmed_us INTEGER NOT NULL DEFAULT 0,
    -- The media type of its picture.
    picture TEXT,
    -- Of a file that is sent: its length, and why it was refused.
    sent_bytes INTEGER NOT NULL DEFAULT 0,
    refused TEXT
) STRICT;
INSERT INTO recording_of_show (id, station, kind, title, description, dj, part_of, from_us, to_us, state, duration_us, opus_bytes, mp3_bytes, published_at, show)
    SELECT id, station, kind, title, description, dj, part_of, from_us, to_us, state, duration_us, opus_bytes, mp3_bytes, published_at,
        CASE WHEN kind = 'show' AND title GLOB '*?, [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(title, 1, length(title) - 12) END
    FROM kept_recording;
-- No number is given twice.
UPDATE sqlite_sequence SET seq = max(seq, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'kept_recording'), 0))
    WHERE name = 'recording_of_show';
INSERT INTO sqlite_sequence (name, seq)
    SELECT 'recording_of_show', seq FROM sqlite_sequence WHERE name = 'kept_recording'
    AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'recording_of_show');
DROP TABLE kept_recording;
ALTER TABLE recording_of_show RENAME TO kept_recording;
CREATE INDEX kept_recording_by_station ON kept_recording (station, from_us);

-- When the recordings of a station were changed last, in seconds since 1970: a feed is another one from then on.
CREATE TABLE recording_change (
    station TEXT NOT NULL PRIMARY KEY REFERENCES station (slug) ON DELETE CASCADE,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER recording_comes AFTER INSERT ON kept_recording BEGIN
    INSERT OR REPLACE INTO recording_change VALUES (NEW.station, unixepoch());
END;
CREATE TRIGGER recording_changes AFTER UPDATE ON kept_recording BEGIN
    INSERT OR REPLACE INTO recording_change VALUES (NEW.station, unixepoch());
END;
CREATE TRIGGER recording_goes AFTER DELETE ON kept_recording WHEN EXISTS (SELECT 1 FROM station WHERE slug = OLD.station) BEGIN
    INSERT OR REPLACE INTO recording_change VALUES (OLD.station, unixepoch());
END;
CREATE TRIGGER station_changes_feed AFTER UPDATE ON station BEGIN
    INSERT OR REPLACE INTO recording_change VALUES (NEW.slug, unixepoch());
END;
INSERT INTO recording_change SELECT slug, unixepoch() FROM station;
