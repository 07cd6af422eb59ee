-- A recording that somebody trimmed or published is as they want it: nothing is added to it any more.
ALTER TABLE kept_recording ADD COLUMN is_edited INTEGER NOT NULL DEFAULT 0 CHECK (is_edited IN (0, 1));
