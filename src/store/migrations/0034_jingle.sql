-- Whether a line of the as-run log is a jingle. Of lines from before it is not known.
ALTER TABLE as_run ADD COLUMN is_jingle INTEGER NOT NULL DEFAULT 0 CHECK (is_jingle IN (0, 1));
