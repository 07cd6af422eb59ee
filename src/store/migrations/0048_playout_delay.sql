-- Time that all players add to a frame's time.
ALTER TABLE station ADD COLUMN playout_delay_ms INTEGER NOT NULL DEFAULT 1000 CHECK (playout_delay_ms BETWEEN 200 AND 5000);
