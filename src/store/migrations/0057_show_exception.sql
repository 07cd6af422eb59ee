-- Single days on which a weekly show is cancelled, or on at another time.
CREATE TABLE show_exception (
    station              TEXT NOT NULL,
    show                 TEXT NOT NULL COLLATE NOCASE,
    -- The day on which the show would begin by its days, such as "2026-12-24".
    day                  TEXT NOT NULL,
    -- The time at which it is on instead; nothing if it is cancelled.
    moved_date           TEXT,
    moved_at_minute      INTEGER CHECK (moved_at_minute BETWEEN 0 AND 1439),
    moved_length_minutes INTEGER CHECK (moved_length_minutes BETWEEN 1 AND 1440),
    note                 TEXT CHECK (length(note) BETWEEN 1 AND 200),
    PRIMARY KEY (station, show, day),
    FOREIGN KEY (station, show) REFERENCES show (station, name) ON UPDATE CASCADE ON DELETE CASCADE,
    CHECK ((moved_date IS NULL) = (moved_at_minute IS NULL)),
    CHECK ((moved_date IS NULL) = (moved_length_minutes IS NULL))
) STRICT, WITHOUT ROWID;

-- The colour of a show in calendars; nothing for the usual one.
ALTER TABLE show ADD COLUMN colour TEXT;
