-- The type of a track: what people say it is, else that of its folder, else music.
ALTER TABLE track ADD COLUMN said_type TEXT CHECK (said_type IN ('music', 'jingle', 'id', 'ad', 'talk'));
ALTER TABLE track ADD COLUMN type TEXT NOT NULL DEFAULT 'music' CHECK (type IN ('music', 'jingle', 'id', 'ad', 'talk'));

-- Types of folders, which the tracks below them have unless people say otherwise. Of nested folders the inner one counts.
CREATE TABLE folder_type (
    -- The path below the folder of music with a slash behind it, in the system's bytes.
    prefix BLOB NOT NULL PRIMARY KEY,
    type   TEXT NOT NULL CHECK (type IN ('music', 'jingle', 'id', 'ad', 'talk'))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER track_type_said AFTER UPDATE OF said_type ON track BEGIN
    UPDATE track SET type = coalesce(said_type,
        (SELECT folder.type FROM track_file AS file JOIN folder_type AS folder
            ON substr(file.path, 1, length(folder.prefix)) = folder.prefix
            WHERE file.track = track.id ORDER BY file.missing_since IS NOT NULL, length(folder.prefix) DESC LIMIT 1), 'music')
    WHERE id = NEW.id;
END;
CREATE TRIGGER track_file_comes_with_type AFTER INSERT ON track_file BEGIN
    UPDATE track SET said_type = said_type WHERE id = NEW.track;
END;
CREATE TRIGGER track_file_changes_type AFTER UPDATE OF track, missing_since ON track_file BEGIN
    UPDATE track SET said_type = said_type WHERE id IN (OLD.track, NEW.track);
END;
CREATE TRIGGER track_file_goes_with_type AFTER DELETE ON track_file BEGIN
    UPDATE track SET said_type = said_type WHERE id = OLD.track;
END;
CREATE TRIGGER folder_type_comes AFTER INSERT ON folder_type BEGIN
    UPDATE track SET said_type = said_type WHERE id IN
        (SELECT track FROM track_file WHERE substr(path, 1, length(NEW.prefix)) = NEW.prefix);
END;
CREATE TRIGGER folder_type_changes AFTER UPDATE ON folder_type BEGIN
    UPDATE track SET said_type = said_type WHERE id IN
        (SELECT track FROM track_file WHERE substr(path, 1, length(NEW.prefix)) = NEW.prefix);
END;
CREATE TRIGGER folder_type_goes AFTER DELETE ON folder_type BEGIN
    UPDATE track SET said_type = said_type WHERE id IN
        (SELECT track FROM track_file WHERE substr(path, 1, length(OLD.prefix)) = OLD.prefix);
END;

-- The type that the tracks of a smart playlist have; without one, music in a playlist of music, any in one of jingles.
ALTER TABLE playlist ADD COLUMN track_type TEXT CHECK (track_type IN ('music', 'jingle', 'id', 'ad', 'talk'));
-- The type that a track is given once its upload is in the library.
ALTER TABLE upload ADD COLUMN type TEXT CHECK (type IN ('music', 'jingle', 'id', 'ad', 'talk'));

-- The type as which something plays or played, in place of whether it is a jingle.
ALTER TABLE queue ADD COLUMN type TEXT NOT NULL DEFAULT 'music' CHECK (type IN ('music', 'jingle', 'id', 'ad', 'talk'));
UPDATE queue SET type = 'jingle' WHERE is_jingle;
ALTER TABLE queue DROP COLUMN is_jingle;
ALTER TABLE as_run ADD COLUMN type TEXT NOT NULL DEFAULT 'music' CHECK (type IN ('music', 'jingle', 'id', 'ad', 'talk'));
UPDATE as_run SET type = 'jingle' WHERE is_jingle;
ALTER TABLE as_run DROP COLUMN is_jingle;

-- A folder from which jingles are played by rules is one of jingles, unless a station plays all of its music from there or
-- a playlist of music plays the folder too.
INSERT OR IGNORE INTO folder_type (prefix, type)
    SELECT CAST(rtrim(list.folder, '/') || '/' AS BLOB), 'jingle' FROM playlist AS list
    WHERE list.kind = 'jingle' AND list.smart AND list.folder IS NOT NULL AND rtrim(list.folder, '/') <> ''
        AND coalesce(list.genre, list.artist, list.words) IS NULL
        AND coalesce(list.from_year, list.to_year, list.added_within_days, list.shortest_ms, list.longest_ms) IS NULL
        AND NOT EXISTS (SELECT 1 FROM station WHERE folder IS NOT NULL
            AND substr(rtrim(folder, '/') || '/', 1, length(rtrim(list.folder, '/')) + 1) = rtrim(list.folder, '/') || '/')
        AND NOT EXISTS (SELECT 1 FROM playlist AS music WHERE music.kind = 'music' AND music.smart AND music.folder IS NOT NULL
            AND substr(rtrim(music.folder, '/') || '/', 1, length(rtrim(list.folder, '/')) + 1) = rtrim(list.folder, '/') || '/');
-- A track listed among jingles is a jingle, and one listed among music is music.
UPDATE track SET said_type = 'jingle' WHERE type = 'music' AND id IN
    (SELECT track FROM playlist_track AS entry JOIN playlist AS list
        ON list.station = entry.station AND list.name = entry.playlist WHERE list.kind = 'jingle');
UPDATE track SET said_type = 'music' WHERE type = 'jingle' AND id IN
    (SELECT track FROM playlist_track AS entry JOIN playlist AS list
        ON list.station = entry.station AND list.name = entry.playlist WHERE list.kind = 'music');
