-- Until where a track is only softly introduced; known of those that are measured by the newer way.
ALTER TABLE track ADD COLUMN intro_us INTEGER;

-- Whether jingles are heard over the intro of the music after them.
ALTER TABLE playlist ADD COLUMN over_intro INTEGER NOT NULL DEFAULT 0 CHECK (over_intro IN (0, 1));
ALTER TABLE queue ADD COLUMN over_intro INTEGER NOT NULL DEFAULT 0 CHECK (over_intro IN (0, 1));
