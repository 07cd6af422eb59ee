-- Whether listeners may call the studio while a DJ is live.
ALTER TABLE station ADD COLUMN calls TEXT NOT NULL DEFAULT 'off' CHECK (calls IN ('on', 'off'));
