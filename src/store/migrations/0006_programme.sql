-- Whose clock a station's programme is by, an IANA name; none is the machine's. What must not come again too soon.
ALTER TABLE station ADD COLUMN time_zone TEXT;
ALTER TABLE station ADD COLUMN title_apart_s INTEGER NOT NULL DEFAULT 3600 CHECK (title_apart_s BETWEEN 0 AND 604800);
ALTER TABLE station ADD COLUMN artist_apart_s INTEGER NOT NULL DEFAULT 1800 CHECK (artist_apart_s BETWEEN 0 AND 604800);
ALTER TABLE station ADD COLUMN album_apart_s INTEGER NOT NULL DEFAULT 1800 CHECK (album_apart_s BETWEEN 0 AND 604800);

-- What a station may play. The names are those of `model::Playlist`.
CREATE TABLE playlist (
    station           TEXT NOT NULL REFERENCES station (slug) ON UPDATE CASCADE ON DELETE CASCADE,
    name              TEXT NOT NULL COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 60),
    kind              TEXT NOT NULL CHECK (kind IN ('music', 'jingle')),
    play_order        TEXT NOT NULL CHECK (play_order IN ('shuffle', 'sequence', 'least-recently-played')),
    weight            INTEGER NOT NULL CHECK (weight BETWEEN 0 AND 1000),
    crossfade_ms      INTEGER CHECK (crossfade_ms BETWEEN 0 AND 30000),
    every_tracks      INTEGER CHECK (every_tracks IS NULL OR (kind = 'jingle' AND every_tracks BETWEEN 1 AND 1000)),
    every_minutes     INTEGER CHECK (every_minutes IS NULL OR (kind = 'jingle' AND every_minutes BETWEEN 1 AND 10080)),
    -- Whether it is what fits the rest; if not, its tracks are listed.
    smart             INTEGER NOT NULL CHECK (smart IN (0, 1)),
    genre             TEXT,
    artist            TEXT,
    from_year         INTEGER,
    to_year           INTEGER,
    words             TEXT,
    added_within_days INTEGER,
    shortest_ms       INTEGER,
    longest_ms        INTEGER,
    folder            TEXT,
    PRIMARY KEY (station, name)
) STRICT, WITHOUT ROWID;

-- The tracks of a playlist that is not smart, in order.
CREATE TABLE playlist_track (
    station  TEXT NOT NULL,
    playlist TEXT NOT NULL COLLATE NOCASE,
    place    INTEGER NOT NULL,
    track    INTEGER NOT NULL,
    PRIMARY KEY (station, playlist, place),
    FOREIGN KEY (station, playlist) REFERENCES playlist (station, name) ON UPDATE CASCADE ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- When a playlist is chosen, such as "fri 20:00-23:00". One without a line here is at any time.
CREATE TABLE playlist_hours (
    station  TEXT NOT NULL,
    playlist TEXT NOT NULL COLLATE NOCASE,
    hours    TEXT NOT NULL,
    PRIMARY KEY (station, playlist, hours),
    FOREIGN KEY (station, playlist) REFERENCES playlist (station, name) ON UPDATE CASCADE ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What is heard in an hour.
CREATE TABLE hour_plan (
    station TEXT NOT NULL REFERENCES station (slug) ON UPDATE CASCADE ON DELETE CASCADE,
    name    TEXT NOT NULL COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 60),
    PRIMARY KEY (station, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE hour_plan_item (
    station  TEXT NOT NULL,
    plan     TEXT NOT NULL COLLATE NOCASE,
    place    INTEGER NOT NULL,
    playlist TEXT NOT NULL COLLATE NOCASE,
    -- The minute it comes at, if it has one, and how late it may be; none late fades out what plays.
    minute   INTEGER CHECK (minute BETWEEN 0 AND 59),
    late_s   INTEGER CHECK (late_s BETWEEN 0 AND 3600),
    PRIMARY KEY (station, plan, place),
    CHECK ((minute IS NULL) = (late_s IS NULL)),
    FOREIGN KEY (station, plan) REFERENCES hour_plan (station, name) ON UPDATE CASCADE ON DELETE CASCADE,
    FOREIGN KEY (station, playlist) REFERENCES playlist (station, name) ON UPDATE CASCADE
) STRICT, WITHOUT ROWID;

-- What is on when, by the station's clock.
CREATE TABLE show (
    station        TEXT NOT NULL REFERENCES station (slug) ON UPDATE CASCADE ON DELETE CASCADE,
    name           TEXT NOT NULL COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 60),
    -- Days such as "mon,tue", or one date such as "2026-12-24".
    days           TEXT,
    date           TEXT,
    at_minute      INTEGER NOT NULL CHECK (at_minute BETWEEN 0 AND 1439),
    length_minutes INTEGER NOT NULL CHECK (length_minutes BETWEEN 1 AND 1440),
    late_s         INTEGER NOT NULL CHECK (late_s BETWEEN 0 AND 86400),
    plays          TEXT NOT NULL CHECK (plays IN ('playlist', 'hour-plan', 'track', 'dj')),
    playlist       TEXT COLLATE NOCASE,
    hour_plan      TEXT COLLATE NOCASE,
    track          INTEGER,
    PRIMARY KEY (station, name),
    FOREIGN KEY (station, playlist) REFERENCES playlist (station, name) ON UPDATE CASCADE,
    FOREIGN KEY (station, hour_plan) REFERENCES hour_plan (station, name) ON UPDATE CASCADE,
    CHECK ((days IS NULL) <> (date IS NULL)),
    CHECK (plays <> 'playlist' OR playlist IS NOT NULL),
    CHECK ((plays = 'hour-plan') = (hour_plan IS NOT NULL)),
    CHECK ((plays = 'track') = (track IS NOT NULL))
) STRICT, WITHOUT ROWID;
