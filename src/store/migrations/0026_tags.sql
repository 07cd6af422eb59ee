-- What holds for all stations, in one line.
CREATE TABLE house (
    number        INTEGER NOT NULL PRIMARY KEY CHECK (number = 1),
    -- Whether what people say of tracks is written into their files.
    tags_in_files INTEGER NOT NULL DEFAULT 0 CHECK (tags_in_files IN (0, 1))
) STRICT;
INSERT INTO house (number) VALUES (1);

-- Whether what was said is to be written into the files when that is wanted, and why it could not be.
ALTER TABLE track_edit ADD COLUMN is_due INTEGER NOT NULL DEFAULT 1 CHECK (is_due IN (0, 1));
ALTER TABLE track_edit ADD COLUMN unwritten TEXT;
CREATE INDEX track_edit_due ON track_edit (edited_at, track) WHERE is_due;
