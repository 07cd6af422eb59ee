-- How often AutoDJ played a track, by its title and artist, as the log has them.
ALTER TABLE track ADD COLUMN plays INTEGER NOT NULL DEFAULT 0 CHECK (plays >= 0);
UPDATE track SET plays = played.times FROM
    (SELECT title, artist, count(*) AS times FROM as_run WHERE source = 'autodj' GROUP BY title, artist) AS played
    WHERE played.title = track.title AND played.artist IS track.artist;

-- The album, the disc and the number on it, by which tracks are sorted: the third line of their words.
ALTER TABLE track ADD COLUMN album_key TEXT NOT NULL DEFAULT '';
UPDATE track SET album_key = substr(substr(substr(words, instr(words, char(10)) + 1), instr(substr(words, instr(words, char(10)) + 1), char(10)) + 1), 1,
        instr(substr(substr(words, instr(words, char(10)) + 1), instr(substr(words, instr(words, char(10)) + 1), char(10)) + 1), char(10)))
        || printf('%05d%05d', coalesce(disc, 1), coalesce(number, 0));
CREATE TRIGGER track_album_key_comes AFTER INSERT ON track BEGIN
    UPDATE track SET album_key = substr(substr(substr(words, instr(words, char(10)) + 1), instr(substr(words, instr(words, char(10)) + 1), char(10)) + 1), 1,
        instr(substr(substr(words, instr(words, char(10)) + 1), instr(substr(words, instr(words, char(10)) + 1), char(10)) + 1), char(10)))
        || printf('%05d%05d', coalesce(disc, 1), coalesce(number, 0))
    WHERE id = NEW.id;
END;
CREATE TRIGGER track_album_key_changes AFTER UPDATE OF words, disc, number ON track
WHEN NEW.words <> OLD.words OR NEW.disc IS NOT OLD.disc OR NEW.number IS NOT OLD.number BEGIN
    UPDATE track SET album_key = substr(substr(substr(words, instr(words, char(10)) + 1), instr(substr(words, instr(words, char(10)) + 1), char(10)) + 1), 1,
        instr(substr(substr(words, instr(words, char(10)) + 1), instr(substr(words, instr(words, char(10)) + 1), char(10)) + 1), char(10)))
        || printf('%05d%05d', coalesce(disc, 1), coalesce(number, 0))
    WHERE id = NEW.id;
END;

-- Orders in which the library is listed; that by artist is the one of track_by_words. The expressions are those of
-- store::track_order.
CREATE INDEX track_in_order_of_title ON track (is_playable, substr(words, instr(words, char(10)) + 1), id);
CREATE INDEX track_in_order_of_album ON track (is_playable, album_key, id);
CREATE INDEX track_in_order_of_length ON track (is_playable, coalesce(duration_us, -1), id);
CREATE INDEX track_in_order_of_addition ON track (is_playable, added_at, id);
CREATE INDEX track_in_order_of_last_play ON track (is_playable, coalesce(aired_at, 0), id);
CREATE INDEX track_in_order_of_plays ON track (is_playable, plays, id);

-- All that a library is filtered and then sorted by.
DROP INDEX track_by_words;
CREATE INDEX track_by_words ON track (words, id, is_playable, genre, artist, year, added_at, measured_by, aired_at, type,
    duration_us, plays, album_key);

-- The parts of three letters of all texts, by which misspelt words are found.
CREATE VIRTUAL TABLE track_text USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'trigram', detail = 'none');
INSERT INTO track_text (rowid, words) SELECT id, words FROM track;
CREATE TRIGGER track_text_comes AFTER INSERT ON track BEGIN
    INSERT INTO track_text (rowid, words) VALUES (NEW.id, NEW.words);
END;
CREATE TRIGGER track_text_changes AFTER UPDATE OF words ON track WHEN NEW.words <> OLD.words BEGIN
    UPDATE track_text SET words = NEW.words WHERE rowid = NEW.id;
END;
CREATE TRIGGER track_text_goes AFTER DELETE ON track BEGIN
    DELETE FROM track_text WHERE rowid = OLD.id;
END;
