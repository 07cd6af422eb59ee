-- By what a recording that went out is told from others: its International Standard Recording Code, and who
-- published it.
ALTER TABLE as_run ADD COLUMN isrc TEXT;
ALTER TABLE as_run ADD COLUMN label TEXT;
