-- Where a station's music is, below the folder of music; none is all of it.
ALTER TABLE station ADD COLUMN folder TEXT CHECK (folder <> '');
-- In which qualities it is heard, the usual one first, with a space between.
ALTER TABLE station ADD COLUMN renditions TEXT NOT NULL DEFAULT 'opus-96 pcm-s16';
-- Whether it is being removed: it signs off, and then this line goes.
ALTER TABLE station ADD COLUMN is_leaving INTEGER NOT NULL DEFAULT 0 CHECK (is_leaving IN (0, 1));
