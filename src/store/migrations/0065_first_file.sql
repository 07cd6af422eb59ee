-- Of several files with the same sound, the one that was there first has the smallest number; those that are older than these
-- numbers have 0.
ALTER TABLE track_file ADD COLUMN arrival INTEGER NOT NULL DEFAULT 0;
