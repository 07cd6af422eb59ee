-- A feed is another one, too, when its shows are others. Its time of change never goes back, whatever the clock does: of two
-- changes, the later one has the later time, also within a second.
DROP TRIGGER recording_comes;
DROP TRIGGER recording_changes;
DROP TRIGGER recording_goes;
DROP TRIGGER station_changes_feed;
-- The latest change by the clock that is noted, in seconds since 1970.
ALTER TABLE recording_change ADD COLUMN announced_at INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER recording_comes AFTER INSERT ON kept_recording BEGIN
    INSERT INTO recording_change (station, changed_at) VALUES (NEW.station, unixepoch()) ON CONFLICT DO UPDATE
        SET changed_at = max(changed_at + 1, excluded.changed_at);
END;
CREATE TRIGGER recording_changes AFTER UPDATE ON kept_recording BEGIN
    INSERT INTO recording_change (station, changed_at) VALUES (NEW.station, unixepoch()) ON CONFLICT DO UPDATE
        SET changed_at = max(changed_at + 1, excluded.changed_at);
END;
CREATE TRIGGER recording_goes AFTER DELETE ON kept_recording WHEN EXISTS (SELECT 1 FROM station WHERE slug = OLD.station) BEGIN
    INSERT INTO recording_change (station, changed_at) VALUES (OLD.station, unixepoch()) ON CONFLICT DO UPDATE
        SET changed_at = max(changed_at + 1, excluded.changed_at);
END;
CREATE TRIGGER station_changes_feed AFTER UPDATE ON station BEGIN
    INSERT INTO recording_change (station, changed_at) VALUES (NEW.slug, unixepoch()) ON CONFLICT DO UPDATE
        SET changed_at = max(changed_at + 1, excluded.changed_at);
END;
CREATE TRIGGER show_comes AFTER INSERT ON show BEGIN
    INSERT INTO recording_change (station, changed_at) VALUES (NEW.station, unixepoch()) ON CONFLICT DO UPDATE
        SET changed_at = max(changed_at + 1, excluded.changed_at);
END;
CREATE TRIGGER show_changes AFTER UPDATE ON show BEGIN
    INSERT INTO recording_change (station, changed_at) VALUES (NEW.station, unixepoch()) ON CONFLICT DO UPDATE
        SET changed_at = max(changed_at + 1, excluded.changed_at);
END;
CREATE TRIGGER show_goes AFTER DELETE ON show WHEN EXISTS (SELECT 1 FROM station WHERE slug = OLD.station) BEGIN
    INSERT INTO recording_change (station, changed_at) VALUES (OLD.station, unixepoch()) ON CONFLICT DO UPDATE
        SET changed_at = max(changed_at + 1, excluded.changed_at);
END;
CREATE TRIGGER show_exception_comes AFTER INSERT ON show_exception BEGIN
    INSERT INTO recording_change (station, changed_at) VALUES (NEW.station, unixepoch()) ON CONFLICT DO UPDATE
        SET changed_at = max(changed_at + 1, excluded.changed_at);
END;
CREATE TRIGGER show_exception_goes AFTER DELETE ON show_exception
    WHEN EXISTS (SELECT 1 FROM station WHERE slug = OLD.station) BEGIN
    INSERT INTO recording_change (station, changed_at) VALUES (OLD.station, unixepoch()) ON CONFLICT DO UPDATE
        SET changed_at = max(changed_at + 1, excluded.changed_at);
END;
