-- Whether what is spoken on air is recognised, who may read it, and for how many days (0: for good).
ALTER TABLE station ADD COLUMN captions TEXT NOT NULL DEFAULT 'off' CHECK (captions IN ('on', 'off'));
ALTER TABLE station ADD COLUMN transcript TEXT NOT NULL DEFAULT 'private' CHECK (transcript IN ('private', 'public'));
ALTER TABLE station ADD COLUMN transcript_days INTEGER NOT NULL DEFAULT 0 CHECK (transcript_days BETWEEN 0 AND 3650);
-- Words that were spoken on air; times are in microseconds since 1970.
CREATE TABLE caption (
    id INTEGER PRIMARY KEY,
    station TEXT NOT NULL,
    start_us INTEGER NOT NULL,
    end_us INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX caption_time ON caption (station, start_us);
-- An index of them by their words. It reads the texts from the table above.
CREATE VIRTUAL TABLE caption_words USING fts5 (
    text, content = 'caption', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER caption_added AFTER INSERT ON caption BEGIN
    INSERT INTO caption_words (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER caption_removed AFTER DELETE ON caption BEGIN
    INSERT INTO caption_words (caption_words, rowid, text) VALUES ('delete', old.id, old.text);
END;
