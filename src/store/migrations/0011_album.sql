-- Where a track is on its album, and whether that one is to be played without gaps.
ALTER TABLE track ADD COLUMN disc INTEGER;
ALTER TABLE track ADD COLUMN number INTEGER;
ALTER TABLE track ADD COLUMN is_gapless INTEGER NOT NULL DEFAULT 0 CHECK (is_gapless IN (0, 1));

-- What files say of that is not known: with another time of change than they have, all are read once more.
UPDATE track_file SET modified_us = modified_us - 1;
